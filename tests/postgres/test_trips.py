"""A server may be far away: how often a command waits for it, and how long others wait for the command."""

from __future__ import annotations

import psycopg
import pytest

from tests.line import line
from tests.offices import PATIENCE
from tests.server import SERVER, SharedOffice, patiently

LIST, LOOK, WRITE, IN_TURN = 10, 15, 25, 8


@pytest.fixture
def far(allocated):
    """The office at the other end of a line that is listened to."""
    with line(SERVER) as heard:
        there = SharedOffice(allocated.home, allocated.today, allocated.database, allocated.make, server=heard.address)
        there.line = heard
        yield there


def trips(far, *words: str) -> tuple[int, int]:
    """How often the command waited for the server, and how often in its turn; it connects once."""
    far.line.forget()
    far(*words)
    assert far.line.connections == 1, words
    return far.line.trips, far.line.in_turn


@pytest.mark.parametrize("words", ["overdue", "overdue --team tipton", "due", "today", "find Larkin", "letters list"])
def test_a_list_waits_for_the_server_ten_times_at_most(far, words) -> None:
    waited, in_turn = trips(far, *words.split())
    assert 3 < waited <= LIST
    assert in_turn == 0


@pytest.mark.parametrize("words", ["show E-1", "timeline E-1", "why T-0001"])
def test_an_episode_is_shown_in_fifteen_trips_at_most(far, words) -> None:
    waited, in_turn = trips(far, *words.split())
    assert 3 < waited <= LOOK
    assert in_turn == 0


WRITES = [
    ("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school."),
    ("contact", "E-1", "--how", "phone", "--outcome", "made"),
    ("visit", "E-1", "--outcome", "attempted"),
    ("allocate", "E-1", "--to", "bcole", "--by", "jmay"),
    ("assess", "E-1", "--form", "genogram"),
    ("consent", "E-1", "--from", "P-0003", "--method", "signed"),
    ("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "School"),
    ("undo", "--reason", "Mistaken"),
    (
        "open-episode",
        "--team",
        "tipton",
        "--child",
        "Wren Field; 2012-03-02; F",
        "--parent",
        "Sam Field",
        "--new-person",
    ),
]


@pytest.mark.parametrize("words", WRITES, ids=lambda words: words[0])
def test_a_write_waits_twenty_five_times_at_most_and_eight_times_in_its_turn(far, words) -> None:
    waited, in_turn = trips(far, *words)
    assert waited <= WRITE
    assert 0 < in_turn <= IN_TURN


@pytest.mark.long
def test_twenty_people_at_the_end_of_a_long_line_note_something_at_once_and_none_is_refused(allocated) -> None:
    with line(SERVER, seconds=0.02) as long:
        there = SharedOffice(allocated.home, allocated.today, allocated.database, allocated.make, server=long.address)
        words = [
            ("note", "E-1", "--type", "Early Help Note", "--text", f"Seen at school, {n}.", "--quiet")
            for n in range(20)
        ]
        at_once = [there.start(*each) for each in words]
        ends = [(process.wait(PATIENCE), process.stdout.read(), process.stderr.read()) for process in at_once]
    assert [code for code, _, _ in ends] == [0] * 20, ends
    assert len({ref for _, ref, _ in ends}) == 20
    allocated("audit", "verify")


def test_whoever_waits_is_told_who_writes(allocated) -> None:
    with psycopg.connect(allocated.url, application_name="eh aroy") as other:
        other.execute("LOCK TABLE about IN SHARE ROW EXCLUSIVE MODE")
        told = allocated("visit", "E-1", "--outcome", "made", code=5).err.splitlines()
    assert told == [
        "aroy is writing: waiting for their turn to end ...",
        f"The record at {allocated.url} is busy: aroy is writing.",
        "Nothing was written; try again.",
    ]


def test_whoever_writes_says_so_to_the_server_for_as_long_as_the_turn_lasts(allocated) -> None:
    named = (
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(allocated.url) as other:
        other.execute("LOCK TABLE about IN SHARE ROW EXCLUSIVE MODE")
        waits = allocated.start("visit", "E-1", "--outcome", "made")
        for _ in patiently():
            if ("eh abell",) in allocated.sql(named):
                break
    out, err = waits.communicate(timeout=PATIENCE)
    assert waits.returncode == 0, out + err
