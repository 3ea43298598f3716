"""Where things lie: the data and templates that ship with eh, a council's own, and the user's folders."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ehcli.errors import NotFound, RecordUnusable
from ehcli.machine.server_address import Server, is_server, server

Place = Path | Server

HEAD_OF_PACK = "procedure.toml"  # the file that makes a folder a pack

CHECKOUT = Path(__file__).resolve().parents[2]
# In a wheel the top-level folders travel inside the package; in a checkout they stand beside it.
SHIPPED = CHECKOUT if (CHECKOUT / "data" / "teams.toml").exists() else Path(__file__).resolve().parents[1] / "shipped"


def home() -> Path:
    """The folder of settings, the record, letters and backups: EH_HOME, else the user's own data folder."""
    if told := os.environ.get("EH_HOME"):
        return Path(told).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "eh"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "eh"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "eh"


def settings_file() -> Path:
    """Where eh init notes what it made."""
    return home() / "settings.json"


def settings() -> dict[str, Any]:
    """What the settings say; nothing where there are none that can be read."""
    try:
        told = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def record_told() -> Place:
    """The record that is used when no other is named: the one eh init made."""
    told = str(settings().get("record") or home() / "record.db")
    return server(told) if is_server(told) else Path(told)


def place(text: str) -> Place:
    """Where a record is, as it was typed: a file, a database server, or 'practice' for the practice record."""
    if text == "practice":
        return practice_file()
    if is_server(text):
        return server(text)
    if text.startswith("sqlite:///"):
        return Path(text.removeprefix("sqlite:///"))
    if "://" in text:
        raise RecordUnusable(
            f"A record is kept in an SQLite file or on a PostgreSQL server; not in {text.partition('://')[0]}.",
            "Name a file or a server: --db PATH, or --db postgresql://user@host/database",
        )
    return Path(text).expanduser()


def backups() -> Path:
    """Where backups go when no other folder is named."""
    return home() / "backups"


def typing() -> Path:
    """Where a text lies while somebody types it in an editor: never in everybody's folder."""
    return home() / "typing"


def practice_file() -> Path:
    """The practice record that 'eh demo' makes: never the main record."""
    return home() / "practice" / "practice.db"


def folders(name: str) -> Iterator[Path]:
    """Where to look for 'data' or 'letter_templates': the council's own folder first, then what ships with eh."""
    yield councils(name)
    yield SHIPPED / name


def councils(name: str) -> Path:
    """A council's own folder of 'data' or 'letter_templates'."""
    return home() / "council" / name


def procedures() -> list[Path]:
    """Every pack there is, a council's own and those that ship: a file, or a folder that holds procedure.toml."""
    return [
        path
        for folder in folders("data")
        for path in sorted(
            [*folder.glob("procedures/*.toml"), *map(above, folder.glob(f"procedures/*/{HEAD_OF_PACK}"))]
        )
    ]


def above(file: Path) -> Path:
    """The folder that a file lies in."""
    return file.parent


def pack(name: str, places: Iterable[Path] | None = None) -> Path | None:
    """Where the pack of that name is, in the first folder that has it: a council's own before the shipped one."""
    for folder in places or (each / "procedures" for each in folders("data")):
        for path in (folder / f"{name}.toml", folder / name):
            if path.is_file() or (path / HEAD_OF_PACK).is_file():
                return path
    return None


def files_of_pack(path: Path) -> list[Path]:
    """The files that a pack consists of: itself; of a folder its head and then the others, by name."""
    return (
        sorted(path.glob("*.toml"), key=lambda file: (file.name != HEAD_OF_PACK, file.name))
        if path.is_dir()
        else [path]
    )


def name_of_pack(path: Path) -> str:
    """What a pack is called, with its version where it says one: sandwell, haringey@2.0."""
    return path.name.removesuffix(".toml")


def is_councils(file: Path) -> bool:
    """Whether the file is a council's own and not one that ships."""
    return file.is_relative_to(home() / "council")


def versions(procedure: str) -> list[Path]:
    """Further versions of a procedure: the packs NAME@VERSION, a council's own and those that ship."""
    begins = f"{procedure}@"
    return [path for path in procedures() if path.name.startswith(begins)]


def found(name: str, file: str) -> Path:
    """The first such file, the council's own before the shipped one; raises NotFound."""
    for folder in folders(name):
        if (folder / file).is_file():
            return folder / file
    raise NotFound(f"There is no file {file} in {name}.", f"Looked in {', '.join(map(str, folders(name)))}.")
