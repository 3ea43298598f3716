"""A letter as plain text, for a look before it is made and for pasting into a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from ehcli.paper.pages import Address, Block, Bullet, Heading, Letter, Paragraph, RoomToSign, Star, Table, Voice, words

UNDERLINE = {1: "=", 2: "-"}
# Harmless on paper, but a terminal takes some of these as orders.
TERMINAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_text(letter: Letter, width: int = 78) -> str:
    """The letter as plain text, wrapped to a width, ending in a newline."""
    parts: list[str] = []
    before: Block | None = None
    for block in letter.blocks:
        if parts and not (isinstance(before, Bullet) and isinstance(block, Bullet)):
            parts.append("")
        parts.extend(_lines(block, width))
        before = block
    return "\n".join(parts) + "\n"


def _lines(block: Block, width: int) -> Iterator[str]:
    said = TERMINAL.sub("", words(block))
    match block:
        case Heading(level=level):
            heading = list(_wrapped(said, width))
            yield from heading
            yield UNDERLINE[level] * max(map(len, heading), default=0)
        case Bullet():
            yield from _wrapped(said, width, "- ")
        case Paragraph() | Address():
            yield from _wrapped(said, width)
        case Voice():
            yield from (f"| {line}" for line in _wrapped(said, width - 2))
        case Table(headings=headings, rows=rows):
            yield from _table(headings, rows, width)
        case Star():
            yield from _wrapped(f"[{said}]", width)
        case RoomToSign():
            yield from ("", "")


def _table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    """Each row on its own lines, its cells under the names of their columns."""
    for row in rows:
        cells = (TERMINAL.sub("", cell) for cell in row)
        told = [f"{name}: {cell}" if name else f"{cell}." for name, cell in zip(headings, cells, strict=True)]
        yield from _wrapped(" ".join("; ".join(told).replace(".;", ".").split()), width, "- ")


def _wrapped(text: str, width: int, mark: str = "") -> Iterator[str]:
    """The lines of a text; an e-mail address or a reference is never cut in two."""
    indent = " " * len(mark)
    for number, line in enumerate(text.split("\n")):
        yield from wrap(
            line,
            width,
            initial_indent=indent if number else mark,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
