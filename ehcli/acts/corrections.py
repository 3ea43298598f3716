"""Corrects what was recorded: the right value takes the wrong one's place, and both are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.acts.right_values import right_values
from ehcli.days.typed_dates import long
from ehcli.decisions import correcting
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import KINDS, NAMES, EpisodeClosed, Fact, NoteWritten, Told
from ehcli.errors import BadInput, NotFound, Refused

if TYPE_CHECKING:
    from ehcli.record.deriving import Settled

# What is corrected by looking at every note: the notes, and a closing, which is not before anything else of the case.
WHOLE = [NAMES[each] for each in (NoteWritten, EpisodeClosed)]


def correct(
    desk: Desk,
    episode: str,
    what: str,
    *,
    to: tuple[date, str] | None = None,
    was: str = "",
    entry: int = 0,
    right: Sequence[str] = (),
    reason: str,
) -> Said:
    """The day, or values, of something recorded were wrong: ``to`` is the right day and time, ``right`` NAME=VALUE.

    Raises NotFound where there is no such fact, Refused where it could be several.
    """
    what = typed_words.one_of(what, [name for name in KINDS if name != "withdrawn"], "kind of fact")
    if not to and not right:
        raise BadInput("The right day is missing.", "Add --on DATE; or for another value --set NAME=VALUE")
    with desk.recording(reason) as now:
        stands = now.episode(episode, whole=what in WHOLE)
        old = meant(desk, stands, what, was, entry)
        on, at = to or (old.on, "")
        facts = correcting.correct(
            stands.episode,
            old,
            told=stands.told,
            on=on,
            at=at or old.fact.at,  # the right day, and the time as it was noted
            today=desk.days.today,
            reason=reason,
            changes=right_values(now, stands, old, right),
        )
        now.tell(facts, old)
    return Said(now.outcome, f"Corrected {stands.episode.ref}, {in_words(old, facts[0])}.")


def meant(desk: Desk, stands: Settled, what: str, was: str, entry: int) -> Told:
    """The fact that is to be corrected; raises NotFound where there is none, Refused where there are several."""
    day, at = desk.days.moment(was) if was else (None, "")
    there_is = [each for each in stands.told if NAMES[type(each.fact)] == what]
    found = [
        each
        for each in there_is
        if each.on == (day or each.on) and each.fact.at == (at or each.fact.at) and each.entry == (entry or each.entry)
    ]
    if not found:
        raise unknown(stands.episode.ref, what, was, entry, there_is)
    if len(found) > 1:
        raise Refused(
            f"{stands.episode.ref} has more than one {what}: {listed_by_entry(found)}.",
            "Say which it is: --was DATE, or --entry N",
        )
    return found[0]


def unknown(ref: str, what: str, was: str, entry: int, there_is: Sequence[Told]) -> NotFound:
    """That nothing of the kind was recorded, or not on that day or by that entry, with what was."""
    if not there_is:
        return NotFound(f"{ref} has no such fact: {what}.", f"See: eh timeline {ref}")
    named = [f"on {was}"] if was else []
    named += [f"by entry {entry}"] if entry else []
    return NotFound(
        f"{ref} has no {what} that was recorded {' '.join(named)}.",
        f"It has {listed_by_entry(there_is)}. Say which it is: --entry {there_is[-1].entry}",
    )


def listed_by_entry(found: Sequence[Told]) -> str:
    """Facts of one kind, each with its day and the entry that recorded it."""
    return ", ".join(f"{when(each.fact)} (entry {each.entry})" for each in found)


def in_words(old: Told, right: Fact) -> str:
    """What was wrong and what is right."""
    kind = NAMES[type(old.fact)].replace("-", " ")
    moved = when(old.fact) != when(right)
    said = [f"{when(old.fact)} was wrong, {when(right)} is right"] if moved else []
    for name in right._fields[3:]:
        before, after = plain(getattr(old.fact, name)), plain(getattr(right, name))
        if before != after:
            said.append(f"{name.replace('_', ' ')} {before or 'nothing'} was wrong, {after or 'nothing'} is right")
    return f"{kind}: {'; '.join(said)}" if moved else f"{kind} on {long(old.on)}: {'; '.join(said)}"


def when(fact: Fact) -> str:
    return f"{long(fact.on)}{f' {fact.at}' if fact.at else ''}"


def plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
