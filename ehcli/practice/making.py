"""Makes the practice record in the place of an earlier one, and says what to try on it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.keeping import left
from ehcli.lists.tasks import items
from ehcli.machine import files
from ehcli.practice.cast import cast
from ehcli.practice.events import DEEDS
from ehcli.practice.stories import book
from ehcli.practice.telling import Telling
from ehcli.record import cases, office
from ehcli.record import tasks as record_tasks
from ehcli.record.port import Port
from ehcli.record.tasks import worklist
from ehcli.screen import screen
from ehcli.show import tasks


def make(desk: Desk, path: Path, *, families: int, seed: int) -> None:
    """Makes the practice record at the path, in the place of an earlier one, and says what to try on it.

    Raises RecordUnusable when what stands there is not a practice record.
    """
    refuse_another(path)
    left.tell_swept(desk, path)
    with files.passing(path) as fresh:
        Telling(desk, fresh, cast(desk, book(DEEDS), families, seed), seed).tell()
        put_in_place(fresh, path)
    introduce(desk, path)


def refuse_another(path: Path) -> None:
    """Raises RecordUnusable for a file that is not a practice record: it is never touched."""
    if not path.exists():
        return
    there = Desk().at(path)
    try:
        practice = there.about.get("practice") == "yes"
        there.put_down()
    except RecordUnusable:
        practice = False
    if not practice:
        raise RecordUnusable(
            f"{path} is not a practice record of this eh, so it is left as it is.",
            "Move it somewhere else, then: eh demo",
        )


def put_in_place(fresh: Path, path: Path) -> None:
    """Gives the new record the old one's place; what the database kept beside the old one goes with it."""
    try:
        for old in files.database(path)[1:]:
            old.unlink(missing_ok=True)
        os.replace(fresh, path)
    except OSError as error:
        raise RecordUnusable(
            f"The practice record at {path} cannot be replaced: {files.why(error)}.", "Close whatever uses it."
        ) from None


def introduce(desk: Desk, path: Path) -> None:
    """Says where the record is, what is overdue in its first team, and what to try."""
    there = desk.at(path)
    port = there.record
    families, open_now, closed = cases.counted(port)
    screen.out(f"Made the practice record {path}")
    screen.out(f"{families} invented families, {open_now} open episodes, {closed} closed.")
    team = office.first_team(port)
    late = items(there, worklist(port, teams=[team], before=desk.days.today.isoformat()))
    screen.out(f"\nOverdue in {team}: {len(late)}")
    tasks.listing(late, none="")
    screen.out("\nTry next:")
    for line in to_try(port, team, [item["task"] for item in late]):
        screen.out(f"  eh {line}")


def to_try(port: Port, team: str, late: Sequence[str]) -> list[str]:
    """Commands that work on this record."""
    task = [*late, *record_tasks.next_due(port, team)][:1]
    shown = cases.worth_showing(port, team)
    closed = cases.closed_lately(port, team)
    return [
        f"overdue --team {team} --db practice",
        *(f"why {ref} --db practice" for ref in task),
        f"today --team {team} --db practice",
        *(f"show {ref} --db practice" for ref in shown),
        *(f"letter closure {ref} --db practice --preview" for ref in closed),
        "night --db practice --out night",
    ]
