"""How long a duty may take: a number of hours, days, weeks or months, and the date that gives."""

from __future__ import annotations

from datetime import date

from ehcli.days.workdays import DAY, WorkingDays, hours_after, length_of_month, months_after, working_hours_after
from ehcli.named_tuple import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Within(NamedTuple):
    """A length of time with its unit; ``open`` means the source prints no limit.

    ``weekday`` counts Monday as nought; ``month_end`` counts months after the trigger's own.
    """

    unit: str
    amount: int = 0

    def __str__(self) -> str:
        if self.unit == "month_end":
            return "the last day of the month" if not self.amount else f"the last day of month {self.amount} after"
        if self.unit == "day_of_month":
            return f"day {self.amount} of the month"
        if self.unit == "weekday":
            return f"the next {WEEKDAYS[self.amount].title()}"
        if self.unit == "open":
            return "no limit printed"
        if self.unit == "days" and not self.amount:
            return "the same day"
        words = {
            "hours": "hour",
            "hours_on_working_days": "hour running on working days only",
            "clock_hours": "hour by the clock on the wall",
            "working_days": "working day",
            "days": "calendar day",
            "weeks": "week",
            "months": "calendar month",
        }[self.unit]
        first, _, rest = words.partition(" ")
        if self.amount == 1:
            return f"1 {words}"
        if self.unit in ("hours", "hours_on_working_days", "clock_hours", "weeks"):
            return f"{self.amount} {first}s {rest}".strip()
        return f"{self.amount} {words}s"

    def after(self, on: date, at: str, workdays: WorkingDays) -> tuple[date | None, str]:
        """The day, and the time where hours are counted, by which it is due; no day when no limit is printed.

        Calendar limits do not roll when they fall on a day off.
        """
        match self.unit:
            case "open":
                return None, ""
            case "hours":
                day, clock = hours_after(on, at, self.amount)
            case "clock_hours":
                whole, rest = divmod(self.amount, 24)
                day, clock = hours_after(on, at, rest)
                day += DAY * whole
            case "hours_on_working_days":
                day, clock = working_hours_after(on, at, self.amount, workdays)
            case "working_days":
                day, clock = workdays.after(on, self.amount), ""
            case "months":
                day, clock = months_after(on, self.amount), ""
            case "month_end":
                day, clock = months_after(on.replace(day=1), self.amount + 1) - DAY, ""
            case "day_of_month":
                month = months_after(on.replace(day=1), on.day >= self.amount)
                day, clock = month.replace(day=min(self.amount, length_of_month(month.year, month.month))), ""
            case "weekday":
                day, clock = on + DAY * ((self.amount - on.weekday()) % 7), ""
            case _:
                day, clock = (
                    date.fromordinal(on.toordinal() + self.amount * (7 if self.unit == "weeks" else 1)),
                    "",
                )
        return workdays.known(day), clock

    def back(self, on: date, at: str, workdays: WorkingDays) -> tuple[date | None, str]:
        """The latest day that lies this long before a date: for notice that must be given."""
        if self.unit == "hours" and at:
            day, clock = hours_after(on, at, -self.amount)
        elif self.unit == "working_days":
            day, clock = workdays.after(on, -self.amount), ""
        elif self.unit == "months":
            day, clock = months_after(on, -self.amount), ""
        else:
            length = {"hours": -(-self.amount // 24), "weeks": self.amount * 7}.get(self.unit, self.amount)
            day, clock = on - DAY * length, ""
        return workdays.known(day), clock

    def times(self, count: int) -> Within:
        """This length that many times over; the end of a month, that many months on."""
        if count == 1:
            return self
        if self.unit == "month_end":
            return self._replace(amount=self.amount + count - 1)
        return self._replace(amount=self.amount * count)

    @property
    def counts_working_days(self) -> bool:
        return self.unit in ("working_days", "hours_on_working_days")


UNITS = (
    *("hours", "hours_on_working_days", "clock_hours", "working_days", "days", "weeks", "months", "open"),
    *("month_end", "day_of_month", "weekday"),
)
