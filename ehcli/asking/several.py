"""Several things named at once: read from standard input where that is said, and a yes before many are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, Declined
from ehcli.screen import screen

UNASKED = 3  # so many are recorded without a question


def named(typed: Sequence[str]) -> list[str]:
    """What was typed, each once; in the place of '-' what standard input has, one a line, without a heading."""
    found: list[str] = []
    for each in typed:
        found += listed(screen.piped().splitlines()) if each == "-" else [each]
    if not found:
        raise BadInput("Nothing was named: standard input is empty.", "Give one reference a line, such as M-0001.")
    return list(dict.fromkeys(found))


def listed(lines: Iterable[str]) -> list[str]:
    """The lines that say something; a list's own heading is none of them."""
    said = [line.strip().strip("\ufeff") for line in lines]
    return [line for number, line in enumerate(said) if line and not (number == 0 and line.casefold() == "meeting")]


def sure(desk: Desk, refs: Sequence[str], what: str) -> None:
    """Asks before more than a few are recorded; raises BadInput where nobody can answer and none said yes."""
    settings = desk.settings
    if len(refs) <= UNASKED or settings.yes or settings.dry_run:
        return
    if not screen.can_ask(settings.no_input):
        raise BadInput(
            f"{len(refs)} are named, and nobody can be asked. Nothing was recorded.", "If all are meant: --yes"
        )
    if not screen.agrees(f"Record {what} of {len(refs)}: {', '.join(refs)}? (yes or no)"):
        raise Declined("Stopped: nothing was recorded.")
