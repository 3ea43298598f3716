"""Encryption of the record at rest."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.keeping import backups, encryption, left
from ehcli.machine import folders
from ehcli.screen import screen

Sheet = Annotated[str, typer.Option(metavar="FILE", help="Write a recovery sheet, to print and lock away.")]
Keyring = Annotated[bool, typer.Option("--keyring", help="Keep the passphrase in the computer's own keyring.")]


def encrypt(ctx: typer.Context, sheet: Sheet = "", keyring: Keyring = False) -> None:
    """It is asked for twice. For commands that nobody watches, the passphrase is on the one line of a file for you
    alone (EH_KEY_FILE, or key_file in the settings), or in the keyring. A lost passphrase is a lost record: have the
    recovery sheet printed and locked away. Backups from now on are encrypted as well; those made before are not.

    Examples:
        eh record encrypt --sheet ~/Desktop/recovery.txt
        eh record encrypt --keyring
        EH_KEY_FILE=/etc/eh/key eh record encrypt
    """
    desk: Desk = ctx.obj
    encryption.refuse_encrypted(desk)
    screen.lines(encryption.change(desk, encryption.new_passphrase(desk, sheet=sheet, keyring=keyring), sheet))
    screen.out(f"Encrypted: {desk.where.path}")
    for each in left.plain_in_words(desk):
        screen.tell(each)
    screen.tell(f"Backups made before are not encrypted. When you have a new one (eh backup), see {folders.backups()}")


def decrypt(ctx: typer.Context) -> None:
    """Backups made before stay encrypted under the passphrase they had.

    Examples:
        eh record decrypt
    """
    desk: Desk = ctx.obj
    encryption.refuse_plain(desk)
    encryption.recast(desk, "")
    screen.out(f"No longer encrypted: {desk.where.path}")


def passphrase(
    ctx: typer.Context,
    new_key_file: Annotated[str, typer.Option(metavar="FILE", help="The file with the new passphrase.")] = "",
    sheet: Sheet = "",
    keyring: Keyring = False,
) -> None:
    """A backup is made first, under the old one; no later backup takes its place. Backups made before open with the
    passphrase they had ('eh restore' asks for it): keep the old recovery sheet as long as you keep them.

    Examples:
        eh record passphrase --sheet ~/Desktop/recovery.txt
        EH_KEY_FILE=/etc/eh/key eh record passphrase --new-key-file /etc/eh/new-key
    """
    desk: Desk = ctx.obj
    encryption.refuse_plain(desk)
    _ = desk.about
    new = encryption.new_passphrase(desk, key_file=new_key_file, sheet=sheet, keyring=keyring)
    screen.out(f"Backed up to {backups.whole(desk, folders.backups(), stays=True).file}")
    screen.lines(encryption.change(desk, new, sheet))
    screen.out(f"The passphrase is changed: {desk.where.path}")
