"""What the Family Work Teams' and Nottinghamshire's packs hold is done: what meets a duty, what does not, and who may.

The dates stand in worked/; here is what becomes of them. A docstring names the requirements its test proves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ehcli.episodes.facts import Child
from ehcli.packs import calendar, coverage, reading
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.obligations import obligations
from ehcli.procedures.why_not import why_not_owed
from tests.offices import Office
from tests.packs.test_worked import DATED, cases, told

FWT, NCC = "family-work-teams", "nottinghamshire"
WREN, TAM = "P-0001", "P-0002"
WORKDAYS = calendar.workdays()
ALLOCATED = {"fact": "allocated", "on": date(2026, 6, 1), "role": "key-worker"}
OPENED = {"fact": "episode-opened", "on": date(2026, 6, 1), "level": "targeted"}


def june(day: int, fact: str, **fields: Any) -> dict[str, Any]:
    """Something that happened on that day of June 2026, which has no bank holiday; the 1st is a Monday."""
    return {"fact": fact, "on": date(2026, 6, day), **fields}


def form(day: int, form: str, stage: str, **fields: Any) -> dict[str, Any]:
    return june(day, "form-recorded", form=form, stage=stage, **fields)


def contact(day: int, how: str, outcome: str = "made", **fields: Any) -> dict[str, Any]:
    return june(day, "contacted", how=how, outcome=outcome, **{"party": "family", **fields})


def owed(pack: str, duty: str, *facts: dict[str, Any], off: Sequence[str] = ()) -> list[Obligation]:
    """The duty as owed after these facts, for Wren and Tam where it is owed for each child."""
    children = [Child(WREN, date(2015, 1, 1)), Child(TAM, date(2019, 1, 1))]
    found = obligations(told({"facts": facts}), reading.procedure(pack), WORKDAYS, children, off)
    return [each for each in found if each.duty.id == duty]


def states(pack: str, duty: str, *facts: dict[str, Any], off: Sequence[str] = ()) -> list[str]:
    return [each.state for each in owed(pack, duty, *facts, off=off)]


# Every row with a date in it


def dated(source: str) -> list[coverage.Standing]:
    """The rows of a source that have a date in them and that its pack holds."""
    return [
        each
        for each in coverage.standings([reading.procedure(FWT), reading.procedure(NCC)])
        if each.requirement.id.startswith(source)
        and each.state == "held"
        and (
            each.requirement.kind in ("timescale", "recurrence")
            or (each.requirement.kind in DATED and re.search(r"\d|every", each.requirement.due))
        )
    ]


def named_here() -> set[str]:
    module = sys.modules[__name__]
    tests = [value.__doc__ or "" for name, value in vars(module).items() if name.startswith("test_")]
    return set(re.findall(r"(?:FWT|NCC)-\d{3}", " ".join(tests)))


@pytest.mark.parametrize(("source", "pack", "least"), [("FWT", FWT, 21), ("NCC", NCC, 22)])
def test_every_row_with_a_date_is_named_by_a_case_worked_by_hand_or_by_a_test(
    source: str, pack: str, least: int
) -> None:
    rows = {each.requirement.id for each in dated(source)}
    worked = {row for case in cases(pack) for row in case["rows"]}
    assert len(rows) >= least
    assert sorted(rows - worked - named_here()) == []


@pytest.mark.parametrize("source", ["FWT", "NCC"])
def test_a_row_with_a_timescale_is_held_by_a_duty_and_not_by_a_list(source: str) -> None:
    rows = [each for each in dated(source) if each.requirement.kind in ("timescale", "recurrence")]
    assert [f"{each.requirement.id} by {each.where}" for each in rows if ": duty " not in each.where] == []


@pytest.mark.parametrize("pack", [FWT, NCC])
def test_a_case_worked_by_hand_names_only_rows_of_its_own_duty(pack: str) -> None:
    """A case that named a row of another duty would seem to prove what it does not."""
    procedure = reading.procedure(pack)
    wrong = []
    for case in cases(pack):
        duty = procedure.duty(case["duty"])
        held = {row for rule in duty.rules for row in (*rule.rows, *(row for cite in rule.cite for row in cite.rows))}
        held |= {row for cite in (duty.relax.cite if duty.relax else ()) for row in cite.rows}
        wrong += [f"{duty.id}: {row}" for row in case["rows"] if row not in held]
    assert wrong == []


@pytest.mark.parametrize(
    ("pack", "title", "section"),
    [
        (FWT, "Standard Operating Procedures for the Early Help Family Work Teams (June 2022), ", ""),
        (NCC, "Early Help Case Management, Section 3 (undated; no version printed), ", "3"),
    ],
)
def test_every_limit_is_cited_by_title_date_section_and_place(pack: str, title: str, section: str) -> None:
    """FWT-001: the title and June 2022. NCC-001: section 3 and the sub-section, where it has a number."""
    unnumbered = ("Stepping Down the case",)
    cites = [cite for duty in reading.procedure(pack).duties for cite in duty.citations]
    assert len(cites) > 40
    for cite in cites:
        assert str(cite).startswith(title)
        assert cite.section.startswith(section) or cite.section in unnumbered
        assert re.fullmatch(r"lines? [\d, -]+", cite.place)


# Family Work Teams: what meets a duty


@pytest.mark.parametrize(
    ("met", "state"),
    [
        (contact(2, "phone", "attempted", at="09:00"), "open"),
        (contact(3, "phone", at="10:00"), "met"),
        (contact(3, "phone", at="10:01"), "late"),
        (june(3, "note-written", type="Initial 48 Hour Contact", at="09:59"), "met"),
    ],
)
def test_the_family_is_told_of_the_referral_within_48_hours_to_the_minute(met: dict[str, Any], state: str) -> None:
    """FWT-015."""
    accepted = form(1, "referral-acceptance", "accepted", at="10:00")
    assert states(FWT, "contact-after-acceptance", OPENED, accepted, met) == [state]


def test_a_contact_without_its_note_does_not_meet_the_clock_of_the_hub() -> None:
    """FWT-124, FWT-123: the case note of the printed type is what is asked for."""
    decided = form(1, "hub-decision", "decided", at="10:00")
    assert states(FWT, "contact-after-hub-decision", OPENED, decided, contact(2, "phone")) == ["open"]
    noted = june(2, "note-written", type="Initial 48 Hour Contact")
    assert states(FWT, "contact-after-hub-decision", OPENED, decided, noted) == ["met"]


def test_a_child_is_seen_by_a_visit_that_saw_that_child_and_by_no_note() -> None:
    """FWT-016, FWT-017: a case note is recorded against the children, whether they were there or not."""
    noted = june(5, "note-written", type="Initial Home Visit", children=(WREN, TAM))
    assert states(FWT, "child-seen", OPENED, ALLOCATED, noted) == ["open", "open"]
    visit = contact(5, "visit", seen=(WREN,))
    assert states(FWT, "child-seen", OPENED, ALLOCATED, visit) == ["met", "open"]
    assert states(FWT, "family-seen", OPENED, ALLOCATED, visit) == ["met"]
    for nobody in (contact(5, "visit", "attempted", seen=()), contact(5, "video"), contact(5, "phone")):
        assert states(FWT, "family-seen", OPENED, ALLOCATED, nobody) == ["open"]


def test_a_note_of_why_a_child_was_not_seen_excuses_and_does_not_meet() -> None:
    """FWT-018, FWT-019: the child stays to be seen, now by the day the note gave."""
    facts = (OPENED, ALLOCATED, form(12, "child-seen", "not-seen", children=(TAM,), about_on="2026-06-22"))
    assert states(FWT, "child-seen", *facts) == ["open", "open"]
    assert states(FWT, "child-seen-or-reason", *facts) == ["open", "met"]
    (planned,) = owed(FWT, "child-seen-as-planned", *facts)
    assert (planned.child, str(planned.due), planned.state) == (TAM, "2026-06-22", "open")


def test_a_date_for_the_taf_is_not_a_taf() -> None:
    """FWT-020, FWT-057: agreeing the day and holding the meeting are two things."""
    planned = june(5, "taf-scheduled", meeting="M-0001", kind="initial", planned_on="2026-06-25")
    assert states(FWT, "taf-date-agreed", OPENED, ALLOCATED, planned) == ["met"]
    assert states(FWT, "first-taf", OPENED, ALLOCATED, planned) == ["open"]
    missed = june(25, "taf-not-held", meeting="M-0001", reason="Nobody came")
    assert states(FWT, "first-taf", OPENED, ALLOCATED, planned, missed) == ["open"]
    held = june(25, "taf-held", meeting="M-0001", kind="initial")
    assert states(FWT, "first-taf", OPENED, ALLOCATED, planned, held) == ["met"]


def test_a_waiting_list_is_each_localitys_choice() -> None:
    """FWT-026, FWT-028, FWT-029: without one only the capacity note is owed; offers end with allocation."""
    placed = form(1, "waiting-list", "placed", at="10:00")
    for duty in ("waiting-list-contact", "first-support-call-offer"):
        assert states(FWT, duty, OPENED, placed) == ["open"]
        assert states(FWT, duty, OPENED, placed, off=["waiting-list"]) == []
    assert states(FWT, "waiting-list-contact", OPENED, placed, contact(3, "phone", "attempted")) == ["open"]
    offered = form(8, "waiting-list-support-call", "offered")
    assert states(FWT, "support-call-offer", OPENED, placed, offered) == ["open"]
    given = {**ALLOCATED, "on": date(2026, 6, 15)}
    assert states(FWT, "support-call-offer", OPENED, placed, offered, given) == ["lapsed"]


def test_an_assessment_is_met_by_its_authorisation_and_its_date_moves_for_no_reason() -> None:
    """FWT-045, FWT-046, FWT-047: completed is not authorised; the note of why explains and does not meet."""
    completed = form(22, "eha", "completed")
    assert states(FWT, "eha", OPENED, ALLOCATED, completed) == ["open"]
    late = {"fact": "form-recorded", "on": date(2026, 7, 10), "form": "eha-late-note", "stage": "completed"}
    (assessment,) = owed(FWT, "eha", OPENED, ALLOCATED, completed, late)
    assert (assessment.state, str(assessment.due)) == ("open", "2026-07-13")
    assert states(FWT, "eha-late-note", OPENED, ALLOCATED, completed, late) == ["met"]
    done = {**late, "form": "eha", "stage": "authorised", "on": date(2026, 7, 14)}
    assert states(FWT, "eha", OPENED, ALLOCATED, completed, done) == ["late"]


def test_an_assessment_shared_after_it_was_finalised_was_shared_late() -> None:
    """FWT-053."""
    drafted, final = form(1, "eha", "completed"), form(10, "eha", "finalised")
    assert states(FWT, "eha-shared-with-family", OPENED, drafted, form(9, "eha", "shared-with-family"), final) == [
        "met"
    ]
    assert states(FWT, "eha-shared-with-family", OPENED, drafted, final, form(11, "eha", "shared-with-family")) == [
        "late"
    ]


def test_a_support_request_without_consent_is_no_consent() -> None:
    """FWT-021, FWT-022."""
    accepted = form(1, "referral-acceptance", "accepted")
    for stage, state in (("received", "open"), ("consent-indicated", "met")):
        assert states(FWT, "consent-checked", OPENED, accepted, form(1, "early-help-support-request", stage)) == [state]


def test_a_review_is_due_at_eight_weeks_and_limited_to_twelve_from_the_meeting_held() -> None:
    """FWT-067, FWT-069, FWT-070: a meeting that was only planned starts no clock."""
    planned = june(1, "taf-scheduled", meeting="M-0001", kind="initial", planned_on="2026-06-08")
    assert states(FWT, "review-taf", OPENED, planned) == []
    (review,) = owed(FWT, "review-taf", OPENED, june(9, "taf-held", meeting="M-0001", kind="initial"))
    assert (str(review.due), str(review.limit)) == ("2026-08-04", "2026-09-01")


def test_a_support_call_episode_does_not_start_the_45_days() -> None:
    """FWT-115, FWT-116: the summary is of EH support; its update counts from the last one."""
    calls = {**OPENED, "type": "support-call"}
    assert states(FWT, "case-summary", calls) == []
    first = form(20, "case-summary", "completed")
    assert states(FWT, "case-summary", OPENED, first) == ["met"]
    (update,) = owed(FWT, "case-summary-update", OPENED, first)
    assert str(update.due) == "2026-09-20"


def test_through_day_45_of_social_work_the_case_stays_open() -> None:
    """FWT-087, FWT-138."""
    begun = form(1, "social-work-involvement", "started")
    (length,) = owed(FWT, "social-work-length-settled", OPENED, begun)
    assert (str(length.due), length.state) == ("2026-07-16", "open")
    longer = form(20, "social-work-involvement", "longer-term")
    assert states(FWT, "social-work-length-settled", OPENED, begun, longer) == ["met"]


def test_three_attempts_are_on_three_days_and_only_then_is_the_letter_owed() -> None:
    """FWT-155, FWT-157, FWT-158: attempts are no contact, and three calls in one afternoon are one attempt."""
    calls = {**OPENED, "type": "support-call"}
    request = form(1, "parent-support", "requested", at="09:00")
    tries = [contact(1, "phone", "attempted", at=f"1{hour}:00") for hour in range(3)]
    facts = (calls, request, *tries)
    assert states(FWT, "parent-support-three-attempts", *facts) == ["open"]
    assert states(FWT, "parent-support-letter", *facts) == []
    assert states(FWT, "parent-support-first-attempt", *facts) == ["met"]
    on_three_days = (*facts, contact(2, "phone", "attempted"), contact(3, "phone", "attempted"))
    assert states(FWT, "parent-support-three-attempts", *on_three_days) == ["met"]
    assert states(FWT, "parent-support-letter", *on_three_days) == ["open"]
    assert states(FWT, "parent-support-contact", *on_three_days) == ["open"]
    reached = (*on_three_days, contact(4, "phone"))
    assert states(FWT, "parent-support-letter", *reached) == ["lapsed"]
    assert states(FWT, "parent-support-contact", *reached) == ["late"]


def test_support_calls_are_offered_within_a_week_of_the_contact_that_followed_the_request() -> None:
    """FWT-156, FWT-160: each request has a week of its own; four weeks count from the first contact."""
    calls = {**OPENED, "type": "support-call"}
    facts = (calls, contact(2, "phone"), form(15, "parent-support", "requested"), contact(16, "phone"))
    (offer,) = owed(FWT, "parent-support-calls-offered", *facts)
    assert (str(offer.due), offer.state) == ("2026-06-23", "open")
    (ended,) = owed(FWT, "support-calls-end", *facts)
    assert (str(ended.due), ended.state) == ("2026-06-30", "open")


def test_a_case_is_reflected_on_in_supervision_in_each_month() -> None:
    """FWT-146, FWT-148: one that was missed is not made good by two in the next month."""
    held = [
        {**form(1, "sos-supervision", "completed"), "on": on}
        for on in (date(2026, 7, 9), date(2026, 9, 3), date(2026, 9, 24))
    ]
    found = owed(FWT, "case-supervision", OPENED, ALLOCATED, *held)
    assert [(str(each.due), each.state) for each in found] == [
        ("2026-07-31", "met"),
        ("2026-08-31", "late"),
        ("2026-09-30", "met"),
        ("2026-10-31", "open"),
    ]


# Nottinghamshire: what meets a duty

GIVEN = {**ALLOCATED, "worker": "aroy"}


def test_a_referral_is_screened_and_only_a_flagged_one_within_24_hours() -> None:
    """NCC-008, NCC-009, NCC-010."""
    arrived = june(2, "arrived-in-tray", team="ehcm", tray="team", at="10:00")
    assert states(NCC, "screening", arrived) == ["open"]
    assert states(NCC, "urgent-screening", arrived) == []
    for flagged in (form(1, "urgent-flag", "mash"), form(2, "urgent-flag", "ehu", at="15:00")):
        (urgent,) = owed(NCC, "urgent-screening", arrived, flagged)
        assert (str(urgent.due), urgent.due_at, urgent.state) == ("2026-06-03", "10:00", "open")
        for clock, state in (("09:59", "met"), ("10:01", "late")):
            screened = form(3, "screening", "wait-list", at=clock)
            assert states(NCC, "urgent-screening", arrived, flagged, screened) == [state]


def test_a_flag_before_the_referral_has_arrived_says_what_it_waits_for() -> None:
    """NCC-009: 24 hours from arrival in the incoming work, not from the flag."""
    flagged = form(1, "urgent-flag", "mash")
    assert states(NCC, "urgent-screening", flagged) == []
    duty = reading.procedure(NCC).duty("urgent-screening")
    assert list(why_not_owed(duty, told({"facts": [flagged]}), (), (), WORKDAYS)) == [
        "What its limit counts from has not happened: arrived in tray."
    ]


def test_a_case_that_waits_is_reviewed_unless_it_was_allocated() -> None:
    """NCC-024."""
    arrived = june(1, "arrived-in-tray", team="ehcm", tray="team")
    (review,) = owed(NCC, "ten-week-review", arrived)
    assert (str(review.due), review.duty.responsible) == ("2026-08-11", "group-manager")
    assert states(NCC, "ten-week-review", arrived, {**GIVEN, "on": date(2026, 6, 20)}) == ["lapsed"]


def test_a_dispute_has_24_hours_as_a_whole_whatever_rung_it_is_on() -> None:
    """NCC-035, NCC-032, NCC-033, NCC-034."""
    raised = form(1, "allocation-dispute", "raised", at="11:00")
    up = form(1, "allocation-dispute", "with-service-managers", at="16:00")
    (dispute,) = owed(NCC, "dispute-resolved", raised, up)
    assert (str(dispute.due), dispute.due_at, dispute.state) == ("2026-06-02", "11:00", "open")
    ladders = reading.procedure(NCC).kept["ladder"]
    assert [each.more["steps"] for each in ladders] == [
        ["Team Managers", "Service Managers", "Group Managers"],
        ["Team Managers", "Service Managers", "General Managers"],
    ]


def test_a_step_down_asked_for_without_a_conversation_leaves_the_conversation_overdue() -> None:
    """NCC-042."""
    proposed, asked = form(1, "step-down", "proposed"), form(4, "step-down", "requested")
    (talk,) = owed(NCC, "step-down-conversation", proposed, asked)
    assert (str(talk.due), talk.state) == ("2026-06-04", "open")
    agreed = form(2, "step-down", "agreed")
    assert states(NCC, "step-down-conversation", proposed, agreed, asked) == ["met"]
    assert states(NCC, "step-down-request", proposed, agreed, asked) == ["met"]


@pytest.mark.parametrize(
    ("duty", "meets", "does_not"),
    [
        ("initial-contact", [("phone", "made"), ("visit", "made")], [("text", "made"), ("phone", "attempted")]),
        (
            "first-home-visit",
            [("visit", "made")],
            [("visit", "attempted"), ("school-visit", "made"), ("phone", "made")],
        ),
        ("contact-initial-period", [("visit", "made")], [("phone", "made"), ("video", "made"), ("visit", "attempted")]),
    ],
)
def test_each_standard_takes_its_own_kinds_of_contact(
    duty: str, meets: list[tuple[str, str]], does_not: list[tuple[str, str]]
) -> None:
    """NCC-115, NCC-116, NCC-145: a telephone call is an initial contact and no fortnightly one."""
    for how, outcome in meets:
        assert states(NCC, duty, GIVEN, contact(4, how, outcome))[0] == "met"
    for how, outcome in does_not:
        assert states(NCC, duty, GIVEN, contact(4, how, outcome)) == ["open"]
    assert states(NCC, duty, GIVEN, contact(4, "visit", party="agency")) == ["open"]


def test_an_attendance_case_needs_no_assessment_and_keeps_its_other_clocks() -> None:
    """NCC-076, NCC-117, NCC-038: sharing is not part of the thirty days."""
    assert states(NCC, "full-assessment", GIVEN, form(9, "child-and-family-assessment", "shared")) == ["open"]
    none = form(9, "child-and-family-assessment", "not-required")
    assert states(NCC, "full-assessment", GIVEN, none) == ["met"]
    for duty in ("initial-contact", "family-action-plan", "contact-initial-period", "initial-taf"):
        assert states(NCC, duty, GIVEN, none) == ["open"]


def test_an_assessment_that_had_expired_on_arrival_is_to_be_reviewed_at_once() -> None:
    """NCC-080."""
    came = form(1, "imported-assessment", "received", about_on="2026-01-05")
    (review,) = owed(NCC, "imported-assessment-review", GIVEN, came)
    assert (str(review.due), review.state) == ("2026-04-27", "open")


def test_a_plan_is_completed_and_agreed_by_two_events() -> None:
    """NCC-093, NCC-118, NCC-103: one written without consent is completed, and is not agreed."""
    for stage, completed, agreed in (
        ("completed", "met", "open"),
        ("completed-without-consent", "met", "open"),
        ("agreed", "open", "met"),
    ):
        plan = form(20, "family-action-plan", stage)
        assert states(NCC, "family-action-plan", GIVEN, plan) == [completed]
        assert states(NCC, "plan-agreed", GIVEN, plan) == [agreed]


def test_a_review_of_the_plan_alone_is_no_formal_review() -> None:
    """NCC-105, NCC-119, NCC-107: assessment and plan are both updated; an early review brings the next one forward."""
    completed, early = form(1, "family-action-plan", "completed"), form(10, "family-action-plan", "reviewed")
    assert [str(each.due) for each in owed(NCC, "plan-review", completed, early)] == ["2026-09-21", "2026-09-30"]
    assert states(NCC, "plan-review", completed, early) == ["met", "open"]
    assert states(NCC, "formal-review", completed, early) == ["open"]
    both = form(11, "family-action-plan", "formally-reviewed")
    assert states(NCC, "formal-review", completed, both) == ["met", "open"]
    assert states(NCC, "plan-review", completed, both) == ["met", "open"]


def test_contact_periods_change_at_the_taf_and_at_its_review() -> None:
    """NCC-145, NCC-146, NCC-147, NCC-148: a TAF that is late leaves the family on a fortnight."""
    first, review = (
        june(2, "taf-held", meeting="M-0001", kind="initial"),
        june(30, "taf-held", meeting="M-0002", kind="review"),
    )
    assert [str(each.due) for each in owed(NCC, "contact-initial-period", GIVEN)] == ["2026-06-15"]
    assert states(NCC, "contact-initial-period", GIVEN, first) == ["lapsed"]
    assert states(NCC, "contact-secondary-period", GIVEN, first) == ["open"]
    assert states(NCC, "contact-tertiary-period", GIVEN, first) == []
    assert states(NCC, "contact-secondary-period", GIVEN, first, review) == ["lapsed"]
    (last,) = owed(NCC, "contact-tertiary-period", GIVEN, first, review)
    assert (str(last.due), last.state) == ("2026-08-11", "open")


def test_a_case_held_for_monitoring_only_has_no_contact_clock() -> None:
    """NCC-149."""
    kept = {**OPENED, "type": "tf-monitoring"}
    assert states(NCC, "contact-initial-period", kept, GIVEN) == []
    assert states(NCC, "contact-initial-period", OPENED, GIVEN) == ["open"]


def test_without_a_taf_contact_stays_fortnightly_until_the_plan_is_agreed_whichever_came_first() -> None:
    """NCC-148, NCC-153: the assumption of the readings; neither alone ends the first period."""
    none, agreed = form(10, "tac-taf-decision", "not-appropriate"), form(12, "family-action-plan", "agreed")
    assert states(NCC, "contact-initial-period", GIVEN, none) == ["open"]
    assert states(NCC, "contact-initial-period", GIVEN, agreed) == ["open"]
    earlier = form(8, "family-action-plan", "agreed")
    for plan, monthly in ((agreed, "2026-07-12"), (earlier, "2026-07-08")):
        assert states(NCC, "contact-initial-period", GIVEN, none, plan) == ["lapsed"]
        assert [str(each.due) for each in owed(NCC, "contact-secondary-period-no-taf", GIVEN, none, plan)] == [monthly]
    assert states(NCC, "contact-secondary-period-no-taf", GIVEN, agreed) == []
    reviewed = form(20, "family-action-plan", "reviewed")
    assert states(NCC, "contact-secondary-period-no-taf", GIVEN, none, agreed, reviewed) == ["lapsed"]
    seen = contact(15, "visit")
    (last,) = owed(NCC, "contact-tertiary-period-no-taf", GIVEN, none, agreed, seen, reviewed)
    assert (str(last.due), last.turn, last.state) == ("2026-08-01", 1, "open")


def test_taf_meetings_are_held_in_appropriate_cases() -> None:
    """NCC-154, NCC-165, NCC-166: scheduled is not held, and none is owed once it is not appropriate."""
    planned = june(5, "taf-scheduled", meeting="M-0001", kind="initial", planned_on="2026-06-25")
    assert states(NCC, "initial-taf", GIVEN, planned) == ["open"]
    none = form(20, "tac-taf-decision", "not-appropriate")
    assert states(NCC, "initial-taf", GIVEN, planned, none) == ["lapsed"]
    held = june(15, "taf-held", meeting="M-0001", kind="initial")
    assert states(NCC, "review-taf", GIVEN, held) == ["open"]
    assert states(NCC, "review-taf", GIVEN, held, none) == ["lapsed"]


@pytest.mark.parametrize("table", ["3c5", "3d5"])
def test_a_relaxation_is_reviewed_each_week_until_it_is_resolved(table: str) -> None:
    """NCC-151, NCC-168; NCC-121 asks for no such review."""
    agreed = form(1, f"relaxation-{table}", "agreed-capacity")
    reviewed, over = form(8, f"relaxation-{table}", "reviewed"), form(10, f"relaxation-{table}", "resolved")
    weekly = owed(NCC, f"relaxation-{table}-review", agreed, reviewed)
    assert [(str(each.due), each.state) for each in weekly] == [("2026-06-08", "met"), ("2026-06-15", "open")]
    assert states(NCC, f"relaxation-{table}-review", agreed, reviewed, over) == ["met", "lapsed"]
    assert not any(duty.id == "relaxation-3b5-review" for duty in reading.procedure(NCC).duties)


def test_the_reply_period_is_waited_for_and_an_answer_does_not_end_it() -> None:
    """NCC-140, NCC-141: five working days from the letter, so that it is over on Tue 9 June and not before."""
    letter = june(1, "letter-written", letter="L-0001", kind="final-contact")
    (period,) = owed(NCC, "non-engagement-reply-period", GIVEN, letter)
    assert str(period.due) == "2026-06-08"
    for day, state in ((1, "open"), (8, "open"), (9, "met")):
        over = form(day, "non-engagement", "reply-period-over")
        assert states(NCC, "non-engagement-reply-period", GIVEN, letter, over) == [state]
    assert states(NCC, "non-engagement-reply-period", GIVEN, letter, contact(10, "phone")) == ["open"]
    again = form(5, "non-engagement", "engaging-again")
    assert states(NCC, "non-engagement-reply-period", GIVEN, letter, again) == ["lapsed"]


# On the command line


def opened(office: Office, pack: str, role: str, **day: str) -> None:
    """A record in that procedure with its team, workers and the Larkin family's episode of two children."""
    office("init", "--procedure", pack, "--team", "tipton", "--role", role, "--name", "Ann Bell", **day)
    where = ("--address", "2 Mill Lane; Tipton; DY4 9JB", "--email", "team@example.gov.uk")
    office("team", "add", "tipton", "--name", "Tipton team", *where, **day)
    family = ("--child", "Wren Larkin; 2015-03-02; F", "--child", "Tam Larkin; 2019-03-02; M", "--parent", "Sam Larkin")
    received = ("--received", "2026-06-01 09:30", "--referrer", "Okafor Primary School")
    office("open-episode", "--team", "tipton", *family, *received, **day)


def test_a_form_that_speaks_of_a_day_is_not_recorded_without_it(bare: Office, refused: Any) -> None:
    """FWT-019, FWT-025, NCC-080: when it will be allocated, when the child will be seen, when it was completed."""
    opened(bare, FWT, "locality-manager", today="2026-06-01")
    at = {"code": 2, "today": "2026-06-01"}
    says, hint = "speaks of a day, and none is given", "--about DATE"
    refused(bare, "assess", "E-0001", "--form", "capacity-note", says=says, hint=hint, **at)
    unseen = ("assess", "E-0001", "--form", "child-seen", "--stage", "not-seen", "--child", "P-0001")
    refused(bare, *unseen, says=says, hint=hint, **at)
    bare("assess", "E-0001", "--form", "full-capacity", today="2026-06-01")
    refused(bare, "done", bare.owed(today="2026-06-01")["capacity-note"]["task"], says=says, hint=hint, **at)
    bare("assess", "E-0001", "--form", "capacity-note", "--about", "2026-06-22", today="2026-06-01")
    assert bare.owed(today="2026-06-01")["allocated-as-expected"]["due"] == "2026-06-22"


def test_a_case_is_opened_told_transferred_and_grouped_as_printed(bare: Office, refused: Any) -> None:
    """FWT-013: source, referrer, day and time. FWT-129: a transfer takes the open tasks along and moves no date.

    FWT-136: what is the family's is one task for both children. FWT-073: only a printed reason closes a case.
    """
    opened(bare, FWT, "locality-manager", today="2026-06-01")
    told = bare("timeline", "E-0001", today="2026-06-01").out
    assert "09:30" in told and "Okafor Primary School" in told
    other = ("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2015-01-09; F", "--start-reason", "Other")
    says = "'Other' is not a reason for opening"
    refused(bare, *other, code=3, today="2026-06-01", says=says, hint="Parent support calls")
    for login, name in (("aroy", "Ana Roy"), ("bcole", "Bea Cole")):
        bare("worker", "add", login, "--name", name, "--role", "key-worker", "--team", "tipton", today="2026-06-01")
    bare("allocate", "E-0001", "--to", "aroy", today="2026-06-01")

    def tasks() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = bare("due", "--within", "90d", "--json", today="2026-06-08").json()
        return rows

    before = tasks()
    bare("allocate", "E-0001", "--to", "bcole", today="2026-06-08")
    after = tasks()
    assert {row["worker"] for row in before} == {"aroy"}
    assert {row["worker"] for row in after} == {"bcole"}
    assert [(row["task"], row["due"]) for row in after] == [(row["task"], row["due"]) for row in before]
    (taf,) = [row for row in after if row["duty"] == "first-taf"]
    assert [child["person"] for child in taf["children"]] == [WREN, TAM]
    says, hint = "'Moved away' is not a reason for closing", "All parts of the Wellbeing plan"
    refused(bare, "close", "E-0001", "--reason", "Moved away", code=3, today="2026-06-08", says=says, hint=hint)


def test_a_case_note_is_recorded_against_children_of_the_episode_only(bare: Office, refused: Any) -> None:
    """FWT-118, FWT-119: an adult is no subject of one."""
    opened(bare, FWT, "locality-manager", today="2026-06-01")
    note = ("note", "E-0001", "--type", "Initial Home Visit", "--text", "Seen with Sam Larkin", "--child")
    refused(bare, *note, "P-0003", code=3, today="2026-06-01", says="'P-0003' is not a child of E-0001", hint=WREN)
    bare(*note, WREN, today="2026-06-01")


def test_each_table_of_standards_is_relaxed_by_its_own_manager_for_its_own_cause(bare: Office, refused: Any) -> None:
    """NCC-121, NCC-122: the manager, for non-engagement. NCC-150, NCC-167: the group manager, for demand."""
    opened(bare, NCC, "manager", today="2026-06-01")
    for login, name, role in (("grey", "Gia Rey", "group-manager"), ("aroy", "Ana Roy", "key-worker")):
        bare("worker", "add", login, "--name", name, "--role", role, "--team", "tipton", today="2026-06-01")
    bare("allocate", "E-0001", "--to", "aroy", today="2026-06-01")

    def relax(table: str, cause: str) -> tuple[str, ...]:
        return ("assess", "E-0001", "--form", f"relaxation-{table}", "--stage", f"agreed-{cause}")

    at = {"today": "2026-06-02"}
    for who in ("aroy", "grey"):
        refused(bare, *relax("3b5", "capacity"), "--by", who, code=4, says="may not agree to this: manager may", **at)
    for table in ("3c5", "3d5"):
        for who in ("aroy", "abell"):
            says = "may not agree to this: group-manager may"
            refused(bare, *relax(table, "demand"), "--by", who, code=4, says=says, **at)
        refused(bare, *relax(table, "non-engagement"), "--by", "grey", code=2, says="There is no stage", **at)
    refused(bare, *relax("3b5", "demand"), code=2, says="There is no stage", **at)
    bare(*relax("3b5", "non-engagement"), **at)
    bare(*relax("3c5", "demand"), "--by", "grey", **at)
    found = {duty: row["due"] for duty, row in bare.owed(**at).items()}
    assert (found["initial-contact"], found["contact-initial-period"]) == (None, None)
    assert (found["initial-taf"], found["family-action-plan"]) == ("2026-07-20", "2026-07-27")
    assert found["relaxation-3c5-review"] == "2026-06-09"


def test_a_case_does_not_close_for_non_engagement_before_the_family_has_had_its_five_days(
    bare: Office, refused: Any
) -> None:
    """NCC-141: the reply period that is said to be over too soon is not."""
    opened(bare, NCC, "manager", today="2026-06-01")
    bare("person", "change", "P-0003", "--address", "1 High Street; Tipton; DY4 9JB", today="2026-06-01")
    bare("allocate", "E-0001", "--to", "abell", today="2026-06-01")
    bare("letter", "final-contact", "E-0001", "--reply-by", "2026-06-08", today="2026-06-01")
    task = bare.owed(today="2026-06-01")["non-engagement-reply-period"]["task"]
    for today in ("2026-06-01", "2026-06-08"):
        refused(bare, "done", task, code=4, today=today, says="is over once Mon 8 Jun 2026 has passed", hint="Wait")
    over = ("assess", "E-0001", "--form", "non-engagement", "--stage", "reply-period-over")
    bare(*over, today="2026-06-08")
    close = ("close", "E-0001", "--reason", "Non Engagement")
    refused(bare, *close, code=4, today="2026-06-08", says="Reply period of the last letter over")
    bare("done", task, today="2026-06-09")
    assert "non-engagement-reply-period" not in bare.owed(today="2026-06-09")


@pytest.mark.parametrize(
    ("pack", "kind", "name", "says", "row"),
    [
        (FWT, "term", "EHFW", "not spelled out in the source", "FWT-178"),
        (FWT, "checklist", "Early Help Assessment", "the guidance in the EHM followed", "FWT-049"),
        (FWT, "ladder", "Asking a parent for consent would keep", "Steps: worker; Senior Manager", "FWT-110"),
        (FWT, "staff-duty", "Case supervision of Band 6", "no interval printed", "FWT-147"),
        (NCC, "term", "EHCM", "Early Help Case Management, the locality teams", "NCC-171"),
        (NCC, "ladder", "Allocation dispute within NCC", "Within: 24 hours", "NCC-032"),
    ],
)
def test_what_is_kept_to_be_read_is_shown_with_its_page_and_its_row(
    bare: Office, pack: str, kind: str, name: str, says: str, row: str
) -> None:
    rows = bare("procedure", "show", pack, "--list", kind, "--json").json()
    (entry,) = [each for each in rows if each["name"].startswith(name)]
    assert says in entry["says"]
    assert row in entry["printed_in"]


@pytest.mark.parametrize("pack", [FWT, NCC])
def test_no_reminder_or_step_up_is_made_up(pack: str) -> None:
    """NCC-032: neither source prints a length before which somebody is reminded, or after which a rung is climbed."""
    assert [duty.id for duty in reading.procedure(pack).duties if duty.remind or duty.escalate] == []
