"""Days and times as officers type and read them: day first, always."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from ehcli.days.workdays import WorkingDays
from ehcli.errors import BadInput, a

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
HOW = "Type it as 2026-07-26, 26/07/2026, 26.07.26, 26 Jul 2026, today, yesterday, +10wd (working days), +2w or +3d."
LENGTHS = "Type 5wd (working days), 10d, 2w or 4 weeks; or a date such as 26/07/2026."
# Compiled when something typed is read: most commands print dates and read none.
NUMERIC = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})"
ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
NAMED = r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\s+(\d{4}|\d{2})"
AHEAD = r"([+-]?)\s*(\d{1,4})\s*(wd|working days?|d|days?|w|weeks?)"
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"


@lru_cache(maxsize=4096)
def long(day: date) -> str:
    """The day as eh prints it: Tue 26 Jul 2016."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return f"{weekday} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def minute(moment: str) -> str:
    """A moment of recording by the clock of this computer: Tue 26 Jul 2016 10:42; one that is none as it stands."""
    try:
        here = datetime.fromisoformat(moment).astimezone()
    except (OverflowError, ValueError):
        return moment
    return f"{long(here.date())} {here:%H:%M}"


def day(text: str, today: date, workdays: WorkingDays | None = None, what: str = "date", how: str = HOW) -> date:
    """The day that was typed; raises BadInput for one that does not exist or cannot be read."""
    typed = " ".join(text.split()).casefold()
    if typed in ("today", "yesterday", "tomorrow"):
        return today + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[typed])
    if (found := re.fullmatch(AHEAD, typed)) and found[1]:
        sign, count, unit = found.groups()
        steps = int(count) if sign == "+" else -int(count)
        if unit.startswith("w") and "d" in unit:
            if workdays is None:
                raise BadInput(f"Working days cannot be counted here: '{text}'.", how)
            return workdays.after(today, steps)
        return today + timedelta(days=steps * (7 if unit.startswith("w") else 1))
    parts = in_figures(typed, today)
    if not parts:
        raise BadInput(f"'{text}' is not {a(what)} that can be read.", how)
    try:
        return date(*parts)
    except ValueError:
        raise BadInput(f"'{text}' does not exist in the calendar.", how) from None


def in_figures(typed: str, today: date) -> tuple[int, int, int] | None:
    """Year, month and day of a date typed in figures or with its month's name; none for anything else."""
    if found := re.fullmatch(ISO, typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(NUMERIC, typed):
        return in_full(int(found[3]), today), int(found[2]), int(found[1])
    if (found := re.fullmatch(NAMED, typed)) and found[2][:3] in MONTHS:
        return in_full(int(found[3]), today), MONTHS.index(found[2][:3]) + 1, int(found[1])
    return None


def in_full(year: int, today: date) -> int:
    """The year; one of two figures is of this century unless that would put it more than ten years ahead."""
    if year >= 100:
        return year
    return year + (2000 if 2000 + year <= today.year + 10 else 1900)


def ahead(text: str, today: date, workdays: WorkingDays | None = None) -> date:
    """The day that a length typed without its sign comes to - 5wd, 2w, 4 weeks - or a day typed as any other."""
    bare = re.fullmatch(AHEAD, " ".join(text.split()).casefold())
    return day(f"+{text.strip()}" if bare and not bare[1] else text, today, workdays, "length or date", LENGTHS)


def time(text: str) -> str:
    """The time that was typed, as HH:MM; raises BadInput for one that cannot be read."""
    found = re.fullmatch(CLOCK, text.strip().casefold())
    if found and (found[2] or found[3]):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "pm" else 0) if 1 <= hour <= 12 else 99
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    raise BadInput(f"'{text}' is not a time that can be read.", "Type it as 14:00 or 2pm.")


def moment(text: str, today: date, workdays: WorkingDays | None = None, what: str = "date") -> tuple[date, str]:
    """The day and, when one was typed after it, the time: '2026-12-08 14:00', '8 Dec 2026 2pm'."""
    words = (text.replace("T", " ") if re.match(ISO, text.strip()) else text).split()
    for count in (2, 1):
        if len(words) > count:
            try:
                at = time("".join(words[-count:]))
            except BadInput:
                if count == 1 and ":" in words[-1]:
                    raise
                continue
            return day(" ".join(words[:-count]), today, workdays, what), at
    return day(text, today, workdays, what), ""
