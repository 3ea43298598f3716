"""A record holding a row of every table, changed behind its back: whatever was changed is found and named."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from ehcli.episodes.facts import Contacted, EpisodeOpened
from ehcli.record import fresh, seals, tables, writing
from ehcli.record.sqlite import Record
from ehcli.record.versioned import KEPT, every_row, wrote

WHOLE = tables.whole()
SHAPES = {str(shape.__table__.name): shape for shape in tables.Row.__subclasses__()}
PROJECTIONS = {"about", "counter", "entry", "seal", "looked", "fact", "name_word", "meeting", "task"}
PROJECTIONS |= {"pack_duty", "worklist"}
FOLLOWS_ITS_FACTS = {"team", "worker", "closed_on", "end_reason"}
DAY = "2026-05-01"

# One row of each table, in an order that its references allow.
ROWS: list[tuple[str, dict[str, object]]] = [
    ("person", {"ref": "P-0001"}),
    ("person", {"ref": "P-0002"}),
    ("person_details", {"person": "P-0001", "name": "Ada Okafor", "born": "2014-03-02"}),
    ("address", {"person": "P-0001", "lines": "1 High Street", "since": DAY}),
    ("family", {"ref": "F-0001"}),
    ("member", {"family": "F-0001", "person": "P-0001", "role": "child"}),
    ("relation", {"family": "F-0001", "person": "P-0002", "child": "P-0001", "responsibility": "yes"}),
    ("restriction", {"family": "F-0001", "person": "P-0002", "other": "P-0001", "because": "order", "since": DAY}),
    ("family_flag", {"family": "F-0001", "because": "order", "since": DAY}),
    ("team", {"slug": "tipton", "name": "Tipton"}),
    ("worker", {"login": "aroy", "name": "Ana Roy", "role": "key-worker"}),
    ("group_member", {"slug": "adoption", "login": "aroy"}),
    ("agency", {"slug": "okafor-primary", "name": "Okafor Primary School"}),
    ("choice", {"kind": "switch", "name": "covid-19", "value": "off"}),
    (
        "episode",
        {
            "ref": "E-0001",
            "family": "F-0001",
            "team": "tipton",
            "opened_on": DAY,
            "procedure": "sandwell",
            "pack_version": "1.0",
            "level": "targeted",
        },
    ),
    ("episode_child", {"episode": "E-0001", "person": "P-0001"}),
    ("case_note", {"ref": "N-0001", "episode": "E-0001", "type": "Case Summary", "happened_on": DAY, "text": "Calm."}),
    (
        "letter",
        {
            "ref": "L-0001",
            "episode": "E-0001",
            "kind": "closure",
            "template_version": "1",
            "person": "P-0001",
            "addressee": "Ada Okafor",
            "address": "1 High Street",
            "dated": DAY,
            "file": "L-0001",
            "hash": "f",
        },
    ),
    ("plan_part", {"meeting": "M-0001", "part": "worries", "text": "School"}),
    ("plan_action", {"meeting": "M-0001", "item": 1, "action": "Ring school", "who": "aroy"}),
    ("undone", {"entry": 1, "by_entry": 2}),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four entries: an empty one, one with everything, and two contacts."""
    path = tmp_path_factory.mktemp("chain") / "record.db"
    fresh.create(path, {"procedure": "sandwell", "practice": "no"})
    with writing.Writer(path, lambda: "2026-05-01T09:00:00+00:00") as writer:
        writer.begin_entry("init", "abell")
        writer.end_entry()
        writer.begin_entry("open-episode", "abell")
        for table, values in ROWS:
            if "number" in SHAPES[table].model_fields or table not in ("undone", "episode_child"):
                writer.add(table, **values)
            else:
                writer.insert(table, [values])
        writer.tell(EpisodeOpened("E-0001", date(2026, 5, 1)))
        writer.end_entry()
        for on in (date(2026, 5, 5), date(2026, 5, 6)):
            writer.begin_entry("contact", "bcole")
            writer.tell(Contacted("E-0001", on, "", "phone", "made"))
            writer.end_entry()
        writer.keep()
    return path


@pytest.fixture
def tampered(whole: Path, tmp_path: Path):
    """What verifying says after somebody changed a copy of the file who could: triggers dropped, foreign keys off."""

    def change(*statements: str) -> seals.Broken | None:
        path = tmp_path / "record.db"
        shutil.copy(whole, path)
        connection = sqlite3.connect(path)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, "nothing was changed, so nothing is shown"
        connection.commit()
        connection.close()
        record = Record(path)
        try:
            return seals.first_broken(record.whole)
        finally:
            record.close()

    return change


def test_every_table_is_sealed_or_a_projection_and_every_column_of_it() -> None:
    """A new column of a sealed table goes into ehcli/record/versioned.py as well."""
    assert SHAPES.keys() == {str(name) for name in WHOLE.tables}
    assert SHAPES.keys() - KEPT.keys() == PROJECTIONS
    for table, kept in KEPT.items():
        follows = FOLLOWS_ITS_FACTS if table == "episode" else set()
        assert set(kept.columns) == set(SHAPES[table].model_fields) - follows, table
        assert {table for table, _ in ROWS} == KEPT.keys()


def test_a_record_that_nobody_touched_is_whole(tampered) -> None:
    assert tampered() is None


@pytest.mark.parametrize("table", KEPT)
def test_a_tampered_row_of_any_table_is_found_and_named(tampered, table: str) -> None:
    column = {"undone": "by_entry", "person": "ref", "family": "ref"}.get(table, KEPT[table].columns[-1])
    value = "1" if table in ("undone", "address") else "'X-0009'"
    if (table, column) == ("address", "confirmed"):
        value = "0"
    found = tampered(f"UPDATE {table} SET {column} = {value}" + (" WHERE ref = 'P-0001'" if table == "person" else ""))
    assert found is not None
    assert found.entry == (1 if table == "undone" else 2)
    assert table in found.why


@pytest.mark.parametrize("table", sorted(KEPT.keys() - {"episode"}))
def test_a_row_that_was_taken_out_is_found_and_named(tampered, table: str) -> None:
    found = tampered(f"DELETE FROM {table}")
    assert found is not None
    assert found.entry == 2
    assert f"of its rows of {table} taken out" in found.why


def test_a_row_slipped_in_is_found(tampered) -> None:
    found = tampered("INSERT INTO family (ref, entry) VALUES ('F-0009', 3)")
    assert found == seals.Broken(3, "1 rows of family slipped in")
    assert tampered("INSERT INTO family (ref, entry) VALUES ('F-0009', 9)") == seals.Broken(
        9, "there is no such entry, but it has rows of family"
    )


def test_the_chain_is_the_same_however_few_entries_are_read_at_a_time(tampered, monkeypatch) -> None:
    for page in (1, 2, 3, 4):
        monkeypatch.setattr(seals, "PAGE", page)
        assert tampered() is None
        found = tampered("UPDATE case_note SET text = 'Other'", "UPDATE fact SET details = '{}' WHERE entry = 4")
        assert found == seals.Broken(2, "its rows of case_note changed")
        assert tampered("UPDATE fact SET details = '{}' WHERE entry = 4") == seals.Broken(4, "its facts changed")


@pytest.mark.parametrize("table", KEPT)
def test_what_an_entry_wrote_is_found_without_reading_its_table_whole(whole: Path, table: str) -> None:
    """So verifying reads each page of the journal at the same cost, however long the record is."""
    connection = sqlite3.connect(whole)
    sql = f"EXPLAIN QUERY PLAN {every_row(table)} WHERE {wrote(table)[0]} BETWEEN ? AND ?"
    assert not [step for *_, step in connection.execute(sql, (2, 3)) if step.startswith("SCAN")]
    connection.close()


def test_a_deleted_entry_is_found(tampered) -> None:
    found = tampered(*(f"DELETE FROM {table} WHERE {key} = 3" for table, key in JOURNAL))
    assert found == seals.Broken(3, "it is missing: it was deleted, or its number was changed")


JOURNAL = (("fact", "entry"), ("seal", "entry"), ("entry", "id"))


def test_a_swapped_pair_is_found(tampered) -> None:
    """Entries 3 and 4 change places, with all they hold."""
    swap = [
        f"UPDATE {table} SET {key} = {new} WHERE {key} = {old}"
        for old, new in ((3, 9), (4, 3), (9, 4))
        for table, key in JOURNAL
    ]
    found = tampered(*swap)
    assert found is not None
    assert found.entry == 3
    assert "entries were exchanged" in found.why


def test_a_truncated_tail_is_found_by_the_counter_and_by_a_head_kept_outside(whole, tampered, tmp_path) -> None:
    cut = [f"DELETE FROM {table} WHERE {key} = 4" for table, key in JOURNAL]
    assert tampered(*cut) == seals.Broken(4, "the end was cut off: there are 3 entries, 4 were recorded")
    hidden = [*cut, "UPDATE counter SET last = 3 WHERE name = 'entry'"]
    assert tampered(*hidden) is None, "whoever changes the counter too hides it from the record itself ..."
    record = Record(whole)
    hash = record.whole("SELECT hash FROM seal WHERE entry = 4")[0][0]
    assert seals.unlike_head(record.whole, seals.Head("2026-05-06", 4, hash)) is None
    written_again = seals.unlike_head(record.whole, seals.Head("2026-05-06", 4, "0" * 64))
    assert written_again is not None
    assert written_again.why.startswith("the record was written again up to here: entry 4 was noted on 2026-05-06")
    record.close()
    record = Record(tmp_path / "record.db")
    found = seals.unlike_head(record.whole, seals.Head("2026-05-06", 4, hash))  # ... but not from the head outside
    assert found is not None
    assert found.why.startswith("the end was cut off: entry 4 was noted on 2026-05-06")
    record.close()


@pytest.mark.parametrize(
    ("table", "row"), [(table, row) for table, row in ROWS if table not in ("person", "undone")] + [ROWS[0], ROWS[-1]]
)
def test_the_database_itself_refuses_to_change_what_was_recorded(whole, tmp_path, table: str, row) -> None:
    path = tmp_path / "record.db"
    shutil.copy(whole, path)
    connection = sqlite3.connect(path)
    column = KEPT[table].columns[0]
    stands = connection.execute(f"SELECT * FROM {table}").fetchone()
    marks = ", ".join("?" * len(stands))
    for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            connection.execute(change)
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", stands)
    connection.execute("UPDATE episode SET team = 'rowley', worker = '', closed_on = '', end_reason = ''")
    connection.close()
