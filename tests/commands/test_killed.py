"""Killed at any moment of a write, the record is whole: either all of the command is in it or nothing."""

from __future__ import annotations

import random
import sys
import time

import pytest

TIMES = 15


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_write_that_is_killed_at_a_random_moment_leaves_a_whole_record(allocated):
    eh = allocated
    chance = random.Random(1)
    began = time.monotonic()
    eh("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Town hall")
    whole = time.monotonic() - began
    killed = 0
    for number in range(TIMES):
        # Most of a write is starting up: the moments that matter are in its last third.
        process = eh.start("note", "E-1", "--type", "Early Help Note", "--text", f"Note {number}", "--significant")
        try:
            process.wait(timeout=whole * chance.uniform(0.5, 1.05))
        except Exception:
            process.kill()
            killed += 1
        process.communicate()
        told = eh("record", "check", "--json", code=0).json()
        assert told == {"findings": [], "episodes": 1}
    assert killed, "nothing was ever killed: the test proves nothing"
    notes = [each for each in eh("timeline", "E-1", "--json").json() if each["kind"] == "note-written"]
    kept = eh.sql("SELECT ref FROM case_note ORDER BY ref")
    assert [each["note"] for each in notes] == [row[0] for row in kept], "a note and its fact come together"
    entries = [row[0] for row in eh.sql("SELECT id FROM entry ORDER BY id")]
    assert entries == list(range(1, len(entries) + 1)), "no number is lost or used twice"
    eh("note", "E-1", "--type", "Early Help Note", "--text", "After it all")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_letter_that_is_killed_is_not_in_the_record_without_its_file(allocated):
    eh = allocated
    chance = random.Random(2)
    began = time.monotonic()
    eh("letter", "no-contact", "E-1")
    whole = time.monotonic() - began
    for _ in range(5):
        process = eh.start("letter", "no-contact", "E-1", "--afresh")
        try:
            process.wait(timeout=whole * chance.uniform(0.6, 1.0))
        except Exception:
            process.kill()
        process.communicate()
        for each in eh("letters", "list", "--json").json():
            from pathlib import Path

            assert Path(each["file"]).is_file()
        assert eh("record", "check", "--json", code=0).json()["findings"] == []
