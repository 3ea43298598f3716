"""What a text tells of a home, rule by rule and at its edges."""

from __future__ import annotations

import pytest

from ehcli.addressing.addressing import NEVER, RELEASABLE
from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.addressing.leaks import betrayed, hint, hinted, of_a_place
from ehcli.matching.address_parts import parts
from ehcli.matching.mentions import told
from ehcli.matching.text_pieces import said

from .test_addressing import SAM, TODAY, WREN, apart, home

MILL, FENNEL = "4 Mill Lane; Tipton; DY4 8AA", "12 Fennel Road; Tipton; DY4 9JB"
FLAT, ROSE = "Flat 2; 12 Fennel Road; Tipton", "Rose Cottage; Mill Lane; Tipton"


def says(text: str, of: str = MILL, own: str = "") -> str:
    """What a text tells of a home to somebody with a home of their own."""
    there, here = (parts(each.replace("; ", "\n")) for each in (of, own))
    found = told(said(text), there, here)
    return "different" if found == "elsewhere" else found


@pytest.mark.parametrize(
    ("text", "of", "result"),
    [
        # The number before the street.
        ("4 Mill Lane", MILL, "same"),
        ("No. 4, Mill Ln", MILL, "same"),
        ("number 4 in Mill Lane", MILL, "same"),
        ("4 (Mill Lane)", MILL, "same"),
        ("14 Mill Lane", MILL, "different"),
        ("4A Mill Lane", MILL, "different"),
        ("4-8 Mill Lane", MILL, "likely"),
        ("6-8 Mill Lane", MILL, "different"),
        ("4/2 Mill Lane", MILL, "same"),
        ("at 2, Mill Lane", MILL, "likely"),  # the hour
        ("2, Mill Lane", MILL, "different"),
        ("at 2 Mill Lane", MILL, "different"),
        ("4:30 Mill Lane", MILL, "likely"),
        ("at 4pm Mill Lane", MILL, "likely"),
        ("4 May, Mill Lane", MILL, "likely"),
        ("Monday 14 Mill Lane", MILL, "likely"),
        ("on 14 June Mill Lane", MILL, "likely"),
        # And behind it.
        ("Mill Lane 4", MILL, "same"),
        ("Mill Lane, number 4", MILL, "same"),
        ("Mill Lane at number 14", MILL, "different"),
        ("Mill Lane 14", MILL, "different"),
        ("Mill Lane. 14 came", MILL, "likely"),
        ("Mill Lane 14 times a week", MILL, "likely"),
        # The flat.
        ("Flat 2, 12 Fennel Road", FLAT, "same"),
        ("12 Fennel Road", FLAT, "same"),
        ("Flat 3, 12 Fennel Road", FLAT, "different"),
        ("3, 12 Fennel Road", FLAT, "different"),
        ("Flat 3, 12 Fennel Road", FENNEL, "likely"),
        ("Flat B, 12 Fennel Road", "12B Fennel Road", "same"),
        ("Flat 7, Fennel Road", FENNEL, "likely"),
        ("Flat 15, Kestrel Tower", "Flat 14; Kestrel Tower", "different"),
        ("Kestrel Tower", "Flat 14; Kestrel Tower", "likely"),
        # The street without a number.
        ("Mill Lane", MILL, "likely"),
        ("in mill ln", MILL, "likely"),
        ("Mill\nLane", MILL, "likely"),
        ("Mill\n\nLane", MILL, "different"),
        ("mill, lane", MILL, "different"),
        ("Mill - Lane", MILL, "different"),
        ("Mill Road", MILL, "different"),
        ("Fenel Road", FENNEL, "likely"),
        ("Fenel Raod", FENNEL, "different"),
        ("Fennel", FENNEL, "different"),
        ("12 Fennel", FENNEL, "likely"),
        ("12 Fennel on Friday", FENNEL, "likely"),
        ("12 Fennel seeds", FENNEL, "different"),
        ("12 Fennel Close", FENNEL, "different"),
        # Another street of which it is a part.
        ("Old Mill Lane", MILL, "different"),
        ("the old Mill Lane", MILL, "likely"),
        ("We met in Corngreaves Mill Lane", MILL, "different"),
        ("We met at Ron's Mill Lane flat", MILL, "likely"),
        ("Home Visit Mill Lane", MILL, "likely"),
        ("MEET RON MILL LANE", MILL, "likely"),
        ("Mill Lane Close", MILL, "different"),
        ("Mill Lane\nClose the door", MILL, "likely"),
        # Somebody, or something, of that name.
        ("Ms Rose Lane", "3 Rose Lane; Tipton", "different"),
        ("with Rose Lane", "3 Rose Lane; Tipton", "different"),
        ("Mill Lane School", MILL, "different"),
        ("Mill Lane big old brick school", MILL, "likely"),  # too far behind it
        ("Mill Lane, school", MILL, "likely"),
        ("4 Mill Lane School House", MILL, "same"),
        ("Room 4, Mill Lane Surgery", MILL, "different"),
        # Another town.
        ("4 Mill Lane, Walsall", MILL, "different"),
        ("Mill Lane in Walsall", MILL, "different"),
        ("4 Mill Lane, Tipton", MILL, "same"),
        ("4 Mill Lane, walsall road", MILL, "same"),
        ("4 Mill Lane, Walsall", "4 Mill Lane", "same"),  # nobody knows in which town it is
        # A house with a name, and a street of one word.
        ("Rose Cottage", ROSE, "same"),
        ("rose cott.", ROSE, "same"),
        ("Mill Lane", ROSE, "likely"),
        ("4 Mill Lane", ROSE, "different"),
        ("8 The Green", "8 The Green; Oldbury", "same"),
        ("The Green", "8 The Green; Oldbury", "likely"),
        ("the green", "8 The Green; Oldbury", "different"),
        ("5 the Broadway", "5 Broadway; Walsall", "same"),
    ],
)
def test_a_text_tells_of_a_home_or_does_not(text: str, of: str, result: str) -> None:
    assert says(text, of) == result


def test_the_readers_own_street_and_house_are_no_secret() -> None:
    own = "6 Mill Lane; Tipton"
    assert says("Mill Lane", own=own) == "different"
    assert says("6 Mill Lane", own=own) == "different"
    assert says("4 Mill Lane", own=own) == "same"
    assert says("8 Mill Lane", own=own) == "different"
    assert says("4 Mill Lane", own="4 Mill Lane; Tipton") == "different"


def test_days_times_and_numbers_are_told_apart() -> None:
    kinds = [
        (each.kind, each.text) for each in said("On 12 May 2026, at 14:30 or 2pm, 12/2 or 3-5 B, 12 B and 4 a day")
    ]
    assert kinds == [
        *[("word", "on"), ("moment", "12"), ("word", "may"), ("moment", "2026"), ("word", "at"), ("moment", "14:30")],
        *[("word", "or"), ("moment", "2pm"), ("slash", "12/2"), ("word", "or"), ("range", "3-5"), ("word", "b")],
        *[("number", "12b"), ("word", "and"), ("number", "4"), ("word", "a"), ("word", "day")],
    ]
    assert [each.kind for each in said("they may 4")] == ["word", "word", "number"]
    assert [each.kind for each in said("123456 1/2/2026 12345")] == ["word", "moment", "number"]
    assert [(each.capital, each.owns) for each in said("Ron's Twenty cats")] == [
        (True, True),
        (True, False),
        (False, False),
    ]


# Whose home a field tells of, and what is said of it


RON = HouseholdMember("P-0004", "Ron", "parent", None, "4 Mill Lane\nTipton\nDY4 8AA", "DY4 8AA", phone="07700 900456")


def family(ron: HouseholdMember = RON, sam: HouseholdMember = SAM) -> Household:
    return home(WREN, sam, ron, restrictions=apart(sam, ron))


def test_what_is_sure_is_betrayed_and_what_is_likely_is_hinted_at() -> None:
    fields = {"venue": "Mill Lane", "notes": "4 Mill Ln", "more": "school", "team_address": "4 Mill Lane"}
    assert betrayed(family(), "P-0003", TODAY, fields) == {"notes": "P-0004"}
    assert hinted(family(), "P-0003", TODAY, fields) == {"venue": "P-0004"}
    stop = hint({"venue": "P-0004", "notes": "P-0005"}, "P-0003")
    assert stop.lifted == RELEASABLE
    assert (
        stop.reason.startswith("The letter may tell P-0003 where to find P-0004, P-0005")
        and "(notes, venue)" in stop.reason
    )


def test_what_is_sure_of_one_is_more_than_what_is_likely_of_another() -> None:
    near = RON._replace(ref="P-0006", address="9 Mill Lane\nTipton", postcode="", phone="")
    for first, second in ((RON, near), (near._replace(ref="P-0001"), RON)):
        both = Household((SAM, first, second), restrictions=(*apart(SAM, first), *apart(SAM, second)))
        assert betrayed(both, "P-0003", TODAY, {"venue": "4 Mill Ln"}) == {"venue": "P-0004"}


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("DY4 8 AA", True),
        ("d.y.4 8aa", True),
        ("DY4 8AB", False),
        ("Ring +44 7700 900456", True),
        ("Ring +44 7700 900457", False),
        ("4 Mill Lane, Walsall", False),
        ("Flat 9, 4 Mill Lane", True),
    ],
)
def test_postcodes_and_telephones_are_found_in_any_writing(text: str, sure: bool) -> None:
    assert bool(betrayed(family(), "P-0003", TODAY, {"venue": text})) is sure


def test_what_both_have_is_no_secret_and_the_lines_of_the_readers_own_address_are_passed_over() -> None:
    shared = SAM._replace(address="1 High Street\nTipton\nDY4 8AA", postcode=RON.postcode, phone=RON.phone)
    assert not betrayed(family(sam=shared), "P-0003", TODAY, {"venue": "DY4 8 AA, +44 7700 900456"})
    beside = SAM._replace(address="Mill Lane House\nTipton", postcode="")
    assert not hinted(family(sam=beside), "P-0003", TODAY, {"addressee_lines": ["Mill Lane House", "Tipton"]})


def test_a_place_is_told_to_nobody_who_is_kept_from_somebody_there() -> None:
    (sure,) = of_a_place(family(), "P-0003", TODAY, "M-0001", "4 Mill Ln")
    assert (sure.reason.split(",")[0], sure.lifted) == (
        "The place of M-0001 would tell P-0003 where to find P-0004",
        NEVER,
    )
    (likely,) = of_a_place(family(), "P-0003", TODAY, "M-0001", "Mill Ln")
    assert " may tell " in likely.reason and likely.lifted == RELEASABLE
    assert of_a_place(family(), "P-0003", TODAY, "M-0001", "The library") == []
    assert of_a_place(family(), "P-0001", TODAY, "M-0001", "4 Mill Ln") == []
    over = family()._replace(restrictions=(Restriction("P-0003", "P-0004", TODAY, TODAY.replace(year=2025)),))
    assert of_a_place(over, "P-0003", TODAY, "M-0001", "4 Mill Ln") == []
