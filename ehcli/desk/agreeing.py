"""Asks whether something is meant that would surprise: a person at a terminal, else by --yes."""

from __future__ import annotations

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, Declined
from ehcli.screen import screen


def agreed(desk: Desk, what: str, hint: str) -> None:
    """Goes on where it was meant; raises Declined where a person says no, and BadInput where nobody can be asked."""
    if desk.settings.yes:
        return
    if not screen.can_ask(desk.settings.no_input):
        raise BadInput(what, hint)
    screen.tell(what)
    if not screen.agrees("Is that meant? yes or no"):
        raise Declined("Nothing was written.")
