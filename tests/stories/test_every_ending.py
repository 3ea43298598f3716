"""A family's case from opening to closing under each procedure, with a meeting held, as the refusals say to do it.

Nobody knows beforehand what stands in the way: every refusal is answered by a command of its own hint.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from ehcli.packs import reading
from tests.offices import Office, Result

OURTOWN = Path(__file__).parents[1] / "packs" / "good" / "extending.toml"
CHILD = (
    "--child",
    "Wren Larkin; 2015-03-02; F",
    "--parent",
    "Sam Larkin",
    "--address",
    "1 High Street; Tipton; DY4 9JB",
)
OWN = "Moved away"
STILL_OWED = ("open", "due", "overdue")


class Council(NamedTuple):
    """A procedure, who decides under it, and how its family comes in and leaves."""

    name: str
    decides: str  # allocates, approves, sets aside and closes
    switches: str  # may add a reason of the authority's own
    coming: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    rule: str = ""  # what the refusal to close cites; empty where only its closing checks and minutes refuse


TEH = "TEH p44 (TEH-406)"
ALL_STAGES = ("handed-in", "typed", "approved", "sent")
COUNCILS = [
    Council("sandwell", "manager", "manager", (), ALL_STAGES, TEH),
    Council("sandwell-teh", "manager", "manager", (), ALL_STAGES, TEH),
    Council("sandwell-cog", "manager", "manager", (), ("typed", "approved", "sent"), ""),
    Council("haringey", "manager", "service-manager", ("--level", "level-2", "--route", "spa"), (), "HAR lines 452-455 (HAR-152)"),  # noqa: E501
    Council("family-work-teams", "senior-practitioner", "locality-manager", (), (), ""),
    Council("nottinghamshire", "manager", "group-manager", (), (), ""),
    Council("ourtown", "manager", "manager", (), ALL_STAGES, TEH),
]  # fmt: skip
each_council = pytest.mark.parametrize("council", COUNCILS, ids=lambda council: council.name)


def opened(office: Office, council: Council) -> Office:
    """The office of that council with E-0001, given to a worker and seen, on Monday 1 June 2026."""
    if council.name == "ourtown":
        own = office.home / "council" / "data" / "procedures" / "ourtown.toml"
        own.parent.mkdir(parents=True)
        shutil.copyfile(OURTOWN, own)
    office.today = "2026-06-01"
    office("init", "--procedure", council.name, "--team", "tipton", "--name", "Ana Bell", "--role", council.switches)
    office("team", "add", "hillside", "--name", "Hillside")
    for login, name, role in (("jmay", "Jo May", council.decides), ("aroy", "Ana Roy", "key-worker")):
        office("worker", "add", login, "--name", name, "--role", role, "--team", "hillside")
    office("open-episode", "--team", "hillside", *CHILD, "--received", "2026-06-01 09:30", *council.coming)
    office("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    office("visit", "E-0001", "--outcome", "made", "--seen", "P-0001")
    return office


def met(office: Office, council: Council, *held: str) -> Office:
    """The same, with M-0001 held on Wednesday 10 June; today is the Wednesday after."""
    opened(office, council)
    office("taf", "schedule", "E-0001", "--at", "2026-06-10 14:00", "--venue", "School", today="2026-06-02")
    office("taf", "held", "M-0001", "--attended", "P-0002", "--attended", "aroy", *held, today="2026-06-10")
    office.today = "2026-06-17"
    return office


def minuted(office: Office, *stages: str) -> None:
    for stage in stages:
        office("taf", "minutes", "M-0001", "--stage", stage, "--by", "jmay")


def commands(hint: str) -> list[list[str]]:
    """Each command that a hint names, its blanks filled in as an officer would."""
    filled = hint.replace("--by LOGIN", "--by jmay").replace("TEXT", f"'{OWN}'").replace("T-...", "T-0000")
    return [shlex.split(each)[1:] for each in re.findall(r"\beh [a-z][^;]*?(?=;|\. |\.$| says |$)", filled)]


def refused(office: Office, *words: str, code: int = 4) -> dict[str, str]:
    """The refusal of a command: nothing of another authority in its rule, and a hint with a command."""
    told: dict[str, str] = office(*words, "--json", code=code).error()
    assert commands(told["hint"]), told
    return told


def own_reason(office: Office) -> None:
    """A reason that the procedure does not print is refused until it was added; any is taken where it prints none."""
    closing = ("close", "E-0001", "--reason", OWN, "--by", "jmay")
    if office(*closing, code=None).code == 4:  # what is open is all that stands in the way
        return
    told = refused(office, *closing, code=3)
    ((*words, _),) = commands(told["hint"])
    office(*words, "abell")
    office("close", "E-0001", "--reason", OWN, "--by", "jmay", code=4)


def finished(office: Office, rule: str) -> None:
    """Everything that a refusal to close names is done, put on file or set aside by a command of its hint."""
    closing = ("close", "E-0001", "--reason", OWN, "--by", "jmay")
    for _ in range(12):
        result: Result = office(*closing, "--json", code=None)
        if result.code == 0:
            return
        told = result.error()
        assert result.code == 4, told
        assert told["rule"] == rule if rule else told["rule"] and "our default" not in told["rule"], told
        tasks = re.findall(r"^  (T-\d{4})  ", told["message"], re.M)
        hinted = commands(told["hint"])
        for task in tasks:
            office("done", task, code=None)  # what a form meets; a visit or a meeting cannot be ticked off
        if tasks:
            left = [task for task in tasks if office("why", task, "--json").json()["status"] in STILL_OWED]
            aside = next(each for each in hinted if each[0] == "set-aside")
            assert aside[1] == "T-0000" and hinted[0] == ["why", tasks[0]]
            if left:
                office("set-aside", *left, *aside[2:])
        else:
            office(*hinted[0])
    pytest.fail(f"the case cannot end: {told}")


@each_council
def test_a_case_ends_under_every_procedure(bare, council):
    office = met(bare, council)
    minuted(office, *council.minutes)
    own_reason(office)
    finished(office, council.rule)
    shown = office("show", "E-0001", "--json").json()
    assert (shown["status"], shown["closed_on"], shown["end_reason"]) == ("closed", "2026-06-17", OWN)
    (meeting,) = shown["meetings"]
    assert meeting["minutes"] == (council.minutes[-1] if council.minutes else None)
    lasting = {duty.id for duty in known(office, council).duties if duty.after_closing}
    assert {each["duty"] for each in office("due", "--within", "400d", "--json").json()} <= lasting


def known(office: Office, council: Council) -> reading.Procedure:
    return reading.load(OURTOWN) if council.name == "ourtown" else reading.procedure(council.name)


@each_council
def test_closing_asks_for_the_minutes_that_the_procedure_prints_and_for_no_others(bare, council):
    office = met(bare, council)
    office("reason", "add", OWN, "--by", "abell")
    closing = ("close", "E-0001", "--reason", OWN, "--by", "jmay")
    for place, stage in enumerate(council.minutes):
        told = refused(office, *closing)
        assert f"  M-0001  minutes not {stage}\n" in told["message"] + "\n"
        step = next(each for each in commands(told["hint"]) if each[:2] == ["taf", "minutes"])
        assert step == ["taf", "minutes", "M-0001", "--stage", stage]
        own = {source.upper() for source in known(office, council).sources}
        assert all(part.split()[0] in own or part.startswith("our default") for part in told["rule"].split("; ")), told
        if council.minutes[place + 1 :] and not (council.name == "sandwell-teh" and stage == "approved"):
            early = refused(office, "taf", "minutes", "M-0001", "--stage", council.minutes[-1], "--by", "jmay")
            assert early["message"] == f"The minutes of M-0001 are not {stage} yet, so they cannot be sent."
            assert commands(early["hint"]) == [step]
        office(*step, "--by", "jmay")
    told = refused(office, *closing)
    assert "minutes not" not in told["message"] and "taf minutes" not in told["hint"]


@pytest.mark.parametrize("council", [each for each in COUNCILS if not each.minutes], ids=lambda council: council.name)
@pytest.mark.parametrize("stage", ALL_STAGES)
def test_a_procedure_without_minutes_says_where_the_meeting_is_recorded(bare, council, stage):
    office = met(bare, council)
    told = refused(office, "taf", "minutes", "M-0001", "--stage", stage, "--by", "jmay")
    assert told["message"].startswith(f"Under {council.name} a meeting has no separate minutes. ")
    assert told["rule"].startswith(council.name[:1].upper())
    (step,) = commands(told["hint"])
    assert "[[part]]" in office(*step).out


@each_council
def test_a_manager_sets_the_minutes_of_a_meeting_aside(bare, council):
    """The notes were lost, whoever wrote them has left: the case ends all the same, and it is kept who agreed."""
    office = met(bare, council)
    office("reason", "add", OWN, "--by", "abell")
    if not council.minutes:
        again = ("set-aside", "M-0001", "--reason", "The notes were lost", "--by", "jmay")
        told = refused(office, *again)
        assert told["message"].startswith(f"Under {council.name} a meeting has no separate minutes.")
        return
    told = refused(office, "close", "E-0001", "--reason", OWN, "--by", "jmay")
    step = next(each for each in commands(told["hint"]) if each[:2] == ["set-aside", "M-0001"])
    office(*step)
    closing = refused(office, "close", "E-0001", "--reason", OWN, "--by", "jmay")
    assert "minutes" not in closing["message"].casefold()
    again = refused(office, *step)
    assert again["message"] == "The minutes of M-0001 were set aside already."
    kept = [each for each in office("timeline", "E-0001", "--json").json() if each["what"] == "set aside"]
    assert [each["details"] for each in kept if "M-0001" in each["details"] and OWN in each["details"]]
    assert office.owed().keys().isdisjoint({"minutes-handed-in", "minutes-typed", "minutes-approved", "minutes-sent"})
    office("taf", "minutes", "M-0001", "--stage", "sent", "--by", "jmay")  # found after all


# Who chaired


@pytest.mark.parametrize(
    ("name", "chair", "asked"),
    [
        ("sandwell-cog", "Okafor Primary School", False),
        ("sandwell", "Okafor Primary School", False),
        ("ourtown", "Okafor Primary School", False),
        ("sandwell-teh", "Okafor Primary School", True),  # p44 asks it of all minutes, whoever chaired
        ("sandwell-cog", "aroy", True),
        ("sandwell-cog", "Ana Roy", True),
        ("sandwell-cog", "P-0002", True),
        ("sandwell-cog", "", True),
        ("sandwell-cog", "nnurse", False),  # a worker of another agency
    ],
)
def test_minutes_of_another_agencys_meeting_are_approved_there(bare, name, chair, asked):
    """COG line 791 (COG-394, COG-396): the minutes and the plan of a meeting that our own staff chaired, no others."""
    council = next(each for each in COUNCILS if each.name == name)
    office = opened(bare, council)
    nurse = (
        "worker",
        "add",
        "nnurse",
        "--name",
        "Nia Nurse",
        "--role",
        "lead-professional",
        "--agency",
        "School nursing",
    )
    if name == "sandwell-cog":
        office(*nurse, "--by", "jmay")
    office("taf", "schedule", "E-0001", "--at", "2026-06-10 14:00", "--venue", "School", today="2026-06-02")
    held = ("taf", "held", "M-0001", "--attended", "aroy", *(("--chair", chair) if chair else ()))
    said = office(*held, today="2026-06-10").err
    assert ("is no worker of ours" in said) == (not asked)
    office.today = "2026-06-17"
    owed = office.owed().keys()
    assert ("taf-plan-authorised" in owed, "minutes-approved" in owed) == (asked and name != "sandwell-teh",) * 2
    minuted(office, *(stage for stage in council.minutes if stage not in ("approved", "sent")))
    if name != "sandwell-teh":
        office("taf", "minutes", "M-0001", "--stage", "sent", code=4 if asked else 0)
    office("reason", "add", OWN, "--by", "abell")
    closing = refused(office, "close", "E-0001", "--reason", OWN, "--by", "jmay")
    assert ("minutes not approved" in closing["message"]) == asked


def test_who_chaired_is_put_right_and_the_approval_is_asked_for_again(bare):
    office = met(bare, COUNCILS[2], "--chair", "Anna Roy")
    assert "minutes-approved" not in office.owed()
    office("correct", "E-0001", "taf-held", "--set", "chair=aroy", "--reason", "Misspelt")
    assert office.owed()["minutes-approved"]["due"] == "2026-06-17"
    office("correct", "E-0001", "taf-held", "--set", "chair=Okafor Primary School", "--reason", "It was theirs")
    assert "minutes-approved" not in office.owed()
    assert office("record", "check").code == 0


def test_the_minutes_of_a_cin_meeting_go_to_the_manager_whoever_chaired_it(bare):
    """TEH-205, TEH-210: a social worker chairs the CIN meeting that counts as the initial TAF."""
    office = opened(bare, COUNCILS[0])
    office("taf", "schedule", "E-0001", "--at", "2026-06-10 14:00", "--venue", "School", today="2026-06-02")
    office.today = "2026-06-10"
    office("assess", "E-0001", "--form", "cin-meeting", "--stage", "accepted")
    office("taf", "held", "M-0001", "--attended", "aroy", "--chair", "Social worker")
    minuted(office, "handed-in", "typed")
    task = office.task("cin-minutes-authorised")
    office("taf", "minutes", "M-0001", "--stage", "approved", "--by", "aroy", code=4)
    minuted(office, "approved")
    assert office("why", task, "--json").json()["status"] == "met"


def test_posting_does_not_wait_for_an_approval_that_no_page_asks_of_it(bare):
    """TEH-276 prints none; p44 asks it before closing."""
    office = met(bare, COUNCILS[1])
    minuted(office, "handed-in", "typed", "sent")
    office("reason", "add", OWN, "--by", "abell")
    told = refused(office, "close", "E-0001", "--reason", OWN, "--by", "jmay")
    assert "M-0001  minutes not approved" in told["message"]
    assert told["rule"] == "TEH p44 (TEH-406); TEH p21 (TEH-205); TEH p33 (TEH-341)"
    minuted(office, "approved")
    told = refused(office, "close", "E-0001", "--reason", OWN, "--by", "jmay")
    assert "minutes" not in told["message"]


def test_a_hand_in_that_is_not_printed_may_be_recorded_and_nothing_waits_for_it(bare):
    office = met(bare, COUNCILS[2])
    minuted(office, "handed-in", "typed")
    assert "taf-plan" not in office.owed(), "handing in shows that the plan was made at the meeting"


# Who decides


def test_who_may_not_close_for_a_reason_is_told_who_may_and_by_which_line(bare):
    """FWT-039, FWT-041: that efforts will not continue is for worker and senior practitioner together to agree."""
    council = COUNCILS[4]
    office = met(bare, council)
    closing = ("close", "E-0001", "--reason", "Efforts will not continue")
    told = refused_by(office, *closing, user="aroy")
    assert told["message"] == (
        "aroy (key-worker) may not decide to close with the reason 'Efforts will not continue': "
        "senior-practitioner may."
    )
    assert told["rule"].endswith("Allocated work, line 27")
    finished_with(office, council, "Efforts will not continue", user="aroy")
    assert office("show", "E-0001", "--json").json()["end_reason"] == "Efforts will not continue"


def test_a_step_up_within_early_help_is_not_called_one_to_social_care(bare):
    office = met(bare, COUNCILS[1])
    told = refused_by(office, "close", "E-0001", "--reason", "Step Up Universal+ to Targeted Early Helps", user="aroy")
    assert "social care" not in told["message"] and "manager may" in told["message"]
    assert told["rule"].endswith("No Child Protection Concerns, p33")
    told = refused_by(office, "close", "E-0001", "--reason", "Refer to CSC", user="aroy")
    assert told["message"] == "aroy (key-worker) may not close an episode to social care: manager may."


def refused_by(office: Office, *words: str, user: str) -> dict[str, str]:
    told: dict[str, str] = office(*words, "--json", code=4, user=user).error()
    assert told["hint"] == "If one of them decided it, record that with: --by LOGIN"
    return told


def finished_with(office: Office, council: Council, reason: str, user: str) -> None:
    """What is in the way is set aside by who may; then whoever is at the keyboard closes as the hint says."""
    tasks = [each["task"] for each in office.owed().values()]
    office("set-aside", *tasks, "--reason", reason, "--by", "jmay")
    told = office("close", "E-0001", "--reason", reason, "--by", "jmay", "--json", code=4, user=user).error()
    office(*commands(told["hint"])[0], user=user)
    office("close", "E-0001", "--reason", reason, "--by", "jmay", user=user)


def test_an_older_pack_that_lists_no_stages_has_those_its_duties_ask_for(bare):
    """A council's own pack of before goes on as it did: its duties hand in, type, approve and send."""
    whole = reading.procedure_file("sandwell").read_text(encoding="utf-8")
    older = re.sub(r"(?m)^\[\[minutes_stage\]\]\n(?:.+\n)+", "", whole)
    assert "[[minutes_stage]]" not in older
    own = bare.home / "council" / "data" / "procedures" / "sandwell.toml"
    own.parent.mkdir(parents=True)
    own.write_text(older, encoding="utf-8", newline="")
    office = met(bare, COUNCILS[0])
    early = refused(office, "taf", "minutes", "M-0001", "--stage", "sent", "--by", "jmay")
    assert early["message"] == "The minutes of M-0001 are not handed-in yet, so they cannot be sent."
    minuted(office, *ALL_STAGES)
    assert office("show", "M-0001", "--json").json()["minutes"] == "sent"
