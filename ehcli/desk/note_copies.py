"""Who notes go to: whom somebody names, and where a procedure sends every note of a type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcli.matching.spelling import folded
from ehcli.procedures.consent import CopyRecipient, protects
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
    for each in office.agencies(port):
        if folded(typed) in (folded(each.slug), folded(each.name)):
            return of_agency(each)
    return of_worker(port, office.worker(port, typed))


def of_agency(known: office.AgencyNow) -> CopyRecipient:
    """An agency, as a copy may go to it."""
    return CopyRecipient(known.slug, protects=protects(known.kind, known.slug, known.name))


def of_worker(port: Port, known: office.WorkerNow) -> CopyRecipient:
    """A worker, as a copy may go to them; one of MASH, social care or the police protects as their agency does."""
    own = "-".join(folded(known.agency).split())
    of = [
        each
        for each in office.agencies(port)
        if known.agency and own in (each.slug, "-".join(folded(each.name).split()))
    ]
    safe = any(of_agency(each).protects for each in of) or protects("", known.agency)
    return CopyRecipient(known.login, known.team, own, safe)


def reached(port: Port, login: str, *names: str) -> CopyRecipient:
    """Whoever a letter or an invitation goes to, by login or short name, or by name alone where nobody is known."""
    worker = next((each for each in office.workers(port) if login and each.login == login), None)
    if worker:
        return of_worker(port, worker)
    agency = next((each for each in office.agencies(port) if login and each.slug == login), None)
    return of_agency(agency) if agency else CopyRecipient(login, protects=protects("", *names))


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
