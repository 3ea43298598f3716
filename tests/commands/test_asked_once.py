"""What is shown of one thing is asked of the record at once, however much there is: counted at the database itself."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.offices import PATIENCE, Office

# Runs a command with every SELECT counted that its connections are given.
RUNNER = """
import json, os, sqlite3, sys
asked, opened = [], []
plain = sqlite3.connect
def traced(*args, **options):
    opened.append(args)
    connection = plain(*args, **options)
    connection.set_trace_callback(asked.append)
    return connection
sqlite3.connect = traced
from ehcli.cli import main
code = main(sys.argv[1:])
with open(os.environ["ASKED"], "w") as told:
    json.dump([code, [sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))], asked, len(opened)], told)
"""
HOME = ("--address", "1 Low Street; Tipton; DY4 9JC")
SHOWN = (
    ("why", "--episode", "E-0001"),
    ("why", "T-0001"),
    ("why-not", "E-0001", "review-taf"),
    ("show", "E-0001"),
    ("show", "F-0001"),
    ("show", "P-0001"),
    ("show", "T-0001"),
    ("show", "M-0001"),
    ("show", "N-0001"),
    ("show", "L-0001"),
    ("timeline", "E-0001"),
    ("today", "--team", "tipton"),
    ("letters", "list", "--team", "tipton"),
)


def asked(office: Office, *args: str) -> list[str]:
    """The SELECTs that a command asked."""
    return traced(office, *args)[1]


def traced(office: Office, *args: str) -> tuple[int, list[str], list[str], int]:
    """What a command ended with, the SELECTs it asked, every statement it gave, and how often it opened the record."""
    told = office.home.parent / "asked.json"
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *args],
        env=office.environment(ASKED=str(told)),
        capture_output=True,
        timeout=PATIENCE,
    )
    assert told.exists(), done.stderr.decode()
    code, selects, statements, opened = json.loads(told.read_text(encoding="utf-8"))
    assert code == 0, done.stderr.decode()
    return code, selects, statements, opened


@pytest.fixture(scope="module")
def offices(_met: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Office]:
    """Two copies of a record: with one note and one letter, and with many, and tasks, meetings and episodes too."""
    few = _met.copy(tmp_path_factory.mktemp("few") / "home")
    few("note", "E-0001", "--type", "Case Summary", "--text", "The family as they are.")
    few("letter", "no-contact", "E-0001", "--reply-by", "+5wd", "--format", "txt")
    few("taf", "plan", "M-0001", "--part", "Intended outcomes=Kit is at school", "--action", "Ring; P-0003; +5wd")
    many = few.copy(tmp_path_factory.mktemp("many") / "home")
    for day in ("2016-07-20", "2016-07-27", "2016-08-03"):
        many("visit", "E-0001", "--outcome", "made", "--seen", "P-0002", "--on", day)
        many("note", "E-0001", "--type", "Case Summary", "--text", f"As they were on {day}.", "--on", day)
        many("consent", "E-0001", "--from", "P-0003", "--method", "verbal", "--on", day)
    many("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2014-03-02; F", "--parent", "Sam Okafor", *HOME)
    many("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    for kind, episode in (("change-of-worker", "E-0001"), ("change-of-worker", "E-0002")):
        many("letter", kind, episode, "--format", "txt")
    many("letters", "posted", "L-0001", "L-0002")
    many("taf", "plan", "M-0001", "--action", "Ask the club; P-0002; +5wd", "--action", "Write; bcole; +5wd")
    many("taf", "schedule", "E-0001", "--at", "2016-09-13 14:00", "--venue", "School")
    owed = [each["task"] for each in few("why", "--episode", "E-0001", "--json").json()]
    few("set-aside", *owed[5:], "--reason", "Agreed at the TAF", "--by", "jmay")
    return few, many


def test_the_one_owes_more_than_the_other(offices: tuple[Office, Office]) -> None:
    few, many = (len(office("why", "--episode", "E-0001", "--json").json()) for office in offices)
    assert (few, many) == (5, 36)


@pytest.mark.parametrize("args", SHOWN, ids=" ".join)
def test_as_many_selects_for_few_tasks_notes_and_letters_as_for_many(
    offices: tuple[Office, Office], args: tuple[str, ...]
) -> None:
    few, many = (asked(office, *args) for office in offices)
    assert len(many) == len(few)
    assert len(few) <= 32  # each costs a tenth of a millisecond in a file; a server answers several in one trip


@pytest.mark.parametrize("words", [*SHOWN, ("overdue",), ("due",), ("find", "Larkin")], ids=" ".join)
def test_a_list_is_of_one_moment_whoever_writes_meanwhile(offices, words) -> None:
    _, _, statements, opened = traced(offices[0], *words)
    begun = [number for number, each in enumerate(statements) if each == "BEGIN"]
    first = next(number for number, each in enumerate(statements) if each.lstrip().startswith("SELECT"))
    read = [number for number, each in enumerate(statements) if each.lstrip().startswith(("SELECT", "WITH"))]
    ended = next((n for n, each in enumerate(statements) if each.startswith(("ROLLBACK", "COMMIT"))), len(statements))
    assert opened == 1
    assert begun[0] < first
    assert max(read) < ended


@pytest.mark.parametrize(
    "words",
    [
        ("note", "E-0001", "--type", "Early Help Note", "--text", "Seen at school."),
        ("visit", "E-0001", "--outcome", "attempted"),
        ("allocate", "E-0001", "--to", "bcole", "--by", "jmay"),
        ("undo", "--reason", "Mistaken"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_writes_opens_the_record_once(offices, words, tmp_path) -> None:
    assert traced(offices[0].copy(tmp_path / "home"), *words)[3] == 1
