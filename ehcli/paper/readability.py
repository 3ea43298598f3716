"""How easy a letter is to read: reading ease, the longest sentence, and words that families do not use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ehcli.named_tuple import NamedTuple
from ehcli.paper.pages import Address, Letter, RoomToSign, words

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n|:\s*$")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscxzgh]es)$")


class Reading(NamedTuple):
    """How a letter reads: Flesch reading ease (60 and above is plain), words in its longest sentence, jargon."""

    ease: int
    longest: int
    sentence: str
    jargon: tuple[str, ...]


def reading(letter: Letter, office_words: Iterable[str]) -> Reading:
    """How the sentences of a letter read, and which words of the office are in it; addresses are no sentences."""
    said = [words(block) for block in letter.blocks if not isinstance(block, (Address, RoomToSign))]
    sentences = [found for each in said for found in SENTENCE.split(each) if WORD.search(found)]
    jargon = re.compile(rf"\b(?:{'|'.join(map(re.escape, office_words)) or '(?!)'})s?\b", re.IGNORECASE)
    longest = max(sentences, key=lambda each: len(WORD.findall(each)), default="")
    return Reading(
        ease(sentences),
        len(WORD.findall(longest)),
        longest,
        tuple(dict.fromkeys(found.casefold() for each in said for found in jargon.findall(each))),
    )


def ease(sentences: Iterable[str]) -> int:
    """The Flesch reading ease of these sentences: 206.835 less 1.015 words a sentence and 84.6 syllables a word."""
    counted = [WORD.findall(each) for each in sentences]
    count = sum(map(len, counted))
    if not count:
        return 100
    heard = sum(syllables(word) for each in counted for word in each)
    return round(206.835 - 1.015 * count / len(counted) - 84.6 * heard / count)


def syllables(word: str) -> int:
    """The syllables of an English word, near enough: its groups of vowels, less a silent ending."""
    bare = word.casefold()
    return max(len(VOWELS.findall(bare)) - bool(len(bare) > 3 and SILENT.search(bare)), 1)
