"""The shared record on a PostgreSQL server: how it is reached, read and locked. The only home of psycopg.

Nothing is set for longer than one transaction, and no statement is prepared on the server, so that a
pooler may give every transaction another connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ehcli.errors import EhError, ForReading, RecordUnusable, Refused
from ehcli.machine.server_address import Server
from ehcli.record import port
from ehcli.record.versioned import KEPT, without_views

try:
    import psycopg
    from psycopg.types.bool import BoolLoader
except ImportError:
    raise RecordUnusable(
        "A record on a PostgreSQL server needs the library psycopg, which is not installed.",
        "Install eh with its extra: pipx install '.[postgres]'",
    ) from None

Row = tuple[Any, ...]

# One writer at a time, and the next waits five seconds: numbers and the chain of seals stay whole. The lock is
# the record's own (that of its first table) and ends with the transaction.
TURN = (
    "SET LOCAL lock_timeout = '5s'",
    "SELECT pg_advisory_xact_lock(25960, coalesce(to_regclass('about')::oid::int, 0))",
)
FOR_READING = ("25006", "0A000")  # a transaction that may only read, and a standby that could have no other
GUARDED = [
    *(f"{table}_no_{act}" for table in ("entry", "fact", "seal", *KEPT) for act in ("delete", "truncate", "update")),
    *("entry_signed_in", "looked_signed_in"),
]


class Flag(BoolLoader):
    """Yes and no as SQLite gives them, so that what is printed is the same: 1 and 0."""

    def load(self, data: Any) -> Any:
        return int(super().load(data))


def connect(server: Server) -> psycopg.Connection[Row]:
    """A connection to the server; the password comes from PGPASSWORD, a .pgpass file or a service file."""
    made = psycopg.connect(
        server.url, connect_timeout=10, prepare_threshold=None, application_name="eh", client_encoding="utf8"
    )
    made.adapters.register_loader("bool", Flag)
    return made


def marks(sql: str) -> str:
    """The statement with the marks that psycopg knows in place of '?'."""
    return sql.replace("%", "%%").replace("?", "%s")


def refusal(error: BaseException | None, server: Server) -> EhError:
    """The sentence for what the server said; never a value from the record."""
    state = getattr(error, "sqlstate", "") or ""
    said = str(error).strip().partition("\n")[0]
    if state == "55P03":
        return RecordUnusable(
            f"The record at {server} is busy: somebody else is writing.", "Nothing was written; try again."
        )
    if state in FOR_READING:
        return ForReading(
            f"{server} is a copy of the record for reading: nothing can be recorded there.",
            "Use the main server. For a list after the procedure or eh itself changed, first there: eh record rebuild",
        )
    if state == "42P01":
        return RecordUnusable(f"There is no record at {server}.", f"Make one with: eh init --db {server}")
    if state == "42501":
        return Refused(f"Your role on the database may not do this: {said}.", "See: eh record roles")
    if state.startswith("22"):
        return EhError(f"The record refused a value that does not fit ({state}).", "Nothing was written.")
    if state.startswith("23"):
        return EhError(f"The record refused a row: {said}.", "Nothing was written.")
    return RecordUnusable(
        f"The record at {server} cannot be used: {said}.", "Nothing was written. Is the server there?"
    )


class SharedRecord:
    """The shared record opened for reading: ``rows(sql, *values)`` and, with what was undone in sight, ``whole``.

    Raises RecordUnusable when it is missing, out of reach or of another schema.
    """

    def __init__(self, server: Server, *, any_schema: bool = False) -> None:
        self.server = server
        self.any_schema = any_schema
        try:
            self.connection = connect(server)
        except psycopg.Error as error:
            raise refusal(error, server) from None
        self.connection.read_only = True
        # The server's own word, and not the address's: a pooler may let somebody in as somebody else.
        self.login = str(self.whole("SELECT session_user")[0][0])
        self.head = 0 if any_schema else port.opening(self, server)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, with what was undone, in a transaction of its own that cannot write."""
        try:
            with self.connection.transaction():
                return self.connection.execute(marks(sql).encode(), values).fetchall()
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Has every row that is read be of the same moment, while others may write."""
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        try:
            with self.connection.transaction():
                yield
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    def note_look(self, at: str, by: str, command: str, ref: str) -> None:
        """Notes that somebody read a file: the one thing a reader writes, after waiting a second at most."""
        next = "SELECT coalesce(max(number), 0) + 1, %s, %s, %s, %s, session_user FROM looked"
        try:
            self.connection.read_only = False
            with self.connection.transaction():
                self.connection.execute("SET LOCAL lock_timeout = '1s'")
                self.connection.execute(  # one number each
                    "SELECT pg_advisory_xact_lock(25961, 'looked'::regclass::oid::int)"
                )
                self.connection.execute(
                    f"INSERT INTO looked (number, at, by, command, ref, signed_in) {next}".encode(),
                    (at, by, command, ref),
                )
        except psycopg.Error as error:
            raise refusal(error, self.server) from None
        finally:
            self.connection.read_only = True

    def damage(self) -> list[str]:
        """What is wrong with the database itself, in sentences: guards that are off, and checks."""
        on = """SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE tgenabled <> 'D' AND c.relnamespace = to_regnamespace(current_schema())"""
        standing = {row[0] for row in self.rows(on)}
        unchecked = """SELECT conname FROM pg_constraint WHERE NOT convalidated
            AND connamespace = to_regnamespace(current_schema())"""
        return [
            *(f"The guard {guard} is off." for guard in GUARDED if guard not in standing),
            *(f"The check {row[0]} of the database was never made." for row in self.rows(unchecked)),
        ]

    def close(self) -> None:
        self.connection.close()
