"""What comes first of what an episode owes: who has not been seen, what one act does at once, what waits for a step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.episodes.facts import Contacted, Told
from ehcli.procedures.duty import Clause
from ehcli.procedures.obligation import Obligation

Key = tuple[str, str, int, int]  # of an obligation

SEEING = ("visit", "school-visit")  # a contact in which somebody is seen, where it took place


class Place(NamedTuple):
    """Where a task stands among those of its episode.

    ``act`` is the first of the tasks that one and the same act would meet, itself where there is no other;
    ``waits_for`` the open task of the step before it, none where it can be done now; ``meeting`` the TAF it is about.
    """

    act: Key
    waits_for: Key | None
    meeting: str


def places(owed: Sequence[Obligation]) -> dict[Key, Place]:
    """Where each of the open obligations of one episode stands, by its key."""
    acts = same_acts(owed)
    return {each.key: Place(acts[each.key], step_before(each, owed), meeting_of(each)) for each in owed}


def same_acts(owed: Iterable[Obligation]) -> dict[Key, Key]:
    """For each obligation the first of those that the same fact would meet: all of them in one."""
    groups: dict[tuple[str, str], list[list[Obligation]]] = {}  # by the child and the kind of fact that meets them
    found: dict[Key, Key] = {}
    for each in owed:
        kinds = [(each.child, clause.fact) for clause in each.duty.met_by]
        near = (group for kind in kinds for group in groups.get(kind, ()))
        group = next((group for group in near if all(met_at_once(each, other) for other in group)), [])
        if not group:
            for kind in dict.fromkeys(kinds):
                groups.setdefault(kind, []).append(group)
        group.append(each)
        found[each.key] = group[0].key
    return found


def met_at_once(one: Obligation, other: Obligation) -> bool:
    """Whether there is an act that would meet both: a visit that two duties ask for, an allocation that two do."""
    return one.child == other.child and any(
        both_fit(mine, yours, one.trigger, other.trigger) for mine in one.duty.met_by for yours in other.duty.met_by
    )


def both_fit(mine: Clause, yours: Clause, my_trigger: Told, your_trigger: Told) -> bool:
    """Whether one fact can fit both clauses; of several that are asked for no one is enough."""
    if mine.fact != yours.fact or mine.times > 1 or yours.times > 1:
        return False
    wants, others = dict(mine.wants), dict(yours.wants)
    if not all(set(values) & set(others.get(name, values)) for name, values in wants.items()):
        return False
    asked = {
        name: (wanted(name, mine, my_trigger), wanted(name, yours, your_trigger)) for name in (*mine.same, *yours.same)
    }
    return all(here is None or there is None or here == there for here, there in asked.values())


def wanted(name: str, clause: Clause, trigger: Told) -> object:
    """What a fact must share with what set the duty off; nothing where it need not."""
    return getattr(trigger.fact, name, None) if name in clause.same else None


def step_before(each: Obligation, owed: Iterable[Obligation]) -> Key | None:
    """The open obligation of the step that comes before this one, of the same meeting where both are of one."""
    if not each.duty.after:
        return None
    mine = meeting_of(each)
    waiting = (
        other.key
        for other in owed
        if other.duty.id in each.duty.after and (not mine or meeting_of(other) in ("", mine))
    )
    return min(waiting, key=lambda key: each.duty.after.index(key[0]), default=None)


def meeting_of(each: Obligation) -> str:
    """The meeting that set an obligation off; none where something else did."""
    return str(getattr(each.trigger.fact, "meeting", ""))


def last_seen(told: Iterable[Told], children: Iterable[str]) -> Mapping[str, date | None]:
    """The day on which each child was last seen, by a visit that took place; none where nobody ever saw it.

    A visit saw those whom it names. One that names nobody saw an only child; of several none is known to have been
    seen, for a visit that saw one leaves the others (FWT-017). An attempt saw nobody.
    """
    seen: dict[str, date | None] = dict.fromkeys(children)
    for each in told:
        fact = each.fact
        if not isinstance(fact, Contacted) or fact.how not in SEEING or fact.outcome != "made":
            continue
        if fact.party != "family":
            continue
        for child in fact.seen or (seen if len(seen) == 1 else ()):
            if child in seen:
                seen[child] = max(fact.on, seen[child] or fact.on)
    return seen
