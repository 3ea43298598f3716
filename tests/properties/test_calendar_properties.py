"""Our counting of working days against the holidays library, day by day over every known year."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.days.workdays import CalendarEnds, months_after
from ehcli.machine import folders
from ehcli.packs import bank_holidays, calendar

OURS = calendar.workdays()
THEIRS = holidays.country_holidays("GB", subdiv="ENG", years=range(OURS.first.year, OURS.last.year + 1))
EVERY_DAY = [OURS.first + timedelta(days=n) for n in range((OURS.last - OURS.first).days + 1)]
WORKING = [day for day in EVERY_DAY if THEIRS.is_working_day(day)]


def test_the_calendar_is_the_one_the_library_gives() -> None:
    """The generated file in data/ is up to date: python -m ehcli.bank_holidays"""
    kept = folders.found("data", calendar.FILE).read_text(encoding="utf-8").splitlines()
    assert kept == bank_holidays.lines()


def test_every_day_is_a_working_day_for_both_or_for_neither() -> None:
    assert [day for day in EVERY_DAY if bool(OURS.off(day)) == THEIRS.is_working_day(day)] == []


def test_every_bank_holiday_goes_by_its_name() -> None:
    for day in EVERY_DAY:
        if day.weekday() < 5:
            assert OURS.off(day) == THEIRS.get(day, "")


def test_every_count_up_to_120_from_every_day_agrees() -> None:
    """From each day the n-th working day is n places on in the library's own list of working days.

    One walk for the whole calendar: counting each of 700,000 pairs by itself would take minutes.
    """
    steps = (1, 2, 5, 10, 20, 30, 60, 120)
    for day in EVERY_DAY:
        place = bisect_left(WORKING, day + timedelta(days=1))
        for count in steps if day.day == 1 else (1, 10):
            if place + count <= len(WORKING):
                assert OURS.after(day, count) == WORKING[place + count - 1]


@given(st.sampled_from(EVERY_DAY), st.integers(1, 120))
@settings(max_examples=300, deadline=None)
def test_any_count_from_any_day_agrees_with_the_library(day: date, count: int) -> None:
    place = bisect_left(WORKING, day + timedelta(days=1)) + count - 1
    if place < len(WORKING):
        found = OURS.after(day, count)
        assert found == WORKING[place]
        assert OURS.between(day, found) == count
        assert OURS.on_or_before(found) == found
    else:
        with pytest.raises(CalendarEnds):
            OURS.after(day, count)


@given(st.sampled_from(EVERY_DAY[400:-400]), st.integers(-60, 60))
@settings(max_examples=100, deadline=None)
def test_the_librarys_own_nth_working_day_is_ours(day: date, count: int) -> None:
    if count:
        assert OURS.after(day, count) == THEIRS.get_nth_working_day(day, count)


@given(st.sampled_from(EVERY_DAY[400:-400]), st.integers(-80, 80), st.sets(st.integers(-90, 90), max_size=40))
@settings(max_examples=300, deadline=None)
def test_days_on_which_a_team_is_closed_are_passed_over_as_one_who_walks_does(
    day: date, count: int, closed: set[int]
) -> None:
    team = OURS.closed_on({day + timedelta(days=each): "moving house" for each in closed})
    walked, step = day, timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        walked += step
        while team.off(walked):
            walked += step
    assert team.after(day, count) == walked
    later = max(day, walked)
    days = (day + timedelta(days=each) for each in range(1, (later - day).days + 1))
    assert team.between(day, later) == sum(not team.off(each) for each in days)


@given(st.sampled_from(WORKING[200:-200]), st.integers(0, 120))
@settings(max_examples=100, deadline=None)
def test_there_and_back_again_is_where_it_began(day: date, count: int) -> None:
    assert OURS.after(OURS.after(day, count), -count) == day


@given(st.sampled_from(EVERY_DAY[:-400]), st.integers(0, 120))
@settings(max_examples=100, deadline=None)
def test_the_days_passed_over_and_the_days_counted_are_all_the_days(day: date, count: int) -> None:
    found = OURS.after(day, count)
    assert len(OURS.skipped(day, found)) + count == (found - day).days


@given(st.dates(date(2015, 1, 1), date(2029, 12, 31)), st.integers(0, 12))
def test_months_keep_the_day_or_take_the_last_there_is(day: date, count: int) -> None:
    found = months_after(day, count)
    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
