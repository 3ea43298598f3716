"""Haringey's guidance through the real command line: what only shows where a record is kept."""

from __future__ import annotations

import docx
import pytest

from ehcli.packs import coverage, reading
from ehcli.procedures import diff
from tests.offices import Office

LARKIN = (
    *("open-episode", "--team", "tipton", "--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Tipton; DY4 9JB", "--level", "level-2", "--received", "2026-04-01 09:00"),
)


@pytest.fixture(scope="module")
def _allocated(tmp_path_factory):
    """E-0001, by way of SPA, with Ana Roy since Wednesday 1 April 2026, two days before Good Friday."""
    office = Office(tmp_path_factory.mktemp("haringey") / "home", "2026-04-01")
    office("init", "--procedure", "haringey", "--team", "tipton", "--name", "Ana Bell")
    by: tuple[str, ...] = ()
    for login, name, role in (
        ("jmay", "Jo May", "manager"),
        ("hdean", "Hal Dean", "service-manager"),
        ("aroy", "Ana Roy", "key-worker"),
    ):
        office("worker", "add", login, "--name", name, "--role", role, "--team", "tipton", *by)
        by = ("--by", "jmay")
    office("reason", "add", "Moved away", "--by", "hdean")
    office(*LARKIN, "--route", "spa")
    office("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    return office


@pytest.fixture
def haringey(_allocated, tmp_path):
    return _allocated.copy(tmp_path / "home")


def state(eh: Office, task: str, day: str = "") -> str:
    """What became of a task."""
    return str(eh("why", task, "--json", today=day).json()["status"])


def set_aside(eh: Office, **asked: str) -> None:
    """Everything that is owed is set aside by the manager, and the case reviewed."""
    tasks = [each["task"] for each in eh.owed(**asked).values()]
    eh("set-aside", *tasks, "--reason", "Moved away", "--by", "jmay", **asked)


@pytest.fixture(scope="module")
def _closed(_allocated, tmp_path_factory):
    """The same, closed on Monday 8 June 2026 when the family had moved away."""
    office = _allocated.copy(tmp_path_factory.mktemp("closed") / "home")
    office.today = "2026-06-08"
    set_aside(office)
    office("assess", "E-0001", "--form", "closure-review", "--by", "jmay")
    office("close", "E-0001", "--reason", "Moved away", "--by", "jmay")
    return office


@pytest.fixture
def closed(_closed, tmp_path):
    return _closed.copy(tmp_path / "home")


def test_every_date_says_how_old_the_guidance_is(haringey):
    """HAR-001: the review month stands in each citation, and the procedure is called out of date."""
    why = haringey("why", haringey.task("initial-visit")).out
    assert "Early Help Operational Guidance (undated; 'Review: October 2018')" in why
    assert "was due for review by 31 Oct 2018" in haringey("procedure", "show", "haringey", "initial-visit").err


def test_a_first_visit_not_made_by_the_end_of_the_second_week_goes_to_the_manager(haringey):
    """HAR-102 and HAR-103: due at five working days over Easter; the end of week 2 is the point to escalate."""
    task = haringey.task("initial-visit")
    said = haringey("why", task).out
    assert "Due: Fri 10 Apr 2026 (limit Wed 15 Apr 2026)" in said
    assert "Not done by Wed 15 Apr 2026, it goes to the manager." in said
    assert "Fri 3 Apr 2026" in said and "Good Friday" in said
    told = haringey("why", task, "--json").json()
    assert (told["reminder"], told["escalation"]) == (None, {"after": "2026-04-15", "to": "manager"})
    haringey("visit", "E-0001", "--outcome", "attempted", "--on", "2026-04-09", today="2026-04-16")
    assert "Past the limit of Wed 15 Apr 2026." in haringey("why", task, today="2026-04-16").out


def test_a_disagreement_goes_up_the_ladder_when_its_two_days_are_over(haringey):
    """HAR-271 to HAR-273: to the Service Manager, then to the Heads of Service."""
    assess = ("assess", "E-0001", "--form", "disagreement", "--stage")
    haringey(*assess, "raised")
    haringey(*assess, "discussed-with-csc-team-manager", "--on", "2026-04-02", today="2026-04-02")
    first = haringey("why", haringey.task("disagreement-service-manager", today="2026-04-02"), today="2026-04-02").out
    assert "Due: Wed 8 Apr 2026" in first, "Thu 2 April: Easter skipped, Tue 7 is 1, Wed 8 is 2"
    assert "Not done by Wed 8 Apr 2026, it goes to the service-manager." in first
    for stage in ("raised-with-service-manager", "raised-with-csc-service-manager"):
        haringey(*assess, stage, today="2026-04-09")
    then = haringey("why", haringey.task("disagreement-resolved", today="2026-04-09"), today="2026-04-09").out
    assert "Not done by Mon 13 Apr 2026, it goes to the head-of-service." in then


def test_who_is_told_stands_on_the_sheet_and_in_a_comparison(haringey, tmp_path):
    one = reading.procedure("haringey")
    silent = [duty._replace(escalate=None) if duty.id == "initial-visit" else duty for duty in one.duties]
    found = list(diff.differences(one, one._replace(duties=tuple(silent))))
    told = "Not done by its outer limit, it goes to the manager."
    assert found == [("initial-visit", "conditions", told, "")]
    file = tmp_path / "sheet.docx"
    haringey("procedure", "sheet", "haringey", "--out", str(file))
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert "Not done by its outer limit, it goes to the manager." in text
    assert "Not done by its date, it goes to the head of service." in text


def test_support_is_logged_whatever_stage_the_work_is_at(haringey):
    """HAR-120: before any allocation, assessment or consent, a contact, a visit and a note are taken."""
    haringey(
        "open-episode",
        "--team",
        "tipton",
        "--child",
        "Ada Okafor; 2014-01-09; F",
        "--level",
        "level-2",
        "--route",
        "spa",
    )
    haringey("contact", "E-0002", "--how", "phone", "--outcome", "made")
    haringey("visit", "E-0002", "--outcome", "made", "--seen", "Ada Okafor")
    haringey("note", "E-0002", "--type", "EH family visit - successful", "--text", "Help with the school run agreed.")
    done = haringey("timeline", "E-0002", "--json").json()
    assert [each["kind"] for each in done].count("contacted") == 2


def test_a_note_carries_a_title_of_the_list_and_never_t_c(haringey, refused):
    """HAR-134 and HAR-190."""
    refused(haringey, "note", "E-1", "--type", "Chat with mum", "--text", "x", code=3, says="is not a note type")
    said = haringey("note", "E-1", "--type", "T/C to", "--text", "Asked about the appointment.").out
    assert "Phone call to [relationship or profession] RE: [subject]" in said


def test_all_ten_areas_of_the_first_star_are_scored_and_none_is_dropped_later(haringey, refused):
    """HAR-059 and HAR-063."""
    star = ("star", "E-0001", "--star", "family-star-plus")
    refused(haringey, *star, "--scores", "4,5,3,6,7,5,4,6,5", code=2, says="every one is scored; 9 scores were given")
    refused(haringey, *star, code=2, says="0 scores were given", hint="Physical health; Your well-being")
    task = haringey.task("initial-star")
    haringey(*star, "--scores", "4,5,3,6,7,5,4,6,5,5")
    assert state(haringey, task) == "met"
    refused(haringey, *star, "--scores", "4,5,3,6,7,5,4,6,5", code=2, says="every one is scored", today="2026-05-20")


def test_each_workers_missed_timescales_are_listed_with_their_pages(haringey):
    """HAR-208."""
    late = haringey("overdue", "--worker", "aroy", "--json", today="2026-04-27").json()
    due = {each["duty"]: each["due"] for each in late}
    assert due["initial-visit"] == "2026-04-10" and due["conversation-4-change"] == "2026-04-24"
    assert all(each["worker"] == "aroy" for each in late)
    cited = next(each["citation"] for each in late if each["duty"] == "conversation-4-change")
    assert (cited["source"], cited["place"]) == ("Early Help Operational Guidance", "lines 351-355")
    assert haringey("overdue", "--worker", "jmay", "--json", today="2026-04-27").json() == []


def test_an_updated_baseline_that_is_not_relevant_is_for_a_manager_to_say(haringey, refused):
    """HAR-123: nobody ticks it off as not relevant; a manager sets it aside with the reason."""
    task = haringey.task("updated-baseline")
    words = ("assess", "E-1", "--form", "baseline-data", "--stage")
    refused(haringey, *words, "not-relevant", code=2, says="not-relevant")
    refused(haringey, "set-aside", task, "--reason", "Nothing changed", "--by", "aroy", code=4, says="may not")
    haringey("set-aside", task, "--reason", "Nothing changed", "--by", "jmay")
    assert state(haringey, task) == "set-aside"


def test_a_case_is_not_closed_before_a_manager_reviewed_it(haringey, refused):
    """HAR-152; and HAR-027, HAR-148 and HAR-285: an average or an aim that is past holds no closing up."""
    day = "2026-11-02"
    kept = {"support-period", "final-taf", "case-supervision-aim"}
    tasks = [each["task"] for each in haringey.owed().values() if each["duty"] not in kept]
    haringey("set-aside", *tasks, "--reason", "Moved away", "--by", "jmay", today=day)
    assert haringey("overdue", "--json", today=day).json() == []
    assert kept <= {each["duty"] for each in haringey("due", "--json", today=day).json()}
    close = ("close", "E-0001", "--reason", "Moved away", "--by", "jmay")
    said = "not on file: Case reviewed by an authorising Manager (HAR lines 452-455)"
    told = refused(haringey, *close, code=4, says=said, today=day)
    assert "Support ended" not in told.err and "Monthly aim" not in told.err
    haringey("assess", "E-0001", "--form", "closure-review", "--by", "jmay", today=day)
    haringey(*close, today=day)


def test_a_step_up_keeps_the_case_open_until_a_worker_in_social_care_is_confirmed(haringey, refused):
    """HAR-236: SPA's outcome and the transfer, both before closing."""
    day = "2026-04-02"
    assess = ("assess", "E-0001", "--form", "step-up", "--stage")
    haringey(*assess, "referred-to-spa", today=day)
    closing = ("close", "E-0001", "--reason", "Moved away", "--by", "jmay")
    asked = {"step-up-triage-outcome", "step-up-transfer-confirmed"}
    others = [each["task"] for each in haringey.owed(today=day).values() if each["duty"] not in asked]
    haringey("set-aside", *others, "--reason", "Stepped up", "--by", "jmay", today=day)
    haringey("assess", "E-0001", "--form", "closure-review", "--by", "jmay", today=day)
    refused(haringey, *closing, code=4, says="SPA triage outcome of the step-up", today=day)
    haringey(*assess, "triage-outcome", today=day)
    refused(haringey, *closing, code=4, says="Transfer to a qualified worker in Children's Social Care", today=day)
    haringey(*assess, "csc-worker-confirmed", today=day)
    haringey("note", "E-0001", "--type", "EH Step Up completed", "--text", "With social care.", today=day)
    haringey(*closing, today=day)


# After closing


def test_a_family_is_followed_up_in_the_episode_that_was_closed(closed):
    """HAR-155, HAR-156, HAR-159, HAR-162, HAR-195 and HAR-200: calls, notes and visits months after closing."""
    owed = {each["duty"]: each["due"] for each in closed("due", "--within", "300d", "--json").json()}
    assert (owed["three-month-call"], owed["six-month-contact"]) == ("2026-09-08", "2026-12-08")
    assert (owed["closing-note"], owed["monthly-check"]) == ("2026-06-11", "2026-07-08")
    closed("note", "E-0001", "--type", "EH Case Closure", "--text", "De-allocated.", today="2026-06-10")
    day = "2026-09-08"
    call = closed.task("three-month-call", today=day)
    for _ in range(2):
        closed("contact", "E-0001", "--how", "phone", "--outcome", "attempted", today=day)
    assert state(closed, call, day) in ("open", "due", "overdue")
    closed("done", call, today=day)  # the third time somebody answered
    assert state(closed, call, day) == "met"
    assert closed.owed(today=day)["monitoring-call-note"]["due"] == "2026-09-11"
    needed = ("assess", "E-0001", "--form", "outcome-monitoring-3-months", "--stage", "support-needed")
    closed(*needed, today=day)
    visit = closed.task("monitoring-visit", today=day)
    closed("reassign", visit, "--to", "jmay", today=day)  # HAR-161: a delegate
    assert closed("due", "--worker", "jmay", "--json", today=day).json()[0]["due"] == "2026-09-15"
    closed("visit", "E-0001", "--outcome", "made", today="2026-09-14")
    assert state(closed, visit, "2026-09-14") == "met"


def test_three_attempts_that_nobody_answered_end_the_call(closed):
    """HAR-199 and HAR-200."""
    call = closed.task("three-month-call")
    for day in ("2026-09-07", "2026-09-08"):
        closed("contact", "E-0001", "--how", "phone", "--outcome", "attempted", today=day)
    say = ("note", "E-0001", "--type", "EH 3 Month outcome monitoring- Not completed", "--text", "No answer.")
    closed(*say, today="2026-09-08")
    assert state(closed, call, "2026-09-08") in ("due", "overdue"), "two are not three"
    closed("contact", "E-0001", "--how", "phone", "--outcome", "attempted", today="2026-09-08")
    assert state(closed, call, "2026-09-08") == "met"


def test_what_is_owed_after_closing_outlives_a_rebuild_and_agrees_with_its_facts(closed):
    """The worklist of a closed episode that is followed up is worked out again and checked like any other."""
    before = closed("due", "--within", "300d", "--json").out
    closed("record", "rebuild")
    assert closed("due", "--within", "300d", "--json").out == before
    assert "three-month-call" in before
    assert "no findings" in closed("record", "check").out
    closed.sql("DELETE FROM worklist WHERE duty = 'three-month-call'")
    assert "The worklist of E-0001 of F-0001 does not agree" in closed("record", "check", code=1).out


def test_what_if_speaks_of_the_families_that_are_followed_up(closed):
    """Another procedure asks for nothing after closing: every one of those tasks would end."""
    open_now = {each["task"] for each in closed.owed().values()}
    would = closed("procedure", "what-if", "nottinghamshire", "--json").json()
    assert {each["task"] for each in would if each["what"] == "ends"} == open_now
    assert closed("procedure", "what-if", "haringey", "--json").json() == []


def test_the_day_of_closing_can_still_be_corrected_after_a_follow_up(closed):
    closed("contact", "E-0001", "--how", "phone", "--outcome", "attempted", today="2026-09-08")
    mend = ("correct", "E-0001", "episode-closed", "--on", "2026-06-09", "--reason", "A day early")
    closed(*mend, "--by", "jmay", today="2026-09-09")
    owed = closed.owed(today="2026-09-09")
    assert owed["three-month-call"]["due"] == "2026-09-09"


# Held as data: the facts of the source that no rule carries, each with its page


def test_what_the_guidance_says_beside_its_rules_is_kept_with_its_page():
    rows = {each.requirement.id: each for each in coverage.standings([reading.procedure("haringey")])}
    for row in ("HAR-002", "HAR-010", "HAR-026", "HAR-065", "HAR-069", "HAR-166", "HAR-218", "HAR-302", "HAR-317"):
        assert rows[row].state == "held" and rows[row].where.startswith("haringey: "), row
    for row in ("HAR-060", "HAR-061", "HAR-064", "HAR-073", "HAR-075", "HAR-287", "HAR-315"):
        assert rows[row].state == "open", f"{row}: say in the pack what holds it, and prove it"
    kept = reading.procedure("haringey").kept
    act = next(term for term in kept["term"] if term.name == "Data Protection Act 1998")
    assert "Superseded since 25 May 2018" in str(act.more["means"])


def test_no_refusal_here_cites_another_authoritys_page(haringey, refused):
    """Closing cites Haringey's own page for what is to be finished first; fortnightly visits wait for no TAF here."""
    closing = ("close", "E-0001", "--reason", "Moved away", "--by", "hdean")
    rule = haringey(*closing, "--json", code=4).error()["rule"]
    assert rule == "HAR lines 452-455 (HAR-152)"
    haringey("frequency", "E-0001", "--visits", "fortnightly", "--reason", "Low risk", "--by", "jmay")
    made = haringey("visit", "E-0001", "--outcome", "made", "--on", "2026-04-02", today="2026-04-02")
    assert "Covid" not in made.err


def test_a_star_waits_until_it_was_introduced_and_its_date_stays(haringey):
    owed = haringey.owed()
    star, introduced = owed["initial-star"], owed["star-introduced"]
    assert (star["next"], star["waits_for"]) == (False, introduced["task"])
    haringey("assess", "E-0001", "--form", "star-introduction", "--stage", "introduced")
    then = haringey.owed()["initial-star"]
    assert (then["next"], then["waits_for"], then["due"]) == (True, None, star["due"])
