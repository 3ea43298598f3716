# ruff: noqa: E501 - one wrong command a line reads better than four
"""What cannot be used: an exit code, one clear sentence, the next step, and nothing written."""

from __future__ import annotations

import json

import pytest

CHILD = ("open-episode", "--team", "tipton", "--child")
HOW = "Type it as 2026-07-26, 26/07/2026, 26.07.26, 26 Jul 2026, today, yesterday, +10wd (working days), +2w or +3d."
AHEAD = "Type 5wd (working days), 10d, 2w or 4 weeks; or a date such as 26/07/2026."

# Asked of E-0001, allocated on Tue 12 Jul 2016, on Wed 20 Jul 2016: the words, the exit code, the sentence, the step.
WRONG = [
    # Days
    (("visit", "E-1", "--outcome", "made", "--on", "31/02/2016"), 2, "'31/02/2016' does not exist in the calendar.", HOW),
    (("visit", "E-1", "--outcome", "made", "--on", "29/02/2015"), 2, "does not exist in the calendar.", HOW),
    (("visit", "E-1", "--outcome", "made", "--on", "7/26/2016"), 2, "does not exist in the calendar.", HOW),
    (("visit", "E-1", "--outcome", "made", "--on", "last week"), 2, "is not a date that can be read.", HOW),
    (
        ("visit", "E-1", "--outcome", "made", "--on", "2016-07-21"),
        2,
        "on Thu 21 Jul 2016 lies in the future: today is Wed 20 Jul 2016.",
        "Record it when it has happened.",
    ),
    (
        ("visit", "E-1", "--outcome", "made", "--on", "2016-07-10"),
        2,
        "on Sun 10 Jul 2016 is before E-0001 began on Mon 11 Jul 2016.",
        "Check the date",
    ),
    (("allocate", "E-1", "--by", "jmay", "--to", "bcole", "--on", "+1d"), 2, "lies in the future", "Record it when"),
    (("allocate", "E-1", "--by", "jmay", "--to", "bcole", "--on", "2016-07-01"), 2, "is before E-0001 began", "Check the date"),
    (("note", "E-1", "--type", "Case Summary", "--text", "x", "--on", "tomorrow"), 2, "lies in the future", "Record"),
    (("consent", "E-1", "--from", "P-3", "--method", "signed", "--on", "+1d"), 2, "lies in the future", "Check"),
    (("taf", "schedule", "E-1", "--at", "2016-02-30 14:00", "--venue", "x"), 2, "does not exist", HOW),
    (("taf", "schedule", "E-1", "--at", "2016-08-09", "--venue", "x"), 2, "At what time is the TAF?", "--at"),
    (("taf", "schedule", "E-1", "--at", "2016-07-01 14:00", "--venue", "x"), 2, "is before E-0001 was opened", "Check"),
    (("correct", "E-1", "allocated", "--on", "+1d", "--reason", "x"), 2, "on Thu 21 Jul 2016 lies in the future", "Record it"),
    (("correct", "E-1", "allocated", "--on", "13/07/2016"), 2, "A correction needs its reason.", "--reason TEXT"),
    (("correct", "E-1", "allocated", "--reason", "x"), 2, "The right day is missing.", "--on DATE"),
    (("due", "--within", "banana"), 2, "'banana' is not a length or date that can be read.", AHEAD),
    (("due", "--within", "4 months"), 2, "'4 months' is not a length or date that can be read.", AHEAD),
    (("taf", "list", "--within", "4 fortnights"), 2, "'4 fortnights' is not a length or date that can be read.", AHEAD),
    (("due", "--within", "2016-01-01"), 2, "Fri 1 Jan 2016 has passed.", "eh overdue"),
    (("overdue", "--today", "31/02/2016"), 2, "'31/02/2016' does not exist in the calendar.", HOW),
    # People
    ((*CHILD, "Ada Bell; 30/02/2014; F"), 2, "'30/02/2014' does not exist in the calendar.", HOW),
    ((*CHILD, "Ada Bell; 21/07/2016; F"), 2, "The date of birth of the child (21/07/2016) lies in the future.", "not yet born"),
    ((*CHILD, "Ada Bell; 1880-01-01; F"), 2, "is more than 120 years ago.", "Check the year."),
    ((*CHILD, "Ada Bell; 2014-01-01; Q"), 2, "'Q' is not a sex that is recorded.", "Type M, F or U"),
    ((*CHILD, "Ada Bell; 2014-01-01; F; x"), 2, "There is too much in the child", "NAME; DATE OF BIRTH; SEX"),
    ((*CHILD, " ; 2014-01-01"), 2, "The name of the child is empty.", "Type the name of the child."),
    ((*CHILD, "P-77"), 3, "There is no person P-0077.", "The last person is P-0003."),
    ((*CHILD, "Ada Bell", "--parent", "Tess Bell", "--consent-from", "Tess Ball"), 3, "that is nobody in this request", "Tess Bell"),
    ((*CHILD, "Ada Bell", "--consent-on", "today"), 2, "Who gave consent is missing.", "--consent-from NAME"),
    ((*CHILD, "Ada Bell", "--consent-from", "Ada Bell", "--consent-method", "no reply"), 4, "No reply is not consent.", "--consent-method signed"),
    ((*CHILD, "Ada Bell", "--received", "2016-07-21"), 2, "after the episode opens", "Check the dates."),
    ((*CHILD, "Ada Bell", "--address", " ; "), 2, "The address is empty.", "1 High Street; Tipton; DY4 9JB"),
    ((*CHILD, "Wren Larkin; 02/03/2005"), 4, "P-0001  Wren Larkin, born 2005-03-02", "--link P-..."),
    ((*CHILD, "Wren LARKIN; 03/02/2005"), 4, "P-0001  Wren Larkin", "--new-person"),
    ((*CHILD, "P-1"), 4, "E-0001 is open for this family already.", "eh show E-0001"),
    ((*CHILD, "Ada Bell", "--family", "F-9"), 3, "There is no family F-0009.", "The last family is F-0001."),
    (("open-episode", "--child", "Ada Bell"), 2, "The team is missing.", "eh team list"),
    (("open-episode", "--team", "tipton"), 2, "at least one child", "--child"),
    # Names of things, with the nearest
    (("open-episode", "--team", "tippton", "--child", "Ada Bell"), 3, "There is no team 'tippton'.", "Did you mean tipton?"),
    ((*CHILD, "Ada Bell", "--level", "universl"), 3, "'universl' is not a level", "Did you mean Universal"),
    ((*CHILD, "Ada Bell", "--route", "stepdown"), 3, "'stepdown' is not a route", "Did you mean"),
    ((*CHILD, "Ada Bell", "--start-reason", "bored"), 3, "'bored' is not a reason for opening", "Step Down from Care Management"),
    (("allocate", "E-1", "--to", "bcol", "--by", "jmay"), 3, "There is no worker 'bcol'.", "Did you mean bcole"),
    (("allocate", "E-1", "--to", "Bea Coal", "--by", "jmay"), 3, "There is no worker 'Bea Coal'.", "Did you mean Bea Cole"),
    (("allocate", "E-1", "--by", "jmay", "--to", "bcole", "--role", "keyworker"), 2, "'keyworker'", "key-worker"),
    (("allocate", "E-1", "--by", "jmay", "--to", "bcole", "--by", "jmey"), 3, "There is no worker 'jmey'.", "Did you mean jmay"),
    (("visit", "E-1", "--outcome", "maed"), 2, "'maed'", "Did you mean made?"),
    (("visit", "E-1", "--outcome", "made", "--seen", "Wren Larking"), 3, "is not a child of family F-0001.", "P-0001 Wren Larkin"),
    (("visit", "E-1", "--outcome", "attempted", "--seen", "P-1"), 2, "Nobody was seen", "--outcome made"),
    (("contact", "E-1", "--how", "phon", "--outcome", "made"), 2, "'phon'", "Did you mean phone?"),
    (("note", "E-1", "--type", "Case Sumary", "--text", "x"), 3, "'Case Sumary' is not a note type", "Did you mean Case Summary"),
    (("note", "E-1", "--text", "x"), 2, "The type of note is missing.", "eh note-types"),
    (("note", "E-1", "--type", "Case Summary", "--text", "  "), 2, "The text of the note is empty.", "Type the text"),
    (("note", "E-1", "--type", "Case Summary", "--text", "x", "--child", "P-3"), 3, "'P-3' is not a child of E-0001.", "P-0001 Wren Larkin"),
    (("note", "E-1", "--type", "session", "--text", "Length: 1h"), 2, "7 headings; these are missing or empty: Purpose of visit; Who", "--draft"),
    (("assess", "E-1", "--form", "egnogram"), 3, "'egnogram' is not a form", "Did you mean Genogram?"),
    (("assess", "E-1", "--form", "eha", "--stage", "finalized"), 2, "'finalized'", "Did you mean finalised?"),
    (("assess", "E-1", "--form", "wishes-and-feelings"), 2, "is for one child at a time.", "--child: P-0001, P-0002"),
    (("star", "E-1", "--star", "family-star-plus", "--scores", "4,11"), 2, "run from 1 to 10; 11 is not one.", "--scores"),
    (("star", "E-1", "--star", "family-star-plus", "--scores", "4,x"), 2, "'4,x' is not a list of scores.", "--scores 4,5,7"),
    (("star", "E-1", "--star", "famly star"), 3, "'famly star' is not a star", "Family Star Plus"),
    (("consent", "E-1", "--from", "Sam Larkin"), 2, "How was consent given?", "--method signed"),
    (("consent", "E-1", "--from", "Sam Larkin", "--method", "silence"), 4, "No reply is not consent.", "--method signed"),
    (("consent", "E-1", "--from", "Tess Bell", "--method", "signed"), 3, "is not a child of family F-0001.", "P-0003 Sam Larkin"),
    (("close", "E-1", "--reason", "Refer to CSE", "--by", "jmay"), 3, "'Refer to CSE' is not a reason for closing", "Did you mean Refer to CSC"),
    (("close", "E-1"), 2, "missing", "--reason REASON"),
    (("worker", "add", "zx", "--name", "Zed", "--role", "key-wroker"), 3, "'key-wroker' is not a role", "Did you mean"),
    (("worker", "add", "zx", "--name", "Zed"), 2, "The role is missing.", "--role ROLE: manager, senior"),
    (("worker", "end", "aroy"), 4, "aroy still holds 1: E-0001.", "eh allocate"),
    (("team", "end", "tipton"), 4, "has 1 open episodes.", "tipton"),
    (("overdue", "--team", "tippton"), 3, "There is no team 'tippton'.", "Did you mean tipton?"),
    (("overdue", "--worker", "arroy"), 3, "There is no worker 'arroy'.", "Did you mean aroy"),
    (("procedure", "show", "sandwel"), 3, "sandwel", "sandwell"),
    (("procedure", "show", "sandwell", "inital-taf"), 3, "inital-taf", "Did you mean initial-taf"),
    (("procedure", "switch", "covid-20", "off", "--reason", "x", "--by", "jmay"), 3, "There is no switch 'covid-20'.", "Did you mean covid-19?"),
    (("tray", "worke"), 2, "'worke'", "Did you mean worker"),
    # References
    (("show", "E-99"), 3, "There is no episode E-0099.", "The last episode is E-0001."),
    (("show", "P-99"), 3, "There is no person P-0099.", "The last person is P-0003."),
    (("show", "F-99"), 3, "There is no family F-0099.", "The last family is F-0001."),
    (("show", "M-99"), 3, "There is no meeting M-0099.", "no meeting yet"),
    (("show", "L-99"), 3, "There is no letter L-0099.", "no letter yet"),
    (("show", "N-99"), 3, "There is no case note N-0099.", "no case note yet"),
    (("why", "T-999"), 3, "There is no task T-0999.", "The last task is T-"),
    (("why", "E-1"), 2, "'E-1' is not a reference that fits here.", "T-0001 (task)"),
    (("why",), 2, "Name a task or an episode.", "eh why T-..."),
    (("show", "Z-1"), 2, "'Z-1' is not a reference that fits here.", "E-0001 (episode)"),
    (("visit", "T-1", "--outcome", "made"), 2, "'T-1' is not a reference that fits here.", "E-0001 (episode)"),
    (("visit", "E-9", "--outcome", "made"), 3, "There is no episode E-0009.", "The last episode is E-0001."),
    (("visit", "E-0", "--outcome", "made"), 2, "'E-0' is not a reference", "E-0001 (episode)"),
    (("done", "T-999"), 3, "There is no task T-0999.", "The last task is"),
    (("pickup", "T-999"), 3, "There is no task T-0999.", "The last task is"),
    (("taf", "held", "M-9", "--attended", "aroy"), 3, "There is no meeting M-0009.", "no meeting yet"),
    (("letters", "posted", "L-9"), 3, "There is no letter L-0009.", "no letter yet"),
    (("timeline", "E-9"), 3, "There is no episode E-0009.", "The last episode is E-0001."),
    (("letter", "closur", "E-1"), 3, "There is no letter 'closur'.", "Did you mean closure or closure-summary?"),
    (("letter", "taf-invitation", "E-1"), 2, "the date of the meeting", "Record what is missing"),
    (("letter", "no-contact", "E-1", "--field", "colour=red"), 2, "'colour=red' fills nothing in.", "reply_by"),
    (("letter", "no-contact", "E-1", "--to", "Tess Bell"), 3, "'Tess Bell' is not of family F-0001.", "P-0003 Sam Larkin"),
    (("letter", "no-contact", "E-1", "--on", "tomorrow"), 2, "cannot be dated Thu 21 Jul 2016", "Leave --on out"),
    (("letter", "no-contact", "E-1", "--format", "odt"), 2, "'odt'", "docx"),
    (("letter", "no-contact", "E-1", "--field", "addressee_name=Al"), 2, "addressee_name comes from the record", "Correct"),
    # Commands and options
    (("vist", "E-1"), 2, "There is no command 'eh vist'.", "Did you mean visit"),
    (("taf", "hold"), 2, "There is no command 'eh taf hold'.", "Did you mean held"),
    (("wibble",), 2, "There is no command 'eh wibble'.", "See: eh --help"),
    (("visit", "E-1", "--outcom", "made"), 2, "No such option: --outcom", "--outcome"),
    (("visit",), 2, "Missing argument 'EPISODE'", "eh visit --help"),
    (("overdue", "extra"), 2, "extra", "eh overdue --help"),
    (("init", "--procedure", "sandwel", "--db", "other.db"), 3, "sandwel", "sandwell"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "says", "hint"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_what_cannot_be_used_is_said_in_a_sentence_with_a_next_step(allocated_once, refused, words, code, says, hint):
    refused(allocated_once, *words, code=code, says=says, hint=hint, today="2016-07-20")


@pytest.mark.parametrize("number", [number for number in range(0, len(WRONG), 12) if WRONG[number][0][0] != "init"])
def test_with_json_the_same_refusal_is_one_object_with_code_message_hint_and_rule(allocated_once, refused, number):
    words, code, says, hint = WRONG[number]
    refused(allocated_once, *words, code=code, says=says, hint=hint, today="2016-07-20", as_json=True)


@pytest.fixture(scope="module")
def allocated_once(_allocated, tmp_path_factory):
    """One record for every wrong command: each proves that it wrote nothing, so they may share it."""
    return _allocated.copy(tmp_path_factory.mktemp("wrong") / "home")


@pytest.mark.parametrize("typed", ["banana", "31/02/2016", "2016-13-01"])
def test_a_working_date_in_the_environment_that_cannot_be_read_stops_every_command(allocated_once, refused, typed):
    for words in (("overdue",), ("visit", "E-1", "--outcome", "made"), ("today",)):
        refused(allocated_once, *words, code=2, says=f"'{typed}'", hint="Type it as", today=typed)


# Forms


def test_a_form_that_is_not_there_is_named(eh, refused):
    refused(eh, "open-episode", "--from", "nowhere.toml", code=3, says="nowhere.toml", hint="Check the name")


@pytest.mark.parametrize(
    ("name", "text", "says", "hint"),
    [
        ("a.toml", 'team = "tipton"\ncolour = "red"\n', "a.toml: 'colour' is not on the form.", "eh open-episode --form"),
        ("b.toml", 'taem = "tipton"\n', "b.toml: 'taem' is not on the form.", "Did you mean team"),
        ("c.toml", 'team = "tipton"\n[[child]]\nname = "Ada"\nschool = "x"\n', "'school' is not asked of a child.", "--form"),
        ("d.toml", "team = [", "d.toml", "Mend that line"),
        ("e.json", '{"team": "tipton",', "e.json is not readable JSON", "--form"),
        ("f.json", '["team"]', "f.json is not a request form.", "--form"),
        ("g.json", '{"team": "tipton", "child": "Ada"}', "'child' must be a list of people.", "--form"),
        ("h.json", '{"team": "tipton", "child": [{"name": ["Ada"]}]}', "must be a text.", "--form"),
        ("i.json", '{"team": "tipton", "consent": "yes"}', "'consent' must be a table.", "--form"),
        ("j.toml", 'team = "tipton"\n[[child]]\nname = "Ada Bell"\nborn = "30/02/2014"\n', "'30/02/2014' does not exist", "Type it as"),
    ],
    ids=lambda value: value if isinstance(value, str) and value[1:2] == "." else "",
)  # fmt: skip
def test_a_form_that_cannot_be_used_names_the_file_and_the_place(eh, refused, tmp_path, name, text, says, hint):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    refused(eh, "open-episode", "--from", str(file), code=2, says=says, hint=hint)


def test_a_misspelt_consent_on_a_form_is_not_dropped_in_silence(eh, refused, tmp_path):
    file = tmp_path / "k.toml"
    child = '[[child]]\nname = "Ada Bell"\n[[parent]]\nname = "Tess Bell"\n'
    file.write_text(f'team = "tipton"\n{child}[consent]\nform = "Tess Bell"\n', encoding="utf-8")
    refused(eh, "open-episode", "--from", str(file), code=2, says="'form'", hint="from")


def test_a_form_that_is_no_text_at_all_is_refused(eh, refused, tmp_path):
    for name in ("scan.toml", "scan.json"):
        file = tmp_path / name
        file.write_bytes(b"\xff\xfe\x00\x01PNG\x89")
        refused(eh, "open-episode", "--from", str(file), code=2, says=name)


def test_a_folder_is_not_a_form(eh, refused, tmp_path):
    refused(eh, "open-episode", "--from", str(tmp_path), code=3, says=str(tmp_path))


# Nothing written


DRY = [
    ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F"),
    ("allocate", "E-1", "--by", "jmay", "--to", "bcole"),
    ("visit", "E-1", "--outcome", "made"),
    ("contact", "E-1", "--how", "phone", "--outcome", "attempted"),
    ("note", "E-1", "--type", "Case Summary", "--text", "Calmer."),
    ("assess", "E-1", "--form", "genogram"),
    ("star", "E-1", "--star", "family-star-plus", "--scores", "4,5"),
    ("consent", "E-1", "--from", "P-3", "--state", "withdrawn"),
    ("set-aside", "task:referrer-contacted", "--reason", "x", "--by", "jmay"),
    ("pickup", "task:referrer-contacted"),
    ("reassign", "task:referrer-contacted", "--to", "sdean"),
    ("done", "task:diversity-statement"),
    ("correct", "E-1", "allocated", "--on", "13/07/2016", "--reason", "x"),
    ("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Town hall"),
    ("letter", "no-contact", "E-1"),
    ("letter", "no-contact", "E-1", "--preview"),
    ("worker", "add", "zx", "--name", "Zed Xu", "--role", "senior", "--by", "jmay"),
    ("worker", "end", "bcole"),
    ("team", "add", "north", "--name", "North"),
    ("agency", "add", "okafor-primary", "--name", "Okafor Primary School"),
    ("procedure", "switch", "covid-19", "off", "--reason", "Ended", "--by", "jmay"),
    ("reason", "add", "Outcomes met", "--by", "jmay"),
]


@pytest.mark.parametrize("words", DRY, ids=" ".join)
def test_a_dry_run_says_what_it_would_record_and_writes_nothing(allocated_once, words):
    words = [allocated_once.task(word[5:]) if word.startswith("task:") else word for word in words]
    before = allocated_once.dump()
    said = allocated_once(*words, "--dry-run", today="2016-07-20")
    assert allocated_once.dump() == before
    assert "othing was written" in said.err
    assert not said.out or said.out.startswith("Would record: ") or "--preview" in words


def test_json_of_a_dry_run_says_so(allocated_once):
    told = allocated_once("visit", "E-1", "--outcome", "made", "--dry-run", "--json", today="2016-07-20").json()
    assert told["dry_run"] is True
    assert told["entry"] is None
    assert {each["duty"] for each in told["over"]} == {"initial-home-visit"}


def test_an_error_with_json_is_one_object_on_standard_error(allocated_once):
    told = allocated_once("taf", "schedule", "E-1", "--at", "2016-08-09", "--venue", "x", "--json", code=2)
    assert told.out == ""
    assert json.loads(told.err) == {
        "error": {
            "code": 2,
            "message": "At what time is the TAF?",
            "hint": "Add the time: --at '2026-12-08 14:00'",
            "rule": None,
        }
    }
    ask = ("frequency", "E-1", "--visits", "fortnightly", "--reason", "x", "--json")
    assert allocated_once(*ask, code=4).error()["rule"] == "COG lines 861-874 (COG-424)"


def test_two_children_of_one_request_are_not_one_child_twice(eh, refused):
    twice = ("--child", "Ada Bell; 2014-01-09; F", "--child", "Ada Bell; 09/01/2014; F")
    refused(eh, "open-episode", "--team", "tipton", *twice, code=2, says="Ada Bell")


# A closed episode


@pytest.fixture(scope="module")
def closed_once(_opened, tmp_path_factory):
    """E-0002, a single-agency case at Universal level, closed on Fri 15 Jul 2016; nothing of it is owed any more."""
    office = _opened.copy(tmp_path_factory.mktemp("closed") / "home")
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "universal")
    office(*ask, "--parent", "Tess Bell")
    office("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    office.today = "2016-07-15"
    office("close", "E-0002", "--reason", "Refer to CSC", "--by", "jmay")
    for duty in ("single-agency-letter", "single-agency-referrer"):
        office("set-aside", office.task(duty, "E-0002"), "--reason", "Told in person", "--by", "jmay")
    return office


@pytest.mark.parametrize(
    "words",
    [
        ("visit", "E-2", "--outcome", "made"),
        ("contact", "E-2", "--how", "phone", "--outcome", "made"),
        ("allocate", "E-2", "--by", "jmay", "--to", "bcole"),
        ("taf", "schedule", "E-2", "--at", "2016-08-09 14:00", "--venue", "x"),
        ("note", "E-2", "--type", "Case Summary", "--text", "x"),
        ("assess", "E-2", "--form", "genogram"),
        ("close", "E-2", "--reason", "Refer to CSC", "--by", "jmay"),
    ],
    ids=" ".join,
)
def test_nothing_is_added_to_a_closed_episode_after_its_last_day(closed_once, refused, words):
    hint = "eh open-episode --family F-0002"
    refused(closed_once, *words, code=4, says="E-0002 closed on Fri 15 Jul 2016.", hint=hint, today="2016-07-20")


def test_what_is_still_owed_in_a_closed_episode_can_be_done_there(_opened, tmp_path):
    """The letters of a single-agency case may follow its closing (TEH-094, TEH-096): until then it takes a record."""
    eh = _opened.copy(tmp_path / "home")
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "universal")
    eh(*ask, "--parent", "Tess Bell")
    eh("close", "E-0002", "--reason", "Refer to CSC", "--by", "jmay")
    owed = {"single-agency-letter", "single-agency-referrer"}
    assert owed <= eh.owed("E-0002").keys()
    eh("contact", "E-2", "--how", "phone", "--outcome", "made", "--party", "referrer", today="2016-07-20")
    assert eh("record", "rebuild").code == 0
    assert eh.owed("E-0002").keys() & owed == {"single-agency-letter"}
    assert eh("record", "check").code == 0


def test_a_contact_that_was_before_the_close_may_still_be_entered(closed_once):
    said = closed_once("visit", "E-2", "--outcome", "made", "--on", "14/07/2016", "--dry-run", today="2016-07-20").out
    assert said.startswith("Would record: Visit made on Thu 14 Jul 2016 for E-0002.")


def test_a_new_episode_may_be_opened_for_the_family_of_a_closed_one(closed_once, tmp_path):
    eh = closed_once.copy(tmp_path / "home")
    done = eh("open-episode", "--team", "tipton", "--child", "P-4", "--json", today="2016-07-20").json()
    assert (done["reference"], done["family"]) == ("E-0003", "F-0002")


# Found once, and not again


def test_a_manager_who_has_left_decides_nothing(allocated, refused):
    next_one = ("worker", "add", "next", "--name", "Nina West", "--role", "manager", "--team", "tipton")
    allocated(*next_one, "--by", "jmay")
    allocated("worker", "end", "jmay", "--on", "2016-07-12")
    aside = ("set-aside", allocated.task("referrer-contacted"), "--reason", "x", "--by", "jmay")
    refused(allocated, *aside, code=3, says="jmay left on", today="2016-07-20")


def test_two_workers_of_one_name_are_told_apart_by_login(eh, refused):
    eh("worker", "add", "aroy2", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton")
    refused(eh, "allocate", "E-1", "--to", "Ana Roy", "--by", "jmay", code=3, says="aroy2")


@pytest.mark.parametrize("option", ["--on", "--by"])
def test_an_option_that_is_given_and_empty_is_refused(allocated_once, refused, option):
    refused(allocated_once, "visit", "E-1", "--outcome", "made", option, "", code=2, says=option)


def test_a_task_that_is_named_twice_is_done_once(allocated):
    task = allocated.task("diversity-statement")
    allocated("done", task, task.lower())
    told = [each for each in allocated("timeline", "E-1", "--json").json() if each["kind"] == "form-recorded"]
    assert len(told) == 1


def test_a_reference_is_printed_in_full_however_it_was_typed(allocated):
    first, second = sorted(allocated.sql("SELECT task FROM worklist"))[:2]
    typed = [f"t-{int(ref[0][2:])}" for ref in (first, second)]
    assert allocated("pickup", typed[0], "--quiet").out == f"{first[0]}\n"
    assert allocated("pickup", typed[1], "--json").json()["reference"] == second[0]


def test_a_working_date_at_the_end_of_time_is_refused_in_a_sentence(allocated_once, refused):
    refused(allocated_once, "due", code=2, says="lies outside the bank holidays that are known", today="9999-12-31")


def test_a_time_that_does_not_exist_is_told_as_a_time(allocated_once, refused):
    ask = ("taf", "schedule", "E-1", "--venue", "x", "--at", "2016-08-30 26:00")
    refused(allocated_once, *ask, code=2, says="is not a time", hint="14:00")


def test_a_team_has_one_email_address_or_none_and_a_login_no_sign_that_is_not_seen(eh, refused):
    team = ("team", "add", "princes-end", "--name", "Princes End", "--by", "jmay")
    refused(eh, *team, "--email", "a@b.uk, c@d.uk", code=2, says="is not one email address")
    worker = ("worker", "add", "zx\x07", "--name", "Zed Xu", "--role", "key-worker", "--by", "jmay")
    refused(eh, *worker, code=2, says="is not a login")
