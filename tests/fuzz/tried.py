"""A home of eh that commands are tried in within one process, and put back after each that changed anything in it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from unittest import mock

from ehcli.cli import main
from ehcli.machine import files, keys
from ehcli.record import cipher
from tests.offices import Office

from .furnished import KEYS, PRIVATE

State = tuple[list[object], dict[str, list[object]]]
BESIDE = (".db-wal", ".db-shm")


class Tried:
    """A home of eh in this process, put back as it was after every command that changed anything in it."""

    def __init__(self, template: Office, home: Path) -> None:
        self.template = template.home
        self.today = template.today
        self.record = template.copy(home).record
        self.home = home
        for file in home.rglob("*"):
            if file.is_file() and file.name != "settings.json":
                shutil.copystat(self.template / file.relative_to(home), file)
        self.files: dict[Path, tuple[tuple[int, int], list[object]]] = {}
        self.before = self.state()
        self.settings = (home / "settings.json").read_bytes()
        self.settled = (home / "settings.json").stat().st_mtime_ns
        self.codes: Counter[int] = Counter()
        self.typed: Counter[str] = Counter()

    def state(self) -> State:
        """What the record holds, and every other file in the home: a database by what is in it.

        Packs as they were parsed come and go; they hold what ships, and a council's own.
        """
        others = {}
        for file in self.home.rglob("*"):
            passing = file.name.endswith(BESIDE) or file.parent.name == "packs"
            if file.is_file() and file not in (self.record, self.log) and not passing:
                found = file.stat()
                same = self.files.get(file) if file.suffix == ".db" else None
                if not same or same[0] != (found.st_mtime_ns, found.st_ino):
                    same = ((found.st_mtime_ns, found.st_ino), [*held(file)] if file.suffix == ".db" else [])
                    self.files[file] = same
                others[str(file.relative_to(self.home))] = same[1] or [found.st_size, found.st_mtime_ns]
        return held(self.record), others

    @property
    def log(self) -> Path:
        return self.home / "eh.log"

    def put_back(self) -> None:
        keys._KNOWN.clear()  # what is known of a file that is another now: each command is a process of its own
        if held(self.record) != self.before[0]:
            for file in self.home.glob("record.db*"):
                file.unlink()
            shutil.copy2(self.template / "record.db", self.record)
        then, now = self.before[1], self.state()[1]
        for name in now.keys() - then.keys():
            for file in files.database(self.home / name):
                file.unlink(missing_ok=True)
        for name in [name for name in then if now.get(name) != then[name]]:
            (self.home / name).parent.mkdir(parents=True, exist_ok=True)
            if name == "settings.json":
                (self.home / name).write_bytes(self.settings)
                os.utime(self.home / name, ns=(self.settled, self.settled))
            else:
                shutil.copy2(self.template / name, self.home / name)
        for folder in sorted((each for each in self.home.rglob("*") if each.is_dir()), reverse=True):
            if not (self.template / folder.relative_to(self.home)).exists():
                folder.rmdir()
        assert self.state() == self.before

    def __call__(self, typed: list[str]) -> tuple[int, str, str]:
        told = Office(self.home, self.today).environment(EH_KEY_FILE=str(self.home / "key"))
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, told, clear=True),
            mock.patch("sys.stdin", io.StringIO("")),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            contextlib.chdir(self.home),
        ):
            code = main(list(typed))
        return code, out.getvalue(), err.getvalue()

    def private(self, names: set[str]) -> str:
        """The first private word in a file's name, in what others see of a calendar or a message, or in the log."""
        for name in sorted(names):
            seen = name
            if name.endswith(".ics"):
                seen += (self.home / name).read_text(encoding="utf-8").replace("\n ", "")
            if name.endswith(".eml"):
                draft = message_from_bytes((self.home / name).read_bytes(), policy=policy.default)
                seen += "".join(f"{key}{value}" for key, value in draft.items() if key != "To")
                seen += "".join(str(part.get_content()) for part in draft.walk() if not part.is_multipart())
            if found := told_of(seen):
                return f"{found} in {name}"
        return told_of(self.log.read_text(encoding="utf-8")) if self.log.exists() else ""


def held(record: Path) -> list[object]:
    """The last entry with its seal, what the record says of itself, every counter, and how much each table holds."""
    try:
        with contextlib.closing(sqlite3.connect(f"{record.as_uri()}?mode=ro", uri=True)) as connection:
            return rows(connection)
    except sqlite3.Error as error:
        problem = str(error)
    for key in KEYS.values():
        with contextlib.suppress(cipher.DRIVER.Error), contextlib.closing(cipher.connect(record, key)) as connection:
            return [key, *rows(connection)]
    return [problem]


def rows(connection: sqlite3.Connection) -> list[object]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = [f"SELECT '{name}', count(*) FROM {name}" for name in sorted(names) if name != "looked"]
    about = connection.execute("SELECT key, value FROM about ORDER BY key").fetchall()
    last = connection.execute("SELECT name, last FROM counter ORDER BY name").fetchall()
    seal = "SELECT entry, hash FROM seal ORDER BY entry DESC LIMIT 1"
    sealed = connection.execute(seal).fetchall() if "seal" in names else []
    return [*sealed, *about, *last, *connection.execute(" UNION ALL ".join(counts)).fetchall()]


def told_of(text: str) -> str:
    return next((word for word in PRIVATE if word.casefold() in text.casefold()), "")
