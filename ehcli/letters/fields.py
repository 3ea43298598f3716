"""What a letter needs to know, taken from the record: who it goes to, about whom, and how to reach the team."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ehcli.addressing.addressing import OUTSIDE, OWN_LETTERS_FROM, Addressing, addressing, refusal
from ehcli.addressing.household import Household
from ehcli.addressing.leaks import given_away, hint, leak
from ehcli.days.workdays import months_after
from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Episode, Meeting
from ehcli.episodes.facts import Allocated, Contacted, ReferralReceived, Told
from ehcli.episodes.references import TYPED, read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.matching import homes
from ehcli.matching.spelling import folded, meant
from ehcli.procedures import rights
from ehcli.procedures.consent import agreed_on, consenting
from ehcli.procedures.procedure import Named, Procedure
from ehcli.record import cases, households, texts
from ehcli.record import office as record_office
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

HOW = {
    "phone": "telephone call",
    "text": "text message",
    "letter": "letter",
    "email": "email",
    "visit": "visit to your home",
    "school-visit": "visit at school",
    "video": "video call",
}


# Fields that are lines: an address, or ways to reach somebody.
LINES = ("_lines", "_contact")


class Recipient(NamedTuple):
    """Who a letter goes to: a person's, worker's or agency's reference, the name, and the address line by line."""

    ref: str
    name: str
    address: str
    household: Household = Household(())  # whom a letter to a person must not give away
    released_by: str = ""  # the second person who let it go
    released_because: str = ""  # and why, where a rule stood against it


class Release(NamedTuple):
    """A second person who looked at a letter and lets it go; a reason, where a rule stood against it."""

    by: str = ""
    reason: str = ""


class Addressed(NamedTuple):
    """Who a letter about an episode goes to, a letter each, and what stands against it."""

    household: Household
    addressing: Addressing

    def recipient(self, ref: str = "", release: Release = Release()) -> Recipient:
        """The person a letter goes to, the first if none is named; raises Refused with every reason against it."""
        ref = ref or next((each.person.ref for each in self.addressing.addressees), "")
        self.addressing.sure(ref, released=bool(release.by))
        if not release.reason and self.addressing.held(ref, released=False):
            raise BadInput(
                f"Why may this letter go? {self.addressing.held(ref, released=False)[0].reason}", "Add --reason TEXT"
            )
        found = self.household.known(ref)
        if not found:
            raise NotFound(f"{ref} is not known to this family.", "Say who it goes to: --to P-...")
        return Recipient(ref, found.name, found.address, self.household, release.by, release.reason)

    def notes(self, ref: str) -> list[str]:
        """What an officer should know of the letter to this person, and who else is to have one of their own."""
        people = self.addressing.addressees
        own = [note for each in people if each.person.ref == ref for note in each.notes]
        others = [each.person.ref for each in people if each.person.ref != ref]
        return [*own, *(f"{other} is to have a letter too: --to {other}" for other in others)]


def in_full(day: date) -> str:
    """A day as a letter prints it: Tuesday 8 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def addressed(
    port: Port,
    settled: Settled,
    procedure: Procedure,
    *,
    audience: str,
    on: date,
    to: str = "",
    method: str = "letter",
) -> Addressed:
    """Who is written to about an episode, or asked by this method; ``on`` is the day it is sent."""
    children = [child.ref for child in settled.children]
    home = households.household(port, settled.episode.family, children, on)
    return Addressed(
        home,
        addressing(
            home,
            audience="-".join(audience.casefold().split()),
            on=on,
            consenting=consenting(settled.told),
            own_from=own_letters_from(procedure),
            named=of_family(home, settled, to) if to else "",
            method=method,
        ),
    )


def of_family(home: Household, settled: Settled, to: str) -> str:
    """The reference of somebody of the family, by reference or name; raises NotFound."""
    family = [each for each in home.people if each.role != OUTSIDE]
    if TYPED.fullmatch(to.strip()) and to.strip()[:1].upper() == "P":
        known = [each.ref for each in family if each.ref == read(to, "P")]
    else:
        known = meant(to, {each.ref: each.name for each in family})
    if len(known) > 1:
        raise NotFound(f"There is more than one '{to}'.", f"Say which: {', '.join(known)}.")
    if not known:
        names = ", ".join(f"{each.ref} {each.name}" for each in family)
        raise NotFound(f"'{to}' is not of family {settled.episode.family}.", f"It is {names}.")
    return known[0]


def own_letters_from(procedure: Procedure) -> int:
    """The age from which a young person has letters of their own: that of consent, where the procedure prints one."""
    ages = [age for rule in procedure.kept.get("consent_rule", ()) if isinstance(age := rule.more.get("from_age"), int)]
    return min(ages, default=OWN_LETTERS_FROM)


def release(now: Recording, procedure: Procedure, login: str, reason: str, on: date) -> Release:
    """The second person who lets a letter go; raises Refused for whoever prints it, or whose role may not."""
    if not login:
        return Release("", reason)
    second = record_office.worker(now.writer, login, on.isoformat())
    if second.login == now.by:
        raise Refused(
            f"{second.login} prints this letter and cannot be the second person too.",
            "Have somebody else look at it: --released-by LOGIN",
        )
    rights.require("release-letters", role=second.role, login=second.login, procedure=procedure)
    return Release(second.login, reason)


def keep_secret(to: Recipient, said: Mapping[str, object], used: Collection[str], on: date) -> None:
    """Raises Refused where a letter would tell its addressee where somebody is from whom they are kept.

    What likely tells it, such as the street without its number, a second person may release with a reason.
    """
    found = given_away(to.household, to.ref, on, said)
    sure = {name: other for name, (other, is_sure) in found.items() if is_sure and name in used}
    likely = {name: other for name, (other, is_sure) in found.items() if not is_sure and name in used}
    stops = [leak(sure, to.ref)] if sure else []
    if likely and not to.released_by:
        stops.append(hint(likely, to.ref))
    if stops:
        raise refusal(stops)
    if likely and not to.released_because:
        raise BadInput(f"Why may this letter go? {hint(likely, to.ref).reason}", "Add --reason TEXT")


def professional(port: Port, asked: Addressed, letting: Release, to: str) -> Recipient:
    """The worker or agency a letter to a professional goes to; raises NotFound for somebody else."""
    asked.addressing.sure("", released=bool(letting.by))
    if not to.strip():
        raise BadInput("Which professional does it go to?", "Add --to LOGIN, or the agency: eh agency list")
    agencies = {each.slug: each for each in record_office.agencies(port)}
    workers = {each.login: each for each in record_office.workers(port)}
    for login in named_so(to, workers):
        worker = workers[login]
        at = [each.address for each in agencies.values() if worker.agency and worker.agency in (each.slug, each.name)]
        at += [each.address for each in record_office.teams(port) if each.slug == worker.team]
        return Recipient(worker.login, worker.name, postal(at[0]) if at else "", asked.household, letting.by)
    for slug in named_so(to, agencies):
        agency = agencies[slug]
        return Recipient(agency.slug, agency.name, postal(agency.address), asked.household, letting.by)
    raise NotFound(f"There is no worker or agency '{to}'.", "See: eh worker list, eh agency list")


def named_so(
    typed: str, known: Mapping[str, record_office.WorkerNow] | Mapping[str, record_office.AgencyNow]
) -> list[str]:
    """The logins or slugs that were meant: typed so themselves, else by name."""
    return meant(typed, {key: key for key in known}) or meant(typed, {key: each.name for key, each in known.items()})


def postal(address: str) -> str:
    """An address to write to; empty where what was recorded says that there is none."""
    return "" if homes.is_none(address.split("\n")) else address


class Office(NamedTuple):
    """The office as its letters name it, read once for a run of letters."""

    user: str
    teams: Mapping[str, record_office.TeamNow]
    workers: Mapping[str, record_office.WorkerNow]
    roles: Mapping[str, str]

    @classmethod
    def of(cls, desk: Desk, port: Port) -> Office:
        return cls(
            desk.who.user,
            {each.slug: each for each in record_office.teams(port)},
            {each.login: each for each in record_office.workers(port)},
            {named.slug: named.name for named in desk.rules.procedure.lists["role"]},
        )

    def named(self, login: str) -> tuple[str, str]:
        """A worker's name and role; empty for nobody."""
        worker = self.workers.get(login)
        return (worker.name, self.roles.get(worker.role, worker.role)) if worker else ("", "")


def fields(
    desk: Desk,
    port: Port,
    settled: Settled,
    to: Recipient,
    *,
    letter: str,
    dated: date,
    meeting: str = "",
    note: Named | None = None,
    deadlines: Sequence[str] = (),
    office: Office | None = None,
) -> dict[str, object]:
    """Everything a template may ask for; what is not known is empty, and the template says which of it it needs.

    ``note`` is a type of note whose headings are fields; ``deadlines`` are duties whose days are printed.
    """
    office = office or Office.of(desk, port)
    episode = settled.episode
    heading = cases.heading(port, episode.ref)
    agreed = agreed_on(settled.told, to.ref, dated)
    referral = next((each.fact for each in settled.told if isinstance(each.fact, ReferralReceived)), None)
    return {
        **(sections(texts.newest_note(port, episode.ref, note.name), note.headings) if note else {}),
        "letter_ref": letter,
        "letter_date": in_full(dated),
        "episode_ref": episode.ref,
        "external_number": heading.external_number,
        "addressee_name": to.name,
        "addressee_lines": to.address.split("\n") if to.address else [],
        "salutation_name": to.name,
        "consent_given": in_full(agreed) if agreed else "",
        "children_names": joined([child.name for child in settled.children]),
        **of_team(office.teams.get(episode.team or heading.team)),
        **of_workers(office, settled),
        "received_date": in_full(referral.on) if referral else "",
        "referrer_name": referral.referrer if referral else "",
        **of_meeting(next_meeting(episode, meeting), settled.programme.in_force(dated)),
        "attempts": attempts(settled.told),
        **of_closing(episode.closed_on),
        "deadlines": first_steps(settled, deadlines),
        "week_dates": [in_full(dated + timedelta(days=7 * week - dated.weekday())) for week in range(1, 5)],
    }


def of_team(team: record_office.TeamNow | None) -> dict[str, object]:
    """How the family reaches the team."""
    if not team:
        return {"team_name": "", "team_address": [], "team_email": "", "team_phone": ""}
    address = postal(team.address)
    return {
        "team_name": team.name,
        "team_address": address.split("\n") if address else [],
        "team_email": team.email,
        "team_phone": team.phone,
    }


def of_workers(office: Office, settled: Settled) -> dict[str, object]:
    """Who holds the case, who held it before, and who sends the letter."""
    worker, worker_role = office.named(settled.episode.worker)
    sender, sender_role = office.named(office.user)
    return {
        "worker_name": worker,
        "worker_role": worker_role,
        "worker_before_name": office.named(worker_before(settled.told, settled.episode.worker))[0],
        "sender_name": sender,
        "sender_role": sender_role,
    }


def of_meeting(planned: Meeting | None, procedure: Procedure) -> dict[str, object]:
    """The meeting that a letter is about; empty where there is none."""
    if not planned:
        return dict.fromkeys(("meeting_ref", "meeting_date", "meeting_time", "meeting_venue", "meeting_kind"), "")
    return {
        "meeting_ref": planned.ref,
        "meeting_date": in_full(planned.planned_on) if planned.planned_on else "",
        "meeting_time": planned.planned_at,
        "meeting_venue": planned.venue,
        "meeting_kind": procedure.meeting_kinds[planned.kind].slug,
    }


def of_closing(closed: date | None) -> dict[str, object]:
    """When the episode ended, and the month three months after."""
    return {
        "closed_on": in_full(closed) if closed else "",
        "three_months_on": f"{months_after(closed, 3):%B %Y}" if closed else "",
    }


def first_steps(settled: Settled, duties: Sequence[str]) -> list[str]:
    """The days by which these duties are due; none of them unless the procedure has them all."""
    due = {each.duty.id: f"{each.duty.title}: by {in_full(each.due)}" for each in settled.obligations if each.due}
    return [due[duty] for duty in duties] if all(duty in due for duty in duties) else []


def worker_before(told: Sequence[Told], now: str) -> str:
    """Who held the case before the worker of today."""
    held = [each.fact.worker for each in sorted(told, key=lambda each: each.order) if isinstance(each.fact, Allocated)]
    return next((worker for worker in reversed(held) if worker != now), "")


def sections(text: str, headings: Sequence[str]) -> dict[str, object]:
    """What a note says under each of its type's headings: 'What's working well' is whats_working_well."""
    said: dict[str, list[str]] = {}
    under: list[str] = []
    for line in text.splitlines():
        found = next((each for each in headings if _opens(line, each)), "")
        if found:
            under = said.setdefault(slug(found), [])
            line = line.strip()[len(found.rstrip(":")) :].lstrip(": ")
        under.append(line.strip())
    return {name: "\n".join(lines).strip() for name, lines in said.items()}


def _opens(line: str, heading: str) -> bool:
    """Whether a line of a note is this heading, with or without text after a colon."""
    bare, told = heading.casefold().rstrip(":"), line.strip().casefold()
    return told.rstrip(":") == bare or told.startswith(f"{bare}:")


def slug(heading: str) -> str:
    """A heading as the name of a field."""
    return folded(heading).replace(" ", "_")


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


def spoken(format: str) -> str:
    """A format as an officer reads it: easy-read is Easy read, interpreter:Polish is Interpreter: Polish."""
    return f"{format[:1].upper()}{format[1:]}".replace("-", " ").replace(":", ": ")


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: Wren, Kit and Jo."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def by_hand(
    typed: Sequence[str], known: Iterable[str], fixed: Collection[str], day: Callable[[str, str], date]
) -> dict[str, object]:
    """Values given by hand, 'name=text'; raises BadInput for a name the letter does not ask for, or that is fixed.

    A field that is a day is read as one; text after text with a semicolon is line after line.
    """
    names = sorted(set(known) - set(fixed))
    given: dict[str, object] = {}
    for each in typed:
        name, equals, text = (part.strip() for part in each.partition("="))
        if name in fixed:
            raise BadInput(f"{name} comes from the record only.", "Correct it there; a letter prints what is recorded.")
        if not equals or name not in names:
            raise BadInput(f"'{each}' fills nothing in.", f"Type NAME=TEXT; the names are {', '.join(names)}.")
        if name == "reply_by":
            given[name] = day(text, "day to reply by")
        elif name.endswith("_date"):
            given[name] = in_full(day(text, name.replace("_", " ")))
        else:
            given[name] = [part.strip() for part in text.split(";")] if name.endswith(LINES) else text
    return given
