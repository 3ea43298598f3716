"""What can go wrong, in a sentence that says what, why and what to do next."""

from __future__ import annotations


class EhError(Exception):
    """Something a person can put right.

    ``code`` is the exit code of the command-line contract, ``hint`` the next step, and ``rule`` the
    place in a procedure that asks for it, where there is one.
    """

    code = 2

    def __init__(self, message: str, hint: str = "", rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule


class BadInput(EhError):
    """What was typed cannot be used: exit code 2."""

    code = 2


class NotFound(EhError):
    """No such episode, person, worker, team or other thing: exit code 3."""

    code = 3


class Refused(EhError):
    """A rule of the procedure, a role or a consent says no: exit code 4."""

    code = 4


class RecordUnusable(EhError):
    """The record is missing, locked, damaged, too new or in an unsafe place: exit code 5."""

    code = 5


class ForReading(RecordUnusable):
    """The record is a copy that its server keeps for reading: nothing can be recorded there, a look neither."""


class NoRoom(RecordUnusable):
    """A disk is full: nothing is wrong with what lies on it."""


class Overtaken(EhError):
    """Somebody else wrote first, so nothing was written: exit code 6."""

    code = 6


class Declined(EhError):
    """The person answered no: exit code 1."""

    code = 1


def a(noun: str) -> str:
    """A noun with its article: an episode type, a level."""
    return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"


def together(*sentences: str) -> str:
    """Sentences one after another, each ended by a stop before the next begins; empty ones are left out."""
    said = [each.strip() for each in sentences if each.strip()]
    return " ".join([each if each[-1] in ".?!" else f"{each}." for each in said[:-1]] + said[-1:])


def nearest(word: str, known: list[str], alike: float = 0.5) -> str:
    """The known words most like the one typed, as the end of a hint; empty when none is near.

    ``alike`` is how near they must be, from 0 to 1 for the same word.
    """
    from difflib import get_close_matches  # 3 ms, wanted only when something is misspelt

    folded = {name.casefold().lstrip("-"): name for name in known}  # the two strokes before every option say nothing
    near = [folded[match] for match in get_close_matches(word.casefold().lstrip("-"), list(folded), n=3, cutoff=alike)]
    return f"Did you mean {' or '.join(near)}?" if near else ""
