"""What another procedure would change: every live task that it would move, end or begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.desk.days import Days
from ehcli.desk.desk import Desk
from ehcli.packs import reading
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.obligation import Obligation, task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.story import ALWAYS_LOOKED_AT
from ehcli.procedures.worklist import is_overdue
from ehcli.record import cases, office, tasks
from ehcli.record.port import Port
from ehcli.record.stories import open_children, open_stories
from ehcli.screen import screen
from ehcli.show import lists

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

HEADINGS = {
    "task": "Task",
    "episode": "Episode",
    "title": "What",
    "what": "Change",
    "due": "Due now",
    "would_be": "Would be",
    "with_whom": "With",
    "overdue_at_once": "Overdue at once",
    **lists.beside("team", "duty", "child"),
}


class DateMoved(NamedTuple):
    """A live task that another procedure would move, end or begin."""

    task: str
    episode: str
    team: str
    duty: str
    title: str
    child: str
    with_whom: str
    due: str | None  # days as ISO text, as the worklist has them
    would_be: str | None
    what: str  # moves, ends or begins
    overdue_at_once: bool


class Changes(NamedTuple):
    """How many live tasks another rule moves, ends or begins, and how many are overdue at once by it."""

    moves: int
    ends: int
    begins: int
    overdue_at_once: int


def what_if(desk: Desk, name: str, teams: Sequence[str]) -> list[DateMoved]:
    """Every live task whose date would move, end or begin, if this procedure had always been in force.

    What would be overdue at once stands first, then by the date it would have. Raises NotFound.
    """
    return sorted(
        would_change(desk, name, office.several(desk.record, teams)),
        key=lambda each: (not each.overdue_at_once, each.would_be or "9999", each.episode, each.task),
    )


def would_change(desk: Desk, name: str, teams: Sequence[str]) -> Iterator[DateMoved]:
    """The same, episode by episode."""
    programme = reading.programme(name).as_of(desk.days.today)
    return in_episodes(desk.record, teams, cases.open_teams(desk.record, teams), programme, desk.days)


def in_episodes(
    port: Port, teams: Sequence[str], episodes: Sequence[tuple[str, str]], programme: Procedures, days: Days
) -> Iterator[DateMoved]:
    """What would change in these episodes, of some teams or of every one, if their procedures were these."""
    live: dict[str, list[tasks.Live]] = {}
    for owed in tasks.live_tasks(port, teams):
        live.setdefault(owed.episode, []).append(owed)
    off = office.switched_off(port)
    children = open_children(port, teams)
    stories = open_stories(port, programme.looks_at | ALWAYS_LOOKED_AT, teams)
    for episode, of in screen.progress(episodes, "Episodes"):
        story, workdays = stories.get(episode, ()), days.workdays_of(of)
        owed_then = obligations(story, programme, workdays, children.get(episode, ()), off, open_only=True)
        then = {task_key(each.key): each for each in owed_then}
        yield from changes(of, live.get(episode, []), then, days.today.isoformat())


def foreseen(now: Recording, teams: Iterable[str] = (), *, on: date | None = None) -> Changes:
    """What the choices that were just written do to live tasks, of these teams or of every one.

    As things stand, seen from today or from a later day: it is worked out within the transaction, and keeps nothing.
    """
    now.forget()  # which procedures and closing days hold is read again, with the choices
    port, found = now.writer, list[DateMoved]()
    for team in sorted(teams or cases.teams(port)):
        live, closed = cases.open_teams(port, [team]), cases.followed_up(port, team)
        still_open = [each for each in live if each[0] not in closed]
        found += in_episodes(port, [team], still_open, now.rules.programme(team, on=on), now.days)
        for closed_on in sorted(set(closed.values())):  # one that was closed by then keeps its procedure
            those = [each for each in live if closed.get(each[0]) == closed_on]
            found += in_episodes(port, [team], those, now.rules.programme(team, closed_on, on=on), now.days)
    return counted(found)


def changes(team: str, now: Sequence[tasks.Live], then: dict[str, Obligation], today: str) -> Iterator[DateMoved]:
    """The differences between what is owed now and what would be owed then, in one episode."""
    for owed in now:
        other = then.pop(owed.key, None)
        would_be = other.due.isoformat() if other and other.due else None
        if other and would_be == owed.due:
            continue
        yield DateMoved(
            owed.task,
            owed.episode,
            team,
            owed.duty,
            owed.title,
            owed.child,
            owed.held_by or owed.worker or f"{owed.tray} tray",
            owed.due,
            would_be,
            "moves" if other else "ends",
            bool(other and is_overdue(would_be, today, other.strength))
            and not is_overdue(owed.due, today, owed.strength),
        )
    worker = now[0].worker if now else ""
    for each in then.values():
        due = each.due.isoformat() if each.due else None
        yield DateMoved(
            "",
            each.episode,
            team,
            each.duty.id,
            each.duty.title,
            each.child,
            worker if each.duty.tray == "worker" and worker else f"{each.duty.tray} tray",
            None,
            due,
            "begins",
            is_overdue(due, today, each.strength),
        )


def as_rows(found: Sequence[DateMoved]) -> list[dict[str, Any]]:
    return [each._asdict() for each in found]


def counted(found: Sequence[DateMoved]) -> Changes:
    """How many would move, end and begin, and how many would be overdue at once."""
    moves, ends, begins = (sum(each.what == what for each in found) for what in ("moves", "ends", "begins"))
    return Changes(moves, ends, begins, sum(each.overdue_at_once for each in found))


def as_if_always(name: str) -> str:
    """How this is counted, and what counts as an adoption would be."""
    return (
        f"This is as if {name} had always been in force: what is running is counted by it too. "
        f"From a first day on: eh procedure adopt {name} --team SLUG --from DATE --dry-run"
    )


def in_a_sentence(count: Changes) -> str:
    """The same in a sentence."""
    moves, ends, begins, late = count
    return f"{moves} would move, {ends} would end, {begins} would begin; {late} would be overdue at once."
