"""What somebody else recorded about the same thing while a command was on its way."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ehcli.errors import Overtaken
from ehcli.named_tuple import NamedTuple
from ehcli.record.port import Port
from ehcli.record.versioned import KEPT

# The columns that say what a row is about, for the facts and for each table whose newest row is what holds now.
ABOUT: dict[str, tuple[str, ...]] = {
    "fact": ("episode",),
    **{table: kept.key for table, kept in KEPT.items() if kept.primary == ("number",)},
}


class Other(NamedTuple):
    """Somebody else's entry."""

    entry: int
    at: str
    by: str
    command: str

    def __str__(self) -> str:
        return f"entry {self.entry} by {self.by} at {self.at} (eh {self.command})"


def others(port: Port, table: str, key: Sequence[str], among: Collection[int]) -> list[Other]:
    """The entries among these that have a row of the table about the same thing."""
    tests = " AND ".join(f"t.{column} = ?" for column in ABOUT[table])
    if table == "fact":
        tests += " AND t.kind <> 'note-written'"  # a note changes nothing that somebody else decides on
    sql = f"""SELECT DISTINCT e.id, e.recorded_at, e.recorded_by, e.command FROM {table} t JOIN entry e
        ON e.id = t.entry WHERE {tests} AND t.entry >= ? ORDER BY e.id"""
    found = [Other(*row) for row in port.whole(sql, *key, min(among))] if among else []
    return [other for other in found if other.entry in among]


def refuse(port: Port, table: str, key: Sequence[str], among: Collection[int]) -> None:
    """Raises Overtaken, with who came between, where one of these entries is about the same thing."""
    between = others(port, table, key, among)
    if between:
        what = " ".join(key) if table == "fact" else f"The {table.replace('_', ' ')} {' '.join(key)}"
        raise Overtaken(
            f"{what} was changed by somebody else meanwhile: {'; '.join(map(str, between))}.",
            "Nothing was written. See what changed, then type it again if it still holds.",
        )
