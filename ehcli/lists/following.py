"""Which procedure a team or an episode follows: since when, which came before, and which is to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.procedure import Procedure
from ehcli.record.cases import EpisodeHeading


def of_team(desk: Desk, team: str) -> dict[str, Any]:
    """What a team follows today, from which day it took it up, what it followed before, and what is to come."""
    return following(desk, team, desk.rules.programme(team))


def of_episode(desk: Desk, heading: EpisodeHeading) -> dict[str, Any]:
    """What an episode follows today, or followed when it closed, and since when: from when it was opened, or later.

    What came before is told where what began under it stays under it, and what is to come where it is open still.
    """
    told = following(desk, heading.team, desk.rules.programme_of(heading), heading.opened_on, heading.closed_on)
    return told | {"procedure_since": max(told["procedure_since"] or "", heading.opened_on)}


def following(desk: Desk, team: str, programme: Procedures, opened_on: str = "", closed_on: str = "") -> dict[str, Any]:
    today = desk.days.today
    last = min(today, date.fromisoformat(closed_on)) if closed_on else today
    windows = [(start, end, each) for start, end, each in programme.windows() if end.isoformat() > opened_on]
    now = next(each for each in reversed(windows) if each[0] <= last)
    taken = {each.first: each for each in desk.rules.taken_up(team) if each.first <= closed_on or not closed_on}
    moved = [each.first for each in taken.values() if each.running and each.first <= last.isoformat()]
    start = now[0].isoformat() if now[0] > date.min else max(moved, default="")
    return {
        "procedure": in_short(now[2]),
        "procedure_since": start or None,
        "procedures_before": [
            {"procedure": in_short(each), "until": (end - timedelta(days=1)).isoformat()}
            for begun, end, each in windows
            if begun < now[0] and in_short(each) != in_short(now[2])
        ],
        "procedures_to_come": [
            {
                "procedure": in_short(each),
                "first_day": begun.isoformat(),
                "running_moves": bool(each.takes_over)
                or (begun.isoformat() in taken and taken[begun.isoformat()].running),
            }
            for begun, _, each in windows
            if begun > today and not closed_on
        ],
    }


def in_short(procedure: Procedure) -> str:
    """A procedure by its name and version."""
    return f"{procedure.name} {procedure.version}"
