"""An episode and its facts, word by word: who holds what until when, which stage was reached, who was asked."""

from __future__ import annotations

import pytest

from ehcli.episodes import references, restricted
from ehcli.episodes.episode import STAGES, Asked, Holding, Meeting, told_by
from ehcli.episodes.facts import (
    KINDS,
    NAMES,
    Allocated,
    Contacted,
    Fact,
    FormRecorded,
    Invited,
    LetterPosted,
    LetterWritten,
    NoteWritten,
    TafHeld,
    TafNotHeld,
    TafScheduled,
    Told,
    columns,
    fact_from,
    in_turn,
)

from .telling import ADA, E, allocated, aside, closed, d, in_tray, minutes, opened, taf, told


def fresh(word: str) -> str:
    """The same word as another object, as it comes from a record."""
    return "".join(list(word))


def invited(on: str, who: str, answer: str = "", method: str = "letter") -> Invited:
    return Invited(E, d(on), "", "M-0001", who, method, answer)


def booked(on: str, planned: str = "2026-05-20") -> TafScheduled:
    return TafScheduled(E, d(on), "", "M-0001", "initial", planned, "14:00", "School")


def meeting(*story: Fact) -> Meeting:
    (found,) = told_by(E, told(opened("1 5 2026"), *story)).meetings
    return found


@pytest.mark.parametrize("role", ["assistant", "lead-professional"])
def test_a_new_holder_ends_only_the_time_of_the_same_role(role: str) -> None:
    episode = told_by(E, told(allocated("1 5 2026"), allocated("2 5 2026", role=role, worker="tsingh")))
    assert episode.holdings == (
        Holding("aroy", "key-worker", d("1 5 2026")),
        Holding("tsingh", role, d("2 5 2026")),
    )
    again = told_by(E, told(allocated("1 5 2026"), allocated("2 5 2026", role=fresh("key-worker"), worker="tsingh")))
    assert [each.until for each in again.holdings] == [d("2 5 2026"), None]


@pytest.mark.parametrize("role", ["assistant", "lead-professional"])
def test_only_co_workers_stand_side_by_side(role: str) -> None:
    two = told(allocated("1 5 2026", role=role), allocated("2 5 2026", role=role, worker="tsingh"))
    assert [each.until for each in told_by(E, two).holdings] == [d("2 5 2026"), None]
    side = fresh("co-worker")
    two = told(allocated("1 5 2026", role=side), allocated("2 5 2026", role=side, worker="tsingh"))
    assert [each.until for each in told_by(E, two).holdings] == [None, None]


def test_the_last_who_holds_a_role_still_is_its_holder() -> None:
    episode = told_by(E, told(allocated("1 5 2026", role="co-worker"), allocated("2 5 2026", "", "co-worker", "bcole")))
    assert episode.holder(fresh("co-worker")) == "bcole"
    assert episode.holder("aaa") == episode.holder("zzz") == episode.worker == ""
    both = told(allocated("1 5 2026"), allocated("2 5 2026", role="lead-professional", worker="tsingh"))
    assert told_by(E, both).worker == "aroy"


def test_a_tray_or_an_allocation_without_a_team_leaves_the_team() -> None:
    story = (opened("1 5 2026"), in_tray("2 5 2026")._replace(team=""))
    assert told_by(E, told(*story)).team == "tipton"
    assert told_by(E, told(*story, Allocated(E, d("3 5 2026"), "", "aroy"))).team == "tipton"
    assert told_by(E, told(*story, in_tray("3 5 2026")._replace(team="oldbury"))).team == "oldbury"
    assert told_by(E, told(*story, Allocated(E, d("3 5 2026"), "", "aroy", "key-worker", "oldbury"))).team == "oldbury"


def test_the_furthest_stage_of_minutes_is_reached_in_whatever_order_they_came() -> None:
    assert Meeting("M-1", "initial").reached == ""
    assert Meeting("M-1", "initial", minutes=("sent", "handed-in")).reached == "sent"
    assert Meeting("M-1", "initial", minutes=("typed", "handed-in")).reached == "typed"
    assert Meeting("M-1", "initial", minutes=("handed-in",)).lacks(STAGES) == "typed"
    assert Meeting("M-1", "initial", minutes=STAGES).lacks(STAGES) == Meeting("M-1", "initial").lacks([]) == ""


def test_minutes_are_known_since_the_first_stage_and_until_the_last() -> None:
    found = meeting(taf("20 5 2026"), minutes("21 5 2026", "handed-in"), minutes("25 5 2026", "typed"))
    assert (found.minutes, found.minutes_since, found.minutes_on) == (
        ("handed-in", "typed"),
        d("21 5 2026"),
        d("25 5 2026"),
    )


def test_an_answer_is_to_the_day_and_place_of_then() -> None:
    asked = (booked("2 5 2026"), invited("3 5 2026", ADA, "coming"), invited("3 5 2026", "aroy", "apologies", "email"))
    found = meeting(*asked)
    assert found.asked == (
        Asked(ADA, "letter", d("3 5 2026"), "coming"),
        Asked("aroy", "email", d("3 5 2026"), "apologies"),
    )
    moved = meeting(*asked, booked("5 5 2026", "2026-05-27"))
    assert [(each.who, each.answer) for each in moved.asked] == [(ADA, ""), ("aroy", "")]
    assert (moved.planned_on, moved.scheduled_on) == (d("27 5 2026"), d("2 5 2026"))
    again = meeting(*asked, invited("6 5 2026", fresh(ADA), "apologies"))
    assert [(each.who, each.answer) for each in again.asked] == [("aroy", "apologies"), (ADA, "apologies")]
    for who in ("AAA", "zzz"):
        assert [each.who for each in meeting(*asked, invited("6 5 2026", who)).asked] == [ADA, "aroy", who]


def test_a_meeting_keeps_what_it_was_held_with_and_is_not_called_off_any_more() -> None:
    held = TafHeld(E, d("20 5 2026"), "", "M-0001", "review", (ADA,), "aroy", "another-agency")
    off = TafNotHeld(E, d("19 5 2026"), "", "M-0001", "Ill")
    found = meeting(booked("2 5 2026"), off, held)
    assert (found.status, found.kind, found.attended, found.chair, found.chaired_by, found.not_held) == (
        *("held", "review", (ADA,), "aroy"),
        *("another-agency", ""),
    )
    assert meeting(booked("2 5 2026"), off).status == "not-held"


def test_minutes_are_set_aside_of_the_meeting_that_is_named() -> None:
    def story(ref: str) -> list[bool]:
        facts = told(taf("20 5 2026"), taf("21 5 2026", meeting="M-0002"), aside("22 5 2026", ref))
        return [each.set_aside for each in told_by(E, facts).meetings]

    assert story("minutes:M-0002") == [False, True]
    assert story(fresh("minutes:M-0001")) == [True, False]
    assert story("eha::2") == story("minutes:M-0003") == [False, False]


def test_meetings_stay_in_the_order_in_which_they_were_first_told_of() -> None:
    facts = told(
        taf("20 5 2026", meeting="M-9"), taf("21 5 2026", meeting="M-1"), minutes("22 5 2026", "typed", fresh("M-9"))
    )
    assert [(each.ref, each.minutes) for each in told_by(E, facts).meetings] == [("M-9", ("typed",)), ("M-1", ())]


def test_an_episode_that_was_not_closed_has_no_end() -> None:
    assert (told_by(E, told(opened("1 5 2026"))).closed_on, told_by(E, told(closed("2 5 2026"))).closed_on) == (
        None,
        d("2 5 2026"),
    )


# Facts in turn, and as the record keeps them


def called(at: str, worker: str) -> Contacted:
    return Contacted(E, d("1 5 2026"), at, "phone", "made", "family", worker)


def order(*facts: Fact) -> list[str]:
    return [each.fact.worker or each.fact.episode for each in in_turn(told(*facts))]  # type: ignore[union-attr]


def test_what_has_no_time_follows_what_was_recorded_before_it_of_its_kind_and_day() -> None:
    assert order(called("11:00", "a"), called("", "b"), called("09:00", "c")) == ["c", "a", "b"]
    assert order(called("", "b"), called("09:00", "c")) == ["b", "c"]
    assert order(called("12:00", "a"), called("11:00", "c"), called("", "b")) == ["c", "a", "b"]
    assert order(called("", "b"), called("09:00", "c"), called("08:00", "d")) == ["b", "d", "c"]
    other_day = called("11:00", "a")._replace(on=d("2 5 2026"))
    assert order(other_day, called("", "b"), called("09:00", "c")) == ["b", "c", "a"]


def test_a_corrected_fact_keeps_its_place_among_those_of_its_time() -> None:
    first, second = told(called("", "a"), called("", "b"))
    assert [each.id for each in in_turn([second._replace(id=9, root=1), first._replace(id=8, root=2)])] == [9, 8]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_fact_comes_back_from_the_record_as_it_was_kept(kind: str) -> None:
    fields = KINDS[kind]._fields[3:]  # type: ignore[attr-defined]
    usual = KINDS[kind]._field_defaults  # type: ignore[attr-defined]
    plain = KINDS[kind](E, d("1 5 2026"), "09:30")
    assert columns(plain) == (kind, E, "2026-05-01", "09:30", {})
    assert fact_from(kind, E, "2026-05-01", "09:30", {}) == plain
    other = {"": "word", False: True, (): ("a", "b")}
    more = {name: other.get(usual[name], "another") for name in fields}
    full = KINDS[kind](E, d("1 5 2026"), "", **more)
    kept = columns(full)
    assert kept[4] == {name: list(value) if isinstance(value, tuple) else value for name, value in more.items()}
    assert fact_from(*kept[:4], {**kept[4], "unknown": 1}) == full
    assert NAMES[KINDS[kind]] == kind


# What is restricted to a group


def test_whoever_is_in_the_group_or_checks_the_record_sees_it() -> None:
    reader = restricted.Reader(frozenset({"g"}))
    assert (reader.sees("g"), reader.sees("h"), reader.sees("")) == (True, False, True)
    assert restricted.EVERYTHING.sees("g") and not restricted.OUTSIDE.sees("g") and restricted.OUTSIDE.sees("")
    assert restricted.Reader() == restricted.OUTSIDE and not restricted.OUTSIDE.everything


def test_outside_the_group_a_row_shows_that_it_is_there_and_the_group() -> None:
    row = {"note": "N-1", "episode": E, "text": "Secret", "worker": "aroy", "open_to": "g"}
    assert restricted.row(row, restricted.EVERYTHING) == row | {"restricted": ""}
    assert restricted.row(row | {"open_to": None}, restricted.OUTSIDE)["text"] == "Secret"
    assert restricted.row({"text": "Open"}, restricted.OUTSIDE) == {"text": "Open", "restricted": ""}
    assert restricted.row(row, restricted.OUTSIDE) == {
        "note": "N-1",
        "episode": E,
        "text": "",
        "worker": "",
        "open_to": "g",
        "restricted": "restricted to g",
    }


def test_a_fact_of_a_hidden_note_or_letter_tells_nothing_of_it() -> None:
    note = NoteWritten(E, d("1 5 2026"), "", "N-1", "Case Summary", (ADA,), True, "aroy")
    letter = LetterPosted(E, d("1 5 2026"), "", "L-1", "no-contact", ADA)
    hidden = {"N-1": "g", "L-1": "h"}

    def veiled(fact: Fact) -> Fact:
        return restricted.veiled(Told(1, 1, 1, "", "aroy", fact), hidden).fact

    assert veiled(note) == NoteWritten(E, d("1 5 2026"), "", "N-1", "restricted to g", (), False, "")
    assert veiled(letter) == LetterPosted(E, d("1 5 2026"), "", "L-1", "restricted to h", "")
    written = LetterWritten(E, d("1 5 2026"), "", "L-1", "no-contact", ADA)
    assert veiled(written) == LetterWritten(E, d("1 5 2026"), "", "L-1", "restricted to h", "")
    for fact in (note._replace(note="N-2"), letter._replace(letter="L-2"), FormRecorded(E, d("1 5 2026"), "", "N-1")):
        assert veiled(fact) == fact


def test_a_reference_has_four_figures_at_least_and_is_read_to_nine() -> None:
    assert references.reference("E", 1) == "E-0001" and references.reference("E", 12345) == "E-12345"
    assert references.read("e-123456789") == "E-123456789"
    with pytest.raises(Exception, match="is not a reference"):
        references.read("e-1234567890")


def test_a_meeting_is_one_though_its_reference_is_read_again_and_what_goes_without_saying_is_not_kept() -> None:
    again = booked("2 5 2026", "2026-05-21")._replace(meeting=fresh("M-0001"), kind=fresh("initial"))
    other = booked("2 5 2026", "2026-05-22")._replace(meeting="M-0002")
    planned = told_by(E, told(opened("1 5 2026"), booked("1 5 2026"), other, again)).meetings
    assert [(each.ref, each.planned_on) for each in planned] == [
        ("M-0001", d("21 5 2026")),
        ("M-0002", d("22 5 2026")),
    ]
    assert "kind" not in columns(again)[4]
