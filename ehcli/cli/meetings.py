"""Team Around the Family meetings: planned, held or not held, and their minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ehcli.cli import inviting
from ehcli.days.typed_dates import long
from ehcli.decisions import meetings
from ehcli.desk import typed_words
from ehcli.desk.at_meetings import chaired_by, there, told_of
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.episode import STAGES, Meeting
from ehcli.episodes.references import read
from ehcli.errors import BadInput, Refused
from ehcli.meetings import invitations
from ehcli.record import meeting_rows, office
from ehcli.screen import screen
from ehcli.show import lists, recorded

MeetingRef = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting, such as M-0001.")]


def schedule(
    ctx: typer.Context,
    episode: Annotated[
        str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001; or the meeting that moves, M-0001.")
    ],
    at: Annotated[str, typer.Option(metavar="WHEN", help="'2026-12-08 14:00'.")] = "",
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where.")] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="initial, review or final; worked out if left out.")] = "",
    meeting: Annotated[str, typer.Option(metavar="M-", help="A meeting that moves to this date.")] = "",
    invite: Annotated[
        list[str] | None, typer.Option("--invite", metavar="WHO=METHOD", help="P-0003=letter; again for each.")
    ] = None,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the invitations.")] = "",
) -> None:
    """Give a TAF a date, a time and a place, or move it: it stays in its place where no other is said.

    A booking alone never meets the duty to hold a TAF.

    Warns when the date is past the day the TAF is due, or is not a working day. With --invite, records who is
    invited as 'eh taf invite' does. When a meeting moves, the files of its invitations are written again.

    Examples:
        eh taf schedule E-0001 --at "2026-12-08 14:00" --venue "Okafor Primary School"
        eh taf schedule E-0001 --at "8 Dec 2026 2pm" --venue "Town hall" --invite P-0003=letter --invite aroy=email
        eh taf schedule M-0001 --at "10 Dec 2026 2pm"
        eh taf schedule E-0001 --meeting M-0001 --at "10 Dec 2026 2pm" --venue "Town hall"
    """

    desk: Desk = ctx.obj
    if not at:
        raise BadInput("When is the TAF?", "Add --at '2026-12-08 14:00'")
    planned_on, planned_at = desk.days.moment(at, "date of the meeting")
    if not planned_at:
        raise BadInput("At what time is the TAF?", "Add the time: --at '2026-12-08 14:00'")
    on, _ = desk.days.happened
    pairs = invitations.typed_pairs(invite or [], [], "", "")
    folder = invitations.folder(out) if pairs or out else Path()
    with desk.recording() as now:
        if episode.strip()[:1] in ("M", "m"):
            meeting = meeting or episode
            episode = meeting_rows.meeting(now.writer, episode).episode
        stands = now.episode(episode)
        known = None
        if meeting:
            row = meeting_rows.meeting(now.writer, meeting)
            known = stands.episode.meeting(row.ref)
            if known is None:
                raise BadInput(
                    f"{row.ref} is a meeting of {row.episode}.",
                    f"See: eh taf list --episode {stands.episode.ref}",
                )
            if known.held_on:
                raise BadInput(f"{row.ref} was held on {long(known.held_on)}.", "Schedule a new one without --meeting")
            venue = venue.strip() or known.venue  # a meeting that moves stays where it is, unless another place is said
            if (known.planned_on, known.planned_at, known.venue) == (planned_on, planned_at, venue) and (
                not known.not_held and kind in ("", known.kind)
            ):
                raise Refused(f"{row.ref} is planned for then and there already.", f"See: eh show {row.ref}")
        venue = typed_words.text(venue, "venue", "--venue TEXT")
        kind = typed_words.one_of(kind, ("initial", "review", "final"), "kind of TAF") if kind else ""
        kind = kind or (known.kind if known else "review" if stands.episode.tafs_held else "initial")
        ref = known.ref if known else now.writer.ref("M")
        now.tell(
            meetings.schedule(
                stands.episode,
                meeting=ref,
                kind=kind,
                planned_on=planned_on,
                planned_at=planned_at,
                venue=venue,
                on=on,
                today=desk.days.today,
            )
        )
        planned = (known or Meeting(ref, kind))._replace(planned_on=planned_on, not_held="")
        asked, ended = inviting.told(desk, now.writer, stands, planned, pairs) if pairs else ({}, [])
        if asked:
            now.tell(meetings.invite(stands.episode, planned, asked=asked, on=on, today=desk.days.today))
    when = f"{long(planned_on)} at {planned_at}, {venue}"
    said = f"{'Moved' if known else 'Scheduled'} {ref}: {kind} TAF of {stands.episode.ref} on {when}."
    said += f" Invited: {inviting.in_words(asked)}." if asked else ""
    made: dict[str, Any] = {"flags": ended}
    again = known.asked if known else ()
    if asked or again or out:
        folder = folder if pairs or out or desk.settings.dry_run else invitations.folder("")
        made = inviting.done(desk, stands.episode.ref, ref, folder, asked, ended, on)
    if again:
        made["flags"].append(f"tell {', '.join(each.who for each in again)} of the new date: they knew of the old one.")
    if not known and (other := [each.ref for each in stands.episode.meetings if each.status == "planned"]):
        made["flags"].append(f"{other[-1]} is planned too; if it has moved: eh taf schedule {other[-1]} --at WHEN")
    recorded.recorded(desk, Said(now.outcome, said, ref=ref, more=made))
    inviting.tell(desk, made)
    settled = now.outcome.settled
    for each in settled.obligations if settled else ():
        if each.is_open and each.duty.met_by_meeting(kind) and each.due and planned_on > each.due:
            limit = f"; the limit is {long(each.limit)}" if each.limit else ""
            screen.tell(f"Warning: this TAF is due by {long(each.due)}{limit} ({recorded.source(each)}).")
    if why := desk.days.workdays.off(planned_on):
        screen.tell(f"Warning: {long(planned_on)} is not a working day ({why}).")


def held(
    ctx: typer.Context,
    meeting: MeetingRef,
    attended: Annotated[
        list[str] | None, typer.Option(metavar="WHO", help="P- references, logins or names; again for each.")
    ] = None,
    chair: Annotated[str, typer.Option(metavar="WHO", help="Who chaired.")] = "",
) -> None:
    """Examples:
    eh taf held M-0001 --attended P-0001 --attended P-0003 --attended aroy --on "2026-12-08 14:00"
    eh taf held M-0001 --attended "Sam Larkin, aroy, School nurse"
    """

    desk: Desk = ctx.obj
    typed = [name.strip() for each in attended or [] for name in each.split(",") if name.strip()]
    with desk.recording() as now:
        stands, known = told_of(now, meeting)
        present = [there(now, name) for name in typed]
        on, at = held_when(desk, known)
        whose = chaired_by(now, chair)
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
        procedure = desk.procedure_of(stands.episode.ref)
    recorded.recorded(
        desk,
        Said(now.outcome, f"{known.ref}: {known.kind} TAF of {stands.episode.ref} held on {long(on)}.", ref=known.ref),
    )
    for each in procedure.minutes_stages:
        if each.chaired_by and whose not in each.chaired_by:
            screen.tell(
                f"Note: {chair} is no worker of ours, so our minutes need not be {each.slug} ({each.printed}). "
                f'If that is wrong: eh correct {stands.episode.ref} taf-held --set chair=LOGIN --reason "Wrong chair"'
            )


def held_when(desk: Desk, meeting: Meeting) -> tuple[date, str]:
    """When it was held: --on, else as planned, which must then have come."""
    if desk.settings.on:
        on, at = desk.days.happened
        return on, at or (meeting.planned_at if on == meeting.planned_on else "")
    return (meeting.planned_on or desk.days.today), meeting.planned_at


def not_held(
    ctx: typer.Context,
    meeting: MeetingRef,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why not.")] = "",
) -> None:
    """Record that a TAF did not take place: what it was to meet is owed still.

    Examples:
        eh taf not-held M-0001 --reason "Nobody from the family came"
    """

    called_off(ctx.obj, meeting, reason, "was not held", "")


def cancel(
    ctx: typer.Context,
    meeting: MeetingRef,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it does not take place.")] = "",
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the files.")] = "",
) -> None:
    """Record that a TAF to come is cancelled: what it was to meet is owed still.

    Where people were invited, writes a calendar file that takes the meeting out again, and a draft for each.

    Examples:
        eh taf cancel M-0001 --reason "The school is closed that day"
    """

    called_off(ctx.obj, meeting, reason, "is cancelled", out)


def called_off(desk: Desk, meeting: str, reason: str, how: str, out: str) -> None:
    """Records that a TAF did not or will not take place, and writes the files that tell those invited."""
    on, _ = desk.days.happened
    with desk.recording(reason) as now:
        stands, known = told_of(now, meeting)
        now.tell(meetings.not_held(stands.episode, known, reason=reason, on=on, today=desk.days.today))
        folder = invitations.folder(out) if known.asked and not desk.settings.dry_run else Path()
    said = f"{known.ref}: the {known.kind} TAF of {stands.episode.ref} {how}: {reason}."
    made: dict[str, Any] = {}
    if known.asked and not desk.settings.dry_run:
        made = inviting.files(desk, stands.episode.ref, known.ref, folder)
        made["flags"] = [f"tell {', '.join(each.who for each in known.asked)}."]
    recorded.recorded(desk, Said(now.outcome, said, ref=known.ref, more=made))
    inviting.tell(desk, made)
    if not desk.settings.as_json and not desk.settings.quiet:
        screen.out(f"It is owed still. Next: eh taf schedule {known.ref} --at WHEN --venue TEXT")


def minutes(
    ctx: typer.Context,
    meeting: MeetingRef,
    stage: Annotated[
        str, typer.Option(metavar="STAGE", help="handed-in, typed, approved or sent, as the procedure prints.")
    ] = "",
) -> None:
    """Record how far the minutes of a TAF have come, through the stages that the procedure prints, in order.

    Whoever may approve minutes approves them. See the stages: eh procedure show NAME --list minutes-stage

    Examples:
        eh taf minutes M-0001 --stage handed-in --on "2026-12-09 10:00"
        eh taf minutes M-0001 --stage typed
        eh taf minutes M-0001 --stage approved --by jmay
        eh taf minutes M-0001 --stage sent
    """

    desk: Desk = ctx.obj
    stage = typed_words.one_of(stage, STAGES, "stage of minutes", "--stage")
    on, at = desk.days.happened
    with desk.recording() as now:
        stands, known = told_of(now, meeting)
        procedure = desk.procedure_of(stands.episode.ref)
        printed = meetings.stage_of_minutes(stage, known, procedure)
        login, _ = now.decider()
        if stage == "approved":
            now.require("approve-minutes", procedure, printed.printed)
        asked = meetings.minutes_asked(known, stands.obligations, procedure)
        now.tell(
            meetings.minutes(
                stands.episode, known, stage=printed, asked=asked, by=login, on=on, at=at, today=desk.days.today
            )
        )
    recorded.recorded(desk, Said(now.outcome, f"Minutes of {known.ref}: {stage} on {long(on)}.", ref=known.ref))


def list_meetings(
    ctx: typer.Context,
    team: Annotated[str, typer.Option(metavar="SLUG", help="One team.")] = "",
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
    within: Annotated[str, typer.Option(metavar="LENGTH", help="How far ahead: 10wd, 2w, 4 weeks, or a date.")] = "",
) -> None:
    """List TAF meetings: those of an episode, or those to come.

    Examples:
        eh taf list --team tipton --within 10wd
        eh taf list --episode E-0001
    """

    desk: Desk = ctx.obj
    slug = office.team(desk.record, team).slug if team else ""
    ref = read(episode, "E") if episode else ""
    until = desk.days.ahead(within).isoformat() if within else ""
    since = "" if ref else desk.days.today.isoformat()
    rows = meeting_rows.meetings(desk.record, team=slug, episode=ref, since=since, until=until)
    lists.show(
        desk,
        [row._asdict() for row in rows],
        {
            "ref": "Meeting",
            "episode": "Episode",
            "team": "Team",
            "kind": "Kind",
            "planned_on": "On",
            "planned_at": "At",
            "venue": "Venue",
            "status": "Status",
            "minutes": "Minutes",
        },
        none="No TAF meetings.",
    )
