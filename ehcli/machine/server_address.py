"""The address of a record on a database server: postgresql://user@host/database, never with a password in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ehcli.errors import BadInput

ADDRESS = r"postgres(?:ql)?(?:\+psycopg)?://(?:(?P<user>[^@/?#]*)@)?(?P<place>[^@/?#]*)/(?P<database>[^/?#]+)(?:\?(?P<more>[^#]*))?"
EXAMPLE = "It looks like postgresql://user@host/database."
PASSWORDS = "Take it out, and keep the password in PGPASSWORD, in a .pgpass file, or in a service file."


class Server(NamedTuple):
    """Where a shared record is. As text it is what messages, settings and logs may show."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def is_several(self) -> bool:
        """Whether it names several hosts, of which one takes what is written and the others stand by."""
        return "," in self.url.partition("://")[2].partition("/")[0]


def is_server(text: str) -> bool:
    """Whether the text means a database server and not a file."""
    return text.startswith(("postgres:", "postgresql:", "postgresql+psycopg:"))


def server(text: str) -> Server:
    """The address as it is kept; raises BadInput, without a word of it, where it holds a password."""
    found = re.fullmatch(ADDRESS, text)
    if not found:
        # Never shown: what cannot be read may have a password anywhere in it.
        raise BadInput("That address of a database server cannot be read.", EXAMPLE)
    user, more = found["user"] or "", found["more"] or ""
    if ":" in user or "password" in more.casefold():
        raise BadInput("The address of a database server must not hold a password.", PASSWORDS)
    return Server(
        f"postgresql://{user}{'@' if user else ''}{found['place']}/{found['database']}{'?' if more else ''}{more}"
    )
