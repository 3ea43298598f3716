"""What an authority may choose, and what it chose: switches and reasons."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.desk.reasons import LISTS
from ehcli.procedures import citation
from ehcli.procedures.bands import OTHERWISE, PLACE, standing
from ehcli.procedures.procedure import Procedure
from ehcli.record import office
from ehcli.screen import shapes
from ehcli.show import lists

OF_SWITCHES = {"switch": "Switch", "state": "State", "asks_for": "Asks for", "printed_in": "Printed in"}
OF_SWITCHES |= lists.beside("procedure", "citations")
OF_REASONS = {"for": "For", "reason": "Reason", "printed_in": "Printed in"} | lists.beside("citations")

OF_BANDS = {"duty": "Duty", "title": "What", "band": "Band", "printed": "In the procedure", "decided_by": "Placed by"}
OF_BANDS |= {"recorded_at": "When", "reason": "Why"} | lists.beside("team", "entry")


def bands(desk: Desk, team: str, *, every: bool) -> list[dict[str, Any]]:
    """The duties that a team put into another band, who did so, when and why; with ``every``, all of its procedure.

    Raises NotFound for no such team.
    """
    slug = office.team(desk.record, team).slug
    placed = {each.duty: each for each in office.bands_chosen(desk.record, slug)}
    rows = [
        {
            "duty": duty.id,
            "title": duty.title,
            "band": standing(duty.band, own.band if own else ""),
            "printed": duty.band,
            "team": slug,
            **{name: getattr(own, name, None) for name in ("decided_by", "recorded_at", "reason", "entry")},
        }
        for duty in desk.procedure_for(slug).duties
        if (own := placed.get(duty.id)) or every
    ]
    return sorted(rows, key=lambda row: PLACE[row["band"] or OTHERWISE])


def switches(desk: Desk) -> list[dict[str, Any]]:
    """What the procedures that are followed here let an authority switch: whether it is on, and what it asks for."""
    off = office.switched_off(desk.record)
    followed = desk.rules.followed(team.slug for team in office.teams(desk.record))
    return [
        {
            "switch": name,
            "state": "off" if name in off else "on",
            "procedure": each.name,
            "asks_for": [duty.title for duty in each.duties if duty.switch == name],
            "printed_in": "; ".join(dict.fromkeys(cite.short for cite in cited(each, name))),
            "citations": [shapes.citation(cite) for cite in citation.once(cited(each, name))],
        }
        for each in followed
        for name in each.switches
    ]


def cited(procedure: Procedure, switch: str) -> list[citation.Citation]:
    """Where the duties of a switch are printed."""
    return [cite for duty in procedure.duties if duty.switch == switch for cite in duty.citations]


def reasons(desk: Desk, team: str) -> list[dict[str, Any]]:
    """The reasons for opening and closing: those a team's procedure prints, and the authority's own."""
    procedure = desk.procedure_for(team)
    rows = []
    for purpose, kind in LISTS.items():
        printed = [(each.name, citation.in_short(each.cite), each.cite) for each in procedure.lists[kind]]
        added = [(name, "added by the authority", ()) for name in office.choices(desk.record, kind)]
        rows += [
            {"for": purpose, "reason": name, "printed_in": where, "citations": list(map(shapes.citation, cites))}
            for name, where, cites in (*printed, *added)
        ]
    return rows
