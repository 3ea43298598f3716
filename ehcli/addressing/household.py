"""A family as far as writing to it goes: people, homes, who is kept apart from whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.matching import homes
from ehcli.procedures.obligation import age

if TYPE_CHECKING:
    from ehcli.matching.same_home import Verdict


class HouseholdMember(NamedTuple):
    """Somebody of a family, as far as writing to them goes."""

    ref: str
    name: str = ""
    role: str = "other"  # child, parent, sibling, other or outside
    born: date | None = None
    address: str = ""  # one line a line
    postcode: str = ""
    confirmed: bool = True
    since: date | None = None  # from when the address holds
    left: date | None = None  # the last day in the household
    died: date | None = None
    safe: bool = True
    phone: str = ""
    email: str = ""

    @property
    def is_nowhere(self) -> bool:
        """Whether no address is known, or what was recorded says that there is none."""
        return homes.is_none(self.address.split("\n"), self.postcode)

    def lives_with(self, other: HouseholdMember) -> bool:
        """Whether both are recorded at one home for sure, however each of them was written down."""
        return self.home_with(other).result == "same"

    def home_with(self, other: HouseholdMember) -> Verdict:
        """Whether both are recorded at one home: the same, likely the same or two homes, and why."""
        from ehcli.matching.same_home import NOTHING, compared

        here, there = ("\n".join(somewhere(each.address)) for each in (self, other))
        return compared(here, there, self.postcode, other.postcode) if here and there else NOTHING


class Restriction(NamedTuple):
    """Two people who may not be written to together or told of each other, whichever was named first."""

    one: str
    other: str
    since: date
    until: date | None = None

    def stands(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Household(NamedTuple):
    """A family as known now, and the children that the letter is about."""

    people: tuple[HouseholdMember, ...]
    children: tuple[str, ...] = ()
    responsibility: Mapping[tuple[str, str], str] = {}  # adult and child: yes, no or unknown
    restrictions: tuple[Restriction, ...] = ()
    flagged: bool = False
    two_homes: frozenset[frozenset[str]] = frozenset()  # pairs of whom it was decided that they live apart

    def known(self, ref: str) -> HouseholdMember | None:
        return next((each for each in self.people if each.ref == ref), None)

    def kept_from(self, ref: str, on: date) -> set[str]:
        """Everybody whom a restriction that stands keeps from this person."""
        pairs = [(each.one, each.other) for each in self.restrictions if each.stands(on)]
        return {b for a, b in pairs if a == ref} | {a for a, b in pairs if b == ref}

    def responsible(self, ref: str) -> dict[str, str]:
        """For each child of the letter, whether this adult has parental responsibility."""
        return {child: self.responsibility.get((ref, child), "unknown") for child in self.children}


def grown(person: HouseholdMember, on: date, own_from: int) -> bool:
    """Whether somebody is old enough for letters of their own; an age nobody knows is not."""
    return person.born is not None and age(person.born, on) >= own_from


def gone(person: HouseholdMember, on: date) -> bool:
    return person.left is not None and person.left < on


def after(person: HouseholdMember) -> str:
    return f" after {long(person.left)}" if person.left else ""


def somewhere(address: str) -> list[str]:
    """The lines of an address that name a place: not those that say that there is none."""
    return [line for line in address.split("\n") if not homes.is_none([line])]
