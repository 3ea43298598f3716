"""Writes to the record: one transaction for a command, its facts, its rows and the worklist they change.

The only home of sqlalchemy and, with ``tables``, of sqlmodel. Nothing that stands is changed: a
correction is a new fact that takes an old one's place.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, delete, event, insert, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from ehcli.episodes.facts import Fact, Told, Withdrawn, columns
from ehcli.episodes.references import reference
from ehcli.errors import EhError, RecordUnusable
from ehcli.machine.server_address import Server
from ehcli.record import SCHEMA, port, schema_fits, tables
from ehcli.record.seals import NO_ENTRY, mark, parts, seal
from ehcli.record.versioned import KEPT, VIEWS, without_views

Place = Path | Server


def engine(place: Place, key: str = "") -> Engine:
    """What opens the record for writing, one writer at a time: a file's engine or a server's."""
    return embedded(place, key) if isinstance(place, Path) else shared(place)


def shared(server: Server) -> Engine:
    """A shared record's engine: whoever writes waits for the turn, five seconds at most."""
    from ehcli.record import postgres

    made = create_engine(
        "postgresql+psycopg://", creator=lambda: postgres.connect(server), poolclass=NullPool, hide_parameters=True
    )

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        for statement in postgres.TURN:
            connection.exec_driver_sql(statement)

    return made


def embedded(path: Path, key: str = "") -> Engine:
    """The embedded record's engine: foreign keys on, write-ahead log, five seconds' patience."""
    if key:
        from ehcli.record import cipher

        made = create_engine(
            "sqlite://",
            creator=lambda: cipher.connect(path, key),
            module=cipher.DRIVER,
            poolclass=NullPool,
            hide_parameters=True,
        )
    else:
        made = create_engine(f"sqlite:///{path}", hide_parameters=True, connect_args={"timeout": 5})

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the transaction is ours to begin, below
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def create(place: Place, told: dict[str, str], key: str = "") -> None:
    """Makes a new record by running every migration; raises RecordUnusable where one stands already."""
    with schema_made(place, key) as connection:
        about = {"schema": SCHEMA, "record": str(uuid.uuid4()), **told}
        connection.execute(insert(_table(tables.About)), [{"key": k, "value": v} for k, v in about.items()])


@contextmanager
def schema_made(place: Place, key: str = "", schema: str = SCHEMA) -> Iterator[Connection]:
    """A connection to a new record without a row, kept when all went well; raises RecordUnusable where one stands."""
    if isinstance(place, Path):
        make_file(place)
    made = engine(place, key)
    try:
        with plainly(place), made.begin() as connection:
            if not isinstance(place, Path):
                refuse_another(connection, place)
            migrate(connection, schema)
            yield connection
    except BaseException:
        made.dispose()
        if isinstance(place, Path):
            unmake(place)  # ours: it was not there before
        raise
    finally:
        made.dispose()


def migrate(connection: Connection, schema: str = SCHEMA) -> None:
    """Runs every migration that is still to run, up to a schema."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def already(place: Place) -> RecordUnusable:
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


def refuse_another(connection: Connection, server: Server) -> None:
    """Raises RecordUnusable where the database has a table of these names already, or no schema to put them in."""
    if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
        raise RecordUnusable(
            f"The schema that {server} names is not there.", "Make it first: CREATE SCHEMA; or leave it out."
        )
    names = [*tables.whole().tables, "alembic_version"]
    if any(connection.exec_driver_sql("SELECT to_regclass(%s)", (name,)).scalar() for name in names):
        raise already(server)


def unmake(place: Place) -> None:
    """Takes away a record that was just made and could not be finished."""
    if isinstance(place, Path):
        for file in (place, *(place.with_name(place.name + ending) for ending in ("-wal", "-shm", "-journal"))):
            file.unlink(missing_ok=True)
        return
    made = engine(place)
    try:
        with plainly(place), made.begin() as connection:
            for view in VIEWS:
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")
            tables.whole().drop_all(connection)
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            guards = connection.exec_driver_sql(
                "SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(current_schema())"
                " AND prorettype = 'trigger'::regtype"
                " AND proname ~ '(_no_(update|delete|truncate)|^signed_in|^may_decide|^may_undo)$'"
            )
            for (name,) in guards.all():
                connection.exec_driver_sql(f'DROP FUNCTION "{name}"()')
    finally:
        made.dispose()


@contextmanager
def plainly(place: Place) -> Iterator[None]:
    """Turns what the database says into a sentence without a value from the record in it."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(place, Path):
            from ehcli.record import postgres

            raise postgres.refusal(error.orig, place) from None
        said = port.said(error.orig)
        if isinstance(error, IntegrityError):
            raise EhError(f"The record refused a row: {said}.", "Nothing was written.") from None
        if "locked" in said or "busy" in said:
            raise RecordUnusable(
                f"The record at {place} is busy: somebody else is writing.", "Nothing was written; try again."
            ) from None
        raise RecordUnusable(f"The record at {place} cannot be written: {said}.", "Nothing was written.") from None


class InTransaction:
    """A port for reading what a transaction sees."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self.connection, self.place = connection, place

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT."""
        if not isinstance(self.place, Path):
            from ehcli.record.postgres import marks

            sql = marks(sql)
        with plainly(self.place):
            return [tuple(row) for row in self.connection.exec_driver_sql(sql, values)]


def run(connection: Connection, place: Place, statement: Any, values: Any = None) -> None:
    """Has the database do one thing, once or for each of these rows."""
    with plainly(place):
        connection.execute(statement, values) if values is not None else connection.execute(statement)


class Writer:
    """The record opened for one command: everything it adds is kept together, or nothing of it.

    Also a port for reading, so that a decision sees what the transaction sees.
    """

    def __init__(
        self, place: Place, clock: Callable[[], str] | None = None, *, key: str = "", any_schema: bool = False
    ) -> None:
        if isinstance(place, Path) and not place.is_file():
            raise RecordUnusable(f"There is no record at {place}.", "Make one with: eh init")
        self.place = place
        self.clock = clock or (lambda: datetime.now(UTC).isoformat(timespec="seconds"))
        self.engine = engine(place, key)
        self.any_schema = any_schema
        self.counters: dict[str, int] = {}
        self.entry_id = 0
        self.login = ""  # the login that a database server let in
        self.facts: list[dict[str, Any]] = []
        self.sealed: dict[str, Any] = {}
        self.beside: dict[str, list[str]] = {}  # the marks of the entry's rows beside its facts, table by table

    def __enter__(self) -> Self:
        with plainly(self.place):
            self.connection = self.engine.connect()
            try:
                self.transaction = self.connection.begin()
            except BaseException:
                self.connection.close()
                self.engine.dispose()
                raise
        try:
            if not isinstance(self.place, Path):
                self.login = str(self.whole("SELECT session_user")[0][0])
            if not self.any_schema:
                schema_fits.refuse_writing(self.place, port.about(self))
        except BaseException:
            self.leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.leave()

    def leave(self) -> None:
        """Gives up whatever was not kept."""
        with suppress(DBAPIError):  # a connection that broke has given it up already
            if self.transaction.is_active:
                self.transaction.rollback()
            self.connection.close()
        self.engine.dispose()

    def keep(self) -> None:
        """Keeps everything."""
        with plainly(self.place):
            try:
                self.transaction.commit()
            except DBAPIError:
                if isinstance(self.place, Path) or not self.was_kept():
                    raise

    def was_kept(self) -> bool:
        """Whether a server whose connection broke while it kept this entry has kept it; raises if nobody can say."""
        with suppress(EhError):
            with Writer(self.place) as again:  # in turn, so that the server has done with the broken connection
                found = again.rows("SELECT hash FROM seal WHERE entry = ?", self.entry_id)
            return bool(self.sealed) and found == [(self.sealed["hash"],)]
        raise RecordUnusable(
            f"The connection to {self.place} broke while entry {self.entry_id} was being kept.",
            "Whether it was recorded is not known: look, once the server is there, before you type it again.",
        )

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, as this transaction sees them, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, as this transaction sees them, with what was undone."""
        return InTransaction(self.connection, self.place).whole(sql, *values)

    def migrate(self) -> None:
        """Runs every migration that the record has not had, within this transaction."""
        with plainly(self.place):
            migrate(self.connection)
        self.set_about("schema", SCHEMA)

    # References and rows

    def next(self, counter: str) -> int:
        """The next number under this letter: never given out before, and not given out if nothing is kept."""
        return self.go_on_after(counter, self.last(counter) + 1)

    def last(self, counter: str) -> int:
        """The last number under this letter that was given out."""
        if counter not in self.counters:
            found = self.rows("SELECT last FROM counter WHERE name = ?", counter)
            self.counters[counter] = found[0][0] if found else 0
            if not found:
                self.insert(tables.Counter, [{"name": counter, "last": 0}])
        return self.counters[counter]

    def go_on_after(self, counter: str, last: int) -> int:
        """Has the numbers under a letter go on after one that was given out, here or elsewhere."""
        if last > self.last(counter):
            counters = _table(tables.Counter)
            self.run(update(counters).where(counters.c.name == counter).values(last=last))
            self.counters[counter] = last
        return self.counters[counter]

    def ref(self, letter: str) -> str:
        return reference(letter, self.next(letter))

    def add(self, shape: type[SQLModel], **values: object) -> None:
        """Adds one row, validated; a table with a number or an entry has them filled in."""
        fields = shape.model_fields
        if "number" in fields:
            values["number"] = self.next(str(_table(shape).name))
        if "entry" in fields:
            values["entry"] = self.entry_id
        self.insert(shape, [values])

    def insert(self, shape: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
        checked = [valid(shape, row) for row in rows]
        if not checked:
            return
        self.run(insert(_table(shape)), checked)
        table = str(_table(shape).name)
        if table in KEPT:
            self.beside.setdefault(table, []).extend(mark(table, row) for row in checked)

    def run(self, statement: Any, values: Any = None) -> None:
        run(self.connection, self.place, statement, values)

    # The journal

    def begin_entry(self, command: str, by: str, decided_by: str = "", reason: str = "") -> int:
        """Starts the entry of this command; its facts and rows follow, and ``end_entry`` seals it."""
        self.entry_id = self.next("entry")
        self.heading = {
            "id": self.entry_id,
            "recorded_at": self.clock(),
            "recorded_by": by,
            "decided_by": decided_by,
            "command": command,
            "reason": reason,
            "signed_in": self.login,
        }
        self.facts, self.beside = [], {}
        self.insert(tables.Entry, [self.heading])
        return self.entry_id

    def tell(self, fact: Fact, withdraws: Told | None = None) -> int:
        """Adds a fact to the entry; with ``withdraws`` it takes that fact's place."""
        id = self.next("fact")
        kind, episode, on, at, details = columns(fact)
        self.facts.append(
            {
                "id": id,
                "entry": self.entry_id,
                "episode": episode,
                "kind": kind,
                "happened_on": on,
                "happened_at": at,
                "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
                "root": withdraws.root if withdraws and not isinstance(fact, Withdrawn) else id,
                "withdraws": withdraws.id if withdraws else None,
            }
        )
        self.insert(tables.FactRow, self.facts[-1:])
        return id

    def end_entry(self) -> None:
        """Seals the entry: its hash covers its heading, its facts, its rows and the seal of the entry before."""
        last = self.rows("SELECT hash FROM seal WHERE entry = ?", self.entry_id - 1)
        previous = last[0][0] if last else NO_ENTRY
        self.sealed = {
            "entry": self.entry_id,
            "previous": previous,
            "hash": seal(previous, self.heading, self.facts, self.beside),
            "covers": "rows",
            "parts": parts(self.heading, self.facts, self.beside),
        }
        self.insert(tables.Seal, [self.sealed])

    # The projections

    def set_episode(self, ref: str, **values: object) -> None:
        episodes = _table(tables.Episode)
        self.run(update(episodes).where(episodes.c.ref == ref).values(**values))

    def set_meetings(self, episode: str, rows: Iterable[dict[str, Any]]) -> None:
        meetings = _table(tables.Meeting)
        self.run(delete(meetings).where(meetings.c.episode == episode))
        self.insert(tables.Meeting, rows)

    def set_worklist(self, episode: str, rows: Iterable[dict[str, Any]]) -> None:
        worklist = _table(tables.Worklist)
        self.run(delete(worklist).where(worklist.c.episode == episode))
        self.insert(tables.Worklist, rows)

    def forget_words(self, person: str) -> None:
        """Takes away the words a person is found by, before those that stand are written again."""
        words = _table(tables.NameWord)
        self.run(delete(words).where(words.c.person == person))

    def clear(self, shape: type[SQLModel]) -> None:
        """Empties a projection before it is written again."""
        self.run(delete(_table(shape)))

    def set_about(self, key: str, value: str) -> None:
        about = _table(tables.About)
        self.run(delete(about).where(about.c.key == key))
        self.insert(tables.About, [{"key": key, "value": value}])


def valid(shape: type[SQLModel], row: dict[str, Any]) -> dict[str, Any]:
    """The row's values, checked against its table; raises EhError naming the columns, never the values."""
    # The table's own checks, without an instance of the ORM: making the first would configure every mapper.
    held = object.__new__(shape)
    try:
        shape.__pydantic_validator__.validate_python(row, self_instance=held)
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"])) + f" ({each['msg']})" for each in error.errors())
        raise EhError(f"A row of {shape.__name__} is not valid: {wrong}.", "Nothing was written.") from None
    kept = dict(vars(held))
    for column, value in kept.items():
        if isinstance(value, str) and "\0" in value:  # PostgreSQL keeps none, so neither do we
            raise EhError(f"The {column} of a {shape.__name__} holds a NUL sign.", "Take it out. Nothing was written.")
    return kept


def every_table() -> list[Table]:
    """Every table of a record, those that others point at first."""
    return tables.whole().sorted_tables


def _table(shape: type[SQLModel]) -> Table:
    return shape.__table__  # type: ignore[attr-defined, no-any-return]
