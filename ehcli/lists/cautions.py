"""Whose consent is withdrawn and who is not to be written to, wherever a person, family or case is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.lists import withdrawn
from ehcli.record import households, office


def cautions(desk: Desk, people: Iterable[str], families: Iterable[str]) -> list[str]:
    """Whose consent is withdrawn, who is not to be written to, who is kept apart, whose letters need a second person.

    The reasons are for those who work here; anybody else who prints the page sees that there is one.
    """
    port, today = desk.record, desk.days.today
    known = {each.login.casefold() for each in office.workers(port) if not each.until}
    inside = desk.who.user.casefold() in known

    def why(because: str) -> str:
        return f" ({because})" if inside and because else ""

    refs, homes = list(people), list(families)
    said = withdrawn.lines(withdrawn.of_families(desk, homes))
    for each in households.details(port, refs).values():
        if each.died_on:
            said.append(f"Do not write to {each.ref}: died on {long(date.fromisoformat(each.died_on))}")
        elif not each.safe_to_write:
            said.append(f"Do not write to {each.ref}: not safe{why(each.unsafe_because)}")
        elif each.address and not each.confirmed:
            said.append(f"Do not write to {each.ref}: the address is not confirmed")
    for pair in households.restrictions(port, refs):
        if households.stands(pair.since, pair.until, today):
            said.append(
                f"Do not write to {pair.person} and {pair.other} together, nor tell one of the other"
                f"{until(pair.until)}{why(pair.because)}"
            )
    for family, flagged in households.flags(port, homes, today).items():
        said.append(f"Letters need a second person: {family}{until(flagged.until)}{why(flagged.because)}")
    return said


def until(last: str) -> str:
    return f" until {long(date.fromisoformat(last))}" if last else ""
