"""What may be recorded next: each refusal says what, why and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from ehcli.decisions import consent as decisions_consent
from ehcli.decisions import contacts, correcting, episodes, forms, meetings, notes
from ehcli.decisions import tasks as decisions_tasks
from ehcli.episodes.episode import Episode, told_by
from ehcli.episodes.facts import (
    Allocated,
    ConsentRecorded,
    Contacted,
    EpisodeClosed,
    Fact,
    FormRecorded,
    MinutesReached,
    Moved,
    SetAside,
    StarCompleted,
    TafHeld,
    TafNotHeld,
    TafScheduled,
    Told,
    VisitFrequencyAgreed,
)
from ehcli.errors import BadInput, EhError, Refused
from ehcli.packs import calendar, reading
from ehcli.procedures.obligation import Obligation, task_key
from ehcli.procedures.obligations import obligations

from .telling import (
    ADA,
    CHIDI,
    OKAFORS,
    E,
    agreed,
    allocated,
    aside,
    closed,
    d,
    form,
    minutes,
    opened,
    received,
    star,
    taf,
    told,
    visited,
)

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()
TODAY = d("5 6 2026")
MONDAY = d("1 6 2026")

OPEN = (received("30 4 2026"), opened("1 5 2026"), allocated("1 5 2026"))
BOOKED = TafScheduled(E, d("5 5 2026"), "", "M-0001", "initial", "2026-05-21", "14:00", "School")
HELD = (*OPEN, BOOKED, taf("21 5 2026"))
CLOSED = (*OPEN, closed("29 5 2026"))


def episode(*story: Fact) -> Episode:
    return told_by(E, told(*story))


def owed(*story: Fact) -> list[Obligation]:
    return list(obligations(told(*story), SANDWELL, ENGLAND, OKAFORS))


def the(duty: str, *story: Fact) -> Obligation:
    return next(each for each in owed(*story) if each.duty.id == duty)


def allocate(story: Sequence[Fact], on: date = MONDAY, worker: str = "tsingh", role: str = "key-worker") -> list[Fact]:
    return episodes.allocate(
        episode(*story), worker=worker, role=role, called=role, team="tipton", on=on, at="", today=TODAY
    )


def contact(story: Sequence[Fact], on: date = MONDAY, outcome: str = "made", seen: Sequence[str] = ()) -> list[Fact]:
    return contacts.contact(
        episode(*story),
        how="visit",
        outcome=outcome,
        party="family",
        worker="aroy",
        seen=seen,
        on=on,
        at="",
        today=TODAY,
    )


def consent(on: date = MONDAY, method: str = "signed", state: str = "given") -> list[Fact]:
    return decisions_consent.consent(
        episode(*OPEN), person=ADA, state=state, method=method, purpose="early help", on=on, today=TODAY
    )


def test_a_star_has_as_many_scores_as_the_same_star_had_before() -> None:
    told = [Told(1, 1, 1, "", "aroy", StarCompleted(E, MONDAY, "", "family-star-plus", (), (4, 5, 6)))]
    forms.refuse_other_areas((7, 7, 7), told, "family-star-plus", ())
    forms.refuse_other_areas((), told, "family-star-plus", ())
    forms.refuse_other_areas((7, 7), told, "my-star", ())
    with pytest.raises(BadInput, match=r"This Star has 2 scores; that of Mon .* had 3\."):
        forms.refuse_other_areas((7, 7), told, "family-star-plus", ())


def starred(scores: Sequence[int] = (4, 5), meeting: str = "", on: date = MONDAY) -> list[Fact]:
    return forms.star(
        episode(*HELD),
        star="family-star-plus",
        scores=scores,
        scale=(1, 10),
        children=(),
        meeting=meeting,
        on=on,
        today=TODAY,
    )


def frequency(
    story: Sequence[Fact], every: str = "fortnightly", reason: str = "Low risk", on: date = MONDAY
) -> list[Fact]:
    return contacts.visit_frequency(
        episode(*story),
        every=every,
        decided_by="jmay",
        reason=reason,
        until=None,
        on=on,
        today=TODAY,
        not_before_taf=SANDWELL.weekly_until_a_taf,
    )


def schedule(story: Sequence[Fact], kind: str = "initial", planned: date = date(2026, 6, 30)) -> list[Fact]:
    return meetings.schedule(
        episode(*story),
        meeting="M-0002",
        kind=kind,
        called=f"{kind} TAF",
        planned_on=planned,
        planned_at="14:00",
        venue="School",
        on=MONDAY,
        today=TODAY,
    )


def held(story: Sequence[Fact], attended: Sequence[str] = ("Sam Okafor",), on: date = MONDAY) -> list[Fact]:
    stands = episode(*story)
    return meetings.held(stands, stands.meetings[0], attended=attended, chair="aroy", on=on, at="", today=TODAY)


def not_held(story: Sequence[Fact], reason: str = "Nobody came") -> list[Fact]:
    stands = episode(*story)
    return meetings.not_held(stands, stands.meetings[0], reason=reason, on=MONDAY, today=TODAY)


def minuted(story: Sequence[Fact], stage: str, on: date = MONDAY) -> list[Fact]:
    meeting = episode(*story).meetings[0]
    return meetings.minutes(
        episode(*story),
        meeting,
        stage=meetings.stage_of_minutes(stage, meeting, SANDWELL),
        asked=meetings.minutes_asked(meeting, owed(*story), SANDWELL),
        by="aroy",
        on=on,
        at="",
        today=TODAY,
    )


def done(duty: str, story: Sequence[Fact], on: date = MONDAY) -> list[Fact]:
    return decisions_tasks.done(episode(*story), the(duty, *story), "T-0001", on=on, today=TODAY)


def set_aside(duty: str, story: Sequence[Fact], reason: str = "Another agency does it") -> list[Fact]:
    return decisions_tasks.set_aside(
        episode(*story), the(duty, *story), "T-0001", reason=reason, decided_by="jmay", on=MONDAY, today=TODAY
    )


def move(duty: str, story: Sequence[Fact]) -> list[Fact]:
    return decisions_tasks.move(episode(*story), the(duty, *story), "T-0001", to="tsingh", on=MONDAY, today=TODAY)


def close(story: Sequence[Fact], on: date = MONDAY, level_checks: bool = False) -> list[Fact]:
    facts = owed(*story)
    checks = [check for check in SANDWELL.closing_checks if check.strength == "refuse"] if level_checks else []
    missing = episodes.lacking(episode(*story), checks, told(*story), [ADA, CHIDI], on)
    tasks = {task_key(each.key): f"T-{number:04}" for number, each in enumerate(facts, start=1)}
    return episodes.close(
        episode(*story),
        facts,
        SANDWELL,
        told=told(*story),
        reason="Refer to CSC",
        decided_by="jmay",
        tasks=tasks,
        missing=missing,
        on=on,
        today=TODAY,
    )


def correct(story: Sequence[Fact], on: date = MONDAY, reason: str = "Wrong week") -> list[Fact]:
    facts = told(*story)
    return correcting.correct(episode(*story), facts[-1], told=facts, on=on, at="", today=TODAY, reason=reason)


REFUSALS: list[tuple[str, type[EhError], str, Callable[[], object]]] = [
    ("a contact in the future", BadInput, "in the future", lambda: contact(OPEN, d("6 6 2026"))),
    ("a contact before it began", BadInput, "before E-0001 began", lambda: contact(OPEN, d("29 4 2026"))),
    ("a contact after closing", Refused, "E-0001 closed", lambda: contact(CLOSED, d("30 5 2026"))),
    ("nobody seen on an attempt", BadInput, "only attempted", lambda: contact(OPEN, outcome="attempted", seen=[ADA])),
    ("an allocation in the future", BadInput, "in the future", lambda: allocate(OPEN, d("6 6 2026"))),
    ("an allocation once closed", Refused, "E-0001 closed", lambda: allocate(CLOSED, d("15 5 2026"))),
    ("the same worker again", Refused, "with aroy as key-worker already", lambda: allocate(OPEN, worker="aroy")),
    ("consent in the future", BadInput, "in the future", lambda: consent(d("6 6 2026"))),
    ("silence as consent", Refused, "No reply is not consent", lambda: consent(method="No reply")),
    ("silence as consent", Refused, "No reply is not consent", lambda: consent(method="SILENCE")),
    ("a score above the scale", BadInput, "run from 1 to 10; 11", lambda: starred((4, 11))),
    ("a score below the scale", BadInput, "run from 1 to 10; 0", lambda: starred((0,))),
    ("a star at no meeting of theirs", BadInput, "M-0009 is not a meeting", lambda: starred(meeting="M-0009")),
    ("fortnightly before the TAF", Refused, "Visits stay weekly", lambda: frequency(OPEN)),
    ("fortnightly dated before the TAF", Refused, "Visits stay weekly", lambda: frequency(HELD, on=d("20 5 2026"))),
    ("an agreement without its reason", BadInput, "needs its reason", lambda: frequency(HELD, reason="  ")),
    ("an agreement once closed", Refused, "E-0001 closed", lambda: frequency(CLOSED)),
    ("a second initial TAF", Refused, "initial TAF of E-0001 was held on Thu 21 May 2026", lambda: schedule(HELD)),
    ("a TAF before the episode", BadInput, "before E-0001 was opened", lambda: schedule(OPEN, planned=d("30 4 2026"))),
    ("a TAF of a closed episode", Refused, "E-0001 closed", lambda: schedule(CLOSED)),
    ("a TAF that nobody came to", BadInput, "had somebody there", lambda: held((*OPEN, BOOKED), attended=[])),
    ("a TAF held twice", Refused, "M-0001 was held on Thu 21 May 2026", lambda: held(HELD)),
    ("a TAF held in the future", BadInput, "in the future", lambda: held((*OPEN, BOOKED), on=d("6 6 2026"))),
    ("a TAF not held without a reason", BadInput, "needs the reason", lambda: not_held((*OPEN, BOOKED), reason="")),
    ("a TAF not held that was", Refused, "was held", lambda: not_held(HELD)),
    ("minutes of no meeting", Refused, "has not been held", lambda: minuted((*OPEN, BOOKED), "handed-in")),
    ("minutes before the meeting", BadInput, "before the meeting", lambda: minuted(HELD, "handed-in", d("20 5 2026"))),
    ("minutes typed before handed in", Refused, "not handed-in yet", lambda: minuted(HELD, "typed")),
    ("minutes sent before approved", Refused, "not handed-in yet", lambda: minuted(HELD, "sent")),
    (
        "minutes sent that nobody approved",
        Refused,
        "not approved yet, so they cannot be sent",
        lambda: minuted((*HELD, minutes("22 5 2026", "handed-in"), minutes("26 5 2026", "typed")), "sent"),
    ),
    (
        "minutes handed in twice",
        Refused,
        "handed-in already",
        lambda: minuted((*HELD, minutes("22 5 2026", "handed-in")), "handed-in"),
    ),
    ("a visit ticked off", Refused, "met by what happened", lambda: done("initial-home-visit", OPEN)),
    ("a task done before it began", BadInput, "began on Fri 1 May 2026", lambda: done("eha", OPEN, d("30 4 2026"))),
    (
        "a task done twice",
        Refused,
        "done already",
        lambda: done("eha", (*OPEN, form("20 5 2026", "eha", "finalised"))),
    ),
    (
        "a task that was set aside",
        Refused,
        "no longer owed (set-aside)",
        lambda: done("eha", (*OPEN, aside("20 5 2026", task_key(the("eha", *OPEN).key)))),
    ),
    ("a task set aside for nothing", BadInput, "for a reason", lambda: set_aside("eha", OPEN, reason=" ")),
    (
        "a task set aside that was done",
        Refused,
        "not open (met)",
        lambda: set_aside("eha", (*OPEN, form("20 5 2026", "eha", "finalised"))),
    ),
    (
        "a task moved that was done",
        Refused,
        "not open (met)",
        lambda: move("eha", (*OPEN, form("20 5 2026", "eha", "finalised"))),
    ),
    ("closing with tasks outstanding", Refused, "cannot be closed yet. Outstanding:", lambda: close(OPEN)),
    ("closing twice", Refused, "E-0001 closed on Fri 29 May 2026", lambda: close(CLOSED)),
    ("closing in the future", BadInput, "in the future", lambda: close(OPEN, on=d("6 6 2026"))),
    ("closing before opening", BadInput, "before E-0001", lambda: close(OPEN, on=d("29 4 2026"))),
    ("a correction into the future", BadInput, "in the future", lambda: correct(HELD, on=d("6 6 2026"))),
    ("a correction without its reason", BadInput, "needs its reason", lambda: correct(HELD, reason="")),
    (
        "a correction of nothing",
        Refused,
        "recorded on Thu 21 May 2026 already",
        lambda: correct(HELD, on=d("21 5 2026")),
    ),
]


@pytest.mark.parametrize(
    ("kind", "words", "decide"),
    [refusal[1:] for refusal in REFUSALS],
    ids=[refusal[0].replace(" ", "-") for refusal in REFUSALS],
)
def test_a_refusal_says_what_and_what_to_do_next(kind: type[EhError], words: str, decide: Callable[[], object]) -> None:
    with pytest.raises(kind) as refused:
        decide()
    assert words in refused.value.message
    assert refused.value.hint, "a refusal without the next step"
    assert refused.value.code == (2 if kind is BadInput else 4)


@pytest.mark.parametrize(
    ("decide", "fact"),
    [
        (lambda: allocate(OPEN), Allocated(E, MONDAY, "", "tsingh", "key-worker", "tipton")),
        (lambda: contact(OPEN, seen=[ADA]), Contacted(E, MONDAY, "", "visit", "made", "family", "aroy", (ADA,))),
        (lambda: consent(d("2 4 2026")), ConsentRecorded(E, d("2 4 2026"), "", ADA, "given", "signed", "early help")),
        (lambda: starred(meeting="M-0001"), StarCompleted(E, MONDAY, "", "family-star-plus", (), (4, 5), "M-0001")),
        (lambda: frequency(HELD), VisitFrequencyAgreed(E, MONDAY, "", "fortnightly", "jmay", "Low risk")),
        (lambda: frequency(OPEN, "weekly"), VisitFrequencyAgreed(E, MONDAY, "", "weekly", "jmay", "Low risk")),
        (
            lambda: schedule(HELD, "review"),
            TafScheduled(E, MONDAY, "", "M-0002", "review", "2026-06-30", "14:00", "School"),
        ),
        (lambda: held((*OPEN, BOOKED)), TafHeld(E, MONDAY, "", "M-0001", "initial", ("Sam Okafor",), "aroy")),
        (lambda: not_held((*OPEN, BOOKED)), TafNotHeld(E, MONDAY, "", "M-0001", "Nobody came")),
        (lambda: minuted(HELD, "handed-in"), MinutesReached(E, MONDAY, "", "M-0001", "handed-in", "aroy")),
        (lambda: done("eha", OPEN), FormRecorded(E, MONDAY, "", "eha", "finalised")),
        (
            lambda: done("wishes-and-feelings", OPEN),
            FormRecorded(E, MONDAY, "", "wishes-and-feelings", "completed", (ADA,)),
        ),
        (lambda: set_aside("eha", OPEN), SetAside(E, MONDAY, "", "eha::3", "eha", "jmay", "Another agency does it")),
        (lambda: move("eha", OPEN), Moved(E, MONDAY, "", "eha::3", "tsingh")),
        (lambda: correct(HELD), taf("1 6 2026")),
    ],
)
def test_what_is_allowed_becomes_one_fact(decide: Callable[[], list[Fact]], fact: Fact) -> None:
    assert decide() == [fact]


def test_what_happened_today_and_on_the_first_and_last_day_is_recorded() -> None:
    assert contact(OPEN, TODAY)
    assert contact(OPEN, d("30 4 2026"))
    assert contact(CLOSED, d("29 5 2026"))


def test_logging_is_never_refused_for_the_sake_of_the_workflow() -> None:
    """Support never waits: before any allocation, and late for a closed episode."""
    assert contact([received("30 4 2026"), opened("1 5 2026")])
    assert contact(CLOSED, d("28 5 2026"))
    assert notes.note(
        episode(*CLOSED),
        ref="N-0001",
        type="Case Summary",
        children=(),
        significant=False,
        worker="aroy",
        on=d("29 5 2026"),
        today=TODAY,
    )


def test_consent_may_be_older_than_the_episode() -> None:
    assert consent(d("1 2 2026"))


def test_the_stages_of_minutes_follow_one_another() -> None:
    story = list(HELD)
    for stage in ("handed-in", "typed", "approved", "sent"):
        story += minuted(story, stage)
    assert episodes.outstanding(episode(*story), [], SANDWELL, on=MONDAY) == ([], [])


def test_a_refusal_to_close_names_every_task_and_every_meeting() -> None:
    with pytest.raises(Refused) as refused:
        close((*HELD, minutes("22 5 2026", "handed-in")))
    said = refused.value.message
    open_now = [
        each
        for each in owed(*HELD, minutes("22 5 2026", "handed-in"))
        if each.is_open and (not each.duty.ends_with_episode or (each.due and each.due < MONDAY))
    ]
    assert len(open_now) > 10
    for each in open_now:
        assert each.duty.title in said
    assert "M-0001  minutes not typed" in said
    assert "TEH p44" in refused.value.rule


def test_reviews_that_fall_due_later_end_with_the_episode_and_overdue_ones_do_not() -> None:
    story = (*OPEN, visited("5 5 2026"))
    weekly = next(each for each in owed(*story) if each.duty.id == "home-visits")
    due_later, _ = episodes.outstanding(episode(*story), [weekly], SANDWELL, on=d("12 5 2026"))
    overdue, _ = episodes.outstanding(episode(*story), [weekly], SANDWELL, on=d("13 5 2026"))
    assert (due_later, overdue) == ([], [weekly])


def test_a_case_with_nothing_outstanding_closes() -> None:
    story = list(OPEN)
    for each in owed(*OPEN):
        if each.is_open:
            story.append(aside("28 5 2026", task_key(each.key)))
    assert close(story) == [EpisodeClosed(E, MONDAY, "", "Refer to CSC", "jmay")]
    with pytest.raises(Refused) as refused:
        close(story, level_checks=True)
    for title in ("Exit plan on file", "Closure agreed in supervision", "Case summary on file"):
        assert f"not on file: {title}" in refused.value.message


def test_a_closing_check_is_met_only_by_what_is_recent_enough() -> None:
    (check,) = [check for check in SANDWELL.closing_checks if check.id == "closing-star"]
    assert (
        episodes.lacking(episode(*OPEN), [check], told(*OPEN, star("4 5 2026")), [ADA], MONDAY) == []
    )  # 28 days before
    assert episodes.lacking(episode(*OPEN), [check], told(*OPEN, star("3 5 2026")), [ADA], MONDAY) == [check]
    assert episodes.lacking(episode(*OPEN), [check], told(*OPEN), [ADA], MONDAY) == [check]


def test_a_closing_check_that_was_set_aside_or_is_of_another_level_is_not_asked_for() -> None:
    (check,) = [check for check in SANDWELL.closing_checks if check.id == "exit-plan"]
    left = aside("28 5 2026", "check:exit-plan")
    plus = (opened("1 5 2026", "universal-plus"),)
    assert episodes.lacking(episode(*OPEN), [check], told(*OPEN), [ADA], MONDAY) == [check]
    assert episodes.lacking(episode(*OPEN), [check], told(*OPEN, left), [ADA], MONDAY) == []
    assert episodes.lacking(episode(*plus), [check], told(*plus), [ADA], MONDAY) == []


def test_a_correction_keeps_everything_but_the_day() -> None:
    (right,) = correct((*OPEN, agreed("28 5 2026")))
    assert right == agreed("1 6 2026")


def test_an_episode_does_not_close_before_what_was_recorded_of_it() -> None:
    story = [*OPEN, visited("28 5 2026")]
    for each in owed(*story):
        if each.is_open:
            story.append(aside("28 5 2026", task_key(each.key)))
    with pytest.raises(EhError):
        close(story, on=d("15 5 2026"))


@pytest.mark.parametrize("on", ["1 1 2001", "3 6 2026"])
def test_a_correction_stays_within_the_episode(on: str) -> None:
    facts = told(*OPEN, visited("20 5 2026"), closed("29 5 2026"))
    with pytest.raises(EhError):
        correcting.correct(told_by(E, facts), facts[3], told=facts, on=d(on), at="", today=TODAY, reason="Wrong week")


def test_a_stage_of_minutes_is_not_before_the_one_before_it() -> None:
    story = (*HELD, minutes("22 5 2026", "handed-in"), minutes("29 5 2026", "typed"))
    with pytest.raises(EhError):
        minuted(story, "approved", d("26 5 2026"))
