"""Groups that restricted notes and letters are open to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.cli.people import said
from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.typed_words import slug
from ehcli.errors import BadInput, NotFound, Refused, nearest
from ehcli.record import office
from ehcli.record.port import Port
from ehcli.show import lists

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The group, such as ecaf.")]
RestrictTo = Annotated[
    str, typer.Option("--restrict-to", metavar="GROUP", help="Only this group sees it; others see that it is there.")
]
Members = Annotated[list[str] | None, typer.Option("--member", metavar="LOGIN", help="A worker; again for each.")]
COLUMNS = {"group": "Group", "login": "Login", "name": "Name", "role": "Role"}


def members(desk: Desk, of: str = "") -> list[dict[str, str]]:
    """Who is in each group now, or in one."""
    known = {each.login: each for each in office.workers(desk.record)}
    return [
        {"group": group, "login": login, "name": known[login].name, "role": known[login].role}
        for group, login in office.group_members(desk.record, desk.days.today.isoformat())
        if of in ("", group)
    ]


def group_add(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """Put workers into a group; what is restricted to it is open to its members, and to auditors, alone.

    Examples:
        eh group add ecaf --member aroy --member jmay --by jmay
    """
    desk: Desk = ctx.obj
    short = slug(short, "group")
    if not member:
        raise BadInput("A group is its members.", "Add --member LOGIN")
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("appoint", desk.rules.procedure)
        logins = list(dict.fromkeys(office.worker(now.writer, each, on.isoformat()).login for each in member))
        for login in logins:
            now.row("group_member", slug=short, login=login)
    said(desk, f"In the group {short}: {', '.join(logins)}.", short)


def group_end(ctx: typer.Context, short: Slug, member: Members = None) -> None:
    """Take workers out of a group from the day after, or everybody where none is named.

    Examples:
        eh group end ecaf --member aroy --on 2026-12-18 --by jmay
    """
    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("appoint", desk.rules.procedure)
        short = known_group(now.writer, short)
        inside = [login for group, login in office.group_members(now.writer, on.isoformat()) if group == short]
        leaving = [office.worker(now.writer, each).login for each in member] if member else inside
        for login in leaving:
            if login not in inside:
                raise NotFound(f"{login} is not in the group {short}.", f"See: eh group show {short}")
            now.row("group_member", slug=short, login=login, until=on.isoformat())
    said(desk, f"Out of the group {short} after {long(on)}: {', '.join(leaving)}.", short)


def group_list(ctx: typer.Context) -> None:
    """Examples:
    eh group list
    """
    desk: Desk = ctx.obj
    lists.show(
        desk,
        members(desk),
        COLUMNS,
        none="There is no group yet. Make one with: eh group add SLUG --member LOGIN --by MANAGER",
    )


def group_show(ctx: typer.Context, short: Slug) -> None:
    """Examples:
    eh group show ecaf
    """
    desk: Desk = ctx.obj
    lists.show(desk, members(desk, known_group(desk.record, short)), COLUMNS, none="Nobody is in it now.")


def known_group(port: Port, typed: str) -> str:
    """The group of that name; raises NotFound with the nearest."""
    known = office.groups(port)
    short = slug(typed, "group")
    if short not in known:
        raise NotFound(f"There is no group '{typed}'.", nearest(short, known) or "See: eh group list")
    return short


def restriction(desk: Desk, typed: str) -> str:
    """The group that something is restricted to; refused for somebody outside it who has not said --yes."""
    if not typed:
        return ""
    group = known_group(desk.record, typed)
    if not desk.who.reader.sees(group) and not desk.settings.yes:
        raise Refused(
            f"{desk.who.user} is not in the group {group}: you could not read it again.",
            "Nothing was written. If that is meant: --yes",
        )
    return group


def outside(desk: Desk, login: str, group: str) -> str:
    """Why what is restricted to a group may not be copied to somebody (TEH p19, TEH-174); empty where it may."""
    inside = {
        member for each, member in office.group_members(desk.unsettled, desk.days.today.isoformat()) if each == group
    }
    asks = desk.rules.procedure.in_brackets("restrict-to-a-group")
    return f"{login} is not in the group {group} ({asks})" if group and login not in inside else ""
