"""An office: a folder of its own, a day, a login, and the real eh run in it as officers and scripts run it."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests import hinted
from tests.nursery import Nursery

ROOT = Path(__file__).resolve().parent.parent
# Where commands cannot be forked, or when it is asked for, each starts in a Python of its own.
COLD = not hasattr(os, "fork") or bool(os.environ.get("EH_TEST_COLD"))
REFUSALS = (2, 3, 4, 5, 6)  # the exit codes of a command that says what to do instead
PATIENCE = 300  # seconds until a command that hangs is a failed test: many times what one takes on a busy machine

LARKIN = (
    *("open-episode", "--team", "tipton", "--child", "Wren Larkin; 2005-03-02; F"),
    *("--child", "Kit Larkin; 2012-05-06; M", "--parent", "Sam Larkin", "--phone", "07700 900123"),
    *("--address", "1 High Street; Tipton; DY4 9JB", "--received", "2016-07-11 09:30"),
    *("--referrer", "Okafor Primary School", "--consent-from", "Sam Larkin", "--consent-on", "08/07/2016"),
    *("--consent-method", "signed"),
)


@cache
def nursery() -> Nursery:
    """The waiting process of this test run."""
    waiting = Nursery()
    atexit.register(waiting.close)
    return waiting


class Result:
    """What one command gave back: its exit code, standard output and standard error."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.raw = out
        self.out = out.decode("utf-8", errors="surrogateescape")
        self.err = err.decode("utf-8", errors="surrogateescape")

    def json(self) -> Any:
        """Standard output as JSON: all of it, and nothing else."""
        return json.loads(self.out)

    def error(self) -> dict[str, Any]:
        """The error that a command with --json prints on standard error."""
        return json.loads(self.err)["error"]

    def rows(self) -> list[list[str]]:
        """The tab-separated rows of a list in a pipe, its heading first."""
        return [line.split("\t") for line in self.out.splitlines()]


def killed(
    start: Callable[[], subprocess.Popen[bytes]],
    took: float,
    chance: Random,
    times: int,
    kill: Callable[[subprocess.Popen[bytes]], None] = subprocess.Popen.kill,
) -> Iterator[bool]:
    """Starts a command again and again and kills it on its way; after each, whether it was killed.

    ``took`` is how many seconds it takes. The first is killed early, the others anywhere. How long a command takes
    changes with whatever else the machine does: one that outruns its killer is measured by that, and there are more
    turns than ``times`` until one was killed, for without any the test would prove nothing.
    """
    deaths = 0
    for number in count():
        if number >= times and deaths:
            return
        assert number < times + 50, "nothing was ever killed: the test proves nothing"
        process, began = start(), time.monotonic()
        try:
            process.wait(timeout=took * (chance.uniform(0.3, 1.1) if deaths else 0.2))
            took = time.monotonic() - began
        except subprocess.TimeoutExpired:
            kill(process)
        _, told = process.communicate(timeout=PATIENCE)
        died = process.returncode != 0
        if kill is subprocess.Popen.kill:
            assert process.returncode in (0, -signal.SIGKILL), told
        assert b"Traceback" not in told
        deaths += died
        yield died


def key_file(file: Path, words: str) -> Path:
    """A file with a passphrase on its one line, for its owner alone."""
    file.touch(0o600)
    file.write_text(words, encoding="utf-8")
    return file


def held_back() -> None:
    """Has the modes of files hold back the process that is started, though its user may be root."""
    import ctypes

    if os.geteuid() == 0:
        for capability in (1, 2):  # to write, and to read and search, whatever the mode says
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


class Office:
    """One folder of eh, and commands run in it."""

    def __init__(self, home: Path, today: str, user: str = "abell") -> None:
        self.home = home
        self.today = today
        self.user = user

    @property
    def record(self) -> Path:
        return self.home / "record.db"

    def environment(self, **changes: str | None) -> dict[str, str]:
        """A clean environment: nothing of whoever runs the tests reaches eh."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        told = {
            "HOME": str(self.home.parent),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "EH_HOME": str(self.home),
            "EH_TODAY": self.today,
            "EH_USER": self.user,
            **changes,
        }
        return kept | {name: value for name, value in told.items() if value is not None}

    def start(self, *args: str, today: str = "", user: str = "", **options: Any) -> subprocess.Popen[bytes]:
        """The command as a running process."""
        env = self.environment(**options.pop("env", {}))
        if today:
            env["EH_TODAY"] = today
        if user:
            env["EH_USER"] = user
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        return subprocess.Popen([sys.executable, "-m", "ehcli", *args], env=env, cwd=self.home.parent, **options)

    def __call__(
        self,
        *args: str,
        today: str = "",
        code: int | None = 0,
        user: str = "",
        input: str | bytes | None = None,
        env: dict[str, str | None] | None = None,
    ) -> Result:
        """Runs one command and checks its exit code; ``code=None`` takes any."""
        told = input.encode() if isinstance(input, str) else input
        changes = {**({"EH_TODAY": today} if today else {}), **({"EH_USER": user} if user else {}), **(env or {})}
        run = self.cold if COLD or any(not name.startswith("EH_") for name in changes) else self.warm
        try:
            result = run(args, changes, told)
        except TimeoutError:
            pytest.fail(f"eh {' '.join(args)} hangs")
        said = f"eh {' '.join(args)}\n{result.out}\n{result.err}"
        assert "Traceback" not in result.out + result.err, said
        assert code is None or result.code == code, f"exit code {result.code}, not {code}: {said}"
        if result.code in REFUSALS:
            assert not hinted.unsound(list(args), result.err), f"{hinted.unsound(list(args), result.err)}\n{said}"
        return result

    def cold(self, args: Sequence[str], env: dict[str, str | None], told: bytes | None) -> Result:
        """The command in a Python of its own."""
        stdin = subprocess.DEVNULL if told is None else subprocess.PIPE
        process = self.start(*args, env=env, stdin=stdin)
        try:
            out, err = process.communicate(told, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise TimeoutError from None
        return Result(process.returncode, out, err)

    def timed(self, *args: str, env: dict[str, str | None] | None = None) -> float:
        """How many seconds a command takes in a Python of its own: to choose a moment in it at which to kill it."""
        began = time.monotonic()
        result = self.cold(args, env or {}, None)
        assert result.code == 0, result.err
        return time.monotonic() - began

    def warm(self, args: Sequence[str], env: dict[str, str | None], told: bytes | None) -> Result:
        """The command in a process forked from one that has eh loaded."""
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            stdin.write(told or b"")
            stdin.seek(0)
            streams = (stdin.fileno(), out.fileno(), err.fileno())
            code = nursery().run(list(args), self.environment(**env), self.home.parent, *streams, PATIENCE)
            out.seek(0)
            err.seek(0)
            return Result(code, out.read(), err.read())

    def owed(self, episode: str = "E-0001", **asked: Any) -> dict[str, dict[str, Any]]:
        """The open tasks of an episode as 'eh why' explains them, by duty; the last of each duty."""
        return {each["duty"]: each for each in self("why", "--episode", episode, "--json", **asked).json()}

    def task(self, duty: str, episode: str = "E-0001", **asked: Any) -> str:
        """The T- reference of an open duty."""
        return str(self.owed(episode, **asked)[duty]["task"])

    def dump(self) -> tuple[list[str], dict[str, int]]:
        """Everything the record holds, as SQL, and every other file in the folder with its size."""
        with sqlite3.connect(f"{self.record.as_uri()}?mode=ro", uri=True) as connection:
            # But for who looked at what: that is written down whenever somebody reads.
            told = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "looked"')]
        connection.close()
        files = {
            str(path.relative_to(self.home)): path.stat().st_size
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and not path.name.startswith("record.db") and path.name != "eh.log"
            if path.parent.name != "packs"  # packs as they were parsed come and go
        }
        return told, files

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Speaks to the record behind the back of eh."""
        connection = sqlite3.connect(self.record)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def copy(self, home: Path) -> Office:
        shutil.copytree(self.home, home)
        settings = home / "settings.json"
        if settings.exists():
            settings.write_text(json.dumps({"record": str(home / "record.db")}), encoding="utf-8")
        return Office(home, self.today, self.user)
