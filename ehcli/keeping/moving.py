"""Moves the record between a file and a database server: copied, compared, worked out afresh, and only then done."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, RecordUnusable
from ehcli.keeping import checking
from ehcli.machine import files, safe_place
from ehcli.machine.folders import Place
from ehcli.record import copying, schema, sqlite
from ehcli.screen import screen


def move(desk: Desk, to: Place) -> list[copying.Copied]:
    """Copies the record to a new place; nobody can write meanwhile, and the record itself stays as it is.

    Raises RecordUnusable where something stands there already or the copy is not the same, and then leaves
    nothing there.
    """
    if to == desk.where.place:
        raise BadInput(f"The record is at {to} already.", "Name another place: --to PATH or --to postgresql://...")
    if isinstance(to, Path):
        if isinstance(desk.where.place, Path):
            raise BadInput("Both are files.", "To copy a record from file to file: eh backup, then eh restore")
        safe_place.refuse_unsafe(to)
        return into_file(desk, to)
    return copied(desk, to)


def into_file(desk: Desk, to: Path) -> list[copying.Copied]:
    """Copies the record to a file that has its name only once it is whole."""
    if to.exists():
        raise schema.already(to)
    files.own_folder(to.parent)
    with files.passing(to, desk.days.now()) as fresh:
        found = copied(desk, fresh)
        sqlite.into_one_file(fresh, "")
        try:
            files.flush(fresh)
            os.rename(fresh, to)
        except OSError as error:
            raise RecordUnusable(f"{to} cannot be written: {error.strerror}.", "Name another: --to PATH") from None
    return found


def copied(desk: Desk, to: Place) -> list[copying.Copied]:
    """Copies the record and proves the copy; nobody writes meanwhile."""
    _ = desk.record  # a worklist of another procedure or calendar is worked out first
    desk.put_down()
    with desk.writer() as source:
        found = copying.copy(source, to, partial(screen.so_far, "Rows"))
    try:
        prove(desk.at(to))
    except BaseException:
        schema.unmake(to)
        raise
    return found


def prove(there: Desk) -> None:
    """Raises RecordUnusable where the copy's worklist is not what its facts give, or anything else is wrong with it."""
    found = checking.findings(there)
    there.put_down()
    if found:
        raise RecordUnusable(
            f"The copy has findings, so it was taken away: {'; '.join(found[:3])}",
            "Mend the record first: eh record check, eh record rebuild; then move it again.",
        )
