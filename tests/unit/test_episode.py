"""An episode as its facts tell it, in the order of the days they happened."""

from __future__ import annotations

from ehcli.episodes.episode import STAGES, Holding, told_by
from ehcli.episodes.facts import TafNotHeld, TafScheduled

from .telling import E, allocated, closed, d, in_tray, minutes, opened, received, taf, told


def booked(on: str, planned: str, meeting: str = "M-0001", kind: str = "initial", at: str = "14:00") -> TafScheduled:
    return TafScheduled(E, d(on), "", meeting, kind, d(planned).isoformat(), at, "Okafor Primary School")


def test_an_episode_that_nothing_was_told_of_is_blank() -> None:
    blank = told_by(E, [])
    assert (blank.ref, blank.worker, blank.meetings, blank.opened_on) == (E, "", (), None)


def test_the_story_is_told_by_the_days_it_happened_and_not_by_the_order_it_was_recorded() -> None:
    episode = told_by(E, told(allocated("24 3 2026", worker="tsingh"), allocated("23 3 2026"), opened("23 3 2026")))
    assert episode.worker == "tsingh"
    assert episode.opened_on == d("23 3 2026")
    assert episode.holdings == (
        Holding("aroy", "key-worker", d("23 3 2026"), d("24 3 2026")),
        Holding("tsingh", "key-worker", d("24 3 2026")),
    )


def test_each_holder_ends_when_the_next_begins_and_not_later() -> None:
    workers = (("aroy", "23 3 2026"), ("tsingh", "1 4 2026"), ("jbell", "1 5 2026"))
    episode = told_by(E, told(opened("23 3 2026"), *(allocated(on, worker=worker) for worker, on in workers)))
    assert [held.until for held in episode.holdings] == [d("1 4 2026"), d("1 5 2026"), None]


def test_a_co_worker_stands_beside_the_key_worker() -> None:
    episode = told_by(
        E,
        told(
            opened("23 3 2026"),
            allocated("23 3 2026"),
            allocated("24 3 2026", role="co-worker", worker="tsingh"),
            allocated("25 3 2026", role="co-worker", worker="jbell"),
        ),
    )
    assert episode.worker == "aroy"
    assert [held.worker for held in episode.holdings if not held.until] == ["aroy", "tsingh", "jbell"]


def test_at_universal_plus_the_lead_professional_holds_the_case() -> None:
    episode = told_by(E, told(opened("23 3 2026", "universal-plus"), allocated("23 3 2026", role="lead-professional")))
    assert episode.worker == "aroy"
    assert (episode.holder("lead-professional"), episode.holder("key-worker")) == ("aroy", "")


def test_a_team_is_that_of_the_last_tray_or_allocation() -> None:
    episode = told_by(E, told(received("20 3 2026"), opened("23 3 2026"), in_tray("23 3 2026")))
    assert (episode.team, episode.referrer, episode.received_on) == ("tipton", "Okafor Primary School", d("20 3 2026"))


def test_a_meeting_is_planned_moved_held_and_minuted() -> None:
    story = [opened("1 5 2026"), booked("1 5 2026", "20 5 2026")]
    assert told_by(E, told(*story)).meetings[0].status == "planned"
    story.append(TafNotHeld(E, d("20 5 2026"), "", "M-0001", "Nobody came"))
    assert told_by(E, told(*story)).meetings[0].status == "not-held"
    story.append(booked("20 5 2026", "21 5 2026"))
    (meeting,) = told_by(E, told(*story)).meetings
    assert (meeting.status, meeting.planned_on, meeting.not_held) == ("planned", d("21 5 2026"), "")
    story.append(taf("21 5 2026"))
    (meeting,) = told_by(E, told(*story)).meetings
    assert (meeting.status, meeting.held_on, meeting.lacks(STAGES)) == ("held", d("21 5 2026"), "handed-in")
    for stage, left in (("handed-in", "typed"), ("typed", "approved"), ("approved", "sent"), ("sent", "")):
        story.append(minutes("22 5 2026", stage))
        (meeting,) = told_by(E, told(*story)).meetings
        assert meeting.lacks(STAGES) == left
    assert meeting.reached == "sent"


def test_a_meeting_that_was_not_held_is_none_that_was_held() -> None:
    story = told(
        opened("1 5 2026"), booked("1 5 2026", "20 5 2026"), TafNotHeld(E, d("20 5 2026"), "", "M-0001", "Ill")
    )
    assert told_by(E, story).tafs_held == []


def test_who_was_given_a_case_later_that_day_holds_it_although_no_time_was_noted() -> None:
    """What is dated with a day only counts for the whole of it: it follows what was recorded before it."""
    first, second = allocated("1 5 2026", "09:30"), allocated("1 5 2026", worker="tsingh")
    assert told_by(E, told(opened("1 5 2026"), first, second)).worker == "tsingh"
    assert told_by(E, told(opened("1 5 2026"), second, first)).worker == "aroy"


def test_two_meetings_are_kept_apart() -> None:
    episode = told_by(
        E,
        told(
            opened("1 5 2026"),
            taf("21 5 2026"),
            booked("21 5 2026", "6 8 2026", "M-0002", "review"),
            minutes("22 5 2026", "handed-in", "M-0001"),
        ),
    )
    first, second = episode.meetings
    assert (first.ref, first.status, first.lacks(STAGES)) == ("M-0001", "held", "typed")
    assert (second.ref, second.status, second.kind) == ("M-0002", "planned", "review")
    assert episode.meeting("M-0002") is second
    assert episode.meeting("M-0003") is None


def test_a_closed_episode_says_when_and_why() -> None:
    episode = told_by(E, told(opened("1 5 2026"), closed("20 8 2026")))
    assert (episode.closed_on, episode.end_reason) == (d("20 8 2026"), "Refer to CSC")
