"""Makes, upgrades and copies records: what needs SQLModel's classes and the migrations. The home of sqlalchemy.

Everyday commands write through ``writing``, which loads none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Engine,
    ForeignKeyConstraint,
    NullPool,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    insert,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import ColumnCollectionConstraint

from ehcli.errors import RecordUnusable
from ehcli.machine.server_address import Server
from ehcli.record import SCHEMA, fresh, sqlite, tables
from ehcli.record.versioned import VIEWS
from ehcli.record.writing import Place, Writer

KINDS_OF_KEY: dict[type[ColumnCollectionConstraint], str] = {
    PrimaryKeyConstraint: "p",
    UniqueConstraint: "u",
    ForeignKeyConstraint: "f",
    CheckConstraint: "c",
}


def engine(place: Place, key: str = "") -> Engine:
    """What opens the record for writing, one writer at a time: a file's engine or a server's."""
    return embedded(place, key) if isinstance(place, Path) else shared(place)


def shared(server: Server) -> Engine:
    """A shared record's engine: whoever writes waits for the turn."""
    from ehcli.record import postgres

    made = create_engine(
        "postgresql+psycopg://", creator=lambda: postgres.connect(server), poolclass=NullPool, hide_parameters=True
    )

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        for statement in ("SET LOCAL lock_timeout = '5s'", postgres.PIN, postgres.TURN):
            connection.exec_driver_sql(statement)

    return made


def embedded(path: Path, key: str = "") -> Engine:
    """The embedded record's engine, opened as every writer opens it."""
    made = create_engine(
        "sqlite://",
        creator=lambda: sqlite.for_writing(path, key),
        module=sqlite.driver(key),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(sqlite.TURN)

    return made


@contextmanager
def founded(server: Server, told: dict[str, str], clock: Callable[[], str] | None) -> Iterator[Writer]:
    """A writer to a new record on a server, for its first entry; raises RecordUnusable where one stands already.

    The migrations and the entry are one transaction, which the writer keeps; or nothing of it is there. Tables that an
    earlier eh made without an entry are taken away: nobody could enter that record.
    """
    with in_one(server) as connection:
        refuse_another(connection, server)
        migrate(connection)
        table = tables.whole().tables["about"]
        connection.execute(insert(table), [{"key": k, "value": v} for k, v in fresh.begins_with(told).items()])
        with going_on(Writer(server, clock), connection) as writer:
            yield writer


@contextmanager
def schema_made(place: Place, key: str = "", schema: str = SCHEMA) -> Iterator[Connection]:
    """A connection to a new record without a row, kept when all went well; raises RecordUnusable where one stands."""
    if isinstance(place, Path):
        fresh.make_file(place)
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
            fresh.unmake(place)  # ours: it was not there before
        raise
    finally:
        made.dispose()


@contextmanager
def upgraded(place: Place, clock: Callable[[], str] | None, key: str = "") -> Iterator[Writer]:
    """A writer to a record of an older schema once every migration that it has not had was run.

    All of it is one transaction, which the writer keeps; or nothing of it is.
    """
    with in_one(place, key) as connection:
        migrate(connection)  # first: what a writer sends to a server is not answered at once
        with going_on(Writer(place, clock, key=key, any_schema=True), connection) as writer:
            writer.set_about("schema", SCHEMA)
            yield writer


@contextmanager
def in_one(place: Place, key: str = "") -> Iterator[Connection]:
    """A connection for one transaction, which somebody else keeps."""
    made = engine(place, key)
    try:
        with plainly(place), made.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                with suppress(DBAPIError):  # the writer has let go of the connection, with whatever it did not keep
                    transaction.rollback()
    finally:
        made.dispose()


@contextmanager
def going_on(writer: Writer, connection: Connection) -> Iterator[Writer]:
    """A writer within the transaction that was begun on this connection."""
    writer.go_on_with(connection.connection.dbapi_connection)
    try:
        yield writer
    finally:
        writer.leave()


def migrate(connection: Connection, schema: str = SCHEMA) -> None:
    """Runs every migration that is still to run, up to a schema."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def refuse_another(connection: Connection, server: Server) -> None:
    """Raises RecordUnusable where the database has a table of these names already, or no schema to put them in."""
    if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
        raise RecordUnusable(
            f"The schema that {server} names is not there.", "Make it first: CREATE SCHEMA; or leave it out."
        )
    names = [*tables.whole().tables, "alembic_version"]
    there = [name for name in names if connection.exec_driver_sql("SELECT to_regclass(%s)", (name,)).scalar()]
    if not there:
        return
    if "entry" not in there or connection.exec_driver_sql("SELECT count(*) FROM entry").scalar():
        raise fresh.already(server)
    take_away(connection)  # whoever made them was cut off before the first entry


def unmake(place: Place) -> None:
    """Takes away a record that was just made and could not be finished."""
    if isinstance(place, Path):
        fresh.unmake(place)
        return
    made = engine(place)
    try:
        with plainly(place), made.begin() as connection:
            take_away(connection)
    finally:
        made.dispose()


def take_away(connection: Connection) -> None:
    """Takes away the tables, views and guards of a record on a server."""
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


@contextmanager
def plainly(place: Place) -> Iterator[None]:
    """Turns what the database says into a sentence without a value from the record in it."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(place, Path):
            raise sqlite.not_written(place, error.orig) from None
        from ehcli.record import postgres

        raise postgres.refusal(error.orig, place) from None


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


def every_table() -> list[Table]:
    """Every table of a record, those that others point at first."""
    return tables.whole().sorted_tables


def keys_made() -> dict[tuple[str, str, str], str]:
    """The keys that this version makes: table, name and kind (p, u, f or c), with their columns."""
    return {
        (table.name, str(each.name), kind): ", ".join(column.name for column in each.columns)
        for table in tables.whole().tables.values()
        for each in table.constraints
        for made, kind in KINDS_OF_KEY.items()
        if isinstance(each, made)
    }
