"""People who write at once: processes that give one command after another and say how each went."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from tests.offices import PATIENCE

# Runs until it has given so many commands, or is killed. Every command is one that an office gives all day.
PERSON = """
import contextlib, io, json, sys
from ehcli.cli import main

def letters(text):
    # No name has figures in it.
    return "".join("abcdefghij"[int(sign)] if sign.isdigit() else sign for sign in str(text)).title()


who, many, shared = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "shared"
episode = "E-0001"
for number in range(many):
    text = f"{who} {number}"
    name = f"{letters(number)} of {letters(who)}"
    child = ("--child", f"{name}; 2016-01-09; F", "--parent", f"Parent of {name}")
    step = number % 10
    if step == 0:
        args = ["open-episode", "--team", "tipton", *child, "--new-person", "--quiet"]
    elif step == 5:
        args = ["worker", "add", f"{who}w{number}", "--name", text, "--role", "key-worker", "--team", "tipton", "-q"]
    elif shared and step % 2:
        args = ["note", "E-0001", "--type", "Early Help Note", "--text", text, "--quiet"]
    else:
        args = ["note", episode, "--type", "Early Help Note", "--text", text, "--quiet"]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(args)
    if step == 0 and code == 0:
        episode = out.getvalue().strip()
    print(json.dumps([args[0], text, code, out.getvalue().strip(), err.getvalue()]), flush=True)
"""


def person(office: Any, who: str, many: int, *, shared: bool = False) -> subprocess.Popen[bytes]:
    """Somebody who gives so many commands; ``shared``: some of them on an episode that everybody works on."""
    return subprocess.Popen(
        [sys.executable, "-c", PERSON, who, str(many), "shared" if shared else "own"],
        env=office.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=office.home.parent,
    )


def said(lines: bytes) -> Iterator[tuple[str, str, int, str, str]]:
    """What each command that came back said: command, its text, exit code, reference, message."""
    for line in lines.decode().splitlines(keepends=True):
        if line.endswith("\n"):  # the last line of somebody who was killed may be cut
            command, text, code, ref, message = json.loads(line)
            yield command, text, code, ref, message


def ended(office: Any, words: Sequence[str], process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """How a command ended, given again as it asks for when it was told that the record is busy: code, output, error.

    Somebody is told so who waited five seconds for the others, which on a machine with much else to do may be.
    """
    while True:
        out, err = process.communicate(timeout=PATIENCE)
        if process.returncode != 5 or b" is busy" not in err:
            return process.returncode, out.decode(), err.decode()
        process = office.start(*words)


def many(name: str, usual: int) -> int:
    """How many: a few in CI, as many as an environment variable says at night."""
    return int(os.environ.get(name, usual))


def nothing_half_done(office: Any) -> None:
    """Every entry has its seal, no number is lost or used twice, and a note and its fact come together."""
    entries, last, seals, counter = office.sql(
        "SELECT count(*), max(id), (SELECT count(*) FROM seal),"
        " (SELECT last FROM counter WHERE name = 'entry') FROM entry"
    )[0]
    assert entries == last == seals == counter
    notes, facts = office.sql(
        "SELECT (SELECT count(*) FROM case_note), (SELECT count(*) FROM fact WHERE kind = 'note-written')"
    )[0]
    assert notes == facts
    opened, facts = office.sql(
        "SELECT (SELECT count(*) FROM episode), (SELECT count(*) FROM fact WHERE kind = 'episode-opened')"
    )[0]
    assert opened == facts


def reported_is_there(office: Any, told: list[tuple[str, str, int, str, str]]) -> None:
    """Every command that reported success is in the record, and no reference was given out twice."""
    taken = [each for each in told if each[2] == 0]
    notes = dict(office.sql("SELECT text, ref FROM case_note"))
    episodes = {row[0] for row in office.sql("SELECT ref FROM episode")}
    workers = {row[0] for row in office.sql("SELECT name FROM worker")}
    for command, text, _, ref, _ in taken:
        assert {"note": notes.get(text) == ref, "open-episode": ref in episodes, "worker": text in workers}[command], (
            text
        )
    refs = [ref for command, _, _, ref, _ in taken if command != "worker"]
    assert len(refs) == len(set(refs)), "a reference was given out twice"
