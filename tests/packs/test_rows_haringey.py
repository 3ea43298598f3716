"""Haringey: each requirement with a date in it that the pack holds is proved by a test that names its row.

Worked dates stand in worked/haringey.toml. What a date alone cannot show - what meets a duty and what does
not, what ends it, who owes it and for whom - is asked here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ehcli.episodes.facts import Child
from ehcli.packs import coverage, reading
from ehcli.packs.coverage import Requirement
from ehcli.procedures.duty import Duty
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.obligations import obligations
from tests.packs.test_worked import WORKDAYS, cases, told

TESTS = Path(__file__).parents[1]
HARINGEY = reading.procedure("haringey")
CASES = cases("haringey")
DATED = ("threshold", "exception", "consent", "supervision", "audit", "check")


@cache
def rows() -> dict[str, Requirement]:
    """Every row of the source whose kind is a date, or that has a date in it."""
    return {
        each.id: each
        for each in coverage.requirements()
        if each.id.startswith("HAR") and (each.kind in ("timescale", "recurrence") or (each.kind in DATED and each.due))
    }


def rows_of(duty: Duty) -> set[str]:
    return {row for rule in duty.rules for row in (*rule.rows, *(row for cite in rule.cite for row in cite.rows))}


HELD_BY_A_RULE = {row for duty in HARINGEY.duties for row in rows_of(duty)}
HELD_OTHERWISE = {row for row, _ in coverage.held_by(HARINGEY)} | set(coverage.ledger()[0])
LEFT_OUT = dict(coverage.left_out_by(HARINGEY))


def test_there_is_something_to_prove() -> None:
    """Were a kind or a column renamed, the tests below would look at nothing."""
    assert len(rows()) >= 45
    assert len(HELD_BY_A_RULE & set(rows())) >= 36


@pytest.mark.parametrize("row", sorted(rows()))
def test_a_row_with_a_date_is_held_by_a_rule_or_by_code_or_is_left_out_with_its_reason(row: str) -> None:
    by_code = row in coverage.ledger()[0]
    assert [row in HELD_BY_A_RULE, by_code, bool(LEFT_OUT.get(row))].count(True) == 1, rows()[row].requirement
    if row in LEFT_OUT:
        assert row not in HELD_OTHERWISE, "cited as if it were held"


@pytest.mark.parametrize("row", sorted(set(rows()) & HELD_BY_A_RULE))
def test_a_row_that_a_rule_holds_is_named_by_a_worked_case_of_that_rule(row: str) -> None:
    duties = {duty.id for duty in HARINGEY.duties if row in rows_of(duty)}
    assert [case for case in CASES if row in case["rows"] and case["duty"] in duties], rows()[row].requirement


@pytest.mark.parametrize("row", sorted(set(rows()) & set(coverage.ledger()[0])))
def test_a_row_that_code_holds_is_named_by_a_test(row: str) -> None:
    named = [path.name for path in TESTS.rglob("test_*.py") if row in path.read_text(encoding="utf-8")]
    assert named, rows()[row].requirement


@pytest.mark.parametrize("case", CASES, ids=[f"{case['duty']}-{n}" for n, case in enumerate(CASES)])
def test_a_worked_case_names_only_rows_that_its_duty_holds(case: dict[str, Any]) -> None:
    assert case["rows"]
    assert set(case["rows"]) - rows_of(HARINGEY.duty(case["duty"])) == set()


# What the requirements' table says, and the limit that holds it.
FIGURES = (
    (r"(\d+) working days? after", "working_days"),
    (r"(\d+) hours after", "hours"),
    (r"(\d+) weeks? after|every (\d+) weeks", "weeks"),
    (r"(\d+) months after|every (\d+) months", "months"),
)


def figures(row: str) -> list[tuple[str, int]]:
    found = [(unit, re.search(shape, rows()[row].due)) for shape, unit in FIGURES]
    return [(unit, int(next(filter(None, match.groups())))) for unit, match in found if match]


FIGURED = sorted(row for row in set(rows()) & HELD_BY_A_RULE if figures(row))


@pytest.mark.parametrize("row", FIGURED)
def test_the_figure_of_a_row_is_that_of_every_rule_that_prints_it(row: str) -> None:
    cited = [rule for duty in HARINGEY.duties for rule in duty.rules if any(row in cite.rows for cite in rule.cite)]
    got = {(rule.within.unit, rule.within.amount) for rule in cited} - {("open", 0), ("days", 0)}
    assert got == set(figures(row)), rows()[row].due


def test_most_dated_rows_give_a_figure() -> None:
    assert len(FIGURED) >= 20


COUNTED = ("working_days", "weeks", "months", "weekday")


@pytest.mark.parametrize(
    "duty", [duty for duty in HARINGEY.duties if any(r.within.unit in COUNTED for r in duty.rules)], ids=lambda d: d.id
)
def test_every_limit_that_can_cross_a_bank_holiday_is_worked_out_over_one(duty: Duty) -> None:
    crossed = []
    for case in CASES:
        ends = [str(case[key])[:10] for key in ("due", "due_at", "limit") if key in case]
        if case["duty"] == duty.id and ends:
            first = min(fact["on"] for fact in case["facts"])
            days = (date.fromisoformat(max(ends)) - first).days
            crossed += [day for n in range(1, days + 1) if (day := first + timedelta(n)) in WORKDAYS.holidays]
    assert crossed, f"{duty.id} is worked out over no bank holiday"


# What meets a duty, and what does not


def owed(duty: str, *facts: dict[str, Any]) -> list[Obligation]:
    """What became of a duty after these facts, turn by turn."""
    found = obligations(told({"facts": list(facts)}), HARINGEY, WORKDAYS, [Child("P-0001", date(2015, 3, 2))])
    return [each for each in found if each.duty.id == duty]


def states(duty: str, *facts: dict[str, Any]) -> list[str]:
    return [each.state for each in owed(duty, *facts)]


def on(day: str, fact: str, **values: Any) -> dict[str, Any]:
    return {"fact": fact, "on": date.fromisoformat(day), **values}


def allocated(day: str = "2026-06-01") -> dict[str, Any]:
    return on(day, "allocated", role="key-worker", worker="afsw")


def opened(route: str, level: str = "level-2") -> dict[str, Any]:
    return on("2026-06-01", "episode-opened", level=level, route=route)


def contact(day: str, how: str = "visit", outcome: str = "made", party: str = "family") -> dict[str, Any]:
    return on(day, "contacted", how=how, outcome=outcome, party=party)


def form(day: str, name: str, stage: str, at: str = "") -> dict[str, Any]:
    return on(day, "form-recorded", form=name, stage=stage, at=at)


def note(day: str, type: str) -> dict[str, Any]:
    return on(day, "note-written", type=type)


def taf(day: str, kind: str, meeting: str = "M-0001") -> dict[str, Any]:
    return on(day, "taf-held", kind=kind, meeting=meeting)


CLOSED = on("2026-03-10", "episode-closed", reason="planned")


def test_an_attempted_visit_meets_no_visit() -> None:
    """HAR-102, HAR-113, HAR-119 and HAR-162: only a visit that took place counts, and HAR-173: a TAF is none."""
    tried = contact("2026-06-03", outcome="attempted")
    for duty in ("initial-visit", "two-home-visits", "weekly-visits"):
        assert states(duty, opened("spa"), allocated(), tried, taf("2026-06-04", "initial")) == ["open"], duty
    assert states("initial-visit", allocated(), contact("2026-06-03")) == ["met"]
    assert states("initial-visit", allocated(), contact("2026-06-09")) == ["late"]
    one = (opened("spa"), allocated(), contact("2026-06-03"))
    assert states("two-home-visits", *one) == ["open"]
    assert states("two-home-visits", *one, contact("2026-06-10")) == ["met"]


def test_new_families_are_visited_weekly_until_the_first_checking_in_on_change() -> None:
    """HAR-115 and HAR-119."""
    week = (allocated(), contact("2026-06-05"))
    assert [each.due for each in owed("weekly-visits", *week)] == [date(2026, 6, 8), date(2026, 6, 12)]
    ended = form("2026-06-11", "checking-in-on-change", "completed")
    assert states("weekly-visits", *week, ended) == ["met", "lapsed"]


def test_visits_are_kept_at_the_level_that_was_agreed() -> None:
    """HAR-118: another agreement takes the place of the one before; the final TAF ends it."""
    weekly = on("2026-06-01", "visit-frequency-agreed", every="weekly", decided_by="jmay", reason="Plan")
    rarer = on("2026-07-01", "visit-frequency-agreed", every="fortnightly", decided_by="jmay", reason="Plan")
    assert states("planned-visits-weekly", weekly, contact("2026-06-05"), rarer) == ["met", "lapsed"]
    assert [each.due for each in owed("planned-visits-fortnightly", weekly, rarer)] == [date(2026, 7, 15)]
    assert states("planned-visits-fortnightly", rarer, taf("2026-07-08", "final")) == ["lapsed"]


@pytest.mark.parametrize("route", ["spa", "at-source", "transfer-in", "re-opened"])
def test_the_full_path_is_owed_by_every_route_but_a_step_down(route: str) -> None:
    """HAR-111, HAR-112, HAR-122 and HAR-123."""
    story = (opened(route), allocated())
    for duty in ("conversation-4-change", "initial-baseline", "first-checking-in", "updated-baseline"):
        assert states(duty, *story) == ["open"], duty
    assert states("step-down-checking-in", *story) == []


def test_a_step_down_goes_straight_to_checking_in_and_keeps_allocation_and_first_visit() -> None:
    """HAR-126, HAR-128 and HAR-130: the shorter clock, no Conversation 4 Change, and no clock of SPA."""
    received = on("2026-06-01", "referral-received", at="09:00")
    tray = on("2026-06-01", "arrived-in-tray", team="east", tray="team")
    story = (received, tray, opened("step-down"), allocated())
    for duty in ("team-allocation", "initial-visit", "step-down-checking-in", "step-down-baseline", "initial-star"):
        assert len(states(duty, *story)) == 1, duty
    assert {each.due for each in owed("step-down-checking-in", *story)} == {date(2026, 6, 22)}
    for duty in ("conversation-4-change", "first-checking-in", "updated-baseline", "spa-red", "spa-green"):
        assert states(duty, *story) == [], duty


def test_a_case_of_level_1_is_owed_nothing() -> None:
    """HAR-089."""
    found = obligations(told({"facts": [opened("spa", "universal"), allocated()]}), HARINGEY, WORKDAYS)
    assert list(found) == []


def test_spa_counts_only_what_it_rated_and_stops_at_the_locality_team() -> None:
    """HAR-084 to HAR-087 and HAR-013: no rating, as at source, and no clock runs."""
    received = on("2026-06-01", "referral-received", at="09:00")
    green = form("2026-06-01", "spa-rating", "green")
    assert states("spa-green", received) == []
    assert states("spa-green", received, green) == ["open"]
    assert states("spa-red", received, green) == []
    elsewhere = on("2026-06-02", "arrived-in-tray", team="east", tray="front-door")
    arrived = on("2026-06-03", "arrived-in-tray", team="east", tray="team")
    assert states("spa-green", received, green, elsewhere) == ["open"]
    assert states("spa-green", received, green, arrived) == ["met"]
    assert states("spa-green-early-warning", received, green, arrived) == ["late"]
    assert states("team-allocation", elsewhere) == []
    assert [each.due for each in owed("team-allocation", elsewhere, arrived)] == [date(2026, 6, 4)]
    red = (received, form("2026-06-01", "spa-rating", "red", at="09:20"))
    assert states("spa-red", *red, form("2026-06-01", "spa-direction", "mash", at="13:00")) == ["met"]
    assert states("spa-red", *red, form("2026-06-01", "spa-direction", "mash", at="13:01")) == ["late"]


def test_consent_is_signed_at_the_visit_and_an_agreement_by_word_of_mouth_is_not_that() -> None:
    """HAR-108."""
    visit = contact("2026-06-03")
    said = on("2026-06-03", "consent-recorded", person="P-0002", state="given", method="verbal")
    signed = on("2026-06-03", "consent-recorded", person="P-0002", state="given", method="signed")
    assert states("consent-signed", visit, said) == ["open"]
    assert states("consent-signed", visit, said, signed) == ["met"]


def test_who_comes_along_is_asked_only_at_medium_or_high_risk() -> None:
    """HAR-105."""
    assert states("initial-visit-company", allocated(), form("2026-06-02", "home-visits-risk-assessment", "low")) == []
    high = form("2026-06-02", "home-visits-risk-assessment", "high")
    with_colleague = form("2026-06-03", "initial-visit-company", "with-colleague")
    assert states("initial-visit-company", allocated(), high) == ["open"]
    assert states("initial-visit-company", allocated(), high, with_colleague) == ["met"]
    assert states("initial-visit-company", allocated(), high, contact("2026-06-03")) == ["lapsed"]


def test_only_a_held_meeting_turns_the_cycle_and_the_final_one_ends_it() -> None:
    """HAR-137 to HAR-140."""
    first = taf("2026-01-05", "initial")
    missed = on("2026-03-02", "taf-not-held", meeting="M-0002", reason="Family unwell")
    assert states("taf-cycle", first, missed) == ["open"]
    assert states("taf-cycle", first, taf("2026-03-02", "review", "M-0002")) == ["met", "open"]
    final = taf("2026-03-02", "final", "M-0002")
    assert states("taf-cycle", first, final) == ["met", "lapsed"]
    for duty in ("star-cycle", "checking-in-cycle", "baseline-cycle"):
        assert states(duty, first, final) == ["lapsed"], duty
    completed = form("2026-01-05", "checking-in-on-change", "completed")
    assert states("checking-in-cycle", first, completed) == ["open"], "the first document is no turn of the cycle"


def test_three_attempts_make_a_call_not_answered_and_nothing_less_does() -> None:
    """HAR-155 and HAR-200: a note or form that says so is not enough; a family that declines needs no second call."""
    tries = [contact(f"2026-06-1{n}", "phone", "attempted") for n in range(3)]
    said = (
        form("2026-06-11", "outcome-monitoring-3-months", "not-answered"),
        note("2026-06-11", "EH 3 Month outcome monitoring- Not completed"),
    )
    assert states("three-month-call", CLOSED, *tries[:2], *said) == ["open"]
    assert states("three-month-call", CLOSED, *tries) == ["late"], "the third was made after 10 June"
    assert states("three-month-call", CLOSED, form("2026-06-10", "outcome-monitoring-3-months", "declined")) == ["met"]
    assert states("three-month-call", CLOSED, contact("2026-06-10", "phone")) == ["open"], "a call is not yet a check"


def test_the_six_month_contact_is_a_should_and_only_its_own_form_meets_it() -> None:
    """HAR-156."""
    assert owed("six-month-contact", CLOSED)[0].strength == "should"
    three = form("2026-09-10", "outcome-monitoring-3-months", "answered")
    assert states("six-month-contact", CLOSED, three) == ["open"]
    assert states("six-month-contact", CLOSED, form("2026-09-10", "outcome-monitoring-6-months", "answered")) == ["met"]


def test_a_visit_after_closing_is_owed_only_where_support_is_needed() -> None:
    """HAR-162: it counts from the administrator's call, and HAR-202: one that did not take place does not meet it."""
    answered = form("2026-06-10", "outcome-monitoring-3-months", "answered")
    assert states("monitoring-visit", CLOSED, answered) == []
    needed = form("2026-06-10", "outcome-monitoring-3-months", "support-needed")
    missed = form("2026-06-12", "monitoring-visit", "not-held")
    assert states("monitoring-visit", CLOSED, needed, missed) == ["open"]
    assert states("monitoring-visit", CLOSED, needed, contact("2026-06-17")) == ["met"]
    assert states("monitoring-visit", CLOSED, needed, contact("2026-06-18")) == ["late"]


def test_the_monthly_check_stays_on_its_grid_until_it_is_stopped() -> None:
    """HAR-164."""
    made = form("2026-04-15", "monthly-check", "made")
    assert [each.due for each in owed("monthly-check", CLOSED, made)] == [date(2026, 4, 10), date(2026, 5, 10)]
    stopped = form("2026-05-02", "monthly-check", "stopped")
    assert states("monthly-check", CLOSED, made, stopped) == ["late", "lapsed"]


def test_the_closing_documents_follow_the_final_taf_only() -> None:
    """HAR-145, HAR-146 and HAR-150."""
    for duty in ("celebrating-and-sustaining-change", "final-baseline", "sent-for-sign-off", "exit-plan"):
        assert states(duty, taf("2026-06-01", "initial"), taf("2026-07-01", "review", "M-0002")) == [], duty
        assert states(duty, taf("2026-06-01", "final")) == ["open"], duty
    signed = form("2026-06-05", "celebrating-and-sustaining-change", "authorised")
    assert states("sent-for-sign-off", taf("2026-06-01", "final"), signed) == ["met"]


def test_the_length_of_support_is_an_average_and_the_closing_stage_a_span() -> None:
    """HAR-027 and HAR-148: usual, for no case is closed or kept open for them."""
    assert {HARINGEY.duty(each).strength for each in ("support-period", "final-taf")} == {"usually"}
    assert states("support-period", allocated(), taf("2026-09-01", "final")) == ["open"], "closing ends support"
    assert states("support-period", allocated("2025-09-01"), CLOSED) == ["late"]


def test_a_case_is_discussed_again_from_the_day_it_was_discussed() -> None:
    """HAR-285 and HAR-286: the aim warns, the rule is a must; each counts from the last discussion."""
    discussed = (allocated(), note("2026-07-15", "EH case supervision completed"))
    assert [each.due for each in owed("case-supervision", *discussed)] == [date(2026, 9, 1)]
    assert [each.due for each in owed("case-supervision-again", *discussed)] == [date(2026, 10, 15)]
    assert [each.due for each in owed("case-supervision-aim-again", *discussed)] == [date(2026, 8, 15)]
    assert states("case-supervision-aim", *discussed) == ["late"]
    strengths = {each: HARINGEY.duty(each).strength for each in ("case-supervision", "case-supervision-aim")}
    assert strengths == {"case-supervision": "must", "case-supervision-aim": "usually"}


def test_a_transfer_request_at_noon_is_late() -> None:
    """HAR-252: before twelve, not at twelve; what was completed after it belongs to the week after."""
    summary = form("2026-06-01", "transfer-request-summary", "completed")
    assert states("transfer-request", summary, form("2026-06-04", "step-down", "received", at="11:59")) == ["met"]
    assert states("transfer-request", summary, form("2026-06-04", "step-down", "received", at="12:00")) == ["late"]
    after_noon = form("2026-06-04", "transfer-request-summary", "completed", at="15:30")
    assert states("transfer-request", after_noon, form("2026-06-11", "step-down", "received", at="09:00")) == ["met"]


def test_consent_and_a_meeting_come_before_the_transfer_request() -> None:
    """HAR-250 and HAR-258, and HAR-260 at the meeting itself."""
    decided = form("2026-06-01", "step-down", "decided")
    given = on("2026-06-02", "consent-recorded", person="P-0002", state="given", method="verbal")
    refused = on("2026-06-02", "consent-recorded", person="P-0002", state="refused")
    assert states("step-down-consent-sought", decided, given) == ["met"]
    assert states("step-down-consent-sought", decided, refused) == ["lapsed"]
    assert states("joint-meeting-arranged", decided) == ["open"]
    assert states("joint-meeting-arranged", decided, form("2026-06-02", "joint-cin-taf", "arranged")) == ["met"]
    assert HARINGEY.duty("joint-meeting-arranged").strength == "should", "good practice"
    met = form("2026-06-09", "joint-cin-taf", "held-with-family")
    assert states("step-down-consent", decided, given, met) == ["open"], "it is confirmed there once more"
    assert states("step-down-consent", form("2026-06-09", "joint-cin-taf", "held-without-family")) == []


def test_a_council_transfer_counts_from_the_decision_or_the_arrival() -> None:
    """HAR-275."""
    for stage in ("decided-out", "arrived-at-spa"):
        begun = form("2026-06-01", "council-transfer", stage)
        assert states("council-transfer", begun, form("2026-06-29", "council-transfer", "handed-over")) == ["met"]
        assert states("council-transfer", begun, form("2026-06-30", "council-transfer", "handed-over")) == ["late"]


def test_every_kind_of_contact_is_to_be_entered_within_three_working_days() -> None:
    """HAR-131 and HAR-133: whoever it was with and however it was, and an attempt as well as a contact made."""
    three_days = [duty for duty in HARINGEY.duties if "HAR-131" in rows_of(duty)]
    for how in ("phone", "text", "letter", "email", "visit", "school-visit", "video"):
        for outcome in ("made", "attempted"):
            for party in ("family", "referrer", "agency"):
                found = [
                    each.due
                    for duty in three_days
                    for each in owed(duty.id, contact("2026-06-03", how, outcome, party))
                ]
                assert found == [date(2026, 6, 8)], (how, outcome, party)


def test_who_owes_what_is_who_the_source_names() -> None:
    who = {duty.id: duty.responsible for duty in HARINGEY.duties}
    assert {who[f"spa-{colour}"] for colour in ("red", "amber", "green")} == {"spa"}
    assert (who["team-allocation"], who["initial-visit"], who["initial-visit-scheduled"]) == (
        "manager",
        "key-worker",
        "business-support",
    )
    assert {who["three-month-call"], who["six-month-contact"], who["three-month-form"]} == {"business-support"}
    assert (who["transfer-request"], who["panel-screening"]) == ("csc-manager", "service-manager")
    assert (who["disagreement-service-manager"], who["disagreement-resolved"]) == ("manager", "service-manager")
    assert who["council-transfer"] == "lead-professional"
