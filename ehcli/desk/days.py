"""Which day it is for one command, and which days its teams work: fetched on first touch."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ehcli.errors import BadInput, Refused
from ehcli.packs import calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ehcli.days.workdays import WorkingDays
    from ehcli.desk.settings import Settings


class Days:
    """The days of one command.

    ``closures`` gives the days a team recorded as closed with why; ``practises`` whether this is a practice record, and
    ``replays`` whether it is one to replay days in.
    """

    def __init__(
        self,
        asked: Callable[[], Settings],
        closures: Callable[[str], Mapping[str, str]],
        practises: Callable[[], bool],
        replays: Callable[[], bool],
    ) -> None:
        self.asked, self.closures, self.practises, self.replays = asked, closures, practises, replays
        self._of_teams: dict[str, WorkingDays] = {}

    @cached_property
    def workdays(self) -> WorkingDays:
        return calendar.workdays()

    def workdays_of(self, team: str) -> WorkingDays:
        """Working days as a team keeps them: the bank holidays, and the days it recorded as closed."""
        if team not in self._of_teams:
            closed = self.closures(team) if team else {}
            self._of_teams[team] = self.workdays.closed_on(
                {date.fromisoformat(day): why for day, why in closed.items() if why}
            )
        return self._of_teams[team]

    def forget(self) -> None:
        """Forgets which days teams are closed: a choice has changed them."""
        self._of_teams.clear()

    @cached_property
    def today(self) -> date:
        """The working date: --today or EH_TODAY, else the clock's."""
        typed = self.asked().today or os.environ.get("EH_TODAY", "")
        if not typed:
            return self.real
        from ehcli.days import typed_dates

        return self.workdays.known(typed_dates.day(typed, self.real, what="working date"))

    @cached_property
    def real(self) -> date:
        """The day by the clock, asked once: a command that runs past midnight goes on in its own day."""
        return date.today()  # noqa: DTZ011

    @property
    def told(self) -> str:
        """What gave the working date, where it is another than the clock's; else empty."""
        if self.today == self.real:
            return ""
        return "--today" if self.asked().today else "EH_TODAY"

    @property
    def kind(self) -> str:
        """What kind of record it is, where it may be told of any day: practice or replay; else empty."""
        return "practice" if self.practises() else "replay" if self.replays() else ""

    def sure(self) -> None:
        """Raises Refused where a record is to be told, or something printed, of another day than it is."""
        if self.told and not self.kind:
            from ehcli.days.typed_dates import long

            says = f"{self.told} says {long(self.today)}, and it is {long(self.real)}"
            raise Refused(f"{says}: so nothing is recorded, printed or released.", self.way_out)

    @property
    def way_out(self) -> str:
        """How to record what happened on another day, and where another day may be tried."""
        away = "Leave out --today" if self.told == "--today" else "Unset EH_TODAY"
        tried = "To try another day: eh demo, or EH_TODAY=DATE eh init --db FILE"
        return f"{away}, and say when it happened: --on DATE. {tried}"

    def keep_to_the_clock(self) -> str:
        """Has what nothing may stop recorded on the day that it is, and says so where another was given."""
        if not self.told or self.kind:
            return ""
        from ehcli.days.typed_dates import long

        note = f"Note: {self.told} says {long(self.today)}; this is recorded as of the day that it is."
        self.today = self.real
        for name in ("happened", "said"):
            vars(self).pop(name, None)
        return note

    @cached_property
    def happened(self) -> tuple[date, str]:
        """The day, and the time if one was given, that what is recorded happened: --on, else today."""
        return self.said

    @cached_property
    def said(self) -> tuple[date, str]:
        """The same, for what decides nothing by it."""
        on = self.asked().on
        return self.moment(on) if on else (self.today, "")

    def heeded(self) -> None:
        """Raises BadInput where --on was typed, and what is recorded has no day of its own."""
        if self.asked().on and "happened" not in vars(self):
            raise BadInput("--on says nothing here: this holds from the moment that it is recorded.", "Leave out --on")

    def day(self, text: str, what: str = "date") -> date:
        from ehcli.days import typed_dates

        return typed_dates.day(text, self.today, self.workdays, what)

    def ahead(self, text: str) -> date:
        from ehcli.days import typed_dates

        return typed_dates.ahead(text, self.today, self.workdays)

    def moment(self, text: str, what: str = "date") -> tuple[date, str]:
        from ehcli.days import typed_dates

        return typed_dates.moment(text, self.today, self.workdays, what)

    @cached_property
    def clock(self) -> Callable[[], str] | None:
        """The time of recording: the real clock, but a practice record may be told another by EH_NOW."""
        moment = os.environ.get("EH_NOW", "")
        return (lambda: moment) if moment and self.practises() else None

    def now(self) -> str:
        """The moment by the clock that recordings are timed by."""
        return self.clock() if self.clock else datetime.now(UTC).isoformat(timespec="seconds")
