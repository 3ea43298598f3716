"""Today on one screen, for whoever asks: every heading with its whole count and the command that opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.episodes.trays import OFFICE, TEAM, WORKER
from ehcli.errors import BadInput, nearest
from ehcli.lists import letters as of_post
from ehcli.lists.by_band import before_command, counted, cut, fixed, line, matter, named, short_day, who_has
from ehcli.lists.first_things import band_of, by_band, of_family
from ehcli.lists.today_for import DECIDER, HOLDER, OFFICER, Before, Count, before, counts, past_limit
from ehcli.procedures.bands import BANDS, SAFETY
from ehcli.record import meetings as meetings_of_record
from ehcli.screen import screen
from ehcli.screen.fitting import Section, fitted
from ehcli.show import lists, tasks

Item = dict[str, Any]
MEETINGS, LOOSE, ALL = "meetings", "other-letters", "all"
NAMES = [
    "harm",
    "unseen",
    "harm-elsewhere",
    "unseen-elsewhere",
    "later",
    "today",
    MEETINGS,
    "mine",
    "letters",
    "post",
    "chase",
    "visits",
    "waiting",
    "plan",
]
NAMES += ["records", "papers", LOOSE, ALL]
WIDE, ONLY_WIDE = 110, ("TAF late", "Minutes")  # places, and the columns that narrower screens have no room for
SIGNS = "! past the limit. +n: after a name children, at the end tasks. wd: working days"
OF_FAMILIES = "Families: those with something overdue"
OF_MEETINGS = {"meeting": "Meeting", "episode": "Episode", "team": "Team", "planned_on": "On", "planned_at": "At"}
OF_MEETINGS |= {"kind": "Kind", "venue": "Venue"} | lists.beside("status", "held_on", "minutes")
OF_TEAMS = {"team": "Team", "cases": "Cases", "harm": "Harm", "unheld": "No worker", "unseen": "Not seen"}
OF_TEAMS |= {"long_unseen": "14 days+", "longest": "Longest", "longest_case": "Of", "meetings_late": "TAF late"}
OF_TEAMS |= {"minutes": "Minutes", "late_families": "Families"}


class Part(NamedTuple):
    """A part of the screen: its heading and count, its rows, the command that opens it, and the tasks it counts."""

    name: str
    title: str
    rows: Sequence[str]
    number: int
    tasks: Sequence[Item] = ()
    command: str = ""
    said: str = ""

    def section(self, found: Before) -> Section:
        """The part as it is fitted to a screen; where no list opens it, today opens it by its name."""
        heading = f"{self.title}: {self.number}{f'  {self.said}' if self.said else ''}"
        command = found.again(self.command or f"eh today --only {self.name}")
        return Section(heading, self.rows, command, leads=self.name.partition("-")[0] in SAFETY)


def show(desk: Desk, teams: Sequence[str], worker: str) -> None:
    """The screen of whoever asks, never longer than the terminal."""
    found = before(desk, teams, worker)
    width, height = screen.width(), screen.height() - 1
    head = [cut(heading(desk, found), width)]
    made = parts(desk, found, width)
    if not made:
        screen.lines([*head, f"Nothing is open before you. See: {found.again('eh overdue')}"])
        return
    every = found.again(f"eh today --only {ALL}")
    sections = [each.section(found) for each in made]
    if found.view == DECIDER:
        sections += workers(desk, found, width)
    foot = [before_command(f"{counted(len(found.items), 'open task', 'open tasks')} in all:", every, width)]
    if any(row.startswith("  E-") for each in made for row in each.rows if each.name != MEETINGS):
        foot = [cut(SIGNS, width), *foot]
    lines = fitted(head, sections, [*left_out(width), *foot], height, width)
    if not any(each.heading in lines for each in sections[len(made) :]):  # no table, so nothing is left out of it
        lines = fitted(head, sections, foot, height, width)
    screen.lines(lines)


def by_team(desk: Desk, teams: Sequence[str], worker: str) -> None:
    """A line for each team, at a terminal; elsewhere a row for each, with every count."""
    found = before(desk, teams, worker, every=True)
    towns = counts(desk, found.items, lambda each: str(each["team"]))
    if screen.on_terminal() and not desk.settings.as_json:
        width = screen.width()
        first, lines = table("TOWN", towns, width)
        head = [cut(heading(desk, found), width)]
        foot = [OF_FAMILIES, *left_out(width, ", and in --json")]
        towns_in_lines = [Section(first, lines, found.again("eh overdue --by team"))]
        screen.lines(fitted(head, towns_in_lines, foot, screen.height() - 1, width, opens=False))
    else:
        lists.show(desk, [{"team": each.name, **each._asdict()} for each in towns], OF_TEAMS)


def only(desk: Desk, name: str, teams: Sequence[str], worker: str) -> None:
    """One part of the screen whole: a row for each task or meeting that it counts; raises BadInput for no such part."""
    found = before(desk, teams, worker)
    known = {each.name: each for each in parts(desk, found, screen.width())}
    if name == MEETINGS:
        rows = [meetings_of_record.as_listed(each) for each in found.meetings]
        lists.show(desk, rows, OF_MEETINGS, none="No meeting is planned.")
        return
    if name == LOOSE:
        lists.show(desk, list(found.loose), of_post.OF_LETTERS, none="No other letter waits for the post.")
        return
    if name not in (*known, *NAMES):
        raise BadInput(f"Today has no part '{name}'.", nearest(name, NAMES) or f"It has {', '.join(NAMES)}.")
    listed = found.items if name == ALL else known[name].tasks if name in known else ()
    tasks.show(desk, list(listed), found.teams, none="Nothing there is before you.")


def parts(desk: Desk, found: Before, width: int) -> list[Part]:
    """The parts of the screen of whoever asks: a child's safety first."""
    made = {HOLDER: of_worker, DECIDER: of_manager, OFFICER: of_officer}[found.view]
    return [each for each in made(found, desk.days.today, width) if each.number]


def heading(desk: Desk, found: Before) -> str:
    """The day, who asks, of which team, and how many cases."""
    where = ", ".join(found.teams) or (found.who.team if found.view == HOLDER else "every town")
    of = " - replay record" if desk.days.replays() else ""
    cases = counted(found.cases, "case", "cases")
    return f"{long(desk.days.today)} - {found.who.name} - {where} ({cases} with tasks){of}"


def of_worker(found: Before, today: date, width: int) -> list[Part]:
    """A key worker: who was not seen, what is due today, the week's visits, who waits, what is to be written."""
    mine = [each for each in found.items if each["held_by"] == found.who.login or each["tray"] == WORKER]
    late = {band: [each for each in mine if each["status"] == "overdue" and band_of(each) == band] for band in BANDS}
    coming = [each for each in found.items if band_of(each) == "unseen" and (found.is_soon(each) or not each["due"])]
    papers = [each for each in mine if found.is_soon(each) and band_of(each) in ("plan", "record")]
    until = short_day(found.until)
    return [
        *safety(found, today, width),
        Part("today", "DUE TODAY", tasks_in_lines(found.due_today, width), len(found.due_today), found.due_today),
        meetings(found, width),
        Part("visits", "VISITS TO COME", days(coming), len(families(coming)), coming, "eh due -b unseen"),
        waiting("waiting", "OTHERS WAIT FOR YOU", late["waiting"], today, width),
        waiting("plan", "LATE IN THE PLAN", late["plan"], today, width),
        waiting("records", "RECORDS BEHIND", late["record"], today, width),
        Part("papers", f"PAPERS DUE BY {until}", duties(papers, width), len(papers), papers),
    ]


def of_manager(found: Before, today: date, width: int) -> list[Part]:
    """A manager: who was not seen and whom nobody holds, and what waits for a decision; a line a worker follows."""
    pressing = {each["task"] for each in found.pressing}
    mine = [each for each in found.items if each["tray"] == TEAM and each["next"] and each["task"] not in pressing]
    mine = [each for each in mine if each["status"] == "overdue" or found.is_soon(each)]
    return [
        *safety(found, today, width),
        Part("mine", "YOURS TO DECIDE OR RECORD", duties(mine, width), len(mine), mine),
        Part("today", "DUE TODAY", duties(found.due_today, width), len(found.due_today), found.due_today),
        meetings(found, width),
    ]


def of_officer(found: Before, today: date, width: int) -> list[Part]:
    """An officer: what to tell the managers, what is theirs to do now, what waits for others."""
    own = [each for each in found.items if each["tray"] == OFFICE]
    now = [each for each in own if each["status"] in ("overdue", "open") or found.is_soon(each)]
    ready = [each for each in now if each["next"] and each["task"] not in found.letters]
    steps = {each["task"]: each for each in found.items}
    chasing = list({each["waits_for"]: steps[each["waits_for"]] for each in now if each["waits_for"] in steps}.values())
    chasing = [each for each in chasing if each["tray"] != OFFICE]
    letters = [each for each in found.items if each["task"] in found.letters - found.to_post]
    letters = [each for each in letters if each["status"] == "overdue" or found.is_soon(each)]
    printed = [each for each in found.items if each["task"] in found.to_post]
    return [
        *safety(found, today, width, told=True),
        Part("letters", "LETTERS TO WRITE", duties(letters, width), len(letters), letters, "eh letters run"),
        Part("post", "LETTERS PRINTED, TO POST", duties(printed, width), len(printed), printed),
        Part(
            LOOSE, "OTHER LETTERS PRINTED, TO POST", [f"  {each['letter']}" for each in found.loose], len(found.loose)
        ),
        Part("mine", "YOURS TO DO NOW", duties(ready, width), len(ready), ready),
        Part("chase", "WAITING ON OTHERS", chased(chasing), len(chasing), chasing),
        Part("today", "DUE TODAY", duties(found.due_today, width), len(found.due_today), found.due_today),
        meetings(found, width),
    ]


def safety(found: Before, today: date, width: int, *, told: bool = False) -> list[Part]:
    """A child's safety: a line a family. ``told`` is for an officer, who tells the managers of those not seen."""
    made = []
    for band in by_band(found.pressing, today):
        these = [each for each in found.pressing if band_of(each) == band.id]
        rows = [line(each, band.id, width, len(found.teams) != 1 and not found.worker) for each in band.families]
        title, said = band.title.upper(), f"and {band.above} above" if band.above else ""
        if told and band.id == "unseen":
            title, rows = "TELL THE MANAGERS", [cut(to_tell(these), width), *rows]
            said = ", ".join(filter(None, [said, f"{past_limit(these)} past limit"]))
        made.append(Part(band.id, title, rows, len(band.families), these, f"eh overdue -b {band.id}", said))
    for band in by_band(found.elsewhere, today):
        these = [each for each in found.elsewhere if band_of(each) == band.id]
        rows = [line(each, band.id, width, True) for each in band.families]
        made.append(Part(f"{band.id}-elsewhere", f"YOURS IN OTHER TEAMS, {band.id.upper()}", rows, len(rows), these))
    later = found.later
    said = f"first {short_day(min(each['due'] for each in later))}" if later else ""
    return [*made, Part("later", "AT RISK OF HARM, DUE LATER", (), len(families(later)), later, said=said)]


def workers(desk: Desk, found: Before, width: int) -> list[Section]:
    """A line for each worker, who waits longest unseen first."""
    of = counts(desk, [each for each in found.items if each["worker"]], lambda each: str(each["worker"]))
    first, lines = table("WORKER", of, width)
    return [Section(first, lines, found.again("eh overdue --by worker"), f"WORKERS: {len(of)}")] if of else []


def left_out(width: int, elsewhere: str = "") -> list[str]:
    """Which columns a table has no room for, and where they stand; nothing on a screen that has room for all."""
    said = f"{' and '.join(ONLY_WIDE)} stand on a wider screen{elsewhere}"
    return [] if width >= WIDE else [cut(said, width)]


def meetings(found: Before, width: int) -> Part:
    """The meetings of the days ahead."""
    rows = [
        cut(
            f"  {each.episode}  {short_day(each.planned_on)} {each.planned_at}  {each.kind}  {each.venue}".rstrip(),
            width,
        )
        for each in found.meetings
    ]
    return Part(MEETINGS, "MEETINGS TO COME", rows, len(rows), said=f"to {short_day(found.until)}")


def tasks_in_lines(found: Iterable[Item], width: int) -> list[str]:
    return [
        cut(f"  {each['task']:9}{each['episode']:9}{fixed(named(each), 22)} {each['title']}", width) for each in found
    ]


def waiting(name: str, title: str, found: Sequence[Item], today: date, width: int) -> Part:
    """Late work, a line a family, the longest late first."""
    of: dict[str, list[Item]] = {}
    for each in found:
        if each["next"]:
            of.setdefault(each["family"], []).append(each)
    rows = []
    late = [of_family(these, today) for these in of.values()]
    for family in sorted(late, key=lambda each: longest_late(each.first)):
        first = family.first
        said = f"  {first['episode']:9}{fixed(named(first), 22)} {matter(family, band_of(first), 42)}"
        rows.append(cut(f"{said}{f' +{family.more}' if family.more else ''}".rstrip(), width))
    listed = [each for these in of.values() for each in these]
    return Part(name, title, rows, len(listed), listed, said=counted(len(of), "family", "families") if of else "")


def longest_late(item: Item) -> tuple[bool, int]:
    """What is on hold last, before it the longest late first."""
    return bool(item["on_hold_since"]), -item["working_days_late"]


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


def to_tell(found: Sequence[Item]) -> str:
    """How many families have no worker, were never seen, or were not seen when it was due, in one line."""
    of: dict[str, set[str]] = {}
    for each in found:
        seen = "not seen when it was due" if each["last_seen"] else "never seen"
        of.setdefault(seen if each["worker"] else "with no worker", set()).add(each["family"])
    return "  " + "   ".join(f"{len(these)} {kind}" for kind, these in of.items())


def chased(found: Iterable[Item]) -> list[str]:
    """Steps of others that work waits for: which step, and of whom how many."""
    of: dict[str, Counter[str]] = {}
    for each in found:
        of.setdefault(each["title"], Counter())[who_has(each)] += 1
    return [
        f"{by.total():4} {title}: {', '.join(f'{who} {count}' for who, count in sorted(by.items()))}"
        for title, by in of.items()
    ]


def days(found: Iterable[Item]) -> list[str]:
    """How many families on which day, in one line; those without a date at its end."""
    of: dict[str, list[Item]] = {}
    for each in sorted(found, key=lambda each: each["due"] or "9999"):
        of.setdefault(each["due"] or "", []).append(each)
    told = (f"{short_day(day) if day else 'no date'}: {len(families(these))}" for day, these in of.items())
    return ["  " + "   ".join(told)] if of else []


def families(found: Iterable[Item]) -> set[str]:
    return {each["family"] for each in found}


def table(name: str, found: Sequence[Count], width: int) -> tuple[str, list[str]]:
    """A line for each worker or town, with its heading."""
    wide = width >= WIDE
    columns: list[tuple[str, int, Callable[[Count], str]]] = [
        ("Cases", 6, lambda each: str(each.cases)),
        ("Harm", 5, lambda each: str(each.harm)),
        ("No worker", 10, lambda each: str(each.unheld)),
        ("Not seen", 9, lambda each: str(each.unseen)),
        ("14 days+", 9, lambda each: str(each.long_unseen)),
        ("Longest", 15, lambda each: f"{each.longest} d {each.longest_case}" if each.longest else "-"),
    ]
    if wide:
        columns += [
            (ONLY_WIDE[0], 9, lambda each: str(each.meetings_late)),
            (ONLY_WIDE[1], 8, lambda each: str(each.minutes)),
        ]
    columns.append(("Families", 9, lambda each: str(each.late_families)))
    room = 22 if wide else 14
    head = fixed(name, room) + "".join(title.rjust(size) for title, size, _ in columns)
    return head, [
        fixed(each.name, room) + "".join(told(each).rjust(size) for _, size, told in columns) for each in found
    ]
