"""Writes to the record: one transaction for a command, its facts, its rows and the worklist they change.

Through the same drivers as the readings, and with no library beside them: what a row may hold is in ``columns``,
made from the classes in ``tables``. Nothing that stands is changed: a correction is a new fact that takes an old
one's place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from ehcli.episodes.facts import Fact, Told, Withdrawn, columns
from ehcli.episodes.references import reference
from ehcli.errors import EhError, RecordUnusable, Refused
from ehcli.machine.server_address import Server
from ehcli.record import port, remembering, schema_fits, sqlite
from ehcli.record.columns import COLUMNS
from ehcli.record.remembering import Asked
from ehcli.record.rowcheck import checked
from ehcli.record.seals import NO_ENTRY, mark, mark_of_task, parts, seal
from ehcli.record.versioned import KEPT, without_views

Place = Path | Server
CLOCKS_DIFFER = timedelta(minutes=10)
WHATEVER_THE_CLOCK_SAYS = {"contact", "visit", "note", "open-episode", "refer"}
NAMED_SO = "SELECT 1 FROM worker WHERE lower(login) = lower(?) LIMIT 1"
AT_ONCE = 500  # values in one statement: the databases allow more, old builds of SQLite no more than 999


class Turn(Protocol):
    """The one transaction of a writer: it has the record to itself until it is kept or given up.

    Every method raises an EhError with a sentence for what the database said, and never a value from the record.
    """

    login: str
    now: str  # by the clock of a database server; a file has none
    guarded: bool  # what follows from the facts is changed through the server's own functions alone

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]: ...

    def run(self, sql: str, values: Sequence[object]) -> None: ...

    def keep(self) -> EhError | None:
        """Keeps everything; where the connection broke meanwhile, what was said: nobody knows whether it was kept."""

    def leave(self) -> None:
        """Gives up whatever was not kept, and lets go of the record."""


class Writer:
    """The record opened for one command: everything it adds is kept together, or nothing of it.

    Also a port for reading, so that a decision sees what the transaction sees.
    """

    def __init__(
        self, place: Place, clock: Callable[[], str] | None = None, *, key: str = "", any_schema: bool = False
    ) -> None:
        if isinstance(place, Path) and not place.is_file():
            raise RecordUnusable(f"There is no record at {place}.", "Make one with: eh init")
        self.place = place
        self.told_the_time = clock is not None
        self.clock = clock or (lambda: datetime.now(UTC).isoformat(timespec="seconds"))
        self.key, self.any_schema = key, any_schema
        self.after: port.OpenRecord | None = None  # the record as this command read it: its connection is gone on with
        self.takes_over = False  # the record goes on here after all, whatever its journal says of where it went
        self.by = ""  # the login of whoever gives the command: others who wait are told
        self.counters: dict[str, int] = {}
        self.entry_id = 0
        self.login = ""  # the login that a database server let in
        self.begun: list[dict[str, Any]] = []  # the heading of an entry that nothing was written of yet
        self.facts: list[dict[str, Any]] = []
        self.sealed: dict[str, Any] = {}
        self.beside: dict[str, list[str]] = {}  # the marks of the entry's rows beside its facts, table by table
        self.task_mark: list[str] = []  # the mark of the last T- reference, once it is known
        self.stood: dict[str, list[tuple[Any, ...]]] = {}  # the facts of an episode as they were read in this turn

    def __enter__(self) -> Self:
        if isinstance(self.place, Path):
            before = self.after if isinstance(self.after, sqlite.Record) else None
            self.turn: Turn = sqlite.Turn(self.place, self.key, before)
        else:
            from ehcli.record import postgres

            after = self.after if isinstance(self.after, postgres.SharedRecord) else None
            self.turn = postgres.Turn(self.place, after, self.by)
        self.login = self.turn.login
        try:
            if not self.any_schema:
                schema_fits.refuse_writing(self.place, port.about(self) | ({"moved": ""} if self.takes_over else {}))
        except BaseException:
            self.leave()
            raise
        return self

    def go_on_with(self, connection: Any) -> None:
        """Writes within a transaction that was begun elsewhere, on a connection of the same driver."""
        if isinstance(self.place, Path):
            self.turn = sqlite.Turn.begun(self.place, self.key, connection)
        else:
            from ehcli.record import postgres

            self.turn = postgres.Turn.begun(self.place, connection)
        self.login = self.turn.login

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.leave()

    def leave(self) -> None:
        """Gives up whatever was not kept."""
        self.turn.leave()

    def keep(self) -> None:
        """Keeps everything."""
        broken = self.turn.keep()
        if broken and not self.was_kept():
            raise broken

    def was_kept(self) -> bool:
        """Whether a server whose connection broke while it kept this entry has kept it; raises if nobody can say."""
        with suppress(EhError):
            with Writer(self.place) as again:  # in turn, so that the server has done with the broken connection
                found = again.rows("SELECT hash FROM seal WHERE entry = ?", self.entry_id)
            return bool(self.sealed) and found == [(self.sealed["hash"],)]
        raise RecordUnusable(
            f"The connection to {self.place} broke while entry {self.entry_id} was being kept.",
            "Whether it was recorded is not known: look, once the server is there, before you type it again.",
        )

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, as this transaction sees them, without what was undone."""
        return self.whole(without_views(sql) if self.any_schema else sql, *values)

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, as this transaction sees them, with what was undone."""
        return self.turn.rows(sql, values)

    def ask_ahead(self, reading: Callable[[Asked], object]) -> None:
        """Has a server answer in one trip what this reading is about to ask."""
        if not self.any_schema:
            remembering.ask_ahead(self.turn, reading)

    # References and rows

    def next(self, counter: str) -> int:
        """The next number under this letter: never given out before, and not given out if nothing is kept."""
        return self.go_on_after(counter, self.last(counter) + 1)

    def last(self, counter: str) -> int:
        """The last number under this letter that was given out."""
        if counter not in self.counters:
            self.counters = port.given_out(self) | self.counters
        if counter not in self.counters:
            self.counters[counter] = 0
            if not self.turn.guarded:
                self.insert("counter", [{"name": counter, "last": 0}])
        return self.counters[counter]

    def go_on_after(self, counter: str, last: int) -> int:
        """Has the numbers under a letter go on after one that was given out, here or elsewhere."""
        if last > self.last(counter):
            if not self.changed("give_out", counter, last):
                self.turn.run("UPDATE counter SET last = ? WHERE name = ?", (last, counter))
            self.counters[counter] = last
        return self.counters[counter]

    def ref(self, letter: str) -> str:
        return reference(letter, self.next(letter))

    def add(self, table: str, **values: object) -> None:
        """Adds one row, checked; a table with a number or an entry has them filled in."""
        if "number" in COLUMNS[table]:
            values["number"] = self.next(table)
        if "entry" in COLUMNS[table]:
            values["entry"] = self.entry_id
        self.insert(table, [values])

    def insert(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Adds rows, each checked against the columns of its table; raises EhError naming the columns."""
        fit = [checked(table, row) for row in rows]
        if not fit:
            return
        if self.begun and table != "counter":
            begun, self.begun = self.begun, []
            self.insert("entry", begun)
        names = ", ".join(f'"{name}"' for name in COLUMNS[table])
        marks = f"({', '.join('?' * len(COLUMNS[table]))})"
        most = max(1, AT_ONCE // len(COLUMNS[table]))
        for batch in (fit[first : first + most] for first in range(0, len(fit), most)):
            values = [value for row in batch for value in row.values()]
            self.turn.run(f'INSERT INTO "{table}" ({names}) VALUES {", ".join([marks] * len(batch))}', values)
        if table in KEPT:
            self.beside.setdefault(table, []).extend(mark(table, row) for row in fit)

    # The journal

    def begin_entry(self, command: str, by: str, decided_by: str = "", reason: str = "") -> int:
        """Starts the entry of this command; its facts and rows follow, and ``end_entry`` seals it.

        It is written with the first of them: until then all that was read before holds, and a server is not asked
        again.
        """
        self.entry_id = self.next("entry")
        self.heading = {
            "id": self.entry_id,
            "recorded_at": self.moment(command),
            "recorded_by": by,
            "decided_by": decided_by,
            "command": command,
            "reason": reason,
            "signed_in": self.login,
        }
        self.facts, self.beside = [], {}
        self.begun = [self.heading]
        return self.entry_id

    def moment(self, command: str) -> str:
        """The time of recording: on a server by its own clock, the same for everybody.

        Raises Refused where this computer's clock is more than ten minutes ahead of it: the day would be wrong too. A
        contact, a visit, a note and a referral are recorded all the same.
        """
        here, there = self.clock(), self.turn.now
        if not there or self.told_the_time:
            return here
        ahead = datetime.fromisoformat(here) - datetime.fromisoformat(there)
        if abs(ahead) > CLOCKS_DIFFER:
            says = f"This computer's clock says {here}, and that of the server {there}."
            if ahead > CLOCKS_DIFFER and command.partition(" ")[0] not in WHATEVER_THE_CLOCK_SAYS:
                raise Refused(says, "Nothing was recorded. Set the clock of this computer, and type it again.")
            port.tell_clocks(says)
        return there

    def tell(self, fact: Fact, withdraws: Told | None = None) -> int:
        """Adds a fact to the entry; with ``withdraws`` it takes that fact's place."""
        id = self.next("fact")
        kind, episode, on, at, details = columns(fact)
        self.facts.append(
            {
                "id": id,
                "entry": self.entry_id,
                "episode": episode,
                "kind": kind,
                "happened_on": on,
                "happened_at": at,
                "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
                "root": withdraws.root if withdraws and not isinstance(fact, Withdrawn) else id,
                "withdraws": withdraws.id if withdraws else None,
            }
        )
        self.insert("fact", self.facts[-1:])
        if withdraws:
            self.stood.clear()
        elif episode in self.stood:
            at_work = self.heading["recorded_at"], self.heading["recorded_by"]
            self.stood[episode].append(
                (id, id, self.entry_id, *at_work, kind, episode, on, at, self.facts[-1]["details"])
            )
        return id

    def standing(self, sql: str, episode: str) -> list[tuple[Any, ...]]:
        """The facts of an episode that stand: read once, and gone on with by what is told in this turn."""
        if episode not in self.stood:
            self.stood[episode] = self.rows(sql, episode)
        return self.stood[episode]

    def end_entry(self) -> None:
        """Seals the entry: its hash covers its heading, its facts, its rows and the seal of the entry before."""
        previous = self.seal_before()
        self.sealed = {
            "entry": self.entry_id,
            "previous": previous,
            "hash": seal(previous, self.heading, self.facts, self.beside),
            "covers": "rows",
            "parts": parts(self.heading, self.facts, self.beside),
        }
        self.insert("seal", [self.sealed])

    def seal_before(self) -> str:
        """The seal of the entry before this one."""
        if self.sealed.get("entry") == self.entry_id - 1:  # this writer's own
            return str(self.sealed["hash"])
        last = self.rows("SELECT hash FROM seal WHERE entry = ?", self.entry_id - 1)
        return str(last[0][0]) if last else NO_ENTRY

    # The projections

    @property
    def owns(self) -> bool:
        """Whether whoever signed in to a server owns the tables of the record there, and is no worker by that login."""
        return bool(self.login) and not self.turn.guarded and not self.whole(NAMED_SO, self.login)

    def changed(self, function: str, *values: object) -> bool:
        """Has a server's own function make a change, where whoever signed in may not make it themselves."""
        if self.turn.guarded:
            self.turn.run(f"SELECT {function}({', '.join('?' * len(values))})", values)
        return self.turn.guarded

    def set_episode(self, ref: str, *, team: str, worker: str, closed_on: str, end_reason: str) -> None:
        """Puts what an episode's facts give in its heading."""
        if not self.changed("set_heading", ref, team, worker, closed_on, end_reason):
            self.turn.run(
                "UPDATE episode SET team = ?, worker = ?, closed_on = ?, end_reason = ? WHERE ref = ?",
                (team, worker, closed_on, end_reason, ref),
            )

    def set_meetings(self, episode: str, rows: Iterable[dict[str, Any]]) -> None:
        self.set_derived("meeting", "set_meetings", rows, episode)

    def set_worklist(self, episode: str, rows: Iterable[dict[str, Any]]) -> None:
        self.set_derived("worklist", "set_worklist", rows, episode)

    def set_citations(self, rows: Iterable[dict[str, Any]]) -> None:
        self.set_derived("pack_duty", "set_citations", rows)

    def set_derived(self, table: str, function: str, rows: Iterable[dict[str, Any]], *episode: str) -> None:
        """Puts these rows in the place of those of an episode, or of all there are."""
        fit = [checked(table, row) for row in rows]
        if not self.changed(function, *episode, json.dumps(fit) if self.turn.guarded else ""):
            self.turn.run(f"DELETE FROM {table}{' WHERE episode = ?' * len(episode)}", episode)
            self.insert(table, fit)

    def tasks(self, episode: str, keys: Sequence[str]) -> dict[str, str]:
        """The T- reference that each of these obligations of an episode has from now on, by its key."""
        if keys and not self.task_mark:
            self.task_mark = [str(row[0]) for row in self.rows(port.LAST_MARK)] or [""]
        rows = []
        for key in keys:
            ref = self.ref("T")
            self.task_mark = [mark_of_task(self.task_mark[0], ref, episode, key)]
            rows.append({"ref": ref, "episode": episode, "key": key, "mark": self.task_mark[0]})
        self.insert("task", rows)
        return {str(row["key"]): str(row["ref"]) for row in rows}

    def set_tasks_of(self, team: str, duty: str, rows: Iterable[dict[str, Any]]) -> None:
        """Has a team's open tasks of one duty stand where these rows say."""
        of_task = [{"task": row["task"], "band": row["band"]} for row in rows]
        if not self.changed("set_bands", team, duty, json.dumps(of_task)):
            for row in of_task:
                self.turn.run("UPDATE worklist SET band = ? WHERE task = ?", (row["band"], row["task"]))

    def forget_words(self, person: str) -> None:
        """Takes away the words a person is found by, before those that stand are written again."""
        if not self.changed("forget_words", person):
            self.turn.run("DELETE FROM name_word WHERE person = ?", (person,))

    def empty_worklist(self) -> None:
        """Empties the worklist before every open episode's is written again: nothing else stays in it."""
        if not self.changed("empty_worklist"):
            self.turn.run("DELETE FROM worklist", ())

    def work_out_again(self) -> None:
        """Has the worklist worked out again, whatever it says: by this command, or else by the next one."""
        self.set_about("worklist", "to be worked out again")

    def set_counter(self, name: str, last: int | None) -> None:
        """Has a counter say what was given out last; with None there is no such counter."""
        self.turn.run("DELETE FROM counter WHERE name = ?", (name,))
        if last is not None:
            self.insert("counter", [{"name": name, "last": last}])
        self.counters = {}

    def set_about(self, key: str, value: str) -> None:
        if not self.changed("set_about", key, value):
            self.forget_about(key)
            self.insert("about", [{"key": key, "value": value}])

    def forget_about(self, key: str) -> None:
        self.turn.run("DELETE FROM about WHERE key = ?", (key,))
