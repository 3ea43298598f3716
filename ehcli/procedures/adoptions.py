"""The procedures that a team takes up: which holds from which day, as seen on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

RUNNING, CHOSEN = "running", "chosen "
FROM_THE_BEGINNING = date.min.isoformat()


class Adoption(NamedTuple):
    """A procedure that a team takes up from its first day on; days are ISO text."""

    name: str
    first: str
    running: bool = False  # what is running on that day moves too
    chosen: str = ""  # the day on which it was chosen, where the first day was over by then

    @property
    def moves_on(self) -> str:
        """The day on which what is running moves: one that was closed before does not."""
        return max(self.first, self.chosen)

    @property
    def kept(self) -> str:
        """How the record keeps it beside its first day."""
        parts = (self.name, RUNNING if self.running else "", f"{CHOSEN}{self.chosen}" if self.chosen else "")
        return "; ".join(part for part in parts if part)


def read(first: str, kept: str) -> Adoption:
    """What a team took up from a day on, as the record keeps it."""
    name, *more = kept.split("; ")
    chosen = next((part.removeprefix(CHOSEN) for part in more if part.startswith(CHOSEN)), "")
    return Adoption(name, first, RUNNING in more, chosen)


def as_kept(chosen: Mapping[str, str]) -> list[Adoption]:
    """What a team took up, as the record keeps it by first day: in the order in which each began to count."""
    return sorted((read(first, kept) for first, kept in chosen.items()), key=lambda each: each.moves_on)


def by_day(adoptions: Iterable[Adoption], today: str, closed_on: str = "") -> dict[str, str]:
    """The procedures of a team by the day from which each is in force, as seen today.

    What is running moves when the first day has come, and not before; an episode that was closed by then does not.
    """
    found: dict[str, str] = {}
    for each in adoptions:
        if each.running and each.first <= today and not (closed_on and closed_on < each.moves_on):
            found = {day: name for day, name in found.items() if day > each.first} | {FROM_THE_BEGINNING: each.name}
        found[each.first] = each.name
    return found
