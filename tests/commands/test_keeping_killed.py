"""Killed at any moment of a backup, a restore or an encryption, there is one whole record, the old or the new.

EH_KILLS sets how often each is killed.
"""

from __future__ import annotations

import os
import random
import sys

import pytest

from tests.offices import key_file, killed

TIMES = int(os.environ.get("EH_KILLS", "3"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


def test_a_restore_that_is_killed_leaves_the_old_record_or_the_restored_one(allocated):
    eh = allocated
    eh("backup")
    (file,) = (eh.home / "backups").glob("eh-*.db")
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Before")
    words = ("restore", file.name, "--use")
    for number, _ in enumerate(killed(lambda: eh.start(*words), eh.timed(*words), random.Random(7), TIMES)):
        assert eh("record", "check", "--json").json()["findings"] == []
        if eh.sql("SELECT 1 FROM about WHERE key = 'replaced'"):  # killed between the mark and the new name
            eh("restore", str(eh.record), "--use")
        eh("note", "E-1", "--type", "Early Help Note", "--text", f"After {number}")


def test_a_backup_that_is_killed_is_none_and_the_others_stand(allocated):
    eh = allocated
    for _ in killed(lambda: eh.start("backup", "--keep", "3"), eh.timed("backup"), random.Random(8), TIMES):
        there = eh("restore", "--json").json()
        assert there
        for each in there:
            eh("restore", each["file"], "--to", str(eh.home / "look.db"))
            (eh.home / "look.db").unlink()
    assert eh("record", "check", "--json").json()["findings"] == []


def test_an_encryption_that_is_killed_leaves_the_plain_record_or_the_encrypted_one(allocated, tmp_path):
    pytest.importorskip("sqlcipher3")
    eh = allocated
    key_file(tmp_path / "key", "ladder walnut kettle")
    key = {"EH_KEY_FILE": str(tmp_path / "key")}
    took = eh.timed("record", "encrypt", env=key)
    eh("record", "decrypt", env=key)
    for _ in killed(lambda: eh.start("record", "encrypt", env=key), took, random.Random(9), TIMES):
        assert eh("record", "check", "--json", env=key).json()["findings"] == []
        if eh.record.read_bytes()[:6] != b"SQLite":
            eh("record", "decrypt", env=key)
        if eh.sql("SELECT 1 FROM about WHERE key = 'replaced'"):
            eh("restore", str(eh.record), "--use")
