"""What was said at a weekly Community Operating Group meeting, case by case, and cases that come off its agenda."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import cog as acts_cog
from ehcli.cli.cog import CaseRef, DayOption, TeamsOption
from ehcli.meetings import cog_lists
from ehcli.show import lists, recorded

COLUMNS = {"held_on": "On", "episode": "Episode", "chair": "Chair", "present": "There"}
COLUMNS |= {"way_forward": "Way forward", "thresholds": "Thresholds", "dissent": "Dissent"}
COLUMNS |= {"without_consent": "Without consent", "actions": "Actions", "follow_up": "Follow-up"} | lists.beside(
    "statement", "team"
)


def off(
    ctx: typer.Context,
    episode: CaseRef,
    day: DayOption = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is not discussed.")] = "",
) -> None:
    """What was owed before the meeting is owed no longer.

    Examples:
        eh cog off E-0001 --day 2026-12-01 --reason "Agreed with the school by telephone"
    """
    recorded.recorded(ctx.obj, acts_cog.off(ctx.obj, episode, day=day, reason=reason))


def discussed(
    ctx: typer.Context,
    episode: CaseRef,
    day: DayOption = "",
    present: Annotated[
        list[str] | None, typer.Option(metavar="WHO", help="Who was there for this case; again for each.")
    ] = None,
    chair: Annotated[str, typer.Option(metavar="LOGIN", help="Who chaired.")] = "",
    statement_agreed: Annotated[
        bool, typer.Option("--statement-agreed", help="The confidentiality statement was read and agreed.")
    ] = False,
    way_forward: Annotated[str, typer.Option(metavar="TEXT", help="Risks, strengths, the way forward.")] = "",
    thresholds: Annotated[str, typer.Option(metavar="TEXT", help="Whether thresholds are met.")] = "",
    dissent: Annotated[str, typer.Option(metavar="TEXT", help="Who disagrees about what; 'None' is an answer.")] = "",
    without_consent: Annotated[str, typer.Option(metavar="TEXT", help="Why it was discussed without consent.")] = "",
    action: Annotated[
        list[str] | None, typer.Option("--action", metavar="'WHAT; WHO; BY'", help="An action; again for each.")
    ] = None,
    follow_up: Annotated[str, typer.Option(metavar="TEXT", help="How the actions are followed up.")] = "",
) -> None:
    """Says who was there for it, what was agreed, and who dissents.

    Refused while something the minutes must say is missing, naming all of it. Anybody may have come: a worker by
    login, others by name. Recorded again, it takes the place of what stood there; the old words are kept.

    Examples:
        eh cog discussed E-0001 --day 2026-12-01 --present aroy --present "School nurse" --chair jmay \\
            --statement-agreed --way-forward "Joint visit with the school" --thresholds "Not met" --dissent None \\
            --action "Ring the housing office; aroy; 2026-12-08" --follow-up "Next meeting"
    """
    said = (present or (), chair, statement_agreed, way_forward, thresholds, dissent, without_consent)
    minutes = acts_cog.Minutes(*said, action or (), follow_up)
    recorded.recorded(ctx.obj, acts_cog.discussed(ctx.obj, episode, day=day, minutes=minutes))


def minutes(
    ctx: typer.Context,
    team: TeamsOption = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="From this day on; else of the last year.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Until this day; else today.")] = "",
    only: Annotated[str, typer.Option("--for", metavar="WHO", help="Only cases this person was there for.")] = "",
) -> None:
    """Each case stands by itself: who was there, what was agreed, who dissents.

    Examples:
        eh cog minutes --team tipton --since 2026-12-01
        eh cog minutes --team tipton --since 2026-09-01 --until 2026-12-31 --csv
        eh cog minutes --team tipton --for aroy
    """
    rows = cog_lists.minutes(ctx.obj, team or (), since=since, until=until, only=only)
    lists.show(ctx.obj, rows, lists.with_team(ctx.obj, COLUMNS, team or ()), none="No case was discussed.")
