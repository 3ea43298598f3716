"""Which backups stay when a new good one has been made. Our default: no source says how many to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from ehcli.named_tuple import NamedTuple

DAYS, WEEKS, MONTHS = 14, 8, 12


class BackupMade(NamedTuple):
    """A backup: how many entries it holds, and when it was made. More entries is newer, whatever the clock said."""

    entry: int
    at: datetime


PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAYS, lambda at: at.date()),
    (WEEKS, lambda at: at.isocalendar()[:2]),
    (MONTHS, lambda at: (at.year, at.month)),
)


def staying(made: Iterable[BackupMade], keep: int = 0) -> set[BackupMade]:
    """The newest of each of the last 14 days, 8 weeks and 12 months that have one; or so many of the newest."""
    newest = sorted(made, reverse=True)
    if keep:
        return set(newest[:keep])
    stay: set[BackupMade] = set()
    for count, period in PERIODS:
        last_of: dict[object, BackupMade] = {}
        for each in newest:
            last_of.setdefault(period(each.at), each)
        stay.update(list(last_of.values())[:count])
    return stay
