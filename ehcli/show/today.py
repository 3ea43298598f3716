"""Today on one screen, as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.record import office
from ehcli.screen import screen
from ehcli.show import lists, meetings, tasks
from ehcli.show.labels import shown

MEETING = {"meeting": "Meeting", "planned_at": "At", "kind": "Kind", "episode": "Episode", "venue": "Venue"}

PRINTED = {"letter": "Letter", "episode": "Episode", "kind": "Kind", "dated": "Dated", "task": "Task"}


def show(desk: Desk, found: Mapping[str, Any], teams: Sequence[str], worker: str) -> None:
    """What is overdue and due, the meetings, the letters and the trays of one day, of the teams or worker named."""
    whose = [*office.several(desk.record, teams), *([worker] if worker else [])]
    whose += ["replay record"] if found["kind"] == "replay" else []
    screen.out(", ".join([long(date.fromisoformat(found["today"])), *whose]))
    several = lists.several(desk, teams)
    of_team = ("Team",) if several else ()
    for heading, listed in (("Overdue", found["overdue"]), ("Due today", found["due_today"])):
        screen.out(f"\n{heading}: {len(listed)}")
        tasks.listing(listed, none="", teams=several)
    screen.out(f"\nMeetings today: {len(found['meetings'])}")
    planned = meetings.in_own_words(desk, found["meetings"])
    columns = MEETING | ({"team": "Team"} if several else {})
    screen.listing(list(columns.values()), [[meeting[key] for key in columns] for meeting in planned])
    screen.out(f"\nLetters owed: {len(found['letters_owed'])}")
    letters = [
        (item["task"], item["episode"], tasks.due(item), *((item["team"],) if several else ()))
        for item in found["letters_owed"]
    ]
    screen.listing(("Task", "Episode", "Due", *of_team), letters)
    if waiting := found["letters_printed"]:
        screen.out(f"Printed, to post: {len(waiting)}")
        columns = PRINTED | ({"team": "Team"} if several else {})
        told = [each | {"kind": each["kind"] or each["restricted"]} for each in waiting]
        screen.listing(list(columns.values()), [[shown(key, each[key]) for key in columns] for each in told])
    in_trays = ", ".join(f"{tray} {count}" for tray, count in found["trays"].items())
    screen.out(f"\nTrays: {in_trays or 'empty'}")
