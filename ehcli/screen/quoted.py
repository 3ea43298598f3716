"""Commands of eh as a text gives them to be typed: a hint, a pack's ``how``, a form, a help page."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A command begins with 'eh' and goes on to the end of the sentence, a comma or a bracket. In single quotes it is only
# spoken of ('eh demo' makes a record), and nobody is asked to type it.
BEGINS = re.compile(r"(?<![\w'./\\=-])eh(?= (?:[a-z-]|\{))")
SPOKEN_OF = re.compile(r"(?<!\w)'eh ([^']+)'")
WORD = re.compile(r"""([ \t]*)((?:'[^'\n]*'|"[^"\n]*"|[^\s'"])+)""")
ENDS = re.compile(r"(?:[,;:)?]|(?<!\.)\.)+$")
NOT_OF_IT = {"or", "and", "then", ">", "<", "|", "&&", "#"}


def commands(text: str) -> Iterator[list[str]]:
    """The commands that a text gives to be typed, each as its words without 'eh'."""
    for words, _ in with_ends(text):
        yield words


def with_ends(text: str) -> Iterator[tuple[list[str], int]]:
    """The commands that a text gives to be typed, and where in the text each ends."""
    for start in BEGINS.finditer(text):
        words, at, end = [], start.end(), start.end()
        while found := WORD.match(text, at):
            raw = found[2]
            if raw.startswith("(") or raw in NOT_OF_IT or len(found[1]) > 1:
                break
            word = ENDS.sub("", raw)
            end = found.start(2) + len(word) if word else end
            words.append(re.sub(r"""^(['"])(.*)\1$|(?<==)(['"])(.*)\3$""", r"\2\4", word))
            if word != raw:
                break
            at = found.end()
        yield [word for word in words if word], end


def spoken_of(text: str) -> Iterator[list[str]]:
    """The commands that a text speaks of without giving them to be typed: 'eh demo'."""
    for found in SPOKEN_OF.finditer(text):
        yield found[1].split()
