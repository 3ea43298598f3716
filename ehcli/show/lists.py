"""Lists in every form: drawn or plain for people, JSON and CSV for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.screen import screen
from ehcli.show.labels import flat, label, shown

AS_ANYWHERE: Mapping[str, str] = MappingProxyType({})


def show(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str = "") -> None:
    """The rows with these columns, key to heading; a script gets every key."""
    if desk.settings.as_json:
        screen.as_json(screen.plain(row) for row in rows)
    elif desk.settings.as_csv:
        screen.as_csv(list(columns), ([flat(row.get(key)) for key in columns] for row in rows))
    else:
        cells = [[shown(key, row.get(key)) for key in columns] for row in rows]
        screen.listing(list(columns.values()), cells, none=none)


def notes(said: Iterable[str]) -> None:
    """What to know beside a list, told apart from it."""
    for each in said:
        screen.tell(f"Note: {each}")


def body(desk: Desk, title: str, details: Mapping[str, Any], called: Mapping[str, str] = AS_ANYWHERE) -> None:
    """One thing with its details and lists; what warns of a letter stands at the top, a line each.

    ``called`` says what some details are called here, where they are called otherwise than anywhere else.
    """
    if desk.settings.as_json:
        screen.as_json(screen.plain(details))
        return
    screen.out(title)
    for warning in details.get("warnings", ()):
        screen.out(warning)
    for name, value in details.items():
        if name == "warnings" or value in ("", None, []):
            continue
        heading = label(name, called.get(name, ""))
        if isinstance(value, list) and isinstance(value[0], dict):
            screen.out(f"\n{heading}:")
            columns = [key for key in value[0] if any(row[key] not in ("", None, []) for row in value)]
            cells = [[shown(key, row[key]) for key in columns] for row in value]
            screen.listing([label(key, called.get(key, "")) for key in columns], cells)
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else shown(name, value)
            screen.out(f"{heading}: {text}")
