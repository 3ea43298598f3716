"""A procedure that a team is to take up, with the record on a server: the day before, the day, the day after."""

from __future__ import annotations

DAYS = BEFORE, THE_DAY, AFTER = "2016-07-31", "2016-08-01", "2016-08-02"
ADOPT = ("procedure", "adopt", "sandwell-teh", "--team", "tipton", "--running", "--reason", "Agreed", "--by", "jmay")


def test_what_is_running_moves_on_the_first_day_is_named_and_comes_back(bare):
    """The same from SQLite is in tests/commands/test_adopting.py."""
    bare("init", "--team", "tipton")
    bare("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton")
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton")
    family = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--level", "targeted")
    bare("open-episode", "--team", "tipton", *family)
    bare("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    lists = [("due", "--within", "90wd", "--json"), ("overdue", "--json"), ("show", "E-0001", "--json")]
    before = {day: [bare(*each, today=day).out for each in lists] for day in DAYS}
    assert "lies before today" in bare(*ADOPT, "--from", "2016-07-01", code=2).err
    would = bare(*ADOPT, "--from", THE_DAY, "--dry-run", "--json").json()["changes"]
    assert bare(*ADOPT, "--from", THE_DAY, "--json").json()["changes"] == would
    assert would["moves"]
    due = {day: bare.owed(today=day)["initial-taf"]["due"] for day in DAYS}
    assert due == {BEFORE: "2016-08-09", THE_DAY: "2016-08-23", AFTER: "2016-08-23"}
    for day, follows in ((BEFORE, "sandwell 1.0"), (THE_DAY, "sandwell-teh 1.0"), (AFTER, "sandwell-teh 1.0")):
        assert bare("team", "show", "tipton", "--json", today=day).json()["procedure"] == follows
        assert "no findings" in bare("record", "check", today=day).out
    assert "sandwell-teh from Mon 1 Aug 2016" in bare("history", "tipton").out
    back = bare("undo", "--yes", "--dry-run", "--json", today=AFTER).json()["changes"]
    assert back["moves"] == would["moves"]
    bare("undo", "--yes", today=AFTER)
    assert {day: [bare(*each, today=day).out for each in lists] for day in DAYS} == before
