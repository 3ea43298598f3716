"""Tasks in the order that puts a child's safety first: by band, by who is longest unseen, one line a family."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ehcli.procedures.bands import BANDS, OTHERWISE, PLACE, SAFETY

Item = dict[str, Any]


class Family(NamedTuple):
    """A family in a band: the task it is named with, the worst of its tasks there, what is to be done, and the rest."""

    first: Item
    unseen: int  # for how many days nobody saw one of its children
    is_past: bool  # whether a printed limit has passed
    acts: int
    more: int


class Band(NamedTuple):
    """A band with its families, those that come first at the beginning."""

    id: str
    title: str
    families: Sequence[Family]
    above: int  # families that have a task here and stand in a band before it


def band_of(item: Item) -> str:
    """The band of a task; where its pack says none, that of the plan."""
    return str(item["band"] or OTHERWISE)


def presses(item: Item, until: str) -> bool:
    """Whether a task of a child's safety stands before everybody whose it is: late, or without a date from day one.

    In harm what is due ``until`` some days ahead too; in unseen what is of a case that nobody holds.
    """
    band = band_of(item)
    if band not in SAFETY or item["status"] != "due":
        return band in SAFETY
    return bool(item["due"] <= until) if band == "harm" else not item["worker"]


def unseen_for(item: Item, today: date) -> int:
    """For how many days nobody has seen the child: since the last visit that took place, else since the case came."""
    since = item["last_seen"] or item["reached_on"] or item["started_on"]
    return (today - date.fromisoformat(since)).days


def in_order(item: Item, today: date) -> tuple[int, bool, bool, bool, int, int]:
    """Band; what is on hold last in it, before that what is not due yet; past the printed limit; how long; number.

    How long is days unseen in the bands of safety, elsewhere working days late.
    """
    band = band_of(item)
    waited = unseen_for(item, today) if band in SAFETY else item["working_days_late"]
    to_come = band in SAFETY and item["status"] == "due"
    return PLACE[band], bool(item["on_hold_since"]), to_come, not is_past(item), -waited, int(item["task"][2:])


def is_past(item: Item) -> bool:
    """Whether the printed limit has passed: the outer one where there are two, else the only one."""
    return bool(item["past_limit"] if item["limit"] else item["status"] == "overdue" and not item["default"])


def ordered(items: Iterable[Item], today: date) -> list[Item]:
    """Tasks with the child's safety first."""
    return sorted(items, key=lambda each: in_order(each, today))


def by_band(items: Iterable[Item], today: date) -> list[Band]:
    """Every band that has something, each family once: in the first band that it has a task in."""
    all_of = ordered(items, today)
    families: dict[str, list[Item]] = {}
    for each in all_of:
        families.setdefault(each["family"], []).append(each)
    found: dict[str, list[Family]] = {}
    above: Counter[str] = Counter()
    for tasks in families.values():
        above.update({band_of(each) for each in tasks} - {band_of(tasks[0])})
        found.setdefault(band_of(tasks[0]), []).append(of_family(tasks, today))
    return [Band(band, BANDS[band], found[band], above[band]) for band in BANDS if band in found]


def of_family(tasks: Sequence[Item], today: date) -> Family:
    """A family in the band that comes first among its tasks, which are in order: what is said of it is the worst there.

    It is named with a task that can be done now, late before what is to come, dated before what has no date, and of
    these with the latest. One that is on hold stands back.
    """
    here = [each for each in tasks if band_of(each) == band_of(tasks[0])]
    first = min(
        here,
        key=lambda each: (
            not each["next"],
            each["status"] != "overdue",
            not each["due"],
            bool(each["on_hold_since"]),
            -unseen_for(each, today) if band_of(each) == "unseen" else -each["working_days_late"],
        ),
    )
    unseen = max(unseen_for(each, today) for each in here if bool(each["worker"]) == bool(first["worker"]))
    return Family(first, unseen, any(map(is_past, here)), things_to_do(tasks), len(tasks) - 1)


def things_to_do(tasks: Iterable[Item]) -> int:
    """How many acts these tasks ask for: what one act meets counts once, what waits for a step not at all."""
    return len({each["act"] or each["task"] for each in tasks if each["next"]})
