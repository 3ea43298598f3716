"""Puts workers into the groups that notes and letters are restricted to, and takes them out."""

from __future__ import annotations

from collections.abc import Sequence

from ehcli.days.typed_dates import long
from ehcli.desk import groups, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, NotFound
from ehcli.record import office


def add(desk: Desk, group: str, *, members: Sequence[str]) -> Said:
    """Workers are in a group, which there is from then on if there was none."""
    short = typed_words.slug(group, "group")
    if not members:
        raise BadInput("A group is its members.", "Add --member LOGIN")
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("appoint", now.procedure())
        logins = list(dict.fromkeys(office.worker(now.writer, each, on.isoformat()).login for each in members))
        for login in logins:
            now.row("group_member", slug=short, login=login)
    return Said(now.outcome, f"In the group {short}: {', '.join(logins)}.", ref=short)


def end(desk: Desk, group: str, *, members: Sequence[str]) -> Said:
    """Workers are out of a group from the day after; everybody is where none is named."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("appoint", now.procedure())
        short = groups.known(now.writer, group)
        inside = [login for each, login in office.group_members(now.writer, on.isoformat()) if each == short]
        leaving = [office.worker(now.writer, each).login for each in members] or inside
        for login in leaving:
            if login not in inside:
                raise NotFound(f"{login} is not in the group {short}.", f"See: eh group show {short}")
            now.row("group_member", slug=short, login=login, until=on.isoformat())
    return Said(now.outcome, f"Out of the group {short} after {long(on)}: {', '.join(leaving)}.", ref=short)
