"""What every table of a pack is read with: its shape, what it needs, and its citations; every complaint by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ehcli.errors import nearest
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.citation import Citation
from ehcli.procedures.procedure import Source

# Keys that hold a list of words wherever they stand.
WORDS = (
    *("levels", "routes", "episode_types", "by", "rows", "caveats", "aliases", "chairs", "chairs_instead", "meetings"),
)
CITE = {**dict.fromkeys(("source", "section", "place"), str), "rows": list}
IN_WORDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}


class Reader:
    """Reads the tables of one pack; every complaint names the file, the item and the key."""

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self.file = file
        self.content = content
        self.sources: dict[str, Source] = {}

    def refuse(self, item: str, key: str, why: str) -> BadPack:
        return refusal(self.file, item, key, why)

    def shape(self, table: Mapping[str, Any], kinds: Mapping[str, type], item: str, what: str) -> None:
        """Refuses a key that such a table does not have, and a value that is not of the kind it should be."""
        for key, value in table.items():
            if key not in kinds:
                raise self.refuse(item, key, f"is not a key of {what}. {nearest(key, sorted(kinds))}".strip())
            kind = kinds[key]
            fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
            if not fits:
                raise self.refuse(item, key, f"is not {IN_WORDS[kind]}.")
            if kind is list and key in WORDS and not all(isinstance(each, str) for each in value):
                raise self.refuse(item, key, "must be a list of words.")

    def need(self, table: Mapping[str, Any], key: str, kind: type, item: str) -> Any:
        value = table.get(key)
        if not isinstance(value, kind) or value in ("", []):
            raise self.refuse(item, key, f"is missing or is not {IN_WORDS[kind]}.")
        return value

    def tables(self, key: str, item: str, table: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        value = (self.content if table is None else table).get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.refuse(item, key, "must be a list of tables.")
        return value

    def unique(self, kind: str, ids: list[str], key: str = "id") -> None:
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise self.refuse(f"{kind} {twice[0]}", key, "stands twice.")

    def citations(self, table: Mapping[str, Any], item: str) -> tuple[Citation, ...]:
        cites = []
        for cite in self.tables("cite", item, table):
            self.shape(cite, CITE, item, "a citation")
            source = cite.get("source")
            if source not in self.sources:
                raise self.refuse(item, "cite", f"no source '{source}' in this pack.")
            place = self.need(cite, "place", str, item)
            kept = self.sources[source]
            cites.append(
                Citation(
                    kept.id,
                    kept.title,
                    kept.version,
                    str(cite.get("section", "")),
                    place,
                    tuple(cite.get("rows", ())),
                )
            )
        return tuple(cites)
