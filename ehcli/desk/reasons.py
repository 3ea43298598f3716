"""Reasons for opening and closing: the few that a procedure prints, and those an authority added."""

from __future__ import annotations

from ehcli.errors import NotFound
from ehcli.procedures.procedure import Procedure
from ehcli.record import office
from ehcli.record.port import Port

# What a reason is for, and the list of the procedure that holds it.
LISTS = {"opening": "start_reason", "closing": "end_reason"}


def reason(procedure: Procedure, port: Port, kind: str, typed: str) -> str:
    """A reason that the procedure prints or the authority added; any, as typed, where neither lists one.

    Raises NotFound with the nearest.
    """
    own = office.choices(port, kind)
    for name in own:
        if name.casefold() == typed.strip().casefold():
            return name
    if not own and not procedure.lists[kind] and typed.strip():
        return typed.strip()  # where nobody listed any, none is wrong
    try:
        return procedure.named(kind, typed).name
    except NotFound as unknown:
        also = f" The authority added: {'; '.join(own)}." if own else ""
        verb = "opening" if kind == "start_reason" else "closing"
        raise NotFound(
            f"'{typed}' is not a reason for {verb} in the procedure {procedure.name}.",
            f"{unknown.hint}{also} A reason of the authority's own is added with: "
            f"eh reason add TEXT --for {verb} --by LOGIN",
        ) from None
