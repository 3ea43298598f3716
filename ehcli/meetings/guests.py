"""Whom a meeting can be made up of: the family, the workers and the agencies, as known now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.episodes.episode import Meeting
from ehcli.episodes.references import TYPED, read
from ehcli.errors import NotFound, nearest, together
from ehcli.matching.spelling import meant
from ehcli.named_tuple import NamedTuple
from ehcli.record import meetings, office
from ehcli.record import people as record_people
from ehcli.record.deriving import Settled
from ehcli.record.port import Port


class Guest(NamedTuple):
    """Somebody who may be asked to a meeting, as known now."""

    who: str  # a person's reference, a worker's login or an agency's slug
    name: str
    kind: str  # family, ehm-user or professional, as the procedures tell them apart
    email: str = ""
    until: str = ""  # the last day of a worker who left or an agency that ended
    safe: bool = True
    born: str = ""


def guest(port: Port, settled: Settled, typed: str) -> Guest:
    """Somebody of the family by P- reference or name, a worker by login or name, or an agency; raises NotFound."""
    wanted = typed.strip()
    family = {each.ref: each for each in record_people.family(port, settled.episode.family)}
    if TYPED.fullmatch(wanted) and wanted[:1].upper() == "P":
        wanted = read(wanted, "P")
        if wanted not in family:
            raise NotFound(
                f"{wanted} is not of the family of {settled.episode.ref}.",
                f"It is {', '.join(f'{each.ref} {each.name}' for each in family.values())}.",
            )
        return guests(port, settled, [wanted])[0]
    named = meant(wanted, {each.ref: each.name for each in family.values()})
    if len(named) > 1:
        raise NotFound(f"There is more than one '{typed}'.", f"Say which: {', '.join(named)}.")
    found = named or professionals(port, typed, [each.name for each in family.values()])
    return guests(port, settled, found)[0]


def professionals(port: Port, typed: str, family: Sequence[str]) -> list[str]:
    """The one worker by login or name, or agency by slug or name, that was meant; raises NotFound with who is near."""
    workers = office.workers(port)
    agencies = office.agencies(port)
    for spelt in (
        {each.login: each.login for each in workers},
        {each.login: each.name for each in workers},
        {each.slug: each.slug for each in agencies},
        {each.slug: each.name for each in agencies},
    ):
        if named := meant(typed.strip(), spelt):
            return named[:1]
    known = [*family, *(each.login for each in workers), *(each.name for each in workers)]
    known += [spelt for each in agencies for spelt in (each.slug, each.name)]
    raise NotFound(
        f"There is nobody '{typed}' in the family, among the workers or among the agencies.",
        together(
            nearest(typed, known),
            "Add an agency with: eh agency add SLUG --name NAME; "
            "a worker with: eh worker add LOGIN --name NAME --role ROLE",
        ),
    )


def guests(port: Port, settled: Settled, refs: Sequence[str]) -> list[Guest]:
    """These people, workers and agencies as known now, in this order; an unknown one stands as typed."""
    people = record_people.people(port, [ref for ref in refs if ref.startswith("P-")])
    workers = {each.login: each for each in office.workers(port)}
    agencies = {each.slug: each for each in office.agencies(port)}
    mail = meetings.emails(port, people)
    found = []
    for ref in refs:
        if ref in people:
            person = people[ref]
            found.append(Guest(ref, person.name, "family", mail.get(ref, ""), "", person.safe_to_write, person.born))
        elif ref in workers:
            worker = workers[ref]
            kind = "ehm-user" if worker.ehm_user else "professional"
            found.append(Guest(ref, worker.name, kind, worker.email, worker.until))
        else:
            agency = agencies.get(ref, office.AgencyNow(ref, ref, "", ""))
            found.append(Guest(ref, agency.name, "professional", agency.email, agency.until))
    return found


def is_over(each: Guest, meeting: Meeting) -> bool:
    """Whether an agency ended, or a worker left, before the day of the meeting."""
    planned = meeting.held_on or meeting.planned_on
    return bool(each.until and planned and each.until < planned.isoformat())


def left_out(each: Guest) -> str:
    return f"{each.name} ended on {long(date.fromisoformat(each.until))} and is left out."
