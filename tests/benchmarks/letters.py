"""Measures a batch of letters against the same letters by python-docx and Jinja alone, in one process.

python tests/benchmarks/letters.py [--letters 1000] [--rounds 10]

The floor is what a script of the fastest kind does: the template's own text through Jinja, each paragraph put on
the letterhead in its style (looked up once, which python-docx by itself does for every paragraph and which takes half
of its time), the team and the reference put into headers and footers, saved. Ours is what `eh letters run` does
with the words of one letter until its file is on the disk and its hash is known. Both make the same letters,
which is looked at first. Each round lays out its share of them once with each, by turns, so that whatever else
the machine does falls on both. Printing and recording them all in a record is timed as well, without a limit, and
so is the memory held. Exit code 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import docx
import jinja2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ehcli import cli  # noqa: E402
from ehcli.acts import opening  # noqa: E402
from ehcli.desk.desk import Desk, Settings  # noqa: E402
from ehcli.episodes.facts import Allocated, Contacted  # noqa: E402
from ehcli.packs.request_form import Request  # noqa: E402
from ehcli.paper import pages  # noqa: E402
from ehcli.printing import owed as printing_owed  # noqa: E402
from ehcli.printing.press import Press  # noqa: E402

AT_MOST = 1.5
FLAT = 5_000_000  # bytes that the memory held may grow by, from the first tenth of the letters to the last
TODAY = date(2016, 7, 18)
KIND = "no-contact"
RECORDED = 50  # episodes opened to an entry
GIVEN: dict[str, Any] = {
    "letter_date": "Monday 18 July 2016",
    "addressee_lines": ["1 High Street", "Tipton", "DY4 9JB"],
    "attempts": ["Thursday 14 July 2016, telephone call", "Friday 15 July 2016, visit to your home"],
    "reply_by": "Monday 25 July 2016",
    "team_name": "Tipton Early Help Team",
    "team_address": ["1 Example Road", "Tipton", "DY4 0AA"],
    "team_email": "tipton.team@example.org",
    "team_phone": "0121 496 0000",
    "worker_name": "Ana Roy",
    "worker_role": "Family support worker",
    "sender_name": "Ana Bell",
    "sender_role": "Business support officer",
}

JOINED = {"addressee_lines": "\n", "team_address": ", ", "attempts": "\n- "}


def given(number: int) -> dict[str, object]:
    """The values of one letter."""
    name = f"Sam Larkin{number}"
    refs = {"letter_ref": f"L-{number:04}", "episode_ref": f"E-{number:04}"}
    return {**GIVEN, **refs, "addressee_name": name, "salutation_name": name}


# The floor


class Plain:
    """The letters by python-docx and Jinja alone."""

    def __init__(self, body: str, title: str, letterhead: Path, folder: Path) -> None:
        env = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
        self.body, self.title = env.from_string(body), title
        self.letterhead, self.folder = letterhead, folder
        self.styles = {each.name: each.style_id for each in docx.Document(str(letterhead)).styles}

    def make(self, number: int) -> Path:
        values = given(number)
        lists = {name: mark.join(GIVEN[name]) for name, mark in JOINED.items()}
        text = self.body.render({**values, **lists, "title": self.title, "enclosures": ""})
        document = docx.Document(str(self.letterhead))
        for paragraph in list(document.paragraphs):
            paragraph._p.getparent().remove(paragraph._p)
        for style, said in paragraphs(text):
            added = document.add_paragraph()
            if style != "Normal":
                added._p.style = self.styles[style]
            for turn, piece in enumerate(said.split("**")):
                if piece:
                    added.add_run(piece).bold = True if turn % 2 else None
        marks = {"«team»": str(values["team_name"]), "«reference»": f"{values['letter_ref']}, {values['episode_ref']}"}
        section = document.sections[0]
        for edge in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            for paragraph in edge.paragraphs:
                for run in paragraph.runs:
                    for mark, words in marks.items():
                        if mark in run.text:
                            run.text = run.text.replace(mark, words)
        file = self.folder / f"{number}-plain.docx"
        document.save(str(file))
        return file


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a rendered template, each with its style."""
    lines: list[str] = []
    style = "Normal"
    for line in [*text.split("\n"), ""]:
        opens = line.startswith(("# ", "## ", "- "))
        if lines and (opens or not line or line.startswith("___")):
            yield style, "".join(lines).strip()
            lines, style = [], "Normal"
        if line.startswith("# "):
            yield "Heading 1", line[2:]
        elif line.startswith("## "):
            yield "Heading 2", line[3:]
        elif line.startswith("- "):
            style, lines = "List Bullet", [line[2:]]
        elif line and not line.startswith("___"):
            # An address's lines stay lines; so does one that ends with a backslash.
            lines.append(line.removesuffix("\\") + ("\n" if line.endswith("\\") else " "))


# Ours


class Ours:
    """The letters as `eh letters run` lays them out."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.press = Press(desk, out=str(folder))
        self.template = self.press.template(KIND)

    def make(self, number: int) -> Path:
        values = given(number)
        values |= self.template.filled(values)
        letter = self.press.worded(self.template, values)
        content = self.press.made(letter, self.template, values, False)
        file = self.press.folder / f"{number}-ours.docx"
        self.press.put(content, file)
        sha256(content).hexdigest()
        pages.kept(letter, {})
        self.press.unkept.clear()
        return file


def said(file: Path) -> list[tuple[str, str]]:
    """What a letter says, and in which style; spaces and line ends are the same."""
    found = docx.Document(str(file)).paragraphs
    return [(each.style.name if each.style else "", " ".join(each.text.split())) for each in found]


# Measuring


def timed(make: Callable[[int], Path], numbers: range) -> float:
    """How long these letters take; their files are thrown away."""
    begun = time.perf_counter()
    made = [make(number) for number in numbers]
    taken = time.perf_counter() - begun
    for file in made:
        file.unlink()
    return taken


def held(make: Callable[[int], Path], steps: tuple[int, ...]) -> dict[int, int]:
    """The most memory that the process has held after so many letters, in bytes, that of the XML library with it."""
    found, number = {}, 0
    for step in steps:
        while number < step:
            number += 1
            make(number).unlink()
        found[step] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return found


def record(letters: int) -> None:
    """A record of so many families, each of whom was tried to be reached and is owed a letter."""
    for words in (
        ("init", "--name", "Ana Bell"),
        ("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton"),
    ):
        if cli.main([*words, "--today", "2016-07-11", "--user", "abell"]):
            raise SystemExit(f"eh {' '.join(words)} failed.")
    desk = desk_of()
    for first in range(0, letters, RECORDED):
        with desk.recording() as now:
            for number in range(first, min(first + RECORDED, letters)):
                request = Request(
                    team="tipton",
                    children=(f"Wren Larkin{number}; 2012-03-02; F",),
                    parents=(f"Sam Larkin{number}",),
                    address=f"{number} High Street; Tipton; DY4 9JB",
                )
                ref = opening.open_episode(desk, now, request, new_person=True, links=()).episode
                now.tell(
                    [
                        Allocated(ref, TODAY, "", "aroy", "key-worker", "tipton"),
                        Contacted(ref, TODAY, "", "phone", "attempted", "family", "aroy", ()),
                    ]
                )


def desk_of() -> Desk:
    desk = Desk()
    desk.settings = Settings(today=TODAY.isoformat(), user="abell", quiet=True)
    desk.command = "letters run"
    return desk


def whole_run(letters: int, folder: Path) -> float:
    """Seconds for the whole of `eh letters run`: addressed, laid out, hashed and recorded; each one was printed."""
    record(letters)
    desk = desk_of()
    owed = printing_owed.owed(desk)
    begun = time.perf_counter()
    results = printing_owed.printed(desk, Press(desk, out=str(folder)), owed)
    taken = time.perf_counter() - begun
    if len(results) != letters or any(each.result != printing_owed.PRINTED for each in results):
        raise SystemExit(f"Not every letter was printed: {results[:3]}")
    return taken


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--letters", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--no-run", action="store_true", help="without the whole run and its record")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["EH_HOME"] = name
        folder = Path(name) / "letters"
        folder.mkdir()
        good = measured(told.letters, told.rounds, folder)
        if not told.no_run:
            taken = whole_run(told.letters, folder)
            print(f"      eh letters run, recorded{taken:31.1f} s, {taken / told.letters * 1000:.1f} ms a letter")
    raise SystemExit(0 if good else 1)


def measured(letters: int, rounds: int, folder: Path) -> bool:
    """Prints the times, the ratio and the memory; whether both are within their limits."""
    ours = Ours(desk_of(), folder)
    plain = Plain(ours.template.body, ours.template.title, ours.press.letterhead, folder)
    for number in range(1, 6):  # fills the caches as well
        mine, theirs = said(ours.make(number)), said(plain.make(number))
        if mine != theirs:
            raise SystemExit(f"The letters differ:\n{mine}\n{theirs}")
    steps = tuple(letters * part // 10 for part in (1, 5, 10))
    memory = held(ours.make, steps)
    grown = memory[steps[-1]] - memory[steps[0]]
    share = -(-letters // rounds)
    times: Mapping[str, list[float]] = {"python-docx and Jinja": [], "eh": []}
    for turn in range(rounds):
        numbers = range(turn * share + 1, min((turn + 1) * share, letters) + 1)
        makers: list[tuple[str, Any]] = [("python-docx and Jinja", plain), ("eh", ours)]
        for who, maker in makers if turn % 2 else reversed(makers):
            times[who].append(timed(maker.make, numbers) / len(numbers))
    print(f"{'':26}{'median':>9}{'fastest':>9}{'slowest':>9}   (ms a letter)")
    for who, taken in times.items():
        print(f"{who:26}{median(taken) * 1000:9.2f}{min(taken) * 1000:9.2f}{max(taken) * 1000:9.2f}")
    ratio = median(times["eh"]) / median(times["python-docx and Jinja"])
    print(f"{'PASS' if ratio <= AT_MOST else 'FAIL'}  {'eh / python-docx and Jinja':52}{ratio:6.2f}  at most {AT_MOST}")
    shown = ", ".join(f"{size / 1e6:.1f} MB after {step}" for step, size in memory.items())
    print(f"{'PASS' if grown <= FLAT else 'FAIL'}  memory held: {shown}")
    return ratio <= AT_MOST and grown <= FLAT


if __name__ == "__main__":
    main()
