"""Shows a person and a family: what is known of them, and who may be written to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.lists import read_log
from ehcli.lists.cautions import cautions
from ehcli.record import households, stories
from ehcli.show import lists

Who = Annotated[str, typer.Argument(metavar="PERSON", help="The person, such as P-0003.")]
Home = Annotated[str, typer.Argument(metavar="FAMILY", help="The family, such as F-0001.")]


def person_show(ctx: typer.Context, person: Who) -> None:
    """Show everything that is known of a person, and whether they may be written to.

    Examples:
        eh person show P-0003
        eh person show P-0003 --json
    """
    desk: Desk = ctx.obj
    known = households.person(desk.record, person)
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
    lists.body(desk, f"{known.ref}  person", told, {"until": "left"})


def family_show(ctx: typer.Context, family: Home) -> None:
    """Show a family: who is in it, who is what to whom, and who may not be written to.

    Examples:
        eh family show F-0001
        eh family show F-0001 --json
    """
    desk: Desk = ctx.obj
    ref = read(family, "F")
    places = households.members(desk.record, family=ref)
    if not places:
        raise NotFound(f"There is no family {ref}.", stories.near_reference(desk.record, "F", "family"))
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
    lists.body(desk, f"{ref}  family", told)
