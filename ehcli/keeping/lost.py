"""What was given out and is not in the record: by its journal, its backups, and the letters that lie about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.episodes.references import number, reference
from ehcli.errors import NoRoom, RecordUnusable
from ehcli.keeping import backups, checking
from ehcli.machine import folders
from ehcli.record import identity, numbers
from ehcli.record.port import given_out

LONGEST = 12  # signs of a reference at the head of a file's name


def given_outside(desk: Desk) -> dict[str, int]:
    """The last number of each kind that something outside the record shows; nothing of a practice record or a copy.

    Of letters by the files in the folder of letters; of the rest by how many rows a backup of this record holds.
    """
    if desk.where.place != folders.record_told() or desk.about.get("practice") == "yes":
        return {}
    held = [each.rows for each in backups.listed(folders.backups()) if each.record == desk.about.get("record")]
    found = {letter: max((rows.get(table, 0) for rows in held), default=0) for letter, table in KINDS}
    written = max((number(name, "L") for name in letter_names(folders.home() / "letters")), default=0)
    return found | {"L": max(found["L"], written)}


KINDS = tuple(identity.REFERENCES.items())


def letter_names(folder: Path) -> Iterator[str]:
    """The references that files of letters are named by, in a folder and those in it."""
    try:
        for file in folder.rglob("L-*"):
            yield "-".join(file.name[:LONGEST].split("-")[:2]).partition(".")[0]
    except OSError:
        return


def findings(desk: Desk, after: int = 0) -> Iterator[str]:
    """What was lost by what an entry after one says, and by what lies outside the record; it keeps no backup back."""
    port = desk.record
    yield from numbers.said_lost(port, after)
    says, least = given_out(port), identity.given_at_least(port)
    for letter, last in sorted(given_outside(desk).items()):
        if last > max(says.get(letter, 0), least.get(letter, 0)):
            where = "a file of a letter or a backup" if letter == "L" else "a backup"
            yield (
                f"By {where} {reference(letter, last)} was given out, and the record has none after "
                f"{reference(letter, least.get(letter, 0))}: its end was cut off, or another was put in its place. "
                "A backup may hold what is lost: eh restore. To give no number out again: eh record rebuild"
            )


def remarks(desk: Desk, after: int = 0) -> list[str]:
    """What is wrong with what entries after one wrote, though all is as it was sealed: it keeps no backup back."""
    try:
        looks_like = map(str, numbers.lookalikes(desk.record, after))
        return [*checking.clocks(desk, after), *looks_like, *findings(desk, after)]
    except NoRoom:
        raise  # that is no fault of the record
    except RecordUnusable as damaged:
        return [damaged.message]
