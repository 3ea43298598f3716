"""Whose consent is withdrawn, as officers see it wherever a case is shown: first of all that is to be known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.procedures.consent import Withdrawal, in_words, withdrawn
from ehcli.record import cases, stories


class Without(NamedTuple):
    """An episode in which consent was withdrawn, and what follows from it by the procedure of its team."""

    episode: str
    team: str
    whose: tuple[Withdrawal, ...]
    said: str

    def listed(self) -> list[dict[str, Any]]:
        """A row for each who withdrew, and for what."""
        return [
            {
                "episode": self.episode,
                "team": self.team,
                "person": each.person,
                "since": each.since.isoformat(),
                "purpose": each.purpose,
            }
            for each in self.whose
        ]


def of_teams(desk: Desk, teams: Sequence[str] = (), worker: str = "") -> list[Without]:
    """The open episodes of some teams, or of whoever holds them, in which consent is withdrawn."""
    found = cases.with_a_withdrawal(desk.record, teams)
    if worker and found:
        held = set(cases.held_by(desk.record, worker))
        found = {episode: team for episode, team in found.items() if episode in held}
    return of(desk, found)


def of_families(desk: Desk, families: Iterable[str]) -> list[Without]:
    """The episodes of these families, open or closed, in which consent is withdrawn; the open ones alone if any is."""
    known: dict[str, list[tuple[str, str, str]]] = {}
    for family, *episode in cases.of_families(desk.record, families):
        known.setdefault(family, []).append((episode[0], episode[1], episode[2]))
    there: list[tuple[str, str, str]] = []
    for theirs in known.values():
        there += [each for each in theirs if not each[2]] or theirs
    return of(desk, {ref: team for ref, team, _ in there})


def of(desk: Desk, episodes: Mapping[str, str]) -> list[Without]:
    """Those of these episodes, each with its team, in which consent is withdrawn."""
    told = stories.consents(desk.record, episodes) if episodes else {}
    found = []
    for episode in sorted(told, key=lambda ref: (len(ref), ref)):
        if whose := withdrawn(told[episode]):
            team = episodes[episode]
            said = in_words(whose, desk.rules.procedure_of(team), episode)
            found.append(Without(episode, team, tuple(whose), said))
    return found


def lines(found: Iterable[Without]) -> list[str]:
    """What is said of each, a line an episode."""
    return [each.said for each in found]


def rows(found: Iterable[Without]) -> list[dict[str, Any]]:
    """The same for a script."""
    return [row for each in found for row in each.listed()]
