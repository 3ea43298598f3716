"""A fault of eh's own: a reference for the person, a log line for who mends it, and no name of a family in either."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from hashlib import sha256

from ehcli import __version__, places
from ehcli.errors import EhError, RecordUnusable


def log(error: Exception) -> EhError:
    """Writes where it happened - never what the values were - and gives the sentence to show."""
    steps = [
        f"{frame.filename.rpartition('ehcli')[2] or frame.filename}:{frame.lineno}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    place = " < ".join(reversed(steps[-8:]))
    mark = sha256(f"{type(error).__name__}{place}".encode()).hexdigest()[:8].upper()
    line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {mark} eh {__version__} {type(error).__name__} {place}\n"
    file = places.home() / "eh.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as kept:
            kept.write(line)
    except OSError:
        return RecordUnusable(f"eh failed ({mark}: {place}).", "Please report this sentence.")
    return RecordUnusable(
        f"eh failed and recorded nothing. Error reference {mark}.",
        f"Please report it with the line {mark} in {file}; it holds no names.",
    )
