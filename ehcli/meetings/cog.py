"""The weekly Community Operating Group meeting of a team: when it is, and which cases have which slot.

A meeting is a recorded choice of the team's; a case is on its agenda by the procedure's own form, so that the
duties that follow (case list two working days before, consent) come from the pack. No source prints how long a
slot is nor the order of the cases (COG-readings): ours are 20 minutes, and the order in which they were listed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import FormRecorded, Told
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.procedures.consent import consenting
from ehcli.procedures.kept import Against
from ehcli.procedures.procedure import WEEKLY, Procedure
from ehcli.record import cases, journal, office
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

SLOT = 20  # minutes: our default


class Weekly(NamedTuple):
    """One weekly meeting, as the team last set it."""

    team: str
    day: date
    at: str
    venue: str
    minutes: int


class Slot(NamedTuple):
    """A case on the agenda: from when until when, and what those who come need to know."""

    at: str
    until: str
    episode: str
    worker: str
    children: Mapping[str, str]  # their names by reference
    reason: str
    consent: str
    involved: frozenset[str]


class Bidden(NamedTuple):
    """Somebody who is asked: how, and for which cases; none named means for all of them."""

    who: str
    method: str
    cases: tuple[str, ...] = ()


def form_of(procedure: Procedure) -> None:
    """Raises Refused where the procedure has no weekly meeting."""
    if not procedure.form_of(WEEKLY):
        raise Refused(
            f"{procedure.name} prints no weekly Community Operating Group meeting.",
            "It belongs to: sandwell, sandwell-cog",
        )


def procedure(desk: Desk, team: str) -> Procedure:
    """The procedure by which a team's weekly meetings are held: today's, else the last that had any."""
    programme = desk.rules.programme(team)
    today = programme.in_force(desk.days.today)
    return next((each for each in (today, *reversed(programme.procedures)) if each.form_of(WEEKLY)), today)


def form(desk: Desk, team: str) -> str:
    """The form on which a team's weekly meetings are recorded."""
    return procedure(desk, team).form_of(WEEKLY)


def kept(at: str, venue: str, minutes: int) -> str:
    return json.dumps({"at": at, "venue": venue, "minutes": minutes}, ensure_ascii=False)


def meetings(port: Port, team: str, since: date) -> list[Weekly]:
    """The weekly meetings of a team from a day on."""
    found = []
    for day, value in sorted(office.choices(port, f"cog:{team}").items()):
        if value and day >= since.isoformat():
            told = json.loads(value)
            found.append(Weekly(team, date.fromisoformat(day), told["at"], told["venue"], told["minutes"]))
    return found


def meeting(port: Port, team: str, since: date, day: date | None) -> Weekly:
    """The meeting of that day, else the next one; raises NotFound."""
    known = meetings(port, team, day or since)
    found = next((each for each in known if not day or each.day == day), None)
    if not found:
        when = f" on {day.isoformat()}" if day else " to come"
        raise NotFound(
            f"{team} has no weekly COG meeting{when}.",
            f"Set one: eh cog schedule --team {team} --at 'DATE TIME' --venue TEXT",
        )
    return found


def involved(episode: Episode, bidden: Sequence[Bidden]) -> frozenset[str]:
    """Who has to do with a case: who holds it, who was asked to a meeting about it, and who is asked to this one."""
    asked = {each.who for one in episode.meetings for each in one.asked}
    asked |= {each.who for each in bidden if not each.cases or episode.ref in each.cases}
    return frozenset({held.worker for held in episode.holdings if not held.until} | asked)


def agenda(port: Port, weekly: Weekly, on: str, settled_of: Callable[[str], Settled], only: str = "") -> list[Slot]:
    """The cases of a meeting in the order they were listed, each with its slot; with ``only``, one person's own.

    ``on`` is the form on which the team's weekly meetings are recorded.
    """
    day = weekly.day.isoformat()
    listed: list[tuple[Told, Settled]] = []
    for ref in cases.with_form(port, weekly.team, {"about_on": day, "form": on}):
        settled = settled_of(ref)
        first = next((each for each in settled.told if on_agenda(each, on, day, "listed")), None)
        if first:
            listed.append((first, settled))
    bidden = asked(port, weekly)
    starts = datetime.combine(weekly.day, time.fromisoformat(weekly.at))
    slots = []
    for place, (first, settled) in enumerate(sorted(listed, key=lambda each: each[0].root)):
        begins = starts + timedelta(minutes=weekly.minutes * place)
        slots.append(
            Slot(
                begins.strftime("%H:%M"),
                (begins + timedelta(minutes=weekly.minutes)).strftime("%H:%M"),
                first.fact.episode,
                settled.episode.worker,
                settled.names,
                journal.reason_of(port, first.entry),
                consent(settled.told, on, day),
                involved(settled.episode, bidden),
            )
        )
    return [each for each in slots if not only or only in each.involved]


def consent(told: Sequence[Told], form: str, day: str) -> str:
    """Whether a case may be discussed on that day: with consent, with the reason for doing without it, or not yet."""
    if any(on_agenda(each, form, day, "consent-on-file") for each in told) or consenting(told):
        return "yes"
    reasoned = any(on_agenda(each, form, day, "reason-without-consent") for each in told)
    return "no, with the reason" if reasoned else "missing"


def on_agenda(told: Told, form: str, day: str, stage: str) -> bool:
    """Whether this fact put a case on the agenda of that day, or told of another stage there."""
    fact = told.fact
    return isinstance(fact, FormRecorded) and (fact.form, fact.stage, fact.about_on) == (form, stage, day)


def add(told: Sequence[Told], form: str, weekly: Weekly, why: str, against: Against) -> None:
    """Checks that a case may be put on an agenda: a reason is part of it, and it stands there once."""
    if not why.strip():
        against(BadInput("Why is the case taken to the meeting?", "Add --reason TEXT", "weekly-reason"))
    there = next((each for each in told if on_agenda(each, form, weekly.day.isoformat(), "listed")), None)
    if there:
        raise Refused(f"{there.fact.episode} is on that agenda already.", f"See: eh cog agenda --team {weekly.team}")


def invited(weekly: Weekly) -> str:
    """The kind of choice under which those asked to a meeting are kept."""
    return f"cog-invited:{weekly.team}:{weekly.day.isoformat()}"


def kept_asking(method: str, cases: Sequence[str]) -> str:
    return json.dumps({"method": method, "cases": list(cases)})


def asked(port: Port, weekly: Weekly) -> list[Bidden]:
    """Who is asked to a meeting, in the order of their logins and slugs."""
    found = []
    for who, value in sorted(office.choices(port, invited(weekly)).items()):
        told = json.loads(value)
        found.append(Bidden(who, told["method"], tuple(told["cases"])))
    return found
