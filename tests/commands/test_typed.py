"""What officers type: addresses, names, postcodes and consent are taken as they were meant, or questioned."""

from __future__ import annotations

import json
import sqlite3

import pytest

from ehcli.matching.spelling import APOSTROPHES

PARENT = "P-0003"
OPEN = ("open-episode", "--team", "tipton", "--parent", "Tess Bell")
ADA = ("--child", "Ada Bell; 2014-01-09; F")
LINES = "12 Fennel Row\nTipton\nDY4 9JB"


def address(office, person: str) -> tuple[str, str]:
    """The lines and the postcode of the newest address of a person."""
    sql = "SELECT lines, postcode FROM address WHERE person = ? ORDER BY number DESC LIMIT 1"
    return office.sql(sql, person)[0]


# Addresses


@pytest.mark.parametrize(
    "typed",
    [
        "12 Fennel Row, Tipton, DY4 9JB",
        "12 Fennel Row; Tipton; DY4 9JB",
        "12 Fennel Row; Tipton DY4 9JB",
        "12 Fennel Row, Tipton, dy49jb.",
        "12, Fennel Row, Tipton, DY4 9JB",
    ],
)
def test_an_address_is_split_and_its_postcode_found_wherever_it_is_typed(eh, tmp_path, typed):
    eh(*OPEN, *ADA, "--address", typed)
    form = tmp_path / "request.json"
    child = {"name": "Joe Singh", "born": "2014-01-09"}
    form.write_text(json.dumps({"team": "tipton", "child": [child], "address": typed}), encoding="utf-8")
    eh("open-episode", "--from", str(form))
    eh("person", "change", PARENT, "--address", typed)
    eh("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--address", typed)
    people = ("P-0004", "P-0005", "P-0006", PARENT, "P-0007")
    assert {address(eh, ref) for ref in people} == {(LINES, "DY4 9JB")}
    for words in (("DY49JB",), ("dy4 9jb",), ("DY4", "9", "JB"), ("DY4", "9")):
        assert {row[0] for row in eh("find", *words).rows()[1:]} >= {*people}, words
    eh("team", "add", "great-bridge", "--name", "Great Bridge", "--address", typed, "--by", "jmay")
    eh("agency", "add", "hub", "--name", "Hub", "--address", typed)
    assert eh.sql("SELECT address FROM team WHERE slug = 'great-bridge'") == [(LINES,)]
    assert eh.sql("SELECT address FROM agency WHERE slug = 'hub'") == [(LINES,)]


def test_a_letter_prints_an_address_typed_with_commas_line_by_line(allocated):
    allocated("person", "change", PARENT, "--address", "12 Fennel Row, Tipton, DY4 9JB")
    assert allocated("letter", "no-contact", "E-0001", "--preview").out.startswith(f"Sam Larkin\n{LINES}\n")


def test_an_address_that_an_older_eh_kept_on_one_line_is_printed_line_by_line_too(allocated):
    allocated("person", "change", PARENT, "--address", "12 Fennel Row; Tipton; DY4 9JB")
    before = "12 Fennel Row, Tipton, DY4 9JB"
    connection = sqlite3.connect(allocated.record)
    with connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE address SET lines = ?, postcode = '' WHERE person = ?", (before, PARENT))
    connection.close()
    assert allocated("letter", "no-contact", "E-0001", "--preview").out.startswith(f"Sam Larkin\n{LINES}\n")


@pytest.mark.parametrize(
    "said",
    [
        *("NFA", "No fixed abode", "No Fixed Abode; Tipton; DY4 9JB", "NFA; Tipton; DY4 9JB", "NFA, Tipton, DY4 9JB"),
        *("homeless", "of no fixed address", "unknown", "n/k", "N.F.A."),
    ],
)
def test_nothing_is_printed_to_what_is_no_address_and_what_was_said_is_kept(allocated, refused, said):
    told = allocated("person", "change", PARENT, "--address", said)
    kept = said.replace("; ", ", ")
    assert told.err == f"Note: '{kept}' is no address: no letter is printed until one is recorded.\n"
    assert allocated("person", "show", PARENT, "--json").json()["address"] == kept
    refused(
        allocated, "letter", "no-contact", "E-0001", code=4, says="No address of P-0003 is known.", hint="--address"
    )
    allocated("visit", "E-0001", "--outcome", "attempted")
    rows = allocated("letters", "run", "--json", code=1).json()
    assert [(row["result"], "No address of P-0003 is known." in row["reason"]) for row in rows] == [
        ("not printed", True)
    ]
    assert not list((allocated.home / "letters").glob("L-*"))


def test_what_is_no_address_is_nobodys_home_and_nobodys_secret(allocated):
    for ref, home in ((PARENT, "12 Fennel Row; Tipton; DY4 9JB"), ("P-0001", "NFA"), ("P-0002", "NFA")):
        allocated("person", "change", ref, "--address", home)
    allocated("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--address", "NFA; Tipton")
    allocated("family", "restrict", PARENT, "P-0004", "--because", "Court order", "--by", "jmay")
    field = ("--field", "support_after=Ask at the library in Tipton", "--field", "closed_on=today")
    allocated("letter", "closure", "E-0001", "--to", PARENT, *field, "--preview")


def test_a_professional_or_a_team_without_an_address_is_not_written_to_at_the_word_for_it(eh):
    eh("agency", "add", "hub", "--name", "Hub", "--address", "unknown")
    eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay", today="2016-07-12")
    fields = ("--field", "decision=x", "--field", "agency_name=y")
    told = eh("letter", "referrer-update", "E-0001", "--to", "hub", *fields, today="2016-07-12", code=2)
    assert "the address of the person the letter goes to" in told.err


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("12 Fennel Row; Tipton; DY4 OJB", "no postcode that can be read: DY4 OJB - DY4 0JB?"),
        ("12 Fennel Row, Tipton, DY4 OJB", "no postcode that can be read: DY4 OJB - DY4 0JB?"),
        ("12 Fennel Row; Tipton; D4Y 9JB", "no postcode that can be read: D4Y 9JB - DY4 9JB?"),
        ("12 Fennel Row; Tipton; XY4 9JB", "no postcode that can be read: XY4 9JB."),
        ("12 Fennel Row; Tipton", "no postcode that can be read."),
    ],
)
def test_a_postcode_that_cannot_be_one_is_recorded_and_questioned_everywhere(eh, typed, note):
    for command in (
        (*OPEN, *ADA, "--address", typed),
        ("person", "change", PARENT, "--address", typed),
        ("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--address", typed),
        ("team", "add", "great-bridge", "--name", "Great Bridge", "--address", typed, "--by", "jmay"),
        ("agency", "add", "hub", "--name", "Hub", "--address", typed),
    ):
        assert eh(*command).err == f"Note: {note}\n"
    assert address(eh, PARENT)[0] == "\n".join(part.strip() for part in typed.replace(",", ";").split(";"))
    assert eh("person", "change", PARENT, "--address", "12 Fennel Row, Tipton, DY4 0JB").err == ""


# Names


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Zoe Ward 2012-01-09 F", "'Zoe Ward; 2012-01-09; F'"),
        ("Zoe Ward, 09/01/2012, F", "'Zoe Ward; 09/01/2012; F'"),
        ("Zoe Ward 9 Jan 2012", "'Zoe Ward; 9 Jan 2012'"),
        ("Zoe Ward 2012-01-09; F", "'Zoe Ward; 2012-01-09; F'"),
        ("Zoe Ward dob 2012-01-09 f", "'Zoe Ward; 2012-01-09; F'"),
        ("Zoe Ward, F", "'Zoe Ward; ; F'"),
        ("Ann 123", "'NAME; DATE OF BIRTH; SEX'"),
        ("Ann1e Ward; 2012-01-09; F", "'NAME; DATE OF BIRTH; SEX'"),
        ("٣ Ward", "'NAME; DATE OF BIRTH; SEX'"),
    ],
)
def test_a_name_with_figures_in_it_is_questioned_with_the_right_form(_opened, refused, typed, right):
    for command in (
        (*OPEN, "--child", typed),
        ("open-episode", "--team", "tipton", *ADA, "--parent", typed),
        (*OPEN, *ADA, "--sibling", typed),
        ("person", "add", typed, "--family", "F-0001", "--role", "other"),
    ):
        refused(_opened, *command, code=2, says="cannot be the name of the", hint=f"Type it as {right}")


def test_a_name_with_figures_in_it_is_questioned_on_a_form_and_in_a_change_too(eh, refused, tmp_path):
    form = tmp_path / "request.toml"
    form.write_text('team = "tipton"\n[[child]]\nname = "Zoe Ward; 2012-01-09; F"\n', encoding="utf-8")
    refused(eh, "open-episode", "--from", str(form), code=2, says="figures in it", hint="'Zoe Ward; 2012-01-09; F'")
    refused(eh, "person", "change", PARENT, "--name", "Sam 1984", code=2, says="figures in it", hint="--born DATE")


def test_babies_without_names_are_told_apart_by_a_figure(eh):
    twins = ("--child", "Baby 1 Bell; 2016-07-01; F", "--child", "Baby Bell 2; 2016-07-01; F")
    eh(*OPEN, *twins)
    assert [each["name"] for each in eh("show", "E-0002", "--json").json()["people"]][:2] == [
        "Baby 1 Bell",
        "Baby Bell 2",
    ]


def test_a_date_is_not_who_referred(eh, refused, tmp_path):
    says, hint = "'07/09/2016 09:40' is a date, and not who referred.", "--received WHEN"
    refused(eh, *OPEN, *ADA, "--referrer", "07/09/2016 09:40", code=2, says=says, hint=hint)
    form = tmp_path / "request.toml"
    form.write_text('team = "tipton"\nreferrer = "07/09/2016 09:40"\n[[child]]\nname = "Ada"\n', encoding="utf-8")
    refused(eh, "open-episode", "--from", str(form), code=2, says=says, hint=hint)
    eh(*OPEN, *ADA, "--referrer", "NHS 111")


# Consent


def test_consent_without_its_method_is_never_recorded(eh, refused, tmp_path):
    given = ("--consent-from", "Tess Bell", "--consent-on", "11/07/2016")
    refused(eh, *OPEN, *ADA, *given, code=2, says="How was consent given?", hint="--consent-method signed, verbal")
    refused(eh, *OPEN, *ADA, *given, "--consent-method", " ", code=2, says="consent", hint="")
    refused(eh, "consent", "E-0001", "--from", PARENT, code=2, says="How was consent given?", hint="--method signed")
    form = tmp_path / "request.toml"
    people = '[[child]]\nname = "Ada Bell"\n[[parent]]\nname = "Tess Bell"\n[consent]\nfrom = "Tess Bell"\n'
    form.write_text(f'team = "tipton"\n{people}', encoding="utf-8")
    refused(eh, "open-episode", "--from", str(form), code=2, says="How was consent given?", hint='method = "verbal"')
    form.write_text(f'team = "tipton"\n{people}method = "verbal"\n', encoding="utf-8")
    eh("open-episode", "--from", str(form))
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert facts["consent-recorded"]["method"] == "verbal"


def test_consent_withdrawn_needs_no_method(eh):
    eh("consent", "E-0001", "--from", PARENT, "--state", "withdrawn")


# One way to compare


@pytest.mark.parametrize("sign", APOSTROPHES[:6], ids=lambda sign: f"{ord(sign):04x}")
def test_a_name_is_found_and_meant_with_an_apostrophe_of_any_kind_or_none(eh, sign):
    eh(
        *OPEN[:3],
        *ADA,
        "--parent",
        "Niamh O'Dowd",
        "--consent-from",
        f"Niamh O{sign}Dowd",
        "--consent-method",
        "signed",
    )
    for typed in ("odowd", f"O{sign}Dowd", "O'DOWD"):
        assert [row[0] for row in eh("find", typed).rows()[1:]] == ["P-0005"], typed
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert facts["consent-recorded"]["person"] == "P-0005"


def test_a_name_that_an_older_eh_folded_in_its_way_is_found_by_that_name(eh):
    eh(*OPEN[:3], *ADA, "--parent", "Niamh O´Dowd")
    eh.sql("DELETE FROM name_word WHERE person = 'P-0005' AND word = 'odowd'")
    eh.sql("INSERT INTO name_word (word, person) VALUES ('o', 'P-0005'), ('dowd', 'P-0005')")
    assert [row[0] for row in eh("find", "Niamh", "O´Dowd").rows()[1:]] == ["P-0005"]
    again = ("open-episode", "--team", "oldbury", "--child", "Joe Bell; 2014-01-09; M", "--parent", "Niamh O´Dowd")
    assert "P-0005  Niamh O´Dowd" in eh(*again, code=4).err


@pytest.mark.parametrize(
    "said",
    [
        *("12 St Marys Row", "12 St. Mary’s Row", "12 ST-MARY'S ROW", "12 St  Maryʼs Row", "12St.Mary`s Row"),
        *("12 St Máry´s Rów", "12 St. Mary\u00ads Row", "12 Saint", "dy4-9jb", "DY4 9 JB"),
    ],
)
def test_no_writing_of_an_address_opens_the_guard_of_a_restriction(allocated, refused, said):
    home = "12 St. Mary's Row; Tipton; DY4 9JB"
    allocated("person", "change", PARENT, "--address", "4 Mill Lane; Tipton; DY4 8AA")
    allocated("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--address", home)
    allocated("family", "restrict", PARENT, "P-0004", "--because", "Court order", "--by", "jmay")
    allocated("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", f"The hall at {said}")
    letter = ("letter", "taf-invitation", "E-0001", "--to", PARENT, "--preview")
    if said == "12 Saint":
        allocated(*letter)
        return
    refused(allocated, *letter, code=4, says="where to find P-0004", hint="--field NAME=TEXT")
