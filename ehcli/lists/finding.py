"""Finding people and their episodes by name or postcode."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.record import people

HEADINGS = {
    "person": "Person",
    "name": "Name",
    "born": "Born",
    "family": "Family",
    "episode": "Episode",
    "team": "Team",
    "opened_on": "Opened",
    "closed_on": "Closed",
}
NOWHERE = ("", "", "", "", "")  # of somebody who is in no family


def find(desk: Desk, typed: str) -> list[dict[str, Any]]:
    """Everybody whose name or postcode has these words, a row for each episode of theirs."""
    refs = people.find(desk.record, typed)
    known = people.people(desk.record, refs)
    episodes: dict[str, list[tuple[str, ...]]] = {}
    for person, *episode in people.episodes_of(desk.record, refs):
        episodes.setdefault(person, []).append(tuple(episode))
    return [
        dict(zip(HEADINGS, (ref, known[ref].name, known[ref].born, *episode), strict=True))
        for ref in refs
        for episode in episodes.get(ref, [NOWHERE])
    ]
