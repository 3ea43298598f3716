"""Backups: made, checked, brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.acts import founding
from ehcli.days.typed_dates import minute
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, Refused
from ehcli.keeping import backups, copy, restoring
from ehcli.machine import folders, safe_place
from ehcli.machine.server_address import Server
from ehcli.screen import screen
from ehcli.show import lists

COLUMNS = {"made": "Made", "entry": "Up to entry", "schema": "Schema", "file": "File"}
LOST = {"by": "By", "entries": "Entries", "first": "First", "last": "Last", "since": "Since", "until": "Until"}


def backup(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="FOLDER", help="Where it goes; 'eh record where' names the usual.")] = "",
    keep: Annotated[int | None, typer.Option(min=1, metavar="N", help="Keep only the newest N.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Even to a folder on another computer.")] = False,
) -> None:
    """Back the record up while others work, and check the copy before it counts.

    Checked on the copy: the database, its foreign keys, the chain of entries, the rows of every table, and the
    worklist against a fresh derivation. A copy that fails is kept apart and drops nothing. When one is good, the
    last of each of 14 days, 8 weeks and 12 months stay. Its name holds the time and the record's mark, no names.

    A record on a database server is copied into a file, row for row, beside whatever backups the server has of its
    own; encrypted where a key file is told (EH_KEY_FILE, or key_file in the settings).

    Examples:
        eh backup
        eh backup --to /mnt/backups/eh
        eh backup --to D:\\eh --keep 30
    """

    desk: Desk = ctx.obj
    desk.who.require("keep")
    folder = Path(to).expanduser() if to else backups.folder()
    if not yes and not copy.copy_key(desk) and (because := safe_place.elsewhere(folder)):
        raise Refused(
            f"A backup in {folder} leaves this computer: {because}.",
            "Nothing was copied. If those who can read that folder may read every child's record: --yes",
        )
    taken = backups.whole(desk, folder, keep=keep or 0)
    assert taken.manifest
    if desk.settings.as_json:
        body = taken.manifest._asdict() | {"file": str(taken.file), "dropped": [str(each) for each in taken.dropped]}
        screen.as_json(screen.plain(body))
        return
    screen.out(f"Backed up to {taken.file}")
    screen.out(f"Up to entry {taken.manifest.entry}, seal {taken.manifest.hash}")
    screen.out(f"Checked on the copy: {', '.join(taken.manifest.checked)}.")
    if taken.dropped:
        screen.out(f"Dropped {len(taken.dropped)} older.")


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The backup; left out, what there is is listed.")] = "",
    to: Annotated[str, typer.Option(metavar="PATH", help="The new place; beside the record if left out.")] = "",
    use: Annotated[bool, typer.Option("--use", help="Make it the record; the old one is kept beside it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Even if it is a backup of another record.")] = False,
) -> None:
    """Bring a backup back: to a new place, checked there, with what the record in use holds beyond it.

    Nothing in use is touched without --use. With it the restored record goes on from where it was, and the old
    one is kept under a new name. References that the old one gave out are not given out again. A record on a
    database server is put to use in a database that has none yet, named with --to.

    Examples:
        eh restore
        eh restore eh-1a2b3c4d-20261122T020000Z.db
        eh restore /mnt/backups/eh/eh-1a2b3c4d-20261122T020000Z.db --to /srv/eh/restored.db
        eh restore eh-1a2b3c4d-20261122T020000Z.db --use
        eh restore eh-1a2b3c4d-20261122T020000Z.db --use --to postgresql://owner@db.example/earlyhelp2
    """

    desk: Desk = ctx.obj
    if not file:
        list_backups(desk)
        return
    target = folders.place(to) if to else None
    server = target if isinstance(target, Server) else None
    if use and not server and not isinstance(desk.where.place, Path):
        raise BadInput(
            f"The record in use is on a database server: {desk.where.place}.",
            "Make an empty database for the restored one: eh restore FILE --use --to postgresql://user@host/database",
        )
    if server and not use:
        raise BadInput("A backup is brought to a file first.", "Leave out --to to look into it, or add --use.")
    restored = restoring.bring(desk, found(file), target if isinstance(target, Path) else restoring.new_place(desk))
    if use:
        restoring.permit(desk, restored, another=yes)
    body = screen.plain(restored) | {"in_use": use, "kept": ""}
    if not desk.settings.as_json:
        tell(desk, restored)
    if use:
        if server:
            restoring.use_on_server(desk, restored, server)
            founding.use(server)
        kept = desk.where.place if server else restoring.use(desk, restored)
        body |= {"file": str(server or desk.where.path), "kept": str(kept or "")}
        if not desk.settings.as_json:
            screen.out(f"It is the record now: {server or desk.where.path}")
            if kept:
                screen.out(f"The record that was is kept: {kept}")
    elif not desk.settings.as_json:
        screen.out(
            f"Not in use yet. To look into it: --db {restored.file}. To make it the record: eh restore {file} --use"
        )
    if desk.settings.as_json:
        screen.as_json(body | {"file": str(body["file"])})


def found(file: str) -> Path:
    """The backup of that path, or of that name in the usual folder."""
    told = Path(file).expanduser()
    usual = backups.folder() / told.name
    return usual if not told.exists() and told.name == file and usual.exists() else told


def list_backups(desk: Desk) -> None:
    """Lists the backups in the usual folder, newest first."""
    there = [
        {"made": each.made_at, "entry": each.entry, "schema": each.schema, "file": each.backup}
        for each in backups.listed(backups.folder())
    ]
    lists.show(desk, there, COLUMNS, none=f"There are no backups in {backups.folder()}. Make one with: eh backup")


def tell(desk: Desk, restored: restoring.Restored) -> None:
    """Says what a backup holds and how far it is behind the record in use."""
    screen.out(f"Restored to {restored.file}, and checked there.")
    when = f" of {minute(restored.recorded_at)}" if restored.recorded_at else ""
    screen.out(
        f"It holds {restored.families} families and {restored.open_episodes} open episodes, "
        f"up to entry {restored.entry}{when}."
    )
    if restored.manifest is None:
        screen.tell("Note: there is no manifest beside it, so its bytes could not be compared with what was backed up.")
    if restored.unread:
        screen.tell(f"What the record in use holds beyond it is not known. {restored.unread}")
        screen.tell(
            f"References given out after entry {restored.entry} may be given out again: look at what was posted since."
        )
    elif not restored.same_record:
        screen.tell(f"It is a backup of another record than the one at {desk.where.place}.")
    elif restored.lost:
        screen.out(f"The record in use goes on to entry {restored.record_entry}. Entries that are not in the backup:")
        rows = [each._asdict() | {"since": minute(each.since), "until": minute(each.until)} for each in restored.lost]
        screen.listing(list(LOST.values()), [[row[key] for key in LOST] for row in rows])
    else:
        screen.out("It lacks nothing that the record in use holds.")
    if restored.parted_at:
        screen.tell(f"The two went different ways from entry {restored.parted_at} on.")
