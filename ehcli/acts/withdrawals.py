"""What a withdrawn consent stops of all that was to go outside the family, and what it does not stop."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk.note_copies import reached
from ehcli.letters import outside
from ehcli.letters.unposted import unposted
from ehcli.machine import folders
from ehcli.meetings import guests
from ehcli.procedures.consent import SHARING, Withdrawal, on_statement, withdrawn
from ehcli.record.deriving import Settled

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

OUTSIDE = ("professional", "referrer")  # for whom a letter leaves the family
GOES_ON = (
    "letters and minutes to the family itself",
    "contacts, visits and notes",
    "a referral to MASH, social care or the police, which then says that consent was withdrawn",
)


class Stopped(NamedTuple):
    """What was to go outside and does not: each with its reference, and to whom."""

    episode: str
    whose: tuple[Withdrawal, ...]  # nobody's where it was given again since
    rule: str
    letters: tuple[tuple[str, str, str], ...]  # printed and not posted: reference, kind, to whom
    invitations: tuple[tuple[str, str, str], ...]  # meetings to come: reference, day, who was asked
    tasks: tuple[tuple[str, str], ...]  # what only a letter to somebody outside meets, or may meet
    named: tuple[str, ...]  # whom another's statement names still


def stopped(now: Recording, settled: Settled) -> Stopped:
    """What the withdrawal of a consent stops in an episode, as it stands with it."""
    episode, port, on = settled.episode, now.writer, now.days.today
    procedure = now.procedure(episode.ref)
    waiting = {ref: to for ref, to in unposted(settled.told).items() if to and not to.startswith("P-")}
    coming = [each for each in episode.meetings if each.status == "planned"]
    asked = {each.who for meeting in coming for each in meeting.asked}
    workers = {each.who for each in guests.guests(port, settled, sorted(asked)) if each.kind != "family"}
    held = outside.not_to(port, settled, {*waiting.values(), *workers}, on)
    letters = [(ref, kind_of(settled, ref), to) for ref, to in waiting.items() if to in held]
    return Stopped(
        episode.ref,
        tuple(withdrawn(settled.told)),
        procedure.in_brackets(SHARING),
        tuple(letters),
        tuple(
            (meeting.ref, meeting.planned_on.isoformat() if meeting.planned_on else "", each.who)
            for meeting in coming
            for each in meeting.asked
            if each.who in held
        ),
        tuple(tasks(settled, procedure.name)) if withdrawn(settled.told) else (),
        tuple(sorted(each for each in on_statement(settled.told) if not reached(port, each).protects)),
    )


def kind_of(settled: Settled, letter: str) -> str:
    """The kind of a letter that was printed."""
    kinds = {getattr(each.fact, "letter", ""): getattr(each.fact, "kind", "") for each in settled.told}
    return str(kinds.get(letter, ""))


def tasks(settled: Settled, procedure: str) -> list[tuple[str, str]]:
    """The open tasks that a letter to somebody outside the family would meet."""
    from ehcli.paper import templates

    leaving = {
        each.kind
        for each in templates.kinds(list(folders.folders("letter_templates")), procedure)
        if each.audience in OUTSIDE
    }
    return [
        (settled.task(each), each.duty.title)
        for each in settled.obligations
        if each.is_open and leaving & set(each.duty.letters)
    ]


def as_values(found: Stopped) -> dict[str, Any]:
    """The same for a script."""
    return {
        "withdrawn": [
            {"person": each.person, "since": each.since.isoformat(), "purpose": each.purpose} for each in found.whose
        ],
        "stops": {
            "letters": [{"letter": ref, "kind": kind, "to": to} for ref, kind, to in found.letters],
            "invitations": [
                {"meeting": ref, "planned_on": on or None, "who": who} for ref, on, who in found.invitations
            ],
            "tasks": [{"task": ref, "title": title} for ref, title in found.tasks],
        },
        "still_named": list(found.named),
    }


def in_words(found: Stopped) -> list[str]:
    """What it stops and what it does not, a line each."""
    if not found.whose:
        return ["It was given again since, for the same purpose: nothing is stopped by it."]
    lines = [
        f"From now on nothing new goes outside the family ({found.rule}): no letter or minutes to a professional, "
        "no copy of a note, no invitation of a professional, nothing exported for others."
    ]
    lines += [f"  Not to be posted: {ref} ({kind}) to {to}" for ref, kind, to in found.letters]
    lines += [f"  Asked to {ref}{f' on {day(on)}' if on else ''}: {who}" for ref, on, who in found.invitations]
    lines += [f"  Waits on a letter to somebody outside: {ref}  {title}" for ref, title in found.tasks]
    if found.named:
        lines.append(f"Still named on a statement that stands: {', '.join(found.named)}.")
    return [*lines, f"It does not stop: {'; '.join(GOES_ON)}. What was shared before stands."]


def day(on: str) -> str:
    return long(date.fromisoformat(on))
