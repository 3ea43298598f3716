"""The bank holidays of England, as the generated file in data/ holds them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ehcli.days.workdays import WorkingDays
from ehcli.errors import RecordUnusable
from ehcli.machine import folders

FILE = "bank_holidays_england.csv"


def workdays(path: Path | None = None) -> WorkingDays:
    """Working days from the file; its first and last lines' years are the years that are known."""
    path = path or folders.found("data", FILE)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        holidays = {date.fromisoformat(day): name for day, _, name in (line.partition(",") for line in lines if line)}
        years = [day.year for day in holidays]
        return WorkingDays(holidays, date(min(years), 1, 1), date(max(years), 12, 31))
    except (OSError, ValueError) as error:
        raise RecordUnusable(f"The bank holidays in {path} cannot be read: {error}.", "Install eh again.") from None
