"""Spellings that mean the same: without case, accents, apostrophes, dashes, full stops and signs nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Everything that people and programs write for an apostrophe: accents and primes typed in its place, those of other
# scripts, and \x91 and \x92, which are Windows-1252 read as Latin-1.
APOSTROPHES = (
    "'`\u00b4\x91\x92\u2018\u2019\u201a\u201b\u2032\u2035\u275b\u275c\u2e32\uff07\uff40"
    "\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ce\u02cf\u02ee\u02f4"
    "\ua78b\ua78c\u055a\u05f3\u07f4\u07f5\u0384\u1fbd\u1fbf\u1fef\u1ffd\u1ffe"
)
# Letters that Unicode takes for letters of their own, and that people leave out for want of a key.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
EDGE = r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)"


def folded(text: str) -> str:
    """A text as it is searched for and compared: its words in small letters, with a space between them.

    An apostrophe of any kind stands for nothing; a dash, a full stop and any other sign for a space.
    """
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(text)).split())


def squeezed(text: str) -> str:
    """The same without its spaces, as postcodes, telephones and short names are compared."""
    return folded(text).replace(" ", "")


def plain(text: str) -> str:
    """A text without case, accents, apostrophes and what nobody sees; its other signs stay."""
    if text.isascii():
        return text.lower().translate(WITHOUT_APOSTROPHES)
    # Twice, because the small letter of a sign that was taken apart may come apart again.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.translate(WITHOUT_APOSTROPHES)).casefold()
    return "".join(sign for sign in text if not unseen(sign)).translate(PLAIN)


def unseen(sign: str) -> bool:
    """Whether a sign is only a mark on another, or not seen at all, such as a soft hyphen."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")


def same(one: str, other: str) -> bool:
    """Whether two texts are one but for case, accents, punctuation and spaces; nothing is like nothing."""
    return squeezed(one) == squeezed(other) != ""


def meant(typed: str, names: Mapping[str, str]) -> list[str]:
    """The keys of those with this name: spelt just so, else but for case, else as names are compared."""
    for spelt in (str.strip, str.casefold, folded):
        wanted = spelt(typed.strip())
        if wanted and (found := [key for key, name in names.items() if spelt(name.strip()) == wanted]):
            return found
    return []


def says(text: str, line: str) -> bool:
    """Whether a text holds this line, however its words are run together or taken apart.

    The line begins and ends where a word or a number does: '112 High Street' does not hold '12 High Street'.
    """
    wanted = squeezed(line)
    if not wanted:
        return False
    pieces = [piece for word in folded(text).split() for piece in re.split(EDGE, word)]
    run = "".join(pieces)
    edges, at = {0}, 0
    for piece in pieces:
        at += len(piece)
        edges.add(at)
    found = run.find(wanted)
    while found >= 0:
        if found in edges and found + len(wanted) in edges:
            return True
        found = run.find(wanted, found + 1)
    return False


def to_find(text: str) -> list[list[str]]:
    """The words by which the record may keep a text to find it again: as it is folded now, and as it was once.

    The fold of older records dropped only ' and ’ and left some accents; both are looked for, so that what was
    recorded then is found as it was then.
    """
    now = folded(text).split()
    told = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    told = "".join(sign for sign in told if not unicodedata.combining(sign) and sign not in "'’")
    then = "".join(sign if sign.isalnum() else " " for sign in told).split()
    return [now] if now == then else [now, then]
