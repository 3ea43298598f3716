"""What an act leaves to be said: a sentence, what follows from it, and what whoever did it should know."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ehcli.record.cases import EpisodeHeading
from ehcli.record.deriving import Outcome

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Said(NamedTuple):
    """What an act recorded. ``show.recorded`` tells it to a person, and the same value to a script."""

    outcome: Outcome
    sentence: str
    ref: str = ""  # what it made; the episode's where it made nothing with a reference of its own
    more: Mapping[str, Any] = NOTHING  # what a script is told beside it
    lines: Sequence[str] = ()  # told below it, to a person alone
    told: Collection[str] = ()  # tasks of which the sentence says already what became of them
    asides: Sequence[str] = ()  # sentences beside it for a person alone: a script has them in ``more``
    each: Mapping[str, Outcome] = NOTHING  # of an act about several: what follows in the episode of each, by reference
    notes: Sequence[str] = ()  # sentences told after it, beside the result


def not_worked_out(heading: EpisodeHeading) -> str:
    """That an episode cannot be worked out, wherever that is met: what is wrong, a check says."""
    return (
        f"{heading.ref} of {heading.family} cannot be worked out from what was recorded of it: its tasks stand as they "
        "were. See: eh record check"
    )
