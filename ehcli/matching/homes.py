"""Addresses as people type them: their lines, their postcode, and what is said where somebody has no address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ehcli.matching import postcodes
from ehcli.matching.spelling import folded

NO_POSTCODE = "no postcode that can be read"
NUMBER = re.compile(r"\d+ ?[A-Za-z]?(?: ?[-/] ?\d+ ?[A-Za-z]?)?")  # the number of a house, alone on a line
BRITISH_FORCES = r"(?i)BFPO *\d+"
MOST = 4  # groups of signs that a postcode may have been typed in
# What says that somebody has no address, wherever else a line goes on; both are asked of a folded line.
ABODE = r"(?:abode|address|residence|accommodation|place (?:of abode|of residence|to live))"
LASTING = r"(?:fixed|settled|permanent|stable|current|present|known|usual|regular|postal|home)"
NONE_AT_ALL = (
    rf"(?:.* )?(?:no|without)(?: (?:a|an|any))?(?: {LASTING})* {ABODE}(?: .*)?"
    rf"|(?:.* )?no (?:fixed|settled|permanent) home(?: .*)?"
    r"|(?:nfa|n f a)(?: .*)?"
)
# And what says so only where a line says nothing else: 'Unknown Road' is a road.
SUBJECT = (
    r"(?:(?:(?:the|their|his|her|current|present|home|last|full|new|family) )*"
    r"(?:address|whereabouts|abode|residence|home|street)(?: is| are)? )?"
)
UNKNOWN = (
    r"(?:not |un)(?:yet )?(?:known|given|provided|recorded|disclosed|stated|supplied|confirmed|available|applicable)"
    r"|nk|n k|na|n a|dk|d k|tbc|t b c|tba|t b a|none|nil|null|no home|unk|withheld|declined|refused|missing|not sure"
    r"|none (?:known|given|recorded)|to (?:be )?(?:confirmed|advised|follow)|dont know|do not know|x{2,}"
    r"|unsure|confidential|same|same as .*|as (?:above|before)"
)
HOMELESS = (
    r"(?:(?:street|statutorily|is|are|now) )*homeless|roofless|sofa surf(?:ing|er|s)?|rough sleep(?:ing|er|s)?"
    r"|sleep(?:ing|s) rough|(?:living |lives )?on the streets?|living rough|moving around|moves around"
    r"|living in (?:(?:a|his|her|their) )?(?:car|van|tent|vehicle)"
)
TIME = r"(?:at present|at the moment|at this time|currently|presently|as yet|yet|for now|now|since .*)"
NOTHING_ELSE = rf"(?:{TIME} )?{SUBJECT}(?:{UNKNOWN}|{HOMELESS})(?: {TIME})?"


class Home(NamedTuple):
    """An address: its lines, its postcode as it is written, and what to ask about it; empty where there is nothing."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    doubt: str = ""

    @property
    def is_none(self) -> bool:
        """Whether what was typed says that there is no address, or that nobody knows it."""
        return is_none(self.lines, self.postcode)


def home(typed: str) -> Home:
    """'12 Fennel Row, Tipton, DY4 9JB' in its lines: cut at semicolons and line ends, without them at commas.

    The postcode is found wherever a line is one or ends in one, and stands in a line of its own.
    """
    lines = [line for line in map(trimmed, re.split(r"[;\n\r\v\f\x85\u2028\u2029]", typed)) if line]
    if len(lines) == 1:
        lines = numbers_with_streets([line for line in map(trimmed, re.split("[,،，]", lines[0])) if line])
    for place in range(len(lines) - 1, -1, -1):
        before, postcode = ending(lines[place])
        if postcode:
            lines[place : place + 1] = [before, postcode] if before else [postcode]
            return Home(tuple(lines), postcode, doubt(lines, postcode))
    return Home(tuple(lines), "", doubt(lines, ""))


def trimmed(line: str) -> str:
    return " ".join(line.split()).strip(" ,")


def numbers_with_streets(lines: Sequence[str]) -> list[str]:
    """The lines with the number of a house before its street: '12, Fennel Row' is one line."""
    together: list[str] = []
    for line in lines:
        if together and re.fullmatch(NUMBER, together[-1]):
            together[-1] += f" {line}"
        else:
            together.append(line)
    return together


def ending(line: str) -> tuple[str, str]:
    """What stands before the postcode that a line is or ends in, and the postcode; nothing where it ends in none."""
    groups = line.rstrip(" .,:;)").split()
    found = [
        (trimmed(" ".join(groups[:-count])), code)
        for count in range(1, min(len(groups), MOST) + 1)
        if (code := postcodes.code("".join(groups[-count:])))
    ]
    # The shortest that could be one: 'Row E1 6AN' ends in E1 6AN.
    before, code = next((each for each in found if postcodes.is_real(each[1])), found[0] if found else (line, ""))
    return ("" if folded(before) in ("postcode", "post code") else before.rstrip(" ,:("), code)


def doubt(lines: Sequence[str], postcode: str) -> str:
    """What to ask about the postcode of an address, with the likely right one; nothing where all is well."""
    if not lines or is_none(lines, postcode) or postcodes.is_real(postcode):
        return ""
    if re.fullmatch(BRITISH_FORCES, lines[-1]):
        return ""
    typed = postcode or meant_for_one(lines[-1])
    said = f"{NO_POSTCODE}: {typed}" if typed else NO_POSTCODE
    found = postcodes.likely(typed)
    return f"{said} - {' or '.join(found)}?" if found else said


def meant_for_one(line: str) -> str:
    """The last groups of a line that somebody meant for a postcode; empty where it seems that nobody did."""
    groups = line.rstrip(" .,:;)").split()
    tails = [" ".join(groups[-count:]) for count in range(1, min(len(groups), MOST) + 1)]
    found = [tail for tail in tails if postcodes.looks_like_one(tail)]
    return next((tail for tail in found if postcodes.likely(tail)), found[0] if found else "")


def is_none(lines: Sequence[str], postcode: str = "") -> bool:
    """Whether an address is none: no fixed abode, homeless, not known, in whatever words; or the postcode for it."""
    if postcodes.run(postcode) in postcodes.NOWHERE:
        return True
    said = [folded(line) for line in lines]
    return (
        not said
        or not said[0]
        or any(re.fullmatch(NONE_AT_ALL, line) for line in said)
        or re.fullmatch(NOTHING_ELSE, said[0]) is not None
    )
