"""Who is asked to a meeting and how, and the files that go with it: a calendar file, and a draft for each by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ehcli.addressing.addressing import WRITTEN, Addressing, Stop
from ehcli.days.typed_dates import long
from ehcli.days.workdays import LONDON, WorkingDays
from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Asked, Meeting
from ehcli.episodes.facts import VALUES
from ehcli.episodes.references import TYPED, read
from ehcli.errors import BadInput, EhError, NotFound, Refused, nearest, together
from ehcli.letters import fields
from ehcli.machine import files, folders
from ehcli.matching.spelling import folded, meant
from ehcli.paper import calendar_file
from ehcli.paper.email_draft import Attachment, draft, is_address
from ehcli.paper.markup import clean
from ehcli.procedures.citation import Citation
from ehcli.procedures.duty import Rule
from ehcli.procedures.procedure import Procedure
from ehcli.record import meetings, office
from ehcli.record import people as record_people
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

METHODS = VALUES["invited", "method"]
BY_EMAIL = {"email", "secure-email"}
# A calendar wants to know when a meeting ends; nobody records that, so it is an hour, our default.
LENGTH = timedelta(hours=1)
TITLES = {
    "initial": "Team Around the Family meeting",
    "review": "Team Around the Family review meeting",
    "final": "Team Around the Family final meeting",
}
ANSWERS = {"coming": "coming", "apologies": "apologies", "": "no answer yet"}


class Guest(NamedTuple):
    """Somebody who may be asked to a meeting, as known now."""

    who: str  # a person's reference, a worker's login or an agency's slug
    name: str
    kind: str  # family, ehm-user or professional, as the procedures tell them apart
    email: str = ""
    until: str = ""  # the last day of a worker who left or an agency that ended
    safe: bool = True
    born: str = ""


class FilesMade(NamedTuple):
    """The files of a meeting's invitations, and who gets none of them because no address is known."""

    calendar: Path
    text: Path
    drafts: dict[str, Path]
    without: tuple[str, ...]


# Who


def guest(port: Port, settled: Settled, typed: str) -> Guest:
    """Somebody of the family by P- reference or name, a worker by login or name, or an agency; raises NotFound."""
    wanted = typed.strip()
    family = {each.ref: each for each in record_people.family(port, settled.episode.family)}
    if TYPED.fullmatch(wanted) and wanted[:1].upper() == "P":
        wanted = read(wanted, "P")
        if wanted not in family:
            raise NotFound(
                f"{wanted} is not of the family of {settled.episode.ref}.",
                f"It is {', '.join(f'{each.ref} {each.name}' for each in family.values())}.",
            )
        return guests(port, settled, [wanted])[0]
    named = meant(wanted, {each.ref: each.name for each in family.values()})
    if len(named) > 1:
        raise NotFound(f"There is more than one '{typed}'.", f"Say which: {', '.join(named)}.")
    if named:
        return guests(port, settled, named)[0]
    workers = office.workers(port)
    agencies = office.agencies(port)
    logins = {each.login: each.login for each in workers}
    slugs = {each.slug: each.slug for each in agencies}
    for spelt in (
        logins,
        {each.login: each.name for each in workers},
        slugs,
        {each.slug: each.name for each in agencies},
    ):
        if named := meant(wanted, spelt):
            return guests(port, settled, named[:1])[0]
    known = [*(each.name for each in family.values()), *(each.login for each in workers)]
    known += [each.name for each in workers] + [spelt for each in agencies for spelt in (each.slug, each.name)]
    raise NotFound(
        f"There is nobody '{typed}' in the family, among the workers or among the agencies.",
        together(
            nearest(typed, known),
            "Add an agency with: eh agency add SLUG --name NAME; "
            "a worker with: eh worker add LOGIN --name NAME --role ROLE",
        ),
    )


def guests(port: Port, settled: Settled, refs: Sequence[str]) -> list[Guest]:
    """These people, workers and agencies as known now, in this order; an unknown one stands as typed."""
    people = record_people.people(port, [ref for ref in refs if ref.startswith("P-")])
    workers = {each.login: each for each in office.workers(port)}
    agencies = {each.slug: each for each in office.agencies(port)}
    mail = meetings.emails(port, people)
    found = []
    for ref in refs:
        if ref in people:
            person = people[ref]
            found.append(Guest(ref, person.name, "family", mail.get(ref, ""), "", person.safe_to_write, person.born))
        elif ref in workers:
            worker = workers[ref]
            kind = "ehm-user" if worker.ehm_user else "professional"
            found.append(Guest(ref, worker.name, kind, worker.email, worker.until))
        else:
            agency = agencies.get(ref, office.AgencyNow(ref, ref, "", ""))
            found.append(Guest(ref, agency.name, "professional", agency.email, agency.until))
    return found


def typed_pairs(pairs: Iterable[str], who: Iterable[str], method: str, answer: str) -> dict[str, tuple[str, str]]:
    """Who was typed, with how and what they answered; raises BadInput for a way of asking that there is not."""
    found: dict[str, tuple[str, str]] = {}

    def put(name: str, how: str) -> None:
        how = how.strip().casefold().replace(" ", "-")
        if how and how not in METHODS:
            hint = nearest(how, list(METHODS)) or f"It is one of {', '.join(METHODS)}."
            raise BadInput(f"'{how}' is not a way to invite somebody.", hint)
        if found.get(name, (how, ""))[0] != how:
            raise BadInput(f"'{name}' is invited in two ways.", "Name the way that was used last.")
        found[name] = (how, answer)

    for pair in pairs:
        name, _, how = pair.rpartition("=") if "=" in pair else (pair, "", "")
        put(name.strip(), how)
    for name in who:
        put(name.strip(), method)
    if not all(found):
        raise BadInput("An invitation names nobody.", "Type it as --invite P-0003=letter")
    return found


def held_back(found: Addressing, invited: Guest, method: str, letting: fields.Release) -> list[Stop]:
    """What stands in the way of a written invitation; raises BadInput for one that is released without a reason."""
    held = found.held(invited.who, released=bool(letting.by))
    if letting.by and not letting.reason and not held and (anyway := found.held(invited.who, released=False)):
        raise BadInput(f"Why may this invitation go? {anyway[0].reason}", "Add --reason TEXT")
    flagged = found.flagged and method in BY_EMAIL and not letting.by
    return [*held, looked_at(invited.who, method)] if flagged else held


def checked(
    port: Port,
    settled: Settled,
    procedure: Procedure,
    meeting: Meeting,
    invited: Mapping[Guest, str],
    today: date,
    letting: fields.Release = fields.Release(),
) -> tuple[list[Guest], list[Guest]]:
    """Who can be invited, and who is left out because they ended or left before the meeting.

    Raises Refused for somebody who may not be written to, and where nobody is left.
    """
    ended = [each for each in invited if is_over(each, meeting)]
    asked = [each for each in invited if each not in ended]
    children = {child.ref for child in settled.children}
    stops: list[Stop] = []
    for each in asked:
        method = invited[each]
        if each.kind == "family" and method in WRITTEN:
            audience = "young-person" if each.who in children else "parent"
            found = fields.addressed(
                port, settled, procedure, audience=audience, on=today, to=each.who, method=method
            ).addressing
            stops += held_back(found, each, method, letting)
    if stops:
        reasons = "\n".join(dict.fromkeys(stop.reason for stop in stops))
        todo = dict.fromkeys(stop.todo for stop in stops)
        raise Refused(reasons, together(*todo, "Or invite in another way, such as in-person."))
    if not asked:
        said = "; ".join(left_out(each) for each in ended)
        raise Refused(f"Nobody can be invited: {said}", "Name somebody who is still there: eh agency list")
    return asked, ended


def looked_at(who: str, method: str) -> Stop:
    """What is said of an invitation that a second person looks at first."""
    return Stop(
        "What is written to this family is looked at by a second person first.",
        f"Once a second person has looked at it: eh taf invite M-... --invite {who}={method} --released-by LOGIN",
    )


def is_over(each: Guest, meeting: Meeting) -> bool:
    """Whether an agency ended, or a worker left, before the day of the meeting."""
    planned = meeting.held_on or meeting.planned_on
    return bool(each.until and planned and each.until < planned.isoformat())


def left_out(each: Guest) -> str:
    return f"{each.name} ended on {long(date.fromisoformat(each.until))} and is left out."


# What to look at again


def notice(procedure: Procedure, meeting: Meeting, on: date, workdays: WorkingDays) -> tuple[date, Rule] | None:
    """The last day to invite, and the rule that asks for so much notice, where the invitations of that day are late."""
    for duty in procedure.duties:
        if not any(clause.fact == "invited" for clause in duty.met_by) or not meeting.planned_on:
            continue
        for rule in duty.rules:
            if rule.before and rule.day == "planned_on":
                last, _ = rule.within.back(meeting.planned_on, meeting.planned_at, workdays)
                if last and on > last:
                    return last, rule
    return None


def unprinted(procedure: Procedure, invited: Iterable[tuple[Guest, str]]) -> list[tuple[Guest, str, Citation]]:
    """Invitations in a way that the procedure does not print for such a person, and where it prints the others."""
    found = []
    for each, method in invited:
        for row in procedure.kept.get("invitation", ()):
            ways = row.more.get("methods")
            if row.more.get("who") == each.kind and isinstance(ways, list) and method not in ways:
                found.append((each, ", ".join(map(str, ways)), row.cite[0]))
    return found


def old_enough(procedure: Procedure, settled: Settled, meeting: Meeting) -> list[tuple[str, int, Citation]]:
    """Children of an age to be asked who are not: the child, from what age, and where that is printed."""
    asked = {each.who for each in meeting.asked}
    day = meeting.planned_on
    return [
        (child.ref, since, row.cite[0])
        for row in procedure.kept.get("invitation", ())
        if row.more.get("who") == "child" and isinstance(since := row.more.get("from_age"), int)
        for child in settled.children
        if child.ref not in asked and child.born and day and age(date.fromisoformat(child.born), day) >= since
    ]


def age(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def names_the_family(port: Port, settled: Settled, venue: str) -> bool:
    """Whether the place as typed has a surname of the family in it: a calendar is seen by others."""
    said = set(folded(venue).split())
    surnames = {
        name[-1] for each in record_people.family(port, settled.episode.family) if (name := folded(each.name).split())
    }
    return any(word.startswith(surname) for word in said for surname in surnames if len(surname) > 2)


# The files


def folder(out: str) -> Path:
    """The folder for invitations, made if it is not there."""
    chosen = Path(out).expanduser() if out else folders.home() / "invitations"
    try:
        chosen.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EhError(f"{chosen} cannot be made: {error.strerror}.", "Name another folder: --out DIR") from None
    return chosen


def starts_at(meeting: Meeting) -> datetime:
    """When the meeting begins, by the clock of London."""
    assert meeting.planned_on
    at = time.fromisoformat(meeting.planned_at) if meeting.planned_at else time(9)
    return datetime.combine(meeting.planned_on, at, tzinfo=ZoneInfo(LONDON))


def one_line(text: str) -> str:
    """A text on one line without anything that a program could take for a line of its own."""
    return " ".join(clean(text).split())


def says(port: Port, settled: Settled, meeting: Meeting) -> str:
    """The words of an invitation, to paste into a message: nobody is named in them."""
    return _words(port, settled, meeting, moved=len(meetings.changes(port, settled.episode.ref, meeting.ref)) > 1)


def _words(port: Port, settled: Settled, meeting: Meeting, *, moved: bool) -> str:
    team = office.team(port, settled.episode.team)
    reach = "\n".join(one_line(each) for each in (team.phone, team.email) if each)
    when = fields.in_full(meeting.planned_on) if meeting.planned_on else ""
    what = TITLES[meeting.kind]
    if meeting.not_held:
        return (
            f"The {what} on {when} at {meeting.planned_at} does not take place.\n\n"
            "You do not need to do anything. We will be in touch about what happens next.\n\n"
            f"{one_line(team.name)}\n{reach}\n\nReference {meeting.ref}\n"
        )
    return (
        f"You are invited to a {what}.{' What we told you of it before has changed.' if moved else ''}\n\n"
        f"Date: {when}\nTime: {meeting.planned_at}\nPlace: {one_line(meeting.venue)}\n\n"
        "Please tell us whether you can come. Tell us too if you need an interpreter, step-free access or "
        "anything else to take part.\n\n"
        f"{one_line(team.name)}\n{reach}\n\nReference {meeting.ref}\n"
    )


def write(desk: Desk, settled: Settled, meeting: Meeting, folder: Path) -> FilesMade:
    """Writes the calendar file, the text to paste, and a draft for each who is invited by e-mail.

    The same record gives the same bytes. Once the meeting does not take place, the files cancel it.
    """
    port = desk.record
    cancelled = bool(meeting.not_held)
    told = meetings.changes(port, settled.episode.ref, meeting.ref)
    recorded_at = datetime.fromisoformat(told[-1]).astimezone(UTC)
    team = office.team(port, settled.episode.team)
    text = _words(port, settled, meeting, moved=len(told) > 1)
    gathering = calendar_file.Gathering(
        uid=f"{meeting.ref}@{desk.about.get('record', 'eh')}",
        sequence=len(told) - 1,
        recorded_at=recorded_at,
        starts_at=starts_at(meeting).astimezone(UTC),
        length=LENGTH,
        title=f"{TITLES[meeting.kind]} ({meeting.ref})",
        place=one_line(meeting.venue),
        says=f"Reference {meeting.ref}. {one_line(team.name)}. How long it takes is not recorded: an hour is shown.",
        team=one_line(team.name),
        email=team.email if is_address(team.email) else "",
    )
    content = calendar_file.calendar([gathering], cancelled=cancelled)
    attached = Attachment(f"{meeting.ref}.ics", content, "CANCEL" if cancelled else "PUBLISH")
    calendar, words = folder / attached.name, folder / f"{meeting.ref}.txt"
    files.write_bytes(calendar, content)
    files.write(words, text)
    subject = f"{'Does not take place: ' if cancelled else ''}{gathering.title}"
    drafts: dict[str, Path] = {}
    without = []
    by_email = [each.who for each in meeting.asked if each.method in BY_EMAIL]
    for each in guests(port, settled, by_email):
        if not each.safe or is_over(each, meeting):
            continue
        if not is_address(each.email):
            without.append(each.who)
            continue
        drafts[each.who] = folder / f"{meeting.ref}-{safe_name(each.who)}.eml"
        files.write_bytes(drafts[each.who], draft(each.email, subject, text, attached, recorded_at))
    return FilesMade(calendar, words, drafts, tuple(without))


def safe_name(who: str) -> str:
    """A login or slug as part of a file's name."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in who)[:60]


def by_method(asked: Iterable[Asked], method: str) -> list[str]:
    return [each.who for each in asked if each.method == method]
