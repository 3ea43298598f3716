"""Damage and odd worlds: found and named, nothing half written, and the backup brings the record back.

EH_FLIPS=8 flips eight bytes of every page, in place of one byte in each of 24 pages.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ehcli.desk.desk import Desk
from ehcli.errors import EhError
from ehcli.keeping import checking
from tests.offices import PATIENCE, held_back, key_file

PAGE = 4096
FLIPS = int(os.environ.get("EH_FLIPS", "0"))
# What no entry wrote and nothing is worked out from: it can be made again, and holds nothing of a family but the words
# of names to search by.
NOT_SEALED = {"about", "looked"}


@pytest.fixture
def desk_at(monkeypatch):
    """A desk at a file, in this process: hundreds of damaged records are looked at."""
    monkeypatch.setenv("EH_TODAY", "2016-07-12")
    monkeypatch.setenv("EH_USER", "abell")

    def at(eh, path: Path) -> Desk:
        monkeypatch.setenv("EH_HOME", str(eh.home))
        desk = Desk()
        desk.settings = desk.settings._replace(db=str(path))
        return desk

    return at


def one_file(eh) -> bytes:
    """The record as one file, with nothing beside it."""
    eh.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return eh.record.read_bytes()


def found(desk: Desk) -> list[str]:
    try:
        desk.record = desk.unsettled
        return checking.findings(desk)
    except EhError as told:
        assert told.code == 5
        return [told.message]
    finally:
        desk.put_down()


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    connection.text_factory = bytes  # a flipped byte need not be a letter
    read = {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in names}
    connection.close()
    return read


def test_a_flipped_byte_in_any_page_is_found_or_touches_nothing_that_was_recorded(allocated, desk_at):
    whole, chance = one_file(allocated), random.Random(5)
    path = allocated.home / "damaged.db"
    path.write_bytes(whole)
    path.chmod(0o600)
    pristine, harmless = tables(path), 0
    tries = 0
    pages = range(len(whole) // PAGE)
    for page in pages if FLIPS else sorted(chance.sample(pages, 24)):
        used = [place for place in range(page * PAGE, (page + 1) * PAGE) if whole[place]]
        for place in chance.choices(used, k=FLIPS or 1):
            tries += 1
            path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
            said = found(desk_at(allocated, path))
            assert all("Larkin" not in each for each in said), said
            if said:
                continue
            harmless += 1
            after = tables(path)
            changed = {name for name in pristine.keys() | after.keys() if pristine.get(name) != after.get(name)}
            assert changed <= NOT_SEALED, f"byte {place} of page {page} changed {changed} and nobody was told"
    print(f"{tries} flips, {tries - harmless} found, {harmless} touched nothing that was recorded")


def test_a_record_cut_short_anywhere_is_found(allocated, desk_at):
    whole, chance = one_file(allocated), random.Random(6)
    path = allocated.home / "damaged.db"
    lengths = [
        PAGE,
        len(whole) - PAGE,
        len(whole) - 1,
        *(chance.randrange(1, len(whole)) for _ in range(8 * (FLIPS or 1))),
    ]
    for length in lengths:
        path.write_bytes(whole[:length])
        path.chmod(0o600)
        assert found(desk_at(allocated, path)), f"cut to {length} of {len(whole)}"


def test_a_damaged_record_is_named_and_the_backup_brings_it_back(allocated):
    eh = allocated
    eh("backup")
    shown = eh("show", "E-1", "--json").out
    whole = one_file(eh)
    where = whole.index(b"Okafor Primary School")
    eh.record.write_bytes(whole[: where // PAGE * PAGE] + b"\x00" * PAGE + whole[(where // PAGE + 1) * PAGE :])
    told = eh("record", "check", code=None)
    assert told.code in (1, 5)
    assert "malformed" in told.out + told.err or "reports" in told.out + told.err
    assert "Larkin" not in told.out + told.err
    assert eh("backup", code=5).err.startswith(("No backup was made", "The record at"))
    (file,) = (eh.home / "backups").glob("eh-*.db")
    assert "It is the record now" in eh("restore", file.name, "--use").out
    assert eh("show", "E-1", "--json").out == shown
    assert eh("record", "check", "--json").json()["findings"] == []
    assert list(eh.home.glob("record-replaced-*")), "the damaged one is kept"


# What a crash leaves


def test_what_a_crash_left_in_the_log_is_played_back_and_a_lost_log_is_noticed(allocated, tmp_path):
    eh = allocated
    eh("backup")
    looking = sqlite3.connect(eh.record)  # so that the log stays, as after a crash
    looking.execute("SELECT count(*) FROM entry").fetchone()
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school")
    assert (eh.home / "record.db-wal").stat().st_size
    for name, files in (("crashed", ("record.db", "record.db-wal")), ("lost", ("record.db",))):
        home = tmp_path / name
        home.mkdir(mode=0o700)
        for file in files:
            shutil.copy(eh.home / file, home / file)
    eh("backup")
    looking.close()

    crashed = eh("show", "N-1", "--json", "--db", str(tmp_path / "crashed" / "record.db")).json()
    assert crashed["text"] == "Seen at school"
    lost = str(tmp_path / "lost" / "record.db")
    assert eh("show", "N-1", "--db", lost, code=3)
    told = eh("record", "check", "--db", lost, code=1).out
    assert "holds entry 8, and the record does not: it has lost what was recorded" in told
    assert "holds entry 8" in eh("night", "--db", lost, "--out", str(tmp_path / "n"), code=1).err


def test_a_log_cut_short_anywhere_loses_whole_commands_and_none_by_half(allocated, tmp_path):
    eh, chance = allocated, random.Random(7)
    looking = sqlite3.connect(eh.record)
    looking.execute("SELECT count(*) FROM entry").fetchone()
    for number in range(3):
        eh("note", "E-1", "--type", "Early Help Note", "--text", f"Note {number}", "--quiet")
    log = (eh.home / "record.db-wal").read_bytes()
    whole = eh.record.read_bytes()
    looking.close()
    seen = set()
    for length in (0, 1, 32, 4000, *(chance.randrange(len(log)) for _ in range(12 * (FLIPS or 1))), len(log)):
        home = tmp_path / f"cut-{length}"
        home.mkdir(mode=0o700)
        (home / "record.db").write_bytes(whole)
        (home / "record.db-wal").write_bytes(log[:length])
        for file in home.iterdir():
            file.chmod(0o600)
        told = eh("timeline", "E-1", "--json", "--db", str(home / "record.db")).json()
        notes = [each["note"] for each in told if each["kind"] == "note-written"]
        assert notes == [f"N-{number:04}" for number in range(1, len(notes) + 1)]
        seen.add(len(notes))
        assert eh("record", "check", "--db", str(home / "record.db"), "--json", code=None).json()["findings"] == []
        shutil.rmtree(home)
    assert {0, 3} <= seen


# No room


def limited(size: int):
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_with_no_room_left_nothing_is_half_written(allocated):
    eh = allocated
    eh("backup")
    one_file(eh)
    before, kept = eh.dump(), sorted((eh.home / "backups").iterdir())
    for words in (("note", "E-1", "--type", "Early Help Note", "--text", "x" * 20000), ("backup",)):
        process = eh.start(*words, preexec_fn=limited(40_000))
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 5, err
        assert out == b""
        assert b"Traceback" not in err
        assert len(err.splitlines()) == 2, err
        assert b"eh failed" not in err, err
        assert eh.dump() == before
        assert sorted((eh.home / "backups").iterdir()) == kept
    assert eh("record", "check", "--json").json()["findings"] == []
    eh("note", "E-1", "--type", "Early Help Note", "--text", "With room again")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(made, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_on_a_full_disk_every_command_says_so_and_the_record_stays_whole(allocated, small_disk):
    eh = allocated.copy(small_disk / "home")
    one_file(eh)
    before = eh.sql("SELECT * FROM entry")
    free = os.statvfs(small_disk)
    (small_disk / "filling").write_bytes(b"x" * (free.f_bavail * free.f_bsize - 8192))
    for words in (("note", "E-1", "--type", "Early Help Note", "--text", "x" * 20000), ("backup",), ("night",)):
        told = eh(*words, code=None)
        assert told.code in (1, 5), told.err
        assert "eh failed" not in told.err, told.err
        assert "is full" in told.err, told.err
        assert "restore" not in told.err, "nothing is wrong with the record"
    (small_disk / "filling").unlink()
    assert eh.sql("SELECT * FROM entry") == before
    assert eh("record", "check", "--json").json()["findings"] == []
    eh("note", "E-1", "--type", "Early Help Note", "--text", "With room again")


def test_whatever_is_made_on_a_full_disk_leaves_nothing_half_made(allocated, small_disk, tmp_path):
    eh = allocated.copy(small_disk / "home")
    eh("backup")
    (file,) = (eh.home / "backups").glob("*.db")
    key_file(tmp_path / "key", "ladder o'clock walnut")
    one_file(eh)
    free = os.statvfs(small_disk)
    (small_disk / "filling").write_bytes(b"x" * (free.f_bavail * free.f_bsize - 40960))  # what reading needs
    before = eh.dump()
    for words in (
        ("init", "--db", str(eh.home / "new.db")),
        ("restore", file.name),
        ("restore", file.name, "--use"),
        ("record", "encrypt"),
        ("letter", "no-contact", "E-1"),
        ("procedure", "sheet", "sandwell", "--out", str(eh.home / "sheet.docx")),
        ("demo", "--families", "6"),
        ("visit", "E-1", "--outcome", "made", "--by", "aroy"),
        ("backup", "--to", str(eh.home / "other")),
    ):
        told = eh(*words, code=None, env={"EH_KEY_FILE": str(tmp_path / "key")})
        assert told.code in (2, 5), (words, told.code, told.err)
        assert "eh failed" not in told.err, (words, told.err)
        assert told.out == "", words
        after = eh.dump()
        assert after[0] == before[0], words
        assert after[1] == before[1], words
    (small_disk / "filling").unlink()
    assert eh("record", "check", "--json").json()["findings"] == []


# Read only


@pytest.mark.skipif(sys.platform != "linux", reason="other permissions")
def test_a_record_that_may_only_be_read_is_read_and_says_why_it_cannot_be_written(allocated):
    eh = allocated
    one_file(eh)
    for rest in ("-wal", "-shm"):
        (eh.home / f"record.db{rest}").unlink(missing_ok=True)
    before = eh.dump()

    def run(*words):
        process = eh.start(*words, preexec_fn=held_back)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out.decode(), err.decode()

    eh.record.chmod(0o400)
    eh.home.chmod(0o500)
    try:
        for words in (("visit", "E-1", "--outcome", "made", "--by", "aroy"), ("backup",), ("record", "rebuild")):
            code, out, err = run(*words)
            assert code == 5, (words, err)
            assert out == ""
            assert "eh failed" not in err and "Traceback" not in err, err
            assert len(err.splitlines()) == 2, err
        for words in (("overdue",), ("show", "E-1")):
            code, out, err = run(*words)
            assert "eh failed" not in err and "Traceback" not in err, err
            assert code in (0, 5), err
            assert code == 0 or str(eh.record) in err
    finally:
        eh.home.chmod(0o700)
        eh.record.chmod(0o600)
    assert eh.dump() == before


def test_on_a_disk_that_may_only_be_read_every_command_says_so(allocated, small_disk):
    eh = allocated.copy(small_disk / "home")
    one_file(eh)
    for rest in ("-wal", "-shm"):
        (eh.home / f"record.db{rest}").unlink(missing_ok=True)
    if subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True).returncode:
        pytest.skip("no disk can be made read-only here")
    try:
        for words in (
            ("visit", "E-1", "--outcome", "made", "--by", "aroy"),
            ("backup",),
            ("letter", "no-contact", "E-1"),
        ):
            told = eh(*words, code=None)
            assert told.code in (2, 5), (words, told.err)
            assert "eh failed" not in told.err, told.err
            assert told.out == ""
        told = eh("show", "E-1", code=None)
        assert told.code in (0, 5) and "eh failed" not in told.err, told.err
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    eh("visit", "E-1", "--outcome", "made", "--by", "aroy")


# Locked


@pytest.mark.long
def test_while_somebody_has_the_record_to_themselves_every_command_says_that_it_is_busy(allocated):
    eh = allocated
    alone = sqlite3.connect(eh.record, isolation_level=None)
    for statement in ("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE"):
        alone.execute(statement)
    try:
        for words in (
            ("overdue",),
            ("visit", "E-1", "--outcome", "made", "--by", "aroy"),
            ("record", "check"),
            ("backup",),
        ):
            told = eh(*words, code=5)
            assert told.out == ""
            assert "busy" in told.err or "locked" in told.err, told.err
            assert "eh failed" not in told.err, told.err
    finally:
        alone.execute("ROLLBACK")
        alone.close()
    eh("visit", "E-1", "--outcome", "made", "--by", "aroy")
    assert eh("record", "check", "--json").json()["findings"] == []


# Odd times


def test_the_clock_does_not_decide_what_came_first(allocated):
    eh = allocated
    eh.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")  # only a practice record may be told the time
    times = (
        "2036-02-29T23:59:59+00:00",  # a leap day, and a clock that is years ahead
        "2001-01-01T00:00:00+00:00",  # set back
        "2016-10-30T01:30:00+01:00",  # the hour that comes twice, first time
        "2016-10-30T01:10:00+00:00",  # and again
        "2016-03-27T01:00:00+00:00",  # the hour that is left out
    )
    for number, now in enumerate(times, start=1):
        note = ("note", "E-1", "--type", "Early Help Note", "--text", f"Note {number}", "--quiet")
        assert eh(*note, env={"EH_NOW": now}).out == f"N-{number:04}\n"
        eh.sql("UPDATE about SET value = 'no' WHERE key = 'practice'")
        eh("backup", "--keep", "2")
        eh.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")
    told = [each["note"] for each in eh("timeline", "E-1", "--json").json() if each["kind"] == "note-written"]
    assert told == ["N-0001", "N-0002", "N-0003", "N-0004", "N-0005"]
    eh.sql("UPDATE about SET value = 'no' WHERE key = 'practice'")
    found = eh("record", "check", "--json", code=1).json()["findings"]
    assert [each.partition(" at ")[0] for each in found] == [
        "Entry 8 says that it was recorded",
        "Entry 12 was recorded",
    ]
    assert all("a clock was wrong." in each for each in found), found
    kept = json.loads(eh("restore", "--json").out)
    assert [each["entry"] for each in kept] == [12, 11], "the newest are those with the most in them"


def test_a_leap_day_and_the_nights_of_the_clock_change_are_days_like_others(allocated):
    eh = allocated
    for today, on in (
        ("2016-10-31", "2016-10-30 01:30"),
        ("2020-03-02", "2020-02-29"),
        ("2020-03-30", "2020-03-29 01:30"),
    ):
        eh("visit", "E-1", "--outcome", "made", "--by", "aroy", "--on", on, today=today)
    days = [each["on"] for each in eh("timeline", "E-1", "--json", today="2020-03-30").json()]
    assert [day for day in days if day > "2016-08"] == ["2016-10-30", "2020-02-29", "2020-03-29"]
    assert eh("record", "check", "--json", today="2020-03-30").json()["findings"] == []


@pytest.mark.parametrize("encrypted", [False, True])
def test_on_a_full_disk_everybody_reads_as_before(allocated, small_disk, tmp_path, encrypted):
    eh, env = allocated.copy(small_disk / "home"), {}
    if encrypted:
        pytest.importorskip("sqlcipher3")
        env = {"EH_KEY_FILE": str(key_file(tmp_path / "key", "ladder o'clock walnut"))}
        eh("record", "encrypt", env=env)
    asked = (("overdue",), ("show", "E-1"), ("find", "larkin"), ("today", "--team", "tipton"), ("record", "check"))
    before = [eh(*words, "--json", env=env, code=None).out for words in asked]
    for room in (8192, 4096, 0):
        free = os.statvfs(small_disk)
        with (small_disk / "filling").open("wb") as filling:
            filling.write(b"x" * max(0, free.f_bavail * free.f_bsize - room))
        told = [eh(*words, "--json", env=env, code=None) for words in asked]
        assert [each.out for each in told][:-1] == before[:-1], [each.err for each in told]
        found = json.loads(told[-1].out)["findings"]
        assert [each for each in found if "could not be noted" not in each] == [], "what could not be noted is said"
        (small_disk / "filling").unlink()
