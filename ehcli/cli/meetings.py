"""Team Around the Family meetings: planned, held or not held, and their minutes."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import taf
from ehcli.asking import several
from ehcli.cli.app import Teams
from ehcli.desk.desk import Desk
from ehcli.meetings import tafs
from ehcli.show import lists, meetings, recorded

MeetingRef = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting, such as M-0001.")]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the files.")]
COLUMNS = {"meeting": "Meeting", "episode": "Episode", "team": "Team", "kind": "Kind"}
COLUMNS |= {"planned_on": "On", "planned_at": "At", "venue": "Venue", "status": "Status", "minutes": "Minutes"}
COLUMNS |= lists.beside("held_on")


def schedule(
    ctx: typer.Context,
    episode: Annotated[
        str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001; or the meeting that moves, M-0001.")
    ],
    at: Annotated[str, typer.Option(metavar="WHEN", help="'2026-12-08 14:00'.")] = "",
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where.")] = "",
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="initial, review or final, in your procedure's words too; worked out if left out."
        ),
    ] = "",
    meeting: Annotated[str, typer.Option(metavar="M-", help="A meeting that moves to this date.")] = "",
    invite: Annotated[
        list[str] | None, typer.Option("--invite", metavar="WHO=METHOD", help="P-0003=letter; again for each.")
    ] = None,
    released_by: Annotated[
        str, typer.Option(metavar="LOGIN", help="The second person who looked at the invitations and lets them go.")
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why they may go, where a rule stands against it.")] = "",
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the invitations.")] = "",
) -> None:
    """A meeting that moves stays in its place where no other is said. A booking alone never meets the duty to hold
    a TAF.

    Warns when the date is past the day the TAF is due, or is not a working day. With --invite, records who is
    invited as 'eh taf invite' does. When a meeting moves, the files of its invitations are written again.

    Examples:
        eh taf schedule E-0001 --at "2026-12-08 14:00" --venue "Okafor Primary School"
        eh taf schedule E-0001 --at "8 Dec 2026 2pm" --venue "Town hall" --invite P-0003=letter --invite aroy=email
        eh taf schedule M-0001 --at "10 Dec 2026 2pm"
        eh taf schedule E-0001 --meeting M-0001 --at "10 Dec 2026 2pm" --venue "Town hall"
    """
    more = {"released_by": released_by, "reason": reason, "out": out}
    said = taf.schedule(ctx.obj, episode, at=at, venue=venue, kind=kind, meeting=meeting, invite=invite or (), **more)
    recorded.recorded(ctx.obj, said)


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
    when = desk.days.happened if desk.settings.on else None
    recorded.recorded(desk, taf.held(desk, meeting, attended=attended or (), chair=chair, when=when))


def not_held(
    ctx: typer.Context, meeting: MeetingRef, reason: Annotated[str, typer.Option(metavar="TEXT", help="Why not.")] = ""
) -> None:
    """What it was to meet is owed still.

    Examples:
        eh taf not-held M-0001 --reason "Nobody from the family came"
    """
    recorded.recorded(ctx.obj, taf.not_held(ctx.obj, meeting, reason=reason))


def cancel(
    ctx: typer.Context,
    meeting: MeetingRef,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it does not take place.")] = "",
    out: Out = "",
) -> None:
    """What it was to meet is owed still. Where people were invited, writes a calendar file that takes the meeting
    out again, and a draft for each.

    Examples:
        eh taf cancel M-0001 --reason "The school is closed that day"
    """
    recorded.recorded(ctx.obj, taf.cancel(ctx.obj, meeting, reason=reason, out=out))


def minutes(
    ctx: typer.Context,
    meetings: Annotated[
        list[str],
        typer.Argument(metavar="MEETING...", help="The meetings, such as M-0001; '-' reads them, one a line."),
    ],
    stage: Annotated[
        str, typer.Option(metavar="STAGE", help="handed-in, typed, approved or sent, as the procedure prints.")
    ] = "",
) -> None:
    """They go through the stages that the procedure prints, in order: eh procedure show NAME --list minutes-stage

    Whoever may approve minutes approves them. Of several meetings all are recorded or none; more than three want
    a yes.

    Examples:
        eh taf minutes M-0001 --stage handed-in --on "2026-12-09 10:00"
        eh taf minutes M-0001 --stage typed
        eh taf minutes M-0001 --stage approved --by jmay
        eh taf minutes M-0001 M-0002 M-0005 --stage sent
        eh taf minutes - --stage typed --yes < meetings.txt
    """
    refs = several.named(meetings)
    several.sure(ctx.obj, refs, f"minutes {stage}")
    recorded.recorded(ctx.obj, taf.minutes(ctx.obj, refs, stage=stage))


def list_meetings(
    ctx: typer.Context,
    team: Teams = None,
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
    within: Annotated[str, typer.Option(metavar="LENGTH", help="How far ahead: 10wd, 2w, 4 weeks, or a date.")] = "",
) -> None:
    """Examples:
    eh taf list --team tipton --within 10wd
    eh taf list --episode E-0001
    """
    desk: Desk = ctx.obj
    rows = meetings.in_own_words(desk, tafs.listed(desk, teams=team or (), episode=episode, within=within))
    lists.show(desk, rows, COLUMNS, none="No TAF meetings.")
