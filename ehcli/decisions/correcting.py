"""What a correction may put in the place of what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.decisions.days import happened
from ehcli.decisions.episodes import _nothing_after
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import (
    ConsentRecorded,
    Contacted,
    EpisodeClosed,
    Fact,
    LetterPosted,
    LetterWritten,
    ReferralReceived,
    TafHeld,
    TafScheduled,
    Told,
)
from ehcli.errors import BadInput, Refused


def correct(
    episode: Episode,
    old: Told,
    *,
    told: Sequence[Told],
    on: date,
    at: str,
    today: date,
    reason: str,
    changes: Mapping[str, Any] = MappingProxyType({}),
) -> list[Fact]:
    """A fact's day or values were recorded wrongly: the same fact as it was takes its place.

    Where it is the closing that was, ``told`` is the whole story.
    """
    if not reason.strip():
        raise BadInput("A correction needs its reason.", "Add --reason TEXT")
    match old.fact:
        case EpisodeClosed():
            happened(episode._replace(closed_on=None), on, today, "Closing")
            _nothing_after(episode, told, on)
        case ConsentRecorded() | ReferralReceived():
            if on > today:
                raise BadInput(f"{long(on)} lies in the future: today is {long(today)}.", "Check the date.")
            if isinstance(old.fact, ReferralReceived) and episode.opened_on and on > episode.opened_on:
                opened = long(episode.opened_on)
                raise BadInput(f"{episode.ref} was opened on {opened}, before {long(on)}.", "Check the date.")
        case _:
            happened(episode, on, today, "What happened")
    if isinstance(old.fact, TafHeld):
        meeting = episode.meeting(old.fact.meeting)
        if meeting and meeting.minutes_since and on > meeting.minutes_since:
            since = long(meeting.minutes_since)
            raise BadInput(f"The minutes of {meeting.ref} came in on {since}, before {long(on)}.", "Check the date.")
    _as_dated(old.fact, told, on)
    right: Fact = old.fact._replace(on=on, at=at, **changes)
    if right == old.fact:
        what = f"on {long(on)}" if not changes else "so"
        raise Refused(f"It is recorded {what} already.", f"See: eh timeline {episode.ref}")
    _could_be(episode, right)
    return [right]


def _as_dated(fact: Fact, told: Sequence[Told], on: date) -> None:
    """Raises BadInput for a letter that would be posted before the day it is dated."""
    if isinstance(fact, (LetterPosted, LetterWritten)):
        days = {type(each.fact): each.fact.on for each in told if getattr(each.fact, "letter", "") == fact.letter}
        days[type(fact)] = on
        dated, posted = days.get(LetterWritten), days.get(LetterPosted)
        if dated and posted and posted < dated:
            raise BadInput(
                f"{fact.letter} is dated {long(dated)}, so it was not posted on {long(posted)}.", "Check the date."
            )


def _could_be(episode: Episode, right: Fact) -> None:
    """Raises BadInput for values that cannot stand together."""
    match right:
        case Contacted(outcome="attempted", seen=(_, *_)):
            raise BadInput("Nobody was seen when a contact was only attempted.", "Add --set seen= for nobody")
        case ConsentRecorded(state="given", method=""):
            raise BadInput("How was consent given?", "Add --set method=signed, verbal, electronic or other")
        case TafHeld(attended=()):
            raise BadInput("A TAF that was held had somebody there.", "Name them: --set attended=P-0001,aroy")
        case TafScheduled(planned_on=planned) if episode.opened_on and planned < episode.opened_on.isoformat():
            raise BadInput(f"The meeting would be before {episode.ref} was opened.", "Check the date of the meeting.")
