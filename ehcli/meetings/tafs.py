"""TAF meetings found: one by its reference, those of an episode or to come, and who was there or is invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Meeting
from ehcli.episodes.references import TYPED, read
from ehcli.errors import NotFound
from ehcli.meetings.guests import guests
from ehcli.record import cases, meetings, office, people
from ehcli.record.deriving import Settled

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def taf(desk: Desk, typed: str) -> tuple[Settled, Meeting]:
    """The episode and the meeting of that reference, to be read; raises NotFound."""
    row = meetings.meeting(desk.record, typed)
    settled = desk.settled(row.episode)
    return settled, of_row(settled, row.ref)


def told_of(now: Recording, typed: str, episode: str = "") -> tuple[Settled, Meeting]:
    """The episode and the meeting as a command finds them; raises NotFound.

    The meeting's episode is looked up where it is not known: in a story told as one it stands in no list yet.
    """
    stands = now.episode(episode or meetings.meeting(now.writer, typed).episode)
    return stands, of_row(stands, read(typed, "M"))


def of_row(settled: Settled, ref: str) -> Meeting:
    meeting = settled.episode.meeting(ref)
    assert meeting is not None  # the meeting's row is written from these facts
    return meeting


def there(now: Recording, typed: str) -> str:
    """Who was there: a person's reference in full, a worker's login, or the name as typed."""
    if TYPED.fullmatch(typed) and typed[:1].upper() == "P":
        ref = read(typed, "P")
        if ref not in people.people(now.writer, [ref]):
            raise NotFound(f"There is no person {ref}.", cases.near_reference(now.writer, "P", "person"))
        return ref
    return typed


def chaired_by(now: Recording, chair: str) -> str:
    """Whose meeting it was: our own where nobody else is named in the chair, or somebody of the family."""
    if not chair.strip() or (TYPED.fullmatch(chair.strip()) and chair.strip()[:1].upper() == "P"):
        return "own-staff"
    try:
        ours = not office.worker(now.writer, chair).agency
    except NotFound:
        ours = False
    return "own-staff" if ours else "another-agency"


def listed(desk: Desk, *, teams: Sequence[str] = (), episode: str = "", within: str = "") -> list[dict[str, Any]]:
    """The meetings of an episode, or those to come, of some teams or of all."""
    slugs = office.several(desk.record, teams)
    ref = read(episode, "E") if episode else ""
    until = desk.days.ahead(within).isoformat() if within else ""
    since = "" if ref else desk.days.today.isoformat()
    rows = meetings.meetings(desk.record, teams=slugs, episode=ref, since=since, until=until)
    return [meetings.as_listed(row) for row in rows]


def invited(desk: Desk, settled: Settled, meeting: Meeting) -> list[dict[str, Any]]:
    """Who is invited, how, and what they answered, with how each is reached."""
    people = guests(desk.record, settled, [each.who for each in meeting.asked])
    return [
        {
            "who": each.who,
            "name": person.name,
            "method": each.method,
            "on": each.on.isoformat(),
            "answer": each.answer,
            "email": person.email,
            "until": person.until,
        }
        for each, person in zip(meeting.asked, people, strict=True)
    ]
