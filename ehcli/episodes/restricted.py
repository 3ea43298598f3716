"""What is restricted to a group is hidden from others: they see that it is there, on which day, and the group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ehcli.episodes.facts import LetterPosted, LetterWritten, NoteWritten, Told

# All that is shown to somebody outside the group (TEH-174, TEH-175).
SHOWN = ("note", "letter", "ref", "entry", "_entry", "episode", "happened_on", "dated", "posted_on", "withdrawn")


class Reader(NamedTuple):
    """Who reads: the groups they are in, or somebody who checks the record and sees everything."""

    groups: frozenset[str] = frozenset()
    everything: bool = False

    def sees(self, group: str) -> bool:
        return not group or self.everything or group in self.groups


OUTSIDE = Reader()
EVERYTHING = Reader(everything=True)


def row(values: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A note or letter as this reader may see it; its ``open_to`` is the group it is restricted to."""
    if reader.sees(values.get("open_to") or ""):
        return values | {"restricted": ""}
    blank = {key: value if key in SHOWN else "" for key, value in values.items()}
    return blank | {"open_to": values["open_to"], "restricted": instead(values["open_to"])}


def instead(group: str) -> str:
    """What stands in the place of what is hidden."""
    return f"restricted to {group}"


def group_of(told: Told, hidden: Mapping[str, str]) -> str:
    """The group of the hidden note or letter that a fact speaks of; empty for any other."""
    match told.fact:
        case NoteWritten(note=ref) | LetterWritten(letter=ref) | LetterPosted(letter=ref):
            return hidden.get(ref, "")
    return ""


def veiled(told: Told, hidden: Mapping[str, str]) -> Told:
    """A fact without what it tells of a hidden note or letter; ``hidden`` gives the group of each."""
    group = group_of(told, hidden)
    if not group:
        return told
    if isinstance(told.fact, NoteWritten):
        fact: Any = told.fact._replace(type=instead(group), children=(), significant=False, worker="")
    else:
        fact = told.fact._replace(kind=instead(group), to="")  # type: ignore[call-arg]
    return told._replace(fact=fact)
