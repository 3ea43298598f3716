"""Writing files whole: a temporary name, flushed, then renamed; and folders for their owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from ehcli.errors import RecordUnusable


def write(file: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as made:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        os.replace(fresh, file)
    except OSError as error:
        raise RecordUnusable(
            f"{file} cannot be written: {error.strerror}.", "Close it if it is open, or name another folder."
        ) from None


def flush(file: Path) -> None:
    """Sees a file that was written onto the disk itself."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def own_folder(folder: Path) -> None:
    """Makes a folder that only its owner can look into; one that stands already is left as it is."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise RecordUnusable(f"{folder} cannot be made: {error.strerror}.", "Name another folder.") from None


def database(file: Path) -> list[Path]:
    """A database's file with those that it keeps beside it."""
    return [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
