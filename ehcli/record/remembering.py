"""What was read within one transaction is remembered until something is written that may change it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

Row = tuple[Any, ...]
MOST = 1000  # rows of one answer that are remembered
IN_ALL = 20_000  # rows of all answers: whoever reads a record from end to end remembers none of the beginning
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


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
            if self.held > IN_ALL:
                self.known, self.held = {}, 0
            self.known.setdefault(sql, {})[key] = list(found)
            self.held += len(found) + 1
        return found

    def changed(self, sql: str) -> None:
        """Forgets what the statement may change: whatever was asked that names its table.

        What was undone is out of sight of every view, and no reading names it.
        """
        table = WRITES.match(sql)
        assert table, "a statement that writes names its table first"
        self.known = (
            {} if table[1] == "undone" else {of: known for of, known in self.known.items() if table[1] not in of}
        )
