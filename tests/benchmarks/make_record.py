"""Makes a record of any size to measure on: open episodes told and settled by eh itself, and years of closed ones.

python tests/benchmarks/make_record.py --episodes 100000 --open 3000 --facts 1000000 --out big.db

The same numbers and day always give the same record. The open episodes are the practice record's stories, told
through the same decisions; the closed ones are written in bulk, in the shape that eh would have left them in.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ehcli.desk.desk import Desk, Settings  # noqa: E402
from ehcli.episodes.facts import (  # noqa: E402
    Allocated,
    ArrivedInTray,
    Child,
    ConsentRecorded,
    Contacted,
    EpisodeClosed,
    EpisodeOpened,
    Fact,
    FormRecorded,
    ReferralReceived,
    StarCompleted,
    Told,
    columns,
)
from ehcli.episodes.references import reference  # noqa: E402
from ehcli.matching.spelling import folded  # noqa: E402
from ehcli.practice.cast import Cast, cast  # noqa: E402
from ehcli.practice.events import DEEDS  # noqa: E402
from ehcli.practice.stories import Book, FamilyStory, book  # noqa: E402
from ehcli.practice.telling import Telling  # noqa: E402
from ehcli.procedures.obligation import task_key  # noqa: E402
from ehcli.procedures.obligations import obligations  # noqa: E402
from ehcli.record.seals import NO_ENTRY, mark, parts, seal  # noqa: E402
from ehcli.record.versioned import KEPT, every_row  # noqa: E402

BEGAN = date(2016, 1, 4)
SMALLEST, LARGEST = 5, 30  # facts of a closed episode
BATCH = 2000  # closed episodes written at a time
SEALS_COMPARED = 500  # entries whose seals are worked out by eh as well
# A team that copes: how many families have each story that is late. Every story that goes well comes often.
LATE = {
    "minutes handed in, and not typed since": 2,
    "a meeting held, and nothing heard of its minutes": 0,
    "the letter after three calls and two visits is owed": 2,
    "waits in the tray too long": 2,
    "the case drifts": 0,
    "the review meeting was put off": 3,
    "the assessment is not finished": 2,
    "nobody came to the first meeting": 2,
    "visits have lapsed": 6,
}
WELL = 3  # how often each family of a story that goes well is dealt


# The open episodes


def of_a_team_that_copes(told: Book) -> Book:
    """The stories in the shares of a team that is up to date with nearly everything."""
    return told._replace(stories=tuple(shared(story) for story in told.stories))


def shared(story: FamilyStory) -> FamilyStory:
    if story.name in LATE:
        count = LATE[story.name]
        return story._replace(began=(story.began * 6)[:count])
    ends = any(event.does == "close" for event in story.events)
    return story._replace(began=story.began * (1 if ends else WELL))


def dealt(desk: Desk, wanted: int, seed: int) -> Cast:
    """As many families as it takes for that many open episodes."""
    told = of_a_team_that_copes(book(DEEDS))
    still_open = sum(len(one.began) for one in told.stories if not any(e.does == "close" for e in one.events))
    every = sum(len(one.began) for one in told.stories)
    families = round(wanted * every / still_open)
    return cast(desk, told, families, seed)


# The closed episodes


SYLLABLES = (
    "ash",
    "bar",
    "cold",
    "dun",
    "elm",
    "fen",
    "gar",
    "holm",
    "kel",
    "lang",
    "mar",
    "nor",
    "pen",
    "rad",
    "stan",
)
MIDDLES = ("", "ing", "er", "le", "en", "ber")
ENDS = ("ton", "ley", "worth", "ham", "by", "field", "wick", "shaw", "gate", "combe", "dale", "well")
SURNAMES = [f"{a}{b}{c}".title() for a in SYLLABLES for b in MIDDLES for c in ENDS]
FIRST = ("Orla", "Piers", "Quilla", "Rafe", "Sorrel", "Tansy", "Ulric", "Verity", "Wilf", "Xanthe", "Yorick", "Zadie")
TEAMS = ("tipton", "wednesbury", "west-bromwich", "oldbury", "rowley-regis", "smethwick")
REASONS = ("Plan achieved", "Plan achieved", "Plan achieved", "Family moved out of the area", "Refer to CSC")


class Shape(NamedTuple):
    """A closed episode before it has names and dates: how many facts, and how many children of what age."""

    facts: int
    ages: tuple[int, ...]

    @property
    def children(self) -> list[str]:
        return [f"P{n}" for n in range(len(self.ages))]


def story_of(shape: Shape, began: date) -> list[Fact]:
    """The facts of a closed episode, in the order in which they were told."""
    e, worker, child, days = "E", "W", tuple(shape.children), [began + timedelta(days=n) for n in range(400)]
    told: list[Fact] = [
        ReferralReceived(e, days[0], "09:10", "Fernbrook Primary School", "school"),
        EpisodeOpened(e, days[0], "09:40", "F", "T", "targeted", "targeted-early-help", "", child),
        ArrivedInTray(e, days[0], "10:00", "T", "team"),
        Allocated(e, days[1], "", worker, "key-worker", "T"),
    ]
    middle: list[Fact] = [
        Contacted(e, days[3], "10:20", "phone", "made", "family", worker),
        Contacted(e, days[7], "15:30", "visit", "made", "family", worker, (*child, "PP")),
        ConsentRecorded(e, days[7], "", "PP", "given", "signed", "early help"),
        FormRecorded(e, days[14], "", "genogram", "completed"),
        StarCompleted(e, days[15], "", "family-star-plus", (), (4, 5, 3, 6, 7, 5, 4, 6, 5, 5)),
        FormRecorded(e, days[21], "", "eha", "finalised"),
        *(FormRecorded(e, days[22], "", "wishes-and-feelings", "completed", (each,)) for each in child),
        FormRecorded(e, days[24], "", "chronology", "completed"),
    ]
    visits = [Contacted(e, days[14 + 6 * n], "15:00", "visit", "made", "family", worker, child) for n in range(20)]
    told += [*middle, *visits][: shape.facts - 5]
    told.sort(key=lambda fact: fact.on)
    return [*told, EpisodeClosed(e, told[-1].on + timedelta(days=4), "", "R", "")]


@cache
def owed(desk: Desk, shape: Shape) -> list[tuple[str, str, int, str]]:
    """What a closed episode of this shape ever owed: duty, child, which of its facts set it off, and the turn."""
    began = date(2018, 3, 5)
    facts = story_of(shape, began)
    told = [Told(n, n, n, "", "", fact) for n, fact in enumerate(facts)]
    children = [
        Child(ref, began - timedelta(days=366 * age)) for ref, age in zip(shape.children, shape.ages, strict=True)
    ]
    keys = [
        each.key for each in obligations(told, desk.rules.programme(""), desk.days.workdays, children, ["covid-19"])
    ]
    return [(*key[:3], task_key(key).partition(f":{key[2]}")[2]) for key in keys]


def for_bulk(path: Path) -> sqlite3.Connection:
    """The record's file, for rows that are known to be right."""
    record = sqlite3.connect(path)
    record.isolation_level = None
    for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "synchronous=OFF", "cache_size=-200000"):
        record.execute(f"PRAGMA {pragma}")
    return record


def put_aside(record: sqlite3.Connection) -> list[str]:
    """Takes indexes and triggers away while rows are written in bulk; the statements that bring them back."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    found = record.execute(f"{sql} ORDER BY rowid").fetchall()
    for kind, name, _ in found:
        record.execute(f'DROP {kind} "{name}"')
    return [told for _, _, told in found]


class Part(NamedTuple):
    """A fact of a closed episode as every one of its shape has it: its place, and texts with marks to fill in."""

    days: int  # after the episode began
    kind: str
    at: str
    details: str
    sealed: str  # as the seal of its entry has it


class Mould(NamedTuple):
    """What the closed episodes of one shape have in common: their facts, and what they ever owed."""

    parts: tuple[Part, ...]
    owed: tuple[tuple[str, str, int, str], ...]


MARKS = ("E", "F", "T", "W", "R", "PP", *(f"P{n}" for n in range(4)))
HEADING = '{"command": "%s", "decided_by": "", "id": %d, "reason": "", "recorded_at": "%s", "recorded_by": "lhart"}'
FACT = (
    '{"details": %s, "entry": %%(entry)d, "episode": "%%(E)s", "happened_at": "%s", "happened_on": "%%(on)s",'
    ' "id": %%(id)d, "kind": "%s", "root": %%(id)d, "withdraws": null}'
)


@cache
def mould(desk: Desk, shape: Shape) -> Mould:
    """A shape's facts and tasks, worked out once."""
    began = date(2018, 3, 5)
    marks = {mark: f"%({mark})s" for mark in MARKS}
    parts = []
    for fact in story_of(shape, began):
        kind, _, on, at, details = columns(named(fact, marks))
        told = json.dumps(details, ensure_ascii=False, sort_keys=True)
        sealed = FACT % (json.dumps(told, ensure_ascii=False), at, kind)
        parts.append(Part((date.fromisoformat(on) - began).days, kind, at, told, sealed))
    return Mould(tuple(parts), tuple(owed(desk, shape)))


class Bulk:
    """Writes closed episodes straight into the tables, with references, seals and tasks as eh leaves them."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk = desk
        self.record = for_bulk(path)
        self.last: dict[str, int] = dict(self.record.execute("SELECT name, last FROM counter"))
        found = self.record.execute("SELECT hash FROM seal ORDER BY entry DESC LIMIT 1").fetchone()
        self.hash = found[0] if found else NO_ENTRY
        self.rows: dict[str, list[tuple[Any, ...]]] = {}

    def write(self, count: int, facts: int, until: date) -> None:
        """That many closed episodes with that many facts between them, ending before the day."""
        if count < 1:
            return
        fitting = min(max(facts, count * SMALLEST), count * LARGEST)
        if fitting != facts:
            print(f"{facts:,} facts do not fit {count:,} closed episodes: {fitting:,} are told.", file=sys.stderr)
        each, more = divmod(fitting, count)
        aside = put_aside(self.record)
        span = (until - BEGAN).days - 220
        for number in range(count):
            began = BEGAN + timedelta(days=number * span // count)
            self.episode(number, each + (number < more), began)
            if number % BATCH == BATCH - 1 or number == count - 1:
                self.flush()
                print(f"\rClosed episodes: {number + 1:,} of {count:,} ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        for sql in aside:
            self.record.execute(sql)
        self.record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.record.close()

    def next(self, counter: str) -> int:
        self.last[counter] = self.last.get(counter, 0) + 1
        return self.last[counter]

    def ref(self, letter: str) -> str:
        return reference(letter, self.next(letter))

    def add(self, table: str, *row: object) -> None:
        self.rows.setdefault(table, []).append(row)

    def episode(self, number: int, facts: int, began: date) -> None:
        ages = tuple(2 + (number * 5 + n * 3) % 14 for n in range(1 + number % 3 % 2 + number % 7 // 6))
        shape = Shape(facts, ages)
        family, ref, team = self.ref("F"), self.ref("E"), TEAMS[number % len(TEAMS)]
        opening = self.last.get("entry", 0) + 1
        people = {each: self.ref("P") for each in (*shape.children, "PP")}
        names = {**people, "E": ref, "F": family, "T": team, "W": f"{team[:3]}{number % 25}", "R": REASONS[number % 5]}
        made = mould(self.desk, shape)
        roots = []
        for at, part in enumerate(made.parts):
            on = (began + timedelta(days=part.days)).isoformat()
            if at == 0 or at > 2:  # receipt, opening and tray are one entry, as eh open-episode tells them
                entry = self.entry(on, "open-episode" if at == 0 else part.kind)
            roots.append(self.fact(entry, part, on, names))
            if at == 0 or at == 1:
                continue  # the opening goes on until the tray
            self.seal(entry)
        self.household(number, opening, family, ref, people, ages, began)
        self.add(
            "episode",
            *(ref, opening, family, team, began.isoformat(), "sandwell", "1.0", "targeted", "targeted-early-help", ""),
            *(names["W"], on, names["R"]),
        )
        first = self.last.get("T", 0) + 1
        self.last["T"] = first + len(made.owed) - 1
        self.rows.setdefault("task", []).extend(
            (reference("T", first + at), ref, f"{duty}:{people.get(child, '')}:{roots[root]}{turn}")
            for at, (duty, child, root, turn) in enumerate(made.owed)
        )

    def household(
        self,
        number: int,
        entry: int,
        family: str,
        episode: str,
        people: dict[str, str],
        ages: Sequence[int],
        began: date,
    ) -> None:
        surname = SURNAMES[number * 7919 % len(SURNAMES)]
        self.add("family", family, entry)
        postcode = f"DY4 {number % 10}{'CKMOV'[number % 5]}{'CKMOV'[number // 5 % 5]}"
        for place, (sign, ref) in enumerate(people.items()):
            parent = sign == "PP"
            name = f"{FIRST[(number + place * 5) % len(FIRST)]} {surname}"
            years = 34 if parent else ages[place]
            born = began - timedelta(days=years * 365 + number * 31 % 360)
            self.add("person", ref, entry)
            phone = f"07700 900{number % 1000:03}" if parent else ""
            self.add("person_details", self.next("person_details"), entry, ref, name, born.isoformat(), "", phone, True)
            lines = f"{1 + number % 90} Nailmaker Street\nTipton\n{postcode}"
            self.add("address", self.next("address"), entry, ref, lines, postcode, began.isoformat())
            for word in sorted({*folded(name).split(), folded(postcode.replace(" ", ""))}):
                self.add("name_word", word, ref)
            self.add("member", self.next("member"), entry, family, ref, "parent" if parent else "child")
            if not parent:
                self.add("episode_child", episode, ref)

    def entry(self, on: str, command: str) -> int:
        id = self.next("entry")
        seconds = id % 3600
        told_at = f"{on}T{11 + seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}+00:00"
        self.heading, self.told = HEADING % (command, id, told_at), []
        self.add("entry", id, told_at, "lhart", "", command, "")
        return id

    def fact(self, entry: int, part: Part, on: str, names: dict[str, str]) -> int:
        id = self.next("fact")
        filled: dict[str, Any] = {**names, "entry": entry, "id": id, "on": on}
        self.told.append(part.sealed % filled)
        self.add("fact", id, entry, names["E"], part.kind, on, part.at, part.details % filled, id, None)
        return id

    def seal(self, entry: int) -> None:
        """Seals the entry, as ``ehcli.record.seals.seal`` does; the first ones are compared with it."""
        told = f'["{self.hash}", {self.heading}, [{", ".join(self.told)}]]'
        made = sha256(told.encode()).hexdigest()
        if entry < SEALS_COMPARED:
            previous, heading, facts = json.loads(told)
            if made != seal(previous, heading, facts):
                raise SystemExit("eh seals otherwise by now: mend HEADING and FACT.")
        self.add("seal", entry, self.hash, made)
        self.hash = made

    def flush(self) -> None:
        self.record.execute("BEGIN IMMEDIATE")
        for table, rows in self.rows.items():
            known = [row[1] for row in self.record.execute(f"PRAGMA table_info({table})")]
            first = ", ".join(known[: len(rows[0])])  # columns that were added later have a usual value
            marks = ", ".join("?" * len(rows[0]))
            self.record.executemany(f"INSERT INTO {table} ({first}) VALUES ({marks})", rows)
        self.record.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", self.last.items())
        self.record.execute("COMMIT")
        self.rows.clear()


def named(fact: Fact, names: dict[str, str]) -> Fact:
    """The fact with its references in place of the marks."""

    def said(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(said(each) for each in value)
        return names.get(value, value) if isinstance(value, str) else value

    shape: Any = type(fact)
    return shape(*(said(value) for value in fact))  # type: ignore[no-any-return]


# The open episodes again: what eh told of some families is copied for others, under names and references of their own

TOLD = 150  # open episodes that eh tells itself
HAVE_ENTRY = ("family", "person", "episode", "case_note", "person_details", "address", "member", "relation")
HAVE_ENTRY += ("restriction", "family_flag", "plan_part", "plan_action")
ABOUT = {"episode_child": "episode", "meeting": "episode", "worklist": "episode", "task": "episode"}
ABOUT |= {"name_word": "person"}
COUNTED = {"id": "", "entry": "entry", "by_entry": "entry", "root": "fact", "withdraws": "fact"}
REFERENCE = re.compile(r"\b([EFPTMN])-(\d+)\b")
KEY = re.compile(r"([a-z0-9-]+:(?:P-\d+)?:)(\d+)")  # of a task: its duty, its child and the fact that set it off
NAMES_STAND_IN = ("name", "children", "text", "word")


class Again:
    """What was told since ``base``, the numbers that were given out by then, as a block to copy."""

    def __init__(self, path: Path, base: dict[str, int]) -> None:
        self.record, self.base = for_bulk(path), base
        self.given = dict(self.record.execute("SELECT name, last FROM counter"))
        self.size = {name: last - base.get(name, 0) for name, last in self.given.items()}
        self.columns = {
            table: [row[1] for row in self.record.execute(f"PRAGMA table_info({table})")]
            for table in ("entry", "fact", *HAVE_ENTRY, *ABOUT)
        }
        self.rows = {table: self.told_in(table) for table in self.columns}
        names = self.columns["person_details"].index("name")
        self.surnames = sorted({row[names].split()[-1] for row in self.rows["person_details"]})

    def told_in(self, table: str) -> list[tuple[Any, ...]]:
        if table in ABOUT:
            column = ABOUT[table]
            since = f"CAST(substr({column}, 3) AS INTEGER) > {self.base.get('EP'[column == 'person'], 0)}"
        elif table in ("entry", "fact"):
            since = f"id > {self.base.get(table, 0)}"
        else:
            since = f"entry > {self.base['entry']}"
        return self.record.execute(f"SELECT * FROM {table} WHERE {since} ORDER BY 1, 2").fetchall()

    def write(self, times: int) -> None:
        """Copies the block so many times, and seals what was copied."""
        aside = put_aside(self.record)
        self.record.execute("BEGIN IMMEDIATE")
        for number in range(1, times + 1):
            self.copy(number)
            print(f"\rOpen episodes again: {number:,} of {times:,} ", end="", file=sys.stderr, flush=True)
        last = {name: self.given[name] + size * times for name, size in self.size.items()}
        kept_as_they_are = {"L", "team", "worker", "agency", "choice"}
        told = {name: number for name, number in last.items() if name not in kept_as_they_are}
        self.record.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", told.items())
        self.seal()
        self.record.execute("COMMIT")
        print(file=sys.stderr)
        for sql in aside:
            self.record.execute(sql)
        self.record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.record.close()

    def copy(self, number: int) -> None:
        """The block once more, every number of its own raised, and families called otherwise."""
        fresh = {name: SURNAMES[(at * 31 + number * 7) % len(SURNAMES)] for at, name in enumerate(self.surnames)}
        fresh |= {folded(name): folded(other) for name, other in fresh.items()}
        named_so = re.compile(rf"\b(?:{'|'.join(map(re.escape, fresh))})\b")

        def raised(counter: str, value: int) -> int:
            return value + number * self.size[counter] if value > self.base.get(counter, 0) else value

        def reference_of(found: re.Match[str]) -> str:
            return reference(found[1], raised(found[1], int(found[2])))

        def key_of(found: re.Match[str]) -> str:
            return f"{found[1]}{raised('fact', int(found[2]))}"

        def shifted(table: str, column: str, value: Any) -> Any:
            if isinstance(value, int):
                counter = COUNTED.get(column, table if column == "number" else None)
                return value if counter is None else raised(counter or table, value)
            if not isinstance(value, str):
                return value
            if column in ("key", "details", "held_by"):
                value = KEY.sub(key_of, value)
            if column in NAMES_STAND_IN:
                value = named_so.sub(lambda found: fresh[found[0]], value)
            return REFERENCE.sub(reference_of, value) if "-" in value else value

        for table, rows in self.rows.items():
            columns = self.columns[table]
            marks = ", ".join("?" * len(columns))
            made = [[shifted(table, column, value) for column, value in zip(columns, row, strict=True)] for row in rows]
            self.record.executemany(f"INSERT INTO {table} VALUES ({marks})", made)

    def seal(self) -> None:
        """Seals every entry that was copied, as eh would have."""
        since = self.given["entry"]
        facts: dict[int, list[dict[str, Any]]] = {}
        for row in self.record.execute("SELECT * FROM fact WHERE entry > ? ORDER BY id", (since,)):
            told = dict(zip(self.columns["fact"], row, strict=True))
            facts.setdefault(told["entry"], []).append(told)
        beside: dict[int, dict[str, list[str]]] = {}
        for table, kept in KEPT.items():
            for entry, *values in self.record.execute(f"SELECT * FROM ({every_row(table)}) WHERE 1 > 0"):
                if entry > since:
                    row = dict(zip(kept.columns, values, strict=True))
                    beside.setdefault(entry, {}).setdefault(table, []).append(mark(table, row))
        (previous,) = self.record.execute("SELECT hash FROM seal WHERE entry = ?", (since,)).fetchone()
        made = []
        for row in self.record.execute("SELECT * FROM entry WHERE id > ? ORDER BY id", (since,)):
            heading = dict(zip(self.columns["entry"], row, strict=True))
            of = heading["id"]
            told_of, rows = facts.get(of, []), beside.get(of, {})
            hash = seal(previous, heading, told_of, rows)
            made.append((of, previous, hash, "rows", parts(heading, told_of, rows)))
            previous = hash
        self.record.executemany("INSERT INTO seal VALUES (?, ?, ?, ?, ?)", made)


# The record


def make(out: Path, *, episodes: int, still_open: int, facts: int, today: date, seed: int) -> None:
    out.unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        out.with_name(out.name + ending).unlink(missing_ok=True)
    desk = Desk()
    desk.command = "demo"
    desk.settings = Settings(today=today.isoformat(), user="abell")
    everybody = dealt(desk, min(still_open, TOLD), seed)
    times = max(1, round(still_open / TOLD))  # how often what is told of them is in the record
    telling = Telling(desk, out, everybody, seed)
    told = sum(facts_of(everybody))
    telling.told_at = datetime(BEGAN.year, 1, 2, 8, tzinfo=UTC)
    telling.found()
    clock = time.perf_counter()
    Bulk(telling.desk, out).write(episodes - len(everybody.cases) * times, facts - told * times, everybody.began)
    print(f"Written in {time.perf_counter() - clock:.0f} s; telling the open ones ...", file=sys.stderr)
    telling.told_at = datetime.combine(everybody.began, datetime.min.time(), tzinfo=UTC)
    with sqlite3.connect(out) as record:
        own = uuid5(NAMESPACE_URL, f"{episodes} {still_open} {facts} {today} {seed}")  # else it is one of chance
        record.execute("UPDATE about SET value = ? WHERE key = 'record'", (str(own),))
        base = dict(record.execute("SELECT name, last FROM counter"))
    record.close()
    telling.write()
    if times > 1:
        Again(out, base).write(times - 1)
    say(out, today, time.perf_counter() - clock)


def facts_of(everybody: Cast) -> Iterator[int]:
    """About how many facts will be told of the open ones: events tell one each, opening four, forms some more."""
    for happening in everybody.happenings:
        yield {"open": 4, "done": 2, "set-aside": 9}.get(happening.event.does, 1)


def say(out: Path, today: date, seconds: float) -> None:
    """Says what the record holds."""
    record = sqlite3.connect(out)

    def count(sql: str, *values: str) -> int:
        return int(record.execute(sql, values).fetchone()[0])

    now = today.isoformat()
    still = count("SELECT count(*) FROM episode WHERE closed_on = ''")
    late = count("SELECT count(DISTINCT episode) FROM worklist WHERE due < ?", now)
    print(f"{out}: {out.stat().st_size / 1e6:,.0f} MB, made in {seconds:.0f} s")
    print(f"episodes {count('SELECT count(*) FROM episode'):,}, of them open {still:,}")
    print(f"facts {count('SELECT count(*) FROM fact'):,}, worked out into {count('SELECT count(*) FROM task'):,} tasks")
    print(f"entries {count('SELECT count(*) FROM entry'):,}, people {count('SELECT count(*) FROM person'):,}")
    print(f"open tasks {count('SELECT count(*) FROM worklist'):,}")
    print(f"open episodes with something overdue {late:,} ({100 * late / still:.0f}%)")
    print(f"open in tipton {count('''SELECT count(*) FROM episode WHERE closed_on = '' AND team = 'tipton' ''')}")
    print(f"overdue in tipton {count('''SELECT count(*) FROM worklist WHERE team = 'tipton' AND due < ?''', now)}")
    print(f"not allocated yet {count('''SELECT count(*) FROM episode WHERE closed_on = '' AND worker = '' ''')}")
    record.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--episodes", type=int, default=100_000)
    asked.add_argument("--open", type=int, default=3_000)
    asked.add_argument("--facts", type=int, default=1_000_000)
    asked.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 20))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, required=True)
    told = asked.parse_args()
    gc.set_threshold(100_000)
    make(
        told.out.resolve(),
        episodes=told.episodes,
        still_open=told.open,
        facts=told.facts,
        today=told.today,
        seed=told.seed,
    )


if __name__ == "__main__":
    main()
