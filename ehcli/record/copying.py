"""Copies a whole record, row for row, into a new one on either kind of database, and proves that it is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, MetaData, Table, insert

from ehcli.errors import EhError, RecordUnusable, Refused
from ehcli.record import SCHEMA, seals
from ehcli.record.schema import InTransaction, run, schema_made
from ehcli.record.versioned import MARK
from ehcli.record.writing import Place

BATCH = 2000
Row = tuple[Any, ...]


class Everything(Protocol):
    """Anything that answers a SELECT with everything there is, what was undone too."""

    def whole(self, sql: str, *values: object) -> list[Row]: ...


class Copied(NamedTuple):
    """A table as it was copied: how many rows, and the hash over all of them."""

    table: str
    rows: int
    hash: str


class Tally:
    """Counts and hashes rows as they go by, in the order of their key."""

    def __init__(self) -> None:
        self.rows, self.digest = 0, hashlib.sha256()

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows += 1
            self.digest.update(json.dumps(list(row), ensure_ascii=False).encode(errors="surrogatepass") + b"\n")

    def of(self, table: str) -> Copied:
        return Copied(table, self.rows, self.digest.hexdigest())


def copy(
    source: Everything,
    target: Place,
    so_far: Callable[[int, int], None],
    *,
    key: str = "",
    schema: str = SCHEMA,
) -> list[Copied]:
    """Makes a new record at the target with every row of the source: all of it, in one transaction, or nothing.

    ``source`` must stand still meanwhile: a Writer, or a reader whose rows are all of one moment; ``schema`` is the
    one that it is of. ``so_far`` is told how many of how many rows were copied. Raises RecordUnusable where the copy
    is not the same.
    """
    refuse_veiled(source)
    done = 0
    with schema_made(target, key, schema) as connection:
        tables = every_table(connection)
        total = sum(int(source.whole(f'SELECT count(*) FROM "{table.name}"')[0][0]) for table in tables)
        copied = []
        for table in tables:
            tally = Tally()
            for rows in batches(source, table):
                named = [dict(zip(list(table.columns.keys()), row, strict=True)) for row in rows]
                with naming(table):
                    run(connection, target, insert(table), named)
                tally.add(rows)
                done += len(rows)
                so_far(done, total)
            copied.append(tally.of(table.name))
        verify(InTransaction(connection, target), tables, copied)
        if schema == SCHEMA:  # an older chain is followed once it is brought up to date
            refuse_broken(InTransaction(connection, target))
    return copied


def refuse_veiled(source: Everything) -> None:
    """Raises Refused where a server keeps something restricted from whoever copies: the copy would lack it."""
    for table in ("case_note", "letter"):
        if any(mark for _, mark in source.whole(f"SELECT r.ref, {MARK} FROM {table} r")):
            raise Refused(
                "Some notes or letters are restricted to a group that you are not in: a copy would not be whole.",
                "Have it made with a login in eh_auditor as well, or by whoever owns the tables.",
            )


def every_table(connection: Connection) -> list[Table]:
    """Every table of the record as it stands in the database, those that others point at first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def verify(target: Everything, tables: Iterable[Table], copied: Iterable[Copied]) -> None:
    """Raises RecordUnusable unless each table has these very rows."""
    for table, each in zip(tables, copied, strict=True):
        tally = Tally()
        for rows in batches(target, table):
            tally.add(rows)
        if tally.of(each.table) != each:
            raise RecordUnusable(
                f"The copy is not the same: {each.table} has {each.rows} rows, its copy {tally.rows}, or other values.",
                "Nothing was kept of the copy, and the record is as it was.",
            )


def refuse_broken(target: Everything) -> None:
    """Raises RecordUnusable unless the chain of entries is whole."""
    broken = seals.first_broken(target.whole)
    if broken:
        raise RecordUnusable(
            f"{broken} So the record is not copied.",
            "See what else is wrong with: eh record check; then restore a backup.",
        )


def batches(port: Everything, table: Table) -> Iterator[list[Row]]:
    """The table's rows in the order of their key, some at a time: memory stays flat."""
    every = list(table.columns.keys())
    columns = ", ".join(f'"{name}"' for name in every)
    names = [column.name for column in table.primary_key]
    places = [every.index(name) for name in names]
    key, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    rows = port.whole(f"SELECT {columns} FROM {table.name} r ORDER BY {key} LIMIT {BATCH}")
    while rows:
        yield rows
        last = [rows[-1][place] for place in places]
        rows = port.whole(
            f"SELECT {columns} FROM {table.name} r WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT {BATCH}", *last
        )


@contextmanager
def naming(table: Table) -> Iterator[None]:
    """Names the table in what went wrong with one of its rows."""
    try:
        yield
    except EhError as refused:
        refused.message = f"The table {table.name} cannot be copied. {refused.message}"
        raise
