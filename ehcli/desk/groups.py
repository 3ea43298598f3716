"""The groups that notes and letters are restricted to, as they are typed and as they are kept."""

from __future__ import annotations

from datetime import date

from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.errors import NotFound, Refused, nearest
from ehcli.procedures.procedure import Procedure
from ehcli.record import office
from ehcli.record.port import Port


def known(port: Port, typed: str) -> str:
    """The group of that name; raises NotFound with the nearest."""
    there_are = office.groups(port)
    short = typed_words.slug(typed, "group")
    if short not in there_are:
        raise NotFound(f"There is no group '{typed}'.", nearest(short, there_are) or "See: eh group list")
    return short


def restriction(desk: Desk, port: Port, typed: str) -> str:
    """The group that something is restricted to; refused for somebody outside it who has not said --yes."""
    if not typed:
        return ""
    group = known(port, typed)
    if not desk.who.reader.sees(group) and not desk.settings.yes:
        raise Refused(
            f"{desk.who.user} is not in the group {group}: you could not read it again.",
            "Nothing was written. If that is meant: --yes",
        )
    return group


def outside(port: Port, login: str, group: str, today: date, procedure: Procedure) -> str:
    """Why what is restricted to a group may not be copied to somebody (TEH-174); empty where it may."""
    if not group or (group, login) in office.group_members(port, today.isoformat()):
        return ""
    return f"{login} is not in the group {group} ({procedure.in_brackets('restrict-to-a-group')})"
