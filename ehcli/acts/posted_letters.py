"""Tells that letters were posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.days.typed_dates import long
from ehcli.desk import several
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import LetterPosted
from ehcli.episodes.references import read
from ehcli.episodes.restricted import EVERYTHING
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.record import cases, texts

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def posted(desk: Desk, letters: Sequence[str]) -> Said:
    """Letters went by post on that day: only then do they meet what they were owed for.

    Raises NotFound, and Refused for one that was posted already.
    """
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has been posted.")
    refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
    with desk.recording() as now:
        facts = several.each_of(refs, lambda ref: fact(now, ref, on))
        now.tell(facts.values())
    said = f"Posted on {long(on)}: {', '.join(refs)}."
    return Said(now.outcome, said, ref=refs[0], each=now.of_each({ref: each.episode for ref, each in facts.items()}))


def fact(now: Recording, ref: str, on: date) -> LetterPosted:
    """That this letter was posted."""
    found = texts.letters(now.writer, ref=ref, reader=EVERYTHING)
    if not found:
        raise NotFound(f"There is no letter {ref}.", cases.near_reference(now.writer, "L", "letter"))
    kept = found[0]
    if kept["posted_on"]:
        raise Refused(
            f"{ref} was posted on {long(date.fromisoformat(kept['posted_on']))}.",
            f"See: eh letters list --episode {kept['episode']}",
        )
    if on.isoformat() < kept["dated"]:
        raise BadInput(
            f"{ref} is dated {long(date.fromisoformat(kept['dated']))}, so it was not posted on {long(on)}.",
            "Check the date.",
        )
    stands = now.episode(kept["episode"])
    return LetterPosted(stands.episode.ref, on, "", ref, kept["kind"], kept["person"])
