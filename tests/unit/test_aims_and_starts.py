"""Dates that are aimed at, duties that more than one thing sets off, and duties that only some families are owed."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.episodes.facts import ConsentRecorded, TafScheduled
from ehcli.packs import calendar, reading
from ehcli.procedures import sheet
from ehcli.procedures.obligations import obligations
from ehcli.procedures.why import explained
from ehcli.procedures.why_not import why_not_owed

from .telling import OKAFORS, E, allocated, closed, d, form, noted, opened, told

AIMS = reading.load(Path(__file__).parents[1] / "packs" / "good" / "aims.toml")
ENGLAND = calendar.workdays()
DUTY = {duty.id: duty for duty in AIMS.duties}
BEGUN = (opened("2 2 2026"), allocated("2 2 2026"))
BOOKED = TafScheduled(E, d("9 2 2026"), "", "M-0001", "initial", "2026-03-02")
TAKEN_BACK = ConsentRecorded(E, d("10 2 2026"), "", "P-0003", "withdrawn")


def owed(duty, *facts):
    return [each for each in obligations(told(*facts), AIMS, ENGLAND, OKAFORS) if each.duty.id == duty]


def test_a_range_is_aimed_at_first_and_due_at_its_end():
    (assessment,) = owed("assessment", *BEGUN)
    assert (assessment.first.aim, assessment.due, assessment.limit) == (d("16 3 2026"), d("30 3 2026"), None)
    assert explained(assessment, [], ENGLAND).reminder == d("16 3 2026")


@pytest.mark.parametrize(("done", "state"), [("17 3 2026", "met"), ("30 3 2026", "met"), ("31 3 2026", "late")])
def test_what_is_done_after_the_aim_and_by_the_end_is_not_late(done, state):
    (assessment,) = owed("assessment", *BEGUN, form(done, "assessment"))
    assert assessment.state == state


def test_whichever_of_several_starts_comes_first_sets_a_duty_off_once():
    accepted = form("26 1 2026", "step-down", "accepted")
    for facts in permutations((*BEGUN, accepted)):
        (assessment,) = owed("assessment", *facts)
        assert (assessment.trigger.on, assessment.due) == (d("26 1 2026"), d("23 3 2026"))
    (assessment,) = owed("assessment", opened("2 2 2026"), form("4 2 2026", "step-down", "accepted"))
    assert assessment.due == d("1 4 2026")
    assert owed("assessment", opened("2 2 2026"), form("4 2 2026", "assessment")) == []


def test_a_form_that_is_no_start_sets_nothing_off():
    assert owed("assessment", opened("2 2 2026"), form("4 2 2026", "views")) == []


@pytest.mark.parametrize("day", ["1 2 2026", "2 2 2026", "20 2 2026"])
def test_a_duty_of_some_families_is_owed_once_that_is_recorded_before_or_after_its_start(day):
    assert owed("coordination", *BEGUN) == []
    assert owed("coordination", *BEGUN, form(day, "agencies", "one")) == []
    (lead,) = owed("coordination", *BEGUN, form(day, "agencies", "several"))
    assert lead.due == d("9 2 2026")
    assert list(why_not_owed(DUTY["coordination"], told(*BEGUN), OKAFORS, (), ENGLAND)) == [
        "It is owed only where this is so: form recorded: agencies, several."
    ]


def test_a_duty_that_is_owed_where_something_has_not_happened_ends_when_it_does():
    away = form("9 2 2026", "cannot-attend")
    assert owed("views", *BEGUN, BOOKED) == []
    (views,) = owed("views", *BEGUN, BOOKED, away)
    assert views.due == d("2 3 2026")
    assert owed("views", *BEGUN, BOOKED, away, TAKEN_BACK) == []


def test_a_note_that_meets_such_a_duty_is_read_among_many():
    """A case of thousands of notes reads those that something follows from: of a duty with a condition, too."""
    assert AIMS.duties[1].clauses
    (lead,) = owed("coordination", *BEGUN, form("3 2 2026", "agencies", "several"), noted("10 2 2026"))
    assert lead.state == "late"


def test_the_sheet_and_the_limits_say_so_in_words():
    said = {duty.id: " ".join(sheet.sentences(duty)) for duty in AIMS.duties}
    assert "'allocated: key-worker or form recorded: step-down, accepted'" in said["assessment"]
    assert "Only where this is so, as far as it is recorded: form recorded: agencies, several." in said["coordination"]
    assert "not consent recorded: withdrawn" in said["views"]
    assert "It is an aim: it is never overdue." in said["length"]
    assert str(DUTY["assessment"].rules[0]) == "aim 6 weeks, within 8 weeks"


@settings(max_examples=60)
@given(st.integers(0, 700), st.lists(st.sampled_from(["agencies", "cannot-attend", "views"]), max_size=5), st.randoms())
def test_no_order_of_telling_changes_what_is_owed(after, forms, chance):
    day = d("2 2 2026") + timedelta(days=after)
    facts = [*BEGUN, BOOKED, *(form(f"{day.day} {day.month} {day.year}", name) for name in forms)]
    straight = {
        (each.key[:2], each.due, each.first.aim, each.state) for each in obligations(told(*facts), AIMS, ENGLAND)
    }
    chance.shuffle(facts)
    assert straight == {
        (each.key[:2], each.due, each.first.aim, each.state) for each in obligations(told(*facts), AIMS, ENGLAND)
    }


def test_what_is_only_usual_is_told_to_have_been_met_after_its_day():
    (length,) = owed("length", *BEGUN, closed("3 8 2026"))
    assert (length.due, length.state) == (d("2 8 2026"), "late")
