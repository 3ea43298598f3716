"""What the commands that plan, move and cancel a TAF share: recording who is invited, and writing the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.errors import EhError, Refused
from ehcli.letters.fields import Release
from ehcli.meetings import invitations
from ehcli.procedures import citation
from ehcli.record.port import Port
from ehcli.screen import screen

if TYPE_CHECKING:
    from ehcli.episodes.episode import Episode, Meeting
    from ehcli.record.deriving import Settled


def told(
    desk: Desk,
    port: Port,
    stands: Settled,
    meeting: Meeting,
    pairs: dict[str, tuple[str, str]],
    letting: Release = Release(),
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Who is invited, with how and the answer, and a sentence for each who is left out."""
    usual = {each.who: each.method for each in meeting.asked}
    found = {invitations.guest(port, stands, typed): pair for typed, pair in pairs.items()}
    # An answer is what somebody said to us: nothing is written to anybody for it.
    ways = {each: how or ("" if answer else usual.get(each.who, "")) for each, (how, answer) in found.items()}
    procedure = desk.procedure_of(stands.episode.ref)
    asked, ended = invitations.checked(port, stands, procedure, meeting, ways, desk.days.today, letting)
    return {each.who: found[each] for each in asked}, [invitations.left_out(each) for each in ended]


def before(episode: Episode, meeting: Meeting) -> dict[str, tuple[str, str]]:
    """Those who were invited to the meeting before this one, in the same way."""
    earlier = [each for each in episode.meetings if each.ref != meeting.ref and each.asked]
    if not earlier:
        raise Refused(
            f"Nobody was invited to a meeting of {episode.ref} before {meeting.ref}.",
            f"Name them: eh taf invite {meeting.ref} --invite WHO=METHOD",
        )
    return {each.who: (each.method, "") for each in earlier[-1].asked}


def offered(stands: Settled) -> str:
    """Whom one would think of first: the family and who holds the case."""
    held = [each.worker for each in stands.episode.holdings if not each.until]
    return f"Think of the parents or carers, {', '.join([child.ref for child in stands.children] + held)}."


def looked_at_again(desk: Desk, episode: str, ref: str, asked: set[str], on: date | None) -> list[str]:
    """What is out of the ordinary with these invitations, a sentence each; none of it is refused."""
    settled = desk.settled(episode)
    meeting = settled.episode.meeting(ref)
    assert meeting
    procedure = desk.procedure_of(episode)
    found = []
    if on and (late := invitations.notice(procedure, meeting, on, desk.days.workdays_of(settled.episode.team))):
        last, rule = late
        cites = citation.in_full(rule.cite)
        found.append(f"short notice: to give {rule.within} of it, the last day to invite was {long(last)} ({cites}).")
    fresh = [each for each in meeting.asked if each.who in asked]
    people = invitations.guests(desk.record, settled, [each.who for each in fresh])
    pairs = [(person, each.method) for person, each in zip(people, fresh, strict=True)]
    for person, ways, cite in invitations.unprinted(procedure, pairs):
        found.append(f"{person.who}: {cite.short} prints {ways} for somebody like this ({', '.join(cite.rows)}).")
    for child, since, cite in invitations.old_enough(procedure, settled, meeting):
        found.append(
            f"{child} is {since} or over and is not invited yet ({cite.short}; {', '.join(cite.rows)}; "
            f"{since} is our reading)."
        )
    if invitations.names_the_family(desk.record, settled, meeting.venue):
        found.append("the place has the family's name in it, and others see a calendar: say it in another way.")
    letters = invitations.by_method(fresh, "letter")
    family = {person.who for person in people if person.kind == "family"}
    children = {child.ref for child in settled.children}
    for each in letters:
        kind = "professional" if each not in family else "young-person" if each in children else ""
        name = f"taf-invitation{f'-{kind}' if kind else ''}"
        found.append(f"write the letter: eh letter {name} {episode} --meeting {ref} --to {each}")
    return found


def files(desk: Desk, episode: str, ref: str, folder: Path) -> dict[str, Any]:
    """Writes the files of a meeting's invitations; what scripts are told of them."""
    settled = desk.settled(episode)
    meeting = settled.episode.meeting(ref)
    assert meeting
    try:
        made = invitations.write(desk, settled, meeting, folder)
    except EhError as problem:
        problem.hint = f"It is recorded. Write the files again with: eh taf invitations {ref} --out DIR"
        raise
    return {
        "calendar": str(made.calendar),
        "text": str(made.text),
        "drafts": {who: str(file) for who, file in made.drafts.items()},
        "without_email": list(made.without),
    }


def in_words(asked: dict[str, tuple[str, str]]) -> str:
    """Who is invited, how, and what they answered."""
    return "; ".join(
        f"{who} ({', '.join(part for part in pair if part) or 'as before'})" for who, pair in asked.items()
    )


def done(
    desk: Desk,
    episode: str,
    ref: str,
    folder: Path,
    asked: dict[str, tuple[str, str]],
    ended: list[str],
    on: date,
) -> dict[str, Any]:
    """Writes the files; what was written and what to look at again, as scripts are told of it."""
    if desk.settings.dry_run:
        return {"flags": ended}
    answered = all(answer for _, answer in asked.values())
    flags = looked_at_again(desk, episode, ref, set(asked), None if answered else on)
    return files(desk, episode, ref, folder) | {"flags": [*ended, *flags]}


def tell(desk: Desk, made: dict[str, Any]) -> None:
    """Says what to look at again, names the files that were written, and who has no address to write to."""
    if desk.settings.quiet or desk.settings.as_json:
        return
    for flag in made.get("flags", ()):
        screen.tell(f"Note: {flag}")
    if "calendar" not in made:
        return
    screen.tell(f"Calendar file: {made['calendar']}")
    screen.tell(f"Text to paste: {made['text']}")
    for who, file in made["drafts"].items():
        screen.tell(f"Draft for {who}, not sent: {file}")
    if made["without_email"]:
        screen.tell(f"No e-mail address is known for {', '.join(made['without_email'])}: paste the text.")
