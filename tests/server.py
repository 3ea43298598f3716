"""An office whose record is on a PostgreSQL server, for tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.offices import PATIENCE, Office

SERVER = os.environ.get("EH_TEST_SERVER", "postgresql://postgres@127.0.0.1:5432")


def command(sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
    """One statement as the server's owner, outside any transaction."""
    with psycopg.connect(f"{SERVER}/{database}", autocommit=True, connect_timeout=60) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


def needs_server() -> None:
    """Skips the test where no server answers; fails it where CI is set."""
    try:
        command("SELECT 1")
    except psycopg.OperationalError as error:
        said = f"no PostgreSQL server answers at {SERVER}: {str(error).splitlines()[0]}"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)


@contextmanager
def databases(mark: str) -> Iterator[Callable[[str], str]]:
    """Makes databases, from another one where it is named, and drops them all at the end."""
    made, number, run = [], count(1), uuid4().hex[:8]  # two runs of the suite may share a server, and their numbers

    def make(template: str = "template0") -> str:
        name = f"ehtest_{run}_{mark}_{next(number)}"
        collation = " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'" if template == "template0" else ""
        command(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{collation}')
        made.append(name)
        return name

    try:
        yield make
    finally:
        for name in reversed(made):
            command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class SharedOffice(Office):
    """An office whose record is on the server."""

    def __init__(
        self,
        home: Path,
        today: str,
        database: str,
        make: Callable[[str], str],
        user: str = "abell",
        server: str = SERVER,
    ) -> None:
        super().__init__(home, today, user)
        self.database, self.make, self.server = database, make, server

    @property
    def url(self) -> str:
        return f"{self.server}/{self.database}"

    def environment(self, **changes: str | None) -> dict[str, str]:
        passed = {name: value for name in ("PGPASSWORD", "PGPASSFILE") if (value := os.environ.get(name))}
        return super().environment(**{"EH_DB": self.url, **passed, **changes})

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute(statement.replace("%", "%%").replace("?", "%s"), values)
            return found.fetchall() if found.description else []

    def dump(self) -> tuple[list[str], dict[str, int]]:
        """Every row of every table, and every other file in the folder with its size."""
        tables = [row[0] for row in self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        told = [
            f"{name} {row}" for name in sorted(tables) for row in sorted(map(str, self.sql(f"SELECT * FROM {name}")))
        ]
        there = (path for path in sorted(self.home.rglob("*")) if path.is_file())
        files = {str(path): path.stat().st_size for path in there if path.parent.name != "packs"}  # they come and go
        return told, files

    def left(self) -> None:
        """Waits until the server has done with every eh: what was killed may be in the midst of its last statement."""
        working = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'eh%'"
        )
        for _ in patiently():
            if self.sql(working) == [(0,)]:
                return

    def copy(self, home: Path) -> SharedOffice:
        home.mkdir(parents=True, mode=0o700)
        return SharedOffice(home, self.today, self.make(self.database), self.make, self.user, self.server)


def moved(office: Office, databases: Callable[[str], str], home: Path, server: str = SERVER) -> SharedOffice:
    """The office's record, moved to the server."""
    home.mkdir(parents=True)
    there = SharedOffice(home, office.today, databases("template0"), databases, office.user, server)
    copy = office.copy(home.with_name(f"{home.name}-to-move"))  # what was moved takes nothing more
    copy("record", "move", "--to", there.url)
    return there


def patiently() -> Iterator[None]:
    """Every twentieth of a second until patience ends, which fails the test."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield
        time.sleep(0.05)
    raise AssertionError("what was waited for does not come")


def unused_port() -> int:
    """A port that nothing listens on, below those that the system gives to whoever calls out."""
    while True:
        port = SystemRandom().randrange(20000, 30000)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


class Cluster:
    """A PostgreSQL server of the test's own, which may be killed, or copied from another as its hot standby."""

    def __init__(self, primary: Cluster | None = None) -> None:
        # Not below pytest's folder, which is root's alone: the server runs as somebody else.
        self.root = Path(tempfile.mkdtemp(prefix="ehpg"))
        self.data = self.root / "data"
        if os.geteuid() == 0:
            shutil.chown(self.root, "postgres")
        if primary is None:
            self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        else:
            to = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
            self.run("pg_basebackup", *to, "-D", str(self.data), "-R", "-c", "fast")
        while True:
            self.port = unused_port()
            try:
                self.start()
                return
            except AssertionError:  # somebody else took it meanwhile
                if "could not bind" not in (self.root / "log").read_text(encoding="utf-8", errors="replace"):
                    raise
                (self.root / "log").unlink()

    @property
    def server(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}"

    def run(self, program: str, *args: str) -> str:
        """One of the server's own programs, as the user that a server may run as."""
        user = {"user": "postgres"} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [str(programs() / program), *args], cwd=self.root, text=True, capture_output=True, check=False, **user
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        # The log goes to a file: a pipe would be held open by the server for as long as it runs.
        log, patience = str(self.root / "log"), str(PATIENCE)
        self.run("pg_ctl", "-D", str(self.data), "-l", log, "-o", told, "-w", "-t", patience, "start")

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def throw_away(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.root)


def programs() -> Path:
    """Where the server's own programs are; skips the test on a computer that has none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    told = str(found[-1]) if found else shutil.which("initdb")
    if not told:
        pytest.skip("needs the programs of a PostgreSQL server: initdb, pg_ctl, pg_basebackup")
    return Path(told).resolve().parent


if __name__ == "__main__":  # an empty database to measure on: python -m tests.server NAME [--drop]
    command(f'DROP DATABASE IF EXISTS "{sys.argv[1]}" WITH (FORCE)')
    if "--drop" not in sys.argv:
        collation = "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'"
        command(f'CREATE DATABASE "{sys.argv[1]}" TEMPLATE template0 {collation}')
