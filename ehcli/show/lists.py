"""Lists in every form: drawn or plain for people, JSON and CSV for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ehcli.dates import long, minute
from ehcli.desk import Desk
from ehcli.show import screen

# Keys whose values are days.
DAYS = {
    *("due", "would_be", "limit", "started_on", "on", "planned_on", "held_on", "opened_on", "closed_on"),
    *(
        "until",
        "since",
        "dated",
        "posted_on",
        "born",
        "happened_on",
        "by_when",
        "done_on",
        "died_on",
        "left",
        "address_since",
    ),
}
MOMENTS = {"recorded_at"}


def show(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str = "") -> None:
    """The rows with these columns, key to heading; a script gets every key."""
    if desk.settings.as_json:
        screen.as_json([screen.plain(row) for row in rows])
    elif desk.settings.as_csv:
        screen.as_csv(list(columns), [[flat(row.get(key)) for key in columns] for row in rows])
    else:
        cells = [[shown(key, row.get(key)) for key in columns] for row in rows]
        screen.listing(list(columns.values()), cells, none=none)


def body(desk: Desk, title: str, told: Mapping[str, Any]) -> None:
    """One thing with its details and lists; what warns of a letter stands at the top, a line each."""
    if desk.settings.as_json:
        screen.as_json(screen.plain(told))
        return
    screen.out(title)
    for warning in told.get("warnings", ()):
        screen.out(warning)
    for key, value in told.items():
        if key == "warnings" or value in ("", None, []):
            continue
        if isinstance(value, list) and isinstance(value[0], dict):
            screen.out(f"\n{key.replace('_', ' ').capitalize()}:")
            headings = [name for name in value[0] if any(row[name] not in ("", None, []) for row in value)]
            cells = [[shown(name, row[name]) for name in headings] for row in value]
            screen.listing([name.replace("_", " ").capitalize() for name in headings], cells)
        else:
            words = ", ".join(map(str, value)) if isinstance(value, list) else shown(key, value)
            screen.out(f"{key.replace('_', ' ').capitalize()}: {words}")


def flat(value: object) -> object:
    """A value in one CSV cell."""
    if value is None or type(value) is str:
        return value  # most cells, of which a long list has many
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
    if key in MOMENTS:
        return minute(str(value)) if value else ""
    return str(value)
