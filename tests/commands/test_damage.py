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

from ehcli import checking
from ehcli.desk import Desk
from ehcli.errors import EhError

PAGE = 4096
FLIPS = int(os.environ.get("EH_FLIPS", "0"))
# What no entry wrote and nothing is worked out from: it can be made again, and holds nothing of a family but the words
# of names to search by.
NOT_SEALED = {"about", "counter", "pack_duty", "name_word", "alembic_version", "looked", "task"}


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
        out, err = process.communicate(timeout=60)
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
    subprocess.run(["umount", str(place)], check=True)


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
        assert "full" in told.err or "No space" in told.err or "cannot be" in told.err, told.err
    (small_disk / "filling").unlink()
    assert eh.sql("SELECT * FROM entry") == before
    assert eh("record", "check", "--json").json()["findings"] == []
    eh("note", "E-1", "--type", "Early Help Note", "--text", "With room again")


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
        eh("backup", "--keep", "2", env={"EH_NOW": now})
    told = [each["note"] for each in eh("timeline", "E-1", "--json").json() if each["kind"] == "note-written"]
    assert told == ["N-0001", "N-0002", "N-0003", "N-0004", "N-0005"]
    assert eh("record", "check", "--json").json()["findings"] == []
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
