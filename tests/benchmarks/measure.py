"""Measures eh as its users wait for it: whole processes, as ratios to bare Python in the same minutes.

python tests/benchmarks/measure.py --record big.db [--rounds 15]

Every round runs every command once, so that whatever else the machine does falls on all of them alike; the middle
of the rounds is compared. Exit code 1 when something takes longer than it may. Each round allocates one episode of
the record that is not allocated yet.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
WARM = 2  # rounds that are not counted: they fill the caches of files and of compiled modules
PYTHON = sys.executable
EH = [PYTHON, "-m", "ehcli"]
READING = "python, typer, sqlite3"
WRITING = "python, typer, sqlmodel"


class Limit(NamedTuple):
    """What may take at most so many times as long as what."""

    what: str
    than: str
    at_most: float


LIMITS = (
    Limit("eh --version", READING, 1.3),
    Limit("eh overdue, big record", READING, 2.0),
    Limit("eh overdue, big record", "eh overdue, demo record", 1.15),
    Limit("eh allocate, big record", WRITING, 1.4),
    Limit("eh what-if, 3,000 open", READING, 37.0),  # two seconds where the floor takes 54 ms
)


def commands(record: Path, today: str, waiting: Iterator[str]) -> dict[str, Callable[[], list[str]]]:
    """What each round runs, by name, in this order."""
    late = ["overdue", "--team", "tipton", "--today", today]
    other = ["procedure", "what-if", "nottinghamshire", "--csv"]
    given = ["--to", "aroy", "--by", "jmay", "--db", str(record), "--today", today]
    return {
        READING: lambda: [PYTHON, "-c", "import typer, sqlite3"],
        "eh --version": lambda: [*EH, "--version"],
        "eh overdue, big record": lambda: [*EH, *late, "--db", str(record)],
        "eh overdue, demo record": lambda: [*EH, *late, "--db", "practice"],
        "eh what-if, 3,000 open": lambda: [*EH, *other, "--db", str(record), "--today", today],
        WRITING: lambda: [PYTHON, "-c", "import typer, sqlmodel"],
        "eh allocate, big record": lambda: [*EH, "allocate", next(waiting), *given],
    }


def environment(home: Path) -> dict[str, str]:
    """The user's own, with a folder of its own and this checkout's eh."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EH_", "PYTHON"))}
    return kept | {"EH_HOME": str(home), "EH_USER": "abell", "PYTHONPATH": str(ROOT)}


def seconds(words: list[str], home: Path) -> float:
    """How long the whole process takes; what it prints is read and thrown away."""
    begun = time.perf_counter()
    done = subprocess.run(words, env=environment(home), cwd=home, capture_output=True)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr.decode()}")
    return taken


def not_allocated(record: Path, rounds: int) -> Iterator[str]:
    """Episodes that nobody holds yet; each is used once."""
    connection = sqlite3.connect(f"{record.as_uri()}?mode=ro", uri=True)
    sql = "SELECT ref FROM episode WHERE closed_on = '' AND worker = '' AND level = 'targeted' ORDER BY ref"
    found = [row[0] for row in connection.execute(sql)]
    connection.close()
    if len(found) < rounds:
        raise SystemExit(f"{record} has {len(found)} episodes to allocate, and {rounds} are needed: make it anew.")
    return iter(found)


def measured(record: Path, today: str, rounds: int) -> dict[str, list[float]]:
    """The seconds of every round, by command."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seconds([*EH, "demo", "--today", today], home)
        run = commands(record, today, not_allocated(record, rounds + WARM))
        found: dict[str, list[float]] = {name: [] for name in run}
        for number in range(rounds + WARM):
            for name, words in run.items():
                taken = seconds(words(), home)
                if number >= WARM:
                    found[name].append(taken)
        return found


def report(found: dict[str, list[float]]) -> bool:
    """Prints the times and the ratios; whether every one is within its limit."""
    print(f"{'':26}{'median':>9}{'fastest':>9}{'slowest':>9}   (ms)")
    for name, taken in found.items():
        print(f"{name:26}{median(taken) * 1000:9.0f}{min(taken) * 1000:9.0f}{max(taken) * 1000:9.0f}")
    print()
    good = True
    for limit in LIMITS:
        ratio = median(found[limit.what]) / median(found[limit.than])
        within = ratio <= limit.at_most
        good = good and within
        said = f"{limit.what} / {limit.than}"
        print(f"{'PASS' if within else 'FAIL'}  {said:52}{ratio:6.2f}  at most {limit.at_most:.2f}")
    return good


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--record", type=Path, required=True, help="made by make_record.py")
    asked.add_argument("--today", default="2026-11-20", help="the day it was made for")
    asked.add_argument("--rounds", type=int, default=15)
    told = asked.parse_args()
    if told.rounds < 15:
        asked.error("fewer than 15 rounds tell nothing")
    raise SystemExit(0 if report(measured(told.record.resolve(), told.today, told.rounds)) else 1)


if __name__ == "__main__":
    main()
