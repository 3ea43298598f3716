"""What was backed up and restored, as whoever keeps the record reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehcli.days.typed_dates import minute
from ehcli.desk.desk import Desk
from ehcli.keeping import backups
from ehcli.keeping.restoring import InUse, Restored
from ehcli.screen import screen

OF_BACKUPS = {"made": "Made", "entry": "Up to entry", "schema": "Schema", "file": "File"}
OF_LOST = {"by": "By", "entries": "Entries", "first": "First", "last": "Last", "since": "Since", "until": "Until"}


def taken(made: backups.Taken, manifest: backups.Manifest) -> Iterator[str]:
    """A backup that was made, and what was dropped for it."""
    yield f"Backed up to {made.file}"
    yield f"Up to entry {manifest.entry}, seal {manifest.hash}"
    yield f"Checked on the copy: {', '.join(manifest.checked)}."
    if manifest.kind:
        yield f"It is of a {manifest.kind} record."
    yield from (f"To be put right in the record, and so in the copy: {each}" for each in made.aside)
    if made.dropped:
        yield f"Dropped {len(made.dropped)} older."


def as_values(restored: Restored, used: InUse | None) -> dict[str, Any]:
    """A backup that was brought back, as scripts rely on it."""
    place, kept = (used.place, used.kept or "") if used else (restored.file, "")
    return {**screen.plain(restored), "in_use": bool(used), "kept": str(kept), "file": str(place)}


def restored(desk: Desk, held: Restored) -> None:
    """Says what a backup holds and how far it is behind the record in use."""
    screen.out(f"Restored to {held.file}, and checked there.")
    when = f" of {minute(held.recorded_at)}" if held.recorded_at else ""
    screen.out(
        f"It holds {held.families} families and {held.open_episodes} open episodes, up to entry {held.entry}{when}."
    )
    if held.manifest is None:
        screen.tell("Note: there is no manifest beside it, so its bytes could not be compared with what was backed up.")
    compared(desk, held)
    if held.parted_at:
        screen.tell(f"The two went different ways from entry {held.parted_at} on.")


def compared(desk: Desk, held: Restored) -> None:
    """Says what the record in use holds beyond a backup."""
    if held.unread:
        screen.tell(f"What the record in use holds beyond it is not known. {held.unread}")
        screen.tell(
            f"References given out after entry {held.entry} may be given out again: look at what was posted since."
        )
    elif not held.same_record:
        screen.tell(f"It is a backup of another record than the one at {desk.where.place}.")
    elif held.lost:
        screen.out(f"The record in use goes on to entry {held.record_entry}. Entries that are not in the backup:")
        rows = [each._asdict() | {"since": minute(each.since), "until": minute(each.until)} for each in held.lost]
        screen.listing(list(OF_LOST.values()), [[row[key] for key in OF_LOST] for row in rows])
    else:
        screen.out("It lacks nothing that the record in use holds.")


def not_in_use(held: Restored, file: str) -> Iterator[str]:
    """How to look into a restored record, and how to use it."""
    how = f"To look into it: --db {held.file}. To make it the record: eh restore {file} --use"
    yield f"Not in use yet. {how}"


def in_use(used: InUse) -> Iterator[str]:
    """Where the record is from now on, and where the one that was is kept."""
    yield f"It is the record now: {used.place}"
    if used.kept:
        yield f"The record that was is kept: {used.kept}"
