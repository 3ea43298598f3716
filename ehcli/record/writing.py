"""Writes to the record: one transaction for a command, its facts, its rows and the worklist they change.

The only home of sqlalchemy and, with ``tables``, of sqlmodel. Nothing that stands is changed: a
correction is a new fact that takes an old one's place.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError
from sqlalchemy import Engine, Table, create_engine, delete, event, insert, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import SQLModel

from ehcli.errors import EhError, RecordUnusable
from ehcli.facts import Fact, Told, Withdrawn, columns
from ehcli.record import SCHEMA, reading, tables
from ehcli.references import reference
from ehcli.seals import NO_ENTRY, seal


def engine(path: Path) -> Engine:
    """The embedded record's engine: foreign keys on, write-ahead log, five seconds' patience."""
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


def create(path: Path, told: dict[str, str]) -> None:
    """Makes a new record at the path by running every migration; raises RecordUnusable where one stands already."""
    from alembic import command
    from alembic.config import Config

    if path.exists():
        raise RecordUnusable(
            f"There is a record at {path} already.", "It is kept as it is. Name another with --db PATH"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(path.parent, 0o700)
        handle = os.open(path, os.O_CREAT | os.O_EXCL, 0o600)
        os.close(handle)
    except OSError as error:
        raise RecordUnusable(
            f"No record can be made at {path}: {error.strerror}.",
            "Choose a folder of your own with --db PATH",
        ) from None
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made = engine(path)
    try:
        with made.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            about = {"schema": SCHEMA, "record": str(uuid.uuid4()), **told}
            connection.execute(insert(_table(tables.About)), [{"key": k, "value": v} for k, v in about.items()])
    finally:
        made.dispose()


class Writer:
    """The record opened for one command: everything it adds is kept together, or nothing of it.

    Also a port for reading, so that a decision sees what the transaction sees.
    """

    def __init__(self, path: Path, clock: Callable[[], str] | None = None) -> None:
        if not path.is_file():
            raise RecordUnusable(f"There is no record at {path}.", "Make one with: eh init")
        self.path = path
        self.clock = clock or (lambda: datetime.now(UTC).isoformat(timespec="seconds"))
        self.engine = engine(path)
        self.counters: dict[str, int] = {}
        self.entry_id = 0
        self.facts: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        with self.plainly():
            self.connection = self.engine.connect()
            self.transaction = self.connection.begin()
        try:
            if reading.about(self).get("schema") != SCHEMA:
                raise RecordUnusable(f"The record at {self.path} is not of schema {SCHEMA}.", "Install a newer eh.")
        except BaseException:
            self.leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.leave()

    def leave(self) -> None:
        """Gives up whatever was not kept."""
        if self.transaction.is_active:
            self.transaction.rollback()
        self.connection.close()
        self.engine.dispose()

    def keep(self) -> None:
        """Keeps everything."""
        with self.plainly():
            self.transaction.commit()

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turns what the database says into a sentence without a value from the record in it."""
        try:
            yield
        except IntegrityError as error:
            raise EhError(
                f"The record refused a row: {str(error.orig).splitlines()[0]}.", "Nothing was written."
            ) from None
        except (OperationalError, DBAPIError) as error:
            said = str(error.orig).splitlines()[0]
            if "locked" in said or "busy" in said:
                raise RecordUnusable(
                    f"The record at {self.path} is busy: somebody else is writing.",
                    "Nothing was written; try again.",
                ) from None
            raise RecordUnusable(
                f"The record at {self.path} cannot be written: {said}.", "Nothing was written."
            ) from None

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, as this transaction sees them."""
        with self.plainly():
            return [tuple(row) for row in self.connection.exec_driver_sql(sql, values)]

    # References and rows

    def next(self, counter: str) -> int:
        """The next number under this letter: never given out before, and not given out if nothing is kept."""
        if counter not in self.counters:
            found = self.rows("SELECT last FROM counter WHERE name = ?", counter)
            self.counters[counter] = found[0][0] if found else 0
            if not found:
                self.insert(tables.Counter, [{"name": counter, "last": 0}])
        self.counters[counter] += 1
        counters = _table(tables.Counter)
        self.run(update(counters).where(counters.c.name == counter).values(last=self.counters[counter]))
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
        if checked:
            self.run(insert(_table(shape)), checked)

    def run(self, statement: Any, values: Any = None) -> None:
        with self.plainly():
            self.connection.execute(statement, values) if values is not None else self.connection.execute(statement)

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
        }
        self.facts = []
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
        """Seals the entry: its hash covers its heading, its facts and the seal of the entry before."""
        last = self.rows("SELECT hash FROM seal WHERE entry = ?", self.entry_id - 1)
        previous = last[0][0] if last else NO_ENTRY
        sealed = {
            "entry": self.entry_id,
            "previous": previous,
            "hash": seal(previous, self.heading, self.facts),
        }
        self.insert(tables.Seal, [sealed])

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
    return dict(vars(held))


def _table(shape: type[SQLModel]) -> Table:
    return shape.__table__  # type: ignore[attr-defined, no-any-return]
