"""Made-up command lines: whatever is typed, eh answers with a sentence and changes nothing it refuses to record.

800 tries; EH_FUZZ=20000 for more, EH_FUZZ_SEED=N for others. A fault is printed with its seed and number.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS
from tests.proofs import found

from .furnished import PRIVATE
from .grammar import BY_NAME, FITTING, HEAVY, fitting, line
from .tried import Tried, told_of

TRIES = int(os.environ.get("EH_FUZZ", "800"))
SEED = int(os.environ.get("EH_FUZZ_SEED", "20161109"))
PARTS = 4  # so that a fault is found again without the whole run
READING = {each.name for each in COMMANDS if each.takes in ("data", "list")} - {"backup", "restore", "record move"}
# Where each is told, a change is what was asked for: files of a meeting, and a record that is brought up to date first.
READING -= {"taf invitations", "cog invitations", "cog agenda"}


def fault(tried: Tried, typed: list[str]) -> str:
    """What is wrong with how eh answered; empty where nothing is."""
    try:
        code, out, err = tried(typed)
    except BaseException as error:  # noqa: BLE001
        return f"a traceback: {error!r}"
    tried.codes[code] += 1
    command = named(typed)
    tried.typed[command] += code in (0, 1) and command in HEAVY
    after = tried.state()
    changed = after != tried.before
    fresh = {name for name, found in after[1].items() if tried.before[1].get(name) != found}
    private = tried.private(fresh)
    if changed:
        tried.put_back()
    if "Traceback" in out + err or "eh failed" in err:
        return f"a fault of eh's own: {err}"
    if code not in (0, 1, 2, 3, 4, 5, 6):
        return f"exit code {code}"
    finding = command in FINDING or "--exit-code" in typed
    if code == 1 and not finding:
        return f"exit code 1 for an error: {err}"
    if code > 1 and changed and command != "night":  # a night that cannot write its lists has made its backup
        return f"a change after a refusal ({code}): {fresh or 'in the record'}: {err}"
    if code > 1 and not err.strip():
        return f"exit code {code} and not a word"
    if code > 1 and "\x1b" in err:
        return "an escape sequence on the terminal"
    if private:
        return f"private: {private}"
    if changed and "--dry-run" in typed and "--" not in typed:
        return f"a change by a dry run: {fresh or 'in the record'}"
    if changed and command in READING:
        return f"a change by reading: {fresh or 'in the record'}"
    return ""


def named(typed: list[str]) -> str:
    """The command of a line: after what may stand before it."""
    words = typed[2:] if typed[0] in ("--today", "--user", "--db") else typed
    return next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in NAMES), "")


NAMES = {each.name for each in COMMANDS}
# What exits with 1 for what it found, or for a question answered no.
FINDING = {"record check", "audit verify", "night", "letters run", "letters verify", "letters check", "procedure check"}
FINDING |= {"procedure coverage"}


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_typed_is_answered_in_a_sentence_and_a_refusal_changes_nothing(_furnished, tmp_path, part) -> None:
    tried = Tried(_furnished, tmp_path / "home")
    dice, faults = Random(SEED + part), []
    for number in range(TRIES // PARTS):
        typed = line(dice)
        if said := fault(tried, typed):
            faults.append(f"seed {SEED + part}, try {number}: eh {typed!r}: {said[:300]}")
    codes = dict(sorted(tried.codes.items()))
    heavy = {name: count for name, count in sorted(tried.typed.items()) if count}
    said_more = f"exit codes {codes}, done {heavy}"
    found(f"fuzz, seed {SEED + part}", tries=TRIES // PARTS, of="command lines", faults=len(faults), more=said_more)
    assert not faults, "\n".join(faults[:20])
    assert {0, 2, 3, 4} <= tried.codes.keys(), "the lines are too dull: no command was both understood and refused"


def spoilt(dice: Random, record: Path) -> str:
    """Puts private words where they do not belong, in a form that cannot be read; says where."""
    with contextlib.closing(sqlite3.connect(record)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = dice.choice([name for name in tables if connection.execute(f"SELECT 1 FROM {name}").fetchone()])
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        column = dice.choice([row[1] for row in columns if "CHAR" in row[2].upper() or "TEXT" in row[2].upper()])
        word = dice.choice(PRIVATE)
        bad = dice.choice((f'{{"name": "{word}', word, f"{word}\n\x00{word}", f"[{word}", f"2016-{word}", word * 50))
        some = "" if dice.random() < 0.5 else f" WHERE rowid = (SELECT max(rowid) FROM {table})"
        connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?{some}", (bad,))
        return f"{table}.{column}"


def test_what_cannot_be_read_is_told_without_its_words(_furnished, tmp_path) -> None:
    tried = Tried(_furnished, tmp_path / "home")
    dice, faults = Random(SEED), []
    seen: Counter[str] = Counter()
    for number in range(TRIES // 20):
        where, typed = spoilt(dice, tried.record), line(dice, care=1.0)
        try:
            code, _, err = tried(typed)
        except BaseException as error:  # noqa: BLE001
            faults.append(f"try {number}: {where}: eh {typed!r}: a traceback: {error!r}")
            continue
        logged = tried.log.read_text(encoding="utf-8") if tried.log.exists() else ""
        own = "eh failed" in err
        seen["logged" if own else "told" if code == 5 else "other"] += 1
        if told_of(logged) or ((own or code == 5) and told_of(err)):
            faults.append(f"seed {SEED}, try {number}: {where}: eh {typed!r} ({code}): {err[:300]} {logged[-300:]}")
        tried.log.unlink(missing_ok=True)
        tried.put_back()
    of = "spoilt records"
    found(f"spoilt, seed {SEED}", tries=TRIES // 20, of=of, faults=len(faults), more=str(dict(seen)))
    assert not faults, "\n".join(faults[:20])
    assert seen["told"] and (TRIES < 10000 or seen["logged"]), "too little was spoilt"


def test_every_option_of_every_command_has_values_that_fit_it() -> None:
    unknown = [
        f"{command.name} {param.name} ({param.metavar})"
        for command in COMMANDS
        for param in load(command).params
        if not getattr(param, "is_flag", False) and not fitting(command, param)
    ]
    assert not unknown, "say in the grammar what may be typed there"
    assert all({**FITTING, **BY_NAME}.values())
