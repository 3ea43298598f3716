"""Teams and agencies as they lie in data/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehcli.machine import folders
from ehcli.named_tuple import NamedTuple
from ehcli.packs.refusal import BadPack
from ehcli.packs.toml import read
from ehcli.procedures.procedure import Procedure


class ShippedTeam(NamedTuple):
    """A team, with where it is and how to reach it."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    address: tuple[str, ...]
    email: str
    phone: str


class ShippedAgency(NamedTuple):
    """An agency that works with families, with how to reach it where its source prints that."""

    slug: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    address: tuple[str, ...]
    email: str
    phone: str


def teams(procedure: Procedure) -> list[ShippedTeam]:
    """The teams that the procedure's own documents print, or those of a council's own list."""
    return [
        ShippedTeam(
            table["slug"],
            table["name"],
            tuple(table.get("aliases", ())),
            tuple(table.get("address", ())),
            table.get("email", ""),
            table.get("phone", ""),
        )
        for table in printed_by(procedure, "team", "teams.toml")
    ]


def agencies(procedure: Procedure) -> list[ShippedAgency]:
    """The agencies that the procedure's own documents name, or those of a council's own list."""
    return [
        ShippedAgency(
            table["slug"],
            table["name"],
            table.get("kind", ""),
            tuple(table.get("aliases", ())),
            tuple(table.get("address", ())),
            table.get("email", ""),
            table.get("phone", ""),
        )
        for table in printed_by(procedure, "agency", "agencies.toml")
    ]


def printed_by(procedure: Procedure, kind: str, file: str) -> Iterator[dict[str, Any]]:
    """The offices of a list that a procedure may begin with; raises BadPack for one without its names.

    A council's own list holds as a whole. Of the list that ships a procedure has what its own documents print, and
    only where they are its own authority's: a pack that extends another council's has that one's documents too.
    """
    path = folders.found("data", file)
    content = read(path)
    of_authority = content.get("authorities", {})
    for number, table in enumerate(content.get(kind, []), start=1):
        for key in ("slug", "name"):
            if not isinstance(table.get(key), str) or not table[key]:
                raise BadPack(f"{file}: {kind} {number}, '{key}': is missing or is not a text.", "Mend the list.")
        if folders.is_councils(path):
            yield table
            continue
        cites = [
            cite
            for cite in table["cite"]
            if cite["source"] in procedure.sources and of_authority.get(cite["source"]) == procedure.authority
        ]
        if cites and all(cite.get("names_only") for cite in cites):
            yield {key: value for key, value in table.items() if key not in ("address", "email", "phone")}
        elif cites:
            yield table
