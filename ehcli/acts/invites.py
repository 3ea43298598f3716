"""Invites people to a TAF, and makes the files that tell them of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.decisions import meetings
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import VALUES
from ehcli.errors import BadInput
from ehcli.letters import fields
from ehcli.meetings import invitation_files, invitations, second_look, tafs
from ehcli.meetings.invitation_files import Ready
from ehcli.meetings.invitations import Pair
from ehcli.procedures.kept import Against, Kept
from ehcli.record.deriving import Settled

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


class Asking(NamedTuple):
    """Who is to be invited and how, as it was typed."""

    invite: Sequence[str] = ()
    who: Sequence[str] = ()
    method: str = ""
    answer: str = ""
    as_before: bool = False


def invite(desk: Desk, meeting: str, *, asking: Asking, released_by: str = "", reason: str = "", out: str = "") -> Said:
    """People are asked to a meeting, each in one way, or answered; how is part of it.

    Raises Refused where somebody may not be written to, or may not let a held invitation go.
    """
    answer = typed_words.one_of(asking.answer, VALUES["invited", "answer"], "answer") if asking.answer else ""
    pairs = invitations.typed_pairs(asking.invite, asking.who, asking.method, answer)
    folder = invitation_files.folder(out) if not desk.settings.dry_run else Path()
    on, _ = desk.days.happened
    with desk.recording(reason) as now:
        stands, known = tafs.told_of(now, meeting)
        letting = fields.release(now, now.procedure(stands.episode.ref), released_by, reason, desk.days.today)
        if asking.as_before:
            pairs = invitations.before(stands.episode, known) | pairs
        if not pairs:
            raise BadInput("Who is invited?", f"Add --invite P-0003=letter. {invitations.offered(stands)}")
        asked, ended = invitations.told(now, stands, known, pairs, letting)
        rules = Kept(now.procedure(stands.episode.ref))
        invited = meetings.invite(
            stands.episode, known, asked=asked, on=on, today=desk.days.today, released_by=letting.by, against=rules
        )
        now.tell(invited)
        ready, flags = looked_at(now, stands.episode.ref, known.ref, asked, on)
    made = written(ready, folder) | {"flags": [*ended, *flags]}
    said = f"{known.ref}: invited {invitations.in_words(asked)}."
    aside = invitation_files.in_words(made)
    return Said(now.outcome, said, ref=known.ref, more=made, asides=aside, notes=rules.warnings)


def told(
    now: Recording,
    stands: Settled,
    meeting: Meeting,
    pairs: Mapping[str, Pair],
    on: date,
    against: Against,
    letting: fields.Release = fields.Release(),
) -> tuple[dict[str, Pair], list[str]]:
    """Records who is invited with a meeting as it is planned, and names those who are left out; nobody may be."""
    if not pairs:
        return {}, []
    asked, ended = invitations.told(now, stands, meeting, pairs, letting)
    now.tell(
        meetings.invite(
            stands.episode,
            meeting,
            asked=asked,
            on=on,
            today=now.days.today,
            released_by=letting.by,
            against=against,
        )
    )
    return asked, ended


def looked_at(
    now: Recording, episode: str, meeting: str, asked: Mapping[str, Pair], on: date
) -> tuple[Ready | None, list[str]]:
    """The files of a meeting as it stands now, and what to look at again; neither on a dry run."""
    if now.dry_run:
        return None, []
    settled = now.so_far(episode)
    known = tafs.of_row(settled, meeting)
    answered = all(answer for _, answer in asked.values())
    flags = second_look.flags(now, settled, known, set(asked), None if answered else on)
    return ready(now, settled, known), flags


def ready(now: Recording, settled: Settled, meeting: Meeting) -> Ready:
    """The files of a meeting as it stands with what this command has told of it."""
    return invitation_files.ready(now.writer, now.rules.about().get("record", "eh"), settled, meeting)


def written(ready: Ready | None, folder: Path) -> dict[str, Any]:
    """Writes the files where there are any; what scripts are told of them."""
    return invitation_files.put(ready, folder) if ready else {}
