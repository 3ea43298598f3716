"""Makes a new record in a file, in the schema that the migrations end with: no migration is run, no library loaded.

The statements in ``schema.sql`` are those that stand in a record which the migrations made, and are never typed.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from ehcli.errors import RecordUnusable
from ehcli.record import SCHEMA, sqlite
from ehcli.record.standing_guards import BETWEEN, SCRIPT


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


def make_file(path: Path) -> None:
    """An empty file for its owner alone, in a folder for its owner alone."""
    if path.exists():
        raise already(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL, 0o600)
        os.close(handle)
    except OSError as error:
        raise RecordUnusable(
            f"No record can be made at {path}: {error.strerror}.",
            "Choose a folder of your own with --db PATH",
        ) from None


def unmake(path: Path) -> None:
    """Takes away a record that was just made and could not be finished."""
    for file in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        file.unlink(missing_ok=True)
