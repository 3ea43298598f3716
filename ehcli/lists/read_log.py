"""Keeps who read which family's file: noted in the record, and never in the way of whoever must read it."""

from __future__ import annotations

from ehcli.desk.desk import Desk
from ehcli.errors import EhError, ForReading
from ehcli.machine import faults
from ehcli.screen import screen


def note(desk: Desk, *refs: str) -> None:
    """Notes that the user read these files; where that cannot be written, says so and logs it without names.

    Raises ForReading at a copy that a server keeps for reading: there is the main one to read it at, where it is noted.
    """
    read = list(dict.fromkeys(refs))
    if not read:
        return
    files = ", ".join(read)
    try:
        desk.unsettled.note_look(desk.days.now(), desk.who.user, desk.command, *read)
    except ForReading:
        raise ForReading(
            f"{desk.where.place} is a copy of the record for reading, where nobody could note that you read {files}.",
            "Read it on the main server. Lists are shown here: eh overdue, eh due, eh today, eh tray, eh find NAME.",
        ) from None
    except EhError as problem:  # busy, read-only, or a database role that may not add to it
        kept = [faults.keep_unnoted(desk.where.place, desk.who.user, desk.command, ref) for ref in read][-1]
        where = f"it is in {kept} instead" if kept else "nor be logged: please tell whoever keeps the record"
        screen.tell(f"Note: that you read {files} could not be noted ({problem.message}); {where}.")
