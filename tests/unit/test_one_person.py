"""Who is offered as one person: at least 98 of 100 who are, and at most 5 of 100 who are not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ehcli.matching import homes
from ehcli.matching.persons import Individual, reasons
from tests.pairs_of_people import ONE, TWO, made

LEAST_FOUND, MOST_HARMLESS = 0.98, 0.05


def individual(side: str) -> Individual:
    about, address, phone, *_ = [part.strip() for part in f"{side}||".split("|")]
    name, born, sex, *_ = [part.strip() for part in f"{about};;".split(";")]
    if born in ("M", "F"):
        born, sex = "", born
    home = homes.home(address)
    return Individual(
        (name,), born, sex, (("\n".join(home.lines), home.postcode),) if home.lines else (), (phone,) if phone else ()
    )


def offered(one: str, other: str) -> bool:
    return bool(reasons(individual(one), individual(other)))


def rate(pairs: Iterable[tuple[str, str]], wanted: bool) -> tuple[float, list[tuple[str, str]]]:
    """How many of the pairs are offered, and those where that is wrong."""
    all_of = list(pairs)
    wrong = [pair for pair in all_of if offered(*pair) != wanted]
    return (len(all_of) - len(wrong) if wanted else len(wrong)) / len(all_of), wrong


def test_there_are_pairs_enough() -> None:
    assert len(ONE) >= 75
    assert len(TWO) >= 75
    assert len({*ONE, *TWO}) == len(ONE) + len(TWO)


@pytest.mark.parametrize("turned", [False, True])
def test_whoever_is_one_person_is_offered(turned: bool) -> None:
    found, wrong = rate([pair[::-1] if turned else pair for pair in ONE], True)
    print(f"offered of those who are one: {found:.1%}; not: {wrong}")
    assert found >= LEAST_FOUND, wrong


@pytest.mark.parametrize("turned", [False, True])
def test_whoever_are_two_are_seldom_offered(turned: bool) -> None:
    found, wrong = rate([pair[::-1] if turned else pair for pair in TWO], False)
    print(f"offered of those who are two: {found:.1%}; {wrong}")
    assert found <= MOST_HARMLESS, wrong


@pytest.mark.parametrize("seed", [1, 2, 20261129])
def test_so_it_is_of_people_made_from_a_seed(seed: int) -> None:
    pairs = list(made(seed, 400))
    found, missed = rate([pair for one, *pair in pairs if one], True)  # type: ignore[misc]
    harmless, wrong = rate([pair for one, *pair in pairs if not one], False)  # type: ignore[misc]
    print(f"seed {seed}: offered {found:.1%} of one, {harmless:.1%} of two")
    assert found >= LEAST_FOUND, missed
    assert harmless <= MOST_HARMLESS, wrong
