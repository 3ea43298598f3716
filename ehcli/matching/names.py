"""Whether two names may be two spellings of one. The only home of rapidfuzz, loaded for names that are close."""

from __future__ import annotations

from collections import Counter

from ehcli.matching.spelling import folded

ALIKE = 88  # of 100: two spellings of one name; below it the names of brothers and sisters begin


def alike(one: str, other: str) -> bool:
    """Whether the names are alike in any order of their words, whatever their accents and case."""
    first, second = (" ".join(sorted(folded(name).split())) for name in (one, other))
    if first == second:
        return True
    if not could_be(first, second, ALIKE):
        return False
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(first, second) >= ALIKE


def near(one: str, other: str, least: float) -> bool:
    """Whether two words are so near to one another, out of 100."""
    first, second = folded(one), folded(other)
    if first == second:
        return True
    if not could_be(first, second, least):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(first, second) >= least


def could_be(first: str, second: str, least: float) -> bool:
    """Whether two texts have signs enough in common to be so near: no alignment of the two has more of them."""
    shared = (Counter(first) & Counter(second)).total()
    return 200 * shared >= least * (len(first) + len(second))
