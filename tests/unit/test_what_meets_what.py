"""What meets a duty and what ends it, one word of a pack at a time: apart, waits, until_all, of each child, hold."""

from __future__ import annotations

from datetime import date

import pytest

from ehcli.episodes.facts import Child, Fact, FormRecorded, TafScheduled
from ehcli.packs import calendar
from ehcli.procedures.duty import Ages, Clause, Duty, Hold, Relaxation, Rule
from ehcli.procedures.in_force import of_versions
from ehcli.procedures.obligation import Limit, Obligation, age, in_order, moved, newly_owed, task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.story import Story, on_hold_since
from ehcli.procedures.within import Within

from .telling import (
    ADA,
    CHIDI,
    OKAFORS,
    E,
    agreed,
    allocated,
    aside,
    called,
    closed,
    contacted,
    d,
    form,
    minutes,
    opened,
    taf,
    told,
    visited,
)
from .test_decisions import SANDWELL

ENGLAND = calendar.workdays()
STORY = (opened("23 3 2026"), allocated("23 3 2026"))  # ten days on is 2 April
ALLOCATED = Clause("allocated")
VISIT = Clause("contacted", (("how", ("visit",)),))
TAF = Clause("taf-held")


def a_form(name: str, stage: str = "completed", **more: object) -> Clause:
    return Clause("form-recorded", (("form", (name,)), ("stage", (stage,))), **more)  # type: ignore[arg-type]


EHA = a_form("eha")


def duty(*met_by: Clause, days: int = 10, **more: object) -> Duty:
    counts_from = more.pop("counts_from", ALLOCATED)
    rules = more.pop("rules", (Rule(Within("days", days), counts_from),))  # type: ignore[arg-type]
    which = more.pop("which", "first")
    return Duty("d", "D", counts_from, which, met_by or (EHA,), rules, "key-worker", "worker", **more)  # type: ignore[arg-type]


def owed(asked: Duty, *story: Fact, children: tuple[Child, ...] = OKAFORS) -> list[Obligation]:
    return list(obligations(told(*STORY, *story), SANDWELL._replace(duties=(asked,)), ENGLAND, children))


def state(asked: Duty, *story: Fact) -> str:
    (found,) = owed(asked, *story)
    return found.state


def ended(asked: Duty, *story: Fact) -> tuple[str, date | None]:
    (found,) = owed(asked, *story)
    return found.state, found.ended_by.on if found.ended_by else None


# So many, and apart


def test_two_of_one_day_are_two_unless_they_have_to_be_apart() -> None:
    twice = Clause("contacted", (("how", ("visit",)),), 2)
    apart = twice._replace(apart=True)
    same_day = (visited("24 3 2026", at="09:00"), visited("24 3 2026", at="15:00"))
    assert ended(duty(twice), *same_day) == ("met", d("24 3 2026"))
    assert state(duty(Clause(*apart)), *same_day) == "open"
    assert ended(duty(Clause(*apart)), *same_day, visited("25 3 2026")) == ("met", d("25 3 2026"))


def test_the_last_of_so_many_meets_it_and_one_fewer_does_not() -> None:
    thrice = duty(Clause("contacted", (("how", ("visit",)),), 3))
    days = [visited(f"{n} 3 2026") for n in (24, 25, 26, 27)]
    assert state(thrice, *days[:2]) == "open"
    assert ended(thrice, *days) == ("met", d("26 3 2026"))


# What is waited for


def test_what_waits_for_its_day_is_met_only_once_that_has_passed_and_never_late() -> None:
    waits = duty(waits=True)  # 2 April
    assert state(waits, form("1 4 2026", "eha")) == "open"
    assert state(waits, form("2 4 2026", "eha")) == "open"
    assert ended(waits, form("3 4 2026", "eha")) == ("met", d("3 4 2026"))
    assert ended(waits, form("1 4 2026", "eha"), form("9 4 2026", "eha")) == ("met", d("9 4 2026"))


def test_what_does_not_wait_is_met_by_its_day_and_late_after_it() -> None:
    assert ended(duty(), form("2 4 2026", "eha")) == ("met", d("2 4 2026"))
    assert ended(duty(), form("3 4 2026", "eha")) == ("late", d("3 4 2026"))
    assert state(duty(), form("22 3 2026", "eha")) == "open"


def test_a_duty_without_a_date_is_never_late() -> None:
    undated = duty(rules=(Rule(Within("open"), ALLOCATED),))
    assert state(undated, form("2 4 2036", "eha")) == "met"


# What it lapses by


def test_any_of_until_lapses_it_and_until_all_only_all_of_them() -> None:
    any_of = duty(until=(a_form("a"), a_form("b")))
    all_of = duty(until_all=(a_form("a"), a_form("b")))
    a, b = form("25 3 2026", "a"), form("27 3 2026", "b")
    assert ended(any_of, a, b) == ("lapsed", d("25 3 2026"))
    assert ended(any_of, b) == ("lapsed", d("27 3 2026"))
    assert state(all_of, a) == "open"
    assert state(all_of, b) == "open"
    assert ended(all_of, a, b) == ("lapsed", d("27 3 2026"))
    assert ended(all_of, form("24 3 2026", "b"), a) == ("lapsed", d("25 3 2026"))
    assert state(all_of) == state(duty()) == "open"


def test_what_was_so_before_it_began_does_not_lapse_it() -> None:
    assert state(duty(until=(a_form("a"),)), form("22 3 2026", "a")) == "open"
    assert state(duty(until_all=(a_form("a"), a_form("b"))), form("22 3 2026", "a"), form("25 3 2026", "b")) == "open"


@pytest.mark.parametrize("how", ["until", "until_all"])
def test_on_one_day_met_comes_before_lapsed_and_lapsed_before_set_aside_and_closed(how: str) -> None:
    asked = duty(**{how: (a_form("a"),)})  # type: ignore[arg-type]
    met, lapsed, left, over = (
        form("25 3 2026", "eha"),
        form("25 3 2026", "a"),
        aside("25 3 2026", "d::2"),
        closed("25 3 2026"),
    )
    assert state(asked, over, left, lapsed, met) == "met"
    assert state(asked, over, left, lapsed) == "lapsed"
    assert state(asked, over, left) == "set-aside"
    assert state(asked, over) == "ended"


def test_the_earliest_end_counts() -> None:
    asked = duty(until=(a_form("a"),))
    assert ended(asked, aside("24 3 2026", "d::2"), form("25 3 2026", "eha")) == ("set-aside", d("24 3 2026"))
    assert ended(asked, form("24 3 2026", "a"), form("25 3 2026", "eha")) == ("lapsed", d("24 3 2026"))
    assert ended(asked, form("26 3 2026", "a"), form("25 3 2026", "eha")) == ("met", d("25 3 2026"))
    assert ended(duty(EHA, VISIT), form("26 3 2026", "eha"), visited("25 3 2026")) == ("met", d("25 3 2026"))


# Of each child


def test_a_fact_that_names_nobody_meets_no_childs_duty() -> None:
    each = duty(per_child=True)
    assert [one.state for one in owed(each, form("25 3 2026", "eha"))] == ["open", "open"]
    named = owed(each, form("25 3 2026", "eha", "completed", CHIDI))
    assert {one.child: one.state for one in named} == {ADA: "open", CHIDI: "met"}
    assert state(duty(), form("25 3 2026", "eha")) == "met", "of the family it does"


def test_a_child_who_was_seen_on_a_visit_is_met_by_it() -> None:
    seen = contacted("25 3 2026", "visit", "made")._replace(seen=(ADA,))
    assert {one.child: one.state for one in owed(duty(VISIT, per_child=True), seen)} == {ADA: "met", CHIDI: "open"}


def test_what_a_fact_about_one_child_sets_off_is_owed_for_that_child() -> None:
    each = duty(counts_from=a_form("risk"), per_child=True)
    assert [one.child for one in owed(each, form("25 3 2026", "risk", "completed", CHIDI))] == [CHIDI]
    assert [one.child for one in owed(each, form("25 3 2026", "risk"))] == [ADA, CHIDI]


def test_ages_are_those_of_the_due_date_and_of_the_start_where_there_is_none() -> None:
    ages = Ages(10, 11)
    born = {"3 4 2016": [], "2 4 2016": ["should"], "3 4 2015": ["should"], "2 4 2015": ["must"]}
    asked = duty(per_child=True, age=ages)  # due 2 April 2026
    for day, strength in born.items():
        assert [one.strength for one in owed(asked, children=(Child(ADA, d(day)),))] == strength
    undated = duty(per_child=True, age=ages, rules=(Rule(Within("open"), ALLOCATED),))
    assert [one.strength for one in owed(undated, children=(Child(ADA, d("23 3 2016")),))] == ["should"]
    assert [one.strength for one in owed(undated, children=(Child(ADA, d("24 3 2016")),))] == []
    assert [one.strength for one in owed(asked, children=(Child(ADA, None),))] == ["must"]


# The closing day, and after


def test_what_happens_on_the_closing_day_sets_a_duty_off_and_what_comes_later_does_not() -> None:
    each = duty(counts_from=TAF, which="each")
    assert [one.state for one in owed(each, taf("20 4 2026"), closed("20 4 2026"))] == ["ended"]
    assert owed(each, taf("21 4 2026"), closed("20 4 2026")) == []
    after = each._replace(after_closing=True)
    assert [one.state for one in owed(after, taf("21 4 2026"), closed("20 4 2026"))] == ["open"]


def test_what_is_met_on_the_closing_day_is_met_and_on_the_next_it_has_ended() -> None:
    assert state(duty(), form("25 3 2026", "eha"), closed("25 3 2026")) == "met"
    assert ended(duty(), form("26 3 2026", "eha"), closed("25 3 2026")) == ("ended", d("25 3 2026"))
    assert state(duty(after_closing=True), form("26 3 2026", "eha"), closed("25 3 2026")) == "met"


def test_the_first_closing_counts_of_two() -> None:
    assert ended(duty(), closed("25 3 2026"), closed("30 3 2026")) == ("ended", d("25 3 2026"))


def test_the_last_opening_says_of_what_level_an_episode_is() -> None:
    only = duty(levels=("universal",))
    assert owed(only) == []
    assert len(owed(only, opened("24 3 2026", "universal"))) == 1
    facts = told(allocated("23 3 2026"))
    story = Story(facts, ENGLAND)
    assert (story.level, story.route, story.type, story.closed) == ("", "", "", None)


# What may have come after another of one day


def test_of_one_day_the_same_kind_follows_in_turn_and_another_kind_comes_in_any_order() -> None:
    again = duty(TAF, counts_from=TAF, which="each")
    first, second = taf("1 4 2026", meeting="M-1"), taf("1 4 2026", meeting="M-2")
    assert [one.state for one in owed(again, first, second)] == ["met", "open"]
    assert state(duty(VISIT), visited("23 3 2026")) == "met"
    before = list(obligations(told(visited("23 3 2026"), *STORY), SANDWELL._replace(duties=(duty(VISIT),)), ENGLAND))
    assert [one.state for one in before] == ["met"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("10:00", "11:00", "met"),
        ("10:00", "09:00", "open"),
        ("10:00", "", "met"),
        ("", "09:00", "met"),
        ("", "", "met"),
    ],
)
def test_of_one_kind_and_day_the_times_say_which_came_first_where_both_are_noted(
    start: str, end: str, found: str
) -> None:
    typed = Clause("form-recorded", (("form", ("eha",)), ("stage", ("typed",))))
    asked = duty(typed, counts_from=a_form("eha", "started"))
    begun = FormRecorded(E, d("25 3 2026"), start, "eha", "started")
    done = FormRecorded(E, d("25 3 2026"), end, "eha", "typed")
    assert state(asked, begun, done) == found
    assert state(asked, done, begun) == found


def test_what_was_told_before_meets_one_of_that_day_unless_it_answers_an_earlier_one() -> None:
    each = duty(a_form("reply"), counts_from=a_form("ask"), which="each")
    ask, reply = form("25 3 2026", "ask"), form("25 3 2026", "reply")
    assert [one.state for one in owed(each, reply, ask)] == ["met"]
    assert [one.state for one in owed(each, ask, reply, ask)] == ["met", "open"]
    assert [one.state for one in owed(each, ask, reply, ask, reply)] == ["met", "met"]


def test_the_fact_that_set_it_off_never_meets_it() -> None:
    assert state(duty(ALLOCATED), called("24 3 2026")) == "open"
    assert state(duty(ALLOCATED), allocated("24 3 2026", worker="tsingh")) == "met"


def test_what_has_to_be_of_the_same_meeting_is_met_by_that_one_only() -> None:
    typed = Clause("minutes-reached", (("stage", ("typed",)),), same=("meeting",))
    each = duty(typed, counts_from=TAF, which="each")
    story = (taf("1 4 2026", meeting="M-1"), taf("2 4 2026", meeting="M-2"), minutes("3 4 2026", "typed", "M-2"))
    assert [one.state for one in owed(each, *story)] == ["open", "met"]


# Which clauses fit


def test_a_clause_fits_what_has_every_value_that_it_asks_for() -> None:
    wants = Clause("contacted", (("how", ("visit", "video")), ("outcome", ("made",))))
    assert wants.fits(visited("24 3 2026")) and wants.fits(contacted("24 3 2026", "video", "made"))
    assert not wants.fits(visited("24 3 2026", "attempted"))
    assert not wants.fits(called("24 3 2026", "made"))
    assert not wants.fits(form("24 3 2026", "eha"))
    assert wants.one == ("outcome", "made")
    assert Clause("contacted", (("how", ("visit", "video")),)).one is None
    assert Clause("contacted").one is None


def test_several_values_are_looked_for_among_all_of_a_kind_and_one_by_itself() -> None:
    for clause in (Clause("contacted"), VISIT, Clause("contacted", (("how", ("visit", "video")),))):
        assert state(duty(clause), visited("24 3 2026")) == "met"
    several = duty(Clause("contacted", (("how", ("visit", "video")),)))
    assert state(several, called("24 3 2026", "made")) == "open"
    both = Clause("contacted", (("how", ("visit",)), ("outcome", ("made",))))
    assert state(duty(both), visited("24 3 2026", "attempted")) == "open"
    assert state(duty(both), called("24 3 2026", "made")) == "open"
    assert state(duty(VISIT), called("24 3 2026", "made")) == "open"


# What it waits for first, and what it counts from


def test_once_means_that_it_is_owed_when_that_has_happened_too() -> None:
    asked = duty(once=(a_form("a"), a_form("b")))
    assert owed(asked, form("24 3 2026", "a")) == []
    assert owed(asked, form("24 3 2026", "a"), form("22 3 2026", "b")) == []
    assert len(owed(asked, form("24 3 2026", "a"), form("25 3 2026", "b"))) == 1


def test_a_rule_may_count_from_its_own_start_and_the_earliest_date_is_due() -> None:
    two = duty(rules=(Rule(Within("days", 10), ALLOCATED), Rule(Within("days", 2), TAF)))
    (undated,) = owed(two)
    assert (undated.due, undated.limit) == (d("2 4 2026"), None)
    (dated,) = owed(two, taf("27 3 2026"))
    assert (dated.due, dated.limit, dated.first.start.on) == (d("29 3 2026"), d("2 4 2026"), d("27 3 2026"))
    early = duty(rules=(Rule(Within("days", 2), TAF),))
    (before,) = owed(early, taf("20 3 2026"))
    assert before.due == d("22 3 2026"), "the first of all, although it was before the allocation"
    waited = early._replace(once=(TAF,))
    assert owed(waited, taf("20 3 2026")) == []
    clause = waited.once[0]
    waited = waited._replace(rules=(Rule(Within("days", 2), clause),))
    (after,) = owed(waited, taf("20 3 2026"), taf("27 3 2026", meeting="M-2"))
    assert after.due == d("29 3 2026"), "the one that was waited for"


def test_a_duty_none_of_whose_rules_has_begun_is_not_owed() -> None:
    assert owed(duty(rules=(Rule(Within("days", 2), TAF),))) == []
    spoken = Clause("form-recorded")
    about = duty(counts_from=spoken, rules=(Rule(Within("days", 2), spoken, day="about_on"),))
    assert owed(about, form("24 3 2026", "a")) == []
    (found,) = owed(about, form("24 3 2026", "a")._replace(about_on="2026-05-01"))
    assert found.due == d("3 5 2026")


def test_a_planned_meeting_gives_its_time_where_hours_are_counted() -> None:
    planned = Clause("taf-scheduled")
    asked = duty(counts_from=planned, rules=(Rule(Within("hours", 24), planned, day="planned_on"),))
    booked = TafScheduled(E, d("24 3 2026"), "09:00", "M-1", "initial", "2026-05-01", "14:00")
    (found,) = owed(asked, booked)
    assert (found.due, found.due_at) == (d("2 5 2026"), "14:00")


@pytest.mark.parametrize(
    ("at", "due"), [("11:59", "27 3 2026"), ("12:00", "27 3 2026"), ("12:01", "3 4 2026"), ("", "27 3 2026")]
)
def test_what_comes_after_the_hour_of_a_weekday_is_for_the_next_week(at: str, due: str) -> None:
    """Fridays at noon: 27 March is one."""
    friday = Clause("form-recorded")
    asked = duty(VISIT, counts_from=friday, rules=(Rule(Within("weekday", 4), friday, at="12:00"),))
    (found,) = owed(asked, FormRecorded(E, d("27 3 2026"), at, "a"))
    assert (found.due, found.due_at) == (d(due), "12:00")
    (thursday,) = owed(asked, FormRecorded(E, d("26 3 2026"), "13:00", "a"))
    assert thursday.due == d("27 3 2026")


def test_a_time_of_day_is_late_from_the_minute_after() -> None:
    asked = duty(VISIT, rules=(Rule(Within("days", 1), ALLOCATED, at="12:00"),))
    assert [state(asked, visited("24 3 2026", at=at)) for at in ("12:00", "12:01", "")] == ["met", "late", "met"]
    assert state(asked, visited("25 3 2026", at="09:00")) == "late"
    assert state(asked, visited("23 3 2026", at="13:00")) == "met"


# Longer limits


def relaxed(**more: object) -> Duty:
    agreement = Clause("visit-frequency-agreed", (("every", ("fortnightly",)),))
    relax = Relaxation(Within("days", 20), agreement, ("manager",), more.pop("not_before", None), (), **more)  # type: ignore[arg-type]
    return duty(VISIT, counts_from=EHA, relax=relax)


def due(asked: Duty, *story: Fact) -> date | None:
    (found,) = owed(asked, *story)
    return found.due


def test_an_agreement_counts_from_its_day_to_its_last() -> None:
    start = form("1 4 2026", "eha")  # ten days: 11 April; twenty: 21 April
    short, long = d("11 4 2026"), d("21 4 2026")
    assert due(relaxed(), start) == short
    assert due(relaxed(), start, agreed("1 4 2026")) == long
    assert due(relaxed(), start, agreed("31 3 2026")) == long
    assert due(relaxed(), start, agreed("2 4 2026")) == short
    assert due(relaxed(), start, agreed("25 3 2026", until="2026-04-01")) == long
    assert due(relaxed(), start, agreed("25 3 2026", until="2026-03-31")) == short
    assert due(relaxed(), start, agreed("25 3 2026"), agreed("26 3 2026", "weekly")) == short
    assert due(relaxed(), start, agreed("25 3 2026", "weekly"), agreed("26 3 2026")) == long


def test_an_agreement_may_have_to_wait_for_something() -> None:
    start, said = form("1 4 2026", "eha"), agreed("25 3 2026")
    waits = relaxed(not_before=TAF)
    assert due(waits, start, said) == d("11 4 2026")
    assert due(waits, start, said, taf("1 4 2026")) == d("21 4 2026")
    assert due(waits, start, said, taf("2 4 2026")) == d("11 4 2026")


def test_an_end_of_an_agreement_of_the_day_it_is_due_makes_it_as_it_was() -> None:
    asked = relaxed(ended=a_form("over"), by_due=True)
    start, said = form("1 4 2026", "eha"), agreed("5 4 2026")
    assert due(asked, start, said) == d("21 4 2026")
    assert due(asked, start, said, form("11 4 2026", "over")) == d("11 4 2026")
    assert due(asked, start, said, form("12 4 2026", "over")) == d("22 4 2026")
    (found,) = owed(asked, start, said, form("12 4 2026", "over"))
    assert found.first.start.on == d("12 4 2026") and found.first.relaxed_by
    assert due(asked, start, form("5 4 2026", "over"), agreed("6 4 2026")) == d("21 4 2026")


# Holds


HOLD = Hold(a_form("stop"), a_form("go"))


def test_a_clock_stands_still_from_its_first_day_to_its_last() -> None:
    held = duty(hold=(HOLD,))  # 23 March to 2 April
    assert due(held, form("23 3 2026", "stop"), form("26 3 2026", "go")) == d("5 4 2026")
    assert due(held, form("2 4 2026", "stop"), form("5 4 2026", "go")) == d("5 4 2026")
    assert due(held, form("3 4 2026", "stop"), form("5 4 2026", "go")) == d("2 4 2026")
    assert due(held, form("22 3 2026", "stop"), form("26 3 2026", "go")) == d("2 4 2026")
    assert due(held, form("25 3 2026", "stop")) == d("2 4 2026")
    again = (form("25 3 2026", "stop"), form("26 3 2026", "go"), form("28 3 2026", "stop"), form("30 3 2026", "go"))
    assert due(held, *again) == d("5 4 2026")
    assert due(held, *again[:2], form("26 3 2026", "stop"), form("27 3 2026", "go")) == d("4 4 2026")


def test_a_case_is_on_hold_from_the_first_of_two_until_it_goes_on() -> None:
    programme = of_versions([SANDWELL._replace(duties=(), on_hold=HOLD, in_force_until=None)])
    stop, go = form("25 3 2026", "stop"), form("27 3 2026", "go")
    cases = {
        (): None,
        (stop,): d("25 3 2026"),
        (stop, form("26 3 2026", "stop")): d("25 3 2026"),
        (stop, go): None,
        (stop, go, form("30 3 2026", "stop")): d("30 3 2026"),
        (go,): None,
    }
    for story, since in cases.items():
        assert on_hold_since(told(*STORY, *story), programme) == since
    never = of_versions([SANDWELL._replace(duties=(), on_hold=None, in_force_until=None)])
    assert on_hold_since(told(*STORY, stop), never) is None


# Turns


def turns(asked: Duty, *story: Fact) -> list[tuple[int, date | None, str]]:
    return [(one.turn, one.due, one.state) for one in owed(asked, *story)]


def test_a_fact_meets_one_turn_and_what_came_before_the_clock_meets_none() -> None:
    fixed = duty(VISIT, repeat="fixed")
    assert turns(fixed, visited("20 3 2026")) == [(1, d("2 4 2026"), "open")]
    assert turns(fixed, visited("25 3 2026")) == [(1, d("2 4 2026"), "met"), (2, d("12 4 2026"), "open")]
    assert turns(fixed, visited("25 3 2026"), aside("26 3 2026", "d::2:2"))[-1] == (2, d("12 4 2026"), "set-aside")


def test_a_month_that_was_done_late_is_owed_again_for_the_month_it_was_done_in() -> None:
    monthly = duty(VISIT, repeat="fixed", rules=(Rule(Within("month_end"), ALLOCATED),))
    assert turns(monthly, visited("31 1 2027")) == [(1, d("31 3 2026"), "late"), (11, d("31 1 2027"), "open")]
    assert turns(monthly, visited("31 3 2026"), visited("30 4 2026"))[-1] == (3, d("31 5 2026"), "open")


def test_each_child_has_turns_of_their_own() -> None:
    fixed = duty(repeat="fixed", per_child=True)
    found = owed(fixed, form("25 3 2026", "eha", "completed", ADA))
    assert [(one.child, one.turn, one.state) for one in found] == [
        (ADA, 1, "met"),
        (ADA, 2, "open"),
        (CHIDI, 1, "open"),
    ]


# Versions in turn


def test_a_duty_is_owed_under_a_version_from_its_first_day_to_its_last() -> None:
    old = SANDWELL._replace(duties=(duty(),), version="1", in_force_from=d("1 1 2015"), in_force_until=d("31 3 2026"))
    new = SANDWELL._replace(duties=(duty(days=5),), version="2", in_force_from=d("1 4 2026"), in_force_until=None)
    for on, dues in (("31 3 2026", d("10 4 2026")), ("1 4 2026", d("6 4 2026"))):
        found = obligations(told(opened("1 1 2026"), allocated(on)), of_versions([old, new]), ENGLAND, OKAFORS)
        assert [one.due for one in found] == [dues]


# What is still to be met, and nothing else


def test_only_what_is_open_is_the_same_as_what_is_open_of_everything() -> None:
    duties = (
        duty(),
        duty(waits=True)._replace(id="w"),
        duty(VISIT, repeat="fixed")._replace(id="r"),
        duty(per_child=True)._replace(id="c"),
    )
    procedure = SANDWELL._replace(duties=duties)
    for story in ((), (visited("25 3 2026"),), (form("25 3 2026", "eha", "completed", ADA),), (closed("25 3 2026"),)):
        facts = told(*STORY, *story)
        every = [one for one in obligations(facts, procedure, ENGLAND, OKAFORS) if one.state == "open"]
        assert list(obligations(facts, procedure, ENGLAND, OKAFORS, open_only=True)) == every


def test_what_is_switched_off_or_of_other_duties_is_not_asked_for() -> None:
    procedure = SANDWELL._replace(duties=(duty(switch="covid"), duty()._replace(id="e")))
    facts = told(*STORY)
    assert [one.duty.id for one in obligations(facts, procedure, ENGLAND)] == ["d", "e"]
    assert [one.duty.id for one in obligations(facts, procedure, ENGLAND, switched_off=["covid"])] == ["e"]
    assert [one.duty.id for one in obligations(facts, procedure, ENGLAND, of={"d"})] == ["d"]


# An obligation by itself


def limited(*dues: tuple[str, str]) -> Obligation:
    (start,) = told(allocated("23 3 2026"))
    rules = [Rule(Within("days", n), ALLOCATED) for n in range(len(dues))]
    limits = tuple(
        Limit(rule, rule.within, start, d(due) if due else None, at)
        for rule, (due, at) in zip(rules, dues, strict=True)
    )
    return Obligation(duty(), E, "", start, limits, "open", None, "must", 1)


def test_the_earliest_limit_is_due_a_time_before_none_and_a_date_before_none() -> None:
    assert limited(("2 4 2026", ""), ("1 4 2026", "")).due == d("1 4 2026")
    assert limited(("1 4 2026", ""), ("1 4 2026", "09:00")).due_at == "09:00"
    assert limited(("", ""), ("1 4 2026", "")).due == d("1 4 2026")
    assert limited(("", "")).due is None


def test_the_latest_limit_is_the_outer_one_where_there_are_two_dates() -> None:
    assert limited(("1 4 2026", "")).limit is None
    assert limited(("1 4 2026", ""), ("", "")).limit is None
    assert limited(("1 4 2026", ""), ("2 4 2026", "")).limit == d("2 4 2026")
    assert limited(("3 4 2026", ""), ("1 4 2026", ""), ("2 4 2026", "")).limit == d("3 4 2026")
    last = limited(("1 4 2026", ""), ("2 4 2026", "09:00"), ("2 4 2026", "")).last
    assert last and last.due_at == ""
    first = limited(("1 4 2026", "09:00"), ("1 4 2026", "")).last
    assert first and first.due_at == ""


def test_a_task_is_named_by_duty_child_and_fact_and_by_its_turn_from_the_second() -> None:
    assert task_key(("d", ADA, 2, 1)) == "d:P-0001:2"
    assert task_key(("d", "", 2, 2)) == "d::2:2"


def test_what_is_newly_owed_or_moved_is_open_now() -> None:
    one = limited(("1 4 2026", ""))
    later = limited(("2 4 2026", ""))
    met = one._replace(state="met")
    assert newly_owed([], [one]) == newly_owed([met], [one]) == [one]
    assert newly_owed([one], [one]) == newly_owed([], [met]) == []
    assert moved([one], [later]) == [(one, later)]
    assert moved([one], [one]) == moved([], [later]) == moved([one], [later._replace(state="met")]) == []


def test_what_has_no_date_comes_last_in_order() -> None:
    undated, dated = limited(("", "")), limited(("1 4 2036", ""))
    assert sorted([undated, dated], key=in_order) == [dated, undated]


# Ends after the due date, and starts of another year


def test_what_ended_or_lapsed_after_its_date_did_not_become_late() -> None:
    assert ended(duty(), closed("20 4 2026")) == ("ended", d("20 4 2026"))
    assert ended(duty(until=(a_form("a"),)), form("20 4 2026", "a")) == ("lapsed", d("20 4 2026"))
    assert ended(duty(), aside("20 4 2026", "d::2")) == ("set-aside", d("20 4 2026"))


def test_what_came_later_lapses_it_although_it_was_recorded_before() -> None:
    asked = duty(VISIT, counts_from=a_form("ask"), until=(a_form("over"),))
    assert ended(asked, form("26 3 2026", "over"), form("25 3 2026", "ask")) == ("lapsed", d("26 3 2026"))


@pytest.mark.parametrize("unit", ["days", "weeks", "working_days"])
def test_only_a_weekday_has_a_next_one_when_its_hour_is_over(unit: str) -> None:
    asked = duty(VISIT, counts_from=EHA, rules=(Rule(Within(unit), EHA, at="12:00"),))
    assert due(asked, FormRecorded(E, d("27 3 2026"), "13:00", "eha")) == d("27 3 2026")


def test_a_month_of_another_year_is_counted_through_the_years() -> None:
    monthly = duty(VISIT, repeat="fixed", rules=(Rule(Within("month_end"), ALLOCATED),))
    assert turns(monthly, visited("31 1 2028"))[-1] == (23, d("31 1 2028"), "open")
    ahead = duty(VISIT, repeat="fixed", rules=(Rule(Within("month_end", 10), ALLOCATED),))
    assert turns(ahead, visited("25 3 2026"))[-1] == (2, d("28 2 2027"), "open")


def test_turns_of_days_are_met_as_soon_as_something_happens_and_those_of_months_in_their_month() -> None:
    fixed = duty(VISIT, repeat="fixed")
    states = [one.state for one in owed(fixed, visited("25 3 2026"), visited("26 3 2026"))]
    assert states == ["met", "met", "open"]


def test_of_two_questions_of_one_day_each_answer_is_to_one() -> None:
    each = duty(a_form("reply"), counts_from=a_form("ask"), which="each")
    ask, reply = form("25 3 2026", "ask"), form("25 3 2026", "reply")
    assert [one.state for one in owed(each, reply, ask, ask)] == ["met", "open"]
    assert [one.state for one in owed(each, ask, reply, reply, ask)] == ["met", "met"]
    lapses = duty(VISIT, counts_from=a_form("ask"), until=(a_form("reply"),))
    assert ended(lapses, ask, reply) == ("lapsed", d("25 3 2026"))
    assert ended(lapses, reply, ask) == ("open", None)


def test_an_agreement_that_lasts_beyond_the_start_counts_and_one_made_after_its_end_on_one_day_too() -> None:
    start = form("1 4 2026", "eha")
    assert due(relaxed(), start, agreed("25 3 2026", until="2026-04-10")) == d("21 4 2026")
    asked = relaxed(ended=a_form("over"), by_due=True)
    (found,) = owed(asked, start, form("11 4 2026", "over"), agreed("11 4 2026"))
    assert (found.due, found.first.start.on) == (d("21 4 2026"), d("1 4 2026"))


def fresh(word: str) -> str:
    """The same word as another object, as it comes from a pack that was kept."""
    return "".join(list(word))


def test_the_words_of_a_pack_mean_themselves_whatever_object_holds_them() -> None:
    weekday = Rule(Within(fresh("weekday"), 4), EHA, at="12:00")
    late = FormRecorded(E, d("27 3 2026"), "13:00", "eha")
    assert due(duty(VISIT, counts_from=EHA, rules=(weekday,)), late) == d("3 4 2026")
    earlier = duty(VISIT, repeat=fresh("earlier"))
    assert turns(earlier, visited("25 3 2026"))[-1] == (2, d("4 4 2026"), "open")
    assert turns(duty(VISIT, repeat=fresh("fixed")), visited("25 3 2026"))[-1] == (2, d("12 4 2026"), "open")
    first = duty(counts_from=TAF, which=fresh("first"))
    story = (taf("24 3 2026"), taf("25 3 2026", meeting="M-2"))
    assert len(owed(first, *story)) == 1 and len(owed(first._replace(which=fresh("each")), *story)) == 2
    month = duty(VISIT, repeat="fixed", rules=(Rule(Within(fresh("month_end")), ALLOCATED),))
    assert turns(month, visited("25 3 2026"), visited("26 3 2026"))[-1] == (2, d("30 4 2026"), "open")


def test_what_lapses_one_meetings_duty_leaves_anothers() -> None:
    over = Clause("minutes-reached", (("stage", ("typed",)),), same=("meeting",))
    each = duty(EHA, counts_from=TAF, which="each", until=(over,))
    story = (taf("1 4 2026", meeting="M-1"), taf("2 4 2026", meeting="M-2"), minutes("3 4 2026", "typed", "M-2"))
    assert [one.state for one in owed(each, *story)] == ["open", "lapsed"]


def test_hours_of_notice_and_hours_after_an_agreement_give_a_time() -> None:
    planned = Clause("taf-scheduled")
    notice = duty(counts_from=planned, rules=(Rule(Within("hours", 48), planned, before=True, day="planned_on"),))
    booked = TafScheduled(E, d("24 3 2026"), "09:00", "M-1", "initial", "2026-05-01", "14:00")
    (found,) = owed(notice, booked)
    assert (found.due, found.due_at) == (d("29 4 2026"), "14:00")
    asked = relaxed(ended=a_form("over"), by_due=True)._replace(rules=(Rule(Within("hours", 24), EHA),))
    start = FormRecorded(E, d("1 4 2026"), "09:00", "eha")
    over = FormRecorded(E, d("5 4 2026"), "10:30", "over")
    (found,) = owed(asked, start, agreed("1 4 2026"), over)
    assert (found.due, found.due_at) == (d("6 4 2026"), "10:30")


def test_one_child_after_another_is_met_and_a_child_too_young_has_no_turns() -> None:
    story = (form("25 3 2026", "eha", "completed", ADA), form("26 3 2026", "eha", "completed", CHIDI))
    assert [one.state for one in owed(duty(per_child=True), *story)] == ["met", "met"]
    aged = duty(per_child=True, repeat="fixed", age=Ages(10, 11))
    assert [one.child for one in owed(aged)] == [ADA]


def test_a_hold_of_before_the_clock_began_does_not_hide_a_later_one() -> None:
    held = duty(hold=(HOLD,))
    before = (form("20 3 2026", "stop"), form("21 3 2026", "go"))
    assert due(held, *before, form("25 3 2026", "stop"), form("27 3 2026", "go")) == d("4 4 2026")


def test_a_story_works_out_everything_unless_only_what_is_open_is_wanted() -> None:
    facts = told(*STORY, form("25 3 2026", "eha"))
    asked = duty()
    (met,) = Story(facts, ENGLAND).owed(asked, facts[1], OKAFORS)
    assert met.state == "met"
    assert list(Story(facts, ENGLAND, open_only=True).owed(asked, facts[1], OKAFORS)) == []


def test_a_child_who_is_not_born_yet_is_of_no_age() -> None:
    assert age(d("1 1 2027"), d("31 12 2026")) == -1
    assert age(d("1 1 2026"), d("31 12 2026")) == 0
    asked = duty(per_child=True, age=Ages(10, 11))
    assert owed(asked, children=(Child(ADA, d("1 1 2027")),)) == []


def test_the_citation_of_the_due_date_comes_first_and_the_others_as_the_pack_has_them() -> None:
    every = [cite for each in SANDWELL.duties for cite in each.citations][:3]
    owed_now = limited(("3 4 2026", ""), ("1 4 2026", ""), ("2 4 2026", ""))
    limits = tuple(
        each._replace(rule=each.rule._replace(cite=(cite,))) for each, cite in zip(owed_now.limits, every, strict=True)
    )
    assert owed_now._replace(limits=limits).citations == (every[1], every[0], every[2])


def test_a_date_and_a_state_are_what_they_say_whatever_object_holds_them() -> None:
    one, again = limited(("1 4 2026", "")), limited(("1 4 2026", ""))
    assert moved([one], [again]) == []
    assert one._replace(state=fresh("open")).is_open and not one._replace(state=fresh("opened")).is_open
