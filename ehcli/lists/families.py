"""A person and a family: everything that is known of them, and whether they may be written to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.lists import read_log
from ehcli.lists.cautions import cautions
from ehcli.record import cases, households, two_homes


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
        "two_homes": apart(desk, [known.ref]),
    }
    read_log.note(desk, known.ref)
    return told


def apart(desk: Desk, refs: Collection[str]) -> list[dict[str, Any]]:
    """With whom it was decided that these people live in two homes, by whom and why, and whether it holds today."""
    found = {pair: said for pair, said in two_homes.standing(desk.record).items() if set(pair.split()) & set(refs)}
    known = households.details(desk.record, {ref for pair in found for ref in pair.split()})
    holds = two_homes.decided(desk.record, known) if found else frozenset()
    rows = []
    for pair, (_, decided_by, because, _) in found.items():
        one, other = pair.split()
        stands = frozenset((one, other)) in holds
        rows.append(
            {
                "person": one,
                "other": other,
                "decided_by": decided_by,
                "because": because,
                "state": "holds" if stands else "an address was changed: asked again",
            }
        )
    return rows


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
        "two_homes": apart(desk, refs),
    }
    read_log.note(desk, ref)
    return told
