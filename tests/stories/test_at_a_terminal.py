"""Asking at a real terminal, and saying nothing where there is none."""

from __future__ import annotations

import shlex
import signal
import sys
import time

import pytest

from tests.offices import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

BELL = (
    "tipton",
    "Ada Bell; 09/01/2014; F",
    "Joe Bell; 03/05/2009; M",
    "",  # no more children
    "Tess Bell",
    "",  # no more parents
    "2 Mill Lane; Tipton; dy49jb",
    "0121 496 0123",
    "11/07/2016 10:15",
    "Okafor Primary School",
    "",  # the level offered
    "Tess Bell",
    "",  # today
    "signed",
    "aroyy",  # nobody: asked again
    "aroy, scsp",
)


def test_an_episode_is_opened_by_answering_questions(eh, typed):
    code, shown = typed(eh, "open-episode", answers=BELL, NO_COLOR="1")
    assert code == 0, shown
    assert "Opened E-0002 for family F-0002." in shown
    told = eh("show", "E-0002", "--json").json()
    assert (told["team"], told["level"], told["referrer"]) == ("tipton", "targeted", "Okafor Primary School")
    assert [(each["name"], each["born"], each["role"]) for each in told["people"]] == [
        ("Ada Bell", "2014-01-09", "child"),
        ("Joe Bell", "2009-05-03", "child"),
        ("Tess Bell", None, "parent"),
    ]
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert (facts["referral-received"]["on"], facts["referral-received"]["at"]) == ("2016-07-11", "10:15")
    assert (facts["consent-recorded"]["person"], facts["consent-recorded"]["method"]) == ("P-0006", "signed")
    assert eh("show", "P-0006", "--json").json()["address"] == "2 Mill Lane, Tipton, DY4 9JB"
    assert eh("show", "P-0006", "--json").json()["phone"] == "0121 496 0123"


def test_an_answer_that_cannot_be_used_is_asked_for_again(eh, typed):
    wrong = ("tippton", "tipton", "Ada Bell; 31/02/2014; F", *BELL[1:])
    code, shown = typed(eh, "open-episode", answers=wrong, NO_COLOR="1")
    assert code == 0, shown
    assert "There is no team 'tippton'." in shown
    assert "Did you mean tipton?" in shown
    assert "'31/02/2014' does not exist in the calendar." in shown
    assert eh("show", "E-0002", "--json").json()["people"][0]["born"] == "2014-01-09"


def test_nothing_is_answered_for_whoever_is_asked_how_consent_was_given(eh, typed):
    place = BELL.index("signed")
    said = ("", "no idea", "verbal")  # Enter asserts nothing
    code, shown = typed(eh, "open-episode", answers=(*BELL[:place], *said, "aroy"), NO_COLOR="1")
    assert code == 0, shown
    assert shown.count("How was consent given (signed, verbal, electronic, other): ") == 3
    facts = {each["kind"]: each for each in eh("timeline", "E-0002", "--json").json()}
    assert facts["consent-recorded"]["method"] == "verbal"


def test_consent_without_a_method_is_asked_at_a_terminal(eh, typed):
    code, shown = typed(eh, "consent", "E-0001", "--from", "P-0003", answers=("electronic",), NO_COLOR="1")
    assert code == 0, shown
    ask = ("open-episode", "--team", "tipton", "--child", "Ada Bell", "--parent", "Tess Bell")
    code, shown = typed(eh, *ask, "--consent-from", "Tess Bell", answers=("verbal",), NO_COLOR="1")
    assert code == 0, shown
    told = [eh("timeline", episode, "--json").json() for episode in ("E-0001", "E-0002")]
    assert [[each["method"] for each in facts if each["kind"] == "consent-recorded"] for facts in told] == [
        ["signed", "electronic"],
        ["verbal"],
    ]
    before = eh.dump()
    code, shown = typed(eh, "consent", "E-0001", "--from", "P-0003", "--no-input")
    assert code == 2
    assert "How was consent given?" in shown
    code, shown = typed(eh, "consent", "E-0001", "--from", "P-0003", answers=("no reply",), NO_COLOR="1")
    assert code == 4
    assert "No reply is not consent." in shown
    assert eh.dump() == before


def test_what_cannot_be_a_name_an_address_or_a_referrer_is_asked_for_again(eh, typed):
    wrong = (
        "tipton",
        "Ada Bell 09/01/2014 F",  # semicolons forgotten
        *BELL[1:6],
        "2 Mill Lane, Tipton, DY4 OJB",
        "2 Mill Lane, Tipton, DY4 0JB",
        "0121 496 0123",
        "11/07/2016 10:15",
        "07/09/2016 09:40",  # one question out of step
        *BELL[9:],
    )
    code, shown = typed(eh, "open-episode", answers=wrong, NO_COLOR="1")
    assert code == 0, shown
    assert "Type it as 'Ada Bell; 09/01/2014; F', with semicolons between." in shown
    assert "Note: no postcode that can be read: DY4 OJB - DY4 0JB?" in shown
    assert "'07/09/2016 09:40' is a date, and not who referred." in shown
    told = eh("show", "E-0002", "--json").json()
    assert (told["people"][0]["name"], told["referrer"]) == ("Ada Bell", "Okafor Primary School")
    assert eh("show", "P-0006", "--json").json()["address"] == "2 Mill Lane, Tipton, DY4 0JB"


def test_an_address_that_was_questioned_is_kept_where_somebody_says_so(eh, typed):
    place = BELL.index("2 Mill Lane; Tipton; dy49jb")
    answers = (*BELL[:place], "2 Mill Lane, Tipton, DY4 OJB", "", *BELL[place + 1 :])
    code, shown = typed(eh, "open-episode", answers=answers, NO_COLOR="1")
    assert code == 0, shown
    assert eh("show", "P-0006", "--json").json()["address"] == "2 Mill Lane, Tipton, DY4 OJB"


def test_ctrl_c_during_the_questions_records_nothing_and_exits_with_130(eh, typed):
    before = eh.dump()
    code, shown = typed(eh, "open-episode", answers=BELL[:2], interrupt_after="another, or Enter")
    assert code == 130, shown
    assert "Traceback" not in shown
    assert eh.dump() == before


def test_ctrl_c_says_that_nothing_was_recorded(eh, typed):
    _, shown = typed(eh, "open-episode", interrupt_after="Team (")
    assert "Interrupted: nothing was recorded." in shown


def test_the_end_of_input_at_a_question_records_nothing(eh, typed):
    before = eh.dump()
    code, shown = typed(eh, "open-episode", answers=("tipton", "\x04"))
    assert code in (1, 2), shown
    assert "Traceback" not in shown
    assert eh.dump() == before


def test_no_input_asks_nothing_even_at_a_terminal(eh, typed):
    code, shown = typed(eh, "open-episode", "--no-input")
    assert code == 2
    assert "The team is missing." in shown
    code, shown = typed(eh, "allocate", "E-0001", "--no-input")
    assert code == 2
    assert "Add --to WORKER" in shown


def test_allocate_asks_for_the_worker_at_a_terminal(eh, typed):
    code, shown = typed(eh, "allocate", "E-0001", "--by", "jmay", answers=("aroy",), NO_COLOR="1")
    assert code == 0, shown
    assert eh("show", "E-0001", "--json").json()["worker"] == "aroy"


def test_the_editor_opens_with_the_headings_of_the_note_type(allocated, tmp_path, typed):
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "asked = file.read_text(encoding='utf-8')\n"
        "pathlib.Path(sys.argv[0]).with_name('asked.txt').write_text(asked, encoding='utf-8')\n"
        "file.write_text('\\n'.join(line + '\\nNone' for line in asked.splitlines() if line), encoding='utf-8')\n",
        encoding="utf-8",
    )
    ask = ("note", "E-0001", "--type", "session")
    code, shown = typed(allocated, *ask, VISUAL=shlex.join([sys.executable, str(editor)]), NO_COLOR="1")
    assert code == 0, shown
    headings = [line for line in (tmp_path / "asked.txt").read_text(encoding="utf-8").splitlines() if line]
    assert headings == [
        *("Purpose of visit", "Who was Present?", "Length", "What Happened?", "Child's voice", "Outcome", "Actions"),
    ]
    assert allocated("show", "N-0001", "--json").json()["text"].startswith("Purpose of visit\nNone\nWho was Present?")


def test_an_editor_that_fails_writes_nothing(allocated, typed):
    before = allocated.dump()
    code, shown = typed(allocated, "note", "E-0001", "--type", "Case Summary", VISUAL="no-such-editor-here")
    assert code == 2, shown
    assert "The editor 'no-such-editor-here' could not be used." in shown
    assert allocated.dump() == before


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("open-episode",), "The team is missing."),
        (("open-episode", "--team", "tipton"), "An episode is about at least one child."),
        (("allocate", "E-0001"), "--to WORKER"),
        (("close", "E-0001"), "--reason REASON"),
        (("note", "E-0001", "--type", "Case Summary"), "The text of the note is missing."),
        (("taf", "schedule", "E-0001"), "--at"),
        (("visit", "E-0001"), "--outcome"),
        (("consent", "E-0001"), "--from"),
        (("star", "E-0001"), "--star"),
        (("assess", "E-0001"), "--form"),
        (("worker", "add", "zx"), "--name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_missing_words_without_a_terminal_are_an_error_and_never_a_wait(eh, refused, command, says):
    refused(eh, *command, code=2, says=says)


def test_missing_words_do_not_wait_for_a_pipe_that_stays_open_either(eh):
    process = eh.start("open-episode", stdin=-1)
    try:
        assert process.wait(timeout=PATIENCE) == 2
    finally:
        process.kill()
        process.communicate()


def left_in(pipe) -> int:
    """How many bytes of a pipe nobody has read yet."""
    import array
    import fcntl
    import termios

    found = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, found)
    return found[0]


def test_sigint_exits_with_130_without_a_traceback(eh):
    process = eh.start("note", "E-0001", "--type", "Case Summary", "-", stdin=-1)
    try:
        process.stdin.write(b"Half a note\n")
        process.stdin.flush()
        until = time.monotonic() + PATIENCE
        while left_in(process.stdin):  # what was typed is read: now it waits for the rest
            assert time.monotonic() < until, "it reads nothing"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130
        said = process.stderr.read().decode()
        assert "Traceback" not in said
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120, 250])
def test_no_date_reference_or_word_of_a_list_is_cut_on_a_screen_of_any_width(allocated, typed, columns):
    late = allocated("due", "--within", "200d", "--json").json()
    assert len(late) > 5
    code, shown = typed(allocated, "due", "--within", "200d", "--by", "date", columns=columns, NO_COLOR="1")
    assert code == 0, shown
    words = " ".join(shown.split())
    for row in allocated("due", "--within", "200d").out.splitlines()[1:]:
        task, due, *_ = row.split("\t")
        assert task in words
        assert due in words
    if columns <= 80:  # each row is a line of its own with its words below it, in one piece
        assert all(each["title"] in words for each in late)
    assert not [line for line in shown.splitlines() if len(line) > columns]


def test_what_is_longer_than_the_screen_goes_on_between_words(allocated, typed):
    task = allocated.task("initial-home-visit")
    code, shown = typed(allocated, "why", task, columns=60, NO_COLOR="1")
    assert code == 0, shown
    assert not [line for line in shown.splitlines() if len(line) > 60]
    assert " ".join(shown.split()) == " ".join(allocated("why", task).out.split())
