"""The embedded record for reading: the standard sqlite3, one port, no ORM."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any, Self

from ehcli.errors import EhError, NoRoom, RecordUnusable
from ehcli.machine import files
from ehcli.record import port
from ehcli.record.versioned import without_views

Row = tuple[Any, ...]


def driver(key: str) -> ModuleType:
    """The library that opens a record: the standard one, or for an encrypted record that of the cipher."""
    if not key:
        return sqlite3
    from ehcli.record import cipher

    return cipher.DRIVER


def connect(path: Path, key: str) -> Any:
    """A connection to a file that is there, for reading and writing."""
    if not key:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
    from ehcli.record import cipher

    return cipher.connect(path, key)


TURN = "BEGIN IMMEDIATE"  # one writer at a time; the next waits five seconds, and is told so after the first
PATIENCE, QUIETLY = 5.0, 1.0  # seconds that a writer waits, and waits without a word
AT_A_TIME = 0.2  # between two of these Ctrl-C is heeded: within one the database waits by itself


def for_writing(path: Path, key: str) -> Any:
    """A connection whose transactions are ours to begin: foreign keys on, write-ahead log, five seconds' patience."""
    made = connect(path, key)
    made_to_write(made)
    return made


def made_to_write(connection: Any) -> None:
    connection.isolation_level = None
    for pragma in ("query_only=OFF", "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def not_written(path: Path, error: BaseException | None) -> EhError:
    """The sentence for what sqlite said to a writer; never a value from the record."""
    if full := port.no_room(path, error):
        return full
    said = port.said(error)
    if type(error).__name__ == "IntegrityError":  # the standard library's, or the cipher's
        return EhError(f"The record refused a row: {said}.", "Nothing was written.")
    if "locked" in said or "busy" in said:
        return RecordUnusable(
            f"The record at {path} is busy: somebody else is writing.", "Nothing was written; try again."
        )
    return RecordUnusable(f"The record at {path} cannot be written: {said}.", "Nothing was written.")


class Turn:
    """The transaction of one writer, from its first moment alone with the record: see ``writing.Turn``."""

    login = now = ""
    guarded = False
    lent = False  # the transaction was begun elsewhere, and is ended there

    def __init__(self, path: Path, key: str, after: Record | None = None) -> None:
        """``after`` is the record as the same command read it: its connection is gone on with."""
        self.path, self.driver = path, driver(key)
        try:
            self.connection = after.let_go() if after else connect(path, key)
            try:
                made_to_write(self.connection)
                self.take()
            except BaseException:
                self.connection.close()
                raise
        except self.driver.Error as error:
            raise not_written(path, error) from None

    def take(self) -> None:
        """Waits for the turn; a file does not know whose it is meanwhile."""
        self.connection.execute(f"PRAGMA busy_timeout={AT_A_TIME * 1000:.0f}")
        begun, told = monotonic(), False
        while True:
            try:
                self.connection.execute(TURN)
            except self.driver.OperationalError as error:
                waited = monotonic() - begun
                if "locked" not in str(error) or waited >= PATIENCE:
                    raise
                if waited >= QUIETLY and not told:
                    port.tell_waiting()
                    told = True
            else:
                break
        self.connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")

    @classmethod
    def begun(cls, path: Path, key: str, connection: Any) -> Self:
        """A turn that has begun on this connection."""
        made = cls.__new__(cls)
        made.path, made.driver, made.connection, made.lent = path, driver(key), connection, True
        return made

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        try:
            return list(self.connection.execute(sql, values).fetchall())
        except (self.driver.Error, UnicodeDecodeError) as error:
            raise not_written(self.path, error) from None

    def run(self, sql: str, values: Sequence[object]) -> None:
        try:
            self.connection.execute(sql, values)
        except self.driver.Error as error:
            raise not_written(self.path, error) from None

    def keep(self) -> None:
        """Keeps everything, or raises: a file is never in doubt."""
        try:
            self.connection.execute("COMMIT")
        except self.driver.Error as error:
            raise not_written(self.path, error) from None

    def leave(self) -> None:
        if self.lent:
            return
        if self.connection.in_transaction:
            self.connection.rollback()
        self.connection.close()


class Record:
    """The record opened for reading: ``rows(sql, *values)`` and, with what was undone in sight, ``whole``.

    Raises RecordUnusable when it is missing, locked, damaged or of another schema.
    """

    login = ""  # a file lets in whoever its permissions do, and knows nobody's name

    def __init__(self, path: Path, key: str = "", *, any_schema: bool = False, one_moment: bool = False) -> None:
        """``one_moment``: everything is read as it stood when the record was opened, whoever writes meanwhile."""
        self.path, self.one_moment = path, one_moment
        self.key = key
        self.any_schema = any_schema
        self.driver = driver(key)
        if not path.is_file():
            raise RecordUnusable(
                f"There is no record at {path}.",
                "Make one with: eh init   (or try a practice record: eh demo)",
            )
        try:
            self.open()
        except NoRoom:  # several who read need a little room beside the file; whoever is alone with it needs none
            self.open("PRAGMA locking_mode=EXCLUSIVE")

    def open(self, *first: str) -> None:
        """Opens the file for reading, after these statements."""
        try:
            # Opened for writing so that a journal left by a crash can be played back, then kept to reading.
            self.connection = connect(self.path, self.key)
            for statement in (*first, "PRAGMA query_only=ON"):
                self.connection.execute(statement)
        except self.driver.Error as error:
            raise self.unusable(error) from None
        try:
            self.begin()
            self.head, self.moved = (0, "") if self.any_schema else port.opening(self, self.path)
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        if self.one_moment:
            self.connection.execute("BEGIN")

    def let_go(self) -> Any:
        """The connection, for the same command to write on; nothing is read here any more."""
        self.connection.rollback()
        return self.connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, with what was undone."""
        try:
            return list(self.connection.execute(sql, values).fetchall())
        except (self.driver.Error, UnicodeDecodeError) as error:
            raise self.unusable(error) from None

    def note_look(self, at: str, by: str, command: str, *refs: str) -> None:
        """Notes that somebody read files: the one thing a reader writes, after waiting a second at most."""
        try:
            self.connection.rollback()
            self.connection.execute("PRAGMA busy_timeout=1000")
            self.connection.execute("PRAGMA query_only=OFF")
            with self.connection:
                self.connection.executemany(
                    f"""INSERT INTO looked (number, at, by, command, ref)
                        SELECT {port.NEXT_LOOK}, ?, ?, ?, ? FROM looked""",
                    [(at, by, command, ref) for ref in refs],
                )
        except self.driver.Error as error:
            raise self.unusable(error) from None
        finally:
            self.connection.execute("PRAGMA query_only=ON")
            self.connection.execute("PRAGMA busy_timeout=5000")
            self.begin()

    def damage(self) -> list[str]:
        """What the database itself finds wrong, in sentences."""
        found = [
            f"The database reports: {row[0]}" for row in self.rows("PRAGMA integrity_check(2000)") if row[0] != "ok"
        ]
        missing = self.rows("PRAGMA foreign_key_check")
        return found + [f"A row of {row[0]} points at one that is missing." for row in missing]

    def copy(self, to: Path) -> dict[str, int]:
        """Copies the record as it stands at one moment, while others may write: the rows of each table then."""
        files.empty(to)
        made = connect(to, self.key)
        try:
            self.connection.execute("BEGIN")  # one moment for the count and the copy
            tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            held = {table: port.count(self, table) for (table,) in tables}
            self.connection.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        except self.driver.Error as error:
            raise port.no_room(to, error) or self.unusable(error) from None
        finally:
            self.connection.rollback()
            made.close()
        return held

    def unusable(self, error: Exception) -> RecordUnusable:
        """The sentence for what sqlite found; never a value from the record."""
        if full := port.no_room(self.path, error):
            return full
        if "locked" in str(error) or "busy" in str(error):
            if files.is_full(self.path.parent):  # then whoever reads is alone with it, and a copy is not to be had
                return files.no_room(self.path.parent)
            return RecordUnusable(f"The record at {self.path} is busy.", "Somebody is writing; try again in a moment.")
        if self.key and "not a database" in str(error):
            return RecordUnusable(
                f"The passphrase does not open the record at {self.path}.",
                "Try again, or look whether EH_KEY_FILE names the right file. Nothing was changed.",
            )
        return RecordUnusable(
            f"The record at {self.path} cannot be read: {port.said(error)}.",
            "Nothing was changed. Restore it from a backup, or ask for help with this sentence.",
        )

    def mark(self, key: str, value: str) -> None:
        """Notes on the record itself how it stands; nothing that was recorded. Only while nobody else is at it."""
        with self.connection:
            self.connection.execute("DELETE FROM about WHERE key = ?", (key,))
            if value:
                self.connection.execute("INSERT INTO about (key, value) VALUES (?, ?)", (key, value))

    def close(self) -> None:
        self.connection.close()


def in_memory() -> Any:
    """A connection to an empty database that no file holds."""
    return sqlite3.connect(":memory:")


def into_one_file(path: Path, key: str) -> None:
    """Has a copy that nobody uses yet lie in its one file, with nothing beside it."""
    record = Record(path, key, any_schema=True)
    try:
        record.connection.execute("PRAGMA journal_mode=DELETE")
    except record.driver.Error as error:
        raise record.unusable(error) from None
    finally:
        record.close()


@contextmanager
def alone(path: Path, key: str = "") -> Iterator[Record]:
    """The record with nobody else at it and everything in its one file; raises RecordUnusable when somebody is."""
    record = Record(path, key)
    try:
        record.connection.execute("PRAGMA query_only=OFF")
        record.connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        record.connection.execute("PRAGMA journal_mode=DELETE")
        yield record
    except record.driver.Error as error:
        raise record.unusable(error) from None
    finally:
        record.close()
