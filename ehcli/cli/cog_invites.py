"""Who is asked to a weekly Community Operating Group meeting: core members, and others for their own cases."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import cog as acts_cog
from ehcli.cli.cog import DayOption, TeamOption
from ehcli.cli.meetings import Out
from ehcli.desk.desk import Desk
from ehcli.meetings import cog_invitations, cog_lists
from ehcli.show import lists, recorded

COLUMNS = {"who": "Who", "method": "Invited by", "asked_for": "For"}


def invite(
    ctx: typer.Context,
    team: TeamOption = "",
    day: DayOption = "",
    invite: Annotated[
        list[str] | None, typer.Option("--invite", metavar="WHO=METHOD", help="aroy=email; again for each.")
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="E-", help="They come for this case only; again for each.")
    ] = None,
    out: Out = "",
) -> None:
    """Writes a calendar file for each, and a draft for each asked by e-mail.

    Without --case they are core members, asked for the whole meeting; with it they come for those cases, and their
    file holds those slots alone. Nothing is sent. An agency that ended is left out and named.

    Examples:
        eh cog invite --team tipton --invite jmay=email --invite okafor-primary-school=phone
        eh cog invite --team tipton --day 2026-12-01 --invite "Okafor Primary School=secure-email" --case E-0001
    """
    said = acts_cog.invite(ctx.obj, team, day=day, asking=invite or (), cases=case or (), out=out)
    recorded.recorded(ctx.obj, said)


def list_invitations(ctx: typer.Context, team: TeamOption = "", day: DayOption = "", out: Out = "") -> None:
    """With --out, writes the files again: when a slot moved or a case came off the agenda, the new ones change or
    cancel the old ones.

    Examples:
        eh cog invitations --team tipton
        eh cog invitations --team tipton --out ~/Invitations
    """
    desk: Desk = ctx.obj
    _, weekly = cog_lists.meeting_of(desk, team, day)
    if out:
        lists.sure_of_fields(desk, COLUMNS)
        recorded.beside(desk, cog_invitations.in_words(cog_invitations.again(desk, weekly, out)))
    lists.show(desk, cog_lists.asked(desk, weekly), COLUMNS, none="Nobody is asked to it yet.")
