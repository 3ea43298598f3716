"""Whether two names may be two spellings of one. The only home of rapidfuzz, loaded when names are compared."""

from __future__ import annotations

from ehcli.matching.spelling import folded

ALIKE = 88  # of 100: two spellings of one name; below it the names of brothers and sisters begin


def alike(one: str, other: str) -> bool:
    """Whether the names are alike in any order of their words, whatever their accents and case."""
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(folded(one), folded(other)) >= ALIKE
