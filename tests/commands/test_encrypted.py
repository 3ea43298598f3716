"""An encrypted record is used like any other, holds nothing that can be read without its passphrase, and says so."""

from __future__ import annotations

import sys

import pytest

from tests.offices import key_file

pytest.importorskip("sqlcipher3")
WORDS = "ladder o'clock walnut ö"
OTHER = "kettle harbour ninepins"


@pytest.fixture
def key(tmp_path):
    return {"EH_KEY_FILE": str(key_file(tmp_path / "key", WORDS + "\n"))}


def readable(home) -> list[str]:
    """The files of a record or its backups in which a name of the family can be read."""
    files = [path for path in home.rglob("*") if path.is_file() and ".db" in path.name and path.suffix != ".json"]
    assert files
    return [path.name for path in files if b"Larkin" in path.read_bytes() or b"SQLite" in path.read_bytes()]


def test_a_record_is_encrypted_used_backed_up_brought_back_and_given_another_passphrase(allocated, key, tmp_path):
    eh = allocated
    shown = eh("show", "E-1", "--json").out
    assert readable(eh.home) == ["record.db"]
    sheet = tmp_path / "sheet.txt"
    told = eh("record", "encrypt", "--sheet", str(sheet), env=key)
    assert f"Encrypted: {eh.record}" in told.out
    assert WORDS in sheet.read_text("utf-8")
    if sys.platform != "win32":
        assert oct(sheet.stat().st_mode & 0o777) == "0o600"
        assert oct(eh.record.stat().st_mode & 0o777) == "0o600"
    assert readable(eh.home) == []

    # Used like any other
    assert eh("show", "E-1", "--json", env=key).out == shown
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school", env=key)
    told = eh("backup", "--json", env=key).json()
    assert told["encrypted"] is True
    assert eh("record", "check", "--json", env=key).json()["findings"] == []
    assert readable(eh.home) == []

    # Without its passphrase, or with another
    for words in (("overdue",), ("visit", "E-1", "--outcome", "made"), ("record", "check")):
        said = eh(*words, code=5)
        assert said.err.startswith(f"The record at {eh.record} is encrypted, or the beginning of its file is damaged.")
        assert "EH_KEY_FILE" in said.err
    key_file(tmp_path / "other", OTHER)
    said = eh("overdue", env={"EH_KEY_FILE": str(tmp_path / "other")}, code=5)
    assert said.err.splitlines()[0] == f"The passphrase does not open the record at {eh.record}."
    assert len(said.err.splitlines()) == 2, "nothing of the library's own"
    assert "cannot be read" in eh("overdue", env={"EH_KEY_FILE": str(tmp_path / "gone")}, code=5).err

    # Another passphrase
    said = eh("record", "passphrase", "--new-key-file", str(tmp_path / "other"), env=key).out
    before = said.partition("Backed up to ")[2].splitlines()[0]
    new = {"EH_KEY_FILE": str(tmp_path / "other")}
    assert "does not open" in eh("overdue", env=key, code=5).err
    assert eh("show", "N-1", "--json", env=new).json()["text"] == "Seen at school"
    said = eh("restore", before, env=new, code=5).err
    assert "does not open the backup" in said, "it has the passphrase of its time"
    assert "damaged" not in said

    # A backup that is encrypted comes back, and the record is decrypted
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Later", env=new)
    newest = eh("backup", "--json", env=new).json()["backup"]
    assert "It is the record now" in eh("restore", newest, "--use", env=new).out
    assert eh("show", "N-2", "--json", env=new).json()["text"] == "Later"
    assert readable(eh.home) == []
    eh("record", "decrypt", env=new)
    assert eh("record", "check", "--json").json()["findings"] == []
    assert eh("note", "E-1", "--type", "Early Help Note", "--text", "Plain", "--quiet").out == "N-0003\n"


def test_what_is_refused_before_anything_is_encrypted(eh, key, tmp_path):
    before = eh.record.read_bytes()
    short = key_file(tmp_path / "short", "short")
    for env, words, says in (
        ({"EH_KEY_FILE": str(short)}, (), "12 characters or more"),
        ({}, (), "nobody to ask"),
        (key, ("--sheet", str(eh.home / "sheet.txt")), "does not lie beside the record"),
        (key, ("--sheet", str(short)), "already"),
        (key, ("--sheet", str(tmp_path / "nowhere" / "sheet.txt")), "is not there"),
        (key, ("--sheet", str(short / "sheet.txt")), "is not there"),
    ):
        assert says in eh("record", "encrypt", *words, env=env, code=2).err
        assert eh.record.read_bytes() == before
    for words in (("record", "decrypt"), ("record", "passphrase")):
        assert "is not encrypted" in eh(*words, env=key, code=2).err
    assert not (eh.home / "sheet.txt").exists()


def test_a_record_is_made_encrypted_and_the_passphrase_typed_twice(bare, typed):
    code, screen = typed(bare, "init", "--encrypt", answers=[OTHER, "another"])
    assert code == 2
    assert "not the same" in screen
    assert not bare.record.exists()
    code, screen = typed(bare, "init", "--encrypt", answers=[OTHER, OTHER])
    assert code == 0, screen
    assert OTHER not in screen
    code, screen = typed(bare, "worker", "list", answers=[OTHER])
    assert (code, "abell" in screen, screen.count("Passphrase")) == (0, True, 1)
    code, screen = typed(bare, "worker", "list", answers=["something else"])
    assert code == 5
    assert "does not open the record" in screen


KEYRING = """
import os
from pathlib import Path
FILE = Path(os.environ["KEYRING"])
def get_password(service, name): return FILE.read_text("utf-8") if FILE.exists() else None
def set_password(service, name, text): FILE.write_text(text, "utf-8")
"""


def test_the_computers_keyring_keeps_the_passphrase_when_asked_to(eh, key, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "keyring.py").write_text(KEYRING, encoding="utf-8")
    from tests.offices import ROOT

    kept = {"PYTHONPATH": f"{tmp_path / 'lib'}:{ROOT}", "KEYRING": str(tmp_path / "kept")}
    eh("record", "encrypt", "--keyring", env=key | kept)
    assert (tmp_path / "kept").read_text(encoding="utf-8") == WORDS
    assert eh("find", "larkin", "--json", env=kept).json()
    (tmp_path / "kept").unlink()
    assert "is encrypted" in eh("find", "larkin", env=kept, code=5).err


def test_without_the_library_it_is_one_sentence(eh, key, tmp_path):
    (tmp_path / "lib" / "sqlcipher3").mkdir(parents=True)
    (tmp_path / "lib" / "sqlcipher3" / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    from tests.offices import ROOT

    said = eh("record", "encrypt", env=key | {"PYTHONPATH": f"{tmp_path / 'lib'}:{ROOT}"}, code=5)
    assert said.err.splitlines() == [
        "An encrypted record needs the library sqlcipher3, which is not installed.",
        "Install eh with its extra: pipx install '.[encrypt]'",
    ]
