"""Readings ask the views, in which what was undone is hidden; what asks a table itself is listed with its reason."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcli.record import fresh
from ehcli.record.versioned import KEPT, STANDS, VIEWS, known_by, without_views

from .imports import modules

SEALED = "|".join(table for table in KEPT if table != "undone")
RAW = re.compile(rf"\b(?:FROM|JOIN)\s+({SEALED})\b|,\s*({SEALED})\s+\w\b(?=[^()]*\bWHERE\b)")
# The journal itself is read whole: sealing, verifying, history, copying, what the server's own guards look at, and what
# stands in it that eh would have refused.
WHOLE = {"record.journal", "record.seals", "record.versioned", "record.copying", "record.roles", "record.writing"}
WHOLE |= {"record.identity", "record.whose", "record.numbers", "record.out_of_order"}
WITH_REASON = {
    ("record.texts", "hidden"): "what is restricted stays hidden although the entry that wrote it was undone",
    ("record.stories", "moving_entries"): "a choice moved a date although it was undone since",
    ("record.office", "login_of"): "a server's login is a worker's whatever became of the entry",
    ("record.office", "roles_ever"): "who was added by mistake and named meanwhile held the role all the same",
}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = tmp_path / "home" / "record.db"
    fresh.create(made, {"procedure": "sandwell", "practice": "no"})
    connection = sqlite3.connect(made)
    yield connection
    connection.close()


def test_every_table_that_is_sealed_has_its_view(record: sqlite3.Connection) -> None:
    found = dict(record.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    assert {name: sql.partition(" AS ")[2] for name, sql in found.items()} == VIEWS
    assert VIEWS.keys() == {f"{table}{STANDS}" for table in ("fact", *KEPT) if table != "undone"}


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_has_every_column_of_its_table(record: sqlite3.Connection, view: str) -> None:
    """A migration that adds a column makes the view anew."""
    of_table, of_view = (
        [row[1] for row in record.execute(f"PRAGMA table_info({name})")] for name in (view.removesuffix(STANDS), view)
    )
    assert of_view == of_table


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_the_view_of_an_earlier_moment_reads_the_same_columns(record: sqlite3.Connection, view: str) -> None:
    sql = f"SELECT * FROM {view} x"
    for then in (without_views(sql), known_by(sql, "k.id <= 3"), known_by(sql, "k.recorded_at < '2026-01-01'")):
        assert then.startswith(f"WITH {view} AS ") and then.endswith(sql)
        assert record.execute(then).fetchall() == []
    assert without_views("SELECT 1 FROM worklist w") == "SELECT 1 FROM worklist w"


def test_readings_ask_the_views() -> None:
    found = set()
    for name, path in modules().items():
        if not name.startswith("record.") or name in WHOLE or ".migrations" in name:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(each, ast.Constant) and isinstance(each.value, str) and RAW.search(each.value)
                for each in ast.walk(function)
            ):
                found.add((name, function.name))
    assert found == WITH_REASON.keys()
