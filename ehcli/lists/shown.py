"""What a reference stands for: an episode, family, person, task, meeting, letter or note, as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes.references import TYPED, read
from ehcli.errors import NotFound
from ehcli.lists import case_file, read_log
from ehcli.lists.cautions import cautions
from ehcli.meetings import plan
from ehcli.procedures.obligation import task_key
from ehcli.record import cases, households, meetings, minuted, people, tasks, texts
from ehcli.show import owed, recorded

# What people read of a task; its dates stand in the working that they are sent to.
READ = ("task", "episode", "duty", "title", "meeting", "status", "started_on", "due", "due_at", "limit", "strength")


def shown(desk: Desk, typed: str) -> tuple[str, dict[str, Any]]:
    """The reference in full and what is shown of it, to a person some of what a script is told.

    Raises BadInput for a reference of which nothing is shown, and NotFound.
    That somebody read it is noted, but for a task: it names its episode and nobody.
    """
    found = TYPED.fullmatch(typed.strip())
    letter = found[1].upper() if found else ""
    ref = read(typed, letter) if letter in SHOWN else read(typed, *SHOWN)
    told = SHOWN[letter](desk, ref)
    if letter != "T":
        read_log.note(desk, ref)
    return ref, told


def a_family(desk: Desk, ref: str) -> dict[str, Any]:
    everybody = people.family(desk.record, ref)
    if not everybody:
        raise cases.absent(desk.record, ref)
    rows = people.episodes_of(desk.record, [everybody[0].ref])
    episodes = {row[2:] for row in rows if row[1] == ref and row[2]}
    return {
        "family": ref,
        "warnings": cautions(desk, [each.ref for each in everybody], [ref]),
        "people": [
            {
                "person": each.ref,
                "name": each.name,
                "born": each.born,
                "role": each.role,
                "address": each.address.replace("\n", ", "),
            }
            for each in everybody
        ],
        "episodes": [
            {"episode": row[0], "team": row[1], "opened_on": row[2], "closed_on": row[3]} for row in sorted(episodes)
        ],
    }


def a_person(desk: Desk, ref: str) -> dict[str, Any]:
    known = people.people(desk.record, [ref]).get(ref)
    if not known:
        raise cases.absent(desk.record, ref)
    rows, places = people.episodes_of(desk.record, [ref]), households.members(desk.record, person=ref)
    families = sorted({row[1] for row in rows})
    return {
        "person": ref,
        "name": known.name,
        "warnings": cautions(desk, [ref], families),
        "born": known.born,
        "sex": known.sex,
        "phone": known.phone,
        "address": known.address.replace("\n", ", "),
        "families": [each._asdict() for each in places] if desk.settings.as_json else families,
        "episodes": [
            {"episode": row[2], "team": row[3], "opened_on": row[4], "closed_on": row[5]} for row in rows if row[2]
        ],
    }


def a_task(desk: Desk, ref: str) -> dict[str, Any]:
    _, episode, key = tasks.task(desk.record, ref)
    settled = desk.settled(episode)
    for each in settled.obligations:
        if task_key(each.key) == key:
            told, how = owed.of_episode(desk, settled)(each), {"why": f"eh why {ref}"}
            if desk.settings.as_json:
                return told | how
            child = {"child": settled.names.get(each.child, each.child)}
            return (
                {name: told[name] for name in READ}
                | child
                | {"printed_in": recorded.source(each), "how": told["how"]}
                | how
            )
    raise NotFound(f"{ref} is no longer asked for.", f"See: eh timeline {episode}")


def a_meeting(desk: Desk, ref: str) -> dict[str, Any]:
    row = meetings.meeting(desk.record, ref)
    heading = desk.heading(row.episode)
    settled = desk.settled_under(heading)
    known = settled.episode.meeting(ref)
    assert known  # the meeting's row is written from these facts
    actions = minuted.agreed(desk.record, ref)
    names = plan.names(desk.record, settled, [each.who for each in actions])
    procedure = desk.rules.procedure_of(heading.team)
    parts = plan.parts(procedure, known.kind)
    kind = known.kind if desk.settings.as_json else procedure.meeting_kinds[known.kind].slug
    return meetings.as_listed(row) | {
        "kind": kind,
        "attended": list(known.attended),
        "chair": known.chair,
        "invited": [{"who": each.who, "method": each.method, "answer": each.answer} for each in known.asked],
        "plan": [
            {"heading": each.heading, "child": each.child, "text": each.text}
            for _, each in plan.ordered(parts, minuted.said(desk.record, ref))
        ],
        "actions": [plan.shown(each, names, desk.days.today) for each in actions],
    }


def a_letter(desk: Desk, ref: str) -> dict[str, Any]:
    found = texts.letters(desk.record, ref=ref, reader=desk.who.reader)
    if not found:
        raise cases.absent(desk.record, ref)
    return found[0]


def a_note(desk: Desk, ref: str) -> dict[str, Any]:
    found = texts.note(desk.record, ref, desk.who.reader)
    if not found:
        raise cases.absent(desk.record, ref)
    return found


SHOWN: Mapping[str, Callable[[Desk, str], dict[str, Any]]] = MappingProxyType(
    {
        "E": case_file.episode,
        "F": a_family,
        "P": a_person,
        "T": a_task,
        "M": a_meeting,
        "L": a_letter,
        "N": a_note,
    }
)
