"""Correcting what was recorded: the right value takes the wrong one's place, and both are kept."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import corrections
from ehcli.desk.desk import Desk
from ehcli.show import recorded

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def correct(
    ctx: typer.Context,
    episode: Ref,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="What happened, as 'eh timeline' names it: allocated.")],
    was: Annotated[
        str,
        typer.Option(metavar="WHEN", help="The day, or day and time, as recorded, where it happened more than once."),
    ] = "",
    entry: Annotated[int, typer.Option(metavar="N", help="The entry that recorded it, from: eh history E-")] = 0,
    right: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="The right value; again for more than one.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it was wrong.")] = "",
) -> None:
    """The old one is kept, and eh history shows both.

    A contact has how, outcome, party and seen; a planned TAF planned and venue; a TAF that was held attended and
    chair; a form stage; consent state and method; closing reason; a Star scores. Names in a list have commas between.

    Examples:
        eh correct E-0001 allocated --on 13/07/2016 --reason "Entered a day early"
        eh correct E-0001 contacted --was 20/07/2016 --on 21/07/2016 --reason "Wrong week"
        eh correct E-0001 contacted --entry 12 --set outcome=attempted --set seen= --reason "Nobody was in"
        eh correct E-0001 taf-scheduled --set "planned=2016-08-09 15:00" --set venue=Library --reason "Misheard"
    """
    desk: Desk = ctx.obj
    to = desk.days.happened if desk.settings.on else None
    more = {"was": was, "reason": reason}
    said = corrections.correct(desk, episode, what, to=to, entry=entry, right=right or (), **more)
    recorded.recorded(desk, said)
