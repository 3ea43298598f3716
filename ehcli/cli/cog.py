"""Weekly Community Operating Group meetings: when they are, and who is discussed when."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import cog as acts_cog
from ehcli.desk.desk import Desk
from ehcli.meetings import cog, cog_lists
from ehcli.printing import cog_agenda
from ehcli.screen import screen
from ehcli.show import lists, recorded

TeamOption = Annotated[str, typer.Option("--team", metavar="SLUG", help="The team.")]
TeamsOption = Annotated[list[str] | None, typer.Option("--team", metavar="SLUG", help="The team; again for each.")]
DayOption = Annotated[str, typer.Option("--day", metavar="DATE", help="The meeting's day; else the next.")]
CaseRef = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]
MEETINGS = {"planned_on": "On", "at": "At", "venue": "Venue", "cases": "Cases"} | lists.beside("team")
AGENDA = {"at": "From", "till": "To", "episode": "Episode", "children": "Children"}
AGENDA |= {"worker": "Worker", "reason": "Why", "consent": "Consent"}


def schedule(
    ctx: typer.Context,
    team: TeamOption = "",
    at: Annotated[str, typer.Option(metavar="WHEN", help="'2026-12-01 09:30'.")] = "",
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where.")] = "",
    slot: Annotated[int, typer.Option(metavar="MINUTES", help="How long each case has.")] = cog.SLOT,
) -> None:
    """Given again for the same day, it changes.

    Examples:
        eh cog schedule --team tipton --at "2026-12-01 09:30" --venue "Town hall"
        eh cog schedule --team tipton --at "2026-12-08 09:30" --venue "Town hall" --slot 30
    """
    recorded.recorded(ctx.obj, acts_cog.schedule(ctx.obj, team, at=at, venue=venue, slot=slot))


def list_meetings(ctx: typer.Context, team: TeamsOption = None) -> None:
    """Examples:
    eh cog list --team tipton
    eh cog list --team tipton --team oldbury
    """
    lists.show(
        ctx.obj,
        cog_lists.coming(ctx.obj, team or ()),
        lists.with_team(ctx.obj, MEETINGS, team or ()),
        none="No weekly COG meetings to come.",
    )


def add(
    ctx: typer.Context,
    episode: CaseRef,
    day: DayOption = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is taken there.")] = "",
) -> None:
    """The duties before the meeting begin.

    Examples:
        eh cog add E-0001 --day 2026-12-01 --reason "Little progress" --by jmay
    """
    recorded.recorded(ctx.obj, acts_cog.add(ctx.obj, episode, day=day, reason=reason))


def agenda(
    ctx: typer.Context,
    team: TeamOption = "",
    day: DayOption = "",
    only: Annotated[str, typer.Option("--for", metavar="WHO", help="Only the slots of this worker or agency.")] = "",
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Write it as a Word file too.")] = "",
) -> None:
    """It is the case list for the members; --csv for a file. With --for, somebody who comes for some cases sees those
    and no other family's.

    Examples:
        eh cog agenda --team tipton
        eh cog agenda --team tipton --day 2026-12-01 --csv
        eh cog agenda --team tipton --for aroy --out ~/Letters
    """
    desk: Desk = ctx.obj
    found = cog_lists.agenda(desk, team, day, only)
    if out:
        lists.sure_of_fields(desk, AGENDA)
        screen.tell(f"Agenda: {cog_agenda.document(desk, found, only, out)}")
    lists.show(desk, cog_lists.rows(found.slots), AGENDA, none="No case is on this agenda.")
