"""Two people kept apart, and a meeting: who may be asked to it, and what of it one of them is given to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing import together
from ehcli.addressing.addressing import RELEASABLE, Stop
from ehcli.addressing.household import Household
from ehcli.addressing.together import Invitation
from ehcli.episodes.episode import Meeting
from ehcli.errors import Refused
from ehcli.matching.spelling import folded, says
from ehcli.record import households, waiting
from ehcli.record.deriving import Settled
from ehcli.record.minuted import Action, Said
from ehcli.record.port import Port

NOW = 2**31  # what is told now was entered after everything else


def home(port: Port, settled: Settled, on: date) -> Household:
    """The family of an episode as known now."""
    return households.household(port, settled.episode.family, [child.ref for child in settled.children], on)


def family_of(people: Iterable[str]) -> list[str]:
    """Those who are of a family, and neither worker nor agency."""
    return sorted({each for each in people if each.startswith("P-")})


def against(port: Port, settled: Settled, meeting: Meeting, telling: Collection[str], on: date) -> list[Stop]:
    """What stops these people from being told of a meeting, whichever way they are.

    Somebody kept from one of them is asked to it too and nobody released that.
    """
    fresh = family_of(telling)
    known = home(port, settled, on) if fresh else Household(())
    if not known.restrictions:
        return []
    asked = [Invitation(*each) for each in waiting.invitations(settled.told, meeting.ref)]
    asked += [Invitation(each, NOW) for each in fresh if each not in {one.who for one in asked}]
    changed = waiting.last_changes(port, {settled.episode.family: known})
    pairs = [pair for pair in together.unreleased(known, asked, on, changed) if set(pair) & set(fresh)]
    return list(together.stops(pairs, meeting.ref))


def refuse_telling(port: Port, settled: Settled, meeting: Meeting, on: date) -> None:
    """Raises Refused where those who were asked to a meeting to come may not be told of it as it is planned now."""
    if meeting.not_held or meeting.held_on:
        return
    found = against(port, settled, meeting, [each.who for each in meeting.asked], on)
    if not found:
        return
    todo = list(dict.fromkeys(stop.todo for stop in found))
    if both := " ".join(stop.reason for stop in found if stop.lifted == RELEASABLE):
        who = next(each.who for each in meeting.asked if each.who in both)
        asking = f"eh taf invite {meeting.ref} --invite {who}=in-person"
        todo.append(f"If a manager lets both come: {asking} --released-by LOGIN --reason TEXT")
    raise Refused("\n".join(dict.fromkeys(stop.reason for stop in found)), "\n".join(todo))


def reading(household: Household, to: str, meeting: Meeting, on: date) -> list[Stop]:
    """What stops one of a family from reading of a meeting to which somebody was asked whom they are kept from.

    Whoever was asked to it, or was there, reads of it without the other.
    """
    here = {*(each.who for each in meeting.asked), *meeting.attended}
    if to in here:
        return []
    return [
        Stop(
            f"{meeting.ref} is a meeting with {other}, from whom a restriction keeps {to}.",
            f"Name a meeting that {to} is asked to: --meeting M-...",
            RELEASABLE,
        )
        for other in sorted(household.kept_from(to, on) & here)
    ]


class Hidden(NamedTuple):
    """The people whom one reader is kept from: what is theirs is not printed for that reader."""

    people: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, household: Household, readers: Iterable[str], on: date) -> Hidden:
        """Everybody whom a restriction that stands keeps from one of these readers."""
        people = frozenset(other for reader in readers for other in household.kept_from(reader, on))
        known = (household.known(each) for each in sorted(people))
        return cls(people, tuple(each.name for each in known if each and folded(each.name)))

    def is_one(self, who: str) -> bool:
        """Whether that is one of them, by reference or by name as typed."""
        return who in self.people or folded(who) in {folded(each) for each in self.names}

    def names_one(self, text: str) -> bool:
        """Whether a text has the whole name or the reference of one of them in it."""
        return any(says(text, each) for each in (*self.names, *self.people))

    def actions(self, found: Sequence[Action]) -> list[Action]:
        """The actions that are not theirs, nor about them."""
        return [
            each
            for each in found
            if not (self.is_one(each.who) or each.child in self.people or self.names_one(each.action))
        ]

    def said(self, found: Sequence[Said]) -> list[Said]:
        """What was said, without what is about one of them and the lines that name one."""
        kept = [each for each in found if each.child not in self.people]
        return [
            each._replace(text="\n".join(line for line in each.text.split("\n") if not self.names_one(line)))
            for each in kept
        ]
