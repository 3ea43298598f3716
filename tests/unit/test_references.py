"""References: case does not matter, leading noughts may be left out, and one means the same thing for life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.episodes.references import WHAT, read, reference
from ehcli.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E-0001", "E-0001"),
        ("e-1", "E-0001"),
        ("e1", "E-0001"),
        ("E0001", "E-0001"),
        (" t-412 ", "T-0412"),
        ("T-00000412", "T-0412"),
        ("p-12345", "P-12345"),
        ("M-9999", "M-9999"),
        ("m-10000", "M-10000"),
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "E", "E-", "0001", "E-0", "E-0000", "X-0001", "E--1", "E-1a", "EE-1", "E 1", "-1"]
)
def test_what_is_no_reference_is_refused_with_what_one_looks_like(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed)
    assert "E-0001 (episode)" in refused.value.hint


def test_a_reference_of_another_kind_is_refused_where_only_one_kind_fits() -> None:
    assert read("t-1", "T", "E") == "T-0001"
    with pytest.raises(BadInput) as refused:
        read("P-0001", "T", "E")
    assert refused.value.hint == "It looks like T-0001 (task) or E-0001 (episode)."


@given(st.sampled_from(sorted(WHAT)), st.integers(1, 999_999_999))
def test_a_printed_reference_is_read_back_as_itself(letter: str, number: int) -> None:
    printed = reference(letter, number)
    assert read(printed) == read(printed.lower()) == read(f"{letter}{number}") == printed
