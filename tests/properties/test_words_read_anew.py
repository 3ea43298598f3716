"""Words are compared by what they say: a family or a story that was read anew from a record is the same one."""

from __future__ import annotations

import pickle
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from ehcli.addressing.household import Household
from ehcli.addressing.leaks import betrayed
from ehcli.episodes.episode import told_by
from ehcli.episodes.facts import Fact
from ehcli.packs import calendar
from ehcli.procedures.obligations import obligations

from .stories import CHILDREN, SANDWELL, E, closing, days, stories, told
from .test_addressing_properties import METHODS, TODAY, every_way, families

ENGLAND = calendar.workdays()
Value = TypeVar("Value")


def read_anew(value: Value) -> Value:
    """The same value made of other objects, as it comes from a record or from a pack that was kept."""
    return pickle.loads(pickle.dumps(value))  # type: ignore[no-any-return]


@given(families(), METHODS)
def test_a_family_read_anew_is_addressed_alike(given: tuple[Household, set[str]], method: str) -> None:
    family, consenting = given
    now = every_way(*read_anew((family, consenting)), 16, read_anew([method, "x"])[0])
    for way, before in every_way(family, consenting, 16, method).items():
        assert [(each.person, set(each.stops), each.notes) for each in before.addressees] == [
            (each.person, set(each.stops), each.notes) for each in now[way].addressees
        ]
        assert before.stops == now[way].stops


@given(families())
def test_a_family_read_anew_gives_the_same_away(given: tuple[Household, set[str]]) -> None:
    family, _ = given
    fields = {"venue": "1 High Street, 4 Mill Lane", "notes": "07700 900123 Rose Cottage ron@example.org"}
    for each in family.people:
        assert betrayed(family, each.ref, TODAY, fields) == betrayed(*read_anew((family, each.ref)), TODAY, fields)


@given(stories, st.none() | days)
def test_a_story_and_a_procedure_read_anew_owe_the_same(story: list[Fact], closed: object) -> None:
    facts = told(*story, *([closing(closed)] if closed else []))  # type: ignore[arg-type]
    before = list(obligations(facts, SANDWELL, ENGLAND, CHILDREN))
    assert list(obligations(read_anew(facts), read_anew(SANDWELL), ENGLAND, read_anew(CHILDREN))) == before
    assert told_by(E, read_anew(facts)) == told_by(E, facts)
