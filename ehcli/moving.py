"""Moves the record between a file and a database server: copied, compared, worked out afresh, and only then done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ehcli import checking, whereabouts
from ehcli.desk import Desk
from ehcli.errors import BadInput, RecordUnusable
from ehcli.places import Place
from ehcli.record import copying, writing
from ehcli.show import screen


def move(desk: Desk, to: Place) -> list[copying.Copied]:
    """Copies the record to a new place; nobody can write meanwhile, and the record itself stays as it is.

    Raises RecordUnusable where something stands there already or the copy is not the same, and then leaves
    nothing there.
    """
    if to == desk.place:
        raise BadInput(f"The record is at {to} already.", "Name another place: --to PATH or --to postgresql://...")
    if isinstance(to, Path):
        if isinstance(desk.place, Path):
            raise BadInput("Both are files.", "To copy a record from file to file: eh backup, then eh restore")
        whereabouts.refuse_unsafe(to)
    _ = desk.record  # a worklist of another procedure or calendar is worked out first
    desk.put_down()
    with desk.writer() as source:
        copied = copying.copy(source, to, partial(screen.so_far, "Rows"))
    try:
        prove(desk.at(to))
    except BaseException:
        writing.unmake(to)
        raise
    return copied


def prove(there: Desk) -> None:
    """Raises RecordUnusable where the copy's worklist is not what its facts give, or anything else is wrong with it."""
    found = checking.findings(there)
    there.put_down()
    if found:
        raise RecordUnusable(
            f"The copy has findings, so it was taken away: {'; '.join(found[:3])}",
            "Mend the record first: eh record check, eh record rebuild; then move it again.",
        )
