"""Works out where an episode stands and what it owes, from its facts; reads only."""

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ehcli.days.workdays import CalendarEnds, WorkingDays
from ehcli.episodes.episode import Episode, told_by
from ehcli.episodes.facts import Child, Told
from ehcli.errors import NotFound
from ehcli.procedures import doing, worklist
from ehcli.procedures.bands import standing
from ehcli.procedures.in_force import Procedures, always
from ehcli.procedures.notes_looked_at import NotesLookedAt
from ehcli.procedures.obligation import Obligation, holders, open_ones, task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.precedence import Key, Place, last_seen, meeting_of, places
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.story import on_hold_since
from ehcli.record import cases, office, people, stories
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead
from ehcli.record.tasks import task_references
from ehcli.screen import shapes

# What is raised where an episode cannot be worked out from what was told of it: it keeps no other from being so.
CANNOT_BE_WORKED_OUT = (
    *(CalendarEnds, NotFound, stories.Unreadable),
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)


class Settled:
    """Where an episode stands, with the T- reference of everything it ever owed.

    What it owes is worked out when it is first asked for: not every act asks. What it ``told`` has every note only
    where the ``whole`` story was asked for, else those that something follows from.
    """

    def __init__(
        self,
        episode: Episode,
        told: list[Told],
        owed: Callable[[Container[str]], list[Obligation]],
        tasks: Mapping[str, str],
        children: list[people.Individual],
        programme: Procedures,
        bands: Mapping[str, Mapping[str, str]],
        *,
        whole: bool = False,
    ) -> None:
        self.episode, self.told, self.owed, self.tasks = episode, told, owed, tasks
        self.children, self.programme, self.bands = children, programme, bands
        self.whole = whole

    @cached_property
    def obligations(self) -> list[Obligation]:
        """What it owes and has owed."""
        return self.owed(())

    @cached_property
    def on_hold_since(self) -> date | None:
        """The day since which it is on hold; none when it is not."""
        return on_hold_since(self.told, self.programme)

    def owed_by(self, duties: Container[str]) -> list[Obligation]:
        """What these duties ask for, and asked for."""
        known = self.__dict__.get("obligations")
        return [each for each in (self.owed(duties) if known is None else known) if each.duty.id in duties]

    @property
    def owed_of_minutes(self) -> list[Obligation]:
        """What those duties ask for that minutes meet."""
        duties = {duty.id for each in self.programme.procedures for duty in each.duties if duty.minutes}
        return self.owed_by(duties) if duties else []

    @cached_property
    def places(self) -> Mapping[Key, Place]:
        """Where each of its open tasks stands: what one act meets at once, and what waits for a step before it."""
        return places([each for each in open_ones(self.obligations) if task_key(each.key) in self.tasks])

    @cached_property
    def seen(self) -> Mapping[str, date | None]:
        """The day on which each of its children was last seen; none where nobody ever saw it."""
        return last_seen(self.told, [child.ref for child in self.children])

    def seen_on(self, child: str) -> str:
        """The day on which a child was last seen, or of all the one longest unseen; empty where one never was."""
        days = [self.seen.get(child)] if child else list(self.seen.values())
        return min((day.isoformat() if day else "" for day in days), default="")

    @property
    def names(self) -> dict[str, str]:
        """The names of its children by reference."""
        return {child.ref: child.name for child in self.children}

    def task(self, obligation: Obligation) -> str:
        return self.tasks[task_key(obligation.key)]

    @property
    def given_out(self) -> list[Obligation]:
        """What it owed as a task: one that closed before its procedure changed has none of what was added since."""
        return [each for each in self.obligations if task_key(each.key) in self.tasks]


class Outcome(NamedTuple):
    """What a command recorded and what follows: newly owed, moved, and done with."""

    entry: int = 0
    dry_run: bool = False
    settled: Settled | None = None
    owed: Sequence[Obligation] = ()
    moved: Sequence[tuple[Obligation, Obligation]] = ()
    over: Sequence[Obligation] = ()


class Basis(NamedTuple):
    """What an episode is worked out from: its facts, its children, the rules switched off, its tasks, the bands.

    ``bands`` are those that teams chose for a duty, by team and duty.
    """

    told: list[Told]
    children: list[people.Individual]
    off: set[str]
    tasks: dict[str, str]
    bands: Mapping[str, Mapping[str, str]]


def basis(port: Port, ref: str, looked_at: NotesLookedAt | None, known: list[Told] | None = None) -> Basis:
    """What the record has that an episode is worked out from, without the facts where they are known."""
    return Basis(
        stories.facts_of(port, ref, looked_at) if known is None else known,
        people.children(port, ref),
        office.switched_off(port),
        task_references(port, ref),
        office.choices_of_teams(port, "band"),
    )


def of_age(children: Iterable[people.Individual]) -> list[Child]:
    """Children as a procedure asks of them: by the day they were born."""
    return [Child(each.ref, date.fromisoformat(each.born) if each.born else None) for each in children]


def ask_for(port: Port, ref: str, programme: Callable[[], Procedures], *more: str) -> None:
    """Has a server answer in one trip what an episode and its heading are worked out from, and what ``more`` it asks.

    By which procedures is asked of nobody whose record is a file: it may be a pack that the command needs not.
    """

    def reading(asked: Port) -> None:
        cases.headings(asked, ref)
        basis(asked, ref, programme().notes)
        for sql in more:
            asked.rows(sql)

    ask_ahead(port, reading)


def derive(
    port: Port,
    heading: cases.EpisodeHeading,
    procedure: Procedure | Procedures,
    workdays: WorkingDays,
    *,
    whole: bool = False,
    known: list[Told] | None = None,
) -> Settled:
    """The episode and its obligations worked out afresh; writes nothing.

    Notes that no clause of its procedures looks at are left out of what it tells, but for the ``whole`` story. What is
    ``known`` to be told is not read again.
    """
    programme = procedure if isinstance(procedure, Procedures) else always(procedure)
    looked_at = None if whole else programme.notes
    ask_ahead(port, lambda asked: basis(asked, heading.ref, looked_at, known))
    found = basis(port, heading.ref, looked_at, known)
    return worked_out(told_by(heading.ref, found.told), found, programme, workdays, whole=whole)


def tellable(ref: str, told: Iterable[Told]) -> list[Told]:
    """Of these facts those that an episode can be told by, each by itself."""
    found = []
    for each in told:
        with suppress(*CANNOT_BE_WORKED_OUT):
            told_by(ref, [each])
            found.append(each)
    return found


def worked_out(episode: Episode, found: Basis, programme: Procedures, workdays: WorkingDays, *, whole: bool) -> Settled:
    """An episode as its facts tell it, with what it owes by all that was found."""
    told, children, off, tasks, bands = found

    def owed(of: Container[str]) -> list[Obligation]:
        return list(obligations(told, programme, workdays, of_age(children), off, of=of))

    settled = Settled(episode, told, owed, tasks, children, programme, bands, whole=whole)
    if episode.closed_on:  # only of a closed one is it asked whether something is owed still
        followed_up = any(each.duty.after_closing and each.is_open for each in settled.obligations)
        settled.episode = episode._replace(followed_up=followed_up)
    return settled


def rows(settled: Settled, heading: cases.EpisodeHeading) -> list[dict[str, Any]]:
    """The episode's rows of the worklist: one for each open obligation that has its reference."""
    row = row_of(settled, heading.family, settled.episode.team or heading.team)
    return [row(each) for each in open_ones(settled.obligations) if task_key(each.key) in settled.tasks]


def row_of(settled: Settled, family: str, team: str) -> Callable[[Obligation], dict[str, Any]]:
    """What makes a row of the worklist of an obligation of this episode, whatever has become of it."""
    held, names, bands = holders(settled.told), settled.names, settled.bands.get(team, {})
    longest_unseen_first = sorted(names, key=settled.seen_on)
    everyone = json.dumps([shapes.person(ref, names) for ref in longest_unseen_first], ensure_ascii=False)

    def row(each: Obligation) -> dict[str, Any]:
        key = task_key(each.key)
        one = json.dumps([shapes.person(each.child, names)], ensure_ascii=False) if each.child else everyone
        place = settled.places.get(each.key)
        met = doing.met(each, settled.tasks.get(key, ""), settled.episode.meetings)
        reached = settled.episode.received_on or settled.episode.opened_on
        return worklist.row(
            each,
            task=settled.tasks.get(key, ""),
            key=key,
            procedure=each.duty.procedure,
            family=family,
            team=team,
            worker=settled.episode.worker,
            held_by=held.get(key, ""),
            children=one,
            on_hold_since=settled.on_hold_since,
        ) | {
            "band": standing(each.duty.band, bands.get(each.duty.id, "")),
            "seen_on": settled.seen_on(each.child),
            "reached_on": reached.isoformat() if reached else "",
            "act": settled.tasks.get(task_key(place.act), "") if place else "",
            "waits_for": settled.tasks.get(task_key(place.waits_for), "") if place and place.waits_for else "",
            "meeting": met.meeting or meeting_of(each),
            "how": met.how,
        }

    return row


def open_episodes(port: Port) -> list[str]:
    """The references of every episode that is open."""
    return [row[0] for row in port.rows("SELECT ref FROM episode_stands WHERE closed_on = '' ORDER BY ref")]


def owing_though_closed(port: Port, programmes: Mapping[str, Procedures]) -> list[str]:
    """The closed episodes that may owe something still: a duty of their team's procedure outlasts the closing."""
    closed = port.rows("SELECT ref, team, level FROM episode_stands WHERE closed_on <> '' ORDER BY ref")
    lasts = {
        (team, level): bool(lasting(programmes[team], level))
        for team, level in {row[1:] for row in closed}
        if team in programmes
    }
    return [ref for ref, team, level in closed if lasts.get((team, level))]


def owes(port: Port, ref: str, programme: Procedures, workdays: WorkingDays, duties: Container[str]) -> bool:
    """Whether an episode has anything open of these duties; nothing else of it is worked out."""
    found = basis(port, ref, programme.notes)
    children = of_age(found.children)
    return any(each.is_open for each in obligations(found.told, programme, workdays, children, found.off, of=duties))


def lasting(programme: Procedures, level: str) -> set[str]:
    """The duties at a level that outlast a closing."""
    return {
        duty.id for each in programme.procedures for duty in each.duties if duty.after_closing and duty.at_level(level)
    }
