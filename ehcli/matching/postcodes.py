"""Postcodes as people type them: read in any spacing and case, and the likely right one for one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

# The areas that Royal Mail delivers to, the islands, the forces (BF) and Gibraltar (GX); ZZ99 3VZ (no fixed abode) and
# ZZ99 3WZ (not known) are the health service's.
AREAS = frozenset(
    """
    AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK
    FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN
    NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB
    W WA WC WD WF WN WR WS WV YO ZE ZZ
    """.split()  # noqa: SIM905
)
NOWHERE = ("ZZ993VZ", "ZZ993WZ")  # no fixed abode, and not known
OLD = "GIR0AA"
# The districts that have a letter behind their figure, all in London.
LETTERED = ("E1", "EC1", "EC2", "EC3", "EC4", "N1", "NW1", "SE1", "SW1", "W1", "WC1", "WC2")
# Outward and inward code. I and O are in no outward code behind its area: they would be taken for 1 and 0.
SHAPE = r"(GIR)(0AA)|([A-Z]{1,2}\d(?:\d|[A-HJ-NP-Z])?)(\d[A-Z]{2})"
SHAPES = ("A9", "A99", "AA9", "A9A", "AA99", "AA9A")
UNIT_NEVER = "CIKMOV"  # letters that no inward code has
# What is taken for a figure, and for a letter, by eye or by hand.
FIGURES = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "A": "4", "S": "5", "G": "6", "B": "8"}
LETTERS = {"0": "O", "1": "IL", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B"}
MOST_CHANGED = 2  # signs that somebody gets wrong in one postcode


def code(text: str) -> str:
    """A postcode as it is written, 'DY4 9JB', whatever its spacing, case and punctuation; empty for anything else."""
    found = re.fullmatch(SHAPE, run(text))
    return f"{found[1] or found[3]} {found[2] or found[4]}" if found else ""


def run(text: str) -> str:
    """The letters and figures of a text in capitals, run together."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def area(postcode: str) -> str:
    """The letters with which a postcode begins."""
    return "".join(sign for sign in postcode.partition(" ")[0][:2] if sign.isalpha())


def is_real(postcode: str) -> bool:
    """Whether a postcode, as ``code`` gives it, could be one: Royal Mail has its area, district and last letters."""
    if run(postcode) in (*NOWHERE, OLD):
        return True
    outward, _, inward = postcode.partition(" ")
    district = outward[len(area(postcode)) :]
    numbered = district.isdigit() and (district[0] != "0" or district == "0")
    return area(postcode) in AREAS and (numbered or outward[:-1] in LETTERED) and not set(inward[1:]) & set(UNIT_NEVER)


def looks_like_one(text: str) -> bool:
    """Whether somebody meant this for a postcode: short groups of letters and figures, a letter first."""
    groups, signs = text.split(), run(text)
    short = (len(groups) <= 3 and all(len(group) <= 4 for group in groups)) or len(groups) == 1
    begins = re.match(r"[A-Z]{1,2}\d", signs) is not None
    return bool((short and begins and 5 <= len(signs) <= 8) or likely(text))


def likely(text: str) -> list[str]:
    """The postcodes that may be meant by one that cannot be: one or none, seldom two.

    A letter typed for a figure or a figure for a letter, a sign typed twice, two signs turned round.
    """
    signs = run(text)
    if not 5 <= len(signs) <= 8 or not any(sign.isdigit() for sign in signs):
        return []
    return sorted(least_changed(signs) or real_ones(without_a_twin(signs)) or real_ones(turned_round(signs)))


def least_changed(signs: str) -> set[str]:
    """The real postcodes that come of these signs with the fewest of them changed."""
    found = [(changes, each) for changes, each in put_right(signs) if changes <= MOST_CHANGED and is_real(each)]
    return {each for changes, each in found if changes == min(found)[0]}


def without_a_twin(signs: str) -> Iterator[str]:
    """The signs without one of two that stand side by side and are the same."""
    return (signs[:at] + signs[at + 1 :] for at in range(len(signs) - 1) if signs[at] == signs[at + 1])


def turned_round(signs: str) -> Iterator[str]:
    """The signs with two that stand side by side turned round."""
    return (signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :] for at in range(len(signs) - 1))


def real_ones(tried: Iterable[str]) -> set[str]:
    """The real postcodes among these runs of signs."""
    return {each for signs in tried if (each := code(signs)) and is_real(each)}


def put_right(signs: str) -> Iterator[tuple[int, str]]:
    """Each postcode that comes of these signs when figures and letters stand where they must, and how many changed."""
    for shape in SHAPES:
        wanted = f"{shape}9AA"
        if len(wanted) != len(signs):
            continue
        choices = [fitting(sign, kind) for sign, kind in zip(signs, wanted, strict=True)]
        for chosen in product(*choices):
            if made := code("".join(chosen)):
                yield sum(one != other for one, other in zip(chosen, signs, strict=True)), made


def fitting(sign: str, kind: str) -> str:
    """What a sign may stand for where a letter (A) or a figure (9) must be."""
    if kind == "9":
        return sign if sign.isdigit() else FIGURES.get(sign, "")
    return sign if sign.isalpha() else LETTERS.get(sign, "")
