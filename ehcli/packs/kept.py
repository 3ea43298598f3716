"""A pack as it was read and checked before, kept for whoever reads it next: that takes longer than most commands.

Beside the record, in the owner's folder, as JSON under the hash of the pack's own file. What is changed, missing,
damaged or somebody else's, or was checked by another eh, is read again from its TOML, and nobody is told.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from ehcli import __version__
from ehcli.errors import RecordUnusable
from ehcli.machine import files, folders
from ehcli.machine.hashes import sha256
from ehcli.procedures import citation, duty, within
from ehcli.procedures import procedure as whole
from ehcli.procedures.procedure import Procedure

FORM = "eh-pack-3"  # raised whenever the form of such a file changes
# What a pack is made of, by the names that the kept form has for them.
SHAPES: dict[str, Callable[..., Any]] = {
    shape.__name__: shape
    for shape in (
        *(
            duty.Ages,
            duty.Clause,
            duty.Condition,
            duty.Duty,
            duty.Hold,
            duty.Notice,
            duty.Relaxation,
            duty.Rule,
            duty.TakesOver,
        ),
        *(whole.ClosingCheck, whole.Named, whole.Procedure, whole.Source, citation.Citation, within.Within),
    )
}
MAKES: dict[str, Callable[..., Any]] = {
    **SHAPES,
    "tuple": lambda *each: each,
    "list": lambda *each: list(each),
    "dict": lambda *each: dict(zip(each[::2], each[1::2], strict=True)),
    "date": date.fromisoformat,
}
# The folders whose code says how a pack is read: other code reads it again.
READ_BY = ("packs", "procedures", "episodes")

IN_SHORT: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}

# The packs below one that extends: which extends it, its name, where it is, and the hash of its content.
Below = list[tuple[str, str, str, str]]


def place(path: Path) -> Path:
    """Where the kept form of a pack is: one file for each, which a newer pack writes over."""
    where = sha256(os.fsencode(path.absolute()))[:12]
    return folders.home() / "packs" / f"{folders.name_of_pack(path)}-{where}.json"


def mark(content: bytes) -> str:
    """What a kept form must be of: the pack's own file, and the program that read it."""
    return sha256(f"{__version__} {program()} {sha256(content)}".encode())


def program() -> str:
    """The code that reads packs, as the files of this eh stand; empty where they cannot be looked at."""
    here = Path(__file__).parents[1]
    with suppress(OSError):
        code = [each.stat() for folder in READ_BY for each in os.scandir(here / folder) if each.name.endswith(".py")]
        return f"{sum(each.st_size for each in code)} {max(each.st_mtime_ns for each in code)}"
    return ""


def read(path: Path, content: bytes, still: Callable[[Below], bool]) -> Procedure | None:
    """The procedure that was kept of a pack's file; none where nothing of it can be trusted.

    ``still`` says whether the packs below it are still those that it was laid over.
    """
    file = place(path)
    try:
        if not is_ours(file):
            return None
        head, _, body = file.read_bytes().partition(b"\n")
        if head.decode("ascii").split() != [FORM, mark(content), str(crc32(body))]:
            return None
        first, _, second = body.partition(b"\n")
        told = json.loads(first)
        if not still([(of, name, at, hash) for of, name, at, hash in told["below"]]):
            return None
        known = unpacked(told["parts"])
        return known._replace(kept=ToBeRead(second)) if isinstance(known, Procedure) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def is_ours(file: Path) -> bool:
    """Whether a file is a plain one that its owner alone can write to, and the owner is who runs eh."""
    known = file.lstat()
    if os.name == "nt":  # there the folder's own rights are the guard
        return stat.S_ISREG(known.st_mode)
    return stat.S_ISREG(known.st_mode) and known.st_uid == os.getuid() and not known.st_mode & 0o077


def keep(path: Path, content: bytes, below: Below, procedure: Procedure) -> None:
    """Keeps what was read, where there is a folder of eh to keep it in and it can be told as JSON."""
    if not folders.home().is_dir():
        return
    file = place(path)
    with suppress(OSError, RecordUnusable, TypeError):
        told = {"below": below, "parts": packed(procedure._replace(kept={}))}
        body = b"\n".join(json.dumps(each, **IN_SHORT).encode() for each in (told, packed(procedure.kept)))
        files.own_folder(file.parent)
        files.write_bytes(file, f"{FORM} {mark(content)} {crc32(body)}\n".encode() + body)


class ToBeRead(Mapping[str, tuple[whole.Named, ...]]):
    """What a pack keeps to be read: half of it, and most commands touch none."""

    def __init__(self, told: bytes) -> None:
        self.told = told

    @cached_property
    def tables(self) -> dict[str, tuple[whole.Named, ...]]:
        found: dict[str, tuple[whole.Named, ...]] = unpacked(json.loads(self.told))
        return found

    def __getitem__(self, kind: str) -> tuple[whole.Named, ...]:
        return self.tables[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


# A procedure as a list of its parts: each after those that it is made of, and what is the same, once. A part is the
# name of its shape, its values, and the places of those values that are the numbers of other parts.


def packed(told: object) -> list[Any]:
    """A procedure, or a table of it, as its parts; raises TypeError for a value that no pack of ours holds."""
    nodes: list[Any] = []
    known: dict[str, int] = {}

    def part(value: Any) -> int:
        if isinstance(value, date) and not isinstance(value, datetime):
            name, held = "date", [value.isoformat()]
        elif isinstance(value, Mapping):
            name, held = "dict", [each for pair in value.items() for each in pair]
        elif isinstance(value, list | tuple):
            name, held = type(value).__name__, list(value)
        else:
            raise TypeError(type(value).__name__)
        if name not in MAKES:
            raise TypeError(name)
        parts = [at for at, each in enumerate(held) if not isinstance(each, str | int | float | None)]
        node = [name, [part(each) if at in parts else each for at, each in enumerate(held)], parts]
        key = json.dumps(node)  # tells 1 from true, which are equal to Python
        if name in ("list", "dict") or key not in known:  # what could be changed is nobody else's
            known[key] = len(nodes)
            nodes.append(node)
        return known[key]

    part(told)
    return nodes


def unpacked(nodes: list[Any]) -> Any:
    """What these are the parts of."""
    made: list[Any] = []
    for name, values, parts in nodes:
        for at in parts:
            values[at] = made[values[at]]
        made.append(MAKES[name](*values))
    return made[-1]
