"""Copies the record as it stands at one moment to a file, from a file or from a server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.machine import keys
from ehcli.machine.server_address import Server
from ehcli.record import sqlite
from ehcli.record.port import about
from ehcli.screen import screen


def copy_key(desk: Desk) -> str:
    """The passphrase that a copy is encrypted under: the record's own, or for one on a server the key file's."""
    if isinstance(desk.where.safe_place, Path):
        return desk.where.key
    file = keys.key_file()
    return keys.read(file) if file else ""


def copy(desk: Desk, to: Path) -> dict[str, int]:
    """Copies the record as it stands at one moment to another file, while others write: the rows of each table."""
    place = desk.where.safe_place
    if not isinstance(place, Path):
        return fetch(desk, to, place)
    source = sqlite.Record(desk.where.path, desk.where.key, any_schema=desk.any_schema)
    try:
        return source.copy(to)
    finally:
        source.close()


def fetch(desk: Desk, to: Path, place: Server) -> dict[str, int]:
    """Copies the record from its server to a file, row for row and compared."""
    from ehcli.record import copying  # sqlalchemy and psycopg, which a backup of a file never needs
    from ehcli.record.postgres import SharedRecord

    source = SharedRecord(place, any_schema=desk.any_schema)
    key = copy_key(desk)
    try:
        so_far = partial(screen.so_far, "Rows")
        copied = copying.copy(source, to, so_far, key=key, schema=about(source)["schema"])
    finally:
        source.close()
    sqlite.into_one_file(to, key)
    return {each.table: each.rows for each in copied}


def alone(desk: Desk) -> AbstractContextManager[sqlite.Record]:
    """The record with nobody else at it, for what needs that."""
    return sqlite.alone(desk.where.path, desk.where.key)
