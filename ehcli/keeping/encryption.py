"""Encrypting the record, taking that back, changing its passphrase: a copy is made, checked and put in its place."""

from __future__ import annotations

import os
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, RecordUnusable
from ehcli.keeping import backups, left
from ehcli.machine import files, keys

SHEET = """\
Recovery sheet of an encrypted record of eh

Print this, lock it away, and delete the file. Without the passphrase nobody can read the record or its
backups: not you, not your council, not whoever made eh.

Record      {record}
Lies at     {path}
Written on  {day}

Passphrase  {passphrase}

To open the record elsewhere: install eh with its extra 'encrypt', copy the record or a backup there, and type
the passphrase when it is asked for.
"""


def refuse_encrypted(desk: Desk) -> None:
    if desk.where.key:
        raise BadInput("The record is encrypted already.", "To change its passphrase: eh record passphrase")


def refuse_plain(desk: Desk) -> None:
    if not desk.where.key:
        raise BadInput("The record is not encrypted.", "To encrypt it: eh record encrypt")


def change(desk: Desk, new: str, sheet: str) -> list[str]:
    """Puts the record under the new passphrase, and writes its recovery sheet where one was asked for; what to say.

    The sheet is written first: a record whose passphrase should stand on one is never without it.
    """
    said = with_sheet(desk, new, sheet)
    try:
        recast(desk, new)
    except BaseException:
        if said:
            Path(sheet).expanduser().unlink(missing_ok=True)
        raise
    return said


def with_sheet(desk: Desk, new: str, sheet: str) -> list[str]:
    """Writes the recovery sheet where one was asked for; what to do with it."""
    if not (new and sheet):
        return []
    return [f"Recovery sheet: {write_sheet(desk, sheet, new)}. Print it, lock it away, delete it."]


def recast(desk: Desk, new: str) -> None:
    """Puts the record under another passphrase, or under none; nothing is changed unless the copy is whole."""
    from ehcli.record import cipher

    path, key, mark = desk.where.path, desk.where.key, desk.about.get("record", "")
    desk.put_down()
    left.tell_swept(desk)
    try:
        with files.passing(path) as fresh:
            files.empty(fresh)
            with cipher.copied(path, key, fresh, new) as connection:
                found = faults(desk, fresh, new, cipher.held(connection))
                if found:
                    raise RecordUnusable(
                        f"The record was left as it is, for the copy is not whole: {found[0]}", "See: eh record check"
                    )
                # Whoever waits to write to the old file is told to begin again.
                cipher.mark_replaced(connection, desk.days.now())
            files.flush(fresh)
            os.replace(fresh, path)
    except OSError as error:
        raise RecordUnusable(
            f"Record {mark[:8]} was left as it is: {path.parent} cannot be written: {files.why(error)}.",
            files.room(error, "Give yourself the right to write there."),
        ) from None
    desk.where.passphrase = desk.where.key = new


def faults(desk: Desk, fresh: Path, key: str, rows: dict[str, int]) -> list[str]:
    """What is wrong with the copy."""
    there = desk.at(fresh)
    there.where.passphrase = there.where.key = key
    return backups.faults(there, rows)


def write_sheet(desk: Desk, sheet: str, passphrase: str) -> Path:
    """Writes the recovery sheet, for its owner alone; raises BadInput for a place beside the record."""
    file = refuse_beside(desk, sheet)
    text = SHEET.format(
        record=desk.about.get("record", ""), path=desk.where.path.absolute(), day=desk.days.today, passphrase=passphrase
    )
    try:
        files.fill(file, text.encode())
    except OSError as error:
        raise RecordUnusable(
            f"The recovery sheet {file} cannot be written: {files.why(error)}.", "Name another: --sheet FILE"
        ) from None
    return file


def refuse_beside(desk: Desk, sheet: str) -> Path:
    """The recovery sheet's file; raises BadInput when it would lie with the record it opens, or is there already."""
    file = Path(sheet).expanduser().resolve()
    if file.parent == desk.where.path.resolve().parent:
        raise BadInput("A recovery sheet does not lie beside the record that it opens.", "Name another folder.")
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        what = "cannot be written to" if file.parent.is_dir() else "is not there"
        raise BadInput(
            f"The folder for the recovery sheet {what}: {file.parent}.",
            "Nothing was changed; name another: --sheet FILE",
        )
    if file.exists():
        raise BadInput(f"There is a file {file} already.", "It is kept as it is; name another.")
    return file


def new_passphrase(desk: Desk, *, key_file: str = "", sheet: str = "", keyring: bool = False) -> str:
    """A new passphrase, once everything that would stand in the way of keeping it has been looked at."""
    _ = desk.where.path  # a database server encrypts its own disks
    if sheet:
        refuse_beside(desk, sheet)
    text = keys.fresh(key_file)
    if keyring:
        keys.keep(desk.where.path, text)
    return text
