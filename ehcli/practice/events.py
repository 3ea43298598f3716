"""What each event of a story has recorded, decided as the commands of the same name decide it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from ehcli.acts import allocating, closing
from ehcli.decisions import consent as decisions_consent
from ehcli.decisions import contacts, correcting, episodes, forms, tasks
from ehcli.decisions import meetings as decisions_meetings
from ehcli.decisions.days import happened
from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import KEY_WORKER, NAMES, Fact, LetterPosted, LetterWritten, SetAside, Told
from ehcli.errors import EhError
from ehcli.letters import fields as letters_fields
from ehcli.machine import folders
from ehcli.paper import plain_text, templates
from ehcli.practice.case import Case
from ehcli.practice.entries import StoryDesk
from ehcli.practice.seeded import drawn, number_from
from ehcli.practice.stories import Book
from ehcli.procedures.consent import EARLY_HELP
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.procedure import ClosingCheck
from ehcli.record.deriving import Settled
from ehcli.record.writing import Writer


class Teller(Protocol):
    """What a deed asks of whoever tells the stories: the desk, the record as it is written, and what is owed."""

    desk: StoryDesk
    writer: Writer

    @property
    def book(self) -> Book: ...

    @property
    def days(self) -> dict[str, Any]: ...

    @property
    def at(self) -> str: ...

    def require(self, right: str, login: str) -> None: ...

    def owed(self, case: Case) -> list[Obligation]: ...

    def lacking(self, case: Case) -> list[ClosingCheck]: ...

    def settled(self, case: Case) -> Settled: ...


class Deed(NamedTuple):
    """What one command records: facts, rows beside them, and who told and decided it."""

    command: str
    facts: Sequence[Fact]
    by: str
    decided_by: str = ""
    reason: str = ""
    rows: Sequence[tuple[str, Mapping[str, object]]] = ()
    withdraws: Told | None = None


def allocate(telling: Teller, case: Case, *, to: str = "worker", role: str = KEY_WORKER) -> None:
    telling.desk.sits("allocate", case.logins["business_support"], case.logins["manager"])
    allocating.allocate(telling.desk, case.ref, to=case.logins[to], role=role)


def contact(
    telling: Teller, case: Case, *, how: str, outcome: str = "made", party: str = "family", seen: str = ""
) -> Deed:
    everybody = [*case.child_refs, *case.adult_refs]
    who = {"everybody": everybody, "parent": case.adult_refs[:1]}.get(seen, [])
    worker = case.episode.worker
    facts = contacts.contact(
        case.episode,
        how=how,
        outcome=outcome,
        party=party,
        worker=worker,
        seen=who if outcome == "made" else [],
        at=telling.at,
        **telling.days,
    )
    return Deed("visit" if how == "visit" else "contact", facts, worker)


def visit(telling: Teller, case: Case, *, outcome: str = "made", seen: str = "everybody") -> Deed:
    return contact(telling, case, how="visit", outcome=outcome, seen=seen)


def consent(telling: Teller, case: Case, *, state: str = "given", method: str = "signed") -> Deed:
    facts = decisions_consent.consent(
        case.episode, person=case.adult_refs[0], state=state, method=method, purpose=EARLY_HELP, **telling.days
    )
    return Deed("consent", facts, case.episode.worker)


def note(
    telling: Teller, case: Case, *, type: str, by: str = "worker", significant: bool = False, text: str = ""
) -> Deed:
    login = case.episode.worker if by == "worker" else case.logins[by]
    names = [child.name.split()[0] for child in case.children]
    words = (text or telling.book.notes[type]).format(
        children=letters_fields.joined(names),
        parent=case.parents[0].name,
        worker=case.name(case.episode.worker),
        referrer=case.referrer[0],
    )
    ref = telling.writer.ref("N")
    facts = contacts.note(
        case.episode, ref=ref, type=type, children=(), significant=significant, worker=login, **telling.days
    )
    row = {
        "ref": ref,
        "episode": case.ref,
        "type": type,
        "happened_on": telling.days["on"].isoformat(),
        "text": words,
        "worker": login,
    }
    return Deed("note", facts, login, rows=[("note", row)])


def form(telling: Teller, case: Case, *, form: str, stage: str = "completed", by: str = "worker") -> Deed:
    facts = forms.form(case.episode, form=form, stage=stage, children=(), **telling.days)
    return Deed("assess", facts, case.episode.worker if by == "worker" else case.logins[by])


def done(telling: Teller, case: Case, *, duties: Sequence[str] = ()) -> Deed:
    """The forms that these duties ask for, where owed; with none named, all that stand in the way of closing."""
    owed, on = telling.owed(case), telling.days["on"]
    wanted = (
        [each for each in owed if each.is_open and each.duty.id in duties and each.trigger.on <= on]
        if duties
        else [
            each
            for each in episodes.outstanding(case.episode, owed, telling.desk.rules.procedure, on=on)[0]
            if each.duty.form
        ]
    )
    facts = [fact for each in wanted for fact in tasks.done(case.episode, each, each.duty.title, **telling.days)]
    return Deed("done", list(dict.fromkeys(facts)), case.episode.worker)


def star(telling: Teller, case: Case, *, star: str) -> Deed:
    count = len(case.told)
    scores = [3 + number_from("score", case.number, count, area) % 6 for area in range(10 if "family" in star else 8)]
    facts = forms.star(
        case.episode,
        star=star,
        scores=scores,
        scale=(1, 10),
        children=() if "family" in star else case.child_refs,
        meeting="",
        **telling.days,
    )
    return Deed("star", facts, case.episode.worker)


def booked(case: Case) -> Meeting:
    """The meeting that was booked last."""
    meetings = case.episode.meetings
    if not meetings:
        raise EhError("no meeting was booked before.")
    return meetings[-1]


def schedule(telling: Teller, case: Case, *, days: int, time: str, kind: str = "", again: bool = False) -> Deed:
    episode, on = case.episode, telling.days["on"]
    before = booked(case) if again else None
    facts = decisions_meetings.schedule(
        episode,
        meeting=before.ref if before else telling.writer.ref("M"),
        kind=kind or (before.kind if before else "review" if episode.tafs_held else "initial"),
        planned_on=telling.desk.days.workdays.after(on, days),
        planned_at=time,
        venue=drawn(case.town["venues"], "venue", case.number),
        **telling.days,
    )
    return Deed("taf schedule", facts, case.logins["business_support"])


def hold(telling: Teller, case: Case) -> Deed:
    meeting = booked(case)
    attended = [*case.adult_refs, case.episode.worker, "School nurse"]
    facts = decisions_meetings.held(
        case.episode,
        meeting,
        attended=attended,
        chair=case.episode.worker,
        at=meeting.planned_at,
        **telling.days,
    )
    return Deed("taf held", facts, case.episode.worker)


def not_held(telling: Teller, case: Case, *, reason: str) -> Deed:
    facts = decisions_meetings.not_held(case.episode, booked(case), reason=reason, **telling.days)
    return Deed("taf not-held", facts, case.episode.worker, reason=reason)


def minutes(telling: Teller, case: Case, *, stage: str) -> Deed:
    who = {"handed-in": case.episode.worker, "approved": case.logins["senior"]}
    by = who.get(stage, case.logins["business_support"])
    if stage == "approved":
        telling.require("approve-minutes", by)
    held = case.episode.tafs_held
    meeting = held[-1] if held else booked(case)
    procedure = telling.desk.rules.procedure
    facts = decisions_meetings.minutes(
        case.episode,
        meeting,
        stage=decisions_meetings.stage_of_minutes(stage, meeting, procedure),
        asked=decisions_meetings.minutes_asked(meeting, telling.owed(case), procedure),
        by=by,
        at=telling.at,
        **telling.days,
    )
    return Deed("taf minutes", facts, by)


def frequency(telling: Teller, case: Case, *, every_visit: str, reason: str) -> Deed:
    manager = case.logins["manager"]
    telling.require("agree-visit-frequency", manager)
    agreed = {"every": every_visit, "decided_by": manager, "reason": reason, "until": None}
    weekly = telling.desk.rules.procedure.weekly_until_a_taf
    facts = contacts.visit_frequency(case.episode, not_before_taf=weekly, **agreed, **telling.days)
    return Deed("frequency", facts, case.episode.worker, manager, reason)


def letter(telling: Teller, case: Case, *, kind: str) -> Deed:
    """A letter as eh letter words it. Its text is sealed in the record; no file is written for practice."""
    desk, on = telling.desk, telling.days["on"]
    desk.who.user = case.logins["business_support"]
    template = templates.load(kind, list(folders.folders("letter_templates")))
    settled = telling.settled(case)
    procedure = desk.rules.programme(case.town["team"]).in_force(on)
    asked = letters_fields.addressed(telling.writer, settled, procedure, audience=template.audience, on=on)
    person = asked.recipient()
    ref = telling.writer.ref("L")
    fields = letters_fields.fields(desk, telling.writer, settled, person, letter=ref, dated=on, meeting="")
    words = plain_text.as_text(template.write(fields))
    row = {
        "ref": ref,
        "episode": case.ref,
        "kind": kind,
        "template_version": template.version,
        "person": person.ref,
        "addressee": person.name,
        "address": person.address,
        "dated": on.isoformat(),
        "file": "",
        "hash": hashlib.sha256(words.encode()).hexdigest(),
    }
    facts = [LetterWritten(case.ref, on, "", ref, kind, person.ref)]
    return Deed("letter", facts, desk.who.user, rows=[("letter", row)])


def post(telling: Teller, case: Case, *, kind: str) -> Deed:
    on = telling.days["on"]
    happened(case.episode, on, telling.days["today"], "A letter")
    written = [each.fact for each in case.told if isinstance(each.fact, LetterWritten) and each.fact.kind == kind]
    if not written:
        raise EhError(f"no letter {kind} was written before.")
    facts = [LetterPosted(case.ref, on, "", written[-1].letter, kind, written[-1].to)]
    return Deed("letters posted", facts, case.logins["business_support"])


def set_aside(telling: Teller, case: Case, *, reason: str, duties: Sequence[str] = ()) -> Deed:
    """A manager sets these duties aside; with none named, whatever stands in the way of closing."""
    manager, on = case.logins["manager"], telling.days["on"]
    telling.require("set-aside", manager)
    settled = telling.settled(case)
    stand, _ = episodes.outstanding(settled.episode, settled.obligations, telling.desk.rules.procedure, on=on)
    facts: list[Fact] = []
    for each in [each for each in settled.obligations if each.is_open and each.duty.id in duties] if duties else stand:
        facts += tasks.set_aside(
            settled.episode, each, each.duty.title, reason=reason, decided_by=manager, **telling.days
        )
    if not duties:
        facts += [
            SetAside(case.ref, on, "", f"check:{check.id}", check.id, manager, reason)
            for check in telling.lacking(case)
        ]
    return Deed("set-aside", facts, case.episode.worker, manager, reason)


def correct(telling: Teller, case: Case, *, what: str, was: int, to: int, reason: str) -> Deed:
    days = telling.desk.days.workdays
    wrong, right = days.after(case.began, was), days.after(case.began, to)
    found = [each for each in case.told if NAMES[type(each.fact)] == what and each.on == wrong]
    if len(found) != 1:
        raise EhError(f"there are {len(found)} facts '{what}' on {wrong}, and not one.")
    facts = correcting.correct(case.episode, found[0], on=right, at="", today=telling.days["today"], reason=reason)
    return Deed("correct", facts, case.logins["business_support"], reason=reason, withdraws=found[0])


def close(telling: Teller, case: Case, *, reason: str) -> None:
    telling.desk.sits("close", case.logins["business_support"], case.logins["manager"])
    closing.close(telling.desk, case.ref, reason=reason)


DEEDS: dict[str, Callable[..., Deed | None]] = {
    "allocate": allocate,
    "contact": contact,
    "visit": visit,
    "consent": consent,
    "note": note,
    "form": form,
    "done": done,
    "star": star,
    "book": schedule,
    "hold": hold,
    "not-held": not_held,
    "minutes": minutes,
    "frequency": frequency,
    "letter": letter,
    "post": post,
    "set-aside": set_aside,
    "correct": correct,
    "close": close,
}
