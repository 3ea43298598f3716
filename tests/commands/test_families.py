"""People and families kept true from the command line, and letters that stop when they should."""

from __future__ import annotations

from pathlib import Path

import pytest

PARENT, WREN, KIT = "P-0003", "P-0001", "P-0002"
# Each is kept as it was typed, and breaks no letter, list or file.
STRANGE = [
    "Sam & <b>Larkin</b>",
    "{{ team_email }} {% for x in y %} {# no #}",
    "سام لاركن \u202eniral",
    "Sa\u0301m \U0001f469\u200d\U0001f467 Lar\u0308kin",
    "Sam\x1b[31m\x07 Larkin",
    "Larkin " * 714,
]


@pytest.fixture
def letter(allocated):
    """Tries the letter that asks the family to get in touch: its result."""
    return lambda *args, **asked: allocated("letter", "no-contact", "E-0001", *args, **asked)


def test_a_person_is_changed_and_everything_before_is_kept(allocated):
    allocated("person", "change", PARENT, "--name", "Samira Poe", "--phone", "07700 900456", "--born", "01/05/1984")
    allocated("person", "change", PARENT, "--email", "sam@example.org", "--format", "interpreter:Polish")
    shown = allocated("person", "show", PARENT, "--json").json()
    assert (shown["name"], shown["phone"], shown["born"]) == ("Samira Poe", "07700 900456", "1984-05-01")
    assert (shown["email"], shown["formats"]) == ("sam@example.org", ["interpreter:Polish"])
    assert len(allocated.sql("SELECT 1 FROM person_details WHERE person = ?", PARENT)) == 3
    for words in ("larkin", "poe"):
        assert "Samira Poe" in allocated("find", words).out
    allocated("person", "change", PARENT, "--phone", "none", "--format", "none")
    shown = allocated("person", "show", PARENT, "--json").json()
    assert (shown["phone"], shown["formats"], shown["email"]) == (None, [], "sam@example.org")
    assert allocated("record", "check").code == 0


def test_a_date_of_birth_that_changes_moves_what_depends_on_age(met):
    before = {row["task"] for row in met("why", "--episode", "E-0001", "--json").json()}
    told = met("person", "change", WREN, "--born", "2010-05-06", "--json").json()
    after = {row["task"] for row in met("why", "--episode", "E-0001", "--json").json()}
    assert after - before == {each["task"] for each in told["owed"]}
    assert before - after == {each["task"] for each in told["over"]}
    assert before != after
    assert met("record", "check").code == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("person", "change", PARENT), 2, "Nothing new is said"),
        (("person", "change", "P-0099", "--name", "X"), 3, "no person P-0099"),
        (("person", "change", PARENT, "--email", "sam at home"), 2, "is no email address"),
        (("person", "change", PARENT, "--phone", "ring the bell"), 2, "is no telephone"),
        (("person", "change", PARENT, "--format", "smoke"), 2, "no format 'smoke'"),
        (("person", "change", PARENT, "--format", "interpreter"), 2, "too much or too little"),
        (("person", "change", PARENT, "--died", "2016-07-13"), 2, "cannot have died"),
        (("person", "change", PARENT, "--born", "2016-07-13"), 2, "future"),
        (("person", "change", PARENT, "--safe-again"), 4, "not marked unsafe"),
        (("person", "change", PARENT, "--with", WREN), 2, "Where have they moved"),
        (("person", "change", PARENT, "--address", "4 Mill Lane", "--on", "2016-07-13"), 2, "is to come"),
        (("person", "add", "Kit Larkin; 2012-05-06; M", "--family", "F-0001", "--role", "child"), 4, "already"),
        (("person", "add", "Jo Bell", "--family", "F-0009", "--role", "parent"), 3, "no family F-0009"),
        (("person", "add", "Jo Bell", "--family", "F-0001", "--role", "lodger"), 2, "no role in a family"),
        (("family", "show", "F-0009"), 3, "no family F-0009"),
        (("family", "member", PARENT), 2, "What is new"),
        (("family", "member", PARENT, "--back"), 4, "in the household already"),
        (("family", "relation", PARENT, WREN), 2, "What is new"),
        (("family", "relation", PARENT, WREN, "--responsibility", "perhaps"), 2, "no answer 'perhaps'"),
        (("family", "restrict", PARENT, PARENT, "--because", "X"), 2, "named twice"),
        (("family", "restrict", PARENT, WREN), 2, "Add --because TEXT"),
        (("family", "restrict", PARENT, WREN, "--lift", "--by", "jmay"), 3, "No restriction stands"),
        (("family", "flag", "F-0001", "--because", "X", "--until", "2016-07-01"), 2, "before it begins"),
    ],
)
def test_what_cannot_be_is_refused(_allocated, refused, words, code, says):
    refused(_allocated, *words, code=code, says=says)


def test_a_letter_stops_with_every_reason_at_once_and_goes_again_when_it_is_mended(allocated, letter, refused):
    allocated("person", "change", PARENT, "--unsafe", "The post is opened by a lodger", "--unconfirmed")
    told = refused(allocated, "letter", "no-contact", "E-0001", code=4, says="It is not safe to write to P-0003")
    assert "The address of P-0003 is not confirmed." in told.err
    assert "lodger" not in told.err
    for words in (("person", "show", PARENT), ("show", PARENT), ("show", "E-0001"), ("family", "show", "F-0001")):
        assert "Do not write to P-0003: not safe (The post is opened by a lodger)" in allocated(*words).out
    allocated("person", "change", PARENT, "--safe-again", "--address-confirmed", "--by", "jmay")
    assert letter().code == 0
    assert "Do not write" not in allocated("show", "E-0001").out


def test_nobody_is_told_where_the_other_side_of_a_restriction_is(allocated, letter, refused):
    allocated("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--lives-with", PARENT)
    allocated("family", "restrict", "P-0004", PARENT, "--because", "Court order")
    told = refused(allocated, "letter", "no-contact", "E-0001", code=4, says="between P-0003 and P-0004")
    assert "Court order" not in told.err
    moved = ("--address", "4 Mill Lane; Tipton; DY4 8AA", "--with", WREN, "--with", KIT)
    allocated("person", "change", PARENT, *moved)
    assert [row["address"] for row in allocated("family", "show", "F-0001", "--json").json()["people"]] == [
        *["4 Mill Lane, Tipton, DY4 8AA"] * 3,
        "1 High Street, Tipton, DY4 9JB",
    ]
    assert letter("--quiet").out.strip() == "L-0001"
    where = ("closure", "E-0001", "--to", "P-0004", "--field", "closed_on=today")
    told = refused(
        allocated, "letter", *where, "--field", "support_after=Ask at 4 MILL LANE", code=4, says="where to find P-0003"
    )
    assert "Mill" not in told.err.partition("Take it out")[0].replace("support_after", "")
    allocated("letter", *where, "--field", "support_after=Ask at the library", "--preview")
    allocated("family", "restrict", PARENT, KIT, "--because", "Court order", "--until", "2016-08-01")
    refused(allocated, "letter", "no-contact", "E-0001", code=4, says="between P-0003 and P-0002, whom the letter is")
    assert letter("--quiet", "--afresh", today="2016-08-02").out.strip() == "L-0002"


def test_who_left_or_died_gets_nothing(allocated, letter, refused):
    allocated("family", "member", PARENT, "--left", "2016-07-11")
    refused(allocated, "letter", "no-contact", "E-0001", code=4, says="P-0003 left the household after Mon 11 Jul 2016")
    refused(allocated, "letter", "no-contact", "E-0001", "--to", PARENT, code=4, says="No address of P-0003 is known")
    allocated("person", "change", PARENT, "--address", "4 Mill Lane; Tipton")
    assert letter("--to", PARENT, "--quiet").out.strip() == "L-0001"
    allocated("family", "member", PARENT, "--back")
    assert letter("--quiet", "--afresh").out.strip() == "L-0002"
    allocated("person", "change", WREN, "--died", "2016-07-12")
    refused(allocated, "letter", "no-contact", "E-0001", code=4, says="P-0001, whom the letter is about, has died")
    assert "Do not write to P-0001: died on" in allocated("show", "F-0001").out


def test_a_dry_run_changes_nothing(_allocated):
    before = _allocated.dump()
    for words in (
        ("person", "change", PARENT, "--name", "Jo"),
        ("person", "add", "Jo Bell", "--family", "F-0001", "--role", "other"),
        ("family", "member", PARENT, "--left", "today"),
        ("family", "relation", PARENT, WREN, "--responsibility", "yes"),
        ("family", "restrict", PARENT, WREN, "--because", "X"),
        ("family", "flag", "F-0001", "--because", "X"),
    ):
        assert _allocated(*words, "--dry-run").out.startswith("Would record: ")
    assert _allocated.dump() == before


@pytest.mark.parametrize("name", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_name_and_address_are_kept_as_typed_and_harmless(allocated, letter, name):
    allocated("person", "change", PARENT, "--name", name, "--address", f"{name}; Tipton")
    assert allocated.sql("SELECT name FROM person_details WHERE person = ? ORDER BY number DESC LIMIT 1", PARENT) == [
        (name.strip(),)
    ]
    assert allocated("person", "show", PARENT, "--json").json()["name"] == name.strip()
    for words in (("person", "show", PARENT), ("family", "show", "F-0001"), ("show", "E-0001")):
        assert "\x1b" not in allocated(*words).out
    written = letter("--format", "txt", "--quiet")
    assert written.out.strip() == "L-0001"
    words = Path(allocated.sql("SELECT file FROM letter")[0][0]).read_text(encoding="utf-8")
    assert ("{{ team_email }}" in words) == ("{{ team_email }}" in name)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in words)
