"""Homes, households and claims to a letter at their edges: the short line, the named house, the day itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehcli.addressing.addressing import (
    FLAGGED,
    NEVER,
    RELEASABLE,
    Addressing,
    Stop,
    addressing,
    against,
    against_a_child,
    against_an_adult,
    candidates,
    nobody,
    notes,
    reached_too,
    refusal,
    unreachable,
    with_a_claim,
)
from ehcli.addressing.household import Household, HouseholdMember, Restriction, gone, grown
from ehcli.addressing.leaks import betrayed, leak

from .test_addressing import HOME, KIT, NAN, RON, SAM, TODAY, WREN, apart, asked, home, reasons, to

DAY = timedelta(days=1)


def told(field: object, ron: HouseholdMember = RON, sam: HouseholdMember = SAM, name: str = "venue") -> dict[str, str]:
    """What a field tells Sam of where Ron lives, between whom a restriction stands."""
    return betrayed(home(WREN, sam, ron, restrictions=apart(sam, ron)), sam.ref, TODAY, {name: field})


def living(address: str, postcode: str = "", **more: object) -> HouseholdMember:
    return RON._replace(address=address, postcode=postcode, phone="", **more)  # type: ignore[arg-type]


# What gives a home away


@pytest.mark.parametrize(
    ("street", "found"),
    [
        ("1 Row", True),  # a short street line is a trace all the same: five signs with its space
        ("2 Ln", True),  # four
        ("3A", False),
        ("3 A", False),  # three would be found in any text
    ],
)
def test_a_street_line_of_four_signs_gives_a_home_away_and_one_of_three_does_not(street: str, found: bool) -> None:
    assert bool(told(f"We meet at {street} on Friday", living(f"{street}\nTipton"))) is found


def test_the_name_of_a_house_without_a_number_gives_it_away() -> None:
    assert told("We meet at Rose Cottage", living("Rose Cottage\nMill Lane\nTipton"))


def test_a_later_line_gives_a_home_away_where_it_has_a_number() -> None:
    assert told("We meet at 4 Mill Lane", living("Rose Cottage\n4 Mill Lane\nTipton"))
    assert not told("We meet in Mill Lane, Tipton", living("Rose Cottage\nMill Lane\nTipton"))


def test_what_says_that_there_is_no_address_gives_nothing_away() -> None:
    assert not told("We have no fixed abode for the meeting yet", living("No fixed abode"))


def test_the_addressees_own_lines_postcode_and_telephone_are_no_secret() -> None:
    """Two households of one house: what both have tells neither of them anything."""
    ron = SAM._replace(ref="P-0004")
    for field in ("1 High Street", "DY4 9JB", "07700 900123", "sam@example.org"):
        assert not told(field, ron)
    nearby = ron._replace(address="1 High Street\nFlat 2\nTipton\nDY4 9JB")
    assert told("Flat 2, 1 High Street", nearby)
    assert not told("1 High Street", nearby)


@pytest.mark.parametrize("field", ["07700900456", "Ring 07700 900 456", "ron@example.org", "dy4 8aa"])
def test_a_postcode_a_telephone_or_an_email_gives_a_home_away(field: str) -> None:
    assert told(field, RON._replace(email="ron@example.org"))


def test_every_item_of_a_list_is_looked_through() -> None:
    assert told(["Hall", "4 Mill Lane"])
    assert told(("Hall", "4 Mill Lane"))
    assert not told(["4", "Hall", "Mill Lane"])


def test_what_is_the_offices_own_gives_nobody_away() -> None:
    assert not told("4 Mill Lane", name="team_address")
    assert told("4 Mill Lane", name="team")


def test_the_fields_after_the_offices_own_are_looked_through() -> None:
    family = home(WREN, SAM, RON, restrictions=apart(SAM, RON))
    fields = {"team_address": "4 Mill Lane", "venue": "4 Mill Lane"}
    assert betrayed(family, "P-0003", TODAY, fields) == {"venue": "P-0004"}


def test_the_first_of_several_whom_a_field_betrays_is_named_and_each_field_once() -> None:
    both = RON._replace(ref="P-0006")
    family = home(WREN, SAM, RON, both, restrictions=(*apart(SAM, RON), *apart(SAM, both)))
    found = betrayed(family, "P-0003", TODAY, {"venue": "4 Mill Lane", "notes": "DY4 8AA"})
    assert found == {"venue": "P-0004", "notes": "P-0004"}
    stop = leak(found, "P-0003")
    assert "(notes, venue)" in stop.reason and "where to find P-0004, from whom" in stop.reason
    assert stop.lifted == NEVER


def test_somebody_a_restriction_names_who_is_not_of_the_family_has_nothing_to_give_away() -> None:
    outside = (Restriction("P-0003", "P-0009", date(2026, 11, 1)),)
    assert betrayed(home(WREN, SAM, restrictions=outside), "P-0003", TODAY, {"venue": "4 Mill Lane"}) == {}


def test_whoever_is_not_of_the_family_has_no_lines_of_their_own() -> None:
    outside = (Restriction("P-0009", "P-0004", date(2026, 11, 1)),)
    found = betrayed(home(WREN, RON, restrictions=outside), "P-0009", TODAY, {"venue": "4 Mill Lane"})
    assert found == {"venue": "P-0004"}


# The household on its days


def test_who_leaves_today_is_in_the_household_today_and_gone_tomorrow() -> None:
    leaving = SAM._replace(left=TODAY)
    assert not gone(leaving, TODAY)
    assert gone(leaving, TODAY + DAY)
    assert to(asked(home(WREN, leaving))) == ["P-0003"]
    assert to(asked(home(WREN, SAM._replace(left=TODAY - DAY)))) == []


def test_a_restriction_stands_on_its_first_day_and_on_its_last() -> None:
    stands = Restriction("P-0003", "P-0004", TODAY, TODAY + DAY)
    assert [stands.stands(TODAY + DAY * n) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert Restriction("P-0003", "P-0004", TODAY).stands(date(2036, 1, 1))


def test_a_restriction_keeps_each_from_the_other() -> None:
    family = home(WREN, SAM, RON, restrictions=apart(SAM, RON))
    assert family.kept_from("P-0003", TODAY) == {"P-0004"}
    assert family.kept_from("P-0004", TODAY) == {"P-0003"}
    assert family.kept_from("P-0001", TODAY) == set()


def test_somebody_is_old_enough_on_the_birthday_and_not_where_nobody_knows_the_day() -> None:
    sixteen = KIT._replace(born=date(2010, 11, 20))
    assert grown(sixteen, TODAY, 16)
    assert not grown(sixteen, TODAY - DAY, 16)
    assert not grown(KIT._replace(born=None), TODAY, 0)


def test_responsibility_that_nobody_recorded_is_not_known() -> None:
    family = home(WREN, SAM, responsibility={("P-0003", "P-0002"): "yes"}, children=("P-0001", "P-0002"))
    assert family.responsible("P-0003") == {"P-0001": "unknown", "P-0002": "yes"}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ((HOME, "DY4 9JB"), (HOME, "DY4 9JB"), True),
        (("1 High Street", ""), (HOME, "DY4 9JB"), True),  # as far as it was written down
        ((HOME, "DY4 9JB"), ("1 High Street", ""), True),
        (("1 High St\nTipton", "DY4 9JB"), ("1 high street", "dy49jb"), True),  # one postcode and one number
        (("1 High St\nTipton", "DY4 9JB"), ("2 High Street", "DY4 9JB"), False),
        (("1 High St\nTipton", "DY4 9JB"), ("1 Mill Lane", "DY4 8AA"), False),
        (("1 High St", ""), ("1 Mill Lane", ""), False),  # no postcode is not the same postcode
        (("", ""), (HOME, "DY4 9JB"), False),
        ((HOME, "DY4 9JB"), ("", ""), False),
        (("", ""), ("", ""), False),
        (("No fixed abode", ""), ("No fixed abode", ""), False),
    ],
)
def test_who_lives_together(one: tuple[str, str], other: tuple[str, str], together: bool) -> None:
    assert living(*one).lives_with(living(*other)) is together
    assert living(*other).lives_with(living(*one)) is together


# Who has a claim to a letter


def test_a_parent_without_responsibility_has_no_claim_even_as_the_only_one() -> None:
    none = {("P-0003", "P-0001"): "no"}
    assert to(asked(home(WREN, SAM, responsibility=none))) == []
    assert to(asked(home(WREN, SAM, RON, responsibility=none))) == ["P-0004"]


def test_responsibility_for_one_of_two_children_is_a_claim_and_none_for_one_is_not() -> None:
    children = ("P-0001", "P-0002")
    some = {("P-0003", "P-0001"): "yes"}
    assert to(asked(home(WREN, KIT, SAM, RON, children=children, responsibility=some))) == ["P-0003"]
    mixed = {("P-0003", "P-0001"): "yes", ("P-0003", "P-0002"): "no"}
    assert to(asked(home(WREN, KIT, SAM, RON, children=children, responsibility=mixed))) == ["P-0004"]


def test_a_carer_with_responsibility_comes_before_a_parent_of_whom_nothing_is_known() -> None:
    assert to(asked(home(WREN, SAM, NAN, responsibility={("P-0005", "P-0001"): "yes"}))) == ["P-0005"]
    assert to(asked(home(WREN, SAM, NAN))) == ["P-0003"]


def test_neither_a_sibling_nor_a_child_of_the_episode_gets_a_parents_letter() -> None:
    assert to(asked(home(WREN, SAM._replace(role="sibling")))) == []
    mother_of_sixteen = KIT._replace(role="parent")  # a child of the episode, and recorded as a parent
    assert to(asked(home(WREN, mother_of_sixteen, children=("P-0001", "P-0002")))) == []


def test_a_young_person_who_died_or_left_has_no_letter_of_their_own() -> None:
    for changes in ({"died": TODAY - DAY}, {"left": TODAY - DAY}):
        family = home(KIT._replace(**changes), SAM, children=("P-0002",))  # type: ignore[arg-type]
        assert to(asked(family, "young-person", own_from=16)) == []
    today = home(KIT._replace(left=TODAY), children=("P-0002",))
    assert to(asked(today, "young-person", own_from=16)) == ["P-0002"]


def test_only_a_child_of_the_episode_gets_a_young_persons_letter() -> None:
    family = home(WREN, KIT, children=("P-0001",))
    assert to(asked(family, "young-person", own_from=16)) == []
    found = asked(family, "young-person", own_from=16)
    assert [stop.reason for stop in found.stops] == ["No child of the episode gave consent or is 16 or older."]


def test_letters_go_in_the_order_of_the_references_whatever_their_length() -> None:
    late = SAM._replace(ref="P-10000")
    assert to(asked(home(WREN, late, SAM._replace(ref="P-9999")))) == ["P-9999", "P-10000"]


# What stands against a letter


@pytest.mark.parametrize(
    ("since", "known"),
    [(None, False), (TODAY - DAY * 9, False), (TODAY - DAY * 8, False), (TODAY - DAY * 7, True)],
)
def test_an_address_of_somebody_who_left_is_known_where_it_holds_from_a_later_day(
    since: date | None, known: bool
) -> None:
    left = SAM._replace(left=TODAY - DAY * 8, since=since)
    found = [reason for reason, _ in reasons(asked(home(WREN, left), named="P-0003"))]
    assert found == (
        [] if known else ["No address of P-0003 is known since P-0003 left the household after Thu 12 Nov 2026."]
    )


def test_somebody_leaving_today_is_written_to_at_home() -> None:
    assert reasons(asked(home(WREN, SAM._replace(left=TODAY)), named="P-0003")) == []


def test_a_restriction_against_one_who_died_does_not_make_a_shared_home_of_it() -> None:
    ron = RON._replace(address=SAM.address, postcode=SAM.postcode)
    family = home(WREN, SAM, ron, restrictions=apart(SAM, ron))
    assert "reaches the other" in reasons(asked(family, named="P-0003"))[0][0]
    dead = ron._replace(died=TODAY - DAY)
    assert reasons(asked(home(WREN, SAM, dead, restrictions=apart(SAM, dead)), named="P-0003")) == []


@pytest.mark.parametrize(
    ("method", "changes", "reaches"),
    [
        ("letter", {"address": HOME, "postcode": "DY4 9JB"}, True),
        ("text", {"address": HOME, "postcode": "DY4 9JB"}, False),
        ("email", {"address": HOME, "postcode": "DY4 9JB"}, False),
        ("in-person", {"address": HOME, "postcode": "DY4 9JB"}, False),
        ("email", {"email": "SAM@example.org"}, True),
        ("secure-email", {"email": "sam@example.org"}, True),
        ("email", {"email": "ron@example.org"}, False),
        ("text", {"phone": "07700900123"}, True),
        ("phone", {"phone": "07700 900124"}, False),
        ("letter", {"email": "sam@example.org", "phone": "07700 900123"}, False),
    ],
)
def test_only_what_both_have_of_that_way_of_writing_reaches_both(
    method: str, changes: dict[str, str], reaches: bool
) -> None:
    ron = RON._replace(**changes)  # type: ignore[arg-type]
    found = reasons(asked(home(WREN, SAM, ron, restrictions=apart(SAM, ron)), named="P-0003", method=method))
    assert any("reaches the other" in reason for reason, _ in found) is reaches


@pytest.mark.parametrize("method", ["email", "phone"])
def test_nothing_recorded_of_either_is_nothing_shared(method: str) -> None:
    bare, ron = SAM._replace(phone="", email=""), RON._replace(phone="", email="")
    found = reasons(asked(home(WREN, bare, ron, restrictions=apart(SAM, ron)), named="P-0003", method=method))
    assert not any("reaches the other" in reason for reason, _ in found)


def test_a_parents_consent_beside_the_young_persons_is_enough() -> None:
    family = home(KIT, SAM, children=("P-0002",))
    assert reasons(asked(family, named="P-0003", consenting={"P-0002", "P-0003"})) == []
    only = reasons(asked(family, named="P-0003", consenting={"P-0002"}))
    assert [lifted for _, lifted in only] == [RELEASABLE]


def test_a_consent_of_somebody_outside_the_family_is_neither_a_parents_nor_a_childs() -> None:
    family = home(KIT, SAM, children=("P-0002",))
    assert reasons(asked(family, named="P-0003", consenting={"P-0009"})) == []
    assert len(reasons(asked(family, named="P-0003", consenting={"P-0002", "P-0009"}))) == 1


@pytest.mark.parametrize("role", ["child", "sibling"])
def test_one_recorded_as_a_child_or_sibling_may_be_released_for_a_parents_letter(role: str) -> None:
    found = reasons(asked(home(WREN, SAM._replace(role=role)), named="P-0003"))
    assert found == [(f"P-0003 is recorded as a {role}, and this letter is for a parent or carer.", RELEASABLE)]


def test_a_child_who_died_stops_every_letter_and_one_who_left_only_where_nobody_is_named() -> None:
    died = home(WREN._replace(died=TODAY, left=TODAY - DAY), SAM)
    assert [stop.lifted for stop in asked(died).stops] == [RELEASABLE]
    assert [stop.lifted for stop in asked(died, named="P-0003").stops] == [RELEASABLE]
    left = home(WREN._replace(left=TODAY - DAY), SAM)
    assert [stop.lifted for stop in asked(left).stops] == [NEVER]
    assert asked(left, named="P-0003").stops == ()
    assert asked(home(WREN._replace(left=TODAY), SAM)).stops == ()


def test_a_child_of_the_letter_whom_nobody_knows_stops_nothing() -> None:
    assert asked(home(SAM, children=("P-0009",))).stops == ()


def test_a_restriction_stops_a_letter_to_the_child_it_is_about_and_no_other_childs() -> None:
    family = home(WREN, KIT, SAM, RON, children=("P-0001",), restrictions=apart(RON, KIT))
    assert reasons(asked(family, named="P-0004")) == []
    family = home(WREN, KIT, SAM, RON, children=("P-0001",), restrictions=apart(RON, WREN))
    assert [reason for reason, _ in reasons(asked(family, named="P-0004"))] == [
        "A restriction stands between P-0004 and P-0001, whom the letter is about."
    ]


def test_whose_consent_is_in_force_is_said_of_whoever_did_not_give_it() -> None:
    family = home(WREN, SAM, RON, responsibility={("P-0003", "P-0001"): "yes", ("P-0004", "P-0001"): "yes"})
    assert asked(family).addressees[0].notes == ()
    assert asked(family, consenting={"P-0003"}, named="P-0003").addressees[0].notes == ()
    (said,) = asked(family, consenting={"P-0004", "P-0003"}, named="P-0003").addressees
    assert said.notes == ()
    (said,) = asked(family, consenting={"P-0004"}, named="P-0003").addressees
    assert said.notes == ("No consent of P-0003 is in force; P-0004 gave it.",)


def test_responsibility_is_no_question_of_a_child_of_the_episode() -> None:
    (found,) = asked(home(KIT, children=("P-0002",)), "young-person", own_from=16).addressees
    assert found.notes == ()


def test_a_release_lifts_what_may_be_released_and_nothing_else() -> None:
    family = home(WREN, SAM._replace(safe=False), responsibility={("P-0003", "P-0001"): "no"})
    found = asked(family, named="P-0003")
    assert [stop.lifted for stop in found.held("P-0003", released=False)] == [NEVER, RELEASABLE]
    assert [stop.lifted for stop in found.held("P-0003", released=True)] == [NEVER]
    assert found.held("P-0004", released=False) == []


def test_somebody_named_who_is_not_of_the_family_is_nobody_to_write_to() -> None:
    found = asked(home(WREN, SAM), named="P-0009")
    assert (to(found), [stop.reason for stop in found.stops]) == ([], ["There is no parent or carer to write to."])


def test_a_family_of_nobody_is_of_no_episode() -> None:
    assert Household(()).known("P-0001") is None
    assert Household(()).responsible("P-0001") == {}


# Every word means itself, and none that comes before or after it in the alphabet


@pytest.mark.parametrize("lifted", [NEVER, "by the manager", "somebody"])
def test_only_what_says_that_it_may_be_released_is_lifted_and_named_as_such(lifted: str) -> None:
    (person,) = asked(home(WREN, SAM)).addressees
    found = Addressing((person._replace(stops=(Stop("No.", "Wait.", lifted),)),))
    assert [stop.reason for stop in found.held("P-0003", released=True)] == ["No."]
    assert refusal(found.held("P-0003", released=False)).hint == "Wait."


def test_what_may_be_released_names_the_way_and_a_flag_alone_names_only_its_own() -> None:
    way = "What a manager may release: --released-by LOGIN --reason TEXT"
    assert refusal([Stop("No.", "Wait.", RELEASABLE)]).hint == f"Wait.\n{way}"
    assert refusal([Stop("No.", "Wait."), Stop("Nor.", "Wait.", RELEASABLE)]).hint == f"Wait.\n{way}"
    assert refusal([FLAGGED]).hint == FLAGGED.todo
    assert refusal([FLAGGED, Stop("No.", "Wait.")]).hint == f"{FLAGGED.todo}\nWait."


@pytest.mark.parametrize("audience", ["agency", "parent", "zebra"])
def test_only_a_young_persons_letter_is_for_the_children(audience: str) -> None:
    family = home(KIT, SAM, children=("P-0002",))
    assert [each.ref for each in candidates(family, audience, TODAY, (), 16)] == ["P-0003"]
    assert nobody(family, audience, 16).reason == "There is no parent or carer to write to."
    about = [stop.reason for stop in against(family, SAM, audience, TODAY, (), 16, True, "letter")]
    assert about == []


@pytest.mark.parametrize("audience", ["agency", "young-person", "zebra"])
def test_only_a_parents_letter_is_none_for_a_child(audience: str) -> None:
    assert list(against_a_child(KIT, audience, TODAY, (), 16)) == []
    assert len(list(against_a_child(KIT, "parent", TODAY, (), 16))) == 1


@pytest.mark.parametrize("role", ["other", "sibling"])
def test_only_a_parent_comes_before_the_rest(role: str) -> None:
    other = NAN._replace(role=role)
    assert with_a_claim(home(WREN, SAM, other), [other, SAM]) == [SAM]
    assert with_a_claim(home(WREN, other), [other]) == [other]


def test_only_no_is_none_and_only_unknown_is_not_known() -> None:
    said = {("P-0003", "P-0001"): "no", ("P-0003", "P-0002"): "yes", ("P-0003", "P-0006"): "maybe"}
    family = home(WREN, SAM, children=("P-0001", "P-0002", "P-0006"), responsibility=said)
    (stop,) = against_an_adult(family, SAM, ())
    assert stop.reason == "P-0003 has no parental responsibility for P-0001."
    assert "eh family relation P-0003 P-0001 --responsibility yes" in stop.todo
    assert list(notes(family, SAM, ())) == []
    told = family._replace(responsibility={**said, ("P-0003", "P-0002"): "unknown"})
    (note,) = notes(told, SAM, ())
    assert "parental responsibility for P-0002 is not recorded" in note


def test_two_children_without_a_word_of_responsibility_are_both_named() -> None:
    family = home(WREN, SAM, children=("P-0001", "P-0002"), responsibility={("P-0003", "P-0002"): "no"})
    (stop,) = against_an_adult(family, SAM, ())
    assert "for P-0002." in stop.reason and "P-0003 P-0002 --responsibility" in stop.todo


@pytest.mark.parametrize("phone", ["07700 900122", "07700 900124"])
@pytest.mark.parametrize("email", ["ron@example.org", "zed@example.org"])
def test_only_one_and_the_same_telephone_or_email_reaches_both(phone: str, email: str) -> None:
    ron = RON._replace(phone=phone, email=email)
    assert not reached_too(SAM, ron, "text") and not reached_too(SAM, ron, "email")
    assert reached_too(SAM, ron._replace(phone=SAM.phone), "text")
    assert reached_too(SAM, ron._replace(email=SAM.email), "email")


@pytest.mark.parametrize("method", ["in-person", "visit"])
def test_only_a_letter_reaches_whoever_lives_there(method: str) -> None:
    assert reached_too(SAM, NAN, "letter")
    assert not reached_too(SAM, NAN, method)
    nowhere = SAM._replace(address="", postcode="", phone="", email="", confirmed=False)
    assert list(unreachable(nowhere, TODAY, method)) == []
    assert len(list(unreachable(nowhere, TODAY, "letter"))) == 1


def test_who_is_to_leave_later_is_there_still() -> None:
    later = SAM._replace(left=TODAY + DAY)
    assert not gone(later, TODAY)
    assert to(asked(home(WREN, later))) == ["P-0003"]


def test_a_young_person_with_consent_or_old_enough_has_nothing_against_a_letter() -> None:
    for consenting, born in (
        (("P-0002",), date(2015, 1, 1)),
        ((), date(2010, 11, 20)),
        (("P-0002",), date(2010, 1, 1)),
    ):
        assert list(against_a_child(KIT._replace(born=born), "young-person", TODAY, consenting, 16)) == []
    assert list(against_a_child(KIT._replace(born=None), "young-person", TODAY, (), 16)) != []


def test_without_an_age_in_the_procedure_letters_of_their_own_begin_at_sixteen() -> None:
    for born, found in ((date(2010, 11, 20), ["P-0002"]), (date(2010, 11, 21), [])):
        assert to(asked(home(KIT._replace(born=born), children=("P-0002",)), "young-person")) == found


@pytest.mark.parametrize(
    ("method", "option"),
    [
        ("letter", "--address TEXT"),
        ("email", "--email ADDRESS"),
        ("text", "--phone NUMBER"),
        ("phone", "--phone NUMBER"),
    ],
)
def test_what_reaches_both_is_mended_by_the_option_of_that_way(method: str, option: str) -> None:
    ron = SAM._replace(ref="P-0004")
    found = asked(home(WREN, SAM, ron, restrictions=apart(SAM, ron)), named="P-0003", method=method)
    (stop,) = found.held("P-0003", released=False)
    assert stop.todo.endswith(f"eh person change P-0003 {option}, or eh person change P-0004 {option}")


def test_of_several_children_the_first_stands_in_the_command_and_all_are_named() -> None:
    children = ("P-0001", "P-0002")
    none = {("P-0003", child): "no" for child in children}
    (stop,) = against_an_adult(home(WREN, KIT, SAM, children=children, responsibility=none), SAM, ())
    assert "responsibility for P-0001, P-0002." in stop.reason and "relation P-0003 P-0001 -" in stop.todo
    (note,) = notes(home(WREN, KIT, SAM, children=children), SAM, ())
    assert "for P-0001, P-0002 is not recorded" in note and "relation P-0003 P-0001 -" in note


def test_a_restriction_recorded_from_both_sides_is_one() -> None:
    family = home(WREN, SAM, RON, restrictions=(*apart(SAM, RON), *apart(RON, SAM)))
    assert family.kept_from("P-0003", TODAY) == {"P-0004"}


def test_a_flat_of_the_house_is_another_home() -> None:
    house, flat = living("1 High St\nTipton", "DY4 9JB"), living("Flat 2\n1 High Street", "DY4 9JB")
    assert not house.lives_with(flat) and not flat.lives_with(house)


def test_the_consent_of_one_of_two_young_people_is_no_parents() -> None:
    family = home(WREN, KIT, SAM, children=("P-0001", "P-0002"))
    assert len(list(against_an_adult(family, SAM, {"P-0002"}))) == 1
    assert list(against_an_adult(family, SAM, {"P-0002", "P-0003"})) == []
    assert list(against_an_adult(family, SAM, ())) == []


def test_a_town_gives_nobody_away_and_neither_does_what_is_the_addressees_own() -> None:
    away = living("4 Mill Lane\nDudley\nDY1 1AA", "DY1 1AA")
    assert not told("We meet in Dudley", away)
    assert not told(SAM.email) and not told(SAM.phone) and not told("1 High Street, Tipton DY4 9JB")


def test_who_is_older_than_the_age_is_old_enough_and_who_is_younger_is_not() -> None:
    assert grown(KIT._replace(born=date(2008, 1, 1)), TODAY, 16)
    assert not grown(KIT._replace(born=date(2012, 1, 1)), TODAY, 16)
    assert grown(SAM._replace(born=date(1700, 1, 1)), date(2001, 1, 1), int("300"))


def test_the_words_of_a_record_mean_themselves_whatever_object_holds_them() -> None:
    def fresh(word: str) -> str:
        return "".join(list(word))

    sam = SAM._replace(role=fresh("parent"))
    assert with_a_claim(home(WREN, sam, NAN), [NAN, sam]) == [sam]
    assert len(list(against_a_child(KIT, fresh("parent"), TODAY, (), 16))) == 1
    assert reached_too(SAM, NAN, fresh("letter"))
    stop = Stop("No.", "Wait.", fresh(RELEASABLE))
    assert refusal([stop]).hint.endswith("--reason TEXT")
    (person,) = asked(home(WREN, SAM)).addressees
    assert Addressing((person._replace(stops=(stop,)),)).held("P-0003", released=True) == []


def test_what_stops_a_letter_is_asked_by_name_so_that_nothing_is_mixed_up() -> None:
    with pytest.raises(TypeError):
        addressing(home(WREN, SAM), "parent", TODAY)  # type: ignore[misc]
