"""Groups that restricted notes and letters are open to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import grouping
from ehcli.desk.desk import Desk
from ehcli.lists import groups
from ehcli.show import lists, recorded

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The group, such as ecaf.")]
RestrictTo = Annotated[
    str, typer.Option("--restrict-to", metavar="GROUP", help="Only this group sees it; others see that it is there.")
]
Members = Annotated[list[str] | None, typer.Option("--member", metavar="LOGIN", help="A worker; again for each.")]
COLUMNS = {"group": "Group", "login": "Login", "name": "Name", "role": "Role"}


def group_add(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """What is restricted to it is open to its members, and to auditors, alone.

    Examples:
        eh group add ecaf --member aroy --member jmay --by jmay
    """
    desk: Desk = ctx.obj
    recorded.recorded(desk, grouping.add(desk, short, members=member or ()))


def group_end(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """They are out from the day after; with none named, everybody is.

    Examples:
        eh group end ecaf --member aroy --on 2026-12-18 --by jmay
    """
    desk: Desk = ctx.obj
    recorded.recorded(desk, grouping.end(desk, short, members=member or ()))


def group_list(ctx: typer.Context) -> None:
    """Examples:
    eh group list
    """
    desk: Desk = ctx.obj
    none = "There is no group yet. Make one with: eh group add SLUG --member LOGIN --by MANAGER"
    lists.show(desk, groups.members(desk), COLUMNS, none=none)


def group_show(ctx: typer.Context, short: Slug) -> None:
    """Examples:
    eh group show ecaf
    """
    desk: Desk = ctx.obj
    lists.show(desk, groups.members_of(desk, short), COLUMNS, none="Nobody is in it now.")
