"""Every letter in plain text, word for word, for the procedures it belongs to.

The texts in golden/ were read by a person. Write them anew with: python -m tests.letters.test_golden --write
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ehcli.errors import BadInput
from ehcli.paper import readability
from ehcli.paper.plain_text import as_text
from ehcli.paper.templates import AUDIENCES, RECORDED, Template, files, load, office_words

HOUSE = Path(__file__).parents[2] / "letter_templates"
GOLDEN = Path(__file__).parent / "golden"
SHIPPED = [name for name, _ in files([HOUSE])]
# What is not text, and what a sentence needs in a certain shape; every other field says its own name.
FIELDS: dict[str, object] = {
    "letter_ref": "L-0007",
    "letter_date": "Tuesday 8 December 2026",
    "episode_ref": "E-0001",
    "addressee_name": "Ngozi Okafor",
    "addressee_lines": ["1 High Street", "Tipton", "DY4 9JB"],
    "salutation_name": "Ngozi Okafor",
    "children_names": "Ada and Chidi",
    "team_name": "Hill Lane Early Help Team",
    "team_address": ["1 Example Road", "Tipton", "DY4 0AA"],
    "team_email": "hill.lane@example.org",
    "team_phone": "0121 496 0000",
    "worker_name": "Asha Roy",
    "worker_role": "Family support worker",
    "worker_before_name": "Bea Cole",
    "sender_name": "Jo May",
    "sender_role": "Business support officer",
    "received_date": "Monday 16 November 2026",
    "meeting_date": "Tuesday 15 December 2026",
    "meeting_time": "14:00",
    "meeting_venue": "Hill Lane Children's Centre",
    "attempts": ["Tuesday 1 December 2026, telephone call", "Friday 4 December 2026, visit to your home"],
    "reply_by": "Tuesday 15 December 2026",
    "closed_on": "Monday 7 December 2026",
    "three_months_on": "March 2027",
    "closing_reason_words": "You told us that your goals have been met.",
    "support_after": "Chidi's school will keep a weekly check-in with him.",
    "ongoing_support": "Chidi's school will keep a weekly check-in with him.",
    "deadlines": ["Initial home visit: by Tuesday 22 December 2026", "Initial TAF: by Friday 8 January 2027"],
    "week_dates": [
        "Monday 14 December 2026",
        "Monday 21 December 2026",
        "Monday 28 December 2026",
        "Monday 4 January 2027",
    ],
    "agency_name": "Okafor Primary School",
    "agency_contact": ["Phone: 0121 496 0100", "Email: office@example.org"],
    "decision": "The family will be supported by one agency.",
    "visit_date": "Friday 11 December 2026",
    "visit_time": "2pm",
    "priority": "high",
    "expected_wait": "about six weeks",
    "stepped_down_date": "Monday 14 December 2026",
    "transfer_date": "Monday 14 December 2026",
    "receiving_name": "the Children's Centre on Hill Lane",
    "receiving_contact": ["Phone: 0121 496 0101"],
    "next_contact": "Okafor Primary School, 0121 496 0100",
    "external_number": "700123",
    "formats": ["Easy read", "Interpreter"],
}


def golden(name: str) -> Path:
    return GOLDEN / f"{name}.txt"


def template(name: str) -> Template:
    kind, _, procedure = name.partition("@")
    return load(kind, [HOUSE], procedure)


def text(name: str) -> str:
    found = template(name)
    said = {field: FIELDS.get(field, f"[{found.says(field)}]") for field in found.fields()}
    return as_text(found.write(said))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_letter_says_word_for_word_what_was_read_and_agreed(name: str) -> None:
    assert text(name) == golden(name).read_text(encoding="utf-8")


def test_no_golden_text_is_left_of_a_letter_that_is_gone() -> None:
    assert sorted(each.stem for each in GOLDEN.iterdir()) == sorted(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_missing_field_stops_the_letter_and_every_gap_is_named_at_once(name: str) -> None:
    found = template(name)
    needed = found.fields() - found.optional
    with pytest.raises(BadInput) as refused:
        found.write({})
    for field in needed:
        assert found.says(field) in refused.value.message
    for field in sorted(needed - RECORDED)[:2]:
        with pytest.raises(BadInput) as one:
            found.write(dict.fromkeys(needed - {field}, "x"))
        assert one.value.message == f"The letter {found.kind} cannot be written yet. Still needed: {found.says(field)}."


@pytest.mark.parametrize("name", SHIPPED)
def test_a_letter_is_whole_plain_and_offers_another_format(name: str) -> None:
    found = template(name)
    assert found.audience in AUDIENCES
    assert found.fields() <= found.wanted.keys(), "a field that nobody knows"
    said = text(name)
    assert found.title in said.split("\n")
    if found.audience == "file":
        return
    assert "What to do next\n---" in said
    assert "How to contact us\n---" in said
    read = readability.reading(
        found.write({field: FIELDS.get(field, "Sam Bell") for field in found.fields()}), office_words([HOUSE])
    )
    assert read.longest <= 25, read.sentence
    flowing = " ".join(said.split())
    if found.audience == "parent":
        assert "Early help is voluntary" in flowing
    if found.audience in ("parent", "young person"):
        assert read.ease >= 60
        assert read.jargon == ()
        assert "another language" in flowing
    if found.audience == "referrer":
        assert "another format" in flowing


def test_what_a_source_asks_a_letter_to_say_it_says() -> None:
    """HAR-154, NCC-015 to 018 and 140, FWT-030, TEH-094."""
    haringey = " ".join(text("closure@haringey").split())
    assert "three months" in haringey and "March 2027" in haringey and "please contact us" in haringey
    assert "contact us by Tuesday 15 December 2026." in " ".join(text("final-contact").split())
    assert "0121 496 0000" in text("waiting-list") and "priority" not in text("waiting-list").casefold()
    referrer = text("waiting-list-referrer")
    assert "Priority: high" in referrer and "about six weeks" in referrer
    assert "Okafor Primary School" in text("decision-single-agency")


@pytest.mark.parametrize(
    ("ease", "said"), [(116, "The cat sat on the mat."), (37, "Multidisciplinary intervention is a priority.")]
)
def test_reading_ease_is_flesch(ease: int, said: str) -> None:
    """The cat: 6 words of 6 syllables, so 206.835 - 1.015 x 6 - 84.6."""
    counted = readability.WORD.findall(said)
    heard = sum(map(readability.syllables, counted))
    assert readability.ease([said]) == round(206.835 - 1.015 * len(counted) - 84.6 * heard / len(counted))
    assert ease != 116 or readability.ease([said]) == ease


if __name__ == "__main__" and "--write" in sys.argv:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        old.unlink()
    for name in SHIPPED:
        golden(name).write_text(text(name), encoding="utf-8", newline="\n")
