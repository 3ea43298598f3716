"""Tables drawn on a terminal. The only home of rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from textwrap import wrap

from rich.box import ASCII, SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

SHORT = 16  # a reference, a day or a count: never broken over lines, and never cut
NARROWEST = 14  # a column of words is not drawn narrower than this
BETWEEN = 3  # what a drawn table puts between two columns
MANY = 2000  # rows; a drawn table of more would keep somebody waiting


def draw(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draws the rows; values are text and nothing else, so brackets and colons in them stay as they are.

    Nothing is cut. Where the screen is too narrow for the columns side by side, each row becomes a line of its
    references, days and counts, with its words below it.
    """
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    console = Console(markup=False, emoji=False, highlight=False, no_color=plain, soft_wrap=False)
    widths = [max(map(cell_len, (heading, *column))) for heading, *column in zip(headings, *rows, strict=True)]
    least = sum(width if width <= SHORT else NARROWEST for width in widths) + BETWEEN * (len(widths) - 1)
    if least <= console.width and len(rows) <= MANY:
        beside(console, headings, rows, widths, plain)
    else:
        below(console, headings, rows, widths, plain)


def beside(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], plain: bool
) -> None:
    """The columns side by side; words wrap within theirs."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    table = Table(
        box=SIMPLE_HEAD if utf8 else ASCII,
        show_edge=False,
        pad_edge=False,
        header_style="" if plain else "bold",
    )
    for heading, width in zip(headings, widths, strict=True):
        whole = width <= SHORT
        table.add_column(
            Text(heading), no_wrap=whole, overflow="fold", min_width=width if whole else min(width, NARROWEST)
        )
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    console.print(table)


def below(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], plain: bool
) -> None:
    """Each row as a line of what is short, and its words below it, each with its heading."""
    short = [number for number, width in enumerate(widths) if width <= SHORT]
    while sum(widths[number] + 2 for number in short) > console.width + 2:
        short.pop()
    words = [number for number in range(len(widths)) if number not in short]
    if short:
        console.print(Text(in_columns(headings, short, widths), style="" if plain else "bold"))
    for row in rows:
        if short:
            print(in_columns(row, short, widths))
        for line in in_words(headings, row, words, console.width):
            print(line)


def in_columns(values: Sequence[str], columns: Sequence[int], widths: Sequence[int]) -> str:
    padded = (values[number] + " " * (widths[number] - cell_len(values[number])) for number in columns)
    return "  ".join(padded).rstrip()


def in_words(headings: Sequence[str], row: Sequence[str], columns: Sequence[int], width: int) -> list[str]:
    """What a row says beside its short columns, wrapped to the screen; a value that is empty is not named."""
    said = "; ".join(f"{headings[number]}: {row[number]}" for number in columns if row[number])
    return wrap(said, max(width, 20), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
