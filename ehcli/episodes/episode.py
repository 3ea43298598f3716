"""An episode as its facts tell it: state is told, not kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.episodes.facts import (
    CO_WORKER,
    KEY_WORKER,
    LEAD_PROFESSIONAL,
    VALUES,
    Allocated,
    ArrivedInTray,
    EpisodeClosed,
    EpisodeOpened,
    Invited,
    MinutesReached,
    ReferralReceived,
    SetAside,
    TafHeld,
    TafNotHeld,
    TafScheduled,
    Told,
    in_turn,
)

STAGES = VALUES["minutes-reached", "stage"]
ASIDE = "minutes:"  # what is set aside of a meeting, before its reference: nothing more comes of its minutes


class Asked(NamedTuple):
    """Somebody who was asked to a meeting: how, on what day, and what the answer was."""

    who: str
    method: str
    on: date
    answer: str = ""  # coming, apologies, or empty: nothing was heard since the last change


class Meeting(NamedTuple):
    """A Team Around the Family meeting: planned, and held or not; and how far its minutes have come."""

    ref: str
    kind: str
    planned_on: date | None = None
    planned_at: str = ""
    venue: str = ""
    held_on: date | None = None
    not_held: str = ""
    minutes: tuple[str, ...] = ()
    minutes_since: date | None = None  # the day of the first stage they reached
    minutes_on: date | None = None  # the day of the last
    scheduled_on: date | None = None  # the day on which it was first given a date
    asked: tuple[Asked, ...] = ()
    attended: tuple[str, ...] = ()
    chair: str = ""
    chaired_by: str = "own-staff"
    set_aside: bool = False  # a manager agreed that no more comes of its minutes

    @property
    def status(self) -> str:
        return "held" if self.held_on else "not-held" if self.not_held else "planned"

    @property
    def reached(self) -> str:
        """The furthest stage its minutes have reached; empty when they are not in."""
        return next((stage for stage in reversed(STAGES) if stage in self.minutes), "")

    def lacks(self, asked: Sequence[str]) -> str:
        """The first of the stages asked for that its minutes have not reached; empty when nothing is lacking."""
        return next((stage for stage in asked if stage not in self.minutes), "")


class Holding(NamedTuple):
    """A worker's time with the episode in one role; ``until`` is the day the next holder began."""

    worker: str
    role: str
    since: date
    until: date | None = None


class Episode(NamedTuple):
    """Where an episode stands."""

    ref: str
    family: str = ""
    team: str = ""
    level: str = ""
    route: str = ""
    type: str = ""
    referrer: str = ""
    received_on: date | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    end_reason: str = ""
    holdings: tuple[Holding, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    followed_up: bool = False  # something is still owed although it has closed, such as a call months later

    def holder(self, role: str) -> str:
        """Who holds the role now; empty when nobody does."""
        return next((held.worker for held in reversed(self.holdings) if held.role == role and not held.until), "")

    @property
    def worker(self) -> str:
        """Who holds the case: the key worker, or at Universal Plus the lead professional."""
        return self.holder(KEY_WORKER) or self.holder(LEAD_PROFESSIONAL)

    def meeting(self, ref: str) -> Meeting | None:
        return next((meeting for meeting in self.meetings if meeting.ref == ref), None)

    @property
    def tafs_held(self) -> list[Meeting]:
        return [meeting for meeting in self.meetings if meeting.held_on]


def told_by(ref: str, told: Iterable[Told]) -> Episode:
    """The episode that these facts tell of, in the order of the days they happened."""
    return gone_on(Episode(ref), told)


def gone_on(episode: Episode, told: Iterable[Told]) -> Episode:
    """The episode after these facts too, all of later days than those that it was told by."""
    for each in in_turn(told):
        match each.fact:
            case ReferralReceived() | EpisodeOpened() | ArrivedInTray() | Allocated() | EpisodeClosed() as fact:
                episode = _case(episode, fact)
            case TafScheduled() | TafHeld() | TafNotHeld() | Invited() | MinutesReached() as fact:
                changed = _met(episode.meeting(fact.meeting) or Meeting(fact.meeting, "initial"), fact)
                episode = _with(episode, changed)
            case SetAside(task=task) if known := episode.meeting(task.removeprefix(ASIDE)):
                episode = _with(episode, known._replace(set_aside=True))
    return episode


def _case(
    episode: Episode, fact: ReferralReceived | EpisodeOpened | ArrivedInTray | Allocated | EpisodeClosed
) -> Episode:
    """The episode after what was told of the case: how it came, who has it, and whether it closed."""
    match fact:
        case ReferralReceived(on=on, referrer=referrer):
            return episode._replace(received_on=on, referrer=referrer)
        case EpisodeOpened(on=on, family=family, team=team, level=level, route=route, type=type):
            return episode._replace(family=family, team=team, level=level, route=route, type=type, opened_on=on)
        case ArrivedInTray(team=team):
            return episode._replace(team=team) if team else episode
        case Allocated(on=on, worker=worker, role=role, team=team):
            held = (*_ended(episode.holdings, role, on), Holding(worker, role, on))
            return episode._replace(holdings=held, team=team or episode.team)
        case EpisodeClosed(on=on, reason=reason):
            return episode._replace(closed_on=on, end_reason=reason)


def _met(meeting: Meeting, fact: TafScheduled | TafHeld | TafNotHeld | Invited | MinutesReached) -> Meeting:
    """The meeting after what was told of it."""
    match fact:
        case TafScheduled():
            return _scheduled(meeting, fact)
        case Invited(on=on, who=who, method=method, answer=answer):
            others = tuple(each for each in meeting.asked if each.who != who)
            return meeting._replace(asked=(*others, Asked(who, method, on, answer)))
        case TafHeld(on=on, kind=kind, attended=attended, chair=chair, chaired_by=chaired_by):
            held = meeting._replace(kind=kind, held_on=on, not_held="")
            return held._replace(attended=attended, chair=chair, chaired_by=chaired_by)
        case TafNotHeld(reason=reason):
            return meeting._replace(not_held=reason)
        case MinutesReached(on=on, stage=stage):
            since = meeting.minutes_since or on
            return meeting._replace(minutes=(*meeting.minutes, stage), minutes_since=since, minutes_on=on)


def _scheduled(meeting: Meeting, fact: TafScheduled) -> Meeting:
    """The meeting with its date; an answer was to the day and place of then, so whoever was asked has not answered."""
    return meeting._replace(
        kind=fact.kind,
        planned_on=date.fromisoformat(fact.planned_on),
        planned_at=fact.planned_at,
        venue=fact.venue,
        not_held="",
        scheduled_on=meeting.scheduled_on or fact.on,
        asked=tuple(each._replace(answer="") for each in meeting.asked),
    )


def _ended(holdings: tuple[Holding, ...], role: str, on: date) -> tuple[Holding, ...]:
    """A new key worker ends the time of the one before; co-workers stand side by side."""
    if role == CO_WORKER:
        return holdings
    return tuple(held._replace(until=on) if held.role == role and not held.until else held for held in holdings)


def _with(episode: Episode, changed: Meeting) -> Episode:
    """The episode with a meeting as it now is; meetings stay in the order in which they were first told of."""
    others = episode.meetings if episode.meeting(changed.ref) else (*episode.meetings, changed)
    return episode._replace(meetings=tuple(changed if each.ref == changed.ref else each for each in others))
