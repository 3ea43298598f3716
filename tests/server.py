"""An office whose record is on a PostgreSQL server, for tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.offices import Office

SERVER = os.environ.get("EH_TEST_SERVER", "postgresql://postgres@127.0.0.1:5432")


def command(sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
    """One statement as the server's owner, outside any transaction."""
    with psycopg.connect(f"{SERVER}/{database}", autocommit=True, connect_timeout=5) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


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
        files = {str(path): path.stat().st_size for path in sorted(self.home.rglob("*")) if path.is_file()}
        return told, files

    def copy(self, home: Path) -> SharedOffice:
        home.mkdir(parents=True, mode=0o700)
        return SharedOffice(home, self.today, self.make(self.database), self.make, self.user, self.server)


def moved(office: Office, databases: Callable[[str], str], home: Path, server: str = SERVER) -> SharedOffice:
    """The office's record, moved to the server."""
    home.mkdir(parents=True)
    there = SharedOffice(home, office.today, databases("template0"), databases, office.user, server)
    office("record", "move", "--to", there.url)
    return there


class Cluster:
    """A PostgreSQL server of the test's own, which may be killed, or copied from another as its hot standby."""

    def __init__(self, primary: Cluster | None = None) -> None:
        # Not below pytest's folder, which is root's alone: the server runs as somebody else.
        self.root = Path(tempfile.mkdtemp(prefix="ehpg"))
        self.data = self.root / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(self.root, "postgres")
        if primary is None:
            self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        else:
            to = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
            self.run("pg_basebackup", *to, "-D", str(self.data), "-R", "-c", "fast")
        self.start()

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
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.root}"
        # The log goes to a file: a pipe would be held open by the server for as long as it runs.
        self.run("pg_ctl", "-D", str(self.data), "-l", str(self.root / "log"), "-o", told, "-w", "start")

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
