"""The seal of an entry covers its heading, its facts and the seal before it."""

from __future__ import annotations

import pytest

from ehcli.record.seals import FACT, HEADING, NO_ENTRY, seal

HEAD = dict(zip(HEADING, (1, "2026-05-01T09:00:00+00:00", "sbell", "jmay", "allocate", "", ""), strict=True))
TOLD = dict(zip(FACT, (1, 1, "E-0001", "allocated", "2026-05-01", "", '{"worker": "aroy"}', 1, None), strict=True))

GOLDEN = "bda2481b54515ecb7fb64874c64c301b613c69c3397ce6ba19f57fb904bc1703"


def test_the_same_entry_has_the_same_seal_whatever_the_order_of_its_columns() -> None:
    turned = dict(reversed(list(HEAD.items())))
    assert seal(NO_ENTRY, HEAD, [TOLD]) == seal(NO_ENTRY, turned, [dict(reversed(list(TOLD.items())))])
    assert len(seal(NO_ENTRY, HEAD, [])) == 64


@pytest.mark.parametrize("column", HEADING)
def test_any_change_to_a_heading_changes_the_seal(column: str) -> None:
    assert seal(NO_ENTRY, HEAD | {column: "other"}, [TOLD]) != seal(NO_ENTRY, HEAD, [TOLD])


@pytest.mark.parametrize("column", FACT)
def test_any_change_to_a_fact_changes_the_seal(column: str) -> None:
    assert seal(NO_ENTRY, HEAD, [TOLD | {column: "other"}]) != seal(NO_ENTRY, HEAD, [TOLD])


def test_a_fact_more_or_fewer_and_another_seal_before_change_it() -> None:
    whole = seal(NO_ENTRY, HEAD, [TOLD])
    assert seal(NO_ENTRY, HEAD, []) != whole
    assert seal(NO_ENTRY, HEAD, [TOLD, TOLD | {"id": 2}]) != whole
    assert seal("f" * 64, HEAD, [TOLD]) != whole


def test_the_seal_is_the_one_it_always_was() -> None:
    """A golden value: a record sealed last year must still be whole after an upgrade."""
    assert seal(NO_ENTRY, HEAD, [TOLD]) == GOLDEN
