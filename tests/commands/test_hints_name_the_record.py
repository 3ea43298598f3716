"""Whatever is printed to be typed runs as it stands on the record in use, and names none where it is the usual one."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ehcli.cli import quoted
from tests.offices import Office

REFUSALS = (
    ("show", "E-0099"),
    ("show", "L-0099"),
    ("due", "--within", "2016-01-01"),
    ("allocate", "E-0001", "--to", "nobody", "--by", "jmay"),
    ("record", "passphrase"),
)
SHOWN = (("show", "T-0001"), ("letters", "run", "--team", "oldbury"), ("taf", "plan", "M-1", "--form"))


def given(text: str) -> list[list[str]]:
    """The commands that end a line or a sentence, as a shell reads them."""
    found = re.findall(r"\beh ((?:'[^']*'|[^'.,()\n]|\.\.\.|\.(?! |$))+)", text, re.MULTILINE)
    return [shlex.split(each.removesuffix(".")) for each in found]


@pytest.fixture
def elsewhere(met: Office, tmp_path: Path) -> tuple[Office, Path]:
    """An office without a record of its own, beside one whose path has blanks."""
    office = met.copy(tmp_path / "office")
    folder = tmp_path / "of the team"
    folder.mkdir(mode=0o700)
    place = folder / "x y.db"
    shutil.move(office.record, place)
    (office.home / "settings.json").unlink(missing_ok=True)
    return office, place


@pytest.mark.parametrize("words", [*REFUSALS, *SHOWN], ids=" ".join)
def test_what_is_printed_to_be_typed_names_the_record_in_use(elsewhere, words: tuple[str, ...]) -> None:
    office, place = elsewhere
    told = office(*words, "--db", str(place), code=None)
    commands = given(told.out + told.err)
    assert commands, told.out + told.err
    assert all(each[-2:] == ["--db", str(place)] for each in commands), commands


def test_what_is_said_after_a_success_runs_as_it_stands(elsewhere) -> None:
    office, place = elsewhere
    child = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--level", "universal")
    opened = office("open-episode", "--team", "tipton", *child, "--db", str(place))
    (then,) = given(opened.out)
    words = [{"WORKER": "aroy", "MANAGER": "jmay"}.get(each, each) for each in then]
    assert "Allocated E-0002" in office(*words).out
    cancelled = office("taf", "schedule", "E-0001", "--at", "2016-08-30 14:00", "--venue", "Hall", "--db", str(place))
    assert cancelled.code == 0
    owed = office("taf", "cancel", "M-0002", "--reason", "Ill", "--db", str(place)).out
    (again,) = given(owed)
    words = [{"WHEN": "2016-08-31 14:00", "TEXT": "Hall"}.get(each, each) for each in again]
    assert "M-0002" in office(*words).out


def test_a_task_says_how_it_is_done_in_the_record_in_use_and_json_keeps_the_command_alone(elsewhere) -> None:
    office, place = elsewhere
    there = ("--db", str(place))
    task = next(each for each in office("tray", "worker", *there, "--json").json() if each["how"])
    shown = office("show", task["task"], *there).out
    assert f"How: {task['how']} --db '{place}'\n" in shown
    assert "--db" not in task["how"]
    assert f"Record it with: {task['how']} --db '{place}'\n" in office("why", task["task"], *there).out


def test_the_hint_of_a_refusal_in_json_names_the_record_too(elsewhere) -> None:
    office, place = elsewhere
    hint = office("show", "E-0099", "--db", str(place), "--json", code=3).error()["hint"]
    assert hint.endswith(f"eh find NAME --db '{place}'")


def test_a_record_that_is_not_there_is_made_where_it_was_asked_for(bare: Office) -> None:
    place = str(bare.home / "other.db")
    refused = bare("today", "--db", place, code=5).err
    assert f"Make one with: eh init --db {place}   (or try a practice record: eh demo)" in refused
    told = bare("init", "--db", place)
    commands = list(quoted.commands(told.out + told.err))
    assert len(commands) > 5
    assert all(each[-2:] == ["--db", place] for each in commands), commands


def test_the_usual_record_and_that_of_the_environment_are_named_by_no_hint(elsewhere, met: Office) -> None:
    office, place = elsewhere
    for words in (*REFUSALS, *SHOWN):
        for told in (met(*words, code=None), office(*words, env={"EH_DB": str(place)}, code=None)):
            assert "--db" not in told.out + told.err


def test_what_somebody_wrote_is_no_hint(elsewhere) -> None:
    office, place = elsewhere
    there = ("--db", str(place))
    office("note", "E-0001", "--type", "Case Summary", "--text", "He said: type eh show E-0001", *there)
    assert "type eh show E-0001\n" in office("show", "N-0001", *there).out
