"""Each row of the TEH table with a time in it is proved by a date worked out by hand or by a test that names it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ehcli.decisions import episodes
from ehcli.episodes.episode import told_by
from ehcli.episodes.facts import EpisodeOpened, Fact, FormRecorded, StarCompleted, Told
from ehcli.machine import folders
from ehcli.packs import coverage, reading

WORKED = Path(__file__).parent / "worked"
NAMES = ("sandwell-teh", "sandwell")
TIMED = ("timescale", "recurrence")
# Kinds that may have a time in them: those rows of them that have one.
DATED = ("threshold", "exception", "consent", "supervision", "audit", "check")
SHOWN: set[str] = set()


def shows(*rows: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Says which requirement rows a test proves."""

    def named(test: Callable[..., None]) -> Callable[..., None]:
        SHOWN.update(rows)
        return test

    return named


def worked(name: str) -> set[str]:
    cases = tomllib.loads((WORKED / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return {row for case in cases for row in case["rows"]}


def left_out(name: str) -> set[str]:
    return {row for row, _ in coverage.left_out_by(reading.procedure(name))}


def timed() -> list[str]:
    return [
        each.id
        for each in coverage.requirements()
        if each.id.startswith("TEH") and (each.kind in TIMED or (each.kind in DATED and each.due))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_with_a_time_in_it_is_named_by_a_worked_date_or_by_a_test_or_left_out(name: str) -> None:
    assert len(timed()) >= 40, "a kind was renamed and this looks at nothing"
    assert [row for row in timed() if row not in worked(name) | SHOWN | left_out(name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_named_by_the_worked_dates_of_the_duty_that_holds_it(name: str) -> None:
    """A case that names a row works out a date of a duty that carries it: naming alone proves nothing."""
    duties = {duty.id: duty for duty in reading.procedure(name).duties}
    held: dict[str, set[str]] = {}
    for duty in duties.values():
        cites = [*duty.citations, *(duty.relax.cite if duty.relax else ())]
        held[duty.id] = {row for cite in cites for row in cite.rows} | {row for rule in duty.rules for row in rule.rows}
    cases = tomllib.loads((WORKED / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    wrong = [
        f"{case['duty']}: {row}"
        for case in cases
        for row in case["rows"]
        if row.startswith("TEH") and row not in held[case["duty"]]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_duty_that_can_cross_a_bank_holiday_has_a_date_worked_out_across_one(name: str) -> None:
    """Working days, hours and calendar lengths of a day or more; a day nought and an open item cross nothing."""
    off = {
        date.fromisoformat(line.split(",")[0])
        for line in Path(folders.found("data", "bank_holidays_england.csv")).read_text("utf-8").splitlines()
        if line[:1].isdigit()
    }
    cases = tomllib.loads((WORKED / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    crossed = set()
    for case in cases:
        ends = [value for key in ("due", "limit") if (value := case.get(key))]
        ends += [date.fromisoformat(case["due_at"][:10])] if "due_at" in case else []
        days = [fact["on"] for fact in case["facts"]]
        days += [date.fromisoformat(fact["about_on"]) for fact in case["facts"] if "about_on" in fact]
        if ends and any(min(*days, *ends) <= day <= max(*days, *ends) for day in off):
            crossed.add(case["duty"])
    asked = {
        duty.id
        for duty in reading.procedure(name).duties
        if any(cite.source == "teh" for cite in duty.citations)
        and any(rule.within.unit != "open" and rule.within.amount for rule in duty.rules)
    }
    assert len(asked) > 20
    assert asked - crossed == set()


def story(*facts: Fact) -> list[Told]:
    return [Told(n, n, n, "2026-01-01T09:00:00+00:00", "abell", fact) for n, fact in enumerate(facts, start=1)]


@shows("TEH-063", "TEH-283", "TEH-073")
@pytest.mark.parametrize("name", NAMES)
def test_a_star_and_a_criteria_form_of_the_last_four_weeks_are_looked_for_when_a_case_closes(name: str) -> None:
    """Closing on Tue 5 May 2026: four weeks before is Tue 7 April, the day after Easter Monday."""
    opened = EpisodeOpened("E-0001", date(2026, 3, 2), family="F-0001", team="tipton", level="targeted")
    checks = [
        each for each in reading.procedure(name).closing_checks if each.id in ("closing-star", "closing-tf-criteria")
    ]
    assert {each.strength for each in checks} == {"warn"} and len(checks) == 2

    def lacking(*facts: Fact, level: str = "targeted") -> set[str]:
        told = story(opened._replace(level=level), *facts)
        return {
            each.id for each in episodes.lacking(told_by("E-0001", told), checks, told, ["P-0001"], date(2026, 5, 5))
        }

    def star(day: date) -> Fact:
        return StarCompleted("E-0001", day, star="my-star", children=("P-0001",))

    def criteria(day: date) -> Fact:
        return FormRecorded("E-0001", day, form="tf-criteria", stage="reviewed")

    assert lacking() == {"closing-star", "closing-tf-criteria"}
    assert lacking(star(date(2026, 4, 7)), criteria(date(2026, 4, 7))) == set()
    assert lacking(star(date(2026, 4, 6)), criteria(date(2026, 4, 6))) == {"closing-star", "closing-tf-criteria"}
    assert lacking(level="universal-plus") == {"closing-star"}  # the form is Services Coordination's alone
    assert lacking(level="universal") == set()


@shows("TEH-055")
def test_a_visit_without_a_risk_assessment_warns_while_the_rule_stands_and_is_recorded_all_the_same(allocated) -> None:
    visit = ("visit", "E-1", "--outcome", "made")
    assert "TEH-055" in allocated(*visit, "--on", "2016-07-12 09:00").err
    assert "TEH-055" not in allocated("visit", "E-1", "--outcome", "attempted").err
    allocated("assess", "E-1", "--form", "covid-19-pre-visit-risk-assessment")
    assert "TEH-055" not in allocated(*visit, "--on", "2016-07-12 10:00").err
    assert "TEH-055" in allocated(*visit, "--on", "2016-07-13 10:00", today="2016-07-13").err  # one for every visit
    allocated("procedure", "switch", "covid-19", "off", "--reason", "Ended here", "--by", "jmay")
    assert "TEH-055" not in allocated(*visit, "--on", "2016-07-12 11:00").err


@shows("TEH-002", "TEH-003", "TEH-004", "TEH-005", "TEH-006", "TEH-001", "TEH-025")
@pytest.mark.parametrize("name", NAMES)
def test_the_pack_says_which_document_it_is_read_from_and_warns_from_the_day_after_its_review(name: str) -> None:
    procedure = reading.procedure(name)
    source = procedure.sources["teh"]
    assert (source.title, source.version) == ("TEH - Business Processes and Procedures", "4.8 (footer V4_8.1)")
    assert source.publisher == "Sandwell Children's Trust"
    said = " ".join(source.caveats)
    for words in (
        "approval of 4.8 is not shown",
        "from 1_0 (26/06/2014) to 4_8 (12/01/2021); issue 2_0 has no date",
        "Not Protectively Marked",
        "contents list gives other pages",
        "Early Help Desk has a procedure of its own",
    ):
        assert words in said
    assert not [each for each in procedure.stale(date(2021, 12, 31)) if each.startswith("TEH")]
    assert [each for each in procedure.stale(date(2022, 1, 1)) if each.startswith("TEH")]


@shows("TEH-406", "TEH-407")
def test_a_case_closes_to_social_care_by_a_manager_alone_and_only_when_nothing_is_open(allocated) -> None:
    close = ("close", "E-1", "--reason", "Refer to CSC")
    refused = allocated(*close, "--by", "jmay", code=4).err
    assert "Initial home visit" in refused and "TEH-406" in refused
    for login in ("aroy", "sdean"):
        assert "close" in allocated(*close, "--by", login, code=4).err
    allocated(
        "set-aside", *(f"T-{each['task'][2:]}" for each in allocated.owed().values()), "--reason", "x", "--by", "jmay"
    )
    allocated("assess", "E-1", "--form", "csc-contact", "--stage", "logged")
    allocated("assess", "E-1", "--form", "csc-contact", "--stage", "threshold-agreed")
    assert "csc-closure" in allocated.owed()  # what the closing meets does not stand in its way
    stand = allocated(*close, "--by", "jmay", code=4).err
    assert "Case closed to Children's Social Care" not in stand and "Exit plan on file" in stand


def universal(office, *more: str) -> None:
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "universal")
    office(*ask, "--parent", "Tess Bell", "--address", "4 Mill Lane; Tipton; DY4 8AA", *more)


@shows("TEH-094", "TEH-095", "TEH-096")
def test_a_single_agency_case_is_not_finished_before_the_letter_has_gone_and_the_referrer_knows(eh) -> None:
    given = ("--consent-from", "Tess Bell", "--consent-on", "11/07/2016", "--consent-method", "signed")
    universal(eh, *given, "--referrer", "Okafor Primary School")
    wanted = {"single-agency-letter", "single-agency-referrer"}
    assert wanted <= set(eh.owed("E-0002"))
    eh("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    eh("close", "E-0002", "--reason", "Refer to CSC", "--by", "jmay")
    assert set(eh.owed("E-0002")) == wanted
    assert {each["kind"] for each in eh("letters", "due", "--json").json()} >= {"decision-single-agency"}
    eh("record", "rebuild")
    assert set(eh.owed("E-0002")) == wanted
    eh("record", "check")
    agency = ("--field", "agency_name=Okafor Advice", "--field", "agency_contact=0121 496 0123")
    eh("letter", "decision-single-agency", "E-0002", *agency)
    assert set(eh.owed("E-0002")) == wanted  # printed is not posted
    eh("letters", "posted", "L-1")
    eh("contact", "E-0002", "--how", "phone", "--outcome", "made", "--party", "referrer")
    assert eh.owed("E-0002") == {}


@shows("TEH-347", "TEH-349", "TEH-350")
def test_a_universal_plus_case_that_stepped_up_is_listed_until_the_new_episode_is_open(eh) -> None:
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "universal-plus")
    eh(*ask, "--parent", "Tess Bell")
    eh("assess", "E-2", "--form", "early-help-assessment-targeted-referral-form", "--stage", "agreed")
    tasks = [each["task"] for duty, each in eh.owed("E-0002").items() if duty != "step-up-closed"]
    eh("set-aside", *tasks, "--reason", "Steps up", "--by", "jmay")
    eh("close", "E-2", "--reason", "Step Up Universal+ to Targeted Early Helps", "--by", "jmay")
    assert set(eh.owed("E-0002")) == {"step-up-new-episode"}
    assert [each["duty"] for each in eh("overdue", "--json", today="2016-07-12").json() if each["episode"] == "E-0002"]
    eh("reason", "add", "Stepped up", "--for", "opening", "--by", "jmay")  # the source prints none (TEH-350)
    eh("open-episode", "--team", "tipton", "--family", "F-0002", "--child", "P-0004", "--start-reason", "Stepped up")
    eh("assess", "E-2", "--form", "step-up-episode", "--stage", "opened")
    assert eh.owed("E-0002") == {}
