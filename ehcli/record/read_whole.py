"""Reads a record from end to end, some hundred rows at a time: what checks and repairs compare with the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ehcli.matching.spelling import folded
from ehcli.record import people, projecting, stories
from ehcli.record.cases import EpisodeHeading
from ehcli.record.meetings import MeetingRow
from ehcli.record.port import Port

Row = tuple[Any, ...]
AT_ONCE = 500  # episodes or people whose rows are read together


def episode_count(port: Port) -> int:
    """How many episodes there are, open and closed."""
    return int(port.rows("SELECT count(*) FROM episode_stands")[0][0])


def episodes(port: Port) -> Iterator[tuple[EpisodeHeading, list[Row]]]:
    """Every episode by its heading, with the facts that its heading and meetings follow from."""
    fields, after = ", ".join(EpisodeHeading._fields), ""
    kinds = ", ".join(f"'{kind}'" for kind in projecting.TELLS_OF_THE_CASE)
    page_of = f"SELECT {fields} FROM episode_stands WHERE ref > ? ORDER BY ref LIMIT {AT_ONCE}"
    told_of = f"""SELECT {stories.TOLD_COLUMNS} FROM fact_stands f JOIN entry e ON e.id = f.entry
        WHERE f.episode >= ? AND f.episode <= ? AND f.kind IN ({kinds}) ORDER BY f.id"""
    while page := [EpisodeHeading(*row) for row in port.rows(page_of, after)]:
        first, after = page[0].ref, page[-1].ref
        told: dict[str, list[Row]] = {}
        for row in port.rows(told_of, first, after):
            told.setdefault(row[6], []).append(row)
        for heading in page:
            yield heading, told.get(heading.ref, [])


def meetings(port: Port) -> Iterator[MeetingRow]:
    """Every meeting that is kept beside the facts, of whatever episode."""
    return (MeetingRow(*row) for row in port.whole(f"SELECT {', '.join(MeetingRow._fields)} FROM meeting"))


def as_rows(told: Iterable[Mapping[str, str]]) -> list[MeetingRow]:
    """Meetings that were worked out, to be compared with those that are kept."""
    return sorted(MeetingRow(**each) for each in told)


def citations(port: Port) -> list[Row]:
    """Where each duty is printed, as it is kept beside the worklist: procedure, duty and rules."""
    return port.whole("SELECT procedure, duty, rules FROM pack_duty")


def misnamed(port: Port) -> Iterator[tuple[str, str]]:
    """Everybody who is not found by the names and postcodes that stand, or by others: what is wrong of each."""
    after = ""
    while page := port.rows(f"SELECT ref FROM person_stands WHERE ref > ? ORDER BY ref LIMIT {AT_ONCE}", after):
        first, after = page[0][0], page[-1][0]
        named: dict[str, set[str]] = {ref: set() for (ref,) in page}
        for ref, text in people.named_between(port, first, after):
            if ref in named:
                named[ref].update(folded(text).split())
        found: dict[str, set[str]] = {}
        for word, ref in port.whole(
            "SELECT word, person FROM name_word WHERE person >= ? AND person <= ?", first, after
        ):
            found.setdefault(ref, set()).add(word)
        for ref, words in named.items():
            by = found.get(ref, set())
            if words - by:
                yield ref, "is not found by all of the names and postcodes that stand"
            elif by - words:
                yield ref, "is found by other words than the names and postcodes that stand"
    nobody = "NOT EXISTS (SELECT 1 FROM person_stands p WHERE p.ref = w.person)"
    for (ref,) in port.rows(f"SELECT DISTINCT w.person FROM name_word w WHERE {nobody} ORDER BY 1"):
        yield ref, "is still found, and stands in the record no more: what made this person was undone"
