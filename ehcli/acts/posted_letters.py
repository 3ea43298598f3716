"""Tells that letters were posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ehcli.days.typed_dates import long
from ehcli.desk import several, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import LetterPosted, Told, Withdrawn
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


def taken_back(desk: Desk, letters: Sequence[str], *, reason: str) -> Said:
    """Letters were marked as posted by mistake, says somebody who may decide it: they wait to be posted again.

    Raises NotFound, and Refused for one that is not marked and for a role that may not set a task aside.
    """
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
    with desk.recording(reason) as now:
        marks = several.each_of(refs, lambda ref: marked(now, ref))
        for mark in marks.values():
            login = now.require("set-aside", now.procedure(mark.fact.episode))
            now.tell([Withdrawn(mark.fact.episode, desk.days.today, "", reason)], withdraws=mark)
    said = f"Not posted after all, says {login}: {', '.join(refs)}. Printed, and to be posted."
    each = now.of_each({ref: mark.fact.episode for ref, mark in marks.items()})
    return Said(now.outcome, said, ref=refs[0], each=each)


def marked(now: Recording, ref: str) -> Told:
    """The mark that a letter was posted."""
    kept = letter(now, ref)
    for each in now.episode(kept["episode"]).told:
        if isinstance(each.fact, LetterPosted) and each.fact.letter == ref:
            return each
    raise Refused(f"{ref} is not marked as posted.", f"See: eh letters list --episode {kept['episode']}")


def letter(now: Recording, ref: str) -> dict[str, Any]:
    """A letter as it was printed; raises NotFound."""
    found = texts.letters(now.writer, ref=ref, reader=EVERYTHING)
    if not found:
        raise NotFound(f"There is no letter {ref}.", cases.near_reference(now.writer, "L", "letter"))
    return found[0]


def fact(now: Recording, ref: str, on: date) -> LetterPosted:
    """That this letter was posted."""
    kept = letter(now, ref)
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
