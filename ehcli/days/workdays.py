"""Counting days, working days, weeks, months and hours, and saying which days were passed over.

The day you count from is day nought. Working days are Monday to Friday less the bank holidays of
England, which come from a file that ends in a known year: a date past it is refused, never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import NamedTuple

from ehcli.errors import EhError

DAY = timedelta(days=1)


def london() -> tzinfo:
    """The clock of England; the library of the world's clocks is loaded for it."""
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/London")


class CalendarEnds(EhError):
    """A date lies outside the years whose bank holidays are known: exit code 2."""


class Skipped(NamedTuple):
    """A day that was not counted, and why."""

    on: date
    why: str


class WorkingDays:
    """Counts working days. The day you count from is day nought."""

    def __init__(self, holidays: Mapping[date, str], first: date, last: date) -> None:
        self.holidays = holidays
        self.first = first
        self.last = last

    def closed_on(self, days: Mapping[date, str]) -> WorkingDays:
        """The same working days, less days on which a team is closed."""
        return WorkingDays({**self.holidays, **days}, self.first, self.last) if days else self

    def known(self, day: date) -> date:
        """The same day, if the bank holidays of its year are known; raises CalendarEnds if not."""
        if not self.first <= day <= self.last:
            raise CalendarEnds(
                f"{day.isoformat()} lies outside the bank holidays that are known "
                f"({self.first.year} to {self.last.year}).",
                "Check the date. If it is right, install a later release of eh, which carries later years.",
            )
        return day

    def off(self, day: date) -> str:
        """Why this is not a working day: 'weekend' or the bank holiday's name; empty for a working day."""
        self.known(day)
        if day.weekday() >= 5:
            return "weekend"
        return self.holidays.get(day, "")

    @cached_property
    def free(self) -> list[int]:
        """The days off from Monday to Friday, as numbers in order: working days are counted without walking."""
        days = sorted(day.toordinal() for day in self.holidays)
        # Day 1 of the calendar was a Monday, so that the number's place in the week is one more than it is.
        return [day for day in days if (day - 1) % 7 < 5]

    def until(self, day: int) -> int:
        """How many working days there are up to and including the day of this number, since day 1 of the calendar."""
        weeks, rest = divmod(day, 7)
        return 5 * weeks + min(rest, 5) - bisect_right(self.free, day)

    def at(self, count: int) -> int:
        """The number of the day that is the so many-th working day since day 1 of the calendar."""
        free = 0
        while True:
            weeks, rest = divmod(count + free - 1, 5)
            day = 7 * weeks + rest + 1
            before = bisect_right(self.free, day)
            if before == free:
                return day
            free = before

    def after(self, start: date, count: int) -> date:
        """The day that many working days after ``start`` (before it, when the count is negative)."""
        day = self.known(start).toordinal()
        if not count:
            return start
        found = self.at(self.until(day) + count if count > 0 else self.until(day - 1) + count + 1)
        if not self.first.toordinal() <= found <= self.last.toordinal():
            return self.known(self.last + DAY if count > 0 else self.first - DAY)
        return date.fromordinal(found)

    def on_or_before(self, day: date) -> date:
        """The last working day on or before this day: the day to plan for."""
        while self.off(day):
            day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; nought when end is not later."""
        if end <= start:
            return 0
        last, day = self.known(end).toordinal(), self.known(start).toordinal()
        return self.until(last) - self.until(day)

    def skipped(self, start: date, end: date) -> list[Skipped]:
        """The days after ``start`` up to ``end`` that are not working days, each with its reason."""
        days = (start + DAY * n for n in range(1, (end - start).days + 1))
        return [Skipped(day, why) for day in days if (why := self.off(day))]


def months_after(start: date, count: int) -> date:
    """The same day of the month that many calendar months later, or the month's last day if it has no such day."""
    from calendar import monthrange  # which takes longer to load than it is asked for

    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def hours_after(start: date, at: str, hours: int) -> tuple[date, str]:
    """The day and time that many elapsed hours later, through changes of the clock.

    With no time recorded, whole days are counted and no time is given. Fewer than nought count back.
    """
    if not at:
        whole = -(-abs(hours) // 24)
        return start + DAY * (whole if hours >= 0 else -whole), ""
    zone = london()
    begun = datetime.combine(start, time.fromisoformat(at), tzinfo=zone)
    ended = (begun.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)
    return ended.date(), ended.strftime("%H:%M")


def working_hours_after(start: date, at: str, hours: int, workdays: WorkingDays) -> tuple[date, str]:
    """The day and time when that many hours have run on working days only.

    A clock that starts on a day off starts at midnight of the next working day. With no time recorded,
    whole working days are counted and no time is given.
    """
    if not at:
        return workdays.after(start, -(-hours // 24)), ""
    whole, rest = divmod(hours, 24)
    if workdays.off(start):
        if not rest:
            return workdays.after(start, whole), ""  # midnight ends a working day; it does not begin the next
        return workdays.after(start, whole + 1), f"{rest:02}:00"
    day = workdays.after(start, whole)
    ended = datetime.combine(day, time.fromisoformat(at)) + timedelta(hours=rest)
    if ended.date() != day:
        day = workdays.after(day, 1)
    return day, ended.strftime("%H:%M")
