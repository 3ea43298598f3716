"""A person and a family: everything that is known of them, and whether they may be written to."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.lists import read_log
from ehcli.lists.cautions import cautions
from ehcli.record import cases, households


def person(desk: Desk, typed: str) -> dict[str, Any]:
    """A person; that they were read is noted. Raises NotFound."""
    known = households.person(desk.record, typed)
    places = households.members(desk.record, person=known.ref)
    told = {
        "person": known.ref,
        "name": known.name,
        "warnings": cautions(desk, [known.ref], [each.family for each in places]),
        "born": known.born,
        "sex": known.sex,
        "phone": known.phone,
        "email": known.email,
        "formats": known.formats.split("\n") if known.formats else [],
        "address": known.address.replace("\n", ", "),
        "address_since": known.since,
        "address_confirmed": known.confirmed if known.address else None,
        "safe_to_write": known.safe_to_write,
        "died_on": known.died_on,
        "families": [each._asdict() for each in places],
        "relations": [each._asdict() for each in households.relations(desk.record, [known.ref])],
    }
    read_log.note(desk, known.ref)
    return told


def family(desk: Desk, typed: str) -> dict[str, Any]:
    """A family, with who is in it and who is what to whom; that it was read is noted. Raises NotFound."""
    ref = read(typed, "F")
    places = households.members(desk.record, family=ref)
    if not places:
        raise NotFound(f"There is no family {ref}.", cases.near_reference(desk.record, "F", "family"))
    refs = [each.person for each in places]
    known = households.details(desk.record, refs)
    told = {
        "family": ref,
        "warnings": cautions(desk, refs, [ref]),
        "people": [
            {
                "person": each.person,
                "name": known[each.person].name,
                "born": known[each.person].born,
                "role": each.role,
                "left": each.until,
                "died_on": known[each.person].died_on,
                "address": known[each.person].address.replace("\n", ", "),
            }
            for each in places
        ],
        "relations": [each._asdict() for each in households.relations(desk.record, refs)],
    }
    read_log.note(desk, ref)
    return told
