"""The shared record on a PostgreSQL server: how it is reached, read and locked. The only home of psycopg.

Nothing is set for longer than one transaction, and no statement is prepared on the server, so that a
pooler may give every transaction another connection.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext, suppress
from typing import Any, Self

from ehcli.errors import EhError, ForReading, NoRoom, RecordUnusable, Refused
from ehcli.machine.server_address import Server
from ehcli.record import port, schema_fits
from ehcli.record.remembering import Asked, Remembered, Row
from ehcli.record.versioned import veiled, without_views

try:
    import psycopg
    from psycopg.types.bool import BoolLoader
except ImportError:
    raise RecordUnusable(
        "A record on a PostgreSQL server needs the library psycopg, which is not installed.",
        "Install eh with its extra: pipx install '.[postgres]'",
    ) from None

# Whatever it would log is told in a sentence of ours, without a value.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)

# One writer at a time, and the next waits five seconds, told after the first whom it waits for: numbers and the
# chain of seals stay whole. The lock is that of the record's first table and ends with the transaction. Who may not
# write cannot take it; an officer takes it through a function of whoever owns the tables.
PATIENCE = ("1s", "4s")
TURN = """DO $$ BEGIN
    IF to_regclass('about') IS NULL THEN
        PERFORM pg_advisory_xact_lock(25960, 0);
    ELSIF has_table_privilege('about', 'DELETE') THEN
        LOCK TABLE about IN SHARE ROW EXCLUSIVE MODE;
    ELSIF to_regprocedure('take_turn()') IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'permission denied for the record';
    ELSE
        PERFORM take_turn();
    END IF;
END $$"""
HOLDER = """SELECT application_name, usename = session_user, usename FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'relation' AND relation = to_regclass('about') AND mode = 'ShareRowExclusiveLock' AND granted
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
# Whoever keeps a reading unfinished: of several the one who has done so for longest, who is waited for.
HOLDS_LOOKED = """SELECT usename FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'relation' AND relation = to_regclass('looked') AND mode = 'RowExclusiveLock' AND granted
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
    ORDER BY xact_start"""
# Only what is in the record's schema is meant by a name, whatever else somebody made or put in the way.
PINNED = "set_config('search_path', coalesce(quote_ident(current_schema()) || ', pg_temp', 'pg_catalog'), true)"
PIN = f"SELECT {PINNED}"
AT_ONCE = 40  # so many may note a reading at one moment
Statement = tuple[str, tuple[str, ...]]
NAMED = "eh "  # before the login of the worker whose turn it is, in the name that the server shows of a connection
VEIL = "NOT has_column_privilege('case_note', 'text', 'SELECT')"  # restricted texts are kept from whoever signed in
OPENING = f"SELECT session_user, {VEIL}, {port.ABOUT_IT}"
WHO = f"""SELECT session_user, coalesce((SELECT last FROM counter WHERE name = 'entry'), 0),
    to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
    NOT has_table_privilege('worklist', 'DELETE'), {VEIL}"""
AT_FIRST = (port.ABOUT, port.GIVEN_OUT)  # what every writer asks first
LOOKED = f"""INSERT INTO looked (number, at, by, command, ref, signed_in)
    SELECT {port.NEXT_LOOK}, %s, %s, %s, %s, session_user FROM looked"""
FOR_READING = ("25006", "0A000")  # a transaction that may only read, and a standby that could have no other


class Flag(BoolLoader):
    """Yes and no as SQLite gives them, so that what is printed is the same: 1 and 0."""

    def load(self, data: Any) -> Any:
        return int(super().load(data))


def connect(server: Server) -> psycopg.Connection[Row]:
    """A connection to the server; the password comes from PGPASSWORD, a .pgpass file or a service file.

    Of several hosts it is the one that takes writes; while there is none, lists are read at whichever is there.
    """
    if server.is_several and "target_session_attrs" not in server.url:
        with suppress(psycopg.OperationalError):
            return opened(psycopg.conninfo.make_conninfo(server.url, target_session_attrs="read-write"))
    return opened(server.url)


def opened(address: str) -> psycopg.Connection[Row]:
    made = psycopg.connect(
        address, connect_timeout=10, prepare_threshold=None, application_name="eh", client_encoding="utf8"
    )
    made.adapters.register_loader("bool", Flag)
    return made


def marks(sql: str) -> str:
    """The statement with the marks that psycopg knows in place of '?'."""
    return sql.replace("%", "%%").replace("?", "%s")


def send(
    connection: psycopg.Connection[Row], sql: str, values: Sequence[object], *, veils: bool = False
) -> psycopg.Cursor[Row]:
    """Sends a statement on; ``veils`` where what is restricted is kept from whoever signed in."""
    sql = veiled(sql) if veils else sql
    return connection.execute(marks(sql).encode(), values)


def waiting(patience: str, by: str) -> list[Statement]:
    """The statements with which the worker of this login waits for the turn, on a connection that may have read."""
    settings = f"SELECT set_config('lock_timeout', %s, true), set_config('application_name', %s, true), {PINNED}"
    return [("ROLLBACK", ()), ("BEGIN", ()), (settings, (patience, f"{NAMED}{by}".strip())), (TURN, ())]


def refusal(error: BaseException | None, server: Server, holder: str = "") -> EhError:
    """The sentence for what the server said; never a value from the record.

    ``holder`` is the worker whose turn it is, where that is known.
    """
    state = getattr(error, "sqlstate", "") or ""
    said = str(error).strip().partition("\n")[0]
    if state == "55P03":
        return RecordUnusable(
            f"The record at {server} is busy: {holder or 'somebody else'} is writing.",
            "Nothing was written; try again.",
        )
    again = "Nothing was written. If another of the servers is taking over, type it again in a moment."
    if state in FOR_READING and server.is_several:
        return ForReading(f"No server of {server} takes what is written at this moment.", again)
    if state in FOR_READING:
        return ForReading(
            f"{server} is a copy of the record for reading: nothing can be recorded there.",
            "Use the main server. For a list after the procedure or eh itself changed, first there: eh record rebuild",
        )
    if state == "42P01":
        return RecordUnusable(f"There is no record at {server}.", f"Make one with: eh init --db {server}")
    if state == "42501":
        return Refused(f"Your role on the database may not do this: {said}.", "See: eh record roles")
    if state == "53100":
        return NoRoom(f"The disk of the server at {server} is full.", "Nothing was written. Make room there first.")
    if state.startswith("22"):
        return EhError(f"The record refused a value that does not fit ({state}).", "Nothing was written.")
    if state.startswith("23"):
        return EhError(f"The record refused a row: {said}.", "Nothing was written.")
    return RecordUnusable(
        f"The record at {server} cannot be used: {said}.",
        again if server.is_several else "Nothing was written. Is the server there?",
    )


class Turn:
    """The transaction of one writer, once it is its turn: see ``writing.Turn``.

    What it writes is sent on without waiting for an answer, until something is read or kept.
    """

    lent = False  # the transaction was begun elsewhere, and is ended there
    guarded = veils = False

    def __init__(self, server: Server, after: SharedRecord | None = None, by: str = "") -> None:
        """``after`` is the record as the same command read it, and ``by`` the login of whoever gives it."""
        self.server = server
        try:
            self.connection = after.connection if after else connect(server)
        except psycopg.Error as error:
            raise refusal(error, server) from None
        self.take(after, by)

    @classmethod
    def begun(cls, server: Server, connection: psycopg.Connection[Row]) -> Self:
        """A turn that has begun on this connection."""
        made = cls.__new__(cls)
        made.server, made.connection, made.lent = server, connection, True
        try:
            made.begin((), None)
        except psycopg.Error as error:
            made.leave()
            raise refusal(error, server) from None
        return made

    def take(self, after: SharedRecord | None, by: str) -> None:
        """Waits for the turn; after a second it says whose turn it is."""
        holder = ""
        try:
            try:
                self.begin(waiting(PATIENCE[0], by), after)
            except psycopg.errors.LockNotAvailable:
                holder = self.holder()
                port.tell_waiting(holder)
                self.begin(waiting(PATIENCE[1], by), after)
        except psycopg.Error as error:
            self.leave()
            raise refusal(error, self.server, holder) from None
        except BaseException:
            self.leave()
            raise

    def holder(self) -> str:
        """The login of the worker whose turn it is; empty where whoever writes does not say."""
        with suppress(psycopg.Error):
            self.open.close()
        self.connection.rollback()
        found = self.connection.execute(HOLDER).fetchall()
        # Whoever shares our login is known by the name that eh gives; of another login the server itself tells.
        names = [str(name) if ours else f"{NAMED}{login}" for name, ours, login in found]
        return "".join(name.removeprefix(NAMED) for name in names[:1] if name.startswith(NAMED))

    def begin(self, statements: Sequence[Statement], after: SharedRecord | None) -> None:
        """Takes the turn, and asks in the same trip what every writer asks."""
        self.open = ExitStack()
        self.sent = self.open.enter_context(self.connection.pipeline())
        for sql, values in statements:
            self.connection.execute(sql.encode(), values)
        asked = [self.connection.execute(sql.encode()) for sql in (WHO, *AT_FIRST)]
        ((login, head, now, guarded, veils),), *answers = [cursor.fetchall() for cursor in asked]
        self.login, self.now, self.guarded, self.veils = str(login), str(now), bool(guarded), bool(veils)
        # Where nobody made an entry since, what the command read before its turn still stands.
        self.read = after.read.from_entries() if after and head == after.head else Remembered()
        for sql, answer in zip(AT_FIRST, answers, strict=True):
            self.read.remember(sql, (), answer)

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        return self.read.rows(sql, values, lambda: self.ask(sql, values))

    def ask(self, sql: str, values: Sequence[object]) -> list[Row]:
        try:
            return send(self.connection, sql, values, veils=self.veils).fetchall()
        except psycopg.Error as error:
            raise refusal(error, self.server) from None

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None:
        try:
            for each, answer in [
                (each, send(self.connection, *each, veils=self.veils)) for each in self.read.unknown(reading)
            ]:
                self.read.remember(*each, answer.fetchall())
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

    veils = pinned = False

    def __init__(
        self, server: Server, *, any_schema: bool = False, at_first: Callable[[Asked], object] | None = None
    ) -> None:
        """``at_first`` is what the command is sure to read: it is asked in the trip that opens the record."""
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
            ((login, veils),), self.head, self.moved = self.whole(f"SELECT session_user, {VEIL}"), 0, ""
            self.login, self.veils = str(login), bool(veils)
            return
        unread = self.refused(lambda asked: (asked.rows(OPENING), at_first and at_first(asked)))
        ((login, veils, schema, moved, self.head),) = self.whole(OPENING)
        self.login, self.veils = str(login), bool(veils)
        schema_fits.refuse_schema(server, schema or "none")  # an older record may lack what else was asked
        self.moved = moved or ""
        if unread:
            raise unread

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[Row]:
        """The rows of one SELECT, with what was undone, in the command's one transaction, which cannot write."""
        return self.read.rows(sql, values, lambda: self.ask(sql, values))

    def ask(self, sql: str, values: Sequence[object]) -> list[Row]:
        try:
            with nullcontext() if self.pinned else self.connection.pipeline():
                self.pin()
                found = send(self.connection, sql, values, veils=self.veils)
            return found.fetchall()
        except psycopg.Error as error:
            self.look_again()
            raise refusal(error, self.server) from None

    def pin(self) -> None:
        """Has every name of this transaction mean what is in the record's schema."""
        if not self.pinned:
            self.connection.execute(PIN)
        self.pinned = True

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None:
        if self.any_schema:  # an older record has not the views that a reading names
            return
        refused = self.refused(reading)
        if refused:
            raise refused

    def refused(self, reading: Callable[[Asked], object]) -> EhError | None:
        """Asks ahead in one trip; what the server said against it."""
        unknown = self.read.unknown(reading)
        if not unknown:
            return None
        try:
            with self.connection.pipeline():
                self.pin()
                sent = [(each, send(self.connection, *each, veils=self.veils)) for each in unknown]
            for each, answer in sent:
                self.read.remember(*each, answer.fetchall())
        except psycopg.Error as error:
            self.look_again()
            return refusal(error, self.server)
        return None

    def look_again(self) -> None:
        """Ends the moment of which everything was read: what is read next is of a later one."""
        self.read, self.pinned = Remembered(), False
        with suppress(psycopg.Error):  # a connection that broke has no moment left
            self.connection.rollback()

    def note_look(self, at: str, by: str, command: str, *refs: str) -> None:
        """Notes that somebody read files: the one thing a reader writes, after waiting a second at most."""
        for _ in range(AT_ONCE):  # whoever else notes something at this moment may have taken the number
            self.read, self.pinned = Remembered(), False
            try:
                with self.connection.pipeline():  # one trip, from the end of the reading to the end of this
                    for statement in ("ROLLBACK", "BEGIN READ WRITE", PIN, "SET LOCAL lock_timeout = '1s'"):
                        self.connection.execute(statement.encode())
                    for ref in refs:
                        self.connection.execute(LOOKED, (at, by, command, ref))
                    self.connection.execute("COMMIT")
                return
            except psycopg.errors.UniqueViolation as error:
                taken = error
                self.look_again()
            except psycopg.Error as error:
                self.look_again()
                held = isinstance(error, psycopg.errors.LockNotAvailable)
                raise refusal(error, self.server, self.holder() if held else "") from None
        raise refusal(taken, self.server)

    def holder(self) -> str:
        """The login of whoever keeps a reading of their own unfinished, so that no other is noted."""
        with suppress(psycopg.Error):
            found = self.connection.execute(HOLDS_LOOKED).fetchall()
            self.look_again()
            return "".join(str(login) for (login,) in found[:1])
        return ""

    def damage(self) -> list[str]:
        """What is wrong with the database itself, in sentences: checks that were never made."""
        unchecked = """SELECT conname FROM pg_constraint WHERE NOT convalidated
            AND connamespace = to_regnamespace(current_schema())"""
        return [f"The check {row[0]} of the database was never made." for row in self.rows(unchecked)]

    def close(self) -> None:
        self.connection.close()
