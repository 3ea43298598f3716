"""Makes a record of any size to measure on: stories that eh told and settled itself, each told again and again.

python tests/benchmarks/make_record.py --episodes 100000 --open 3000 --facts 1000000 --out big.db

The same numbers and day always give the same rows. Every story is told once, by the decisions that the commands use.
Its rows are then written for other families: with numbers, references, names and addresses of their own, those of a
closed episode whole weeks earlier as well, and sealed anew. Memory does not grow with the record.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ehcli.desk.desk import Desk, Settings  # noqa: E402
from ehcli.matching.spelling import folded  # noqa: E402
from ehcli.practice.case import Case  # noqa: E402
from ehcli.practice.cast import Cast, Happening, cast  # noqa: E402
from ehcli.practice.events import DEEDS  # noqa: E402
from ehcli.practice.stories import Book, Event, FamilyStory, book  # noqa: E402
from ehcli.practice.telling import Telling  # noqa: E402
from ehcli.record.seals import FACT, HEADING, mark, parts, seal  # noqa: E402
from ehcli.record.versioned import KEPT  # noqa: E402

BEGAN = date(2016, 1, 4)
BATCH = 2000  # episodes written at a time
TOLD = 75  # open episodes that eh tells; the others are theirs again
TOWNS = 6
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


# The stories


def of_a_team_that_copes(told: Book) -> Book:
    """The stories that are not over, in the shares of a team that is up to date with nearly everything."""
    still = (story for story in told.stories if not any(event.does == "close" for event in story.events))
    return told._replace(stories=tuple(shared(story) for story in still))


def shared(story: FamilyStory) -> FamilyStory:
    if story.name in LATE:
        return story._replace(began=(story.began * 6)[: LATE[story.name]])
    return story._replace(began=story.began * WELL)


CLOSES = 24  # working days after it began
AGO = tuple(range(40, 40 + TOWNS))  # working days ago that the closed stories began, on every day of the week
PADS_A_DAY = 8
MOST = (CLOSES - 4) * PADS_A_DAY  # facts that are told beside what a case needs


def that_close(told: Book, padded: int) -> Book:
    """A short story and a long one, both over, with so many e-mails from other agencies that change nothing owed."""
    emails = [
        event("contact", 3 + n // PADS_A_DAY, at=f"17:{10 + 5 * (n % PADS_A_DAY)}", how="email", party="agency")
        for n in range(padded)
    ]
    begins, ends = event("allocate", 1), (event("set-aside", CLOSES, reason="It is not needed any more"),)
    closes = event("close", CLOSES, at="16:00", reason="Plan achieved")
    short = (begins, *emails, *ends, closes)
    visits = tuple(event("visit", day) for day in (4, 9, 14, 19))
    # Nothing that is owed every month is done: which turn it would be hangs on where the months begin.
    forms = (event("consent", 4), event("form", 15, form="genogram"), event("form", 16, form="eha", stage="finalised"))
    long = (begins, event("contact", 2, how="phone"), *visits, *forms, *emails, *ends, closes)
    return told._replace(
        stories=(
            FamilyStory("over soon", AGO, short, level="universal-plus", ages=(7,), consent="none"),
            FamilyStory("seen through", AGO, long, ages=(9, 4)),
        )
    )


def event(does: str, day: int, at: str = "", **details: str) -> Event:
    return Event(does, details, day=day, at=at)


def is_padding(event: Event) -> bool:
    return event.does == "contact" and event.details.get("party") == "agency"


class Workshop(Telling):
    """Stories told by eh in a record of their own, with the entries that each of them made."""

    def __init__(self, desk: Desk, path: Path, cast: Cast, seed: int) -> None:
        super().__init__(desk, path, cast, seed)
        self.path = path
        self.entries: dict[int, list[tuple[int, bool]]] = {case.number: [] for case in cast.cases}

    def happen(self, happening: Happening) -> None:
        before = self.writer.last("entry")
        super().happen(happening)
        padding = is_padding(happening.event)
        self.entries[happening.number] += [(n, padding) for n in range(before + 1, self.writer.last("entry") + 1)]

    def episodes(self) -> list[Block]:
        """What was told, as blocks of rows to write again."""
        record = sqlite3.connect(self.path)
        told = [Block(record, case, self.entries[case.number]) for case in self.cast.cases]
        record.close()
        return told


# A story that was told, as rows to be written again

ABOUT = {"episode_child": "episode", "meeting": "episode", "worklist": "episode", "task": "episode"}
WITH_ENTRY = tuple(table for table, kept in KEPT.items() if kept.entry == "entry")
NUMBERED = {"id": "", "number": "", "entry": "entry", "root": "fact", "withdraws": "fact"}
REFERENCES = {
    "E": "episode",
    "F": "family",
    "P": "person",
    "T": "task",
    "M": "meeting",
    "N": "case_note",
    "L": "letter",
}  # the table whose rows each letter numbers
WITH_KEYS = ("key", "details", "held_by")
KEY = re.compile(r"(:(?:P-\d+)?:)(\d+)")  # of a task: its child, and the number of the fact that set it off
CHOSEN = ("surname", "small_surname", "house", "unit", "small_unit", "line")  # for each family anew
FOUND = r"\b\d{4}-\d{2}-\d{2}(?=\b|T)|\b[A-Z]-\d{4,}\b"  # a day, or a reference
TEXTS, NUMBERS = 0xE000, 0xF000  # signs of no script: each stands for a place to fill in
PLACE = re.compile("[\ue000-\uf8ff]")
BARE = re.compile('"([\uf000-\uf8ff])"')


class Block:
    """One episode as eh told it: its rows of every table, and how many facts could be left out."""

    def __init__(self, record: sqlite3.Connection, case: Case, entries: Sequence[tuple[int, bool]]) -> None:
        self.case, self.ref = case, case.ref
        self.entries = [entry for entry, _ in entries]
        self.padding = [entry for entry, padding in entries if padding]
        self.columns: dict[str, list[str]] = {}
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        people = tuple(sorted(case.people.values()))
        for table, column, of in (
            ("entry", "id", self.entries),
            ("fact", "entry", self.entries),
            *((table, "entry", self.entries) for table in WITH_ENTRY),
            *((table, column, (self.ref,)) for table, column in ABOUT.items()),
            ("name_word", "person", people),
        ):
            found = record.execute(f"SELECT * FROM {table} WHERE {column} IN ({', '.join('?' * len(of))})", tuple(of))
            self.columns[table] = [each[0] for each in found.description]
            self.rows[table] = sorted(found.fetchall())
        self.bare = len(self.rows["fact"]) - len(self.padding)
        closed = self.rows["episode"][0][self.columns["episode"].index("closed_on")]
        if closed and self.rows["worklist"]:
            raise SystemExit("A story that is over still owes something: its dates could not be moved.")

    def with_facts(self, wanted: int) -> Mould:
        """The block with just so many facts, ready to be written again."""
        left_out = set(self.padding[max(0, wanted - self.bare) :])
        rows = dict(self.rows)
        for table, name in (("entry", "id"), ("fact", "entry")):
            at = self.columns[table].index(name)
            rows[table] = [row for row in rows[table] if row[at] not in left_out]
        return Mould(self, rows)


class Mould:
    """A block as a function that fills its rows in for another family, and seals them."""

    def __init__(self, block: Block, rows: dict[str, list[tuple[Any, ...]]]) -> None:
        self.block, self.columns, self.rows = block, block.columns, {name: each for name, each in rows.items() if each}
        self.facts = len(rows["fact"])
        self.places: dict[str, str] = {}  # what is filled in, as Python: the sign that stands for it
        self.places_of: dict[str, str] = {}
        self.days: dict[str, str] = {}
        self.own = self.numbers()
        case = block.case
        house, _, rest = case.address.partition(" ")
        street, _, postcode = rest.split("; ")
        surname = case.parents[0].name.split()[-1]
        self.told = {
            f"{house} {street}": ("house", f" {street}"),
            postcode: (f"{postcode[:-3]}", "unit"),
            folded(postcode.replace(" ", "")): (folded(postcode.replace(" ", ""))[:-3], "small_unit"),
            case.phone: (case.phone[:-3], "line"),
            surname: ("surname", ""),
            folded(surname): ("small_surname", ""),
        }
        names = sorted((rf"\b{re.escape(name)}\b" for name in self.told), key=len, reverse=True)
        self.found = re.compile("|".join([*names, FOUND]))
        self.fill = self.compiled()

    def numbers(self) -> dict[str, dict[int, int]]:
        """The numbers that are the block's own, by what they count, each with its place among them."""
        own: dict[str, list[int]] = {}
        for table, rows in self.rows.items():
            columns = self.columns[table]
            for name in ("id", "number"):
                if name in columns:
                    own[table] = [row[columns.index(name)] for row in rows]
        for letter, table in REFERENCES.items():
            at = self.columns[table].index("ref")
            own[letter] = [int(row[at][2:]) for row in self.rows.get(table, ())]
        return {name: {number: at for at, number in enumerate(sorted(found))} for name, found in own.items()}

    # Values, with signs for what is filled in

    def place(self, python: str, first: int = TEXTS) -> str:
        """The sign that stands for what this Python gives."""
        if python not in self.places:
            self.places[python] = chr(first + len(self.places))
            self.places_of[self.places[python]] = python
        return self.places[python]

    def number(self, counter: str, value: int) -> str:
        return self.place(f"{counter}_ + {self.own[counter][value] + 1}", NUMBERS)

    def text(self, text: str, *, keys: bool) -> str:
        """A text with signs for its days, references and names, and for the facts that a task's key names."""

        def filled(found: re.Match[str]) -> str:
            said = found[0]
            if said in self.told:
                return "".join(self.place(each) if each in CHOSEN else each for each in self.told[said])
            if said[0].isdigit():
                return self.place(self.days.setdefault(said, f"day{len(self.days)}"))
            return self.place(f'f"{said[0]}-{{{said[0]}_ + {self.own[said[0]][int(said[2:])] + 1}:04}}"')

        if keys:
            text = KEY.sub(lambda found: found[1] + self.number("fact", int(found[2])), text)
        return self.found.sub(filled, text)

    def value(self, table: str, column: str, value: Any) -> Any:
        if isinstance(value, str):
            if table == "letter" and column == "hash":  # of a letter to somebody else
                return self.place(f'digest("{value}" + surname + str(entry_))')
            return self.text(value, keys=column in WITH_KEYS)
        if isinstance(value, int) and column in NUMBERED:
            return self.number(NUMBERED[column] or table, value)
        return value

    def row(self, table: str, row: Sequence[Any]) -> dict[str, Any]:
        return {name: self.value(table, name, value) for name, value in zip(self.columns[table], row, strict=True)}

    # Python

    def python(self, value: Any) -> str:
        """A value as Python that fills it in."""
        if not isinstance(value, str) or not PLACE.search(value):
            return repr(value)
        if len(value) == 1:
            return self.named(value)
        said = PLACE.sub("%s", value.replace("%", "%%"))
        return f"{said!r} % ({', '.join(self.named(sign) for sign in PLACE.findall(value))},)"

    def named(self, sign: str) -> str:
        return f"v{ord(sign)}"

    def json(self, value: Any) -> str:
        """A value's JSON as it is sealed, as Python that fills it in."""
        return self.python(BARE.sub(r"\1", json.dumps(value, ensure_ascii=False, sort_keys=True)))

    def compiled(self) -> Callable[..., str]:
        """The function: it adds a family's rows to the lists, moves the counters on, and gives the last seal."""
        rows = {table: [self.row(table, row) for row in told] for table, told in self.rows.items()}
        body = [f"rows[{table!r}] += [{', '.join(map(self.tuple, told))}]" for table, told in rows.items()]
        body += self.sealing(rows)
        body += [f"last[{name!r}] += {len(own)}" for name, own in self.own.items() if own]
        begins = [f"{name}_ = last[{name!r}]" for name, own in self.own.items() if own]
        begins += [f"{name} = moved({day!r}, weeks)" for day, name in self.days.items()]
        begins += [f"{self.named(sign)} = {python}" for python, sign in self.places.items()]
        lines = "\n    ".join([*begins, *body, "return seal"])
        given = ", ".join(("rows", "last", "seal", "weeks", *CHOSEN))
        known: dict[str, Any] = {"digest": digest, "moved": moved, "sha256": sha256}
        exec(f"def fill({given}):\n    {lines}", known)
        made: Callable[..., str] = known["fill"]
        return made

    def tuple(self, row: dict[str, Any]) -> str:
        return f"({', '.join(map(self.python, row.values()))},)"

    def sealing(self, rows: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
        """Python that seals each entry in turn, as ``ehcli.record.seals`` does."""
        for heading in rows["entry"]:
            told = [row for row in rows["fact"] if row["entry"] == heading["id"]]
            beside = {
                table: marked
                for table in sorted(KEPT)
                if (marked := [row for row in rows.get(table, ()) if self.wrote(table, row, rows) == heading["id"]])
            }
            known = {name: heading[name] for name in HEADING if heading[name] or name != "signed_in"}
            yield f"heading = {self.json(known)}"
            yield f"facts = {self.json([{name: row[name] for name in FACT} for row in told])}"
            said = ["heading:1:%s", *([f"fact:{len(told)}:%s"] if told else [])]
            short = ["digest(f'[{heading}]')[:8]", *(["digest(facts)[:8]"] if told else [])]
            for at, (table, marked) in enumerate(beside.items()):
                digests = ", ".join(f"digest({self.marked(table, row)})" for row in marked)
                sorts = f"sorted([{digests}])" if len(marked) > 1 else f"[{digests}]"
                yield f"""beside{at} = '["' + '", "'.join({sorts}) + '"]'"""
                said.append(f"{table}:{len(marked)}:%s")
                short.append(f"digest(beside{at})[:8]")
            rest = ", ".join(f'"{table}": %s' for table in beside)
            filled = ", ".join(["seal", "heading", "facts", *(f"beside{at}" for at in range(len(beside)))])
            yield "before = seal"
            yield f"""seal = digest('["%s", %s, %s, {{{rest}}}]' % ({filled}))"""
            yield f"parts = {' '.join(said)!r} % ({', '.join(short)},)"
            yield f"rows['seal'].append(({self.python(heading['id'])}, before, seal, 'rows', parts))"

    @staticmethod
    def wrote(table: str, row: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> object:
        """The entry that wrote a row."""
        return rows["episode"][0]["entry"] if table == "episode_child" else row["entry"]

    def marked(self, table: str, row: dict[str, Any]) -> str:
        held = {name: row[name] for name in KEPT[table].columns if row.get(name)}
        return self.json([table, held])


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def moved(day: str, weeks: int) -> str:
    """A day some weeks earlier: on the same day of the week."""
    return (date.fromisoformat(day) - timedelta(days=7 * weeks)).isoformat() if weeks else day


# The families


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


def called_apart(everybody: Cast) -> Cast:
    """Gives every family a surname of one plain word that nobody else in the workshop has."""
    for case in everybody.cases:
        surname = SURNAMES[(case.number * 7 + 5) % len(SURNAMES)]
        for someone in (case.children, case.parents):
            someone[:] = [each._replace(name=f"{each.name.split()[0]} {surname}") for each in someone]
    return everybody


# The record


class Bulk:
    """The record while it is written: rows are known to be right, so nothing is checked again."""

    def __init__(self, path: Path) -> None:
        self.record = sqlite3.connect(path)
        self.record.isolation_level = None
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "synchronous=OFF", "cache_size=-64000"):
            self.record.execute(f"PRAGMA {pragma}")
        self.record.execute("PRAGMA journal_mode=OFF")
        self.aside = self.put_aside()
        self.columns = {
            table: [row[1] for row in self.record.execute(f"PRAGMA table_info({table})")]
            for table in ("entry", "fact", "seal", "name_word", *WITH_ENTRY, *ABOUT)
        }
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in self.columns}
        self.last = dict.fromkeys([*self.columns, *REFERENCES], 0)
        self.last |= dict(self.record.execute("SELECT name, last FROM counter"))
        (self.seal,) = self.record.execute("SELECT hash FROM seal ORDER BY entry DESC LIMIT 1").fetchone()
        self.number, self.proved = 0, set[int]()
        self.mark = ""  # of the task before

    def put_aside(self) -> list[str]:
        """Takes indexes and triggers away while rows are written; the statements that bring them back."""
        sql = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        found = self.record.execute(f"{sql} ORDER BY rowid").fetchall()
        for kind, name, _ in found:
            self.record.execute(f'DROP {kind} "{name}"')
        return [told for _, _, told in found]

    def write(self, mould: Mould, weeks: int) -> None:
        """The story once more, for the next family."""
        number = self.number
        surname = SURNAMES[number * 7919 % len(SURNAMES)]
        unit = f"{number % 10}{'CKMOV'[number % 5]}{'CKMOV'[number // 5 % 5]}"
        if id(mould) not in self.proved:  # what its rows are is seen by themselves
            self.flush()
        before = self.seal
        names = (surname, surname.lower(), 1 + number % 90, unit, unit.lower(), f"{number % 1000:03}")
        self.seal = mould.fill(self.rows, self.last, self.seal, weeks, *names)
        if id(mould) not in self.proved:
            self.proved.add(id(mould))
            self.prove(before)
        self.number += 1
        if self.number % BATCH == 0:
            self.flush()

    def prove(self, previous: str) -> None:
        """Compares the seals of a story's first copy with eh's own; ends where they differ."""
        rows = {
            table: [dict(zip(self.columns[table], row, strict=True)) for row in told]
            for table, told in self.rows.items()
        }
        for heading, sealed in zip(rows["entry"], rows["seal"], strict=True):
            facts = [row for row in rows["fact"] if row["entry"] == heading["id"]]
            beside = {
                table: marks
                for table in KEPT
                if (
                    marks := [
                        mark(table, row)
                        for row in rows.get(table, ())
                        if Mould.wrote(table, row, rows) == heading["id"]
                    ]
                )
            }
            made = seal(previous, heading, facts, beside)
            if (sealed["previous"], sealed["hash"], sealed["parts"]) != (previous, made, parts(heading, facts, beside)):
                raise SystemExit("eh seals otherwise by now: mend Mould.sealing.")
            previous = made

    def flush(self) -> None:
        self.record.execute("BEGIN IMMEDIATE")
        self.rows["task"] = [*self.marked(self.rows["task"])]
        for table, rows in self.rows.items():
            marks = ", ".join("?" * len(self.columns[table]))
            self.record.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            rows.clear()
        self.record.executemany(
            "INSERT OR REPLACE INTO counter VALUES (?, ?)", sorted((n, last) for n, last in self.last.items() if last)
        )
        self.record.execute("COMMIT")

    def marked(self, tasks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Tasks in the order of their references, each with its mark, as ``ehcli.record.seals`` makes it."""
        for ref, episode, key, _ in sorted(tasks, key=lambda row: (len(row[0]), row[0])):
            self.mark = digest(f'["{self.mark}", "{ref}", "{episode}", "{key}"]')
            yield ref, episode, key, self.mark

    def done(self) -> None:
        """Brings indexes and triggers back, and leaves the record as eh opens it."""
        self.flush()
        for sql in self.aside:
            self.record.execute(sql)
        self.record.execute("PRAGMA journal_mode=WAL")
        self.record.close()


class Closed(NamedTuple):
    """How the facts are shared out among the closed episodes: so many are long, the others short."""

    count: int
    long: int
    long_facts: int
    long_more: int  # of the long ones, so many have one fact more
    short_facts: int
    short_more: int

    @property
    def facts(self) -> int:
        short = self.count - self.long
        return self.long * self.long_facts + self.long_more + short * self.short_facts + self.short_more

    def each(self) -> Iterator[tuple[bool, int]]:
        """Of every closed episode in turn whether it is a long one, and how many facts it has."""
        long = 0
        for number in range(self.count):
            if (number + 1) * self.long // self.count > long:
                yield True, self.long_facts + (long < self.long_more)
                long += 1
            else:
                yield False, self.short_facts + (number - long < self.short_more)


def shared_out(count: int, facts: int, least: int, usual: int) -> Closed:
    """Shares the facts out: nobody has fewer than ``least``, and a long episode has no fewer than ``usual``."""
    facts = max(facts, count * least)
    if facts >= count * usual:
        each, more = divmod(facts, count) if count else (usual, 0)
        return Closed(count, count, each, more, least, 0)
    short = least + 1
    long = max(0, (facts - count * short) // (usual - short))
    each, more = divmod(facts - long * usual, count - long)
    return Closed(count, long, usual, 0, each, more)


def make(out: Path, *, episodes: int, still_open: int, facts: int, today: date, seed: int) -> None:
    """Makes the record in the place of an earlier one."""
    clock = time.perf_counter()
    for ending in ("", "-wal", "-shm"):
        out.with_name(out.name + ending).unlink(missing_ok=True)
    desk = Desk()
    desk.command, desk.settings = "demo", Settings(today=today.isoformat(), user="abell")
    with tempfile.TemporaryDirectory() as folder:
        opened = [each.with_facts(0) for each in of_open(desk, Path(folder), min(still_open, TOLD), seed)]
        told = sum(opened[number % len(opened)].facts for number in range(still_open))
        closed = of_closed(desk, Path(folder), episodes - still_open, facts - told, seed + 1)
    first = Telling(desk, out, nobody_yet(desk), seed)
    first.name = f"{episodes} {still_open} {facts} {today} {seed}"
    first.tell()
    bulk = Bulk(out)
    told += write_closed(bulk, closed, episodes - still_open, facts - told) if closed else 0
    for number in shown(range(still_open), still_open, "Open episodes"):
        bulk.write(opened[number % len(opened)], 0)
    bulk.done()
    if told != facts:
        fit = f"{facts:,} facts do not fit {episodes:,} episodes"
        print(f"{fit}, {still_open:,} of them open: {told:,} are told.", file=sys.stderr)
    say(out, today, time.perf_counter() - clock)


def of_open(desk: Desk, folder: Path, families: int, seed: int) -> list[Block]:
    """The stories of so many families that are not over."""
    return tell(desk, folder / "open.db", of_a_team_that_copes(book(DEEDS)), families, seed)


def of_closed(desk: Desk, folder: Path, count: int, facts: int, seed: int) -> list[Block]:
    """The stories that are over, in every town, with as much padding as so many facts may need of so many episodes."""
    if not count:
        return []
    padded = min(MOST, max(0, facts) // count + 1)
    return tell(desk, folder / "closed.db", that_close(book(DEEDS), padded), TOWNS * 2, seed)


def tell(desk: Desk, path: Path, told: Book, families: int, seed: int) -> list[Block]:
    """Has eh tell the stories to so many families; what it told of each."""
    if not families:
        return []
    telling = Workshop(desk, path, called_apart(cast(desk, told, families, seed)), seed)
    telling.tell()
    return telling.episodes()


def nobody_yet(desk: Desk) -> Cast:
    """The towns with no families yet, on the day on which the record begins."""
    return cast(desk, book(DEEDS), 0, 0)._replace(began=BEGAN)


def write_closed(bulk: Bulk, told: Sequence[Block], count: int, facts: int) -> int:
    """So many closed episodes with so many facts between them, over the years; how many facts were told."""
    short, long = told[:TOWNS], told[TOWNS:]
    least, usual = max(block.bare for block in short), max(block.bare for block in long)
    shares = shared_out(count, min(facts, count * (least + len(short[0].padding))), least, usual)
    weeks = min((block.case.began - BEGAN).days for block in told) // 7
    moulds: dict[tuple[bool, int, int], Mould] = {}
    for number, (is_long, wanted) in enumerate(shown(shares.each(), count, "Closed episodes")):
        key = (is_long, number % TOWNS, wanted)
        if key not in moulds:
            moulds[key] = (long if is_long else short)[number % TOWNS].with_facts(wanted)
        bulk.write(moulds[key], weeks - weeks * number // count)
    return shares.facts


def shown(items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
    """The items, with how far it has come."""
    for number, each in enumerate(items, start=1):
        yield each
        if number % BATCH == 0 or number == total:
            ends = "\n" if number == total else ""
            print(f"\r{what}: {number:,} of {total:,} ", end=ends, file=sys.stderr, flush=True)


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
    print(f"open episodes with something overdue {late:,} ({100 * late / max(1, still):.0f}%)")
    print(f"open in tipton {count('''SELECT count(*) FROM episode WHERE closed_on = '' AND team = 'tipton' ''')}")
    print(f"overdue in tipton {count('''SELECT count(*) FROM worklist WHERE team = 'tipton' AND due < ?''', now)}")
    print(f"not allocated yet {count('''SELECT count(*) FROM episode WHERE closed_on = '' AND worker = '' ''')}")
    record.close()


def refused(told: argparse.Namespace) -> str:
    """Why no such record can be made, in a sentence; empty where it can."""
    if told.episodes < 1:
        return "A record has one episode at least."
    if not 0 <= told.open <= told.episodes:
        return f"Of {told.episodes:,} episodes none to {told.episodes:,} can be open, not {told.open:,}."
    if told.facts < 0:
        return "There cannot be fewer than no facts."
    if told.today < BEGAN + timedelta(days=365):
        return f"The record begins on {BEGAN}: today must be a year later at least."
    if not told.out.parent.is_dir():
        return f"There is no folder {told.out.parent}."
    if told.out.is_dir():
        return f"{told.out} is a folder: name a file."
    return ""


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--episodes", type=int, default=100_000)
    asked.add_argument("--open", type=int, default=3_000)
    asked.add_argument("--facts", type=int, default=1_000_000)
    asked.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 20))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, required=True)
    told = asked.parse_args()
    told.out = told.out.resolve()
    if why := refused(told):
        asked.error(why)
    gc.disable()  # nothing here goes round in circles, and there are very many rows to look through
    make(
        told.out,
        episodes=told.episodes,
        still_open=told.open,
        facts=told.facts,
        today=told.today,
        seed=told.seed,
    )


if __name__ == "__main__":
    main()
