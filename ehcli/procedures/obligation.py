"""An obligation: one duty owed in one episode, with its limits, its date and its state."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ehcli.episodes.facts import Moved, Told
from ehcli.procedures.citation import Citation
from ehcli.procedures.duty import Duty, Rule
from ehcli.procedures.within import Within


class Limit(NamedTuple):
    """One limit of an obligation, worked out: the rule, the fact it counts from, and the date it gives."""

    rule: Rule
    within: Within
    start: Told
    due: date | None
    due_at: str = ""
    relaxed_by: Told | None = None
    aim: date | None = None  # the day aimed at, before it is due


class Obligation(NamedTuple):
    """A duty owed in one episode, for the family or for one child.

    ``key`` never changes: the duty, the child and the number of the fact that set it off. ``state`` is
    open, met, late (met after it was due), set-aside, ended (the episode closed first) or lapsed
    (no longer asked for).
    """

    duty: Duty
    episode: str
    child: str
    trigger: Told
    limits: tuple[Limit, ...]
    state: str
    ended_by: Told | None
    strength: str
    turn: int  # which turn it is of a duty that repeats on a fixed schedule

    @property
    def key(self) -> tuple[str, str, int, int]:
        return (self.duty.id, self.child, self.trigger.root, self.turn)

    @property
    def first(self) -> Limit:
        """The limit that falls earliest: it gives the due date."""
        if len(self.limits) == 1:
            return self.limits[0]
        return min(self.limits, key=lambda limit: (limit.due or date.max, limit.due_at or "24:00"))

    @property
    def last(self) -> Limit | None:
        """The limit that falls latest, where two sources give two dates."""
        dated = [limit for limit in self.limits if limit.due]
        latest = max(dated, key=lambda limit: (limit.due or date.min, limit.due_at or "24:00"), default=None)
        return latest if latest and len(dated) > 1 and latest is not self.first else None

    @property
    def due(self) -> date | None:
        return self.first.due

    @property
    def due_at(self) -> str:
        return self.first.due_at

    @property
    def limit(self) -> date | None:
        return self.last.due if self.last else None

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, that of the due date first."""
        ordered = sorted(self.limits, key=lambda limit: limit is not self.first)
        return tuple(cite for limit in ordered for cite in limit.rule.cite)


def age(born: date, on: date) -> int:
    """Age in completed years; a birthday on 29 February is kept on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def task_key(key: tuple[str, str, int, int]) -> str:
    """An obligation's key in one word, as kept beside its T- reference."""
    duty, child, root, turn = key
    return f"{duty}:{child}:{root}" + (f":{turn}" if turn > 1 else "")


def root_of(key: str) -> int:
    """The number of the fact that set a task off, by its obligation's key."""
    return int(key.split(":")[2])


def open_ones(owed: Iterable[Obligation]) -> list[Obligation]:
    """Those that are still to be met."""
    return [each for each in owed if each.is_open]


def newly_owed(before: Iterable[Obligation], after: Iterable[Obligation]) -> list[Obligation]:
    """What is open after a command that was not open before it, earliest first."""
    known = {each.key for each in before if each.is_open}
    return sorted((each for each in after if each.is_open and each.key not in known), key=in_order)


def moved(before: Iterable[Obligation], after: Iterable[Obligation]) -> list[tuple[Obligation, Obligation]]:
    """What was open before and is open still, with another date: old and new."""
    known = {each.key: each for each in before}
    return [
        (known[each.key], each)
        for each in after
        if each.is_open and each.key in known and known[each.key].due != each.due
    ]


def in_order(obligation: Obligation) -> tuple[date, str, str, int]:
    return (obligation.due or date.max, obligation.duty.title, obligation.child, obligation.trigger.root)


def holders(told: Iterable[Told]) -> Mapping[str, str]:
    """Who holds each task that somebody picked up or was given: task key to worker."""
    return {
        each.fact.task: each.fact.to
        for each in sorted(told, key=lambda each: each.order)
        if isinstance(each.fact, Moved)
    }
