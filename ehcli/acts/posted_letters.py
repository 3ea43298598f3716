"""Tells that letters were posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ehcli.days.typed_dates import long
from ehcli.desk import several, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import NOTHING, Said
from ehcli.episodes.facts import LetterPosted, LetterWritten, Told, Withdrawn
from ehcli.episodes.references import read
from ehcli.episodes.restricted import EVERYTHING
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.letters import fields, still
from ehcli.record import cases, texts

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def posted(desk: Desk, letters: Sequence[str], *, released_by: str = "", reason: str = "") -> Said:
    """Letters went by post on that day: only then do they meet what they were owed for.

    Raises NotFound, and Refused for one that was posted already, or may not go any more: whatever day is typed, that
    is looked at by what is known now. What left all the same is recorded as somebody who may release letters says.
    """
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has been posted.")
    refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
    with desk.recording(reason) as now:
        stopped = still.stopped(now.writer, desk.days, desk.rules, refs)
        facts = several.each_of(
            refs, lambda ref: let_go(now, fact(now, ref, on), stopped.get(ref), released_by, reason)
        )
        now.tell(facts.values())
    said = f"Posted on {long(on)}: {', '.join(refs)}."
    went = {ref: found for ref, found in stopped.items() if ref in facts}
    notes = [f"Note: {found.called} went, though it was not to. {found.why}" for found in went.values()]
    more = {"released": {ref: found.why for ref, found in went.items()}} if went else NOTHING
    each = now.of_each({ref: each.episode for ref, each in facts.items()})
    return Said(now.outcome, said, ref=refs[0], each=each, notes=notes, more=more)


def let_go(
    now: Recording, fact: LetterPosted, found: still.StoppedLetter | None, released_by: str, reason: str
) -> LetterPosted:
    """That this letter went, where nothing stops it, or a second person says that it had left all the same."""
    letting = fields.release(now, now.procedure(fact.episode), released_by, reason, now.days.today)
    if not found:
        return fact
    if not letting.by:
        raise Refused(
            f"{found.called} is not to be posted. {found.why}",
            "\n".join(found.todo)
            + "\nIf it had left the office all the same: "
            + f"eh letters posted {fact.letter} --on DATE --released-by LOGIN --reason TEXT",
        )
    if not letting.reason:
        raise BadInput(f"How did this letter come to go? {found.why}", "Add --reason TEXT")
    return fact._replace(released_by=letting.by)


def withdrawn(desk: Desk, letters: Sequence[str], *, reason: str) -> Said:
    """Printed letters are not to be posted: what they were printed for is owed as before.

    Raises NotFound, and Refused for one that was posted or taken back already.
    """
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
    with desk.recording(reason) as now:
        kept = {ref: letter(now, ref) for ref in refs}
        found = several.each_of(refs, lambda ref: in_the_tray(now, kept[ref]))
        for each in found.values():
            now.tell([Withdrawn(each.fact.episode, desk.days.today, "", reason)], withdraws=each)
    files = [row["file"] for row in kept.values() if row["file"] and desk.who.reader.sees(row["open_to"])]
    return Said(
        now.outcome,
        f"Taken back, and not to be posted: {', '.join(refs)}.",
        ref=refs[0],
        each=now.of_each({ref: each.fact.episode for ref, each in found.items()}),
        notes=[f"The file is left where it is, to be thrown away: {file}" for file in files],
    )


def in_the_tray(now: Recording, kept: Mapping[str, Any]) -> Told:
    """That a letter was written, of one that was not posted; raises Refused for another."""
    ref, episode = kept["letter"], kept["episode"]
    if kept["posted_on"]:
        raise Refused(
            f"{ref} was posted on {long(date.fromisoformat(kept['posted_on']))}.",
            f"If it is still here: eh letters posted {ref} --taken-back --reason TEXT --by LOGIN",
        )
    for each in now.episode(episode).told:
        if isinstance(each.fact, LetterWritten) and each.fact.letter == ref:
            return each
    raise Refused(f"{ref} was taken back already.", f"See: eh letters list --episode {episode}")


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
    if kept["withdrawn"]:
        raise Refused(
            f"{ref} was taken back, and is not to be posted.", f"Print another: eh letter {kept['kind']} E-..."
        )
    stands = now.episode(kept["episode"])
    return LetterPosted(stands.episode.ref, on, "", ref, kept["kind"], kept["person"])
