"""Meetings as lists show them, how often they changed, and how those invited are reached."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ehcli.episodes.references import read as read_reference
from ehcli.record.cases import absent, details_like
from ehcli.record.port import Port, among


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


def as_listed(row: MeetingRow) -> dict[str, str]:
    """A meeting as lists show it, under the name by which others speak of it."""
    return {"meeting": row.ref, **dict(zip(row._fields[1:], row[1:], strict=True))}


def meeting(port: Port, text: str) -> MeetingRow:
    """The meeting of that reference; raises NotFound."""
    ref = read_reference(text, "M")
    found = port.rows(f"SELECT {', '.join(MeetingRow._fields)} FROM meeting WHERE ref = ?", ref)
    if not found:
        raise absent(port, ref)
    return MeetingRow(*found[0])


def meetings(
    port: Port, *, teams: Sequence[str] = (), episode: str = "", since: str = "", until: str = ""
) -> list[MeetingRow]:
    tests = [
        among("team", teams),
        *(
            (f"{column} {sign} ?", [value])
            for column, sign, value in (
                ("episode", "=", episode),
                ("planned_on", ">=", since),
                ("planned_on", "<=", until),
            )
            if value
        ),
    ]
    where = " AND ".join(test for test, _ in tests if test)
    sql = f"SELECT {', '.join(MeetingRow._fields)} FROM meeting{f' WHERE {where}' if where else ''}"
    values = [value for _, given in tests for value in given]
    return [MeetingRow(*row) for row in port.rows(f"{sql} ORDER BY planned_on, planned_at, ref", *values)]


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


def changes_of_weekly(port: Port, kind: str, day: str, team: str, listed: Mapping[str, str]) -> list[str]:
    """When each change of a weekly meeting was recorded that those invited should hear of: its own, its agenda's.

    ``listed`` are the details of the form that puts a case on the agenda.
    """
    sql = """SELECT e.id, e.recorded_at FROM choice_stands c JOIN entry e ON e.id = c.entry
        WHERE c.kind = ? AND c.name = ?
        UNION SELECT e.id, e.recorded_at FROM fact f JOIN entry e ON e.id = f.entry
        JOIN episode_stands p ON p.ref = f.episode
        WHERE p.team = ? AND (f.details LIKE ? OR f.withdraws IN (SELECT id FROM fact WHERE details LIKE ?))
        ORDER BY 1"""
    about = details_like(listed)
    return [at for _, at in port.rows(sql, kind, day, team, about, about)]


def emails(port: Port, people: Iterable[str]) -> dict[str, str]:
    """The e-mail addresses that are known of these people."""
    wanted = sorted(set(people))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT d.person, d.email FROM person_details_stands d WHERE d.person IN ({marks}) AND d.email <> ''
        AND d.number = (SELECT max(number) FROM person_details_stands WHERE person = d.person)"""
    return dict(port.rows(sql, *wanted)) if wanted else {}
