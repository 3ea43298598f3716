"""The marks a letter template may use, read into blocks with every value held apart from them.

Five marks are known: ``# `` and ``## `` headings, ``- `` points, ``**bold**``, ``\\`` at the end of a line
for a line break, and ``___`` for room to sign. A blank line ends a paragraph. This is a small line parser
and not a Markdown library, because Markdown also reads numbers, indents, angle brackets, underscores and
web addresses as marks, and an officer who types "1. " or "<3" into a letter means just that.

A value never meets the parser. It is swapped for a token made of two characters that Unicode keeps for
a program's private use, the marks are read, and then the value is put back as literal text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ehcli.paper.pages import Address, Block, Bullet, Heading, Paragraph, Passage, RoomToSign, Run

OPEN, CLOSE = "\ufdd0", "\ufdd1"
TOKEN = f"{OPEN}([0-9]+){CLOSE}"
ONLY_VALUES = f"(?:{TOKEN} ?)+"
# XML 1.0 has no place for the control characters, and Word will not open a file that holds one of the first 32. The
# signs from 202a on turn round the order in which what follows is read: another name than the one that is written.
ILLEGAL = (
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2029\\u202f-\\u2065\\u206a-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
    f"|[{OPEN}{CLOSE}]"
)
# Word and Excel put \v where a person pressed Shift+Enter.
NEWLINE = r"\r\n|\r|\v"
BOLD = r"(?s)\*\*(?=\S)(.+?)(?<=\S)\*\*"
HEADING = r"(#{1,2}) +(.+)"
BULLET = r"-(?: +(.*))?"
SIGN = r"_{3,}"

Value = str | list[str] | Passage


def clean(text: str) -> str:
    """The text without the control characters that no letter can hold; line breaks are kept."""
    return re.sub(ILLEGAL, "", re.sub(NEWLINE, "\n", text))


class Held:
    """Values taken out of a letter while its marks are read."""

    def __init__(self) -> None:
        self._values: list[Value] = []

    def keep(self, value: object) -> str:
        """The token that stands for a value; nothing at all for an empty one."""
        if isinstance(value, Passage):
            kept: Value = value
        elif isinstance(value, (list, tuple)):
            kept = [text for item in value if (text := clean(str(item))).strip()]
        else:
            kept = "" if value is None else clean(str(value))
        if not kept:
            return ""
        self._values.append(kept)
        return f"{OPEN}{len(self._values) - 1}{CLOSE}"

    def fill(self, text: str) -> str:
        """The text with each value back in its place; a list is joined by commas."""

        def told(found: re.Match[str]) -> str:
            value = self._values[int(found[1])]
            return value if isinstance(value, str) else ", ".join(value) if isinstance(value, list) else ""

        return re.sub(TOKEN, told, text)

    def items(self, text: str) -> list[str] | None:
        """The items of a list that stands alone in the text, else None."""
        found = re.fullmatch(TOKEN, text.strip())
        value = self._values[int(found[1])] if found else ""
        return value if isinstance(value, list) else None

    def passage(self, text: str) -> Passage | None:
        """The passage that stands alone in the text, else None."""
        found = re.fullmatch(TOKEN, text.strip())
        value = self._values[int(found[1])] if found else ""
        return value if isinstance(value, Passage) else None


def blocks(text: str, held: Held) -> Iterator[Block]:
    """The blocks of a letter, with the held values put back as literal text."""
    lines: list[str] = []
    bulleted = False

    def finished() -> Iterator[Block]:
        if lines:
            yield from _bullets(lines, held) if bulleted else _paragraph(lines, held)
            lines.clear()

    for line in (raw.strip() for raw in text.split("\n")):
        bullet = re.fullmatch(BULLET, line)
        heading = re.fullmatch(HEADING, line)
        if line and not (bullet or heading or re.fullmatch(SIGN, line)):
            lines.append(line)
            continue
        yield from finished()
        bulleted = bool(bullet)
        if bullet:
            lines.append(bullet[1] or "")
        elif heading:
            said = "".join(run.text for run in _runs(heading[2], held))
            if said.strip():
                yield Heading(len(heading[1]), said)
        elif line:
            yield RoomToSign()
    yield from finished()


def _paragraph(lines: list[str], held: Held) -> Iterator[Block]:
    bare = [line.removesuffix("\\").rstrip() for line in lines]
    if len(bare) == 1 and (passage := held.passage(bare[0])):
        yield from passage.blocks
        return
    only_values = all(re.fullmatch(ONLY_VALUES, line) for line in bare)
    if only_values and (len(bare) > 1 or held.items(bare[0]) is not None):
        yield Address(tuple(_address_lines(bare, held)))
    elif runs := _runs(_joined(lines), held):
        yield Paragraph(runs)


def _address_lines(lines: list[str], held: Held) -> Iterator[str]:
    for line in lines:
        items = held.items(line)
        for item in [held.fill(line)] if items is None else items:
            yield from (part.strip() for part in item.split("\n") if part.strip())


def _bullets(lines: list[str], held: Held) -> Iterator[Block]:
    text = _joined(lines)
    items = held.items(text)
    if items is not None:
        yield from (Bullet((Run(item),)) for item in items)
    elif runs := _runs(text, held):
        yield Bullet(runs)


def _joined(lines: list[str]) -> str:
    """The lines as one flow of words, broken only where a line ends with a backslash."""
    parts = [f"{line[:-1].rstrip()}\n" if line.endswith("\\") else f"{line} " for line in lines]
    return "".join(parts).strip()


def _runs(text: str, held: Held) -> tuple[Run, ...]:
    # Splitting on one group leaves plain and bold words by turns.
    pieces = enumerate(re.split(BOLD, text))
    return tuple(Run(held.fill(piece), bool(turn % 2)) for turn, piece in pieces if piece)
