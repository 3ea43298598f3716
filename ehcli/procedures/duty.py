"""A procedure: the duties an authority asks for, each with its trigger, its limit and its citation."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ehcli.episodes.facts import KINDS, Fact, LetterPosted, TafHeld
from ehcli.procedures.citation import Citation
from ehcli.procedures.within import Within

WARNINGS = ("visit",)  # what a duty may warn of that comes before it


class _Clause(NamedTuple):
    fact: str
    wants: tuple[tuple[str, tuple[object, ...]], ...] = ()
    times: int = 1
    same: tuple[str, ...] = ()
    apart: bool = False  # no two of them on one day
    others: tuple["Clause", ...] = ()  # what will do as well: of a duty that more than one thing sets off


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
        if type(fact) is self.shape:
            for name, values in self.wants:  # a loop: this is asked a thousand times for each episode
                if getattr(fact, name) not in values:
                    break
            else:
                return True
        return bool(self.others) and any(other.fits(fact) for other in self.others)

    def shares(self, fact: Fact, trigger: Fact) -> bool:
        """Whether the fact is about the same as what set the duty off."""
        return all(getattr(fact, name) == getattr(trigger, name) for name in self.same)

    def __str__(self) -> str:
        words = [" or ".join(str(value) for value in values) for _, values in self.wants]
        apart = ", each on a day of its own" if self.apart else ""
        often = f" ({self.times} times{apart})" if self.times > 1 else ""
        alone = f"{self.fact.replace('-', ' ')}{': ' if words else ''}{', '.join(words)}{often}"
        return " or ".join([alone, *map(str, self.others)])


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
    aim: Within | None = None  # the shorter length that is aimed at: reminded of from then on, late only after within

    def __str__(self) -> str:
        return f"aim {self.aim}, within {self.within}" if self.aim else str(self.within)


class Condition(NamedTuple):
    """Where a duty is owed at all: something has happened, or has not."""

    clause: Clause
    happened: bool = True

    def __str__(self) -> str:
        return str(self.clause) if self.happened else f"not {self.clause}"


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
    spares: tuple[str, ...] = ()  # the levels it leaves out where it names none
    ordinary: str = ""  # the type of an episode that is told to have none
    warns: str = ""  # what is warned of where nothing has met it that day: a visit
    when: tuple[Condition, ...] = ()  # it is owed only where all of these are so
    band: str = ""  # where it stands on the lists; a pack of before says nothing
    after: tuple[str, ...] = ()  # the duties of the same meeting or case that come first, as steps of one piece of work

    @property
    def is_aimed(self) -> bool:
        """Whether it has a date that is aimed at: nobody is late on the day after it."""
        return self.strength == "usually" or any(rule.aim for rule in self.rules)

    def at_level(self, level: str) -> bool:
        """Whether it is owed at this level of need."""
        return level in self.levels if self.levels else level not in self.spares

    def of_type(self, type: str) -> bool:
        """Whether it is owed in an episode of this type; empty is the ordinary one."""
        return not self.episode_types or (type or self.ordinary) in self.episode_types

    @property
    def citations(self) -> Iterator[Citation]:
        return (cite for rule in self.rules for cite in rule.cite)

    @property
    def clauses(self) -> Iterator[Clause]:
        """Every clause of it: what it looks for among the facts of an episode."""
        yield from (self.counts_from, *self.counts_from.others)
        yield from (*self.met_by, *self.once, *self.until, *self.until_all, *(each.clause for each in self.when))
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
    def letters(self) -> tuple[str, ...]:
        """The kinds of letter that meet it when they are posted."""
        posted = (dict(clause.wants) for clause in self.met_by if clause.shape is LetterPosted)
        return tuple(str(kind) for wants in posted for kind in wants.get("kind", ()))

    @property
    def letter(self) -> str:
        """The kind of letter that meets it when it is posted; empty where none does."""
        return next(iter(self.letters), "")

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
