"""What is read from the record about meetings beside their rows: how often they changed, and how people are reached."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ehcli.record.reading import NOW, Port

CHANGES = """SELECT f.id, f.details, f.withdraws, e.recorded_at FROM fact f JOIN entry e ON e.id = f.entry
WHERE f.episode = ? AND f.kind IN ('taf-scheduled', 'taf-not-held', 'withdrawn') ORDER BY f.id"""


def changes(port: Port, episode: str, meeting: str) -> list[str]:
    """When each change of a meeting's date, time and place was recorded, the first being that it was planned.

    What was taken back since counts as well: a calendar that was told of it must be told that it is no longer so.
    """
    found: dict[int, str] = {}
    for id, details, withdraws, recorded_at in port.rows(CHANGES, episode):
        if withdraws in found or json.loads(details).get("meeting") == meeting:
            found[id] = recorded_at
    return list(found.values())


def emails(port: Port, people: Iterable[str]) -> dict[str, str]:
    """The e-mail addresses that are known of these people."""
    wanted = sorted(set(people))
    marks = ", ".join("?" * len(wanted))
    now = NOW.format(table="person_details", key="person")
    sql = f"SELECT person, email FROM person_details WHERE person IN ({marks}) AND email <> '' AND {now}"
    return dict(port.rows(sql, *wanted)) if wanted else {}
