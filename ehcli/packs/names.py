"""The names of a pack: its lists, and what is kept to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ehcli.episodes.facts import VALUES
from ehcli.errors import nearest
from ehcli.packs.reader import Reader
from ehcli.procedures.printed import RULES
from ehcli.procedures.procedure import WEEKLY, WEEKLY_STAGES, Named, matched
from ehcli.procedures.rights import RIGHTS

LISTS = (
    "level",
    "route",
    "role",
    "tray",
    "note_type",
    "form",
    "star",
    "start_reason",
    "end_reason",
    "outcome",
    "episode_type",
    "database_source",
    "minutes_stage",
)
# Tables of a pack that are kept for reading and for coverage, not reckoned with.
KEPT = (
    *("consent_rule", "contact_period", "ladder", "checklist", "agenda", "term", "staff_duty", "locality"),
    *("closing_rule", "taf_record"),
    *("left_out", "change", "drop", "join", "place", "invitation", "plan", "printed"),
)
# Keys by which an entry says what it is to eh, list by list; what else an entry holds is kept for reading.
MEANS: dict[str, dict[str, type]] = {
    "level": {"owes_nothing": bool, "usual": bool},
    "episode_type": {"usual": bool},
    "role": {"chairs": list, "chairs_instead": list, "begins_records": bool, "tray": str},
    "form": {"meeting": str},
    "agenda": {"meetings": list},
}
MEETINGS = (*VALUES["taf-held", "kind"], WEEKLY)
PRINTED = {"of": str, "cite": list}


class Names(Reader):
    """Reads the lists of a pack, and what is kept to be read."""

    lists: dict[str, tuple[Named, ...]]

    def read_lists(self) -> None:
        """Reads every list; raises BadPack for a name that stands twice and an entry that cannot mean what it says."""
        self.lists = {kind: tuple(self.named(kind, table) for table in self.tables(kind, "the pack")) for kind in LISTS}
        for kind, entries in self.lists.items():
            self.unique(kind, [entry.slug for entry in entries])
            self.unlike(kind, entries)
        self.slugs = {kind: {entry.slug for entry in entries} for kind, entries in self.lists.items()}
        self.forms(self.lists["form"])
        self.note_types = {entry.name for entry in self.lists["note_type"]}
        self.spared = tuple(level.slug for level in self.lists["level"] if level.owes_nothing)
        self.only_one("level", "usual", usual(self.lists["level"]))
        self.only_one("episode_type", "usual", usual(self.lists["episode_type"]))
        self.ordinary = next(iter(usual(self.lists["episode_type"])), "")

    def unlike(self, kind: str, entries: Iterable[Named]) -> None:
        """Refuses a spelling by which two entries of a list go."""
        owner: dict[str, str] = {}
        for entry in entries:
            for spelling in {matched(each) for each in (entry.slug, entry.name, *entry.aliases)}:
                if owner.setdefault(spelling, entry.slug) != entry.slug:
                    raise self.refuse(kind, spelling, "stands twice: it is not clear which is meant.")

    def only_one(self, kind: str, key: str, slugs: list[str]) -> None:
        """Refuses a second entry of a list that says what one alone can be."""
        if len(slugs) > 1:
            raise self.refuse(f"{kind} {slugs[1]}", key, f"is said of {slugs[0]} already.")

    def forms(self, forms: Iterable[Named]) -> None:
        """Refuses a form that dates a stage it does not have, and one for a meeting that it cannot tell of."""
        self.form_stages = {form.slug: form.stages or ("completed",) for form in forms}
        for form in forms:
            for key, stages in (("dated", form.dated), ("meeting", WEEKLY_STAGES if form.meeting else ())):
                for stage in stages:
                    if stage not in self.form_stages[form.slug]:
                        raise self.refuse(f"form {form.slug}", key, f"it has no stage '{stage}'.")
        self.only_one("form", "meeting", [form.slug for form in forms if form.meeting])

    def named(self, kind: str, table: Mapping[str, Any]) -> Named:
        """An entry of a list."""
        name = self.need(table, "name", str, f"{kind} {table.get('slug', '?')}")
        more = {key: value for key, value in table.items() if key not in ("slug", "name", "aliases", "cite")}
        for right in more.get("may", ()) if kind == "role" else ():
            if right not in RIGHTS:
                raise self.refuse(f"role {table.get('slug', name)}", "may", f"there is no right '{right}'.")
        slug = str(table.get("slug") or name)
        if kind == "minutes_stage":
            self.minutes_stage(slug, more)
        spellings = {key: table[key] for key in ("aliases", "cite") if key in table}
        self.shape(spellings, {"aliases": list, "cite": list}, f"{kind} {slug}", kind)
        self.means(kind, more, f"{kind} {slug}")
        return Named(slug, name, tuple(table.get("aliases", ())), self.citations(table, f"{kind} {slug}"), more)

    def means(self, kind: str, more: Mapping[str, Any], item: str) -> None:
        """Refuses a key by which an entry says what it is to eh, where it cannot be that."""
        if kind not in MEANS:
            return
        said = {key: more[key] for key in MEANS[kind] if key in more}
        self.shape(said, MEANS[kind], item, kind)
        for key in said.keys() & {"chairs", "chairs_instead", "meeting", "meetings"}:
            known = MEETINGS if key == "meetings" else (WEEKLY,)
            strange = [each for each in ([said[key]] if key == "meeting" else said[key]) if each not in known]
            if strange:
                raise self.refuse(item, key, f"no meeting '{strange[0]}'. It is one of {', '.join(known)}.")

    def minutes_stage(self, slug: str, more: Mapping[str, Any]) -> None:
        """Refuses a stage that minutes cannot reach, and one asked of a meeting that nobody could chair."""
        for key, told, known in (
            ("slug", [slug], VALUES["minutes-reached", "stage"]),
            ("after", more.get("after", []), VALUES["minutes-reached", "stage"]),
            ("chaired_by", more.get("chaired_by", []), VALUES["taf-held", "chaired_by"]),
        ):
            strange = told if not isinstance(told, list) else [each for each in told if each not in known]
            if strange:
                raise self.refuse(f"minutes_stage {slug}", key, f"must be out of {', '.join(known)}.")

    def kept(self) -> dict[str, tuple[Named, ...]]:
        """Everything that is kept to be read, with where the rules that eh keeps by itself are printed."""
        found = {
            kind: tuple(
                self.printed(table) if kind == "printed" else self.entry(kind, table)
                for table in self.tables(kind, "the pack")
            )
            for kind in KEPT
        }
        self.unique("printed", [entry.slug for entry in found["printed"]], "of")
        return found

    def entry(self, kind: str, table: Mapping[str, Any]) -> Named:
        """A table that is read and counted, not reckoned with: its citation is checked like any other."""
        item = f"{kind} {table.get('id') or table.get('name') or '?'}"
        if kind in ("change", "drop"):
            item = f"{kind} {table.get('duty')}"
        if kind == "left_out" and not (table.get("rows") and table.get("why")):
            raise self.refuse(item, "why", "what is left out needs its rows and the reason.")
        name = str(first(table, "title", "name", "says", "why"))
        more = {key: value for key, value in table.items() if key != "cite"}
        self.means(kind, more, item)
        slug = str(first(table, "id", "duty") or name)
        return Named(slug, name or slug, tuple(table.get("aliases", ())), self.citations(table, item), more)

    def printed(self, table: Mapping[str, Any]) -> Named:
        """Where the documents print a rule that eh keeps by itself, or a right."""
        of = self.need(table, "of", str, "printed ?")
        item = f"printed {of}"
        self.shape(table, PRINTED, item, "what is printed")
        if of not in RULES and of not in RIGHTS:
            raise self.refuse(item, "of", f"no rule '{of}'. {nearest(of, [*RULES, *RIGHTS])}".strip())
        self.need(table, "cite", list, item)
        return Named(of, RULES.get(of) or f"May {RIGHTS[of]}", (), self.citations(table, item), {})

    def known(self, kind: str, slug: object, key: str, item: str) -> str:
        """A slug that is on one of the pack's lists."""
        named = str(self.need({key: slug}, key, str, item))
        if named not in self.slugs[kind]:
            raise self.refuse(item, key, f"no {kind} '{named}'. {nearest(named, sorted(self.slugs[kind]))}".strip())
        return named

    def all_known(self, kind: str, table: Mapping[str, Any], key: str, item: str) -> tuple[str, ...]:
        """Slugs that are on one of the pack's lists; none where the table names none."""
        return tuple(self.known(kind, each, key, item) for each in table.get(key, ()))


def usual(entries: Iterable[Named]) -> list[str]:
    """The entries that an episode has which is opened without one."""
    return [entry.slug for entry in entries if entry.usual]


def first(table: Mapping[str, Any], *keys: str) -> Any:
    """What stands under the first of these keys under which anything does."""
    return next((table[key] for key in keys if table.get(key)), "")
