"""Sets a file right before anything is worked out from it: its tables, indexes, views and guards, and no others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ehcli.errors import RecordUnusable
from ehcli.record import SCHEMA, sqlite
from ehcli.record.file_standing import STANDING, Guards, by_name, compared

# What is worked out again from the rest: a table of these is made anew whatever became of it.
WORKED_OUT = ("worklist", "meeting", "pack_duty", "name_word", "counter")
STATISTICS = "sqlite_stat"  # how a database reads its own tables; another program may have it kept


def set_right(path: Path, key: str, made: Guards) -> None:
    """Makes whatever is not as this version makes it anew, with every row that stands, in a transaction of its own.

    Every index is filled again from its table, for what is read by one may lack a family. Raises RecordUnusable, with
    nothing changed, where a table that only the journal could tell of is gone.
    """
    with closing(sqlite.for_writing(path, key)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")  # a table that others point at is made anew beneath them
        turn = sqlite.Turn.begun(path, key, connection)
        turn.take()
        try:
            anew(turn, made)
            turn.keep()
        except BaseException:
            connection.rollback()
            raise


def anew(turn: sqlite.Turn, made: Guards) -> None:
    """The same within a transaction."""
    standing = by_name(turn.rows(STANDING, ()))
    wrong = [(kind, name) for kind, name, _ in compared(standing, made)]
    tables = [name for kind, name in wrong if kind == "table" and (kind, name) in made]
    held = {name: kept_rows(turn, name, made) for name in tables if ("table", name) in standing}
    refuse_lost([name for name in tables if name not in WORKED_OUT and held.get(name) is None])
    for kind in ("trigger", "view", "index"):
        for name in (name for each, name in wrong if each == kind and (each, name) in standing):
            turn.run(f'DROP {kind.upper()} IF EXISTS "{quoted(name)}"', ())
    for name in [*tables, *(name for kind, name in wrong if name.startswith(STATISTICS))]:
        turn.run(f'DROP TABLE IF EXISTS "{quoted(name)}"', ())
    for name in tables:
        turn.run(made["table", name], ())
        columns, rows = held.get(name) or ([], [])
        named, marks = ", ".join(f'"{each}"' for each in columns), ", ".join("?" * len(columns))
        passing_over = " OR IGNORE" if name in WORKED_OUT else ""
        for row in rows:
            turn.run(f'INSERT{passing_over} INTO "{name}" ({named}) VALUES ({marks})', row)
    there = by_name(turn.rows(STANDING, ()))
    for (kind, name), statement in made.items():
        if (kind, name) not in there:
            turn.run(statement, ())
    turn.run("DELETE FROM alembic_version", ())
    turn.run("INSERT INTO alembic_version VALUES (?)", (SCHEMA,))
    turn.run("REINDEX", ())


def kept_rows(turn: sqlite.Turn, table: str, made: Guards) -> tuple[list[str], list[tuple[object, ...]]] | None:
    """The columns that this version keeps in a table, and every row, read past every index; None where one is gone."""
    with closing(sqlite.in_memory()) as empty:
        empty.execute(made["table", table])
        columns = [str(row[1]) for row in empty.execute(f'PRAGMA table_info("{table}")')]
    if not set(columns) <= {row[1] for row in turn.rows(f'PRAGMA table_xinfo("{table}")', ())}:
        return None
    named = ", ".join(f'"{each}"' for each in columns)
    return columns, turn.rows(f'SELECT {named} FROM "{table}" NOT INDEXED', ())


def refuse_lost(tables: list[str]) -> None:
    """Raises RecordUnusable for tables that nothing else can tell of."""
    if tables:
        what = f"The table {tables[0]} is" if len(tables) == 1 else f"The tables {' and '.join(tables)} are"
        raise RecordUnusable(
            f"{what} gone, or without all that this version keeps there: no rebuild brings it back.",
            "Nothing was changed. Restore a backup: eh restore",
        )


def quoted(name: str) -> str:
    return name.replace('"', '""')
