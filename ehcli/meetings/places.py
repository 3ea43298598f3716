"""Where a meeting is held, as far as it would tell somebody where another lives from whom they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcli.addressing.addressing import RELEASABLE, Stop
from ehcli.addressing.leaks import of_a_place
from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import Invited, TafScheduled
from ehcli.errors import Refused
from ehcli.record import households
from ehcli.record.deriving import Settled
from ehcli.record.port import Port


def against(port: Port, settled: Settled, meeting: Meeting, people: Iterable[str], on: date) -> dict[str, list[Stop]]:
    """What stops each of these people of the family from being told of the place, by reference."""
    home = households.household(port, settled.episode.family, [child.ref for child in settled.children], on)
    found = {ref: of_a_place(home, ref, on, meeting.ref, meeting.venue) for ref in people if home.known(ref)}
    return {ref: stops for ref, stops in found.items() if stops}


def sure(port: Port, settled: Settled, meeting: Meeting, on: date) -> None:
    """Raises Refused where a meeting's place would tell one of those asked to it, unless that was released."""
    if meeting.not_held or not meeting.asked:
        return
    released = let_go(settled, meeting)
    people = [each.who for each in meeting.asked if each.who.startswith("P-")]
    stops = [
        stop
        for ref, found in against(port, settled, meeting, people, on).items()
        for stop in found
        if not (ref in released and stop.lifted == RELEASABLE)
    ]
    if stops:
        todo = dict.fromkeys(stop.todo for stop in stops)
        raise Refused("\n".join(dict.fromkeys(stop.reason for stop in stops)), "\n".join(todo))


def let_go(settled: Settled, meeting: Meeting) -> set[str]:
    """Whom a second person let be asked to a meeting at the place where it is now."""
    released: set[str] = set()
    for each in sorted(settled.told, key=lambda each: each.order):
        fact = each.fact
        if isinstance(fact, TafScheduled) and fact.meeting == meeting.ref and fact.venue != meeting.venue:
            released.clear()
        elif isinstance(fact, Invited) and fact.meeting == meeting.ref and fact.released_by:
            released.add(fact.who)
    return released if venue(settled, meeting) == meeting.venue else set()


def venue(settled: Settled, meeting: Meeting) -> str:
    """Where the meeting was to be until now."""
    known = settled.episode.meeting(meeting.ref)
    return known.venue if known else ""
