"""Writing files whole: a temporary name, flushed, then renamed."""

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
