"""Workers, teams and agencies, as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.lists import following
from ehcli.record import cases, office


def workers(desk: Desk, teams: Sequence[str], *, ended: bool) -> list[dict[str, Any]]:
    """The workers, of some teams where they are named; with ``ended``, those who left too."""
    wanted = office.several(desk.record, teams)
    return [
        of_worker(each)
        for each in office.workers(desk.record)
        if (ended or not each.until) and (not wanted or each.team in wanted)
    ]


def worker(desk: Desk, typed: str) -> dict[str, Any]:
    """A worker with what they were trained to do, and the cases they hold; raises NotFound."""
    known = office.worker(desk.record, typed)
    held = cases.held_by(desk.record, known.login, open_only=True)
    trained = ["allocate"] if office.trained(desk.record, known.login) else []
    return of_worker(known) | {"trained_to": trained, "holds": held}


def of_worker(known: office.WorkerNow) -> dict[str, Any]:
    """A worker as lists show one, under the name by which others speak of them: their login."""
    told = known._asdict()
    return {"worker": told.pop("login"), **told, "ehm_user": bool(known.ehm_user)}


def teams(desk: Desk, *, ended: bool) -> list[dict[str, Any]]:
    """The teams; with ``ended``, those that ended too."""
    return [on_a_line(each) for each in office.teams(desk.record) if ended or not each.until]


def team(desk: Desk, typed: str) -> dict[str, Any]:
    """A team with the procedure it follows, its workers and how many episodes are open; raises NotFound."""
    known = office.team(desk.record, typed)
    count = cases.open_count(desk.record, known.slug)
    staff = [each.login for each in office.workers(desk.record) if each.team == known.slug and not each.until]
    return on_a_line(known) | {"open_episodes": count, "workers": staff} | following.of_team(desk, known.slug)


def on_a_line(team: office.TeamNow) -> dict[str, Any]:
    """A team with its address on one line."""
    return team._asdict() | {"address": team.address.replace("\n", ", ")}


def agencies(desk: Desk, *, ended: bool) -> list[dict[str, Any]]:
    """The agencies; with ``ended``, those that ended too."""
    return [each._asdict() for each in office.agencies(desk.record) if ended or not each.until]


def agency(desk: Desk, typed: str) -> dict[str, Any]:
    """An agency; raises NotFound."""
    return office.agency(desk.record, typed)._asdict()
