"""What every table of a pack is read with: its shape, what it needs, and its citations; every complaint by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from ehcli.errors import EhError, nearest
from ehcli.packs.keys import CITE, WORDS
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.citation import Citation
from ehcli.procedures.complaints import Complaints
from ehcli.procedures.procedure import Source

IN_WORDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}
# What stands for a value that is missing while mistakes are gathered: nothing of such a pack is used.
BLANKS: dict[type, Any] = {str: "?", int: 0, bool: False, list: [], dict: {}, date: date.min}
P = ParamSpec("P")
Read = TypeVar("Read")
R = TypeVar("R", bound="Reader")


def or_else(instead: Read) -> Callable[[Callable[Concatenate[R, P], Read]], Callable[Concatenate[R, P], Read]]:
    """What is read as ``instead`` where it cannot be read and mistakes are gathered: the reading goes on."""

    def going_on(read: Callable[Concatenate[R, P], Read]) -> Callable[Concatenate[R, P], Read]:
        @wraps(read)
        def tried(self: R, /, *args: P.args, **named: P.kwargs) -> Read:
            try:
                return read(self, *args, **named)
            except BadPack as bad:
                self.take(bad)
                return instead

        return tried

    return going_on


class Reader:
    """Reads the tables of one pack; every complaint names the file, the item and the key."""

    def __init__(self, file: str, content: dict[str, Any], gathered: list[EhError] | None = None) -> None:
        self.file = file
        self.content = content
        self.sources: dict[str, Source] = {}
        self.complaints = Complaints(self.refuse, gathered)
        self.unread: set[tuple[str, str]] = set()  # items and keys of which nothing could be read: no more is said

    def refuse(self, item: str, key: str, why: str) -> BadPack:
        return refusal(self.file, item, key, why)

    def take(self, bad: BadPack) -> None:
        """Raises what is wrong; where mistakes are gathered, keeps it, unless the same key could not be read at all."""
        if (bad.item, bad.key) not in self.unread:
            self.complaints.take(bad)

    def wrong(self, item: str, key: str, why: str) -> None:
        """Says what is wrong with a thing that can be read nonetheless."""
        self.take(self.refuse(item, key, why))

    def unreadable(self, table: Mapping[str, Any], item: str, key: str, why: str) -> None:
        """Says that nothing can be read of a key, which is left out then: nothing more is said of it."""
        self.wrong(item, key, why)
        self.unread.add((item, key))
        if isinstance(table, dict):
            table.pop(key, None)

    def shape(self, table: Mapping[str, Any], kinds: Mapping[str, type], item: str, what: str) -> None:
        """Refuses a key that such a table does not have, and a value that is not of the kind it should be."""
        for key, value in list(table.items()):
            if key not in kinds:
                self.wrong(item, key, f"is not a key of {what}. {nearest(key, sorted(kinds))}".strip())
                continue
            kind = kinds[key]
            fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
            if not fits:
                self.unreadable(table, item, key, f"is not {IN_WORDS[kind]}.")
            elif kind is list and key in WORDS and not all(isinstance(each, str) for each in value):
                self.unreadable(table, item, key, "must be a list of words.")

    def need(self, table: Mapping[str, Any], key: str, kind: type, item: str) -> Any:
        value = table.get(key)
        if not isinstance(value, kind) or value in ("", []):
            self.unreadable(table, item, key, f"is missing or is not {IN_WORDS[kind]}.")
            return BLANKS[kind]
        return value

    def tables(self, key: str, item: str, table: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        of = self.content if table is None else table
        value = of.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.unreadable(of, item, key, "must be a list of tables.")
            return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
        return value

    def called(self, kind: str, table: Mapping[str, Any], *keys: str) -> str:
        """What an entry goes by in a complaint: its kind with its name, else with its number."""
        name = next((each for key in keys if isinstance(each := table.get(key), str) and each), "")
        return f"{kind} {name}" if name else self.nth(kind, table)

    def nth(self, kind: str, table: Mapping[str, Any]) -> str:
        """An entry that has no name, by its number in the pack."""
        known = self.content.get(kind.replace(" ", "_"))
        at = [id(each) for each in known].index(id(table)) + 1 if isinstance(known, list) else "?"
        return f"{kind} number {at}"

    def unique(self, kind: str, ids: list[str], key: str = "id") -> None:
        for twice in sorted({id for id in ids if ids.count(id) > 1 and id != BLANKS[str]}):
            self.wrong(f"{kind} {twice}", key, "stands twice.")

    def citations(self, table: Mapping[str, Any], item: str) -> tuple[Citation, ...]:
        cites = (self.citation(cite, item) for cite in self.tables("cite", item, table))
        return tuple(cite for cite in cites if cite)

    @or_else(cast("Citation | None", None))
    def citation(self, cite: Mapping[str, Any], item: str) -> Citation | None:
        """One citation, as it is spelled out."""
        self.shape(cite, CITE, item, "a citation")
        source = cite.get("source")
        if source not in self.sources:
            raise self.refuse(item, "cite", f"no source '{source}' in this pack.")
        place = self.need(cite, "place", str, item)
        kept = self.sources[source]
        section, rows = str(cite.get("section", "")), tuple(cite.get("rows", ()))
        return Citation(kept.id, kept.title, kept.version, section, place, rows)
