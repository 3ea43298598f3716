"""Writes docs/figures.md from what the tasks of .ci/long found: python -m tests.figures FOLDER [--date DATE]."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "figures.md"
PROOFS = ("kills", "writers", "server", "edits", "nodes", "fuzz", "properties", "proofs")


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def found_by(task: str, folder: Path) -> list[dict[str, Any]]:
    """What one task wrote down, a line each; nothing where it did not run."""
    file = folder / f"{task}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def proofs(folder: Path) -> Iterator[str]:
    """The table of proofs: how often each tried, what it found, and what it said beside."""
    yield "| proof | tries | faults | lost | more |"
    yield "|---|---|---|---|---|"
    for task in PROOFS:
        told = found_by(task, folder)
        for each in (line for line in told if "proof" in line):
            tries = f"{each['tries']:,} {each['of']}"
            yield f"| {each['proof']} | {tries} | {each['faults']} | {each['lost']} | {each['more']} |"
        ends = [line for line in told if "task" in line]
        how = "passed" if ends and not ends[0]["ended"] else "FAILED" if ends else "not run"
        took = f", {ends[0]['seconds']:,} s" if ends else ""
        yield f"| {task}: all its tests | | | | {how}{took} |"


def failed(folder: Path) -> list[str]:
    """The proofs that did not pass, or did not run."""
    ends = {task: [line for line in found_by(task, folder) if "task" in line] for task in PROOFS}
    return [task for task, told in ends.items() if not told or told[0]["ended"]]


def page(folder: Path, day: str) -> str:
    """The whole page."""
    dirty = ", and changes that are not committed" if git("status", "--porcelain", "--untracked-files=no") else ""
    measured = folder / "benchmarks.md"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# Figures",
            "",
            f"Of {day}, commit {git('rev-parse', '--short=12', 'HEAD')}{dirty}; {machine}. Written by `.ci/long`.",
            "",
            "## Proofs that try many times",
            "",
            *proofs(folder),
            "",
            "## Benchmarks",
            "",
            measured.read_text(encoding="utf-8").rstrip() if measured.exists() else "Not run.",
            "",
            *a_million(folder, day),
        ]
    )


MILLION = "## A million episodes"


def a_million(folder: Path, day: str) -> Iterator[str]:
    """The tables of a million episodes, which .ci/long does not measure: those in the folder, else as they were."""
    tables = {
        where: folder / f"{name}.md" for name, where in (("million", "in a file"), ("million-server", "on a server"))
    }
    measured = {where: file for where, file in tables.items() if file.exists()}
    for where, file in measured.items():
        yield from (
            f"{MILLION} {where}",
            "",
            f"Measured for the page of {day}.",
            "",
            file.read_text("utf-8").rstrip(),
            "",
        )
    if not measured and PAGE.exists():
        _, heading, kept = PAGE.read_text(encoding="utf-8").partition(MILLION)
        yield from (f"{heading}{kept}".splitlines())


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path, help="where the tasks wrote what they found")
    asked.add_argument("--date", default="", help="the day to date the page with; else the commit's")
    asked.add_argument("--out", type=Path, default=PAGE)
    told = asked.parse_args()
    told.out.write_text(page(told.folder, told.date or git("log", "-1", "--format=%cs")), encoding="utf-8")
    wrong = failed(told.folder)
    over = "| OVER |" in told.out.read_text(encoding="utf-8")
    print(f"Written: {told.out}{'; failed or not run: ' + ', '.join(wrong) if wrong else ''}")
    raise SystemExit(1 if wrong or over else 0)


if __name__ == "__main__":
    main()
