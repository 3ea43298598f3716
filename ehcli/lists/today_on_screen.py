"""Today on one screen, for whoever asks: every heading with its whole count and the command that opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.episodes.trays import OFFICE, TEAM
from ehcli.lists.by_band import counted, cut, fixed, line, matter, named, short_day, who_has
from ehcli.lists.first_things import band_of, by_band, things_to_do, unseen_for
from ehcli.lists.today_for import DECIDER, HOLDER, OFFICER, Before, Count, before, counts, past_limit
from ehcli.screen import screen
from ehcli.screen.fitting import Section, fitted

Item = dict[str, Any]


def show(desk: Desk, teams: Sequence[str], worker: str, *, by: str) -> None:
    """The screen of whoever asks, never longer than the terminal."""
    found = before(desk, teams, worker, every=by == "team")
    width, height = screen.width(), screen.height() - 1
    head = [cut(heading(desk, found), width)]
    if by == "team":
        towns = counts(desk, found.items, lambda each: str(each["team"]))
        screen.lines(fitted(head, [Section(*table("TOWN", towns, width))], [], height))
        return
    made = {HOLDER: of_worker, DECIDER: of_manager, OFFICER: of_officer}[found.view](desk, found, width)
    sections = [each for each in made if each]
    if not sections:
        screen.lines([*head, "Nothing is open before you. See: eh overdue"])
        return
    told = sum(len(each.rows) for each in sections)
    foot = [cut(f"{counted(len(found.items), 'open task', 'open tasks')} in all: eh today --by date", width)]
    screen.lines(fitted(head, sections, foot if told else [], height, width))


def heading(desk: Desk, found: Before) -> str:
    """The day, who asks, of which team, and how many cases."""
    where = ", ".join(found.teams) or (found.who.team if found.view == HOLDER else "every town")
    return f"{long(desk.days.today)} - {found.who.name} - {where} ({counted(found.cases, 'case', 'cases')} with tasks)"


def section(title: str, rows: Sequence[str], command: str, count: int = -1, said: str = "") -> Section | None:
    """A section, with its count; none where there is nothing to say."""
    count = len(rows) if count < 0 else count
    return Section(f"{title}: {count}{f'  {said}' if said else ''}", rows, command) if count else None


def of_worker(desk: Desk, found: Before, width: int) -> list[Section | None]:
    """A key worker: who was not seen, what is due today, the week's visits, who waits, what is to be written."""
    today, whose = desk.days.today, f"--worker {found.who.login}"
    pressing = by_band(found.pressing, today)
    late = {band: [each for each in found.overdue if band_of(each) == band] for band in ("plan", "waiting", "record")}
    soon = [each for each in found.items if found.is_soon(each) and each["due"] > today.isoformat()]
    visits = [each for each in soon if band_of(each) == "unseen"]
    papers = [each for each in soon if band_of(each) in ("plan", "record")]
    due_now = [each for each in found.items if each["due"] == today.isoformat()]
    return [
        *(
            families(each.title, each.families, each.id, today, width, f"eh overdue -b {each.id} {whose}")
            for each in pressing
        ),
        section("DUE TODAY", tasks_in_lines(due_now, today, width), f"eh due --within 0d {whose}"),
        meetings(found, width),
        section("VISITS TO COME", days(visits), f"eh due {whose}", len(episodes(visits))),
        waiting("OTHERS WAIT FOR YOU", late["waiting"], today, width, f"eh overdue -b waiting {whose}"),
        waiting("LATE IN THE PLAN", late["plan"], today, width, f"eh overdue -b plan {whose}"),
        waiting("RECORDS BEHIND", late["record"], today, width, f"eh overdue -b record {whose}"),
        section(f"PAPERS DUE BY {short_day(found.until)}", duties(papers, width), f"eh due {whose}", len(papers)),
    ]


def of_manager(desk: Desk, found: Before, width: int) -> list[Section | None]:
    """A manager: cases that nobody holds, what waits for a decision, then a line a worker."""
    today, whose = desk.days.today, found.whose
    pressing = [each for each in found.pressing if not each["worker"] or band_of(each) == "harm"]
    mine = [each for each in found.items if each["tray"] == TEAM and each["next"] and each["worker"]]
    mine = [each for each in mine if each["status"] == "overdue" or found.is_soon(each)]
    workers = counts(desk, [each for each in found.items if each["worker"]], lambda each: str(each["worker"]))
    first, lines = table("WORKER", workers, width)
    return [
        *(
            families(
                each.title,
                each.families,
                each.id,
                today,
                width,
                f"eh overdue -b {each.id} {whose}".rstrip(),
                several=len(found.teams) > 1,
            )
            for each in by_band(pressing, today)
        ),
        section("YOURS TO DECIDE OR RECORD", duties(mine, width), f"eh tray {TEAM} {whose}".rstrip(), len(mine)),
        meetings(found, width),
        Section(first, lines, f"eh overdue --by worker {whose}".rstrip()) if workers else None,
    ]


def of_officer(desk: Desk, found: Before, width: int) -> list[Section | None]:
    """An officer: what to tell the managers, what is theirs to do now, what waits for others."""
    today, whose = desk.days.today, found.whose
    pressing = [each for each in found.pressing if each["tray"] != OFFICE]
    own = [each for each in found.items if each["tray"] == OFFICE]
    now = [each for each in own if each["status"] in ("overdue", "open") or found.is_soon(each)]
    ready = [each for each in now if each["next"] and each["task"] not in found.letters]
    held_up = [each for each in now if not each["next"]]
    letters = [each for each in found.items if each["task"] in found.letters - found.to_post]
    letters = [each for each in letters if each["status"] == "overdue" or found.is_soon(each)]
    printed = [each for each in found.items if each["task"] in found.to_post]
    return [
        section(
            "TELL THE MANAGERS",
            to_tell(pressing, today),
            f"eh overdue -b unseen {whose}".rstrip(),
            len({each["family"] for each in pressing}),
            f"({past_limit(pressing)} past limit)",
        ),
        section("LETTERS TO WRITE", duties(letters, width), f"eh letters run {whose}".rstrip(), len(letters)),
        section("LETTERS PRINTED, TO POST", duties(printed, width), f"eh letters due {whose}".rstrip(), len(printed)),
        section("YOURS TO DO NOW", duties(ready, width), f"eh tray {OFFICE} {whose}".rstrip(), things_to_do(ready)),
        section(
            "WAITING ON OTHERS", chased(held_up, found.items), f"eh minutes --chase {whose}".rstrip(), len(held_up)
        ),
        meetings(found, width),
    ]


def families(
    title: str, found: Sequence[Any], band: str, today: date, width: int, command: str, *, several: bool = False
) -> Section | None:
    rows = [line(each, band, today, width, several) for each in found]
    return section(title.upper(), rows, command)


def meetings(found: Before, width: int) -> Section | None:
    """The meetings of the days ahead."""
    rows = [
        cut(
            f"  {each.episode}  {short_day(each.planned_on)} {each.planned_at}  {each.kind}  {each.venue}".rstrip(),
            width,
        )
        for each in found.meetings
    ]
    return section("MEETINGS TO COME", rows, f"eh taf list {found.whose}".rstrip())


def tasks_in_lines(found: Iterable[Item], today: date, width: int) -> list[str]:
    return [
        cut(f"  {each['task']:9}{each['episode']:9}{fixed(named(each), 22)} {each['title']}", width) for each in found
    ]


def waiting(title: str, found: Sequence[Item], today: date, width: int, command: str) -> Section | None:
    """Late work, a line a family, the longest late first."""
    of: dict[str, list[Item]] = {}
    for each in found:
        if each["next"]:
            of.setdefault(each["family"], []).append(each)
    rows = []
    for first, *more in of.values():
        said = f"  {first['episode']:9}{fixed(named(first), 22)} {matter(first, band_of(first), today, 42)}"
        rows.append(cut(f"{said}{f' +{len(more)}' if more else ''}".rstrip(), width))
    return section(title, rows, command)


def duties(found: Sequence[Item], width: int) -> list[str]:
    """What is to be done, by kind: how many, how many of them late, and since when the oldest was due."""
    of: dict[str, list[Item]] = {}
    for each in found:
        of.setdefault(each["title"], []).append(each)
    lines = []
    for title, these in sorted(of.items(), key=lambda each: (min(one["due"] or "9999" for one in each[1]), each[0])):
        late = [each["due"] for each in these if each["status"] == "overdue"]
        said = f"{len(late)} late, oldest due {short_day(min(late))}" if late else ""
        lines.append(cut(f"{len(these):4} {fixed(title, 42 if width < 110 else 60)} {said}".rstrip(), width))
    return lines


def to_tell(found: Sequence[Item], today: date) -> list[str]:
    """How many families have no worker, were never seen, were not seen for long, or may be at risk."""
    of: dict[str, set[str]] = {}
    for each in found:
        kind = (
            "may be at risk of harm"
            if band_of(each) == "harm"
            else "have no worker"
            if not each["worker"]
            else "were not seen again"
            if each["last_seen"]
            else "were never seen"
        )
        of.setdefault(kind, set()).add(each["family"])
    longest = max(found, key=lambda each: unseen_for(each, today), default=None)
    lines = [f"{len(these):4} {kind}" for kind, these in of.items()]
    if longest:
        lines.append(f"     longest: {longest['episode']} {named(longest)}, {unseen_for(longest, today)} days")
    return lines


def chased(found: Sequence[Item], every: Iterable[Item]) -> list[str]:
    """Steps that wait for somebody else's: which step, and of whom how many."""
    steps = {each["task"]: each for each in every}
    of: dict[str, dict[str, int]] = {}
    for each in found:
        step = steps.get(each["waits_for"])
        if step:
            by = of.setdefault(step["title"], {})
            by[who_has(step)] = by.get(who_has(step), 0) + 1
    return [
        f"{sum(by.values()):4} {title}: {', '.join(f'{who} {count}' for who, count in sorted(by.items()))}"
        for title, by in of.items()
    ]


def days(found: Iterable[Item]) -> list[str]:
    """How many on which day, in one line."""
    of: dict[str, set[str]] = {}
    for each in sorted(found, key=lambda each: str(each["due"])):
        of.setdefault(each["due"], set()).add(each["episode"])
    return ["  " + "   ".join(f"{short_day(day)}: {len(these)}" for day, these in of.items())] if of else []


def episodes(found: Iterable[Item]) -> set[str]:
    return {each["episode"] for each in found}


def table(name: str, found: Sequence[Count], width: int) -> tuple[str, list[str]]:
    """A line for each worker or town, with its heading."""
    wide = width >= 110
    columns: list[tuple[str, int, Callable[[Count], str]]] = [
        ("Cases", 6, lambda each: str(each.cases)),
        ("No worker", 10, lambda each: str(each.unheld)),
        ("Not seen", 9, lambda each: str(each.unseen)),
        ("14 days+", 9, lambda each: str(each.long_unseen)),
        ("Longest", 15, lambda each: f"{each.longest} d {each.longest_case}" if each.longest else "-"),
    ]
    if wide:
        columns += [
            ("TAF late", 9, lambda each: str(each.meetings_late)),
            ("Minutes", 8, lambda each: str(each.minutes)),
        ]
    columns.append(("Families", 9, lambda each: str(each.late_families)))
    room = 22 if wide else 14
    head = fixed(name, room) + "".join(title.rjust(size) for title, size, _ in columns)
    return head, [
        fixed(each.name, room) + "".join(told(each).rjust(size) for _, size, told in columns) for each in found
    ]
