"""What a meeting goes through, for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehcli.screen import screen
from ehcli.show.labels import shown

ACTION = {"meeting": "Meeting", "item": "Action", "action": "What", "who": "Who", "by_when": "By", "state": "State"}


def agenda(told: Mapping[str, Any], procedure: str) -> None:
    """The items of an agenda with where they are printed, and the actions that are open still."""
    screen.listing(("Item", "Printed in"), [(each["item"], each["printed_in"]) for each in told["items"]])
    if not told["items"]:
        screen.tell(f"{procedure} prints no agenda for it: the authority's own goes here.")
    screen.out("\nOpen actions:")
    cells = [[shown(key, each[key]) for key in ACTION] for each in told["carried"]]
    screen.listing(list(ACTION.values()), cells, none="None.")
