"""Today on one screen: what is overdue, what is due, meetings, letters owed, and what waits in trays."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.lists.tasks import Item, items, scope
from ehcli.named_tuple import NamedTuple
from ehcli.record import meetings as record_meetings
from ehcli.record import stories
from ehcli.record.tasks import letters_to_come, tray_counts, worklist


class Today(NamedTuple):
    """What a team or worker has before them today."""

    today: str
    overdue: list[Item]
    due_today: list[Item]
    meetings: list[dict[str, Any]]
    letters_owed: list[Item]
    trays: dict[str, int]


def today(desk: Desk, team: str, worker: str) -> Today:
    """What a team or worker, or everybody, has before them today; raises NotFound with the nearest."""
    here, now = scope(desk, team, worker)._asdict(), desk.days.today.isoformat()
    letters = letters_to_come(desk.record, desk.about, **here)
    meetings = record_meetings.meetings(desk.record, team=here["team"], since=now, until=now)
    if worker:
        held = set(stories.held_by(desk.record, here["worker"]))
        meetings = [row for row in meetings if row.episode in held]
    return Today(
        now,
        items(desk, worklist(desk.record, **here, before=now)),
        items(desk, worklist(desk.record, **here, since=now, until=now)),
        [row._asdict() for row in meetings],
        items(desk, [row for row, _ in letters]),
        dict(tray_counts(desk.record, **here)),
    )
