"""The numbers that were given out: what only looks like a reference, and what was given out and is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ehcli.episodes.references import number, reference
from ehcli.record import identity, journal, whose
from ehcli.record.port import Port

LOST = "lost"  # what a rebuild says of the record where numbers were given out to nothing
NAMED = re.compile(r'"(M-[^"]*)"')


class Lookalike(NamedTuple):
    """What is written like a reference and is none: where it stands, whose it is, and the entry that wrote it."""

    ref: str
    whose: str
    entry: int

    def __str__(self) -> str:
        says = f", in what is kept of {self.whose}," if self.whose else ""
        wrote = f" Entry {self.entry} wrote it." if self.entry else ""
        return f"'{self.ref}'{says} is written like a reference and is none: no such is ever given out.{wrote}"


def lookalikes(port: Port, after: int = 0) -> Iterator[Lookalike]:
    """Every such reference that an entry after one gave something, or a meeting of its facts."""
    for letter, table in identity.REFERENCES.items():
        for (ref,) in port.whole(f"SELECT ref FROM {table}"):
            if not number(str(ref), letter):
                yield from found(port, table, ref, after)
    met = "SELECT details, episode, entry FROM fact WHERE kind LIKE 'taf-%' AND entry > ? ORDER BY id"
    for details, episode, entry in port.whole(met, after):
        for ref in NAMED.findall(str(details)):
            if not number(ref, "M"):
                yield Lookalike(ref, whose.in_words(whose.of_episode(port, episode)), entry)


def found(port: Port, table: str, ref: object, after: int) -> Iterator[Lookalike]:
    """One of these by its table: a task has no entry of its own."""
    if table == "task":
        ((episode,),) = port.whole("SELECT episode FROM task WHERE ref = ?", ref)
        yield Lookalike(str(ref), whose.in_words(whose.of_episode(port, episode)), 0)
        return
    for row in journal.rows(port, table, "r.ref = ?", ref):
        if row["_entry"] > after:
            yield Lookalike(str(ref), whose.in_words(whose.of_row(port, table, row) - {str(ref)}), row["_entry"])


def named(given: Mapping[str, int]) -> str:
    """The last number of each kind in words: entry 30, L-0001."""
    return ", ".join(reference(name, last) if len(name) == 1 else f"{name} {last}" for name, last in given.items())


def said_lost(port: Port, after: int = 0) -> Iterator[str]:
    """What a rebuild after an entry said was given out, and was in the record no more."""
    sql = """SELECT e.id, c.value FROM choice c JOIN entry e ON e.id = c.entry
        WHERE c.kind = ? AND c.name = ? AND e.command = ? AND e.id > ? ORDER BY c.number"""
    for entry, value in port.whole(sql, identity.KIND, LOST, "record rebuild", after):
        what = named(identity.numbers(value))
        yield (
            f"Entry {entry} says that the record had lost what was given out up to {what}. Look for it among the "
            "backups (eh restore) and the letters that were posted."
        )
