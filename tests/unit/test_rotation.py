"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ehcli.keeping.rotation import BackupMade, staying

BACKUPS = st.lists(
    st.builds(
        BackupMade,
        st.integers(0, 500),
        st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    ),
    max_size=60,
)


@given(BACKUPS, st.integers(0, 20))
def test_the_newest_always_stays_and_nothing_is_made_up(made: list[BackupMade], keep: int) -> None:
    stay = staying(made, keep)
    assert stay <= set(made)
    assert not made or max(made) in stay
    assert len(stay) <= (keep or 14 + 8 + 12)


@given(BACKUPS, BACKUPS)
def test_what_was_dropped_once_is_not_missed_later(made: list[BackupMade], later: list[BackupMade]) -> None:
    """Rotating every night gives what rotating once at the end would give."""
    newer = [BackupMade(each.entry + 1000, each.at) for each in later]
    assert staying([*staying(made), *newer]) == staying([*made, *newer])


def test_two_years_of_nights_leave_fourteen_days_eight_weeks_and_twelve_months() -> None:
    first = datetime(2025, 1, 1, 2, tzinfo=UTC)
    made = [BackupMade(night, first + timedelta(days=night)) for night in range(730)]
    stay = sorted((each.at.date().isoformat() for each in staying(made)), reverse=True)
    # 31 December 2026 is a Thursday: a fortnight of days, then Sundays, then ends of months.
    assert stay[:14] == [f"2026-12-{day}" for day in range(31, 17, -1)]
    assert stay[14:20] == ["2026-12-13", "2026-12-06", "2026-11-30", "2026-11-29", "2026-11-22", "2026-11-15"]
    assert stay[20:] == [
        *("2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30"),
        *("2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31"),
    ]


def test_more_entries_is_newer_whatever_the_clock_said() -> None:
    before, after = BackupMade(7, datetime(2030, 1, 1, tzinfo=UTC)), BackupMade(9, datetime(2026, 1, 1, tzinfo=UTC))
    assert staying([before, after], keep=1) == {after}
