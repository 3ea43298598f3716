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
FEW = 8  # members of a mapping that are quicker worded one by one
PLAIN = frozenset((str, int, float, bool, type(None)))
MARK, WORDED = "\0", '"\\u0000"'  # stands for what is worded by itself, and how the mark is worded
DELETE = "\x7f"  # the one sign of ASCII that a terminal would obey and that JSON leaves as it is
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
        self.encoders: dict[str, Callable[[object], str]] = {}  # by what stands between two lines

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
        line = "\n" + STEP * (depth + 1)
        inner = (len(value) > FEW and self.at_once(value, line, depth)) or ("," + line).join(self.members(value, depth))
        return f"{{{line}{inner}\n{STEP * depth}}}" if value else "{}"

    def at_once(self, value: dict[Any, Any], line: str, depth: int) -> str:
        """What a mapping of many members holds, with a mark at first where a list or another mapping belongs.

        Empty where that cannot be: for a key that is no text, a sign that is not harmless, or a mark in the value.
        """
        if not all(type(key) is str for key in value):
            return ""
        inner = [self.whole(each, depth + 1) for each in value.values() if type(each) not in PLAIN]
        plain = {key: each if type(each) in PLAIN else MARK for key, each in value.items()} if inner else value
        if line not in self.encoders:
            self.encoders[line] = json.JSONEncoder(ensure_ascii=False, separators=("," + line, ": ")).encode
        words = self.encoders[line](plain)[1:-1]
        parts = words.split(WORDED)
        harmless = (words.isascii() and DELETE not in words) or words.replace(line, "").isprintable()
        if len(parts) != len(inner) + 1 or not harmless:
            return ""
        return "".join([part for pair in zip(parts, [*inner, ""], strict=True) for part in pair])

    def members(self, value: dict[Any, Any], depth: int) -> list[str]:
        """The members of a mapping, each by itself."""
        safe, keys, told = self.safe, self.keys, []
        for key, each in value.items():  # a long list has a million of these: texts are worded here, with no call more
            if type(each) is str:
                word = encode_basestring(each)
                told.append((keys.get(key) or self.key(key)) + (word if word.isprintable() else safe(word)))
            else:
                told.append((keys.get(key) or self.key(key)) + self.whole(each, depth + 1))
        return told

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
