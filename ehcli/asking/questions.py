"""What a request, or the plan of a meeting, needs: from the options, a file, or questions at a terminal."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.acts import forms as acts_forms
from ehcli.acts import new_episode
from ehcli.asking.same_person import Asked
from ehcli.decisions import forms as decisions_forms
from ehcli.decisions.consent import METHODS, SILENT
from ehcli.desk import note_copies, typed_words
from ehcli.desk.desk import Desk
from ehcli.errors import EhError, RecordUnusable, Refused, together
from ehcli.machine import files, folders
from ehcli.matching import homes
from ehcli.packs import request_form
from ehcli.packs.request_form import Request
from ehcli.procedures.procedure import Procedure
from ehcli.record import office
from ehcli.record.people import Individual
from ehcli.screen import screen

if TYPE_CHECKING:
    from ehcli.meetings.plan import Agreed, Part, Wanted


def blank_request(desk: Desk, team: str) -> tuple[str, list[str]]:
    """The blank form of a request, for any procedure where no record says which is in force; and what to know of it."""
    try:
        offered, notes = new_episode.offered(desk, team)
        return request_form.form(offered), notes
    except (RecordUnusable, Refused) as problem:
        unknown = "So the form cannot say which levels, routes and reasons are in force."
        notes = [f"{problem.message} {unknown} The procedures there are: eh procedure list"]
        return request_form.form(None), notes


class Given(NamedTuple):
    """A request, and those of its people, as typed, of whom somebody said that they are not in the record."""

    request: Request
    others: tuple[str, ...] = ()
    answered: bool = False  # in answer to questions


def asked(desk: Desk, typed: Mapping[str, Any], file: str) -> Given:
    """The request that was typed after the options named as its fields, in a file, or in answer to questions."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in typed.items()
        if name in Request._fields and value
    }
    given, others, answered = Request(**said), tuple[str, ...](), False
    if file:
        written = request_form.from_file(Path(file))
        given = written._replace(**{name: value for name, value in given._asdict().items() if value})
    elif given == Request() and screen.can_ask(desk.settings.no_input):
        same, answered = Asked(desk), True
        given = request(desk, same)
        others = tuple(same.others)
    if given.consent_from and not given.consent_method and screen.can_ask(desk.settings.no_input):
        given = given._replace(consent_method=way_of_consent())
    return Given(given, others, answered)


@contextmanager
def kept(given: Given, file: str, *, dry_run: bool) -> Iterator[None]:
    """A refusal does not throw away what was answered: it goes to a form, and the hint says how to take it up again.

    A form that was kept so is taken away once it is recorded.
    """
    folder = folders.home() / "unsent"
    try:
        yield
    except EhError as refused:
        if given.answered:
            form = folder / f"request-{os.getpid()}.json"
            files.own_folder(folder)
            files.write(form, request_form.filled(given.request))
            refused.hint = together(
                refused.hint, f"Your answers are kept: eh open-episode --from {shlex.quote(str(form))}"
            )
        raise
    taken_up = Path(file).absolute() if file else folder
    if taken_up.parent == folder.absolute() and taken_up.name.startswith("request-") and not dry_run:
        taken_up.unlink(missing_ok=True)


def request(desk: Desk, same: Asked) -> Request:
    """The request, question by question; an answer that cannot be used is asked for again."""
    port = desk.record
    slugs = [team.slug for team in office.teams(port) if not team.until]
    screen.tell("An episode for a family. Press Enter to leave a question out; Ctrl-C stops and records nothing.")
    team = _until(
        f"Team ({', '.join(slugs)})",
        lambda typed: office.team(port, typed),
        slugs[0] if len(slugs) == 1 else "",
    )
    told = Request(
        team=team,
        children=tuple(
            _people(desk, "Child: name; date of birth; sex (Wren Larkin; 02/03/2017; F)", "child", same, needed=True)
        ),
        parents=tuple(_people(desk, "Parent or carer: name", "parent", same)),
        address=home(),
        phone=screen.ask("Telephone"),
    )
    told = same.whole(told)
    told = told._replace(
        received=_until("Referral received (20/11/2026 09:30)", desk.days.moment, "today"),
        referrer=_until("Who referred", lambda typed: typed_words.a_referrer(desk.days, typed), optional=True),
    )
    procedure = desk.rules.programme(office.team(port, team).slug).in_force(desk.days.happened[0])
    told = told._replace(
        level=_named(procedure, "level", procedure.usual_level) if procedure.lists["level"] else "",
        route=_named(procedure, "route") if procedure.depends_on_route else "",
    )
    return with_consent(desk, told)


def with_consent(desk: Desk, told: Request) -> Request:
    """The request with who gave consent, when and how, and whom the statement names; without where nobody did."""
    giver = screen.ask("Consent given by (name)")
    if not giver:
        return told
    given = _until("Consent given on", desk.days.day, "today")
    method = way_of_consent()
    statement = "Named on the consent statement (logins or agencies, with commas)"
    named = _until(statement, lambda typed: note_copies.named(desk.record, _listed(typed)), optional=True)
    shared = tuple(_listed(named))
    return told._replace(consent_from=giver, consent_on=given, consent_method=method, consent_shared_with=shared)


def home() -> str:
    """An address; a postcode that cannot be one is asked about, and kept where somebody says so."""
    typed = _until("Address (1 High Street; Tipton; DY4 9JB)", typed_words.address, optional=True)
    while typed:
        for remark in typed_words.remarks(typed):
            screen.tell(f"Note: {remark}")
        if typed_words.address(typed).doubt in ("", homes.NO_POSTCODE):
            return typed
        again = _until("Address - Enter keeps it as it is", typed_words.address, typed)
        if again == typed:
            return typed
        typed = again
    return ""


def way_of_consent() -> str:
    """How somebody gave consent: nobody answers for them, so nothing is offered."""
    known = [*METHODS, *SILENT]
    return _until(
        "How was consent given (signed, verbal, electronic, other)",
        lambda typed: typed_words.one_of(typed, known, "way of giving consent"),
    )


def stage(desk: Desk, episode: str, form: str) -> str:
    """The stage that a form reached, of one that has several and none that says it is done; else empty."""
    named = acts_forms.a_form(desk.procedure_for(desk.heading(episode).team), form)
    known = decisions_forms.stages(named)
    if decisions_forms.done(named):
        return ""
    return _until(
        f"Stage of {named.name} ({', '.join(known)})",
        lambda typed: typed_words.one_of(typed, known, f"stage of {named.name}"),
    )


def plan(headings: Sequence[Part], children: Sequence[Individual]) -> tuple[list[Wanted], list[Agreed]]:
    """The plan of a meeting, heading by heading, and its actions."""
    from ehcli.meetings import plan as meetings_plan

    screen.tell("Press Enter to leave a heading out; Ctrl-C stops and records nothing.")
    texts = []
    for part in headings or [meetings_plan.Part("")]:
        heading = part.heading or screen.ask("Heading of your authority's own")
        for child in children if part.per_child else [None]:
            text = screen.ask(f"{heading}{f', {child.name}' if child else ''}") if heading else ""
            if text:
                texts.append(meetings_plan.Wanted(heading, child.ref if child else "", text))
    agreed = []
    while typed := screen.ask("Action: what; who; by when"):
        agreed.append(meetings_plan.agreed(typed))
    return texts, agreed


def _named(procedure: Procedure, kind: str, usual: str = "") -> str:
    """One of the names on a list of the procedure, which are offered."""
    names = ", ".join(named.slug for named in procedure.lists[kind])
    return _until(f"{kind.capitalize()} ({names})", lambda typed: procedure.named(kind, typed), usual)


def _listed(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _until(question: str, test: Callable[[str], object], default: str = "", *, optional: bool = False) -> str:
    while True:
        typed = screen.ask(question, default)
        if optional and not typed:
            return ""
        try:
            test(typed)
            return typed
        except EhError as problem:
            screen.error(problem, json_wanted=False)


def _people(desk: Desk, question: str, role: str, same: Asked, *, needed: bool = False) -> list[str]:
    found: list[str] = []
    while True:
        more = f"{question}{' - another, or Enter' if found else ''}"
        typed = _until(
            more, lambda each: typed_words.person(desk.days, each, role), "", optional=bool(found) or not needed
        )
        if not typed:
            return found
        if typed not in found:
            found.append(same.settled(typed, role))
        elif typed_words.is_unnamed(typed) and screen.agrees(f"{typed} is here already. Are they two? (yes or no)"):
            same.others.setdefault(typed, set())
            found.append(typed)
