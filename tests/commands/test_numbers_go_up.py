"""Numbers only go up: what looks like a reference is found, what was cut off is not given out again, nor kept quiet."""

from __future__ import annotations

import shutil

import pytest

from ehcli.record.columns import COLUMNS

LOOKALIKES = [
    "E-00003",
    "E-3",
    "e-0003",
    "E-\u0663\u0663\u0663\u0663",
    "\uff25-0003",
    "E-0003 ",
    "E\u20110003",
    "E-000000001",
]
TABLES = {"E": "episode", "F": "family", "P": "person", "N": "case_note", "L": "letter", "T": "task"}


@pytest.fixture
def written(met):
    eh = met
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school.")
    eh("letter", "no-contact", "E-1", "--reply-by", "+5wd", "--format", "txt")
    return eh


def slipped_in(eh, letter: str, ref: str) -> None:
    """A row like the first of its table, with another reference."""
    columns = [each for each in COLUMNS[TABLES[letter]] if each != "ref"]
    named = ", ".join(f'"{each}"' for each in columns)
    values = named.replace('"key"', "\"key\" || 'x'")  # a task's is its own
    eh.sql(f"INSERT INTO {TABLES[letter]} (ref, {named}) SELECT ?, {values} FROM {TABLES[letter]} LIMIT 1", ref)


@pytest.mark.parametrize("ref", LOOKALIKES)
@pytest.mark.parametrize("letter", TABLES)
def test_what_looks_like_a_reference_is_named_and_moves_no_counter(written, letter, ref):
    eh, ref = (
        written,
        ref.replace("E", letter).replace("e", letter.lower()).replace("\uff25", chr(ord(letter) + 0xFEE0)),
    )
    counters = eh.sql("SELECT name, last FROM counter WHERE name <> 'entry' ORDER BY name")
    slipped_in(eh, letter, ref)
    (said, *_) = [each for each in eh("record", "check", "--json", code=1).json()["findings"] if f"'{ref}'" in each]
    assert "is written like a reference and is none" in said
    assert letter in "FP" or "E-0001 of F-0001" in said or (letter == "E" and "F-0001" in said)
    eh("record", "rebuild", code=None)
    assert eh.sql("SELECT name, last FROM counter WHERE name <> 'entry' ORDER BY name") == counters
    assert f"'{ref}'" in eh("record", "check", code=1).out
    opened = eh(
        "open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--new-person", "--json"
    ).json()
    assert opened["reference"] == "E-0002"


def cut_off(eh, entries: int, keep: tuple[str, ...] = ()) -> None:
    """The last entries of the journal taken out by hand, with all they wrote: other counters as they were."""
    guards = eh.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    last = eh.sql("SELECT max(id) FROM entry")[0][0] - entries
    eh.sql("PRAGMA foreign_keys = OFF")
    for name, _ in guards:
        eh.sql(f"DROP TRIGGER {name}")
    for table, columns in COLUMNS.items():
        if "entry" in columns and table != "undone":
            eh.sql(f"DELETE FROM {table} WHERE entry > {last}")
    eh.sql(f"DELETE FROM entry WHERE id > {last}")
    eh.sql(f"UPDATE counter SET last = {last} WHERE name = 'entry'")
    for _, sql in guards:
        eh.sql(sql)


def test_a_letter_whose_entry_was_cut_off_is_not_given_out_again_and_is_told_of_ever_after(written):
    eh = written
    cut_off(eh, 1)
    told = eh("record", "check", code=1).out
    assert "Up to L-0001 was given out, and the record has none after 0" in told
    assert "L-0001" in eh("backup", code=5).err
    eh("record", "rebuild")
    told = eh("record", "check", code=1).out
    assert "says that the record had lost what was given out up to" in told and "L-0001" in told
    assert "L-0001" in eh("audit", "show", user="jmay").out
    eh("backup")
    letter = eh("letter", "no-contact", "E-1", "--reply-by", "+5wd", "--format", "txt", "--json").json()
    assert letter["reference"] == "L-0002"
    eh("record", "rebuild")
    assert eh("record", "check", "--json", code=1).json()["findings"][0].startswith("Entry ")


def test_where_the_counter_was_set_back_too_a_file_of_the_letter_and_a_backup_still_tell(written):
    eh = written
    cut_off(eh, 1)
    eh.sql("UPDATE counter SET last = 0 WHERE name = 'L'")
    eh("record", "rebuild", code=None)
    letter = eh("letter", "no-contact", "E-1", "--reply-by", "+5wd", "--format", "txt", "--json").json()
    assert letter["reference"] == "L-0002", "the file of L-0001 lies in the folder of letters"


def test_a_backup_that_holds_more_than_the_record_counts(written):
    eh = written
    eh("backup")
    shutil.rmtree(eh.home / "letters")
    cut_off(eh, 1)
    eh.sql("UPDATE counter SET last = 0 WHERE name = 'L'")
    told = eh("record", "check", code=1).out
    assert "L-0001 was given out, and the record has none after L-0000" in told
    eh("record", "rebuild")
    letter = eh("letter", "no-contact", "E-1", "--reply-by", "+5wd", "--format", "txt", "--json").json()
    assert letter["reference"] == "L-0002"


@pytest.mark.parametrize(
    "at", ["zzz", "", "12345", "2026-11-29 18:00", "2099-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_time_of_recording_that_is_none_is_found_with_its_family_and_stops_no_screen(written, at):
    eh = written
    entry = eh.sql("SELECT max(entry) FROM fact")[0][0]
    eh.sql("DROP TRIGGER entry_no_update")
    eh.sql("UPDATE entry SET recorded_at = ? WHERE id = ?", at, entry)
    found = [each for each in eh("record", "check", "--json", code=1).json()["findings"] if "recorded at" in each]
    assert any(f"Entry {entry} says that it was recorded at" in each and "E-0001 of F-0001" in each for each in found)
    for words in (
        ("history", "E-1"),
        ("timeline", "E-1"),
        ("show", "E-1"),
        ("audit", "show", "--by", "abell"),
        ("overdue",),
    ):
        assert "eh failed" not in eh(*words, code=None).err


EDITS = {
    "an address": "UPDATE address SET postcode = 'DY4 0AA' WHERE number = 1",
    "a place in a family": "DELETE FROM member WHERE number = 1",
    "a restriction": "UPDATE restriction SET until = '2016-01-01'",
    "a flag": "UPDATE family_flag SET until = '2016-01-01'",
    "a name": "UPDATE person_details SET name = 'Nobody' WHERE number = 1",
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_of_what_stands_beside_the_facts_names_the_family(written, what):
    eh = written
    eh("family", "restrict", "P-0003", "P-0002", "--because", "Court order")
    eh("family", "flag", "F-0001", "--because", "Ask first")
    table = EDITS[what].replace("DELETE FROM", "UPDATE").split()[1]
    for act in ("update", "delete"):
        eh.sql(f"DROP TRIGGER {table}_no_{act}")
    eh.sql(EDITS[what])
    (said,) = [
        each for each in eh("record", "check", "--json", code=1).json()["findings"] if "chain of entries" in each
    ]
    assert "F-0001" in said


def test_a_move_that_the_journal_knows_nothing_of_leads_nobody_elsewhere(written):
    eh = written
    eh.sql("INSERT INTO about VALUES ('moved', 'postgresql://x/y')")
    assert "postgresql://x/y" not in eh("overdue").err + eh("visit", "E-1", "--outcome", "made").err
    told = eh("record", "check", code=1).out
    assert "says of itself that it was moved to 'postgresql://x/y', and its journal says nothing of it" in told
    eh("record", "rebuild")
    assert eh("record", "check", "--json").json()["findings"] == []
