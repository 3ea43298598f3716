"""Two people kept apart at one meeting: each invitation would tell one where the other is, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing.addressing import RELEASABLE, Stop
from ehcli.addressing.household import Household
from ehcli.addressing.leaks import of_a_place


class Invitation(NamedTuple):
    """That somebody was asked to a meeting: by which entry, and whether a second person let it go with a reason."""

    who: str
    entry: int
    released: bool = False


def pairs(household: Household, people: Collection[str], on: date) -> list[tuple[str, str]]:
    """Those of these people whom a restriction keeps apart that stands on that day, two and two."""
    found = {
        (each.one, each.other)
        for each in household.restrictions
        if each.stands(on) and each.one in people and each.other in people
    }
    return sorted(found)


def unreleased(
    household: Household, asked: Sequence[Invitation], on: date, restricted: Mapping[tuple[str, str], int]
) -> list[tuple[str, str]]:
    """The pairs kept apart who are asked to one meeting, and whom nobody released for that.

    A release counts for what stood when it was given: the restriction, and that the other is asked too.
    ``restricted`` is the entry that last said of a restriction.
    """
    return [
        pair
        for pair in pairs(household, {each.who for each in asked}, on)
        if not is_released(pair, [each for each in asked if each.who in pair], restricted.get(pair, 0))
    ]


def is_released(pair: tuple[str, str], asked: Sequence[Invitation], restricted: int) -> bool:
    """Whether somebody let both come, knowing that the one is kept from the other."""
    first = max(min(each.entry for each in asked if each.who == who) for who in pair)
    return any(each.released and each.entry >= max(first, restricted) for each in asked)


def stops(pairs: Iterable[tuple[str, str]], meeting: str) -> Iterator[Stop]:
    """What is said of two people kept apart who are asked to one meeting."""
    for one, other in pairs:
        yield Stop(
            f"A restriction stands between {one} and {other}, and both are asked to {meeting}: "
            "each would know where the other is, and when.",
            "Have a meeting with each: eh taf schedule E-... --at WHEN --venue TEXT",
            RELEASABLE,
        )


def at_a_home(household: Household, people: Iterable[str], on: date, meeting: str, venue: str) -> Iterator[Stop]:
    """What stops these people from being asked to a place where somebody lives from whom they are kept."""
    for who in people:
        yield from of_a_place(household, who, on, meeting, venue)
