"""What a letter tells of the attempts to reach a family."""

from __future__ import annotations

import pytest

from ehcli.episodes.facts import ConsentRecorded
from ehcli.errors import BadInput
from ehcli.letters.fields import attempts, by_hand, in_full, joined
from ehcli.procedures.consent import consenting

from .telling import ADA, E, called, contacted, d, told, visited


def test_the_attempts_since_the_family_was_last_reached_are_told_in_order() -> None:
    story = told(
        called("24 3 2026"),
        contacted("25 3 2026", "phone", "made"),
        visited("31 3 2026", "attempted"),
        called("27 3 2026"),
        contacted("1 4 2026", "letter", "attempted"),
    )
    assert attempts(story) == [
        "Friday 27 March 2026, telephone call",
        "Tuesday 31 March 2026, visit to your home",
        "Wednesday 1 April 2026, letter",
    ]


def test_a_contact_with_somebody_else_is_neither_an_attempt_nor_an_end_of_them() -> None:
    story = told(
        called("24 3 2026"),
        contacted("25 3 2026", "phone", "made", "referrer"),
        contacted("26 3 2026", "email", "attempted", "agency"),
    )
    assert attempts(story) == ["Tuesday 24 March 2026, telephone call"]


def test_a_family_that_was_reached_has_no_attempts() -> None:
    assert attempts(told(called("24 3 2026"), visited("25 3 2026"))) == []
    assert attempts([]) == []


def test_on_one_day_the_times_decide_what_came_last() -> None:
    story = told(
        contacted("24 3 2026", "phone", "made", at="15:00"),
        contacted("24 3 2026", "visit", "attempted", at="09:00"),
    )
    assert attempts(story) == []


def test_consent_that_was_taken_back_is_no_consent() -> None:
    def said(on: str, person: str, state: str) -> ConsentRecorded:
        return ConsentRecorded(E, d(on), "", person, state, "signed", "early help")

    assert consenting(told(said("2 4 2026", ADA, "withdrawn"), said("1 4 2026", ADA, "given"))) == set()
    assert consenting(told(said("1 4 2026", ADA, "refused"), said("2 4 2026", ADA, "given"))) == {ADA}


def test_letters_print_days_and_names_in_full() -> None:
    assert in_full(d("8 12 2026")) == "Tuesday 8 December 2026"
    assert joined([]) == ""
    assert joined(["Ada"]) == "Ada"
    assert joined(["Ada", "Chidi"]) == "Ada and Chidi"
    assert joined(["Ada", "Chidi", "Jo"]) == "Ada, Chidi and Jo"


def test_a_value_given_by_hand_must_fill_something_in() -> None:
    def given(typed: str) -> dict[str, object]:
        return by_hand([typed], ["why", "reply_by", "team_name"], ["team_name"], lambda text, what: d(text))

    assert given("why=Moved = away ") == {"why": "Moved = away"}
    for typed in ("why", "because=Moved", "=Moved"):
        with pytest.raises(BadInput, match="fills nothing in"):
            given(typed)
    with pytest.raises(BadInput, match="comes from the record only"):
        given("team_name=Ours")
