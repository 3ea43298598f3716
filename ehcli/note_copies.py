"""Where a procedure sends every note of a type: to workers in a role, and to trays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcli.procedure import Named, Procedure, matched
from ehcli.record import reading
from ehcli.statement import Recipient


def tray(procedure: Procedure, typed: str) -> str:
    """The tray that goes by this name in the procedure; empty when none does."""
    for named in procedure.lists.get("tray", ()):
        if matched(typed) in {matched(spelling) for spelling in (named.slug, named.name, *named.aliases)}:
            return named.slug
    return ""


def printed(port: reading.Port, procedure: Procedure, named: Named, team: str, on: date) -> Iterable[Recipient]:
    """Who gets every note of this type: the workers of the case's team in a role, and trays.

    They answer for the case themselves, so the consent statement need not name them: our default.
    """
    listed = named.more.get("goes_to")
    for place in listed if isinstance(listed, list) else ():
        if tray(procedure, str(place)):
            yield Recipient(str(place), team)
            continue
        for worker in reading.workers(port):
            gone = worker.until and worker.until < on.isoformat()
            if (worker.team, worker.role) == (team, place) and not gone:
                yield Recipient(worker.login, team)
