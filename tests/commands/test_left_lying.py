"""Nothing of an encrypted record lies about unsaid, each backup opens with its own passphrase, keys are looked at."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata

import pytest

from tests.offices import PATIENCE, held_back, key_file

pytest.importorskip("sqlcipher3")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9, and other permissions")
WORDS, OTHER = "ladder o'clock walnut ö", "kettle harbour ninepins"


@pytest.fixture
def key(tmp_path):
    return {"EH_KEY_FILE": str(key_file(tmp_path / "key", WORDS))}


@pytest.fixture
def other(tmp_path):
    return {"EH_KEY_FILE": str(key_file(tmp_path / "other", OTHER))}


@pytest.fixture
def locked(allocated, key):
    allocated("record", "encrypt", env=key)
    return allocated


def half_made(eh) -> list:
    return sorted(each for each in eh.home.rglob(".*") if ".new" in each.name)


def cut_off(eh, *words, env) -> None:
    """Kills a command once the copy that it makes is there."""
    for _ in range(50):
        process = eh.start(*words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not half_made(eh):
            time.sleep(0.001)
        process.kill()
        process.wait(PATIENCE)
        if half_made(eh):
            return
        if eh.record.read_bytes()[:6] == b"SQLite":
            eh("record", "encrypt", env=env)
    pytest.fail("it was never killed on its way")


def test_what_a_killed_command_left_is_named_and_taken_away(locked, key):
    eh = locked
    for words, after in ((("record", "decrypt"), ("record", "check")), (("record", "decrypt"), ("backup",))):
        cut_off(eh, *words, env=key)
        (left, *_) = half_made(eh)
        told = eh(*after, env=key)
        assert f"{left} was left by a command that was killed: it is taken away." in told.err
        assert half_made(eh) == []
        assert "was left by" not in eh(*after, env=key).err


def test_what_a_running_command_makes_is_named_and_left_alone(locked, key):
    mine = locked.home / f".record.db.{os.getpid()}.new"
    mine.write_bytes(b"SQLite format 3\x00")
    another = locked.home / ".profile.99999999.new"
    another.write_text("not ours", encoding="utf-8")
    told = locked("record", "check", env=key).err
    assert f"{mine} is half made" in told
    assert mine.exists()
    assert another.exists()
    assert "profile" not in told


def test_what_can_be_read_beside_an_encrypted_record_is_told_by_folder_and_count(allocated, key):
    eh = allocated
    assert eh("record", "where", "--json").json()["encrypted"] is False
    eh("backup")
    eh("letter", "no-contact", "E-1")
    eh("night", code=None)
    told = eh("record", "encrypt", env=key).err
    assert f"Not encrypted: 1 file in {eh.home / 'letters'}" in told
    assert f"Not encrypted: 1 file in {eh.home / 'backups'}" in told
    where = eh("record", "where", "--json", env=key).json()
    assert where["encrypted"] is True
    assert {"folder": str(eh.home / "letters"), "files": 1} in where["plain"]
    said = eh("record", "where").out
    assert "Encrypted: yes" in said
    assert f"in {eh.home / 'night'}" in said
    assert "Larkin" not in said
    assert "no-contact" not in said


def test_both_passphrases_can_be_given_and_none_is_called_damage(locked, key, other, typed):
    eh = locked
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Of the old passphrase", env=key)
    said = eh("record", "passphrase", "--new-key-file", other["EH_KEY_FILE"], env=key).out
    old = said.partition("Backed up to ")[2].splitlines()[0]
    eh("backup", env=other)
    assert os.path.exists(old), "no later backup of that day takes its place"
    name = os.path.basename(old)
    refused = eh("restore", name, env=other, code=5).err
    assert "does not open the backup" in refused
    assert "--key-file" in refused
    assert "damaged" not in refused
    looked = eh("restore", name, "--key-file", key["EH_KEY_FILE"], "--json", env=other).json()
    assert eh("show", "N-1", "--json", "--db", looked["file"], env=other).json()["text"] == "Of the old passphrase"
    code, screen = typed(eh, "restore", name, "--to", str(eh.home / "again.db"), answers=[WORDS], **other)
    assert (code, "made under" in screen) == (0, True), screen

    # Put to use, it gives no reference out twice and lies under the passphrase of today
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Later", env=other)
    eh("restore", name, "--use", "--key-file", key["EH_KEY_FILE"], env=other)
    assert eh("note", "E-1", "--type", "Early Help Note", "--text", "x", "--quiet", env=other).out == "N-0003\n"


def test_a_record_that_cannot_be_read_is_replaced_only_when_that_is_said(locked, key, other):
    eh = locked
    eh("backup", env=key)
    (file,) = (eh.home / "backups").glob("*.db")
    before = eh.record.read_bytes()
    words = ("restore", file.name, "--use", "--key-file", key["EH_KEY_FILE"])
    told = eh(*words, env=other, code=5).err
    assert "references may be given out again" in told
    assert "--yes" in told
    assert eh.record.read_bytes() == before
    assert not list(eh.home.glob("record-re*")), "nothing is left of it"
    assert "It is the record now" in eh(*words, "--yes", env=other).out
    eh("overdue", env=key)


def test_a_plain_backup_comes_back_encrypted_where_the_record_is(allocated, key):
    eh = allocated
    eh("backup")
    (file,) = (eh.home / "backups").glob("*.db")
    eh("record", "encrypt", env=key)
    restored = eh("restore", file.name, "--json", env=key).json()["file"]
    with open(restored, "rb") as made:
        assert made.read(6) != b"SQLite"
    eh("restore", file.name, "--use", env=key)
    assert eh.record.read_bytes()[:6] != b"SQLite"
    assert eh("record", "check", "--json", env=key).json()["findings"] == []


def test_a_key_file_is_for_one_person_and_has_one_line(locked, key, tmp_path):
    eh = locked
    file = tmp_path / "key"
    for content in ("\ufeff" + WORDS, WORDS + "\r\n", unicodedata.normalize("NFD", WORDS) + "\n\n"):
        file.write_text(content, encoding="utf-8")
        eh("overdue", env=key)
    file.write_text(WORDS + "\nkettle\n", encoding="utf-8")
    assert "has more than one line" in eh("overdue", env=key, code=5).err
    file.write_text(WORDS, encoding="utf-8")
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        told = eh("overdue", env=key, code=5).err
        assert "can read the key file" in told
        assert f"chmod 600 '{file}'" in told


def test_a_record_under_letters_taken_apart_still_opens(allocated, tmp_path):
    from sqlcipher3 import dbapi2

    apart = unicodedata.normalize("NFD", WORDS)
    plain = dbapi2.connect(str(allocated.record))
    plain.execute("PRAGMA journal_mode=DELETE")
    new = tmp_path / "new.db"
    quoted = apart.replace("'", "''")
    plain.execute(f"ATTACH DATABASE ? AS fresh KEY '{quoted}'", (str(new),))
    plain.execute("SELECT sqlcipher_export('fresh')")
    plain.close()
    new.chmod(0o600)
    for rest in allocated.home.glob("record.db*"):
        rest.unlink()
    new.rename(allocated.record)
    allocated("overdue", env={"EH_KEY_FILE": str(key_file(tmp_path / "apart", apart))})


def test_a_sheet_that_cannot_be_written_is_refused_before_anything_is_encrypted(allocated, key, tmp_path):
    place = tmp_path / "closed"
    place.mkdir(mode=0o500)
    for sheet in (place / "sheet.txt", tmp_path / "nowhere" / "sheet.txt"):
        process = allocated.start("record", "encrypt", "--sheet", str(sheet), env=key, preexec_fn=held_back)
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode in (2, 5), err
        assert b"recovery sheet" in err
        assert allocated.record.read_bytes()[:6] == b"SQLite"


KILLING = """import os, pathlib, signal, sys
file = pathlib.Path(sys.argv[1])
file.write_text("Told in confidence")
file.with_name(file.name + "~").write_text("Told in confidence")
file.with_name("." + file.name + ".swp").write_text("Told in confidence")
os.kill(os.getppid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("more", [(), ("--restrict-to", "ecaf")])
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_text_in_an_editor_lies_in_no_folder_of_everybodys_and_is_swept(
    allocated, key, typed, tmp_path, more, encrypted
):
    eh, env = allocated, key if encrypted else {}
    eh("group", "add", "ecaf", "--member", "abell", "--by", "jmay")
    if encrypted:
        eh("record", "encrypt", env=key)
    everybodys, editor = tmp_path / "everybodys", tmp_path / "editor.py"
    everybodys.mkdir()
    editor.write_text(KILLING, encoding="utf-8")
    note = ("note", "E-1", "--type", "Case Summary", *more)
    typed(eh, *note, VISUAL=f"{sys.executable} {editor}", TMPDIR=str(everybodys), **env)
    assert list(everybodys.iterdir()) == []
    typing = eh.home / "typing"
    assert typing.stat().st_mode & 0o777 == 0o700
    assert len(list(typing.iterdir())) == 3
    assert {"folder": str(typing), "files": 3} in eh("record", "where", "--json", env=env).json()["typed"]
    assert f"Typed and not recorded: 3 in {typing}" in eh("record", "where", env=env).out
    told = eh("record", "check", env=env).err
    assert f"{typing}/.eh-" in told and "was left by a command that was killed: it is taken away." in told
    assert list(typing.iterdir()) == []
    assert "confidence" not in eh("show", "E-1", env=env).out
