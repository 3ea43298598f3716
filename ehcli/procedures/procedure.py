"""An authority's written procedure: its duties, its lists of names and its sources."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ehcli.days.typed_dates import long
from ehcli.episodes.facts import ON_AN_EPISODE, TAF_KINDS, VALUES
from ehcli.errors import NotFound, a, nearest
from ehcli.matching.spelling import plain
from ehcli.procedures import citation
from ehcli.procedures.citation import Citation, RuleInWords
from ehcli.procedures.duty import Clause, Duty, Hold, TakesOver
from ehcli.procedures.printed import RULES

WEEKLY = "weekly"  # the meeting that goes through a team's cases, where a procedure has one
# How far a case has come there, whatever else the form of such a meeting is for.
WEEKLY_STAGES = ("listed", "consent-on-file", "reason-without-consent", "discussed", "decided-under-acting-chair")


class ClosingCheck(NamedTuple):
    """What should be on file before an episode is closed."""

    id: str
    title: str
    met_by: tuple[Clause, ...]
    strength: str  # refuse or warn
    cite: tuple[Citation, ...]
    per_child: bool = False
    within_weeks: int = 0
    levels: tuple[str, ...] = ()
    episode_types: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()  # the levels it leaves out where it names none
    ordinary: str = ""  # the type of an episode that is told to have none

    def at_level(self, level: str) -> bool:
        """Whether it is asked for at this level of need."""
        return level in self.levels if self.levels else level not in self.spares

    def of_type(self, type: str) -> bool:
        """Whether it is asked for in an episode of this type; empty is the ordinary one."""
        return not self.episode_types or (type or self.ordinary) in self.episode_types


class Named(NamedTuple):
    """A name the procedure prints - a note type, form, role, reason - with the spellings that mean the same."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    cite: tuple[Citation, ...]
    more: Mapping[str, object]

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.slug, self.name, *self.aliases)

    @property
    def is_ours(self) -> bool:
        """Whether no document prints it: it is our default."""
        return self.more.get("default") == "ours"

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(str(heading) for heading in _listed(self.more.get("headings")))

    @property
    def before_allocation(self) -> str:
        """The stage that this form reaches before a case is allocated; empty where nothing waits for it."""
        return str(self.more.get("before_allocation", ""))

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(str(stage) for stage in _listed(self.more.get("stages")))

    @property
    def dated(self) -> tuple[str, ...]:
        """The stages of a form that are not recorded without the day they speak of."""
        return tuple(str(stage) for stage in _listed(self.more.get("dated")))

    @property
    def may(self) -> tuple[str, ...]:
        return tuple(str(right) for right in _listed(self.more.get("may")))

    @property
    def decided_by(self) -> tuple[str, ...]:
        """Of a reason for closing: the roles that decide it; empty where anybody may who may close."""
        return tuple(str(role) for role in _listed(self.more.get("decided_by")))

    @property
    def chaired_by(self) -> tuple[str, ...]:
        """Of a stage of minutes: whose meetings it is asked of; empty where it is asked of every meeting."""
        return tuple(str(who) for who in _listed(self.more.get("chaired_by")))

    @property
    def after(self) -> tuple[str, ...] | None:
        """Of a stage of minutes: the stages that it waits for; none said where it waits for all before it."""
        return tuple(str(stage) for stage in _listed(self.more["after"])) if "after" in self.more else None

    @property
    def optional(self) -> bool:
        """Of a stage of minutes: it may be recorded, and nothing waits for it."""
        return bool(self.more.get("optional"))

    @property
    def usual(self) -> bool:
        """Of a level or an episode type: an episode that is opened without one has this."""
        return bool(self.more.get("usual"))

    @property
    def owes_nothing(self) -> bool:
        """Of a level: no duty is owed at it, but one that names it."""
        return bool(self.more.get("owes_nothing"))

    @property
    def holds(self) -> str:
        """Of a role: as what somebody in it holds an episode, in eh's word; empty where they hold none."""
        return str(self.more.get("holds") or (self.slug if self.slug in ON_AN_EPISODE else ""))

    @property
    def begins_records(self) -> bool:
        """Of a role: whoever makes a record has it, where nobody says another."""
        return bool(self.more.get("begins_records"))

    @property
    def chairs(self) -> tuple[str, ...]:
        """Of a role: the meetings that it chairs."""
        return tuple(str(meeting) for meeting in _listed(self.more.get("chairs")))

    @property
    def chairs_instead(self) -> tuple[str, ...]:
        """Of a role: the meetings that it chairs while whoever else does is away."""
        return tuple(str(meeting) for meeting in _listed(self.more.get("chairs_instead")))

    @property
    def meeting(self) -> str:
        """Of a form: the meeting that is recorded on it; empty for any other form."""
        return str(self.more.get("meeting", ""))

    @property
    def meetings(self) -> tuple[str, ...] | None:
        """Of an agenda: the meetings that go through it; none said where every TAF does."""
        return tuple(str(each) for each in _listed(self.more["meetings"])) if "meetings" in self.more else None

    @property
    def printed(self) -> RuleInWords:
        """Where it is printed, in a line's width, with the requirements it serves; empty where it is our default."""
        return citation.printed(self.cite)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


OURS: Mapping[str, object] = {"default": "ours"}
# The type of a note under a procedure that lists none.
PLAIN_NOTE = Named("note", "Note", (), (), {})

DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-"})


@lru_cache(maxsize=4096)
def matched(text: str) -> str:
    """A spelling as it is compared: case, accents, apostrophes, kind of dash and space do not matter.

    Other signs do, and so it is not folded as names are: Universal+ is not Universal.
    """
    told = text if text.isascii() else text.translate(DASHES)
    return " ".join(plain(told).replace("-", " ").split())


class Source(NamedTuple):
    """A document the procedure is read from."""

    id: str
    title: str
    publisher: str
    version: str
    review_by: date | None
    caveats: tuple[str, ...]


class Procedure(NamedTuple):
    """An authority's written procedure as data."""

    name: str
    title: str
    version: str
    in_force_from: date
    in_force_until: date | None
    sources: Mapping[str, Source]
    duties: tuple[Duty, ...]
    closing_checks: tuple[ClosingCheck, ...]
    lists: Mapping[str, tuple[Named, ...]]  # level, route, role, tray, note_type, form, star, start_reason, ...
    fingerprint: str
    kept: Mapping[str, tuple[Named, ...]] = {}
    on_hold: Hold | None = None  # dates keep standing, but nobody is chased
    takes_over: TakesOver | None = None  # none: what began under an earlier version stays under it
    authority: str = ""  # whose procedure it is

    def duty(self, id: str) -> Duty:
        """The duty of that name; raises NotFound with the nearest."""
        for duty in self.duties:
            if duty.id == id:
                return duty
        hint = nearest(id, [duty.id for duty in self.duties]) or f"See: eh procedure show {self.name}"
        raise NotFound(f"The procedure {self.name} has no duty '{id}'.", hint)

    def named(self, kind: str, text: str) -> Named:
        """The entry of that list which goes by this name, slug or alias; raises NotFound with the nearest."""
        wanted = matched(text)
        known = self.note_types if kind == "note_type" else self.lists.get(kind, ())
        for named in known:
            if wanted in map(matched, named.spellings):
                return named
        names = [named.name for named in known]
        spellings = list(dict.fromkeys(each for named in known for each in named.spellings))
        words = kind.replace("_", " ")
        raise NotFound(
            f"'{text}' is not {a(words)} of the procedure {self.name}.",
            nearest(text, spellings) or (f"It has: {'; '.join(names)}." if names else f"It prints no {words}s."),
        )

    @property
    def note_types(self) -> tuple[Named, ...]:
        """The types of note that it lists; where it lists none, the plain one that is our default."""
        return self.lists.get("note_type", ()) or (PLAIN_NOTE,)

    @property
    def meeting_kinds(self) -> dict[str, Named]:
        """The kinds of TAF by eh's own word for each: as it names them, else as our default has it."""
        own = {str(named.more["as"]): named for named in self.lists.get("meeting_kind", ())}
        return {kind: own.get(kind) or Named(kind, f"{kind} TAF", (), (), OURS) for kind in TAF_KINDS}

    @property
    def roles_on_an_episode(self) -> dict[str, Named]:
        """As what a worker holds an episode, by eh's own word for each.

        A role that says what it ``holds`` gives it its name. One that goes by eh's word alone leaves that word.
        """
        return {part: self._on_an_episode(part) for part in ON_AN_EPISODE}

    def _on_an_episode(self, part: str) -> Named:
        roles = [role for role in self.lists.get("role", ()) if role.holds == part]
        for role in sorted(roles, key=lambda role: "holds" not in role.more):
            name, aliases = (role.name, role.aliases) if "holds" in role.more else (part, (role.name, *role.aliases))
            return Named(role.slug, name, aliases, role.cite, OURS if role.is_ours else {})
        return Named(part, part, (), (), OURS)

    def word(self, fact: str, field: str, value: str) -> str:
        """A word of eh's in a fact as this procedure has it in a list: the kind of a TAF, or a role on an episode."""
        if (fact, field) == ("allocated", "role"):
            found = self.roles_on_an_episode.get(value)
            return found.name if found else value
        found = self.meeting_kinds.get(value) if fact in ("taf-scheduled", "taf-held") and field == "kind" else None
        return found.slug if found else value

    @property
    def switches(self) -> tuple[str, ...]:
        """What it lets an authority switch off, in alphabetical order."""
        return tuple(sorted({duty.switch for duty in self.duties if duty.switch}))

    @property
    def depends_on_route(self) -> bool:
        """Whether what is owed depends on the route by which a case came."""
        return any(duty.routes for duty in self.duties)

    @property
    def usual_level(self) -> str:
        """The level of an episode that is opened without one: the usual, or the only one there is; else empty."""
        levels = self.lists.get("level", ())
        usual = [level.slug for level in levels if level.usual or len(levels) == 1]
        return usual[0] if usual else ""

    def form_of(self, meeting: str) -> str:
        """The form on which such a meeting is recorded; empty where it has no such meeting."""
        return next((form.slug for form in self.lists.get("form", ()) if form.meeting == meeting), "")

    def role(self, slug: str) -> Named | None:
        """The role of that slug; none where the procedure has none such."""
        return next((role for role in self.lists.get("role", ()) if role.slug == slug), None)

    @property
    def weekly_until_a_taf(self) -> tuple[Citation, ...]:
        """Where it prints that visits stay weekly until a TAF was held; empty where it does not."""
        for duty in self.duties:
            relax = duty.relax
            if relax and relax.agreed.fact == "visit-frequency-agreed" and relax.not_before:
                return relax.cite if relax.not_before.fact == "taf-held" else ()
        return ()

    @property
    def ours(self) -> RuleInWords:
        """What is said of a rule that eh keeps here although no document of this procedure prints it."""
        return RuleInWords(f"our default under {self.name}")

    def cited(self, of: str) -> tuple[Citation, ...]:
        """Where this procedure's own documents print a rule that eh keeps by itself; empty where they do not."""
        return next((entry.cite for entry in self.kept.get("printed", ()) if entry.slug == of), ())

    def printed(self, of: str) -> RuleInWords:
        """A rule that eh keeps by itself, or a right, with the pages that print it here, or as our default.

        Empty for a right of which no document need say anything.
        """
        return citation.printed(self.cited(of)) or (self.ours if of in RULES else RuleInWords())

    def in_brackets(self, of: str) -> str:
        """The pages and requirements that print such a rule here, to stand in brackets."""
        return citation.in_brackets(self.cited(of)) or self.ours

    def pages_printed(self, of: str) -> str:
        """The pages alone that print such a rule here."""
        return citation.in_short(self.cited(of)) or self.ours

    def rows_printed(self, of: str) -> str:
        """The requirements alone that ask for such a rule here; the pages where none is numbered."""
        return ", ".join(row for cite in self.cited(of) for row in cite.rows) or self.pages_printed(of)

    @property
    def minutes_stages(self) -> tuple[Named, ...]:
        """The stages that the minutes of a meeting go through, in order; none where it has no separate minutes.

        A pack that lists none has those that a duty of its own asks for.
        """
        listed = {stage.slug: stage for stage in self.lists.get("minutes_stage", ())}
        if not listed:
            for duty in self.duties:
                for slug in duty.minutes:
                    listed.setdefault(slug, Named(slug, slug, (), tuple(duty.citations), {}))
        return tuple(listed[slug] for slug in VALUES["minutes-reached", "stage"] if slug in listed)

    @property
    def closing_rule(self) -> RuleInWords:
        """Where it prints that what is owed is finished before a case closes; our default where it does not."""
        cites = [cite for rule in self.kept.get("closing_rule", ()) for cite in rule.cite]
        return citation.printed(cites) or self.ours

    @property
    def closing_waits(self) -> bool:
        """Whether it prints that what is owed is finished before a case closes."""
        return any(rule.cite for rule in self.kept.get("closing_rule", ()))

    def roles_that_may(self, right: str) -> list[str]:
        return [role.slug for role in self.lists.get("role", ()) if right in role.may]

    def not_yet(self, today: date) -> list[str]:
        """A sentence where it is not in force yet."""
        if self.in_force_from <= today:
            return []
        return [f"{self.name} is in force from {long(self.in_force_from)}: no episode can be opened before that day."]

    def stale(self, today: date) -> list[str]:
        """A sentence for every source whose own review date has passed."""
        return [
            f"{source.title} ({source.version}) was due for review by {source.review_by:%d %b %Y}: "
            "a later issue may have other limits."
            for source in self.sources.values()
            if source.review_by and source.review_by < today
        ]
