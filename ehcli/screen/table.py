"""Tables drawn on a terminal. The only home of rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

SHORT = 16  # a reference, a day or a count: never broken over lines
NARROWEST = 14  # a column of words is not drawn narrower than this, nor than its longest word
BETWEEN = "   "  # what stands between two columns


def draw(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> None:
    """Draws the rows on a screen of this width; values are text, so brackets and colons in them stay as they are.

    Nothing is cut, and no word is broken. Where the screen is too narrow for the columns side by side, each row becomes
    a line of its references, days and counts, with its words below it. The widths are worked out here and nowhere else:
    a library that reckons them in its own way would crop at the width where the two reckonings differ.
    """
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(length, column)) for column in columns]
    least = [
        width if width <= SHORT else max(NARROWEST, longest_word(column))
        for width, column in zip(widths, columns, strict=True)
    ]
    spare = room - sum(least) - len(BETWEEN) * (len(columns) - 1)
    if spare >= 0:
        beside(headings, rows, shared_out(spare, least, widths))
    else:
        below(headings, rows, widths, room)


def length(text: str) -> int:
    """How many places a text takes on the screen."""
    return len(text) if text.isascii() else cell_len(text)


def longest_word(texts: Sequence[str]) -> int:
    return max((length(word) for text in set(texts) for word in text.split()), default=0)


def shared_out(spare: int, least: Sequence[int], widths: Sequence[int]) -> list[int]:
    """The width of each column: what is to spare goes to the narrowest of those that would fill more."""
    given = list(least)
    for _ in range(spare):
        wanting = [number for number, width in enumerate(given) if width < widths[number]]
        if not wanting:
            break
        given[min(wanting, key=given.__getitem__)] += 1
    return given


def beside(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """The columns side by side; words go on within theirs."""
    every = range(len(widths))
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    bold(in_lines(headings, widths))
    print(("─" if utf8 else "-") * (sum(widths) + len(BETWEEN) * (len(widths) - 1)))
    for row in rows:
        if all(length(row[number]) <= widths[number] for number in every):  # most rows of most lists
            print(in_columns(row, every, widths, BETWEEN))
        else:
            for line in in_lines(row, widths):
                print(line)


def in_lines(values: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """One row over as many lines as its words need."""
    pieces = [folded(value, width) for value, width in zip(values, widths, strict=True)]
    for line in zip_longest(*pieces, fillvalue=""):
        yield in_columns(line, range(len(widths)), widths, BETWEEN)


def below(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> None:
    """Each row as a line of what is short, and its words below it, each with its heading."""
    short = [number for number, width in enumerate(widths) if width <= SHORT]
    while sum(widths[number] + 2 for number in short) > room + 2:
        short.pop()
    words = [number for number in range(len(widths)) if number not in short]
    if short:
        bold([in_columns(headings, short, widths)])
    for row in rows:
        if short:
            print(in_columns(row, short, widths))
        for line in in_words(headings, row, words, room):
            print(line)


def in_columns(values: Sequence[str], columns: Sequence[int], widths: Sequence[int], between: str = "  ") -> str:
    padded = (values[number] + " " * (widths[number] - length(values[number])) for number in columns)
    return between.join(padded).rstrip()


def in_words(headings: Sequence[str], row: Sequence[str], columns: Sequence[int], room: int) -> list[str]:
    """What a row says beside its short columns, over as many lines as it needs; a value that is empty is not named."""
    said = "; ".join(f"{headings[number]}: {row[number]}" for number in columns if row[number])
    return folded(said, room, "  ", "    ") if said else []


def folded(text: str, room: int, first: str = "", further: str = "") -> list[str]:
    """The text in lines no longer than the room, broken between words; a word that is longer has a line to itself."""
    if length(first) + length(text) <= room:
        return [first + text]
    lines: list[str] = []
    line, taken = first, length(first)
    begun = False  # whether the line has a word yet
    for word in text.split():
        needs = length(word) + begun
        if begun and taken + needs > room:
            lines.append(line)
            line, taken, begun, needs = further, length(further), False, length(word)
        line += f" {word}" if begun else word
        taken, begun = taken + needs, True
    return [*lines, line]


def bold(lines: Iterator[str] | list[str]) -> None:
    """Prints a heading, bold where the screen may be told so."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        for line in lines:
            print(line)
        return
    console = Console(markup=False, emoji=False, highlight=False)
    for line in lines:
        console.print(Text(line, style="bold"), soft_wrap=True)
