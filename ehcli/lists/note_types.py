"""The note types of a procedure, with the headings that are to be filled."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.procedures import citation
from ehcli.procedures.procedure import PLAIN_NOTE
from ehcli.screen import shapes


def note_types(desk: Desk, team: str) -> list[dict[str, Any]]:
    """The types of note of the procedure that a team follows; where none is named, that of who asks."""
    procedure = desk.procedure_for(team)
    return [
        {
            "type": named.name,
            "kind": str(named.more.get("family", "")),
            "headings": list(named.headings),
            "aliases": list(named.aliases),
            "printed_in": citation.in_short(named.cite) or (procedure.ours if named is PLAIN_NOTE else ""),
            "citations": [shapes.citation(cite) for cite in named.cite],
        }
        for named in procedure.note_types
    ]
