"""No list loses a letter on any screen: every command that lists or shows something, from 40 to 200 columns."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from itertools import pairwise
from tempfile import TemporaryFile
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ehcli.cli.commands import COMMANDS
from ehcli.screen import screen, table
from tests.fuzz.furnished import furnish
from tests.offices import Office

# Every one of them in .ci/long; in each run those about which terminals are, and some between.
EVERY = range(40, 201)
WIDTHS = EVERY if os.environ.get("EH_NIGHTLY") == "1" else sorted({*EVERY[::7], 79, 80, 81, *range(117, 123), 200})
# What each command is asked about. One that is not named here is run with nothing, and has to show something.
ASKED: dict[str, Sequence[tuple[str, ...]]] = {
    "agency show": [("scsp",)],
    "audit show": [(), ("--episode", "E-1")],
    "audit who-saw": [("P-1",)],
    "cog agenda": [("--team", "tipton")],
    "cog invitations": [("--team", "tipton")],
    "cog minutes": [("--team", "tipton")],
    "cog list": [("--team", "tipton")],
    "due": [("--within", "4w")],
    "family show": [("F-1",), ("F-2",)],
    "find": [("larkin",)],
    "group show": [("ecaf",)],
    "history": [(ref,) for ref in ("E-1", "E-2", "F-2", "P-5", "T-4", "M-1", "L-1", "N-1", "aroy", "tipton", "scsp")],
    "letters list": [("--episode", "E-1")],
    "letters verify": [("home/letters/L-0001-no-contact.txt",)],
    "overdue": [(), ("--as-of", "2016-08-09")],
    "person show": [("P-1",), ("P-5",)],
    "procedure check": [("sandwell",)],
    "team bands": [("tipton", "--all")],
    "procedure coverage": [(), ("--rows", "--state", "left-out")],
    "procedure diff": [("sandwell", "haringey")],
    "procedure show": [
        ("sandwell",),
        ("sandwell", "initial-taf"),
        ("sandwell", "--routes"),
        ("haringey", "--list", "term"),
    ],
    "procedure what-if": [("haringey",)],
    "show": [(ref,) for ref in ("E-1", "E-2", "F-2", "P-5", "T-4", "M-1", "M-2", "L-1", "L-3", "N-1", "N-3")],
    "taf agenda": [("M-2",)],
    "taf invitations": [("M-2",), ("M-2", "--text")],
    "team show": [("tipton",)],
    "timeline": [("E-1",)],
    "tray": [(), ("worker",)],
    "why": [("--episode", "E-1")],
    "why-not": [("E-1", "review-taf")],
    "worker show": [("aroy",)],
}
# What copies or moves the record as a whole.
LEFT_OUT = {"backup", "record move"}
# What is recorded is followed by what is owed for it.
WRITTEN = (
    ("allocate", "E-1", "--to", "bcole", "--by", "jmay", "--dry-run"),
    ("letters", "run", "--dry-run"),
    ("taf", "schedule", "E-1", "--at", "2016-11-01 14:00", "--venue", "Town hall", "--dry-run"),
)


BELL = (
    *("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--address", "2 Mill Lane; Tipton; DY4 9JB"),
    *("--consent-from", "Tess Bell", "--consent-on", "2016-08-30", "--consent-method", "signed"),
)


def lines() -> Iterator[tuple[str, ...]]:
    """Every command line that is tried: of every command that prints data, there may not be one without."""
    for command in COMMANDS:
        if command.takes in ("data", "list") and command.name not in LEFT_OUT:
            yield from ((*command.name.split(), *args) for args in ASKED.get(command.name, [()]))
    yield from WRITTEN


@pytest.fixture(scope="module")
def office(_met: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Something of everything, some of it late."""
    eh = furnish(_met, tmp_path_factory.mktemp("whole") / "home")
    eh.today, eh.user = "2016-09-05", "jmay"
    met = ("--present", "aroy", "--chair", "jmay", "--statement-agreed", "--way-forward", "Joint visit with the school")
    agreed = ("--thresholds", "Not met", "--dissent", "None", "--action", "Ring the housing office; aroy; 2016-08-20")
    eh("cog", "discussed", "E-2", "--day", "2016-08-16", *met, *agreed, "--follow-up", "Next meeting")
    eh("cog", "schedule", "--team", "tipton", "--at", "2016-09-13 09:30", "--venue", "Town hall")
    eh("cog", "add", "E-2", "--day", "2016-09-13", "--reason", "Thistledown")
    eh("cog", "invite", "--team", "tipton", "--invite", "aroy=email")
    eh("taf", "schedule", "E-1", "--at", "2016-09-14 14:00", "--venue", "Okafor Primary School")
    eh("open-episode", "--team", "tipton", *BELL, "--received", "2016-09-01 09:30", today="2016-09-01")
    eh("allocate", "E-3", "--to", "bcole", today="2016-09-01")
    eh("contact", "E-3", "--how", "phone", "--outcome", "attempted")
    return eh


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The practice record, with many tasks late on one screen."""
    eh = Office(tmp_path_factory.mktemp("practice") / "home", "2026-11-23")
    eh("demo")
    return eh


# A screen


class Screen(io.StringIO):
    """A terminal that keeps what was printed."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown_at(columns: int, parts: Sequence[Part]) -> str:
    """What stands on a screen so wide."""
    seen = Screen()
    with patch.dict(os.environ, COLUMNS=str(columns), NO_COLOR="1"), redirect_stdout(seen):
        for part in parts:
            if isinstance(part, str):
                screen.out(part)
            else:
                table.draw(*part, screen.width())
    return seen.getvalue()


def on_screen(eh: Office, *args: str, columns: int) -> str:
    """What a command really shows on a terminal so wide; its messages apart."""
    import fcntl
    import struct
    import termios

    from tests.offices import PATIENCE, nursery

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.extend(iter(lambda: read(master), b"")))
    reader.start()
    with TemporaryFile() as stdin, TemporaryFile() as err:
        env = eh.environment(NO_COLOR="1", TERM="xterm-256color")
        nursery().run(list(args), env, eh.home.parent, stdin.fileno(), slave, err.fileno(), PATIENCE)
    os.close(slave)
    reader.join()
    os.close(master)
    return b"".join(seen).decode().replace("\r\n", "\n")


def read(terminal: int) -> bytes:
    """What comes from a terminal next; nothing once its other side is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


# What is shown: lines of text, and tables with their headings


Table = tuple[list[str], list[list[str]]]
Part = str | Table


def in_parts(out: str) -> list[Part]:
    """What a command printed into a pipe, where a table is lines with a tab between two cells."""
    parts: list[Part] = []
    for line in out.splitlines():
        cells = line.split("\t")
        last = parts[-1] if parts else None
        if len(cells) == 1:
            parts[-1:] = [f"{last}\n{line}"] if isinstance(last, str) else [*parts[-1:], line]
        elif isinstance(last, tuple) and len(last[0]) == len(cells):
            last[1].append(cells)
        else:
            parts.append((cells, []))
    return parts


def fewer(part: Part) -> Part:
    """A long table's rows that make its columns as wide as they are, and some more; the longest lines of a text."""
    if isinstance(part, str):
        return "\n".join(sorted(part.split("\n"), key=len)[-20:])
    headings, rows = part
    kept = set(range(3))
    for number in range(len(headings)):
        kept.add(max(range(len(rows)), key=lambda row: cell_len(rows[row][number])))
        kept.add(max(range(len(rows)), key=lambda row: max(map(cell_len, rows[row][number].split()), default=0)))
    return headings, [row for number, row in enumerate(rows) if number in kept]


def said(texts: Sequence[str]) -> list[str]:
    return " ".join(texts).split()


def assert_whole(shown: str, part: Part, columns: int) -> None:
    """Every word of every heading and cell is there, whole and in its place, and no line is too long for the screen."""
    found = shown.splitlines()
    too_long = [line for line in found if cell_len(line) > columns and len(line.split()) > 1]
    if isinstance(part, str):
        assert said(found) == said([part])
        assert not too_long
        return
    headings, rows = part
    assert not [line for line in too_long if len(line.split()) > 2 or ": " not in line], columns
    rule = next((number for number, line in enumerate(found) if line and set(line) == {"─"}), None)
    if rule is not None:
        assert [said(each) for each in beside(found[:rule] + found[rule + 1 :], headings)] == [
            said([heading, *(row[number] for row in rows)]) for number, heading in enumerate(headings)
        ], columns
        return
    short = headings_of(found[0], headings)
    wanted = [headings[number] for number in short]
    for row in rows:
        wanted += [row[number] for number in short]
        named = (f"{headings[at]}: {row[at]}" for at in range(len(headings)) if at not in short and row[at])
        wanted.append("; ".join(named))
    assert said(found) == said(wanted), columns


def beside(found: list[str], headings: Sequence[str]) -> list[list[str]]:
    """The lines of each column, cut where its heading begins."""
    starts = [0]
    for heading, following in pairwise(headings):
        starts.append(found[0].index(following.split()[0], starts[-1] + len(heading.split()[0])))
    ends = [*starts[1:], None]
    return [[cut(line, start, end) for line in found] for start, end in zip(starts, ends, strict=True)]


def cut(line: str, start: int, end: int | None) -> str:
    """The signs of a line from one place on the screen to another, where some signs take two places."""
    place, kept = 0, []
    for sign in line:
        if place >= start and (end is None or place < end):
            kept.append(sign)
        place += cell_len(sign)
    return "".join(kept)


def headings_of(line: str, headings: Sequence[str]) -> list[int]:
    """Which headings stand on the first line of a narrow list; none where its first row does."""
    if line.startswith("  "):
        return []
    rest, found = " ".join(line.split()), []
    for number, heading in enumerate(headings):
        if rest == heading or rest.startswith(f"{heading} "):
            found.append(number)
            rest = rest[len(heading) :].lstrip()
    assert not rest, line
    return found


# The proof


@pytest.mark.parametrize("words", [*lines()], ids=" ".join)
def test_a_list_is_whole_at_every_width(office: Office, words: tuple[str, ...]) -> None:
    out = office(*words, code=None).out
    assert out, "say in ASKED what the command is asked about"
    for part in map(fewer, in_parts(out)):
        for columns in WIDTHS:
            assert_whole(shown_at(columns, [part]), part, columns)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [40, 120])
@pytest.mark.parametrize("words", [*lines()], ids=" ".join)
def test_what_a_command_shows_on_a_terminal_is_that_list(office: Office, words: tuple[str, ...], columns: int) -> None:
    parts = in_parts(office(*words, code=None).out)
    listed = (*words, "--by", "date") if words[0] in ("overdue", "due", "today") else words  # else by band
    assert on_screen(office, *listed, columns=columns) == shown_at(columns, parts)


LATE = ("overdue", "--team", "tipton", "--db", "practice")
SOON = ("due", "--within", "4w", "--db", "practice")


@pytest.mark.parametrize("words", [LATE, SOON, ("today", "--db", "practice")], ids=" ".join)
def test_a_full_list_of_tasks_is_whole_at_every_width(practice: Office, words: tuple[str, ...]) -> None:
    for part in map(fewer, in_parts(practice(*words).out)):
        for columns in WIDTHS:
            assert_whole(shown_at(columns, [part]), part, columns)


@pytest.mark.parametrize("columns", [80, 117, 118, 119, 120, 121, 122, 124, 160])
def test_no_citation_loses_its_last_figure_on_a_terminal(practice: Office, typed: Any, columns: int) -> None:
    for command in (LATE, SOON):
        code, shown = typed(practice, *command, "--by", "date", columns=columns, NO_COLOR="1")
        assert code == 0, shown
        (part,) = in_parts(practice(*command).out)
        assert_whole(shown, part, columns)
        if command == LATE:
            cells = " ".join(row[-1] for row in part[1])
            assert {"p25", "1211-1214", "TEH-readings"} <= set(cells.replace(";", " ").split())


words = st.text("aé中-1234567.", min_size=1, max_size=24)
cells = st.lists(words, max_size=8).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table: a heading to a column that no other begins with, and cells of few words or many, long or short."""
    count = draw(st.integers(1, 9))
    headings = [
        f"H{number}" + draw(st.sampled_from(["", " of it", " that is longer than most"])) for number in range(count)
    ]
    rows = st.lists(cells, min_size=count, max_size=count)
    return headings, draw(st.lists(rows, min_size=1, max_size=6))


@given(tables(), st.integers(20, 260))
def test_any_table_is_whole_at_any_width(made: Table, columns: int) -> None:
    assert_whole(shown_at(columns, [made]), made, columns)
