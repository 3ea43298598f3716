"""The shared record on a PostgreSQL server: how it is reached, read and locked. The only home of psycopg.

Nothing is set for longer than one transaction, and no statement is prepared on the server, so that a
pooler may give every transaction another connection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from typing import Any, Self

from ehcli.errors import EhError, ForReading, RecordUnusable, Refused
from ehcli.machine.server_address import Server
from ehcli.record import port, schema_fits
from ehcli.record.remembering import Asked, Remembered, Row
from ehcli.record.versioned import KEPT, without_views

try:
    import psycopg
    from psycopg.types.bool import BoolLoader
except ImportError:
    raise RecordUnusable(
        "A record on a PostgreSQL server needs the library psycopg, which is not installed.",
        "Install eh with its extra: pipx install '.[postgres]'",
    ) from None

# One writer at a time, and the next waits five seconds: numbers and the chain of seals stay whole. The lock is
# the record's own (that of its first table) and ends with the transaction.
TURN = (
    "SET LOCAL lock_timeout = '5s'",
    "SELECT pg_advisory_xact_lock(25960, coalesce(to_regclass('about')::oid::int, 0))",
)
WHO = "SELECT session_user, coalesce((SELECT last FROM counter WHERE name = 'entry'), 0)"
AT_FIRST = (port.ABOUT, port.GIVEN_OUT)  # what every writer asks first
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


def send(connection: psycopg.Connection[Row], sql: str, values: Sequence[object]) -> psycopg.Cursor[Row]:
    return connection.execute(marks(sql).encode(), values)


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


class Turn:
    """The transaction of one writer, once it is its turn: see ``writing.Turn``.

    What it writes is sent on without waiting for an answer, until something is read or kept.
    """

    lent = False  # the transaction was begun elsewhere, and is ended there

    def __init__(self, server: Server, after: SharedRecord | None = None) -> None:
        self.server = server
        try:
            self.connection = after.let_go() if after else connect(server)
        except psycopg.Error as error:
            raise refusal(error, server) from None
        self.begin(TURN, after)

    @classmethod
    def begun(cls, server: Server, connection: psycopg.Connection[Row]) -> Self:
        """A turn that has begun on this connection."""
        made = cls.__new__(cls)
        made.server, made.connection, made.lent = server, connection, True
        made.begin(())
        return made

    def begin(self, statements: Sequence[str], after: SharedRecord | None = None) -> None:
        """Takes the turn, and asks in the same trip what every writer asks."""
        self.open = ExitStack()
        try:
            self.sent = self.open.enter_context(self.connection.pipeline())
            for statement in statements:
                self.connection.execute(statement.encode())
            asked = [self.connection.execute(sql.encode()) for sql in (WHO, *AT_FIRST)]
            ((login, head),), *answers = [cursor.fetchall() for cursor in asked]
        except psycopg.Error as error:
            self.leave()
            raise refusal(error, self.server) from None
        except BaseException:
            self.leave()
            raise
        self.login = str(login)
        # Where nobody made an entry since, what the command read before its turn still stands.
        self.read = after.read.from_entries() if after and head == after.head else Remembered()
        for sql, answer in zip(AT_FIRST, answers, strict=True):
            self.read.remember(sql, (), answer)

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        return self.read.rows(sql, values, lambda: self.ask(sql, values))

    def ask(self, sql: str, values: Sequence[object]) -> list[Row]:
        try:
            return send(self.connection, sql, values).fetchall()
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None:
        try:
            self.read.fetch(reading, lambda sql, values: send(self.connection, sql, values).fetchall)
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    def run(self, sql: str, values: Sequence[object]) -> None:
        self.read.changed(sql)
        try:
            send(self.connection, sql, values)
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    def keep(self) -> EhError | None:
        try:
            self.sent.sync()  # what was refused is refused here, and not in doubt
        except psycopg.Error as error:
            raise refusal(error, self.server) from None
        try:
            self.connection.commit()
        except psycopg.Error as error:
            return refusal(error, self.server)
        return None

    def leave(self) -> None:
        with suppress(psycopg.Error):  # a connection that broke has given up already
            self.open.close()
        if self.lent:
            return
        with suppress(psycopg.Error):
            self.connection.rollback()
        self.connection.close()


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
        self.read = Remembered()
        # Everything that a command reads is of one moment, and the server is asked once for each thing.
        self.connection.read_only = True
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        # The server's own word, and not the address's: a pooler may let somebody in as somebody else.
        if any_schema:
            self.login, self.head = str(self.whole("SELECT session_user")[0][0]), 0
        else:
            ((self.login, schema, self.head),) = self.whole(f"SELECT session_user, {port.ABOUT_IT}")
            schema_fits.refuse_schema(server, schema or "none")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, with what was undone, in the command's one transaction, which cannot write."""
        return self.read.rows(sql, values, lambda: self.ask(sql, values))

    def ask(self, sql: str, values: Sequence[object]) -> list[Row]:
        try:
            return send(self.connection, sql, values).fetchall()
        except psycopg.Error as error:
            self.look_again()
            raise refusal(error, self.server) from None

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None:
        if self.any_schema:  # an older record has not the views that a reading names
            return
        try:
            with self.connection.pipeline():
                self.read.fetch(reading, lambda sql, values: send(self.connection, sql, values).fetchall)
        except psycopg.Error as error:
            self.look_again()
            raise refusal(error, self.server) from None

    def look_again(self) -> None:
        """Ends the moment of which everything was read: what is read next is of a later one."""
        self.read = Remembered()
        with suppress(psycopg.Error):  # a connection that broke has no moment left
            self.connection.rollback()

    def note_look(self, at: str, by: str, command: str, ref: str) -> None:
        """Notes that somebody read a file: the one thing a reader writes, after waiting a second at most."""
        next = "SELECT coalesce(max(number), 0) + 1, %s, %s, %s, %s, session_user FROM looked"
        self.look_again()
        try:
            self.connection.read_only = False
            self.connection.isolation_level = None
            with self.connection.pipeline(), self.connection.transaction():
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
            self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

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

    def let_go(self) -> psycopg.Connection[Row]:
        """The connection, for the same command to write on; nothing is read here any more."""
        self.connection.rollback()
        self.connection.read_only = None
        self.connection.isolation_level = None
        return self.connection

    def close(self) -> None:
        self.connection.close()
