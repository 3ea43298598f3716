"""What an episode owes or owed, as a task: the same shape as a row of the worklist, whatever has become of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.procedures import worklist
from ehcli.procedures.duty import Duty
from ehcli.procedures.obligation import Obligation
from ehcli.record.deriving import Settled, row_of
from ehcli.record.tasks import Owed, children_of
from ehcli.screen import shapes


def of_episode(desk: Desk, settled: Settled) -> Callable[[Obligation], dict[str, Any]]:
    """What makes a task of an obligation of this episode, whatever has become of it: as a row of the worklist."""
    stands, today = settled.episode, desk.days.today
    row, workdays = row_of(settled, stands.family, stands.team), desk.days.workdays_of(stands.team)

    @cache
    def cited(duty: Duty, rule: int) -> worklist.Cited:
        return worklist.cited([worklist.printed(each) for each in duty.rules], rule)

    def task(obligation: Obligation) -> dict[str, Any]:
        owed = Owed(**row(obligation))
        when = worklist.when(owed.due if obligation.is_open else None, today, workdays, owed.strength)
        told = worklist.item(
            owed,
            children_of(owed.children),
            cited(obligation.duty, owed.rule),
            when,
            today,
            shapes.day(obligation.first.aim),
        )
        if obligation.is_open:
            return told
        return told | {
            "status": obligation.state,
            "past_limit": False,
            "on_hold_since": None,
            "days_on_hold": 0,
            "how": None,
        }

    return task
