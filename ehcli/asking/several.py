"""Several things named at once: read from standard input where that is said, and a yes before many are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, Declined, EhError
from ehcli.record import tasks as record_tasks
from ehcli.screen import screen, shapes

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


def of_families(desk: Desk, tasks: Sequence[str], what: str) -> None:
    """Says each task with its family before tasks of several families are recorded, and asks once at a terminal.

    A task that is not there, or not open, is left to what records them: it is refused there.
    """
    settings = desk.settings
    if len(tasks) < 2 or settings.as_json or settings.quiet:
        return
    found = owed(desk, tasks)
    if len({each.family for each in found}) < 2:
        return
    for each in found:
        who = shapes.in_short(record_tasks.children_of(each.children)) or each.family
        screen.tell(f"  {each.task}  {each.episode}  {who}: {each.title}")
    if settings.yes or settings.dry_run or not screen.can_ask(settings.no_input):
        return
    if not screen.agrees(
        f"Record {len(found)} tasks of {len({each.family for each in found})} families as {what}? (yes or no)"
    ):
        raise Declined("Stopped: nothing was recorded.")


def owed(desk: Desk, tasks: Sequence[str]) -> list[record_tasks.Owed]:
    """The rows of the worklist of these tasks, each once and as they were named; none of what is not open."""
    try:
        asked = dict(record_tasks.task(desk.record, typed)[:2] for typed in tasks)
    except EhError:
        return []
    of = dict.fromkeys(asked.values())
    rows = {row.task: row for episode in of for row in record_tasks.worklist(desk.record, episode=episode)}
    return [rows[ref] for ref in asked if ref in rows]
