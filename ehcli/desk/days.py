"""Which day it is for one command, and which days its teams work: fetched on first touch."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ehcli.packs import calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ehcli.days.workdays import WorkingDays
    from ehcli.desk.settings import Settings


class Days:
    """The days of one command.

    ``closures`` gives the days a team recorded as closed with why, and ``practises`` whether this is a practice record.
    """

    def __init__(
        self,
        asked: Callable[[], Settings],
        closures: Callable[[str], Mapping[str, str]],
        practises: Callable[[], bool],
    ) -> None:
        self.asked, self.closures, self.practises = asked, closures, practises
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
        """The working date: --today or EH_TODAY, else the clock's. The only place that asks the clock for a day."""
        typed = self.asked().today or os.environ.get("EH_TODAY", "")
        if not typed:
            return date.today()  # noqa: DTZ011
        from ehcli.days import typed_dates

        return self.workdays.known(typed_dates.day(typed, date.today(), what="working date"))  # noqa: DTZ011

    @cached_property
    def happened(self) -> tuple[date, str]:
        """The day, and the time if one was given, that what is recorded happened: --on, else today."""
        on = self.asked().on
        return self.moment(on) if on else (self.today, "")

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
