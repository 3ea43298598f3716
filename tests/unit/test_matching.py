"""Spellings that are one, postcodes, and addresses as people type them: each with its right value."""

from __future__ import annotations

import pytest

from ehcli.matching import homes, postcodes
from ehcli.matching.names import alike
from ehcli.matching.spelling import APOSTROPHES, folded, meant, same, says, squeezed, to_find

# Spelling


@pytest.mark.parametrize("sign", APOSTROPHES, ids=lambda sign: f"{ord(sign):04x}")
def test_an_apostrophe_of_any_kind_stands_for_nothing(sign: str) -> None:
    assert folded(f"Niamh O{sign}Dowd") == "niamh odowd"
    assert says(f"at 12 St. Mary{sign}s Row.", "12 St Mary's Row")
    assert says("at 12 St. Mary's Row.", f"12 St Mary{sign}s Row")


@pytest.mark.parametrize(
    ("typed", "as_compared"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Zoë  Smith–Jones", "zoe smith jones"),
        ("ǿre Ǽsir", "ore aesir"),
        ("St. Mary's Rd.", "st marys rd"),
        ("ＪＯ Ｂｅｌｌ", "jo bell"),
        ("Straße", "strasse"),
        ("İpek Çelik", "ipek celik"),
        ("Fen\u00adnel\u200b Row", "fennel row"),
        ("", ""),
        ("– . '", ""),
    ],
)
def test_a_text_is_compared_without_case_accents_and_punctuation(typed: str, as_compared: str) -> None:
    assert folded(typed) == as_compared
    assert squeezed(typed) == as_compared.replace(" ", "")


def test_a_line_is_held_however_its_words_are_run_together_or_apart() -> None:
    line = "12 Fennel Row"
    for text in (
        "Meet at 12 Fennel Row please",
        "12-Fennel-Row",
        "12 FENNEL ROW.",
        "12Fennel Row",
        "12.Fennel.Row",
        "1 2 F e n n e l  R o w",
        "(12 Fénnel Rów)",
        "12 Fen\u00adnel\u00a0Row",
        "12 Fen'nel Row",
    ):
        assert says(text, line), text
    for text in ("112 Fennel Row", "12 Fennel Rowan", "12a Fennel Row", "2 Fennel Row", "12 Fennel", "", "12"):
        assert not says(text, line), text
    assert not says("Primrose Cottage", "Rose Cottage")
    assert not says("anything", "")
    assert not says("anything", " . ")


def test_a_name_means_whoever_is_spelt_so_before_whoever_is_compared_so() -> None:
    names = {"P-0001": "Séan Bell", "P-0002": "Sean Bell", "P-0003": "Pat O'Hara", "P-0004": ""}
    assert meant("Sean Bell", names) == ["P-0002"]
    assert meant("sean bell", names) == ["P-0002"]
    assert meant("Seán Bell", names) == ["P-0001", "P-0002"]
    assert meant(" pat o’hara ", names) == ["P-0003"]
    assert meant("Pat Hara", names) == []
    assert meant("", names) == meant(" ' ", names) == []


def test_nothing_is_like_nothing() -> None:
    assert same("D.Y.4 9JB", "dy49jb") and same("O'Dowd", "O’dowd")
    assert not same("", "") and not same(".", "'")


def test_words_to_find_are_those_of_today_and_those_of_older_records_where_they_differ() -> None:
    assert to_find("Niamh O'Dowd") == [["niamh", "odowd"]]
    assert to_find("Niamh O´Dowd") == [["niamh", "odowd"], ["niamh", "o", "dowd"]]
    assert to_find("ǿre") == [["ore"], ["øre"]]


# Postcodes


@pytest.mark.parametrize("typed", ["DY4 9JB", "dy49jb", "DY4 9JB.", " dy4  9 jb ", "DY 49JB", "(DY4-9JB)", "D.Y.4 9JB"])
def test_a_postcode_is_read_in_any_writing(typed: str) -> None:
    assert postcodes.code(typed) == "DY4 9JB"


@pytest.mark.parametrize(
    "real",
    [
        *(
            "DY4 9JB",
            "B1 1AA",
            "SW1A 1AA",
            "EC1A 1BB",
            "W1A 0AX",
            "BF1 2AU",
            "JE2 4WH",
            "GY1 1AA",
            "IM1 1AA",
            "GX11 1AA",
        ),
        *("GIR 0AA", "ZZ99 3VZ", "ZZ99 3WZ", "HA0 1AA", "BT1 5GS"),
    ],
)
def test_a_postcode_that_may_be_one_is_not_questioned(real: str) -> None:
    assert postcodes.code(real) == real
    assert postcodes.is_real(real)
    assert homes.home(f"12 Fennel Row; Tipton; {real}").doubt == ""


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("DY4 OJB", ["DY4 0JB"]),
        ("DY4 9J8", ["DY4 9JB"]),
        ("DY4 IAB", ["DY4 1AB"]),
        ("DYA 9JB", ["DY4 9JB"]),
        ("D4Y 9JB", ["DY4 9JB"]),
        ("DY4 J9B", ["DY4 9JB"]),
        ("DY4 9JBB", ["DY4 9JB"]),
        ("B7O 9AB", ["B70 9AB"]),
        ("0L1 2AA", ["OL1 2AA"]),
        ("5W1A 1AA", ["SW1A 1AA"]),
        ("WS1O OAA", ["WS10 0AA"]),
        ("S01 2AB", ["SO1 2AB"]),
        ("XY4 9JB", []),
        ("DY 9JB", []),
        ("DY4 9CB", []),
        ("DY4B 9JB", ["DY48 9JB"]),
    ],
)
def test_a_postcode_that_cannot_be_one_is_questioned_with_the_likely_right_one(typed: str, right: list[str]) -> None:
    assert not postcodes.is_real(postcodes.code(typed))
    assert postcodes.likely(typed) == right
    said = f"no postcode that can be read: {typed}"
    assert homes.home(f"12 Fennel Row; Tipton; {typed}").doubt == (f"{said} - {right[0]}?" if right else said)


@pytest.mark.parametrize("typed", ["Tipton", "Flat 12", "Na Lane", "Block B2", "Oslo", "12 Row", "Ash Close", ""])
def test_what_nobody_meant_for_a_postcode_is_not_told_as_one(typed: str) -> None:
    assert postcodes.likely(typed) == []
    assert not postcodes.looks_like_one(typed)


# Homes

FENNEL = ("12 Fennel Row", "Tipton", "DY4 9JB")


@pytest.mark.parametrize(
    "typed",
    [
        "12 Fennel Row; Tipton; DY4 9JB",
        "12 Fennel Row, Tipton, DY4 9JB",
        "12 Fennel Row,Tipton,dy49jb",
        "12, Fennel Row, Tipton, DY4 9JB",
        "12 Fennel Row\nTipton\nDY4 9JB",
        "12 Fennel Row\r\nTipton\r\nDY4 9JB\r\n",
        "12 Fennel Row, Tipton DY4 9JB",
        "12 Fennel Row; Tipton DY4 9JB",
        "12 Fennel Row; Tipton, DY4 9JB",
        "12 Fennel Row, Tipton, DY4 9JB.",
        "12 Fennel Row; Tipton; DY 4 9JB",
        "12 Fennel Row, Tipton (DY4 9JB)",
        "12 Fennel Row, Tipton, Postcode: DY4 9JB",
        " 12  Fennel Row ,, Tipton ; ; DY4 9JB ",
    ],
)
def test_an_address_is_read_in_its_lines_with_its_postcode(typed: str) -> None:
    if ";" in typed and ",," in typed:
        typed = typed.replace(";", ",")
    assert homes.home(typed) == (FENNEL, "DY4 9JB", "")


def test_an_address_with_semicolons_keeps_its_lines() -> None:
    assert homes.home("Flat 2, 12 Fennel Row; Tipton; DY4 9JB").lines == ("Flat 2, 12 Fennel Row", "Tipton", "DY4 9JB")
    assert homes.home("Flat 2, 12 Fennel Row, Tipton").lines == ("Flat 2", "12 Fennel Row", "Tipton")
    assert homes.home("12-14, Fennel Row").lines == ("12-14 Fennel Row",)
    assert homes.home("12a, Fennel Row").lines == ("12a Fennel Row",)
    assert homes.home("12 Fennel Row, Tipton, DY4 9JB, United Kingdom").lines == (*FENNEL, "United Kingdom")
    assert homes.home("12 Fennel Row Tipton DY4 9JB").lines == ("12 Fennel Row Tipton", "DY4 9JB")
    assert homes.home("BFPO 16; BF1 2AU") == (("BFPO 16", "BF1 2AU"), "BF1 2AU", "")
    assert homes.home("BFPO 16").doubt == ""
    assert homes.home(" ; , ") == ((), "", "")


def test_an_address_without_a_postcode_says_so() -> None:
    assert homes.home("12 Fennel Row, Tipton") == (("12 Fennel Row", "Tipton"), "", "no postcode that can be read")
    unreadable = homes.home("12 Fennel Row; Tipton; DY4 OJB")
    assert unreadable.lines == ("12 Fennel Row", "Tipton", "DY4 OJB")
    assert unreadable.postcode == ""


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "NFA",
            "nfa",
            "N.F.A.",
            "NFA; Tipton; DY4 9JB",
            "NFA, Tipton, DY4 9JB",
            "NFA Tipton DY4 9JB",
            "NFA - sofa surfing",
        ),
        *(
            "No fixed abode",
            "No Fixed Abode; Tipton; DY4 9JB",
            "of no fixed address",
            "Of no fixed abode",
            "Tipton; NFA",
        ),
        *(
            "no fixed residence",
            "without fixed abode",
            "No permanent address",
            "no address",
            "no known address",
            "no home",
        ),
        *(
            "homeless",
            "Homeless; Tipton",
            "currently homeless",
            "homeless at present",
            "street homeless",
            "sofa surfing",
        ),
        *(
            "rough sleeper",
            "sleeping rough",
            "unknown",
            "Unknown",
            "not known",
            "n/k",
            "N/K; Tipton",
            "nk",
            "N.K.",
            "n/a",
        ),
        *(
            "Address unknown",
            "Address: unknown",
            "address not known at present",
            "whereabouts unknown",
            "none",
            "None known",
        ),
        *(
            "tbc",
            "to be confirmed",
            "withheld",
            "not given",
            "don't know",
            "?",
            "-",
            "...",
            "?; Tipton; DY4 9JB",
            "xxx",
        ),
        *("ZZ99 3VZ", "zz993wz", "12 Fennel Row; ZZ99 3VZ"),
    ],
)
def test_what_says_that_there_is_no_address_is_none(typed: str) -> None:
    said = homes.home(typed)
    assert said.is_none
    assert said.lines, "what was said is kept"
    assert said.doubt == ""


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Rose Cottage",
            "Unknown Road; Tipton; DY4 9JB",
            "12 Homeless Street",
            "The Homeless Hostel; 3 High Street; Tipton",
        ),
        *("None Row; Tipton", "Nile House", "Nk House", "Home Farm; Long Lane", "Same Street; Tipton", "Na Lane", "1"),
        *("Flat 4", "BFPO 16", "c/o 12 Fennel Row; Tipton; DY4 9JB", "No 12 Fennel Row", "No. 4, Tipton", "Test Lane"),
    ],
)
def test_a_place_is_an_address(typed: str) -> None:
    assert not homes.home(typed).is_none


# Names


@pytest.mark.parametrize(
    ("one", "other", "whether"),
    [
        ("Wren Larkin", "larkin  WRÉN", True),
        ("Katherine Bell", "Catherine Bell", True),
        ("Wrenn Larkin", "Wren Larkin", True),
        (f"{'a' * 22}bcd", f"{'a' * 22}xyz", True),  # 88 of 100, and as many signs in common
        ("abcdefgh", "abcdefgx", False),  # 87.5
        ("Mo Bell", "Jo Bell", False),
        ("Kit Larkin", "Wren Larkin", False),
        ("abcd efgh", "dcba hgfe", False),  # the same signs in another order
        ("", "", True),
    ],
)
def test_two_names_are_alike_from_a_likeness_on_whatever_the_order_of_their_words(one, other, whether) -> None:
    assert alike(one, other) is alike(other, one) is whether
