"""Whether two people, as far as each is known, may be one person, and what speaks for it.

A date of birth that one side lacks rules nobody out. Brothers and sisters, twins with other names, and a father and
son of one name are told apart where their dates or given names do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ehcli.matching import names, short_names
from ehcli.matching.spelling import folded, squeezed

TITLES = frozenset("mr mrs ms miss mx dr master rev sir lady dame".split())  # noqa: SIM905
UNNAMED = frozenset("baby twin triplet newborn infant unborn child boy girl unnamed unknown".split())  # noqa: SIM905
A_CHILD, A_PARENT = "child", "parent"
NO_CHILD, NO_PARENT = 26, 12  # from this age on nobody is the child of a request; below that one nobody is a parent
APART = 12  # years between father and son, at the least
GIVEN_NEAR, SURNAME_NEAR = 72, 80  # of 100: parts of a name that may be two spellings of one
SAME, UNNAMED_TOO, SHORT, PART, MIDDLE, NEAR, INITIAL, BABY, SOUNDS, GIVEN = (
    "the same name",
    "a child without a name yet, as this one",
    "a short name or another spelling of it",
    "part of the surname",
    "the same name but for a middle one",
    "a name spelt alike",
    "an initial and the surname",
    "a child without a name yet, of that surname",
    "a name that sounds alike",
    "the same given name",
)
STRONG = (
    SAME,
    UNNAMED_TOO,
    SHORT,
    PART,
    MIDDLE,
    NEAR,
)  # what is enough by itself where the dates do not speak against it
DATE_SAME, LACKING, DIFFERENT = "born on the same day", "a date of birth is lacking", "born on another day"
TURNED, A_FIGURE, A_YEAR, A_DAY, THE_YEAR = (
    "day and month of birth turned round",
    "the date of birth one figure off",
    "the date of birth a year off",
    "the date of birth a day off",
    "born in the same year, of which no day is known",
)
NEAR_DATES = (TURNED, A_FIGURE, A_YEAR, A_DAY, THE_YEAR)
HOME, PHONE, FAMILY = "the same address", "the same telephone", "others of the same family"


class Individual(NamedTuple):
    """Somebody as far as known: every name that they have or had, and where they are or were reached."""

    names: tuple[str, ...]
    born: str = ""  # as 2017-03-02; empty where it is not known
    sex: str = ""
    homes: tuple[tuple[str, str], ...] = ()  # the lines of an address, and its postcode
    phones: tuple[str, ...] = ()
    role: str = ""  # child, parent, sibling or other, where it is said


def reasons(one: Individual, other: Individual, *, family: bool = False, today: date | None = None) -> tuple[str, ...]:
    """What speaks for it that two are one person; empty where they are not taken for one.

    ``family`` says that others of the same family are named with both.
    """
    found = min((named(this, that) for this in one.names for that in other.names), key=ORDER.index, default="")
    if not found or (today and not of_an_age(one, other, today)):
        return ()
    dates = born(one.born, other.born)
    beside = [HOME] if at_one_home(one.homes, other.homes) else []
    beside += [PHONE] if one_telephone(one.phones, other.phones) else []
    beside += [FAMILY] if family else []
    contrary = {one.sex, other.sex} == {"M", "F"}
    if not speaks(found, dates, bool(beside), contrary, years_apart(one.born, other.born)):
        return ()
    return (found, dates, *beside)


ORDER = (SAME, UNNAMED_TOO, SHORT, PART, MIDDLE, NEAR, BABY, INITIAL, SOUNDS, GIVEN, "")


def speaks(found: str, dates: str, beside: bool, contrary: bool, apart: int) -> bool:
    """Whether names and dates so alike, with or without an address or the like beside them, may be one person's."""
    if dates == DIFFERENT:
        return found == SAME and beside and apart < APART
    sure = dates == DATE_SAME
    if found in (SAME, MIDDLE):
        return True
    if contrary and not (found == SHORT and sure):
        return False
    if found in STRONG:
        return True
    if found in (BABY, INITIAL, SOUNDS):
        return sure or beside or (found == INITIAL and dates in NEAR_DATES)
    return sure or beside


# Names


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The given names and the words of the surname, as they are compared, without a title; some have one name alone."""
    typed = [word for word in name.replace(",", " ").split() if folded(word)]
    while len(typed) > 1 and folded(typed[0]) in TITLES:
        del typed[0]
    words = [folded(word).split() for word in typed]
    if not words:
        return (), ()
    if len(words) == 1:
        return tuple(words[0][:1]), tuple(words[0][1:])
    return tuple(part for word in words[:-1] for part in word), tuple(words[-1])


@lru_cache(maxsize=4096)
def named(one: str, other: str) -> str:
    """How two names are alike; empty where they are not."""
    (given, surname), (their_given, their_surname) = parts(one), parts(other)
    if not given or not their_given:
        return ""
    if sorted((*given, *surname)) == sorted((*their_given, *their_surname)):
        return UNNAMED_TOO if is_unnamed(given) else SAME
    # Straight on, and as if of one of them the surname had been typed first.
    turned = [compared(given, surname, their_surname, their_given)] if their_surname else []
    turned += [compared(surname, given, their_given, their_surname)] if surname else []
    straight = compared(given, surname, their_given, their_surname)
    found = min((straight, *(each for each in turned if each in (SHORT, MIDDLE, PART, NEAR))), key=ORDER.index)
    if ORDER.index(found) > ORDER.index(NEAR) and not are_others(given, their_given) and names.alike(one, other):
        return NEAR
    return found


def compared(
    given: Sequence[str], surname: Sequence[str], their_given: Sequence[str], their_surname: Sequence[str]
) -> str:
    """How names in their parts are alike."""
    if not surname or not their_surname:
        return GIVEN if short_names.one(given[0], their_given[0]) and not is_unnamed(given) else ""
    surnames = alike_surnames(surname, their_surname)
    if is_unnamed(given) or is_unnamed(their_given):
        both = is_unnamed(given) and is_unnamed(their_given)
        return (UNNAMED_TOO if both else BABY) if surnames else ""
    if not surnames:
        return GIVEN if short_names.one(given[0], their_given[0]) else ""
    first = short_names.one(given[0], their_given[0])
    if surnames == SAME and first and given[0] == their_given[0]:
        return MIDDLE
    if surnames == SAME and (first or any_one(given, their_given)):
        return SHORT
    if first:
        return PART if surnames == PART else NEAR
    if is_initial(given[0], their_given[0]):
        return INITIAL if surnames in (SAME, PART) else ""
    if are_others(given, their_given):
        return ""
    return SOUNDS if names.near(given[0], their_given[0], GIVEN_NEAR) else ""


def alike_surnames(one: Sequence[str], other: Sequence[str]) -> str:
    """How two surnames are alike: the same, a part of the other, spelt alike, or not at all."""
    if "".join(one) == "".join(other):
        return SAME
    if {word for word in one if len(word) > 2} & {word for word in other if len(word) > 2}:
        return PART
    return NEAR if names.near(" ".join(one), " ".join(other), SURNAME_NEAR) else ""


def any_one(given: Sequence[str], their_given: Sequence[str]) -> bool:
    """Whether somebody is called by a middle name: one of several given names is the other's first."""
    return (len(given) > 1 and any(short_names.one(each, their_given[0]) for each in given)) or (
        len(their_given) > 1 and any(short_names.one(each, given[0]) for each in their_given)
    )


def is_unnamed(given: Sequence[str]) -> bool:
    """Whether it is no given name: Baby, Twin 2."""
    return given[0] in UNNAMED


def is_initial(one: str, other: str) -> bool:
    """Whether one is the first letter of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 < len(long) and long.startswith(short)


def are_others(given: Sequence[str], their_given: Sequence[str]) -> bool:
    """Whether both are given names that are known, and known not to be one: Ella and Bella are two."""
    known = short_names.groups()
    return given[0] in known and their_given[0] in known and not short_names.one(given[0], their_given[0])


# Dates of birth


def born(one: str, other: str) -> str:
    """How two dates of birth stand to each other."""
    if not one or not other:
        return LACKING
    if one == other:
        return DATE_SAME
    this, that = date.fromisoformat(one), date.fromisoformat(other)
    if (this.year, this.month, this.day) == (that.year, that.day, that.month):
        return TURNED
    off = [place for place, (sign, its) in enumerate(zip(one, other, strict=True)) if sign != its]
    swapped = len(off) == 2 and (one[off[0]], one[off[1]]) == (other[off[1]], other[off[0]])
    if len(off) == 1 or swapped:
        return A_FIGURE
    if abs((this - that).days) == 1:
        return A_DAY
    if (this.month, this.day) == (that.month, that.day) and abs(this.year - that.year) in (1, 100):
        return A_YEAR
    if this.year == that.year and (1, 1) in ((this.month, this.day), (that.month, that.day)):
        return THE_YEAR
    return DIFFERENT


def years_apart(one: str, other: str) -> int:
    """How many years lie between two dates; none where one is not known."""
    return abs(int(one[:4]) - int(other[:4])) if one and other else 0


def near_dates(day: date) -> list[str]:
    """Every date that is the same as this one or near it, for asking the record."""
    told = day.isoformat()
    tried = {
        told[:place] + figure + told[place + 1 :]
        for place in range(10)
        if place not in (4, 7)
        for figure in "0123456789"
    }
    for first in (0, 1, 2, 3, 5, 6, 8, 9):
        for second in (0, 1, 2, 3, 5, 6, 8, 9):
            signs = list(told)
            signs[first], signs[second] = signs[second], signs[first]
            tried.add("".join(signs))
    tried |= {f"{day.year}-{day.day:02}-{day.month:02}", f"{day.year}-01-01"}
    tried |= {f"{day.year + by:04}{told[4:]}" for by in (-100, -1, 1, 100)}
    tried |= {date.fromordinal(day.toordinal() + by).isoformat() for by in (-1, 1)}
    return sorted(each for each in tried if is_a_date(each))


def is_a_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def of_an_age(one: Individual, other: Individual, today: date) -> bool:
    """Whether neither is too old for a child of a request, nor too young for a parent, where one date alone is known.

    Of a father and son of one name the one is a parent and the other a child, though nobody typed a date.
    """
    for this, that in ((one, other), (other, one)):
        if this.born or not that.born:
            continue
        age = (today - date.fromisoformat(that.born)).days // 365.25
        if (this.role == A_CHILD and age >= NO_CHILD) or (this.role == A_PARENT and age < NO_PARENT):
            return False
    return True


# Homes and telephones


def at_one_home(one: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> bool:
    """Whether two of these addresses are one: number and street, or number and postcode."""
    others = list(other)
    return any(one_home(this, that) for this in one for that in others)


def one_home(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (lines, postcode), (their_lines, their_postcode) = one, other
    here, there = squeezed(postcode), squeezed(their_postcode)
    if here and there:
        return here == there and numbers(lines, here) == numbers(their_lines, there)
    first, second = street(lines), street(their_lines)
    return first == second != ""


def numbers(lines: str, postcode: str) -> list[str]:
    """The numbers of flat and house, with their letters, the postcode apart."""
    words = [word for word in folded(lines).split() if any(sign.isdigit() for sign in word)]
    return sorted(word for word in words if word not in postcode)


SHORT_STREETS = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "cl": "close",
    "dr": "drive",
    "ln": "lane",
    "cres": "crescent",
}
SHORT_STREETS |= {"ct": "court", "pl": "place", "sq": "square", "terr": "terrace", "gdns": "gardens", "gr": "grove"}


def street(lines: str) -> str:
    """The line with the number and the street, run together; empty where no line has a number."""
    found = next((line for line in lines.split("\n") if re.search(r"\d", line)), "")
    return "".join(SHORT_STREETS.get(word, word) for word in folded(found).split())


def one_telephone(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether one number is among both, however it is written."""
    return bool({number(each) for each in one} & {number(each) for each in other} - {""})


def number(phone: str) -> str:
    """The figures that tell a number from every other: without the way of dialling it."""
    figures = "".join(sign for sign in phone if sign.isdigit())
    return figures[-10:] if len(figures) >= 9 else ""
