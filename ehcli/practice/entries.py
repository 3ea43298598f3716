"""The desk at which the stories are told: every act is an entry of one long transaction, settled when all is told."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.errors import EhError
from ehcli.record.deriving import Settled
from ehcli.record.remembering import Remembered, Row
from ehcli.record.writing import Turn, Writer

SAYS_NOTHING_OF = {"case_note", "letter"}  # tables beside the facts that no episode is worked out from


class RememberingTurn:
    """The turn of a writer whose one transaction is of many acts: nothing is asked twice that cannot have changed."""

    def __init__(self, turn: Turn) -> None:
        self.turn, self.login = turn, turn.login
        self.read = Remembered()

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        return self.read.rows(sql, values, lambda: self.turn.rows(sql, values))

    def run(self, sql: str, values: Sequence[object]) -> None:
        self.read.changed(sql)
        self.turn.run(sql, values)

    def keep(self) -> EhError | None:
        return self.turn.keep()

    def leave(self) -> None:
        self.turn.leave()


class StoryWriter(Writer):
    """The one writer of the practice record: what a thousand acts before it read is not read again."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.turn = RememberingTurn(self.turn)
        return self

    def go_on_after(self, counter: str, last: int) -> int:
        """The numbers given out are noted when all is kept: nobody else writes here meanwhile."""
        self.counters[counter] = max(last, self.last(counter))
        return self.counters[counter]

    def keep(self) -> None:
        given_out, self.counters = self.counters, {}
        for counter, last in given_out.items():
            super().go_on_after(counter, last)
        super().keep()


class StoryEntry(Recording):
    """One entry of a story. What follows from it is worked out once, when its episode's story has been told."""

    standing: dict[str, Settled]  # the desk's

    def __enter__(self) -> Self:
        self.entry = self.writer.begin_entry(self.command, self.by, self.decided_by, self.reason)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.writer.end_entry()
        if self.writer.beside.keys() - SAYS_NOTHING_OF:
            self.standing.clear()
        for ref in self.told_about:
            self.standing.pop(ref, None)

    def so_far(self, ref: str, *, whole: bool = False) -> Settled:
        """The episode as the desk worked it out already, where this entry has told and written nothing yet."""
        known = self.standing.get(self.heading(ref).ref)
        return known if known and not (self.told_about or self.writer.beside) else super().so_far(ref, whole=whole)


class StoryDesk(Desk):
    """A desk whose acts are recorded by the one writer of the practice record."""

    telling: Writer

    def __init__(self) -> None:
        super().__init__()
        self.standing: dict[str, Settled] = {}  # where episodes stand, until an entry tells more of them

    def begin(self, writer: Writer) -> None:
        """From here on everything is read and recorded inside this transaction."""
        self.telling = writer
        self.reads_inside(writer)

    def writer(self) -> Writer:
        return StoryWriter(self.where.safe_place, self.days.clock, key=self.where.key, any_schema=self.any_schema)

    def sits(self, command: str, login: str, by: str = "") -> None:
        """Who is at the keyboard, what they type, and who decided it."""
        self.command, self.who.user = command, login
        self.settings = self.settings._replace(by=by)

    def stands(self, ref: str) -> Settled:
        """An episode as a command finds it; its tasks have no references yet."""
        if ref not in self.standing:
            self.standing[ref] = self.settled_under(self.heading(ref), whole=True)
        return self.standing[ref]

    def recording(self, reason: str = "") -> StoryEntry:
        """One act on its way into the practice record."""
        entry = StoryEntry(
            self.telling,
            command=self.command,
            by=self.who.user,
            decided_by=self.settings.by,
            reason=reason,
            days=self.days,
            rules=self.rules,
            dry_run=False,
            began_at=0,
            entered=set(),
            reads_inside=self.reads_inside,
            forget=self.forget,
        )
        entry.standing = self.standing
        return entry
