"""What is owed after closing, with the record on a server: kept through a rebuild, checked, and met there."""

from __future__ import annotations

OPENED, CALLED = "2026-06-08", "2026-09-08"
FAMILY = (
    *("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin"),
    *("--level", "level-2", "--route", "spa"),
)


def test_a_family_is_followed_up_in_the_episode_that_was_closed(bare):
    """HAR-155 on PostgreSQL; the same from SQLite is in tests/commands/test_haringey.py."""
    bare("init", "--procedure", "haringey", "--team", "tipton", "--role", "service-manager", today=OPENED)
    bare("reason", "add", "Moved away", today=OPENED)
    bare("open-episode", "--team", "tipton", *FAMILY, today=OPENED)
    owed = [each["task"] for each in bare.owed(today=OPENED).values()]
    bare("set-aside", *owed, "--reason", "Moved away", today=OPENED)
    bare("assess", "E-0001", "--form", "closure-review", today=OPENED)
    bare("close", "E-0001", "--reason", "Moved away", today=OPENED)
    due = {each["duty"]: each["due"] for each in bare("due", "--within", "300d", "--json", today=OPENED).json()}
    assert due["three-month-call"] == CALLED
    bare("record", "rebuild", today=OPENED)
    assert "no findings" in bare("record", "check", today=OPENED).out
    call = bare.task("three-month-call", today=CALLED)
    bare("contact", "E-0001", "--how", "phone", "--outcome", "attempted", today=CALLED)
    bare("done", call, today=CALLED)
    assert bare("why", call, "--json", today=CALLED).json()["status"] == "met"
    would = bare("procedure", "what-if", "nottinghamshire", "--json", today=CALLED).json()
    assert {each["what"] for each in would} == {"ends"}
