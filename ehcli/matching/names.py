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
    shared = (Counter(first) & Counter(second)).total()  # no alignment of the two has more signs in common
    if 200 * shared < ALIKE * (len(first) + len(second)):
        return False
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(first, second) >= ALIKE
