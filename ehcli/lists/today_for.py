"""What is before whoever asks, on one screen: a key worker, a manager, an officer, or a service of several towns."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.facts import ON_AN_EPISODE
from ehcli.episodes.trays import OFFICE, TEAM
from ehcli.lists.first_things import band_of, is_past, ordered, presses, unseen_for
from ehcli.lists.tasks import Scope, is_reached, items, scope, soon_is
from ehcli.lists.today import RECENTLY, printed
from ehcli.procedures import rights
from ehcli.procedures.bands import SAFETY
from ehcli.record import meetings as record_meetings
from ehcli.record import office, texts
from ehcli.record.office import WorkerNow
from ehcli.record.tasks import letters_to_come, worklist
from ehcli.screen.hints import HINTS

Item = dict[str, Any]
HOLDER, DECIDER, OFFICER = "holder", "decider", "officer"  # as whom somebody asks
NO_DECISION = {"staff", "keep", "audit", "see-restricted"}  # rights of whoever keeps or looks over the office
LONG_UNSEEN = 14  # days, of which a manager sees how many


class Before(NamedTuple):
    """Everything that is open before whoever asks, and who that is."""

    view: str  # holder, decider, officer
    who: WorkerNow
    worker: str  # whose tasks these are alone
    teams: tuple[str, ...]
    items: Sequence[Item]  # the child's safety first
    elsewhere: Sequence[Item]  # of a child's safety in other teams, and theirs to do
    meetings: Sequence[record_meetings.MeetingRow]
    letters: frozenset[str]  # the tasks that a letter meets
    to_post: frozenset[str]  # those of them whose letter was printed
    loose: Sequence[Item]  # letters that were printed, wait for the post, and are asked for by no task
    today: str
    until: str

    def again(self, command: str) -> str:
        """A command that asks for the same worker or teams, of the same record."""
        teams = [part for each in self.teams for part in ("--team", each)]
        own = ["--worker", self.who.login] if self.worker else teams
        return HINTS.of_record(f"{command} {shlex.join(own)}".rstrip())

    @property
    def overdue(self) -> list[Item]:
        return [each for each in self.items if each["status"] == "overdue"]

    @property
    def cases(self) -> int:
        return len({each["episode"] for each in self.items})

    @property
    def pressing(self) -> list[Item]:
        """What is before everybody whose it is of a child's safety, from its first day on."""
        return [each for each in self.items if presses(each, self.until)]

    @property
    def later(self) -> list[Item]:
        """What is due in harm, but not soon: reviews that come round."""
        return [each for each in self.items if band_of(each) == "harm" and not presses(each, self.until)]

    def is_soon(self, item: Item) -> bool:
        """Whether a task falls due, or is aimed at, from today until some days ahead."""
        return is_reached(item, self.until) and item["due"] >= self.today

    @property
    def due_today(self) -> list[Item]:
        return [each for each in self.items if self.is_soon(each) and is_reached(each, self.today)]


def before(desk: Desk, teams: Sequence[str], worker: str, *, every: bool = False) -> Before:
    """What is before whoever asks, or a worker or teams that are named; raises NotFound with the nearest.

    Of ``every`` team where none is named; else of the team of whoever asks.
    """
    asked = office.worker(desk.record, worker or desk.who.user)
    view = HOLDER if worker and not teams else view_of(desk, asked)
    if view == HOLDER and not (teams or every):
        own = Scope((), asked.login)
    else:
        own = scope(desk, teams or (() if every else known_team(desk, asked)), "")
    found = ordered(items(desk, worklist(desk.record, **own._asdict())), desk.days.today)
    now, until = desk.days.today.isoformat(), soon_is(desk)
    meetings = record_meetings.meetings(desk.record, teams=own.teams, since=now, until=until)
    if own.worker:
        cases = {each["episode"] for each in found}
        meetings = [each for each in meetings if each.episode in cases]
    owed = letters_to_come(desk.record, desk.about, **own._asdict())
    letters, to_post = frozenset(row.task for row, _ in owed), frozenset(printed(desk.record, owed))
    loose = []
    if view == OFFICER:
        asked_for = {(row.episode, kind) for row, kind in owed}
        since = (desk.days.today - RECENTLY).isoformat()
        waiting = texts.letters(desk.record, teams=own.teams, reader=desk.who.reader, unposted=True, closed_since=since)
        loose = [each for each in waiting if (each["episode"], each["kind"]) not in asked_for]
    planned = [
        each._replace(kind=desk.rules.procedure_of(each.team).meeting_kinds[each.kind].name)
        for each in meetings
        if each.status == "planned"
    ]
    other = [] if teams or worker or every else theirs_elsewhere(desk, asked, own)
    return Before(view, asked, own.worker, own.teams, found, other, planned, letters, to_post, loose, now, until)


def theirs_elsewhere(desk: Desk, asked: WorkerNow, own: Scope) -> list[Item]:
    """What presses of a child's safety in teams other than one's own, and is one's own to do.

    One holds it oneself, or one's role owes it and nobody of that team has this role.
    """
    if not own.teams and not own.worker:
        return []  # every team is before them already
    there = {(each.team, each.role) for each in office.workers(desk.record) if not each.until}
    rows = [
        row
        for row in worklist(desk.record, bands=SAFETY)
        if row.team not in own.teams
        and not (own.worker and own.worker in (row.worker, row.held_by))
        and (
            row.held_by == asked.login
            or (not row.held_by and row.responsible == asked.role and (row.team, asked.role) not in there)
        )
    ]
    until = soon_is(desk)
    return ordered((each for each in items(desk, rows) if presses(each, until)), desk.days.today)


def known_team(desk: Desk, asked: WorkerNow) -> tuple[str, ...]:
    """The team of whoever asks, where the record still has it; else every team."""
    return (asked.team,) if asked.team in {each.slug for each in office.teams(desk.record)} else ()


def view_of(desk: Desk, asked: WorkerNow) -> str:
    """As whom somebody asks: who holds episodes, who decides anything by the procedure of their team, or an officer."""
    if asked.role in ON_AN_EPISODE:
        return HOLDER
    team = known_team(desk, asked)
    procedure = desk.procedure_for(team[0]) if team else desk.rules.procedure
    if (role := procedure.role(asked.role)) and role.holds:
        return HOLDER
    trays = {duty.tray for duty in procedure.duties if duty.responsible == asked.role}
    decides = set(rights.may(asked.role, procedure)) - NO_DECISION or (TEAM in trays and OFFICE not in trays)
    return DECIDER if decides else OFFICER


class Count(NamedTuple):
    """What stands open of a worker or a town: cases, who was not seen, for how long, late meetings and minutes."""

    name: str
    cases: int
    harm: int
    unheld: int
    unseen: int
    long_unseen: int
    longest: int
    longest_case: str
    meetings_late: int
    minutes: int
    late_families: int


def counts(desk: Desk, found: Iterable[Item], key: Callable[[Item], str]) -> list[Count]:
    """What stands open by worker or by town: where a child may be at risk first, then who waits longest unseen."""
    of: dict[str, list[Item]] = {}
    for each in found:
        of.setdefault(key(each), []).append(each)
    made = [count(desk, name, these) for name, these in of.items()]
    return sorted(made, key=lambda each: (-each.harm, -each.longest, -each.unseen, each.name))


def count(desk: Desk, name: str, found: Sequence[Item]) -> Count:
    today = desk.days.today
    late = [each for each in found if each["status"] == "overdue"]
    unseen = [each for each in found if band_of(each) == "unseen" and presses(each, "")]
    not_seen: dict[str, int] = {}
    for each in unseen:
        if each["worker"]:
            not_seen[each["episode"]] = max(unseen_for(each, today), not_seen.get(each["episode"], 0))
    unheld = {each["episode"] for each in unseen if not each["worker"]}
    longest = max(not_seen, key=lambda each: (not_seen[each], each), default="")
    return Count(
        name,
        len({each["episode"] for each in found}),
        len({each["episode"] for each in found if band_of(each) == "harm" and presses(each, soon_is(desk))}),
        len(unheld),
        len(not_seen),
        sum(days >= LONG_UNSEEN for days in not_seen.values()),
        not_seen.get(longest, 0),
        longest,
        len({each["episode"] for each in late if band_of(each) == "plan" and is_a_meeting(each)}),
        len({each["meeting"] for each in late if band_of(each) == "waiting" and each["meeting"]}),
        len({each["family"] for each in late}),
    )


def is_a_meeting(item: Item) -> bool:
    """Whether what is owed is that a meeting is held, not an assessment or paper for one."""
    return (item["how"] or "").split()[1:3] in (["taf", "schedule"], ["taf", "held"])


def past_limit(found: Iterable[Item]) -> int:
    """How many families are past the printed limit."""
    return len({each["family"] for each in found if is_past(each)})
