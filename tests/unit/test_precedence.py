"""What comes first of what an episode owes: who was last seen when, what one act meets, what waits for a step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.episodes.facts import Contacted
from ehcli.packs import calendar, reading
from ehcli.procedures.bands import BANDS
from ehcli.procedures.obligation import open_ones
from ehcli.procedures.obligations import obligations
from ehcli.procedures.precedence import last_seen, places

from .telling import (
    ADA,
    CHIDI,
    OKAFORS,
    E,
    allocated,
    contacted,
    d,
    in_tray,
    minutes,
    opened,
    received,
    taf,
    told,
    visited,
)

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()
SEEN = (ADA, CHIDI)


def seeing(on: str, *seen: str, how: str = "visit", outcome: str = "made", party: str = "family") -> Contacted:
    return Contacted(E, d(on), "", how, outcome, party, "aroy", seen)


def owed(*facts):
    return {each.duty.id: each for each in open_ones(obligations(told(*facts), SANDWELL, ENGLAND, OKAFORS))}


# Seen

BOTH = seeing("2 3 2026", ADA, CHIDI)


def test_a_visit_that_names_nobody_saw_an_only_child():
    assert last_seen(told(visited("2 3 2026")), [ADA]) == {ADA: d("2 3 2026")}


@pytest.mark.parametrize(
    ("facts", "ada", "chidi"),
    [
        ([], None, None),
        ([visited("2 3 2026")], None, None),
        ([BOTH, visited("9 3 2026")], "2 3 2026", "2 3 2026"),
        ([BOTH, visited("9 3 2026", "attempted")], "2 3 2026", "2 3 2026"),
        ([BOTH, contacted("9 3 2026", "phone", "made")], "2 3 2026", "2 3 2026"),
        ([BOTH, contacted("9 3 2026", "video", "made")], "2 3 2026", "2 3 2026"),
        ([seeing("9 3 2026", ADA)], "9 3 2026", None),
        ([BOTH, seeing("9 3 2026", CHIDI, how="school-visit")], "2 3 2026", "9 3 2026"),
        ([seeing("9 3 2026", ADA), seeing("2 3 2026", ADA, CHIDI)], "9 3 2026", "2 3 2026"),
        ([seeing("9 3 2026", ADA, party="referrer")], None, None),
        ([seeing("9 3 2026", "P-0003")], None, None),
    ],
)
def test_a_child_was_seen_by_a_visit_that_took_place_and_that_named_it(facts, ada, chidi):
    seen = last_seen(told(*facts), SEEN)
    assert seen == {ADA: d(ada) if ada else None, CHIDI: d(chidi) if chidi else None}


@given(st.permutations([BOTH, seeing("9 3 2026", ADA), seeing("5 3 2026", CHIDI), visited("12 3 2026", "attempted")]))
def test_the_order_of_entry_does_not_change_who_was_seen_when(facts):
    assert last_seen(told(*facts), SEEN) == {ADA: d("9 3 2026"), CHIDI: d("5 3 2026")}


# Acts


def test_one_allocation_meets_two_tasks_and_is_one_thing_to_do():
    due = owed(received("2 2 2026"), opened("2 2 2026"), in_tray("2 2 2026"))
    found = places(list(due.values()))
    both = due["team-allocation"].key, due["referral-allocation"].key
    assert found[both[0]].act == found[both[1]].act == both[0]


def test_tasks_that_need_different_acts_stay_apart():
    due = owed(opened("2 2 2026"), allocated("2 2 2026"))
    found = places(list(due.values()))
    assert found[due["initial-home-visit"].key].act != found[due["initial-taf"].key].act
    assert found[due["genogram"].key].act != found[due["chronology"].key].act
    assert found[due["initial-home-visit"].key].waits_for is None


def test_what_is_owed_for_each_child_is_an_act_for_each():
    found = list(open_ones(obligations(told(opened("2 2 2026"), allocated("2 2 2026")), SANDWELL, ENGLAND, OKAFORS)))
    wishes = [each for each in found if each.duty.id == "wishes-and-feelings"]
    placed = places(found)
    assert len({placed[each.key].act for each in wishes}) == 2


# Steps


def test_minutes_are_typed_after_they_were_handed_in_and_each_meeting_has_its_own():
    first, second = taf("2 3 2026"), taf("9 3 2026", kind="review", meeting="M-0002")
    every = list(open_ones(obligations(told(opened("2 2 2026"), first, second), SANDWELL, ENGLAND, OKAFORS)))
    placed = places(every)
    key = {(each.duty.id, placed[each.key].meeting): each.key for each in every}
    for meeting in ("M-0001", "M-0002"):
        assert placed[key["minutes-handed-in", meeting]].waits_for is None
        assert placed[key["minutes-typed", meeting]].waits_for == key["minutes-handed-in", meeting]
        assert placed[key["minutes-approved", meeting]].waits_for == key["minutes-typed", meeting]
        assert placed[key["minutes-sent", meeting]].waits_for == key["minutes-approved", meeting]


def test_a_step_can_be_done_once_the_one_before_it_is():
    due = owed(opened("2 2 2026"), taf("2 3 2026"), minutes("3 3 2026", "handed-in"))
    placed = places(list(due.values()))
    assert placed[due["minutes-typed"].key].waits_for is None
    assert placed[due["minutes-approved"].key].waits_for == due["minutes-typed"].key


# Bands


@pytest.mark.parametrize("name", reading.procedure_names())
def test_every_duty_that_ships_stands_in_a_band_and_the_safety_of_a_child_first(name):
    duties = reading.procedure(name).duties
    assert {duty.band for duty in duties} <= set(BANDS)
    assert "unseen" in {duty.band for duty in duties}
    seeing_somebody = [
        duty
        for duty in duties
        if any(clause.fact == "contacted" and dict(clause.wants).get("how") == ("visit",) for clause in duty.met_by)
    ]
    assert {duty.band for duty in seeing_somebody} <= {"harm", "unseen", "plan"}
