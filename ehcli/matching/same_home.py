"""Whether two addresses are one home, however each was written down: the same, likely the same, or two homes.

What no source prints, and is our default: the same flat or number in the same street, with nothing that says
otherwise, is one home. A word, a number or a postcode that one side lacks or may have wrong makes it likely.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ehcli.matching import postcodes
from ehcli.matching.address_parts import Number, Parts, Place, parts
from ehcli.matching.nearness import is_near
from ehcli.matching.number_words import in_both
from ehcli.matching.scripts import spelt
from ehcli.matching.spelling import folded
from ehcli.matching.streets import Words, alike, nearly
from ehcli.matching.towns import POST_TOWNS

SAME, LIKELY, DIFFERENT = "same", "likely", "different"
RANK = {DIFFERENT: 0, LIKELY: 1, SAME: 2}


class Verdict(NamedTuple):
    """Whether two addresses are one home, and why, in words that hold nothing of either."""

    result: str
    because: str


NOTHING = Verdict(DIFFERENT, "nothing of them is the same")


def compared(one: str, other: str, code: str = "", other_code: str = "") -> Verdict:
    """Whether two addresses are one home; each is a text of lines, with its postcode where one is known."""
    if folded(one) == folded(other) != "":
        return Verdict(SAME, "they are written alike")
    both = in_both(spelt(one), spelt(other))
    return of_parts(read(one, code, both), read(other, other_code, both))


@lru_cache(maxsize=64)
def read(address: str, code: str, but: frozenset[str] = frozenset()) -> Parts:
    """An address in its parts; one that is compared with many is read once."""
    return parts(address, code, but)


def of_parts(one: Parts, other: Parts) -> Verdict:
    """Whether two addresses are one home, part by part: the strongest of what their streets and houses say."""
    code, town = codes(one.codes, other.codes), towns(one.towns, other.towns)
    found = [judged(a, b, code, town) for a, b in product(one.places, other.places)]
    if code != "equal" and in_two_streets(one, other):
        found = [doubted(each) for each in found if each.result == LIKELY or one.places[0].number]
    if code == "equal" and not (one.places and other.places):
        found.append(Verdict(LIKELY, "they have one postcode, and one of them says no more"))
    return max(found, key=lambda each: RANK[each.result], default=NOTHING)


def in_two_streets(one: Parts, other: Parts) -> bool:
    """Whether both name a house or block and its street, and the streets are two."""
    if len(one.places) < 2 or len(other.places) < 2:
        return False
    return names(one.places[-1].names, other.places[-1].names) == "none"


def doubted(found: Verdict) -> Verdict:
    """What is the same but for its street is likely at most."""
    return Verdict(LIKELY, "their houses have one name, and their streets two") if found.result == SAME else found


def judged(one: Place, other: Place, code: str, town: str) -> Verdict:
    """What two streets or houses with their numbers say, given how the postcodes and the towns stand."""
    name = names(one.names, other.names)
    number, unit = located(one, other)
    if "different" in (number, unit) or (name == "none" and code != "equal"):
        return NOTHING
    if name == "none":
        sure = number == "same" and bool(one.number)
        return Verdict(LIKELY, "they have one number and one postcode") if sure else NOTHING
    if name == "unsaid":
        return said(
            SAME if (number, unit) == ("same", "same") else LIKELY, "they have one number and one postcode", code
        )
    if code != "equal" and (number == "unlike" or (name == "near" and number != "same")):
        return NOTHING
    sure = name == "alike" and number == "same" and unit == "same" and not (one.swapped or other.swapped)
    if code == "equal":
        return Verdict(SAME if sure else LIKELY, why(name, number, unit) or "they have one street and number")
    if code == "contrary" or town == "contrary":
        return NOTHING
    if code in ("near", "district"):
        return Verdict(LIKELY, "they have one street and number, and postcodes that are near") if sure else NOTHING
    if town == "unsure":
        return Verdict(LIKELY, "they have one street and number, and say where in two ways") if sure else NOTHING
    return Verdict(SAME if sure else LIKELY, why(name, number, unit) or "they have one street and number")


def said(result: str, because: str, code: str) -> Verdict:
    """A verdict that holds where both have one postcode, and no other."""
    return Verdict(result, because) if code == "equal" else NOTHING


def why(name: str, number: str, unit: str) -> str:
    """What keeps two addresses from being the same for sure; nothing where nothing does."""
    if name == "near":
        return "their streets are spelt nearly alike"
    if number == "missing":
        return "one of them says no number"
    if number == "likely":
        return "one number is in the other's range"
    return "one of them says no flat" if unit in ("missing", "likely") else ""


def names(one: tuple[Words, ...], other: tuple[Words, ...]) -> str:
    """How two names of streets or houses stand: alike, near, none; or unsaid where one has none."""
    if not one or not other:
        return "unsaid"
    if any(alike(a, b) for a, b in product(one, other)):
        return "alike"
    return "near" if any(nearly(a, b) for a, b in product(one, other)) else "none"


def located(one: Place, other: Place) -> tuple[str, str]:
    """How the numbers in a street stand, and the flats: same, likely, missing or different."""
    number = numbers(one.number, other.number)
    if not one.number and not other.number:
        number = "same" if one.house and other.house else "missing"
    if number == "missing" and one.within and other.within:
        number = "same" if any(alike(a, b) for a, b in product(one.within, other.within)) else "different"
    elif number == "missing" and (one.within or other.within) and (one.number or other.number):
        number = "unlike"  # one house has a name and the other a number
    return number, flats(one.units, other.units)


def flats(one: tuple[Number, ...], other: tuple[Number, ...]) -> str:
    """How the flats of one house stand: a floor and a number may be one flat, two numbers are two."""
    if not one or not other:
        return "same" if one == other else "missing"
    if any(a & b for a, b in product(one, other)):
        return "same"
    kinds = {kind(each) for each in (*one, *other)}
    return "different" if len(kinds) == 1 and kinds != {"room"} else "likely"


def kind(unit: Number) -> str:
    """Whether a part of a house is a numbered flat, a floor, or a room behind a door that is shared."""
    first, space, _ = min(unit).partition(" ")
    return first if space else "flat"


def numbers(one: Number, other: Number) -> str:
    """How two numbers of one street stand: same, likely, missing or different."""
    if not one or not other:
        return "missing"
    if one & other:
        return "same"
    either = any(within(a, b) or within(b, a) for a, b in product(one, other))
    return "likely" if either else "different"


def within(spread: str, number: str) -> bool:
    """Whether a number is one of a range on its side of the street: 14 of 12-16, and not 13."""
    ends = [figures(each) for each in spread.split("-")]
    if len(ends) < 2 or None in ends:
        return False
    low, high = min(ends), max(ends)  # type: ignore[type-var]
    step = 2 if (high - low) % 2 == 0 else 1  # type: ignore[operator]
    return any(at is not None and at in range(low, high + 1, step) for at in map(figures, number.split("-")))  # type: ignore[arg-type, operator]


def figures(number: str) -> int | None:
    """The value of a number without the letter behind it; none where it has no figure."""
    plain = "".join(sign for sign in number if sign.isdigit())
    return int(plain) if plain else None


def codes(one: Iterable[str], other: Iterable[str]) -> str:
    """How two postcodes stand: equal, near, of one district, contrary, or unknown where one is missing."""
    found = {code(a, b) for a, b in product(one, other)}
    return next(
        (each for each in ("equal", "unknown", "near", "district") if each in found), "contrary" if found else "unknown"
    )


def code(one: str, other: str) -> str:
    """How two postcodes stand that are run together; one may be its first half alone."""
    first, second = outward(one), outward(other)
    if one == other and first != one:
        return "equal"
    if first in (one, other) or second in (one, other):
        return "unknown" if first == second else "contrary"
    if is_near(one[::-1], other[::-1]) or is_near(one, other):
        return "near"
    return "district" if first == second else "contrary"


def outward(run: str) -> str:
    """The first half of a postcode that is run together."""
    return run[:-3] if len(run) > 4 and postcodes.code(run) else run


def towns(one: Iterable[str], other: Iterable[str]) -> str:
    """How what is said of the town stands: agreed, unsaid on a side, unsure, or contrary where both are post towns."""
    first, second = set(one) - {"?"}, set(other) - {"?"}
    if not first or not second:
        return "agreed"
    if first & second or any(is_near(a, b) for a, b in product(first, second)):
        return "agreed"
    return "contrary" if known_town(first) and known_town(second) else "unsure"


def known_town(places: Iterable[str]) -> bool:
    """Whether one of these places is a post town."""
    return not POST_TOWNS.isdisjoint(places)
