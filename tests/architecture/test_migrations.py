"""The migrations make exactly the tables of tables.py, and the journal cannot be changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ehcli.errors import EhError, RecordUnusable
from ehcli.record import SCHEMA, fresh, schema, tables
from ehcli.record.rowcheck import checked
from ehcli.record.sqlite import Record

from . import shaping

JOURNAL = ("entry", "fact", "seal")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "home" / "record.db"
    fresh.create(made, {"procedure": "sandwell", "practice": "no"})
    return made


def test_the_migrations_give_the_schema_that_the_program_writes(path: Path) -> None:
    engine = schema.engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, tables.whole()) == []
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    engine.dispose()
    assert found == [SCHEMA]


def test_a_new_record_is_made_as_every_migration_after_the_other_makes_it(path: Path) -> None:
    """Word for word and in the same order: tables, indexes, triggers, views, and the rows that migrations leave."""
    assert fresh.SCRIPT.read_text(encoding="utf-8") == shaping.migrated()
    record = sqlite3.connect(path)
    made = [*shaping.statements(record), *shaping.filled(record)]
    record.close()
    said = [line for line in made if not line.startswith('INSERT INTO "about"')]
    assert fresh.BETWEEN.join(said) + "\n" == fresh.SCRIPT.read_text(encoding="utf-8")


def test_the_newest_migration_is_the_schema_the_program_reads() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert scripts.get_heads() == [SCHEMA]
    assert len(scripts.get_bases()) == 1


def test_every_constraint_has_a_name_so_that_it_can_be_changed_later() -> None:
    for table in tables.whole().tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


def test_a_new_record_is_for_its_owner_alone_and_says_what_it_is(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    about = dict(Record(path).rows("SELECT key, value FROM about"))
    assert about["schema"] == SCHEMA
    assert about["procedure"] == "sandwell"
    assert len(about["record"]) == 36


def test_a_record_that_stands_is_never_made_anew(path: Path) -> None:
    with pytest.raises(RecordUnusable, match="already"):
        fresh.create(path, {})


def test_a_record_of_another_schema_is_refused_by_name(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE about SET value = '9999' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(RecordUnusable, match="schema 9999"):
        Record(path)


def filled(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO entry (id, recorded_at, recorded_by, decided_by, command, reason)"
        " VALUES (1, '2026-05-01T09:00:00+00:00', 'sbell', '', 'init', '')"
    )
    connection.execute("INSERT INTO family (ref, entry) VALUES ('F-0001', 1)")
    episode = {"ref": "E-0001", "entry": 1, "family": "F-0001", "team": "tipton", "opened_on": "2026-05-01"}
    columns = [row[1] for row in connection.execute("PRAGMA table_info(episode)")]
    values = [episode.get(column, "") for column in columns]
    connection.execute(f"INSERT INTO episode VALUES ({', '.join('?' * len(values))})", values)
    connection.execute(
        "INSERT INTO fact (id, entry, episode, kind, happened_on, happened_at, details, root) "
        "VALUES (1, 1, 'E-0001', 'episode-opened', '2026-05-01', '', '{}', 1)"
    )
    connection.execute("INSERT INTO seal (entry, previous, hash) VALUES (1, ?, ?)", ("0" * 64, "f" * 64))
    connection.commit()
    return connection


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
def test_the_journal_refuses_to_be_changed(path: Path, table: str, change: str) -> None:
    """Nothing recorded is ever overwritten or deleted: the database itself says no."""
    connection = filled(path)
    column = "entry" if table == "seal" else "id"
    with pytest.raises(sqlite3.DatabaseError) as refused:
        connection.execute(change.format(table=table, column=column))
    assert not isinstance(refused.value, sqlite3.OperationalError)
    connection.rollback()
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("table", JOURNAL)
def test_a_row_of_the_journal_cannot_be_replaced_either(path: Path, table: str) -> None:
    """INSERT OR REPLACE deletes quietly unless recursive triggers are on or the row is refused."""
    connection = filled(path)
    row = connection.execute(f"SELECT * FROM {table}").fetchone()
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    connection.close()


def test_foreign_keys_are_on_where_the_record_is_written(path: Path) -> None:
    engine = schema.engine(path)
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    engine.dispose()
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_reader_cannot_write(path: Path) -> None:
    record = Record(path)
    with pytest.raises(RecordUnusable):
        record.rows("UPDATE about SET value = 'x'")
    record.close()


FACT = {
    "id": 1,
    "entry": 1,
    "episode": "E-0001",
    "kind": "contacted",
    "happened_on": "2026-05-01",
    "details": "{}",
    "root": 1,
}


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("fact", FACT | {"kind": "x"}, "kind"),
        ("fact", FACT | {"id": "Sam Okafor"}, "id"),
        ("fact", FACT | {"happened_on": "26/07/2016"}, "happened_on"),
        ("fact", FACT | {"happened_at": "2pm"}, "happened_at"),
        ("counter", {"name": "T", "last": -1}, "last"),
        ("seal", {"entry": 1, "previous": "", "hash": ""}, "hash"),
        ("person_details", {"number": 1, "entry": 1, "person": "P-0001", "name": ""}, "name"),
        (
            "person_details",
            {"number": 1, "entry": 1, "person": "P-0001", "name": "Ada Okafor", "born": "yesterday"},
            "born",
        ),
        ("member", {"number": 1, "entry": 1, "family": "F-0001", "person": "P-0001", "role": "boss"}, "role"),
    ],
)
def test_every_row_is_checked_before_it_is_written(table: str, row: dict[str, object], column: str) -> None:
    """A refusal tells the column, not the value."""
    with pytest.raises(EhError) as refused:
        checked(table, row)
    assert column in refused.value.message
    assert "Okafor" not in refused.value.message
