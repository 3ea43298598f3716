"""The worklist as people and scripts read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.procedures.citation import at_places
from ehcli.screen import screen
from ehcli.show import lists

CSV = (
    *(
        "task",
        "title",
        "due",
        "due_at",
        "limit",
        "days_late",
        "working_days_late",
        "status",
        "past_limit",
        "episode",
    ),
    *(
        "family",
        "children",
        "team",
        "worker",
        "held_by",
        "responsible",
        "tray",
        "started_on",
        "duty",
        "on_hold_since",
        "printed_in",
    ),
)
# Every field of a task as scripts rely on it, in the order in which JSON has them, and the pages in short.
TASK = (
    *("task", "episode", "family", "children", "duty", "title", "team", "worker", "responsible", "tray", "held_by"),
    *("started_on", "due", "due_at", "aim", "limit", "past_limit", "days_late", "working_days_late", "on_hold_since"),
    *(
        "days_on_hold",
        "status",
        "strength",
        "band",
        "next",
        "waits_for",
        "meeting",
        "last_seen",
        "reached_on",
        "act",
        "citation",
        "citations",
        "default",
        "how",
    ),
)
FIELDS = lists.beside(*TASK, "printed_in")


def printed_in(item: dict[str, Any]) -> str:
    """The pages in short, or that the limit is our default."""
    cites = at_places(tuple((cite["document"], cite["place"]) for cite in item["citations"]))
    return "; ".join(part for part in (item["default"], cites) if part)


def csv_rows(found: Iterable[dict[str, Any]]) -> Iterator[list[object]]:
    for item in found:
        yield [
            *(item[key] for key in CSV[:8]),
            "yes" if item["past_limit"] else "no",
            item["episode"],
            item["family"],
            "; ".join(child["name"] or child["person"] for child in item["children"]),
            *(item[key] for key in CSV[12:20]),
            printed_in(item),
        ]


def show(desk: Desk, found: list[dict[str, Any]], teams: Sequence[str], *, none: str) -> None:
    """The tasks in the form that was asked for; ``teams`` are those that the list is of, as they were named."""
    if desk.settings.fields is not None:
        rows = [{**item, "printed_in": printed_in(item)} for item in found]
        lists.show(desk, rows, FIELDS, none=none)
    elif desk.settings.as_json:
        screen.as_json(found)
    elif desk.settings.as_csv:
        screen.as_csv(CSV, csv_rows(found))
    else:
        listing(found, none=none, teams=lists.several(desk, teams))


def listing(found: list[dict[str, Any]], *, none: str, teams: bool = False) -> None:
    """The tasks as people read them; with the team of each where several teams are listed."""
    of_team = ("Team",) if teams else ()
    headings = ("Task", "Due", "Late", "What", "Children", "Episode", *of_team, "With", "Printed in")
    rows = [
        (
            item["task"],
            due(item),
            late(item),
            what(item),
            ", ".join(child["name"] or child["person"] for child in item["children"]),
            item["episode"],
            *((item["team"],) if teams else ()),
            with_whom(item),
            printed_in(item),
        )
        for item in found
    ]
    screen.listing(headings, rows, none=none)


def what(item: dict[str, Any]) -> str:
    """What is to be done, with the meeting that it is about."""
    return f"{item['title']}, {item['meeting']}" if item["meeting"] else str(item["title"])


def with_whom(item: dict[str, Any]) -> str:
    """Who holds the task, or the tray it waits in."""
    own = item["worker"] if item["tray"] == "worker" else ""
    return item["held_by"] or own or f"{item['tray']} tray"


def due(item: dict[str, Any]) -> str:
    if not item["due"]:
        return "open"
    at = f" {item['due_at'][11:]}" if item["due_at"] else ""
    return f"{long(date.fromisoformat(item['due']))}{at}"


def late(item: dict[str, Any]) -> str:
    """How late, in working days, whether the later limit has passed too, and whether the case is on hold."""
    held = f"on hold {item['days_on_hold']} days" if item["on_hold_since"] else ""
    return ", ".join(part for part in (lateness(item), held) if part)


def lateness(item: dict[str, Any]) -> str:
    if item["status"] == "due" and item["aim"]:
        return f"aimed at {long(date.fromisoformat(item['aim']))}"
    if item["strength"] == "usually" and item["due"]:
        return "usually by then"
    if item["status"] != "overdue":
        return f"limit {long(date.fromisoformat(item['limit']))}" if item["limit"] else ""
    count = item["working_days_late"]
    words = f"{count} working day{'' if count == 1 else 's'}"
    if item["past_limit"]:
        return f"{words}, past the limit of {long(date.fromisoformat(item['limit']))}"
    return f"{words}{', limit ' + long(date.fromisoformat(item['limit'])) if item['limit'] else ''}"
