"""What each event of a story has recorded, decided as the commands of the same name decide it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ehcli.acts import allocation, closure, consents, contacts, corrections, forms, notes, posted_letters, taf
from ehcli.acts import tasks as acts_tasks
from ehcli.decisions import episodes
from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import KEY_WORKER, LetterWritten
from ehcli.errors import EhError
from ehcli.letters import fields as letters_fields
from ehcli.practice.case import Case
from ehcli.practice.entries import StoryDesk
from ehcli.practice.seeded import drawn, number_from
from ehcli.practice.stories import Book
from ehcli.printing import letters
from ehcli.printing.press import Press
from ehcli.procedures.obligation import Obligation
from ehcli.record.deriving import Settled


class Teller(Protocol):
    """What an event asks of whoever tells the stories: the desk, and the book with the words of the notes."""

    desk: StoryDesk

    @property
    def book(self) -> Book: ...


def allocate(telling: Teller, case: Case, *, to: str = "worker", role: str = KEY_WORKER) -> None:
    telling.desk.sits("allocate", case.logins["business_support"], case.logins["manager"])
    allocation.allocate(telling.desk, case.ref, to=case.logins[to], role=role)


def contact(
    telling: Teller, case: Case, *, how: str, outcome: str = "made", party: str = "family", seen: str = ""
) -> None:
    telling.desk.sits("visit" if how == "visit" else "contact", case.episode.worker)
    seen_by = case.seen(seen) if outcome == "made" else []
    contacts.contact(telling.desk, case.ref, how=how, outcome=outcome, party=party, seen=seen_by)


def visit(telling: Teller, case: Case, *, outcome: str = "made", seen: str = "everybody") -> None:
    telling.desk.sits("visit", case.episode.worker)
    contacts.visit(telling.desk, case.ref, outcome=outcome, seen=case.seen(seen) if outcome == "made" else [])


def consent(telling: Teller, case: Case, *, state: str = "given", method: str = "signed") -> None:
    telling.desk.sits("consent", case.episode.worker)
    consents.consent(telling.desk, case.ref, person=case.adult_refs[0], state=state, method=method)


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
    notes.note(telling.desk, case.ref, type=type, text=words, significant=significant)


def form(telling: Teller, case: Case, *, form: str, stage: str = "completed", by: str = "worker") -> None:
    telling.desk.sits("assess", case.login(by))
    forms.assess(telling.desk, case.ref, form=form, stage=stage)


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
    return [each for each in stands.owed_by(duties) if each.is_open]


def star(telling: Teller, case: Case, *, star: str) -> None:
    of_family = "family" in star
    count = len(case.told)
    scores = [3 + number_from("score", case.number, count, area) % 6 for area in range(10 if of_family else 8)]
    telling.desk.sits("star", case.episode.worker)
    children = () if of_family else case.child_refs
    forms.star(telling.desk, case.ref, star=star, scores=",".join(map(str, scores)), child=children)


def booked(case: Case) -> Meeting:
    """The meeting that was booked last."""
    meetings = case.episode.meetings
    if not meetings:
        raise EhError("no meeting was booked before.")
    return meetings[-1]


def schedule(telling: Teller, case: Case, *, days: int, time: str, kind: str = "", again: bool = False) -> None:
    desk, before = telling.desk, booked(case) if again else None
    day = desk.days.workdays.after(desk.days.happened[0], days)
    desk.sits("taf schedule", case.logins["business_support"])
    taf.schedule(
        desk,
        case.ref,
        at=f"{day} {time}",
        venue=drawn(case.town["venues"], "venue", case.number),
        kind=kind,
        meeting=before.ref if before else "",
    )


def hold(telling: Teller, case: Case) -> None:
    meeting, worker = booked(case), case.episode.worker
    when = telling.desk.days.happened[0], meeting.planned_at
    telling.desk.sits("taf held", worker)
    attended = [*case.adult_refs, worker, "School nurse"]
    taf.held(telling.desk, meeting.ref, attended=attended, chair=worker, when=when, episode=case.ref)


def not_held(telling: Teller, case: Case, *, reason: str) -> None:
    telling.desk.sits("taf not-held", case.episode.worker)
    taf.not_held(telling.desk, booked(case).ref, reason=reason, episode=case.ref)


def minutes(telling: Teller, case: Case, *, stage: str) -> None:
    who = {"handed-in": case.episode.worker, "approved": case.logins["senior"]}
    telling.desk.sits("taf minutes", who.get(stage, case.logins["business_support"]))
    held = case.episode.tafs_held
    meeting = held[-1] if held else booked(case)
    taf.minutes(telling.desk, [meeting.ref], stage=stage, episode=case.ref)


def frequency(telling: Teller, case: Case, *, every_visit: str, reason: str) -> None:
    telling.desk.sits("frequency", case.episode.worker, case.logins["manager"])
    contacts.agree_frequency(telling.desk, case.ref, visits=every_visit, reason=reason, until="")


def letter(telling: Teller, case: Case, *, kind: str) -> None:
    """A letter as eh letter words it. Its text is sealed in the record; no file is written for practice."""
    telling.desk.sits("letter", case.logins["business_support"])
    letters.letter(telling.desk, Press(telling.desk, files=False), letters.Order(kind, case.ref, afresh=True))


def post(telling: Teller, case: Case, *, kind: str) -> None:
    written = [each.fact for each in case.told if isinstance(each.fact, LetterWritten) and each.fact.kind == kind]
    if not written:
        raise EhError(f"no letter {kind} was written before.")
    telling.desk.sits("letters posted", case.logins["business_support"])
    posted_letters.posted(telling.desk, [written[-1].letter])


def set_aside(telling: Teller, case: Case, *, reason: str, duties: Sequence[str] = ()) -> None:
    """A manager sets these duties aside; with none named, whatever stands in the way of closing."""
    desk = telling.desk
    stands, (on, _) = desk.stands(case.ref), desk.days.happened
    procedure = desk.procedure_of(case.ref)
    stand, _ = episodes.outstanding(stands.episode, stands.obligations, procedure, on=on)
    tasks = owed(stands, duties) if duties else stand
    missing = [] if duties else closure.lacking(procedure, stands, on)
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
    corrections.correct(telling.desk, case.ref, what, to=(right, ""), was=wrong.isoformat(), reason=reason)


def close(telling: Teller, case: Case, *, reason: str) -> None:
    telling.desk.sits("close", case.logins["business_support"], case.logins["manager"])
    closure.close(telling.desk, case.ref, reason=reason)


DEEDS: dict[str, Callable[..., None]] = {
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
