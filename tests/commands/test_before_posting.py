"""Between printing and posting the guard looks again: what was recorded meanwhile stops a letter, whatever is typed."""

from __future__ import annotations

import shlex

import pytest

from tests.offices import Office

PARENT, WREN, KIT, OTHER = "P-0003", "P-0001", "P-0002", "P-0004"
MOVED = ("--address", "4 Mill Lane; Tipton; DY4 8AA")
ADD_RON = 'person add "Ron Larkin" --family F-1 --role parent --lives-with P-3'
# What is recorded after the letter to Sam Larkin was printed, and what is then said of it.
CHANGES = {
    "unsafe": (['person change P-3 --unsafe "A lodger opens the post"'], "It is not safe to write to P-0003."),
    "died": (["person change P-3 --died 2016-07-12"], "P-0003 has died."),
    "moved": (
        ['person change P-3 --address "4 Mill Lane; Tipton; DY4 8AA"'],
        "The address on it is not the one recorded of P-0003 today.",
    ),
    "unsure": (["person change P-3 --unconfirmed"], "The address of P-0003 is not confirmed."),
    "left": (["family member P-3 --left 2016-07-11"], "P-0003 left the household after Mon 11 Jul 2016."),
    "child left": (["family member P-1 --left 2016-07-11"], "P-0001, whom it is about, left the household"),
    "child died": (["person change P-1 --died 2016-07-12"], "P-0001, whom the letter is about, has died."),
    "restricted": (["family restrict P-3 P-1 --because Court"], "A restriction stands between P-0003 and P-0001"),
    "home shared": (
        [ADD_RON, "family restrict P-3 P-4 --because Court"],
        "A restriction stands between P-0003 and P-0004",
    ),
    "flagged": (["family flag F-1 --because Hidden"], "Letters to this family need a second person."),
    "responsibility": (
        ["family relation P-3 P-1 --responsibility no"],
        "P-0003 has no parental responsibility",
    ),
    "role": (["family member P-3 --role sibling"], "P-0003 is recorded as a sibling"),
}


@pytest.fixture
def printed(allocated: Office) -> Office:
    """L-0001 to Sam Larkin is printed and lies in the tray."""
    allocated("letter", "no-contact", "E-0001")
    return allocated


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_recorded_since_stops_the_letter_wherever_it_is_looked_at(printed, refused, change) -> None:
    commands, says = CHANGES[change]
    for words in commands:
        told = printed(*shlex.split(words), "--json").json()
    assert [each["letter"] for each in told["touches"]["letters"]] == ["L-0001"]
    assert says in told["touches"]["letters"][0]["why"]
    row = next(each for each in printed("letters", "due", "--json").json() if each["letter"] == "L-0001")
    assert row["state"] == "not to be posted"
    assert says in row["why"]
    assert row["todo"][0] == "Take it back: eh letters withdraw L-0001 --reason TEXT"
    assert says in printed("letters", "due").out
    for words in (("letters", "posted", "L-0001"), ("letter", "no-contact", "E-0001", "--again")):
        told = refused(printed, *words, code=4, says=says, hint="eh letters withdraw L-0001")
        assert "L-0001 (no-contact, to P-0003, E-0001) is not to be posted." in told.err
    refused(printed, "letters", "posted", "L-0001", "--on", "today", code=4, says=says)
    run = printed("letters", "run", "--json", code=1).json()
    assert [(each["letter"], each["result"]) for each in run] == [("L-0001", "not to be posted")]
    assert says in run[0]["reason"]
    today = printed("today", "--json").json()
    assert [(each["letter"], says in each["why"]) for each in today["letters_stopped"]] == [("L-0001", True)]
    assert "Printed, not to be posted: 1" in printed("today").out
    only = printed("today", "--only", "not-to-post", "--json").json()
    assert [each["letter"] for each in only] == ["L-0001"]


def test_a_letter_that_nothing_was_said_of_goes_as_before(printed) -> None:
    told = printed("person", "change", PARENT, "--phone", "07700 900456", "--json").json()
    assert told["touches"] == {"letters": [], "invitations": [], "meetings": []}
    assert [row["state"] for row in printed("letters", "due", "--json").json() if row["letter"]] == ["to post"]
    assert printed("today", "--json").json()["letters_stopped"] == []
    printed("letter", "no-contact", "E-0001", "--again")
    printed("letters", "posted", "L-0001")


def test_a_day_before_the_change_does_not_go_past_the_guard_but_what_went_can_be_recorded(printed, refused) -> None:
    printed("person", "change", PARENT, "--unsafe", "A lodger opens the post", today="2016-07-14")
    late = {"today": "2016-07-14"}
    gone = ("letters", "posted", "L-0001", "--on", "2016-07-12")
    refused(printed, *gone, code=4, says="It is not safe to write to P-0003", hint="--released-by LOGIN", **late)
    refused(printed, *gone, "--released-by", "jmay", code=2, says="How did this letter come to go?", **late)
    refused(
        printed, *gone, "--released-by", "abell", "--reason", "It went", code=4, says="cannot be the second", **late
    )
    refused(printed, *gone, "--released-by", "aroy", "--reason", "It went", code=4, says="may not release", **late)
    refused(printed, *gone, "--reason", "It went", code=2, says="needs no reason", **late)
    told = printed(*gone, "--released-by", "jmay", "--reason", "In the box before she told us", **late)
    assert "L-0001 (no-contact, to P-0003, E-0001) went, though it was not to." in told.err
    ((kept,),) = printed.sql("SELECT details FROM fact WHERE kind = 'letter-posted'")
    assert '"released_by": "jmay"' in kept
    assert "In the box before she told us" in printed("history", "E-0001", **late).out
    assert printed("record", "check", **late).code == 0


def test_a_letter_is_taken_back_and_what_it_was_for_is_owed_again(printed, refused) -> None:
    printed("visit", "E-0001", "--outcome", "attempted")
    refused(printed, "letters", "withdraw", "L-0001", code=2, says="Add --reason TEXT")
    refused(printed, "letters", "withdraw", "L-0002", "--reason", "x", code=3, says="no letter L-0002")
    told = printed("letters", "withdraw", "L-0001", "--reason", "She moved")
    assert told.out.startswith("Taken back, and not to be posted: L-0001.\n")
    assert "to be thrown away" in told.err
    refused(printed, "letters", "withdraw", "L-0001", "--reason", "x", code=4, says="taken back already")
    refused(printed, "letters", "posted", "L-0001", code=4, says="L-0001 was taken back")
    refused(printed, "letter", "no-contact", "E-0001", "--again", code=3, says="No no-contact of E-0001 waits")
    assert [row["withdrawn"] for row in printed("letters", "list", "--json").json()] == [True]
    file = next((printed.home / "letters").glob("L-0001-*.docx"))
    assert "It was taken back since" in printed("letters", "verify", str(file)).out
    assert "L-0001" not in printed("letters", "due").out
    printed("letter", "no-contact", "E-0001")
    printed("letters", "posted", "L-0002")
    refused(printed, "letters", "withdraw", "L-0002", "--reason", "x", code=4, says="L-0002 was posted on")
    assert printed("record", "check").code == 0
    printed("record", "rebuild")
    assert printed("record", "check").code == 0


def test_taking_back_is_undone_by_who_did_it(printed) -> None:
    printed("letters", "withdraw", "L-0001", "--reason", "She moved")
    printed("undo", "--reason", "She did not")
    printed("letters", "posted", "L-0001")
    assert printed("record", "check").code == 0


def test_what_was_released_stands_until_something_is_said_of_the_family(allocated, refused) -> None:
    allocated("family", "flag", "F-0001", "--because", "Looked for")
    release = ("--released-by", "jmay", "--reason", "Read it")
    allocated("letter", "no-contact", "E-0001", *release)
    assert [row["state"] for row in allocated("letters", "due", "--json").json() if row["letter"]] == ["to post"]
    allocated("family", "relation", PARENT, WREN, "--responsibility", "no")
    refused(allocated, "letters", "posted", "L-0001", code=4, says="P-0003 has no parental responsibility for P-0001")
    allocated("letter", "no-contact", "E-0001", "--afresh", *release)
    allocated("letters", "posted", "L-0002")


def test_a_letter_to_somebody_who_had_left_already_and_was_named_goes(allocated) -> None:
    allocated("family", "member", PARENT, "--left", "2016-07-11")
    allocated("person", "change", PARENT, *MOVED)
    allocated("letter", "no-contact", "E-0001", "--to", PARENT)
    assert [row["state"] for row in allocated("letters", "due", "--json").json() if row["letter"]] == ["to post"]
    allocated("letters", "posted", "L-0001")


@pytest.mark.parametrize(("until", "stopped"), [("2016-07-13", True), ("2016-07-12", False)])
def test_a_restriction_stops_a_letter_to_its_last_day(printed, refused, until, stopped) -> None:
    printed("family", "restrict", PARENT, WREN, "--because", "Court order", "--until", until)
    if stopped:
        refused(printed, "letters", "posted", "L-0001", code=4, says="A restriction stands", today="2016-07-13")
    else:
        printed("letters", "posted", "L-0001", today="2016-07-13")


def test_several_letters_are_posted_together_or_not_at_all(printed, refused) -> None:
    printed("letter", "initial-contact", "E-0001")
    printed("person", "change", PARENT, "--unsafe", "A lodger opens the post")
    printed("person", "add", "Jo Larkin; 1984-05-01", "--family", "F-0001", "--role", "parent", "--lives-with", PARENT)
    printed("letter", "no-contact", "E-0001", "--to", OTHER)
    told = refused(printed, "letters", "posted", "L-0001", "L-0002", "L-0003", code=4, says="2 of 3 are refused")
    assert "L-0001 (no-contact" in told.err and "L-0002 (initial-contact" in told.err
