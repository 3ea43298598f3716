"""eh in this process: quick enough for hundreds of commands, on a real record in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from ehcli.cli import main
from tests import offices

OKAFOR = (
    *(
        "open-episode",
        "--team",
        "tipton",
        "--child",
        "Ada Okafor; 2014-03-02; F",
        "--child",
        "Chidi Okafor; 2016-05-01",
    ),
    *("--parent", "Sam Okafor", "--address", "1 High Street; Tipton; DY4 9JB", "--received", "2026-03-20 09:30"),
    *("--consent-from", "Sam Okafor", "--consent-method", "signed"),
)
BELL = ("open-episode", "--team", "tipton", "--child", "Jo Bell; 2015-01-01", "--parent", "Kim Bell")


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Office:
    """A folder of eh; ``today`` moves on as the story does."""

    def __init__(self, home: Path, today: str = "2026-03-23") -> None:
        self.home = home
        self.today = today

    @property
    def record(self) -> Path:
        return self.home / "record.db"

    def __call__(self, *args: str, today: str = "", user: str = "jmay") -> Said:
        told = offices.Office(self.home, today or self.today, user).environment(EH_DB=str(self.record))
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, told, clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(list(args))
        assert "eh failed" not in err.getvalue(), (args, err.getvalue())
        return Said(code, out.getvalue(), err.getvalue())

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
        return Office(home, self.today)


def prepared(home: Path) -> Office:
    """Three workers of Tipton; E-0001 of the Okafors with Ana Roy since 23 March 2026; E-0002 in the tray."""
    eh = Office(home)
    for args in (
        ("init", "--name", "Jo May", "--role", "manager", "--db", str(eh.record)),
        ("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton"),
        ("worker", "add", "tsingh", "--name", "Tara Singh", "--role", "key-worker", "--team", "tipton"),
        OKAFOR,
        BELL,
        ("allocate", "E-0001", "--to", "aroy"),
    ):
        said = eh(*args)
        assert said.code == 0, said
    return eh
