"""The real command line, run as officers and scripts run it: in a process and a folder of its own, on a fixed day.

``eh`` runs in a copy of a prepared record: the workers of Tipton and one episode, E-0001 of the Larkin
family, received on Monday 11 July 2016 at 09:30 and not allocated yet. ``allocated`` has it with Ana Roy
since Tuesday 12 July 2016, the day of the worked example in the COG guidelines (Appendix G). ``met``
goes on until the first TAF, held on Tuesday 9 August 2016. ``bare`` has nothing at all.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from nursery import Nursery

# Laws are checked by what they say, not by how long a busy machine takes over them.
settings.register_profile("eh", deadline=None)
settings.load_profile("eh")

ROOT = Path(__file__).resolve().parent.parent
# Where commands cannot be forked, or when it is asked for, each starts in a Python of its own.
COLD = not hasattr(os, "fork") or bool(os.environ.get("EH_TEST_COLD"))
PATIENCE = 60  # seconds until a command that hangs is a failed test

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
            told = list(connection.iterdump())
        connection.close()
        files = {
            str(path.relative_to(self.home)): path.stat().st_size
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and not path.name.startswith("record.db") and path.name != "eh.log"
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


@pytest.fixture(scope="session")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("opened") / "home", "2016-07-11")
    office("init", "--name", "Ana Bell")
    for login, name, role in (
        ("jmay", "Jo May", "manager"),
        ("sdean", "Sol Dean", "senior"),
        ("aroy", "Ana Roy", "key-worker"),
        ("bcole", "Bea Cole", "key-worker"),
    ):
        office("worker", "add", login, "--name", name, "--role", role, "--team", "tipton")
    office(*LARKIN)
    return office


@pytest.fixture(scope="session")
def _allocated(_opened: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _opened.copy(tmp_path_factory.mktemp("allocated") / "home")
    office.today = "2016-07-12"
    office("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    return office


@pytest.fixture(scope="session")
def _met(_allocated: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _allocated.copy(tmp_path_factory.mktemp("met") / "home")
    office("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", "--on", "2016-07-26", today="2016-07-26")
    at = ("--at", "2016-08-09 14:00", "--venue", "Okafor Primary School")
    office("taf", "schedule", "E-0001", *at, today="2016-07-26")
    office.today = "2016-08-09"
    office("taf", "held", "M-0001", "--attended", "P-0003", "--attended", "aroy")
    return office


@pytest.fixture
def eh(_opened: Office, tmp_path: Path) -> Office:
    """E-0001 is open and not allocated; today is Monday 11 July 2016."""
    return _opened.copy(tmp_path / "home")


@pytest.fixture
def allocated(_allocated: Office, tmp_path: Path) -> Office:
    """E-0001 is with Ana Roy; today is Tuesday 12 July 2016."""
    return _allocated.copy(tmp_path / "home")


@pytest.fixture
def met(_met: Office, tmp_path: Path) -> Office:
    """E-0001 was visited on 26 July and its first TAF, M-0001, held today, Tuesday 9 August 2016 at 14:00."""
    return _met.copy(tmp_path / "home")


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    """No record at all; today is Tuesday 12 July 2016."""
    return Office(tmp_path / "home", "2016-07-12")


@pytest.fixture
def refused() -> Iterator[Callable[..., Result]]:
    """Runs a command that must fail: its code, a sentence and a next step on standard error, and nothing written."""

    def run(
        office: Office, *args: str, code: int, says: str, hint: str = "", as_json: bool = False, **asked: Any
    ) -> Result:
        before = office.dump()
        result = office(*args, code=code, **asked)
        assert office.dump() == before, f"eh {' '.join(args)} wrote something"
        assert result.out == "", f"a failing command printed a result: {result.out}"
        lines = result.err.splitlines()
        assert says in result.err, result.err
        assert hint in result.err, result.err
        assert len(lines) >= 2, f"no next step: {result.err}"
        if not as_json:
            return result
        told = office(*args, "--json", code=code, **asked)
        assert told.out == ""
        body = told.error()
        assert sorted(body) == ["code", "hint", "message", "rule"]
        assert body["code"] == code
        assert says in body["message"] + body["rule"] + body["hint"]
        assert body["hint"], "an error without a next step"
        return result

    yield run


# A terminal


@pytest.fixture
def typed() -> Callable[..., tuple[int, str]]:
    """Runs a command on a pseudo-terminal with somebody typing at it: its exit code and what the screen showed."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    return _typed


def _typed(
    office: Office,
    *args: str,
    answers: Sequence[str] = (),
    columns: int = 120,
    ends: str = "",
    interrupt_after: str = "",
    **env: str,
) -> tuple[int, str]:
    """Runs a command on a terminal of its own: its exit code and everything the screen showed.

    Each answer is typed once the last line on the screen ends with ': ' or '? '. ``interrupt_after``
    presses Ctrl-C when that text appears.
    """
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "ehcli", *args],
        env=office.environment(TERM="xterm-256color", **env),
        cwd=office.home.parent,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=_own_terminal,
    )
    os.close(slave)
    shown, waiting, until = b"", list(answers), time.monotonic() + 60
    asked = 0  # how much of the screen was there when the last answer was typed
    try:
        while time.monotonic() < until:
            ready, _, _ = select.select([master], [], [], 0.1)
            if ready:
                try:
                    more = os.read(master, 65536)
                except OSError:
                    break
                if not more:
                    break
                shown += more
                if interrupt_after and interrupt_after.encode() in shown:
                    os.write(master, b"\x03")
                    interrupt_after = ""
                continue
            fresh = shown[asked:].rstrip(b"\r\n")
            if waiting and fresh.endswith((b": ", b"? ")):
                asked = len(shown)
                os.write(master, waiting.pop(0).encode() + b"\n")
        else:
            process.kill()
            raise AssertionError(f"eh {' '.join(args)} waits for more: {shown.decode(errors='replace')}")
        return process.wait(timeout=30), shown.decode("utf-8", errors="surrogateescape").replace("\r\n", "\n")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


def _own_terminal() -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
