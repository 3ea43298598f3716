"""The open episodes of which nothing is owed: no list shows them, so the lists of a day say that they are there."""

from __future__ import annotations

from collections.abc import Sequence

from ehcli.desk.desk import Desk
from ehcli.lists.tasks import scope
from ehcli.record import cases
from ehcli.screen import screen

NAMED = 5  # so many are named, and of more it is said how many


def tell(desk: Desk, teams: Sequence[str], worker: str) -> None:
    """Says which open episodes of these teams or this worker owe nothing: nobody looks at them otherwise."""
    found = cases.owing_nothing(desk.record, *scope(desk, teams, worker))
    if not found:
        return
    named = ", ".join(f"{ref} ({family})" for ref, family in found[:NAMED])
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    screen.tell(f"Note: open, and nothing is owed of it: {named}{more}. Look at it with: eh show {found[0][0]}")
