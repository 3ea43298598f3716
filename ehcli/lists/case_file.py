"""An episode whole: its people, who held it, its meetings and actions, what it owes and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Episode
from ehcli.lists import following
from ehcli.lists.cautions import cautions
from ehcli.lists.tasks import items
from ehcli.meetings import plan
from ehcli.procedures.notes_looked_at import NotesLookedAt
from ehcli.procedures.obligation import Obligation, in_order
from ehcli.record import households, minuted, office, people, tasks
from ehcli.record.cases import EpisodeHeading
from ehcli.record.deriving import Settled, basis
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead
from ehcli.screen.shapes import day as iso
from ehcli.show import owed, recorded


def episode(desk: Desk, ref: str) -> dict[str, Any]:
    """Everything that is shown of an episode, to a person less of each task; raises NotFound."""
    heading = desk.heading(ref)
    looked_at = desk.rules.programme_of(heading).notes
    ask_ahead(desk.record, lambda asked: of_a_case(asked, heading, looked_at, desk.days.today))
    settled = desk.settled_under(heading)
    stands, family = settled.episode, people.family(desk.record, heading.family)
    open_now, task = items(desk, tasks.worklist(desk.record, episode=heading.ref)), owed.of_episode(desk, settled)
    whole, procedure = desk.settings.as_json, desk.rules.procedure_of(heading.team)
    roles = {} if whole else {word: each.name for word, each in procedure.roles_on_an_episode.items()}
    kinds = {} if whole else {word: each.slug for word, each in procedure.meeting_kinds.items()}
    return {
        "episode": heading.ref,
        "family": heading.family,
        "team": heading.team,
        "level": heading.level,
        "route": heading.route,
        "status": "closed" if stands.closed_on else "open",
        "opened_on": iso(stands.opened_on),
        "closed_on": heading.closed_on or None,
        "end_reason": heading.end_reason or None,
        "worker": stands.worker or None,
        "referrer": stands.referrer,
        "external_number": heading.external_number,
        "warnings": cautions(desk, [each.ref for each in family], [heading.family]),
        **following.of_episode(desk, heading),
        "people": people_of(family, settled),
        "holdings": held_by(stands, roles),
        "meetings": meetings_of(stands, kinds),
        "open_actions": open_actions(desk, settled),
        "tasks": open_now if whole else open_tasks(open_now, settled),
        "done": [task(each) | day_ended(each) for each in over(settled)] if whole else done(settled),
    }


def of_a_case(port: Port, heading: EpisodeHeading, looked_at: NotesLookedAt, today: date) -> None:
    """What is read of every episode that is shown, whoever and whatever is in it."""
    basis(port, heading.ref, looked_at)
    people.family(port, heading.family)
    households.flags(port, [heading.family], today)
    minuted.actions(port, heading.ref)
    office.agencies(port)
    tasks.worklist(port, episode=heading.ref)
    tasks.duty_rules(port)


def people_of(family: list[people.Individual], settled: Settled) -> list[dict[str, Any]]:
    """The family; whoever the episode is about is a child in it, whatever else."""
    return [
        {
            "person": each.ref,
            "name": each.name,
            "born": each.born,
            "role": "child" if each.ref in settled.names else each.role,
            "phone": each.phone,
        }
        for each in family
    ]


def held_by(stands: Episode, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who holds or held the episode, in which role, ``called`` so where people read it, and how long."""
    return [
        {
            "worker": each.worker,
            "role": called.get(each.role, each.role),
            "since": each.since.isoformat(),
            "until": iso(each.until),
        }
        for each in stands.holdings
    ]


def meetings_of(stands: Episode, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """The meetings of the episode, and how far the minutes of each have come."""
    return [
        {
            "meeting": each.ref,
            "kind": called.get(each.kind, each.kind),
            "status": each.status,
            "planned_on": iso(each.planned_on),
            "held_on": iso(each.held_on),
            "minutes": each.reached or None,
        }
        for each in stands.meetings
    ]


def open_actions(desk: Desk, settled: Settled) -> list[dict[str, Any]]:
    """What the meetings of an episode agreed and is not done yet."""
    actions = [each for each in minuted.actions(desk.record, settled.episode.ref) if not each.done_on]
    names = plan.names(desk.record, settled, [each.who for each in actions])
    return [plan.shown(each, names, desk.days.today) for each in actions]


def open_tasks(found: list[dict[str, Any]], settled: Settled) -> list[dict[str, Any]]:
    """What the episode owes as people read it, with the child that a task is about where it is about one."""
    of_child = {settled.task(each): settled.names.get(each.child, "") for each in settled.given_out if each.child}
    return [
        {
            "task": item["task"],
            "title": item["title"],
            "child": of_child.get(item["task"], ""),
            "due": item["due"],
            "limit": item["limit"],
            "status": item["status"],
        }
        for item in found
    ]


def over(settled: Settled) -> list[Obligation]:
    """What the episode owed and owes no more."""
    return [each for each in sorted(settled.given_out, key=in_order) if not each.is_open]


def done(settled: Settled) -> list[dict[str, Any]]:
    """What the episode owed and owes no more, as people read it."""
    return [
        {
            "task": settled.task(each),
            "title": recorded.title(each, settled.names),
            "due": iso(each.due),
            "status": each.state,
            **day_ended(each),
        }
        for each in over(settled)
    ]


def day_ended(each: Obligation) -> dict[str, str | None]:
    """The day on which a task was done; of one that was not, the day from which it was owed no more."""
    on = iso(each.ended_by.on) if each.ended_by else None
    met = each.state in ("met", "late")
    return {"done_on": on if met else None, "ended_on": None if met else on}
