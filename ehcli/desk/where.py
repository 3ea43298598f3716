"""Where the record is, and the passphrase that opens it: fetched on first touch."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ehcli.errors import RecordUnusable
from ehcli.machine import folders

if TYPE_CHECKING:
    from collections.abc import Callable

    from ehcli.desk.settings import Settings


class Where:
    """The place of the record that one command works in."""

    def __init__(self, asked: Callable[[], Settings]) -> None:
        self.asked = asked

    def go_to(self, place: folders.Place, passphrase: str | None) -> None:
        """Works at this place from now on, under a passphrase that is known already: whoever names it has looked."""
        self.place = self.safe_place = place  # not read again as something typed: a file may be called 'practice'
        if passphrase is not None:
            self.passphrase = passphrase

    @cached_property
    def place(self) -> folders.Place:
        """Where the record is: --db or EH_DB ('practice' for the practice record), else the user's own folder."""
        typed = self.asked().db or os.environ.get("EH_DB", "")
        return folders.place(typed) if typed else folders.record_told()

    @property
    def path(self) -> Path:
        """The record's file; raises RecordUnusable where the record is on a database server."""
        if isinstance(self.place, Path):
            return self.place
        raise RecordUnusable(
            f"The record is on a database server: {self.place}.", "This is for a record in a file: --db PATH"
        )

    @cached_property
    def safe_place(self) -> folders.Place:
        """Where the record is, if it may be there; raises RecordUnusable for a place that loses or shows it."""
        if isinstance(self.place, Path):
            from ehcli.machine import safe_place

            safe_place.refuse_unsafe(self.place)
        return self.place

    @property
    def beside(self) -> Path:
        """The file that copies of the record lie beside: its own, or what it would be if it were no server's."""
        return self.place if isinstance(self.place, Path) else folders.home() / "record.db"

    @cached_property
    def key(self) -> str:
        """The passphrase that opens the record; empty for one that is not encrypted."""
        from ehcli.machine import keys

        if not isinstance(self.safe_place, Path) or not keys.is_encrypted(self.safe_place):
            return ""
        spelt = keys.composed(self.passphrase)
        if spelt != self.passphrase:
            from ehcli.record import cipher

            if cipher.opens(self.safe_place, spelt):  # else its letters were taken apart when it was encrypted
                self.passphrase = spelt
        return self.passphrase

    @cached_property
    def passphrase(self) -> str:
        """The passphrase of the record, from wherever it is kept; asked for at most once."""
        from ehcli.machine import keys

        return keys.passphrase(self.path)

    @property
    def known_passphrase(self) -> str | None:
        """The passphrase, where it was asked for already."""
        return self.__dict__.get("passphrase")
