"""Numbers written as words, in figures: twelve is 12, twenty-one 21, one hundred and two 102."""

from __future__ import annotations

import re
from collections.abc import Collection

ONES = "zero one two three four five six seven eight nine".split()  # noqa: SIM905
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
VALUES = {word: value for value, word in enumerate(ONES + TEENS)}
VALUES |= {word: 20 + 10 * place for place, word in enumerate(TENS)} | {"fourty": 40, "ninty": 90, "twelth": 12}
FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
ORDINALS = {word: f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value, 'th') }" for value, word in enumerate(FIRST, 1)}
BETWEEN = r"[ -]*"
SMALL = (
    rf"(?:(?:{'|'.join([*TENS, 'fourty', 'ninty'])})(?:{BETWEEN}(?:{'|'.join(ONES[1:])}))?"
    rf"|{'|'.join([*TEENS, *ONES, 'twelth'])})"
)
HUNDREDS = rf"(?:(?:{'|'.join(ONES[1:])}){BETWEEN}|a )?hundred"
REST = rf"(?:{BETWEEN}(?:and{BETWEEN})?(?P<rest>{SMALL}))?"
NUMBER = re.compile(rf"\b(?:(?P<hundreds>{HUNDREDS}){REST}|(?P<small>{SMALL}))\b")
WORDS = re.compile("|".join(sorted(VALUES, key=len, reverse=True)))
BEHIND_A_NUMBER = re.compile(r"(?:^|[^a-z ] ?|\b(?!flat|apt|apartment|unit)[a-z]+ )\d+[a-z]? $")
FAR = 24  # signs before a number word that are looked at
ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b")


def in_figures(text: str, but: Collection[str] = ()) -> str:
    """A text in small letters with its number words in figures, but these; the first is 1st, up to the twelfth."""
    told = NUMBER.sub(lambda found: put(found, but), text)
    return ORDINAL.sub(lambda found: ORDINALS[found[0]], told)


def put(found: re.Match[str], but: Collection[str] = ()) -> str:
    """One number in figures, unless it is to be left; of 'twenty Nine Elms' the twenty alone."""
    if BEHIND_A_NUMBER.search(found.string[max(found.start() - FAR, 0) : found.start()]):
        return found[0]  # 33 Seven Sisters Road
    last = run(found[0]) if run(found[0]) in but else last_word(found[0])
    if last not in but:
        return figures(found)
    rest = NUMBER.fullmatch(found[0][: -len(last)].strip(" -"))
    return f"{figures(rest)} {last}" if rest else found[0]


def in_both(one: str, other: str) -> frozenset[str]:
    """The number words that both texts have, alone or at the end of a longer number: they are names, as Seven Stars."""
    first, second = spelt_out(one), spelt_out(other)
    ends = {last_word(each) for each in first - second} & second | {last_word(each) for each in second - first} & first
    return frozenset((first & second) | ends)


def spelt_out(text: str) -> frozenset[str]:
    """The numbers that a text in small letters has in words, each run together."""
    return frozenset(run(found[0]) for found in NUMBER.finditer(text))


def last_word(words: str) -> str:
    """The last word of a number: nine of twenty-nine."""
    return WORDS.findall(words)[-1] if WORDS.search(words) else ""


def run(words: str) -> str:
    """The words of a number run together."""
    return "".join(sign for sign in words if sign.isalpha())


def figures(found: re.Match[str]) -> str:
    """The figures of one number that was written in words."""
    if not found["hundreds"]:
        return str(below_hundred(found["small"]))
    many = WORDS.search(found["hundreds"])
    return str(100 * (VALUES[many[0]] if many else 1) + (below_hundred(found["rest"]) if found["rest"] else 0))


def below_hundred(words: str) -> int:
    """The value of the words of a number below a hundred."""
    return sum(VALUES[word] for word in WORDS.findall(words))
