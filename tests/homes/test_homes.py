"""One home in many writings is stopped; neighbours, namesakes and plain talk are not: 98 and 2 in a hundred."""

from __future__ import annotations

import pytest

from tests.homes import Pair, made, otherwise, rates, result, written

STOPPED, STOPPED_WRONGLY = 0.98, 0.02  # of the dangerous at least, and of the harmless at most
CORPORA = {
    "written by hand": written.pairs(),
    "made from a seed": made.pairs(),
    "made otherwise": otherwise.pairs(),
    "made from another seed": made.pairs(seed=2, count=1000),
    "made otherwise from another seed": otherwise.pairs(seed=3, count=1000),
}


@pytest.mark.parametrize("name", CORPORA)
def test_the_dangerous_are_stopped_and_the_harmless_are_not(name: str) -> None:
    dangerous, harmless, wrong = rates(CORPORA[name])
    for pair in wrong:
        print(f"{'missed' if pair.dangerous else 'stopped wrongly'}: {pair.kind} '{pair.other}' of '{pair.home}'")
    print(f"{name}: {dangerous:.2%} of the dangerous and {harmless:.2%} of the harmless are stopped")
    assert dangerous >= STOPPED
    assert harmless <= STOPPED_WRONGLY


def test_the_corpus_is_of_six_hundred_pairs_half_harmless() -> None:
    pairs = [*CORPORA["written by hand"], *CORPORA["made from a seed"]]
    assert len(pairs) >= 600
    assert 0.4 < sum(pair.dangerous for pair in pairs) / len(pairs) < 0.6
    assert made.pairs() == made.pairs(), "one seed gives one corpus"


@pytest.mark.parametrize("pair", written.pairs(), ids=lambda pair: f"{pair.home[:9]} {pair.other[:30]}")
def test_each_pair_that_was_written_by_hand_is_as_it_must_be(pair: Pair) -> None:
    assert (result(pair) != "different") is pair.dangerous


@pytest.mark.parametrize("pair", [pair for pair in made.pairs(count=200) if pair.kind == "address"])
def test_who_is_asked_about_first_does_not_matter(pair: Pair) -> None:
    assert result(pair) == result(pair._replace(home=pair.other, other=pair.home))
