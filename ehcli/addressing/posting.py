"""Whether a letter that was printed may still go: everything that is known today, and not only what was known then.

Our default, for no source speaks of it: a letter waits in a tray for days, and whoever posts it does not see what
was recorded meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing.addressing import FLAGGED, OUTSIDE, OWN_LETTERS_FROM, RELEASABLE, Stop, addressing
from ehcli.addressing.household import Household, HouseholdMember, after, gone
from ehcli.addressing.leaks import betrayed, hint, hinted, leak
from ehcli.addressing.together import Invitation, stops, unreleased
from ehcli.matching.spelling import squeezed

Changed = Mapping[tuple[str, str], int]  # the entry that last said something of two, or of one and a word


ANEW = ""  # one remedy for all: it is taken back, and whoever prints it anew is told what else to do


class PrintedLetter(NamedTuple):
    """A letter as it lies in the tray: who it is to, the address on it, and the entry that printed it."""

    ref: str
    to: str
    address: str = ""  # as printed; empty where it is not known
    entry: int = 0
    released: bool = False
    meeting: str = ""  # the meeting to come that it is about
    says: str = ""  # its words, where they are looked at


def stopped(
    letter: PrintedLetter,
    household: Household,
    on: date,
    *,
    consenting: Collection[str] = (),
    own_from: int = OWN_LETTERS_FROM,
    changed: Changed,
    asked: Sequence[Invitation] = (),
) -> list[Stop]:
    """Everything that stops a printed letter today; what was released stands as long as nothing was said since."""
    since = letter.released and max(changed.values(), default=0) <= letter.entry
    found = [
        stop
        for stop in standing(letter, household, on, consenting, own_from, changed, asked)
        if not (since and stop.lifted == RELEASABLE)
    ]
    return list({stop.reason: stop for stop in found}.values())


def standing(
    letter: PrintedLetter,
    household: Household,
    on: date,
    consenting: Collection[str],
    own_from: int,
    changed: Changed,
    asked: Sequence[Invitation],
) -> Iterator[Stop]:
    """What stands against it today, released or not."""
    if letter.to.startswith("P-"):
        person = household.known(letter.to)
        if not person or person.role == OUTSIDE:
            yield Stop(f"{letter.to} is no longer of this family.", ANEW)
            return
        audience = "young-person" if letter.to in household.children else "parent"
        found = addressing(
            household, audience=audience, on=on, consenting=consenting, own_from=own_from, named=letter.to
        )
        yield from (*found.stops, *(stop for each in found.addressees for stop in each.stops))
        yield from moved(letter, person)
        telling = [*asked, Invitation(letter.to, letter.entry, letter.released)]
        together = [each for each in unreleased(household, telling, on, changed) if letter.to in each] if asked else []
        yield from stops(together, letter.meeting)
        words = {"its words": letter.says} if letter.says else {}
        if told := betrayed(household, letter.to, on, words):
            yield leak(told, letter.to)
        if told := hinted(household, letter.to, on, words):
            yield hint(told, letter.to)
        yield from left_since(letter, household, on, changed)
    else:
        yield from addressing(household, audience="professional", on=on).stops
    if household.flagged and not letter.released:
        yield FLAGGED


def moved(letter: PrintedLetter, person: HouseholdMember) -> Iterator[Stop]:
    """The address on the letter is not the one that is recorded."""
    if letter.address and person.address and squeezed(letter.address) != squeezed(person.address):
        yield Stop(
            f"The address on it is not the one recorded of {person.ref} today.",
            ANEW,
        )


def left_since(letter: PrintedLetter, household: Household, on: date, changed: Changed) -> Iterator[Stop]:
    """Whom it is to, or a child whom it is about, was recorded as having left after it was printed."""
    for ref in dict.fromkeys((letter.to, *household.children)):
        person = household.known(ref)
        if person and gone(person, on) and changed.get((ref, ""), 0) > letter.entry:
            yield Stop(
                f"{ref}{'' if ref == letter.to else ', whom it is about,'} left the household{after(person)}.",
                ANEW,
            )
