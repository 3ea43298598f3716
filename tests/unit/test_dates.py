"""Days and times as officers type them: day first, always."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.days.typed_dates import MONTHS, day, long, moment, time
from ehcli.errors import BadInput
from ehcli.packs import calendar

from .telling import d

ENGLAND = calendar.workdays()
TODAY = d("24 12 2026")  # a Thursday
NEAR = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-26", "26 7 2026"),
        ("2026-7-6", "6 7 2026"),
        ("26/07/2016", "26 7 2016"),
        ("6/7/2016", "6 7 2016"),
        ("26-07-2016", "26 7 2016"),
        ("26.07.16", "26 7 2016"),
        ("26/07/16", "26 7 2016"),
        ("26 Jul 2016", "26 7 2016"),
        ("26 JULY 2016", "26 7 2016"),
        ("26th July 2016", "26 7 2016"),
        ("1st sept 2026", "1 9 2026"),
        ("26 jul 16", "26 7 2016"),
        ("Tue 26 Jul 2016", "26 7 2016"),
        ("Tuesday, 26 July 2016", "26 7 2016"),
        ("  26   Jul  2016 ", "26 7 2016"),
        ("29/02/2028", "29 2 2028"),
        # Day first, always: the third of April, never the fourth of March.
        ("03/04/2026", "3 4 2026"),
        ("12/11/2026", "12 11 2026"),
        # A year in two figures is this century's, up to ten years ahead.
        ("01/01/36", "1 1 2036"),
        ("01/01/37", "1 1 1937"),
        ("02.03.99", "2 3 1999"),
        ("today", "24 12 2026"),
        ("Yesterday", "23 12 2026"),
        ("tomorrow", "25 12 2026"),
        ("+1wd", "29 12 2026"),
        ("+3wd", "31 12 2026"),
        ("+4WD", "4 1 2027"),
        ("-1wd", "23 12 2026"),
        ("+0wd", "24 12 2026"),
        ("+10d", "3 1 2027"),
        ("-2w", "10 12 2026"),
        ("+2w", "7 1 2027"),
    ],
)
def test_every_form_of_a_date_is_read(typed: str, meant: str) -> None:
    assert day(typed, TODAY, ENGLAND) == d(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "07/26/2016",
        "31/02/2026",
        "29/02/2027",
        "2026-13-01",
        "2026-02-30",
        "0/1/2026",
        "1/0/2026",
        "2026/07/26",
        "20260726",
        "26072016",
        "26/07",
        "26 Foo 2016",
        "July 26 2016",
        "26 Jul",
        "10wd",
        "+10",
        "+wd",
        "+1 month",
        "next week",
        "26/07/2016 14:00",
        "26//07/2016",
        "2026-07-26x",
        "00000",
        "☃",
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_that_are(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        day(typed, TODAY, ENGLAND)
    assert "26/07/2026" in refused.value.hint
    assert refused.value.code == 2


def test_working_days_ahead_need_a_calendar() -> None:
    with pytest.raises(BadInput):
        day("+10wd", TODAY)


@given(NEAR)
def test_a_date_read_back_is_the_date_that_was_printed(on: date) -> None:
    month = MONTHS[on.month - 1]
    for form in (
        long(on),
        on.isoformat(),
        f"{on.day}/{on.month}/{on.year}",
        f"{on:%d/%m/%Y}",
        f"{on:%d.%m.%y}",
        f"{on:%d-%m-%Y}",
        f"{on.day} {month} {on.year}",
        f"{on.day} {month.upper()} {on:%y}",
        f"{on:%d %B %Y}",
        f"{on:%A} {on.day} {on:%B %Y}",
    ):
        assert day(form, TODAY, ENGLAND) == on, form


@given(NEAR, st.times())
def test_a_moment_read_back_is_the_moment_that_was_printed(on: date, at) -> None:
    clock = f"{at:%H:%M}"
    hour = at.hour % 12 or 12
    half = "pm" if at.hour >= 12 else "am"
    for form in (
        f"{on.isoformat()} {clock}",
        f"{on.isoformat()}T{clock}",
        f"{long(on)} {clock}",
        f"{on:%d/%m/%Y} {at:%H.%M}",
        f"{on.day} {on:%b %Y} {hour}:{at:%M}{half}",
        f"{on.day} {on:%b %Y} {hour}:{at:%M} {half}",
    ):
        assert moment(form, TODAY, ENGLAND) == (on, clock), form


@given(st.integers(-300, 300))
def test_days_and_weeks_ahead_are_counted_from_today(count: int) -> None:
    assert day(f"{count:+}d", TODAY) == TODAY + timedelta(days=count)
    assert day(f"{count:+}w", TODAY) == TODAY + timedelta(weeks=count)


@given(st.text(max_size=24))
def test_whatever_is_typed_gives_a_day_or_a_sentence(typed: str) -> None:
    try:
        found, at = moment(typed, TODAY, ENGLAND)
    except BadInput as refused:
        assert refused.message and refused.hint
    else:
        assert isinstance(found, date)
        assert at == "" or len(at) == 5


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:00", "14:00"),
        ("2pm", "14:00"),
        ("2 PM", "14:00"),
        ("2.30pm", "14:30"),
        ("9.05", "09:05"),
        ("9:05am", "09:05"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_every_form_of_a_time_is_read(typed: str, meant: str) -> None:
    assert time(typed) == meant


@pytest.mark.parametrize("typed", ["", "9", "24:00", "13pm", "0am", "12:60", "9:5", "noon", "1400", "-1:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="not a time"):
        time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-08 14:00", ("8 12 2026", "14:00")),
        ("2026-12-08T14:00", ("8 12 2026", "14:00")),
        ("8 Dec 2026 2pm", ("8 12 2026", "14:00")),
        ("8 Dec 2026 2 pm", ("8 12 2026", "14:00")),
        ("08.12.2026 9.30", ("8 12 2026", "09:30")),
        ("today 9am", ("24 12 2026", "09:00")),
        ("+1wd 14:00", ("29 12 2026", "14:00")),
        ("8 Dec 2026", ("8 12 2026", "")),
        ("08.12.26", ("8 12 2026", "")),
    ],
)
def test_a_time_after_the_date_is_kept(typed: str, meant: tuple[str, str]) -> None:
    assert moment(typed, TODAY, ENGLAND) == (d(meant[0]), meant[1])


def test_dates_are_printed_the_way_officers_read_them() -> None:
    assert long(d("26 7 2016")) == "Tue 26 Jul 2016"
    assert long(d("1 1 2027")) == "Fri 1 Jan 2027"
    assert long(d("29 2 2028")) == "Tue 29 Feb 2028"
