"""A procedure: the duties an authority asks for, each with its trigger, its limit and its citation."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ehcli import citations
from ehcli.citations import Citation, RuleInWords
from ehcli.errors import NotFound, a, nearest
from ehcli.facts import KINDS, VALUES, Fact, LetterPosted, TafHeld
from ehcli.matching.spelling import plain
from ehcli.workdays import DAY, WorkingDays, hours_after, months_after, working_hours_after

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Within(NamedTuple):
    """A length of time with its unit; ``open`` means the source prints no limit.

    ``weekday`` counts Monday as nought; ``month_end`` counts months after the trigger's own.
    """

    unit: str
    amount: int = 0

    def __str__(self) -> str:
        if self.unit == "month_end":
            return "the last day of the month" if not self.amount else f"the last day of month {self.amount} after"
        if self.unit == "day_of_month":
            return f"day {self.amount} of the month"
        if self.unit == "weekday":
            return f"the next {WEEKDAYS[self.amount].title()}"
        if self.unit == "open":
            return "no limit printed"
        if self.unit == "days" and not self.amount:
            return "the same day"
        words = {
            "hours": "hour",
            "hours_on_working_days": "hour running on working days only",
            "clock_hours": "hour by the clock on the wall",
            "working_days": "working day",
            "days": "calendar day",
            "weeks": "week",
            "months": "calendar month",
        }[self.unit]
        first, _, rest = words.partition(" ")
        if self.amount == 1:
            return f"1 {words}"
        if self.unit in ("hours", "hours_on_working_days", "clock_hours", "weeks"):
            return f"{self.amount} {first}s {rest}".strip()
        return f"{self.amount} {words}s"

    def after(self, on: date, at: str, workdays: WorkingDays) -> tuple[date | None, str]:
        """The day, and the time where hours are counted, by which it is due; no day when no limit is printed.

        Calendar limits do not roll when they fall on a day off.
        """
        match self.unit:
            case "open":
                return None, ""
            case "hours":
                day, clock = hours_after(on, at, self.amount)
            case "clock_hours":
                whole, rest = divmod(self.amount, 24)
                day, clock = hours_after(on, at, rest)
                day += DAY * whole
            case "hours_on_working_days":
                day, clock = working_hours_after(on, at, self.amount, workdays)
            case "working_days":
                day, clock = workdays.after(on, self.amount), ""
            case "months":
                day, clock = months_after(on, self.amount), ""
            case "month_end":
                day, clock = months_after(on.replace(day=1), self.amount + 1) - DAY, ""
            case "day_of_month":
                month = months_after(on.replace(day=1), on.day >= self.amount)
                day, clock = month.replace(day=min(self.amount, monthrange(month.year, month.month)[1])), ""
            case "weekday":
                day, clock = on + DAY * ((self.amount - on.weekday()) % 7), ""
            case _:
                day, clock = (
                    date.fromordinal(on.toordinal() + self.amount * (7 if self.unit == "weeks" else 1)),
                    "",
                )
        return workdays.known(day), clock

    def back(self, on: date, at: str, workdays: WorkingDays) -> tuple[date | None, str]:
        """The latest day that lies this long before a date: for notice that must be given."""
        if self.unit == "hours" and at:
            day, clock = hours_after(on, at, -self.amount)
        elif self.unit == "working_days":
            day, clock = workdays.after(on, -self.amount), ""
        elif self.unit == "months":
            day, clock = months_after(on, -self.amount), ""
        else:
            length = {"hours": -(-self.amount // 24), "weeks": self.amount * 7}.get(self.unit, self.amount)
            day, clock = on - DAY * length, ""
        return workdays.known(day), clock

    def times(self, count: int) -> Within:
        """This length that many times over; the end of a month, that many months on."""
        if count == 1:
            return self
        if self.unit == "month_end":
            return self._replace(amount=self.amount + count - 1)
        return self._replace(amount=self.amount * count)

    @property
    def counts_working_days(self) -> bool:
        return self.unit in ("working_days", "hours_on_working_days")


UNITS = (
    *("hours", "hours_on_working_days", "clock_hours", "working_days", "days", "weeks", "months", "open"),
    *("month_end", "day_of_month", "weekday"),
)


class _Clause(NamedTuple):
    fact: str
    wants: tuple[tuple[str, tuple[object, ...]], ...] = ()
    times: int = 1
    same: tuple[str, ...] = ()
    apart: bool = False  # no two of them on one day


class Clause(_Clause):
    """A kind of fact with the values it must have, how many of them, and what it must share with the trigger."""

    @cached_property
    def shape(self) -> type[Fact]:
        """The kind of fact that it speaks of."""
        return KINDS[self.fact]

    @cached_property
    def one(self) -> tuple[str, object] | None:
        """A value that it asks for and no other will do, to look facts up by; none where every want has several."""
        return next(((name, values[0]) for name, values in self.wants if len(values) == 1), None)

    def fits(self, fact: Fact) -> bool:
        """Whether this fact is such a one."""
        if type(fact) is not self.shape:
            return False
        for name, values in self.wants:  # noqa: SIM110  (a loop: this is asked a thousand times for each episode)
            if getattr(fact, name) not in values:
                return False
        return True

    def shares(self, fact: Fact, trigger: Fact) -> bool:
        """Whether the fact is about the same as what set the duty off."""
        return all(getattr(fact, name) == getattr(trigger, name) for name in self.same)

    def __str__(self) -> str:
        words = [" or ".join(str(value) for value in values) for _, values in self.wants]
        apart = ", each on a day of its own" if self.apart else ""
        often = f" ({self.times} times{apart})" if self.times > 1 else ""
        return f"{self.fact.replace('-', ' ')}{': ' if words else ''}{', '.join(words)}{often}"


class Rule(NamedTuple):
    """One limit of a duty: how long, from what, and where that is printed, or whose default it is."""

    within: Within
    counts_from: Clause
    cite: tuple[Citation, ...] = ()
    default: str = ""  # 'ours' when no source prints the limit
    reading: str = ""
    rows: tuple[str, ...] = ()
    before: bool = False  # counts back from the date
    day: str = ""  # the field of the trigger that holds the date to count from, where not the day it happened
    at: str = ""  # the time of day by which it is due


class Hold(NamedTuple):
    """What stops a duty's clock, and what starts it again; of a procedure: what puts a whole case on hold."""

    by: Clause
    until: Clause
    cite: tuple[Citation, ...] = ()


class TakesOver(NamedTuple):
    """That a version takes over what began under the ones before it, and where that is printed, or whose default."""

    cite: tuple[Citation, ...] = ()
    reading: str = ""


class Notice(NamedTuple):
    """When somebody is reminded before a date, or told after it: how long, and whom; no length: at the outer limit."""

    within: Within | None
    to: str = ""

    @property
    def by(self) -> str:
        """By when a thing must be done so that nobody is told."""
        if self.within is None:
            return "by its outer limit"
        return f"within {self.within} of its date" if self.within.amount else "by its date"


class Relaxation(NamedTuple):
    """What may lengthen a duty's limit, who may agree to it, from when it may apply, and what ends it.

    It counts when it was agreed by the day the clock started; with ``by_due``, by the day it would be due.
    """

    within: Within
    agreed: Clause
    by: tuple[str, ...]
    not_before: Clause | None
    cite: tuple[Citation, ...]
    ended: Clause | None = None
    by_due: bool = False


class Ages(NamedTuple):
    """The ages, in completed years on the due date, of the children a duty is owed for."""

    since: int
    must_since: int


class Duty(NamedTuple):
    """What a procedure asks of every episode."""

    id: str
    title: str
    counts_from: Clause
    which: str  # first or each
    met_by: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    responsible: str
    tray: str
    levels: tuple[str, ...] = ()
    strength: str = "must"
    once: tuple[Clause, ...] = ()
    until: tuple[Clause, ...] = ()
    until_all: tuple[Clause, ...] = ()
    per_child: bool = False
    age: Ages | None = None
    ends_with_episode: bool = False
    switch: str = ""
    relax: Relaxation | None = None
    note: str = ""
    how: str = ""
    routes: tuple[str, ...] = ()
    episode_types: tuple[str, ...] = ()
    repeat: str = ""  # fixed or earlier; empty counts from the event held
    after_closing: bool = False
    hold: tuple[Hold, ...] = ()
    remind: Notice | None = None
    escalate: Notice | None = None
    waits: bool = False  # the date is waited for: what meets the duty counts only once it has passed
    meeting: str = ""  # the kind of TAF that it asks to be held, as the pack names it: initial, review or final
    procedure: str = ""  # name and version of the procedure that asks for it

    @property
    def citations(self) -> Iterator[Citation]:
        return (cite for rule in self.rules for cite in rule.cite)

    @property
    def clauses(self) -> Iterator[Clause]:
        """Every clause of it: what it looks for among the facts of an episode."""
        yield from (self.counts_from, *self.met_by, *self.once, *self.until, *self.until_all)
        yield from (rule.counts_from for rule in self.rules)
        for hold in self.hold:
            yield from (hold.by, hold.until)
        if self.relax:
            told = (self.relax.agreed, self.relax.not_before, self.relax.ended)
            yield from (clause for clause in told if clause)

    def met_by_meeting(self, kind: str) -> bool:
        """Whether it asks for a TAF to be held, and one of this kind would meet it."""
        held = [dict(clause.wants) for clause in self.met_by if clause.shape is TafHeld]
        return bool(self.meeting) and any(kind in wants.get("kind", (kind,)) for wants in held)

    @property
    def letter(self) -> str:
        """The kind of letter that meets it when it is posted; empty where none does."""
        for clause in self.met_by:
            kinds = dict(clause.wants).get("kind")
            if clause.shape is LetterPosted and kinds:
                return str(kinds[0])
        return ""

    @property
    def minutes(self) -> tuple[str, ...]:
        """The stages of the minutes of its own meeting that meet it; none where anything else meets it as well."""
        if any(clause.fact != "minutes-reached" or "meeting" not in clause.same for clause in self.met_by):
            return ()
        return tuple(str(stage) for clause in self.met_by for stage in dict(clause.wants).get("stage", ()))

    @property
    def form(self) -> tuple[str, str] | None:
        """The form and stage that 'eh done' may record to meet this duty; none where a visit or meeting must.

        None either where the pack gives the command and the stage is somebody's choice: ticking off would make it.
        """
        for clause in self.met_by:
            wants = dict(clause.wants)
            if clause.fact == "form-recorded" and clause.times == 1 and "form" in wants:
                stages = wants.get("stage", ("completed",))
                return None if self.how and len(stages) > 1 else (str(wants["form"][0]), str(stages[0]))
        return None


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


class Named(NamedTuple):
    """A name the procedure prints - a note type, form, role, reason - with the spellings that mean the same."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    cite: tuple[Citation, ...]
    more: Mapping[str, object]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(str(heading) for heading in _listed(self.more.get("headings")))

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
    def printed(self) -> RuleInWords:
        """Where it is printed, in a line's width, with the requirements it serves; empty where it is our default."""
        return citations.printed(self.cite)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


SHORT = re.compile(r"[A-Z]{3} (p\d|lines? \d)")  # how a page is cited in a column's width: TEH p7
DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-"})


def matched(text: str) -> str:
    """A spelling as it is compared: case, accents, apostrophes, kind of dash and space do not matter.

    Other signs do, and so it is not folded as names are: Universal+ is not Universal.
    """
    return " ".join(plain(text.translate(DASHES)).replace("-", " ").split())


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
        raise NotFound(f"The procedure {self.name} has no duty '{id}'.", nearest(id, [duty.id for duty in self.duties]))

    def named(self, kind: str, text: str) -> Named:
        """The entry of that list which goes by this name, slug or alias; raises NotFound with the nearest."""
        wanted = matched(text)
        for named in self.lists.get(kind, ()):
            if wanted in {matched(spelling) for spelling in (named.slug, named.name, *named.aliases)}:
                return named
        known = self.lists.get(kind, ())
        names = [named.name for named in known]
        spellings = list(dict.fromkeys(each for named in known for each in (named.slug, named.name, *named.aliases)))
        words = kind.replace("_", " ")
        raise NotFound(
            f"'{text}' is not {a(words)} of the procedure {self.name}.",
            nearest(text, spellings) or (f"It has: {'; '.join(names)}." if names else f"It prints no {words}s."),
        )

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
        """The level of an episode that is opened without one: targeted, or the only one it prints; empty otherwise."""
        levels = [level.slug for level in self.lists.get("level", ())]
        return "targeted" if "targeted" in levels else levels[0] if len(levels) == 1 else ""

    @property
    def weekly_until_a_taf(self) -> tuple[Citation, ...]:
        """Where it prints that visits stay weekly until a TAF was held; empty where it does not."""
        for duty in self.duties:
            relax = duty.relax
            if relax and relax.agreed.fact == "visit-frequency-agreed" and relax.not_before:
                return relax.cite if relax.not_before.fact == "taf-held" else ()
        return ()

    def cited_here(self, rule: str) -> RuleInWords:
        """A rule with the pages of this procedure's own documents; one that only others print is our default here."""
        if isinstance(rule, RuleInWords):
            return rule
        parts = [part for part in rule.split("; ") if part]
        own = [part for part in parts if part.split()[0].lower() in self.sources]
        if own or not parts or not all(SHORT.match(part) for part in parts):
            return RuleInWords("; ".join(own) or rule)
        return RuleInWords(f"our default under {self.name}")

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
        """Where it prints that what is owed is finished before a case closes; marked as our default where it does not.

        To leave nothing open behind is asked under every procedure.
        """
        cites = [cite for rule in self.kept.get("closing_rule", ()) for cite in rule.cite]
        return citations.printed(cites) or RuleInWords(f"our default under {self.name}")

    def roles_that_may(self, right: str) -> list[str]:
        return [role.slug for role in self.lists.get("role", ()) if right in role.may]

    def stale(self, today: date) -> list[str]:
        """A sentence for every source whose own review date has passed."""
        return [
            f"{source.title} ({source.version}) was due for review by {source.review_by:%d %b %Y}: "
            "a later issue may have other limits."
            for source in self.sources.values()
            if source.review_by and source.review_by < today
        ]
