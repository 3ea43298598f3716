"""The desk at which the stories are told: every act is an entry of one long transaction, settled when all is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.episodes.episode import Episode, gone_on, told_by
from ehcli.episodes.facts import Fact, Told, Withdrawn
from ehcli.errors import EhError
from ehcli.record import office, people, stories
from ehcli.record.cases import EpisodeHeading
from ehcli.record.deriving import Basis, Settled, worked_out
from ehcli.record.remembering import Remembered, Row
from ehcli.record.tasks import task_references
from ehcli.record.writing import Turn, Writer

SAYS_NOTHING_OF = {"case_note", "letter"}  # tables beside the facts that no episode is worked out from


class RememberingTurn:
    """The turn of a writer whose one transaction is of many acts: nothing is asked twice that cannot have changed."""

    def __init__(self, turn: Turn) -> None:
        self.turn, self.login, self.now, self.guarded = turn, turn.login, turn.now, turn.guarded
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


class Carried:
    """The facts of an episode that stand, carried from entry to entry instead of read again, and what they tell."""

    def __init__(self, ref: str, told: list[Told]) -> None:
        self.ref, self.told = ref, told
        self.known = told_by(ref, told)
        self.later: list[Told] = []  # told since

    def add(self, each: Told, withdraws: Told | None) -> None:
        """Adds what was told just now, in place of a fact that it takes back or corrects."""
        if withdraws:
            kept = [one for one in [*self.told, *self.later] if one.id != withdraws.id]
            told = kept if isinstance(each.fact, Withdrawn) else [*kept, each]
            self.told, self.known, self.later = told, told_by(self.ref, told), []
        else:
            self.later.append(each)

    def now(self) -> tuple[Episode, list[Told]]:
        """The episode as all of it tells, and the facts in the order in which they were recorded."""
        if self.later:
            told = [*self.told, *self.later]
            gone = not self.told or max(each.on for each in self.told) < min(each.on for each in self.later)
            self.known = gone_on(self.known, self.later) if gone else told_by(self.ref, told)
            self.told, self.later = told, []
        return self.known, self.told


class StoryEntry(Recording):
    """One entry of a story. What follows from it is worked out once, when its episode's story has been told."""

    desk: StoryDesk

    def __enter__(self) -> Self:
        self.entry = self.writer.begin_entry(self.command, self.by, self.decided_by, self.reason)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.writer.end_entry()
        if self.writer.beside.keys() - SAYS_NOTHING_OF:
            self.desk.standing.clear()
        if "undone" in self.writer.beside:
            self.desk.carried.clear()
        for ref in self.told_about:
            self.desk.standing.pop(ref, None)

    def tell(self, facts: Iterable[Fact], withdraws: Told | None = None) -> None:
        """Records the facts, and has the desk carry them on."""
        told, first = list(facts), len(self.writer.facts)
        super().tell(told, withdraws)
        for fact, row in zip(told, self.writer.facts[first:], strict=True):
            if carried := self.desk.carried.get(fact.episode):
                at, by = str(self.writer.heading["recorded_at"]), self.by
                carried.add(Told(row["id"], row["root"], self.entry, at, by, fact), withdraws)

    def so_far(self, ref: str, *, whole: bool = False) -> Settled:
        """The episode as the desk worked it out already, where this entry has told and written nothing yet."""
        heading = self.heading(ref)
        known = self.desk.standing.get(heading.ref)
        return known if known and not (self.told_about or self.writer.beside) else self.desk.settled_under(heading)


class StoryDesk(Desk):
    """A desk whose acts are recorded by the one writer of the practice record."""

    telling: Writer

    def __init__(self) -> None:
        super().__init__()
        self.standing: dict[str, Settled] = {}  # where episodes stand, until an entry tells more of them
        self.carried: dict[str, Carried] = {}

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
            self.standing[ref] = self.settled(ref)
        return self.standing[ref]

    def settled_under(self, heading: EpisodeHeading, *, whole: bool = True, known: list[Told] | None = None) -> Settled:
        """The episode by the facts that are carried, always its whole story: read the first time it is asked for."""
        port, ref = self.inside or self.record, heading.ref
        if ref not in self.carried:
            self.carried[ref] = Carried(ref, stories.facts_of(port, ref))
        episode, told = self.carried[ref].now()
        found = Basis(told, people.children(port, ref), office.switched_off(port), task_references(port, ref), {})
        return worked_out(
            episode, found, self.rules.programme_of(heading), self.days.workdays_of(heading.team), whole=True
        )

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
        entry.desk = self
        return entry
