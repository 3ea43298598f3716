"""A day's tray worked through in few commands: minutes that are owed, many at once, several teams, letters posted."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_letters_owed import opened
from tests.offices import Office
from tests.terminal import at_a_terminal

TODAY = "2026-11-20"
HELD = ("--attended", "aroy")


@pytest.fixture(scope="module")
def _practice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A practice record of 120 families in the place of the office's own."""
    office = Office(tmp_path_factory.mktemp("practice") / "home", TODAY, "lhart")
    office("demo", "--families", "120", "--seed", "5")
    office.home.chmod(0o700)
    (office.home / "practice" / "practice.db").rename(office.record)
    return office


@pytest.fixture
def practice(_practice: Office, tmp_path: Path) -> Office:
    return _practice.copy(tmp_path / "home")


def owed(office: Office, *words: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office("minutes", *words, "--json", **asked).json()
    return found


def twice_met(met: Office) -> Office:
    """Two families whose meetings were held today, M-0001 and M-0002."""
    met("open-episode", "--team", "oldbury", "--child", "Ada Bell; 2010-03-02; F", "--parent", "Kim Bell")
    met("allocate", "E-0002", "--to", "bcole", "--by", "jmay")
    met("taf", "schedule", "E-0002", "--at", "2016-08-09 15:00", "--venue", "Library")
    met("taf", "held", "M-0002", "--attended", "bcole")
    return met


# What is owed, stage by stage


def test_minutes_go_from_whom_they_wait_for_to_the_next(met) -> None:
    def stands(*words: str, user: str) -> list[tuple[str, str, str]]:
        return [(each["meeting"], each["next"], each["with_whom"]) for each in owed(met, *words, user=user)]

    assert stands(user="jmay") == [("M-0001", "handed-in", "aroy")]
    assert stands("--chase", user="jmay") == stands("--mine", user="aroy") == [("M-0001", "handed-in", "aroy")]
    assert [stands("--mine", user=each) for each in ("bcole", "abell", "jmay")] == [[], [], []]
    met("taf", "minutes", "M-0001", "--stage", "handed-in", user="aroy")
    typing = [("M-0001", "typed", "business-support")]
    assert stands(user="jmay") == stands("--to-type", user="jmay") == stands("--mine", user="abell") == typing
    assert [stands("--mine", user=each) for each in ("aroy", "jmay")] == [[], []]
    assert stands("--chase", user="jmay") == stands("--to-send", "--to-approve", user="jmay") == []
    met("taf", "minutes", "M-0001", "--stage", "typed")
    assert [each[:2] for each in stands("--to-approve", user="abell")] == [("M-0001", "approved")]
    assert [each[1] for each in stands("--mine", user="jmay")] == ["approved"]
    met("taf", "minutes", "M-0001", "--stage", "approved", "--by", "jmay")
    sending = [("M-0001", "sent", "business-support")]
    assert stands(user="jmay") == stands("--to-send", user="jmay") == stands("--mine", user="abell") == sending
    met("taf", "minutes", "M-0001", "--stage", "sent")
    assert met("minutes").err == "No minutes are owed.\n"


def test_the_day_and_how_late_are_those_of_the_task_and_the_family_is_told_in_short(met) -> None:
    (row,) = owed(met, today="2016-08-17")
    task = met.owed(today="2016-08-17")["minutes-handed-in"]
    same = ("task", "due", "due_at", "working_days_late", "days_late", "status", "family", "team", "worker", "how")
    assert {key: row[key] for key in same} == {key: task[key] for key in same}
    assert row["days_late"] == 7
    assert row["how"] == "eh taf minutes M-0001 --stage handed-in"
    assert [each["name"] for each in row["children"]] == ["Wren Larkin", "Kit Larkin"]
    assert "\tWren Larkin +1\tTue 9 Aug 2016\thanded-in\tWed 10 Aug 2016\t" in met("minutes", today="2016-08-17").out
    told = met("minutes", "--fields", "meeting,next,children", "--csv").out
    assert told == "meeting,next,children\nM-0001,handed-in,Wren Larkin; Kit Larkin\n"


def test_what_a_manager_set_aside_is_owed_no_longer(met) -> None:
    met("taf", "minutes", "M-0001", "--stage", "handed-in")
    met("taf", "minutes", "M-0001", "--stage", "typed")
    met("set-aside", met.task("minutes-approved"), "--reason", "Nobody is left to", "--by", "jmay")
    assert [each["next"] for each in owed(met)] == ["sent"]
    met("set-aside", "M-0001", "--reason", "The notes were lost", "--by", "jmay")
    assert owed(met) == []
    met("undo", "--reason", "Found after all")
    assert [each["next"] for each in owed(met)] == ["sent"]


def test_whoever_picked_a_task_up_is_waited_for(met) -> None:
    met("taf", "minutes", "M-0001", "--stage", "handed-in")
    met("pickup", met.task("minutes-typed"), user="bcole")
    assert [each["with_whom"] for each in owed(met, "--mine", user="bcole")] == ["bcole"]
    assert owed(met, "--mine") == []


def test_that_the_families_were_read_is_noted_and_nobody_elses_is(met) -> None:
    twice_met(met)
    met("minutes", "--chase", "--team", "oldbury", user="sdean")
    found = met("audit", "who-saw", "F-0002", "--json", user="jmay").json()
    assert [(each["by"], each["command"]) for each in found][-1:] == [("sdean", "minutes")]
    assert "sdean" not in met("audit", "who-saw", "F-0001", user="jmay").out


@pytest.mark.parametrize(
    ("pack", "name"),
    [("haringey", "haringey"), ("family-work-teams", "family-work-teams"), ("nottinghamshire", "nottinghamshire")],
)
def test_where_a_procedure_prints_no_minutes_that_is_said(tmp_path, pack, name) -> None:
    more = {"haringey": ("--level", "level-2", "--route", "spa"), "family-work-teams": ("--type", "support")}
    office = opened(tmp_path / "home", pack, *more.get(pack, ()))
    office("taf", "schedule", "E-0001", "--at", "2026-06-01 14:00", "--venue", "School")
    office("taf", "held", "M-0001", *HELD)
    told = office("minutes")
    assert told.out == ""
    assert f"Under {name} a meeting has no separate minutes, so none are owed" in told.err
    assert owed(office) == []
    assert "never" not in told.err


@pytest.mark.parametrize(
    ("pack", "stages"),
    [
        ("sandwell", [["handed-in"], ["typed"], ["approved"], ["sent"], []]),
        # Nothing waits for a hand-in there; it may be recorded.
        ("sandwell-cog", [["typed"], ["approved"], ["sent"], []]),
        # Posting them does not wait for approval there: both may be next.
        ("sandwell-teh", [["handed-in"], ["typed"], ["approved", "sent"], ["sent"], []]),
    ],
)
def test_the_stages_are_those_of_the_procedure_and_each_that_is_listed_can_be_recorded(tmp_path, pack, stages) -> None:
    office = opened(tmp_path / "home", pack)
    office("taf", "schedule", "E-0001", "--at", "2026-06-01 14:00", "--venue", "School")
    office("taf", "held", "M-0001", *HELD)
    for expected in stages:
        found = [each["next"] for each in owed(office)]
        assert sorted(found) == sorted(expected)
        for stage in sorted(found)[:1]:
            for each in found:
                office("taf", "minutes", "M-0001", "--stage", each, "--by", "jmay", "--dry-run")
            office("taf", "minutes", "M-0001", "--stage", stage, "--by", "jmay")


def test_every_row_of_a_practice_record_agrees_with_the_tasks_and_can_be_recorded(practice) -> None:
    rows = owed(practice)
    assert len(rows) > 12
    for stage in ("handed-in", "typed", "sent"):
        refs = [each["meeting"] for each in rows if each["next"] == stage]
        if refs:
            practice("taf", "minutes", *refs, "--stage", stage, "--yes", "--dry-run")
    listed = practice("due", "--within", "200d", "--json").json() + practice("overdue", "--json").json()
    waiting = {each["meeting"] for each in listed if "taf minutes" in (each["how"] or "")}
    assert {each["meeting"] for each in rows} == waiting
    assert {each["task"] for each in rows if each["task"]} <= {each["task"] for each in listed}


# Several at once


def test_the_minutes_of_several_meetings_are_one_entry_with_each_familys_outcome(met) -> None:
    twice_met(met)
    told = met("taf", "minutes", "M-1", "M-2", "M-0001", "--stage", "handed-in", "--json").json()
    assert told["reference"] == "M-0001"
    assert told["episode"] == "E-0001"
    pairs = [{"reference": "M-0001", "episode": "E-0001"}, {"reference": "M-0002", "episode": "E-0002"}]
    assert told["each"] == pairs
    assert {(each["episode"], each["duty"]) for each in told["over"]} >= {
        ("E-0001", "minutes-handed-in"),
        ("E-0002", "minutes-handed-in"),
    }
    met("undo", "--reason", "Only tried")
    assert len(owed(met, "--chase")) == 2


def test_all_are_looked_at_first_and_each_that_is_refused_is_named(met) -> None:
    twice_met(met)
    met("taf", "minutes", "M-0002", "--stage", "handed-in")
    before = met.dump()
    told = met("taf", "minutes", "M-1", "M-2", "M-99", "--stage", "typed", code=4)
    assert "2 of 3 are refused, so nothing was recorded:" in told.err
    assert "M-0001: The minutes of M-0001 are not handed-in yet" in told.err
    assert "M-0099: There is no meeting M-0099." in told.err
    assert "Name the others alone: M-0002." in told.err
    assert met.dump()[0] == before[0]


def test_meetings_are_read_from_standard_input(met) -> None:
    twice_met(met)
    listed = met("minutes", "--chase", "--fields", "meeting", "--csv").out
    told = met("taf", "minutes", "-", "--stage", "handed-in", input=listed)
    assert told.out.startswith("Minutes of M-0001, M-0002: handed-in on")
    assert "standard input is empty" in met("taf", "minutes", "-", "--stage", "typed", input="\n", code=2).err
    assert "nonsense" in met("taf", "minutes", "-", "--stage", "typed", input="M-0001\nnonsense\n", code=2).err


def many(practice: Office) -> list[str]:
    """Four meetings whose minutes can be typed."""
    return [each["meeting"] for each in owed(practice, "--to-type")][:4]


def test_more_than_three_want_a_yes_in_a_pipe_and_three_do_not(practice) -> None:
    refs = many(practice)
    told = practice("taf", "minutes", *refs, "--stage", "typed", code=2)
    assert "4 are named, and nobody can be asked. Nothing was recorded." in told.err
    assert told.err.rstrip().endswith("If all are meant: --yes")
    assert practice("taf", "minutes", *refs, "--stage", "typed", "--dry-run").out.startswith("Would record:")
    practice("taf", "minutes", *refs[:3], refs[0], "--stage", "typed")
    assert many(practice)[0] == refs[3]


@pytest.mark.parametrize(("answer", "code", "left"), [("yes", 0, 0), ("no", 1, 4), ("", 1, 4)])
def test_more_than_three_are_asked_about_at_a_terminal(practice, answer, code, left) -> None:
    refs = many(practice)
    ended, screen = at_a_terminal(practice, "taf", "minutes", *refs, "--stage", "typed", answers=[answer])
    assert ended == code, screen
    assert f"Record minutes typed of 4: {', '.join(refs)}?" in " ".join(screen.split())
    assert sum(each["meeting"] in refs for each in owed(practice, "--to-type")) == left


def test_of_several_tasks_each_family_is_told_of(met) -> None:
    twice_met(met)
    tasks = [met.task("genogram", episode) for episode in ("E-0001", "E-0002")]
    told = met("done", *tasks, "--json").json()
    assert told["each"] == [
        {"reference": task, "episode": episode} for task, episode in zip(tasks, ("E-0001", "E-0002"), strict=True)
    ]
    assert {each["task"] for each in told["over"]} == set(tasks)


# Letters posted


def test_letters_of_several_families_each_have_their_own_outcome(tmp_path) -> None:
    office = opened(tmp_path / "home", "sandwell", "--address", "1 High Street, Tipton, DY4 9JB")
    office(
        *("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-03-02; F", "--parent", "Kim Bell"),
        *("--address", "2 High Street, Tipton, DY4 9JB"),
    )
    office("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    for episode in ("E-0001", "E-0002"):
        office("visit", episode, "--outcome", "attempted")
    printed = {each["letter"]: each["episode"] for each in office("letters", "run", "--json").json()}
    assert sorted(printed.values()) == ["E-0001", "E-0002"]
    said = office("letters", "posted", *printed, "--dry-run").out
    told = office("letters", "posted", *printed, "--json").json()
    assert {each["reference"]: each["episode"] for each in told["each"]} == printed
    assert told["episode"] == printed[told["reference"]]
    for letter, episode in printed.items():
        (done,) = [each["task"] for each in told["over"] if each["episode"] == episode]
        head, _, below = said.partition(f"{episode} ({letter}):\n")
        assert head
        assert below.splitlines()[0].startswith(f"Done: {done}  Letter to engage the family")
        begun = [each["task"] for each in told["owed"] if each["episode"] == episode]
        assert [line[:6] for line in below.partition("\nE-")[0].splitlines() if line.startswith("T-")] == begun


# What meets a task


def test_a_task_of_minutes_is_told_with_its_meeting_wherever_it_is_told(met) -> None:
    task, how = met.task("minutes-typed"), "eh taf minutes M-0001 --stage typed"
    assert met("done", task, code=4).err.splitlines()[-1] == f"Record that: {how}"
    for words in (("show", task), ("why", task)):
        assert how in met(*words).out
        told = met(*words, "--json").json()
        assert (told["meeting"], told["how"]) == ("M-0001", how)
    (row,) = [each for each in met("tray", "business-support", "--json").json() if each["task"] == task]
    assert (row["meeting"], row["how"]) == ("M-0001", how)
    assert f"{task}\tTue 16 Aug 2016\t\tPlan and minutes typed, M-0001\t" in met("tray", "business-support").out
    then = met("overdue", "--as-of", "2016-08-17", "--json", today="2016-08-18").json()
    assert [(each["meeting"], each["how"]) for each in then if each["task"] == task] == [("M-0001", how)]


def test_a_meeting_that_is_planned_is_named_and_what_the_record_does_not_know_is_left_open(allocated) -> None:
    assert allocated.owed()["initial-taf"]["how"] == "eh taf held M- --attended NAMES"
    allocated("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", "School")
    row = allocated.owed()["initial-taf"]
    assert (row["meeting"], row["how"]) == ("M-0001", "eh taf held M-0001 --attended NAMES")
    assert allocated.owed()["genogram"]["how"] == f"eh done {allocated.task('genogram')}"
    assert allocated.owed()["genogram"]["meeting"] is None


def test_what_meets_a_task_is_the_same_in_a_list_and_where_it_is_worked_out(practice) -> None:
    for episode in sorted({each["episode"] for each in practice("overdue", "--json").json()})[:12]:
        whole = practice("why", "--episode", episode, "--json").json()
        listed = practice("show", episode, "--json").json()["tasks"]
        same = ("meeting", "how")
        worked = {each["task"]: tuple(each[key] for key in same) for each in whole}
        assert {each["task"]: tuple(each[key] for key in same) for each in listed} == worked
        assert all(how for _, how in worked.values())


# Several teams


def rows_of(office: Office, words: tuple[str, ...], teams: tuple[str, ...]) -> list[Any]:
    told = office(*words, *(word for team in teams for word in ("--team", team)), "--csv").out
    return sorted(list(csv.reader(io.StringIO(told)))[1:])


LISTS = [
    *(("overdue",), ("due",), ("tray", "worker"), ("taf", "list"), ("letters", "due"), ("letters", "list")),
    *(("minutes",), ("worker", "list"), ("overdue", "--as-of", "2026-11-10")),
]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_several_teams_are_the_union_of_each(practice, words) -> None:
    single = [rows_of(practice, words, (team,)) for team in ("tipton", "oldbury")]
    assert any(single)
    assert rows_of(practice, words, ("tipton", "Oldbury", "tipton")) == sorted(row for rows in single for row in rows)
    told = practice(*words, "--team", "tipton", "--team", "tiptn", code=3)
    assert told.err == "There is no team 'tiptn'.\nDid you mean tipton?\n"


@pytest.mark.parametrize(
    "words", [each for each in LISTS if each not in (("taf", "list"), ("worker", "list"))], ids=" ".join
)
def test_the_team_stands_in_the_list_where_there_are_several(practice, words) -> None:
    def heading(*teams: str) -> list[str]:
        return practice(*words, *(word for team in teams for word in ("--team", team))).rows()[0]

    assert "Team" in heading()
    assert "Team" in heading("tipton", "oldbury")
    assert "Team" not in heading("tipton", "Tipton")


def test_today_and_the_trays_are_those_of_all_the_teams_that_are_named(practice) -> None:
    def told(*teams: str) -> dict[str, Any]:
        found: dict[str, Any] = practice(
            "today", *(each for team in teams for each in ("--team", team)), "--json"
        ).json()
        return found

    one, other, both = told("tipton"), told("oldbury"), told("oldbury", "tipton")
    for key in ("overdue", "due_today", "letters_owed", "letters_to_post"):
        assert {each["task"] for each in both[key]} == {each["task"] for each in [*one[key], *other[key]]}
    assert len(both["meetings"]) == len(one["meetings"]) + len(other["meetings"])
    assert both["trays"] == {tray: one["trays"].get(tray, 0) + other["trays"].get(tray, 0) for tray in both["trays"]}
    assert practice("today", "--team", "Tipton", "--team", "oldbury").out.startswith(
        "Fri 20 Nov 2026, tipton, oldbury\n"
    )


@pytest.mark.parametrize("words", [("cog", "agenda"), ("cog", "invitations"), ("note-types",), ("procedure", "show")])
def test_what_takes_one_team_drops_no_other_in_silence(practice, words) -> None:
    told = practice(*words, "--team", "tipton", "--team=oldbury", code=2)
    assert told.err == "--team was given more than once: this takes one team.\nSay which is meant.\n"


def test_a_record_of_one_team_has_no_column_for_it(bare) -> None:
    bare("init", "--procedure", "nottinghamshire", "--team", "tipton")
    bare("open-episode", "--team", "tipton", "--child", "Ada Bell; 2010-03-02; F", "--parent", "Kim Bell")
    assert len(bare("team", "list").rows()) == 2
    assert "Team" not in bare("due", "--within", "200d").rows()[0]


def test_an_officers_screen_of_two_teams_tells_letters_to_post_from_those_to_write(practice) -> None:
    teams = ("--team", "tipton", "--team", "oldbury")
    practice("letters", "run", *teams, code=None)
    count = sum(each["state"] == "to post" for each in practice("letters", "due", *teams, "--json").json())
    ended, screen = at_a_terminal(practice, "today", *teams, "--user", "lhart")
    assert ended == 0
    assert " - tipton, oldbury (" in screen
    assert f"LETTERS PRINTED, TO POST: {count}" in screen
    assert count > 1
    assert "Letter to engage the family" not in screen.partition("LETTERS TO WRITE")[2].partition("LETTERS PRINTED")[0]


# The tray, worked through


def worked_through(office: Office) -> int:
    """Twelve minutes typed, six letters posted and two other tasks done; how many commands it took."""
    commands = 0

    def run(*words: str, **more: Any) -> str:
        nonlocal commands
        commands += 1
        return office(*words, **more).out

    typing = run("minutes", "--to-type", "--fields", "meeting", "--csv").splitlines()[1:13]
    assert len(typing) == 12
    run("taf", "minutes", "-", "--stage", "typed", "--yes", input="\n".join(typing))
    letters = [line.split("\t") for line in run("letters", "run", code=None).splitlines()]
    printed = [row[2] for row in letters if row[4] == "printed"][:6]
    assert len(printed) == 6
    run("letters", "posted", *printed)
    others = [
        line.split(",")[0]
        for line in run("tray", "team", "--fields", "task,how", "--csv").splitlines()
        if "eh done" in line
    ]
    run("done", *others[:2])
    return commands


def full_tray(office: Office) -> None:
    """What waits is handed in, so that there are twelve minutes to type."""
    refs = [each["meeting"] for each in owed(office, "--chase")]
    office("taf", "minutes", *refs, "--stage", "handed-in", "--yes")
    assert len(owed(office, "--to-type")) >= 12


def test_twenty_tasks_of_the_tray_are_worked_through_in_at_most_six_commands(practice) -> None:
    full_tray(practice)
    before = {each["task"] for tray in ("business-support", "team") for each in practice("tray", tray, "--json").json()}
    assert worked_through(practice) <= 6
    after = {each["task"] for tray in ("business-support", "team") for each in practice("tray", tray, "--json").json()}
    assert len(before - after) == 20
    practice("record", "check")
