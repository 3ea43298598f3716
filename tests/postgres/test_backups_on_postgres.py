"""A record on a server is backed up into a file, checked there, and comes back: to a file, or to another database."""

from __future__ import annotations

import json
import random
import sqlite3
import sys

import pytest

from ehcli.record import roles
from tests.offices import Office, key_file, killed
from tests.server import SharedOffice
from tests.writers import many, nothing_half_done, person, reported_is_there, said

NOTE = ("note", "E-1", "--type", "Early Help Note", "--text")


def backup(eh: SharedOffice):
    return max((eh.home / "backups").glob("eh-*.db"), key=lambda each: each.stat().st_mtime_ns)


def test_a_backup_holds_every_row_and_is_checked(allocated):
    told = allocated("backup", "--json").json()
    assert told["checked"] == [
        *("database", "foreign keys", "rows of every table", "chain of entries", "worklist worked out afresh")
    ]
    for table, rows in told["rows"].items():
        assert allocated.sql(f'SELECT count(*) FROM "{table}"') == [(rows,)]
    assert told["entry"] == allocated.sql("SELECT max(id) FROM entry")[0][0]
    with sqlite3.connect(told["file"]) as copy:
        assert copy.execute("SELECT details FROM fact ORDER BY id").fetchall() == allocated.sql(
            "SELECT details FROM fact ORDER BY id"
        )
    copy.close()
    assert [each.name for each in (allocated.home / "backups").iterdir() if each.name.startswith(".")] == []
    assert allocated("restore", "--json").json()[0]["entry"] == told["entry"]


def test_a_backup_of_a_record_with_a_broken_chain_is_none(allocated):
    allocated("backup")
    allocated.sql("ALTER TABLE fact DISABLE TRIGGER ALL")
    allocated.sql("UPDATE fact SET happened_on = '2001-01-01' WHERE id = 3")
    assert "The chain of entries is broken" in allocated("backup", code=5).err
    assert len(list((allocated.home / "backups").glob("eh-*.db"))) == 1


def test_a_backup_is_of_one_moment_while_others_write(allocated):
    writer = person(allocated, "busy", 40)
    writer.stdout.readline()
    try:
        for _ in range(3):
            told = allocated("backup", "--json").json()
            assert told["rows"]["entry"] == told["rows"]["seal"] == told["entry"]
    finally:
        lines = writer.communicate()[0]
    assert all(line[2] == 0 for line in said(lines)), "nobody waits for a backup"


def test_the_night_backs_up_and_finds_a_guard_that_is_off(allocated, tmp_path):
    out = str(tmp_path / "lists")
    assert "Backed up to" in allocated("night", "--out", out).err
    allocated.sql("ALTER TABLE fact DISABLE TRIGGER fact_no_update")
    allocated("night", "--out", out, code=1)
    assert json.loads((tmp_path / "lists" / "summary.json").read_text(encoding="utf-8"))["findings"] == [
        "The guard fact_no_update is off."
    ]


def test_a_login_that_may_not_read_everything_says_so_and_the_lists_are_written_all_the_same(allocated, tmp_path):
    allocated("record", "roles", "--apply")
    officer = {"EH_DB": f"{allocated.url}?options=-c%20role%3D{roles.OFFICER}"}
    assert "Your role on the database may not do this" in allocated("backup", code=4, env=officer).err
    out = tmp_path / "lists"
    assert allocated("night", "--out", str(out), code=5, env=officer).err.startswith("No backup was made")
    assert (out / "tipton-overdue.json").is_file()
    manager = {"EH_DB": f"{allocated.url}?options=-c%20role%3D{roles.MANAGER}"}
    assert "Backed up to" in allocated("backup", env=manager).out


def test_a_backup_is_encrypted_where_a_key_file_is_told(allocated, tmp_path):
    pytest.importorskip("sqlcipher3")
    key_file(tmp_path / "key", "ladder walnut kettle")
    key = {"EH_KEY_FILE": str(tmp_path / "key")}
    assert allocated("backup", "--json", env=key).json()["encrypted"] is True
    assert backup(allocated).read_bytes()[:6] != b"SQLite"
    assert "It lacks nothing" in allocated("restore", backup(allocated).name, env=key).out


def test_a_backup_comes_back_to_a_file_with_what_it_lacks(allocated):
    allocated("backup")
    allocated(*NOTE, "Later")
    told = allocated("restore", backup(allocated).name).out
    assert "Entries that are not in the backup" in told
    (file,) = allocated.home.glob("record-restored-*.db")
    here = {"EH_DB": str(file)}
    assert allocated("overdue", "--json", env=here).out == allocated("overdue", "--json").out
    assert allocated("record", "check", "--json", env=here).json()["findings"] == []


def test_a_backup_becomes_the_record_in_an_empty_database_and_goes_on(allocated, databases, tmp_path):
    bare = SharedOffice(tmp_path, allocated.today, databases("template0"), databases)
    allocated("backup")
    allocated(*NOTE, "Lost with the server")
    name = backup(allocated).name
    assert "is on a database server" in allocated("restore", name, "--use", code=2).err
    assert "is brought to a file first" in allocated("restore", name, "--to", bare.url, code=2).err
    assert "The record in use is at" in allocated("restore", name, "--use", "--to", allocated.url, code=2).err
    told = allocated("restore", name, "--use", "--to", bare.url).out
    assert f"It is the record now: {bare.url}" in told
    assert json.loads((allocated.home / "settings.json").read_text(encoding="utf-8"))["record"] == bare.url
    there = {"EH_DB": bare.url}
    assert allocated(*NOTE, "Goes on", "--quiet", env=there).out == "N-0002\n", "N-0001 was given out before"
    assert allocated("record", "check", "--json", env=there).json()["findings"] == []
    assert bare.sql("SELECT command FROM entry ORDER BY id DESC LIMIT 2") == [("note",), ("restore",)]
    told = allocated(*NOTE, "To the old one", code=6).err
    assert "was replaced by another" in told


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("words", [("backup",), ("record", "move", "--to")], ids=" ".join)
@pytest.mark.long
def test_a_copy_that_is_killed_is_none_and_the_record_stands(allocated, tmp_path, words):
    deaths, wholes, told, writers = 0, 0, [], []
    there = tmp_path / "own"
    there.mkdir(mode=0o700)

    def args(number: object) -> tuple[str, ...]:
        return (*words, str(there / f"{number}.db")) if "move" in words else (*words, "--to", str(there))

    def again():
        writers.append(person(allocated, f"life{len(writers)}", 10_000))
        told.extend(said(writers[-1].stdout.readline()))
        return allocated.start(*args(len(writers)))

    took = allocated.timed(*args("first"))
    allocated.sql("DELETE FROM about WHERE key = 'moved'")
    for died in killed(again, took, random.Random(5), many("EH_KILLS", 4)):
        deaths += died
        writers[-1].kill()
        told += said(writers[-1].communicate()[0])
        allocated.left()
        nothing_half_done(allocated)
        for file in there.glob("*.db"):
            copy = Office(there, allocated.today)
            assert copy("record", "check", "--json", env={"EH_DB": str(file)}).json()["findings"] == []
            wholes += 1
            file.unlink()
        allocated.sql("DELETE FROM about WHERE key = 'moved'")  # or the first that is whole is the last
    reported_is_there(allocated, told)
    assert allocated("record", "check", "--json").json()["findings"] == []
    print(f"{deaths} killed, {wholes} whole copies, none half done; {len(told)} commands meanwhile, none lost")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.long
def test_a_move_to_a_server_that_is_killed_leaves_nothing_there_or_a_whole_record(_allocated, databases, tmp_path):
    office, seen = _allocated.copy(tmp_path / "home"), []
    there = SharedOffice(office.home, office.today, databases("template0"), databases)
    took = office.timed("record", "move", "--to", there.url)
    office.sql("DELETE FROM about WHERE key = 'moved'")

    def again():
        there.database = databases("template0")
        return office.start("record", "move", "--to", there.url)

    for _ in killed(again, took, random.Random(6), many("EH_KILLS", 4)):
        there.left()
        tables = there.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]
        seen.append(tables)
        if tables:
            assert there("record", "check", "--json").json()["findings"] == []
        office.sql("DELETE FROM about WHERE key = 'moved'")  # or the first that is whole is the last
        assert office("record", "check", "--json").json()["findings"] == []
    assert 0 in seen, "none was killed before it was done: the test proves nothing"
    print(f"{len(seen)} moves killed or done: {seen.count(0)} left nothing, the others a whole record")
