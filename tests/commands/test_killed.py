"""Killed at any moment of a write, the record is whole: either all of the command is in it or nothing.

EH_COMMANDS says in how many write commands: 30, and 1,000 in a nightly run.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from tests.offices import killed
from tests.proofs import found
from tests.writers import many, nothing_half_done, person, reported_is_there, said


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_two_people_write_and_are_killed_at_random_moments_and_nothing_is_lost_or_half_done(allocated):
    eh, chance = allocated, random.Random(1)
    told, kills = [], 0
    while len(told) < many("EH_COMMANDS", 30):
        writing = [person(eh, f"life{kills}{name}", 10_000) for name in ("one", "other")]
        begun = [writer.stdout.readline() for writer in writing]  # from here on every moment is one of a write
        for writer, first in zip(writing, begun, strict=True):
            time.sleep(chance.uniform(0.02, 1.2))
            writer.kill()
            kills += 1
            told += said(first + writer.communicate()[0])
            nothing_half_done(eh)
        assert eh("audit", "verify").code == 0, "the chain is whole"
    for command, text, code, _, message in told:
        assert code in (0, 5), (command, text, message)
        assert code != 5 or " is busy" in message, message
    reported_is_there(eh, told)
    written = eh.sql("SELECT count(*) FROM case_note")[0][0]
    reported = sum(1 for line in told if line[0] == "note" and line[2] == 0)
    assert reported <= written <= reported + kills, "beyond what was reported, at most the commands that were killed"
    assert eh("record", "check", "--json").json()["findings"] == []
    eh("note", "E-1", "--type", "Early Help Note", "--text", "After it all")
    said_more = f"{kills} kills; {reported} notes reported, {written} there"
    found("killed at any moment of a write", tries=len(told), of="commands", more=said_more)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_letter_that_is_killed_is_not_in_the_record_without_its_file(allocated):
    eh = allocated
    took = eh.timed("letter", "no-contact", "E-1")
    for _ in killed(lambda: eh.start("letter", "no-contact", "E-1", "--afresh"), took, random.Random(2), 6):
        for each in eh("letters", "list", "--json").json():
            assert Path(each["file"]).is_file()
        assert eh("record", "check", "--json", code=0).json()["findings"] == []
