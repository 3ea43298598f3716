"""Why a duty is not owed in an episode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ehcli.days.workdays import WorkingDays
from ehcli.episodes.facts import Child, Told
from ehcli.procedures.duty import Ages, Duty
from ehcli.procedures.obligation import age
from ehcli.procedures.story import Story


def why_not_owed(
    duty: Duty, told: Iterable[Told], children: Sequence[Child], switched_off: Iterable[str], workdays: WorkingDays
) -> Iterator[str]:
    """Each reason, in a sentence, why a duty is not owed in an episode; nothing when it is owed of everybody."""
    story = Story(told, workdays)
    if duty.switch in set(switched_off):
        yield f"The authority switched {duty.switch} off."
    if not story.asks_for(duty):
        yield from not_for(duty, story)
    for condition in duty.when:
        if not story.holds(condition):
            yield f"It is owed only where this is so: {condition}."
    triggers = story.triggers(duty)
    if not triggers:
        yield f"What sets it off has not happened: {duty.counts_from}."
    for trigger in triggers:
        yield from still_awaited(duty, story, trigger)
    if duty.age:
        yield from too_young(duty, duty.age, story, triggers, children)


def still_awaited(duty: Duty, story: Story, trigger: Told) -> Iterator[str]:
    """What has not happened yet, or is not recorded, although what sets the duty off has happened."""
    for clause in duty.once:
        if story.after(clause, trigger, counts_from=duty.counts_from) is None:
            yield f"It is owed only once this has happened: {clause}."
    if all(story.begun(duty, rule, trigger) is None for rule in duty.rules) and not duty.once:
        yield f"What its limit counts from has not happened: {duty.rules[0].counts_from}."
    for rule in duty.rules:
        if rule.day and not getattr(trigger.fact, rule.day):
            yield f"The day it counts from is not recorded ({rule.day.replace('_', ' ')})."


def too_young(
    duty: Duty, ages: Ages, story: Story, triggers: Sequence[Told], children: Sequence[Child]
) -> Iterator[str]:
    """The children who will be under the age of a duty on the day it would be due."""
    limits = (story.limit(duty, rule, trigger, 1, trigger) for trigger in triggers for rule in duty.rules)
    due = next((limit.due for limit in limits if limit), None)
    for child in children:
        if child.born and due and age(child.born, due) < ages.since:
            yield f"{child.person} will be under {ages.since} on {due.isoformat()}."


def not_for(duty: Duty, story: Story) -> Iterator[str]:
    """Which of level, route and type an episode has that the duty is not for, or that it is not told to have."""
    if duty.routes and story.route not in duty.routes:
        yield f"It is for the routes {', '.join(duty.routes)}; this episode's route is {story.route or 'not recorded'}."
    if not duty.of_type(story.type):
        kind = story.type or duty.ordinary or "ordinary"
        yield f"It is for episodes of the type {', '.join(duty.episode_types)}; this one is {kind}."
    if not duty.at_level(story.level):
        levels = ", ".join(duty.levels) or f"every level but {' and '.join(duty.spares)}"
        yield f"It is for the levels {levels}; this episode's level is {story.level or 'not recorded'}."
