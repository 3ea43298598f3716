"""Decisions at their edges: the day before, the day itself and the day after; and who of several has to be met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from inspect import Parameter, signature

import pytest

from ehcli.decisions import consent as decisions_consent
from ehcli.decisions import contacts, correcting, episodes, forms, meetings, notes
from ehcli.decisions import tasks as decisions_tasks
from ehcli.decisions.days import happened
from ehcli.episodes.episode import Asked, Meeting, told_by
from ehcli.episodes.facts import (
    ConsentRecorded,
    Contacted,
    EpisodeClosed,
    Fact,
    FormRecorded,
    Invited,
    LetterPosted,
    LetterWritten,
    SetAside,
    StarCompleted,
    TafHeld,
    TafScheduled,
)
from ehcli.errors import BadInput, EhError, Refused
from ehcli.packs import calendar
from ehcli.procedures.duty import Clause, Duty, Rule
from ehcli.procedures.obligation import Obligation, root_of, task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import ClosingCheck, Named
from ehcli.procedures.within import Within

from .telling import (
    ADA,
    CHIDI,
    OKAFORS,
    E,
    aside,
    closed,
    contacted,
    d,
    form,
    minutes,
    noted,
    opened,
    received,
    taf,
    told,
    visited,
)
from .test_decisions import BOOKED, CLOSED, HELD, MONDAY, OPEN, SANDWELL, TODAY, contact, episode, frequency, minuted

ENGLAND = calendar.workdays()
DAY = timedelta(days=1)


def allows(decide: Callable[[], object]) -> bool:
    """Whether a decision is allowed; a refusal says what and what to do next."""
    try:
        decide()
    except EhError as refused:
        assert refused.message and refused.hint
        return False
    return True


# The days of an episode


def test_something_happened_from_the_day_an_episode_began_to_today() -> None:
    stands = episode(*OPEN)  # received on 30 April, opened on 1 May
    days = {d("29 4 2026"): False, d("30 4 2026"): True, TODAY: True, TODAY + DAY: False}
    assert {on: allows(lambda on=on: happened(stands, on, TODAY, "A contact")) for on in days} == days


def test_an_episode_that_was_never_received_begins_when_it_was_opened() -> None:
    stands = episode(opened("1 5 2026"))
    assert not allows(lambda: happened(stands, d("30 4 2026"), TODAY, "A contact"))
    assert allows(lambda: happened(stands, d("1 5 2026"), TODAY, "A contact"))


def test_nothing_happens_after_closing_but_where_it_is_followed_up() -> None:
    stands = episode(*CLOSED)  # on 29 May
    assert allows(lambda: happened(stands, d("29 5 2026"), TODAY, "A contact"))
    assert not allows(lambda: happened(stands, d("30 5 2026"), TODAY, "A contact"))
    assert allows(lambda: happened(stands._replace(followed_up=True), d("30 5 2026"), TODAY, "A contact"))


def test_an_agreement_is_not_added_to_a_closed_episode_whatever_its_day() -> None:
    assert not allows(lambda: frequency((*HELD, closed("29 5 2026")), on=d("28 5 2026")))


def test_consent_is_recorded_on_the_day_itself_and_only_with_how_it_was_given() -> None:
    def consent(on: date = TODAY, state: str = "given", method: str = "signed", **more: object) -> list[Fact]:
        return decisions_consent.consent(
            episode(*OPEN),
            person=ADA,
            state=state,
            method=method,
            purpose="",
            on=on,
            today=TODAY,
            **more,  # type: ignore[arg-type]
        )

    assert consent(shared_with=["School"]) == [ConsentRecorded(E, TODAY, "", ADA, "given", "signed", "", ("School",))]
    assert not allows(lambda: consent(TODAY + DAY))
    assert not allows(lambda: consent(method=" "))
    assert allows(lambda: consent(state="refused", method=""))
    assert allows(lambda: consent(state="withdrawn", method="no reply"))
    for silence in ("no reply", "No-Reply", "not returned", "unanswered"):
        assert not allows(lambda silence=silence: consent(method=silence))
    with pytest.raises(BadInput) as how:
        consent(method="")
    assert how.value.hint == "Add --method signed, verbal, electronic or other"
    with pytest.raises(Refused) as silent:
        consent(method="silence", option="--consent")
    assert silent.value.hint.endswith(": --consent signed, or --consent verbal")


def test_somebody_is_seen_on_a_contact_that_was_made_and_nobody_on_an_attempt() -> None:
    assert allows(lambda: contact(OPEN, outcome="attempted"))
    assert allows(lambda: contact(OPEN, outcome="made", seen=[ADA]))
    assert not allows(lambda: contact(OPEN, outcome="attempted", seen=[ADA]))


# Visits spaced out


def test_visits_may_be_spaced_out_from_the_day_of_the_taf() -> None:
    assert not allows(lambda: frequency(HELD, on=d("20 5 2026")))
    assert allows(lambda: frequency(HELD, on=d("21 5 2026")))
    assert not allows(lambda: frequency((*OPEN, BOOKED)))


def test_only_a_procedure_that_prints_it_keeps_visits_weekly_until_a_taf() -> None:
    (fact,) = contacts.visit_frequency(
        episode(*OPEN),
        every="fortnightly",
        decided_by="jmay",
        reason="Low risk",
        until=d("1 7 2026"),
        on=MONDAY,
        today=TODAY,
    )
    assert fact.until == "2026-07-01"  # type: ignore[union-attr]
    assert allows(lambda: frequency(OPEN, "weekly"))


# Meetings and their minutes


def schedule(story: tuple[Fact, ...], planned: str, kind: str = "initial") -> list[Fact]:
    return meetings.schedule(
        episode(*story),
        meeting="M-2",
        kind=kind,
        called=f"{kind} TAF",
        planned_on=d(planned),
        planned_at="",
        venue="",
        on=MONDAY,
        today=TODAY,
    )


def test_a_meeting_may_be_planned_for_the_opening_day_and_no_earlier() -> None:
    assert allows(lambda: schedule(OPEN, "1 5 2026"))
    assert not allows(lambda: schedule(OPEN, "30 4 2026"))
    assert allows(lambda: schedule((received("30 4 2026"),), "1 4 2026")), "not opened yet"


def test_an_initial_taf_is_planned_until_one_was_held() -> None:
    assert allows(lambda: schedule((*OPEN, BOOKED), "30 6 2026"))
    assert not allows(lambda: schedule(HELD, "30 6 2026"))
    assert allows(lambda: schedule(HELD, "30 6 2026", "review"))


def invited(meeting: Meeting, on: date, asked: dict[str, tuple[str, str]] | None = None) -> list[Fact]:
    whole = {"P-0001": ("letter", "coming")} if asked is None else asked
    return meetings.invite(episode(*OPEN), meeting, asked=whole, on=on, today=TODAY, released_by="jmay")


def test_people_are_asked_from_the_day_a_meeting_got_its_date_to_the_day_it_was_held() -> None:
    meeting = Meeting("M-0001", "initial", scheduled_on=d("5 5 2026"), held_on=d("21 5 2026"))
    days = {d("4 5 2026"): False, d("5 5 2026"): True, d("21 5 2026"): True, d("22 5 2026"): False}
    assert {on: allows(lambda on=on: invited(meeting, on)) for on in days} == days
    assert allows(lambda: invited(Meeting("M-0001", "initial"), d("1 5 2026")))
    assert not allows(lambda: invited(Meeting("M-0001", "initial", not_held="Nobody came"), d("6 5 2026")))


def test_how_somebody_was_asked_is_said_now_or_was_before() -> None:
    asked_before = Meeting("M-0001", "initial", asked=(Asked("P-0001", "phone", d("5 5 2026")),))
    assert invited(asked_before, MONDAY, {"P-0001": ("", "coming"), "P-0002": ("letter", "")}) == [
        Invited(E, MONDAY, "", "M-0001", "P-0001", "phone", "coming", "jmay"),
        Invited(E, MONDAY, "", "M-0001", "P-0002", "letter", "", "jmay"),
    ]
    assert invited(asked_before, MONDAY, {"P-0001": ("letter", "")}) == [
        Invited(E, MONDAY, "", "M-0001", "P-0001", "letter", "", "jmay")
    ]
    with pytest.raises(Refused, match=r"^How P-0002 is invited is not said\."):
        invited(asked_before, MONDAY, {"P-0001": ("", ""), "P-0002": ("", "")})
    with pytest.raises(Refused, match=r"^How P-0002, P-0003 are invited is not said\.") as both:
        invited(asked_before, MONDAY, {"P-0002": ("", ""), "P-0003": ("", "")})
    assert "--invite P-0002=letter" in both.value.hint


def test_minutes_come_in_from_the_day_of_the_meeting_and_no_stage_before_another() -> None:
    assert allows(lambda: minuted(HELD, "handed-in", d("21 5 2026")))
    assert not allows(lambda: minuted(HELD, "handed-in", d("20 5 2026")))
    story = (*HELD, minutes("25 5 2026", "handed-in"))
    assert allows(lambda: minuted(story, "typed", d("25 5 2026")))
    assert not allows(lambda: minuted(story, "typed", d("24 5 2026")))


def stage(slug: str, **more: object) -> Named:
    return Named(slug, slug.title(), (), (), more)


ASKED = Clause("minutes-reached", (("stage", ("typed",)),), same=("meeting",))
HOLDING = Clause("taf-held")
TYPED = Duty(
    "typed",
    "Typed",
    Clause("taf-held"),
    "each",
    (ASKED,),
    (Rule(Within("days", 3), Clause("taf-held")),),
    "admin",
    "team",
)
MINUTED = SANDWELL._replace(
    duties=(TYPED,),
    lists={
        "minutes_stage": (
            stage("handed-in"),
            stage("typed"),
            stage("approved", chaired_by=["own-staff"]),
            stage("sent", optional=True),
        )
    },
)


def asked_of(meeting: Meeting, *story: Fact) -> list[str]:
    owed = obligations(told(*story), MINUTED, ENGLAND, OKAFORS)
    return [each.slug for each in meetings.minutes_asked(meeting, owed, MINUTED)]


def test_the_stages_asked_of_minutes_are_neither_optional_nor_another_agencys() -> None:
    held = Meeting("M-0001", "initial", held_on=d("21 5 2026"))
    assert asked_of(held, *HELD) == ["handed-in", "typed", "approved"]
    assert asked_of(held._replace(chaired_by="another-agency"), *HELD) == ["handed-in", "typed"]
    assert asked_of(held._replace(held_on=None), *HELD) == []
    assert asked_of(held._replace(set_aside=True), *HELD) == []


def test_a_stage_that_was_set_aside_of_one_meeting_is_asked_of_the_next() -> None:
    story = (*HELD, taf("28 5 2026", kind="review", meeting="M-0002"))
    first, second = (Meeting(ref, "initial", held_on=d("28 5 2026")) for ref in ("M-0001", "M-0002"))
    (key,) = [
        f"typed::{each.trigger.root}"
        for each in obligations(told(*story), MINUTED, ENGLAND, OKAFORS)
        if each.trigger.fact.meeting == "M-0001"  # type: ignore[union-attr]
    ]
    left = (*story, aside("29 5 2026", key))
    assert asked_of(first, *left) == ["handed-in", "approved"]
    assert asked_of(second, *left) == ["handed-in", "typed", "approved"]
    owed = list(obligations(told(*left), MINUTED, ENGLAND, OKAFORS))
    tasks = {each.ref: meetings.tasks_of_minutes(each, owed) for each in (first, second)}
    assert tasks["M-0001"] == []
    assert [each.trigger.fact.meeting for each in tasks["M-0002"]] == ["M-0002"]  # type: ignore[union-attr]


def test_the_open_tasks_of_minutes_are_those_that_only_minutes_meet() -> None:
    visit = TYPED._replace(id="visit", met_by=(Clause("contacted"),))
    both = MINUTED._replace(duties=(TYPED, visit))
    owed = list(obligations(told(*HELD), both, ENGLAND, OKAFORS))
    held = Meeting("M-0001", "initial", held_on=d("21 5 2026"))
    assert [each.duty.id for each in meetings.tasks_of_minutes(held, owed)] == ["typed"]


def test_minutes_are_set_aside_once_and_only_of_a_meeting_that_was_held() -> None:
    def left(meeting: Meeting) -> list[Fact]:
        return meetings.set_minutes_aside(
            episode(*HELD), meeting, SANDWELL, decided_by="jmay", reason="Lost", on=MONDAY
        )

    held = Meeting("M-0001", "initial", held_on=d("21 5 2026"))
    assert left(held) == [SetAside(E, MONDAY, "", "minutes:M-0001", "", "jmay", "Lost")]
    assert not allows(lambda: left(held._replace(set_aside=True)))
    assert not allows(lambda: left(held._replace(held_on=None)))


def test_a_stage_waits_for_those_that_the_procedure_names_or_for_all_before_it() -> None:
    def reach(last: Named, asked: list[Named], reached: tuple[str, ...] = ()) -> list[Fact]:
        meeting = Meeting("M-0001", "initial", held_on=d("21 5 2026"), minutes=reached)
        return meetings.minutes(
            episode(*HELD), meeting, stage=last, asked=asked, by="aroy", on=MONDAY, at="", today=TODAY
        )

    every = [stage("handed-in"), stage("typed")]
    assert not allows(lambda: reach(stage("approved"), every, ("handed-in",)))
    assert allows(lambda: reach(stage("approved"), every, ("handed-in", "typed")))
    assert allows(lambda: reach(stage("approved", after=["handed-in"]), every, ("handed-in",)))
    assert not allows(lambda: reach(stage("approved", after=["handed-in"]), every))
    assert allows(lambda: reach(stage("approved", after=[]), every))
    assert allows(lambda: reach(stage("approved"), [])), "what is not asked for is not waited for"


def test_a_procedure_without_minutes_says_so_and_one_with_names_its_stages() -> None:
    meeting = Meeting("M-0001", "initial")
    with pytest.raises(Refused, match="minutes are never bound: they are handed-in, then typed, then approved"):
        meetings.stage_of_minutes("bound", meeting, MINUTED)
    with pytest.raises(Refused, match="has no separate minutes") as none:
        meetings.stages_of_minutes(meeting, MINUTED._replace(duties=(), lists={}, kept={}))
    assert none.value.rule == ""


def test_a_meeting_that_was_held_is_neither_held_again_nor_called_off() -> None:
    held = Meeting("M-0001", "review", held_on=d("21 5 2026"))
    planned = held._replace(held_on=None)

    def hold(meeting: Meeting) -> list[Fact]:
        return meetings.held(episode(*OPEN), meeting, attended=[ADA], chair="aroy", on=TODAY, at="14:00", today=TODAY)

    assert hold(planned) == [TafHeld(E, TODAY, "14:00", "M-0001", "review", (ADA,), "aroy", "own-staff")]
    assert not allows(lambda: hold(held))
    assert not allows(lambda: meetings.not_held(episode(*OPEN), held, reason="Ill", on=TODAY, today=TODAY))


# Tasks


def duty(id: str = "task", **more: object) -> Duty:
    allocation = Clause("allocated")
    met_by = more.pop("met_by", (Clause("form-recorded", (("form", (id,)),)),))
    rule = Rule(Within("days", 10), allocation)
    return Duty(id, id.title(), allocation, "first", met_by, (rule,), "key-worker", "worker", **more)  # type: ignore[arg-type]


def owed(asked: Duty, *story: Fact) -> Obligation:
    return next(obligations(told(*story), SANDWELL._replace(duties=(asked,)), ENGLAND, OKAFORS))


def done(asked: Duty, on: date, *story: Fact) -> list[Fact]:
    story = story or OPEN
    return decisions_tasks.done(episode(*story), owed(asked, *story), "T-1", on=on, today=TODAY)


def test_a_task_is_done_from_the_day_it_began() -> None:
    assert allows(lambda: done(duty(), d("1 5 2026")))
    assert not allows(lambda: done(duty(), d("30 4 2026")))


def test_what_waits_for_its_day_is_done_once_that_day_has_passed() -> None:
    waits = duty(waits=True)  # due on 11 May
    assert not allows(lambda: done(waits, d("10 5 2026")))
    assert not allows(lambda: done(waits, d("11 5 2026")))
    assert done(waits, d("12 5 2026")) == [FormRecorded(E, d("12 5 2026"), "", "task", "completed")]
    assert allows(lambda: done(duty(), d("10 5 2026")))
    undated = waits._replace(rules=(Rule(Within("open"), Clause("allocated")),))
    assert allows(lambda: done(undated, d("10 5 2026")))


def test_what_is_owed_of_each_child_is_done_for_that_child() -> None:
    (fact,) = done(duty(per_child=True), d("12 5 2026"))
    assert fact.children == (ADA,)  # type: ignore[union-attr]


def test_what_was_done_in_time_or_late_is_not_done_again() -> None:
    for on in ("5 5 2026", "20 5 2026"):
        story = (*OPEN, form(on, "task"))
        with pytest.raises(Refused, match="T-1 was done already"):
            done(duty(), MONDAY, *story)


def test_a_task_that_no_form_meets_says_what_does() -> None:
    visit = duty(met_by=(Clause("contacted"),))
    with pytest.raises(Refused) as shown:
        done(visit, MONDAY)
    assert shown.value.hint == "Record that: eh show E-0001"
    with pytest.raises(Refused) as said:
        done(visit._replace(how="eh visit {episode}"), MONDAY)
    assert said.value.hint == "Record that: eh visit E-0001"


# Forms and Stars


def test_a_form_may_speak_of_a_day() -> None:
    def recorded(about: date | None) -> list[Fact]:
        return forms.form(
            episode(*OPEN),
            form="eha",
            stage="started",
            children=[ADA],
            on=TODAY,
            today=TODAY,
            at="10:00",
            about_on=about,
        )

    assert recorded(None) == [FormRecorded(E, TODAY, "10:00", "eha", "started", (ADA,), "")]
    assert recorded(MONDAY) == [FormRecorded(E, TODAY, "10:00", "eha", "started", (ADA,), "2026-06-01")]


def test_a_form_is_done_at_completed_or_at_its_only_stage_and_else_somebody_says_which() -> None:
    assert forms.stages(stage("eha")) == ("completed",)
    assert forms.done(stage("eha", stages=["started", "completed", "sent"])) == "completed"
    assert forms.done(stage("eha", stages=["started", "finalised"])) == ""
    assert forms.done(stage("eha", stages=["started", "seen", "finalised"])) == ""
    assert forms.done(stage("eha", stages=["signed"])) == "signed"


def test_only_a_stage_that_speaks_of_a_day_wants_one() -> None:
    dated = SANDWELL._replace(lists={"form": (stage("note"), stage("eha", dated=["seen"]))})

    def wanted(*facts: Fact) -> bool:
        return not allows(lambda: forms.refuse_undated(facts, dated))

    seen = FormRecorded(E, MONDAY, "", "eha", "seen")
    assert wanted(seen)
    assert wanted(visited("1 6 2026"), seen._replace(about_on="2026-06-02"), seen)
    assert not wanted(seen._replace(about_on="2026-06-02"))
    assert not wanted(seen._replace(stage="completed"))
    assert not wanted(seen._replace(form="note"))
    assert not wanted(visited("1 6 2026"))


def test_the_lowest_and_the_highest_score_of_a_star_are_scores() -> None:
    assert allows(lambda: forms.refuse_off_scale([1, 5, 10], 1, 10))
    assert not allows(lambda: forms.refuse_off_scale([5, 0], 1, 10))
    assert not allows(lambda: forms.refuse_off_scale([5, 11], 1, 10))
    assert forms.scale(stage("star")) == (1, 10)
    assert forms.scale(stage("star", scale=[0, 5])) == (0, 5)


def test_every_area_is_scored_where_the_procedure_wants_it() -> None:
    whole = stage("star", domains=["Home", "School"], all_areas=True)
    assert allows(lambda: forms.refuse_blank_areas([4, 5], whole))
    assert not allows(lambda: forms.refuse_blank_areas([4], whole))
    assert not allows(lambda: forms.refuse_blank_areas([4, 5, 6], whole))
    assert allows(lambda: forms.refuse_blank_areas([4], stage("star", domains=["Home", "School"])))
    assert allows(lambda: forms.refuse_blank_areas([4], stage("star", all_areas=True)))


def test_a_star_is_compared_with_the_last_of_the_same_children_that_was_scored() -> None:
    def compared(scores: tuple[int, ...], *stars: StarCompleted) -> bool:
        return allows(lambda: forms.refuse_other_areas(scores, told(*stars), "my-star", (ADA,)))

    two, three = (StarCompleted(E, d("1 5 2026"), "", "my-star", (ADA,), scores) for scores in ((4, 5), (4, 5, 6)))
    assert compared((7, 7, 7), two, three._replace(on=d("2 5 2026")))
    assert not compared((7, 7), two, three._replace(on=d("2 5 2026")))
    assert compared((7, 7), two, three._replace(on=d("2 5 2026"), children=(CHIDI,)))
    assert compared((7, 7), two, three._replace(on=d("2 5 2026"), star="family-star-plus"))
    assert compared((7, 7), two, three._replace(on=d("2 5 2026"), scores=()))
    assert compared((), two)


def test_a_star_at_a_meeting_is_at_one_of_the_episodes_own() -> None:
    def starred(meeting: str) -> list[Fact]:
        return forms.star(
            episode(*HELD), star="s", scores=[4], scale=(1, 10), children=[], meeting=meeting, on=MONDAY, today=TODAY
        )

    assert allows(lambda: starred("M-0001")) and allows(lambda: starred(""))
    assert not allows(lambda: starred("M-0002"))


# Notes


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Worries:\nNone\nStrengths:\nMuch", True),
        ("Worries: none\nStrengths: much", True),
        ("  worries  \nNone\n\nSTRENGTHS\nMuch", True),
        ("Strengths\nMuch\nWorries\nNone", True),
        ("Worries\nStrengths\nMuch", False),
        ("Worries\nStrengths: much", False),
        ("Worries: none", False),
        ("Worries and fears: none\nStrengths: much", False),  # another heading
        ("", False),
    ],
)
def test_a_note_says_something_under_each_heading(text: str, whole: bool) -> None:
    headed = stage("summary", headings=["Worries", "Strengths:"])
    assert allows(lambda: notes.refuse_empty_headings(text, headed)) is whole


def test_what_stands_beside_and_below_a_heading_is_said_under_it() -> None:
    lines = ["Worries: some", "and more", "Strengths", "many"]
    assert notes.said_under("Worries", ["Worries", "Strengths"], lines) == "some and more"
    assert notes.said_under("Strengths:", ["Worries", "Strengths:"], lines) == "many"
    assert notes.said_under("Plan", ["Plan"], lines) == ""


# Closing


def check(**more: object) -> ClosingCheck:
    met_by = (Clause("form-recorded", (("form", ("exit-plan",)),)),)
    return ClosingCheck("exit-plan", "Exit plan", met_by, "refuse", (), **more)  # type: ignore[arg-type]


def lacks(asked: ClosingCheck, *story: Fact, children: tuple[str, ...] = (ADA, CHIDI)) -> bool:
    facts = (*OPEN, *story)
    return bool(episodes.lacking(episode(*facts), [asked], told(*facts), children, MONDAY))


def test_where_closing_waits_for_nothing_in_print_only_days_and_printed_minutes_stand_in_its_way() -> None:
    cited = next(cite for each in SANDWELL.duties for rule in each.rules for cite in rule.cite)
    printed, ours = stage("typed")._replace(cite=(cited,)), stage("handed-in")
    elsewhere = stage("sent")._replace(cite=(cited,))
    waits, open_form = owed(duty("wait", waits=True), *OPEN), owed(duty("form"), *OPEN)
    meeting = Meeting("M-0001", "initial")
    left = ([waits, open_form], [(meeting, printed), (meeting, ours), (meeting, elsewhere)])
    silent = SANDWELL._replace(kept={}, lists={"minutes_stage": (printed, ours)})
    assert SANDWELL.closing_waits and not silent.closing_waits
    assert episodes.in_the_way(left, SANDWELL) == left
    assert episodes.in_the_way(left, silent) == ([waits], [(meeting, printed)])


def test_a_check_of_each_child_is_met_by_all_of_them_and_not_by_any() -> None:
    each = check(per_child=True)
    assert lacks(each)
    assert lacks(each, form("20 5 2026", "exit-plan", "completed", ADA))
    assert lacks(each, form("20 5 2026", "exit-plan")), "a form for the whole family names no child"
    assert not lacks(each, form("20 5 2026", "exit-plan", "completed", ADA, CHIDI))
    both = (form("20 5 2026", "exit-plan", "completed", ADA), form("21 5 2026", "exit-plan", "completed", CHIDI))
    assert not lacks(each, *both)
    assert not lacks(each, both[0], children=(ADA,))
    assert not lacks(each, *both, children=(ADA,)), "a form may name more than the children of the episode"
    assert not lacks(check(), form("20 5 2026", "exit-plan", "completed", ADA)), "of the family, one is enough"


def test_what_is_on_file_is_recent_enough_to_the_day() -> None:
    recent = check(within_weeks=2)  # closing on 1 June: from 18 May
    assert not lacks(recent, form("18 5 2026", "exit-plan"))
    assert lacks(recent, form("17 5 2026", "exit-plan"))
    assert not lacks(check(), form("1 5 2026", "exit-plan"))
    assert lacks(check(), form("1 5 2026", "genogram"))


def test_a_check_is_of_its_levels_and_types() -> None:
    assert not lacks(check(levels=("universal",)))
    assert not lacks(check(spares=("targeted",)))
    assert lacks(check(levels=("targeted",)))
    assert not lacks(check(episode_types=("advice",)))
    assert lacks(check(episode_types=("support",), ordinary="support"))


def standing(asked: Duty, on: str, *story: Fact) -> list[Obligation]:
    owed_now = list(obligations(told(*OPEN, *story), SANDWELL._replace(duties=(asked,)), ENGLAND, OKAFORS))
    return episodes.outstanding(episode(*OPEN, *story), owed_now, SANDWELL, on=d(on))[0]


def test_what_ends_with_the_episode_stands_in_its_way_once_it_is_overdue() -> None:
    review = duty(ends_with_episode=True)  # due on 11 May
    assert not standing(review, "11 5 2026")
    assert standing(review, "12 5 2026")
    assert standing(duty(), "5 5 2026"), "what does not end with it stands in its way at once"
    assert not standing(duty(), "12 5 2026", form("5 5 2026", "task"))


def test_what_is_only_usual_holds_nothing_up_and_what_closing_meets_neither() -> None:
    assert not standing(duty(ends_with_episode=True, strength="usually"), "12 5 2026")
    assert standing(duty(strength="usually"), "12 5 2026")
    by_closing = duty(met_by=(Clause("form-recorded", (("form", ("task",)),)), Clause("episode-closed")))
    assert not standing(by_closing, "12 5 2026")


def close(*story: Fact, on: date = MONDAY) -> list[Fact]:
    facts = told(*story)
    return episodes.close(
        told_by(E, facts),
        [],
        SANDWELL._replace(duties=(), lists={}),
        told=facts,
        reason="Done",
        decided_by="jmay",
        tasks={},
        missing=[],
        on=on,
        today=TODAY,
    )


def test_an_episode_closes_on_the_day_of_its_last_fact_and_no_earlier() -> None:
    story = (*OPEN, visited("28 5 2026"))
    assert close(*story, on=d("28 5 2026")) == [EpisodeClosed(E, d("28 5 2026"), "", "Done", "jmay")]
    assert not allows(lambda: close(*story, on=d("27 5 2026")))


def test_an_allocation_is_to_another_worker_or_in_another_role() -> None:
    def given(worker: str, role: str) -> list[Fact]:
        return episodes.allocate(
            episode(*OPEN), worker=worker, role=role, called=role, team="t", on=TODAY, at="", today=TODAY
        )

    assert allows(lambda: given("tsingh", "key-worker")) and allows(lambda: given("aroy", "co-worker"))
    assert not allows(lambda: given("aroy", "key-worker"))


# Corrections


def corrected(story: tuple[Fact, ...], which: type, on: date | str, **changes: object) -> list[Fact]:
    facts = told(*story)
    old = next(each for each in facts if isinstance(each.fact, which))
    day = d(on) if isinstance(on, str) else on
    return correcting.correct(
        told_by(E, facts), old, told=facts, on=day, at=old.fact.at, today=TODAY, reason="Wrong", changes=changes
    )


def test_no_letter_is_posted_before_the_day_it_is_dated_whichever_of_the_two_is_corrected() -> None:
    letters = (LetterWritten(E, d("6 5 2026"), "", "L-0002"), LetterPosted(E, d("8 5 2026"), "", fresh("L-0002")))
    earlier = (LetterWritten(E, d("18 5 2026"), "", "L-0001"), LetterPosted(E, d("5 5 2026"), "", "L-0001"))
    later = tuple(each._replace(letter="L-0003") for each in earlier)
    story = (*OPEN, *letters, *earlier, *later)  # the first of each kind is what is corrected
    for which, well, ill in ((LetterPosted, "6 5 2026", "5 5 2026"), (LetterWritten, "8 5 2026", "9 5 2026")):
        assert [fact.on for fact in corrected(story, which, well)] == [d(well)]
        with pytest.raises(BadInput, match="L-0002 is dated"):
            corrected(story, which, ill)
    assert [fact.on for fact in corrected(story, LetterPosted, "7 5 2026")] == [d("7 5 2026")]
    alone = (*OPEN, letters[1])
    assert [fact.on for fact in corrected(alone, LetterPosted, "5 5 2026")] == [d("5 5 2026")]


def test_a_referral_is_corrected_up_to_the_opening_day() -> None:
    from ehcli.episodes.facts import ReferralReceived

    assert corrected(OPEN, ReferralReceived, "1 5 2026") == [received("1 5 2026")]
    assert not allows(lambda: corrected(OPEN, ReferralReceived, "2 5 2026"))
    assert allows(lambda: corrected(OPEN, ReferralReceived, "1 1 2026"))
    assert allows(lambda: corrected((received("30 4 2026"),), ReferralReceived, TODAY))
    assert not allows(lambda: corrected((received("30 4 2026"),), ReferralReceived, TODAY + DAY))


def test_a_consent_is_corrected_to_any_day_up_to_today() -> None:
    given = (*OPEN, ConsentRecorded(E, d("5 5 2026"), "", ADA, "given", "signed"))
    for on in (d("1 1 2026"), d("20 5 2026"), TODAY):
        assert allows(lambda on=on: corrected(given, ConsentRecorded, on))
    assert not allows(lambda: corrected(given, ConsentRecorded, TODAY + DAY))
    assert not allows(lambda: corrected(given, ConsentRecorded, "5 5 2026", method=""))
    assert allows(lambda: corrected(given, ConsentRecorded, "5 5 2026", method="", state="refused"))


def test_a_meeting_is_moved_up_to_the_day_its_minutes_came_in() -> None:
    story = (*HELD, minutes("25 5 2026", "handed-in"), minutes("28 5 2026", "typed"))
    assert allows(lambda: corrected(story, TafHeld, "25 5 2026"))
    assert not allows(lambda: corrected(story, TafHeld, "26 5 2026"))
    assert allows(lambda: corrected(HELD, TafHeld, TODAY))
    assert not allows(lambda: corrected(HELD, TafHeld, "21 5 2026", attended=()))


def test_a_plan_is_corrected_to_the_opening_day_and_no_earlier() -> None:
    story = (*OPEN, BOOKED)
    assert allows(lambda: corrected(story, TafScheduled, "5 5 2026", planned_on="2026-05-01"))
    assert not allows(lambda: corrected(story, TafScheduled, "5 5 2026", planned_on="2026-04-30"))


def test_an_attempt_is_not_corrected_into_seeing_somebody() -> None:
    story = (*OPEN, visited("5 5 2026", "attempted"), contacted("6 5 2026", "phone", "made"))
    assert not allows(lambda: corrected(story, Contacted, "5 5 2026", seen=(ADA,)))
    assert allows(lambda: corrected(story, Contacted, "5 5 2026", seen=(ADA,), outcome="made"))
    assert allows(lambda: corrected(story, Contacted, "4 5 2026"))


def test_a_closing_is_moved_back_to_the_last_fact_whatever_followed_it_up() -> None:
    story = (*OPEN, visited("20 5 2026"), closed("29 5 2026"))
    assert corrected(story, EpisodeClosed, "20 5 2026") == [closed("20 5 2026")]
    assert not allows(lambda: corrected(story, EpisodeClosed, "19 5 2026"))
    assert allows(lambda: corrected(story, EpisodeClosed, TODAY))
    assert not allows(lambda: corrected(story, EpisodeClosed, TODAY + DAY))
    same_day = (*OPEN, visited("29 5 2026"), closed("29 5 2026"))
    assert not allows(lambda: corrected(same_day, EpisodeClosed, "28 5 2026"))
    followed = (*story, visited("3 6 2026"))
    assert allows(lambda: corrected(followed, EpisodeClosed, "21 5 2026"))


def test_a_correction_that_changes_nothing_is_refused_and_a_change_of_a_value_alone_is_not() -> None:
    story = (*OPEN, noted("5 5 2026"))
    note = type(noted("5 5 2026"))
    with pytest.raises(Refused, match="It is recorded on Tue 5 May 2026 already"):
        corrected(story, note, "5 5 2026")
    with pytest.raises(Refused, match="It is recorded so already"):
        corrected(story, note, "5 5 2026", type="Case Summary")
    assert corrected(story, note, "5 5 2026", type="Other") == [noted("5 5 2026", "Other")]


# Every word means itself, and none that comes before or after it in the alphabet


def fresh(word: str) -> str:
    """The same word as another object, as it comes from a record."""
    return "".join(list(word))


def test_what_a_decision_is_told_is_told_by_name_so_that_no_two_days_are_mixed_up() -> None:
    decisions = [
        decisions_consent.consent,
        contacts.contact,
        contacts.visit_frequency,
        correcting.correct,
        episodes.allocate,
        episodes.outstanding,
        episodes.close,
        forms.form,
        forms.star,
        meetings.schedule,
        meetings.invite,
        meetings.held,
        meetings.not_held,
        meetings.minutes,
        meetings.set_minutes_aside,
        notes.note,
        decisions_tasks.done,
        decisions_tasks.set_aside,
        decisions_tasks.move,
    ]
    for decide in decisions:
        named = {each.name: each.kind for each in signature(decide).parameters.values()}
        assert {named[name] for name in ("on", "today", "reason") if name in named} == {Parameter.KEYWORD_ONLY}, decide
        assert Parameter.POSITIONAL_ONLY not in named.values(), decide


@pytest.mark.parametrize("outcome", ["abandoned", "made"])
def test_only_an_attempt_sees_nobody(outcome: str) -> None:
    assert allows(lambda: contact(OPEN, outcome=outcome, seen=[ADA]))
    assert not allows(lambda: contact(OPEN, outcome=fresh("attempted"), seen=[ADA]))


@pytest.mark.parametrize("every", ["daily", "weekly"])
def test_only_fortnightly_visits_wait_for_the_taf(every: str) -> None:
    assert allows(lambda: frequency(OPEN, every))
    assert not allows(lambda: frequency(OPEN, fresh("fortnightly")))


@pytest.mark.parametrize("worker", ["aaron", "tsingh"])
def test_only_the_same_worker_has_the_case_already(worker: str) -> None:
    def given(to: str) -> list[Fact]:
        return episodes.allocate(
            episode(*OPEN), worker=to, role="key-worker", called="", team="t", on=TODAY, at="", today=TODAY
        )

    assert allows(lambda: given(worker))
    assert not allows(lambda: given(fresh("aroy")))


@pytest.mark.parametrize("strength", ["must", "should", "voluntary"])
def test_only_what_is_usual_holds_nothing_up(strength: str) -> None:
    asked = duty(ends_with_episode=True, strength=strength)
    assert standing(asked, "12 5 2026")
    assert not standing(asked._replace(strength=fresh("usually")), "12 5 2026")


@pytest.mark.parametrize("state", ["declined", "refused", "withdrawn"])
def test_only_consent_that_is_given_needs_how(state: str) -> None:
    def consent(state: str, method: str) -> list[Fact]:
        return decisions_consent.consent(
            episode(*OPEN), person=ADA, state=state, method=method, purpose="", on=TODAY, today=TODAY
        )

    assert allows(lambda: consent(state, "")) and allows(lambda: consent(state, "silence"))
    assert not allows(lambda: consent(fresh("given"), ""))
    assert not allows(lambda: consent(fresh("given"), "silence"))


@pytest.mark.parametrize("kind", ["final", "review"])
def test_only_the_initial_taf_is_held_once(kind: str) -> None:
    assert allows(lambda: schedule(HELD, "30 6 2026", kind))
    assert not allows(lambda: schedule(HELD, "30 6 2026", fresh("initial")))


def test_a_plan_is_corrected_to_any_later_day_and_a_meeting_to_any_earlier_one() -> None:
    assert allows(lambda: corrected((*OPEN, BOOKED), TafScheduled, "5 5 2026", planned_on="2026-07-01"))
    story = (*HELD, minutes("25 5 2026", "handed-in"))
    assert allows(lambda: corrected(story, TafHeld, "22 5 2026"))


@pytest.mark.parametrize(
    ("state", "words"),
    [("met", "done already"), ("late", "done already"), ("ended", "no longer owed"), ("set-aside", "no longer owed")],
)
def test_what_became_of_a_task_is_said_when_it_is_done_again(state: str, words: str) -> None:
    found = owed(duty(), *OPEN)._replace(state=fresh(state))
    with pytest.raises(Refused) as refused:
        decisions_tasks.done(episode(*OPEN), found, "T-1", on=MONDAY, today=TODAY)
    assert words in refused.value.message
    for decide in (
        lambda: decisions_tasks.move(episode(*OPEN), found, "T-1", to="tsingh", on=MONDAY, today=TODAY),
        lambda: decisions_tasks.set_aside(
            episode(*OPEN), found, "T-1", reason="No", decided_by="jmay", on=MONDAY, today=TODAY
        ),
    ):
        with pytest.raises(Refused, match="is not open"):
            decide()


def test_a_stage_of_minutes_of_a_meeting_and_state_alike_is_spared_whatever_object_names_it() -> None:
    held = Meeting(fresh("M-0001"), "initial", held_on=d("21 5 2026"), chaired_by=fresh("own-staff"))
    (found,) = obligations(told(*HELD), MINUTED, ENGLAND, OKAFORS)
    every = ["handed-in", "typed", "approved"]
    for state, asked in (("set-aside", ["handed-in", "approved"]), ("ended", every), ("void", every)):
        stages = meetings.minutes_asked(held, [found._replace(state=fresh(state))], MINUTED)
        assert [each.slug for each in stages] == asked
    for ref in ("M-0000", "M-0002"):
        other = meetings.minutes_asked(held._replace(ref=ref), [found._replace(state="set-aside")], MINUTED)
        assert [each.slug for each in other] == ["handed-in", "typed", "approved"]
        assert meetings.tasks_of_minutes(held._replace(ref=ref), [found]) == []
    assert meetings.tasks_of_minutes(held, [found]) == [found]


def test_a_closing_that_is_refused_names_everything_and_the_first_step_of_each_kind() -> None:
    owed_now = [owed(duty(id), *OPEN) for id in ("b-task", "a-task")]
    undated = duty("c-task")._replace(rules=(Rule(Within("open"), Clause("allocated")),))
    owed_now.append(owed(undated, *OPEN))
    procedure = MINUTED._replace(duties=(), closing_checks=())
    story = (*HELD, taf("22 5 2026", kind="review", meeting="M-0002"))
    with pytest.raises(Refused) as refused:
        episodes.close(
            episode(*story),
            owed_now,
            procedure,
            told=told(*story),
            reason="Done",
            decided_by="jmay",
            tasks={"a-task::3": "T-0007"},
            missing=[check(), check()._replace(id="second")],
            on=MONDAY,
            today=TODAY,
        )
    assert refused.value.message.splitlines() == [
        "E-0001 cannot be closed yet. Outstanding:",
        "  T-0007  A-Task, due Mon 11 May 2026",
        "  b-task::3  B-Task, due Mon 11 May 2026",
        "  c-task::3  C-Task",
        "  M-0001  minutes not handed-in",
        "  M-0002  minutes not handed-in",
        "  exit-plan  not on file: Exit plan ()",
        "  second  not on file: Exit plan ()",
    ]
    assert refused.value.hint == (
        "Finish each: eh why T-0007; eh taf minutes M-0001 --stage handed-in; eh assess E-0001 --form exit-plan. "
        "Or have a manager agree that it will not be done: "
        "eh set-aside T-... --reason TEXT --by LOGIN; eh set-aside M-0001 --reason TEXT --by LOGIN; "
        "eh set-aside E-0001 --check exit-plan --check second --reason TEXT --by LOGIN"
    )


@pytest.mark.parametrize(
    ("clause", "command"),
    [
        (Clause("form-recorded", (("form", ("exit-plan",)),)), "eh assess E-0001 --form exit-plan"),
        (
            Clause("form-recorded", (("form", ("a", "b")), ("stage", ("approved", "sent")))),
            "eh assess E-0001 --form a --stage approved",
        ),
        (Clause("note-written", (("type", ("Exit", "Other")),)), 'eh note E-0001 --type "Exit" --text TEXT'),
        (Clause("star-completed", (("star", ("my-star",)),)), "eh star E-0001 --star my-star --scores SCORES"),
        (Clause("star-completed"), "eh star E-0001 --star STAR --scores SCORES"),
    ],
)
@pytest.mark.parametrize("more", [(), (Clause("contacted"),)])
def test_what_is_not_on_file_is_put_there_by_the_command_of_its_kind(
    clause: Clause, command: str, more: tuple[Clause, ...]
) -> None:
    asked = check()._replace(met_by=(clause._replace(fact=fresh(clause.fact)), *more))
    with pytest.raises(Refused) as refused:
        episodes.close(
            episode(*OPEN),
            [],
            SANDWELL._replace(duties=()),
            told=told(*OPEN),
            reason="Done",
            decided_by="jmay",
            tasks={},
            missing=[asked],
            on=MONDAY,
            today=TODAY,
        )
    assert refused.value.hint.startswith(f"Finish each: {command}. Or have a manager")


def test_the_first_taf_that_was_held_is_named_where_another_is_planned() -> None:
    story = (*HELD, taf("28 5 2026", kind="review", meeting="M-0002"))
    with pytest.raises(Refused, match="was held on Thu 21 May 2026"):
        schedule(story, "30 6 2026")


@pytest.mark.parametrize("slug", ["aha", "zeta"])
def test_a_day_is_wanted_of_the_form_that_is_recorded_and_of_no_other(slug: str) -> None:
    dated = SANDWELL._replace(lists={"form": (stage(slug, dated=["seen"]),)})
    assert allows(lambda: forms.refuse_undated([FormRecorded(E, MONDAY, "", "eha", "seen")], dated))
    assert not allows(lambda: forms.refuse_undated([FormRecorded(E, MONDAY, "", fresh(slug), "seen")], dated))


def test_as_many_scores_as_before_are_neither_fewer_nor_more() -> None:
    before = told(StarCompleted(E, MONDAY, "", "my-star", (), (4, 5, 6)))
    for scores, well in (((7, 7), False), ((7, 7, 7), True), ((7, 7, 7, 7), False)):
        assert allows(lambda scores=scores: forms.refuse_other_areas(scores, before, "my-star", ())) is well


def test_the_first_score_off_the_scale_is_named() -> None:
    with pytest.raises(BadInput, match="; 11 is not one"):
        forms.refuse_off_scale([5, 11, 0], 1, 10)


def test_a_tasks_key_tells_which_fact_set_it_off() -> None:
    for key in (("first-visit", "P-0001", 17, 1), ("first-visit", "", 17, 3)):
        assert root_of(task_key(key)) == 17
