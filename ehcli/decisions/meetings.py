"""Team Around the Family meetings: planned, held or not, and their minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.decisions.days import _open
from ehcli.episodes.episode import ASIDE, Episode, Meeting
from ehcli.episodes.facts import (
    Fact,
    Invited,
    MinutesReached,
    SetAside,
    TafHeld,
    TafNotHeld,
    TafScheduled,
)
from ehcli.errors import BadInput, Refused
from ehcli.procedures import citation
from ehcli.procedures import minutes as stages
from ehcli.procedures.kept import Against, refuse
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.procedure import Named, Procedure


def schedule(
    episode: Episode,
    *,
    meeting: str,
    kind: str,
    called: str,
    planned_on: date,
    planned_at: str,
    venue: str,
    on: date,
    today: date,
) -> list[Fact]:
    """A TAF was given a date, a time and a place; ``called`` is what the procedure calls its kind."""
    _open(episode, on, today, "A booking")
    if planned_on < (episode.opened_on or planned_on):
        raise BadInput(f"{long(planned_on)} is before {episode.ref} was opened.", "Check the date of the meeting.")
    if kind == "initial" and episode.tafs_held:
        raise Refused(
            f"The {called} of {episode.ref} was held on {long(episode.tafs_held[0].held_on or planned_on)}.",
            "Schedule a review: --kind review",
        )
    return [TafScheduled(episode.ref, on, "", meeting, kind, planned_on.isoformat(), planned_at, venue)]


def invite(
    episode: Episode,
    meeting: Meeting,
    *,
    asked: Mapping[str, tuple[str, str]],
    on: date,
    today: date,
    released_by: str = "",
    against: Against = refuse,
) -> list[Fact]:
    """People were asked to a TAF: who, with how and what they answered. How is part of it (TEH-270).

    ``against`` is what is done where somebody's way of inviting is not said.
    """
    _open(episode, on, today, "An invitation")
    if meeting.not_held:
        raise Refused(
            f"{meeting.ref} does not take place ({meeting.not_held}).",
            f"Give it a new date first: eh taf schedule {meeting.ref} --at WHEN --venue TEXT",
        )
    if meeting.scheduled_on and on < meeting.scheduled_on:
        raise BadInput(
            f"{meeting.ref} was given its date on {long(meeting.scheduled_on)}, after {long(on)}.", "Check the date."
        )
    if meeting.held_on and on > meeting.held_on:
        raise BadInput(f"{meeting.ref} was held on {long(meeting.held_on)}, before {long(on)}.", "Check the date.")
    before = {each.who: each.method for each in meeting.asked}
    unsaid = [who for who, (method, _) in asked.items() if not (method or before.get(who))]
    if unsaid:
        against(
            Refused(
                f"How {', '.join(unsaid)} {'is' if len(unsaid) == 1 else 'are'} invited is not said.",
                f"Say how: --invite {unsaid[0]}=letter; or phone, in-person, email and others (eh taf invite --help)",
                "way-of-inviting",
            )
        )
    return [
        Invited(episode.ref, on, "", meeting.ref, who, method or before.get(who, ""), answer, released_by)
        for who, (method, answer) in asked.items()
    ]


def held(
    episode: Episode,
    meeting: Meeting,
    *,
    attended: Sequence[str],
    chair: str,
    chaired_by: str = "own-staff",
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """A TAF took place; ``chaired_by`` is whose meeting it was, of our own staff or of another agency."""
    _open(episode, on, today, "A TAF")
    _not_yet(meeting)
    if not attended:
        raise BadInput(
            "A TAF that was held had somebody there.",
            "Name them: --attended P-0001 --attended 'School nurse'",
        )
    return [TafHeld(episode.ref, on, at, meeting.ref, meeting.kind, tuple(attended), chair, chaired_by)]


def not_held(episode: Episode, meeting: Meeting, *, reason: str, on: date, today: date) -> list[Fact]:
    """A TAF that was planned did not take place: what it was to meet is still owed."""
    _open(episode, on, today, "A cancellation")
    _not_yet(meeting)
    if not reason.strip():
        raise BadInput("A TAF that was not held needs the reason.", "Add --reason TEXT")
    return [TafNotHeld(episode.ref, on, "", meeting.ref, reason)]


def _not_yet(meeting: Meeting) -> None:
    if meeting.held_on:
        raise Refused(
            f"{meeting.ref} was held on {long(meeting.held_on)}.",
            f"See: eh show {meeting.ref}",
        )


def minutes_asked(meeting: Meeting, obligations: Iterable[Obligation], procedure: Procedure) -> list[Named]:
    """The stages that the procedure asks of a meeting's minutes, in order; none once they were set aside.

    Not those of meetings that somebody else chairs, nor one that a manager agreed will not be reached.
    """
    spared = {
        stage
        for each in obligations
        if each.state == "set-aside" and getattr(each.trigger.fact, "meeting", "") == meeting.ref
        for stage in each.duty.minutes
    }
    return stages.asked(meeting, spared, procedure)


def stage_of_minutes(slug: str, meeting: Meeting, procedure: Procedure) -> Named:
    """The stage as this procedure has it; raises Refused where the minutes of its meetings have none such."""
    known = {each.slug: each for each in stages_of_minutes(meeting, procedure)}
    if slug in known:
        return known[slug]
    raise Refused(
        f"Under {procedure.name} minutes are never {slug}: they are {', then '.join(known)}.",
        f"Say how far they are: eh taf minutes {meeting.ref} --stage {next(iter(known))}",
        citation.joined(each.printed for each in known.values()),
    )


def stages_of_minutes(meeting: Meeting, procedure: Procedure) -> tuple[Named, ...]:
    """The stages of minutes that the procedure has; raises Refused, saying where a meeting is recorded, for none."""
    if procedure.minutes_stages:
        return procedure.minutes_stages
    record = next(iter(procedure.kept.get("taf_record", ())), None)
    raise Refused(
        f"Under {procedure.name} a meeting has no separate minutes." + (f" {record.name}" if record else ""),
        f"Closing asks for none. What was agreed is recorded on the form that this prints: "
        f"eh taf plan {meeting.ref} --form",
        record.printed if record else "",
    )


def minutes(
    episode: Episode,
    meeting: Meeting,
    *,
    stage: Named,
    asked: Sequence[Named],
    by: str,
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """The minutes reached a stage; refused before those that it waits for of ``asked``, which are asked of them."""
    _open(episode, on, today, "Minutes")
    if not meeting.held_on:
        raise Refused(
            f"{meeting.ref} has not been held, so it has no minutes.",
            f"First: eh taf held {meeting.ref} --attended NAMES",
        )
    if on < meeting.held_on:
        raise BadInput(f"Minutes on {long(on)} are before the meeting on {long(meeting.held_on)}.", "Check the date.")
    if meeting.minutes_on and on < meeting.minutes_on:
        raise BadInput(
            f"The minutes of {meeting.ref} were {meeting.reached} on {long(meeting.minutes_on)}, after {long(on)}.",
            "Check the date.",
        )
    if stage.slug in meeting.minutes:
        raise Refused(f"The minutes of {meeting.ref} are {stage.slug} already.", f"See: eh show {meeting.ref}")
    if missing := stages.waits_for(stage, meeting, asked):
        raise Refused(
            f"The minutes of {meeting.ref} are not {missing.slug} yet, so they cannot be {stage.slug}.",
            f"First: eh taf minutes {meeting.ref} --stage {missing.slug}",
            missing.printed,
        )
    return [MinutesReached(episode.ref, on, at, meeting.ref, stage.slug, by)]


def tasks_of_minutes(meeting: Meeting, obligations: Iterable[Obligation]) -> list[Obligation]:
    """The open tasks of a meeting that only its minutes meet."""
    return [
        each
        for each in obligations
        if each.is_open and each.duty.minutes and getattr(each.trigger.fact, "meeting", "") == meeting.ref
    ]


def set_minutes_aside(
    episode: Episode, meeting: Meeting, procedure: Procedure, *, decided_by: str, reason: str, on: date
) -> list[Fact]:
    """Somebody who may decide it agreed that nothing more comes of a meeting's minutes."""
    stages_of_minutes(meeting, procedure)
    if not meeting.held_on:
        raise Refused(f"{meeting.ref} has not been held, so it has no minutes.", f"See: eh show {meeting.ref}")
    if meeting.set_aside:
        raise Refused(f"The minutes of {meeting.ref} were set aside already.", f"See: eh timeline {episode.ref}")
    return [SetAside(episode.ref, on, "", f"{ASIDE}{meeting.ref}", "", decided_by, reason)]
