"""Weekly COG meetings as lists show them: those to come, the cases of one, who is asked, and the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.meetings import cog, cog_minutes
from ehcli.record import office
from ehcli.screen import shapes


class Agenda(NamedTuple):
    """A meeting of a team with the cases that are shown of it."""

    team: office.TeamNow
    weekly: cog.Weekly
    slots: Sequence[cog.Slot]


def team_of(desk: Desk, typed: str) -> office.TeamNow:
    """The team that was typed; raises BadInput where none was."""
    return office.team(desk.record, typed_words.text(typed, "team", "--team SLUG"))


def teams_of(desk: Desk, typed: Sequence[str]) -> list[office.TeamNow]:
    """The teams that were typed, each once; raises BadInput where none was."""
    return list(dict.fromkeys(team_of(desk, each) for each in typed or [""]))


def meeting_of(desk: Desk, team: str, day: str) -> tuple[office.TeamNow, cog.Weekly]:
    """The team with its meeting of that day, else the next one; raises NotFound."""
    known = team_of(desk, team)
    return known, cog.meeting(desk.record, known.slug, desk.days.today, desk.days.day(day) if day else None)


def coming(desk: Desk, teams: Sequence[str]) -> list[dict[str, Any]]:
    """The meetings of some teams to come, with how many cases each has."""
    return [
        {
            "planned_on": each.day.isoformat(),
            "at": each.at,
            "venue": each.venue,
            "cases": len(cog.agenda(desk.record, each, cog.form(desk, each.team), desk.settled)),
            "team": each.team,
        }
        for team in teams_of(desk, teams)
        for each in cog.meetings(desk.record, team.slug, desk.days.today)
    ]


def agenda(desk: Desk, team: str, day: str, only: str) -> Agenda:
    """The cases of a meeting with their slots; for one person, that person's own alone."""
    known, weekly = meeting_of(desk, team, day)
    return Agenda(known, weekly, cog.agenda(desk.record, weekly, cog.form(desk, weekly.team), desk.settled, only))


def rows(slots: Sequence[cog.Slot]) -> list[dict[str, Any]]:
    """The cases of an agenda as a list shows them."""
    return [
        {
            "at": each.at,
            "till": each.until,
            "episode": each.episode,
            "children": [shapes.person(ref, each.children) for ref in each.children],
            "worker": each.worker,
            "reason": each.reason,
            "consent": each.consent,
        }
        for each in slots
    ]


def asked(desk: Desk, weekly: cog.Weekly) -> list[dict[str, Any]]:
    """Who is asked to a meeting, how, and for which cases."""
    return [
        {"who": each.who, "method": each.method, "asked_for": list(each.cases) or ["every case"]}
        for each in cog.asked(desk.record, weekly)
    ]


def minutes(desk: Desk, teams: Sequence[str], *, since: str, until: str, only: str) -> list[dict[str, Any]]:
    """What some teams' meetings said of each case between two days; for one person, of those they were there for."""
    slugs = [each.slug for each in teams_of(desk, teams)]
    last = desk.days.day(until) if until else desk.days.today
    first = desk.days.day(since) if since else last.replace(year=last.year - 1, day=min(last.day, 28))
    wanted = only.strip().casefold()
    found = []
    for slug in slugs:
        for each in cog_minutes.of_team(desk.record, slug, cog.form(desk, slug), first, last):
            there = each.said.get(cog_minutes.PRESENT, "").split(", ")
            if not wanted or wanted in [name.casefold() for name in there]:
                found.append(row(each, there) | {"team": slug})
    return found


def row(case: cog_minutes.Discussed, there: Sequence[str]) -> dict[str, Any]:
    """The minutes of one case as a list shows them."""
    said = case.said
    return {
        "held_on": case.day.isoformat(),
        "episode": case.episode,
        "chair": said.get(cog_minutes.CHAIR, ""),
        "present": there,
        "statement": said.get(cog_minutes.STATEMENT, ""),
        "way_forward": said.get(cog_minutes.WAY, ""),
        "thresholds": said.get(cog_minutes.THRESHOLDS, ""),
        "dissent": said.get(cog_minutes.DISSENT, ""),
        "without_consent": said.get(cog_minutes.WITHOUT, ""),
        "actions": list(case.actions),
        "follow_up": said.get(cog_minutes.FOLLOWED, ""),
    }
