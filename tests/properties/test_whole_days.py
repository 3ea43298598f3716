"""What is dated with a day only counts for the whole of it: for every clause of every procedure, in any order told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.episodes.facts import Contacted, Fact, FormRecorded, TafHeld, in_turn
from ehcli.packs import calendar, reading
from ehcli.procedures.duty import Clause, Duty, Hold, Rule
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.within import Within

from .stories import CHILDREN, FIRST, REFS, SANDWELL, E, clocks, opening, told

ENGLAND = calendar.workdays()
PACKS = [pytest.param(reading.procedure(name), id=name) for name in reading.procedure_names()]
DAY = FIRST + timedelta(days=30)


def made(clause: Clause, at: str, like: Fact | None = None) -> Fact:
    """A fact that the clause looks for, on that day, about the same as another where it must be; of every child."""
    fields = clause.shape._fields  # type: ignore[attr-defined]
    values: dict[str, object] = {name: wanted[0] for name, wanted in clause.wants}
    values |= {name: getattr(like, name) for name in clause.same}
    values |= {name: tuple(REFS) for name in ("children", "seen") if name in fields}
    return clause.shape(E, DAY, at, **{"meeting": "M-0001"} | values if "meeting" in fields else values)  # type: ignore[no-any-return]


def enough(clause: Clause, like: Fact) -> list[Fact]:
    """As many facts without a time as complete the clause, each on a day of its own where it asks for that."""
    one = made(clause, "", like)
    return [one._replace(on=DAY + timedelta(days=n if clause.apart else 0)) for n in range(clause.times)]


def alone(duty: Duty, within: Within = Within("days", 7), hold: tuple[Hold, ...] = ()) -> Duty:
    """The duty with what sets it off and what meets it, whatever else it depends on."""
    return duty._replace(
        rules=(Rule(within, duty.counts_from),), hold=hold, levels=(), routes=(), episode_types=(), once=(), until=(),
        until_all=(), age=None, switch="", relax=None, repeat="", waits=False, after_closing=True,
    )  # fmt: skip


def owed(duty: Duty, *story: Fact) -> list[Obligation]:
    return list(obligations(told(*story), SANDWELL._replace(duties=(duty,)), ENGLAND, CHILDREN))


def of(trigger: Fact, found: list[Obligation]) -> set[str]:
    """What became of what this set off."""
    return {each.state for each in found if each.trigger.fact is trigger}


@pytest.mark.parametrize("procedure", PACKS)
def test_what_has_no_time_meets_what_was_begun_at_a_time_that_day(procedure: Procedure) -> None:
    """Told after it, always; told before it, unless another of the same is asked for, such as the next review.

    The day before, never.
    """
    tried = set()
    for duty in map(alone, procedure.duties):
        for clause in duty.met_by:
            for at in ("", "00:00", "09:30", "23:59"):
                trigger = made(duty.counts_from, at)
                meets = enough(clause, trigger)
                case = f"{duty.id}: {clause} after {duty.counts_from} at {at or 'no time'}"
                assert of(trigger, owed(duty, trigger, *meets)) == {"met"}, case
                tried |= {(duty.counts_from.fact, clause.fact)}
                if any(each.fits(trigger) for each in duty.met_by):
                    continue
                assert of(trigger, owed(duty, *meets, trigger)) == {"met"}, f"told the other way round: {case}"
                early = [each._replace(on=DAY - timedelta(days=1)) for each in meets]
                assert of(trigger, owed(duty, *early, trigger)) == {"open"}, f"the day before: {case}"
    assert len({met for _, met in tried}) > 3


def test_forms_notes_contacts_consents_and_meetings_are_among_what_is_tried() -> None:
    pairs = {
        (duty.counts_from.fact, clause.fact)
        for name in reading.procedure_names()
        for duty in reading.procedure(name).duties
        for clause in duty.met_by
    }
    begun, met = {one for one, _ in pairs}, {other for _, other in pairs}
    assert {"form-recorded", "note-written", "contacted", "taf-held", "allocated"} <= begun
    assert {"form-recorded", "note-written", "contacted", "consent-recorded", "taf-held", "minutes-reached"} <= met


@pytest.mark.parametrize("procedure", PACKS)
def test_what_ends_a_duty_or_lets_it_begin_counts_for_the_whole_day(procedure: Procedure) -> None:
    for whole in procedure.duties:
        trigger = made(whole.counts_from, "09:30")
        for clause in whole.until:
            ends = enough(clause, trigger)
            found = owed(alone(whole)._replace(until=(clause,)), trigger, *ends)
            assert of(trigger, found) <= {"lapsed", "met"}, f"{whole.id} until {clause}"
        for clause in whole.once:
            begins = enough(clause, trigger)
            asked = alone(whole)._replace(once=(clause,))
            assert not of(trigger, owed(asked, trigger)), f"{whole.id} once {clause}"
            assert of(trigger, owed(asked, trigger, *begins)), f"{whole.id} once {clause}"


def test_what_was_over_before_it_began_again_that_day_does_not_end_it() -> None:
    """A family put down for standard support and, later that day, for high: the calls of high support are owed."""
    high = alone(SANDWELL.duty("high-level-contacts"))
    until = SANDWELL.duty("high-level-contacts").until
    assert until

    def stage(word: str, at: str = "") -> Fact:
        return FormRecorded(E, DAY, at, "support-intensity", word)

    for first, then in (("", ""), ("", "09:30"), ("08:00", "09:30"), ("23:00", "")):
        found = owed(high._replace(until=until), stage("standard", first), begun := stage("high", then))
        assert of(begun, found) == {"open"}, (first, then)


RENEWED = [duty for duty in SANDWELL.duties if duty.id in ("review-taf", "star-review", "home-visits")]


@given(st.sampled_from(RENEWED), st.lists(clocks, min_size=1, max_size=6))
def test_what_asks_for_the_next_is_never_left_without_one_that_is_open(duty: Duty, times: list[str]) -> None:
    """However many there were that day, with times or without, and however they were told: one is still to come."""
    story: list[Fact] = [made(duty.counts_from, at) for at in times]
    found = owed(alone(duty), *story)
    assert len(found) == len(story)
    assert sum(each.is_open for each in found) == 1


VISIT = Clause("contacted", (("how", ("visit",)),))
FIRST_VISIT = SANDWELL.duty("initial-home-visit")._replace(counts_from=VISIT, which="first", per_child=False)


@given(st.lists(st.tuples(st.integers(0, 2), clocks), min_size=1, max_size=8), st.integers(0, 2), st.booleans())
def test_what_is_told_later_without_a_time_moves_no_date(earlier: list[tuple[int, str]], day: int, visit: bool) -> None:
    """The first of a day stays the first: what it set off keeps its reference and its date."""
    duty = alone(FIRST_VISIT, Within("hours", 48))

    def contact(day: int, at: str, how: str = "visit") -> Fact:
        return Contacted(E, DAY + timedelta(days=day), at, how, "made", "family", "aroy")

    story = [contact(*each) for each in earlier]
    later = contact(max(day, min(on for on, _ in earlier)), "", "visit" if visit else "phone")
    then, now = owed(duty, *story), owed(duty, *story, later)
    assert [(each.key, each.due, each.due_at) for each in now] == [(each.key, each.due, each.due_at) for each in then]


@given(st.lists(st.tuples(st.integers(0, 2), clocks), max_size=10))
def test_facts_in_turn_keep_their_times_and_follow_what_was_told_before(story: list[tuple[int, str]]) -> None:
    facts = told(*(TafHeld(E, FIRST + timedelta(days=on), at, f"M-{n}") for n, (on, at) in enumerate(story)))
    ordered = in_turn(facts)
    assert sorted(map(id, ordered)) == sorted(map(id, facts))
    assert in_turn(reversed(facts)) == ordered
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            assert one.on <= other.on
            if one.on == other.on and one.fact.at and other.fact.at:
                assert one.order < other.order
            elif one.on == other.on and not one.fact.at:
                assert one.root < other.root, "what has no time stands before what was told before it"


RAISED = Clause("form-recorded", (("form", ("dispute",)), ("stage", ("raised",))))
RESOLVED = Clause("form-recorded", (("form", ("dispute",)), ("stage", ("resolved",))))
DISPUTE = alone(SANDWELL.duties[0]._replace(counts_from=RAISED, met_by=(RESOLVED,), which="each", per_child=False))


@pytest.mark.parametrize(
    ("told_so", "still_open"),
    [
        ("raised resolved", 0),
        ("resolved raised", 0),  # typed the wrong way round
        ("raised resolved raised", 1),  # raised again
        ("raised resolved raised resolved", 0),
        ("raised raised resolved", 0),  # the last answers both
        ("resolved raised raised", 1),
        ("resolved resolved raised raised", 0),
        ("resolved raised raised resolved", 0),
    ],
)
@pytest.mark.parametrize("at", ["", "09:30"])
def test_one_answer_of_a_day_serves_no_question_raised_again_after_it(told_so: str, still_open: int, at: str) -> None:
    story = [FormRecorded(E, DAY, at if word == "raised" else "", "dispute", word) for word in told_so.split()]
    found = owed(DISPUTE, *story)
    assert sum(each.is_open for each in found) == still_open


@given(st.lists(st.tuples(st.sampled_from(["raised", "resolved"]), clocks), max_size=24))
def test_a_day_of_many_questions_and_answers_is_worked_out_at_once(day: list[tuple[str, str]]) -> None:
    story = [FormRecorded(E, DAY, at, "dispute", word) for word, at in day]
    found = owed(DISPUTE, *story)
    assert len(found) == sum(word == "raised" for word, _ in day)
    assert owed(DISPUTE, *story) == found


HELD = Hold(
    Clause("form-recorded", (("form", ("hold",)), ("stage", ("started",)))),
    Clause("form-recorded", (("form", ("hold",)), ("stage", ("ended",)))),
)


@pytest.mark.parametrize(("stops", "starts"), [("09:30", ""), ("", "09:30"), ("", ""), ("09:30", "09:30")])
def test_a_clock_stopped_and_resumed_in_a_day_and_stopped_again_stands_until_it_is_resumed(
    stops: str, starts: str
) -> None:
    duty = alone(FIRST_VISIT._replace(counts_from=Clause("episode-opened")), hold=(HELD,))

    def hold(on: int, at: str, stage: str) -> Fact:
        return FormRecorded(E, FIRST + timedelta(days=on), at, "hold", stage)

    one_day = [hold(2, stops, "started"), hold(2, starts, "ended")]
    (found,) = owed(duty, opening(), *one_day)
    assert found.due == FIRST + timedelta(days=7)
    (found,) = owed(duty, opening(), *one_day, hold(2, "", "started"), hold(5, "", "ended"))
    assert found.due == FIRST + timedelta(days=10)


@pytest.mark.parametrize(("begun", "by"), [("09:30", "late"), ("", "met")])
def test_an_answer_without_a_time_is_in_time_on_the_day_it_is_due_and_late_the_day_after(begun: str, by: str) -> None:
    duty = alone(FIRST_VISIT._replace(counts_from=Clause("allocated"), met_by=(VISIT,)), Within("clock_hours", 48))

    def state(on: int, at: str) -> str:
        trigger = made(duty.counts_from, begun)
        visit = Contacted(E, DAY + timedelta(days=on), at, "visit", "made", "family", "aroy")
        (found,) = owed(duty, trigger, visit)
        return found.state

    assert (state(2, ""), state(2, "09:30"), state(2, "09:31"), state(3, "")) == ("met", "met", by, "late")
