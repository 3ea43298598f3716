"""A child at risk or not seen is on the screen of everyone whose it is, and each heading opens what it counts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.offices import Office
from tests.terminal import at_a_terminal

OTHER = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--level", "targeted")
OFFICER, WORKER, MANAGER = "abell", "aroy", "jmay"


def screen(office: Office, *words: str, user: str = OFFICER, columns: int = 120) -> list[str]:
    code, text = at_a_terminal(office, *words, columns=columns, rows=60, NO_COLOR="1", EH_USER=user)
    assert code == 0, text
    return text.splitlines()


def csc(office: Office, stage: str) -> None:
    office("assess", "E-0001", "--form", "csc-contact", "--stage", stage)


def listed(office: Office, *words: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office(*words, "--json", **asked).json()
    return found


@pytest.fixture
def considered(allocated: Office) -> Office:
    """Whether to ask Children's Social Care was considered: to talk it over has no date, and may not be lost."""
    csc(allocated, "considered")
    return allocated


# What has no date


@pytest.mark.parametrize("user", [OFFICER, WORKER, MANAGER])
def test_what_has_no_date_in_harm_is_first_on_every_screen_and_its_command_opens_it(considered, user) -> None:
    lines = screen(considered, "today", user=user)
    assert lines[1].startswith("A CHILD MAY BE AT RISK OF HARM: 1")
    assert lines[2].split()[:2] == ["E-0001", "Wren"]
    assert "no date" in lines[2]
    opened = screen(considered, *lines[1].partition("eh ")[2].split(), user=user)
    assert opened[0].startswith("Overdue: 1 family")
    assert "1 without a date" in opened[0]
    assert opened[2].split()[:2] == ["E-0001", "Wren"]


def test_what_has_no_date_in_harm_is_at_a_terminal_and_where_its_band_is_named_and_json_keeps_its_rows(considered):
    for command in ("overdue", "due"):
        plain = listed(considered, command)
        assert "csc-discussed" not in {each["duty"] for each in plain}
        assert [each["duty"] for each in listed(considered, command, "-b", "harm")] == ["csc-discussed"]
        assert any("E-0001" in line and "no date" in line for line in screen(considered, command))
    assert considered("overdue", "-b", "harm", "--exit-code").code == 0


def test_what_is_due_in_harm_tomorrow_is_on_every_screen_and_on_that_of_the_role_that_owes_it(allocated) -> None:
    csc(allocated, "logged")
    due = next(each for each in listed(allocated, "overdue", "-b", "harm") if each["status"] == "due")
    assert due["duty"] == "csc-threshold"
    for user in (OFFICER, WORKER, MANAGER):
        assert screen(allocated, "today", user=user)[1].startswith("A CHILD MAY BE AT RISK OF HARM: 1")
    allocated("team", "add", "front-door", "--name", "Front door")
    role = due["responsible"]
    allocated("worker", "add", "fdoor", "--name", "Fay Door", "--role", role, "--team", "front-door", "--by", "jmay")
    theirs = screen(allocated, "today", user="fdoor")
    assert any(line.startswith("YOURS IN OTHER TEAMS, HARM: 1") for line in theirs)
    assert any("E-0001" in line for line in theirs)


# Several bands


def test_several_bands_all_count_in_every_form(allocated) -> None:
    day = {"today": "2016-10-03"}
    every = listed(allocated, "overdue", **day)
    bands = {each["band"] for each in every}
    assert {"plan", "record"} <= bands
    both = listed(allocated, "overdue", "-b", "record", "-b", "plan", **day)
    assert both == [each for each in every if each["band"] in ("plan", "record")]
    csv = allocated("overdue", "-b", "plan", "-b", "record", "--csv", **day).out.splitlines()
    assert len(csv) == len(both) + 1
    assert allocated("overdue", "-b", "record", "-b", "plan", "--exit-code", code=1, **day)
    later = listed(allocated, "due", "--within", "20wd", "-b", "plan", "-b", "record")
    assert {each["band"] for each in later} == {"plan", "record"}


def test_a_band_with_nothing_says_so_and_how_much_is_in_the_others(allocated) -> None:
    day = {"today": "2016-10-03"}
    every = listed(allocated, "overdue", **day)
    assert "waiting" not in {each["band"] for each in every}
    told = allocated("overdue", "-b", "waiting", "--exit-code", **day)  # the exit code is that of the band
    others = len(
        {each["task"] for each in [*every, *listed(allocated, "overdue", "-b", "harm", "-b", "unseen", **day)]}
    )
    assert told.err == f"Nothing in waiting is overdue on Mon 3 Oct 2016 ({others} tasks in other bands).\n"
    assert listed(allocated, "overdue", "-b", "waiting", **day) == []
    assert allocated("overdue", "--exit-code", code=1, **day)


# Nobody holds it, and who was seen


def test_a_case_that_nobody_holds_counts_from_the_first_day(eh) -> None:
    for user in (OFFICER, MANAGER):
        lines = screen(eh, "today", user=user)
        assert any("E-0001" in line and "no worker" in line for line in lines)
    assert [each["unheld"] for each in listed(eh, "today", "--by", "team") if each["cases"]] == [1]
    assert {each["episode"] for each in listed(eh, "overdue", "-b", "unseen")} == {"E-0001"}


def test_a_visit_that_names_nobody_saw_none_of_several_and_says_how_to_tell_who(allocated) -> None:
    told = allocated("visit", "E-0001", "--outcome", "made")
    assert "no child was named as seen" in told.err
    rows = [each for each in listed(allocated, "due", "--within", "60d") if each["band"] == "unseen"]
    assert {each["last_seen"] for each in rows} == {None}
    assert {each["how"] for each in rows if "visit" in each["how"]} == {"eh visit E-0001 --outcome made --seen P-"}
    fix = re.search(r"eh (correct .*) --set", told.err)
    assert fix
    allocated(*fix[1].split(), "--set", "seen=Wren Larkin, Kit Larkin", "--reason", "Both were there")
    rows = [each for each in listed(allocated, "due", "--within", "60d") if each["band"] == "unseen"]
    assert {each["last_seen"] for each in rows} == {"2016-07-12"}


def test_the_dates_of_visits_are_the_same_whoever_was_seen(allocated) -> None:
    named = allocated.copy(allocated.home.parent / "named")
    allocated("visit", "E-0001", "--outcome", "made")
    said = named("visit", "E-0001", "--outcome", "made", "--seen", "Wren Larkin")
    assert "Seen: Wren Larkin." in said.out + said.err
    for office in (allocated, named):
        assert listed(office, "due", "--within", "200d") != []
    assert {each["task"]: each["due"] for each in listed(allocated, "due", "--within", "200d")} == {
        each["task"]: each["due"] for each in listed(named, "due", "--within", "200d")
    }


def test_of_two_children_the_line_names_the_one_who_was_not_seen(allocated) -> None:
    allocated("visit", "E-0001", "--outcome", "made", "--seen", "Wren Larkin")
    lines = screen(allocated, "due", "-b", "unseen")
    assert lines[2].split()[1:4] == ["Kit", "Larkin", "+1"]
    assert "never seen" in lines[2]
    assert "due " in lines[2]


# Each heading, and what it opens


@pytest.mark.parametrize("user", [OFFICER, WORKER, MANAGER])
@pytest.mark.parametrize("day", ["2016-07-13", "2016-07-25", "2016-08-30"])
def test_each_heading_opens_what_it_counts(considered, user, day) -> None:
    considered("open-episode", "--team", "tipton", *OTHER)
    code, text = at_a_terminal(considered, "today", columns=120, rows=80, NO_COLOR="1", EH_USER=user, EH_TODAY=day)
    assert code == 0
    found = re.findall(r"^([^ ].*?): (\d+)(?:  (.*?))? +(eh (?:today|overdue) .*)$", text, re.MULTILINE)
    assert len(found) > 1
    for title, count, said, command in found:
        rows = listed(considered, *command.split()[1:], user=user, today=day)
        above = int((re.search(r"and (\d+) above", said) or [0, 0])[1])
        what = "family" if command.startswith("eh overdue") or "later" in command else "meeting"
        what = what if rows and what in rows[0] and what == "family" else "task" if rows and "task" in rows[0] else what
        assert len({each[what] for each in rows}) == int(count) + above, (title, command)
    every = re.search(r"(\d+) open tasks? in all: (eh .*)$", text, re.MULTILINE)
    assert every
    assert len(listed(considered, *every[2].split()[1:], user=user, today=day)) == int(every[1])


def test_what_is_due_today_is_on_the_screens_of_officer_and_manager(allocated) -> None:
    day = next(each["due"] for each in listed(allocated, "due", "--within", "20wd"))
    for user in (OFFICER, MANAGER):
        code, text = at_a_terminal(allocated, "today", EH_USER=user, EH_TODAY=day, rows=60, NO_COLOR="1")
        assert code == 0
        assert "DUE TODAY: " in text


def test_a_part_there_is_not_is_refused_with_those_there_are(allocated) -> None:
    assert "Today has no part 'mein'" in allocated("today", "--only", "mein", code=2).err
    assert "mine" in allocated("today", "--only", "mein", code=2).err
    assert "Leave out --by" in allocated("today", "--only", "mine", "--by", "team", code=2).err


def test_what_a_list_is_told_by_is_in_a_pipe_and_json_too(allocated) -> None:
    day = {"today": "2016-10-03"}
    assert [each["team"] for each in listed(allocated, "today", "--by", "team", **day)] == ["tipton"]
    assert allocated("today", "--by", "team", **day).rows()[0][0] == "Team"
    every = listed(allocated, "overdue", **day)
    told = listed(allocated, "overdue", "--by", "worker", **day)
    assert sum(each["tasks"] for each in told) == len(every)
    assert allocated("overdue", "--by", "duty", "--csv", **day).out.startswith("name,")


@pytest.mark.parametrize("role", ["senior", "service-manager", "manager"])
def test_whoever_decides_has_the_managers_screen(allocated, role) -> None:
    allocated("worker", "add", "sboss", "--name", "Sid Boss", "--role", role, "--team", "tipton", "--by", "jmay")
    assert any(line.startswith("WORKER") for line in screen(allocated, "today", user="sboss"))
    assert not any(line.startswith("WORKER") for line in screen(allocated, "today", user=OFFICER))


def test_a_hint_of_another_record_names_it(allocated) -> None:
    where = str(allocated.record)
    code, text = at_a_terminal(allocated, "today", "--db", where, columns=200, EH_USER=WORKER, NO_COLOR="1")
    assert code == 0
    hints = re.findall(r"eh (?:overdue|due|today) .*$", text, re.MULTILINE)
    assert hints
    assert all(f"--db {where}" in each for each in hints)
    told = allocated("due", "--within", "2016-01-01", "--db", where, code=2).err
    assert told.endswith(f"For what is late already: eh overdue --db {where}\n")
    assert "--db" not in allocated("due", "--within", "2016-01-01", code=2).err


# Beside the lists


def test_the_same_adoption_twice_stands_already(allocated, refused) -> None:
    words = ("procedure", "adopt", "haringey", "--team", "tipton", "--from", "2017-09-01", "--by", "jmay")
    allocated(*words)
    assert "stands already" in allocated(*words, code=4).err


def test_a_band_is_of_no_other_day(allocated) -> None:
    words = ("team", "band", "tipton", "genogram", "plan", "--reason", "Asked for", "--on", "2016-08-01")
    assert "Leave out --on" in allocated(*words, code=2).err


def test_undoing_what_was_done_in_several_families_tells_of_each(met) -> None:
    met("open-episode", "--team", "tipton", *OTHER)
    met("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    met("taf", "schedule", "E-0002", "--at", "2016-08-09 15:00", "--venue", "Library")
    met("taf", "held", "M-0002", "--attended", "aroy")
    met("taf", "minutes", "M-0001", "M-0002", "--stage", "handed-in")
    told = met("undo", "--reason", "Not these", "--json").json()
    assert [each["episode"] for each in told["each"]] == ["E-0001", "E-0002"]


def test_minutes_stay_owed_under_the_procedure_that_their_meeting_was_held_under(met) -> None:
    before = [each["meeting"] for each in listed(met, "minutes")]
    assert before == ["M-0001"]
    words = ("procedure", "adopt", "family-work-teams", "--team", "tipton", "--by", "jmay", "--yes")
    met(*words, "--from", "2026-02-02", today="2026-02-02")
    later = {"today": "2026-02-03"}
    assert [each["meeting"] for each in listed(met, "minutes", **later)] == before
    next_one = listed(met, "minutes", **later)[0]["next"]
    met("taf", "minutes", "M-0001", "--stage", next_one, "--by", "jmay", **later)


def test_an_empty_filter_of_minutes_says_which_is_empty(met) -> None:
    told = met("minutes", "--to-send").err
    assert told == "No minutes wait to be sent (1 other owed: eh minutes).\n"


def test_a_letter_that_no_task_asks_for_waits_for_the_post(allocated) -> None:
    before = len(listed(allocated, "letters", "due"))
    allocated("letter", "no-contact", "E-0001", "--to", "Sam Larkin", code=None)
    letters = [each for each in listed(allocated, "letters", "list") if not each["posted_on"]]
    assert letters
    found = [each for each in listed(allocated, "letters", "due") if each["state"] == "to post"]
    assert [each["letter"] for each in found] == [each["letter"] for each in letters]
    assert any(line.startswith("OTHER LETTERS PRINTED, TO POST: 1") for line in screen(allocated, "today"))
    allocated("letters", "posted", letters[0]["letter"])
    assert len(listed(allocated, "letters", "due")) == before
