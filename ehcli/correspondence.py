"""What a letter needs to know, taken from the record: who it goes to, about whom, and how to reach the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.desk import Desk
from ehcli.episode import Episode, Meeting
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.facts import ConsentRecorded, Contacted, Told
from ehcli.record import reading
from ehcli.record.deriving import Settled

HOW = {
    "phone": "telephone call",
    "text": "text message",
    "letter": "letter",
    "email": "email",
    "visit": "visit to your home",
    "school-visit": "visit at school",
    "video": "video call",
}


class Recipient(NamedTuple):
    """Who a letter goes to: a person's, worker's or agency's reference, the name, and the address line by line."""

    ref: str
    name: str
    address: str


def in_full(day: date) -> str:
    """A day as a letter prints it: Tuesday 8 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def addressee(port: reading.Port, settled: Settled, to: str) -> Recipient:
    """The one person a letter goes to: the one named, else who gave consent, else the first parent.

    Raises Refused for somebody it is not safe to write to, and says what to do.
    """
    family = reading.family(port, settled.episode.family)
    if to:
        known = [each for each in family if to.strip().casefold() in (each.ref.casefold(), each.name.casefold())]
        if not known:
            names = ", ".join(f"{each.ref} {each.name}" for each in family)
            raise NotFound(f"'{to}' is not of family {settled.episode.family}.", f"It is {names}.")
    else:
        children = {child.ref for child in settled.children}
        adults = [each for each in family if each.ref not in children and each.role in ("parent", "other")]
        givers = consenting(settled.told)
        known = [each for each in adults if each.ref in givers] or adults
        if not known:
            raise Refused(
                f"{settled.episode.ref} has no parent or carer to write to.", "Say who it goes to: --to P-..."
            )
    person = known[0]
    if not person.safe_to_write:
        raise Refused(
            f"It is not safe to write to {person.ref}.",
            "Speak to the manager, or name somebody else: --to P-...",
        )
    return Recipient(person.ref, person.name, person.address)


def consenting(told: Sequence[Told]) -> set[str]:
    """Who has given consent and not taken it back."""
    state: dict[str, str] = {}
    for each in sorted(told, key=lambda each: each.order):
        if isinstance(each.fact, ConsentRecorded):
            state[each.fact.person] = each.fact.state
    return {person for person, last in state.items() if last == "given"}


def fields(
    desk: Desk,
    port: reading.Port,
    settled: Settled,
    person: Recipient,
    *,
    letter: str,
    dated: date,
    meeting: str,
) -> dict[str, object]:
    """Everything a template may ask for; what is not known is empty, and the template says which of it it needs."""
    heading = reading.heading(port, settled.episode.ref)
    team = reading.team(port, settled.episode.team or heading.team)
    workers = {each.login: each for each in reading.workers(port)}
    roles = {named.slug: named.name for named in desk.procedure.lists["role"]}
    worker, sender = workers.get(settled.episode.worker), workers.get(desk.user)
    planned = next_meeting(settled.episode, meeting)
    closed = settled.episode.closed_on
    first_names = [child.name.split()[0] for child in settled.children]
    return {
        "letter_ref": letter,
        "letter_date": in_full(dated),
        "episode_ref": settled.episode.ref,
        "addressee_name": person.name,
        "addressee_lines": person.address.split("\n") if person.address else [],
        "salutation_name": person.name,
        "children_names": joined(first_names),
        "team_name": team.name,
        "team_address": team.address.split("\n") if team.address else [],
        "team_email": team.email,
        "team_phone": team.phone,
        "worker_name": worker.name if worker else "",
        "worker_role": roles.get(worker.role, worker.role) if worker else "",
        "meeting_date": in_full(planned.planned_on) if planned and planned.planned_on else "",
        "meeting_time": planned.planned_at if planned else "",
        "meeting_venue": planned.venue if planned else "",
        "meeting_kind": planned.kind if planned else "",
        "attempts": attempts(settled.told),
        "reply_by": "",
        "closed_on": in_full(closed) if closed else "",
        "closing_reason_words": "",
        "support_after": "",
        "sender_name": sender.name if sender else "",
        "sender_role": roles.get(sender.role, sender.role) if sender else "",
    }


def next_meeting(episode: Episode, ref: str) -> Meeting | None:
    """The meeting named, else the last one that is planned and not yet held."""
    if ref:
        found = episode.meeting(ref)
        if not found:
            raise NotFound(f"{ref} is not a meeting of {episode.ref}.", f"See: eh taf list --episode {episode.ref}")
        return found
    planned = [meeting for meeting in episode.meetings if meeting.status == "planned"]
    return planned[-1] if planned else None


def attempts(told: Sequence[Told]) -> list[str]:
    """The attempts to reach the family since it was last reached, as a letter prints them."""
    since: list[str] = []
    for each in sorted(told, key=lambda each: each.order):
        fact = each.fact
        if isinstance(fact, Contacted) and fact.party == "family":
            since = [] if fact.outcome == "made" else [*since, f"{in_full(fact.on)}, {HOW.get(fact.how, fact.how)}"]
    return since


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: Wren, Kit and Jo."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def by_hand(typed: Sequence[str], known: Iterable[str]) -> dict[str, str]:
    """Values given by hand, 'name=text'; raises BadInput for a name the letter does not ask for."""
    names = sorted(known)
    given = {}
    for each in typed:
        name, equals, text = each.partition("=")
        if not equals or name.strip() not in names:
            raise BadInput(f"'{each}' fills nothing in.", f"Type NAME=TEXT; the names are {', '.join(names)}.")
        given[name.strip()] = text.strip()
    return given
