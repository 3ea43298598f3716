"""Lists in every form: drawn or plain for people, JSON and CSV for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ehcli.dates import long
from ehcli.desk import Desk
from ehcli.show import screen

# Keys whose values are days.
DAYS = {
    *("due", "would_be", "limit", "started_on", "on", "planned_on", "held_on", "opened_on", "closed_on"),
    *("until", "since", "dated", "posted_on", "born", "happened_on"),
}


def show(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str = "") -> None:
    """The rows with these columns, key to heading; a script gets every key."""
    if desk.settings.as_json:
        screen.as_json([screen.plain(row) for row in rows])
    elif desk.settings.as_csv:
        screen.as_csv(list(columns), [[flat(row.get(key)) for key in columns] for row in rows])
    else:
        cells = [[shown(key, row.get(key)) for key in columns] for row in rows]
        screen.listing(list(columns.values()), cells, none=none)


def flat(value: object) -> object:
    """A value in one CSV cell."""
    if isinstance(value, (list, tuple)):
        return "; ".join(
            str(each.get("name") or each.get("person")) if isinstance(each, dict) else str(each) for each in value
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def shown(key: str, value: object) -> str:
    """A value as people read it: days in words."""
    value = flat(value)
    if value is None:
        return ""
    if key in DAYS:
        return long(date.fromisoformat(str(value))) if value else ""
    return str(value)
