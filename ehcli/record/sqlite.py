"""The embedded record for reading: the standard sqlite3, one port, no ORM."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from ehcli.errors import RecordUnusable
from ehcli.record import reading

Row = tuple[Any, ...]


class Record:
    """The record opened for reading: ``rows(sql, *values)`` is all there is.

    Raises RecordUnusable when it is missing, locked, damaged or of another schema.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise RecordUnusable(
                f"There is no record at {path}.",
                "Make one with: eh init   (or try a practice record: eh demo)",
            )
        try:
            # Opened for writing so that a journal left by a crash can be played back, then kept to reading.
            self.connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
            self.connection.execute("PRAGMA query_only=ON")
        except sqlite3.Error as error:
            raise self.unusable(error) from None
        self.head = reading.opening(self, path)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self.unusable(error) from None

    def damage(self) -> list[str]:
        """What the database itself finds wrong, in sentences."""
        found = [f"The database reports: {row[0]}" for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        missing = self.rows("PRAGMA foreign_key_check")
        return found + [f"Entry {row[0]} points at a row that is missing." for row in missing]

    def unusable(self, error: sqlite3.Error) -> RecordUnusable:
        """The sentence for what sqlite found; never a value from the record."""
        if "locked" in str(error) or "busy" in str(error):
            return RecordUnusable(f"The record at {self.path} is busy.", "Somebody is writing; try again in a moment.")
        return RecordUnusable(
            f"The record at {self.path} cannot be read: {str(error).splitlines()[0]}.",
            "Nothing was changed. Restore it from a backup, or ask for help with this sentence.",
        )

    def close(self) -> None:
        self.connection.close()
