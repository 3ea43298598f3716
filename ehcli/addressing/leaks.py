"""What would give an address away: traces of a home in what is about to leave the office, in whatever words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.addressing.addressing import LIKELY, NEVER, OFFICE, RELEASABLE, SAME, Stop
from ehcli.addressing.household import Household, HouseholdMember, somewhere
from ehcli.matching.spelling import folded, says, squeezed

if TYPE_CHECKING:
    from ehcli.matching.text_pieces import Said


def betrayed(household: Household, ref: str, on: date, fields: Mapping[str, object]) -> dict[str, str]:
    """The fields that would tell this addressee where somebody lives whom a restriction keeps from them.

    Field to that person's reference. House and street, postcode, telephone and email are looked for, however they
    are written; what is the addressee's own too is no secret.
    """
    return {name: other for name, (other, sure) in given_away(household, ref, on, fields).items() if sure}


def hinted(household: Household, ref: str, on: date, fields: Mapping[str, object]) -> dict[str, str]:
    """The fields that likely tell it: the street without its number, say. Field to that person's reference."""
    return {name: other for name, (other, sure) in given_away(household, ref, on, fields).items() if not sure}


def given_away(household: Household, ref: str, on: date, fields: Mapping[str, object]) -> dict[str, tuple[str, bool]]:
    """The fields that tell where somebody is who is kept from this addressee: who, and whether it is sure."""
    person = household.known(ref)
    own_lines, own_codes = traces(person) if person else (set(), set())
    found: dict[str, tuple[str, bool]] = {}
    for other in sorted(household.kept_from(ref, on)):
        known = household.known(other)
        if not known:
            continue
        lines, codes = traces(known)
        for name, value in fields.items():
            if name.startswith(OFFICE):
                continue
            said = "\n".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            told = in_other_words(said, known, person)
            straight = any(says(said, line) for line in lines - own_lines) and told != ELSEWHERE
            if straight or any(code in squeezed(said) for code in codes - own_codes) or told == SAME:
                found[name] = found[name] if name in found and found[name][1] else (other, True)
            elif told == LIKELY:
                found.setdefault(name, (other, False))
    return found


ELSEWHERE = "elsewhere"  # the street and number, and another town


def in_other_words(text: str, known: HouseholdMember, reader: HouseholdMember | None) -> str:
    """Whether a text tells of somebody's home, postcode, telephone or email in words of its own."""
    if not text or text.isspace():
        return ""
    from ehcli.matching import mentions, reach
    from ehcli.matching.number_words import in_both
    from ehcli.matching.same_home import read
    from ehcli.matching.scripts import spelt
    from ehcli.matching.text_pieces import said

    own = reader or HouseholdMember("")
    if reach.telephones(text) & (reach.telephones(known.phone) - reach.telephones(own.phone)):
        return SAME
    if reach.emails(text) & (reach.emails(known.email) - reach.emails(own.email)):
        return SAME
    here = "\n".join(somewhere(known.address))
    words = in_both(spelt(here), spelt(text))  # Seven Stars Road is no number seven
    pieces = said(without_lines(text, own), words)
    if known.postcode and squeezed(known.postcode) != squeezed(own.postcode) and has_code(pieces, known.postcode):
        return SAME
    theirs = "\n".join(somewhere(own.address))
    return mentions.told(pieces, read(here, known.postcode, words), read(theirs, own.postcode, words))


def without_lines(text: str, reader: HouseholdMember) -> str:
    """A text without the lines of its reader's own address, as a letter prints them."""
    own = {folded(line) for line in reader.address.split("\n")}
    return "\n".join("" if folded(line) in own else line for line in text.split("\n"))


def has_code(text: Sequence[Said], postcode: str) -> bool:
    """Whether a text has a postcode, in whatever spacing, with O for 0 and I for 1."""
    wanted = looked_like(squeezed(postcode))
    for begins in range(len(text)):
        run = ""
        for each in text[begins:]:
            run += looked_like(squeezed(each.text))
            if len(run) >= len(wanted):
                break
        if run == wanted:
            return True
    return False


def looked_like(code: str) -> str:
    """A postcode with the letters that are taken for figures written as those."""
    return code.translate(str.maketrans("oil", "011"))


def traces(person: HouseholdMember) -> tuple[set[str], set[str]]:
    """What gives away where a person is: the lines of house and street; and postcode, telephone and email."""
    first, lines = person.address.split("\n")[0], somewhere(person.address)
    kept = [line for line in lines if line == first or any(sign.isdigit() for sign in line)]
    codes = (person.postcode, person.phone, person.email)
    return {squeezed(line) for line in kept if len(folded(line)) > 3}, {
        code for each in codes if (code := squeezed(each))
    }


def leak(betrayed: Mapping[str, str], ref: str) -> Stop:
    """What is said of fields that would give an address away."""
    return of_fields(betrayed, ref, "would", NEVER)


def hint(hinted: Mapping[str, str], ref: str) -> Stop:
    """What is said of fields that likely give an address away, which a second person may release."""
    return of_fields(hinted, ref, "may", RELEASABLE)


def of_fields(telling: Mapping[str, str], ref: str, how: str, lifted: str) -> Stop:
    named = ", ".join(sorted(telling))
    others = ", ".join(sorted(set(telling.values())))
    return Stop(
        f"The letter {how} tell {ref} where to find {others}, from whom a restriction keeps {ref} ({named}).",
        "Take it out, or use another wording: --field NAME=TEXT",
        lifted,
    )


def of_a_place(household: Household, ref: str, on: date, meeting: str, venue: str) -> list[Stop]:
    """What stops somebody from being asked to a place where somebody lives from whom they are kept, or likely does."""
    said = f"The place of {meeting} {{}} tell {ref} where to find {{}}, from whom a restriction keeps {ref}."
    todo = f"Have it somewhere else: eh taf schedule {meeting} --at WHEN --venue TEXT"
    found = given_away(household, ref, on, {"meeting_venue": venue}).values()
    return [
        Stop(said.format("would" if sure else "may", other), todo, NEVER if sure else RELEASABLE)
        for other, sure in found
    ]
