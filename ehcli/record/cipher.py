"""The embedded record encrypted: how its file is opened, and copied under another key. The only home of sqlcipher3.

A file is never open in the standard sqlite3 and in sqlcipher3 at once: each would let go of the other's locks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from ehcli.errors import RecordUnusable
from ehcli.record import port

try:
    from sqlcipher3 import dbapi2
except ImportError:
    raise RecordUnusable(
        "An encrypted record needs the library sqlcipher3, which is not installed.",
        "Install eh with its extra: pipx install '.[encrypt]'",
    ) from None


DRIVER: ModuleType = dbapi2


def connect(path: Path, key: str) -> Any:
    """A connection to the file under its key; without a key to one that is not encrypted."""
    made = DRIVER.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
    made.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
    if key:
        made.execute(f"PRAGMA key = {quoted(key)}")
    return made


def opens(path: Path, key: str) -> bool:
    """Whether a passphrase opens a file; raises RecordUnusable where the file cannot be looked at."""
    connection = connect(path, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.Error as error:
        if "not a database" in str(error):
            return False
        raise RecordUnusable(f"{path} cannot be read: {port.said(error)}.", "Nothing was changed.") from None
    finally:
        connection.close()
    return True


def quoted(text: str) -> str:
    """Text as SQL holds it; a PRAGMA takes no bound values."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def copied(path: Path, key: str, to: Path, new: str) -> Iterator[Any]:
    """The record with nobody else at it, once all it holds is copied to an empty file under another key."""
    connection = connect(path, key)
    try:
        connection.isolation_level = None
        for statement in ("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=DELETE", "BEGIN IMMEDIATE", "COMMIT"):
            connection.execute(statement)
        connection.execute(f"ATTACH DATABASE ? AS fresh KEY {quoted(new)}", (str(to.absolute()),))
        connection.execute("SELECT sqlcipher_export('fresh')")
        connection.execute("DETACH DATABASE fresh")
        yield connection
    except dbapi2.Error as error:
        if full := port.no_room(to, error):
            raise full from None
        said = str(error).splitlines()[0]
        raise RecordUnusable(
            f"The record at {path} is busy." if "locked" in said else f"The record at {path} cannot be copied: {said}.",
            "Nothing was changed. Try again when nobody else uses it.",
        ) from None
    finally:
        connection.close()


def held(connection: Any) -> dict[str, int]:
    """How many rows each table of an opened file has."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}


def mark_replaced(connection: Any, at: str) -> None:
    """Has the old file say that another has taken its place: whoever waits to write to it begins again."""
    connection.execute("INSERT INTO about (key, value) VALUES ('replaced', ?)", (at,))
