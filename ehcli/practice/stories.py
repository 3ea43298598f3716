"""The stories as they lie in data/demo, checked, and refused by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ehcli.machine import folders
from ehcli.named_tuple import NamedTuple
from ehcli.packs import toml
from ehcli.packs.refusal import BadPack

LONGEST = 5  # calendar days: the longest run of days off, at Christmas; a visit repeated more often would stand still


Deeds = Mapping[str, Callable[..., Any]]  # what each kind of event does, by its name


class Event(NamedTuple):
    """One thing that happens in a story; ``day`` counts from the referral, ``ago`` back from today."""

    does: str
    details: Mapping[str, Any]
    day: int = 0
    ago: int | None = None
    at: str = ""
    told: int = 0
    every: int = 0
    until: int | None = None
    until_ago: int = 0


class FamilyStory(NamedTuple):
    """What happens to a family, and how many working days ago it began for each family that it happens to."""

    name: str
    began: tuple[int, ...]
    events: tuple[Event, ...]
    level: str = ""  # the procedure's usual
    start_reason: str = ""
    ages: tuple[int, ...] = ()
    consent: str = "verbal"
    in_tray: int = 0


class Book(NamedTuple):
    """The stories, with the words of their notes and the choices the authority made."""

    stories: tuple[FamilyStory, ...]
    notes: Mapping[str, str]
    switched: Mapping[str, str]
    route: str  # by which a family comes whose story names no level
    start_reasons: tuple[str, ...]
    end_reasons: tuple[str, ...]


def refuse(file: str, item: str, why: str) -> BadPack:
    return BadPack(f"{file}: {item}: {why}", "Mend it; README.md beside it explains every key.")


def book(deeds: Deeds) -> Book:
    """The stories from data/demo, whose events are these deeds; raises BadPack naming the story."""
    told = toml.read(folders.found("data", "demo/stories.toml"))
    try:
        chapters = {table["name"]: events(table["name"], table["events"], deeds) for table in told["chapter"]}
        return Book(
            tuple(story(table, chapters, deeds) for table in told["story"]),
            told["notes"],
            told["choices"],
            told["route"],
            tuple(told["start_reasons"]),
            tuple(told["end_reasons"]),
        )
    except KeyError as missing:
        raise refuse("stories.toml", str(missing), "is missing.") from None


def story(table: Mapping[str, Any], chapters: Mapping[str, tuple[Event, ...]], deeds: Deeds) -> FamilyStory:
    name = table["name"]
    unknown = [key for key in table if key not in (*FamilyStory._fields, "follows", "stops_after")]
    unknown += [each for each in table.get("follows", ()) if each not in chapters]
    if unknown:
        raise refuse("stories.toml", f"story '{name}'", f"'{unknown[0]}' is not known.")
    last = table.get("stops_after", 9999)
    followed = [event for each in table.get("follows", ()) for event in chapters[each] if event.day <= last]
    own: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    own["events"] = (*followed, *events(name, table["events"], deeds))
    return FamilyStory(**{key: value for key, value in own.items() if key in FamilyStory._fields})


def events(name: str, tables: Sequence[Mapping[str, Any]], deeds: Deeds) -> tuple[Event, ...]:
    return tuple(event(name, table, deeds) for table in tables)


def event(name: str, table: Mapping[str, Any], deeds: Deeds) -> Event:
    """An event, checked against what its deed takes."""
    own = {key: value for key, value in table.items() if key in Event._fields}
    details = {key: value for key, value in table.items() if key not in Event._fields}
    made = Event(details=details, **own)
    if made.does not in deeds:
        raise refuse("stories.toml", f"'{name}'", f"nothing is known that does '{made.does}'.")
    if 0 < made.every <= LONGEST:
        raise refuse("stories.toml", f"'{name}', {made.does}", f"'every' must be more than {LONGEST} days.")
    try:
        inspect.signature(deeds[made.does]).bind(None, None, **details)
    except TypeError as error:
        raise refuse("stories.toml", f"'{name}', {made.does}", f"{error}.") from None
    return made
