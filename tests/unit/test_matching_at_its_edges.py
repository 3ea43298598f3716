"""Where a spelling, a postcode or an address begins and ends to be one: each limit from both its sides."""

from __future__ import annotations

import sys

import pytest

from ehcli.matching import homes, postcodes
from ehcli.matching.names import alike
from ehcli.matching.spelling import same, says

# Spelling


def test_two_texts_are_not_the_same_whichever_comes_first_in_the_alphabet() -> None:
    assert not same("Ash", "Birch") and not same("Birch", "Ash")


def test_a_number_is_held_where_it_begins_one_sign_into_what_looks_like_it() -> None:
    assert says("Flat 1 11", "11")
    assert not says("Flat 111", "11")


# Postcodes: those of area XY, which there is not, are never put right.


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("XY4 9J", True),  # five signs
        ("XY49", False),
        ("XY48 9JBX", True),  # eight
        ("XY48 9JB X", True),
        ("XY48 9JBX X", False),
        ("XY49JB", True),  # one group of any length
        ("XY489JBX", True),
        ("XY 4 9JB", True),  # three groups
        ("XY 4 9 JB", False),
        ("XY4 9JBXX", False),  # a group of five signs beside another
        ("4XY 9JB", False),
        ("", False),
    ],
)
def test_short_groups_with_a_letter_first_are_meant_for_a_postcode(typed: str, meant: bool) -> None:
    assert postcodes.likely(typed) == []
    assert postcodes.looks_like_one(typed) is meant


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("B1 OAA", ["B1 0AA"]),  # five signs, the fewest
        ("SW1A 11AA", ["SW1A 1AA"]),  # eight, the most
        ("PL1144ZH", ["PL11 4ZH", "PL14 4ZH"]),  # either figure may be the one that was typed twice
        ("OL1 244", ["OL1 2AA"]),  # two signs changed
        ("0L1 244", []),  # and three, a figure for a letter each time
        ("011 244", []),
        ("BIOAA", []),  # no figure at all
        ("Booth", []),
    ],
)
def test_the_likely_postcodes_are_those_with_few_signs_changed(typed: str, right: list[str]) -> None:
    assert postcodes.likely(typed) == right


def test_one_of_two_signs_is_left_out_only_where_they_are_the_same() -> None:
    assert list(postcodes.without_a_twin("AABC")) == ["ABC"]
    assert list(postcodes.without_a_twin("ABBC")) == ["ABC"]
    assert list(postcodes.without_a_twin("ABCC")) == ["ABC"]
    assert list(postcodes.without_a_twin("ABCD")) == []


def test_every_two_signs_side_by_side_are_turned_round_and_the_last_as_well() -> None:
    assert list(postcodes.turned_round("ABCD")) == ["BACD", "ACBD", "ABDC"]


def test_a_lettered_district_is_of_the_area_before_its_figure() -> None:
    assert postcodes.is_real("N1C 4AG")
    assert postcodes.area("W1A 0AX") == "W"
    assert not postcodes.is_real("N2C 4AG")


# Homes


@pytest.mark.parametrize(
    ("line", "before", "postcode"),
    [
        ("B 70 9 AB", "", "B70 9AB"),  # four groups
        ("B 7 0 9 AB", "B 7 0 9 AB", ""),  # five are none
        ("B B1 1AA", "B", "B1 1AA"),  # the shortest that could be one
        ("D Y4 9JB", "", "DY4 9JB"),  # there is no area Y
        ("Z X4 9JB", "Z", "X4 9JB"),  # neither could be: the shortest
    ],
)
def test_a_line_ends_in_the_shortest_postcode_that_could_be_one(line: str, before: str, postcode: str) -> None:
    assert homes.ending(line) == (before, postcode)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("DY4OJB", "DY4OJB"),
        ("Tipton DY4OJB", "DY4OJB"),
        ("Tipton DY4 OJB", "DY4 OJB"),
        ("DY 4 OJB", "DY 4 OJB"),  # three groups
        ("DY 4 O JB", "DY 4 O JB"),  # four
        ("D Y 4 O JB", ""),  # five
        ("Z X4 9JB", "X4 9JB"),  # nothing is likely: the shortest
        ("Tipton", ""),
    ],
)
def test_the_end_of_a_line_is_meant_for_a_postcode_with_as_few_groups_as_may_be(line: str, meant: str) -> None:
    assert homes.meant_for_one(line) == meant


def test_a_postcode_that_cannot_be_read_is_told_in_an_address_of_one_line() -> None:
    assert homes.home("12 Fennel Row Tipton DY4OJB").doubt == "no postcode that can be read: DY4OJB - DY4 0JB?"
    assert homes.home("DY4OJB").doubt == "no postcode that can be read: DY4OJB - DY4 0JB?"


def test_a_postcode_is_found_in_the_last_line_but_one_and_in_the_first() -> None:
    assert homes.home("12 Fennel Row; Tipton; DY4 9JB; United Kingdom").postcode == "DY4 9JB"
    assert homes.home("DY4 9JB; 12 Fennel Row").postcode == "DY4 9JB"


def test_the_number_of_a_house_stands_before_its_street_wherever_it_comes() -> None:
    assert homes.home("Flat 2, 12, Fennel Row, Tipton").lines == ("Flat 2", "12 Fennel Row", "Tipton")
    assert homes.home("The Annexe, Hill House, 12, Fennel Row").lines == ("The Annexe", "Hill House", "12 Fennel Row")


def test_a_post_office_of_the_forces_is_looked_for_in_the_last_line() -> None:
    assert homes.home("Sgt Bell; BFPO 16").doubt == ""
    assert homes.home("BFPO 16; Tipton").doubt == "no postcode that can be read"


# Names


def test_names_that_are_one_or_have_too_little_in_common_are_told_without_the_library(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)  # to load it is an error from here
    assert alike("Wren Larkin", "larkin wren")
    assert not alike("abcdefghijklmnopqrst", "abcdefghijklmnopqruvw")  # 18 signs in common of 20 and 21: 87.8 of 100
    with pytest.raises(ImportError):
        alike(f"{'a' * 22}bcd", f"{'a' * 22}xyz")  # 22 of 25: 88
