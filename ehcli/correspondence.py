"""What a letter needs to know, taken from the record: who it goes to, about whom, and how to reach the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ehcli import staff
from ehcli.addressing import OUTSIDE, OWN_LETTERS_FROM, Addressing, Household, addressing, betrayed, leak, refusal
from ehcli.desk import Desk
from ehcli.episode import Episode, Meeting
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.facts import ConsentRecorded, Contacted, Told
from ehcli.procedure import Procedure
from ehcli.record import households, reading
from ehcli.record.deriving import Settled
from ehcli.references import TYPED, read

if TYPE_CHECKING:
    from ehcli.letters.wording import Template
    from ehcli.recording import Recording

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
    household: Household = Household(())  # whom a letter to a person must not give away
    released_by: str = ""  # the second person who let it go


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
        return Recipient(ref, found.name, found.address, self.household, release.by)

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
    port: reading.Port,
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
    wanted = to.strip().casefold()
    known = [each for each in family if wanted in (each.ref.casefold(), each.name.casefold())]
    if not known and TYPED.fullmatch(to.strip()):
        known = [each for each in family if each.ref == read(to, "P")]
    if len(known) > 1:
        raise NotFound(f"There is more than one '{to}'.", f"Say which: {', '.join(each.ref for each in known)}.")
    if not known:
        names = ", ".join(f"{each.ref} {each.name}" for each in family)
        raise NotFound(f"'{to}' is not of family {settled.episode.family}.", f"It is {names}.")
    return known[0].ref


def own_letters_from(procedure: Procedure) -> int:
    """The age from which a young person has letters of their own: that of consent, where the procedure prints one."""
    ages = [age for rule in procedure.kept.get("consent_rule", ()) if isinstance(age := rule.more.get("from_age"), int)]
    return min(ages, default=OWN_LETTERS_FROM)


def release(now: Recording, procedure: Procedure, login: str, reason: str, on: date) -> Release:
    """The second person who lets a letter go; raises Refused for whoever prints it, or whose role may not."""
    if not login:
        return Release("", reason)
    second = reading.worker(now.writer, login, on.isoformat())
    if second.login == now.by:
        raise Refused(
            f"{second.login} prints this letter and cannot be the second person too.",
            "Have somebody else look at it: --released-by LOGIN",
        )
    staff.require("release-letters", role=second.role, login=second.login, procedure=procedure)
    return Release(second.login, reason)


def keep_secret(to: Recipient, said: Mapping[str, object], template: Template, on: date) -> None:
    """Raises Refused where a letter would tell its addressee where somebody is from whom they are kept."""
    found = betrayed(to.household, to.ref, on, said)
    if found and (printed := {name: other for name, other in found.items() if name in template.fields()}):
        raise refusal([leak(printed, to.ref)])


def professional(port: reading.Port, asked: Addressed, letting: Release, to: str) -> Recipient:
    """The worker or agency a letter to a professional goes to; raises NotFound for somebody else."""
    asked.addressing.sure("", released=bool(letting.by))
    wanted = to.strip().casefold()
    if not wanted:
        raise BadInput("Which professional does it go to?", "Add --to LOGIN, or the agency: eh agency list")
    for worker in reading.workers(port):
        if wanted in (worker.login.casefold(), worker.name.casefold()):
            return Recipient(worker.login, worker.name, "", asked.household, letting.by)
    for agency in reading.agencies(port):
        if wanted in (agency.slug.casefold(), agency.name.casefold()):
            return Recipient(agency.slug, agency.name, agency.address, asked.household, letting.by)
    raise NotFound(f"There is no worker or agency '{to}'.", "See: eh worker list, eh agency list")


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
        "meeting_ref": planned.ref if planned else "",
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
