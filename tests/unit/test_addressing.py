"""Who gets a letter, case by case: each reason against it, what lifts it, and what nobody lifts."""

from __future__ import annotations

from datetime import date

import pytest

from ehcli.addressing.addressing import NEVER, RELEASABLE, Addressing, addressing
from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.addressing.leaks import betrayed
from ehcli.errors import Refused

TODAY = date(2026, 11, 20)
HOME = "1 High Street\nTipton\nDY4 9JB"
WREN = HouseholdMember("P-0001", "Wren", "child", date(2017, 3, 2), HOME, "DY4 9JB")
KIT = HouseholdMember("P-0002", "Kit", "child", date(2010, 3, 2), HOME, "DY4 9JB")
SAM = HouseholdMember("P-0003", "Sam", "parent", None, HOME, "DY4 9JB", phone="07700 900123", email="sam@example.org")
RON = HouseholdMember("P-0004", "Ron", "parent", None, "4 Mill Lane\nTipton\nDY4 8AA", "DY4 8AA", phone="07700 900456")
NAN = HouseholdMember("P-0005", "Nan", "other", None, HOME, "DY4 9JB")


def home(*people: HouseholdMember, children: tuple[str, ...] = ("P-0001",), **more: object) -> Household:
    return Household(people, children, **more)  # type: ignore[arg-type]


def asked(household: Household, audience: str = "parent", **more: object) -> Addressing:
    return addressing(household, audience=audience, on=TODAY, **more)  # type: ignore[arg-type]


def to(found: Addressing) -> list[str]:
    return [each.person.ref for each in found.addressees]


def reasons(found: Addressing, ref: str = "") -> list[tuple[str, str]]:
    return [(stop.reason, stop.lifted) for stop in found.held(ref or to(found)[0], released=False)]


def apart(one: HouseholdMember, other: HouseholdMember, until: date | None = None) -> tuple[Restriction, ...]:
    return (Restriction(one.ref, other.ref, date(2026, 11, 1), until),)


def test_whoever_gave_consent_gets_a_letter_of_their_own() -> None:
    family = home(WREN, SAM, RON, NAN)
    assert to(asked(family, consenting={"P-0004"})) == ["P-0004"]
    assert to(asked(family, consenting={"P-0004", "P-0003"})) == ["P-0003", "P-0004"]


def test_without_consent_it_is_those_with_responsibility_then_parents_then_carers() -> None:
    known = {("P-0004", "P-0001"): "yes", ("P-0003", "P-0001"): "no"}
    assert to(asked(home(WREN, SAM, RON, NAN, responsibility=known))) == ["P-0004"]
    assert to(asked(home(WREN, SAM, RON, NAN))) == ["P-0003", "P-0004"]
    assert to(asked(home(WREN, NAN))) == ["P-0005"]
    nobody = asked(home(WREN))
    assert to(nobody) == []
    assert "no parent or carer" in nobody.stops[0].reason


def test_who_died_or_left_is_passed_over_and_who_gave_consent_is_not() -> None:
    dead, left = SAM._replace(died=TODAY), SAM._replace(left=date(2026, 11, 1))
    assert to(asked(home(WREN, dead, RON))) == ["P-0004"]
    assert to(asked(home(WREN, left, RON))) == ["P-0004"]
    found = asked(home(WREN, left, RON), consenting={"P-0003"})
    assert to(found) == ["P-0003"]
    assert reasons(found)[0] == ("P-0003 left the household after Sun 1 Nov 2026.", NEVER)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"safe": False}, "It is not safe to write to P-0003."),
        ({"confirmed": False}, "The address of P-0003 is not confirmed."),
        ({"address": "", "postcode": ""}, "No address of P-0003 is known."),
        ({"address": "ZZ99 3WZ", "postcode": "ZZ99 3WZ"}, "No address of P-0003 is known."),
        ({"address": "\u200f\U0001f3e0", "postcode": ""}, "No address of P-0003 is known."),
        ({"died": TODAY}, "P-0003 has died."),
        ({"left": date(2026, 11, 1)}, "No address of P-0003 is known since P-0003 left"),
    ],
)
def test_what_nobody_may_release(changes: dict[str, object], says: str) -> None:
    found = asked(home(WREN, SAM._replace(**changes)), named="P-0003")  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        found.sure("P-0003", released=True)
    assert says in refused.value.message
    assert refused.value.hint


def test_naming_somebody_who_left_is_enough_once_an_address_is_known() -> None:
    gone = SAM._replace(left=date(2026, 11, 1), since=date(2026, 11, 5))
    asked(home(WREN, gone), named="P-0003").sure("P-0003")


@pytest.mark.parametrize(
    ("household", "more", "says"),
    [
        (home(WREN, SAM, responsibility={("P-0003", "P-0001"): "no"}), {}, "no parental responsibility for P-0001"),
        (home(WREN._replace(died=TODAY), SAM), {}, "P-0001, whom the letter is about, has died"),
        (home(KIT, SAM, children=("P-0002",)), {"consenting": {"P-0002"}}, "Only the young person gave consent"),
        (home(WREN, SAM._replace(role="sibling")), {}, "recorded as a sibling"),
    ],
)
def test_what_a_manager_may_release(household: Household, more: dict[str, object], says: str) -> None:
    found = asked(household, named="P-0003", **more)
    assert [(says in reason, lifted) for reason, lifted in reasons(found)] == [(True, RELEASABLE)]
    found.sure("P-0003", released=True)


def test_a_child_who_left_stops_the_letter_until_somebody_is_named() -> None:
    family = home(WREN._replace(left=date(2026, 11, 1)), SAM)
    assert "P-0001, whom the letter is about, left the household" in reasons(asked(family))[0][0]
    asked(family, named="P-0003").sure("P-0003")


def test_a_restriction_stops_whichever_was_named_first_until_it_ends() -> None:
    for pair in (apart(RON, WREN), apart(WREN, RON), apart(RON, WREN, TODAY)):
        found = asked(home(WREN, SAM, RON, restrictions=pair), named="P-0004")
        assert [lifted for _, lifted in reasons(found)] == [NEVER]
    over = apart(RON, WREN, date(2026, 11, 19))
    asked(home(WREN, SAM, RON, restrictions=over), named="P-0004").sure("P-0004")


@pytest.mark.parametrize("there", [HOME, "1 high street, TIPTON", "1 High St\nTipton\nDY49JB"])
def test_no_letter_goes_where_the_other_lives(there: str) -> None:
    ron = RON._replace(address=there, postcode="DY4 9JB" if "DY" in there else "")
    family = home(WREN, SAM, ron, restrictions=apart(SAM, ron))
    assert "a letter to one reaches the other" in reasons(asked(family, named="P-0003"))[0][0]
    asked(home(WREN, SAM, RON, restrictions=apart(SAM, RON)), named="P-0003").sure("P-0003")


def test_a_young_person_has_letters_from_the_procedures_age_or_their_own_consent() -> None:
    family = home(WREN, KIT, SAM, children=("P-0001", "P-0002"))
    assert to(asked(family, "young-person", own_from=16)) == ["P-0002"]
    assert to(asked(family, "young-person", own_from=16, consenting={"P-0001"})) == ["P-0001"]
    assert to(asked(family, "young-person", own_from=17)) == []
    young = asked(family, "young-person", own_from=11, named="P-0001")
    assert [lifted for _, lifted in reasons(young)] == [RELEASABLE]
    assert "not a child of the episode" in reasons(asked(family, "young-person", named="P-0003"))[0][0]
    assert "is for a parent or carer" in reasons(asked(family, named="P-0002"))[0][0]


def test_age_is_counted_in_whole_years_to_the_day() -> None:
    family = home(KIT._replace(born=date(2010, 11, 21)), children=("P-0002",))
    assert to(asked(family, "young-person", own_from=16)) == []
    assert to(addressing(family, audience="young-person", on=date(2026, 11, 21), own_from=16)) == ["P-0002"]


def test_a_professional_is_nobody_of_the_family_and_a_child_who_died_still_stops_the_letter() -> None:
    assert asked(home(WREN, SAM), "professional") == Addressing()
    assert asked(home(WREN._replace(died=TODAY), SAM), "referrer").held("barnardos", released=False)


@pytest.mark.parametrize(
    ("person", "method", "says"),
    [
        (SAM, "email", ""),
        (RON, "email", "No email address of P-0004"),
        (SAM._replace(phone=""), "phone", "No telephone of P-0003"),
        (SAM._replace(safe=False), "email", "not safe to write"),
        (SAM._replace(safe=False), "phone", "perhaps not to telephone"),
        (SAM._replace(safe=False), "in-person", ""),
        (SAM._replace(confirmed=False), "email", ""),
        (SAM._replace(died=TODAY), "in-person", "has died"),
    ],
)
def test_each_way_of_asking_has_its_own_needs(person: HouseholdMember, method: str, says: str) -> None:
    found = reasons(asked(home(WREN, person), named=person.ref, method=method), person.ref)
    assert (says in found[0][0]) if says else found == []


def test_a_shared_telephone_reaches_both_sides_of_a_restriction() -> None:
    ron = RON._replace(phone="07700900123")
    family = home(WREN, SAM, ron, restrictions=apart(SAM, ron))
    assert "a phone to one" in reasons(asked(family, named="P-0003", method="phone"))[0][0]


def test_a_flag_needs_a_second_person_and_a_release_lifts_nothing_else() -> None:
    found = asked(home(WREN, SAM, flagged=True))
    with pytest.raises(Refused, match="need a second person"):
        found.sure("P-0003")
    found.sure("P-0003", released=True)


def test_every_reason_is_given_at_once() -> None:
    worst = SAM._replace(safe=False, confirmed=False, died=TODAY)
    family = home(WREN, worst, restrictions=apart(worst, WREN), flagged=True)
    with pytest.raises(Refused) as refused:
        asked(family, named="P-0003").sure("P-0003")
    assert len(refused.value.message.splitlines()) == 6


def test_unknown_responsibility_is_said_and_stops_nothing() -> None:
    found = asked(home(WREN, SAM))
    found.sure("P-0003")
    assert "is not recorded: eh family relation P-0003 P-0001" in found.addressees[0].notes[0]
    known = asked(home(WREN, SAM, responsibility={("P-0003", "P-0001"): "yes"}))
    assert known.addressees[0].notes == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("We meet at 4 mill lane.", True),
        (["Hall", "4 Mill  Lane,"], True),
        ("DY48AA", True),
        ("Ring 07700 900 456", True),
        ("14 Mill Lane", False),
        ("1 High Street, Tipton", False),
        ("Tipton", False),
        ("", False),
    ],
)
def test_a_field_that_tells_where_the_other_is(value: object, found: bool) -> None:
    family = home(WREN, SAM, RON, restrictions=apart(SAM, RON))
    assert betrayed(family, "P-0003", TODAY, {"venue": value}) == ({"venue": "P-0004"} if found else {})
    assert betrayed(home(WREN, SAM, RON), "P-0003", TODAY, {"venue": value}) == {}
