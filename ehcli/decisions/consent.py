"""Consent given, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import (
    VALUES,
    ConsentRecorded,
    Fact,
)
from ehcli.errors import BadInput, Refused
from ehcli.procedures.kept import Against, refuse

METHODS = VALUES["consent-recorded", "method"]
SILENT = ("no reply", "no-reply", "silence", "not returned", "unanswered")


def consent(
    episode: Episode,
    *,
    person: str,
    state: str,
    method: str,
    purpose: str,
    on: date,
    today: date,
    shared_with: Sequence[str] = (),
    option: str = "--method",
    against: Against = refuse,
) -> list[Fact]:
    """A person gave, refused or withdrew consent; silence is never consent (TEH p5, TEH-034).

    ``option`` is what its method is typed after, and ``against`` what is done where silence is taken for consent.
    """
    # Consent to the referral may well be older than the episode, so only the future is refused.
    if on > today:
        raise BadInput(f"Consent on {long(on)} lies in the future: today is {long(today)}.", "Check the date.")
    if state == "given" and not method.strip():
        raise BadInput("How was consent given?", f"Add --method {', '.join(METHODS[:-1])} or {METHODS[-1]}")
    if state == "given" and method.casefold() in SILENT:
        against(
            Refused(
                "No reply is not consent.",
                f"Record consent when the person has said or signed it: {option} signed, or {option} verbal",
                "no-reply-is-no-consent",
            )
        )
    return [ConsentRecorded(episode.ref, on, "", person, state, method, purpose, tuple(shared_with))]
