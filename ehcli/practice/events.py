"""What each event of a story has recorded, decided as the commands of the same name decide it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from ehcli.acts import allocating, assessing, closing, consenting, contacting, correcting, noting
from ehcli.acts import tasks as acts_tasks
from ehcli.decisions import episodes
from ehcli.decisions import meetings as decisions_meetings
from ehcli.decisions.days import happened
from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import Fact, LetterPosted, LetterWritten, Told
from ehcli.errors import EhError
from ehcli.letters import fields as letters_fields
from ehcli.machine import folders
from ehcli.paper import plain_text, templates
from ehcli.practice.case import Case
from ehcli.practice.entries import StoryDesk
from ehcli.practice.seeded import drawn, number_from
from ehcli.practice.stories import Book
from ehcli.procedures.obligation import Obligation
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


def allocate(telling: Teller, case: Case, *, to: str = "worker", role: str = "key-worker") -> None:
    telling.desk.sits("allocate", case.logins["business_support"], case.logins["manager"])
    allocating.allocate(telling.desk, case.ref, to=case.logins[to], role=role)


def contact(
    telling: Teller, case: Case, *, how: str, outcome: str = "made", party: str = "family", seen: str = ""
) -> None:
    telling.desk.sits("visit" if how == "visit" else "contact", case.episode.worker)
    seen_by = case.seen(seen) if outcome == "made" else []
    contacting.contact(telling.desk, case.ref, how=how, outcome=outcome, party=party, seen=seen_by)


def visit(telling: Teller, case: Case, *, outcome: str = "made", seen: str = "everybody") -> None:
    telling.desk.sits("visit", case.episode.worker)
    contacting.visit(telling.desk, case.ref, outcome=outcome, seen=case.seen(seen) if outcome == "made" else [])


def consent(telling: Teller, case: Case, *, state: str = "given", method: str = "signed") -> None:
    telling.desk.sits("consent", case.episode.worker)
    consenting.consent(telling.desk, case.ref, person=case.adult_refs[0], state=state, method=method)


def note(
    telling: Teller, case: Case, *, type: str, by: str = "worker", significant: bool = False, text: str = ""
) -> None:
    names = [child.name.split()[0] for child in case.children]
    words = (text or telling.book.notes[type]).format(
        children=letters_fields.joined(names),
        parent=case.parents[0].name,
        worker=case.name(case.episode.worker),
        referrer=case.referrer[0],
    )
    telling.desk.sits("note", case.login(by))
    noting.note(telling.desk, case.ref, type=type, text=words, significant=significant)


def form(telling: Teller, case: Case, *, form: str, stage: str = "completed", by: str = "worker") -> None:
    telling.desk.sits("assess", case.login(by))
    assessing.assess(telling.desk, case.ref, form=form, stage=stage)


def done(telling: Teller, case: Case, *, duties: Sequence[str] = ()) -> None:
    """The forms that these duties ask for, where owed; with none named, all that stand in the way of closing."""
    desk = telling.desk
    stands, (on, _) = desk.stands(case.ref), desk.days.happened
    if duties:
        wanted = [each for each in owed(stands, duties) if each.trigger.on <= on]
    else:
        stand, _ = episodes.outstanding(stands.episode, stands.obligations, desk.procedure_of(case.ref), on=on)
        wanted = [each for each in stand if each.duty.form]
    if not wanted:
        return
    desk.sits("done", case.episode.worker)
    with desk.recording() as now:
        facts = [fact for each in wanted for fact in acts_tasks.as_done(now, stands, each, each.duty.title)]
        now.tell(dict.fromkeys(facts))


def owed(stands: Settled, duties: Sequence[str]) -> list[Obligation]:
    """What of these duties is open."""
    return [each for each in stands.obligations if each.is_open and each.duty.id in duties]


def star(telling: Teller, case: Case, *, star: str) -> None:
    of_family = "family" in star
    count = len(case.told)
    scores = [3 + number_from("score", case.number, count, area) % 6 for area in range(10 if of_family else 8)]
    telling.desk.sits("star", case.episode.worker)
    children = () if of_family else case.child_refs
    assessing.star(telling.desk, case.ref, star=star, scores=",".join(map(str, scores)), child=children)


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


def frequency(telling: Teller, case: Case, *, every_visit: str, reason: str) -> None:
    telling.desk.sits("frequency", case.episode.worker, case.logins["manager"])
    contacting.agree_frequency(telling.desk, case.ref, visits=every_visit, reason=reason, until="")


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


def set_aside(telling: Teller, case: Case, *, reason: str, duties: Sequence[str] = ()) -> None:
    """A manager sets these duties aside; with none named, whatever stands in the way of closing."""
    desk = telling.desk
    stands, (on, _) = desk.stands(case.ref), desk.days.happened
    procedure = desk.procedure_of(case.ref)
    stand, _ = episodes.outstanding(stands.episode, stands.obligations, procedure, on=on)
    tasks = owed(stands, duties) if duties else stand
    missing = [] if duties else closing.lacking(procedure, stands, on)
    checks = [check for check in missing if check.strength == "refuse"]
    if not tasks and not checks:
        return
    desk.sits("set-aside", case.episode.worker, case.logins["manager"])
    with desk.recording(reason) as now:
        now.require("set-aside", now.procedure())
        for each in tasks:
            now.tell(acts_tasks.as_set_aside(now, stands, each, each.duty.title))
        for check in checks:
            now.tell(acts_tasks.check_aside(now, stands, check))


def correct(telling: Teller, case: Case, *, what: str, was: int, to: int, reason: str) -> None:
    days = telling.desk.days.workdays
    wrong, right = days.after(case.began, was), days.after(case.began, to)
    telling.desk.sits("correct", case.logins["business_support"])
    correcting.correct(telling.desk, case.ref, what, to=(right, ""), was=wrong.isoformat(), reason=reason)


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
