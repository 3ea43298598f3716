"""What holds of the dates of every procedure that ships, in stories made up from what its own duties look for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.episodes.facts import NAMES, Fact
from ehcli.packs import calendar, reading
from ehcli.procedures.in_force import always
from ehcli.procedures.obligation import task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.story import ALWAYS_LOOKED_AT

from .stories import CHILDREN, closing, days, facts_of, stories_of, told

ENGLAND = calendar.workdays()
PACKS = [pytest.param(reading.procedure(name), id=name) for name in reading.procedure_names()]
pytestmark = pytest.mark.parametrize("procedure", PACKS)


def owed(procedure: Procedure, story: list[Fact]):
    return list(obligations(told(*story), procedure, ENGLAND, CHILDREN))


@given(st.data())
@settings(max_examples=40)
def test_every_obligation_is_dated_cited_and_told_apart(procedure: Procedure, data) -> None:
    found = owed(procedure, data.draw(stories_of(procedure)))
    keys = [task_key(each.key) for each in found]
    assert len(keys) == len(set(keys))
    for each in found:
        assert each.limit is None or (each.due is not None and each.due <= each.limit)
        assert each.citations or each.first.rule.default == "ours"
        if each.due and not each.first.rule.before and not each.first.rule.day:
            assert each.due >= each.first.start.on


@given(st.data())
@settings(max_examples=40)
def test_later_facts_never_move_a_due_date(procedure: Procedure, data) -> None:
    """Only what was agreed to lengthen it, or what held it, may; each of which the procedure names."""
    story, now = data.draw(stories_of(procedure)), data.draw(days)
    before = [story[0], *(fact for fact in story[1:] if fact.on <= now)]
    more = data.draw(st.lists(facts_of(procedure), max_size=6))
    later = [fact._replace(on=max(fact.on, now + timedelta(days=1))) for fact in more]
    then = {each.key: each for each in owed(procedure, before)}
    for each in owed(procedure, [*before, *later]):
        was = then.get(each.key)
        if was and not each.duty.relax and not each.duty.hold and len(each.limits) == len(was.limits):
            assert (each.due, each.due_at, each.limit) == (was.due, was.due_at, was.limit), each.duty.id


@given(st.data())
@settings(max_examples=40)
def test_the_order_of_telling_does_not_matter(procedure: Procedure, data) -> None:
    straight = told(*data.draw(stories_of(procedure)))
    mixed = data.draw(st.permutations(straight))
    asked = (procedure, ENGLAND, CHILDREN)
    assert list(obligations(straight, *asked)) == list(obligations(mixed, *asked))


@given(st.data())
@settings(max_examples=40)
def test_what_is_still_to_be_met_is_the_same_when_nothing_else_is_worked_out(procedure: Procedure, data) -> None:
    """What another procedure would move is found so: from the kinds of fact it looks at, without what is over."""
    story = told(*data.draw(stories_of(procedure)))
    looked_at = always(procedure).looks_at | ALWAYS_LOOKED_AT
    near = []
    for each in story:
        forms = looked_at.get(NAMES[type(each.fact)])
        if forms is not None and (not forms or getattr(each.fact, "form", "") in forms):
            near.append(each)
    whole = [each for each in obligations(story, procedure, ENGLAND, CHILDREN) if each.is_open]
    assert list(obligations(near, procedure, ENGLAND, CHILDREN, open_only=True)) == whole


@given(st.data())
@settings(max_examples=40)
def test_only_what_is_owed_after_closing_stays_open_once_an_episode_has_closed(procedure: Procedure, data) -> None:
    story = [fact for fact in data.draw(stories_of(procedure)) if NAMES[type(fact)] != "episode-closed"]
    for each in owed(procedure, [*story, closing(data.draw(days))]):
        assert not each.is_open or each.duty.after_closing


def test_each_duty_can_be_owed_in_some_story(procedure: Procedure) -> None:
    """Were the stories too dull to owe anything, the laws above would hold of nothing."""
    seen: set[str] = set()

    @given(stories_of(procedure))
    @settings(max_examples=500, database=None, derandomize=True)
    def look(story: list[Fact]) -> None:
        seen.update(each.duty.id for each in owed(procedure, story))

    look()
    assert len(seen) > len(procedure.duties) * 0.5
