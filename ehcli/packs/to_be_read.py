"""What a pack keeps to be read and counted: rules of consent, checklists, terms, what was left out, what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehcli.errors import nearest
from ehcli.packs import keys
from ehcli.packs.clauses import Clauses
from ehcli.packs.names import KEPT
from ehcli.procedures.printed import RULES
from ehcli.procedures.procedure import Named
from ehcli.procedures.rights import RIGHTS


class ToBeRead(Clauses):
    """Reads what is kept to be read, with where the rules that eh keeps by itself are printed."""

    def kept(self) -> dict[str, tuple[Named, ...]]:
        """Everything that is kept to be read."""
        found = {kind: tuple(self.entry(kind, table) for table in self.tables(kind, "the pack")) for kind in KEPT}
        self.unique("printed", [entry.slug for entry in found["printed"]], "of")
        return found

    def entry(self, kind: str, table: Mapping[str, Any]) -> Named:
        """A table that is read and counted, not reckoned with: its keys and citation are checked like any other."""
        if kind == "printed":
            return self.printed(table)
        item = self.called(kind, table, *(("duty", "name") if kind in ("change", "drop") else ("id", "name")))
        if known := keys.of(kind):  # a change holds keys of its duty, which is asked of them
            self.shape(table, known, item, f"an entry of the list {kind}")
        if kind == "left_out" and not (table.get("rows") and table.get("why")):
            self.wrong(item, "why", "what is left out needs its rows and the reason.")
        if kind in keys.KEPT and not first(table, "title", "name", "says"):
            self.wrong(item, "title", "is missing: it needs a title, a name, or what it says.")
        self.values_of(table, item)
        name = str(first(table, "title", "name", "says", "why"))
        more = {key: value for key, value in table.items() if key != "cite"}
        self.means(more, item)
        slug = str(first(table, "id", "duty") or name)
        return Named(slug, name or slug, tuple(table.get("aliases", ())), self.citations(table, item), more)

    def values_of(self, table: Mapping[str, Any], item: str) -> None:
        """Refuses a length, a clause or a part of a plan, in what is kept to be read, that is none."""
        for key in ("every", "longest", "within"):
            if isinstance(table.get(key), dict):
                self.length(table[key], item, key)
        for key in ("from", "until"):
            if isinstance(table.get(key), dict):
                self.clause(table[key], item, key)
        for part in self.tables("parts", item, table):
            self.shape(part, keys.PART, item, "a part of a plan")
            self.need(part, "heading", str, item)
            self.means(part, item)

    def printed(self, table: Mapping[str, Any]) -> Named:
        """Where the documents print a rule that eh keeps by itself, or a right."""
        of = self.need(table, "of", str, self.called("printed", table, "of"))
        item = self.called("printed", table, "of")
        self.shape(table, keys.of("printed"), item, "what is printed")
        if of not in RULES and of not in RIGHTS:
            self.wrong(item, "of", f"no rule '{of}'. {nearest(of, [*RULES, *RIGHTS])}".strip())
        self.need(table, "cite", list, item)
        says = RULES.get(of) or f"May {RIGHTS.get(of, '')}"
        return Named(of, says, (), self.citations(table, item), {})


def first(table: Mapping[str, Any], *keys: str) -> Any:
    """What stands under the first of these keys under which anything does."""
    return next((table[key] for key in keys if table.get(key)), "")
