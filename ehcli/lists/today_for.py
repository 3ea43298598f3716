"""What is before whoever asks, on one screen: a key worker, a manager, an officer, or a service of several towns."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.facts import ON_AN_EPISODE
from ehcli.lists.first_things import band_of, is_past, ordered, unseen_for
from ehcli.lists.tasks import Scope, items, scope
from ehcli.lists.today import printed
from ehcli.procedures import rights
from ehcli.procedures.bands import SAFETY
from ehcli.record import meetings as record_meetings
from ehcli.record import office
from ehcli.record.office import WorkerNow
from ehcli.record.tasks import letters_to_come, worklist

Item = dict[str, Any]
AHEAD = 5  # working days
HOLDER, DECIDER, OFFICER = "holder", "decider", "officer"  # as whom somebody asks
LONG_UNSEEN = 14  # days, of which a manager sees how many


class Before(NamedTuple):
    """Everything that is open before whoever asks, and who that is."""

    view: str  # holder, decider, officer
    who: WorkerNow
    teams: tuple[str, ...]
    items: Sequence[Item]  # the child's safety first
    meetings: Sequence[record_meetings.MeetingRow]
    letters: frozenset[str]  # the tasks that a letter meets
    to_post: frozenset[str]  # those of them whose letter was printed
    until: str

    @property
    def whose(self) -> str:
        """The options that ask for the same teams."""
        return " ".join(f"--team {each}" for each in self.teams)

    @property
    def overdue(self) -> list[Item]:
        return [each for each in self.items if each["status"] == "overdue"]

    @property
    def cases(self) -> int:
        return len({each["episode"] for each in self.items})

    def of_band(self, *bands: str) -> list[Item]:
        return [each for each in self.items if band_of(each) in bands]

    @property
    def pressing(self) -> list[Item]:
        """What is late in the bands of safety, and what has no date there: the first day on, nobody lists it else."""
        return [each for each in self.of_band(*SAFETY) if each["status"] in ("overdue", "open")]

    def is_soon(self, item: Item) -> bool:
        """Whether a task falls due from today until some days ahead."""
        return bool(item["status"] == "due" and item["due"] <= self.until)


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
    now, until = desk.days.today.isoformat(), desk.days.workdays.after(desk.days.today, AHEAD).isoformat()
    meetings = record_meetings.meetings(desk.record, teams=own.teams, since=now, until=until)
    if own.worker:
        cases = {each["episode"] for each in found}
        meetings = [each for each in meetings if each.episode in cases]
    owed = letters_to_come(desk.record, desk.about, **own._asdict())
    letters, to_post = frozenset(row.task for row, _ in owed), frozenset(printed(desk.record, owed))
    planned = [
        each._replace(kind=desk.rules.procedure_of(each.team).meeting_kinds[each.kind].name)
        for each in meetings
        if each.status == "planned"
    ]
    return Before(view, asked, own.teams, found, planned, letters, to_post, until)


def known_team(desk: Desk, asked: WorkerNow) -> tuple[str, ...]:
    """The team of whoever asks, where the record still has it; else every team."""
    return (asked.team,) if asked.team in {each.slug for each in office.teams(desk.record)} else ()


def view_of(desk: Desk, asked: WorkerNow) -> str:
    """As whom somebody asks: who holds episodes, who allocates them, or else an officer."""
    if asked.role in ON_AN_EPISODE:
        return HOLDER
    procedure = desk.rules.procedure
    if (role := procedure.role(asked.role)) and role.holds:
        return HOLDER
    return DECIDER if "allocate" in rights.may(asked.role, procedure) else OFFICER


class Count(NamedTuple):
    """What stands open of a worker or a town: cases, who was not seen, for how long, late meetings and minutes."""

    name: str
    cases: int
    unheld: int
    unseen: int
    long_unseen: int
    longest: int
    longest_case: str
    meetings_late: int
    minutes: int
    late_families: int


def counts(desk: Desk, found: Iterable[Item], key: Callable[[Item], str]) -> list[Count]:
    """What stands open by worker or by town, who waits longest unseen first."""
    of: dict[str, list[Item]] = {}
    for each in found:
        of.setdefault(key(each), []).append(each)
    made = [count(desk, name, these) for name, these in of.items()]
    return sorted(made, key=lambda each: (-each.longest, -each.unseen, each.name))


def count(desk: Desk, name: str, found: Sequence[Item]) -> Count:
    today = desk.days.today
    late = [each for each in found if each["status"] == "overdue"]
    not_seen = {
        each["episode"]: unseen_for(each, today) for each in late if band_of(each) == "unseen" and each["worker"]
    }
    unheld = {each["episode"] for each in late if band_of(each) == "unseen" and not each["worker"]}
    longest = max(not_seen, key=lambda each: (not_seen[each], each), default="")
    return Count(
        name,
        len({each["episode"] for each in found}),
        len(unheld),
        len(not_seen),
        sum(days >= LONG_UNSEEN for days in not_seen.values()),
        not_seen.get(longest, 0),
        longest,
        len({each["episode"] for each in late if band_of(each) == "plan" and "taf" in each["duty"]}),
        len({each["meeting"] for each in late if band_of(each) == "waiting" and each["meeting"]}),
        len({each["family"] for each in late}),
    )


def past_limit(found: Iterable[Item]) -> int:
    """How many families are past the printed limit."""
    return len({each["family"] for each in found if is_past(each)})
