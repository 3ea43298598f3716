"""Counting days: every date here was worked out from a printed calendar of England, not by the program."""

from __future__ import annotations

from datetime import date

import pytest

from ehcli.days.workdays import CalendarEnds, Skipped, WorkingDays, hours_after, months_after, working_hours_after
from ehcli.errors import EhError, RecordUnusable
from ehcli.packs import calendar

from .telling import d

ENGLAND = calendar.workdays()


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        # Easter 2026: Good Friday 3 April, Easter Monday 6 April.
        ("2 4 2026", 1, "7 4 2026"),
        ("23 3 2026", 10, "8 4 2026"),
        ("23 3 2026", 20, "22 4 2026"),
        ("23 3 2026", 30, "7 5 2026"),  # and May Day, 4 May
        # The two Mondays of May 2026: 4 and 25.
        ("28 4 2026", 10, "13 5 2026"),
        ("28 4 2026", 20, "28 5 2026"),
        ("21 5 2026", 5, "29 5 2026"),
        ("28 8 2026", 1, "1 9 2026"),  # the Monday between is 31 August
        # Christmas 2026: Friday 25 December; Boxing Day is a Saturday, so Monday 28 stands for it.
        ("24 12 2026", 1, "29 12 2026"),
        ("16 12 2026", 10, "4 1 2027"),
        ("16 12 2026", 20, "18 1 2027"),
        ("16 12 2026", 30, "1 2 2027"),
        # Christmas 2027: both days fall on the weekend, Monday 27 and Tuesday 28 stand for them.
        ("24 12 2027", 1, "29 12 2027"),
        # The year's end: 1 January 2027 is a Friday.
        ("31 12 2026", 1, "4 1 2027"),
        ("30 12 2026", 2, "4 1 2027"),
        # 1 January 2028 is a Saturday: Monday 3 stands for it.
        ("31 12 2027", 1, "4 1 2028"),
        # Once only: 8 May 2020 took the place of Monday 4 May.
        ("1 5 2020", 1, "4 5 2020"),
        ("7 5 2020", 1, "11 5 2020"),
        # Once only: the jubilee of 2 and 3 June 2022, with an ordinary Monday 30 May before it.
        ("27 5 2022", 1, "30 5 2022"),
        ("1 6 2022", 1, "6 6 2022"),
        ("31 5 2022", 10, "16 6 2022"),
        # Once only: the funeral of 19 September 2022, the coronation of 8 May 2023.
        ("16 9 2022", 1, "20 9 2022"),
        ("13 9 2022", 10, "28 9 2022"),
        ("5 5 2023", 1, "9 5 2023"),
        ("28 4 2023", 10, "16 5 2023"),
        # Leap years: 29 February 2024 is a Thursday, 29 February 2028 a Tuesday.
        ("28 2 2024", 1, "29 2 2024"),
        ("28 2 2024", 2, "1 3 2024"),
        ("29 2 2024", 1, "1 3 2024"),
        ("28 2 2028", 1, "29 2 2028"),
        # The worked example of the COG guidelines.
        ("12 7 2016", 10, "26 7 2016"),
        ("12 7 2016", 20, "9 8 2016"),
        # From a day off, the next working day is day one.
        ("21 11 2026", 1, "23 11 2026"),
        ("5 4 2026", 1, "7 4 2026"),
        # Nought moves nothing, not even from a day off.
        ("21 11 2026", 0, "21 11 2026"),
        # Backwards.
        ("7 4 2026", -1, "2 4 2026"),
        ("5 4 2026", -1, "2 4 2026"),
        ("28 12 2026", -1, "24 12 2026"),
        ("4 1 2027", -10, "16 12 2026"),
        ("8 4 2026", -10, "23 3 2026"),
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(start: str, count: int, day: str) -> None:
    assert ENGLAND.after(d(start), count) == d(day)


def test_the_days_passed_over_are_named() -> None:
    assert ENGLAND.skipped(d("2 4 2026"), d("7 4 2026")) == [
        Skipped(d("3 4 2026"), "Good Friday"),
        Skipped(d("4 4 2026"), "weekend"),
        Skipped(d("5 4 2026"), "weekend"),
        Skipped(d("6 4 2026"), "Easter Monday"),
    ]
    assert ENGLAND.skipped(d("7 4 2026"), d("8 4 2026")) == []
    assert ENGLAND.skipped(d("7 4 2026"), d("3 4 2026")) == []


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("23 3 2026", "8 4 2026", 10),
        ("2 4 2026", "7 4 2026", 1),
        ("2 4 2026", "6 4 2026", 0),
        ("8 4 2026", "23 3 2026", 0),
        ("8 4 2026", "8 4 2026", 0),
        ("16 12 2026", "1 2 2027", 30),
    ],
)
def test_working_days_between_leave_out_the_first_day_and_count_the_last(start: str, end: str, count: int) -> None:
    assert ENGLAND.between(d(start), d(end)) == count


@pytest.mark.parametrize(
    ("day", "plan"),
    [("6 4 2026", "2 4 2026"), ("2 4 2026", "2 4 2026"), ("3 1 2027", "31 12 2026"), ("28 12 2026", "24 12 2026")],
)
def test_the_day_to_plan_for_is_the_last_working_day_on_or_before(day: str, plan: str) -> None:
    assert ENGLAND.on_or_before(d(day)) == d(plan)


@pytest.mark.parametrize(
    "count",
    [
        lambda: ENGLAND.after(d("31 12 2030"), 1),
        lambda: ENGLAND.after(d("2 12 2030"), 30),
        lambda: ENGLAND.after(d("1 1 2015"), -1),
        lambda: ENGLAND.after(d("1 1 2031"), 0),
        lambda: ENGLAND.on_or_before(d("1 1 2031")),
        lambda: ENGLAND.between(d("30 12 2030"), d("2 1 2031")),
        lambda: ENGLAND.skipped(d("30 12 2030"), d("2 1 2031")),
        lambda: ENGLAND.known(d("31 12 2014")),
    ],
)
def test_a_date_past_the_known_bank_holidays_is_refused_and_never_guessed(count) -> None:
    with pytest.raises(CalendarEnds) as refused:
        count()
    assert refused.value.code == 2
    assert "2015 to 2030" in refused.value.message
    assert refused.value.hint
    assert isinstance(refused.value, EhError)


def test_the_last_known_day_is_counted() -> None:
    assert ENGLAND.after(d("30 12 2030"), 1) == d("31 12 2030")
    assert ENGLAND.known(d("31 12 2030")) == d("31 12 2030")
    assert ENGLAND.known(d("1 1 2015")) == d("1 1 2015")


def test_a_damaged_calendar_is_named_not_guessed(tmp_path) -> None:
    broken = tmp_path / "holidays.csv"
    for text in ("date,name\n", "date,name\nnot a day,Easter\n"):
        broken.write_text(text, encoding="utf-8")
        with pytest.raises(RecordUnusable, match=r"holidays\.csv"):
            calendar.workdays(broken)
    with pytest.raises(RecordUnusable):
        calendar.workdays(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("23 3 2026", 6, "23 9 2026"),
        ("31 8 2026", 6, "28 2 2027"),
        ("31 8 2027", 6, "29 2 2028"),
        ("30 8 2027", 6, "29 2 2028"),
        ("31 1 2026", 1, "28 2 2026"),
        ("29 2 2028", 12, "28 2 2029"),
        ("15 11 2026", 2, "15 1 2027"),
        ("31 12 2026", 6, "30 6 2027"),
        ("31 12 2026", 12, "31 12 2027"),
        ("31 5 2026", 0, "31 5 2026"),
        ("30 11 2026", 1, "30 12 2026"),  # the day of the month stays, though November's last day it was
    ],
)
def test_a_month_without_such_a_day_ends_on_its_last(start: str, months: int, day: str) -> None:
    assert months_after(d(start), months) == d(day)


@pytest.mark.parametrize(
    ("start", "at", "hours", "day", "clock"),
    [
        ("20 11 2026", "09:30", 24, "21 11 2026", "09:30"),
        ("20 11 2026", "09:30", 48, "22 11 2026", "09:30"),
        ("31 12 2026", "23:59", 24, "1 1 2027", "23:59"),
        ("20 11 2026", "", 24, "21 11 2026", ""),
        ("20 11 2026", "", 25, "22 11 2026", ""),
        ("20 11 2026", "", 0, "20 11 2026", ""),
        # Clocks go forward at 1am on Sunday 29 March 2026: that day has 23 hours.
        ("28 3 2026", "00:30", 24, "29 3 2026", "00:30"),
        ("28 3 2026", "01:30", 24, "29 3 2026", "02:30"),
        ("28 3 2026", "09:30", 24, "29 3 2026", "10:30"),
        ("28 3 2026", "23:30", 24, "30 3 2026", "00:30"),
        ("28 3 2026", "09:30", 48, "30 3 2026", "10:30"),
        ("29 3 2026", "09:30", 24, "30 3 2026", "09:30"),
        # Clocks go back at 2am on Sunday 25 October 2026: that day has 25 hours.
        ("24 10 2026", "00:30", 24, "25 10 2026", "00:30"),
        ("24 10 2026", "09:30", 24, "25 10 2026", "08:30"),
        ("24 10 2026", "00:30", 48, "25 10 2026", "23:30"),
        ("25 10 2026", "09:30", 24, "26 10 2026", "09:30"),
    ],
)
def test_elapsed_hours_run_through_nights_weekends_and_changes_of_the_clock(
    start: str, at: str, hours: int, day: str, clock: str
) -> None:
    assert hours_after(d(start), at, hours) == (d(day), clock)


@pytest.mark.parametrize(
    ("start", "at", "hours", "day", "clock"),
    [
        ("17 11 2026", "09:30", 24, "18 11 2026", "09:30"),
        ("20 11 2026", "09:30", 24, "23 11 2026", "09:30"),
        ("20 11 2026", "09:30", 48, "24 11 2026", "09:30"),
        ("2 4 2026", "16:00", 24, "7 4 2026", "16:00"),
        ("2 4 2026", "16:00", 48, "8 4 2026", "16:00"),
        ("23 12 2026", "10:00", 48, "29 12 2026", "10:00"),
        ("20 11 2026", "22:00", 5, "23 11 2026", "03:00"),
        ("20 11 2026", "22:00", 29, "24 11 2026", "03:00"),
        ("20 11 2026", "", 24, "23 11 2026", ""),
        ("20 11 2026", "", 48, "24 11 2026", ""),
        ("21 11 2026", "", 24, "23 11 2026", ""),
        # The clock on the wall does not matter here: the change falls on a Sunday.
        ("27 3 2026", "09:30", 24, "30 3 2026", "09:30"),
        ("23 10 2026", "09:30", 24, "26 10 2026", "09:30"),
        # A clock that starts on a Saturday starts with Monday.
        ("21 11 2026", "11:00", 9, "23 11 2026", "09:00"),
        ("4 4 2026", "11:00", 9, "7 4 2026", "09:00"),
        ("21 11 2026", "11:00", 33, "24 11 2026", "09:00"),
        # Midnight ends a working day and does not begin the next: no time is given for it.
        ("21 11 2026", "11:00", 24, "23 11 2026", ""),
        ("4 4 2026", "11:00", 48, "8 4 2026", ""),
    ],
)
def test_working_hours_stand_still_over_weekends_and_bank_holidays(
    start: str, at: str, hours: int, day: str, clock: str
) -> None:
    assert working_hours_after(d(start), at, hours, ENGLAND) == (d(day), clock)


def test_a_calendar_of_ones_own_is_counted_by_its_own_days_off() -> None:
    own = WorkingDays({date(2026, 7, 8): "Gala day"}, date(2026, 1, 1), date(2026, 12, 31))
    assert own.after(date(2026, 7, 7), 1) == date(2026, 7, 9)
    assert own.off(date(2026, 7, 8)) == "Gala day"
    assert own.off(date(2026, 12, 25)) == ""
