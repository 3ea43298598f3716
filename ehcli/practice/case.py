"""A family with its story: who is in it, who works with it, and the facts told of its episode so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import Told
from ehcli.practice.stories import FamilyStory


class Someone(NamedTuple):
    """A person of a family."""

    name: str
    born: date
    sex: str

    @property
    def typed(self) -> str:
        return f"{self.name}; {self.born}; {self.sex}"


class Case:
    """A family with its story, its town and workers, and the facts told of its episode so far."""

    def __init__(self, number: int, story: FamilyStory, town: Mapping[str, Any], began: date, turn: int) -> None:
        self.number, self.story, self.town, self.began = number, story, town, began
        workers = [each["login"] for each in town["key_workers"]]
        self.logins = {
            "worker": workers[turn % len(workers)],
            "colleague": workers[(turn + 1) % len(workers)],
            **{role: town[role]["login"] for role in ("manager", "senior", "business_support", "lead")},
        }
        self.children: list[Someone] = []
        self.parents: list[Someone] = []
        self.address, self.phone = "", ""
        self.referrer: tuple[str, str] = ("", "")
        self.people: dict[str, str] = {}
        self.ref = ""
        self.told: list[Told] = []
        self.episode = Episode("")  # as these facts tell it

    @property
    def child_refs(self) -> list[str]:
        return [self.people[child.name] for child in self.children]

    @property
    def adult_refs(self) -> list[str]:
        return [self.people[parent.name] for parent in self.parents]

    def seen(self, who: str) -> list[str]:
        """Whom a contact was with: everybody, a parent, or nobody in particular."""
        return {"everybody": [*self.child_refs, *self.adult_refs], "parent": self.adult_refs[:1]}.get(who, [])

    def login(self, who: str) -> str:
        """The login of somebody who works with the family: whoever holds the case now, or by role."""
        return self.episode.worker if who == "worker" else self.logins[who]

    def name(self, login: str) -> str:
        people = [*self.town["key_workers"], *(self.town[role] for role in ("manager", "senior", "lead"))]
        return next((str(each["name"]) for each in people if each["login"] == login), login)
