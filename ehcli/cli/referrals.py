"""Opening an episode for a family that was referred."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import new_episode
from ehcli.asking import questions
from ehcli.desk.desk import Desk
from ehcli.screen import screen
from ehcli.show import lists, recorded


def open_episode(
    ctx: typer.Context,
    team: Annotated[str, typer.Option(metavar="SLUG", help="The team whose tray it goes to.")] = "",
    children: Annotated[
        list[str] | None, typer.Option("--child", metavar="TEXT", help="'NAME; BORN; SEX', or a P- reference.")
    ] = None,
    siblings: Annotated[
        list[str] | None, typer.Option("--sibling", metavar="TEXT", help="One the episode is not about.")
    ] = None,
    parents: Annotated[
        list[str] | None, typer.Option("--parent", metavar="TEXT", help="A parent or carer: 'NAME; BORN', or P-.")
    ] = None,
    address: Annotated[str, typer.Option(metavar="TEXT", help="'1 High Street; Tipton; DY4 9JB'.")] = "",
    phone: Annotated[str, typer.Option(metavar="TEXT", help="The parents' telephone.")] = "",
    received: Annotated[
        str, typer.Option(metavar="WHEN", help="When the referral was received: '2026-11-20 09:30'.")
    ] = "",
    in_tray: Annotated[
        str, typer.Option(metavar="WHEN", help="When it arrived in the team's tray, if not when it opens.")
    ] = "",
    level: Annotated[
        str, typer.Option(metavar="LEVEL", help="The level of need, from: eh procedure show --list level")
    ] = "",
    route: Annotated[
        str, typer.Option(metavar="ROUTE", help="The route by which it came, from: eh procedure show --list route")
    ] = "",
    type: Annotated[
        str,
        typer.Option(
            "--type", metavar="TYPE", help="The episode type, if not the usual: eh procedure show --list episode_type"
        ),
    ] = "",
    start_reason: Annotated[str, typer.Option(metavar="TEXT", help="The start reason, from: eh reason list")] = "",
    referrer: Annotated[str, typer.Option(metavar="TEXT", help="Who asked for early help.")] = "",
    referrer_agency: Annotated[str, typer.Option(metavar="TEXT", help="The referrer's agency.")] = "",
    consent_from: Annotated[str, typer.Option(metavar="NAME", help="Who gave consent.")] = "",
    consent_on: Annotated[str, typer.Option(metavar="DATE", help="The day consent was given.")] = "",
    consent_method: Annotated[str, typer.Option(metavar="HOW", help="signed, verbal, electronic or other.")] = "",
    consent_shared_with: Annotated[
        list[str] | None,
        typer.Option("--share-with", metavar="NAME", help="A worker or agency named on the consent statement."),
    ] = None,
    external_number: Annotated[str, typer.Option(metavar="TEXT", help="The number in the other case system.")] = "",
    family: Annotated[str, typer.Option(metavar="F-", help="A family that is in the record already.")] = "",
    new_person: Annotated[
        bool, typer.Option("--new-person", help="These are new people, though names are alike.")
    ] = False,
    link: Annotated[list[str] | None, typer.Option(metavar="P-", help="This person is the one in the record.")] = None,
    from_file: Annotated[str, typer.Option("--from", metavar="FILE", help="A request form, TOML or JSON.")] = "",
    form: Annotated[
        bool,
        typer.Option(
            "--form", help="Print a blank request form, with the levels, routes and reasons in force (of --team)."
        ),
    ] = False,
) -> None:
    """By options, from a request form, or by questions when nothing is given at a terminal. Looks first for
    people who are in the record already. Prints every deadline that starts, with its page.

    Examples:
        eh open-episode --team tipton --child "Wren Larkin; 2017-03-02; F" --parent "Sam Larkin" --address "1 High Street; Tipton; DY4 9JB" --received "2026-11-20 09:30" --referrer "Okafor Primary School" --consent-from "Sam Larkin" --consent-on 20/11/2026 --consent-method verbal
        eh open-episode --form > request.toml
        eh open-episode --from request.toml
    """  # noqa: E501
    desk: Desk = ctx.obj
    if form:
        blank, notes = questions.blank_request(desk, team)
        screen.whole(blank)
        return lists.notes(notes)
    asked = questions.asked(desk, ctx.params, from_file)
    recorded.recorded(desk, new_episode.open_episode(desk, asked, new_person=new_person, links=link or ()))
