"""Bringing a backup back: to a new place first, checked, compared with the record, and only then put to use."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, EhError, NoRoom, NotFound, RecordUnusable
from ehcli.keeping import backups, copy, in_use, left, upgrading
from ehcli.machine import files, folders, keys, safe_place
from ehcli.machine.folders import Place
from ehcli.machine.server_address import Server
from ehcli.record import cases, identity, journal
from ehcli.record.port import Port, count, given_out
from ehcli.screen import screen

LETTERS = "EFLMNPT"  # the references people have seen; other counters belong to the rows they count


class Lost(NamedTuple):
    """Entries that the record holds and the backup does not, of one person."""

    by: str
    entries: int
    first: int
    last: int
    since: str
    until: str


class Restored(NamedTuple):
    """What a backup turned out to hold, and how it stands to the record in use."""

    file: Path
    entry: int
    recorded_at: str
    families: int
    open_episodes: int
    manifest: backups.Manifest | None
    same_record: bool
    parted_at: int  # the first entry that is not the same in both; nought when one goes on from the other
    record_entry: int
    unread: str  # why the record in use could not be compared with
    lost: Sequence[Lost]


class InUse(NamedTuple):
    """Where the record is that is used from now on, and where the one that was is kept; none where there was none."""

    place: Place
    kept: Place | None


def target(desk: Desk, to: str, *, used: bool) -> Place | None:
    """Where a backup is to be brought, if it was said; raises BadInput where it cannot be used, or looked into, there.

    What is used on a database server is brought to a file first, and moved to a database that has none yet.
    """
    place = folders.place(to) if to else None
    if used and not isinstance(place, Server) and not isinstance(desk.where.place, Path):
        raise BadInput(
            f"The record in use is on a database server: {desk.where.place}.",
            "Make an empty database for the restored one: eh restore FILE --use --to postgresql://user@host/database",
        )
    if isinstance(place, Server) and not used:
        raise BadInput("A backup is brought to a file first.", "Leave out --to to look into it, or add --use.")
    return place


def found(file: str) -> Path:
    """The backup of that path, or of that name in the usual folder."""
    path = Path(file).expanduser()
    usual = folders.backups() / path.name
    return usual if not path.exists() and path.name == file and usual.exists() else path


def restore(desk: Desk, file: Path, place: Place | None, *, used: bool, another: bool, key_file: str = "") -> Restored:
    """Brings a backup to a file, that named or a new one beside the record, and checks it there.

    Where it is to be used, raises Refused for a role that may not keep the record, and BadInput for a backup of
    another record unless ``another``.
    """
    restored = bring(desk, file, place if isinstance(place, Path) else new_place(desk), key_file)
    if used:
        permit(desk, restored, another=another)
    return restored


def put_to_use(desk: Desk, restored: Restored, place: Place | None) -> InUse:
    """Makes a restored file the record: in the place of the one in use, or on the database server that was named."""
    if isinstance(place, Server):
        use_on_server(desk, restored, place)
        in_use.use(place)
        return InUse(place, desk.where.place)
    kept = use(desk, restored)
    return InUse(desk.where.path, kept)


def bring(desk: Desk, file: Path, to: Path, key_file: str = "") -> Restored:
    """Brings a backup to a new place and checks it there; raises RecordUnusable when it is damaged.

    It comes under the passphrase of the record in use, where that is encrypted and can be opened.
    """
    if not file.is_file():
        raise NotFound(f"There is no backup {file}.", "See what there is: eh restore")
    if to.exists():
        raise RecordUnusable(f"There is something at {to} already.", "It is kept as it is. Name another: --to PATH")
    if isinstance(desk.where.place, Path) and to.resolve() == desk.where.place.resolve():
        raise BadInput(f"{to} is the place of the record itself.", "Leave --to out: --use puts it there.")
    manifest = backups.manifest(file)
    safe_place.refuse_unsafe(to)
    files.own_folder(to.parent)
    left.tell_swept(desk, to)
    try:
        with files.passing(to) as fresh:
            files.copy(file, fresh)
            if manifest and backups.digest(fresh) != manifest.sha256:
                refuse_damaged(file, ["it is not, byte for byte, the file that its manifest tells of."])
            under(desk, fresh, key_of(desk, file, fresh, key_file))
            refuse_damaged(file, [each.replace(str(fresh), "the copy") for each in faults(desk, fresh)])
            restored = report(desk, fresh, manifest)
            files.settle(fresh, to)
    except OSError as error:
        raise RecordUnusable(
            f"{file} cannot be brought to {to}: {files.why(error)}.", files.room(error, "Name another place: --to PATH")
        ) from None
    return restored._replace(file=to)


def refuse_damaged(file: Path, found: Sequence[str]) -> None:
    """Raises RecordUnusable where something was found wrong with a backup."""
    if found:
        raise RecordUnusable(
            f"{file} is damaged: {found[0]}" + (f" And {len(found) - 1} more." if len(found) > 1 else ""),
            "The record in use was not touched. Take another backup: eh restore",
        )


def key_of(desk: Desk, file: Path, fresh: Path, key_file: str) -> str:
    """The passphrase that a backup opens with: of the key file that was named, the record's own, or that is typed.

    Raises RecordUnusable where none of them opens it: that is no damage.
    """
    if not keys.is_encrypted(fresh):
        return ""
    from ehcli.record import cipher

    given = keys.read(key_file) if key_file else passphrase_in_use(desk, file)
    tried = dict.fromkeys((keys.composed(given), given))
    if not key_file and not any(cipher.opens(fresh, each) for each in tried) and screen.can_ask(desk.settings.no_input):
        given = keys.asked("Passphrase that the backup was made under: ")
        tried = dict.fromkeys((keys.composed(given), given))
    opening = next((each for each in tried if cipher.opens(fresh, each)), None)
    if opening is None:
        raise RecordUnusable(
            f"The passphrase does not open the backup {file}: it was made under another.",
            f"Say which file holds that one: eh restore {file.name} --key-file FILE. At a terminal it is asked for.",
        )
    return opening


def passphrase_in_use(desk: Desk, file: Path) -> str:
    """The passphrase of the record in use, which most of its backups have too."""
    return desk.where.passphrase if isinstance(desk.where.place, Path) else keys.passphrase(file)


def under(desk: Desk, fresh: Path, key: str) -> None:
    """Puts a backup's copy under the passphrase of the record in use, where that is known; else it keeps its own."""
    own = own_key(desk)
    if own and own != key:
        from ehcli.record import cipher

        half = files.half_of(fresh)
        try:
            files.empty(half)
            with cipher.copied(fresh, key, half, own):
                pass
            os.replace(half, fresh)
        finally:
            for each in files.database(half):
                each.unlink(missing_ok=True)
        key = own
    if key:
        desk.where.passphrase = key  # of the copies from now on: the key of the record in use is known already


def own_key(desk: Desk) -> str:
    """The passphrase of the record in use; empty where it is not encrypted, or cannot be opened."""
    try:
        key = desk.where.key
        if not key:
            return ""
        from ehcli.record import cipher

        return key if cipher.opens(desk.where.path, key) else ""
    except RecordUnusable:
        return ""


def faults(desk: Desk, fresh: Path) -> list[str]:
    """What is wrong with a copy of a backup. An older schema is upgraded."""
    try:
        upgrading.bring_up(desk.at(fresh))
    except NoRoom:
        raise
    except RecordUnusable as damaged:
        return [damaged.message]
    return backups.faults(desk.at(fresh), {})


def report(desk: Desk, file: Path, manifest: backups.Manifest | None) -> Restored:
    """What the backup holds, and how far it is behind the record in use."""
    there = desk.at(file)
    there.record = port = there.unsettled
    try:
        entry, _ = backups.head(port)
        restored = Restored(
            file,
            entry,
            journal.recorded_at(port, entry),
            count(port, "family"),
            cases.open_count(port),
            manifest,
            *(True, 0, 0, "", ()),
        )
        return compared(desk, port, there.about.get("record", ""), restored)
    finally:
        there.put_down()


def compared(desk: Desk, port: Port, record: str, restored: Restored) -> Restored:
    """The report with what the record in use holds beyond the backup."""
    try:
        live = desk.unsettled
        if desk.about.get("record") != record:
            return restored._replace(same_record=False)
        ours, theirs = journal.seal_of_each(live), journal.seal_of_each(port)
        parted = min((entry for entry in ours.keys() & theirs.keys() if ours[entry] != theirs[entry]), default=0)
        return restored._replace(
            record_entry=max(ours, default=0), parted_at=parted, lost=lost(live, parted or restored.entry + 1)
        )
    except RecordUnusable as unread:
        return restored._replace(unread=unread.message)


def lost(live: Port, since: int) -> list[Lost]:
    """The entries from a number on, gathered by who made them."""
    rows = journal.since(live, since)
    made = Counter(by for _, by, _ in rows)
    found = []
    for by in sorted(made):
        theirs = [(entry, at) for entry, who, at in rows if who == by]
        found.append(Lost(by, made[by], theirs[0][0], theirs[-1][0], theirs[0][1], theirs[-1][1]))
    return found


def permit(desk: Desk, restored: Restored, *, another: bool) -> None:
    """Takes the restored file away again, and raises why, where it may not become the record."""
    try:
        if not restored.unread:  # a record that cannot be read cannot say who may
            desk.who.require("keep")
        refuse_another(desk, restored, another=another)
        refuse_unread(desk, restored, anyway=another)
    except EhError:
        for file in files.database(restored.file):
            file.unlink(missing_ok=True)
        raise


def use(desk: Desk, restored: Restored) -> Path | None:
    """Makes a restored file the record; where the record that was is kept, None when there was none.

    The old record is told that it was replaced, so that whoever has it open writes nothing more to it. The
    restored one gives out no reference again that the old one gave, and says in its journal what happened.
    """
    desk.put_down()
    kept = new_place(desk, "replaced") if desk.where.path.exists() else None
    if not kept or restored.unread:
        resume(desk, restored, {})
        if kept:
            for old, aside in zip(files.database(desk.where.path), files.database(kept), strict=True):
                if old.exists():
                    os.replace(old, aside)
        os.replace(restored.file, desk.where.path)
        return kept
    with copy.alone(desk) as live:
        resume(desk, restored, given_out(live))
        live.mark("replaced", desk.days.now())
        linked = link(desk.where.path, kept)
    if not linked:
        os.replace(desk.where.path, kept)
    os.replace(restored.file, desk.where.path)
    return kept


def refuse_another(desk: Desk, restored: Restored, *, another: bool) -> None:
    """Raises BadInput for a backup of another record, unless that is what is wanted."""
    if not restored.same_record and not another:
        raise BadInput(
            f"This is a backup of another record than the one at {desk.where.place}.",
            "Nothing was changed. If that is what you want: --use --yes",
        )


def refuse_unread(desk: Desk, restored: Restored, *, anyway: bool) -> None:
    """Raises RecordUnusable where a record stands that cannot be read: it cannot say what it gave out last."""
    place = desk.where.place
    if restored.unread and not anyway and not (isinstance(place, Path) and not place.exists()):
        raise RecordUnusable(
            f"What the record in use gave out is not known, so references may be given out again. {restored.unread}",
            "Nothing was changed. Mend that first. If it cannot be mended: --use --yes",
        )


def use_on_server(desk: Desk, restored: Restored, to: Server) -> None:
    """Makes a restored file the record on a database server, in a database that has none yet.

    The record that was is told so, where it can be reached: whoever has it open writes nothing more to it.
    """
    if to == desk.where.place:
        raise BadInput(f"The record in use is at {to}.", "Name a database that has none yet: --to postgresql://...")
    from ehcli.keeping import moving  # sqlalchemy, which a restore to a file never needs

    given: dict[str, int] = {}
    desk.put_down()
    if not restored.unread:
        with desk.writer() as live:  # nobody writes meanwhile: no reference is given out that is not known of
            given = given_out(live)
            resume(desk, restored, given)
            moving.move(desk.at(restored.file), to)
            live.set_about("replaced", desk.days.now())
            live.keep()
    else:
        resume(desk, restored, given)
        moving.move(desk.at(restored.file), to)


def link(file: Path, to: Path) -> bool:
    """Gives a file a second name, so that at no moment there is no record; not every disk can."""
    try:
        os.link(file, to)
    except OSError:
        return False
    return True


def new_place(desk: Desk, what: str = "restored") -> Path:
    """A name beside the record that nothing has yet."""
    moment = datetime.fromisoformat(desk.days.now()).strftime("%Y%m%dT%H%M%SZ")
    file = desk.where.beside
    stem = (
        os.fsdecode(os.fsencode(file.stem)[:150]) if file.stem.isascii() else file.stem[:40]
    )  # a disk takes 255 bytes
    names = (f"{stem}-{what}-{moment}{f'-{n}' if n else ''}{file.suffix}" for n in range(1000))
    return next(place for name in names if not (place := file.with_name(name)).exists())


def resume(desk: Desk, restored: Restored, given: dict[str, int]) -> None:
    """Writes into the restored record that it was restored; its references go on after the last that were given out."""
    there = desk.at(restored.file)
    with copy.alone(there) as standing:
        for mark in ("replaced", "moved"):
            standing.mark(mark, "")
    writer = there.writer()
    writer.takes_over = True
    with writer:
        for letter in LETTERS:
            writer.go_on_after(letter, given.get(letter, 0))
        writer.begin_entry("restore", there.who.user, reason=f"Restored from a backup up to entry {restored.entry}")
        if identity.told(writer).get("moved"):
            identity.tell(writer, {"moved": ""})
        if given:
            identity.tell(writer, {"given": identity.of_numbers({letter: given.get(letter, 0) for letter in LETTERS})})
        writer.end_entry()
        writer.keep()
