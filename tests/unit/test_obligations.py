"""What becomes of what is owed: met, late, set aside, lapsed, ended; and what moves a date, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ehcli.episodes.facts import Fact, FormRecorded, Moved
from ehcli.packs import calendar, reading
from ehcli.procedures.obligation import Obligation, age, holders, in_order, moved, newly_owed, open_ones, task_key
from ehcli.procedures.obligations import Child, obligations
from ehcli.procedures.why import Move, workings
from ehcli.procedures.worklist import is_overdue

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
    in_tray,
    minutes,
    noted,
    opened,
    posted,
    received,
    star,
    taf,
    told,
    visited,
)

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()
STORY = (opened("23 3 2026"), allocated("23 3 2026"))  # first visit due 8 April, TAF 22 April


def owed(*story: Fact, children: Sequence[Child] = OKAFORS, off: Sequence[str] = ()) -> list[Obligation]:
    return list(obligations(told(*story), SANDWELL, ENGLAND, children, off))


def of(duty: str, *story: Fact, children: Sequence[Child] = OKAFORS) -> list[Obligation]:
    found = [each for each in owed(*story, children=children) if each.duty.id == duty]
    return sorted(found, key=lambda each: (each.trigger.order, each.child))


def the(duty: str, *story: Fact, children: Sequence[Child] = OKAFORS) -> Obligation:
    (found,) = of(duty, *story, children=children)
    return found


# Met, late, open


def test_a_visit_on_the_due_date_meets_it() -> None:
    visit = the("initial-home-visit", *STORY, visited("8 4 2026"))
    assert visit.state == "met"
    assert visit.ended_by and visit.ended_by.on == d("8 4 2026")


def test_a_visit_the_day_after_is_late_and_never_met() -> None:
    assert the("initial-home-visit", *STORY, visited("9 4 2026")).state == "late"


def test_a_visit_on_the_day_of_allocation_meets_it() -> None:
    assert the("initial-home-visit", *STORY, visited("23 3 2026")).state == "met"


def test_a_visit_before_the_allocation_does_not() -> None:
    assert the("initial-home-visit", *STORY, visited("20 3 2026")).state == "open"


@pytest.mark.parametrize(
    "not_a_visit",
    [
        visited("25 3 2026", "attempted"),
        contacted("25 3 2026", "phone", "made"),
        contacted("25 3 2026", "video", "made"),
        contacted("25 3 2026", "school-visit", "made"),
        contacted("25 3 2026", "visit", "made", "referrer"),
        contacted("25 3 2026", "visit", "made", "agency"),
    ],
)
def test_only_a_visit_made_to_the_family_meets_the_first_home_visit(not_a_visit: Fact) -> None:
    assert the("initial-home-visit", *STORY, not_a_visit).state == "open"


def test_the_hour_counts_where_hours_are_counted() -> None:
    story = (opened("20 11 2026"), received("20 11 2026", "09:30"))
    assert the("front-door-routing", *story, in_tray("21 11 2026", "09:30")).state == "met"
    assert the("front-door-routing", *story, in_tray("21 11 2026", "09:31")).state == "late"
    assert the("front-door-routing", *story, in_tray("21 11 2026")).state == "met"  # nobody noted the time
    assert the("front-door-routing", *story, in_tray("22 11 2026", "08:00")).state == "late"


def test_a_booking_alone_never_meets_the_initial_taf() -> None:
    from ehcli.episodes.facts import TafNotHeld, TafScheduled

    booked = TafScheduled(E, d("25 3 2026"), "", "M-0001", "initial", "2026-04-15", "14:00", "School")
    assert the("initial-taf", *STORY, booked).state == "open"
    assert (
        the("initial-taf", *STORY, booked, TafNotHeld(E, d("15 4 2026"), "", "M-0001", "Nobody came")).state == "open"
    )
    assert the("initial-taf", *STORY, booked, taf("15 4 2026")).state == "met"


def test_due_today_is_not_overdue() -> None:
    assert not is_overdue(d("8 4 2026"), d("8 4 2026"))
    assert is_overdue(d("8 4 2026"), d("9 4 2026"))
    assert not is_overdue(None, d("9 4 2026"))


def test_a_second_worker_does_not_start_the_first_visit_again() -> None:
    visit = the("initial-home-visit", *STORY, allocated("13 4 2026", worker="tsingh"))
    assert visit.due == d("8 4 2026")


def test_a_co_worker_starts_nothing() -> None:
    assert of("initial-home-visit", opened("23 3 2026"), allocated("23 3 2026", role="co-worker")) == []


# Visits that a manager agreed to space out


def test_weekly_visits_become_fortnightly_by_an_agreement_after_the_initial_taf() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("16 4 2026"))
    assert of("home-visits", *story, visited("20 4 2026"))[-1].due == d("4 5 2026")


def test_an_agreement_on_the_day_of_the_visit_counts_for_it() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("20 4 2026"))
    assert of("home-visits", *story, visited("20 4 2026"))[-1].due == d("4 5 2026")


def test_an_agreement_after_the_visit_moves_nothing_that_is_due() -> None:
    story = (*STORY, taf("15 4 2026"), visited("20 4 2026"), agreed("21 4 2026"), visited("27 4 2026"))
    assert [each.due for each in of("home-visits", *story)] == [d("27 4 2026"), d("11 5 2026")]


def test_before_the_initial_taf_visits_stay_weekly_whatever_was_agreed() -> None:
    assert of("home-visits", *STORY, agreed("24 3 2026"), visited("30 3 2026"))[-1].due == d("6 4 2026")


def test_the_day_of_the_taf_is_no_longer_before_it() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("15 4 2026"), visited("15 4 2026"))
    assert of("home-visits", *story)[-1].due == d("29 4 2026")


def test_an_agreement_ends_on_its_last_day() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("16 4 2026", until="2026-05-04"))
    assert of("home-visits", *story, visited("4 5 2026"))[-1].due == d("18 5 2026")
    assert of("home-visits", *story, visited("5 5 2026"))[-1].due == d("12 5 2026")


def test_an_agreement_of_weekly_visits_ends_a_fortnightly_one() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("16 4 2026"), agreed("1 5 2026", "weekly"), visited("5 5 2026"))
    assert of("home-visits", *story)[-1].due == d("12 5 2026")


def test_what_lengthened_a_limit_is_named_with_it() -> None:
    story = (*STORY, taf("15 4 2026"), agreed("16 4 2026"), visited("20 4 2026"))
    limit = of("home-visits", *story)[-1].first
    assert limit.relaxed_by and limit.relaxed_by.on == d("16 4 2026")
    assert str(limit.within) == "2 weeks"


# Three calls, two visits, one letter

TRIED = ("three-phone-calls", "two-visits", "one-letter")


def test_the_three_two_one_model_is_asked_for_once_the_family_has_been_tried() -> None:
    assert not {each.duty.id for each in owed(*STORY)} & set(TRIED)
    asked = {each.duty.id: each for each in owed(*STORY, called("24 3 2026"))}
    assert all(asked[duty].due == d("8 4 2026") and asked[duty].is_open for duty in TRIED)
    assert "engage-through-referrer" not in asked


def test_the_third_call_meets_the_calls_whether_answered_or_not() -> None:
    two = (*STORY, called("24 3 2026"), contacted("25 3 2026", "phone", "made"))
    assert the("three-phone-calls", *two).state == "open"
    assert the("three-phone-calls", *two, called("9 4 2026")).state == "late"
    three = the("three-phone-calls", *two, called("8 4 2026"))
    assert (three.state, three.ended_by and three.ended_by.on) == ("met", d("8 4 2026"))


def test_attempted_visits_are_two_of_the_six_and_never_the_first_home_visit() -> None:
    story = (*STORY, visited("24 3 2026", "attempted"), visited("31 3 2026", "attempted"))
    assert the("two-visits", *story).state == "met"
    assert the("initial-home-visit", *story).state == "open"


def test_a_letter_counts_when_it_is_posted_and_only_the_letter_for_no_contact() -> None:
    story = (*STORY, called("24 3 2026"))
    assert the("one-letter", *story, posted("8 4 2026", "taf-invitation")).state == "open"
    assert the("one-letter", *story, posted("8 4 2026")).state == "met"
    assert the("one-letter", *story, posted("9 4 2026")).state == "late"


def test_all_six_without_success_lead_to_the_referrer_and_close_nothing() -> None:
    six = (
        *STORY,
        *(called(day) for day in ("24 3 2026", "25 3 2026", "26 3 2026")),
        *(visited(day, "attempted") for day in ("27 3 2026", "30 3 2026")),
    )
    assert of("engage-through-referrer", *six) == []
    through = the("engage-through-referrer", *six, posted("1 4 2026"))
    assert (through.state, through.due) == ("open", None)
    assert the("initial-home-visit", *six, posted("1 4 2026")).state == "open"
    asked = FormRecorded(E, d("2 4 2026"), "", "engagement-through-referrer", "asked")
    assert the("engage-through-referrer", *six, posted("1 4 2026"), asked).state == "met"


def test_the_call_to_the_referrer_after_allocation_is_not_the_engagement_through_the_referrer() -> None:
    """COG-152 and COG-499: most referrers were called on the first day, and the task would never be seen."""
    story = (
        *STORY,
        contacted("25 3 2026", "phone", "made", "referrer"),
        *(called(day) for day in ("26 3 2026", "27 3 2026", "30 3 2026")),
        *(visited(day, "attempted") for day in ("30 3 2026", "31 3 2026")),
        posted("1 4 2026"),
    )
    assert the("referrer-contacted", *story).state == "met"
    assert the("engage-through-referrer", *story).state == "open"


def test_contacts_of_one_week_do_not_count_for_the_next() -> None:
    """COG-179: two or more each week."""
    high = FormRecorded(E, d("30 3 2026"), "", "support-intensity", "high")
    four = [visited(day) for day in ("31 3 2026", "1 4 2026", "2 4 2026", "6 4 2026")]
    weeks = of("high-level-contacts", *STORY, high, *four)
    assert [(each.turn, each.state, each.due) for each in weeks] == [
        (1, "met", d("6 4 2026")),
        (2, "open", d("13 4 2026")),
    ]
    weeks = of("high-level-contacts", *STORY, high, *four, visited("7 4 2026"), called("10 4 2026"))
    assert weeks[1].state == "open", "a call that was only attempted is no contact"
    weeks = of("high-level-contacts", *STORY, high, *four, visited("7 4 2026"), visited("13 4 2026"))
    assert [each.state for each in weeks] == ["met", "met", "open"]


def test_a_visit_that_is_made_lapses_what_was_left_of_them() -> None:
    story = (*STORY, called("24 3 2026"), visited("26 3 2026"))
    for duty in TRIED:
        assert the(duty, *story).state == "lapsed"
    assert the("initial-home-visit", *story).state == "met"


# Children


@pytest.mark.parametrize(
    ("born", "strength"),
    [
        # Due 22 April 2026: the age is that of the due date.
        ("23 4 2016", None),  # nine, ten the day after
        ("22 4 2016", "should"),  # ten on the day
        ("23 4 2015", "should"),  # eleven the day after
        ("22 4 2015", "must"),  # eleven on the day
        ("22 4 2009", "must"),
    ],
)
def test_cse_screening_is_asked_for_from_ten_and_mandatory_from_eleven(born: str, strength: str | None) -> None:
    found = of("cse-screening", *STORY, children=[Child(ADA, d(born))])
    assert [each.strength for each in found] == ([strength] if strength else [])


def test_a_child_without_a_date_of_birth_is_screened_to_be_safe() -> None:
    assert [each.strength for each in of("cse-screening", *STORY, children=[Child(ADA, None)])] == ["must"]


def test_a_birthday_on_29_february_is_kept_on_1_march() -> None:
    leap = date(2016, 2, 29)
    assert age(leap, date(2026, 2, 28)) == 9
    assert age(leap, date(2026, 3, 1)) == 10
    assert age(leap, date(2028, 2, 29)) == 12


def test_a_child_who_turns_ten_between_two_meetings_is_screened_for_the_review() -> None:
    born = Child(CHIDI, d("1 7 2016"))
    story = (*STORY, taf("15 4 2026"))  # the review is due 8 July
    assert of("cse-screening", *story, children=[born]) == []
    assert the("cse-review", *story, children=[born]).strength == "should"


def test_a_session_that_reached_one_child_leaves_the_other_owed() -> None:
    story = (*STORY, form("20 4 2026", "wishes-and-feelings", "completed", ADA))
    assert {each.child: each.state for each in of("wishes-and-feelings", *story)} == {ADA: "met", CHIDI: "open"}


def test_one_or_the_other_meets_the_childs_voice_before_a_review() -> None:
    story = (
        *STORY,
        taf("15 4 2026"),
        star("1 6 2026", "my-star", ADA),
        form("2 6 2026", "wishes-and-feelings", "completed", CHIDI),
    )
    assert [each.state for each in of("childs-voice-before-review", *story)] == ["met", "met"]
    assert [each.state for each in of("childs-voice-before-review", *story[:-1])] == ["met", "open"]


def test_a_family_without_children_on_the_episode_owes_nothing_for_each_child() -> None:
    assert of("wishes-and-feelings", *STORY, children=[]) == []


def test_what_is_gathered_from_one_child_is_gathered_again_from_that_child_only() -> None:
    story = (*STORY, form("20 4 2026", "wishes-and-feelings", "completed", ADA))
    assert [each.child for each in of("wishes-and-feelings-repeat", *story)] == [ADA]


# Meetings and their minutes


def test_minutes_of_another_meeting_meet_nothing() -> None:
    story = (
        opened("1 5 2026"),
        taf("21 5 2026", meeting="M-0001"),
        taf("6 8 2026", kind="review", meeting="M-0002"),
        minutes("7 8 2026", "handed-in", "M-0002"),
    )
    assert [(each.trigger.fact.meeting, each.state) for each in of("minutes-handed-in", *story)] == [  # type: ignore[union-attr]
        ("M-0001", "open"),
        ("M-0002", "met"),
    ]


def test_each_stage_of_the_minutes_meets_its_own_duty() -> None:
    story = [opened("1 5 2026"), taf("21 5 2026", "14:00")]
    for stage, duty in (
        ("handed-in", "minutes-handed-in"),
        ("typed", "minutes-typed"),
        ("approved", "minutes-approved"),
        ("sent", "minutes-sent"),
    ):
        assert the(duty, *story).state == "open"
        story.append(minutes("22 5 2026", stage, at="13:00"))
        assert the(duty, *story).state == "met"


def test_handing_the_plan_in_shows_that_it_was_made() -> None:
    story = (opened("1 5 2026"), taf("21 5 2026", "14:00"))
    assert the("taf-plan", *story, minutes("21 5 2026", "handed-in", at="16:00")).state == "met"
    assert the("taf-plan", *story, minutes("22 5 2026", "handed-in", at="13:00")).state == "late"
    assert the("taf-plan", *story, form("21 5 2026", "outcome-focused-plan", "updated")).state == "met"


def test_an_earlier_review_brings_the_next_one_forward() -> None:
    story = (opened("1 5 2026"), taf("21 5 2026"), taf("30 7 2026", kind="review", meeting="M-0002"))
    first, second = of("review-taf", *story)
    assert (first.state, second.state, second.due) == ("met", "open", d("22 10 2026"))


# Two limits


def test_the_earliest_limit_is_due_and_the_latest_is_the_outer_limit() -> None:
    taf_owed = the("initial-taf", *STORY)
    assert (taf_owed.due, taf_owed.limit) == (d("22 4 2026"), d("7 5 2026"))
    assert taf_owed.citations[0].source == "cog"
    assert taf_owed.citations[-1].source == "teh"


def test_a_limit_that_starts_elsewhere_is_silent_until_that_happens() -> None:
    assert the("eha-review", opened("23 3 2026")).limit is None
    assert the("eha-review", opened("23 3 2026"), allocated("25 3 2026")).limit == d("25 9 2026")


def test_a_referral_on_a_saturday_is_not_given_longer_by_the_hours_than_by_the_days() -> None:
    """COG-readings 1: the hours are the target, the end of the second working day the standard."""
    allocation = the("referral-allocation", opened("4 4 2026"), received("4 4 2026", "11:00"))
    assert allocation.due == d("8 4 2026")
    assert allocation.limit in (None, d("8 4 2026"))


# Ends


def test_a_set_aside_task_is_kept_as_not_done() -> None:
    key = task_key(the("taf-plan-authorised", *STORY, taf("15 4 2026")).key)
    left = the("taf-plan-authorised", *STORY, taf("15 4 2026"), aside("20 4 2026", key))
    assert left.state == "set-aside"
    assert left.ended_by and left.ended_by.on == d("20 4 2026")


def test_setting_one_aside_leaves_its_brother_owed() -> None:
    first, _ = of("wishes-and-feelings", *STORY)
    states = {
        each.child: each.state for each in of("wishes-and-feelings", *STORY, aside("20 4 2026", task_key(first.key)))
    }
    assert states == {ADA: "set-aside", CHIDI: "open"}


def test_closing_ends_what_is_open_and_leaves_what_was_met() -> None:
    story = (*STORY, visited("30 3 2026"), closed("20 4 2026"))
    assert the("initial-home-visit", *story).state == "met"
    assert the("initial-taf", *story).state == "ended"
    assert open_ones(owed(*story)) == []


def test_nothing_starts_after_an_episode_has_closed() -> None:
    story = (*STORY, closed("20 4 2026"), taf("21 4 2026"))
    assert of("review-taf", *story) == []
    assert the("initial-taf", *story).state == "ended"


def test_what_is_met_on_the_closing_day_is_met() -> None:
    assert the("initial-taf", *STORY, taf("20 4 2026"), closed("20 4 2026")).state == "met"


def test_a_duty_that_the_authority_switched_off_is_not_asked_for() -> None:
    assert "covid-risk-assessment" in {each.duty.id for each in owed(*STORY)}
    assert "covid-risk-assessment" not in {each.duty.id for each in owed(*STORY, off=["covid-19"])}


def test_a_significant_note_asks_for_three_updates() -> None:
    updates = {"genogram-update", "chronology-update", "case-summary-update"}
    assert not updates & {each.duty.id for each in owed(*STORY, noted("20 5 2026"))}
    assert updates <= {each.duty.id for each in owed(*STORY, noted("20 5 2026", significant=True))}


# Before and after


def test_what_a_command_newly_owes_is_what_was_not_open_before() -> None:
    before, after = owed(opened("23 3 2026")), owed(*STORY)
    fresh = newly_owed(before, after)
    assert fresh[0].due == d("23 3 2026")
    assert fresh == sorted(fresh, key=in_order)
    assert "eha-review" not in {each.duty.id for each in fresh}
    assert newly_owed(after, after) == []


def test_a_corrected_trigger_moves_the_date_and_keeps_the_key() -> None:
    facts = told(*STORY)
    right = [facts[0], facts[1]._replace(id=3, fact=facts[1].fact._replace(on=d("24 3 2026")))]
    before = list(obligations(facts, SANDWELL, ENGLAND, OKAFORS))
    after = list(obligations(right, SANDWELL, ENGLAND, OKAFORS))
    shifted = {new.duty.id: (old.due, new.due) for old, new in moved(before, after)}
    assert shifted["initial-home-visit"] == (d("8 4 2026"), d("9 4 2026"))
    assert {each.key for each in before} == {each.key for each in after}


def test_the_last_to_pick_a_task_up_holds_it() -> None:
    facts = told(Moved(E, d("2 4 2026"), "", "eha::2", "tsingh"), Moved(E, d("1 4 2026"), "", "eha::2", "aroy"))
    assert holders(facts) == {"eha::2": "tsingh"}


def test_the_working_of_a_date_counts_every_day_and_names_every_day_passed_over() -> None:
    (working,) = workings(the("initial-home-visit", *STORY), [], ENGLAND)
    assert len(working.counted) == 10
    assert working.counted[0] == d("24 3 2026") and working.counted[-1] == d("8 4 2026")
    assert [(day.on, day.why) for day in working.skipped if day.why != "weekend"] == [
        (d("3 4 2026"), "Good Friday"),
        (d("6 4 2026"), "Easter Monday"),
    ]
    assert working.act_by is None


def test_a_date_on_a_day_off_is_given_with_the_working_day_to_plan_for() -> None:
    (working,) = workings(of("home-visits", *STORY, visited("30 3 2026"))[0], [], ENGLAND)
    assert working.limit.due == d("6 4 2026")
    assert working.act_by == d("2 4 2026")


def test_a_date_given_before_a_correction_is_told_with_the_reason() -> None:
    facts = told(*STORY)
    old = facts[1]
    right = [facts[0], old._replace(id=3, fact=old.fact._replace(on=d("24 3 2026")))]
    before, after = ({each.key: each for each in obligations(story, SANDWELL, ENGLAND)} for story in (facts, right))
    visit = next(each for each in after.values() if each.duty.id == "initial-home-visit")
    (working,) = workings(visit, [Move(7, "Entered a day early", before, after), Move(8, "", after, after)], ENGLAND)
    assert [(each.start, each.due, each.until_entry, each.reason) for each in working.earlier] == [
        (d("23 3 2026"), d("8 4 2026"), 7, "Entered a day early")
    ]


def test_what_some_duties_ask_for_is_the_same_without_the_rest() -> None:
    story = (*STORY, visited("9 4 2026"), taf("20 4 2026"))
    duties = {"initial-home-visit", "initial-taf"}
    every = owed(*story)
    alone = list(obligations(told(*story), SANDWELL, ENGLAND, OKAFORS, of=duties))
    assert alone == [each for each in every if each.duty.id in duties]
    assert alone and len(alone) < len(every)


def test_what_was_set_aside_is_not_among_what_is_open() -> None:
    for one in (the("initial-taf", *STORY), of("wishes-and-feelings", *STORY)[0]):
        story = (*STORY, aside("20 4 2026", task_key(one.key)))
        left = {each.key: each.state for each in obligations(told(*story), SANDWELL, ENGLAND, OKAFORS, open_only=True)}
        assert one.key not in left
        assert set(left.values()) == {"open"}
