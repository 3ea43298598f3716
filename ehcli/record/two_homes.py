"""That two people live in two homes, though their addresses look like one: decided, for the addresses as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ehcli.machine.hashes import sha256
from ehcli.matching.spelling import folded
from ehcli.record.port import Port

KIND = "two-homes"  # of the choices that say it
SHOWN = 16  # figures of the mark of an address that are kept
DECIDED = """SELECT name, value, number, decided_by, reason, entry FROM choice_stands WHERE number IN
    (SELECT max(number) FROM choice_stands WHERE kind = ? AND value <> '' GROUP BY name) ORDER BY number"""
# An ending stays an ending though it was undone: what keeps two people apart is loosened by a decision alone.
ENDED = "SELECT name, max(number) FROM choice WHERE kind = ? AND value = '' GROUP BY name"


class Lives(Protocol):
    """Somebody's address as the record has it."""

    @property
    def address(self) -> str: ...

    @property
    def postcode(self) -> str: ...


def pair(one: str, other: str) -> str:
    """The two people as the decision names them, whichever was named first."""
    return " ".join(sorted((one, other), key=lambda ref: (len(ref), ref)))


def mark(known: Mapping[str, Lives], refs: str) -> str:
    """A mark of the addresses of two people as they stand: another once either of them is changed."""
    return " ".join(sha256(written(known[ref]).encode())[:SHOWN] for ref in refs.split())


def written(lives: Lives) -> str:
    return f"{folded(lives.address)}|{folded(lives.postcode)}"


def standing(port: Port) -> dict[str, tuple[str, str, str, int]]:
    """What was decided of each two people and not ended: the mark of their addresses, who decided, why, which entry."""
    ended: dict[str, int] = dict(port.rows(ENDED, KIND))
    return {row[0]: (row[1], *row[3:]) for row in port.rows(DECIDED, KIND) if row[2] > ended.get(row[0], 0)}


def decided(port: Port, known: Mapping[str, Lives]) -> frozenset[frozenset[str]]:
    """The pairs of these people of whom it was decided, for the addresses that they have today."""
    return frozenset(
        frozenset(refs.split())
        for refs, (said, *_) in standing(port).items()
        if set(refs.split()) <= known.keys() and said == mark(known, refs)
    )
