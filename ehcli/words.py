"""Turns what was typed on the command line into values: people, lists, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ehcli.desk import Desk
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.references import TYPED, read

# Any spacing and case; ZZ99 3VZ (no fixed abode) and ZZ99 3WZ (not known) are postcodes too.
POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}\d[A-Z\d]?)\s*(0AA|\d[A-Z]{2})", re.IGNORECASE)


class NewPerson(NamedTuple):
    """A person to be added, or one who is in the record already."""

    name: str
    born: date | None = None
    sex: str = ""
    ref: str = ""


def text(value: str, what: str) -> str:
    """A text that says something; raises BadInput when it is empty."""
    if not value.strip():
        raise BadInput(f"The {what} is empty.", f"Type the {what}.")
    return value.strip()


def person(desk: Desk, typed: str, what: str) -> NewPerson:
    """'Wren Larkin; 2017-03-02; F' or an existing P- reference."""
    if TYPED.fullmatch(typed.strip()) and typed.strip()[:1].upper() == "P":
        return NewPerson("", ref=read(typed, "P"))
    parts = [part.strip() for part in typed.split(";")]
    name = text(parts[0], f"name of the {what}")
    date_of_birth = born(desk, parts[1], what) if len(parts) > 1 and parts[1] else None
    if len(parts) > 3:
        raise BadInput(f"There is too much in the {what}: '{typed}'.", "Type it as 'NAME; DATE OF BIRTH; SEX'.")
    return NewPerson(name, date_of_birth, sex(parts[2]) if len(parts) > 2 else "")


def born(desk: Desk, typed: str, what: str) -> date:
    """A date of birth; raises BadInput for one that cannot be."""
    day = desk.day(typed, f"date of birth of the {what}")
    if day > desk.today:
        raise BadInput(
            f"The date of birth of the {what} ({typed}) lies in the future.",
            "For a child not yet born, leave the date out.",
        )
    if (desk.today - day).days > 120 * 366:
        raise BadInput(f"The date of birth of the {what} ({typed}) is more than 120 years ago.", "Check the year.")
    return day


def sex(typed: str) -> str:
    """A sex as it is recorded; raises BadInput for anything else."""
    if typed.upper() not in ("", "M", "F", "U"):
        raise BadInput(f"'{typed}' is not a sex that is recorded.", "Type M, F or U (unknown), or leave it out.")
    return typed.upper()


def address(typed: str) -> tuple[list[str], str]:
    """'1 High Street; Tipton; DY4 9JB': its lines, and the postcode tidied, when there is one."""
    parts = [part.strip() for part in typed.replace("\n", ";").split(";") if part.strip()]
    if not parts:
        raise BadInput("The address is empty.", "Type it as '1 High Street; Tipton; DY4 9JB'.")
    found = POSTCODE.fullmatch(parts[-1])
    if not found:
        return parts, ""
    postcode = f"{found[1]} {found[2]}".upper()
    return [*parts[:-1], postcode], postcode


def one_of(typed: str, known: Iterable[str], what: str) -> str:
    """One of the words that are known; raises BadInput with the nearest."""
    words = list(known)
    wanted = typed.strip().casefold().replace(" ", "-").replace("_", "-")
    if wanted in words:
        return wanted
    hint = nearest(wanted, words) or f"It is one of {', '.join(words)}."
    raise BadInput(f"There is no {what} '{typed}'.", hint)


def children(typed: Iterable[str], refs: Iterable[str], names: dict[str, str], episode: str) -> list[str]:
    """Children of the episode by P- reference or by name; raises NotFound with who they are."""
    known = list(refs)
    found = []
    for each in typed:
        if TYPED.fullmatch(each.strip()) and each.strip()[:1].upper() == "P":
            ref = read(each, "P")
        else:
            ref = next((ref for ref in known if names[ref].casefold() == each.strip().casefold()), "")
        if ref not in known:
            raise NotFound(
                f"'{each}' is not a child of {episode}.",
                f"It is about {', '.join(f'{ref} {names[ref]}' for ref in known)}.",
            )
        found.append(ref)
    return list(dict.fromkeys(found))
