"""Lists as people read them at a terminal: a child's safety first, one line a family, what is not shown counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, nearest
from ehcli.lists.first_things import (
    Band,
    Family,
    band_of,
    by_band,
    of_family,
    ordered,
    things_to_do,
)
from ehcli.procedures.bands import BANDS, SAFETY
from ehcli.procedures.worklist import longest_first
from ehcli.screen import screen, shapes
from ehcli.screen.fitting import Section, fitted
from ehcli.screen.hints import HINTS
from ehcli.show import lists, tasks

Item = dict[str, Any]
BY = ["date", "family", "worker", "team", "duty"]
ROOM_FOR_BOTH = 45  # places, for how late a task is and for how long nobody saw the child
IN_SHORT = ". wd: working days"
SCREENS = 2  # that a list of a town may fill


class Asked(NamedTuple):
    """What list was asked for: of which bands, told by what, what it says where it is empty, and how to ask again."""

    bands: Sequence[str]
    by: str
    none: str  # with a place for the bands
    again: str  # the command with its options


def show(desk: Desk, found: list[Item], teams: Sequence[str], asked: Asked, besides: Callable[[], list[Item]]) -> None:
    """A list of tasks: at a terminal by band, or by what was asked for; elsewhere a row a task, the oldest first.

    Where bands are named, and wherever a person reads it by band, it has what is before everybody of a child's
    safety ``besides``: nothing else would ever show what has no date.
    """
    if asked.bands or (at_terminal(desk) and asked.by != "date"):
        have = {each["task"] for each in found}
        found = sorted([*found, *(each for each in besides() if each["task"] not in have)], key=longest_first)
    here = [each for each in found if not asked.bands or band_of(each) in asked.bands]
    none = asked.none.format(f" in {' or '.join(asked.bands)}" if asked.bands else "")
    if len(found) > len(here):
        none = f"{none[:-1]} ({counted(len(found) - len(here), 'task', 'tasks')} in other bands)."
    if asked.by not in ("", "date"):
        groups = grouped(here, asked.by, desk.days.today)
        if at_terminal(desk) and here:
            heading_of = (
                f"{asked.again.split()[1].title()} by {asked.by}: {len(groups)}. What comes first of each{IN_SHORT}"
            )
            screen.lines([cut(heading_of, screen.width()), *in_lines(groups, screen.width())])
        else:
            lists.show(desk, [each._asdict() for each in groups], OF_GROUPS, none=none)
    elif asked.by == "date" or not at_terminal(desk):
        tasks.show(desk, here, teams, none=none)
    elif not here:
        screen.tell(none)
    else:
        height = 10**6 if asked.bands else SCREENS * screen.height() - 1
        screen.lines(banded(here, asked.again, desk.days.today, screen.width(), height))


def at_terminal(desk: Desk) -> bool:
    """Whether a person reads it as it is printed, and asked for nothing else."""
    return screen.on_terminal() and not (
        desk.settings.as_json or desk.settings.as_csv or desk.settings.fields is not None
    )


def banded(found: Sequence[Item], again: str, today: date, width: int, height: int) -> list[str]:
    """A list by band: every heading with its count, and as many families as there is room for.

    ``again`` is the command that asks for it, with its options.
    """
    bands = by_band(found, today)
    families = sum(len(each.families) for each in bands)
    to_do, all_of = things_to_do(found), len(found)
    _, name, *options = again.split(" ")
    head = f"{name.title()}: {counted(families, 'family', 'families')}, {counted(to_do, 'thing', 'things')} to do"
    undated = sum(not each["due"] for each in found)
    head += f" ({counted(all_of, 'task', 'tasks')}{f', {undated} without a date' if undated else ''})"
    head += IN_SHORT if len(head + IN_SHORT) <= width else ""
    several = len({each["team"] for each in found}) > 1
    sections = [
        Section(
            heading(each),
            rows(each, width, several),
            " ".join(["eh", name, "-b", each.id, *options]),
            leads=each.id in SAFETY,
        )
        for each in bands
    ]
    one = bands[0].families[0].first["episode"]
    opens = HINTS.of_record(f"eh show {one}")
    foot = [before_command("! past the printed limit.  +n more of that family:", opens, width)]
    return fitted([cut(head, width)], sections, foot, height, width, opens=False)


def heading(band: Band) -> str:
    """The title of a band, how many families stand in it, and how many that it is true of stand above it."""
    return f"{band.title.upper()}: {len(band.families)}{f', and {band.above} above' if band.above else ''}"


def rows(band: Band, width: int, several: bool) -> list[str]:
    """A line for each family of a band."""
    return [line(each, band.id, width, several) for each in band.families]


def line(of: Family, band: str, width: int, several: bool) -> str:
    """A family in one line: who, why it stands here, whether the limit has passed, whom it waits for, what else."""
    item, wide = of.first, width >= 110
    who = who_has(item) + (f" {item['team']}" if several else "")
    of_name, of_matter, of_who = (26, 49, 28) if wide else (18, 31, 14) if several else (18, 34, 11)
    parts = [
        f"  {item['episode']}",
        in_places(named(item), of_name),
        matter(of, band, of_matter),
        "!" if of.is_past else " ",
        fixed(who, of_who),
        f"+{of.more}" if of.more else "",
    ]
    return cut(" ".join(parts).rstrip(), width)


def named(item: Item) -> str:
    """The first of the children, and how many more there are."""
    return shapes.in_short(item["children"]) or str(item["family"])


def matter(of: Family, band: str, width: int) -> str:
    """What is the matter, in so many places: for how long nobody saw the child or held the case, or what is late."""
    item, unseen = of.first, of.unseen
    days = counted(unseen, "day", "days")
    seen = "" if not item["last_seen"] else f"not seen for {days}" if unseen else "seen today"
    if band == "unseen":
        if item["status"] == "overdue":
            return fixed(
                f"no worker for {days}" if not item["worker"] else seen or f"never seen, with us {days}", width
            )
        short = seen and f"unseen {unseen} d" if unseen else seen
        short = f"no worker {unseen} d" if not item["worker"] else short or f"never seen {unseen} d"
        return fixed(f"{when(item)}, {short}", width)
    since = f", {when(item)}" if item["due"] or band == "harm" else ""
    if band == "harm" and width >= ROOM_FOR_BOTH:
        since += f", {seen or 'never seen'}"
    elif band == "harm" and item["status"] != "due":
        since = f", {seen or 'never seen'}"
    return fixed(f"{cut(item['title'], width - len(since))}{since}", width)


def when(item: Item) -> str:
    """By how much a task is late, when it is due, or that it has no date."""
    late = item["status"] == "overdue"
    if not item["due"]:
        return "no date"
    return f"{item['working_days_late']} wd late" if late else f"due {short_day(item['due'])}"


def who_has(item: Item) -> str:
    """Whom it waits for: who holds it, the worker, or the role that owes it."""
    own = item["worker"] if item["tray"] == "worker" else ""
    return str(item["held_by"] or own or item["responsible"].replace("-", " "))


class Group(NamedTuple):
    """A family, worker, team or duty: how much is to be done there, and what comes first."""

    name: str
    to_do: int
    tasks: int
    first: str
    episode: str
    said: str


OF_GROUPS = {"name": "Name", "to_do": "To do", "tasks": "Tasks", "first": "First task", "episode": "Episode"}
OF_GROUPS |= {"said": "What comes first"}


def grouped(found: Sequence[Item], by: str, today: date) -> list[Group]:
    """The tasks by family, worker, team or duty, a child's safety first."""
    key: Callable[[Item], str] = who_has if by == "worker" else lambda each: str(each["title" if by == "duty" else by])
    of: dict[str, list[Item]] = {}
    for each in ordered(found, today):
        of.setdefault(key(each), []).append(each)
    found_of = []
    for name, these in of.items():
        of_first = of_family([each for each in these if each["family"] == these[0]["family"]], today)
        first = of_first.first
        said = f"{named(first)}: {matter(of_first, band_of(first), 40).rstrip()}"
        found_of.append(Group(name, things_to_do(these), len(these), first["task"], first["episode"], said))
    return found_of


def in_lines(groups: Sequence[Group], width: int) -> list[str]:
    """A line for each group."""
    return [
        cut(f"{fixed(each.name, 24)} {each.to_do:>4} to do of {each.tasks:<4} {each.episode} {each.said}", width)
        for each in groups
    ]


def counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def fixed(text: str, width: int) -> str:
    """A text in so many places: cut with a sign that it was, or filled with blanks."""
    return cut(text, width).ljust(width)


def in_places(name: str, width: int) -> str:
    """A family's name in so many places: what is cut is the name, not how many children there are."""
    first, sign, more = name.rpartition(" +")
    return fixed(cut(first, width - len(sign + more)) + sign + more if sign else name, width)


def cut(text: str, width: int) -> str:
    """A line no longer than the screen is wide."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def before_command(text: str, command: str, width: int) -> str:
    """A line that ends with a command: what is cut is the text before it."""
    return f"{cut(text, max(1, width - len(command) - 1))} {command}"


def short_day(day: str) -> str:
    """A day in few letters: Wed 17 Dec."""
    on = date.fromisoformat(day)
    return f"{on:%a} {on.day} {on:%b}"


def bands_named(texts: Sequence[str]) -> list[str]:
    """The bands of those names, in the order of the lists; raises BadInput with those there are."""
    for text in texts:
        if text not in BANDS:
            raise BadInput(f"There is no band '{text}'.", nearest(text, list(BANDS)) or f"There is {', '.join(BANDS)}.")
    return [band for band in BANDS if band in texts]


def by_named(text: str) -> str:
    """What a list is told by; raises BadInput with what there is."""
    if text and text not in BY:
        raise BadInput(f"A list is not told by '{text}'.", nearest(text, BY) or f"By {', '.join(BY)}.")
    return text
