"""The clauses and lengths of a pack: which facts a duty looks for, and how long it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ehcli.episodes.facts import KINDS, VALUES
from ehcli.errors import nearest
from ehcli.packs.names import Names
from ehcli.packs.reader import or_else
from ehcli.procedures.duty import Clause
from ehcli.procedures.within import UNITS, WEEKDAYS, Within

# Values that must be on a list of the pack's own.
LISTED = {("form-recorded", "form"): "form", ("star-completed", "star"): "star", ("allocated", "role"): "role"}
# Keys of a clause that are no values of its fact.
OF_A_CLAUSE = ("fact", "count", "same", "apart")


class Clauses(Names):
    """Reads the clauses and lengths of a pack."""

    clauses_read: dict[Clause, Clause]
    strange: set[tuple[str, str, object]]  # values of a fact that are told of: fact, field and value

    def within(self, table: Mapping[str, Any], item: str) -> Within:
        return self.length(table.get("within"), item, "within")

    @or_else(Within("days", 1))
    def length(self, value: object, item: str, key: str) -> Within:
        """A length of time, in exactly one unit."""
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in UNITS:
            raise self.refuse(
                item, key, f"a limit needs exactly one unit, such as {{ months = 12 }}, out of {', '.join(UNITS)}."
            )
        unit, count = next(iter(value.items()))
        if unit == "open":
            return Within("open")
        if unit == "weekday":
            if count not in WEEKDAYS:
                raise self.refuse(item, key, f"the weekday must be one of {', '.join(WEEKDAYS)}.")
            return Within("weekday", WEEKDAYS.index(count))
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise self.refuse(item, key, "the count must be a whole number, nought or more.")
        if unit == "day_of_month" and not 1 <= count <= 31:
            raise self.refuse(item, key, "day_of_month must be from 1 to 31; a shorter month's last day is taken.")
        return Within(unit, count)

    def clauses(self, table: Mapping[str, Any], key: str, item: str, trigger: set[str]) -> tuple[Clause, ...]:
        return tuple(self.clause(each, item, key, trigger) for each in self.tables(key, item, table))

    @or_else(Clause(""))
    def clause(self, table: Mapping[str, Any], item: str, key: str, trigger: Iterable[str] = ()) -> Clause:
        """A kind of fact with the values it must have; ``trigger`` are the fields of what sets the duty off."""
        if not isinstance(table, dict):
            raise self.refuse(item, key, "must be a clause: a table with a fact.")
        kind = table.get("fact")
        if not isinstance(kind, str) or kind not in KINDS:
            raise self.refuse(item, key, f"no fact '{kind}'. {nearest(str(kind), list(KINDS))}".strip())
        shared = table.get("same", [])
        if not isinstance(shared, list) or not all(isinstance(name, str) for name in shared):
            raise self.refuse(item, key, "same must be a list of words.")
        fields = self.fields(kind)
        wants = self.wants(kind, table, fields, item, key)
        often, apart = self.often(table, item, key)
        for name in shared:
            if name not in fields or name not in trigger:
                self.wrong(item, key, f"'{name}' is not shared by {kind} and the fact that sets it off.")
        made = Clause(kind, wants, often, tuple(shared), apart)
        return self.same_object(made)

    def same_object(self, made: Clause) -> Clause:
        """The one object for this clause: what fits it is looked up once."""
        return self.clauses_read.setdefault(made, made)

    def fields(self, fact: str) -> set[str]:
        """The fields of a fact; of one that could not be read, any, so that nothing more is said of it."""
        kinds = [KINDS[fact]] if fact else KINDS.values()
        return {name for kind in kinds for name in kind._fields}  # type: ignore[attr-defined]

    def wants(
        self, kind: str, table: Mapping[str, Any], fields: set[str], item: str, key: str
    ) -> tuple[tuple[str, tuple[object, ...]], ...]:
        """The values that a fact must have, each among those that it can have."""
        wants: list[tuple[str, tuple[object, ...]]] = []
        for name, value in table.items():
            if name in OF_A_CLAUSE:
                continue
            if name not in fields:
                few = sorted(fields - {"episode", "on", "at"})
                self.wrong(item, key, f"the fact {kind} has no '{name}'. {nearest(name, few)}".strip())
                continue
            values = tuple(value) if isinstance(value, list) else (value,)
            self.values(kind, name, values, item, key)
            wants.append((name, values))
        if kind == "form-recorded":
            self.stages(dict(wants), item, key)
        return tuple(wants)

    def often(self, table: Mapping[str, Any], item: str, key: str) -> tuple[int, bool]:
        """How many such facts are asked for, and whether each on a day of its own."""
        often = table.get("count", 1)
        if not isinstance(often, int) or isinstance(often, bool) or often < 1:
            raise self.refuse(item, key, "count must be a whole number, one or more.")
        apart = table.get("apart", False)
        if not isinstance(apart, bool) or (apart and often < 2):
            raise self.refuse(item, key, "apart is true beside a count of two or more, or is left out.")
        return often, apart

    def stages(self, wants: Mapping[str, tuple[object, ...]], item: str, key: str) -> None:
        """The stages asked for must be stages of the forms asked for."""
        for slug in wants.get("form", ()):
            known = self.form_stages.get(str(slug), ())
            for stage in wants.get("stage", ()) if known else ():  # a form that is not there is told of as that
                if stage not in known:
                    self.wrong(item, key, f"no stage '{stage}' of the form {slug}: it has {', '.join(known)}.")

    def values(self, kind: str, name: str, values: tuple[object, ...], item: str, key: str) -> None:
        """Names of forms, stars, note types and roles must be on the pack's own lists; other words must be eh's."""
        if not all(isinstance(value, (str, bool, int)) for value in values):
            self.wrong(item, key, f"{name} must be a word, or a list of words.")
            return
        few = VALUES.get((kind, name))
        for strange in [value for value in values if value not in few] if few else ():
            self.strange.add((kind, name, strange))
            self.wrong(item, key, f"no {name} '{strange}'. It is one of {', '.join(few or ())}.")
        if (kind, name) == ("note-written", "type"):
            unknown = [value for value in values if value not in self.note_types]
        else:
            known = self.slugs.get(LISTED.get((kind, name), ""), set())
            unknown = [value for value in values if known and value not in known]
        for each in unknown:
            self.strange.add((kind, name, each))
            self.wrong(item, key, f"no {name} '{each}' on the pack's list.")
