"""Backups are whole, checked before they count, and come back; what fails is named and takes no other's place."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys

import pytest

from tests.writers import ended

LOCAL = pytest.mark.skipif(sys.platform == "win32", reason="other permissions")


def backups(eh):
    return sorted((eh.home / "backups").glob("eh-*.db"))


def test_a_backup_holds_the_record_and_its_manifest_says_what(allocated):
    told = allocated("backup", "--json").json()
    (file,) = backups(allocated)
    assert told["file"] == str(file)
    manifest = json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))
    assert manifest["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    head = allocated.sql("SELECT entry, hash FROM seal ORDER BY entry DESC LIMIT 1")[0]
    assert (manifest["entry"], manifest["hash"]) == head
    assert manifest["rows"]["fact"] == allocated.sql("SELECT count(*) FROM fact")[0][0]
    record = allocated.sql("SELECT value FROM about WHERE key = 'record'")[0][0]
    assert file.name.startswith(f"eh-{record[:8]}-20")
    copied, whole = (sqlite3.connect(path) for path in (file, allocated.record))
    assert list(copied.iterdump()) == list(whole.iterdump())
    copied.close()
    whole.close()
    for name in ("Larkin", "Wren", "abell"):
        assert name not in json.dumps(manifest) + file.name
    if sys.platform != "win32":
        assert oct(file.stat().st_mode & 0o777) == "0o600"
        assert oct(file.parent.stat().st_mode & 0o777) == "0o700"
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_comes_back_to_a_new_place_first_and_says_what_it_lacks(allocated):
    eh = allocated
    eh("backup")
    (file,) = backups(eh)
    shown = eh("show", "E-1", "--json").out
    eh("visit", "E-1", "--outcome", "made", "--by", "aroy")
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school", user="jmay")
    before = eh.dump()[0]
    told = eh("restore", file.name, "--to", str(eh.home / "look.db"), "--json").json()
    assert eh.dump()[0] == before, "nothing in use is touched without --use"
    assert (told["file"], told["in_use"], told["record_entry"] - told["entry"]) == (str(eh.home / "look.db"), False, 2)
    assert [(each["by"], each["entries"]) for each in told["lost"]] == [("abell", 1), ("jmay", 1)]
    assert eh("show", "E-1", "--json", "--db", str(eh.home / "look.db")).out == shown

    said = eh("restore", str(file), "--use").out
    assert "It is the record now" in said
    assert eh("show", "E-1", "--json").out == shown
    assert eh("record", "check", "--json").json()["findings"] == []
    (kept,) = eh.home.glob("record-replaced-*.db")
    assert eh("show", "N-1", "--json", "--db", str(kept)).json()["text"] == "Seen at school"
    told = eh("note", "E-1", "--type", "Early Help Note", "--text", "Too late", "--db", str(kept), code=6)
    assert "was replaced by another" in told.err
    # N-0001 was given out before: it is never given again.
    assert eh("note", "E-1", "--type", "Early Help Note", "--text", "On", "--quiet").out == "N-0002\n"
    last = eh.sql("SELECT command, reason FROM entry ORDER BY id DESC LIMIT 1 OFFSET 1")[0]
    assert last == ("restore", f"Restored from a backup up to entry {told_entry(file)}")

    assert "It is the record now" in eh("restore", str(kept), "--use").out, "and the old one comes back the same way"
    assert eh("show", "N-1", "--json").json()["text"] == "Seen at school"
    assert eh("note", "E-1", "--type", "Early Help Note", "--text", "Third", "--quiet").out == "N-0003\n"
    assert eh("record", "check", "--json").json()["findings"] == []


def told_entry(file):
    return json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))["entry"]


def test_a_record_that_is_not_whole_makes_no_backup_and_drops_none(allocated):
    eh = allocated
    eh("backup")
    good = {path: path.read_bytes() for path in (eh.home / "backups").iterdir()}
    eh.sql("DROP TRIGGER fact_no_update")
    eh.sql("UPDATE fact SET happened_on = '2016-07-13' WHERE kind = 'allocated'")
    told = eh("backup", "--keep", "1", code=5)
    assert "the chain of entries is broken at entry 7" in told.err.lower()
    assert {path: path.read_bytes() for path in good} == good
    assert len(backups(eh)) == 1
    assert len(list((eh.home / "backups").glob("*.failed"))) == 1, "the copy is kept to mend from"
    told = eh("night", "--out", str(eh.home / "n"), code=5)
    assert "The chain of entries is broken at entry 7: its facts changed." in told.err
    assert "No backup was made." in told.err
    assert "It is the record now" in eh("restore", backups(eh)[0].name, "--use").out
    assert eh("record", "check", "--json").json()["findings"] == []


def test_a_backup_that_was_damaged_is_named_and_never_put_to_use(allocated):
    eh = allocated
    eh("backup")
    (file,) = backups(eh)
    whole = file.read_bytes()
    before = eh.dump()[0]
    for broken in (whole[: len(whole) // 2], whole[:9000] + bytes([whole[9000] ^ 1]) + whole[9001:], b"", b"A letter."):
        file.write_bytes(broken)
        told = eh("restore", str(file), "--use", code=5)
        assert told.err.startswith(f"{file} is damaged: "), told.err
        assert eh.dump()[0] == before
    assert not list(eh.home.glob("*restored*"))
    assert "There are no backups" in eh("restore").err, "one whose size is wrong is not listed"
    assert eh("restore", "nowhere.db", code=3).err.startswith("There is no backup")


def test_rotation_keeps_so_many_and_never_drops_what_is_ahead_or_another_records(allocated, tmp_path):
    eh = allocated
    to = tmp_path / "kept"
    eh("backup", "--to", str(to))
    (first,) = to.glob("*.db")
    ahead = json.loads(first.with_name(f"{first.name}.json").read_text("utf-8"))
    for name, change in (("eh-ahead.db", {"entry": 999}), ("eh-another.db", {"record": "another"})):
        shutil.copy(first, to / name)
        (to / f"{name}.json").write_text(json.dumps(ahead | change | {"backup": name}), encoding="utf-8")
    eh("visit", "E-1", "--outcome", "made", "--by", "aroy")
    told = eh("backup", "--to", str(to), "--keep", "1", "--json").json()
    left = {path.name for path in to.glob("*.db")}
    assert told["dropped"] == [str(first)]
    assert {"eh-ahead.db", "eh-another.db", told["backup"]} == left


def test_the_record_of_somebody_else_is_not_put_to_use_by_mistake(allocated, tmp_path):
    eh = allocated
    eh("init", "--db", str(tmp_path / "other" / "r.db"), env={"EH_HOME": str(tmp_path / "other")})
    eh("backup", "--db", str(tmp_path / "other" / "r.db"), "--to", str(tmp_path / "b"))
    (file,) = (tmp_path / "b").glob("*.db")
    before = eh.dump()
    assert "backup of another record" in eh("restore", str(file), "--use", code=2).err
    assert eh.dump() == before
    assert not list(eh.home.glob("record-restored-*")), "what may not be used is not left lying about"
    eh("restore", str(file), "--use", "--yes")
    assert eh("find", "larkin", "--json").json() == []


def test_a_backup_brought_to_a_file_of_any_name_is_put_to_use(allocated):
    eh = allocated
    shown = eh("show", "E-1", "--json").out
    eh("backup")
    (file,) = (eh.home / "backups").glob("*.db")
    eh("visit", "E-1", "--outcome", "made", "--by", "aroy")
    eh("restore", str(file), "--to", "practice", "--use")
    assert eh("show", "E-1", "--json").out == shown
    assert not (eh.home.parent / "practice").exists()


def test_a_backup_goes_to_the_place_of_the_record_only_by_being_put_to_use(allocated):
    eh = allocated
    eh("backup")
    (file,) = (eh.home / "backups").glob("*.db")
    shown = eh("show", "E-1", "--json").out
    eh.record.unlink()
    to = ("restore", file.name, "--to", str(eh.record))
    for words in (to, (*to, "--use")):
        assert "is the place of the record itself" in eh(*words, code=2).err
        assert [each.name for each in eh.home.glob("*.db*")] == []
    eh("restore", file.name, "--use")
    assert eh("show", "E-1", "--json").out == shown


def test_a_backup_while_others_write_is_one_moment_of_the_record(allocated):
    eh = allocated
    notes = [("note", "E-1", "--type", "Early Help Note", "--text", f"Note {number}", "--quiet") for number in range(3)]
    given = [(words, eh.start(*words)) for words in (*notes, *[("backup", "--keep", "50")] * 2)]
    for words, process in given:
        code, _, err = ended(eh, words, process)
        assert code == 0, err
    assert len(backups(eh)) == 2
    assert eh("record", "check", "--json").json()["findings"] == []


def test_night_takes_a_backup_and_says_so(allocated):
    told = allocated("night", "--out", str(allocated.home / "n"), today="2016-07-12", code=None)
    (file,) = backups(allocated)
    assert f"Backed up to {file}, up to entry 7." in told.err


@LOCAL
def test_a_folder_that_cannot_be_made_is_named(allocated, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    told = allocated("backup", "--to", str(tmp_path / "file" / "deep"), code=5)
    assert "cannot be made" in told.err
