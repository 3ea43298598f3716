"""References: E-0001 for an episode, T-0412 for a task. Once printed, one means the same thing for life."""

from __future__ import annotations

import re

from ehcli.errors import BadInput

WHAT = {
    "E": "episode",
    "F": "family",
    "P": "person",
    "T": "task",
    "M": "meeting",
    "L": "letter",
    "N": "case note",
    "R": "referral or request",
    "D": "dispute",
}
PRINTED = re.compile(r"([A-Z])-([0-9]{4}|[1-9][0-9]{4,8})")
TYPED = re.compile(r"([A-Za-z])-?0*(\d{1,9})")


def reference(letter: str, number: int) -> str:
    """The reference as printed, with at least four figures."""
    return f"{letter}-{number:04}"


def number(ref: str, letter: str) -> int:
    """The number of a reference as it is printed; 0 for whatever only looks like one of this letter."""
    found = PRINTED.fullmatch(ref)
    return int(found[2]) if found and found[1] == letter else 0


def read(text: str, *letters: str) -> str:
    """The reference that was typed, in full: case does not matter and leading noughts may be left out.

    With ``letters``, only those kinds are taken. Raises BadInput for anything else.
    """
    found = TYPED.fullmatch(text.strip())
    letter = found[1].upper() if found else ""
    wanted = letters or tuple(WHAT)
    if not found or letter not in wanted or not int(found[2]):
        shapes = " or ".join(f"{reference(known, 1)} ({WHAT[known]})" for known in wanted)
        raise BadInput(f"'{text}' is not a reference that fits here.", f"It looks like {shapes}.")
    return reference(letter, int(found[2]))
