"""A letter as plain values: what it says, in order, before it becomes Word or plain text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from ehcli.named_tuple import NamedTuple


class Run(NamedTuple):
    """A stretch of words, bold or not; a newline in it is a line break."""

    text: str
    bold: bool = False


class Heading(NamedTuple):
    """A heading: level 1 says the outcome, level 2 opens a part of the letter."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph of the letter."""

    runs: tuple[Run, ...]


class Bullet(NamedTuple):
    """One point of a list."""

    runs: tuple[Run, ...]


class Address(NamedTuple):
    """Lines that stay lines: an address, or a name above a role."""

    lines: tuple[str, ...]


class RoomToSign(NamedTuple):
    """Blank paper above the name, for a signature."""


class Voice(NamedTuple):
    """A child's own words, set apart in a style of their own (COG-240)."""

    runs: tuple[Run, ...]


class Table(NamedTuple):
    """Rows under headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Star(NamedTuple):
    """An Outcomes Star, drawn where pictures can be; ``alt`` says the same in words."""

    alt: str
    now: tuple[int, ...]
    before: tuple[int, ...]
    low: int
    high: int


Block = Heading | Paragraph | Bullet | Address | RoomToSign | Voice | Table | Star


class Passage(NamedTuple):
    """Blocks that take a field's place where it stands alone: minutes, which no template could lay out."""

    blocks: tuple[Block, ...]

    def said(self) -> str:
        """Everything the passage says, without its layout."""
        return "\n".join(words(block) for block in self.blocks)


class Letter(NamedTuple):
    """One letter, ready to be put on paper.

    ``dated`` is the date as the letter prints it, ``reference`` what the footer prints.
    """

    kind: str
    version: str
    title: str
    reference: str
    dated: str
    team: str
    enclosures: tuple[str, ...]
    blocks: tuple[Block, ...]


def words(block: Block) -> str:
    """Everything one block says, without its layout."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(runs=runs) | Bullet(runs=runs) | Voice(runs=runs):
            return "".join(run.text for run in runs)
        case Address(lines=lines):
            return "\n".join(lines)
        case Table(headings=headings, rows=rows):
            return "\n".join("  ".join(row) for row in (headings, *rows))
        case Star(alt=alt):
            return alt
        case RoomToSign():
            return ""


SHAPES: dict[str, Any] = {shape.__name__.lower(): shape for shape in get_args(Block)}


def kept(letter: Letter, given: Mapping[str, object]) -> str:
    """The letter word by word, as the record keeps it; with the values it was given, where Word wrote the words."""
    blocks = [[type(block).__name__.lower(), *block] for block in letter.blocks]
    told = {**letter._asdict(), "blocks": [] if given else blocks, "given": dict(given)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_kept(words: str) -> tuple[Letter, dict[str, object]]:
    """The letter that the record kept, and the values it was given."""
    told = json.loads(words)
    given: dict[str, object] = told.pop("given")
    told["blocks"] = tuple(_block(*block) for block in told["blocks"])
    told["enclosures"] = tuple(told["enclosures"])
    return Letter(**told), given


def in_words(kept: str) -> str:
    """What a letter that the record kept says; where Word wrote the words, the values that it was given."""
    letter, given = from_kept(kept)
    parts = [each for value in given.values() for each in (value if isinstance(value, list) else [value])]
    return "\n".join(filter(None, [*map(words, letter.blocks), *map(str, parts)]))


def _block(name: str, *parts: Any) -> Block:
    if name in ("paragraph", "bullet", "voice"):
        parts = (tuple(Run(*run) for run in parts[0]),)
    block: Block = SHAPES[name](*map(_as_tuple, parts))
    return block


def _as_tuple(value: Any) -> Any:
    """What JSON gives as lists, as the tuples they were."""
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value
