"""A pack as it was parsed before, kept for whoever reads it next: parsing one takes longer than most commands.

Beside the record, in the owner's folder, as JSON under the hash of the pack's own file. What is changed, missing,
damaged or somebody else's is parsed again, and nobody is told.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ehcli.machine import folders
from ehcli.packs import toml

FORM = "eh-pack-1"  # raised whenever the form of such a file changes
DATE = "$date"


def content(path: Path) -> tuple[dict[str, Any], str]:
    """The content of a pack's file and the hash of that file; raises BadPack when it is not TOML."""
    told = toml.told(path)
    mark = hashlib.sha256(told).hexdigest()
    if not is_in_use(path):
        return toml.parsed(path, told), mark
    file = place(path)
    known = kept(file, mark)
    if known is None:
        known = toml.parsed(path, told)
        keep(file, mark, known)
    return known, mark


def is_in_use(path: Path) -> bool:
    """Whether a file lies where packs are used from: any other may be anything, a request that names a family too."""
    return any(path.parent == folder / "procedures" for folder in folders.folders("data"))


def place(path: Path) -> Path:
    """Where the parsed form of a pack is kept: one file for each, which a newer pack writes over."""
    where = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]
    return folders.home() / "packs" / f"{path.stem}-{where}.json"


def kept(file: Path, mark: str) -> dict[str, Any] | None:
    """What was kept of a pack with this hash; None where nothing of it can be trusted."""
    try:
        if not is_ours(file):
            return None
        head, _, body = file.read_bytes().partition(b"\n")
        if head.decode("ascii").split() != [FORM, mark, hashlib.sha256(body).hexdigest()]:
            return None
        found = json.loads(body, object_hook=with_dates)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def is_ours(file: Path) -> bool:
    """Whether a file is a plain one that its owner alone can write to, and the owner is who runs eh."""
    known = file.lstat()
    if os.name == "nt":  # there the folder's own rights are the guard
        return stat.S_ISREG(known.st_mode)
    return stat.S_ISREG(known.st_mode) and known.st_uid == os.getuid() and not known.st_mode & 0o077


def keep(file: Path, mark: str, known: dict[str, Any]) -> None:
    """Keeps what was parsed, where there is a folder of eh to keep it in and it can be told as JSON."""
    if not folders.home().is_dir():
        return
    with suppress(OSError, TypeError):
        body = json.dumps(known, ensure_ascii=False, separators=(",", ":"), default=as_told).encode()
        file.parent.mkdir(mode=0o700, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")  # for its owner alone
        try:
            with os.fdopen(handle, "wb") as made:
                made.write(f"{FORM} {mark} {hashlib.sha256(body).hexdigest()}\n".encode() + body)
            os.replace(fresh, file)
        except OSError:
            Path(fresh).unlink(missing_ok=True)


def as_told(value: object) -> dict[str, str]:
    """A date as JSON has it; raises TypeError for a time, which no pack of ours holds."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return {DATE: value.isoformat()}
    raise TypeError


def with_dates(table: dict[str, Any]) -> Any:
    return date.fromisoformat(table[DATE]) if len(table) == 1 and DATE in table else table
