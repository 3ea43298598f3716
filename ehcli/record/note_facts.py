"""Which notes of an episode are read when it is worked out what it owes: a long case has thousands, and few matter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ehcli.episodes.facts import Told, day
from ehcli.procedures.notes_looked_at import NotesLookedAt

Row = tuple[Any, ...]
Read = Callable[[Row], Told]  # reads a row whole; refuses one that is damaged
# Where the columns of a fact stand that are looked at before it is read whole.
ROOT, KIND, ON, AT, DETAILS = 1, 5, 7, 8, 9
NOTE = "note-written"
# Before it, the details of a note say which it is, about whom, and at last whether it is significant; after it, of what
# type it is and who wrote it. A quotation mark within a value has a backslash before it.
TYPE = ', "type": "'


def that_matter(rows: Sequence[Row], looked_at: NotesLookedAt, read: Read, changed: Container[int] = ()) -> list[Row]:
    """The facts of an episode without the notes by which nothing is set off, met or ended, in their order.

    One that is passed over is read no further than its day, its type and who wrote it. Those that are ``changed``, by
    the numbers that they keep, are all kept: the rest holds for as many of the facts as were recorded at any time.
    """
    notes = [row for row in rows if row[KIND] == NOTE and not (changed and row[ROOT] in changed)]
    # A note with a time may stand before one without, so that whatever is dated on its day has a say.
    timed = {row[ON] for row in notes if row[AT]}
    kept = {row[ROOT] for row in notes if row[ON] in timed}
    others = sorted({day_of(row, read) for row in rows if row[KIND] != NOTE}) if notes else []
    earliest: dict[tuple[int, tuple[bool, ...]], list[tuple[int, date]]] = {}
    sorts: dict[tuple[bool, str], tuple[bool, tuple[bool, ...]]] = {}
    for (_, sort), alike in by_day_and_sort(notes).items():
        if (known := sorts.get(sort)) is None:
            known = sorts[sort] = looked_for(alike[0], looked_at, read)
        if known[0]:
            kept.update(row[ROOT] for row in alike)
        elif any(known[1]):
            on = day_of(alike[0], read)
            between = bisect_right(others, on), known[1]
            earliest.setdefault(between, []).append((min(row[ROOT] for row in alike), on))
    for some in earliest.values():
        kept.update(earlier_than_those_before(some))
    passed_over = {row[ROOT] for row in notes} - kept
    return [row for row in rows if row[ROOT] not in passed_over]


def earlier_than_those_before(some: Iterable[tuple[int, date]]) -> Iterator[int]:
    """Of notes between two days on which something else happened, those that were the earliest when they were told."""
    first = date.max
    for root, on in sorted(some):
        if on < first:
            yield root
            first = on


def by_day_and_sort(notes: Iterable[Row]) -> dict[tuple[str, tuple[bool, str]], list[Row]]:
    """Notes by their day, whether they are significant, and their type with who wrote them."""
    found: dict[tuple[str, tuple[bool, str]], list[Row]] = {}
    for row in notes:
        before, _, after = str(row[DETAILS]).partition(TYPE)
        key = row[ON], (before.endswith("true"), after or before)
        if key in found:
            found[key].append(row)
        else:
            found[key] = [row]
    return found


def looked_for(row: Row, looked_at: NotesLookedAt, read: Read) -> tuple[bool, tuple[bool, ...]]:
    """Whether every note of this sort counts, and which clauses look for the first."""
    fact = read(row).fact
    return any(each.fits(fact) for each in looked_at.every), tuple(each.fits(fact) for each in looked_at.first)


def day_of(row: Row, read: Read) -> date:
    """The day of a fact."""
    try:
        return day(row[ON])
    except (TypeError, ValueError):
        return read(row).on
