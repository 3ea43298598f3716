"""Made-up command lines: whatever is typed, eh answers with a sentence and changes nothing it refuses to record.

2,000 tries; EH_FUZZ=20000 for more, EH_FUZZ_SEED=N for others. A fault is printed with its seed and number.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from random import Random
from unittest import mock

import pytest

from ehcli.cli import main

from .grammar import line

TRIES = int(os.environ.get("EH_FUZZ", "2000"))
SEED = int(os.environ.get("EH_FUZZ_SEED", "20161109"))
PARTS = 4  # so that several cores share the work


class Tried:
    """A record in this process, put back as it was after every command that changed it."""

    def __init__(self, template: Path, home: Path, today: str) -> None:
        self.template, self.home, self.today = template, home, today
        shutil.copytree(template, home)
        self.before = self.state()
        self.codes: Counter[int] = Counter()

    @property
    def record(self) -> Path:
        return self.home / "record.db"

    def state(self) -> list[tuple[object, ...]]:
        """The last entry with its seal, and every counter: any change to the record moves one of them."""
        connection = sqlite3.connect(self.record)
        try:
            seal = connection.execute("SELECT entry, hash FROM seal ORDER BY entry DESC LIMIT 1").fetchall()
            return [*seal, *connection.execute("SELECT name, last FROM counter ORDER BY name").fetchall()]
        finally:
            connection.close()

    def put_back(self) -> None:
        for file in self.home.glob("record.db*"):
            file.unlink()
        shutil.copy(self.template / "record.db", self.record)

    def __call__(self, typed: list[str]) -> tuple[int, str, str]:
        told = {"EH_HOME": str(self.home), "EH_TODAY": self.today, "EH_USER": "abell", "EH_DB": str(self.record)}
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, told),
            mock.patch("sys.stdin", io.StringIO("")),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            contextlib.chdir(self.home),
        ):
            code = main(list(typed))
        return code, out.getvalue(), err.getvalue()


def fault(tried: Tried, typed: list[str]) -> str:
    """What is wrong with how eh answered; empty where nothing is."""
    try:
        code, out, err = tried(typed)
    except BaseException as error:
        return f"a traceback: {error!r}"
    tried.codes[code] += 1
    after = tried.state()
    changed = after != tried.before
    if changed:
        tried.put_back()
    if "Traceback" in out + err or "eh failed" in err:
        return f"a fault of eh's own: {err}"
    if code not in (0, 1, 2, 3, 4, 5, 6):
        return f"exit code {code}"
    finding = typed[:2] in (["record", "check"], ["audit", "verify"]) or "--exit-code" in typed
    if code == 1 and not finding:
        return f"exit code 1 for an error: {err}"
    if code > 1 and changed:
        return f"a change after a refusal ({code}): {err}"
    if code > 1 and not err.strip():
        return f"exit code {code} and not a word"
    if code > 1 and "\x1b" in err:
        return "an escape sequence on the terminal"
    return ""


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_typed_is_answered_in_a_sentence_and_a_refusal_changes_nothing(_met, tmp_path, part) -> None:
    tried = Tried(_met.home, tmp_path / "home", _met.today)
    dice, faults = Random(SEED + part), []
    for number in range(TRIES // PARTS):
        typed = line(dice)
        if said := fault(tried, typed):
            faults.append(f"seed {SEED + part}, try {number}: eh {typed!r}: {said[:300]}")
    codes = dict(sorted(tried.codes.items()))
    print(f"seed {SEED + part}: {TRIES // PARTS} tries, {len(faults)} faults, exit codes {codes}")
    assert not faults, "\n".join(faults[:20])
    assert {0, 2, 3, 4} <= tried.codes.keys(), "the lines are too dull: no command was both understood and refused"
