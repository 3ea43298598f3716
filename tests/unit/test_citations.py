"""Citations told together name each page once, in their order, and lose none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.packs import reading
from ehcli.procedures.citation import Citation, at_places, in_full, in_short, once, pages


def cited(place: str, *rows: str, source: str = "teh", section: str = "Timescales") -> Citation:
    return Citation(source, "Targeted Early Help", "4.8", section, place, rows)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (["p7"], "TEH p7"),
        (["p10, p11", *["p11"] * 7], "TEH p10, p11"),
        (["p20", "p21", "p21"], "TEH p20; TEH p21"),
        (["p10, p11", "p11, p12"], "TEH p10, p11; TEH p12"),
        (["p2", "p25", "p2"], "TEH p2; TEH p25"),
        (["line 299", "lines 299, 395", "lines 299, 395, 851-854"], "TEH line 299; TEH line 395; TEH lines 851-854"),
        (["lines 5, 7-9, 11", "lines 9, 7-9, 11, 12"], "TEH lines 5, 7-9, 11; TEH lines 9, 12"),
        (["lines 851-854", "line 852"], "TEH lines 851-854; TEH line 852"),
        (["line 7; explained at 9", "line 7", "line 7; explained at 9"], "TEH line 7; explained at 9; TEH line 7"),
        (["annex A, p4", "annex B, p4"], "TEH annex A, p4; TEH annex B, p4"),
        ([], ""),
    ],
)
def test_each_page_is_named_once_where_it_comes_first(places: list[str], said: str) -> None:
    assert in_short(map(cited, places)) == said
    assert at_places(tuple(("teh", place) for place in places)) == said


def test_the_same_page_of_two_documents_is_named_for_each() -> None:
    assert in_short([cited("p7"), cited("p7", source="fwt"), cited("p7")]) == "TEH p7; FWT p7"


def test_in_full_a_page_is_named_once_for_each_section() -> None:
    both = [cited("p7"), cited("p7", section="Visits"), cited("p7")]
    assert in_full(both) == ("Targeted Early Help (4.8), Timescales, p7; Targeted Early Help (4.8), Visits, p7")


def test_the_rows_of_a_page_that_is_not_named_again_stay_with_it() -> None:
    told = once([cited("p10, p11", "TEH-1"), cited("p11", "TEH-2", "TEH-1"), cited("p12", "TEH-3")])
    assert [(each.place, each.rows) for each in told] == [("p10, p11", ("TEH-1", "TEH-2")), ("p12", ("TEH-3",))]


page = st.integers(1, 6).map(lambda number: f"p{number}") | st.tuples(st.integers(1, 3), st.integers(4, 6)).map(
    lambda ends: f"p{ends[0]}-{ends[1]}"
)


@given(st.lists(st.lists(page, min_size=1, max_size=3).map(", ".join), max_size=8))
def test_no_page_is_lost_or_named_twice(places: list[str]) -> None:
    wanted = list(dict.fromkeys(each for place in places for each in place.split(", ")))
    told = at_places(tuple(("teh", place) for place in places))
    assert [each.removeprefix("TEH ") for part in told.split("; ") if part for each in part.split(", ")] == wanted


@pytest.mark.parametrize("name", reading.procedure_names())
def test_no_duty_of_any_procedure_repeats_a_page_or_loses_one_or_a_row(name: str) -> None:
    for duty in reading.procedure(name).duties:
        cites = list(duty.citations)
        named = [(cite.source, page) for cite in once(cites, by_section=False) for page in pages(cite.place)]
        assert len(named) == len(set(named)), duty.id
        assert set(named) == {(cite.source, page) for cite in cites for page in pages(cite.place)}, duty.id
        assert {row for cite in once(cites) for row in cite.rows} == {row for cite in cites for row in cite.rows}
