"""A fault of eh's own: a reference, a log line that says where, and no name of a family in either."""

from __future__ import annotations

import re

FAMILY_NAMES = ("Larkin", "Wren", "Kit", "Sam")


def broken(eh) -> None:
    """Puts something into the worklist that no list can read, with a name in it: a fault nobody foresaw."""
    eh.sql("""UPDATE worklist SET children = '[{"person": "P-0001", "name": "Wren Larkin'""")


def test_neither_the_log_nor_the_screen_holds_a_name_after_a_fault(allocated):
    broken(allocated)
    for words in (("overdue",), ("today",), ("show", "E-1")):
        before = allocated.dump()
        told = allocated(*words, code=5, today="2016-07-27")
        assert allocated.dump() == before
        assert told.out.count("Larkin") == 0
        mark = re.search(r"Error reference ([0-9A-F]{8})\.", told.err)
        assert mark, told.err
        line = (allocated.home / "eh.log").read_text(encoding="utf-8").splitlines()[-1]
        assert mark[1] in line
        assert "JSONDecodeError" in line
        assert re.search(r"\.py:\d+:\w+", line), "the log says where"
        for name in FAMILY_NAMES:
            assert name not in told.err
            assert name not in line


def test_a_fault_with_json_is_an_error_object(allocated):
    broken(allocated)
    body = allocated("overdue", "--json", code=5, today="2016-07-27").error()
    assert body["code"] == 5
    assert "Error reference" in body["message"]
    assert "eh.log" in body["hint"]


def test_a_fact_that_was_damaged_is_named_by_its_entry_and_never_by_its_words(allocated):
    allocated.sql("DROP TRIGGER IF EXISTS fact_no_update")
    allocated.sql("""UPDATE fact SET details = '{"worker": "Sam Larkin' WHERE kind = 'allocated'""")
    for words in (("show", "E-1"), ("timeline", "E-1"), ("consent", "E-1", "--from", "P-3", "--state", "withdrawn")):
        before = allocated.dump()
        told = allocated(*words, code=5)
        assert allocated.dump() == before
        assert told.err.startswith("Entry 7 of the record is damaged")
        for name in FAMILY_NAMES:
            assert name not in told.out + told.err
    assert "broken at entry 7" in allocated("record", "check", code=None).out
    told = allocated("visit", "E-1", "--outcome", "made", "--seen", "Wren Larkin", "--worker", "aroy")
    assert "Seen: Wren Larkin" in told.out, "nothing that is damaged stands in the way of what was seen"
    assert "cannot be worked out" in told.err


def test_a_damaged_note_is_refused_by_whoever_reads_it_and_named_by_its_seal(allocated):
    """That nothing follows from a note is seen by its type: what cannot be made out is read by nobody."""
    eh, note = allocated, ("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school")
    for _ in range(2):
        eh(*note, "--child", "P-0001")
    whole = eh("show", "E-1", "--json").json()
    eh.sql("DROP TRIGGER IF EXISTS fact_no_update")
    eh.sql("""UPDATE fact SET details = replace(details, '["P-0001"]', '["P-00') WHERE entry = 9""")
    assert eh("show", "E-1", "--json").json() == whole
    eh(*note)
    assert eh("timeline", "E-1", code=5).err.startswith("Entry 9 of the record is damaged")
    for words in (("audit", "verify"), ("record", "check")):
        told = eh(*words, code=None)
        assert told.code and "broken at entry 9" in told.out + told.err
    eh.sql("""UPDATE fact SET details = replace(details, 'Early', '" Early') WHERE entry = 9""")
    for words in (("show", "E-1"), ("timeline", "E-1")):
        before = eh.dump()
        assert eh(*words, code=5).err.startswith("Entry 9 of the record is damaged")
        assert eh.dump() == before
    assert "cannot be worked out" in eh(*note).err, "a note is written all the same"


def test_an_ordinary_error_writes_no_log(eh):
    eh("show", "E-99", code=3)
    eh("visit", "E-1", "--outcome", "maed", code=2)
    assert not (eh.home / "eh.log").exists()


def test_no_file_that_eh_makes_has_a_name_of_the_family_in_its_own_name(allocated, tmp_path):
    allocated("letter", "no-contact", "E-1")
    allocated("night", "--out", str(tmp_path / "n"), code=None)
    made = [path.name for path in (*allocated.home.rglob("*"), *(tmp_path / "n").rglob("*"))]
    assert "L-0001-no-contact.docx" in made
    assert not [name for name in made for family in FAMILY_NAMES if family.casefold() in name.casefold()]


def test_a_name_that_no_disk_takes_is_told_in_a_sentence(allocated):
    long = "x" * 5000
    for words in (
        ("record", "where", "--db", long),
        ("restore", long),
        ("procedure", "sheet", "sandwell", "--out", long),
        ("letter", "no-contact", "E-1", "--out", long),
        ("init", "--db", str(allocated.home / "a.db"), "--encrypt", "--sheet", long),
        ("record", "move", "--to", long),
    ):
        before = allocated.dump()
        told = allocated(*words, code=None)
        assert told.code in (2, 5), told.err
        assert "eh failed" not in told.err, told.err
        assert len(told.err.splitlines()) == 2
        assert allocated.dump() == before
    assert not (allocated.home / "eh.log").exists()
    said = allocated("record", "where", "--db", long, code=5).err
    assert said.startswith("x" * 200 + "... cannot be used: File name too long."), said


def test_a_folder_that_cannot_be_written_fails_with_a_sentence(allocated, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    before = allocated.dump()
    told = allocated("letter", "no-contact", "E-1", "--out", str(blocked / "deep"), code=None)
    assert told.code in (2, 5)
    assert "--out DIR" in told.err
    assert allocated.dump() == before
    told = allocated("night", "--out", str(blocked), code=5).err
    assert told.startswith("The lists were not written, and those from before stand:"), told
    assert "Backed up to" in told
