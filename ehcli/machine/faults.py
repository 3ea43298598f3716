"""A fault of eh's own: a reference for the person, a log line for who mends it, and no name of a family in either."""

from __future__ import annotations

import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ehcli import __version__
from ehcli.errors import EhError, RecordUnusable
from ehcli.machine import files, folders
from ehcli.machine.hashes import sha256

SHARED = re.compile(r"(.*\bpostgresql://)(?:[^@/ ]*@)?(?=\S+$)")  # an address of a server, at the end of a line
LONGEST_SHOWN = 200  # characters of a file's name in a message


def log(error: Exception) -> EhError:
    """Writes where it happened - never what the values were - and gives the sentence to show."""
    steps = [
        f"{frame.filename.rpartition('ehcli')[2] or frame.filename}:{frame.lineno}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    place = " < ".join(reversed(steps[-8:]))
    mark = sha256(f"{type(error).__name__}{place}".encode())[:8].upper()
    file = keep(f"{mark} eh {__version__} {type(error).__name__} {place}")
    if not file:
        return RecordUnusable(f"eh failed ({mark}: {place}).", "Please report this sentence.")
    return RecordUnusable(
        f"eh failed and recorded nothing. Error reference {mark}.",
        f"Please report it with the line {mark} in {file}; it holds no names.",
    )


def out_of_reach(error: OSError) -> EhError:
    """What the computer itself said of a file or folder: a name that is too long, no room, no right to it."""
    name = str(error.filename or "A file or connection")
    return RecordUnusable(
        f"{name if len(name) <= LONGEST_SHOWN else f'{name[:LONGEST_SHOWN]}...'} cannot be used: {files.why(error)}.",
        files.room(error, "Check the name, that you may read and write there, and that there is room."),
    )


def keep(text: str) -> Path | None:
    """Adds a line to the log, with the time; the log's file, or None where it cannot be written."""
    file = folders.home() / "eh.log"
    try:
        files.add_line(file, f"{datetime.now(UTC).isoformat(timespec='seconds')} {text}")
    except (OSError, RecordUnusable):
        return None
    return file


UNNOTED, NOTED_LATE = "look-not-noted", "look-noted-late"


class Unnoted(NamedTuple):
    """A reading that could not be noted in the record: when, by whom, with which command, and which file."""

    at: str
    by: str
    command: str
    ref: str


def keep_unnoted(place: object, by: str, command: str, ref: str) -> Path | None:
    """Keeps beside the record that a reading could not be noted in it; the log, or None where it cannot be written."""
    return keep(f"{UNNOTED} {command} {ref} {by} {place}")


def without_login(place: str) -> str:
    """An address without who signs in there: it is the same record to all of them."""
    return SHARED.sub(r"\1", place)


def noted_late(place: object, each: Unnoted) -> None:
    """Keeps that such a reading was noted after all."""
    keep(f"{NOTED_LATE} {each.at} {each.command} {each.ref} {each.by} {place}")


def still_unnoted(place: object) -> list[Unnoted]:
    """The readings of a record that could not be noted in it, and were not noted since."""
    file, found = folders.home() / "eh.log", dict[str, Unnoted]()
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    for line in lines:
        at, _, told = line.partition(" ")
        kind, _, rest = told.partition(" ")
        at_place = rest.rpartition(" ")[2] if SHARED.match(rest.rpartition(" ")[2]) else str(place)
        if not rest.endswith(f" {at_place}") or without_login(at_place) != without_login(str(place)):
            continue
        if kind == UNNOTED:
            *command, ref, by = rest.removesuffix(f" {at_place}").split()
            found[f"{at} {without_login(rest)}"] = Unnoted(at, by, " ".join(command), ref)
        elif kind == NOTED_LATE:
            found.pop(without_login(rest), None)
    return list(found.values())


HEAD_KEPT = "head-kept"  # of a record whose head eh night keeps: its heads cannot be taken away unnoticed


def was_told(what: str, of: str) -> bool:
    """Whether the log says such a thing of something."""
    file = folders.home() / "eh.log"
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return any(line.partition(" ")[2] == f"{what} {of}" for line in lines)


def tell_once(what: str, of: str) -> None:
    """Keeps that it is so, once."""
    if not was_told(what, of):
        keep(f"{what} {of}")
