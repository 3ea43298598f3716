"""What was read within one transaction is remembered until something is written that may change it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

Row = tuple[Any, ...]
MOST = 1000  # rows of one answer that are remembered
IN_ALL = 20_000  # rows of all answers: whoever reads a record from end to end remembers none of the beginning
# What a rebuild writes without an entry: that no entry came between says nothing of these.
REBUILT = r"\b(?:about|counter|looked|meeting|name_word|pack_duty|task|worklist)\b"
WRITES = r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)|SELECT (\w+)\('
# The functions of a server that change what follows from the facts, and the table that each changes.
CHANGED_BY = {
    "empty_worklist": "worklist",
    "forget_words": "name_word",
    "give_out": "counter",
    "set_about": "about",
    "set_bands": "worklist",
    "set_citations": "pack_duty",
    "set_heading": "episode",
    "set_meetings": "meeting",
    "set_worklist": "worklist",
}


class Asked:
    """A port that answers nothing and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def rows(self, sql: str, *values: object) -> list[Row]:
        self.asked.append((sql, values))
        return []

    whole = rows


@runtime_checkable
class Far(Protocol):
    """A port whose every trip is long: it can be asked for several things in one."""

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None: ...


def ask_ahead(port: object, reading: Callable[[Asked], object]) -> None:
    """Has a server answer in one trip what the reading is about to ask; a file is near, and asked when it is needed.

    The reading must ask the same whatever it is answered.
    """
    if isinstance(port, Far):
        port.ask_ahead(reading)


class Remembered:
    """What was read within one moment, so that nothing is asked twice: a server may be far away."""

    def __init__(self) -> None:
        self.known: dict[str, dict[tuple[object, ...], list[Row]]] = {}  # by statement, then by its values
        self.held = 0

    def rows(self, sql: str, values: Sequence[object], ask: Callable[[], list[Row]]) -> list[Row]:
        """The rows as they were read before, else as they are read now."""
        key = tuple(values)
        known = self.known.get(sql)
        if known and key in known:
            return list(known[key])
        found = ask()
        if len(found) <= MOST:
            self.remember(sql, key, found)
        return found

    def remember(self, sql: str, key: tuple[object, ...], found: list[Row]) -> None:
        if self.held > IN_ALL:
            self.known, self.held = {}, 0
        self.known.setdefault(sql, {})[key] = list(found)
        self.held += len(found) + 1

    def unknown(self, reading: Callable[[Asked], object]) -> list[tuple[str, tuple[object, ...]]]:
        """What of this reading is not known. Its answers are remembered however long: the reading comes next."""
        asked = Asked()
        reading(asked)
        return [each for each in dict.fromkeys(asked.asked) if each[1] not in self.known.get(each[0], {})]

    def from_entries(self) -> Remembered:
        """What holds for as long as nobody makes an entry."""
        lasting = Remembered()
        lasting.known = {sql: answers for sql, answers in self.known.items() if not re.search(REBUILT, sql)}
        lasting.held = self.held
        return lasting

    def changed(self, sql: str) -> None:
        """Forgets what the statement may change: whatever was asked that names its table.

        What was undone is out of sight of every view, and no reading names it.
        """
        writes = re.match(WRITES, sql)
        assert writes, "a statement that writes names its table first"
        table = writes[1] or CHANGED_BY[writes[2]]
        self.known = {} if table == "undone" else {of: known for of, known in self.known.items() if table not in of}
