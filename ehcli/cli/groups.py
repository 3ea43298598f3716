"""Groups that restricted notes and letters are open to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import groups
from ehcli.lists import groups as listed_groups
from ehcli.show import lists, recorded

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The group, such as ecaf.")]
RestrictTo = Annotated[
    str, typer.Option("--restrict-to", metavar="GROUP", help="Only this group sees it; others see that it is there.")
]
Members = Annotated[list[str] | None, typer.Option("--member", metavar="LOGIN", help="A worker; again for each.")]
COLUMNS = {"group": "Group", "worker": "Login", "name": "Name", "role": "Role"}


def group_add(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """What is restricted to it is open to its members, and to auditors, alone.

    Examples:
        eh group add ecaf --member aroy --member jmay --by jmay
    """
    recorded.recorded(ctx.obj, groups.add(ctx.obj, short, members=member or ()))


def group_end(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """They are out from the day after; with none named, everybody is.

    Examples:
        eh group end ecaf --member aroy --on 2026-12-18 --by jmay
    """
    recorded.recorded(ctx.obj, groups.end(ctx.obj, short, members=member or ()))


def group_list(ctx: typer.Context) -> None:
    """Examples:
    eh group list
    """
    none = "There is no group yet. Make one with: eh group add SLUG --member LOGIN --by MANAGER"
    lists.show(ctx.obj, listed_groups.members(ctx.obj), COLUMNS, none=none)


def group_show(ctx: typer.Context, short: Slug) -> None:
    """Examples:
    eh group show ecaf
    """
    lists.show(ctx.obj, listed_groups.members_of(ctx.obj, short), COLUMNS, none="Nobody is in it now.")
