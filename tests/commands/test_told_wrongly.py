"""One entry that nobody can work out, or that eh would have refused, stops nobody else: it is named, and found again.

The entries are made by somebody with the file in their hands, with a seal that fits: the chain is whole.
"""

from __future__ import annotations

import sqlite3

import pytest

from tests.forged import fact, in_file
from tests.wrongs import MADE, TODAY, WRONG, everything_goes_on


@pytest.fixture
def two(allocated):
    """A record with two families: what is told wrongly is of the second."""
    allocated("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell")
    return allocated


@pytest.mark.parametrize("what", WRONG)
def test_one_entry_that_nobody_can_work_out_stops_nobody_else(two, tmp_path, what):
    statements, said = WRONG[what]
    entry = in_file(two.record, *statements, by="abell")
    everything_goes_on(two, entry, said, tmp_path)


def test_what_cannot_be_worked_out_is_put_right_as_the_finding_says(two):
    entry = in_file(two.record, fact("contacted", "2031-05-05", MADE, episode="E-0002"), by="abell")
    said = two("record", "check", code=1).out
    how = f"eh correct E-0002 contacted --entry {entry} --on DATE --reason TEXT"
    assert how in said
    two("correct", "E-0002", "contacted", "--entry", str(entry), "--on", "today", "--reason", "Slip")
    assert two("record", "check", "--json").json()["findings"] == []


def test_a_family_whose_tasks_were_taken_away_is_named_by_the_lists_of_a_day(two):
    """Somebody told what cannot be worked out, and emptied what was owed."""
    in_file(two.record, fact("contacted", TODAY, "[", episode="E-0002"), by="abell")
    two.sql("DELETE FROM worklist WHERE episode = 'E-0002'")
    for words in (("overdue",), ("today",), ("overdue", "--json")):
        assert "open, and nothing is owed of it: E-0002 (F-0002)" in two(*words).err


# What eh would have refused


def found(eh) -> str:
    return "\n".join(eh("record", "check", "--json", code=1).json()["findings"])


def test_a_day_to_come_is_found(two):
    """As a correction of what somebody else told: the family would sleep until then."""
    ((number, details),) = two.sql("SELECT id, details FROM fact WHERE kind = 'episode-opened' AND episode = 'E-0002'")
    entry = in_file(
        two.record, fact("episode-opened", "2029-01-01", details, episode="E-0002", more=str(number)), by="bcole"
    )
    two("record", "rebuild")
    assert f"E-0002 of F-0002: entry {entry} (edit, by bcole) tells of 2029-01-01, which is to come." in found(two)


RESTRICT = """INSERT INTO restriction VALUES (2, {{e}}, '{}', '{}', '{}', 'x', '2016-07-01', '2016-07-02')"""
NEXT = "UPDATE counter SET last = 2 WHERE name = 'restriction'"


@pytest.mark.parametrize(("family", "people"), [("F-0002", ("P-0001", "P-0003")), ("F-0001", ("P-0003", "P-0001"))])
def test_a_restriction_that_somebody_lifted_without_the_right_is_found(two, family, people):
    two("family", "restrict", "P-0003", "P-0001", "--because", "Court order")
    entry = in_file(two.record, NEXT, RESTRICT.format(family, *people), by="bcole")
    said = found(two)
    assert f"{family}: entry {entry} ended what keeps P-0001 and P-0003 safe, and bcole may not." in said
    assert ("is the family of neither" in said) == (family == "F-0002")
    two("family", "restrict", "P-0003", "P-0001", "--because", "Court order")
    assert two("record", "check", "--json").json()["findings"] == []
    two("family", "restrict", "P-0003", "P-0001", "--lift", "--by", "jmay")
    assert two("record", "check", "--json").json()["findings"] == []


def test_undoing_ends_no_restriction_without_the_right(two):
    two("family", "restrict", "P-0003", "P-0001", "--because", "Court order")
    assert "may not release a letter" in two("undo", code=4).err
    ((entry,),) = two.sql("SELECT max(id) FROM entry")
    made = in_file(two.record, f"INSERT INTO undone VALUES ({entry}, {{e}})", by="abell", command="undo")
    said = found(two)
    assert f"F-0001: entry {made} undid entry {entry}, which keeps P-0001 and P-0003 safe, and abell may not" in said
    two("family", "restrict", "P-0003", "P-0001", "--because", "Court order")
    two("undo", "--by", "jmay")
    assert two("record", "check", "--json").json()["findings"] == []


def test_undoing_what_lifted_a_restriction_takes_no_right(two):
    two("family", "flag", "F-0001", "--because", "Ask first")
    two("family", "flag", "F-0001", "--lift", "--by", "jmay")
    two("undo")
    assert "need a second person" in two("family", "show", "F-0001").out


def test_an_opening_that_was_undone_under_the_work_of_others_is_found(two):
    ((entry,),) = two.sql("SELECT entry FROM episode WHERE ref = 'E-0001'")
    made = in_file(two.record, f"INSERT INTO undone VALUES ({entry}, {{e}})", by="abell", command="undo")
    two("record", "rebuild")
    said = found(two)
    assert f"E-0001 of F-0001: entry {made}, by abell, undid entry {entry}" in said
    assert "E-0001 of F-0001 is out of sight since then" in said
    assert "Backed up" in two("backup").out


def test_an_entry_that_somebody_else_undid_is_found(two):
    ((entry,),) = two.sql("SELECT max(id) FROM entry")
    made = in_file(two.record, f"INSERT INTO undone VALUES ({entry}, {{e}})", by="bcole", command="undo")
    two("record", "rebuild")
    assert f"Entry {made}, by bcole, undid entry {entry} (open-episode), which abell recorded." in found(two)


def test_a_role_that_was_given_back_by_undoing_is_found(two):
    two("worker", "add", "old", "--name", "Olive Doyle", "--role", "manager", "--team", "tipton", "--by", "jmay")
    two("worker", "end", "old", "--on", TODAY, "--by", "jmay")
    assert "may not" in two("undo", code=4).err
    ((entry,),) = two.sql("SELECT max(id) FROM entry")
    made = in_file(two.record, f"INSERT INTO undone VALUES ({entry}, {{e}})", by="abell", command="undo")
    assert f"Entry {made} gave old a role back by undoing entry {entry}, and abell may not." in found(two)
    two("worker", "end", "old", "--on", TODAY, "--by", "jmay")
    assert two("record", "check", "--json").json()["findings"] == []


def test_an_open_episode_of_which_everything_was_taken_back_is_found_and_told_of_each_day(two):
    connection = sqlite3.connect(two.record)
    facts = [row[0] for row in connection.execute("SELECT id FROM fact WHERE episode = 'E-0002' ORDER BY id")]
    connection.close()
    taken = [
        fact("withdrawn", TODAY, "{}", episode="E-0002", more=str(each)).replace("{f}", f"({{f}} + {n})", 1)
        for n, each in enumerate(facts)
    ]
    entry = in_file(two.record, *taken, by="abell", command="correct")
    two("record", "rebuild")
    assert f"E-0002 of F-0002 is open, and nothing tells that it was opened: entry {entry}, by abell" in found(two)
    assert "open, and nothing is owed of it: E-0002 (F-0002)" in two("today").err
