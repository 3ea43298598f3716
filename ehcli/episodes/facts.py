"""What can happen in an episode: one sentence each, in the past tense.

A fact is a plain value. ``on`` is the day it happened and ``at`` the time of day as ``HH:MM``, empty
when nobody noted it. Facts are kept as they were told: a correction is a later fact that takes the
place of an earlier one.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

# The roles in which a worker holds an episode. They are eh's own words, whatever the staff of an authority are called:
# a key worker holds a case, at a lower level of need a lead professional does, and co-workers stand beside either.
KEY_WORKER, LEAD_PROFESSIONAL, CO_WORKER = ON_AN_EPISODE = ("key-worker", "lead-professional", "co-worker")

# The kinds of Team Around the Family meeting, in eh's own words; a procedure may have others for the same.
TAF_KINDS = ("initial", "review", "final")


class ReferralReceived(NamedTuple):
    """A referral or request for support reached the front door."""

    episode: str
    on: date
    at: str = ""
    referrer: str = ""
    agency: str = ""


class EpisodeOpened(NamedTuple):
    """An episode of early help was opened for a family."""

    episode: str
    on: date
    at: str = ""
    family: str = ""
    team: str = ""
    level: str = ""
    route: str = ""
    start_reason: str = ""
    children: tuple[str, ...] = ()
    type: str = ""  # the procedure's episode type; empty is its ordinary one


class ArrivedInTray(NamedTuple):
    """The case was put in a team's tray, for a manager or senior to decide on."""

    episode: str
    on: date
    at: str = ""
    team: str = ""
    tray: str = ""


class Allocated(NamedTuple):
    """A manager or senior gave the episode to a worker."""

    episode: str
    on: date
    at: str = ""
    worker: str = ""
    role: str = KEY_WORKER
    team: str = ""


class Contacted(NamedTuple):
    """Somebody got in touch, or tried to: the outcome says which."""

    episode: str
    on: date
    at: str = ""
    how: str = ""  # phone, text, letter, email, visit, school-visit, video
    outcome: str = ""  # made or attempted
    party: str = "family"  # family, referrer or agency
    worker: str = ""
    seen: tuple[str, ...] = ()


class NoteWritten(NamedTuple):
    """A case note or general note was put on file."""

    episode: str
    on: date
    at: str = ""
    note: str = ""
    type: str = ""
    children: tuple[str, ...] = ()
    significant: bool = False
    worker: str = ""


class FormRecorded(NamedTuple):
    """A form or other document of the procedure reached a stage: started, completed, finalised, ..."""

    episode: str
    on: date
    at: str = ""
    form: str = ""
    stage: str = "completed"
    children: tuple[str, ...] = ()  # empty: for the whole family
    about_on: str = ""  # ISO date the form speaks of, such as a meeting to come


class StarCompleted(NamedTuple):
    """An Outcomes Star was completed with a family or a child."""

    episode: str
    on: date
    at: str = ""
    star: str = ""
    children: tuple[str, ...] = ()  # empty: for the whole family
    scores: tuple[int, ...] = ()
    meeting: str = ""


class ConsentRecorded(NamedTuple):
    """A person gave, refused or withdrew consent, or a consent was found invalid."""

    episode: str
    on: date
    at: str = ""
    person: str = ""
    state: str = "given"  # given, refused, withdrawn, invalid
    method: str = ""  # signed, verbal, electronic, other; never silence
    purpose: str = ""
    shared_with: tuple[str, ...] = ()  # logins and agencies named on the consent statement


class VisitFrequencyAgreed(NamedTuple):
    """A manager agreed, with a reason, how often the family is visited from now on."""

    episode: str
    on: date
    at: str = ""
    every: str = "fortnightly"  # weekly or fortnightly
    decided_by: str = ""
    reason: str = ""
    until: str = ""  # ISO date, empty when no end was agreed


class TafScheduled(NamedTuple):
    """A Team Around the Family meeting was given a date, a time and a place."""

    episode: str
    on: date
    at: str = ""
    meeting: str = ""
    kind: str = "initial"  # initial, review, final
    planned_on: str = ""  # ISO date of the meeting
    planned_at: str = ""
    venue: str = ""


class Invited(NamedTuple):
    """Somebody was asked to a meeting, in a way that is kept."""

    episode: str
    on: date
    at: str = ""
    meeting: str = ""
    who: str = ""  # a person's reference, a worker's login or an agency's slug
    method: str = ""  # letter, phone, in-person, email, ...
    answer: str = ""  # coming, apologies, or empty
    released_by: str = ""  # the second person who looked at it, for a family that is flagged


class TafHeld(NamedTuple):
    """A Team Around the Family meeting took place."""

    episode: str
    on: date
    at: str = ""
    meeting: str = ""
    kind: str = "initial"
    attended: tuple[str, ...] = ()
    chair: str = ""
    chaired_by: str = "own-staff"  # or another-agency, whose documents are that agency's to check


class TafNotHeld(NamedTuple):
    """A Team Around the Family meeting that was planned did not take place."""

    episode: str
    on: date
    at: str = ""
    meeting: str = ""
    reason: str = ""


class MinutesReached(NamedTuple):
    """The plan and minutes of a meeting were handed in, typed, approved or sent."""

    episode: str
    on: date
    at: str = ""
    meeting: str = ""
    stage: str = ""  # handed-in, typed, approved, sent
    by: str = ""


class LetterWritten(NamedTuple):
    """A letter was printed; it has not gone until it is posted."""

    episode: str
    on: date
    at: str = ""
    letter: str = ""
    kind: str = ""
    to: str = ""


class LetterPosted(NamedTuple):
    """A letter left the office."""

    episode: str
    on: date
    at: str = ""
    letter: str = ""
    kind: str = ""
    to: str = ""


class SetAside(NamedTuple):
    """A manager or senior agreed that something owed will not be done, and why."""

    episode: str
    on: date
    at: str = ""
    task: str = ""
    duty: str = ""
    decided_by: str = ""
    reason: str = ""


class Moved(NamedTuple):
    """Somebody picked a task up, or it was given to another worker."""

    episode: str
    on: date
    at: str = ""
    task: str = ""
    to: str = ""


class EpisodeClosed(NamedTuple):
    """The episode was closed, for a reason."""

    episode: str
    on: date
    at: str = ""
    reason: str = ""
    decided_by: str = ""


class Withdrawn(NamedTuple):
    """An earlier fact was taken back: it was recorded by mistake."""

    episode: str
    on: date
    at: str = ""
    reason: str = ""


Fact = (
    ReferralReceived
    | EpisodeOpened
    | ArrivedInTray
    | Allocated
    | Contacted
    | NoteWritten
    | FormRecorded
    | StarCompleted
    | ConsentRecorded
    | VisitFrequencyAgreed
    | TafScheduled
    | Invited
    | TafHeld
    | TafNotHeld
    | MinutesReached
    | LetterWritten
    | LetterPosted
    | SetAside
    | Moved
    | EpisodeClosed
    | Withdrawn
)

# The name a fact goes by in the record, in packs and on the screen.
KINDS: dict[str, type] = {
    "referral-received": ReferralReceived,
    "episode-opened": EpisodeOpened,
    "arrived-in-tray": ArrivedInTray,
    "allocated": Allocated,
    "contacted": Contacted,
    "note-written": NoteWritten,
    "form-recorded": FormRecorded,
    "star-completed": StarCompleted,
    "consent-recorded": ConsentRecorded,
    "visit-frequency-agreed": VisitFrequencyAgreed,
    "taf-scheduled": TafScheduled,
    "invited": Invited,
    "taf-held": TafHeld,
    "taf-not-held": TafNotHeld,
    "minutes-reached": MinutesReached,
    "letter-written": LetterWritten,
    "letter-posted": LetterPosted,
    "set-aside": SetAside,
    "moved": Moved,
    "episode-closed": EpisodeClosed,
    "withdrawn": Withdrawn,
}
NAMES: dict[type, str] = {kind: name for name, kind in KINDS.items()}


# What may be recorded wherever an episode stands: nobody is kept from logging a contact, a visit or a note.
RESTS_ON_NOTHING = ("contacted", "note-written")


# The words that a field of a fact may hold, where they are few and fixed: kind of fact and field to words.
VALUES: dict[tuple[str, str], tuple[str, ...]] = {
    ("contacted", "how"): ("phone", "text", "letter", "email", "visit", "school-visit", "video"),
    ("contacted", "outcome"): ("made", "attempted"),
    ("contacted", "party"): ("family", "referrer", "agency"),
    ("consent-recorded", "state"): ("given", "refused", "withdrawn", "invalid"),
    ("consent-recorded", "method"): ("signed", "verbal", "electronic", "other"),
    ("visit-frequency-agreed", "every"): ("weekly", "fortnightly"),
    ("taf-scheduled", "kind"): TAF_KINDS,
    ("invited", "method"): (
        *("letter", "phone", "in-person", "email", "secure-email", "moveit", "ehm", "text", "video"),
    ),
    ("invited", "answer"): ("coming", "apologies"),
    ("taf-held", "kind"): TAF_KINDS,
    ("taf-held", "chaired_by"): ("own-staff", "another-agency"),
    ("minutes-reached", "stage"): ("handed-in", "typed", "approved", "sent"),
}
# The fields that hold a day, for limits that count from it, or back from it.
DAYS = {("taf-scheduled", "planned_on"), ("form-recorded", "about_on"), ("visit-frequency-agreed", "until")}


class Child(NamedTuple):
    """A child of the episode, as far as a duty needs to know."""

    person: str
    born: date | None


class Told(NamedTuple):
    """A fact as the record tells it: who told it, when, and which fact it stands in the place of.

    ``id`` is the fact's own number; ``root`` the number of the first fact in a chain of corrections,
    so that what follows from the fact keeps its reference when the fact is corrected.
    """

    id: int
    root: int
    entry: int
    recorded_at: str
    recorded_by: str
    fact: Fact

    @property
    def on(self) -> date:
        return self.fact.on

    @property
    def order(self) -> tuple[date, str, int]:
        """Facts are told in the order of the days they happened, then of the times, then as recorded."""
        return (self.fact.on, self.fact.at, self.root)


def in_turn(told: Iterable[Told]) -> list[Told]:
    """Facts in the order in which they happened: by day, by time, and as they were recorded.

    What is dated with a day only counts for the whole of that day: of its own kind it follows what was recorded
    before it that day, whatever its time.
    """
    known = list(told)
    timed: dict[tuple[type, date], list[Told]] = {}
    for each in known:
        if each.fact.at:
            timed.setdefault((type(each.fact), each.fact.on), []).append(each)
    if not timed:
        return sorted(known, key=lambda each: each.order)

    def place(each: Told) -> tuple[date, str, int]:
        if each.fact.at:
            return each.order
        near = timed.get((type(each.fact), each.fact.on), ())
        return (each.fact.on, max((other.fact.at for other in near if other.root < each.root), default=""), each.root)

    return sorted(known, key=place)


def columns(fact: Fact) -> tuple[str, str, str, str, dict[str, object]]:
    """The fact as the record keeps it: kind, episode, day, time, and the rest as plain details."""
    usual = fact._field_defaults
    rest = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in zip(fact._fields[3:], fact[3:], strict=True)
        if value != usual[name]
    }
    return NAMES[type(fact)], fact.episode, fact.on.isoformat(), fact.at, rest


def fact_from(kind: str, episode: str, on: str, at: str, details: dict[str, object]) -> Fact:
    """The fact that the record kept; details it does not know are left out.

    Raises TypeError where one is of another sort than such a fact has.
    """
    shape = KINDS[kind]
    if not details:
        return shape(episode, day(on), at)  # type: ignore[no-any-return]
    usual = shape._field_defaults  # type: ignore[attr-defined]
    known = {
        name: tuple(value) if isinstance(value, list) else value for name, value in details.items() if name in usual
    }
    for name, value in known.items():
        if type(value) is not type(usual[name]) or (type(value) is tuple and not all(map(is_plain, value))):
            raise TypeError(name)
    return shape(episode, day(on), at, **known)  # type: ignore[no-any-return]


def is_plain(value: object) -> bool:
    """Whether something in a list is a name or a number."""
    return type(value) in (str, int)


@lru_cache(maxsize=4096)
def day(text: str) -> date:
    """A day as the record keeps it; many facts share one."""
    return date.fromisoformat(text)
