"""What holds of every family: nobody is written to who should not be, and nothing is stopped in silence."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ehcli.addressing.addressing import FLAGGED, NEVER, Addressing, addressing
from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.addressing.leaks import betrayed

TODAY = date(2026, 11, 20)
DAYS = st.integers(-400, 40).map(lambda days: TODAY + timedelta(days=days))
MAYBE = st.none() | DAYS.filter(lambda day: day <= TODAY)
REFS = [f"P-{number:04}" for number in range(1, 7)]
ADDRESSES = st.sampled_from(["", "1 High Street\nTipton\nDY4 9JB", "4 Mill Lane\nTipton\nDY4 8AA", "Rose Cottage"])
WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | ADDRESSES
METHODS = st.sampled_from(["letter", "letter", "letter", "email", "phone", "in-person", "text"])


@st.composite
def families(draw: st.DrawFn) -> tuple[Household, set[str]]:
    """A family of any shape, and who of it gave consent."""
    people = []
    for ref in draw(st.lists(st.sampled_from(REFS), min_size=1, unique=True)):
        address = draw(ADDRESSES | WORDS)
        people.append(
            HouseholdMember(
                ref,
                draw(WORDS),
                draw(st.sampled_from(["child", "parent", "sibling", "other"])),
                draw(st.none() | st.dates(date(1960, 1, 1), TODAY)),
                address,
                address.rpartition("\n")[2] if "DY4" in address else "",
                draw(st.booleans()),
                draw(MAYBE),
                draw(MAYBE),
                draw(st.none() | st.none() | MAYBE),
                draw(st.booleans()),
                draw(st.sampled_from(["", "07700 900123", "07700900456"])),
                draw(st.sampled_from(["", "sam@example.org", "ron@example.org"])),
            )
        )
    refs = [each.ref for each in people]
    children = tuple(each.ref for each in people if each.role == "child" and draw(st.booleans()))
    pairs = draw(st.lists(st.tuples(st.sampled_from(REFS), st.sampled_from(REFS)), max_size=3))
    restrictions = tuple(Restriction(a, b, draw(DAYS), draw(st.none() | DAYS)) for a, b in pairs if a != b)
    said = {(a, c): draw(st.sampled_from(["yes", "no", "unknown"])) for a in refs for c in children if a != c}
    return (
        Household(tuple(people), children, said, restrictions, draw(st.booleans())),
        draw(st.sets(st.sampled_from(refs))),
    )


def every_way(family: Household, consenting: set[str], own_from: int, method: str) -> dict[tuple[str, str], Addressing]:
    """Who is written to for each audience, by default and with each person of the family named."""
    return {
        (audience, named): addressing(
            family, audience=audience, on=TODAY, consenting=consenting, own_from=own_from, named=named, method=method
        )
        for audience in ("parent", "young-person")
        for named in ("", *(each.ref for each in family.people))
    }


@given(families(), st.sampled_from([11, 16]), st.booleans())
def test_no_letter_goes_to_the_unsafe_the_dead_the_unaddressed_or_the_restricted(
    told: tuple[Household, set[str]], own_from: int, released: bool
) -> None:
    family, consenting = told
    for found in every_way(family, consenting, own_from, "letter").values():
        for each in found.addressees:
            person = each.person
            if found.held(person.ref, released):
                continue
            assert person.safe
            assert not person.died
            assert person.confirmed
            assert any(sign.isalnum() for sign in person.address)
            apart = family.kept_from(person.ref, TODAY)
            assert not apart & set(family.children)
            assert not any(
                other.ref in apart and other.address == person.address and not other.died for other in family.people
            )
            if not released:
                assert "no" not in family.responsible(person.ref).values() or person.ref in family.children


@given(families(), st.sampled_from([11, 16]), METHODS)
def test_a_stop_names_a_next_step_and_no_person(told: tuple[Household, set[str]], own_from: int, method: str) -> None:
    family, consenting = told
    for found in every_way(family, consenting, own_from, method).values():
        stops = [*found.stops, *(stop for each in found.addressees for stop in each.stops), FLAGGED]
        assert found.addressees or found.stops
        for stop in stops:
            assert stop.todo
            assert "P-" in stop.todo or "--released-by" in stop.todo or "manager" in stop.todo
            for person in family.people:
                if len(person.name) > 3 and not person.name.isspace() and "\n" in person.address:
                    assert person.address not in stop.reason + stop.todo


@given(families(), st.sampled_from([11, 16]), METHODS, st.integers())
def test_the_order_of_recording_does_not_matter(
    told: tuple[Household, set[str]], own_from: int, method: str, seed: int
) -> None:
    family, consenting = told
    lots = Random(seed)
    turned = family._replace(
        people=tuple(lots.sample(family.people, len(family.people))),
        children=tuple(lots.sample(family.children, len(family.children))),
        responsibility=dict(lots.sample(sorted(family.responsibility.items()), len(family.responsibility))),
        restrictions=tuple(
            each._replace(one=each.other, other=each.one) if lots.random() < 0.5 else each
            for each in lots.sample(family.restrictions, len(family.restrictions))
        ),
    )
    then = every_way(family, consenting, own_from, method)
    now = every_way(turned, consenting, own_from, method)
    for way, before in then.items():
        assert [each.person for each in before.addressees] == [each.person for each in now[way].addressees]
        assert set(before.stops) == set(now[way].stops)
        for old, new in zip(before.addressees, now[way].addressees, strict=True):
            assert set(old.stops) == set(new.stops)


@given(families(), WORDS)
def test_a_letter_never_carries_the_address_of_the_other_side(told: tuple[Household, set[str]], words: str) -> None:
    family, _ = told
    for person in family.people:
        for other in family.kept_from(person.ref, TODAY):
            known = family.known(other)
            if known and known.postcode and known.address != person.address and known.postcode != person.postcode:
                said = {"support_after": f"{words} {known.address} {words}", "meeting_venue": words}
                assert "support_after" in betrayed(family, person.ref, TODAY, said)


@given(families())
def test_what_nobody_may_release_stays(told: tuple[Household, set[str]]) -> None:
    family, consenting = told
    for found in every_way(family, consenting, 16, "letter").values():
        for each in found.addressees:
            never = [stop for stop in (*found.stops, *each.stops) if stop.lifted == NEVER]
            assert found.held(each.person.ref, released=True) == never
