"""How two addresses are compared, rule by rule and at its edges; and telephones and e-mail addresses."""

from __future__ import annotations

import pytest

from ehcli.matching.address_parts import parts, without_code
from ehcli.matching.nearness import is_near
from ehcli.matching.number_words import in_both, in_figures
from ehcli.matching.reach import emails, one_email, one_telephone, telephones
from ehcli.matching.same_home import compared, within
from ehcli.matching.scripts import latin, spelt
from ehcli.matching.streets import alike, nearly, words


def verdict(one: str, other: str) -> str:
    """What is said of two addresses, typed with semicolons; it is the same whichever comes first."""
    first, second = (each.replace("; ", "\n") for each in (one, other))
    found = compared(first, second)
    assert found.result == compared(second, first).result
    assert found.because and not any(sign.isdigit() for sign in found.because)
    return found.result


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        # Written alike, word by word: a space moves a number.
        ("1 High Street; Tipton", "1 HIGH street, tipton", "same"),
        ("Flat 1; 2 High Street", "Flat 12; High Street", "different"),
        ("1 2 High Street", "12 High Street", "different"),
        # The number.
        ("12 High Street", "12 High St", "same"),
        ("12 High Street", "13 High St", "different"),
        ("12 High Street", "High St", "likely"),
        ("12 High Street", "12A High St", "different"),
        ("12A High Street", "12a High St", "same"),
        ("012 High Street", "12 High St", "same"),
        ("1O High Street", "10 High St", "same"),
        ("12-14 High Street", "12-14 High St", "same"),
        ("12-14 High Street", "14 High St", "likely"),
        ("12-16 High Street", "14 High St", "likely"),
        ("12-14 High Street", "13 High St", "different"),
        ("12-15 High Street", "13 High St", "likely"),
        ("12-14 High Street", "16 High St", "different"),
        ("12-14 High Street", "10 High St", "different"),
        # The flat.
        ("Flat 2; 12 High Street", "Flat 2, 12 High St", "same"),
        ("Flat 2; 12 High Street", "Flat 3, 12 High St", "different"),
        ("Flat 2; 12 High Street", "12 High St", "likely"),
        ("Flat 2; 12 High Street", "2/12 High St", "likely"),
        ("Flat 2; 12 High Street", "12/2 High St", "same"),
        ("Flat B; 12 High Street", "12/b High St", "same"),
        ("Ground floor flat; 12 High Street", "GFF, 12 High St", "same"),
        ("Ground floor flat; 12 High Street", "First floor flat, 12 High St", "different"),
        ("Ground floor flat; 12 High Street", "Flat 1, 12 High St", "likely"),
        ("Lower ground floor flat; 12 High Street", "Basement, 12 High St", "same"),
        ("Room 2; 12 High Street", "Room 3, 12 High St", "likely"),
        ("Flat 2; Tower Court", "2 Tower Ct", "same"),
        ("Flat 2; Tower Court; Mill Lane", "2 Mill Lane", "different"),
        ("Flat 2; Tower Court; Mill Lane", "2 Tower Court; High Street", "likely"),
        ("Flat 2; Tower Court; 12 Mill Lane", "Flat 2; 12 Mill Ln", "same"),
        # The street.
        ("12 High Street", "12 High Road", "different"),
        ("12 Fennel", "12 Fennel Road", "likely"),
        ("12 Fenel Road", "12 Fennel Road", "likely"),
        ("12 Kennel Road", "12 Fennel Road", "different"),
        ("12 Fenel Road", "Fennel Road", "different"),
        ("Mill Lane", "Mill Ln", "likely"),
        # The name of a house.
        ("Rose Cottage; Mill Lane", "Rose Cott, Mill Ln", "same"),
        ("Rose Cottage; Mill Lane", "Ivy Cottage; Mill Lane", "different"),
        ("Rose Cottage; Mill Lane", "4 Mill Lane", "different"),
        ("Rose Cottage; Mill Lane; DY4 8AA", "4 Mill Lane; DY4 8AA", "likely"),
        ("Rose Cottage; Mill Lane; Tipton", "Rose Cottage; High Street; Tipton", "different"),
        ("The Gables; Mill Lane", "Gables, Mill Ln", "same"),
        # The postcode.
        ("12 High Street; DY4 9JB", "12 High St; DY4 9JB", "same"),
        ("12 High Street; DY4 9JB", "12 High St; DY4 9JP", "likely"),
        ("12 High Street; DY4 9JB", "12 High St; DY4 8AA", "likely"),
        ("12 High Street; DY4 9JB", "12 High St; WS1 1AA", "different"),
        ("12 High Street; DY4 9JB", "High St; DY4 9JP", "different"),
        ("12 High Street; DY4 9JB", "12 Mill Lane; DY4 9JB", "likely"),
        ("12 High Street; DY4 9JB", "14 Mill Lane; DY4 9JB", "different"),
        ("12 High Street; DY4 9JB", "12; DY4 9JB", "same"),
        ("12 High Street; DY4 9JB", "14; DY4 9JB", "different"),
        ("12 High Street; DY4 9JB", "DY4 9JB", "likely"),
        ("12 High Street; DY4 9JB", "12 High St; DY4", "same"),
        ("12 High Street; DY4 9JB", "12 High St; WS1", "different"),
        ("12 High Street; DY4 OJB", "12 High St; DY4 0JB", "same"),
        # The town.
        ("12 High Street; Tipton", "12 High St", "same"),
        ("12 High Street; Tipton", "12 High St; Dudley Port; Tipton", "same"),
        ("12 High Street; Tipton", "12 High St; Walsall", "different"),
        ("12 High Street; Tipton", "12 High St; Princes End", "likely"),
        ("12 High Street; Tipton", "High St; Princes End", "different"),
        ("12 High Street; Tipton", "12 High St; Staffordshire", "same"),
        ("12 High Street; West Bromwich", "12 High St; W Brom", "same"),
        ("12 High Street; Tipton", "12 High St; Tiptn", "same"),
        ("Tipton", "12 High Street; Tipton", "different"),
    ],
)
def test_two_addresses_are_compared_part_by_part(one: str, other: str, result: str) -> None:
    assert verdict(one, other) == result


def test_nothing_is_no_home() -> None:
    assert compared("", "").result == compared("", "1 High Street").result == "different"
    assert compared("...", "...").result == "different"


def test_why_is_said_in_words() -> None:
    said = {
        ("1 High St", "1 High St"): "they are written alike",
        ("1 High St", "1 High Street"): "they have one street and number",
        ("1 Fenel Road", "1 Fennel Road"): "their streets are spelt nearly alike",
        ("High St", "1 High Street"): "one of them says no number",
        ("1-3 High St", "1 High Street"): "one number is in the other's range",
        ("Flat 1, 1 High St", "1 High Street"): "one of them says no flat",
        ("1 High St", "2 High Street"): "nothing of them is the same",
    }
    assert {pair: compared(*pair).because for pair in said} == said


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("twelve", "12"),
        ("twenty-one", "21"),
        ("twenty one", "21"),
        ("ninety", "90"),
        ("one hundred", "100"),
        ("a hundred and two", "102"),
        ("two hundred and thirty-four", "234"),
        ("hundred", "100"),
        ("nineteen", "19"),
        ("fourty two", "42"),
        ("tenant", "tenant"),
        ("none", "none"),
        ("first", "1st"),
        ("twelfth", "12th"),
        ("33 seven sisters", "33 seven sisters"),
        ("flat 3 seven sisters", "flat 3 7 sisters"),
        ("twenty nine elms", "29 elms"),
    ],
)
def test_numbers_in_words_are_read_in_figures(typed: str, number: str) -> None:
    assert in_figures(typed) == number


def test_a_number_word_that_both_have_is_a_name() -> None:
    assert in_both("seven stars road", "33 seven stars rd") == {"seven"}
    assert in_both("20 nine elms", "twenty nine elms") == {"nine"}
    assert in_figures("twenty nine elms", {"nine"}) == "20 nine elms"
    assert in_both("twelve fennel road", "12 fennel road") == set()
    assert in_both("two hundred", "three") == set()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("fennel", "fennel", True),
        ("fennel", "fenel", True),  # typed once instead of twice
        ("fenel", "fennel", True),
        ("mil", "mill", True),
        ("fennel", "fennle", True),
        ("fennel", "fennal", True),
        ("fennel", "fenneld", True),
        ("fennel", "kennel", False),
        ("mill", "mall", False),
        ("park", "pak", False),
        ("parks", "paks", True),
        ("fennel", "fennal1", False),
        ("fennel", "fe", False),
        ("mlil", "mill", False),
        ("abcde", "abced", True),
        ("abcde", "abxde", False),
        ("abcdef", "abxdef", True),
        ("abcdef", "abxyef", False),
        ("", "a", False),
    ],
)
def test_a_slip_of_the_hand_is_one_sign_and_never_the_first(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("st marys road", "saint marys rd", True),
        ("high st", "high street", True),
        ("st street", "saint st", True),
        ("church st north", "church street north", True),
        ("mary st", "mary saint", False),
        ("birch gr", "birch grove", True),
        ("birch gr", "birch green", True),
        ("birch grove", "birch green", False),
        ("milllane", "mill lane", True),
        ("mill lane", "mil lane", False),
        ("the gables", "gables", True),
        ("the", "the", True),
        ("r0ad", "road", True),
        ("m1ll lane", "mill ln", True),
    ],
)
def test_the_names_of_streets_are_compared_in_every_form(one: str, other: str, same: bool) -> None:
    assert alike(words(one.split()), words(other.split())) is same


def test_a_street_that_lacks_its_kind_is_near_and_another_kind_is_not() -> None:
    assert nearly(words(["fennel"]), words(["fennel", "road"]))
    assert not nearly(words(["fennel", "close"]), words(["fennel", "road"]))
    assert not nearly(words(["road"]), words(["fennel", "road"]))


@pytest.mark.parametrize(
    ("line", "rest", "codes"),
    [
        ("tipton dy4 9jb", "tipton", ["DY49JB"]),
        ("dy49jb", "", ["DY49JB"]),
        ("tipton dy4 ojb", "tipton", ["DY40JB"]),
        ("tipton dy4", "tipton", ["DY4"]),
        ("mill oak", "mill oak", []),
        ("flat b2", "flat", ["B2"]),
        ("12 mill lane", "12 mill lane", []),
    ],
)
def test_a_postcode_is_taken_off_the_end_of_a_line(line: str, rest: str, codes: list[str]) -> None:
    assert without_code(line) == (rest, codes)


def test_an_address_that_is_too_long_is_looked_at_as_far_as_homes_go() -> None:
    assert parts("12 High Street\n" + "x" * 2000).places[0].number == {"12"}
    assert not any(place.number == {"13"} for place in parts("x " * 500 + "\n13 Mill Lane").places)


@pytest.mark.parametrize(
    ("spread", "number", "found"),
    [
        *[("12-16", "12", True), ("12-16", "16", True), ("12-16", "18", False), ("12-16", "13", False)],
        *[("12-15", "13", True), ("16-12", "14", True), ("12a-12c", "12b", True), ("12-16", "14-18", True)],
        *[("12", "12", False), ("12-16", "a", False)],
    ],
)
def test_a_range_holds_the_numbers_of_its_side(spread: str, number: str, found: bool) -> None:
    assert within(spread, number) is found


def test_letters_of_other_scripts_are_what_they_look_like() -> None:
    assert latin("Мill Lаne") == "Mill Lane"
    assert spelt("ＭＩＬＬ Lane") == "mill lane"
    assert spelt("ΜΙLL") == "mill"
    assert latin("١٢") == "12"
    assert spelt("12–14") == "12-14"
    assert spelt("King’s") == "kings"


# Telephones and e-mail


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("07700 900456", {"7700900456"}),
        ("+44 7700 900456", {"7700900456"}),
        ("0044 (0)7700 900 456", {"7700900456"}),
        ("+44(0)7700.900.456", {"7700900456"}),
        ("0121 496 0123 / 0121 496 0456", {"1214960123", "1214960456"}),
        ("07700 900456 or 0121 496 0123", {"7700900456", "1214960123"}),
        ("496 0123", {"4960123"}),
        ("96 0123", set()),
        ("12 October 2026", set()),
        ("440 0123", {"4400123"}),
    ],
)
def test_a_telephone_is_read_in_any_writing(text: str, numbers: set[str]) -> None:
    assert telephones(text) == numbers


def test_two_fields_have_one_telephone_or_email_in_common_or_none() -> None:
    assert one_telephone("0121 496 0123 / 07700 900456", "+447700900456")
    assert not one_telephone("07700 900456", "07700 900457")
    assert not one_telephone("", "")
    assert one_telephone("999", "9 9 9"), "too short to be read, and written alike"
    assert one_email("mailto:Ann@Example.org", "ann@example.org.")
    assert not one_email("ann@example.org", "bob@example.org") and not one_email("", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to <Ann.Bell@example.org>.", {"annbell@exampleorg"}),
        ("mailto:ann@example.org", {"ann@exampleorg"}),
        ("ann+eh@example.org", {"ann@exampleorg"}),
        ("ann (at) example [dot] org", {"ann@exampleorg"}),
        ("ann at example dot co dot uk", {"ann@examplecouk"}),
        ("we met at school", set()),
        ("@", set()),
        ("ann@", set()),
        ("ann@example.org;bob@example.org", {"ann@exampleorg", "bob@exampleorg"}),
    ],
)
def test_an_email_is_read_in_any_writing(text: str, found: set[str]) -> None:
    assert emails(text) == found
