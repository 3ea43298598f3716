"""Who is asked to a weekly COG meeting: core members for all of it, others for their own cases alone (COG-052).

The calendar file of somebody who comes for a case holds that case's slot and no other; nobody's name is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.days.workdays import london
from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Meeting
from ehcli.errors import BadInput, NotFound, Refused, nearest
from ehcli.letters.fields import in_full
from ehcli.machine import files
from ehcli.matching.spelling import folded
from ehcli.meetings import cog
from ehcli.meetings.guests import Guest, is_over, left_out
from ehcli.meetings.invitation_files import DRAFTED, folder, one_line, safe_name
from ehcli.paper import calendar_file
from ehcli.paper.email_draft import Attachment, draft, is_address
from ehcli.record import meetings, office
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

if TYPE_CHECKING:
    from ehcli.paper.calendar_file import Gathering

TITLE = "Weekly Community Operating Group meeting"


def guests(port: Port) -> dict[str, Guest]:
    """Whom a meeting can be made up of: the workers and the agencies; a family is not asked to it."""
    found = {
        each.login: Guest(each.login, each.name, "professional", each.email, each.until)
        for each in office.workers(port)
    }
    for agency in office.agencies(port):
        found.setdefault(agency.slug, Guest(agency.slug, agency.name, "professional", agency.email, agency.until))
    return found


class Ways(NamedTuple):
    """Who comes, by what was typed, and a sentence for each who is left out."""

    coming: dict[str, Guest]
    over: list[str]


class Ready(NamedTuple):
    """The files of a meeting's invitations before they are written, by who they are for, and who has no address."""

    calendars: dict[str, tuple[str, bytes]]
    drafts: dict[str, tuple[str, bytes]]
    without: tuple[str, ...]


def checked(port: Port, weekly: cog.Weekly, typed: Iterable[str]) -> Ways:
    """The people meant; who ended before the meeting is left out (TEH-104). Raises NotFound, or Refused for nobody."""
    known = guests(port)
    spelt = {folded(name): each for each in known.values() for name in (each.name, each.who)}
    meant = {}
    for name in typed:
        if folded(name) not in spelt:
            raise NotFound(
                f"There is no worker or agency '{name}'.",
                nearest(name, list(known)) or "See: eh worker list, eh agency list",
            )
        meant[name] = spelt[folded(name)]
    day = Meeting("", "", planned_on=weekly.day)
    coming = {name: each for name, each in meant.items() if not is_over(each, day)}
    over = [left_out(each) for name, each in meant.items() if name not in coming]
    if not coming:
        raise Refused(f"Nobody can be invited: {' '.join(over)}", "See: eh agency list")
    return Ways(coming, over)


def on_agenda(weekly: cog.Weekly, slots: Sequence[cog.Slot], cases: Sequence[str]) -> None:
    """Raises BadInput for a case that is not on the agenda."""
    for ref in cases:
        if ref not in {each.episode for each in slots}:
            listed = ", ".join(each.episode for each in slots) or "no case yet"
            adding = f"eh cog add {ref} --day {weekly.day} --reason TEXT"
            raise BadInput(f"{ref} is not on that agenda.", f"It has {listed}. Put it there: {adding}")


def ready(port: Port, record: str, weekly: cog.Weekly, form: str, settled_of: Callable[[str], Settled]) -> Ready:
    """A calendar file for each who is asked, and a draft for each asked by e-mail; nothing is written yet.

    The same record gives the same bytes. A slot whose case came off the agenda is taken out of the calendar again.
    """
    slots = {each.episode: each for each in cog.agenda(port, weekly, form, settled_of)}
    known = guests(port)
    made = Ready({}, {}, ())
    without = []
    for each in cog.asked(port, weekly):
        email = known[each.who].email if each.who in known else ""
        for refs, cancelled in parts(each, slots):
            make_one(port, record, weekly, form, slots, each, refs, cancelled, email, made)
            if each.method in DRAFTED and not is_address(email):
                without.append(each.who)
    return made._replace(without=tuple(dict.fromkeys(without)))


def again(desk: Desk, weekly: cog.Weekly, out: str) -> dict[str, Any]:
    """Writes the files once more, as the record has the meeting; what scripts are told of them."""
    desk.days.sure()
    form = cog.form(desk, weekly.team)
    made = ready(desk.record, desk.about.get("record", "eh"), weekly, form, desk.settled)
    return put(made, folder(out))


def put(made: Ready, folder: Path) -> dict[str, Any]:
    """Writes the files; what scripts are told of them."""
    files.write_all({folder / name: content for name, content in (*made.calendars.values(), *made.drafts.values())})
    return {
        "calendars": {who: str(folder / name) for who, (name, _) in made.calendars.items()},
        "drafts": {who: str(folder / name) for who, (name, _) in made.drafts.items()},
        "without_email": list(made.without),
    }


def in_words(made: Mapping[str, Any]) -> list[str]:
    """Who is left out, the files that were written, and who has no address to write to, a sentence each."""
    said = [f"Note: {flag}" for flag in made.get("flags", ())]
    said += [f"Calendar file for {who}: {file}" for who, file in made.get("calendars", {}).items()]
    said += [f"Draft for {who}, not sent: {file}" for who, file in made.get("drafts", {}).items()]
    if made.get("without_email"):
        said.append(f"No e-mail address is known for {', '.join(made['without_email'])}.")
    return said


def parts(bidden: cog.Bidden, slots: Mapping[str, cog.Slot]) -> Iterator[tuple[list[str], bool]]:
    """The cases that somebody is asked for, and those that came off the agenda; '' stands for the whole meeting."""
    stay = [ref for ref in slots if ref in bidden.cases] if bidden.cases else [""]
    gone = [ref for ref in bidden.cases if ref not in slots]
    yield from ((refs, cancelled) for refs, cancelled in ((stay, False), (gone, True)) if refs)


def make_one(
    port: Port,
    record: str,
    weekly: cog.Weekly,
    form: str,
    slots: Mapping[str, cog.Slot],
    bidden: cog.Bidden,
    refs: Sequence[str],
    cancelled: bool,
    email: str,
    made: Ready,
) -> None:
    """One calendar file, and the draft that goes with it where somebody is asked by e-mail."""
    label = f"{bidden.who}{' (off)' if cancelled else ''}"
    events = [gathering(port, record, weekly, form, slots.get(ref), ref, len(slots)) for ref in refs]
    name = f"COG-{weekly.team}-{weekly.day.isoformat()}-{safe_name(bidden.who)}{'-off' if cancelled else ''}"
    content = calendar_file.calendar(events, cancelled=cancelled)
    made.calendars[label] = f"{name}.ics", content
    if bidden.method in DRAFTED and is_address(email):
        attached = Attachment(f"{name}.ics", content, "CANCEL" if cancelled else "PUBLISH")
        subject = f"{'Not needed any more: ' if cancelled else ''}{TITLE}"
        said = words(port, weekly, [slots[ref] for ref in refs if ref in slots], refs, cancelled)
        made.drafts[label] = f"{name}.eml", draft(email, subject, said, attached, events[0].recorded_at)


def gathering(
    port: Port, record: str, weekly: cog.Weekly, form: str, slot: cog.Slot | None, case: str, cases: int
) -> Gathering:
    """What a calendar is told: the whole meeting, or one case's slot by its reference."""
    team = office.team(port, weekly.team)
    listed = {"about_on": weekly.day.isoformat(), "form": form, "stage": "listed"}
    changes = meetings.changes_of_weekly(port, f"cog:{weekly.team}", weekly.day.isoformat(), weekly.team, listed)
    starts = datetime.combine(weekly.day, time.fromisoformat(slot.at if slot else weekly.at), tzinfo=london())
    length = weekly.minutes * (1 if case else max(cases, 1))
    uid = f"COG-{weekly.team}-{weekly.day.isoformat()}{f'-{case}' if case else ''}"
    told = calendar_file.Gathering(
        uid=f"{uid}@{record}",
        sequence=len(changes) - 1,
        recorded_at=datetime.fromisoformat(changes[-1]).astimezone(UTC),
        starts_at=starts.astimezone(UTC),
        length=timedelta(minutes=length),
        title=f"{TITLE}{f' ({case})' if case else ''}",
        place=one_line(weekly.venue),
        says=one_line(team.name),
        team=one_line(team.name),
        email=team.email if is_address(team.email) else "",
    )
    return told


def words(port: Port, weekly: cog.Weekly, slots: Sequence[cog.Slot], cases: Sequence[str], cancelled: bool) -> str:
    """The words of an invitation: references and times, and nobody's name."""
    team = office.team(port, weekly.team)
    reach = "\n".join(one_line(each) for each in (team.name, team.phone, team.email) if each)
    when = in_full(weekly.day)
    if cancelled:
        return f"{', '.join(cases)} will not be discussed on {when}. You do not need to come for it.\n\n{reach}\n"
    times = "".join(f"\n{each.at} to {each.until}: {each.episode}" for each in slots)
    return (
        f"You are invited to the {TITLE}.\n\nDate: {when}\nTime: {weekly.at}\nPlace: {one_line(weekly.venue)}\n"
        + (f"\nPlease come for:{times}\n" if times else "")
        + "\nBefore the meeting, please look in your own records for what may help. Please come able to decide for "
        f"your agency, or send somebody who is.\n\n{reach}\n"
    )
