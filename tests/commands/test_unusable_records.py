"""A record that is missing, no database, cut short, read-only, locked, newer or changed behind eh's back."""

from __future__ import annotations

import signal
import sqlite3
import sys
from contextlib import contextmanager

import pytest

from tests.offices import PATIENCE, held_back

READS = [("overdue",), ("today",), ("show", "E-1"), ("find", "larkin"), ("record", "check")]
WRITES = [("visit", "E-1", "--outcome", "made"), ("allocate", "E-1", "--to", "bcole", "--by", "jmay")]


def unusable(eh, words, says, hint=""):
    told = eh(*words, code=5)
    assert told.out == ""
    assert says in told.err, told.err
    assert hint in told.err, told.err
    assert "Larkin" not in told.err
    assert len(told.err.splitlines()) <= 3
    body = eh(*words, "--json", code=5).error()
    assert body["code"] == 5
    assert says in body["message"]


@pytest.mark.parametrize("words", [*READS, *WRITES], ids=" ".join)
def test_a_missing_record_is_named_and_init_is_the_next_step(bare, words):
    unusable(bare, words, f"There is no record at {bare.record}.", "eh init")
    assert not bare.record.exists(), "reading never makes a record"


@pytest.mark.parametrize("words", [READS[0], WRITES[0]], ids=" ".join)
def test_a_file_that_is_no_database_is_left_as_it_is(eh, words):
    eh.record.unlink()
    eh.record.write_bytes(b"This is a letter and not a record.\n" * 400)
    eh.record.chmod(0o600)
    before = eh.record.read_bytes()
    unusable(eh, words, "file is not a database")
    assert eh.record.read_bytes() == before


@pytest.mark.parametrize("words", [READS[0], WRITES[0]], ids=" ".join)
def test_an_empty_file_is_no_record(eh, words):
    eh.record.write_bytes(b"")
    unusable(eh, words, str(eh.record))
    assert eh.record.read_bytes() == b""


@pytest.mark.parametrize("words", [READS[0], READS[4], WRITES[0]], ids=" ".join)
def test_a_record_that_was_cut_short_is_refused(allocated, words):
    eh = allocated
    for rest in ("-wal", "-shm"):
        (eh.home / f"record.db{rest}").unlink(missing_ok=True)
    whole = eh.record.read_bytes()
    eh.record.write_bytes(whole[: len(whole) // 3])
    before = eh.record.read_bytes()
    told = eh(*words, code=None)
    assert told.code in (5, 1), told.err
    assert "Larkin" not in told.err
    assert eh.record.read_bytes() == before


@pytest.mark.parametrize("words", [READS[0], WRITES[0]], ids=" ".join)
def test_a_record_of_a_newer_schema_is_refused(eh, words):
    eh.sql("UPDATE about SET value = '9999' WHERE key = 'schema'")
    before = eh.dump()
    unusable(eh, words, "schema 9999", "Install")
    assert eh.dump() == before


@pytest.mark.skipif(sys.platform != "linux", reason="other permissions")
def test_a_record_that_may_not_be_written_is_refused(eh):
    eh.record.chmod(0o400)
    eh.home.chmod(0o500)
    try:
        process = eh.start(*WRITES[0], preexec_fn=held_back)
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        eh.home.chmod(0o700)
    assert (process.returncode, out) == (5, b""), err
    assert str(eh.record) in err.decode()


@contextmanager
def writing(eh):
    """Another writer holds the record."""
    other = sqlite3.connect(eh.record, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_while_somebody_else_writes_reading_goes_on_and_writing_is_refused_after_some_patience(eh):
    before = eh.dump()
    with writing(eh):
        assert eh("show", "E-1", "--json").json()["episode"] == "E-0001"
        told = eh("visit", "E-1", "--outcome", "made", code=5)
        assert told.err.splitlines() == [
            "Somebody else is writing: waiting for their turn to end ...",
            f"The record at {eh.record} is busy: somebody else is writing.",
            "Nothing was written; try again.",
        ]
        assert told.out == ""
    assert eh.dump() == before
    eh("visit", "E-1", "--outcome", "made")


def test_a_record_of_another_kind_of_database_is_refused_by_name(eh):
    told = eh("overdue", "--db", "mysql://localhost/eh", code=5)
    assert "not in mysql" in told.err
    assert "--db PATH" in told.err


def test_a_password_in_the_address_is_refused_and_never_shown(eh):
    for address in ("postgresql://abell:hunter2@localhost/eh", "postgresql://localhost/eh?password=hunter2"):
        told = eh("overdue", "--db", address, code=2)
        assert "PGPASSWORD" in told.err
        assert "hunter2" not in told.err


def test_a_second_init_leaves_the_record_as_it_is(eh):
    before = eh.dump()
    told = eh("init", code=5)
    assert f"There is a record at {eh.record} already." in told.err
    assert "--db PATH" in told.err
    assert eh.dump() == before


def test_an_init_that_fails_leaves_no_half_made_record(bare):
    assert "tippton" in bare("init", "--team", "tippton", code=3).err
    assert not bare.record.exists()
    bare("init", "--team", "tipton")
    assert [each["slug"] for each in bare("team", "list", "--json").json()] == ["tipton"]


def test_the_record_and_its_folder_are_for_its_owner_alone(bare):
    if sys.platform == "win32":
        pytest.skip("other permissions")
    bare("init")
    assert oct(bare.record.stat().st_mode & 0o777) == "0o600"
    assert oct(bare.home.stat().st_mode & 0o777) == "0o700"


# Changed behind its back


def test_a_fact_that_was_changed_by_hand_is_found_by_check_and_night(allocated, tmp_path):
    allocated.sql("DROP TRIGGER IF EXISTS fact_no_update")
    allocated.sql("UPDATE fact SET happened_on = '2016-07-13' WHERE kind = 'allocated'")
    told = allocated("record", "check", code=1).out
    assert "The chain of entries is broken at entry 7: its facts changed." in told
    assert "The worklist of E-0001 of F-0001 does not agree with its facts. Mend it with: eh record rebuild" in told
    told = allocated("night", "--out", str(tmp_path / "n"), code=5)
    assert told.err.startswith("No backup was made.")
    assert "The chain of entries is broken at entry 7: its facts changed." in told.err


def test_the_record_itself_refuses_a_change_to_what_was_told(allocated):
    for statement in ("UPDATE fact SET happened_on = '2016-07-13'", "DELETE FROM fact", "DELETE FROM entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            allocated.sql(statement)


def test_a_worklist_that_lost_a_row_is_found_and_rebuilt_with_the_same_references(allocated):
    before = allocated.sql("SELECT task, duty, due FROM worklist ORDER BY task")
    allocated.sql("DELETE FROM worklist WHERE duty = 'initial-home-visit'")
    told = allocated("record", "check", code=1).out
    assert told.splitlines() == [
        "The worklist of E-0001 of F-0001 does not agree with its facts. Mend it with: eh record rebuild",
        "1 open episodes; 1 findings.",
    ]
    assert allocated("record", "rebuild").out == "Worked out again for 1 open episodes.\n"
    assert allocated.sql("SELECT task, duty, due FROM worklist ORDER BY task") == before
    assert allocated("record", "check", "--json").json() == {"findings": [], "episodes": 1}


def test_a_worklist_of_another_calendar_is_worked_out_again_before_it_is_read(allocated):
    before = allocated("overdue", "--json", today="2016-07-27").out
    allocated.sql("UPDATE about SET value = 'of another procedure' WHERE key = 'worklist'")
    allocated.sql("UPDATE worklist SET due = '2016-01-01'")
    told = allocated("overdue", "--json", today="2016-07-27")
    assert told.out == before
    assert "working the worklist out again" in told.err
    assert allocated("overdue", "--json", today="2016-07-27").err == ""


# Settings


def test_settings_are_taken_before_and_after_the_command(allocated, tmp_path):
    plain = allocated("overdue", "--json", today="2016-07-27").out
    assert allocated("overdue", "--json", "--today", "27/07/2016").out == plain
    assert allocated("--today", "2016-07-27", "overdue", "--json").out == plain
    moved = tmp_path / "elsewhere.db"
    moved.write_bytes(allocated.record.read_bytes())
    moved.chmod(0o600)
    allocated.record.unlink()
    assert allocated("overdue", "--json", "--db", str(moved), today="2016-07-27").out == plain
    assert allocated("--db", str(moved), "overdue", "--json", today="2016-07-27").out == plain
    assert allocated("overdue", "--json", today="2016-07-27", env={"EH_DB": str(moved)}).out == plain


def test_the_user_is_who_says_so_or_the_environment(allocated):
    allocated("visit", "E-1", "--outcome", "made", "--user", "bcole")
    told = [each for each in allocated("timeline", "E-1", "--json").json() if each["kind"] == "contacted"]
    assert told[0]["recorded_by"] == "bcole"


# Where it lies


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions")
def test_a_record_that_others_can_reach_is_refused_with_the_chmod_that_mends_it(eh):
    eh.home.chmod(0o755)
    for words in (READS[0], WRITES[0]):
        unusable(eh, words, f"Other people on this computer can reach {eh.home}", f"chmod 700 '{eh.home}'")
    eh.home.chmod(0o700)
    eh.record.chmod(0o640)
    unusable(eh, READS[0], f"can reach {eh.record}", f"chmod 600 '{eh.record}'")
    eh.record.chmod(0o600)
    eh("overdue")


def test_a_record_in_a_synchronised_folder_is_refused_and_a_backup_asks_first(eh, tmp_path):
    drive = tmp_path / "OneDrive - Anytown"
    drive.mkdir(mode=0o700)
    (drive / "record.db").write_bytes(eh.record.read_bytes())
    told = eh("overdue", "--db", str(drive / "record.db"), code=5)
    assert "is copied to other computers while it changes" in told.err
    assert "postgresql://user@host/database" in told.err
    assert "is copied" in eh("init", "--db", str(drive / "new.db"), code=5).err
    assert not (drive / "new.db").exists()
    told = eh("backup", "--to", str(drive / "kept"), code=4)
    assert "leaves this computer" in told.err
    assert not (drive / "kept").exists()
    eh("backup", "--to", str(drive / "kept"), "--yes")
    (kept,) = (drive / "kept").glob("*.db")
    assert "is copied" in eh("restore", str(kept), "--to", str(drive / "back.db"), code=5).err


def test_a_folder_that_stands_keeps_its_mode_when_a_record_is_made_elsewhere(bare, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    if sys.platform != "win32":
        assert "chmod 700" in bare("init", "--db", str(shared / "record.db"), code=5).err
    assert oct(shared.stat().st_mode & 0o777) == "0o755"
    assert list(shared.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="another Ctrl-C")
def test_whoever_waits_to_write_is_heard_when_they_break_off(eh):
    """Within the patience of a writer, and long before it ends: the lock is not let go meanwhile."""
    with writing(eh):
        waits = eh.start("visit", "E-1", "--outcome", "made")
        assert waits.stderr.readline() == b"Somebody else is writing: waiting for their turn to end ...\n"
        waits.send_signal(signal.SIGINT)
        out, err = waits.communicate(timeout=PATIENCE)
    assert waits.returncode == 130, err
    assert b"busy" not in err, "it was heard only when the patience had ended"
    assert b"nothing was recorded" in err
    assert out == b""
