"""Plans, moves, holds and calls off a TAF, and tells how far its minutes have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.acts import invites
from ehcli.days.typed_dates import long
from ehcli.decisions import meetings
from ehcli.desk import several, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.episode import STAGES, Meeting
from ehcli.episodes.facts import Fact
from ehcli.episodes.references import read
from ehcli.errors import BadInput, Refused
from ehcli.letters import fields
from ehcli.meetings import apart, invitation_files, invitations, places, tafs
from ehcli.procedures.kept import Kept
from ehcli.procedures.procedure import Named, Procedure
from ehcli.record import meetings as record_meetings
from ehcli.record.deriving import Outcome, Settled
from ehcli.show import recorded

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


class Booking(NamedTuple):
    """When and where a TAF is to be, and which one it is."""

    kind: str
    on: date
    at: str
    venue: str


def schedule(
    desk: Desk,
    episode: str,
    *,
    at: str,
    venue: str = "",
    kind: str = "",
    meeting: str = "",
    invite: Sequence[str] = (),
    released_by: str = "",
    reason: str = "",
    out: str = "",
) -> Said:
    """A TAF has a date, a time and a place; with a meeting, that one moves, and stays where no place is said.

    Raises Refused where it is planned so already, or the initial TAF was held, and where two people who are kept apart
    would be asked to it, or hear of its new date, and nobody released that.
    """
    planned_on, planned_at = moment(desk, at)
    on, _ = desk.days.happened
    pairs = invitations.typed_pairs(invite, [], "", "")
    folder = invitation_files.folder(out) if pairs or out else Path()
    with desk.recording(reason) as now:
        stands, known = what_moves(now, episode, meeting)
        letting = fields.release(now, now.procedure(stands.episode.ref), released_by, reason, desk.days.today)
        rules = Kept(now.procedure(stands.episode.ref))
        kinds = rules.procedure.meeting_kinds
        booking = booked(stands, known, Booking(kind, planned_on, planned_at, venue), kinds)
        called = kinds[booking.kind].name
        ref = known.ref if known else now.writer.ref("M")
        now.tell(
            meetings.schedule(
                stands.episode,
                meeting=ref,
                kind=booking.kind,
                called=called,
                planned_on=planned_on,
                planned_at=planned_at,
                venue=booking.venue,
                on=on,
                today=desk.days.today,
            )
        )
        planned = (known or Meeting(ref, booking.kind))._replace(
            planned_on=planned_on, venue=booking.venue, not_held=""
        )
        apart.refuse_telling(now.writer, stands, planned, desk.days.today)
        asked, flags = invites.told(now, stands, planned, pairs, on, rules, letting)
        places.sure(now.writer, stands, planned, desk.days.today)
        ready = None
        if asked or out or (known and known.asked):
            ready, more = invites.looked_at(now, stands.episode.ref, ref, asked, on)
            flags += more
            folder = folder if pairs or out or now.dry_run else invitation_files.folder("")
    made: dict[str, Any] = invites.written(ready, folder) | {"flags": [*flags, *to_tell(stands, known)]}
    said = f"{'Moved' if known else 'Scheduled'} {ref}: {called} of {stands.episode.ref} "
    said += f"on {long(planned_on)} at {planned_at}, {booking.venue}."
    said += f" Invited: {invitations.in_words(asked)}." if asked else ""
    notes = [*warnings(desk, now.outcome, booking), *rules.warnings]
    return Said(now.outcome, said, ref=ref, more=made, asides=invitation_files.in_words(made), notes=notes)


def moment(desk: Desk, at: str) -> tuple[date, str]:
    """The date and the time of a meeting; raises BadInput where one of them was not said."""
    if not at:
        raise BadInput("When is the TAF?", "Add --at '2026-12-08 14:00'")
    planned_on, planned_at = desk.days.moment(at, "date of the meeting")
    if not planned_at:
        raise BadInput("At what time is the TAF?", "Add the time: --at '2026-12-08 14:00'")
    return planned_on, planned_at


def what_moves(now: Recording, typed: str, meeting: str) -> tuple[Settled, Meeting | None]:
    """The episode, and the meeting that moves where one is meant; a meeting may be typed in the episode's place."""
    if typed.strip()[:1] in ("M", "m"):
        meeting = meeting or typed
        typed = record_meetings.meeting(now.writer, typed).episode
    stands = now.episode(typed)
    return stands, moving(now, stands, meeting) if meeting else None


def moving(now: Recording, stands: Settled, typed: str) -> Meeting:
    """The meeting that moves; raises BadInput for one of another episode, or that was held."""
    ref = read(typed, "M")
    known = stands.episode.meeting(ref)
    if known is None:
        raise BadInput(
            f"{ref} is a meeting of {record_meetings.meeting(now.writer, ref).episode}.",
            f"See: eh taf list --episode {stands.episode.ref}",
        )
    if known.held_on:
        raise BadInput(f"{ref} was held on {long(known.held_on)}.", "Schedule a new one without --meeting")
    return known


def booked(stands: Settled, known: Meeting | None, typed: Booking, kinds: Mapping[str, Named]) -> Booking:
    """The booking with what it takes over from the meeting that moves, and its kind worked out where none is said."""
    kind, on, at, venue = typed
    kind = typed_words.own_word(kind, kinds, "kind of TAF") if kind else ""
    if known:
        venue = venue.strip() or known.venue  # a meeting that moves stays where it is, unless another place is said
        same = (known.planned_on, known.planned_at, known.venue) == (on, at, venue)
        if same and not known.not_held and kind in ("", known.kind):
            raise Refused(f"{known.ref} is planned for then and there already.", f"See: eh show {known.ref}")
    venue = typed_words.text(venue, "venue", "--venue TEXT")
    usual = known.kind if known else "review" if stands.episode.tafs_held else "initial"
    return Booking(kind or usual, on, at, venue)


def to_tell(stands: Settled, known: Meeting | None) -> list[str]:
    """Who is to be told that a meeting moves; and beside a new one, which other one is planned."""
    if known:
        told = ", ".join(each.who for each in known.asked)
        return [f"tell {told} of the new date: they knew of the old one."] if told else []
    other = [each.ref for each in stands.episode.meetings if each.status == "planned"]
    return [f"{other[-1]} is planned too; if it has moved: eh taf schedule {other[-1]} --at WHEN"] if other else []


def warnings(desk: Desk, outcome: Outcome, booking: Booking) -> list[str]:
    """That a TAF is planned for after the day it is due, or for a day on which nobody works."""
    found = []
    for each in outcome.settled.obligations if outcome.settled else ():
        if each.is_open and each.duty.met_by_meeting(booking.kind) and each.due and booking.on > each.due:
            limit = f"; the limit is {long(each.limit)}" if each.limit else ""
            found.append(f"Warning: this TAF is due by {long(each.due)}{limit} ({recorded.source(each)}).")
    if why := desk.days.workdays.off(booking.on):
        found.append(f"Warning: {long(booking.on)} is not a working day ({why}).")
    return found


def held(
    desk: Desk,
    meeting: str,
    *,
    attended: Sequence[str],
    chair: str = "",
    when: tuple[date, str] | None = None,
    episode: str = "",
) -> Said:
    """A TAF took place, when it was planned if no other moment is said, and these were there.

    Raises Refused for one that was held, and BadInput where nobody was there or the day has not come.
    """
    typed = [name.strip() for each in attended for name in each.split(",") if name.strip()]
    with desk.recording() as now:
        stands, known = tafs.told_of(now, meeting, episode)
        present = [tafs.there(now, name) for name in typed]
        on, at = held_when(known, when, desk.days.today)
        whose = tafs.chaired_by(now, chair)
        now.tell(
            meetings.held(
                stands.episode,
                known,
                attended=present,
                chair=chair,
                chaired_by=whose,
                on=on,
                at=at,
                today=desk.days.today,
            )
        )
        procedure = now.procedure(stands.episode.ref)
    said = f"{known.ref}: {procedure.meeting_kinds[known.kind].name} of {stands.episode.ref} held on {long(on)}."
    return Said(now.outcome, said, ref=known.ref, notes=not_ours(procedure, stands.episode.ref, chair, whose))


def held_when(meeting: Meeting, when: tuple[date, str] | None, today: date) -> tuple[date, str]:
    """When it was held: as it is said, else as planned, which must then have come."""
    if when:
        on, at = when
        return on, at or (meeting.planned_at if on == meeting.planned_on else "")
    return (meeting.planned_on or today), meeting.planned_at


def not_ours(procedure: Procedure, episode: str, chair: str, whose: str) -> list[str]:
    """That our minutes need not reach the stages which are asked of our own meetings alone."""
    return [
        f"Note: {chair} is no worker of ours, so our minutes need not be {each.slug} ({each.printed}). "
        f'If that is wrong: eh correct {episode} taf-held --set chair=LOGIN --reason "Wrong chair"'
        for each in procedure.minutes_stages
        if each.chaired_by and whose not in each.chaired_by
    ]


def not_held(desk: Desk, meeting: str, *, reason: str, episode: str = "") -> Said:
    """A TAF did not take place: what it was to meet is owed still."""
    return called_off(desk, meeting, reason, "was not held", "", episode)


def cancel(desk: Desk, meeting: str, *, reason: str, out: str = "") -> Said:
    """A TAF to come does not take place: what it was to meet is owed still."""
    return called_off(desk, meeting, reason, "is cancelled", out)


def called_off(desk: Desk, meeting: str, reason: str, how: str, out: str, episode: str = "") -> Said:
    """Records that a TAF did not or will not take place, and writes the files that tell those invited."""
    on, _ = desk.days.happened
    with desk.recording(reason) as now:
        stands, known = tafs.told_of(now, meeting, episode)
        now.tell(meetings.not_held(stands.episode, known, reason=reason, on=on, today=desk.days.today))
        tells = bool(known.asked) and not now.dry_run
        folder = invitation_files.folder(out) if tells else Path()
        after = now.so_far(stands.episode.ref) if tells else stands
        ready = invites.ready(now, after, tafs.of_row(after, known.ref)) if tells else None
        called = now.procedure(stands.episode.ref).meeting_kinds[known.kind].name
    said = f"{known.ref}: the {called} of {stands.episode.ref} {how}: {reason}."
    made = invites.written(ready, folder)
    if tells:
        made["flags"] = [f"tell {', '.join(each.who for each in known.asked)}."]
    return Said(
        now.outcome,
        said,
        ref=known.ref,
        more=made,
        lines=[f"It is owed still. Next: eh taf schedule {known.ref} --at WHEN --venue TEXT"],
        asides=invitation_files.in_words(made),
    )


def minutes(desk: Desk, named: Sequence[str], *, stage: str, episode: str = "") -> Said:
    """The minutes of TAFs reached a stage that the procedure prints: of all that are named, or of none.

    Raises Refused where the role may not approve them, or an earlier stage is asked of them first.
    """
    stage = typed_words.one_of(stage, STAGES, "stage of minutes", "--stage")
    on, _ = desk.days.happened
    refs = list(dict.fromkeys(read(typed, "M") for typed in named))
    with desk.recording() as now:
        told = several.each_of(refs, lambda ref: reached(now, ref, stage, episode))
        for facts in told.values():
            now.tell(facts)
    said = f"Minutes of {', '.join(refs)}: {stage} on {long(on)}."
    of = now.of_each({ref: facts[0].episode for ref, facts in told.items()})
    return Said(now.outcome, said, ref=refs[0], each=of)


def reached(now: Recording, meeting: str, stage: str, episode: str) -> list[Fact]:
    """That the minutes of a TAF reached a stage today."""
    on, at = now.days.happened
    stands, known = tafs.told_of(now, meeting, episode)
    procedure, today = now.procedure_of_minutes(stands.episode.ref, known.held_on), now.procedure(stands.episode.ref)
    named = meetings.stage_of_minutes(stage, known, procedure)
    if stage == "approved":
        approving = today if today.roles_that_may("approve-minutes") else procedure
        now.require("approve-minutes", approving, named.printed)
    login, _ = now.decider()
    return meetings.minutes(
        stands.episode,
        known,
        stage=named,
        asked=meetings.minutes_asked(known, stands.owed_of_minutes, procedure),
        by=login,
        on=on,
        at=at,
        today=now.days.today,
    )
