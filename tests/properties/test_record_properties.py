"""What holds of a real record after any commands, in any order, taken or refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehcli.episodes.facts import Told, fact_from
from ehcli.packs import calendar, reading
from ehcli.procedures.obligation import task_key
from ehcli.procedures.obligations import Child, obligations
from ehcli.record import seals
from ehcli.record.sqlite import Record

from .office import Office, prepared

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()
REAL = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return prepared(tmp_path_factory.mktemp("office") / "home")


@pytest.fixture(scope="module")
def fresh(template: Office, tmp_path_factory: pytest.TempPathFactory):
    """A new copy of the prepared record each time it is called."""
    folder, number = tmp_path_factory.mktemp("copies"), count()

    def copy() -> Office:
        return template.copy(folder / str(next(number)))

    return copy


# Commands that an office might give; E-0001 and M-0001 stand, the rest may be refused, and that is part of it.

EPISODES = ("E-0001", "E-0001", "E-0001", "E-0002")
FORMS = (
    *(("--form", "eha", "--stage", stage) for stage in ("read", "completed", "finalised", "authorised")),
    *(("--form", "wishes-and-feelings", "--child", child) for child in ("P-0001", "P-0002")),
    ("--form", "genogram"),
    ("--form", "tf-criteria"),
    ("--form", "outcome-focused-plan", "--stage", "updated"),
    ("--form", "cse-screening-tool", "--child", "P-0001"),
)

commands = st.one_of(
    st.tuples(
        st.just("allocate"),
        st.sampled_from(EPISODES),
        st.just("--to"),
        st.sampled_from(["aroy", "tsingh"]),
        st.just("--role"),
        st.sampled_from(["key-worker", "lead-professional", "co-worker"]),
    ),
    st.tuples(
        st.just("contact"),
        st.sampled_from(EPISODES),
        st.just("--how"),
        st.sampled_from(["phone", "visit"]),
        st.just("--outcome"),
        st.sampled_from(["made", "attempted"]),
    ),
    st.tuples(
        st.just("visit"), st.sampled_from(EPISODES), st.just("--outcome"), st.sampled_from(["made", "attempted"])
    ),
    st.tuples(
        st.just("note"),
        st.sampled_from(EPISODES),
        st.just("--type"),
        st.just("Case Summary"),
        st.just("--text"),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip),
    ).map(lambda args: (*args[:-1][:4], "--text=" + args[-1])),
    st.tuples(st.just("assess"), st.sampled_from(EPISODES), st.sampled_from(FORMS)).map(lambda a: (a[0], a[1], *a[2])),
    st.just(("star", "E-0001", "--star", "family-star-plus", "--scores", "4,5,6,7,8,1,2,3,9,10")),
    st.just(("star", "E-0001", "--star", "my-star", "--child", "P-0002", "--scores", "4,5,6")),
    st.just(("taf", "schedule", "E-0001", "--at", "2026-06-30 14:00", "--venue", "Town hall")),
    st.just(("taf", "schedule", "E-0001", "--at", "2026-12-08 14:00", "--venue", "School", "--kind", "review")),
    st.tuples(
        st.just("taf"), st.just("held"), st.sampled_from(["M-0001", "M-0002"]), st.just("--attended"), st.just("aroy")
    ),
    st.tuples(
        st.just("taf"), st.just("not-held"), st.sampled_from(["M-0001", "M-0002"]), st.just("--reason"), st.just("Ill")
    ),
    st.tuples(
        st.just("taf"),
        st.just("minutes"),
        st.just("M-0001"),
        st.just("--stage"),
        st.sampled_from(["handed-in", "typed", "approved", "sent"]),
    ),
    st.just(("frequency", "E-0001", "--visits", "fortnightly", "--reason", "Going well")),
    st.tuples(st.just("done"), st.integers(1, 30).map(lambda n: f"T-{n}")),
    st.tuples(
        st.just("set-aside"), st.integers(1, 30).map(lambda n: f"T-{n}"), st.just("--reason"), st.just("Moved away")
    ),
    st.tuples(st.just("reassign"), st.integers(1, 30).map(lambda n: f"T-{n}"), st.just("--to"), st.just("tsingh")),
    st.tuples(st.just("pickup"), st.integers(1, 30).map(lambda n: f"T-{n}")),
    st.tuples(
        st.just("correct"),
        st.just("E-0001"),
        st.sampled_from(["allocated", "contacted", "taf-held", "form-recorded"]),
        st.just("--on"),
        st.sampled_from(["2026-03-24", "2026-03-30", "-1d"]),
        st.just("--reason"),
        st.just("Wrong day"),
    ).map(lambda args: (*args[:3], f"--on={args[4]}", *args[5:])),
    st.just(("close", "E-0001", "--reason", "Refer to CSC")),
    st.just(("close", "E-0002", "--reason", "Refer to CSC")),
)
steps = st.lists(st.tuples(st.integers(0, 9), commands), min_size=1, max_size=14)


def play(eh: Office, story: list[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Gives the commands, days apart, and says how each went."""
    today = date(2026, 3, 23)
    for days, args in story:
        today += timedelta(days=days)
        eh.today = today.isoformat()
        said = eh(*args)
        assert said.code in (0, 2, 3, 4), (args, said)
        yield args, said.code


def derived(eh: Office) -> list[tuple]:
    """What every open episode owes, worked out from nothing but the facts in the file."""
    found = []
    for (ref,) in eh.sql("SELECT ref FROM episode WHERE closed_on = ''"):
        rows = eh.sql(
            """SELECT id, root, entry, kind, episode, happened_on, happened_at, details FROM fact f
            WHERE episode = ? AND kind <> 'withdrawn' AND id NOT IN (SELECT withdraws FROM fact WHERE withdraws > 0)""",
            ref,
        )
        told = [
            Told(id, root, entry, "", "", fact_from(kind, episode, on, at, json.loads(details)))
            for id, root, entry, kind, episode, on, at, details in rows
        ]
        children = [
            Child(person, date.fromisoformat(born) if born else None)
            for person, born in eh.sql(
                "SELECT c.person, p.born FROM episode_child c JOIN person_details p ON p.person = c.person "
                "WHERE c.episode = ? ORDER BY c.person",
                ref,
            )
        ]
        tasks = dict(eh.sql("SELECT key, ref FROM task WHERE episode = ?", ref))
        found += [
            (
                tasks[task_key(each.key)],
                ref,
                each.duty.id,
                each.child,
                each.first.start.on.isoformat(),
                each.due.isoformat() if each.due else None,
                each.due_at,
                each.limit.isoformat() if each.limit else None,
                each.strength,
            )
            for each in obligations(told, SANDWELL, ENGLAND, children)
            if each.is_open
        ]
    return sorted(found)


WORKLIST = "SELECT task, episode, duty, child, started_on, due, due_at, limit_on, strength FROM worklist"


@given(story=steps)
@settings(REAL, max_examples=18)
def test_the_worklist_is_what_the_facts_give_after_any_commands(fresh, story) -> None:
    eh = fresh()
    for _ in play(eh, story):
        pass
    assert sorted(eh.sql(WORKLIST)) == derived(eh)
    checked = eh("record", "check")
    assert checked.code == 0, checked.out
    shutil.rmtree(eh.home)


@given(story=steps)
@settings(REAL, max_examples=12)
def test_a_reference_means_the_same_for_life_and_nothing_recorded_is_changed(fresh, story) -> None:
    eh = fresh()
    entries: list[tuple] = []
    facts: list[tuple] = []
    tasks: dict[str, tuple[str, str]] = {}
    for args, code in play(eh, story):
        now_entries, now_facts = eh.sql("SELECT * FROM entry ORDER BY id"), eh.sql("SELECT * FROM fact ORDER BY id")
        assert now_entries[: len(entries)] == entries
        assert now_facts[: len(facts)] == facts
        assert len(now_entries) == len(entries) + (code == 0) or not entries
        now_tasks = {ref: (episode, key) for ref, episode, key in eh.sql("SELECT ref, episode, key FROM task")}
        assert tasks.items() <= now_tasks.items(), args
        entries, facts, tasks = now_entries, now_facts, now_tasks
    shutil.rmtree(eh.home)


@given(story=steps)
@settings(REAL, max_examples=7)
def test_a_dry_run_says_the_same_and_writes_nothing(fresh, story) -> None:
    eh = fresh()
    today = date(2026, 3, 23)
    for days, args in story:
        today += timedelta(days=days)
        eh.today = today.isoformat()
        before = eh.sql("SELECT (SELECT max(id) FROM entry), (SELECT max(id) FROM fact), (SELECT count(*) FROM task)")
        tried = eh(*args, "--dry-run")
        after = eh.sql("SELECT (SELECT max(id) FROM entry), (SELECT max(id) FROM fact), (SELECT count(*) FROM task)")
        assert after == before
        assert eh(*args).code == tried.code
    shutil.rmtree(eh.home)


@given(story=steps)
@settings(REAL, max_examples=6)
def test_a_rebuild_changes_nothing_that_is_right(fresh, story) -> None:
    eh = fresh()
    for _ in play(eh, story):
        pass
    before = (sorted(eh.sql("SELECT * FROM worklist")), sorted(eh.sql("SELECT * FROM task")))
    assert eh("record", "rebuild").code == 0
    assert (sorted(eh.sql("SELECT * FROM worklist")), sorted(eh.sql("SELECT * FROM task"))) == before
    shutil.rmtree(eh.home)


def test_a_correction_keeps_the_reference_and_moves_the_date(fresh) -> None:
    eh = fresh()
    before = {
        duty: (task, due) for task, duty, due in eh.sql("SELECT task, duty, due FROM worklist WHERE episode = 'E-0001'")
    }
    said = eh(
        "correct", "E-0001", "allocated", "--on", "24/03/2026", "--reason", "Entered a day early", today="2026-03-25"
    )
    assert said.code == 0, said
    after = {
        duty: (task, due) for task, duty, due in eh.sql("SELECT task, duty, due FROM worklist WHERE episode = 'E-0001'")
    }
    assert before.keys() == after.keys()
    assert {duty: task for duty, (task, _) in before.items()} == {duty: task for duty, (task, _) in after.items()}
    assert (before["initial-home-visit"][1], after["initial-home-visit"][1]) == ("2026-04-08", "2026-04-09")
    assert (before["initial-taf"][1], after["initial-taf"][1]) == ("2026-04-22", "2026-04-23")


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM worklist WHERE duty = 'initial-home-visit'",
        "UPDATE worklist SET due = '2027-01-01' WHERE duty = 'initial-taf'",
        "UPDATE worklist SET episode = 'E-0099' WHERE duty = 'eha'",
        "UPDATE worklist SET task = 'T-0999', episode = 'E-0099' WHERE duty = 'eha'",
    ],
    ids=["gone", "another-date", "of-no-episode", "of-nothing"],
)
def test_a_broken_worklist_is_noticed_and_mended(fresh, damage: str) -> None:
    eh = fresh()
    eh.sql(damage)
    found = eh("record", "check")
    assert found.code == 1
    assert "eh record rebuild" in found.out
    assert eh("record", "rebuild").code == 0
    assert eh("record", "check").code == 0
    assert sorted(eh.sql(WORKLIST)) == derived(eh)


# The chain of seals


def broken(path: Path) -> int:
    record = Record(path)
    try:
        found = seals.first_broken(record.whole)
        return found.entry if found else 0
    finally:
        record.close()


def tampered(eh: Office, statement: str, *values: object) -> int:
    """The first broken entry after somebody changed the file who could: triggers dropped, foreign keys off."""
    connection = sqlite3.connect(eh.record)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    changed = connection.execute(statement, values).rowcount
    connection.commit()
    connection.close()
    assert changed > 0, "nothing was changed, so nothing is shown"
    return broken(eh.record)


def test_a_record_that_nobody_touched_is_whole(template: Office) -> None:
    assert broken(template.record) == 0


COLUMNS = {
    "entry": ["recorded_at", "recorded_by", "decided_by", "command", "reason", "signed_in"],
    "fact": ["episode", "kind", "happened_on", "happened_at", "details", "root"],
    "seal": ["previous", "hash"],
}


@given(
    place=st.sampled_from([(table, column) for table, columns in COLUMNS.items() for column in columns]),
    pick=st.integers(0, 10**6),
    value=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8),
)
@settings(REAL, max_examples=40)
def test_any_change_to_an_entry_a_fact_or_a_seal_breaks_the_chain_there(fresh, place, pick: int, value: str) -> None:
    table, column = place
    eh = fresh()
    key = "entry" if table == "seal" else "id"
    rows = eh.sql(f"SELECT {key}, {'entry' if table != 'entry' else 'id'}, {column} FROM {table} ORDER BY 1")
    id, entry, old = rows[pick % len(rows)]
    if value == str(old):
        value += "x"
    if column == "root":
        found = tampered(eh, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", old + 1 + pick % 5, id)
    else:
        found = tampered(eh, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", value, id)
    assert found == entry
    shutil.rmtree(eh.home)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE fact SET kind = 'alocated' WHERE kind = 'allocated'",
        "UPDATE fact SET happened_on = '2026-02-30' WHERE kind = 'allocated'",
        "UPDATE fact SET details = '{' WHERE kind = 'allocated'",
        "UPDATE fact SET happened_at = 'noon' WHERE kind = 'referral-received' AND episode = 'E-0001'",
    ],
)
def test_a_check_tells_which_entry_is_damaged(fresh, damage: str) -> None:
    """The one command that is there for a damaged record must not fall over it."""
    eh = fresh()
    broken_at = tampered(eh, damage)
    checked = eh("record", "check")
    assert checked.code == 1
    assert f"broken at entry {broken_at}" in checked.out


def test_a_check_tells_of_an_entry_that_was_changed(fresh) -> None:
    eh = fresh()
    assert tampered(eh, "UPDATE entry SET recorded_by = 'nobody' WHERE id = 4") == 4
    checked = eh("record", "check")
    assert (checked.code, "broken at entry 4" in checked.out) == (1, True)
    assert eh("night", "--out", str(eh.home / "night")).code == 5  # no backup is made of it


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("DELETE FROM fact WHERE id = 1", None),
        ("DELETE FROM seal WHERE entry = 3", 3),
        ("DELETE FROM entry WHERE id = 2", 2),
        ("UPDATE fact SET entry = entry - 1 WHERE id = (SELECT max(id) FROM fact)", None),
        ("UPDATE fact SET id = id + 100 WHERE id = (SELECT max(id) FROM fact)", None),
        ("UPDATE fact SET withdraws = 1 WHERE id = (SELECT max(id) FROM fact)", None),
    ],
)
def test_what_is_taken_out_or_moved_breaks_the_chain(fresh, statement: str, entry: int | None) -> None:
    found = tampered(fresh(), statement)
    assert found > 0 if entry is None else found == entry


def test_a_fact_slipped_in_under_no_entry_is_found(fresh) -> None:
    slipped = (
        "INSERT INTO fact (id, entry, episode, kind, happened_on, happened_at, details, root) "
        "VALUES (900, 800, 'E-0001', 'taf-held', '2026-04-01', '', '{}', 900)"
    )
    assert tampered(fresh(), slipped) > 0


def test_an_end_that_was_cut_off_is_noticed(fresh) -> None:
    """The counter of entries still stands at the number that was given out."""
    eh = fresh()
    last = eh.sql("SELECT max(id) FROM entry")[0][0]
    for table, column in (("fact", "entry"), ("seal", "entry")):
        tampered(eh, f"DELETE FROM {table} WHERE {column} = ?", last)
    assert tampered(eh, "DELETE FROM entry WHERE id = ?", last) > 0


@given(
    name=st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters=";"), min_size=1, max_size=20
    )
    .map(str.strip)
    .filter(lambda text: text and not text.startswith("-")),
)
@settings(REAL, max_examples=15)
def test_any_name_is_kept_as_it_was_written_and_found_again(fresh, name: str) -> None:
    """Accents, apostrophes, emoji, right-to-left: a name is what the family says it is."""
    eh = fresh()
    said = eh(
        "open-episode",
        "--team",
        "tipton",
        f"--child={name}; 2018-01-01",
        "--parent=Lee Singh",
        "--new-person",
        "--json",
    )
    if said.code == 0:
        people = json.loads(said.out)["people"]
        assert people[0]["name"] == name
        kept = eh.sql("SELECT name FROM person_details WHERE person = ?", people[0]["person"])
        assert kept == [(name,)]
    else:
        assert said.code in (2, 3), said  # what reads as a reference to a person who is not there
    shutil.rmtree(eh.home)
