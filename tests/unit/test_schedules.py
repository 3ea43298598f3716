"""What else a pack may ask for: days of the month, notice, fixed schedules, holds, and versions in turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ehcli.episodes.facts import Fact, TafScheduled
from ehcli.errors import EhError
from ehcli.packs import calendar, reading
from ehcli.procedures.duty import Clause, Duty, Hold, Relaxation, Rule
from ehcli.procedures.in_force import adopted, always, of_versions
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.within import Within

from .telling import OKAFORS, E, allocated, closed, contacted, d, form, opened, taf, told, visited

ENGLAND = calendar.workdays()
SANDWELL = reading.procedure("sandwell")
VISIT = Clause("contacted", (("how", ("visit",)), ("outcome", ("made",))))
ALLOCATED = Clause("allocated")


def duty(within: Within, *, counts_from: Clause = ALLOCATED, met_by: Clause = VISIT, **more) -> Duty:
    rule = Rule(within, counts_from, **{key: more.pop(key) for key in ("before", "day", "at") if key in more})
    return Duty("d", "D", counts_from, more.pop("which", "first"), (met_by,), (rule,), "key-worker", "worker", **more)


def procedure(*duties: Duty, version: str = "1", since: str = "1 1 2015", until: str = "") -> Procedure:
    return SANDWELL._replace(
        version=version, in_force_from=d(since), in_force_until=d(until) if until else None, duties=duties
    )


def owed(asked: Duty, *story: Fact) -> list[Obligation]:
    return list(obligations(told(*story), procedure(asked), ENGLAND, OKAFORS))


def dues(asked: Duty, *story: Fact) -> list[tuple[date | None, str]]:
    return [(each.due, each.state) for each in owed(asked, *story)]


STORY = (opened("23 3 2026"), allocated("23 3 2026"))


@pytest.mark.parametrize(
    ("within", "start", "due"),
    [
        (Within("month_end"), "1 2 2026", "28 2 2026"),
        (Within("month_end"), "28 2 2028", "29 2 2028"),
        (Within("month_end"), "31 12 2026", "31 12 2026"),
        (Within("month_end", 1), "31 1 2026", "28 2 2026"),
        (Within("month_end", 1), "15 12 2026", "31 1 2027"),
        (Within("day_of_month", 5), "1 6 2026", "5 6 2026"),
        (Within("day_of_month", 5), "5 6 2026", "5 7 2026"),
        (Within("day_of_month", 5), "31 12 2026", "5 1 2027"),
        (Within("weekday", 4), "23 3 2026", "27 3 2026"),  # a Monday; Friday is four
        (Within("weekday", 0), "23 3 2026", "23 3 2026"),
        (Within("weekday", 0), "24 3 2026", "30 3 2026"),
    ],
)
def test_a_day_of_the_month_or_week_is_found(within: Within, start: str, due: str) -> None:
    assert within.after(d(start), "", ENGLAND) == (d(due), "")


@pytest.mark.parametrize(
    ("within", "date_ahead", "at", "latest"),
    [
        (Within("working_days", 5), "8 4 2026", "", ("30 3 2026", "")),  # 7, 2, 1 April, 31 and 30 March
        (Within("days", 10), "8 4 2026", "", ("29 3 2026", "")),
        (Within("weeks", 2), "8 4 2026", "", ("25 3 2026", "")),
        (Within("months", 1), "31 3 2026", "", ("28 2 2026", "")),
        (Within("hours", 48), "8 4 2026", "", ("6 4 2026", "")),
        (Within("hours", 48), "8 4 2026", "14:00", ("6 4 2026", "14:00")),
        (Within("hours", 48), "30 3 2026", "14:00", ("28 3 2026", "13:00")),  # the clocks went forward between
    ],
)
def test_notice_is_counted_back_from_the_date(
    within: Within, date_ahead: str, at: str, latest: tuple[str, str]
) -> None:
    assert within.back(d(date_ahead), at, ENGLAND) == (d(latest[0]), latest[1])


def test_a_limit_may_count_from_the_day_a_meeting_is_planned_for() -> None:
    invitations = duty(
        Within("working_days", 5),
        counts_from=Clause("taf-scheduled"),
        met_by=Clause("letter-posted"),
        before=True,
        day="planned_on",
    )
    booked = TafScheduled(E, d("23 3 2026"), "", "M-0001", "initial", "2026-04-08", "14:00", "School")
    assert dues(invitations, *STORY, booked) == [(d("30 3 2026"), "open")]


def test_a_time_of_day_may_be_set() -> None:
    noon = duty(Within("working_days", 1), at="12:00", met_by=Clause("contacted"))
    (asked,) = owed(noon, *STORY)
    assert (asked.due, asked.due_at) == (d("24 3 2026"), "12:00")
    assert owed(noon, *STORY, contacted("24 3 2026", "phone", "made", at="12:00"))[0].state == "met"
    assert owed(noon, *STORY, contacted("24 3 2026", "phone", "made", at="12:01"))[0].state == "late"


def test_a_fixed_schedule_counts_every_turn_from_the_first_day() -> None:
    monthly = duty(Within("weeks", 4), repeat="fixed")
    first, second, third = dues(monthly, *STORY, visited("10 4 2026"), visited("25 5 2026"))
    assert first == (d("20 4 2026"), "met")
    assert second == (d("18 5 2026"), "late")
    assert third == (d("15 6 2026"), "open")


def test_the_earlier_of_schedule_and_event_brings_a_turn_forward() -> None:
    earlier = duty(Within("weeks", 4), repeat="earlier")
    assert dues(earlier, *STORY, visited("10 4 2026"))[1] == (d("8 5 2026"), "open")
    assert dues(earlier, *STORY, visited("25 5 2026"))[1] == (d("18 5 2026"), "open")


def test_every_turn_of_a_schedule_has_a_key_of_its_own() -> None:
    monthly = duty(Within("weeks", 4), repeat="fixed")
    story = (*STORY, *(visited(f"{day} 4 2026") for day in range(1, 11)))
    keys = [each.key for each in owed(monthly, *story)]
    assert len(keys) == len(set(keys)) == 11


def test_a_schedule_ends_with_the_episode() -> None:
    monthly = duty(Within("weeks", 4), repeat="fixed")
    assert dues(monthly, *STORY, visited("10 4 2026"), closed("1 5 2026"))[-1] == (d("18 5 2026"), "ended")


def test_what_is_owed_in_every_month_is_met_in_that_month() -> None:
    """TEH-097: late, it is owed again for the month it was done in; twice in a month, for the next all the same."""
    monthly = duty(Within("month_end"), repeat="fixed")
    march, april = (d("31 3 2026"), "late"), (d("30 4 2026"), "open")
    assert dues(monthly, *STORY, visited("2 4 2026")) == [march, april]
    assert dues(monthly, *STORY, visited("15 6 2026")) == [march, (d("30 6 2026"), "open")]
    assert dues(monthly, *STORY, visited("25 3 2026"), visited("31 3 2026")) == [(d("31 3 2026"), "met"), april]
    assert dues(monthly, *STORY, visited("25 3 2026"), visited("1 4 2026"))[1] == (d("30 4 2026"), "met")


HELD_UP = Hold(
    Clause("form-recorded", (("form", ("genogram",)), ("stage", ("started",)))),
    Clause("form-recorded", (("form", ("genogram",)), ("stage", ("completed",)))),
)


def test_a_clock_that_stood_still_gives_its_days_back() -> None:
    held = duty(Within("working_days", 10), hold=(HELD_UP,))
    stopped = form("1 4 2026", "genogram", "started")
    assert dues(held, *STORY, stopped) == [(d("8 4 2026"), "open")]  # an open hold adds nothing yet
    again = form("8 4 2026", "genogram", "completed")  # 2, 7 and 8 April: three working days
    assert dues(held, *STORY, stopped, again) == [(d("13 4 2026"), "open")]
    calendar_days = duty(Within("days", 30), hold=(HELD_UP,))
    assert dues(calendar_days, *STORY, stopped, again) == [(d("29 4 2026"), "open")]


def test_a_hold_after_the_date_adds_nothing() -> None:
    held = duty(Within("working_days", 10), hold=(HELD_UP,))
    late = (form("9 4 2026", "genogram", "started"), form("20 4 2026", "genogram", "completed"))
    assert dues(held, *STORY, *late) == [(d("8 4 2026"), "open")]


def test_a_hold_within_a_hold_is_counted_once() -> None:
    held = duty(Within("days", 30), hold=(HELD_UP,))
    twice = (form("1 4 2026", "genogram", "started"), form("3 4 2026", "genogram", "started"))
    assert dues(held, *STORY, *twice, form("8 4 2026", "genogram", "completed")) == [(d("29 4 2026"), "open")]


RELAXED = Clause("form-recorded", (("form", ("chronology",)), ("stage", ("started",))))
RESOLVED = Clause("form-recorded", (("form", ("chronology",)), ("stage", ("completed",))))
BY_DUE = Relaxation(Within("open"), RELAXED, ("manager",), None, (), RESOLVED, by_due=True)


@pytest.mark.parametrize(
    ("story", "due"),
    [
        ((), "8 4 2026"),
        ((form("8 4 2026", "chronology", "started"),), ""),  # on the day it is due: in time
        ((form("9 4 2026", "chronology", "started"),), "8 4 2026"),  # the standard was missed before it was agreed
        ((form("20 3 2026", "chronology", "started"),), ""),  # agreed before the clock started, and not ended
        ((form("1 4 2026", "chronology", "started"), form("7 4 2026", "chronology", "completed")), "8 4 2026"),
        ((form("1 4 2026", "chronology", "started"), form("20 4 2026", "chronology", "completed")), "5 5 2026"),
    ],
)
def test_an_agreement_made_by_the_due_date_lengthens_it_until_it_ends(story: tuple[Fact, ...], due: str) -> None:
    """The last: ten working days again from 20 April, with the bank holiday of 4 May between."""
    relaxed = duty(Within("working_days", 10), relax=BY_DUE)
    assert dues(relaxed, *STORY, *story) == [(d(due) if due else None, "open")]


def test_a_duty_may_be_for_one_route_or_type_of_episode() -> None:
    by_route = duty(Within("days", 3), routes=("step-down",))
    by_type = duty(Within("days", 3), episode_types=("advice",))
    ordinary = duty(Within("days", 3), episode_types=("support",), ordinary="support")
    stepped = opened("23 3 2026")._replace(route="step-down")
    advised = opened("23 3 2026")._replace(type="advice")
    assert (dues(by_route, *STORY), len(dues(by_route, stepped, STORY[1]))) == ([], 1)
    assert (dues(by_type, *STORY), len(dues(by_type, advised, STORY[1]))) == ([], 1)
    assert (len(dues(ordinary, *STORY)), dues(ordinary, advised, STORY[1])) == (1, [])


def test_what_follows_a_closing_is_owed_after_it() -> None:
    feedback = duty(
        Within("weeks", 4), counts_from=Clause("episode-closed"), after_closing=True, met_by=Clause("form-recorded")
    )
    story = (*STORY, closed("20 4 2026"))
    assert dues(feedback, *story) == [(d("18 5 2026"), "open")]
    assert dues(feedback, *story, form("12 5 2026", "family-feedback")) == [(d("18 5 2026"), "met")]


# Versions in turn

TEN = duty(Within("working_days", 10))
FIVE = duty(Within("working_days", 5))
OLD = procedure(TEN, version="1", until="31 3 2026")
NEW = procedure(FIVE, version="2", since="1 4 2026")


def under(*story: Fact, versions: Sequence[Procedure] = (OLD, NEW)) -> list[date | None]:
    return [each.due for each in obligations(told(*story), of_versions(versions), ENGLAND, OKAFORS)]


def test_a_duty_is_owed_under_the_version_in_force_on_the_day_of_its_trigger() -> None:
    assert under(opened("23 3 2026"), allocated("31 3 2026")) == [d("16 4 2026")]
    assert under(opened("23 3 2026"), allocated("1 4 2026")) == [d("10 4 2026")]


def test_the_order_of_the_versions_in_the_folder_does_not_matter() -> None:
    assert of_versions([NEW, OLD]) == of_versions([OLD, NEW])
    assert of_versions([OLD, NEW]).in_force(d("31 3 2026")).version == "1"
    assert of_versions([OLD, NEW]).in_force(d("1 4 2026")).version == "2"
    assert of_versions([OLD, NEW]).in_force(d("1 1 2001")).version == "1"


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (procedure(TEN, until="30 3 2026"), "a gap"),
        (procedure(TEN, until="1 4 2026"), "an overlap"),
        (procedure(TEN), "has no last day"),
    ],
)
def test_versions_that_overlap_or_leave_a_gap_are_refused(earlier: Procedure, words: str) -> None:
    with pytest.raises(EhError) as refused:
        of_versions([earlier, NEW])
    assert words in refused.value.message
    assert "in_force_until" in refused.value.hint


def test_a_team_may_adopt_another_procedure_from_a_day_on() -> None:
    other = procedure(FIVE, version="9")
    both = adopted(always(procedure(TEN)), {"2026-04-01": always(other)})
    for on, version in (("31 3 2026", "1"), ("1 4 2026", "9")):
        assert both.in_force(d(on)).version == version


def test_what_began_under_one_version_is_not_asked_for_again_under_the_next() -> None:
    """'first' means the first in the episode, not the first in each version."""
    story = (opened("23 3 2026"), allocated("31 3 2026"), allocated("2 4 2026", worker="tsingh"))
    assert under(*story) == [d("16 4 2026")]


def test_a_review_of_a_taf_is_owed_under_the_version_of_that_taf() -> None:
    review = Clause("taf-held")
    twelve = duty(Within("weeks", 12), counts_from=review, met_by=review, which="each")
    eight = duty(Within("weeks", 8), counts_from=review, met_by=review, which="each")
    versions = (procedure(twelve, until="31 3 2026"), procedure(eight, version="2", since="1 4 2026"))
    story = (opened("1 3 2026"), taf("12 3 2026"), taf("9 4 2026", kind="review", meeting="M-0002"))
    assert under(*story, versions=versions) == [d("4 6 2026"), d("4 6 2026")]
