"""A letter as plain values: what it says, in order, before it becomes Word or plain text."""

from __future__ import annotations

from typing import NamedTuple


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
