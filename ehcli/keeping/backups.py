"""Backups of the record: copied while others write, checked on the copy, and only then counted as one.

A backup is the record itself in one file, with a manifest beside it that says what it holds. A copy that
fails its checks is kept apart, is no backup, and takes no other's place.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from ehcli import __version__
from ehcli.desk.desk import Desk
from ehcli.errors import NoRoom, RecordUnusable, Refused
from ehcli.keeping import checking, copy, left, rotation
from ehcli.machine import files, folders, safe_place
from ehcli.record import journal, whose
from ehcli.record.port import Port, count

ENDING = ".db"
DATABASE = ("database", "foreign keys", "rows of every table")
CHECKED = (*DATABASE, "chain of entries", "worklist worked out afresh")


class Manifest(NamedTuple):
    """What a backup holds, as its manifest says. No name of a person is in it."""

    backup: str
    record: str
    made_at: str
    entry: int
    hash: str
    schema: str
    eh: str
    encrypted: bool
    size: int
    sha256: str
    rows: Mapping[str, int]
    checked: tuple[str, ...] = CHECKED
    kind: str = ""  # practice or replay, for a record that may be told of any day
    elsewhere: bool = False  # of a record that goes on elsewhere: what its old place says of that is there alone
    stays: bool = False  # it is under a passphrase that was changed since: no other takes its place

    @property
    def made(self) -> rotation.BackupMade:
        return rotation.BackupMade(self.entry, datetime.fromisoformat(self.made_at))


class Taken(NamedTuple):
    """What came of taking a backup: the file, what it holds, what was found wrong, and what was dropped for it."""

    file: Path
    manifest: Manifest | None
    findings: list[str]
    dropped: list[Path]
    aside: Sequence[str] = ()  # what somebody must put right in the record, and the copy holds as it does


def asked(desk: Desk, to: str, *, keep: int, anywhere: bool) -> Taken:
    """Backs the record up where somebody asked for it; raises Refused where their role may not keep the record.

    A folder on another computer is refused too, unless ``anywhere`` or the copy is encrypted.
    """
    desk.who.require("keep")
    where = Path(to).expanduser() if to else folders.backups()
    if not anywhere and not copy.copy_key(desk) and (because := safe_place.elsewhere(where)):
        raise Refused(
            f"A backup in {where} leaves this computer: {because}.",
            "Nothing was copied. If those who can read that folder may read every child's record: --yes",
        )
    return whole(desk, where, keep=keep)


def take(desk: Desk, to: Path, *, keep: int = 0, stays: bool = False) -> Taken:
    """Backs the record up into a folder. With findings it is no backup: the copy is kept apart, and nothing is dropped.

    A record on a server is brought into a file, row for row; whoever keeps the server has backups of their own. A
    record of an older schema is taken as it lies: its chain and worklist are checked once it is upgraded.
    """
    if not desk.any_schema:
        _ = desk.record  # a worklist of another procedure or calendar is worked out first
    files.own_folder(to)
    left.tell_swept(desk, to / desk.where.beside.name)
    try:
        with files.passing(to / desk.where.beside.name) as fresh:
            rows = copy.copy(desk, fresh)
            aside: list[str] = []
            found = faults(desk.at(fresh), rows, aside)
            if found:
                found = [said.replace(str(fresh), "the copy") for said in found]
                return Taken(set_apart(desk, fresh, to), None, [*found, *aside], [])
            manifest = described(desk, fresh, free_name(desk, to), rows)._replace(stays=stays)
            try:
                files.flush(fresh)
                files.write(beside(to / manifest.backup), json.dumps(manifest._asdict(), indent=2) + "\n")
                os.replace(fresh, to / manifest.backup)
            except BaseException:
                beside(to / manifest.backup).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise RecordUnusable(
            f"No backup can be made in {to}: {files.why(error)}.",
            files.room(error, "Nothing that stood was touched. Name another folder: --to FOLDER"),
        ) from None
    return Taken(to / manifest.backup, manifest, [], rotate(to, manifest, keep), aside)


def whole(desk: Desk, to: Path, *, keep: int = 0, stays: bool = False) -> Taken:
    """Backs the record up; raises RecordUnusable when the copy fails its checks."""
    taken = take(desk, to, keep=keep, stays=stays)
    if taken.manifest is None:
        more = f" ({len(taken.findings)} findings)" if len(taken.findings) > 1 else ""
        raise RecordUnusable(
            f"No backup was made, for the record is not whole{more}: {taken.findings[0]}",
            f"The copy is kept to mend from: {taken.file}. Earlier backups stand: eh restore",
        )
    return taken


def faults(there: Desk, expected: Mapping[str, int], aside: list[str] | None = None) -> list[str]:
    """What is wrong with a copy that should hold so many rows in each table; ``aside`` takes what is no fault of it."""
    try:
        there.record = there.unsettled  # judged as it lies: nothing is worked out again on a copy
        found = [*whose.damage(there.record, there.record.damage())]
        found += [
            f"The copy holds {count(there.record, table)} rows of {table}, the record {rows}."
            for table, rows in expected.items()
            if count(there.record, table) != rows
        ]
        if there.any_schema:
            return found
        found += [*checking.chain(there.record), *checking.guards(there)]
        lists = there.about.get("worklist") == there.rules.fingerprint()  # else they are not of this procedure
        return [*found, *checking.beside_the_facts(there, [] if aside is None else aside, lists=lists)]
    except NoRoom:
        raise  # that is no fault of the copy
    except RecordUnusable as damaged:
        return [damaged.message]
    finally:
        there.put_down()


def described(desk: Desk, file: Path, name: str, rows: Mapping[str, int]) -> Manifest:
    """What the copy holds; read from the copy itself, for the record may have gone on."""
    there = desk.at(file)
    try:
        entry, seal = head(there.unsettled)
        about = there.about
        moved = bool(about.get("moved"))
    finally:
        there.put_down()
    return Manifest(
        backup=name,
        record=about.get("record", ""),
        made_at=desk.days.now(),
        entry=entry,
        hash=seal,
        schema=about.get("schema", ""),
        eh=__version__,
        encrypted=bool(there.where.key),
        size=file.stat().st_size,
        sha256=digest(file),
        rows=rows,
        checked=DATABASE if desk.any_schema else CHECKED,
        kind=desk.days.kind,
        elsewhere=moved,
    )


def head(port: Port) -> tuple[int, str]:
    """The last entry and its seal."""
    found = journal.head(port, "")
    return (found.entry, found.hash) if found else (0, "")


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def free_name(desk: Desk, to: Path) -> str:
    """A name with the record's mark and the time, no name of anybody; its manifest is put down to claim it."""
    moment = datetime.fromisoformat(desk.days.now()).strftime("%Y%m%dT%H%M%SZ")
    stem = f"eh-{desk.about.get('record', '')[:8]}-{moment}"
    number = 0
    while True:
        name = f"{stem}{f'-{number}' if number else ''}{ENDING}"
        try:
            files.empty(beside(to / name))
            return name
        except FileExistsError:
            number += 1


def beside(file: Path) -> Path:
    """The manifest of a backup."""
    return file.with_name(f"{file.name}.json")


def set_apart(desk: Desk, fresh: Path, to: Path) -> Path:
    """Keeps a copy that failed its checks, in the place of the last that did: it may be all there is to mend from."""
    apart = to / f"eh-{desk.about.get('record', '')[:8]}.failed"
    os.replace(fresh, apart)
    return apart


# What there is


def manifest(file: Path) -> Manifest | None:
    """What the manifest beside a backup says; None where there is none that can be read."""
    try:
        values: dict[str, Any] = json.loads(beside(file).read_text(encoding="utf-8"))
        found = Manifest(**values | {"checked": tuple(values["checked"])})
        _ = found.made
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def rows() -> list[dict[str, Any]]:
    """The backups in the usual folder for a list, newest first."""
    return [
        {"made": each.made_at, "entry": each.entry, "schema": each.schema, "file": each.backup}
        for each in listed(folders.backups())
    ]


def listed(where: Path) -> list[Manifest]:
    """The backups in a folder whose file is there and as long as its manifest says, newest first."""
    known = (manifest(file) for file in where.glob(f"eh-*{ENDING}"))
    there = [each for each in known if each and (where / each.backup).stat().st_size == each.size]
    return sorted(there, key=lambda each: each.made, reverse=True)


def forgotten(desk: Desk) -> list[str]:
    """Backups that hold an entry which the record does not: it lost its end, or another was put in its place.

    What was recorded before a backup was brought back by 'eh restore' was left behind knowingly.
    """
    port = desk.unsettled
    seals, restored = journal.seal_of_each(port), journal.first_restored(port)
    return [
        f"The backup {each.backup} holds entry {each.entry}, and the record does not: it has lost what was recorded. "
        f"See: eh restore {each.backup}"
        for each in listed(folders.backups())
        if each.record == desk.about.get("record")
        and not (each.elsewhere and not desk.about.get("moved"))
        and seals.get(each.entry) != each.hash
        and not (restored and restored <= each.entry)
    ]


def rotate(where: Path, newest: Manifest, keep: int = 0) -> list[Path]:
    """Drops what has had its day, of the same record.

    Never one that is ahead, nor one from before an upgrade or before another passphrase.
    """
    last = [each for each in listed(where) if not each.stays]
    same = (each for each in last if (each.record, each.schema) == (newest.record, newest.schema))
    ours = [each for each in same if each.entry <= newest.entry]
    stay = {newest.made, *rotation.staying((each.made for each in ours), keep)}
    dropped = [where / each.backup for each in ours if each.made not in stay and each.backup != newest.backup]
    for file in dropped:
        file.unlink(missing_ok=True)
        beside(file).unlink(missing_ok=True)
    return dropped
