"""Killed at any moment of a backup, a restore or an encryption, there is one whole record, the old or the new.

EH_KILLS sets how often each is killed.
"""

from __future__ import annotations

import os
import random
import sys

import pytest

from tests.offices import on_its_way

TIMES = int(os.environ.get("EH_KILLS", "3"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


def killed(eh, words, moment, env):
    """Runs a command and kills it somewhere on its way; whether it was killed."""
    process = eh.start(*words, env=env)
    try:
        process.wait(timeout=moment)
    except Exception:
        process.kill()
    process.communicate()
    return process.returncode != 0


def test_a_restore_that_is_killed_leaves_the_old_record_or_the_restored_one(allocated):
    eh, chance, deaths = allocated, random.Random(7), 0
    eh("backup")
    (file,) = (eh.home / "backups").glob("eh-*.db")
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Before")
    words = ("restore", file.name, "--use")
    took = eh.timed(*words)
    for number in range(TIMES):
        deaths += killed(eh, words, on_its_way(took, chance, number), {})
        assert eh("record", "check", "--json").json()["findings"] == []
        if eh.sql("SELECT 1 FROM about WHERE key = 'replaced'"):  # killed between the mark and the new name
            eh("restore", str(eh.record), "--use")
        eh("note", "E-1", "--type", "Early Help Note", "--text", f"After {number}")
    assert deaths, "nothing was ever killed: the test proves nothing"


def test_a_backup_that_is_killed_is_none_and_the_others_stand(allocated):
    eh, chance, deaths = allocated, random.Random(8), 0
    took = eh.timed("backup")
    for number in range(TIMES):
        deaths += killed(eh, ("backup", "--keep", "3"), on_its_way(took, chance, number), {})
        there = eh("restore", "--json").json()
        assert there
        for each in there:
            eh("restore", each["file"], "--to", str(eh.home / "look.db"))
            (eh.home / "look.db").unlink()
    assert deaths
    assert eh("record", "check", "--json").json()["findings"] == []


def test_an_encryption_that_is_killed_leaves_the_plain_record_or_the_encrypted_one(allocated, tmp_path):
    pytest.importorskip("sqlcipher3")
    eh, chance, deaths = allocated, random.Random(9), 0
    (tmp_path / "key").write_text("ladder walnut kettle", encoding="utf-8")
    key = {"EH_KEY_FILE": str(tmp_path / "key")}
    took = eh.timed("record", "encrypt", env=key)
    eh("record", "decrypt", env=key)
    for number in range(TIMES):
        deaths += killed(eh, ("record", "encrypt"), on_its_way(took, chance, number), key)
        assert eh("record", "check", "--json", env=key).json()["findings"] == []
        if eh.record.read_bytes()[:6] != b"SQLite":
            eh("record", "decrypt", env=key)
        if eh.sql("SELECT 1 FROM about WHERE key = 'replaced'"):
            eh("restore", str(eh.record), "--use")
    assert deaths
