"""What a meeting goes through, for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.screen import screen
from ehcli.show.labels import shown

ACTION = {"meeting": "Meeting", "item": "Action", "action": "What", "who": "Who", "by_when": "By", "state": "State"}


def in_own_words(desk: Desk, rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Meetings with each kind in the word of its team's procedure where people read them; a script has eh's own."""
    if desk.settings.as_json or desk.settings.as_csv:
        return rows
    return [row | {"kind": desk.rules.procedure_of(row["team"]).meeting_kinds[row["kind"]].slug} for row in rows]


def agenda(told: Mapping[str, Any], procedure: str) -> None:
    """The items of an agenda with where they are printed, and the actions that are open still."""
    screen.listing(("Item", "Printed in"), [(each["item"], each["printed_in"]) for each in told["items"]])
    if not told["items"]:
        screen.tell(f"{procedure} prints no agenda for it: the authority's own goes here.")
    screen.out("\nOpen actions:")
    cells = [[shown(key, each[key]) for key in ACTION] for each in told["carried"]]
    screen.listing(list(ACTION.values()), cells, none="None.")
    if told["left_out"]:
        screen.tell(f"Left out: {told['left_out']} of somebody who is kept apart from one who is asked to it.")
