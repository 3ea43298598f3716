"""An episode's facts and heading as the record has them."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any, NamedTuple

from ehcli.episodes.facts import Child, Told, fact_from
from ehcli.episodes.references import WHAT
from ehcli.episodes.references import read as read_reference
from ehcli.errors import NotFound, RecordUnusable
from ehcli.procedures.notes_looked_at import NotesLookedAt
from ehcli.record import note_facts
from ehcli.record.port import Port


class EpisodeHeading(NamedTuple):
    """An episode's heading."""

    ref: str
    family: str
    team: str
    opened_on: str
    procedure: str
    pack_version: str
    level: str
    route: str
    external_number: str
    worker: str
    closed_on: str
    end_reason: str


def heading(port: Port, ref: str) -> EpisodeHeading:
    """The episode's heading; raises BadInput for what is no reference and NotFound for no such episode."""
    ref = read_reference(ref, "E")
    found = headings(port, ref)
    if not found:
        raise absent(port, ref)
    return found[0]


def headings(port: Port, ref: str) -> list[EpisodeHeading]:
    """The heading of that episode; none where there is no such episode."""
    sql = f"SELECT {', '.join(EpisodeHeading._fields)} FROM episode_stands WHERE ref = ?"
    return [EpisodeHeading(*row) for row in port.rows(sql, ref)]


MADE_IN = {"E": "episode", "F": "family", "P": "person", "L": "letter", "N": "case_note"}


def absent(port: Port, ref: str) -> NotFound:
    """Why nothing of that reference is there: what made it was undone, or it never was."""
    made = MADE_IN.get(ref[0], "fact")
    where, value = ("r.ref = ?", ref) if ref[0] in MADE_IN else ("r.details LIKE ?", f'%"{ref}"%')
    undone = port.whole(
        f"""SELECT e.id, e.recorded_by, e.recorded_at, e.reason FROM {made} r JOIN undone u ON u.entry = r.entry
        JOIN entry e ON e.id = u.by_entry WHERE {where}""",
        value,
    )
    if undone:
        entry, by, at, reason = undone[0]
        why = f": {reason}" if reason else "."
        return NotFound(f"{ref} was undone by {by} at {at} (entry {entry}){why}", f"See: eh history {ref}")
    return NotFound(f"There is no {WHAT[ref[0]]} {ref}.", near_reference(port, ref[0], WHAT[ref[0]]))


def near_reference(port: Port, letter: str, what: str) -> str:
    last = port.rows("SELECT last FROM counter WHERE name = ?", letter)
    return (
        f"The last {what} is {letter}-{last[0][0]:04}. Look for it with: eh find NAME"
        if last and last[0][0]
        else f"The record has no {what} yet."
    )


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
    if looked_at is None:
        rows: Sequence[tuple[Any, ...]] = port.rows(f"{TOLD} ORDER BY f.id", episode)
    elif not any(looked_at):
        rows = port.rows(f"{TOLD} AND f.kind <> 'note-written' ORDER BY f.id", episode)
    else:
        rows = note_facts.that_matter(port.rows(f"{TOLD} ORDER BY f.id", episode), looked_at, as_told)
    return [as_told(row) for row in rows]


def moving_entries(port: Port, episode: str, team: str) -> dict[int, str]:
    """The entries that may have moved a date of an episode otherwise than by what happened next, each with its reason.

    They corrected or undid something of it, or chose a procedure, a switch or a closing day for its team.
    """
    sql = """SELECT e.id, e.reason FROM entry e WHERE e.id IN
        (SELECT w.entry FROM fact w WHERE w.episode = ? AND w.withdraws IS NOT NULL)
        OR e.id IN (SELECT c.entry FROM choice c WHERE c.kind IN ('switch', ?, ?))
        OR e.id IN (SELECT u.by_entry FROM undone u JOIN choice c ON c.entry = u.entry
            WHERE c.kind IN ('switch', ?, ?))"""
    kinds = (f"adopted:{team}", f"closed:{team}")
    return dict(port.whole(sql, episode, *kinds, *kinds))


def begun_by(port: Port, episode: str) -> int:
    """The entry before which there was no such episode."""
    found = port.rows("SELECT entry FROM episode_stands WHERE ref = ?", episode)
    return int(found[0][0]) if found else 0


def episodes_begun(port: Port, team: str, by: str) -> list[str]:
    """The episodes of a team, or of every team, that were open at some time up to a day."""
    where, values = (" AND team = ?", [team]) if team else ("", [])
    return [
        row[0]
        for row in port.rows(f"SELECT ref FROM episode_stands WHERE opened_on <= ?{where} ORDER BY ref", by, *values)
    ]


def running_since(port: Port, team: str) -> str:
    """The day of the earliest fact of a team's open episodes; empty where it has none."""
    sql = """SELECT min(f.happened_on) FROM episode_stands o CROSS JOIN fact_stands f
        WHERE o.closed_on = '' AND o.team = ? AND f.episode = o.ref"""
    return port.rows(sql, team)[0][0] or ""


# The episodes that have tasks, with their teams: one that was closed and is followed up counts as open here.
LIVE = """(SELECT ref, team FROM episode_stands WHERE closed_on = ''
    UNION SELECT e.ref, e.team FROM worklist w JOIN episode_stands e ON e.ref = w.episode)"""


def live(port: Port, read: str, team: str, *values: str) -> list[tuple[Any, ...]]:
    """What a SELECT reads of the live episodes ``o``, or of a team's."""
    where, of = (" AND o.team = ?", [team]) if team else ("", [])
    return port.rows(f"{read}{where}", *values, *of)


def open_teams(port: Port, team: str = "") -> list[tuple[str, str]]:
    """Every open episode, or those of one team, with the team it is with."""
    return [
        (ref, its) for ref, its in sorted(live(port, f"SELECT o.ref, o.team FROM {LIVE} o WHERE o.ref <> ''", team))
    ]


def open_stories(port: Port, kinds: Mapping[str, Container[object]], team: str = "") -> dict[str, list[Told]]:
    """The facts of these kinds that stand, of every open episode or of a team's; those of one episode in any order.

    With each kind stand the forms that are asked for, where not all. Who recorded them and when is left out: nothing
    is owed by it.
    """
    wanted = sorted(kinds)
    # A cross join keeps to its order: the open episodes first, so that closed history is not read at all.
    sql = f"""SELECT f.id, f.root, f.entry, '', '', f.kind, f.episode, f.happened_on, f.happened_at, f.details
        FROM {LIVE} o CROSS JOIN fact_stands f WHERE f.episode = o.ref
        AND f.kind IN ({", ".join("?" * len(wanted))})"""
    stories: dict[str, list[Told]] = {}
    for row in live(port, sql, team, *wanted):
        forms = kinds[row[5]]
        if not forms or asked_for(row[9], forms):
            stories.setdefault(row[6], []).append(as_told(row))
    return stories


def asked_for(details: str, forms: Container[object]) -> bool:
    """Whether a form is one of these; what cannot be read is, so that it is found to be damaged."""
    try:
        return details_of(details).get("form") in forms
    except (AttributeError, ValueError):
        return True


def open_children(port: Port, team: str = "") -> dict[str, list[Child]]:
    """The children of every open episode, or of a team's."""
    sql = f"""SELECT c.episode, c.person, p.born FROM {LIVE} o CROSS JOIN episode_child_stands c
        CROSS JOIN person_details_stands p
        WHERE c.episode = o.ref AND p.person = c.person
        AND p.number = (SELECT max(number) FROM person_details_stands WHERE person = c.person)"""
    found: dict[str, list[Child]] = {}
    for episode, person, born in sorted(live(port, sql, team)):
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
        raise RecordUnusable(
            f"Entry {entry} of the record is damaged: its fact {id} cannot be read.",
            "Nothing was changed. See what else is wrong with: eh record check; then restore a backup.",
        ) from None
    return Told(id, root, entry, recorded_at, recorded_by, fact)


def teams(port: Port) -> set[str]:
    """Every team that has or had an episode."""
    return {row[0] for row in port.rows("SELECT DISTINCT team FROM episode_stands")}


def open_count(port: Port, team: str = "") -> int:
    """How many episodes are open, in all or in one team."""
    where, values = (" AND team = ?", (team,)) if team else ("", ())
    return int(port.rows(f"SELECT count(*) FROM episode_stands WHERE closed_on = ''{where}", *values)[0][0])


def held_by(port: Port, worker: str, *, open_only: bool = False) -> list[str]:
    """The episodes that a worker holds, or those of them that are open."""
    still = " AND closed_on = ''" if open_only else ""
    return [row[0] for row in port.rows(f"SELECT ref FROM episode_stands WHERE worker = ?{still} ORDER BY ref", worker)]


def open_of_family(port: Port, family: str) -> list[str]:
    """The open episodes of a family."""
    rows = port.rows("SELECT ref FROM episode_stands WHERE family = ? AND closed_on = ''", family) if family else []
    return [row[0] for row in rows]


def open_with_children(port: Port, people: Sequence[str]) -> list[str]:
    """The open episodes about any of these children."""
    marks = ", ".join("?" * len(people))
    sql = f"""SELECT DISTINCT c.episode FROM episode_child_stands c JOIN episode_stands e ON e.ref = c.episode
        WHERE c.person IN ({marks}) AND e.closed_on = '' ORDER BY c.episode"""
    return [row[0] for row in port.rows(sql, *people)] if people else []


def with_form(port: Port, team: str, details: Mapping[str, str]) -> list[str]:
    """The episodes of a team in which a form was ever recorded with these details, in the order of their names."""
    sql = """SELECT DISTINCT f.episode FROM fact f JOIN episode_stands e ON e.ref = f.episode
        WHERE e.team = ? AND f.kind = 'form-recorded' AND f.details LIKE ?"""
    return [row[0] for row in port.rows(sql, team, details_like(details))]


def details_like(details: Mapping[str, str]) -> str:
    """The pattern of a fact's details that hold these values; the details are kept in the order of their names."""
    return "%".join(["", *(f'"{name}": "{value}"' for name, value in sorted(details.items())), ""])


def counted(port: Port) -> tuple[int, int, int]:
    """How many families there are, how many open episodes, and how many closed ones."""
    sql = """SELECT count(DISTINCT family), count(nullif(closed_on <> '', 1)), count(nullif(closed_on, ''))
        FROM episode_stands"""
    families, opened, closed = port.rows(sql)[0]
    return int(families), int(opened), int(closed)


def worth_showing(port: Port, team: str) -> list[str]:
    """An episode of the team that held a meeting lately, else its first; none where it has none."""
    held = "SELECT episode FROM meeting WHERE team = ? AND status = 'held' ORDER BY held_on DESC, ref LIMIT 1"
    found = port.rows(held, team) or port.rows(
        "SELECT ref FROM episode_stands WHERE team = ? ORDER BY ref LIMIT 1", team
    )
    return [row[0] for row in found]


def closed_lately(port: Port, team: str) -> list[str]:
    """An episode that closed lately and had a worker, the team's own first; none where there is none."""
    sql = """SELECT ref FROM episode_stands WHERE closed_on <> '' AND worker <> ''
        ORDER BY team = ? DESC, closed_on DESC, ref LIMIT 1"""
    return [row[0] for row in port.rows(sql, team)]
