"""A pack as it is written, spelled out: a citation in one line, a duty with its only limit, and what goes unsaid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ehcli.procedures.complaints import Complaints

Content = dict[str, Any]

# p7 (Timescales): TEH-056, TEH-057. Section and rows may be left out, and so may the source where there is one only.
IN_ONE_LINE = re.compile(r"(?P<place>.*?)(?: \((?P<section>.*)\))?(?:: (?P<rows>[A-Z]+-\d+(?:, ?[A-Z]+-\d+)*))?")
# Keys of a limit, which a duty that has one only may hold itself.
OF_A_LIMIT = ("within", "aim", "cite", "default", "reading", "day", "at", "before", "rows")


def spelled_out(told: Content, refuse: Complaints, known: Mapping[str, Any] | None = None) -> Content:
    """The content of one pack with nothing left to guess; raises what ``refuse`` makes of item, key and reason.

    ``known`` are the sources of the packs that it extends, which it may cite as well.
    """
    own = told.get("sources")
    cites = Cites({**(known or {}), **(own if isinstance(own, dict) else {})}, refuse)
    content: Content = {key: cites.within(value, key) for key, value in told.items()}
    for kind in ("duty", "change"):
        tables = content.get(kind)
        if isinstance(tables, list):
            content[kind] = [with_its_limit(each, kind) if isinstance(each, dict) else each for each in tables]
    if content.get("format") == 2 and isinstance(content.get("duty"), list):
        content["duty"] = [{"which": "each", **each} if isinstance(each, dict) else each for each in content["duty"]]
    return content


def with_its_limit(table: Content, kind: str) -> Content:
    """A duty, or a change of one, whose only limit stands in it, with that limit as a rule of its own."""
    if "within" not in table:
        return table
    limit = {key: table[key] for key in OF_A_LIMIT if key in table}
    # of a change, the citation and its reading say where the change is printed as well
    rest = {key: value for key, value in table.items() if kind == "change" or key not in limit}
    return {
        key: value for key, value in rest.items() if key not in ("within", "aim", "day", "at", "before", "rows")
    } | {"rule": [limit, *(table["rule"] if isinstance(table.get("rule"), list) else [])]}


class Cites:
    """Spells out the citations of one pack, whose sources say where each section begins."""

    def __init__(self, sources: Mapping[str, Any], refuse: Complaints) -> None:
        self.sources = sources
        self.refuse = refuse
        self.sections = {key: begins(table, key, refuse) for key, table in self.sources.items()}

    def within(self, value: Any, item: str) -> Any:
        """The value with every citation in it spelled out; ``item`` is what it is a part of."""
        if isinstance(value, list):
            return [self.within(each, item) for each in value]
        if not isinstance(value, dict):
            return value
        name = value.get("id") or value.get("slug") or value.get("duty") or value.get("of") or value.get("name")
        item = f"{item.replace('_', ' ') if item == 'closing_check' else item} {name}" if name else item
        return {
            key: self.cited(each, item) if key == "cite" else self.within(each, item) for key, each in value.items()
        }

    def cited(self, value: Any, item: str) -> Any:
        """One citation or several; a table is left as it is."""
        several = value if isinstance(value, list) else [value]
        spelled = []
        for each in (one for one in several if one != ""):  # a blank that nobody filled in is no citation
            with self.refuse.apart():
                spelled.append(self.one(each, item) if isinstance(each, str) else each)
        return spelled

    def one(self, text: str, item: str) -> Content:
        """A citation in one line, as a table; raises what is made of a source that the pack does not have."""
        first, _, rest = text.partition(" ")
        source = first if first in self.sources else next(iter(self.sources)) if len(self.sources) == 1 else ""
        if not source:
            known = ", ".join(self.sources) or "none"
            raise self.refuse(item, "cite", f"'{text}' must begin with its source: {known}.")
        found = IN_ONE_LINE.fullmatch(rest if first in self.sources else text)
        place, section, rows = found.group("place", "section", "rows") if found else ("", None, None)
        if stray := re.search(r"\b[A-Z]{2,}-\d+", place):
            raise self.refuse(item, "cite", f"'{text}': a colon stands before the requirements, ': {stray[0]}'.")
        return {
            "source": source,
            "section": self.section(source, place) if section is None else section,
            "place": place,
            "rows": re.split(", ?", rows) if rows else [],
        }

    def section(self, source: str, place: str) -> str:
        """The section that a place lies in: the last that begins at or before it; none where that is not said."""
        at = where(place)
        found = (name for start, name in reversed(self.sections[source]) if at and start <= at and start[0] == at[0])
        return next(found, "")


def begins(table: Any, source: str, refuse: Complaints) -> list[tuple[tuple[str, int], str]]:
    """Where the sections of a source begin, in order."""
    told = table.get("sections", {}) if isinstance(table, Mapping) else {}
    if not isinstance(told, dict) or not all(isinstance(each, str) for each in told.values()):
        refuse.take(refuse(f"source {source}", "sections", 'must say where each begins: "p7" = "Timescales".'))
        return []
    found = []
    for place, name in told.items():
        at = where(place)
        if at is None:
            refuse.take(refuse(f"source {source}", "sections", f"'{place}' names no page, line, row or the like."))
            continue
        found.append((at, name))
    return sorted(found)


def where(place: str) -> tuple[str, int] | None:
    """The first page, line, row or paragraph of a place: what is counted, and its number."""
    found = re.match(r"([a-z]*?)s?\s*(\d+)", place.strip().casefold())
    return (found[1], int(found[2])) if found else None
