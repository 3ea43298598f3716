"""The groups of command lines, as their files say them."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.corpus.tree import commands

HERE = Path(__file__).resolve().parent
LINES, PRINTED = HERE / "lines", HERE / "printed"
SETTING = re.compile(r"[A-Z_]+=.*", re.DOTALL)
SCENE = {"says", "day", "user", "now", "db", "columns", "no_color", "lines", "every"}


class Line(NamedTuple):
    """One line: what was typed, and what that means."""

    typed: str
    settings: dict[str, str]
    words: tuple[str, ...]
    reads: str = ""  # the file that is its standard input


class Scene(NamedTuple):
    """Lines that one person types on one day."""

    says: str
    day: str
    user: str
    now: str
    db: str
    columns: int
    no_color: bool
    lines: tuple[Line, ...]

    @property
    def settings(self) -> dict[str, str]:
        told = {"EH_TODAY": self.day, "EH_USER": self.user, "EH_NOW": self.now, "EH_DB": self.db}
        return {name: value for name, value in told.items() if value} | ({"NO_COLOR": "1"} if self.no_color else {})

    @property
    def heading(self) -> str:
        where = [f"{name} {value}" for name, value in (("record", self.db), ("at", self.now)) if value]
        where += [f"a terminal of {self.columns} columns"] if self.columns else []
        return f"== {', '.join([self.day, self.user, *where])}{f': {self.says}' if self.says else ''}"


class Group(NamedTuple):
    """A story told in an office of its own."""

    name: str
    says: str
    server: str  # 'too': run on a server as well; 'beside': a database on one is there to move to; else ''
    files: dict[str, str]
    old: str  # where a record of an older eh is put
    scenes: tuple[Scene, ...]

    @property
    def printed(self) -> Path:
        return PRINTED / f"{self.name}.txt"

    @property
    def lines(self) -> list[Line]:
        return [line for scene in self.scenes for line in scene.lines]


def group(file: Path) -> Group:
    """The group that a file tells; raises ValueError for a word there that is not known."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    unknown = told.keys() - {"says", "server", "files", "old", "scene"}
    unknown |= {told["server"]} - {"too", "beside"} if "server" in told else set()
    unknown |= {key for each in told["scene"] for key in each.keys() - SCENE}
    if unknown:
        raise ValueError(f"{file.name}: {', '.join(sorted(unknown))}?")
    return Group(
        file.stem,
        told["says"],
        told.get("server", ""),
        told.get("files", {}),
        told.get("old", ""),
        tuple(scenes(told["scene"])),
    )


def groups() -> list[Group]:
    """Every group, by name."""
    return [group(file) for file in sorted(LINES.glob("*.toml"))]


def scenes(told: list[dict[str, Any]]) -> Iterator[Scene]:
    held: dict[str, Any] = {"day": "", "user": "", "now": "", "db": "", "columns": 0, "no_color": False}
    for each in told:
        held |= {key: each[key] for key in held if key in each}
        typed = [*split(each.get("lines", ""))]
        if "every" in each:
            typed += [f"eh {name} {each['every']}" for name in commands(families=True)]
        yield Scene(says=each.get("says", ""), lines=tuple(map(line, typed)), **held)


def split(text: str) -> Iterator[str]:
    """The lines of a scene, each whole: one that ends with a backslash goes on in the next."""
    whole = ""
    for each in text.splitlines():
        part = each.strip()
        if whole or (part and not part.startswith("#")):
            whole += part.removesuffix("\\")
            if not part.endswith("\\"):
                yield whole
                whole = ""
    assert not whole, f"a line that ends nowhere: {whole}"


def line(typed: str) -> Line:
    words = shlex.split(typed)
    settings = {}
    while SETTING.fullmatch(words[0]):
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    reads = ""
    if len(words) > 2 and words[-2] == "<":
        reads = words[-1]
        words = words[:-2]
    if words[0] not in ("eh", "cat", "ls") or (words[0] != "eh" and len(words) != 2):
        raise ValueError(f"nobody can do this: {typed}")
    return Line(typed, settings, tuple(words), reads)
