"""A meeting as a calendar file (.ics), the same bytes for the same meeting. A home of icalendar.

Times are in UTC: a time that names its zone needs that zone's rules in the file, and Outlook shows it an hour
out in summer without them. The method is PUBLISH, because a person sends the file on by hand; a meeting that
moved keeps its UID and counts its SEQUENCE up, and one that does not take place is cancelled under the same UID.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ehcli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//eh//Early help meetings//EN"


class Gathering(NamedTuple):
    """What a calendar is told of a meeting: no family's name is in it, but for what stands in the place as typed."""

    uid: str
    sequence: int
    recorded_at: datetime  # with its zone
    starts_at: datetime  # with its zone
    length: timedelta
    title: str
    place: str
    says: str
    team: str = ""
    email: str = ""


def calendar(gatherings: list[Gathering], *, cancelled: bool = False) -> bytes:
    """The calendar file of a meeting, or of a few; a cancelled one takes itself out of the calendar."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if cancelled else "PUBLISH")
    for each in gatherings:
        made.add_component(_event(each, cancelled))
    return bytes(made.to_ical())


def _event(each: Gathering, cancelled: bool) -> Event:
    from icalendar import Event, vCalAddress, vText

    event = Event()
    event.add("uid", each.uid)
    event.add("sequence", each.sequence)
    event.add("dtstamp", each.recorded_at)
    event.add("dtstart", each.starts_at)
    event.add("dtend", each.starts_at + each.length)
    event.add("summary", each.title)
    if each.place:
        event.add("location", each.place)
    if each.says:
        event.add("description", each.says)
    if each.email:
        organiser = vCalAddress(f"mailto:{each.email}")
        organiser.params["CN"] = vText(each.team)
        event.add("organizer", organiser)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
