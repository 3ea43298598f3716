"""Hints as they are printed: each command in them runs as it stands, on the record that was asked for."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence


class Hints:
    """Which record the commands of hints are for, where it is not the usual one, and which commands look into one."""

    def __init__(self) -> None:
        self.db = ""
        self.commands: Collection[str] = ()

    def are_for(self, db: str, commands: Collection[str]) -> None:
        """Every command of a hint that looks into a record names this one from now on; none where it is empty."""
        self.db, self.commands = db, commands

    def of_record(self, text: str) -> str:
        """A text with the record in use named at the end of each command in it; a sentence about eh stays as it is."""
        if not self.db or "eh " not in text:
            return text
        from ehcli.screen.quoted import with_ends  # its patterns are for nobody who works in the usual record

        for words, end in reversed(list(with_ends(text))):
            if words and words[0] in self.commands and not {"--db", "--help"} & set(words):
                text = f"{text[:end]} --db {shlex.quote(self.db)}{text[end:]}"
        return text

    def command(self, words: Sequence[str]) -> str:
        """A command as it is typed, on the record in use."""
        return self.of_record(shlex.join(words))


HINTS = Hints()
