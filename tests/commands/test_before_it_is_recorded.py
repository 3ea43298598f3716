"""What is said before it is recorded, or in its place: tasks of several families, and what comes first."""

from __future__ import annotations

import pytest

from tests.offices import Office
from tests.terminal import at_a_terminal

ADA = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell")


@pytest.fixture
def two(allocated: Office) -> tuple[Office, list[str]]:
    """Two families, with a task of each that a form meets."""
    allocated("open-episode", "--team", "tipton", *ADA, "--level", "targeted")
    allocated("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    tasks = [allocated.task("genogram", episode) for episode in ("E-0001", "E-0002")]
    return allocated, tasks


def lines(tasks: list[str]) -> list[str]:
    return [f"  {tasks[0]}  E-0001  Wren Larkin", f"  {tasks[1]}  E-0002  Ada Bell: "]


def test_tasks_of_several_families_are_named_and_asked_about_once_at_a_terminal(two) -> None:
    office, tasks = two
    code, text = at_a_terminal(office, "done", *tasks, answers=["no"])
    assert code == 1
    assert all(line in text for line in lines(tasks))
    assert text.count("Record 2 tasks of 2 families as done? (yes or no)") == 1
    assert "Stopped: nothing was recorded." in text
    code, text = at_a_terminal(office, "done", *tasks, answers=["yes"])
    assert code == 0
    assert "Recorded as done" in text


@pytest.mark.parametrize("more", [("--yes",), ("--no-input",), ("--dry-run",)])
def test_nobody_is_asked_who_said_yes_or_only_looks(two, more) -> None:
    office, tasks = two
    code, text = at_a_terminal(office, "done", *tasks, *more)
    assert code == 0
    assert all(line in text for line in lines(tasks))
    assert "(yes or no)" not in text


def test_a_pipe_is_told_and_goes_on_and_a_script_reads_json_alone(two) -> None:
    office, tasks = two
    looked = office("done", *tasks, "--dry-run", "--json")
    assert (looked.err, looked.json()["dry_run"]) == ("", True)
    told = office("done", *tasks)
    assert all(line in told.err for line in lines(tasks))
    assert "Recorded as done" in told.out


def test_tasks_of_one_family_are_not_asked_about_and_what_is_not_there_is_refused_as_before(two) -> None:
    office, tasks = two
    own = [tasks[0], office.task("chronology", "E-0001")]
    code, text = at_a_terminal(office, "done", *own)
    assert (code, "(yes or no)" in text) == (0, False)
    assert "There is no task T-9999" in office("done", tasks[1], "T-9999", code=3).err
    assert "was done already" in office("done", tasks[0], tasks[1], code=4).err


# What comes first


@pytest.fixture
def unaccepted(bare: Office) -> Office:
    bare.today = "2026-08-10"
    bare("init", "--procedure", "family-work-teams", "--team", "tipton", "--role", "locality-manager")
    bare("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton")
    return bare


def test_a_case_that_was_not_accepted_is_allocated_with_a_warning_that_says_how_it_is(unaccepted: Office) -> None:
    """FWT-014, FWT-015: the 48 hours in which a family is told begin when the referral is accepted."""
    opened = unaccepted("open-episode", "--team", "tipton", *ADA).out
    accept = "eh assess E-0001 --form referral-acceptance --stage accepted"
    assert f"First: {accept}\nNext: eh allocate E-0001 --to WORKER --by MANAGER\n" in opened
    said = "Warning: 'Referral accepted or not' is not recorded as accepted, which comes first (FWT line 14). "
    given = unaccepted("allocate", "E-0001", "--to", "aroy")
    assert f"{said}Record it: {accept}\n" in given.err
    assert "Allocated E-0001" in given.out
    unaccepted(*accept.split()[1:])
    assert "contact-after-acceptance" in unaccepted.owed()
    again = unaccepted("allocate", "E-0001", "--to", unaccepted.user, "--dry-run")
    assert "comes first" not in again.err


def test_where_nothing_comes_first_nothing_is_said_of_it(eh: Office) -> None:
    assert "comes first" not in eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay").err
