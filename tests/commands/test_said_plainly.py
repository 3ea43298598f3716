"""What used to go unsaid, under a pack of another council: which stage, what ends a duty, what an adoption leaves."""

from __future__ import annotations

import json

import pytest

from tests.offices import Office

FAMILY = (
    *("open-episode", "--team", "bootle", "--child", "Wren Larkin; 2016-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Bootle; ZZ1 1AA", "--referrer", "Okafor Primary School"),
)
ASSESS = ("assess", "E-1", "--form", "early-help-assessment")


@pytest.fixture
def run(sefton: Office) -> Office:
    sefton(*FAMILY)
    sefton("allocate", "E-1", "--to", "aroy", "--by", "jmay")
    return sefton


def test_a_form_with_several_stages_is_never_taken_for_the_last(run, refused, typed):
    stages = "steps-1-5, conclusions, own-copy-given, shared-with-family"
    refused(
        run, *ASSESS, code=2, says="Early Help Assessment has 4 stages: which did it reach?", hint=f"STAGE: {stages}"
    )
    assert "EHM search: completed on" in run("assess", "E-1", "--form", "ehm-search").out  # it has no other
    code, shown = typed(run, *ASSESS, answers=("the end", "steps-1-5"), NO_COLOR="1")
    assert code == 0, shown
    assert shown.count(f"Stage of Early Help Assessment ({stages}): ") == 2
    assert "Early Help Assessment: steps-1-5 on Fri 11 Apr 2025 for E-0001." in shown


def test_a_form_that_has_a_stage_completed_is_completed_as_before(eh):
    assert "Chronology: completed on" in eh("assess", "E-1", "--form", "chronology").out


def test_a_form_that_is_asked_for_twice_names_the_command_that_records_it(run, refused):
    pack = run.home / "council" / "data" / "procedures" / "sefton.toml"
    how = 'how = "eh assess {episode} --form early-help-assessment --stage steps-1-5"\n'
    text = pack.read_text(encoding="utf-8")
    assert how in text
    pack.write_text(text.replace(how, ""), encoding="utf-8")
    again = "eh assess E-0001 --form early-help-assessment --stage steps-1-5"
    refused(run, "done", run.task("reassessment"), code=4, says="is met by what happened", hint=f"Record that: {again}")
    assert run.owed()["reassessment"]["how"] == again


def test_why_says_what_ends_a_task_that_nothing_met(run):
    told = run("why", run.task("reassessment")).out
    assert "No longer asked for once this has happened: form recorded: outcomes, achieved." in told
    assert run.owed()["reassessment"]["until"] == ["form recorded: outcomes, achieved"]
    assert run.owed()["ehm-search"]["until"] == run.owed()["ehm-search"]["until_all"] == []


def test_a_procedure_that_is_not_in_force_yet_is_said_so_where_a_record_or_team_begins(sefton):
    sefton.record.unlink()
    waits = "Note: sefton is in force from Mon 23 Jan 2023: no episode can be opened before that day."
    begun = ("init", "--procedure", "sefton", "--team", "bootle")
    assert waits in sefton(*begun, today="2023-01-22").err
    assert waits in sefton("team", "add", "north", "--name", "North", today="2023-01-22").err
    sefton("open-episode", *FAMILY[1:], code=2, today="2023-01-22")
    assert "in force" not in sefton("team", "add", "north", "--name", "Far north", today="2023-01-23").err
    sefton.record.unlink()
    assert "in force" not in sefton(*begun, today="2023-01-23").err


def test_adopting_names_whoever_has_a_role_that_the_procedure_does_not(run):
    adopt = ("procedure", "adopt", "family-work-teams", "--team", "bootle", "--from", "today", "--by", "jmay")
    roles = {each["slug"] for each in run("procedure", "show", "family-work-teams", "--list", "role", "--json").json()}
    lacking = [each for each in ("business-support", "key-worker", "manager") if each not in roles]
    assert lacking, "the two procedures have the same roles: the test proves nothing"
    scripted = run(*adopt, "--dry-run", "--json").json()["without_role"]
    assert sorted(each["role"] for each in scripted) == lacking
    for line in ((*adopt, "--dry-run"), adopt):
        told = run(*line)
        assert "Warning: family-work-teams does not have the roles of" in told.err
        assert all(f"({role})" in told.err for role in lacking)
    same = ("procedure", "adopt", "sefton", "--team", "bootle", "--from", "+1d", "--by", "jmay", "--dry-run")
    assert run(*same, "--json").json()["without_role"] == []
    assert "does not have the roles" not in run(*same).err


def test_a_worker_has_a_role_of_the_procedure_that_their_team_follows(run):
    newcomer = ("worker", "add", "ckay", "--name", "Cay Kay", "--team", "bootle", "--role")
    run(*newcomer, "csc-manager", code=3)
    run("procedure", "adopt", "haringey", "--team", "bootle", "--from", "today", "--by", "jmay")
    assert "is a csc-manager in bootle" in run(*newcomer, "csc-manager", "--by", "jmay").out


def test_kinds_of_letter_are_those_of_the_procedure_that_is_followed(run):
    told = run("letters", "kinds")
    assert not [word for word in ("sandwell", "COG-", "TEH-", "HAR-", "NCC-", "FWT-") if word in told.out]
    assert "Note: No duty of sefton asks for a kind with nothing under 'Asked for by'." in told.err
    assert {tuple(each["asked_for_by"]) for each in run("letters", "kinds", "--json").json()} == {()}
    run("letters", "kinds", "--team", "nowhere", code=3)


def test_a_kind_of_letter_names_the_duties_that_ask_for_it_and_the_rows_it_serves(eh):
    kinds = {each["kind"]: each for each in eh("letters", "kinds", "--json").json()}
    assert kinds["no-contact"]["asked_for_by"]
    assert "COG-249" in kinds["closure"]["rows"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("taf", "list", "E-1"), "Say which: --episode E-1"),
        (("letters", "list", "E-1"), "Say which: --episode E-1"),
        (("overdue", "T-1"), "One is shown by: eh show T-1"),
        (("due", "--days", "5"), "Did you mean --within?"),
        (("overdue", "--days", "5"), "See: eh overdue --help"),
        (("due", "--tem", "tipton"), "Did you mean --team?"),
    ],
    ids=" ".join,
)
def test_what_was_typed_in_the_wrong_place_is_told_where_it_belongs(allocated, refused, line, says):
    refused(allocated, *line, code=2, says="", hint=says)
    hint = says.partition(": ")[2]
    if "--episode" in hint:
        allocated(*line[:2], *hint.split())
    elif hint.startswith("eh show"):
        allocated(*hint.split()[1:])


def test_closing_says_which_letters_were_printed_and_not_posted(run):
    run(
        "team",
        "add",
        "bootle",
        "--name",
        "Bootle",
        "--address",
        "2 Quay; Bootle; ZZ1 1AB",
        "--phone",
        "01632 960001",
        "--email",
        "bootle@example.org",
    )
    run("letter", "no-contact", "E-1", "--to", "P-2")
    run("letter", "initial-contact", "E-1", "--to", "P-2")
    run("letters", "posted", "L-2")
    for each in run.owed().values():
        run("set-aside", each["task"], "--reason", "Moved away", "--by", "jmay")
    told = run("close", "E-1", "--reason", "Moved away", "--by", "jmay", "--dry-run").err
    assert "Warning: L-0001 was printed and not posted." in told
    assert "Warning: L-0001 was printed" in run("close", "E-1", "--reason", "Moved away", "--by", "jmay").err
    run("letters", "posted", "L-1")


def test_what_if_and_the_dry_run_of_an_adoption_say_how_they_count(run):
    adopt = ("procedure", "adopt", "haringey", "--team", "bootle", "--from", "today", "--by", "jmay", "--dry-run")
    what_if = run("procedure", "what-if", "haringey")
    assert "as if haringey had always been in force: what is running is counted by it too." in what_if.err
    assert "eh procedure adopt haringey --team SLUG --from DATE --dry-run" in what_if.err
    later = ("--today", "2025-05-12")
    stays = "What began before that day keeps its dates; with --running it would move too."
    assert stays in run(*adopt, *later).out
    running = run(*adopt, *later, "--running", "--reason", "Agreed")
    assert stays not in running.out
    sentence = run("procedure", "what-if", "haringey", *later).err.split(" Nothing was written.")[0]
    assert json.loads(run(*adopt, *later, "--json").out)["changes"] == dict.fromkeys(
        ("moves", "ends", "begins", "overdue_at_once"), 0
    )
    assert sentence.splitlines()[-1] in running.out
