"""One episode's facts in order, and what a duty finds among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from ehcli.days.workdays import DAY, WorkingDays
from ehcli.episodes.facts import NAMES, Child, EpisodeClosed, EpisodeOpened, Fact, SetAside, Told, in_turn
from ehcli.procedures.duty import Clause, Condition, Duty, Relaxation, Rule
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.obligation import Limit, Obligation, age, task_key
from ehcli.procedures.within import Within

# What is looked at whatever the procedure: of what kind the episode is, whether it closed, what was set aside.
ALWAYS_LOOKED_AT: dict[str, frozenset[object]] = {
    NAMES[kind]: frozenset() for kind in (EpisodeOpened, EpisodeClosed, SetAside)
}


class Story:
    """One episode's facts in order, sorted by kind so that each duty looks only at its own."""

    def __init__(self, told: Iterable[Told], workdays: WorkingDays, open_only: bool = False) -> None:
        self.workdays = workdays
        self.open_only = open_only
        self.told = in_turn(told)
        self.by_kind: dict[type[Fact], list[Told]] = {}
        for each in self.told:
            self.by_kind.setdefault(type(each.fact), []).append(each)
        self.by_value: dict[tuple[type[Fact], str], dict[object, list[Told]]] = {}
        self.matched: dict[int, Sequence[Told]] = {}
        self.answers: dict[tuple[int, int, str], Told | None] = {}
        closed = self.by_kind.get(EpisodeClosed)
        self.closed = closed[0] if closed else None
        opened = self.by_kind.get(EpisodeOpened)
        heading = opened[-1].fact if opened else None
        self.level, self.route, self.type = (
            (heading.level, heading.route, heading.type) if isinstance(heading, EpisodeOpened) else ("", "", "")
        )
        self.set_aside = {
            (each.fact.task): each  # type: ignore[union-attr]
            for each in self.by_kind.get(SetAside, [])
        }

    def asks_for(self, duty: Duty) -> bool:
        """Whether the duty is for an episode of this level, route and type."""
        if duty.routes and self.route not in duty.routes:
            return False
        return duty.of_type(self.type) and duty.at_level(self.level) and all(map(self.holds, duty.when))

    def holds(self, condition: Condition) -> bool:
        """Whether what a duty is owed for has happened, or has not, as far as it is recorded: in whatever order."""
        return bool(self.matching(condition.clause)) is condition.happened

    def may_begin(self, clause: Clause) -> bool:
        """Whether anything of the kind has happened that sets a duty off."""
        return clause.shape in self.by_kind or any(other.shape in self.by_kind for other in clause.others)

    def matching(self, clause: Clause, trigger: Told | None = None) -> Sequence[Told]:
        """The facts that fit the clause, in order; with a trigger, those that share with it what they must."""
        found = self.matched.get(id(clause))  # the clauses of a procedure outlive the story that is read by them
        if found is None:
            near = self.told if clause.others else self.candidates(clause)
            sure = len(clause.wants) == (clause.one is not None)  # looked up by the only value that it asks for
            sure = sure and not clause.others
            found = self.matched[id(clause)] = near if sure else [each for each in near if clause.fits(each.fact)]
        if clause.same and trigger:
            return [each for each in found if clause.shares(each.fact, trigger.fact)]
        return found

    def candidates(self, clause: Clause) -> Sequence[Told]:
        """The facts of the clause's kind, narrowed by one value where it asks for just one."""
        of_kind = self.by_kind.get(clause.shape, ())
        if not of_kind or clause.one is None:
            return of_kind
        name, value = clause.one
        index = self.by_value.get((clause.shape, name))
        if index is None:
            index = self.by_value[clause.shape, name] = {}
            for each in of_kind:
                index.setdefault(getattr(each.fact, name), []).append(each)
        return index.get(value, ())

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Where each fact stands among all that happened, by the number that it keeps when it is corrected."""
        return {each.root: place for place, each in enumerate(self.told)}

    def triggers(self, duty: Duty) -> list[Told]:
        found = [
            each
            for each in self.matching(duty.counts_from)
            if duty.after_closing or not self.closed or each.on <= self.closed.on
        ]
        return found[:1] if duty.which == "first" else found

    def after(
        self,
        clause: Clause,
        since: Told,
        child: str = "",
        trigger: Told | None = None,
        past: date | None = None,
        counts_from: Clause | None = None,
    ) -> Told | None:
        """The fact that completes the clause on or after a day, or past another; the fact counted from never does.

        With ``counts_from``, what sets the duty off, a fact of that day may also have been told before it.
        """
        count, last = 0, None
        for each in self.matching(clause, trigger or since):
            if each.on < since.on or each.root == since.root:
                continue
            if each.on == since.on and not self.may_follow(each, since, clause, child, trigger or since, counts_from):
                continue
            if child and not _covers(each.fact, child):
                continue
            if (past and each.on <= past) or (clause.apart and each.on == last):
                continue
            count, last = count + 1, each.on
            if count == clause.times:
                return each
        return None

    def may_follow(
        self, each: Told, since: Told, clause: Clause, child: str, trigger: Told, counts_from: Clause | None
    ) -> bool:
        """Whether a fact may have come after another of the same day.

        Facts of different kinds may have come in any order. Of one kind the times say, where both are noted; what is
        dated with a day only counts for the whole of it. But where another of the same is asked for, such as the
        next review, they follow in turn, or each would be the next of the other. What was told before it meets it too,
        unless it answers one that was told before.
        """
        if type(each.fact) is not type(since.fact):
            return True
        if (each.fact.at and since.fact.at) or since is not trigger or clause.fits(since.fact):
            return self.place[each.root] > self.place[since.root]
        if each.root > since.root:
            return True
        return counts_from is not None and not any(
            other.root < since.root and self.answer(clause, other, child, counts_from) is each
            for other in self.matching(counts_from)
        )

    def answer(self, clause: Clause, trigger: Told, child: str, counts_from: Clause) -> Told | None:
        """What completes the clause after a trigger, worked out once."""
        key = (id(clause), trigger.root, child)
        if key not in self.answers:
            self.answers[key] = self.after(clause, trigger, child, trigger, None, counts_from)
        return self.answers[key]

    def all_after(self, clauses: Sequence[Clause], trigger: Told) -> Told | None:
        """The fact by which all of these had happened, in whatever order; none while one is still to come."""
        found = [self.after(clause, trigger) for clause in clauses]
        return max((each for each in found if each), key=lambda each: self.place[each.root]) if all(found) else None

    def turns(self, duty: Duty, trigger: Told, children: Sequence[Child]) -> Iterator[Obligation]:
        """A duty that repeats on a schedule, turn by turn as owed after its trigger.

        The next turn is owed when the one before was met; one is open at a time.
        """
        for child in children if duty.per_child else (None,):
            # What happened before the clock began uses up no turn.
            starts = [start for rule in duty.rules if (start := self.begun(duty, rule, trigger))]
            turn, before = 1, None
            since = min(starts, key=lambda each: self.place[each.root], default=trigger)
            while True:
                family = [child] if child else ()
                found = next(self.owed(duty, trigger, family, turn=turn, since=since, before=before), None)
                if found is None:
                    break
                yield found
                if found.state not in ("met", "late") or found.ended_by is None or turn > 1000:
                    break
                (turn, since), before = next_turn(found, found.ended_by), found.due

    def owed(
        self,
        duty: Duty,
        trigger: Told,
        children: Sequence[Child],
        *,
        turn: int = 1,
        since: Told | None = None,
        before: date | None = None,
    ) -> Iterator[Obligation]:
        """What a duty asks after a trigger, each with what became of it; nothing while it waits for something first."""
        if self.waits_for_more(duty, trigger):
            return
        since = since or trigger
        over_early = self.open_only and not (duty.repeat or duty.per_child or duty.waits)
        if over_early and next(self.ends(duty, trigger, turn, since), None):
            return  # its limits are nobody's question any more
        limits = tuple(limit for rule in duty.rules if (limit := self.limit(duty, rule, trigger, turn, since)))
        if not limits:
            return
        whole = Obligation(duty, trigger.fact.episode, "", trigger, limits, "", None, duty.strength, turn)
        if duty.per_child:
            for each in for_each_child(whole, children):
                yield self.outcome(each, since, before)
        else:
            yield whole._replace(state="open") if over_early else self.outcome(whole, since, before)

    def waits_for_more(self, duty: Duty, trigger: Told) -> bool:
        """Whether something must happen first, besides its trigger, before the duty is owed."""
        return any(self.after(clause, trigger, counts_from=duty.counts_from) is None for clause in duty.once)

    def begun(self, duty: Duty, rule: Rule, trigger: Told) -> Told | None:
        """The fact that a rule counts from: the trigger, or the first of the rule's own start.

        Where the duty waits for that start it is the one waited for, and none from before the trigger.
        """
        if rule.counts_from is duty.counts_from:
            return trigger
        if rule.counts_from in duty.once:
            return self.after(rule.counts_from, trigger, counts_from=duty.counts_from)
        return next(iter(self.matching(rule.counts_from)), None)

    def limit(self, duty: Duty, rule: Rule, trigger: Told, turn: int, since: Told) -> Limit | None:
        """The rule's date, counted from the trigger or from the rule's own start; none until that has happened."""
        start = self.begun(duty, rule, trigger)
        if start is None:
            return None
        counted_from = told_day(rule, start)
        if counted_from is None:
            return None
        on, at = counted_from
        if rule.before:
            due, due_at = rule.within.back(on, at, self.workdays)
            return Limit(rule, rule.within, start, due, rule.at or due_at)
        held = None if since is trigger else since
        due, due_at = self.counted(duty, rule.within, on, at, turn, held)
        if due == on and too_late_that_day(rule, at):
            due += DAY * 7
        agreed, over = self.relaxed(duty.relax, start, due) if duty.relax else (None, None)
        if over:  # what is no longer relaxed is due as long again from that day as it was from the start
            due, due_at = rule.within.after(over.on, over.fact.at, self.workdays)
            return Limit(rule, rule.within, over, due, rule.at or due_at, agreed)
        within = rule.within
        if agreed and duty.relax:
            within = duty.relax.within
            due, due_at = self.counted(duty, within, on, at, turn, held)
        aim = rule.aim.after(on, at, self.workdays)[0] if rule.aim and not agreed else None
        return Limit(rule, within, start, due, rule.at or due_at, agreed, aim)

    def counted(
        self, duty: Duty, within: Within, on: date, at: str, turn: int, held: Told | None
    ) -> tuple[date | None, str]:
        """When a length is over that counts from a day; ``held`` is the event of the turn before, where it matters."""
        due, due_at = within.times(turn).after(on, at, self.workdays)
        if not due:
            return due, due_at
        if duty.repeat == "earlier" and held:
            due = min(due, within.after(held.on, "", self.workdays)[0] or due)
        return self.held_over(duty, on, due, within), due_at

    def held_over(self, duty: Duty, on: date, due: date, within: Within) -> date:
        """The date with the time added for which the clock stood still; an open hold adds nothing yet."""
        for hold in duty.hold:
            resumed = on
            for stopped in self.matching(hold.by):
                if not resumed <= stopped.on <= due:
                    continue  # before the clock started, while it stood still already, or after the date
                place = self.place[stopped.root]
                again = next((each for each in self.matching(hold.until) if self.place[each.root] > place), None)
                if again is None:
                    continue
                resumed = again.on
                if within.counts_working_days:
                    due = self.workdays.after(due, self.workdays.between(stopped.on, again.on))
                else:
                    due = due + (again.on - stopped.on)
        return due

    def relaxed(self, relax: Relaxation, start: Told, due: date | None) -> tuple[Told | None, Told | None]:
        """The agreement that lengthens a limit, and what ended it since; one made too late never moves a date."""
        by = due if relax.by_due else start.on
        last = self.agreed(relax, by) if by else None
        if last is None or by is None:
            return None, None
        until = getattr(last.fact, "until", "")
        if until and date.fromisoformat(until) < start.on:
            return None, None
        if relax.not_before and not any(each.on <= start.on for each in self.matching(relax.not_before)):
            return None, None
        over = next((each for each in self.matching(relax.ended) if each.on > by), None) if relax.ended else None
        return last, over

    def agreed(self, relax: Relaxation, by: date) -> Told | None:
        """The agreement to a longer limit that stands on a day; none where another, or an end of it, came after."""
        if relax.ended:
            steps = in_turn((*self.matching(relax.agreed), *self.matching(relax.ended)))
        else:  # a later agreement of another kind takes the place of the earlier one
            steps = self.by_kind.get(relax.agreed.shape, [])
        last = next((each for each in reversed(steps) if each.on <= by), None)
        return last if last and relax.agreed.fits(last.fact) else None

    def outcome(self, obligation: Obligation, since: Told, before: date | None = None) -> Obligation:
        """The obligation with what became of it: the earliest of met, no longer asked for, set aside, or closed."""
        duty = obligation.duty
        past = obligation.due if duty.waits else None
        ends = self.ends(duty, obligation.trigger, obligation.turn, since, obligation.child, past, before)
        end = min(ends, key=lambda end: (end[0], end[1], end[3].root), default=None)
        if not end:
            return obligation._replace(state="open")
        _, _, state, told = end
        if state == "met" and not duty.waits and _is_late(told, obligation.first):
            state = "late"
        return obligation._replace(state=state, ended_by=told)

    def ends(
        self,
        duty: Duty,
        trigger: Told,
        turn: int,
        since: Told,
        child: str = "",
        past: date | None = None,
        before: date | None = None,
    ) -> Iterator[tuple[date, int, str, Told]]:
        """Everything that ended a duty: on what day, which counts first on one day, how, and the fact.

        ``past`` is a day that must be over first; ``before`` is when the turn before was due: where so many are asked
        for in each turn, those of one do not count for the next.
        """
        if self.closed and not duty.after_closing:
            yield self.closed.on, 3, "ended", self.closed
        if self.set_aside and (aside := self.set_aside.get(task_key((duty.id, child, trigger.root, turn)))):
            yield aside.on, 2, "set-aside", aside
        for clause in duty.met_by:
            not_by = past or (before if clause.times > 1 else None)
            if met := self.after(clause, since, child, trigger, not_by, duty.counts_from):
                yield met.on, 0, "met", met
        for clause in duty.until:
            if over := self.after(clause, trigger):
                yield over.on, 1, "lapsed", over
        if duty.until_all and (over := self.all_after(duty.until_all, trigger)):
            yield over.on, 1, "lapsed", over


def for_each_child(whole: Obligation, children: Sequence[Child]) -> Iterator[Obligation]:
    """An obligation for each child by itself that it is owed for; one that began with one child is for that child."""
    named: tuple[str, ...] = getattr(whole.trigger.fact, "children", ())
    ages = whole.duty.age
    for child in children:
        if named and child.person not in named:
            continue
        if not ages:
            yield whole._replace(child=child.person)
            continue
        years = age(child.born, whole.due or whole.trigger.on) if child.born else ages.must_since
        if years >= ages.since:
            yield whole._replace(child=child.person, strength="must" if years >= ages.must_since else "should")


def told_day(rule: Rule, start: Told) -> tuple[date, str] | None:
    """The day and time that a rule counts from: when it happened, or the day that it speaks of; none where none is."""
    if not rule.day:
        return start.on, start.fact.at
    told = getattr(start.fact, rule.day)
    return (date.fromisoformat(told), getattr(start.fact, "planned_at", "")) if told else None


def too_late_that_day(rule: Rule, at: str) -> bool:
    """Whether a start at that time of a weekday is too late for this week's."""
    return rule.within.unit == "weekday" and bool(rule.at) and at > rule.at


def on_hold_since(told: Iterable[Told], programme: Procedures) -> date | None:
    """The day since which a case is on hold, under the procedure in force on that day; none when it is not."""
    since = None
    for each in in_turn(told):
        hold = programme.in_force(each.on).on_hold
        if hold and hold.by.fits(each.fact):
            since = since or each.on
        elif hold and hold.until.fits(each.fact):
            since = None
    return since


def _is_late(met: Told, limit: Limit) -> bool:
    if limit.due is None or met.on != limit.due:
        return limit.due is not None and met.on > limit.due
    return bool(limit.due_at and met.fact.at and met.fact.at > limit.due_at)


def _covers(fact: Fact, child: str) -> bool:
    """Whether the fact names or saw this child: one that names none speaks of the family, and meets no child's duty."""
    named: tuple[str, ...] = getattr(fact, "children", ()) or getattr(fact, "seen", ())
    return child in named


def next_turn(found: Obligation, met: Told) -> tuple[int, Told]:
    """The turn that follows on one that was met, and the fact after which something may meet it.

    What is owed in every calendar month is met in that month: done late, it is owed again for the month it was done
    in, and done twice in a month, it is owed for the next all the same.
    """
    due = found.due
    if not due or found.first.within.unit != "month_end":
        return found.turn + 1, met
    late = (met.on.year - due.year) * 12 + met.on.month - due.month
    if late > 0:
        return found.turn + late, met
    return found.turn + 1, met._replace(fact=met.fact._replace(on=max(met.on, due + DAY)))
