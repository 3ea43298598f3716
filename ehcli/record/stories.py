"""What happened in an episode: the facts that stand, read from the record."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, time
from functools import lru_cache
from typing import Any

from ehcli.episodes.facts import Child, Told, fact_from
from ehcli.errors import RecordUnusable
from ehcli.procedures.notes_looked_at import NotesLookedAt
from ehcli.record import note_facts
from ehcli.record.cases import LIVE, live
from ehcli.record.port import Port, Telling


class Unreadable(RecordUnusable):
    """A fact of the journal that cannot be read: nobody else's episode is kept from being worked out by it."""


TOLD_COLUMNS = """f.id, f.root, f.entry, e.recorded_at, e.recorded_by, f.kind, f.episode, f.happened_on,
    f.happened_at, f.details"""


TOLD = f"""
SELECT {TOLD_COLUMNS}
FROM fact_stands f JOIN entry e ON e.id = f.entry
WHERE f.episode = ?
"""


def facts_of(port: Port, episode: str, looked_at: NotesLookedAt | None = None) -> list[Told]:
    """The facts of one episode that stand, in the order they were recorded.

    With what is looked at among its notes, only those that something can follow from: a damaged one that nothing
    follows from is found by whoever reads it, and by its seal.
    """
    if looked_at is not None and not any(looked_at):
        rows: Sequence[tuple[Any, ...]] = port.rows(f"{TOLD} AND f.kind <> 'note-written' ORDER BY f.id", episode)
    else:
        every = f"{TOLD} ORDER BY f.id"
        rows = port.standing(every, episode) if isinstance(port, Telling) else port.rows(every, episode)
        if looked_at is not None:
            rows = note_facts.that_matter(rows, looked_at, as_told)
    return [as_told(row) for row in rows]


def moving_entries(port: Port, episode: str, team: str) -> dict[int, str]:
    """The entries that may have moved a date of an episode otherwise than by what happened next, each with its reason.

    They corrected or undid something of it, or chose a procedure, a switch or a closing day for its team.
    """
    # One list of numbers: asked with "or", a server would read every entry there is.
    sql = """SELECT e.id, e.reason FROM entry e WHERE e.id IN (
        SELECT w.entry FROM fact w WHERE w.episode = ? AND w.withdraws IS NOT NULL
        UNION SELECT c.entry FROM choice c WHERE c.kind IN ('switch', ?, ?)
        UNION SELECT u.by_entry FROM undone u JOIN choice c ON c.entry = u.entry WHERE c.kind IN ('switch', ?, ?))"""
    kinds = (f"adopted:{team}", f"closed:{team}")
    return dict(port.whole(sql, episode, *kinds, *kinds))


def open_stories(
    port: Port, kinds: Mapping[str, Container[object]], teams: Sequence[str] = ()
) -> dict[str, list[Told]]:
    """The facts of these kinds that stand, of every open episode or of some teams'; those of one episode in any order.

    With each kind stand the forms that are asked for, where not all. Who recorded them and when is left out: nothing
    is owed by it.
    """
    wanted = sorted(kinds)
    # A cross join keeps to its order: the open episodes first, so that closed history is not read at all.
    sql = f"""SELECT f.id, f.root, f.entry, '', '', f.kind, f.episode, f.happened_on, f.happened_at, f.details
        FROM {LIVE} o CROSS JOIN fact_stands f WHERE f.episode = o.ref
        AND f.kind IN ({", ".join("?" * len(wanted))})"""
    stories: dict[str, list[Told]] = {}
    for row in live(port, sql, teams, *wanted):
        forms = kinds[row[5]]
        if not forms or asked_for(row[9], forms):
            stories.setdefault(row[6], []).extend(readable([row]))
    return stories


def readable(rows: Iterable[tuple[Any, ...]]) -> list[Told]:
    """The facts of these rows that can be read: the others are named by a check, and keep no list from being made."""
    found = []
    for row in rows:
        with suppress(Unreadable):
            found.append(as_told(row))
    return found


def readable_facts_of(port: Port, episode: str) -> list[Told]:
    """The facts of one episode that stand and can be read."""
    return readable(rows_of(port, episode))


def rows_of(port: Port, episode: str) -> list[tuple[Any, ...]]:
    """The rows of the facts of one episode that stand, as they lie."""
    return port.rows(f"{TOLD} ORDER BY f.id", episode)


def asked_for(details: str, forms: Container[object]) -> bool:
    """Whether a form is one of these; what cannot be read is, so that it is found to be damaged."""
    try:
        return details_of(details).get("form") in forms
    except (AttributeError, ValueError):
        return True


def open_children(port: Port, teams: Sequence[str] = ()) -> dict[str, list[Child]]:
    """The children of every open episode, or of some teams'."""
    sql = f"""SELECT c.episode, c.person, p.born FROM {LIVE} o CROSS JOIN episode_child_stands c
        CROSS JOIN person_details_stands p
        WHERE c.episode = o.ref AND p.person = c.person
        AND p.number = (SELECT max(number) FROM person_details_stands WHERE person = c.person)"""
    found: dict[str, list[Child]] = {}
    for episode, person, born in sorted(live(port, sql, teams)):
        with suppress(ValueError):  # a day of birth that is none is named by a check
            found.setdefault(episode, []).append(Child(person, date.fromisoformat(born) if born else None))
    return found


@lru_cache(maxsize=4096)
def details_of(text: str) -> dict[str, object]:
    """A fact's details as they were kept; many facts have the same, and nobody changes them."""
    found: dict[str, object] = json.loads(text)
    return found


@lru_cache(maxsize=2048)
def clock(at: str) -> str:
    """The same time of day; raises ValueError for one that there is not."""
    if at:
        time.fromisoformat(at)
    return at


@lru_cache(maxsize=4096)
def as_told(row: tuple[Any, ...]) -> Told:
    """A row of TOLD as the fact it tells; raises RecordUnusable for one that is damaged."""
    id, root, entry, recorded_at, recorded_by, kind, episode, on, at, details = row
    try:
        fact = fact_from(kind, episode, on, clock(at), details_of(details))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Unreadable(
            f"Entry {entry} of the record is damaged: its fact {id} cannot be read.",
            "Nothing was changed. See what else is wrong with: eh record check; then restore a backup.",
        ) from None
    return Told(id, root, entry, recorded_at, recorded_by, fact)
