"""A text in its words and numbers, each with the signs before it and whether it began with a capital letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ehcli.matching.address_parts import MOST_FIGURES, SUFFIXES, is_number, taken_apart
from ehcli.matching.number_words import NUMBER, ORDINAL, ORDINALS, put
from ehcli.matching.scripts import latin, spelt
from ehcli.matching.spelling import APOSTROPHES

MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec
    """.split()  # noqa: SIM905
)
WEEKDAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    """.split()  # noqa: SIM905
)
CLOCK = r"\d{1,2}[:.]\d{2}(?: ?[ap]m)?(?![a-z0-9])|\d{1,2} ?[ap]m(?![a-z0-9])|\d{1,2} ?(?:oclock|noon)(?![a-z0-9])"
DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?![a-z0-9])"
FOUND = re.compile(
    rf"(?P<moment>{DAY}|{CLOCK})"
    r"|(?P<range>\d+[a-z]? ?(?:-|to|&) ?\d+[a-z]?(?![a-z0-9]))"
    r"|(?P<slash>\d+[a-z]? ?/ ?(?:\d+[a-z]?|[a-z])(?![a-z0-9]))"
    r"|(?P<word>[^\W_]+)"
)


class Said(NamedTuple):
    """A word or number of a text."""

    kind: str  # word, number, slash, range, or moment for a day or a time
    text: str
    gap: str  # the signs between it and what stands before
    capital: bool
    owns: bool = False  # written with an apostrophe and an s at its end


def spelt_signs(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each sign of a text as it is compared, whether it was a capital, and whether an apostrophe stood before it."""
    apostrophe = False
    if text.isascii():
        for sign in text:
            if sign in APOSTROPHES:
                apostrophe = True
            else:
                yield sign.lower(), sign.isupper(), apostrophe
                apostrophe = False
        return
    for sign in latin(text):
        if sign in APOSTROPHES:
            apostrophe = True
            continue
        for each in spelt(sign):
            yield each, sign.isupper(), apostrophe
            apostrophe = False


def said(text: str, but: frozenset[str] = frozenset()) -> list[Said]:
    """The words and numbers of a text, in order; numbers in words are in figures, and the days are told apart.

    ``but`` are number words that are left as they are: those of the home that is looked for.
    """
    signs = list(spelt_signs(text))
    for shape in (NUMBER, ORDINAL):
        whole = "".join(sign for sign, _, _ in signs)
        fresh, end = [], 0
        for found in shape.finditer(whole):
            first, last = found.span()
            figures = put(found, but) if shape is NUMBER else ORDINALS[found[0]]
            fresh += signs[end:first]
            fresh += [(sign, signs[first][1] and not place, False) for place, sign in enumerate(figures)]
            end = last
        signs = fresh + signs[end:]
    whole = "".join(sign for sign, _, _ in signs)
    capitals = [capital for _, capital, _ in signs]
    owned = [apostrophe and sign == "s" for sign, _, apostrophe in signs]
    pieces: list[Said] = []
    end = 0
    for each in FOUND.finditer(whole):
        first, last = each.span()
        kind, gap = str(each.lastgroup), whole[end:first]
        word = each[0].replace(" ", "")
        if kind == "range":
            word = word.replace("to", "-").replace("&", "-")
        parts = taken_apart(word) if kind == "word" else [word]
        for part in parts:
            own = "number" if kind == "word" and is_number(part) else kind
            before = gap if part is parts[0] else ""
            if own == "word" and pieces and belongs(pieces[-1], before, part, capitals[first]):
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + part)
            else:
                pieces.append(Said(own, part, before, capitals[first], owned[last - 1]))
        end = last
    return [dated(pieces, place) for place in range(len(pieces))]


def belongs(before: Said, gap: str, word: str, capital: bool) -> bool:
    """Whether a letter alone belongs to the number before it: 12 B, and 12 A, but not '4 a week'."""
    lettered = before.kind == "number" and before.text.isdigit() and word in SUFFIXES
    return lettered and gap == " " and (word != "a" or capital)


def dated(pieces: list[Said], place: int) -> Said:
    """A number beside a month or behind a weekday is a day; one too long for a house is a word."""
    each = pieces[place]
    if each.kind != "number":
        return each
    near = pieces[max(place - 1, 0) : place] + pieces[place + 1 : place + 2]
    month = any(other.text in MONTHS and (other.text != "may" or other.capital) for other in near)
    weekday = place > 0 and pieces[place - 1].text in WEEKDAYS
    if month or weekday:
        return each._replace(kind="moment")
    return each if len(each.text) <= MOST_FIGURES else each._replace(kind="word")
