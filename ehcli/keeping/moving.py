"""Moves the record between a file and a database server: copied, compared, worked out afresh, and only then done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, RecordUnusable
from ehcli.keeping import checking, in_use, left
from ehcli.machine import files, folders, safe_place
from ehcli.machine.folders import Place
from ehcli.record import copying, identity, schema, sqlite
from ehcli.record.fresh import already
from ehcli.screen import screen


class Moved(NamedTuple):
    """A record that was moved: from where to where, table by table, and whether it is used there from now on."""

    was: Place
    place: Place
    used: bool
    tables: list[copying.Copied]


def asked(desk: Desk, to: str, *, used: bool) -> Moved:
    """Moves the record where somebody asked for it, and has the settings say so where it is to be used there."""
    if not to:
        raise BadInput("Where to?", "Add --to PATH or --to postgresql://user@host/database")
    place = folders.place(to)
    tables = move(desk, place)
    if used:
        in_use.use(place)
    return Moved(desk.where.place, place, used, tables)


def as_values(moved: Moved) -> dict[str, Any]:
    """A move, as scripts rely on it."""
    tables = [each._asdict() for each in moved.tables]
    return {"from": str(moved.was), "to": str(moved.place), "used": moved.used, "tables": tables}


def in_words(moved: Moved) -> Iterator[str]:
    """A move, as whoever keeps the record reads it."""
    count, settings = sum(each.rows for each in moved.tables), folders.settings_file()
    yield f"Moved {count} rows of {len(moved.tables)} tables from {moved.was} to {moved.place}: the same, row for row."
    if moved.used:
        yield f"From now on {moved.place} is used: {settings} says so."
    else:
        yield f"To use it: --db {moved.place}, or EH_DB, or 'record' in {settings} (--use writes it)."
    yield f"What is at {moved.was} says so to whoever reads it, and takes nothing more: keep it as a backup."


def move(desk: Desk, to: Place) -> list[copying.Copied]:
    """Copies the record to a new place; nobody can write meanwhile. The record itself is then closed to writers.

    Raises RecordUnusable where something stands there already or the copy is not the same, and then leaves
    nothing there.
    """
    if to == desk.where.place:
        raise BadInput(f"The record is at {to} already.", "Name another place: --to PATH or --to postgresql://...")
    if isinstance(to, Path):
        if isinstance(desk.where.place, Path):
            raise BadInput("Both are files.", "To copy a record from file to file: eh backup, then eh restore")
        safe_place.refuse_unsafe(to)
        return into_file(desk, to.absolute())
    return copied(desk, to)


def into_file(desk: Desk, to: Path) -> list[copying.Copied]:
    """Copies the record to a file that has its name only once it is whole."""
    if to.exists():
        raise already(to)
    files.own_folder(to.parent)
    left.tell_swept(desk, to)
    with files.passing(to) as fresh:
        return copied(desk, fresh, named=to)


def settled(fresh: Path, to: Path) -> None:
    """Gives a copy in a file its name."""
    sqlite.into_one_file(fresh, "")
    try:
        files.settle(fresh, to)
    except OSError as error:
        raise RecordUnusable(
            f"{to} cannot be written: {files.why(error)}.", files.room(error, "Name another: --to PATH")
        ) from None


def copied(desk: Desk, to: Place, named: Path | None = None) -> list[copying.Copied]:
    """Copies the record, proves the copy, and closes the record to writers; nobody writes meanwhile.

    A copy in a file is ``named`` once it is whole.
    """
    _ = desk.record  # a worklist of another procedure or calendar is worked out first
    desk.put_down()
    with desk.writer() as source:
        found = copying.copy(source, to, partial(screen.so_far, "Rows"))
        try:
            prove(desk.at(to))
        except BaseException:
            schema.unmake(to)
            raise
        if named and isinstance(to, Path):
            settled(to, named)
        source.begin_entry("record move", desk.who.user, reason=f"Moved to {named or to}")
        identity.tell(source, {"moved": str(named or to)})
        source.end_entry()
        source.set_about("moved", str(named or to))
        source.keep()
    return found


def prove(there: Desk) -> None:
    """Raises RecordUnusable where the copy's worklist is not what its facts give, or anything else is wrong with it."""
    found = checking.findings(there, [])  # what somebody must put right is so in both
    there.put_down()
    if found:
        raise RecordUnusable(
            f"The copy has findings, so it was taken away: {'; '.join(found[:3])}",
            "Mend the record first: eh record check, eh record rebuild; then move it again.",
        )
