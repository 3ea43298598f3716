"""The names of a pack: its lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ehcli.episodes.facts import ON_AN_EPISODE, TAF_KINDS, VALUES
from ehcli.errors import nearest
from ehcli.packs import keys
from ehcli.packs.reader import Reader
from ehcli.procedures.procedure import PLAIN_NOTE, WEEKLY, WEEKLY_STAGES, Named, matched
from ehcli.procedures.rights import RIGHTS

LISTS = tuple(keys.LISTS)
KEPT = (  # in the order in which sheets and coverage tell of them
    *(kind for kind in keys.KEPT if kind not in ("invitation", "plan")),
    *("left_out", "change", "drop", "join", "place", "invitation", "plan", "printed"),
)
MEETINGS = (*TAF_KINDS, WEEKLY)


class Names(Reader):
    """Reads the lists of a pack."""

    lists: dict[str, tuple[Named, ...]]

    def read_lists(self) -> None:
        """Reads every list; raises BadPack for a name that stands twice and an entry that cannot mean what it says."""
        self.lists = {kind: tuple(self.named(kind, table) for table in self.tables(kind, "the pack")) for kind in LISTS}
        for kind, entries in self.lists.items():
            self.unique(kind, [entry.slug for entry in entries])
            self.unlike(kind, entries)
        self.slugs = {kind: {entry.slug for entry in entries} for kind, entries in self.lists.items()}
        self.forms(self.lists["form"])
        self.in_our_words("meeting_kind", "as", TAF_KINDS)
        self.in_our_words("role", "holds", ON_AN_EPISODE)
        self.told_apart()
        self.note_types = {entry.name for entry in self.lists["note_type"] or (PLAIN_NOTE,)}
        self.spared = tuple(level.slug for level in self.lists["level"] if level.owes_nothing)
        self.only_one("level", "usual", usual(self.lists["level"]))
        self.only_one("episode_type", "usual", usual(self.lists["episode_type"]))
        self.ordinary = next(iter(usual(self.lists["episode_type"])), "")

    def unlike(self, kind: str, entries: Iterable[Named]) -> None:
        """Refuses a spelling by which two entries of a list go."""
        # what has no name is told of as that
        owner: dict[str, str] = {}
        for entry in entries:
            for spelling in {matched(each) for each in (entry.slug, entry.name, *entry.aliases)} - {"?"}:
                if owner.setdefault(spelling, entry.slug) != entry.slug:
                    self.wrong(kind, spelling, "stands twice: it is not clear which is meant.")

    def only_one(self, kind: str, key: str, slugs: list[str]) -> None:
        """Refuses a second entry of a list that says what one alone can be."""
        if len(slugs) > 1:
            self.wrong(f"{kind} {slugs[1]}", key, f"is said of {slugs[0]} already.")

    def in_our_words(self, kind: str, key: str, known: tuple[str, ...]) -> None:
        """Refuses an entry that stands for no word of eh's, and a second that stands for the same."""
        said = [(entry.slug, entry.more[key]) for entry in self.lists[kind] if key in entry.more]
        for slug, word in said:
            if word not in known:
                self.wrong(f"{kind} {slug}", key, f"must be one of {', '.join(known)}.")
        for word in known:
            self.only_one(kind, key, [slug for slug, of in said if of == word])

    def told_apart(self) -> None:
        """Refuses a kind of meeting that goes by eh's word for another: which is meant would not be clear."""
        for entry in self.lists["meeting_kind"]:
            others = {*TAF_KINDS} - {entry.more.get("as")}
            if others & {matched(each) for each in entry.spellings}:
                self.wrong(f"meeting_kind {entry.slug}", "as", "it goes by eh's word for another kind.")

    def forms(self, forms: Iterable[Named]) -> None:
        """Refuses a form that dates a stage it does not have, and one for a meeting that it cannot tell of."""
        self.form_stages = {form.slug: form.stages or ("completed",) for form in forms}
        for form in forms:
            first = (form.before_allocation,) if form.before_allocation else ()
            weekly = WEEKLY_STAGES if form.meeting else ()
            for key, stages in (("dated", form.dated), ("meeting", weekly), ("before_allocation", first)):
                for stage in stages:
                    if stage not in self.form_stages[form.slug]:
                        self.wrong(f"form {form.slug}", key, f"it has no stage '{stage}'.")
        self.only_one("form", "meeting", [form.slug for form in forms if form.meeting])

    def named(self, kind: str, table: Mapping[str, Any]) -> Named:
        """An entry of a list."""
        item = self.called(kind, table, "slug", "name")
        self.shape(table, keys.of(kind), item, f"an entry of the list {kind}")
        name = self.need(table, "name", str, item)
        more = {key: value for key, value in table.items() if key not in ("slug", "name", "aliases", "cite")}
        for right in more.get("may", ()) if kind == "role" else ():
            if right not in RIGHTS:
                self.wrong(item, "may", f"there is no right '{right}'. {nearest(right, list(RIGHTS))}".strip())
        slug = str(table.get("slug") or name)
        if kind == "minutes_stage":
            self.minutes_stage(slug, more)
        if kind == "meeting_kind":
            self.need(more, "as", str, item)
        if kind == "star":
            self.scale(item, more)
        self.means(more, item)
        return Named(slug, name, tuple(table.get("aliases", ())), self.citations(table, item), more)

    def scale(self, item: str, more: Mapping[str, Any]) -> None:
        """Refuses a scale that is not the lowest and the highest score."""
        scale = more.get("scale", [1, 10])
        whole = all(isinstance(each, int) and not isinstance(each, bool) for each in scale)
        if len(scale) != 2 or not whole or scale[0] >= scale[1]:
            self.wrong(item, "scale", "must be the lowest and the highest score, such as [1, 10].")

    def means(self, more: Mapping[str, Any], item: str) -> None:
        """Refuses a meeting that there is not."""
        for key in more.keys() & {"chairs", "chairs_instead", "meeting", "meetings"}:
            known = MEETINGS if key == "meetings" else (WEEKLY,)
            for strange in [each for each in ([more[key]] if key == "meeting" else more[key]) if each not in known]:
                self.wrong(item, key, f"no meeting '{strange}'. It is one of {', '.join(known)}.")

    def minutes_stage(self, slug: str, more: Mapping[str, Any]) -> None:
        """Refuses a stage that minutes cannot reach, and one asked of a meeting that nobody could chair."""
        for key, told, known in (
            ("slug", [slug], VALUES["minutes-reached", "stage"]),
            ("after", more.get("after", []), VALUES["minutes-reached", "stage"]),
            ("chaired_by", more.get("chaired_by", []), VALUES["taf-held", "chaired_by"]),
        ):
            strange = told if not isinstance(told, list) else [each for each in told if each not in known]
            if strange:
                self.wrong(f"minutes_stage {slug}", key, f"must be out of {', '.join(known)}.")

    def known(self, kind: str, slug: object, key: str, item: str) -> str:
        """A slug that is on one of the pack's lists."""
        named = str(self.need({key: slug}, key, str, item))
        if named not in self.slugs[kind]:
            self.wrong(item, key, f"no {kind} '{named}'. {nearest(named, sorted(self.slugs[kind]))}".strip())
        return named

    def all_known(self, kind: str, table: Mapping[str, Any], key: str, item: str) -> tuple[str, ...]:
        """Slugs that are on one of the pack's lists; none where the table names none."""
        return tuple(self.known(kind, each, key, item) for each in table.get(key, ()))


def usual(entries: Iterable[Named]) -> list[str]:
    """The entries that an episode has which is opened without one."""
    return [entry.slug for entry in entries if entry.usual]
