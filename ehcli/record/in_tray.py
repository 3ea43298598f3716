"""The letters in the tray: printed, not posted, and not taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ehcli.record.people import MOST
from ehcli.record.port import Port, among
from ehcli.record.tasks import CLOSED_SINCE


class Waiting(NamedTuple):
    """A letter as it was printed, in words of the record: who it is to stands in the fact that tells of it."""

    ref: str
    episode: str
    kind: str
    addressee: str
    address: str
    released_by: str
    options: str
    open_to: str
    family: str
    team: str
    to: str = ""
    entry: int = 0

    @property
    def meeting(self) -> str:
        """The meeting that it is about; empty for none."""
        return next(
            (each.removeprefix("meeting ") for each in self.options.split("\n") if each.startswith("meeting ")), ""
        )


def in_parts(values: Iterable[str], ask: Callable[[list[str], str], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """What a question finds of many values, some at a time; it is given them and their marks."""
    wanted = sorted(set(values))
    found = []
    for start in range(0, len(wanted), MOST):
        some = wanted[start : start + MOST]
        found += ask(some, ", ".join("?" * len(some)))
    return found


LETTERS = """SELECT l.ref, l.episode, l.kind, l.addressee, l.address, l.released_by, l.options, l.open_to, e.family,
    e.team, w.entry, w.details, l.dated
FROM letter_stands l JOIN episode_stands e ON e.ref = l.episode
JOIN fact_stands w ON w.episode = l.episode AND w.kind = 'letter-written' AND w.details LIKE '%"' || l.ref || '"%'
WHERE {where}"""
# Printed and not posted.
IN_TRAY = """NOT EXISTS (SELECT 1 FROM fact_stands p WHERE p.episode = l.episode
    AND p.kind = 'letter-posted' AND p.details LIKE '%"' || l.ref || '"%')"""


def letters(port: Port, refs: Iterable[str]) -> list[Waiting]:
    """These letters, each with whom it is to and the entry that printed it; not one that was taken back."""
    return as_waiting(in_parts(refs, lambda some, marks: port.rows(LETTERS.format(where=f"l.ref IN ({marks})"), *some)))


def of_families(port: Port, families: Iterable[str]) -> list[Waiting]:
    """The letters of these families that were printed and not posted, the oldest first."""
    where = f"e.family IN ({{marks}}) AND {IN_TRAY}"
    return as_waiting(
        in_parts(
            families,
            lambda some, marks: port.rows(LETTERS.format(where=where.format(marks=marks)), *some),
        )
    )


def of_teams(port: Port, teams: Sequence[str], closed_since: str) -> list[Waiting]:
    """The letters of some teams, or of every team, that were printed and not posted, the oldest first.

    They are of cases that are open, or were closed on that day or later.
    """
    test, values = among("e.team", teams)
    where = " AND ".join(filter(None, [test, CLOSED_SINCE, IN_TRAY]))
    return as_waiting(port.rows(LETTERS.format(where=where), *values, closed_since))


def as_waiting(rows: Iterable[tuple[Any, ...]]) -> list[Waiting]:
    """Rows of LETTERS as letters, the oldest first."""
    ordered = sorted(rows, key=lambda row: (row[12], row[0]))
    return [Waiting(*row[:10])._replace(to=str(json.loads(row[11]).get("to", "")), entry=row[10]) for row in ordered]
