"""Who is at the keyboard, and what is open to them: fetched on first touch."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from ehcli.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from ehcli.desk.days import Days
    from ehcli.desk.settings import Settings
    from ehcli.episodes.restricted import Reader
    from ehcli.procedures.procedure import Procedure
    from ehcli.record.office import WorkerNow
    from ehcli.record.port import OpenRecord, Port
    from ehcli.record.writing import Writer


class Who:
    """The person who gave one command; ``opened`` gives the record, and ``procedure`` the one that it follows."""

    def __init__(
        self,
        asked: Callable[[], Settings],
        days: Days,
        opened: Callable[[], Port],
        procedure: Callable[[], Procedure],
    ) -> None:
        self.asked, self.days, self.opened, self.procedure = asked, days, opened, procedure

    @property
    def named(self) -> str:
        """Who is at the keyboard, as somebody said it: --user or EH_USER; empty where nobody did."""
        return self.asked().user or os.environ.get("EH_USER", "")

    @cached_property
    def user(self) -> str:
        """Who is at the keyboard: --user, EH_USER, else the operating system's login."""
        if self.named:
            return self.named
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            raise BadInput("Your login is not known.", "Say who you are: --user NAME, or set EH_USER") from None

    def sign_in(self, port: OpenRecord) -> None:
        """Lets the worker at the keyboard in, in any spelling of the login; raises Refused for a stranger or a leaver.

        On the embedded record a login is what somebody says it is, and the file's own permissions are the guard.
        """
        self.user = self.admitted(port).login

    def admitted(self, port: OpenRecord) -> WorkerNow:
        """The worker at the keyboard; raises Refused for a stranger or a leaver."""
        from ehcli.record import office

        login = self.vouched_for(port) or self.user
        known = office.signed_in(port, login)
        if known and (not known.until or known.until >= self.days.today.isoformat()):
            return known
        from ehcli.desk import sign_in

        raise sign_in.refusal(port, login, known.until if known else "")

    def vouched_for(self, port: OpenRecord | Writer) -> str:
        """The worker whose own login a database server let in; empty where nobody vouches for a name.

        Raises Refused for one worker who would be another. A login that was never a worker's - that of a service, or
        of a job at night - may be told whom it works for, and the record keeps it beside that name.
        """
        from ehcli.record import office

        own = office.login_of(port, port.login) if port.login else ""
        if own and self.named and self.named.casefold() != own.casefold():
            from ehcli.desk import sign_in

            raise sign_in.another(own, self.named)
        return own

    @cached_property
    def reader(self) -> Reader:
        """Which restricted notes and letters are open to who is at the keyboard."""
        from ehcli.episodes.restricted import Reader
        from ehcli.procedures import rights
        from ehcli.record import office

        port = self.opened()
        if not office.groups(port):
            return Reader()  # nothing is restricted, and no procedure need be read to know it
        here = office.group_members(port, self.days.today.isoformat())
        known = office.worker(port, self.user)
        everything = "see-restricted" in rights.may(known.role, self.procedure())
        return Reader(frozenset(group for group, login in here if login == known.login), everything)

    def require(self, right: str) -> None:
        """Refuses unless the role of who is at the keyboard may do this, for what is no entry of its own."""
        from ehcli.procedures import rights
        from ehcli.record import office

        port = self.opened()
        known = office.worker(port, self.user)
        rights.require(
            right,
            role=known.role,
            login=known.login,
            procedure=self.procedure(),
            ever=lambda: office.roles_ever(port),
            here=lambda: office.roles_here(port),
            hint="Ask one of them to do it.",
        )
