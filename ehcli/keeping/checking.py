"""Checks of a record that would notice damage, tampering, or a worklist that is wrong."""

from __future__ import annotations

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.keeping import derived, kept_seals
from ehcli.record import cases, seals
from ehcli.record.port import Port
from ehcli.screen import screen


def findings(desk: Desk) -> list[str]:
    """What does not agree: the database's own check, its guards, the chain of entries, and all that follows from it."""
    port = desk.record
    try:
        found = [*port.damage(), *chain(port), *port.guards()]
    except RecordUnusable as damaged:
        return [damaged.message]
    return [*found, *beside_the_facts(desk)]


def beside_the_facts(desk: Desk, *, lists: bool = True) -> list[str]:
    """What is not as the facts give it; without the ``lists`` of a copy whose procedure has changed since."""
    found: list[str] = []
    try:
        found.extend(derived.findings(desk, lists=lists))
    except RecordUnusable as damaged:
        found.append(damaged.message)
    except (AttributeError, KeyError, TypeError, ValueError):
        found.append("What is kept beside the facts cannot be compared with them: a value in it is damaged.")
    return found


def open_episodes(desk: Desk) -> int:
    """How many episodes are open."""
    return cases.open_count(desk.record)


def chain(port: Port) -> list[str]:
    """The first entry that is not as it was sealed, and what is wrong with it."""
    try:
        broken = seals.first_broken(port.whole, lambda things, total: screen.counted(things, total, "Verified"))
    except (KeyError, TypeError, ValueError):
        return ["The chain of entries cannot be followed: a value in it is damaged."]
    return [str(broken)] if broken else []


def heads_kept(desk: Desk) -> list[str]:
    """What the heads that eh night kept outside the record show: an end that was cut off, or a journal written anew."""
    found = (seals.unlike_head(desk.record.whole, head) for head in kept_seals.heads_to_check(desk, ""))
    return list(dict.fromkeys(str(each) for each in found if each))
