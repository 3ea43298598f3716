"""Writes data/bank_holidays_england.csv from the holidays library: python -m ehcli.bank_holidays.

The only home of holidays. Weekend days are left out: they are days off already.
"""

from __future__ import annotations

import sys
from pathlib import Path

import holidays

from ehcli.machine import files
from ehcli.machine.folders import SHIPPED
from ehcli.packs.calendar import FILE

YEARS = range(2015, 2031)


def lines() -> list[str]:
    """The file's lines: a heading, then a day and its name on each."""
    days = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    weekdays = sorted((day, name) for day, name in days.items() if day.weekday() < 5)
    return ["date,name", *(f"{day.isoformat()},{name}" for day, name in weekdays)]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED / "data" / FILE
    files.write(target, "\n".join(lines()) + "\n")
