"""Closes an episode."""

from __future__ import annotations

from datetime import date

from ehcli.days.typed_dates import long
from ehcli.decisions import episodes
from ehcli.desk import reasons
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.letters.unposted import unposted
from ehcli.procedures import citation, rights
from ehcli.procedures.procedure import ClosingCheck, Procedure
from ehcli.record.deriving import Settled


def close(desk: Desk, episode: str, *, reason: str) -> Said:
    """The episode ends on that day, for a reason that the procedure prints or the authority added.

    Raises Refused where the role may not close it, or while anything that closing asks for is missing; it names all.
    """
    on, _ = desk.days.happened
    with desk.recording() as now:
        procedure = now.procedure(episode)
        reason = reasons.reason(procedure, now.writer, "end_reason", reason)
        login, role = now.decider()
        rights.require_for_closing(reason, role=role, login=login, procedure=procedure)
        now.require("close", procedure)
        stands = now.episode(episode, whole=True)  # a note may meet what closing asks for, and bear a later day
        missing = lacking(procedure, stands, on)
        left = left_open(procedure, stands, on)
        now.tell(
            episodes.close(
                stands.episode,
                stands.obligations,
                procedure,
                told=stands.told,
                reason=reason,
                decided_by=now.decided_by,
                tasks=stands.tasks,
                missing=[check for check in missing if check.strength == "refuse"],
                on=on,
                today=desk.days.today,
            )
        )
    notes = [
        f"Note: not on file at closing: {check.title} ({citation.in_short(check.cite, ', ')})"
        for check in missing
        if check.strength == "warn"
    ]
    if left:
        notes.append(f"Warning: {stands.episode.ref} closed with this outstanding ({procedure.ours}):")
        notes += left
    if waiting := list(unposted(stands.told)):
        told = f"{', '.join(waiting)} {'was' if len(waiting) == 1 else 'were'} printed and not posted."
        notes.append(f"Warning: {told} What was posted is recorded with: eh letters posted {' '.join(waiting)}")
    return Said(now.outcome, f"Closed {stands.episode.ref} on {long(on)}: {reason}.", notes=notes)


def left_open(procedure: Procedure, stands: Settled, on: date) -> list[str]:
    """What is outstanding and does not stand in the way of closing, a line each."""
    tasks, meetings = episodes.outstanding(stands.episode, stands.obligations, procedure, on=on)
    waits = episodes.in_the_way((tasks, meetings), procedure)
    tasks, meetings = (
        [each for each in tasks if each not in waits[0]],
        [each for each in meetings if each not in waits[1]],
    )
    return episodes.in_words(episodes.by_reference(tasks, stands.tasks), meetings)


def lacking(procedure: Procedure, stands: Settled, on: date) -> list[ClosingCheck]:
    """The closing checks of the procedure that nothing on file meets and nobody set aside."""
    return episodes.lacking(stands.episode, procedure.closing_checks, stands.told, list(stands.names), on)
