"""COG's rows with a date in them, each proved by a test that names it; what the packs and lists keep of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcli.packs import coverage, reading, toml
from ehcli.procedures.procedure import Procedure

from .test_worked import cases

TESTS = Path(__file__).parents[1]
PACKS = ("sandwell-cog", "sandwell")
ROWS = {each.id: each for each in coverage.requirements() if each.id.startswith("COG")}
# Kinds that are timed whatever is printed, and kinds that are where their row says when.
TIMED = ("timescale", "recurrence")
DATED = ("threshold", "exception", "consent", "supervision", "audit", "check")


def timed() -> list[str]:
    return [id for id, row in ROWS.items() if row.kind in TIMED or (row.kind in DATED and row.due)]


def held_by_duties(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Each row with the duty whose limit, or whose longer limit, carries it."""
    for duty in procedure.duties:
        for rule in duty.rules:
            yield from ((row, duty.id) for row in (*rule.rows, *(row for cite in rule.cite for row in cite.rows)))
        for cite in duty.relax.cite if duty.relax else ():
            yield from ((row, duty.id) for row in cite.rows)


def left_out(procedure: Procedure) -> set[str]:
    return {row for row, _ in coverage.left_out_by(procedure)}


def proved_elsewhere() -> set[str]:
    """The rows named inside a test of any other kind: in its name's file, in its words or beside what it checks."""
    here = Path(__file__)
    files = [file for file in TESTS.rglob("test_*.py") if file != here and file.parent.name != "requirements"]
    said = [file.read_text(encoding="utf-8") for file in files]
    said += [part for part in here.read_text(encoding="utf-8").split("\n\n\n") if "def test_" in part]
    return set(re.findall(r"COG-\d{3}", "\n".join(said)))


@pytest.mark.parametrize("pack", PACKS)
def test_each_timed_row_that_a_duty_carries_is_named_by_a_case_worked_for_that_duty(pack: str) -> None:
    carried = {(row, duty) for row, duty in held_by_duties(reading.procedure(pack)) if row in timed()}
    worked = {(row, case["duty"]) for case in cases(pack) for row in case["rows"]}
    assert sorted({row for row, _ in carried} - {row for row, _ in carried & worked}) == []
    assert len(carried) > 40, "this looks at nothing"


@pytest.mark.parametrize("pack", PACKS)
def test_no_case_names_a_row_that_its_duty_does_not_carry(pack: str) -> None:
    carried = set(held_by_duties(reading.procedure(pack)))
    named = {(row, case["duty"]) for case in cases(pack) for row in case["rows"] if row.startswith("COG")}
    assert sorted(named - carried) == []


def test_each_timed_row_is_proved_by_a_test_or_left_out_with_its_reason() -> None:
    worked = {row for pack in PACKS for case in cases(pack) for row in case["rows"]}
    procedures = [reading.procedure(pack) for pack in PACKS]
    without = set.intersection(*(left_out(each) for each in procedures))
    assert sorted(set(timed()) - worked - proved_elsewhere() - without) == []
    assert len(timed()) > 60, "this looks at nothing"


@pytest.mark.parametrize("pack", PACKS)
def test_a_timed_row_that_is_left_out_is_claimed_by_nothing(pack: str) -> None:
    procedure = reading.procedure(pack)
    by_code, _ = coverage.ledger()
    claimed = {row for row, _ in coverage.held_by(procedure)} | set(by_code)
    assert sorted(left_out(procedure) & claimed & set(timed())) == []


def test_both_packs_say_the_same_of_this_source() -> None:
    """sandwell is both documents together: no row of this one is held by one pack and left out by the other."""
    one, other = (reading.procedure(pack) for pack in PACKS)
    rows = [{row for row, _ in coverage.held_by(each) if row.startswith("COG")} for each in (one, other)]
    assert sorted(rows[0] - rows[1] - {"COG-149"}) == []
    assert left_out(one) == {row for row in left_out(other) if row.startswith("COG")}


# What no worked case can show, through the command line


def test_consent_that_is_not_there_is_said_before_services_and_before_an_eha_and_stops_nothing(eh) -> None:
    """COG-122 at allocation; COG-259 and COG-302 when an EHA is begun."""
    bell = ("--child", "Ada Bell; 2010-03-02; F", "--parent", "Kim Bell", "--received", "2016-07-11")
    eh("open-episode", "--team", "tipton", *bell)
    given = eh("allocate", "E-0002", "--to", "bcole", "--by", "jmay")
    assert given.out.startswith("Allocated E-0002")
    assert "Warning: no consent is on file. Services are offered only after parental consent" in given.err
    assert "COG line 271" in given.err
    begun = eh("assess", "E-0002", "--form", "eha", "--stage", "started")
    assert "Warning: no consent is on file. Nobody starts an EHA" in begun.err
    assert "COG line 468, COG line 567" in begun.err
    assert "consent" not in eh("assess", "E-0002", "--form", "genogram").err
    eh("consent", "E-0002", "--from", "Kim Bell", "--method", "verbal")
    assert "consent" not in eh("assess", "E-0002", "--form", "eha", "--stage", "started").err
    eh("consent", "E-0002", "--from", "Kim Bell", "--state", "withdrawn")
    assert "no consent is on file" in eh("assess", "E-0002", "--form", "eha", "--stage", "finalised").err
    assert "consent" not in eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay").err


def test_the_reminder_of_a_supervision_falls_on_the_last_working_day_before_the_weekend(allocated) -> None:
    """COG-328: forty-eight hours before Monday 18 July 2016 is Saturday; somebody is there on Friday."""
    allocated("assess", "E-0001", "--form", "case-supervision", "--stage", "planned", "--about", "2016-07-18")
    told = allocated("why", allocated.task("supervision-preparation")).out
    assert "Due: Sat 16 Jul 2016" in told
    assert "A reminder falls on Fri 15 Jul 2016." in told


def test_a_case_discussed_in_supervision_is_oversight_and_the_next_counts_from_it(allocated) -> None:
    """COG-254, COG-325, COG-334."""
    said = ("assess", "E-0001", "--form", "case-supervision", "--stage", "recorded", "--json")
    done = allocated(*said, today="2016-07-20").json()
    assert "management-oversight" in {each["duty"] for each in done["over"]}
    owed = {each["duty"]: each["due"] for each in done["owed"]}
    assert owed["management-oversight-repeat"] == "2016-08-17"


def test_a_star_booked_for_a_child_who_was_not_reached_is_owed_on_that_day_for_that_child(allocated) -> None:
    """COG-457, COG-461."""
    book = ("assess", "E-0001", "--form", "my-star-booking", "--child", "P-0002", "--about", "2016-08-09", "--json")
    (owed,) = allocated(*book, today="2016-08-02").json()["owed"]
    assert (owed["duty"], owed["due"]) == ("my-star-booked", "2016-08-09")
    assert [each["person"] for each in owed["children"]] == ["P-0002"]
    star = ("star", "E-0001", "--star", "my-star", "--scores", "3,4", "--json", "--child")
    over = allocated(*star, "P-0001", today="2016-08-08").json()["over"]
    assert "my-star-booked" not in {each["duty"] for each in over}
    over = allocated(*star, "P-0002", today="2016-08-09").json()["over"]
    assert {each["duty"]: each["status"] for each in over}["my-star-booked"] == "met"


def test_closing_says_that_the_reason_was_not_explained_to_the_family(eh) -> None:
    """COG-249: it warns, before the episode closes and not instead of it."""
    tasks = [each["task"] for each in eh("why", "--episode", "E-0001", "--json").json()]
    eh("set-aside", *tasks, "--reason", "The family moved away", "--by", "jmay")
    for form in ("exit-plan", "closure-agreement", "case-summary"):
        eh("assess", "E-0001", "--form", form, "--by", "jmay")
    close = ("close", "E-0001", "--reason", "Refer to CSC", "--by", "jmay")
    said = "not on file at closing: Reason for closing explained to the family (COG line 432)"
    assert said in eh(*close, "--dry-run").err
    eh("assess", "E-0001", "--form", "closure-explained")
    closed = eh(*close)
    assert closed.out.startswith("Closed E-0001")
    assert "Reason for closing explained" not in closed.err


def test_guidelines_past_their_own_revision_say_so_wherever_the_procedure_is_shown(bare) -> None:
    """COG-484: due for revision in July 2020."""
    told = bare("procedure", "show", "sandwell-cog", "initial-taf", today="2020-08-01").err
    assert "Community Operating Group (COG) Guidelines" in told
    assert "due for review by 31 Jul 2020" in told
    assert bare("procedure", "show", "sandwell-cog", "initial-taf", today="2020-07-31").err == ""


# What is kept to be read


@pytest.mark.parametrize(
    ("kind", "entry", "says", "row"),
    [
        ("checklist", "cog-difficulties", "Actions have repeatedly not been completed by professionals", "COG-043"),
        ("checklist", "cog-child-outcomes", "Getting the best start in life", "COG-017"),
        ("checklist", "cog-role-worker", "advanced police vetting", "COG-408"),
        ("checklist", "cog-status-checks", "every section of the EHA filled in", "COG-136"),
        ("checklist", "cog-status-checks", "YOS status", "COG-137"),
        ("ladder", "cog-financial-help", "s17 funding", "COG-320"),
        ("checklist", "cog-handover", "exceptional circumstances", "COG-206"),
        ("staff-duty", "induction", "no length printed", "COG-009"),
        ("term", "DAS Level", "4 child protection", "COG-125"),
        ("route", "commissioned-provider", "universal-plus", "COG-149"),
    ],
)
@pytest.mark.parametrize("pack", PACKS)
def test_what_a_pack_keeps_is_shown_with_where_it_is_printed(bare, pack, kind, entry, says, row) -> None:
    shown = {each["slug"]: each for each in bare("procedure", "show", pack, "--list", kind, "--json").json()}
    assert says in shown[entry]["says"]
    assert row in shown[entry]["rows"]
    assert "Community Operating Group (COG) Guidelines" in {each["source"] for each in shown[entry]["citations"]}


def test_a_list_that_a_procedure_does_not_have_is_refused_with_those_there_are(eh, refused) -> None:
    refused(eh, "procedure", "show", "sandwell", "--list", "chapter", code=3, says="There is no list 'chapter'")


LISTED = {
    "teams.toml": ("COG-109", "COG-110", "COG-111", "COG-112", "COG-113", "COG-114"),
    "agencies.toml": (
        *("COG-022", "COG-023", "COG-024", "COG-072", "COG-105", "COG-213", "COG-275", "COG-415"),
        *("COG-417", "COG-418", "COG-419", "COG-420", "COG-421", "COG-422"),
    ),
}


@pytest.mark.parametrize("file", LISTED)
def test_the_lists_of_teams_and_agencies_hold_the_rows_the_ledger_says_they_hold(file: str) -> None:
    kept = toml.read(TESTS.parent / "data" / file)
    cited = {
        row
        for entry in kept["team" if file == "teams.toml" else "agency"]
        for cite in entry["cite"]
        for row in cite["rows"]
    }
    assert set(LISTED[file]) <= cited
    by_code, _ = coverage.ledger()
    assert all(by_code[row].startswith(f"data/{file}") for row in LISTED[file])


def test_six_teams_one_for_each_town_are_there_from_the_start_with_what_is_printed_of_them(eh) -> None:
    """COG-019, COG-108 to COG-114: where each is; no number is made up for Rowley Regis."""
    shown = {each["slug"]: each for each in eh("team", "list", "--json").json()}
    towns = {"west-bromwich", "tipton", "wednesbury", "smethwick", "oldbury", "rowley-regis"}
    assert towns <= set(shown)
    assert all("_cog@" in shown[town]["email"] for town in towns)
    assert {town for town in towns if not shown[town]["phone"]} == {"rowley-regis"}
    known = {each["slug"] for each in eh("agency", "list", "--json").json()}
    assert {"decca", "prevent", "connexions", "camhs", "dwp", "childrens-centre-tipton", "eh-systems-team"} <= known
