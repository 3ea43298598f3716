"""Settles an episode: what its facts and procedure give is written into the worklist, meetings and heading."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress

from ehcli.days.workdays import WorkingDays
from ehcli.episodes.episode import Episode
from ehcli.errors import EhError
from ehcli.procedures import adoptions, worklist
from ehcli.procedures.bands import standing
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.obligation import task_key
from ehcli.procedures.procedure import Procedure
from ehcli.record import cases, office, tasks
from ehcli.record.deriving import Settled, derive, rows
from ehcli.record.port import Port
from ehcli.record.writing import Writer


def settle(
    writer: Writer, heading: cases.EpisodeHeading, procedure: Procedure | Procedures, workdays: WorkingDays
) -> Settled:
    """Writes what follows from the episode's facts: new T- references, worklist, meetings and heading.

    Where it cannot be worked out, nothing is written of it but references.
    """
    ref = heading.ref
    settled = derive(writer, heading, procedure, workdays)
    refs = dict(settled.tasks)
    fresh = [key for each in settled.obligations if (key := task_key(each.key)) not in refs]
    episode = settled.episode
    met, headed = meetings_of(episode, episode.team or heading.team), heading_of(episode, heading.team)
    settled.tasks = refs | writer.tasks(ref, fresh)
    owed = rows(settled, heading)
    writer.set_worklist(ref, owed)
    writer.set_meetings(ref, met)
    writer.set_episode(ref, **headed)
    return settled


def as_they_stood(writer: Writer, episode: str, owed: Iterable[tasks.Owed]) -> None:
    """Puts the tasks of an episode that cannot be worked out back into the worklist, as far as they are its own."""
    own, elsewhere = tasks.task_references(writer, episode), {row.task for row in tasks.worklist(writer)}
    kept = [row for row in owed if own.get(row.key) == row.task and row.task not in elsewhere]
    with suppress(EhError):  # a row that does not fit is none that eh wrote
        writer.set_worklist(episode, [row._asdict() for row in kept])


# The facts that a heading and the rows of meetings follow from.
TELLS_OF_THE_CASE = (
    *("referral-received", "episode-opened", "arrived-in-tray", "allocated", "episode-closed"),
    *("taf-scheduled", "taf-held", "taf-not-held", "invited", "minutes-reached", "set-aside"),
)


def heading_of(episode: Episode, team: str) -> dict[str, str]:
    """What of an episode's heading follows from its facts; ``team`` where they name none."""
    return {
        "team": episode.team or team,
        "worker": episode.worker,
        "closed_on": episode.closed_on.isoformat() if episode.closed_on else "",
        "end_reason": episode.end_reason,
    }


def meetings_of(episode: Episode, team: str) -> list[dict[str, str]]:
    """The rows of an episode's meetings, as its facts tell of them."""
    return [
        {
            "ref": meeting.ref,
            "episode": episode.ref,
            "team": team,
            "kind": meeting.kind,
            "planned_on": meeting.planned_on.isoformat() if meeting.planned_on else "",
            "planned_at": meeting.planned_at,
            "venue": meeting.venue,
            "status": meeting.status,
            "held_on": meeting.held_on.isoformat() if meeting.held_on else "",
            "minutes": meeting.reached,
        }
        for meeting in episode.meetings
    ]


def place(writer: Writer, team: str, duty: str, procedures: Iterable[Procedure]) -> int:
    """Puts a team's open tasks of a duty where they stand by what the team chose; how many come to stand elsewhere."""
    chosen = office.choices_of_teams(writer, "band").get(team, {}).get(duty, "")
    printed = {each.procedure: each.band for procedure in procedures for each in procedure.duties if each.id == duty}
    owed = tasks.worklist(writer, teams=[team], duties=[duty])
    placed = [each._replace(band=standing(printed.get(each.procedure, ""), chosen)) for each in owed]
    writer.set_tasks_of(team, duty, [each._asdict() for each in placed])
    return sum(old.band != new.band for old, new in zip(owed, placed, strict=True))


def write_duties(writer: Writer, procedures: Iterable[Procedure]) -> None:
    """Puts beside the worklist where every duty of the procedures in use is printed, and which a letter meets."""
    rows, about = duties_of(procedures)
    writer.set_citations(rows)
    for key, value in about.items():
        writer.set_about(key, value)


def duties_of(procedures: Iterable[Procedure]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """What lists need of the duties of these procedures: a row for each, and what the record says of all of them."""
    duties = [duty for each in {each.fingerprint: each for each in procedures}.values() for duty in each.duties]
    rows = [
        {
            "procedure": duty.procedure,
            "duty": duty.id,
            "rules": json.dumps([worklist.printed(rule) for rule in duty.rules], ensure_ascii=False),
        }
        for duty in duties
    ]
    return rows, {
        "aims": "\n".join(dict.fromkeys(duty.id for duty in duties if duty.is_aimed)),
        "letters": "\n".join(f"{duty.procedure}\t{duty.id}\t{duty.letter}" for duty in duties if duty.letter),
    }


def adopted(port: Port) -> set[str]:
    """The procedures that any team ever took up, and stands by."""
    kept = port.rows("SELECT name, value FROM choice_stands WHERE kind LIKE 'adopted:%'")
    return {adoptions.read(first, value).name for first, value in kept}
