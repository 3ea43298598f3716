"""What a command reaches for, fetched on first touch: the only place with imports inside functions.

A command that reads never touches what writes, so it never pays for it (tests/test_startup.py).
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from ehcli.days.workdays import WorkingDays
from ehcli.errors import BadInput, EhError, RecordUnusable
from ehcli.machine import folders
from ehcli.packs import calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from types import ModuleType

    from ehcli.desk.recording import Recording
    from ehcli.episodes.restricted import Reader
    from ehcli.machine.server_address import Server
    from ehcli.procedures.in_force import Programme
    from ehcli.procedures.procedure import Procedure
    from ehcli.record.deriving import Settled
    from ehcli.record.office import WorkerNow
    from ehcli.record.port import Opened
    from ehcli.record.sqlite import Record
    from ehcli.record.stories import Heading
    from ehcli.record.writing import Writer

# Raised whenever the derivation itself changes, so that worklists written before are rebuilt.
DERIVATION = "5"


class Settings(NamedTuple):
    """What was asked for beside the command's own options."""

    db: str = ""
    today: str = ""
    user: str = ""
    as_json: bool = False
    as_csv: bool = False
    dry_run: bool = False
    on: str = ""
    by: str = ""
    quiet: bool = False
    yes: bool = False
    no_input: bool = False


class Desk:
    """One run of one command."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.command = ""
        self.any_schema = False  # only an upgrade opens a record of another schema
        self.began_at: int | None = None  # the last entry there was when this command first read the record
        self.entered: set[int] = set()  # the entries that this command made itself
        self.anybody = False  # while a record is being made, nobody works in it yet
        self._versions: dict[str, Programme] = {}
        self._programmes: dict[str, Programme] = {}
        self._closures: dict[str, WorkingDays] = {}

    def at(self, place: folders.Place) -> Desk:
        """A desk with the same settings at another record."""
        there = Desk()
        there.command = self.command
        there.any_schema = self.any_schema
        there.settings = self.settings._replace(db=str(place))
        there.today = self.today
        there.place = place  # not read again as something typed: a file may be called 'practice'
        there.safe_place = place  # whoever names it has looked where it is
        if "passphrase" in self.__dict__:
            there.passphrase = self.passphrase
        there.anybody = True  # a copy is made or judged; who is at the keyboard is asked at their own record
        return there

    def earlier(self, day: date, *, before: str = "", entry: int = 0) -> Desk:
        """The same desk on a day gone by; with a moment or an entry, with the record as it was known by then."""
        from ehcli.record import port as record_port

        there = Desk()
        there.command, there.settings, there.today, there.about = self.command, self.settings, day, self.about
        there._versions = self._versions
        known = before or entry
        port = record_port.Then(self.record, before=before, entry=entry) if known else self.record
        there.__dict__["record"] = there.__dict__["unsettled"] = port
        return there

    # Days

    @cached_property
    def workdays(self) -> WorkingDays:
        return calendar.workdays()

    def workdays_of(self, team: str) -> WorkingDays:
        """Working days as a team keeps them: the bank holidays, and the days it recorded as closed."""
        if team not in self._closures:
            from ehcli.record import office

            closed = office.choices(self.unsettled, f"closed:{team}") if team else {}
            self._closures[team] = self.workdays.closed_on(
                {date.fromisoformat(day): why for day, why in closed.items() if why}
            )
        return self._closures[team]

    @cached_property
    def today(self) -> date:
        """The working date: --today or EH_TODAY, else the clock's. The only place that asks the clock for a day."""
        told = self.settings.today or os.environ.get("EH_TODAY", "")
        if not told:
            return date.today()
        from ehcli.days import typed_dates

        return self.workdays.known(typed_dates.day(told, date.today(), what="working date"))

    @cached_property
    def happened(self) -> tuple[date, str]:
        """The day, and the time if one was given, that what is recorded happened: --on, else today."""
        return self.moment(self.settings.on) if self.settings.on else (self.today, "")

    def day(self, text: str, what: str = "date") -> date:
        from ehcli.days import typed_dates

        return typed_dates.day(text, self.today, self.workdays, what)

    def ahead(self, text: str) -> date:
        from ehcli.days import typed_dates

        return typed_dates.ahead(text, self.today, self.workdays)

    def moment(self, text: str, what: str = "date") -> tuple[date, str]:
        from ehcli.days import typed_dates

        return typed_dates.moment(text, self.today, self.workdays, what)

    # Who and where

    @property
    def named(self) -> str:
        """Who is at the keyboard, as somebody said it: --user or EH_USER; empty where nobody did."""
        return self.settings.user or os.environ.get("EH_USER", "")

    @cached_property
    def user(self) -> str:
        """Who is at the keyboard: --user, EH_USER, else the operating system's login."""
        if self.named:
            return self.named
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            raise BadInput("Your login is not known.", "Say who you are: --user NAME, or set EH_USER") from None

    @cached_property
    def place(self) -> folders.Place:
        """Where the record is: --db or EH_DB ('practice' for the practice record), else the user's own folder."""
        told = self.settings.db or os.environ.get("EH_DB", "")
        return folders.place(told) if told else folders.record_told()

    @property
    def path(self) -> Path:
        """The record's file; raises RecordUnusable where the record is on a database server."""
        if isinstance(self.place, Path):
            return self.place
        raise RecordUnusable(
            f"The record is on a database server: {self.place}.", "This is for a record in a file: --db PATH"
        )

    @cached_property
    def safe_place(self) -> folders.Place:
        """Where the record is, if it may be there; raises RecordUnusable for a place that loses or shows it."""
        if isinstance(self.place, Path):
            from ehcli.machine.safe_place import refuse_unsafe

            refuse_unsafe(self.place)
        return self.place

    @cached_property
    def key(self) -> str:
        """The passphrase that opens the record; empty for one that is not encrypted."""
        from ehcli.machine import keys

        if not isinstance(self.safe_place, Path) or not keys.is_encrypted(self.safe_place):
            return ""
        return self.passphrase

    @cached_property
    def passphrase(self) -> str:
        """The passphrase of the record, from wherever it is kept; asked for at most once."""
        from ehcli.machine import keys

        return keys.passphrase(self.path)

    # Reading

    @cached_property
    def unsettled(self) -> Opened:
        """The record for reading, as it lies: opened only for somebody who works here."""
        opened: Opened
        if isinstance(self.safe_place, Path):
            from ehcli.record.sqlite import Record

            opened = Record(self.safe_place, self.key, any_schema=self.any_schema)
        else:
            from ehcli.record.postgres import SharedRecord

            opened = SharedRecord(self.safe_place, any_schema=self.any_schema)
        if not (self.anybody or self.any_schema):  # an older record is upgraded before anybody reads it
            try:
                self.user = self.admitted(opened).login
            except EhError:
                opened.close()
                raise
        if self.began_at is None:
            self.began_at = opened.head
        return opened

    def admitted(self, port: Opened) -> WorkerNow:
        """The worker at the keyboard, in any spelling of the login; raises Refused for a stranger or a leaver.

        On the embedded record a login is what somebody says it is, and the file's own permissions are the guard.
        """
        from ehcli.record import office

        login = self.vouched_for(port) or self.user
        known = office.signed_in(port, login)
        if known and (not known.until or known.until >= self.today.isoformat()):
            return known
        from ehcli.desk import sign_in

        raise sign_in.refusal(port, login, known.until if known else "")

    def vouched_for(self, port: Opened | Writer) -> str:
        """The worker whose own login a database server let in; empty where nobody vouches for a name.

        Raises Refused for one worker who would be another. A login that was never a worker's - that of a service, or
        of a job at night - may be told whom it works for, and the record keeps it beside that name.
        """
        from ehcli.record import office

        own = office.login_of(port, port.login) if port.login else ""
        if own and self.named and self.named.casefold() != own.casefold():
            from ehcli.desk import sign_in

            raise sign_in.another(own, self.named)
        return own

    @cached_property
    def reader(self) -> Reader:
        """Which restricted notes and letters are open to who is at the keyboard."""
        from ehcli.episodes.restricted import Reader
        from ehcli.procedures import rights
        from ehcli.record import office

        if not office.groups(self.unsettled):
            return Reader()  # nothing is restricted, and no procedure need be read to know it
        here = office.group_members(self.unsettled, self.today.isoformat())
        known = office.worker(self.unsettled, self.user)
        everything = "see-restricted" in rights.may(known.role, self.procedure)
        return Reader(frozenset(group for group, login in here if login == known.login), everything)

    def require(self, right: str) -> None:
        """Refuses unless the role of who is at the keyboard may do this, for what is no entry of its own."""
        from ehcli.procedures import rights
        from ehcli.record import office

        known = office.worker(self.unsettled, self.user)
        here = office.roles_here(self.unsettled)
        asked = "Ask one of them to do it."
        rights.require(right, role=known.role, login=known.login, procedure=self.procedure, roles_here=here, hint=asked)

    @cached_property
    def about(self) -> dict[str, str]:
        """What the record says of itself."""
        from ehcli.record import port as record_port

        return record_port.about(self.unsettled)

    @cached_property
    def record(self) -> Opened:
        """The record for reading, with a worklist that fits the procedure, the calendar and this program."""
        if self.about.get("worklist") != self.fingerprint():
            from ehcli.screen import screen

            screen.tell("The procedure, the calendar or eh itself has changed: working the worklist out again ...")
            self.rebuild()
        return self.unsettled

    def forget(self) -> None:
        """Forgets which procedures and closing days were in use: a choice has changed them."""
        self.put_down()
        self._versions.clear()
        self._programmes.clear()
        self._closures.clear()

    def leave(self) -> None:
        """Closes the record at the end of a command: a server holds a connection for every one that is open."""
        if "unsettled" in self.__dict__:
            self.unsettled.close()

    def put_down(self) -> None:
        """Closes the record: the next touch reads it afresh, with whatever was written meanwhile."""
        if "unsettled" in self.__dict__:
            self.unsettled.close()
        for name in ("unsettled", "record", "about"):
            self.__dict__.pop(name, None)

    def fingerprint(self) -> str:
        """What a worklist is worked out from: the procedures' files, the calendar's, and the derivation."""
        files = [folders.found("data", calendar.FILE)]
        for name in self.procedure_names:
            files += [folders.found("data", f"procedures/{name}.toml"), *folders.versions(name)]
        if any(folders.is_councils(file) for file in files):  # its own packs may extend any other
            files = sorted({*files, *folders.procedures()})
        # To notice a change, not to prove there was none: hashlib would cost every list 5 ms.
        contents = {file: file.read_bytes() for file in files}
        marks = [f"{file.name}-{len(content)}-{crc32(content)}" for file, content in contents.items()]
        if any(b"\n[running]" in content for content in contents.values()):  # the day tells which version it is
            marks += [self.version(name).as_of(self.today).in_force(date.min).version for name in self.procedure_names]
        return " ".join((DERIVATION, *marks))

    def version(self, name: str) -> Programme:
        """Every version of a procedure, read once."""
        if name not in self._versions:
            from ehcli.packs import reading as packs_reading

            self._versions[name] = packs_reading.programme(name)
        return self._versions[name]

    @property
    def procedure_names(self) -> list[str]:
        """The procedures this record uses: its own first, then those that teams adopted."""
        return self.about.get("procedures", self.about.get("procedure", "sandwell")).split()

    @property
    def procedure(self) -> Procedure:
        """The procedure this record follows today."""
        return self.programme("").in_force(self.today)

    def cited_here(self, rule: str) -> str:
        """A rule with the pages that the record's own procedure prints it on."""
        try:
            return self.procedure.cited_here(rule)
        except EhError:  # no record, or no pack that can be read: the rule is told as it stands
            return rule

    def procedure_of(self, episode: str) -> Procedure:
        """The procedure that is in force today for an episode's team."""
        return self.programme(self.heading(episode).team).in_force(self.today)

    def procedure_for(self, team: str) -> Procedure:
        """The procedure in force today for a team by any of its names; where none is named, for that of who asks."""
        from ehcli.record import office

        slug = office.team(self.record, team).slug if team else office.worker(self.record, self.user).team
        return self.programme(slug).in_force(self.today)

    def programme(self, team: str) -> Programme:
        """The procedures of a team, by the day from which each is in force."""
        if team not in self._programmes:
            from ehcli.procedures import in_force
            from ehcli.record import office

            adoptions = office.choices(self.unsettled, f"adopted:{team}") if team else {}
            self._programmes[team] = in_force.adopted(
                self.version(self.procedure_names[0]).as_of(self.today),
                {day: self.version(name).as_of(self.today) for day, name in adoptions.items()},
            )
        return self._programmes[team]

    def heading(self, ref: str) -> Heading:
        from ehcli.record import stories

        return stories.heading(self.record, ref)

    def settled(self, ref: str) -> Settled:
        """An episode with everything it owes, worked out afresh from its facts."""
        from ehcli.record import deriving

        heading = self.heading(ref)
        return deriving.derive(self.record, heading, self.programme(heading.team), self.workdays_of(heading.team))

    @property
    def hindsight(self) -> ModuleType:
        """What works out a day gone by."""
        from ehcli.lists import as_of

        return as_of

    @property
    def moving(self) -> ModuleType:
        """What copies a whole record to another place, and proves the copy."""
        from ehcli.keeping import moving

        return moving

    # Letters

    @property
    def wording(self) -> ModuleType:
        """What turns a template into a letter."""
        from ehcli.paper import templates

        return templates

    @property
    def word(self) -> ModuleType:
        """What writes a letter as a Word file."""
        from ehcli.paper import word

        return word

    @property
    def calendars(self) -> ModuleType:
        """What writes a meeting as a calendar file."""
        from ehcli.paper import calendar_file

        return calendar_file

    @property
    def whole(self) -> ModuleType:
        """What fills in a council's own Word template."""
        from ehcli.paper import council_template

        return council_template

    @property
    def pdf(self) -> ModuleType:
        """What makes a PDF of a letter."""
        from ehcli.paper import pdf

        return pdf

    # Writing

    def writer(self) -> Writer:
        from ehcli.record.writing import Writer

        return Writer(self.safe_place, self.clock, key=self.key, any_schema=self.any_schema)

    @property
    def beside(self) -> Path:
        """The file that copies of the record lie beside: its own, or what it would be if it were no server's."""
        return self.place if isinstance(self.place, Path) else folders.home() / "record.db"

    @cached_property
    def copy_key(self) -> str:
        """The passphrase that a copy is encrypted under: the record's own, or for one on a server the key file's."""
        if isinstance(self.safe_place, Path):
            return self.key
        from ehcli.machine import keys

        told = keys.key_file()
        return keys.read(told) if told else ""

    def copy(self, to: Path) -> dict[str, int]:
        """Copies the record as it stands at one moment to another file, while others write: the rows of each table."""
        if not isinstance(self.safe_place, Path):
            return self.fetch(to, self.safe_place)
        from ehcli.record import sqlite

        source = sqlite.Record(self.path, self.key, any_schema=self.any_schema)
        try:
            return source.copy(to)
        finally:
            source.close()

    def fetch(self, to: Path, place: Server) -> dict[str, int]:
        """Copies the record from its server to a file, row for row and compared."""
        from functools import partial

        from ehcli.record import copying, sqlite
        from ehcli.record import port as record_port
        from ehcli.record.postgres import SharedRecord
        from ehcli.screen import screen

        source = SharedRecord(place, any_schema=self.any_schema)
        try:
            with source.at_one_moment():
                schema = record_port.about(source)["schema"]
                so_far = partial(screen.so_far, "Rows")
                copied = copying.copy(source, to, so_far, key=self.copy_key, schema=schema)
        finally:
            source.close()
        sqlite.into_one_file(to, self.copy_key)
        return {each.table: each.rows for each in copied}

    def alone(self) -> AbstractContextManager[Record]:
        """The record with nobody else at it, for what needs that."""
        from ehcli.record import sqlite

        return sqlite.alone(self.path, self.key)

    @cached_property
    def clock(self) -> Callable[[], str] | None:
        """The time of recording: the real clock, but a practice record may be told another by EH_NOW."""
        told = os.environ.get("EH_NOW", "")
        return (lambda: told) if told and self.about.get("practice") == "yes" else None

    def recording(self, reason: str = "") -> Recording:
        """One command on its way into the record."""
        from ehcli.desk.recording import Recording

        decided_by = self.settings.by
        if decided_by:
            from ehcli.record import office

            decided_by = office.worker(self.unsettled, decided_by, self.happened[0].isoformat()).login
        _ = self.record  # a worklist of another procedure or calendar is worked out before it is added to
        self.put_down()
        return Recording(
            self.writer(),
            command=self.command,
            by=self.user,
            decided_by=decided_by,
            reason=reason,
            workdays=self.workdays_of,
            programme=self.programme,
            dry_run=self.settings.dry_run,
            began_at=self.began_at or 0,
            entered=self.entered,
            forget=self.forget,
        )

    def now(self) -> str:
        """The moment by the clock that recordings are timed by."""
        return self.clock() if self.clock else datetime.now(UTC).isoformat(timespec="seconds")

    def rebuild(self) -> int:
        """Works the worklist of every open episode out again; the number of episodes."""
        from ehcli.record import deriving, projecting, stories
        from ehcli.screen import screen

        _ = self.clock
        teams = {row[0] for row in self.unsettled.rows("SELECT DISTINCT team FROM episode")} | {""}
        programmes = {team: self.programme(team) for team in sorted(teams)}
        closures = {team: self.workdays_of(team) for team in programmes}
        fingerprint, opened = self.fingerprint(), self.writer()
        self.put_down()
        with opened as writer:
            refs = deriving.open_episodes(writer)
            projecting.empty_worklist(writer)
            for ref in screen.progress([*refs, *deriving.owing_though_closed(writer, programmes)], "Episodes"):
                team = stories.heading(writer, ref).team
                projecting.settle(writer, ref, programmes[team], closures[team])
            projecting.write_duties(writer, [each for one in programmes.values() for each in one.procedures])
            writer.set_about("worklist", fingerprint)
            writer.keep()
        return len(refs)
