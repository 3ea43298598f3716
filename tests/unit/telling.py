"""Short ways to tell a story in facts: the Okafor family, open in Tipton with two children."""

from __future__ import annotations

from datetime import date

from ehcli.episodes.facts import (
    Allocated,
    ArrivedInTray,
    Contacted,
    EpisodeClosed,
    EpisodeOpened,
    Fact,
    FormRecorded,
    LetterPosted,
    MinutesReached,
    NoteWritten,
    ReferralReceived,
    SetAside,
    StarCompleted,
    TafHeld,
    Told,
    VisitFrequencyAgreed,
)
from ehcli.procedures.obligations import Child

E = "E-0001"
ADA, CHIDI = "P-0001", "P-0002"
OKAFORS = (Child(ADA, date(2014, 3, 2)), Child(CHIDI, date(2019, 9, 30)))


def d(text: str) -> date:
    """'8 4 2026' is 8 April 2026."""
    day, month, year = map(int, text.split())
    return date(year, month, day)


def told(*facts: Fact) -> list[Told]:
    """The facts as a record would tell them, recorded in this order."""
    return [Told(n, n, n, "2026-01-01T09:00:00+00:00", "sbell", fact) for n, fact in enumerate(facts, start=1)]


def received(on: str, at: str = "") -> ReferralReceived:
    return ReferralReceived(E, d(on), at, "Okafor Primary School")


def opened(on: str, level: str = "targeted") -> EpisodeOpened:
    return EpisodeOpened(E, d(on), "", "F-0001", "tipton", level, children=(ADA, CHIDI))


def in_tray(on: str, at: str = "") -> ArrivedInTray:
    return ArrivedInTray(E, d(on), at, "tipton", "team")


def allocated(on: str, at: str = "", role: str = "key-worker", worker: str = "aroy") -> Allocated:
    return Allocated(E, d(on), at, worker, role, "tipton")


def contacted(on: str, how: str, outcome: str, party: str = "family", at: str = "") -> Contacted:
    return Contacted(E, d(on), at, how, outcome, party, "aroy")


def visited(on: str, outcome: str = "made", at: str = "") -> Contacted:
    return contacted(on, "visit", outcome, at=at)


def called(on: str, outcome: str = "attempted") -> Contacted:
    return contacted(on, "phone", outcome)


def posted(on: str, kind: str = "no-contact") -> LetterPosted:
    return LetterPosted(E, d(on), "", "L-0001", kind, ADA)


def taf(on: str, at: str = "", kind: str = "initial", meeting: str = "M-0001") -> TafHeld:
    return TafHeld(E, d(on), at, meeting, kind, ("Sam Okafor", "School nurse"), "aroy")


def minutes(on: str, stage: str, meeting: str = "M-0001", at: str = "") -> MinutesReached:
    return MinutesReached(E, d(on), at, meeting, stage, "sbell")


def form(on: str, name: str, stage: str = "completed", *children: str) -> FormRecorded:
    return FormRecorded(E, d(on), "", name, stage, children)


def star(on: str, name: str = "family-star-plus", *children: str) -> StarCompleted:
    return StarCompleted(E, d(on), "", name, children, (4, 5))


def noted(on: str, type: str = "Case Summary", significant: bool = False) -> NoteWritten:
    return NoteWritten(E, d(on), "", "N-0001", type, (), significant, "aroy")


def agreed(on: str, every: str = "fortnightly", until: str = "") -> VisitFrequencyAgreed:
    return VisitFrequencyAgreed(E, d(on), "", every, "jmay", "The plan is going well", until)


def aside(on: str, key: str) -> SetAside:
    return SetAside(E, d(on), "", key, key.partition(":")[0], "jmay", "Another agency does it")


def closed(on: str) -> EpisodeClosed:
    return EpisodeClosed(E, d(on), "", "Refer to CSC", "jmay")
