"""Measures eh as its users wait for it: whole processes, as ratios to bare Python in the same minutes.

python tests/benchmarks/measure.py --record big.db --small small.db [--rounds 15] [--figures FILE]

Both records are made by make_record.py and are copied first. Every round runs every command once, each after a bare
Python of its own, so that whatever else the machine does falls on both; the processor's time is compared, and of the
rounds the middle. Limits stand at the top; exit code 1 when one is passed. With --figures the table is written as
Markdown as well. With --growth only the commands of every day are run, each compared to itself on the small record;
with --server and --small-server they are run on the two records as on_server.py copied them there, and the time until
they end is compared, in which the server works as well.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
EH = [PYTHON, "-m", "ehcli"]
FLOOR = [PYTHON, "-c", "import typer, sqlite3"]
WARM = 2  # rounds that are not counted: they fill the caches of files and of compiled modules
FEW = 15  # fewer rounds tell little

# The limits, as ratios to the floor, and in MiB.
A_LIST = 1.3
A_LOOK = 2.0
A_WRITE = 2.0
A_WRITE_HOLDS = 32
A_LETTER = 5.0  # the first of its kind
A_DEMO = 25.0
GROWN = 1.15  # a command on the big record, to itself on the small one
GROWN_A_THOUSANDFOLD = 1.3
LONG_CASE = 1.3  # a command on a case of 5,000 notes, to itself on one of 50
JSON = 3.0  # a long list as JSON, to the same rows from sqlite3 alone
VERIFIED_HOLDS = 64
TASKS = 10_000  # that taskwarrior has already, like those of the record
TO_TASK_ADD = 2.0  # a note, to `task add` of taskwarrior, where that is there

LISTS = ("overdue", "find", "due", "today")
LOOKS = ("show", "timeline", "why")
WRITES = ("note", "undo", "contact", "visit", "allocate", "open-episode", "assess", "consent", "taf schedule", "done")
ON_A_CASE = ("show", "why", "note", "undo", "contact", "visit", "allocate", "consent", "taf schedule", "done")
NOTES = (50, 5000)
# The types of the notes of a long case: of one that a duty looks at, and of one that nothing does.
LOOKED_AT, PASSED_OVER = NOTE_TYPES = ("Allocation case note", "Early Help Note")


class Row(NamedTuple):
    """A line of the table: what was measured, how it came out, and what it may be at most."""

    what: str
    found: float
    at_most: float
    unit: str = "x"

    @property
    def is_good(self) -> bool:
        return self.found <= self.at_most


class Run(NamedTuple):
    """One process: the processor's time that it took and the time until it ended, in seconds; the memory, in MiB."""

    seconds: float
    memory: float
    until: float = 0


class Case(NamedTuple):
    """What the commands are given: an episode of a record, with who and what is in it."""

    record: Path | str
    episode: str
    parent: str
    name: str
    task: str
    done: str
    meeting: str
    workers: tuple[str, str]


# Running


def environment(home: Path) -> dict[str, str]:
    """The user's own, with a folder of its own and this checkout's eh."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EH_", "PYTHON"))}
    return kept | {"EH_HOME": str(home), "EH_USER": "jmay", "PYTHONPATH": str(ROOT), "TASKDATA": str(home / "task")}


def run(words: list[str], home: Path) -> Run:
    """Runs a process to its end; what it prints goes nowhere."""
    begun = time.monotonic()
    with (home / "errors").open("wb") as errors:
        process = subprocess.Popen(
            words, env=environment(home), cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
    until = time.monotonic() - begun
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(words)} ended with {code}:\n{(home / 'errors').read_text(errors='replace')}")
    size = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(used.ru_utime + used.ru_stime, size / 2**20, until)


Runs = dict[str, list[tuple[Run, Run]]]  # by command: each round's floor and the command


def in_rounds(commands: Mapping[str, Callable[[int], list[str]]], rounds: int, home: Path) -> Runs:
    """Every command in every round, each after a floor of its own."""
    found: Runs = {name: [] for name in commands}
    for number in range(rounds + WARM):
        for name, words in commands.items():
            pair = run(FLOOR, home), run(words(number), home)
            if number >= WARM:
                found[name].append(pair)
    return found


def ratio(runs: list[tuple[Run, Run]]) -> float:
    return median(ran.seconds / floor.seconds for floor, ran in runs)


def waited(runs: list[tuple[Run, Run]]) -> float:
    return median(ran.until / floor.until for floor, ran in runs)


def memory(runs: list[tuple[Run, Run]]) -> float:
    return max(ran.memory for _, ran in runs)


# What is run


def case_in(record: Path, home: Path, today: str, notes: int = 0, type: str = PASSED_OVER) -> Case:
    """A case of a record that every command fits, with so many notes of a type more on it."""
    sql = """SELECT e.ref, m.ref, e.worker FROM episode e JOIN meeting m ON m.episode = e.ref WHERE e.closed_on = ''
        AND e.worker <> '' AND e.level = 'targeted' AND m.status = 'planned' AND m.planned_on > ?
        AND EXISTS (SELECT 1 FROM worklist w WHERE w.episode = e.ref) ORDER BY e.ref LIMIT 40"""
    connection = sqlite3.connect(record)
    open_ones = connection.execute(sql, (today,)).fetchall()
    owed = {
        row[0]: [task for (task,) in connection.execute("SELECT task FROM worklist WHERE episode = ?", row[:1])]
        for row in open_ones
    }
    ready = ((row, task) for row in open_ones for task in owed[row[0]] if can_be_ticked_off(task, record, home, today))
    found = next(ready, None)
    if not found:
        raise SystemExit(f"{record} has no open case with a meeting to come and a task to tick off: make it larger.")
    (episode, meeting, worker), done = found
    (parent, name), *_ = connection.execute(
        "SELECT d.person, d.name FROM member m JOIN person_details d ON d.person = m.person"
        " JOIN episode e ON e.family = m.family WHERE e.ref = ? AND m.role = 'parent' ORDER BY d.number",
        (episode,),
    ).fetchall()
    others = connection.execute(
        "SELECT DISTINCT worker FROM episode WHERE worker <> '' AND closed_on = '' AND worker <> ?"
        " AND team = (SELECT team FROM episode WHERE ref = ?) ORDER BY worker",
        (worker, episode),
    ).fetchall()
    with connection:
        add_notes(connection, episode, worker, today, notes, type)
    connection.close()
    # What moved a date is told by why: of a case on which every round records and undoes it would tell of each round.
    quiet = owed[episode][0] if notes else next(tasks[0] for ref, tasks in owed.items() if ref != episode)
    return Case(record, episode, parent, name, quiet, done, meeting, (worker, others[0][0]))


def can_be_ticked_off(task: str, record: Path, home: Path, today: str) -> bool:
    """Whether 'eh done' takes a task: most are met by what happened."""
    words = [*EH, "done", task, "--dry-run", "--db", str(record), "--today", today]
    return not subprocess.run(words, env=environment(home), cwd=home, capture_output=True).returncode


def add_notes(connection: sqlite3.Connection, episode: str, worker: str, today: str, notes: int, type: str) -> None:
    """Writes notes with their facts in bulk, as eh would leave them but for the seals, which no command here reads."""
    if not notes:
        return
    last: dict[str, int] = dict(connection.execute("SELECT name, last FROM counter"))
    entry, fact, note = (last.get(name, 0) for name in ("entry", "fact", "N"))
    told = [(entry + n, fact + n, f"N-{note + n:04}") for n in range(1, notes + 1)]
    connection.executemany(
        "INSERT INTO entry (id, recorded_at, recorded_by, decided_by, command, reason)"
        " VALUES (?, ?, ?, '', 'note', '')",
        [(entry, f"{today}T08:00:00+00:00", worker) for entry, _, _ in told],
    )
    connection.executemany(
        "INSERT INTO fact (id, entry, episode, kind, happened_on, happened_at, details, root, withdraws)"
        " SELECT ?, ?, ?, kind, ?, '', replace(replace(details, ?, ?), ?, ?), ?, NULL FROM fact WHERE id = ?",
        [note_fact(connection, each, episode, today, type) for each in told],
    )
    connection.executemany(
        "INSERT INTO case_note (ref, entry, episode, type, happened_on, text, worker, copied_to, draft, open_to)"
        " VALUES (?, ?, ?, ?, ?, 'Seen at school.', ?, '', 0, '')",
        [(ref, entry, episode, type, today, worker) for entry, _, ref in told],
    )
    for name, number in (("entry", entry), ("fact", fact), ("N", note)):
        connection.execute("INSERT OR REPLACE INTO counter (name, last) VALUES (?, ?)", (name, number + notes))


def note_fact(
    connection: sqlite3.Connection, ids: tuple[int, int, str], episode: str, today: str, type: str
) -> tuple[Any, ...]:
    """The fact of a note, after the pattern of one that the record has."""
    entry, fact, ref = ids
    sql = """SELECT f.id, n.ref, n.type FROM fact f JOIN case_note n ON n.entry = f.entry
        WHERE f.kind = 'note-written' AND f.details NOT LIKE '%significant%' LIMIT 1"""
    pattern, known, of_type = connection.execute(sql).fetchone()
    return fact, entry, episode, today, known, ref, of_type, type, fact, pattern


def everyday(case: Case, today: str) -> dict[str, Callable[[int], list[str]]]:
    """The commands of every day, by name; a write is made anew in every round."""
    at = ["--db", str(case.record), "--today", today]
    e = case.episode

    def eh(*words: str) -> list[str]:
        return [*EH, *words, *at]

    def family(number: int) -> tuple[str, ...]:
        name = f"{'abcdefghij'[number // 10 % 10]}{'klmnopqrst'[number % 10]}".title()
        child, parent = f"Wren {name}field; 2017-03-02; F", f"Sam {name}field"
        return ("--team", "tipton", "--child", child, "--parent", parent, "--address", "1 High Street; Tipton; DY4 9JB")

    return {
        "overdue": lambda _: eh("overdue", "--team", "tipton"),
        "find": lambda _: eh("find", case.name),
        "due": lambda _: eh("due", "--team", "tipton"),
        "today": lambda _: eh("today", "--team", "tipton"),
        "show": lambda _: eh("show", e),
        "timeline": lambda _: eh("timeline", e),
        "why": lambda _: eh("why", case.task),
        "note": lambda number: eh("note", e, "--type", "Early Help Note", "--text", f"Seen at school, {number}."),
        "undo": lambda _: eh("undo", "--reason", "Mistaken"),
        "contact": lambda _: eh("contact", e, "--how", "phone", "--outcome", "made"),
        "visit": lambda _: eh("visit", e, "--outcome", "attempted"),
        "allocate": lambda number: eh("allocate", e, "--to", case.workers[(number + 1) % 2]),
        "open-episode": lambda number: eh("open-episode", *family(number), "--new-person"),
        "assess": lambda _: eh("assess", e, "--form", "genogram"),
        "consent": lambda _: eh("consent", e, "--from", case.parent, "--method", "signed"),
        "taf schedule": lambda number: eh("taf", "schedule", case.meeting, "--at", f"+14d {9 + number % 8}:00"),
        "done": lambda _: eh("done", case.done, "--dry-run"),
    }


def heavier(case: Case, today: str, home: Path) -> dict[str, Callable[[int], list[str]]]:
    """What is not done every minute: the first letter of its kind, JSON of a long list, verifying, the demo."""
    at = ["--db", str(case.record), "--today", today]
    select = (
        "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("
        "'SELECT * FROM worklist WHERE due >= ? ORDER BY due', (sys.argv[2],)), sep='\\n')"
    )
    return {
        "letter": lambda number: [*EH, "letter", "no-contact", case.episode, "--afresh", "--out", str(home), *at],
        "due --json": lambda _: [*EH, "due", "--within", "1000d", "--json", *at],
        "sqlite3 alone": lambda _: [PYTHON, "-c", select, str(case.record), today],
        "audit verify": lambda _: [*EH, "audit", "verify", *at],
        "demo": lambda number: [*EH, "demo", "--db", str(home / f"demo{number}.db"), "--today", today],
    }


# The table


def measured(record: Path, small: Path, today: str, rounds: int, heavy: bool) -> Iterator[Row]:
    """Every line of the table, in order."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        big, little = (copied(source, home / f"{name}.db") for source, name in ((record, "big"), (small, "little")))
        cases = {"big": case_in(big, home, today), "little": case_in(little, home, today)}
        found = {name: in_rounds(everyday(case, today), rounds, home) for name, case in cases.items()}
        for names, limit in ((LISTS, A_LIST), (LOOKS, A_LOOK), (WRITES, A_WRITE)):
            for name in names:
                yield Row(f"{name} / floor", ratio(found["big"][name]), limit)
        for name in WRITES:
            yield Row(f"{name}, memory", memory(found["big"][name]), A_WRITE_HOLDS, "MiB")
        for name in (*LISTS, *LOOKS, *WRITES):
            grown = ratio(found["big"][name]) / ratio(found["little"][name])
            yield Row(f"{name}, big / small record", grown, GROWN)
        for type in NOTE_TYPES:
            yield from on_a_long_case(small, today, rounds, home, type)
        if shutil.which("task"):
            yield against_task_add(found["big"]["note"], record, rounds, home)
        if heavy:
            yield from heavy_ones(in_rounds(heavier(case_in(big, home, today), today, home), max(3, rounds // 5), home))


def grown(records: tuple[Path, Path], servers: tuple[str, str] | None, today: str, rounds: int) -> Iterator[Row]:
    """Every command of every day on a big record, to itself on a small one: in files, or on a server."""
    with tempfile.TemporaryDirectory() as folder:
        home, found = Path(folder), []
        for number, source in enumerate(records):
            case = case_in(copied(source, home / f"{number}.db"), home, today)
            case = case._replace(record=servers[number]) if servers else case
            runs = in_rounds(everyday(case, today), rounds, home)
            found.append({name: waited(each) if servers else ratio(each) for name, each in runs.items()})
        where = " on a server" if servers else ""
        for name in (*LISTS, *LOOKS, *WRITES):
            yield Row(f"{name}{where}, big / small record", found[0][name] / found[1][name], GROWN_A_THOUSANDFOLD)


def copied(record: Path, to: Path) -> Path:
    """A copy of a record, for whoever measures on it alone."""
    shutil.copyfile(record, to)
    to.chmod(0o600)
    return to


def on_a_long_case(small: Path, today: str, rounds: int, home: Path, type: str) -> Iterator[Row]:
    """The commands of every day on a case of thousands of notes of a type, each to itself on a case of few."""
    cases = [case_in(copied(small, home / f"case{count}.db"), home, today, count, type) for count in NOTES]
    few, many = (in_rounds(some(everyday(case, today)), rounds, home) for case in cases)
    looked = "a duty looks at" if type == LOOKED_AT else "nothing looks at"
    for name in ON_A_CASE:
        grown = ratio(many[name]) / ratio(few[name])
        yield Row(f"{name}, {NOTES[1]:,} notes that {looked} / {NOTES[0]}", grown, LONG_CASE)


def some(commands: Mapping[str, Callable[[int], list[str]]]) -> dict[str, Callable[[int], list[str]]]:
    return {name: commands[name] for name in ON_A_CASE}


def against_task_add(notes: list[tuple[Run, Run]], record: Path, rounds: int, home: Path) -> Row:
    """A note against a task of taskwarrior, in a list as long as an office has, with days, teams and workers."""
    task = ["task", "rc.confirmation=off", "rc.verbose=nothing", f"rc.data.location={home / 'task'}"]
    (home / "task").mkdir()
    subprocess.run(
        [*task, "import", "-"],
        env=environment(home),
        input="\n".join(map(json.dumps, for_taskwarrior(record))).encode(),
        check=True,
        capture_output=True,
    )
    added = in_rounds({"task add": lambda _: [*task, "add", "Seen at school."]}, rounds, home)["task add"]
    return Row("note / task add", ratio(notes) / ratio(added), TO_TASK_ADD)


def for_taskwarrior(record: Path) -> Iterator[dict[str, Any]]:
    """The first tasks of a record as taskwarrior takes them in."""
    sql = "SELECT title, episode, team, due, worker FROM worklist WHERE due IS NOT NULL AND worker <> '' LIMIT ?"
    with closing(sqlite3.connect(record)) as connection:
        for title, episode, team, due, worker in connection.execute(sql, (TASKS,)):
            yield {
                "description": f"{title} ({episode})",
                "project": team,
                "due": f"{due.replace('-', '')}T000000Z",
                "tags": [worker.replace("-", "")],
            }


def heavy_ones(found: Runs) -> Iterator[Row]:
    yield Row("first letter / floor", ratio(found["letter"]), A_LETTER)
    yield Row("due --json, every task / sqlite3", ratio(found["due --json"]) / ratio(found["sqlite3 alone"]), JSON)
    yield Row("audit verify, memory", memory(found["audit verify"]), VERIFIED_HOLDS, "MiB")
    yield Row("demo / floor", ratio(found["demo"]), A_DEMO)


def in_markdown(rows: list[Row], rounds: int) -> str:
    """The table as a page has it."""
    lines = ["| what | found | at most | |", "|---|---|---|---|"]
    lines += [
        f"| {each.what} | {each.found:.2f} {each.unit} | {each.at_most:g} | {'' if each.is_good else 'OVER'} |"
        for each in rows
    ]
    floor = 'The floor is `python -c "import typer, sqlite3"`.'
    return f"{floor} Medians of {rounds} rounds, of the processor's time.\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--record", type=Path, required=True, help="a large record, made by make_record.py")
    asked.add_argument("--small", type=Path, required=True, help="one of 1,000 episodes, made for the same day")
    asked.add_argument("--today", default="2026-11-20", help="the day they were made for")
    asked.add_argument("--rounds", type=int, default=FEW)
    asked.add_argument("--everyday", action="store_true", help="without letters, JSON, verifying and the demo")
    asked.add_argument("--growth", action="store_true", help="only how much longer the commands take on the large one")
    asked.add_argument("--server", default="", help="the address of the large record on a server")
    asked.add_argument("--small-server", default="", help="the address of the small record on a server")
    asked.add_argument("--figures", type=Path, help="write the table to this file, as Markdown")
    told = asked.parse_args()
    if told.rounds < FEW:
        print(f"{told.rounds} rounds tell little: {FEW} are needed.", file=sys.stderr)
    rows, records = [], (told.record.resolve(), told.small.resolve())
    servers = (told.server, told.small_server) if told.server else None
    made = (
        grown(records, servers, told.today, told.rounds)
        if told.growth or servers
        else measured(*records, told.today, told.rounds, not told.everyday)
    )
    for row in made:
        rows.append(row)
        good = "PASS" if row.is_good else "FAIL"
        print(f"{good}  {row.what:58}{row.found:8.2f} {row.unit:4} at most {row.at_most:g}", flush=True)
    if told.figures:
        told.figures.write_text(in_markdown(rows, told.rounds), encoding="utf-8")
    raise SystemExit(0 if all(row.is_good for row in rows) else 1)


if __name__ == "__main__":
    main()
