"""Homes in many writings: pairs that are one home, texts that tell of one, and harmless ones that look like it.

``made.py`` makes pairs from a seed; ``otherwise.py`` makes others from templates of its own, to measure what the first
was never tuned to. ``written.py`` holds what was written down by hand, from reports and attacks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.addressing.leaks import given_away

TODAY = date(2026, 11, 20)
AWAY = "1 Quarry Bank; Stone; ST15 8ZZ"  # where a reader lives who is told of somebody else's home


class Pair(NamedTuple):
    """Two addresses, or an address and a text; and whether they must be stopped."""

    kind: str  # address or text
    home: str
    other: str
    dangerous: bool


def living(ref: str, address: str) -> HouseholdMember:
    """Somebody at an address, typed with semicolons, as the record gives them."""
    from ehcli.matching import homes

    home = homes.home(address)
    return HouseholdMember(ref, address="\n".join(home.lines), postcode=home.postcode)


def result(pair: Pair) -> str:
    """What is said of a pair: same, likely or different."""
    protected = living("P-0002", pair.home)
    if pair.kind == "address":
        return protected.home_with(living("P-0003", pair.other)).result
    people = (protected, living("P-0003", AWAY))
    family = Household(people, restrictions=(Restriction("P-0002", "P-0003", TODAY),))
    found = given_away(family, "P-0003", TODAY, {"meeting_venue": pair.other})
    return {True: "same", False: "likely"}[found["meeting_venue"][1]] if found else "different"


def is_right(pair: Pair) -> bool:
    """Whether a dangerous pair is stopped, or a harmless one is not."""
    return (result(pair) != "different") == pair.dangerous


def rates(pairs: Iterable[Pair]) -> tuple[float, float, list[Pair]]:
    """The share of the dangerous that are stopped, that of the harmless that are, and whatever went wrong."""
    every = list(pairs)
    wrong = [pair for pair in every if not is_right(pair)]
    dangerous = sum(pair.dangerous for pair in every)
    missed = sum(pair.dangerous for pair in wrong)
    harmless = len(every) - dangerous
    return 1 - missed / max(dangerous, 1), (len(wrong) - missed) / max(harmless, 1), wrong
