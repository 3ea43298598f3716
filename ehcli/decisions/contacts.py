"""Contacts, and how often a family is visited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehcli.decisions.days import _open, happened
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import (
    VALUES,
    Contacted,
    Fact,
    VisitFrequencyAgreed,
)
from ehcli.errors import BadInput, Refused
from ehcli.procedures import citation
from ehcli.procedures.citation import Citation
from ehcli.procedures.kept import Against, refuse

HOWS = VALUES["contacted", "how"]


def contact(
    episode: Episode,
    *,
    how: str,
    outcome: str,
    party: str,
    worker: str,
    seen: Sequence[str],
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """A contact was made or attempted."""
    happened(episode, on, today, "A contact")
    if outcome == "attempted" and seen:
        raise BadInput("Nobody was seen when a contact was only attempted.", "Leave --seen out, or say --outcome made")
    return [Contacted(episode.ref, on, at, how, outcome, party, worker, tuple(seen))]


def visit_frequency(
    episode: Episode,
    *,
    every: str,
    decided_by: str,
    reason: str,
    until: date | None,
    on: date,
    today: date,
    not_before_taf: Sequence[Citation] = (),
    against: Against = refuse,
) -> list[Fact]:
    """A manager signed off how often the family is visited; the reason is part of it (TEH-058, COG-424).

    ``not_before_taf`` is where the procedure prints that visits stay weekly until a TAF was held; empty where it does
    not. ``against`` is what is done about an agreement without its reason.
    """
    _open(episode, on, today, "An agreement")
    if not reason.strip():
        against(BadInput("An agreement about visits needs its reason.", "Add --reason TEXT", "reason-for-visits"))
    held = any(each.held_on and each.held_on <= on for each in episode.tafs_held)
    if every == "fortnightly" and not_before_taf and not held:
        raise Refused(
            "Visits stay weekly until the Initial TAF has been held.",
            "Hold the TAF first, then record the agreement.",
            citation.printed(not_before_taf),
        )
    return [VisitFrequencyAgreed(episode.ref, on, "", every, decided_by, reason, until.isoformat() if until else "")]
