"""Today on one screen, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.screen import screen
from ehcli.show import tasks

MEETING = {"meeting": "Meeting", "planned_at": "At", "kind": "Kind", "episode": "Episode", "venue": "Venue"}


def show(found: Mapping[str, Any], *whose: str) -> None:
    """What is overdue and due, the meetings, the letters and the trays of one day, of the team or worker named."""
    screen.out(", ".join([long(date.fromisoformat(found["today"])), *filter(None, whose)]))
    for heading, listed in (("Overdue", found["overdue"]), ("Due today", found["due_today"])):
        screen.out(f"\n{heading}: {len(listed)}")
        tasks.listing(listed, none="")
    screen.out(f"\nMeetings today: {len(found['meetings'])}")
    screen.listing(list(MEETING.values()), [[meeting[key] for key in MEETING] for meeting in found["meetings"]])
    screen.out(f"\nLetters owed: {len(found['letters_owed'])}")
    letters = [(item["task"], item["episode"], tasks.due(item)) for item in found["letters_owed"]]
    screen.listing(("Task", "Episode", "Due"), letters)
    waiting = ", ".join(f"{tray} {count}" for tray, count in found["trays"].items())
    screen.out(f"\nTrays: {waiting or 'empty'}")
