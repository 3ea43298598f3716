"""Who the stories happen to, and when: families dealt to the towns, every event on its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from ehcli.days.workdays import WorkingDays, london
from ehcli.desk.desk import Desk
from ehcli.machine import folders
from ehcli.packs import toml
from ehcli.practice.case import Case, Someone
from ehcli.practice.seeded import drawn, number_from
from ehcli.practice.stories import Book, Event

STARTED = 10  # working days before the first referral on which the record begins


class Happening(NamedTuple):
    """An event of one family on its day, and the moment it is told."""

    told_at: datetime
    number: int
    order: int
    case: Case
    event: Event
    on: date


class Cast(NamedTuple):
    """Everybody, and everything that is going to be told of them, in the order in which it is told."""

    book: Book
    roles: Mapping[str, str]  # of each part that somebody of a town plays
    towns: tuple[Mapping[str, Any], ...]
    cases: list[Case]
    happenings: list[Happening]
    began: date


def cast(desk: Desk, told: Book, families: int, seed: int) -> Cast:
    """Deals the stories to families, town by town, and works out what is told on which day."""
    places = toml.read(folders.found("data", "demo/towns.toml"))
    roles, towns = places["roles"], tuple(places["town"])
    dealt = [(story, began) for story in told.stories for began in story.began]
    longest = max(began for _, began in dealt)
    days = working_days(desk.days.workdays, desk.days.today, longest + STARTED)
    naming = Naming(toml.read(folders.found("data", "demo/names.toml")), seed, desk.days.today)
    cases = []
    for number in range(families):
        # Each round deals every story once; the last, if it is short, takes stories from all over the file.
        turn, place = divmod(number, len(dealt))
        story, began = dealt[place * len(dealt) // min(len(dealt), families - turn * len(dealt))]
        town = towns[(number + turn) % len(towns)]
        case = Case(number, story, town, days[-1 - began], number // len(towns))
        naming.name(case)
        cases.append(case)
    happenings = sorted(
        (each for case in cases for each in happened(case, days, desk.days.workdays)), key=lambda each: each[:3]
    )
    return Cast(told, roles, towns, cases, happenings, days[0])


def working_days(workdays: WorkingDays, today: date, count: int) -> list[date]:
    """That many working days and the last one: today, or the working day before."""
    days = [workdays.on_or_before(today)]
    while len(days) <= count:
        days.append(workdays.after(days[-1], -1))
    return days[::-1]


class Naming:
    """Gives families names, ages, addresses and telephones, none of them real."""

    def __init__(self, names: Mapping[str, Any], seed: int, today: date) -> None:
        self.groups = [group for group in names["group"] for _ in range(group["share"])]
        self.referrers = list(names["referrers"].items())
        self.seed, self.today = seed, today
        self.birthdays: set[tuple[int, int, frozenset[int]]] = set()

    def name(self, case: Case) -> None:
        who = (self.seed, case.number)
        group = drawn(self.groups, "group", *who)
        surname = drawn(group["surnames"], "surname", *who)
        ages = case.story.ages or self.ages(who)
        for place, age in enumerate(ages):
            sex = drawn("MF", "sex", *who, place)
            first = self.another(group["girls" if sex == "F" else "boys"], case.children, who)
            case.children.append(Someone(f"{first} {surname}", self.born(group, age, *who, place), sex))
        eldest = max(ages)
        for sex in drawn(("F", "F", "FM", "FM", "M"), "parents", *who):
            first = self.another(group["women" if sex == "F" else "men"], case.parents, who)
            age = eldest + 20 + number_from("age", *who, sex) % 18
            case.parents.append(Someone(f"{first} {surname}", self.born(group, age, *who, sex), sex))
        house, street = 1 + number_from("house", *who) % 96, drawn(case.town["streets"], "street", *who)
        unit = "".join(drawn("CKMOV", "unit", *who, place) for place in (1, 2))  # in no real postcode
        inward = f"{number_from('inward', *who) % 10}{unit}"
        case.address = f"{house} {street}; {case.town['name']}; {case.town['postcode']} {inward}"
        case.phone = f"07700 900{(case.number * 37 + self.seed) % 1000:03}"  # Ofcom's numbers for drama
        case.referrer = drawn(self.referrers, "referrer", *who)

    def ages(self, who: tuple[int, int]) -> list[int]:
        count = drawn((1, 1, 2, 2, 3), "children", *who)
        return sorted((1 + number_from("years", *who, place) % 16 for place in range(count)), reverse=True)

    def another(self, names: Sequence[str], known: Sequence[Someone], who: tuple[int, int]) -> str:
        taken = {someone.name.split()[0] for someone in known}
        return drawn([name for name in names if name not in taken], "first name", *who, len(known))

    def born(self, group: Mapping[str, Any], age: int, *by: object) -> date:
        """A birthday nobody of the same group has, day and month turned round or not: eh would ask who is who."""
        names = self.groups.index(group)
        day = self.today - timedelta(days=age * 366 + number_from("born", *by) % 280)
        while (birthday := (names, day.year, frozenset((day.month, day.day)))) in self.birthdays:
            day -= timedelta(days=1)
        self.birthdays.add(birthday)
        return day


def happened(case: Case, days: Sequence[date], workdays: WorkingDays) -> Iterator[Happening]:
    """Everything that has happened to the family by now, with the moment each thing is told."""
    start = days.index(case.began)
    opened = Event("open", {"days": case.story.in_tray})
    found: list[tuple[int, int, int, Event, date]] = []
    for order, event in enumerate((opened, *case.story.events)):
        for on in occasions(event, start, days, workdays):
            told = on_or_after(days, on) + (case.story.in_tray if event is opened else event.told)
            if told < len(days):
                found.append((told, minute(case, event), order, event, on))
    closing = [told for told, _, _, event, _ in found if event.does == "close"]
    found = [each for each in found if not closing or each[0] <= closing[0]]
    before = (0, 0)
    for order, (told, wanted, _, event, on) in enumerate(sorted(found, key=lambda each: each[:3])):
        before = (told, max(wanted, before[1] + 1) if told == before[0] else wanted)
        clock = time(before[1] // 60, before[1] % 60)
        told_at = datetime.combine(days[told], clock, tzinfo=london()).astimezone(UTC)
        yield Happening(told_at, case.number, order, case, event, on)


def occasions(event: Event, start: int, days: Sequence[date], workdays: WorkingDays) -> Iterator[date]:
    """The days on which the event happens: none when it lies after today, several when it is repeated."""
    first = len(days) - 1 - event.ago if event.ago is not None else start + event.day
    if first >= len(days):
        return
    if not event.every:
        yield days[first]
        return
    last = len(days) - 1 - event.until_ago
    if event.until is not None:
        last = min(last, start + event.until)
    on = days[first]
    while on <= days[last]:
        yield on
        on = workdays.on_or_before(on + timedelta(days=event.every))


def on_or_after(days: Sequence[date], on: date) -> int:
    return next(at for at, day in enumerate(days) if day >= on)


def minute(case: Case, event: Event) -> int:
    """The minute of the day at which an event is told: its own time, or some time in the morning."""
    if event.at:
        hours, _, minutes = event.at.partition(":")
        return int(hours) * 60 + int(minutes)
    return 8 * 60 + 40 + case.number * 7 % 80 + (0 if event.does == "open" else 80)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
