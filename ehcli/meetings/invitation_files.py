"""The files that go with an invitation to a TAF: a calendar file, a text to paste, and a draft for each by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.days.workdays import london
from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Meeting
from ehcli.errors import EhError, a
from ehcli.letters import fields, outside
from ehcli.machine import files, folders
from ehcli.meetings import apart, places
from ehcli.meetings.guests import guests, is_over
from ehcli.paper import calendar_file
from ehcli.paper.email_draft import Attachment, draft, is_address
from ehcli.paper.markup import clean
from ehcli.record import meetings, office
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

DRAFTED = {"email", "secure-email"}  # the ways for which a draft is written
# A calendar wants to know when a meeting ends; nobody records that, so it is an hour, our default.
LENGTH = timedelta(hours=1)
TITLES = {
    "initial": "Team Around the Family meeting",
    "review": "Team Around the Family review meeting",
    "final": "Team Around the Family final meeting",
}


def title(settled: Settled, meeting: Meeting) -> str:
    """What a family reads of the meeting: the full words of the procedure in force that day, else our default."""
    kinds = settled.programme.in_force(meeting.planned_on or meeting.held_on or date.min).meeting_kinds
    return one_line(str(kinds[meeting.kind].more.get("in_full") or TITLES[meeting.kind]))


class Ready(NamedTuple):
    """The files of a meeting's invitations before they are written, and who gets none as no address is known."""

    meeting: str
    calendar: bytes
    text: str
    drafts: Mapping[str, bytes]
    without: tuple[str, ...]


def folder(out: str) -> Path:
    """The folder for invitations, made if it is not there."""
    chosen = Path(out).expanduser() if out else folders.home() / "invitations"
    files.out_folder(chosen)
    return chosen


def starts_at(meeting: Meeting) -> datetime:
    """When the meeting begins, by the clock of London."""
    assert meeting.planned_on
    at = time.fromisoformat(meeting.planned_at) if meeting.planned_at else time(9)
    return datetime.combine(meeting.planned_on, at, tzinfo=london())


def one_line(text: str) -> str:
    """A text on one line without anything that a program could take for a line of its own."""
    return " ".join(clean(text).split())


def says(port: Port, settled: Settled, meeting: Meeting) -> str:
    """The words of an invitation, to paste into a message: nobody is named in them."""
    return words(port, settled, meeting, moved=len(meetings.changes(port, settled.episode.ref, meeting.ref)) > 1)


def words(port: Port, settled: Settled, meeting: Meeting, *, moved: bool) -> str:
    team = office.team(port, settled.episode.team)
    reach = "\n".join(one_line(each) for each in (team.phone, team.email) if each)
    when = fields.in_full(meeting.planned_on) if meeting.planned_on else ""
    what = title(settled, meeting)
    if meeting.not_held:
        return (
            f"The {what} on {when} at {meeting.planned_at} does not take place.\n\n"
            "You do not need to do anything. We will be in touch about what happens next.\n\n"
            f"{one_line(team.name)}\n{reach}\n\nReference {meeting.ref}\n"
        )
    return (
        f"You are invited to {a(what)}.{' What we told you of it before has changed.' if moved else ''}\n\n"
        f"Date: {when}\nTime: {meeting.planned_at}\nPlace: {one_line(meeting.venue)}\n\n"
        "Please tell us whether you can come. Tell us too if you need an interpreter, step-free access or "
        "anything else to take part.\n\n"
        f"{one_line(team.name)}\n{reach}\n\nReference {meeting.ref}\n"
    )


def ready(port: Port, record: str, settled: Settled, meeting: Meeting) -> Ready:
    """The calendar file, the text to paste, and a draft for each who is invited by e-mail; nothing is written yet.

    The same record gives the same bytes. Once the meeting does not take place, the files cancel it.
    """
    cancelled = bool(meeting.not_held)
    told = meetings.changes(port, settled.episode.ref, meeting.ref)
    recorded_at = datetime.fromisoformat(told[-1]).astimezone(UTC)
    team = office.team(port, settled.episode.team)
    text = words(port, settled, meeting, moved=len(told) > 1)
    gathering = calendar_file.Gathering(
        uid=f"{meeting.ref}@{record}",
        sequence=len(told) - 1,
        recorded_at=recorded_at,
        starts_at=starts_at(meeting).astimezone(UTC),
        length=LENGTH,
        title=f"{title(settled, meeting)} ({meeting.ref})",
        place=one_line(meeting.venue),
        says=f"Reference {meeting.ref}. {one_line(team.name)}. How long it takes is not recorded: an hour is shown.",
        team=one_line(team.name),
        email=team.email if is_address(team.email) else "",
    )
    content = calendar_file.calendar([gathering], cancelled=cancelled)
    attached = Attachment(f"{meeting.ref}.ics", content, "CANCEL" if cancelled else "PUBLISH")
    subject = f"{'Does not take place: ' if cancelled else ''}{gathering.title}"
    drafts: dict[str, bytes] = {}
    without = []
    by_email = [each.who for each in meeting.asked if each.method in DRAFTED]
    known = guests(port, settled, by_email)
    professionals = [each.who for each in known if each.kind != "family"]
    # That it does not take place is told to all who were asked: nobody is to come to a meeting that there is not.
    stopped = (
        set() if cancelled else outside.not_to(port, settled, professionals, meeting.planned_on or recorded_at.date())
    )
    for each in known:
        if not each.safe or is_over(each, meeting) or each.who in stopped:
            continue
        if is_address(each.email):
            drafts[each.who] = draft(each.email, subject, text, attached, recorded_at)
        else:
            without.append(each.who)
    return Ready(meeting.ref, content, text, drafts, tuple(without))


def of_desk(desk: Desk, settled: Settled, meeting: Meeting) -> Ready:
    """The files of a meeting once more, as the record has it; raises Refused where the working date is no real one."""
    desk.days.sure()
    apart.refuse_telling(desk.record, settled, meeting, desk.days.today)
    places.sure(desk.record, settled, meeting, desk.days.today)
    return ready(desk.record, desk.about.get("record", "eh"), settled, meeting)


def put(made: Ready, folder: Path) -> dict[str, Any]:
    """Writes the files; what scripts are told of them. Raises EhError that says how to write them again."""
    calendar, text = folder / f"{made.meeting}.ics", folder / f"{made.meeting}.txt"
    drafts = {who: folder / f"{made.meeting}-{safe_name(who)}.eml" for who in made.drafts}
    try:
        files.write_all(
            {calendar: made.calendar, text: made.text.encode()}
            | {file: made.drafts[who] for who, file in drafts.items()}
        )
    except EhError as problem:
        problem.hint = f"It is recorded. Write the files again with: eh taf invitations {made.meeting} --out DIR"
        raise
    return {
        "calendar": str(calendar),
        "text": str(text),
        "drafts": {who: str(file) for who, file in drafts.items()},
        "without_email": list(made.without),
    }


def in_words(made: Mapping[str, Any]) -> list[str]:
    """What to look at again, the files that were written, and who has no address to write to, a sentence each."""
    said = [f"Note: {flag}" for flag in made.get("flags", ())]
    if "calendar" not in made:
        return said
    said += [f"Calendar file: {made['calendar']}", f"Text to paste: {made['text']}"]
    said += [f"Draft for {who}, not sent: {file}" for who, file in made["drafts"].items()]
    if made["without_email"]:
        said.append(f"No e-mail address is known for {', '.join(made['without_email'])}: paste the text.")
    return said


def safe_name(who: str) -> str:
    """A login or slug as part of a file's name."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in who)[:60]
