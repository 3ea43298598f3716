"""Backups: made, checked, brought back."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.keeping import backups, in_words, restoring
from ehcli.machine import folders
from ehcli.screen import screen
from ehcli.show import lists


def backup(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="FOLDER", help="Where it goes; 'eh record where' names the usual.")] = "",
    keep: Annotated[int | None, typer.Option(min=1, metavar="N", help="Keep only the newest N.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Even to a folder on another computer.")] = False,
) -> None:
    """Others work on meanwhile. Checked on the copy, before it counts: the database, its foreign keys, the chain of
    entries, the rows of every table, and the worklist against a fresh derivation. A copy that fails is kept apart and
    drops nothing. When one is good, the last of each of 14 days, 8 weeks and 12 months stay. Its name holds the time
    and the record's mark, no names.

    A record on a database server is copied into a file, row for row, beside whatever backups the server has of its
    own; encrypted where a key file is told (EH_KEY_FILE, or key_file in the settings).

    Examples:
        eh backup
        eh backup --to /mnt/backups/eh
        eh backup --to D:\\eh --keep 30
    """
    desk: Desk = ctx.obj
    taken = backups.asked(desk, to, keep=keep or 0, anywhere=yes)
    assert taken.manifest
    body = taken.manifest._asdict() | {"file": str(taken.file), "dropped": [str(each) for each in taken.dropped]}
    screen.either(desk.settings.as_json, body, in_words.taken(taken, taken.manifest))


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The backup; left out, what there is is listed.")] = "",
    to: Annotated[str, typer.Option(metavar="PATH", help="The new place; beside the record if left out.")] = "",
    use: Annotated[bool, typer.Option("--use", help="Make it the record; the old one is kept beside it.")] = False,
    key_file: Annotated[
        str, typer.Option(metavar="KEYFILE", help="The file with the passphrase that the backup was made under.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Even of another record, or where the one in use cannot be read.")
    ] = False,
) -> None:
    """It is checked there, and compared with the record in use. Nothing in use is touched without --use. With it the
    restored record goes on from where it was, and the old one is kept under a new name. References that the old one
    gave out are not given out again; where it cannot be read, that is said and --yes is wanted. A record on a database
    server is put to use in a database that has none yet, named with --to.

    A backup that is encrypted opens with the passphrase it was made under. That of the record is tried first; another
    is asked for at a terminal, or read from --key-file. What is restored lies under the passphrase of the record in
    use, where that is encrypted and can be read; else under the backup's own.

    Examples:
        eh restore
        eh restore eh-1a2b3c4d-20261122T020000Z.db
        eh restore /mnt/backups/eh/eh-1a2b3c4d-20261122T020000Z.db --to /srv/eh/restored.db
        eh restore eh-1a2b3c4d-20261122T020000Z.db --use
        eh restore eh-1a2b3c4d-20261122T020000Z.db --key-file /etc/eh/old-key
        eh restore eh-1a2b3c4d-20261122T020000Z.db --use --to postgresql://owner@db.example/earlyhelp2
    """
    desk: Desk = ctx.obj
    if not file:
        none = f"There are no backups in {folders.backups()}. Make one with: eh backup"
        lists.show(desk, backups.rows(), in_words.OF_BACKUPS, none=none)
        return
    place = restoring.target(desk, to, used=use)
    restored = restoring.restore(desk, restoring.found(file), place, used=use, another=yes, key_file=key_file)
    if not desk.settings.as_json:
        in_words.restored(desk, restored)
    used = restoring.put_to_use(desk, restored, place) if use else None
    said = in_words.in_use(used) if used else in_words.not_in_use(restored, file)
    screen.either(desk.settings.as_json, in_words.as_values(restored, used), said)
