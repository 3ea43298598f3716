"""The working of a date: the fact it counts from, the rule, each day counted or passed over, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ehcli.facts import Told
from ehcli.obligations import Limit, Obligation
from ehcli.workdays import Skipped, WorkingDays


class Earlier(NamedTuple):
    """A date that was given before a correction: from which start, until which entry, and why it changed."""

    start: date
    due: date | None
    until_entry: int
    reason: str


class Working(NamedTuple):
    """How one limit's date comes about."""

    limit: Limit
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    act_by: date | None  # the working day to plan for, where the date itself is a day off
    earlier: tuple[Earlier, ...]


def working(limit: Limit, replaced: Iterable[tuple[Told, int, str]], workdays: WorkingDays) -> Working:
    """The working of a limit; ``replaced`` are facts that were corrected, by which entry and why."""
    counted: list[date] = []
    skipped: list[Skipped] = []
    if limit.due and limit.within.counts_working_days:
        skipped = workdays.skipped(limit.start.on, limit.due)
        passed = {each.on for each in skipped}
        days = (limit.start.on + timedelta(days=n) for n in range(1, (limit.due - limit.start.on).days + 1))
        counted = [day for day in days if day not in passed]
    act_by = workdays.on_or_before(limit.due) if limit.due and workdays.off(limit.due) else None
    return Working(limit, tuple(counted), tuple(skipped), act_by, tuple(_earlier(limit, replaced, workdays)))


def _earlier(limit: Limit, replaced: Iterable[tuple[Told, int, str]], workdays: WorkingDays) -> Iterable[Earlier]:
    for old, entry, reason in replaced:
        if old.root == limit.start.root:
            due, _ = limit.within.after(old.on, old.fact.at, workdays)
            yield Earlier(old.on, due, entry, reason)


def workings(obligation: Obligation, replaced: Sequence[tuple[Told, int, str]], workdays: WorkingDays) -> list[Working]:
    """The working of every limit, that of the due date first."""
    ordered = sorted(obligation.limits, key=lambda limit: limit is not obligation.first)
    return [working(limit, replaced, workdays) for limit in ordered]
