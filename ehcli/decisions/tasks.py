"""Tasks: done, set aside, given to somebody."""

from __future__ import annotations

from datetime import date

from ehcli.days.typed_dates import long
from ehcli.decisions.days import happened
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import (
    Fact,
    FormRecorded,
    Moved,
    SetAside,
)
from ehcli.errors import BadInput, Refused
from ehcli.procedures import citation, doing
from ehcli.procedures.obligation import Obligation, task_key


def done(episode: Episode, obligation: Obligation, task: str, *, on: date, today: date) -> list[Fact]:
    """A task that a form or document meets is done; one that a visit, meeting or letter meets is recorded as that."""
    happened(episode, on, today, "A task")
    if obligation.state in ("met", "late"):
        raise Refused(f"{task} was done already.", f"See: eh why {task}")
    if not obligation.is_open:
        raise Refused(f"{task} is no longer owed ({obligation.state}).", f"See: eh why {task}")
    form = obligation.duty.form
    if not form:
        how = doing.met(obligation, task, episode.meetings).how or f"eh show {episode.ref}"
        raise Refused(
            f"{task} ({obligation.duty.title}) is met by what happened, not by ticking it off.",
            f"Record that: {how}",
        )
    if on < obligation.trigger.on:
        raise BadInput(
            f"{task} began on {long(obligation.trigger.on)}, so it cannot have been done on {long(on)}.",
            "Check the date.",
        )
    if obligation.duty.waits and obligation.due and on <= obligation.due:
        raise Refused(
            f"{task} ({obligation.duty.title}) is over once {long(obligation.due)} has passed.",
            "Wait for that day; what is recorded before it meets nothing.",
            citation.in_full(obligation.citations),
        )
    children = (obligation.child,) if obligation.child else ()
    return [FormRecorded(episode.ref, on, "", form[0], form[1], children)]


def set_aside(
    episode: Episode,
    obligation: Obligation,
    task: str,
    *,
    reason: str,
    decided_by: str,
    on: date,
    today: date,
) -> list[Fact]:
    """Somebody who may decide it agreed that a task will not be done: kept as not done, with the reason."""
    happened(episode, on, today, "A decision")
    if not obligation.is_open:
        raise Refused(f"{task} is not open ({obligation.state}).", f"See: eh why {task}")
    if not reason.strip():
        raise BadInput("A task is set aside for a reason.", "Add --reason TEXT")
    return [SetAside(episode.ref, on, "", task_key(obligation.key), obligation.duty.id, decided_by, reason)]


def move(episode: Episode, obligation: Obligation, task: str, *, to: str, on: date, today: date) -> list[Fact]:
    """A task was picked up by, or given to, a worker."""
    happened(episode, on, today, "A task")
    if not obligation.is_open:
        raise Refused(f"{task} is not open ({obligation.state}).", f"See: eh why {task}")
    return [Moved(episode.ref, on, "", task_key(obligation.key), to)]
