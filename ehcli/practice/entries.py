"""The desk at which the stories are told: every act is an entry of one long transaction, settled when all is told."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.record import stories
from ehcli.record.deriving import Settled, derive
from ehcli.record.stories import EpisodeHeading
from ehcli.record.writing import Writer


class StoryEntry(Recording):
    """One entry of a story. What follows from it is worked out once, when its episode's story has been told."""

    def __enter__(self) -> Self:
        self.entry = self.writer.begin_entry(self.command, self.by, self.decided_by, self.reason)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.writer.end_entry()


class StoryDesk(Desk):
    """A desk whose acts are recorded by the one writer of the practice record."""

    telling: Writer

    def begin(self, writer: Writer) -> None:
        """From here on everything is read and recorded inside this transaction."""
        self.telling = writer
        self.reads_inside(writer)

    def sits(self, command: str, login: str, by: str = "") -> None:
        """Who is at the keyboard, what they type, and who decided it."""
        self.command, self.who.user = command, login
        self.settings = self.settings._replace(by=by)

    def heading(self, ref: str) -> EpisodeHeading:
        return stories.heading(self.telling, ref)

    def stands(self, ref: str) -> Settled:
        """An episode as a command finds it; its tasks have no references yet."""
        heading = self.heading(ref)
        return derive(self.telling, heading, self.rules.programme(heading.team), self.days.workdays_of(heading.team))

    def recording(self, reason: str = "") -> StoryEntry:
        """One act on its way into the practice record."""
        return StoryEntry(
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
