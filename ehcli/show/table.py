"""Tables drawn on a terminal. The only home of rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rich.box import ASCII, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


def draw(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draws the rows; values are text and nothing else, so brackets and colons in them stay as they are."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    console = Console(markup=False, emoji=False, highlight=False, no_color=plain, soft_wrap=False)
    table = Table(
        box=SIMPLE_HEAD if utf8 else ASCII,
        show_edge=False,
        pad_edge=False,
        header_style="" if plain else "bold",
    )
    for number, heading in enumerate(headings):
        # References and dates stay whole; words wrap.
        whole = all(len(row[number]) <= 16 for row in rows)
        table.add_column(Text(heading), no_wrap=whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    console.print(table)
