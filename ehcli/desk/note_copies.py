"""Who notes go to: whom somebody names, and where a procedure sends every note of a type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcli.matching.spelling import folded
from ehcli.procedures.consent import CopyRecipient
from ehcli.procedures.procedure import Named, Procedure, matched
from ehcli.record import office
from ehcli.record.port import Port


def tray(procedure: Procedure, typed: str) -> str:
    """The tray that goes by this name in the procedure; empty when none does."""
    for named in procedure.lists.get("tray", ()):
        if matched(typed) in {matched(spelling) for spelling in (named.slug, named.name, *named.aliases)}:
            return named.slug
    return ""


def recipient(port: Port, typed: str) -> CopyRecipient:
    """A worker, by login or name, or an agency; raises NotFound."""
    for slug, name, *_ in office.agencies(port):
        if folded(typed) in (folded(slug), folded(name)):
            return CopyRecipient(slug)
    known = office.worker(port, typed)
    return CopyRecipient(known.login, known.team, "-".join(folded(known.agency).split()))


def named(port: Port, typed: Iterable[str]) -> list[str]:
    """The logins and agencies that a consent statement names, each once; raises NotFound for anybody else."""
    return list(dict.fromkeys(recipient(port, each).login for each in typed))


def printed(port: Port, procedure: Procedure, named: Named, team: str, on: date) -> Iterable[CopyRecipient]:
    """Who gets every note of this type: the workers of the case's team in a role, and trays.

    They answer for the case themselves, so the consent statement need not name them: our default.
    """
    listed = named.more.get("goes_to")
    for place in listed if isinstance(listed, list) else ():
        if tray(procedure, str(place)):
            yield CopyRecipient(str(place), team)
            continue
        for worker in office.workers(port):
            gone = worker.until and worker.until < on.isoformat()
            if (worker.team, worker.role) == (team, place) and not gone:
                yield CopyRecipient(worker.login, team)
