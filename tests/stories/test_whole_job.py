"""One family's whole way through early help, as the README tells it, and every list on the way.

The Larkins of Tipton: received on Mon 11 July 2016, allocated on Tue 12 July, hard to reach at first,
first TAF on Tue 9 August, closed on Fri 26 August 2016.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx import Document

SESSION = """Purpose of visit
First visit
Who was Present?
Wren, Kit and Sam
Length: one hour
What Happened?
We drew the genogram together.
Child's voice
Wren would like calmer mornings.
Outcome: None
Actions
None
"""


def text_of(file: Path) -> str:
    document = Document(str(file))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *tables])


# Opening


def test_an_episode_is_opened_by_options_with_everything_that_was_said(eh):
    told = eh("show", "E-0001", "--json").json()
    assert {key: told[key] for key in ("episode", "family", "team", "level", "status", "referrer", "opened_on")} == {
        "episode": "E-0001",
        "family": "F-0001",
        "team": "tipton",
        "level": "targeted",
        "status": "open",
        "referrer": "Okafor Primary School",
        "opened_on": "2016-07-11",
    }
    assert [(each["person"], each["name"], each["role"]) for each in told["people"]] == [
        ("P-0001", "Wren Larkin", "child"),
        ("P-0002", "Kit Larkin", "child"),
        ("P-0003", "Sam Larkin", "parent"),
    ]
    assert eh("show", "p-3", "--json").json() == {
        "person": "P-0003",
        "name": "Sam Larkin",
        "born": None,
        "sex": None,
        "phone": "07700 900123",
        "address": "1 High Street, Tipton, DY4 9JB",
        "families": [{"family": "F-0001", "person": "P-0003", "role": "parent", "until": None}],
        "episodes": [{"episode": "E-0001", "team": "tipton", "opened_on": "2016-07-11", "closed_on": None}],
        "warnings": [],
    }
    facts = [(each["kind"], each["on"], each["at"]) for each in eh("timeline", "E-0001", "--json").json()]
    assert facts == [
        ("consent-recorded", "2016-07-08", None),
        ("episode-opened", "2016-07-11", None),
        ("arrived-in-tray", "2016-07-11", None),
        ("referral-received", "2016-07-11", "09:30"),
    ]


def test_before_it_is_allocated_the_teams_tray_holds_it_with_hours_that_run_on_working_days(eh):
    owed = eh.owed()
    assert (owed["team-allocation"]["due"], owed["referral-allocation"]["due_at"]) == ("2016-07-12", "2016-07-13T09:30")
    assert [(row[0], row[2], row[3]) for row in eh("tray", "team", "--csv").out and eh("tray", "team").rows()[1:]] == [
        (owed["team-allocation"]["task"], "", "Case allocated from the team's tray"),
        (owed["referral-allocation"]["task"], "limit Wed 13 Jul 2016", "Referral allocated to a worker"),
    ]


FILLED = {
    'team = ""': 'team = "tipton"',
    'received = ""': 'received = "08/07/2016 16:45"',
    'referrer = ""': 'referrer = "Singh Family Centre"',
    'address = ""': 'address = "3 Canal Row; Tipton; DY4 9JB"',
    'phone = ""': 'phone = "0121 496 0123"',
    '[[child]]\nname = ""\nborn = ""': '[[child]]\nname = "Maya Singh"\nborn = "02/03/2011"',
    'sex = ""': 'sex = "F"',
    '[[parent]]\nname = ""': '[[parent]]\nname = "Dev Singh"',
    'from = ""': 'from = "Dev Singh"',
    '\non = ""': '\non = "08/07/2016"',
    'method = ""': 'method = "signed"',
    "shared_with = []": 'shared_with = ["Ana Roy", "scsp"]',
}


def singh(eh) -> None:
    told = eh("show", "E-0002", "--json").json()
    assert (told["team"], told["level"], told["referrer"]) == ("tipton", "targeted", "Singh Family Centre")
    assert [(each["name"], each["born"], each["role"], each["phone"]) for each in told["people"]] == [
        ("Maya Singh", "2011-03-02", "child", None),
        ("Dev Singh", None, "parent", "0121 496 0123"),
    ]
    assert eh("show", "P-0004", "--json").json()["sex"] == "F"
    assert eh("show", "P-0005", "--json").json()["address"] == "3 Canal Row, Tipton, DY4 9JB"
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert (facts["referral-received"]["on"], facts["referral-received"]["at"]) == ("2016-07-08", "16:45")
    assert facts["consent-recorded"]["on"] == "2016-07-08"
    assert (facts["consent-recorded"]["person"], facts["consent-recorded"]["method"]) == ("P-0005", "signed")
    assert facts["consent-recorded"]["shared_with"] == ["aroy", "scsp"]


def test_the_blank_form_filled_in_opens_the_episode_it_describes(eh, tmp_path):
    blank = eh("open-episode", "--form").out
    assert eh("open-episode", "--form").out == blank
    for empty, said in FILLED.items():
        assert blank.count(empty) >= 1, empty
        blank = blank.replace(empty, said, 1)
    file = tmp_path / "request.toml"
    file.write_text(blank, encoding="utf-8")
    assert eh("open-episode", "--from", str(file), "--quiet").out == "E-0002\n"
    singh(eh)


def test_the_form_as_json_opens_the_same_episode(eh, tmp_path):
    file = tmp_path / "request.json"
    file.write_text(
        json.dumps(
            {
                "team": "tipton",
                "received": "2016-07-08 16:45",
                "referrer": "Singh Family Centre",
                "address": "3 Canal Row; Tipton; DY4 9JB",
                "phone": "0121 496 0123",
                "child": [{"name": "Maya Singh", "born": "2011-03-02", "sex": "f"}],
                "parent": [{"name": "Dev Singh"}],
                "consent": {
                    "from": "Dev Singh",
                    "on": "2016-07-08",
                    "method": "signed",
                    "shared_with": ["aroy", "scsp"],
                },
            }
        ),
        encoding="utf-8-sig",
    )
    assert eh("open-episode", "--from", str(file), "--json").json()["people"] == [
        {"person": "P-0004", "name": "Maya Singh", "role": "child"},
        {"person": "P-0005", "name": "Dev Singh", "role": "parent"},
    ]
    singh(eh)


def test_options_beside_a_form_win_over_it(eh, tmp_path):
    file = tmp_path / "request.toml"
    file.write_text('team = "oldbury"\nlevel = "universal"\n[[child]]\nname = "Maya Singh"\n', encoding="utf-8")
    eh("open-episode", "--from", str(file), "--team", "tipton")
    told = eh("show", "E-0002", "--json").json()
    assert (told["team"], told["level"]) == ("tipton", "universal")


def test_a_blank_form_left_blank_is_refused(eh, refused, tmp_path):
    file = tmp_path / "request.toml"
    file.write_text(eh("open-episode", "--form").out, encoding="utf-8")
    refused(eh, "open-episode", "--from", str(file), code=2, says="The team is missing.")


# The whole way


def test_a_family_from_the_referral_to_the_closing_letter(allocated, tmp_path):
    eh = allocated
    letters = tmp_path / "letters"

    # Hard to reach at first: two attempts, a letter that counts only once it is posted.
    eh("visit", "E-1", "--outcome", "attempted", "--on", "2016-07-15 10:00", today="2016-07-15")
    eh("contact", "E-1", "--how", "phone", "--outcome", "attempted", today="2016-07-18")
    letter = eh(
        "letter", "no-contact", "E-1", "--reply-by", "+5wd", "--out", str(letters), "--json", today="2016-07-18"
    )
    told = letter.json()
    assert (told["reference"], told["kind"], told["over"]) == ("L-0001", "no-contact", [])
    words = text_of(letters / "L-0001-no-contact.docx")
    assert "Dear Sam Larkin" in words
    assert "1 High Street" in words
    assert "DY4 9JB" in words
    assert "Friday 15 July 2016, visit to your home" in words
    assert "Monday 18 July 2016, telephone call" in words
    assert "please contact us by Monday 25 July 2016" in words
    assert "Ana Roy" in words
    assert "{{" not in words and "{%" not in words
    assert "one-letter" in eh.owed(today="2016-07-19")
    posted = eh("letters", "posted", "l-1", "--json", today="2016-07-19").json()
    assert [each["duty"] for each in posted["over"]] == ["one-letter"]
    eh("letters", "posted", "L-1", code=4, today="2016-07-19")
    row = eh("letters", "list", "--episode", "E-1", "--json", today="2016-07-19").json()[0]
    assert (row["letter"], row["dated"], row["posted_on"]) == ("L-0001", "2016-07-18", "2016-07-19")

    # The first visit, its note, consent, the forms.
    visited = eh("visit", "E-1", "--outcome", "made", "--seen", "P-1", "--seen", "Kit Larkin", today="2016-07-25").out
    assert re.search(r"Done: T-\d{4}  Initial home visit\n", visited)
    assert "Letter to engage" not in visited
    note = ("note", "E-1", "--type", "session", "-", "--quiet")
    assert eh(*note, input=SESSION, today="2016-07-25").out == "N-0001\n"
    assert eh("show", "N-1", "--json").json()["text"].splitlines()[3] == "Wren, Kit and Sam"
    missing = eh(*note, input=SESSION.replace("None\n", "\n"), code=2, today="2016-07-25")
    assert "missing or empty: Outcome; Actions." in missing.err
    assert eh(*note, "--draft", input="Length: 1 hour", today="2016-07-25").out == "N-0002\n"
    consent = ("consent", "E-1", "--from", "Sam Larkin", "--state", "given", "--method", "signed", "--json")
    assert [each["duty"] for each in eh(*consent, today="2016-07-25").json()["over"]] == ["consent-signed"]
    for form, stage in (("eha", "read"), ("eha", "finalised"), ("genogram", "completed"), ("chronology", "completed")):
        eh("assess", "E-1", "--form", form, "--stage", stage, today="2016-08-05")
    for form in ("diversity-statement", "tf-criteria", "outcome-focused-plan"):
        eh("assess", "E-1", "--form", form, today="2016-08-05")
    eh("assess", "E-1", "--form", "key-agencies", "--stage", "confirmed", today="2016-08-05")
    eh("assess", "E-1", "--form", "wishes-and-feelings", "--child", "P-1", today="2016-08-05")
    left = eh.owed(today="2016-08-05")
    assert [each["person"] for each in left["wishes-and-feelings"]["children"]] == ["P-0002"], (
        "a child who was not reached is owed still"
    )
    star = eh("star", "E-1", "--star", "family-star-plus", "--scores", "4,5,3,6,7", "--json", today="2016-08-05").json()
    assert {each["duty"] for each in star["over"]} == {"first-star", "family-star"}
    assert {each["duty"]: each["due"] for each in star["owed"]} == {"star-review": "2016-10-28", "star-loaded": None}

    # The TAF: invited, put off, held; its minutes through four stages.
    eh("taf", "schedule", "E-1", "--at", "8 Aug 2016 2pm", "--venue", "Okafor Primary School", today="2016-08-01")
    invited = eh(
        "letter", "taf-invitation", "E-1", "--out", str(letters), "--large-print", "--quiet", today="2016-08-01"
    )
    assert invited.out == "L-0002\n"
    words = text_of(letters / "L-0002-taf-invitation.docx")
    for part in ("Monday 8 August 2016", "14:00", "Okafor Primary School", "Wren Larkin and Kit Larkin"):
        assert part in words
    eh("taf", "not-held", "M-1", "--reason", "The family was unwell", today="2016-08-08")
    eh("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Town hall", today="2016-08-08")
    assert [each["meeting"] for each in eh("taf", "list", "--team", "tipton", "--json", today="2016-08-09").json()] == [
        "M-0002"
    ]
    assert "M-0002\t14:00\tinitial\tE-0001\tTown hall" in eh("today", today="2016-08-09").out
    held = eh(
        "taf", "held", "M-2", "--attended", "P-0003, aroy", "--attended", "School nurse", "--json", today="2016-08-09"
    )
    assert {each["duty"]: (each["due"], each["due_at"]) for each in held.json()["owed"]}["minutes-handed-in"] == (
        "2016-08-10",
        "2016-08-10T14:00",
    )
    assert {each["duty"]: each["status"] for each in held.json()["over"]}["initial-taf"] == "met"
    assert eh("show", "M-2", "--json").json()["attended"] == ["P-0003", "aroy", "School nurse"]
    minutes = ("taf", "minutes", "M-2", "--stage")
    assert "are not handed-in yet, so they cannot be sent." in eh(*minutes, "sent", code=4, today="2016-08-10").err
    eh(*minutes, "handed-in", "--on", "2016-08-10 10:00", today="2016-08-10")
    eh(*minutes, "typed", today="2016-08-11")
    assert (
        "abell (business-support) may not approve minutes" in eh(*minutes, "approved", code=4, today="2016-08-12").err
    )
    eh(*minutes, "approved", "--by", "sdean", today="2016-08-12")

    # Closing: refused with every task and the minutes named; then finished or set aside.
    day = "2016-08-26"
    close = ("close", "E-1", "--reason", "Refer to CSC", "--by", "jmay")
    before = eh.dump()
    refusal = eh(*close, code=4, today=day).err
    assert refusal.startswith("E-0001 cannot be closed yet. Outstanding:\n")
    assert "  M-0002  minutes not sent\n" in refusal
    assert "  not on file: Exit plan on file (COG line 432)\n" in refusal
    assert "Rule: TEH p44 (TEH-406)" in refusal
    assert "eh set-aside T-... --reason TEXT --by LOGIN" in refusal
    assert eh.dump() == before
    named = re.findall(r"^  (T-\d{4})  ", refusal, re.MULTILINE)
    owed = {each["task"]: each for each in eh("why", "--episode", "E-1", "--json", today=day).json()}
    assert len(named) == len(set(named)) > 5
    assert set(named) <= set(owed)
    assert owed[eh.task("case-summary", today=day)]["task"] in named

    eh(*minutes, "sent", today=day)
    eh("note", "E-1", "--type", "Case Summary", "--text", "Mornings are calmer.", today=day)
    eh("assess", "E-1", "--form", "exit-plan", today=day)
    eh("assess", "E-1", "--form", "closure-agreement", "--stage", "authorised", today=day)
    refusal = eh(*close, code=4, today=day).err
    assert "minutes" not in refusal.split("Rule:")[0]
    assert "not on file" not in refusal
    still = re.findall(r"^  (T-\d{4})  ", refusal, re.MULTILINE)
    assert set(still) < set(named)
    aside = ("set-aside", *still, "--reason", "The family goes on with a social worker")
    assert "may not agree" in eh(*aside, code=4, today=day).err
    said = eh(*aside, "--by", "jmay", today=day).out
    assert f"Set aside on Fri 26 Aug 2016, agreed by jmay: {still[0]} (" in said
    closed = eh(*close, today=day)
    assert closed.out.startswith("Closed E-0001 on Fri 26 Aug 2016: Refer to CSC.\n")
    assert "Note: not on file at closing: Closure Summary written (COG lines 1050-1062)" in closed.err

    # No open task survives it, anywhere, then or later.
    for later in (day, "2016-09-30", "2017-03-01"):
        for command in (("overdue",), ("due", "--within", "30wd"), ("why", "--episode", "E-1"), ("tray", "worker")):
            assert eh(*command, "--json", today=later).json() == [], (command, later)
    told = eh("show", "E-1", "--json", today=day).json()
    assert (told["status"], told["closed_on"], told["end_reason"]) == ("closed", "2016-08-26", "Refer to CSC")
    assert told["tasks"] == []
    states = {each["task"]: each["status"] for each in told["done"]}
    assert {states[task] for task in still} == {"set-aside"}
    assert set(states.values()) <= {"met", "late", "set-aside", "ended", "lapsed"}
    assert eh("record", "check", today=day).out == "0 open episodes; no findings.\n"

    eh("letter", "closure", "E-1", "--out", str(letters), "--field", "support_after=Okafor Primary School", today=day)
    words = text_of(letters / "L-0003-closure.docx")
    assert "ended on Friday 26 August 2016" in words
    assert "Okafor Primary School" in words
    assert sorted(file.name for file in letters.iterdir()) == [
        "L-0001-no-contact.docx",
        "L-0002-taf-invitation.docx",
        "L-0003-closure.docx",
    ]
    eh("letters", "posted", "L-3", today=day)
    story = [each["what"] for each in eh("timeline", "E-1", "--json").json()]
    for what in ("taf not held", "taf held", "letter posted", "episode closed", "set aside", "star completed"):
        assert what in story
    assert [each["on"] for each in eh("timeline", "E-1", "--json").json()] == sorted(
        each["on"] for each in eh("timeline", "E-1", "--json").json()
    )


def test_who_attended_is_read_as_a_reference_like_everywhere_else(met):
    met("taf", "schedule", "E-1", "--at", "2016-08-09 16:00", "--venue", "Town hall", "--quiet")
    met("taf", "held", "M-2", "--attended", "p-3")
    assert met("show", "M-2", "--json").json()["attended"] == ["P-0003"]


# Night


def test_night_twice_writes_the_same_files_byte_for_byte(allocated, tmp_path):
    out = tmp_path / "lists"
    first = allocated("night", "--out", str(out), today="2016-07-27", code=1)
    files = {file.name: file.read_bytes() for file in sorted(out.iterdir())}
    second = allocated("night", "--out", str(out), today="2016-07-27", code=1)
    assert {file.name: file.read_bytes() for file in sorted(out.iterdir())} == files
    assert first.out == second.out
    assert {"tipton-overdue.csv", "tipton-overdue.json", "tipton-due.csv", "tipton-due.json", "summary.json"} <= set(
        files
    )
    summary = json.loads(files["summary.json"])
    assert (summary["today"], summary["due_until"], summary["findings"]) == ("2016-07-27", "2016-08-03", [])
    late = json.loads(files["tipton-overdue.json"])
    assert late == allocated("overdue", "--team", "tipton", "--json", today="2016-07-27").json()
    soon = json.loads(files["tipton-due.json"])
    assert soon == allocated("due", "--team", "tipton", "--json", today="2016-07-27").json()
    assert f"tipton: {len(late)} overdue, {len(soon)} due within 5 working days" in first.out.splitlines()


def test_night_after_three_missed_nights_says_what_is_late_now(allocated, tmp_path):
    out = str(tmp_path / "lists")
    allocated("night", "--out", out, today="2016-07-25", code=1)
    allocated("night", "--out", out, today="2016-07-29", code=1)
    late = {each["duty"]: each for each in json.loads((tmp_path / "lists" / "tipton-overdue.json").read_text("utf-8"))}
    assert late["initial-home-visit"]["working_days_late"] == 3
    assert not [file for file in (tmp_path / "lists").iterdir() if file.name.startswith(".")]


# Lists on the way


def test_due_looks_ahead_as_far_as_it_is_told(allocated):
    def duties(*words):
        return {each["duty"] for each in allocated("due", *words, "--json").json()}

    assert "initial-home-visit" not in duties("--within", "9wd")
    assert "initial-home-visit" in duties("--within", "10wd")
    assert "initial-home-visit" in duties("--within", "2w")
    assert "initial-home-visit" in duties("--within", "26/07/2016")
    assert "initial-taf" not in duties("--within", "25/07/2016")
    assert duties("--within", "today") == {"allocation-note", "covid-risk-assessment"}


def test_a_switch_takes_a_duty_off_with_its_reason_and_back_on(allocated):
    eh = allocated
    assert "covid-risk-assessment" in eh.owed()
    switch = ("procedure", "switch", "covid-19")
    assert eh(*switch, "off", "--reason", "Trust guidance ended", code=4).err.startswith(
        "abell (business-support) may not"
    )
    eh(*switch, "off", "--reason", "Trust guidance ended", "--by", "jmay")
    assert "covid-risk-assessment" not in eh.owed()
    assert eh("visit", "E-1", "--outcome", "made", "--seen", "P-1", "--dry-run").err == "Nothing was written.\n"
    eh(*switch, "on", "--reason", "Guidance is back", "--by", "jmay")
    assert "covid-risk-assessment" in eh.owed()
    assert eh("record", "check", code=0).out == "1 open episodes; no findings.\n"


def test_a_reason_of_the_authoritys_own_can_be_used_once_it_is_added(eh):
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "universal")
    eh(*ask, "--start-reason", "School asked", code=3)
    eh("reason", "add", "School asked", "--for", "opening", "--by", "jmay")
    assert eh(*ask, "--start-reason", "school asked", "--quiet").out == "E-0002\n"
    told = [each for each in eh("reason", "list", "--json").json() if each["reason"] == "School asked"]
    assert told == [
        {"for": "opening", "reason": "School asked", "printed_in": "added by the authority", "citations": []}
    ]
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert facts["episode-opened"]["start_reason"] == "School asked"


@pytest.mark.parametrize("level", ["universal", "universal-plus", "targeted", "4"])
def test_each_level_is_asked_for_its_own_duties(eh, level):
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", level)
    eh(*ask, "--parent", "Tess Bell")
    role = "lead-professional" if level == "universal-plus" else "key-worker"
    owed = eh("allocate", "E-2", "--to", "aroy", "--role", role, "--by", "jmay", "--json").json()["owed"]
    duties = {each["duty"] for each in owed}
    assert ("initial-home-visit" in duties) == (level in ("targeted", "4"))
    assert ("initial-taf" in duties) == (level != "universal")
    assert ("first-star" in duties) == (level != "universal")


def test_workers_teams_and_agencies_are_added_changed_and_ended(eh):
    eh("worker", "add", "bcole", "--name", "Bea Cole-Singh", "--role", "senior", "--team", "oldbury", "--by", "jmay")
    told = {each["worker"]: each for each in eh("worker", "list", "--json").json()}
    assert (told["bcole"]["name"], told["bcole"]["role"], told["bcole"]["team"]) == (
        "Bea Cole-Singh",
        "senior",
        "oldbury",
    )
    assert list(told) == ["abell", "aroy", "bcole", "jmay", "sdean"]
    eh("worker", "end", "bcole", "--on", "2016-07-11")
    assert "bcole" not in [each["worker"] for each in eh("worker", "list", "--json").json()]
    assert "bcole" in [each["worker"] for each in eh("worker", "list", "--all", "--json").json()]
    refusal = eh("allocate", "E-1", "--to", "bcole", "--by", "jmay", code=3, today="2016-07-13").err
    assert "bcole left on" in refusal
    eh("team", "add", "Princes End", "--name", "Princes End team", "--phone", "0121 496 0199")
    assert eh("team", "show", "princes-end", "--json").json()["phone"] == "0121 496 0199"
    eh("team", "end", "princes-end")
    assert "princes-end" not in [each["slug"] for each in eh("team", "list", "--json").json()]
    eh("agency", "add", "okafor-primary", "--name", "Okafor Primary School", "--kind", "school")
    assert eh("agency", "show", "Okafor Primary School", "--json").json()["slug"] == "okafor-primary"
