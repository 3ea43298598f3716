"""What a change of a person or family touches: letters in the tray, invitations, and meetings to come.

Our default: whoever records the change is told of each at once, with the command for it. Nothing is changed by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.addressing import together
from ehcli.addressing.addressing import Stop, addressing
from ehcli.addressing.household import Household, HouseholdMember, Restriction, gone
from ehcli.addressing.leaks import betrayed
from ehcli.addressing.together import Invitation
from ehcli.episodes.facts import Invited
from ehcli.episodes.restricted import Reader
from ehcli.letters import still
from ehcli.letters.fields import own_letters_from
from ehcli.procedures.consent import consenting
from ehcli.record import in_tray, waiting
from ehcli.record.waiting import Around, Coming

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

Row = dict[str, Any]


class Touched(NamedTuple):
    """What a change touches, each with why and the command for it."""

    letters: Sequence[Row] = ()
    invitations: Sequence[Row] = ()
    meetings: Sequence[Row] = ()

    def told(self) -> dict[str, list[Row]]:
        """As a script is told of it."""
        return {name: list(rows) for name, rows in self._asdict().items()}

    def in_words(self) -> list[str]:
        """A sentence for each, with the command."""
        said = [f"{each['letter']} is not to be posted: {each['why']} {each['todo'][0]}" for each in self.letters]
        said += [
            f"{each['who']} is asked to {each['meeting']}: {each['why']} {each['todo'][0]}" for each in self.invitations
        ]
        said += [f"{each['meeting']} is to come: {each['why']} {each['todo'][0]}" for each in self.meetings]
        return [f"Note: {each}" for each in said]


NOTHING = Touched()


def by(
    now: Recording,
    reader: Reader,
    families: Collection[str],
    people: Collection[str],
    was: Mapping[str, HouseholdMember] | None = None,
    *,
    apart: bool = False,
) -> Touched:
    """What a change of these people of these families touches, as the record has it with what was just recorded.

    ``was`` are those whose address is another than before; ``apart`` says that they are kept apart from now on, which
    touches only what would bring them together.
    """
    port, on = now.writer, now.days.today if now.days.kind else now.days.real
    stopped = still.stopped(port, now.days, now.rules, in_tray.of_families(port, families))
    letters = [each.told(reader) for each in stopped.values()]
    planned = waiting.coming(port, families, on)
    known = waiting.around(port, {each.episode: each.family for each in planned}, on) if planned else {}
    invitations: list[Row] = []
    meetings: list[Row] = []
    for meeting in planned:
        around = known[meeting.episode]
        invitations += asked(now, meeting, around, people, apart=apart)
        meetings += [
            {"meeting": meeting.ref, "episode": meeting.episode, "why": stop.reason, "todo": [stop.todo]}
            for stop in of_meeting(now, meeting, around, people, was or {})
        ]
    return Touched(letters, invitations, meetings)


def asked(now: Recording, meeting: Coming, around: Around, people: Collection[str], *, apart: bool) -> Iterator[Row]:
    """The invitations of these people to a meeting, with what stands against each now."""
    on = now.days.today if now.days.kind else now.days.real
    ways = {
        each.fact.who: each.fact.method
        for each in around.told
        if isinstance(each.fact, Invited) and each.fact.meeting == meeting.ref
    }
    for who, method in ways.items():
        if who not in people:
            continue
        found = addressing(
            around.household,
            audience="young-person" if who in around.household.children else "parent",
            on=on,
            consenting=consenting(around.told),
            own_from=own_letters_from(now.procedure(meeting.episode)),
            named=who,
            method=method,
        )
        stops = [stop.reason for each in found.addressees for stop in each.stops]
        if not stops and apart:
            continue
        why = " ".join(stops) or f"by {method or 'a way that is not said'}, before this was recorded."
        yield {
            "meeting": meeting.ref,
            "episode": meeting.episode,
            "who": who,
            "method": method,
            "why": why,
            "todo": [f"Look at it again: eh taf invitations {meeting.ref}"],
        }


def of_meeting(
    now: Recording, meeting: Coming, around: Around, people: Collection[str], was: Mapping[str, HouseholdMember]
) -> Iterator[Stop]:
    """What stands against a meeting as it is planned: two kept apart, a place that tells, and what it is about."""
    on = now.days.today if now.days.kind else now.days.real
    invited = [Invitation(*each) for each in waiting.invitations(around.told, meeting.ref)]
    home, called_off = around.household, f"If it is not to be: eh taf cancel {meeting.ref} --reason TEXT"
    for one, other in together.unreleased(home, invited, on, around.changed):
        if one in people or other in people:
            yield Stop(f"{one} and {other} are both asked to it, and are kept apart.", called_off)
    who = {each.who for each in invited if each.who.startswith("P-")}
    yield from together.at_a_home(home, sorted(who), on, meeting.ref, meeting.venue)
    for ref, before in was.items():
        strangers = Restriction(ref, "", date.min)
        there = Household((before, HouseholdMember("")), restrictions=(strangers,))
        if betrayed(there, "", on, {"meeting_venue": meeting.venue}):
            yield Stop(
                f"Its place is where {ref} lived.",
                f"If it is to be elsewhere: eh taf schedule {meeting.ref} --at WHEN --venue TEXT",
            )
    for ref in home.children:
        child = home.known(ref)
        if ref in people and child and (child.died or gone(child, on)):
            yield Stop(f"{ref}, whom it is about, {'has died' if child.died else 'left the household'}.", called_off)
