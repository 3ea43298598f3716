"""Who is in the groups that notes and letters are restricted to."""

from __future__ import annotations

from ehcli.desk import groups
from ehcli.desk.desk import Desk
from ehcli.record import office


def members(desk: Desk) -> list[dict[str, str]]:
    """Who is in each group now."""
    known = {each.login: each for each in office.workers(desk.record)}
    return [
        {"group": group, "worker": login, "name": known[login].name, "role": known[login].role}
        for group, login in office.group_members(desk.record, desk.days.today.isoformat())
    ]


def members_of(desk: Desk, typed: str) -> list[dict[str, str]]:
    """Who is in one group now; raises NotFound with the nearest."""
    group = groups.known(desk.record, typed)
    return [each for each in members(desk) if each["group"] == group]
