"""A value as indented JSON, piece by piece: the signs of ``json.dumps`` with an indent, and no text of it all.

With an indent the standard encoder walks every value in Python. Here its C half encodes the words and numbers, and a
mapping that a long list holds many times over, such as a citation, is worded once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

STEP = "  "
MOST = 10_000  # mappings that are remembered, so that memory stays flat


def pieces(value: object, safe: Callable[[str], str]) -> Iterator[str]:
    """The text, some of it at a time; an iterator is told as a list. ``safe`` is applied to every text in it."""
    yield from Words(safe).told(value, 0)


class Words:
    """The wording of one value, with what was worded already."""

    def __init__(self, safe: Callable[[str], str]) -> None:
        self.safe = safe
        self.known: dict[tuple[int, int], tuple[object, str]] = {}  # with the mapping itself: so its id stays its own
        self.keys: dict[str, str] = {}

    def told(self, value: Any, depth: int) -> Iterator[str]:
        """A list row by row, and of a mapping, where it is all there is, each list that it holds."""
        line, ending = "\n" + STEP * (depth + 1), "\n" + STEP * depth
        before = line
        if isinstance(value, (list, tuple, Iterator)):
            for each in value:
                yield ("[" if before == line else "") + before + self.whole(each, depth + 1)
                before = "," + line
            yield "[]" if before == line else ending + "]"
        elif isinstance(value, dict) and value and not depth:
            for key, each in value.items():
                yield ("{" if before == line else "") + before + self.key(key)
                yield from self.told(each, 1)
                before = "," + line
            yield ending + "}"
        else:
            yield self.whole(value, depth)

    def whole(self, value: Any, depth: int) -> str:
        """A value in one piece, as it was worded before if it was."""
        if type(value) is str:
            return self.text(value)
        if value is None:
            return "null"
        if not isinstance(value, (dict, list, tuple)):
            return self.text(value) if isinstance(value, str) else json.dumps(value)
        known = self.known.get((id(value), depth))
        if known:
            return known[1]
        made = self.mapping(value, depth) if isinstance(value, dict) else self.listed(value, depth)
        if depth > 1:  # a row of a list comes once
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[id(value), depth] = value, made
        return made

    def listed(self, value: Sequence[Any], depth: int) -> str:
        line = "\n" + STEP * (depth + 1)
        told = ("," + line).join([self.whole(each, depth + 1) for each in value])
        return f"[{line}{told}\n{STEP * depth}]" if value else "[]"

    def mapping(self, value: dict[Any, Any], depth: int) -> str:
        line, safe, keys, told = "\n" + STEP * (depth + 1), self.safe, self.keys, []
        for key, each in value.items():  # a long list has a million of these: most are worded here, with no call more
            kind = type(each)
            if kind is str:
                word = encode_basestring(each)
                word = word if word.isprintable() else safe(word)
            elif each is None:
                word = "null"
            elif kind is int:
                word = str(each)
            elif kind is bool:
                word = "true" if each else "false"
            else:
                word = self.whole(each, depth + 1)
            told.append((keys.get(key) or self.key(key)) + word)
        return f"{{{line}{(',' + line).join(told)}\n{STEP * depth}}}" if value else "{}"

    def key(self, key: object) -> str:
        """A key before its value."""
        if type(key) is not str:
            return self.text(key) + ": " if isinstance(key, str) else json.dumps({key: 0})[1:-2]
        if key not in self.keys:
            if len(self.keys) >= MOST:
                self.keys.clear()
            self.keys[key] = self.text(key) + ": "
        return self.keys[key]

    def text(self, value: str) -> str:
        made = encode_basestring(value)
        return made if made.isprintable() else self.safe(made)
