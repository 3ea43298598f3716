"""Opens an episode: people, family, address, consent and referral, after looking for who is known already."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ehcli.acts import consents, known_already
from ehcli.acts.known_already import SAME_OR_NOT, Match, Typed
from ehcli.days.typed_dates import long
from ehcli.decisions import consent as decisions_consent
from ehcli.decisions import forms
from ehcli.desk import note_copies, reasons
from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.desk.said import Said
from ehcli.desk.typed_words import NewPerson, a_referrer, address, is_unnamed, person, remarks, text
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import ArrivedInTray, ConsentRecorded, EpisodeOpened, ReferralReceived
from ehcli.episodes.references import read
from ehcli.errors import BadInput, EhError, NotFound, Refused
from ehcli.matching import homes
from ehcli.matching.spelling import meant
from ehcli.packs.request_form import Offered, Request
from ehcli.procedures.consent import EARLY_HELP
from ehcli.procedures.kept import Against, Kept
from ehcli.procedures.procedure import Procedure
from ehcli.record import cases, office
from ehcli.record import people as record_people
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead

Moment = tuple[date, str]


class Asked(NamedTuple):
    """What a request asks for, under the procedure of its team: everything but the people."""

    team: str
    procedure: Procedure
    level: str
    route: str
    kind: str
    start_reason: str
    opened: Moment
    received: Moment
    in_tray: Moment


class Named(NamedTuple):
    """The people of a request with the role of each, those of them who are known, and the family they belong to."""

    people: list[tuple[str, NewPerson]]
    known: Mapping[str, record_people.Individual]
    family: str
    alike: Sequence[Sequence[str]] = ()  # of each, whom else of the record they may be


def open_episode(
    desk: Desk,
    request: Request,
    *,
    new_person: bool = False,
    links: Sequence[str] = (),
    others: Collection[str] = (),
    invented: bool = False,
) -> Said:
    """A family's episode is opened, with its people; raises Refused for a likely duplicate, naming who it may be.

    ``others`` are those of the people, as typed, of whom somebody said that they are not in the record; people who are
    ``invented`` are nobody of it.
    """
    if not isinstance(desk.where.place, Path):  # as much as can be is asked before others wait for this turn
        with suppress(EhError):
            who_is_named(
                desk, desk.record, request, new_person=new_person, links=links, others=others, invented=invented
            )
    with desk.recording() as now:
        ask_ahead(now.writer, lambda asked: told_by_names(asked, desk, request))
        asked = what_is_asked(desk, now.writer, request)
        if not request.children:
            raise BadInput("An episode is about at least one child.", "Add --child 'NAME; DATE OF BIRTH; SEX'")
        a_referrer(desk.days, request.referrer)
        home = address(request.address) if request.address else homes.Home()
        rules = Kept(asked.procedure)
        consent = consent_asked(desk, request, rules)
        named = who_is_named(
            desk, now.writer, request, new_person=new_person, links=links, others=others, invented=invented
        )
        giver = consent_giver(consent, named) if consent else 0
        family = family_of_episode(now, named)
        listed = add_people(now, named, family, home, asked.opened[0], request.phone)
        alike = {ref: those for (ref, _, _), those in zip(listed, named.alike, strict=True)}
        marked = known_already.carried(now, family, alike)
        episode = add_episode(now, asked, request, family, listed)
        if consent:
            shared = tuple(note_copies.named(now.writer, request.consent_shared_with))
            giver_ref = listed[giver][0]
            now.tell([ConsentRecorded(episode, consent.on, "", giver_ref, "given", consent.method, EARLY_HELP, shared)])
    people = [{"person": ref, "name": name, "role": role} for ref, name, role in listed]
    return Said(
        now.outcome,
        f"Opened {episode} for family {family}.",
        ref=episode,
        more={"family": family, "people": people},
        lines=[
            "People: " + "; ".join(f"{ref} {name} ({role})" for ref, name, role in listed),
            *next_steps(asked.procedure, episode),
        ],
        notes=[
            *(f"Warning: {mark}" for mark in marked),
            *(f"Note: {remark}" for remark in remarks(request.address)),
            *rules.warnings,
        ],
    )


def next_steps(procedure: Procedure, episode: str) -> Iterator[str]:
    """What is recorded next of a new episode: what the procedure asks for before it is allocated, then that it is."""
    yield from (f"First: {command}" for _, command in forms.before_allocation(procedure, (), episode))
    yield f"Next: eh allocate {episode} --to WORKER --by MANAGER"


def family_of_episode(now: Recording, named: Named) -> str:
    """The family the episode is about, a new one where these people have none.

    Raises Refused where it, or one of them, has an open episode.
    """
    refs = [each.ref for _, each in named.people if each.ref]
    family = named.family or family_of(now.writer, refs)
    refuse_open(now.writer, family, refs)
    if not family:
        family = now.writer.ref("F")
        now.row("family", ref=family)
    return family


def what_is_asked(desk: Desk, port: Port, request: Request) -> Asked:
    """The request's own words as the procedure of its team knows them; raises BadInput for what cannot be."""
    opened_on, _ = desk.days.happened
    if opened_on > desk.days.today:
        raise BadInput(
            f"An episode cannot open in the future ({long(opened_on)}).", "Leave --on out, or check the date."
        )
    if not request.team:
        raise BadInput("The team is missing.", "Add --team SLUG; see: eh team list")
    team = office.team(port, request.team)
    procedure = desk.rules.programme(team.slug).in_force(opened_on)
    if opened_on < procedure.in_force_from:
        raise BadInput(f"{procedure.name} is in force from {long(procedure.in_force_from)}.", "Check the date.")
    level, route = level_and_route(procedure, request)
    kind = procedure.named("episode_type", request.type).slug if request.type else ""
    start_reason = reasons.reason(procedure, port, "start_reason", request.start_reason) if request.start_reason else ""
    received, in_tray = days_told(desk, request)
    return Asked(team.slug, procedure, level, route, kind, start_reason, desk.days.happened, received, in_tray)


def level_and_route(procedure: Procedure, request: Request) -> tuple[str, str]:
    """The level of need and the route; raises BadInput where the procedure needs one that is not said."""
    levels = ", ".join(each.slug for each in procedure.lists["level"])
    if levels and not request.level and not procedure.usual_level:
        raise BadInput("The level of need is missing.", f"Add --level, one of {levels}.")
    typed = request.level or procedure.usual_level
    level = procedure.named("level", typed).slug if typed else ""  # a procedure need not speak of levels
    route = procedure.named("route", request.route).slug if request.route else ""
    if not route and procedure.depends_on_route:
        raise BadInput(
            f"By which route did the case come? What is owed under {procedure.name} depends on it.",
            f"Add --route: {', '.join(each.slug for each in procedure.lists['route'])}.",
        )
    return level, route


def days_told(desk: Desk, request: Request) -> tuple[Moment, Moment]:
    """When the referral was received and when it arrived in the team's tray; raises BadInput for what cannot be."""
    opened = desk.days.happened
    received = desk.days.moment(request.received, "date of receipt") if request.received else opened
    if received[0] > opened[0]:
        raise BadInput(
            f"The referral was received on {long(received[0])}, after the episode opens on {long(opened[0])}.",
            "Check the dates.",
        )
    in_tray = desk.days.moment(request.in_tray, "date in tray") if request.in_tray else opened
    if not received[0] <= in_tray[0] <= desk.days.today:
        raise BadInput(f"The case cannot have arrived in the team's tray on {long(in_tray[0])}.", "Check --in-tray.")
    return received, in_tray


def those_asked(request: Request) -> list[tuple[str, str]]:
    """Everybody of a request in their role, as typed."""
    asked = {"child": request.children, "parent": request.parents, "sibling": request.siblings}
    return [(role, each) for role, those in asked.items() for each in those]


def as_typed(request: Request, people: Iterable[tuple[str, NewPerson]]) -> list[Typed]:
    """The same with where the request says that they live and are reached."""
    home = address(request.address) if request.address else homes.Home()
    return [Typed(each, role, home, request.phone if role == "parent" else "") for role, each in people]


def told_by_names(port: Port, desk: Desk, request: Request) -> None:
    """What is read of the teams and of everybody near those who are named, whatever is in it."""
    office.teams(port)
    with suppress(EhError):  # what cannot be read of the request is refused where it is asked
        people = [(role, person(desk.days, each, role)) for role, each in those_asked(request)]
        for each in as_typed(request, people):
            if not each.person.ref:
                known_already.near(port, each)


def who_is_named(
    desk: Desk,
    port: Port,
    request: Request,
    *,
    new_person: bool,
    links: Sequence[str],
    others: Collection[str] = (),
    invented: bool = False,
) -> Named:
    """The people of a request; raises Refused for a likely duplicate, and NotFound for a reference that is nobody."""
    linked = [read(ref, "P") for ref in links]
    family = read(request.family, "F") if request.family else ""
    if family and not record_people.family(port, family):
        raise NotFound(f"There is no family {family}.", cases.near_reference(port, "F", "family"))
    said = those_asked(request)
    people = [(role, person(desk.days, each, role)) for role, each in said]
    refuse_twice([each for _, each in people], new=new_person or bool(others))
    known = everybody_known(port, [*(each.ref for _, each in people if each.ref), *linked])
    typed = as_typed(request, people)
    found = [[] for _ in typed] if invented else whom_they_may_be(port, typed, desk.days.today, family)
    is_linked = linked_to(typed, found, linked, known)
    new = [new_person or each in others for _, each in said]
    refuse_known(typed, [those if not (is_linked[at] or new[at]) else [] for at, those in enumerate(found)])
    return Named(
        [(role, each._replace(ref=each.ref or is_linked[at])) for at, (role, each) in enumerate(people)],
        known,
        family,
        [[each.ref for each in those if each.ref != is_linked[at]] for at, those in enumerate(found)],
    )


def whom_they_may_be(port: Port, typed: Sequence[Typed], today: date, family: str) -> list[list[Match]]:
    """Who of the record each of these may be; of those who were named by reference nobody else."""
    fresh = [at for at, each in enumerate(typed) if not each.person.ref]
    found = dict(zip(fresh, known_already.found(port, [typed[at] for at in fresh], today, family), strict=True))
    named = {each.person.ref for each in typed if each.person.ref}
    return [[each for each in found.get(at, ()) if each.ref not in named] for at in range(len(typed))]


def linked_to(
    typed: Sequence[Typed],
    found: Sequence[Sequence[Match]],
    links: Sequence[str],
    known: Mapping[str, record_people.Individual],
) -> list[str]:
    """For each of the people whom --link says it is, empty for nobody; raises Refused for a link like none of them."""
    chosen = [""] * len(typed)
    for ref in links:
        speaking = {
            at: len(each.why)
            for at, those in enumerate(found)
            for each in those
            if each.ref == ref and not chosen[at] and not typed[at].person.ref
        }
        if not speaking:
            raise Refused(
                f"Nobody in this request is like {ref} {known[ref].name}.",
                f"Name the person by reference: --child {ref}, --parent {ref} or --sibling {ref}",
            )
        chosen[max(speaking, key=lambda at: (speaking[at], -at))] = ref
    return chosen


def everybody_known(port: Port, refs: Sequence[str]) -> Mapping[str, record_people.Individual]:
    """The people of these references; raises NotFound for a reference that is nobody."""
    known = record_people.people(port, refs)
    for ref in refs:
        if ref not in known:
            raise NotFound(f"There is no person {ref}.", cases.near_reference(port, "P", "person"))
    return known


def add_people(
    now: Recording, named: Named, family: str, home: homes.Home, since: date, phone: str
) -> list[tuple[str, str, str]]:
    """Adds whoever is new, where they all live, and their place in the family: reference, name and role of each."""
    listed = []
    for role, each in named.people:
        ref = each.ref or now.person(
            name=each.name, born=each.born, sex=each.sex, phone=phone if role == "parent" else ""
        )
        if home.lines:
            now.address(ref, home.lines, home.postcode, since)
        now.member(family, ref, role)
        listed.append((ref, each.name or named.known[ref].name, role))
    return listed


def add_episode(
    now: Recording, asked: Asked, request: Request, family: str, listed: Sequence[tuple[str, str, str]]
) -> str:
    """Adds the episode with its children and what is told of it first; its reference."""
    episode = now.writer.ref("E")
    children = tuple(dict.fromkeys(ref for ref, _, role in listed if role == "child"))
    now.row(
        "episode",
        ref=episode,
        family=family,
        team=asked.team,
        opened_on=asked.opened[0].isoformat(),
        procedure=asked.procedure.name,
        pack_version=asked.procedure.version,
        level=asked.level,
        route=asked.route,
        external_number=request.external_number,
    )
    now.children(episode, children)
    now.tell(
        [
            ReferralReceived(episode, *asked.received, request.referrer, request.referrer_agency),
            EpisodeOpened(
                episode,
                *asked.opened,
                family,
                asked.team,
                asked.level,
                asked.route,
                asked.start_reason,
                children,
                asked.kind,
            ),
            ArrivedInTray(episode, *asked.in_tray, asked.team, "team"),
        ]
    )
    return episode


def offered(desk: Desk, team: str) -> tuple[Offered, list[str]]:
    """What a form for a team offers, going by the procedure it follows on the day, and what else to know."""
    port, (on, _) = desk.record, desk.days.happened
    slugs = [each.slug for each in office.teams(port) if not each.until]
    follows = {slug: desk.rules.programme(slug).in_force(on) for slug in slugs}
    chosen = office.team(port, team).slug if team else slugs[0] if len(slugs) == 1 else ""
    of = chosen or office.worker(port, desk.who.user).team
    procedure = follows.get(of) or desk.rules.programme(of).in_force(on)
    notes = [
        f"{slug} follows {other.name}: eh open-episode --form --team {slug}"
        for slug, other in follows.items()
        if not chosen and other.name != procedure.name
    ]

    def known(kind: str) -> tuple[str, ...]:
        return tuple(named.slug for named in procedure.lists[kind])

    made = Offered(
        procedure.name,
        tuple(slugs),
        chosen,
        known("level"),
        procedure.usual_level,
        known("route"),
        procedure.depends_on_route,
        known("episode_type"),
        (*known("start_reason"), *office.choices(port, "start_reason")),
    )
    return made, notes


class Consent(NamedTuple):
    """Consent as a request tells it: who gave it, by the name that was typed, when and how."""

    name: str
    on: date
    method: str


def consent_asked(desk: Desk, request: Request, against: Against) -> Consent | None:
    """Who gave consent, when and how, if the request says so; silence is never consent (TEH-034)."""
    if not request.consent_from:
        if request.consent_on or request.consent_shared_with:
            raise BadInput("Who gave consent is missing.", "Add --consent-from NAME")
        return None
    on = desk.days.day(request.consent_on, "date of consent") if request.consent_on else desk.days.happened[0]
    method = consents.way(request.consent_method)
    if method:
        blank = Episode("")
        asked = {"person": "", "state": "given", "method": method, "purpose": "", "option": "--consent-method"}
        decisions_consent.consent(blank, **asked, on=on, today=desk.days.today, against=against)
    return Consent(text(request.consent_from, "name of who gave consent"), on, method)


def consent_giver(consent: Consent, named: Named) -> int:
    """Which of these people gave consent, by reference or name; raises NotFound for somebody else."""
    people = [each for _, each in named.people]
    called = {str(place): each.name or named.known[each.ref].name for place, each in enumerate(people)}
    refs = {str(place): each.ref for place, each in enumerate(people) if each.ref}
    found = meant(consent.name, refs) or meant(consent.name, called)
    if not found:
        raise NotFound(
            f"Consent from '{consent.name}': that is nobody in this request.", f"It names {', '.join(called.values())}."
        )
    if not consent.method:
        raise BadInput(
            "How was consent given?",
            'Add --consent-method signed, verbal, electronic or other; on a form: method = "verbal"',
        )
    return int(found[0])


def refuse_twice(people: Sequence[NewPerson], *, new: bool = False) -> None:
    """Raises BadInput when somebody is in the request twice; of those without a name yet there may be two."""
    for count, each in enumerate(people):
        if not any(each == other for other in people[:count]):
            continue
        unnamed = not each.ref and is_unnamed(each.name)
        if unnamed and new:
            continue
        raise BadInput(
            f"{each.ref or each.name} is in this request twice.",
            "If they are two who have no names yet: --new-person" if unnamed else "Name each person once.",
        )


def refuse_known(typed: Sequence[Typed], found: Sequence[Sequence[Match]]) -> None:
    """Raises Refused when somebody in the request may be in the record already, naming every candidate and why."""
    lines = [
        line
        for each, those in zip(typed, found, strict=True)
        if those
        for line in (f"{each.person.name}:", *known_already.in_words(those))
    ]
    if lines:
        said = "\n".join(dict.fromkeys(lines))
        raise Refused(f"Somebody in this request may be in the record already:\n{said}", SAME_OR_NOT)


def family_of(port: Port, refs: Sequence[str]) -> str:
    """The family that these people belong to already; empty when they have none."""
    families = sorted({row[1] for row in record_people.episodes_of(port, refs)})
    if len(families) > 1:
        raise Refused(
            f"These people belong to different families: {', '.join(families)}.",
            "Say which it is: --family F-...",
        )
    return families[0] if families else ""


def refuse_open(port: Port, family: str, refs: Sequence[str]) -> None:
    """Raises Refused when the family, or one of these people, has an open episode."""
    opened = cases.open_of_family(port, family) + [
        row[2] for row in record_people.episodes_of(port, refs) if row[2] and not row[5]
    ]
    if opened:
        ref = opened[0]
        raise Refused(f"{ref} is open for this family already.", f"Work on that one: eh show {ref}")
