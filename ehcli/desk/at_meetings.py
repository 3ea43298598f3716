"""A meeting as it is typed: which one is meant, who was there, and whose meeting it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehcli.episodes.references import TYPED, read
from ehcli.errors import NotFound
from ehcli.record import meeting_rows, office, people, stories

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.episodes.episode import Meeting
    from ehcli.record.deriving import Settled


def told_of(now: Recording, typed: str) -> tuple[Settled, Meeting]:
    """The episode and the meeting; raises NotFound."""
    row = meeting_rows.meeting(now.writer, typed)
    stands = now.episode(row.episode)
    meeting = stands.episode.meeting(row.ref)
    assert meeting is not None  # the meeting's row is written from these facts
    return stands, meeting


def there(now: Recording, typed: str) -> str:
    """Who was there: a person's reference in full, a worker's login, or the name as typed."""
    if TYPED.fullmatch(typed) and typed[:1].upper() == "P":
        ref = read(typed, "P")
        if ref not in people.people(now.writer, [ref]):
            raise NotFound(f"There is no person {ref}.", stories.near_reference(now.writer, "P", "person"))
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
