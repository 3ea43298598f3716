"""Makes a new record in a file, in the schema that the migrations end with: no migration is run, no library loaded.

The statements in ``schema.sql`` are those that stand in a record which the migrations made, and are never typed.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from ehcli.errors import RecordUnusable
from ehcli.machine import files
from ehcli.record import SCHEMA, sqlite
from ehcli.record.file_standing import BETWEEN, SCRIPT


def create(path: Path, told: dict[str, str], key: str = "") -> None:
    """Makes a new record; raises RecordUnusable where one stands already."""
    make_file(path)
    try:
        turn = sqlite.Turn(path, key)
        try:
            for statement in SCRIPT.read_text(encoding="utf-8").split(BETWEEN):
                turn.run(statement, ())
            for about in begins_with(told).items():
                turn.run("INSERT INTO about (key, value) VALUES (?, ?)", about)
            turn.keep()
        finally:
            turn.leave()
    except BaseException:
        unmake(path)  # ours: it was not there before
        raise


def begins_with(told: dict[str, str]) -> dict[str, str]:
    """What a new record says of itself: its schema, a name of its own, and what it is told."""
    return {"schema": SCHEMA, "record": str(uuid.uuid4()), **told}


def already(place: object) -> RecordUnusable:
    return RecordUnusable(f"There is a record at {place} already.", "It is kept as it is. Name another with --db PATH")


def make_way(path: Path, key: str) -> None:
    """Makes the folder, and takes away a record that was never finished; raises RecordUnusable where one stands."""
    if os.path.lexists(path):
        if not (path.is_file() and holds_nothing(path, key)):
            raise already(path)
        unmake(path)
    files.own_folder(path.parent)


def holds_nothing(path: Path, key: str) -> bool:
    """Whether whoever made a record was cut off before its first entry: nobody can enter it."""
    if not path.stat().st_size:
        return True
    try:
        begun = sqlite.Record(path, key, any_schema=True)
    except RecordUnusable:
        return False
    try:
        names = {name for (name,) in begun.whole("SELECT name FROM sqlite_master")}
        return not names or ({"about", "entry", "fact"} <= names and not begun.whole("SELECT 1 FROM entry LIMIT 1"))
    except RecordUnusable:
        return False
    finally:
        begun.close()


def put_in_place(new: Path, path: Path, key: str) -> None:
    """Gives a record that is whole its place; raises RecordUnusable where another was made there meanwhile."""
    sqlite.into_one_file(new, key)
    try:
        files.settle(new, path)
    except FileExistsError:
        raise already(path) from None
    except OSError as error:
        raise not_made(path, error) from None


def not_made(path: Path, error: OSError) -> RecordUnusable:
    return RecordUnusable(
        f"No record can be made at {path}: {files.why(error)}.",
        files.room(error, "Choose a folder of your own with --db PATH"),
    )


def make_file(path: Path) -> None:
    """An empty file for its owner alone, in a folder for its owner alone."""
    if path.exists():
        raise already(path)
    try:
        files.own_folder(path.parent)
        files.empty(path)
    except OSError as error:
        raise not_made(path, error) from None


def unmake(path: Path) -> None:
    """Takes away a record that was just made and could not be finished."""
    for file in files.database(path):
        file.unlink(missing_ok=True)
