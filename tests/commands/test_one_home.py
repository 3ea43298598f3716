"""One home in two writings stops a letter, two homes in one do not; and what a manager may let go, or decide."""

from __future__ import annotations

import pytest

PARENT, BOB = "P-0003", "P-0004"
LETTER = ("letter", "no-contact", "E-0001", "--to", PARENT, "--afresh")
TWO = ("family", "two-homes", PARENT, BOB, "--reason", "Two doors, seen on the visit")
RELEASED = ("--released-by", "jmay", "--reason", "Own letter box")


def where(eh, mine, other):
    """The parent at one address, and somebody whom a restriction keeps from them at another."""
    eh("person", "change", PARENT, "--address", mine)
    eh("person", "add", "Bob Otherwood", "--family", "F-0001", "--role", "parent", "--address", other)
    eh("family", "restrict", PARENT, BOB, "--because", "Court order")
    return eh


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("12 Fennel Rd; Tipton", "12 Fennel Road; Tipton; DY4 9JB"),
        ("12 Fennel Road; Tipton; DY4 OJB", "12 Fennel Rd; Tipton; DY4 0JB"),
        ("12 Saint Marys Rd", "12 St. Mary's Road; Tipton; DY4 9JB"),
        ("Flat 2, 12 Fennel Road", "12/2 Fennel Rd; Tipton"),
    ],
)
def test_one_home_in_two_writings_is_refused_and_nobody_releases_it(allocated, refused, mine, other):
    eh = where(allocated, mine, other)
    told = refused(eh, *LETTER, code=4, says="a letter to one reaches the other")
    assert "Fennel" not in told.err and "Mary" not in told.err and "Bob" not in told.err and "Court" not in told.err
    eh(*LETTER, *RELEASED, code=4)


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("12A Fennel Row; Tipton; DY4 9JB", "14A Fennel Row; Tipton; DY4 9JB"),
        ("Flat 2; 12 Fennel Road; DY4 9JB", "Flat 3; 12 Fennel Road; DY4 9JB"),
        ("12 Fennel Road; Tipton; DY4 9JB", "12 Fennel Road; Walsall; WS1 1AA"),
    ],
)
def test_two_homes_that_look_alike_are_written_to(allocated, mine, other):
    eh = where(allocated, mine, other)
    assert eh(*LETTER, "--quiet").out.strip() == "L-0001"


def test_what_is_likely_one_home_goes_once_a_manager_lets_that_one_letter_go(allocated, refused):
    eh = where(allocated, "12 Fennel Road; Tipton", "Flat 2; 12 Fennel Rd; Tipton")
    eh("visit", "E-0001", "--outcome", "attempted")
    assert "may reach the other" in eh("letters", "run", code=1).out
    told = refused(eh, *LETTER, code=4, says="a letter to one may reach the other")
    assert "What a manager may release: --released-by LOGIN --reason TEXT" in told.err
    assert "may not release a letter" in eh(*LETTER, "--released-by", "bcole", "--reason", "Mine", code=4).err
    assert "cannot be the second person too" in eh(*LETTER, *RELEASED, user="jmay", code=4).err
    assert "Why may this letter go?" in eh(*LETTER, "--released-by", "jmay", code=2).err
    assert eh(*LETTER, *RELEASED, "--quiet").out.strip() == "L-0001"
    eh(*LETTER, code=4)


def decided_and_asked_again(eh):
    """That two addresses are two homes is decided, holds, lapses with an address, is ended and stays ended."""
    assert "may not release a letter" in eh(*TWO, code=4).err
    said = eh(*TWO, "--by", "jmay")
    assert said.out == f"{PARENT} and {BOB} live in two homes, as their addresses stand today: decided by jmay.\n"
    eh(*LETTER, "--preview")
    assert "decided already" in eh(*TWO, "--by", "jmay", code=4).err
    assert eh("family", "show", "F-0001", "--json").json()["two_homes"] == [
        {
            "person": PARENT,
            "other": BOB,
            "decided_by": "jmay",
            "because": "Two doors, seen on the visit",
            "state": "holds",
        }
    ]
    (line,) = [each for each in eh("history", BOB, "--json").json() if each["what"] == "two homes"]
    assert line["new"] == f"{PARENT} and {BOB}: decided" and line["decided_by"] == "jmay"
    eh("person", "change", BOB, "--address", "12 Fennel Rd; DY4 9JB")
    eh(*LETTER, "--preview", code=4)
    assert eh("person", "show", BOB, "--json").json()["two_homes"][0]["state"] == "an address was changed: asked again"
    eh("undo", "--yes")
    eh(*LETTER, "--preview")
    eh(*TWO, "--over")
    eh(*LETTER, "--preview", code=4)
    assert "Nobody decided" in eh(*TWO, "--over", code=3).err
    assert "this cannot be undone" in eh("undo", "--yes", code=4).err
    eh(*TWO, "--by", "jmay")
    eh(*LETTER, "--preview")
    eh("undo", "--yes")
    eh(*LETTER, "--preview", code=4)
    assert "no findings" in eh("record", "check").out


def test_that_two_addresses_are_two_homes_is_decided_and_asked_again_once_one_is_changed(allocated):
    decided_and_asked_again(where(allocated, "12 Fennel Rd; Tipton", "12 Fennel Road; Tipton; DY4 9JB"))


def test_an_address_without_a_postcode_is_changed_on_a_server_too(allocated):
    allocated("person", "change", PARENT, "--address", "12 Fennel Rd; Tipton")
    assert allocated("person", "show", PARENT, "--json").json()["address"] == "12 Fennel Rd, Tipton"


def test_there_is_nothing_to_decide_of_two_homes_or_of_none(allocated, refused):
    eh = where(allocated, "12A Fennel Row; Tipton", "14A Fennel Row; Tipton")
    refused(eh, *TWO, "--by", "jmay", code=4, says="are two homes as they are compared")
    eh("person", "add", "Jo Bell", "--family", "F-0001", "--role", "other")
    none = ("family", "two-homes", PARENT, "P-0005", "--reason", "X", "--by", "jmay")
    refused(eh, *none, code=3, says="No address of P-0005 is recorded")
    eh("family", "two-homes", PARENT, PARENT, "--reason", "X", "--by", "jmay", code=2)
    eh(*TWO, "--by", "jmay", "--on", "2016-07-01", code=2)


@pytest.mark.parametrize("venue", ["4 Mill Ln", "number four, Mill Lane", "4 Мill Lаne", "DY4 8AA", "4MillLane"])
def test_no_invitation_tells_the_other_home_in_other_words(allocated, refused, venue):
    eh = where(allocated, "12 Fennel Road; Tipton", "4 Mill Lane; Tipton; DY4 8AA")
    eh("taf", "schedule", "E-0001", "--at", "2016-08-30 14:00", "--venue", venue)
    meeting = eh("taf", "list", "--episode", "E-0001", "--json").json()[-1]["meeting"]
    letter = ("letter", "taf-invitation", "E-0001", "--to", PARENT)
    told = refused(eh, *letter, code=4, says="would tell P-0003 where to find P-0004")
    assert "Mill" not in told.err.replace(venue, "")
    eh(*letter, *RELEASED, code=4)
    asked = ("taf", "invite", meeting, "--invite", f"{PARENT}=in-person")
    refused(eh, *asked, code=4, says=f"The place of {meeting} would tell P-0003 where to find P-0004")
    eh(*asked, *RELEASED, code=4)


def test_a_street_without_its_number_is_released_for_one_letter_or_invitation(allocated, refused):
    eh = where(allocated, "12 Fennel Road; Tipton", "4 Mill Lane; Tipton; DY4 8AA")
    eh("taf", "schedule", "E-0001", "--at", "2016-08-30 14:00", "--venue", "The hall in Mill Lane")
    meeting = eh("taf", "list", "--episode", "E-0001", "--json").json()[-1]["meeting"]
    letter = ("letter", "taf-invitation", "E-0001", "--to", PARENT)
    told = refused(eh, *letter, code=4, says="The letter may tell P-0003 where to find P-0004")
    assert "What a manager may release" in told.err
    assert "Why may this letter go?" in eh(*letter, "--released-by", "jmay", code=2).err
    eh(*letter, *RELEASED, "--preview")
    asked = ("taf", "invite", meeting, "--invite", f"{PARENT}=in-person")
    refused(eh, *asked, code=4, says=f"The place of {meeting} may tell P-0003 where to find P-0004")
    eh(*asked, *RELEASED)
    eh("taf", "invitations", meeting, "--out", str(eh.home / "out"))
    moved = ("taf", "schedule", meeting, "--at", "2016-08-31 14:00", "--venue", "Mill Ln, the other hall")
    refused(eh, *moved, code=4, says=f"The place of {meeting} may tell P-0003")
    eh("taf", "schedule", meeting, "--at", "2016-08-31 14:00", "--venue", "The library")


@pytest.mark.parametrize(
    "words",
    ["Mill Lane Surgery", "14 Mill Lane", "On 4 October we meet at school", "Mr Mill and Mrs Lane", "4 children"],
)
def test_harmless_words_are_printed(allocated, words):
    eh = where(allocated, "12 Fennel Road; Tipton", "4 Mill Lane; Tipton; DY4 8AA")
    eh(
        "letter",
        "closure",
        "E-0001",
        "--to",
        PARENT,
        "--field",
        "closed_on=today",
        "--field",
        f"support_after={words}",
        "--preview",
    )


@pytest.mark.parametrize("words", ["Ring +44 (0)7700 900 456", "ron at example dot org", "Ring 07700-900-456"])
def test_the_others_telephone_and_email_are_found_in_any_writing(allocated, refused, words):
    eh = where(allocated, "12 Fennel Road; Tipton", "4 Mill Lane; Tipton; DY4 8AA")
    eh("person", "change", BOB, "--phone", "0121 496 0123 / 07700 900456", "--email", "ron@example.org")
    closing = ("letter", "closure", "E-0001", "--to", PARENT, "--field", "closed_on=today")
    refused(
        eh,
        *closing,
        "--field",
        f"support_after={words}",
        code=4,
        says="where to find P-0004",
    )
