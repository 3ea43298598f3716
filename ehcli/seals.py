"""The seal of an entry, and whether the chain of seals is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

NO_ENTRY = "0" * 64
HEADING = ("id", "recorded_at", "recorded_by", "decided_by", "command", "reason")
FACT = ("id", "entry", "episode", "kind", "happened_on", "happened_at", "details", "root", "withdraws")


def seal(previous: str, heading: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over the seal before, the entry's heading and its facts."""
    body = [previous, dict(heading), [dict(fact) for fact in facts]]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken(rows: Callable[[str], list[tuple[Any, ...]]]) -> int:
    """The first entry whose seal does not fit its facts or the seal before it; nought when the chain is whole.

    ``rows`` answers a SELECT.

    An end that was cut off is found as well: the counter of entries still knows how many there were.
    """
    facts: dict[int, list[dict[str, Any]]] = {}
    for row in rows(f"SELECT {', '.join(FACT)} FROM fact ORDER BY id"):
        facts.setdefault(row[1], []).append(dict(zip(FACT, row, strict=True)))
    seals = {row[0]: (row[1], row[2]) for row in rows("SELECT entry, previous, hash FROM seal")}
    previous, number = NO_ENTRY, 0
    for row in rows(f"SELECT {', '.join(HEADING)} FROM entry ORDER BY id"):
        number += 1
        heading = dict(zip(HEADING, row, strict=True))
        known = seals.get(row[0])
        fitting = seal(previous, heading, facts.pop(row[0], []))
        if row[0] != number or not known or known != (previous, fitting):
            return number
        previous = known[1]
    counted = rows("SELECT last FROM counter WHERE name = 'entry'")
    if counted and counted[0][0] != number:
        return number + 1
    return min(facts, default=0)
