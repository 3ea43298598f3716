"""How the record is asked: one port, ``rows(sql, *values)``, whatever database is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ehcli.errors import NoRoom
from ehcli.machine import files
from ehcli.record import schema_fits
from ehcli.record.versioned import known_by
from ehcli.screen import screen

NOW = "number IN (SELECT max(number) FROM {table}_stands GROUP BY {key})"


class Port(Protocol):
    """Anything that answers a SELECT: ``rows`` with what was undone out of sight, ``whole`` with everything."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]: ...

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]: ...


@runtime_checkable
class Telling(Port, Protocol):
    """A port that also writes: it need not read again what it told itself."""

    def standing(self, sql: str, episode: str) -> list[tuple[Any, ...]]:
        """The facts of an episode that stand, as this statement reads them, with those told since."""


class OpenRecord(Port, Protocol):
    """A record that was opened for reading: ``head`` was its last entry then.

    ``login`` is the login that a database server let in, empty for a record in a file; ``moved`` is where the record
    goes on, empty where it is this one.
    """

    head: int
    login: str
    moved: str

    def note_look(self, at: str, by: str, command: str, *refs: str) -> None:
        """Adds a row to ``looked`` for each file that somebody read. Its number is the next that is free.

        It may be the only thing that a reader writes, in a transaction of its own that is kept at once and waits for
        other writers no longer than a second. Raises RecordUnusable when it cannot be written.
        """

    def damage(self) -> list[str]: ...

    def close(self) -> None: ...


# Where the journal says that the record goes on: what the record says of itself anybody with its file can change.
# It is asked whether or not it was undone: nobody undoes that, and whoever slips it in is found by the seals.
MOVED = "(SELECT c.value FROM choice c WHERE c.kind = 'record' AND c.name = 'moved' ORDER BY c.number DESC LIMIT 1)"
# The schema that a record is of, where it was moved to, and its last entry: three columns of one SELECT.
ABOUT_IT = f"""(SELECT value FROM about WHERE key = 'schema'), {MOVED},
    coalesce((SELECT last FROM counter WHERE name = 'entry'), 0)"""


def opening(port: Port, where: object) -> tuple[int, str]:
    """The last entry of a record that was just opened, and where it was moved to.

    Raises RecordUnusable for one of another schema.
    """
    ((schema, moved, head),) = port.rows(f"SELECT {ABOUT_IT}")
    schema_fits.refuse_schema(where, schema or "none")
    return int(head), moved or ""


# The number of the next reading that is noted: where the last number there can be is taken, the first that is free.
NEXT_LOOK = """CASE WHEN coalesce(max(number), 0) < 2147483647 THEN coalesce(max(number), 0) + 1 ELSE coalesce(
    (SELECT min(g.number) + 1 FROM looked g WHERE g.number > 0 AND g.number < 2147483647
    AND NOT EXISTS (SELECT 1 FROM looked n WHERE n.number = g.number + 1)), 1) END"""


def tell_waiting(holder: str = "") -> None:
    """Says that somebody's turn to write is waited for; ``holder`` is their login, where it is known."""
    screen.tell(f"{holder or 'Somebody else'} is writing: waiting for their turn to end ...")


def tell_clocks(says: str) -> None:
    """Says that two clocks differ, where the command is recorded all the same."""
    screen.tell(f"{says} It is recorded by the server's; look whether the day is right.")


def said(error: BaseException | None) -> str:
    """What a database said, without the value that it could not read: that may be a name."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return "a text in it is damaged" if "decode" in text else text


def no_room(path: Path, error: BaseException | None) -> NoRoom | None:
    """The sentence for a disk that is full; none where sqlite said something else."""
    said = str(error)
    if "disk is full" in said or (any(each in said for each in UNCLEAR) and files.is_full(path.parent)):
        return files.no_room(path.parent)
    return None


UNCLEAR = ("disk I/O error", "unable to open database file", "attempt to write a readonly database")


def among(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """The test that a column holds one of these values, with what it is given; no test where there are none."""
    if not values:
        return "", []
    marks = ", ".join("?" * len(values))
    return (f"{column} = ?" if len(values) == 1 else f"{column} IN ({marks})"), list(values)


def count(port: Port, table: str) -> int:
    """How many rows a table has."""
    return int(port.whole(f'SELECT count(*) FROM "{table}"')[0][0])


ABOUT = f"""SELECT key, value FROM about WHERE key <> 'moved'
    UNION ALL SELECT 'moved', m.value FROM (SELECT {MOVED} AS value) m WHERE m.value <> ''"""
GIVEN_OUT = "SELECT name, last FROM counter"
# The mark of the T- reference that was given out last; none after a restore that left some out.
LAST_MARK = """SELECT t.mark FROM counter c JOIN task t
    ON t.ref IN ('T-' || c.last, 'T-0' || c.last, 'T-00' || c.last, 'T-000' || c.last) WHERE c.name = 'T'"""


def given_out(port: Port) -> dict[str, int]:
    """The last number given out of each kind of reference."""
    return dict(port.rows(GIVEN_OUT))


def about(port: Port) -> dict[str, str]:
    return dict(port.rows(ABOUT))


class Then:
    """A port that answers as the record would have earlier: nothing recorded, corrected or undone since shows."""

    def __init__(self, port: Port, *, before: str = "", entry: int = 0) -> None:
        """As it stood before a moment, ISO text of eh's own making, or once an entry was made."""
        self.port = port
        self.test = f"k.recorded_at < '{before}'" if before else f"k.id <= {entry}"

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.port.rows(known_by(sql, self.test), *values)

    whole = rows
