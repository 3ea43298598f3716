"""The record that is measured on: the same each time, as large as was asked for, and such as eh itself leaves it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ehcli.desk.desk import Desk, Settings
from ehcli.procedures.obligation import task_key
from tests.offices import PATIENCE, ROOT, Office

TODAY = "2026-11-20"
SCRIPT = ROOT / "tests" / "benchmarks" / "make_record.py"


def made(out: Path, episodes: int, still_open: int, facts: int, seed: str = "0") -> subprocess.CompletedProcess[str]:
    numbers = ("--episodes", str(episodes), "--open", str(still_open), "--facts", str(facts))
    env = {name: value for name, value in os.environ.items() if not name.startswith("EH_")}
    return subprocess.run(
        [sys.executable, SCRIPT, *numbers, "--today", TODAY, "--out", out],
        env=env | {"PYTHONHASHSEED": seed, "EH_HOME": str(out.parent)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bulk")


@pytest.fixture(scope="module")
def record(folder: Path) -> Path:
    done = made(folder / "record.db", 60, 7, 1200)
    assert done.returncode == 0, done.stderr
    return folder / "record.db"


@pytest.fixture
def office(record: Path, tmp_path: Path) -> Office:
    """Somebody who works on a copy of it."""
    office = Office(tmp_path / "home", TODAY)
    office.home.mkdir(mode=0o700)
    shutil.copy(record, office.home / "record.db")  # for its owner alone, as it is
    return office


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as record:
        return list(record.iterdump())


def rows(path: Path, *tables: str) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as record:
        return [sorted(record.execute(f"SELECT * FROM {table}").fetchall()) for table in tables]


def test_the_same_numbers_give_the_same_rows(record: Path, folder: Path) -> None:
    assert made(folder / "again.db", 60, 7, 1200, seed="7").returncode == 0
    assert dumped(folder / "again.db") == dumped(record)


def test_it_holds_what_was_asked_for(record: Path) -> None:
    with closing(sqlite3.connect(record)) as asked:
        sql = "SELECT (SELECT count(*) FROM episode), (SELECT count(*) FROM fact), count(*) FROM episode"
        assert asked.execute(f"{sql} WHERE closed_on = ''").fetchone() == (60, 1200, 7)


def test_eh_finds_it_whole_and_works_its_worklist_out_alike(office: Office) -> None:
    assert "The journal is whole" in office("audit", "verify").out
    assert "no findings" in office("record", "check").out
    derived = ("worklist", "meeting", "task", "episode")
    before = rows(office.home / "record.db", *derived)
    office("record", "rebuild")
    assert rows(office.home / "record.db", *derived) == before


def test_every_episode_owes_what_its_moved_days_give(record: Path) -> None:
    desk = Desk()
    desk.settings = Settings(today=TODAY, user="abell")
    there = desk.at(record)
    for (ref,) in there.unsettled.rows("SELECT ref FROM episode"):
        settled = there.settled(ref)
        assert sorted(task_key(each.key) for each in settled.obligations) == sorted(settled.tasks), ref
    there.put_down()


def test_everything_was_recorded_soon_after_it_happened(record: Path) -> None:
    """A closed episode's entries moved back with it; nothing was recorded on a day before it happened."""
    late = "julianday(substr(e.recorded_at, 1, 10)) - julianday(f.happened_on)"
    with closing(sqlite3.connect(record)) as asked:
        told = asked.execute(f"SELECT min({late}), max({late}) FROM fact f JOIN entry e ON e.id = f.entry").fetchone()
        (first,) = asked.execute("SELECT min(substr(recorded_at, 1, 4)) FROM entry").fetchone()
    assert told[0] == 0
    assert told[1] < 31
    assert first == "2016"


def works(office: Office) -> Iterator[str]:
    """An open episode and a closed one."""
    with closing(sqlite3.connect(office.home / "record.db")) as record:
        for order in ("closed_on", "closed_on DESC"):
            yield record.execute(f"SELECT ref FROM episode ORDER BY {order}, ref LIMIT 1").fetchone()[0]


def test_commands_work_on_it(office: Office) -> None:
    late = office("overdue", "--json").json()
    assert late
    assert late[0]["citation"]
    assert late[0]["episode"] in office("why", late[0]["task"]).out
    still, over = works(office)
    assert "Status: closed" in office("show", over).out
    assert "Status: open" in office("show", still).out
    assert "Note N-" in office("note", still, "--type", "Case Summary", "--text", "Settled.").out
    assert "Undid entry" in office("undo", "--reason", "Mistaken").out
    assert "The journal is whole" in office("audit", "verify").out
    with closing(sqlite3.connect(office.home / "record.db")) as record:
        (name,) = record.execute("SELECT name FROM person_details ORDER BY number LIMIT 1").fetchone()
    assert name in office("find", name.split()[-1]).out


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((1, 0, 0), "0 facts do not fit 1 episodes, 0 of them open"),
        ((1, 1, 0), "0 facts do not fit 1 episodes, 1 of them open"),
        ((2, 1, 9999), "9,999 facts do not fit 2 episodes, 1 of them open"),
        ((3, 0, 100), ""),
    ],
)
def test_a_record_of_any_size_is_made(tmp_path: Path, numbers: tuple[int, int, int], says: str) -> None:
    done = made(tmp_path / "small.db", *numbers)
    assert done.returncode == 0, done.stderr
    assert says in done.stderr
    assert ("do not fit" in done.stderr) == bool(says)
    assert len(rows(tmp_path / "small.db", "episode")[0]) == numbers[0]


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((0, 0, 0), "A record has one episode at least."),
        ((3, 4, 50), "Of 3 episodes none to 3 can be open, not 4."),
        ((3, -1, 50), "Of 3 episodes none to 3 can be open, not -1."),
        ((3, 0, -1), "There cannot be fewer than no facts."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path, numbers: tuple[int, int, int], says: str) -> None:
    done = made(tmp_path / "none.db", *numbers)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"make_record.py: error: {says}"
    assert not (tmp_path / "none.db").exists()
