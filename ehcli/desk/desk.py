"""One run of one command: its settings, its days, who gave it, which rules hold, and the record it works in.

What a command never touches is never loaded: a command that reads never pays for what writes
(tests/architecture/test_startup.py).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ehcli.desk.days import Days
from ehcli.desk.rules import Rules
from ehcli.desk.settings import Settings
from ehcli.desk.where import Where
from ehcli.desk.who import Who
from ehcli.errors import EhError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ehcli.desk.recording import Recording
    from ehcli.episodes.facts import Told
    from ehcli.machine.folders import Place
    from ehcli.procedures.in_force import Procedures
    from ehcli.procedures.procedure import Procedure
    from ehcli.record.cases import EpisodeHeading
    from ehcli.record.deriving import Settled
    from ehcli.record.port import OpenRecord, Port
    from ehcli.record.writing import Writer


class Desk:
    """One run of one command."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.command = ""
        self.any_schema = False  # only an upgrade opens a record of another schema
        self.began_at: int | None = None  # the last entry there was when this command first read the record
        self.entered: set[int] = set()  # the entries that this command made itself
        self.anybody = False  # while a record is being made, nobody works in it yet
        self.inside: Port | None = None  # the transaction that a command records in, while it does
        self.where = Where(lambda: self.settings)
        self.days = Days(
            lambda: self.settings,
            closures=lambda team: self.chosen("closed").get(team, {}),
            practises=lambda: self.about.get("practice") == "yes",
            replays=lambda: self.about.get("replay") == "yes",
        )
        self.rules = Rules(self.days, lambda: self.about, adopted=lambda: self.chosen("adopted"))
        self.who = Who(
            lambda: self.settings, self.days, lambda: self.inside or self.unsettled, lambda: self.rules.procedure
        )

    def at(self, place: Place) -> Self:
        """A desk with the same settings at another record."""
        there = type(self)()
        there.command = self.command
        there.any_schema = self.any_schema
        there.settings = self.settings._replace(db=str(place))
        there.days.today, there.days.real = self.days.today, self.days.real
        there.where.go_to(place, self.where.known_passphrase)
        there.anybody = True  # a copy is made or judged; who is at the keyboard is asked at their own record
        return there

    def earlier(self, day: date, *, before: str = "", entry: int = 0) -> Desk:
        """The same desk on a day gone by; with a moment or an entry, with the record as it was known by then."""
        from ehcli.record.port import Then

        there = Desk()
        there.command, there.settings, there.days.today, there.about = self.command, self.settings, day, self.about
        there.rules.versions = self.rules.versions
        known = before or entry
        port = Then(self.record, before=before, entry=entry) if known else self.record
        there.__dict__["record"] = there.__dict__["unsettled"] = port
        return there

    # Reading

    @cached_property
    def unsettled(self) -> OpenRecord:
        """The record for reading, as it lies: opened only for somebody who works here."""
        opened: OpenRecord
        place = self.where.safe_place
        if isinstance(place, Path):
            from ehcli.record.sqlite import Record

            opened = Record(place, self.where.key, any_schema=self.any_schema, one_moment=not self.any_schema)
        else:
            from ehcli.record.postgres import SharedRecord

            opened = SharedRecord(place, any_schema=self.any_schema, at_first=None if self.anybody else at_first)
        if not (self.anybody or self.any_schema):  # an older record is upgraded before anybody reads it
            try:
                self.who.sign_in(opened)
            except EhError:
                opened.close()
                raise
        if self.began_at is None:
            self.began_at = opened.head
            if opened.moved and not self.anybody:
                self.tell_moved(opened.moved)
            if self.days.told and not self.anybody:
                self.__dict__["unsettled"] = opened  # which says of itself what kind of record it is
                self.tell_day()
        return opened

    def tell_moved(self, moved: str) -> None:
        """Says once that what is read here is how a record was before it was moved."""
        from ehcli.record import schema_fits
        from ehcli.screen import screen

        screen.tell(f"Note: {schema_fits.moved_to(self.where.place, moved)} This is how it was then.")

    def tell_day(self) -> None:
        """Says that what is read is of another day than it is, where a record is not for replaying."""
        from ehcli.days.typed_dates import long
        from ehcli.screen import screen

        if not self.days.kind:
            screen.tell(f"Note: as of {long(self.days.today)}, by {self.days.told}; it is {long(self.days.real)}.")

    @cached_property
    def about(self) -> dict[str, str]:
        """What the record says of itself."""
        from ehcli.record import port

        return port.about(self.inside or self.unsettled)

    def chosen(self, what: str) -> dict[str, dict[str, str]]:
        """What each team chose for itself, of one kind, by name."""
        from ehcli.record import office

        return office.choices_of_teams(self.inside or self.unsettled, what)

    @cached_property
    def record(self) -> OpenRecord:
        """The record for reading, with a worklist that fits the procedure, the calendar and this program."""
        kept, fitting = self.about.get("worklist", ""), self.rules.fingerprint()
        if kept != fitting:
            from ehcli.desk import rules
            from ehcli.screen import screen

            teams = sorted(rules.teams_that_moved(kept, fitting))
            of = f"What {' and '.join(teams)} follows" if teams else "The procedure, the calendar or eh itself"
            screen.tell(f"{of} has changed: working the worklist out again ...")
            self.rebuild(teams)
        return self.unsettled

    def reads_inside(self, port: Port | None) -> None:
        """While a command records, the desk reads what its transaction sees, and opens the record no second time."""
        self.inside = port
        self.__dict__.pop("about", None)

    def forget(self) -> None:
        """Forgets which procedures and closing days were in use: a choice has changed them."""
        self.put_down()
        self.rules.forget()
        self.days.forget()

    def leave(self) -> None:
        """Closes the record at the end of a command: a server holds a connection for every one that is open."""
        if "unsettled" in self.__dict__:
            self.unsettled.close()

    def hand_over(self) -> OpenRecord:
        """Puts the record down for the writer, open: it is reached once a command."""
        opened = self.unsettled
        del self.__dict__["unsettled"]
        self.put_down()
        return opened

    def put_down(self) -> None:
        """Closes the record: the next touch reads it afresh, with whatever was written meanwhile."""
        self.leave()
        for name in ("unsettled", "record", "about"):
            self.__dict__.pop(name, None)

    def heading(self, ref: str) -> EpisodeHeading:
        from ehcli.record import cases

        return cases.heading(self.inside or self.record, ref)

    def procedure_of(self, episode: str) -> Procedure:
        """The procedure that is in force today for an episode's team."""
        return self.rules.procedure_of(self.heading(episode).team)

    def procedure_for(self, team: str) -> Procedure:
        """The procedure in force today for a team by any of its names; where none is named, for that of who asks.

        The record is asked as it lies: what a procedure says does not wait for a worklist that fits it.
        """
        from ehcli.record import office

        port = self.unsettled
        return self.rules.procedure_of(
            office.team(port, team).slug if team else office.worker(port, self.who.user).team
        )

    def settled(self, ref: str) -> Settled:
        """An episode with everything it owes, worked out afresh from its facts."""
        return self.settled_under(self.heading(ref))

    def settled_under(
        self, heading: EpisodeHeading, *, whole: bool = False, known: list[Told] | None = None
    ) -> Settled:
        """The same, of an episode whose heading was read already; with all of its notes if ``whole``.

        What is ``known`` to be told of it is not read again.
        """
        from ehcli.record import deriving

        programme, workdays = self.rules.programme_of(heading), self.days.workdays_of(heading.team)
        return deriving.derive(self.inside or self.record, heading, programme, workdays, whole=whole, known=known)

    # Writing

    def writer(self) -> Writer:
        from ehcli.record.writing import Writer

        return Writer(self.where.safe_place, self.days.clock, key=self.where.key, any_schema=self.any_schema)

    def recording(self, reason: str = "") -> Recording:
        """One command on its way into the record."""
        from ehcli.desk.recording import Recording

        decided_by = self.settings.by
        if decided_by:
            from ehcli.record import office

            decided_by = office.worker(self.unsettled, decided_by, self.days.said[0].isoformat()).login
        _ = self.record  # a worklist of another procedure or calendar is worked out before it is added to
        if not self.settings.dry_run:
            self.days.sure()
        writer = self.writer()
        writer.after, writer.by = self.hand_over(), self.who.user
        return Recording(
            writer,
            command=self.command,
            by=self.who.user,
            decided_by=decided_by,
            reason=reason,
            days=self.days,
            rules=self.rules,
            dry_run=self.settings.dry_run,
            began_at=self.began_at or 0,
            entered=self.entered,
            reads_inside=self.reads_inside,
            forget=self.forget,
        )

    def rebuild(self, teams: Sequence[str] = ()) -> int:
        """Works the worklist of every open episode out again, or of these teams' alone; the number of episodes."""
        from ehcli.record import cases

        _ = self.days.clock
        programmes = self.rules.programmes({*cases.teams(self.unsettled), ""})
        fingerprint, opened = self.rules.fingerprint(), self.writer()
        self.put_down()
        with opened as writer:
            self.reads_inside(writer)
            try:
                writer.work_out_again()
                count = self.rebuild_in(writer, programmes, teams)
            finally:
                self.reads_inside(None)
            writer.set_about("worklist", fingerprint)
            writer.keep()
        return count

    def rebuild_in(self, writer: Writer, programmes: Mapping[str, Procedures], teams: Sequence[str]) -> int:
        """The same within a transaction. What cannot be worked out keeps the tasks that it had, and is named."""
        from ehcli.desk.said import not_worked_out
        from ehcli.record import cases, deriving, projecting, tasks
        from ehcli.screen import screen

        closed: list[str] = []
        stood: dict[str, list[tasks.Owed]] = {}
        if teams:
            refs = [ref for ref, _ in cases.open_teams(writer, teams)]
        else:
            refs, closed = deriving.open_episodes(writer), deriving.owing_though_closed(writer, programmes)
            for each in tasks.worklist(writer):
                stood.setdefault(each.episode, []).append(each)
            writer.empty_worklist()
        again: dict[str, list[tasks.Owed]] = {}
        for ref in screen.progress([*refs, *closed], "Episodes"):
            (heading,) = cases.headings(writer, ref)  # as it stands: what only looks like a reference stops no other
            try:
                workdays = self.days.workdays_of(heading.team)
                projecting.settle(writer, heading, self.rules.programme_of(heading), workdays)
            except deriving.CANNOT_BE_WORKED_OUT:
                again[ref] = stood.get(ref, [])
                screen.tell(not_worked_out(heading))
        for ref, owed in again.items():  # once the tasks of all others have their places
            projecting.as_they_stood(writer, ref, owed)
        # Those of an episode that was closed before its team took up another procedure are its former one's.
        projecting.write_duties(writer, self.rules.in_use_here)
        return len(refs)


def at_first(port: Port) -> None:
    """What every command reads of a record: what it says of itself, who works there, what its teams chose."""
    from ehcli.record import office
    from ehcli.record.port import about

    about(port)
    office.login_of(port, "")
    office.workers(port)
    office.switched_off(port)
    office.choices_of_teams(port, "closed")
    office.choices_of_teams(port, "adopted")
    office.choices_of_teams(port, "band")
