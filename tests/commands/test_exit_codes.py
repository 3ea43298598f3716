"""The exit codes that scripts rely on: 0, 1, 2, 3, 4, 5; 130 is tested at a terminal."""

from __future__ import annotations

import pytest

from tests.offices import PATIENCE


def test_0_is_done(eh):
    eh("show", "E-1", code=0)
    eh("find", "nobody-of-this-name", code=0)
    eh("overdue", code=0)
    eh("--version", code=0)
    eh("--help", code=0)


def test_overdue_exits_with_1_only_when_asked_to_and_something_is_overdue(allocated):
    assert allocated("overdue", today="2016-07-27", code=0).out
    assert allocated("overdue", "--exit-code", today="2016-07-27", code=1).out
    assert allocated("overdue", "--exit-code", "--json", today="2016-07-27", code=1).json()
    told = allocated("overdue", "--exit-code", today="2016-07-12", code=0)
    assert told.out == ""
    assert told.err == "Nothing is overdue on Tue 12 Jul 2016.\n"


def test_night_exits_with_1_for_overdue_and_0_for_none_and_5_without_a_record(allocated, bare, tmp_path):
    allocated("night", "--out", str(tmp_path / "a"), today="2016-07-12", code=0)
    allocated("night", "--out", str(tmp_path / "b"), today="2016-07-27", code=1)
    bare.home = tmp_path / "nothing"
    bare("night", "--out", str(tmp_path / "c"), code=5)
    assert not (tmp_path / "c").exists()


def test_record_check_exits_with_0_for_no_findings(allocated):
    assert allocated("record", "check", code=0).out == "1 open episodes; no findings.\n"


def test_2_is_wrong_usage(eh):
    eh("visit", "E-1", code=2)
    eh("no-such-command", code=2)
    eh("overdue", "--no-such-option", code=2)


def test_3_is_not_found(eh):
    eh("show", "E-99", code=3)


def test_4_is_refused_by_a_rule_or_a_role(allocated):
    told = allocated("frequency", "E-1", "--visits", "fortnightly", "--reason", "x", code=4)
    assert told.err.splitlines() == [
        "abell (business-support) may not agree how often a family is visited: manager may.",
        "Rule: COG lines 861-874 (COG-424)",
        "If one of them decided it, record that with: --by LOGIN",
    ]


@pytest.mark.parametrize("words", [("procedure", "show", "sandwell", "--json"), ("show", "E-1", "--json"), ("--help",)])
def test_a_pipe_that_closes_early_is_no_error(allocated, words):
    """What is longer than a pipe holds is met in the midst of it, what is shorter at the end."""
    process = allocated.start(*words)
    process.stdout.read(10)
    process.stdout.close()
    told = process.stderr.read()
    code = process.wait(timeout=PATIENCE)
    process.stderr.close()
    assert (code, told) == (0, b"")
