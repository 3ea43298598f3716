"""What would give an address away: traces of a home in what is about to leave the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ehcli.addressing.addressing import OFFICE, Stop
from ehcli.addressing.household import Household, HouseholdMember, somewhere
from ehcli.matching.spelling import folded, says, squeezed


def betrayed(household: Household, ref: str, on: date, fields: Mapping[str, object]) -> dict[str, str]:
    """The fields that would tell this addressee where somebody lives whom a restriction keeps from them.

    Field to that person's reference. Street lines, postcode, telephone and email are looked for; a line that
    the addressee's own address has is no secret.
    """
    person = household.known(ref)
    own_lines, own_codes = traces(person) if person else (set(), set())
    found: dict[str, str] = {}
    for other in sorted(household.kept_from(ref, on)):
        known = household.known(other)
        lines, codes = traces(known) if known else (set(), set())
        for name, value in fields.items():
            if name.startswith(OFFICE):
                continue
            said = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            if any(says(said, line) for line in lines - own_lines) or any(
                code in squeezed(said) for code in codes - own_codes
            ):
                found.setdefault(name, other)
    return found


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
    named = ", ".join(sorted(betrayed))
    others = ", ".join(sorted(set(betrayed.values())))
    return Stop(
        f"The letter would tell {ref} where to find {others}, from whom a restriction keeps {ref} ({named}).",
        "Take it out, or use another wording: --field NAME=TEXT",
    )
