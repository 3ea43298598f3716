"""Meetings as lists show them."""

from __future__ import annotations

from typing import NamedTuple

from ehcli.episodes.references import read as read_reference
from ehcli.record.port import Port
from ehcli.record.stories import absent


class MeetingRow(NamedTuple):
    """A meeting as its facts tell it."""

    ref: str
    episode: str
    team: str
    kind: str
    planned_on: str
    planned_at: str
    venue: str
    status: str
    held_on: str
    minutes: str


def meeting(port: Port, text: str) -> MeetingRow:
    """The meeting of that reference; raises NotFound."""
    ref = read_reference(text, "M")
    found = port.rows(f"SELECT {', '.join(MeetingRow._fields)} FROM meeting WHERE ref = ?", ref)
    if not found:
        raise absent(port, ref)
    return MeetingRow(*found[0])


def meetings(port: Port, *, team: str = "", episode: str = "", since: str = "", until: str = "") -> list[MeetingRow]:
    tests = [
        (f"{column} {sign} ?", value)
        for column, sign, value in (
            ("team", "=", team),
            ("episode", "=", episode),
            ("planned_on", ">=", since),
            ("planned_on", "<=", until),
        )
        if value
    ]
    where = f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    sql = f"SELECT {', '.join(MeetingRow._fields)} FROM meeting{where} ORDER BY planned_on, planned_at, ref"
    return [MeetingRow(*row) for row in port.rows(sql, *(value for _, value in tests))]
