"""The working of a date: the fact it counts from, the rule, each day counted or passed over, and what changed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ehcli.days.workdays import Skipped, WorkingDays
from ehcli.procedures.obligation import Limit, Obligation

Key = tuple[str, str, int, int]  # of an obligation


class Earlier(NamedTuple):
    """A date that was given before: from which start, until which entry moved it, and why."""

    start: date
    due: date | None
    until_entry: int
    reason: str


class Move(NamedTuple):
    """An entry that may have moved dates: what was owed before it and after it, by the keys of the obligations."""

    entry: int
    reason: str
    before: Mapping[Key, Obligation]
    after: Mapping[Key, Obligation]


class Working(NamedTuple):
    """How one limit's date comes about."""

    limit: Limit
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    act_by: date | None  # the working day to plan for, where the date itself is a day off
    earlier: tuple[Earlier, ...]


def working(limit: Limit, earlier: Iterable[Earlier], workdays: WorkingDays) -> Working:
    """The working of a limit, with the dates that it had before."""
    counted: list[date] = []
    skipped: list[Skipped] = []
    if limit.due and limit.within.counts_working_days:
        skipped = workdays.skipped(limit.start.on, limit.due)
        passed = {each.on for each in skipped}
        days = (limit.start.on + timedelta(days=n) for n in range(1, (limit.due - limit.start.on).days + 1))
        counted = [day for day in days if day not in passed]
    act_by = workdays.on_or_before(limit.due) if limit.due and workdays.off(limit.due) else None
    return Working(limit, tuple(counted), tuple(skipped), act_by, tuple(earlier))


def earlier(obligation: Obligation, place: int, moves: Iterable[Move]) -> Iterator[Earlier]:
    """The dates that one limit of an obligation had before; ``place`` is the limit's among the obligation's."""
    for move in moves:
        before, after = (
            owed.limits[place] if (owed := told.get(obligation.key)) and place < len(owed.limits) else None
            for told in (move.before, move.after)
        )
        if (
            before
            and after
            and (before.start.on, before.due, before.due_at) != (after.start.on, after.due, after.due_at)
        ):
            yield Earlier(before.start.on, before.due, move.entry, move.reason)


def workings(obligation: Obligation, moves: Sequence[Move], workdays: WorkingDays) -> list[Working]:
    """The working of every limit, that of the due date first."""
    ordered = sorted(enumerate(obligation.limits), key=lambda each: each[1] is not obligation.first)
    return [working(limit, earlier(obligation, place, moves), workdays) for place, limit in ordered]


class Explained(NamedTuple):
    """An obligation with everything that explains its dates.

    ``reminder`` is the day somebody is reminded on, and ``escalation`` the last day before somebody is told.
    """

    obligation: Obligation
    workings: tuple[Working, ...]
    reminder: date | None
    escalation: date | None


def explained(obligation: Obligation, moves: Sequence[Move], workdays: WorkingDays) -> Explained:
    """The working of every limit of an obligation, and the days of its notices."""
    return Explained(obligation, tuple(workings(obligation, moves, workdays)), *notice_days(obligation, workdays))


def notice_days(obligation: Obligation, workdays: WorkingDays) -> tuple[date | None, date | None]:
    """The day of the reminder, and the last day before somebody is told, where the procedure says so."""
    remind, escalate = obligation.duty.remind, obligation.duty.escalate
    before = obligation.first.aim
    if not obligation.due or not (remind or escalate):
        return before, None
    before = before or (remind.within.back(obligation.due, "", workdays)[0] if remind and remind.within else None)
    if escalate and escalate.within:
        return before, escalate.within.after(obligation.due, "", workdays)[0]
    return before, obligation.limit if escalate else None
