"""An office whose record is on a PostgreSQL server, for tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.offices import Office

SERVER = os.environ.get("EH_TEST_SERVER", "postgresql://postgres@127.0.0.1:5432")


def command(sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
    """One statement as the server's owner, outside any transaction."""
    with psycopg.connect(f"{SERVER}/{database}", autocommit=True, connect_timeout=5) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


class SharedOffice(Office):
    """An office whose record is on the server."""

    def __init__(self, home: Path, today: str, database: str, make: Callable[[str], str], user: str = "abell") -> None:
        super().__init__(home, today, user)
        self.database, self.make = database, make

    @property
    def url(self) -> str:
        return f"{SERVER}/{self.database}"

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
        home.mkdir(parents=True)
        return SharedOffice(home, self.today, self.make(self.database), self.make, self.user)


def moved(office: Office, databases: Callable[[str], str], home: Path) -> SharedOffice:
    """The office's record, moved to the server."""
    home.mkdir(parents=True)
    there = SharedOffice(home, office.today, databases("template0"), databases, office.user)
    office("record", "move", "--to", there.url)
    return there
