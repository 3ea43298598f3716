"""Whether two words differ by one slip of the hand: a letter left out, put in, typed twice, turned round or changed."""

from __future__ import annotations

SHORTEST = 5  # letters of the longer word, for a letter left out, put in or turned round
CHANGED = 6  # letters of a word in which one may be another: Mill and Hall are two streets


def is_near(one: str, other: str) -> bool:
    """Whether the words are one but for a slip; the first letter is seldom wrong, and never counts as one."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if not short or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        doubled = long[at] == long[at - 1]
        return short[at:] == long[at + 1 :] and (doubled or len(long) >= SHORTEST)
    turned = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return (turned and len(long) >= SHORTEST) or (short[at + 1 :] == long[at + 1 :] and len(long) >= CHANGED)
