"""Where the calendar ends, where a time or a length ends to be one, and counting back: each from both its sides."""

from __future__ import annotations

from datetime import date

import pytest

from ehcli.days.typed_dates import ahead, day, moment, time
from ehcli.days.workdays import CalendarEnds, Skipped, WorkingDays, hours_after, working_hours_after
from ehcli.errors import BadInput
from ehcli.packs import calendar

from .telling import d

ENGLAND = calendar.workdays()
TODAY = d("24 12 2026")  # a Thursday

# Working days


def test_the_last_day_passed_over_is_named_too() -> None:
    assert ENGLAND.skipped(d("3 4 2026"), d("6 4 2026")) == [
        Skipped(d("4 4 2026"), "weekend"),
        Skipped(d("5 4 2026"), "weekend"),
        Skipped(d("6 4 2026"), "Easter Monday"),
    ]


@pytest.mark.parametrize("last", ["30 12 2026", "31 12 2026"])
def test_the_last_day_of_a_calendar_is_counted_and_none_after_it(last: str) -> None:
    own = WorkingDays({}, d("1 12 2026"), d(last))
    assert own.between(d("28 12 2026"), d(last)) == d(last).day - 28
    assert own.after(d(last), -1).day == d(last).day - 1
    with pytest.raises(CalendarEnds):
        own.after(d(last), 1)


@pytest.mark.parametrize(
    ("start", "count", "outside"),
    [
        ("31 12 2030", 1, "2031-01-01"),
        ("2 12 2030", 30, "2031-01-01"),
        ("1 1 2015", -1, "2014-12-31"),
        ("5 1 2015", -9, "2014-12-31"),
    ],
)
def test_the_day_that_lies_outside_is_on_the_side_that_was_counted_to(start: str, count: int, outside: str) -> None:
    with pytest.raises(CalendarEnds, match=outside):
        ENGLAND.after(d(start), count)


def test_no_working_day_lies_between_a_day_and_itself_even_outside_the_calendar() -> None:
    assert ENGLAND.between(d("1 1 2031"), d("1 1 2031")) == 0


def test_a_day_on_which_a_team_is_closed_is_no_working_day_of_its_own() -> None:
    closed = ENGLAND.closed_on({d("9 4 2026"): "training"})
    assert closed.off(d("9 4 2026")) == "training"
    assert closed.after(d("8 4 2026"), 1) == d("10 4 2026")
    assert closed.after(d("2 4 2026"), 1) == d("7 4 2026"), "the bank holidays stay"
    assert ENGLAND.closed_on({}) is ENGLAND


@pytest.mark.parametrize(
    ("hours", "on"),
    [(-1, "19 11 2026"), (-24, "19 11 2026"), (-25, "18 11 2026"), (-48, "18 11 2026"), (1, "21 11 2026")],
)
def test_hours_without_a_time_are_counted_in_whole_days_back_as_well(hours: int, on: str) -> None:
    assert hours_after(d("20 11 2026"), "", hours) == (d(on), "")


@pytest.mark.parametrize(("hours", "on"), [(1, "18 11 2026"), (24, "18 11 2026"), (25, "19 11 2026")])
def test_working_hours_without_a_time_are_counted_in_whole_working_days(hours: int, on: str) -> None:
    assert working_hours_after(d("17 11 2026"), "", hours, ENGLAND) == (d(on), "")


# What is typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3wd", "31 12 2026"),  # past Christmas Day and the Monday that stands for Boxing Day
        ("10 d", "3 1 2027"),
        (" 2w ", "7 1 2027"),
        ("4 weeks", "21 1 2027"),
        ("+2w", "7 1 2027"),
        ("-2w", "10 12 2026"),
        ("26/07/2027", "26 7 2027"),
        ("tomorrow", "25 12 2026"),
    ],
)
def test_a_length_is_read_without_its_sign_and_a_day_as_any_other(typed: str, meant: str) -> None:
    assert ahead(typed, TODAY, ENGLAND) == d(meant)


@pytest.mark.parametrize("typed", ["", "5", "wd", "next week", "26/07"])
def test_what_is_neither_a_length_nor_a_day_is_refused_with_the_lengths_there_are(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a length or date that can be read") as refused:
        ahead(typed, TODAY, ENGLAND)
    assert "5wd" in refused.value.hint


def test_a_year_of_three_figures_is_no_year_of_two() -> None:
    assert day("01/01/0100", TODAY) == date(100, 1, 1)
    assert day("01/01/99", TODAY) == date(1999, 1, 1)


@pytest.mark.parametrize(("typed", "meant"), [("1pm", "13:00"), ("1am", "01:00"), ("1:59 pm", "13:59")])
def test_one_o_clock_is_the_first_hour_of_its_half(typed: str, meant: str) -> None:
    assert time(typed) == meant


@pytest.mark.parametrize("typed", ["14:60", "14:61", "14:99", "24:01", "13am"])
def test_a_minute_or_an_hour_past_the_last_is_no_time(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a time"):
        time(typed)


def test_a_time_that_cannot_be_is_named_after_its_day() -> None:
    for typed in ("8 Dec 2026 25:00", "2026-12-08 25:00", "Tue 8 Dec 2026 9:75"):
        with pytest.raises(BadInput, match=f"'{typed.split()[-1]}' is not a time"):
            moment(typed, TODAY, ENGLAND)


@pytest.mark.parametrize("typed", ["14:00", "2 pm"])
def test_a_time_alone_is_no_day(typed: str) -> None:
    with pytest.raises(BadInput, match=f"'{typed}' is not a date"):
        moment(typed, TODAY, ENGLAND)
