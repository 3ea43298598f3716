"""What the journal itself says of a record: its name, whether it is for practice, and what it began with.

The table ``about`` says some of it too, for everyday reading. That can be edited; a sealed entry cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ehcli.episodes.references import number
from ehcli.record import seals
from ehcli.record.port import Port, given_out
from ehcli.record.port import about as port_about
from ehcli.record.tasks import unmarked
from ehcli.record.versioned import KEPT

if TYPE_CHECKING:
    from ehcli.record.writing import Writer

KIND = "record"  # of the choices that say it
REPLAY = "replay"  # of a record that may be told of any day; no other record says it
BOTH = {
    "record": "id",
    "practice": "practice",
    REPLAY: REPLAY,
    "procedure": "procedure",
}  # what ``about`` says too, by its own name for it
REFERENCES = {"E": "episode", "F": "family", "P": "person", "N": "case_note", "L": "letter", "T": "task"}
# What ``about`` says beside it: how the tables are made, what the lists are worked out from, and what became of it.
BESIDE = {"schema", "procedures", "worklist", "aims", "letters", "replaced", "moved"}
COMMANDS = (
    "record upgrade",
    "restore",
    "record rebuild",
    "record move",
)  # what may say it, beside the entry that made the record


def tell(writer: Writer, said: Mapping[str, str]) -> None:
    """Has the entry that is being written say this of the record."""
    for name, value in said.items():
        writer.add("choice", kind=KIND, name=name, value=value)


def of(port: Port) -> dict[str, str]:
    """What a record says of itself, as its journal is to say it."""
    about = port_about(port)
    return {name: about[key] for key, name in BOTH.items() if key in about}


def said_moved(port: Port) -> str:
    """Where the record says of itself that it went, whatever its journal says."""
    return "".join(value for (value,) in port.whole("SELECT value FROM about WHERE key = 'moved'"))


def as_it_lies(port: Port) -> dict[str, str]:
    """The same of a record whose journal said nothing of it until now, with what cannot be told from its rows."""
    restored = port.whole("SELECT 1 FROM entry WHERE command = 'restore' LIMIT 1")
    given = {name: last for name, last in given_out(port).items() if (restored and name in REFERENCES) or name == "M"}
    return of(port) | {"tasks": digest_of(unmarked(port)), "given": of_numbers(given)}


def told(port: Port) -> dict[str, str]:
    """What the journal says of the record; nothing of one that is older than these sayings."""
    sql = """SELECT c.name, c.value FROM choice c JOIN entry e ON e.id = c.entry
        WHERE c.kind = ? AND (e.id = 1 OR e.command IN (?, ?, ?, ?)) ORDER BY c.number"""
    return dict(port.whole(sql, KIND, *COMMANDS))


def of_numbers(given: Mapping[str, int]) -> str:
    """The last number that was given out of each kind, as one text."""
    return " ".join(f"{name}={last}" for name, last in sorted(given.items()))


def numbers(text: str) -> dict[str, int]:
    """The same read back; what is no number is left out."""
    pairs = (part.partition("=") for part in text.split())
    return {name: int(last) for name, _, last in pairs if last.isdecimal()}


def digest_of(tasks: Iterable[tuple[str, str, str]]) -> str:
    """How many tasks these are, and one hash over them: those that were given out before each had a mark."""
    count, found = 0, ""
    for task in tasks:
        count, found = count + 1, seals.mark_of_task(found, *task)
    return f"{count} {found}".strip()


def given_at_least(port: Port) -> dict[str, int]:
    """The last number of each kind that was given out: by the rows there are, and by what was left out of a restore."""
    floor, found = numbers(told(port).get("given", "")), in_rows(port)
    return {name: max(last, floor.get(name, 0)) for name, last in found.items()}


def in_rows(port: Port) -> dict[str, int]:
    """The last number of each kind that a row has, whether it stands or not."""
    found = {table: port.whole(f"SELECT max(id) FROM {table}")[0][0] or 0 for table in ("entry", "fact")}
    found |= {
        table: port.whole(f"SELECT max(number) FROM {table}")[0][0] or 0
        for table, kept in KEPT.items()
        if "number" in kept.columns
    }
    for letter, table in REFERENCES.items():
        found[letter] = max((number(str(ref), letter) for (ref,) in port.whole(f"SELECT ref FROM {table}")), default=0)
    met = port.whole("SELECT details FROM fact WHERE kind IN ('taf-scheduled', 'taf-held', 'taf-not-held')")
    found["M"] = max((number(ref, "M") for (told,) in met for ref in re.findall(r'"(M-[^"]*)"', str(told))), default=0)
    return found
