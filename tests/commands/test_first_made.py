"""A record that is being made is whole or not there: whoever is cut off on the way can make it again."""

from __future__ import annotations

import os
import random
import sys

import pytest

from ehcli.record import fresh
from tests.offices import killed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9, and other permissions")
MAKES = ("init", "--team", "tipton")


def test_an_init_that_is_killed_leaves_a_record_or_none(bare):
    took = bare.timed(*MAKES)
    for _ in killed(lambda: bare.start(*MAKES), took, random.Random(3), 4):
        if not bare.record.exists():
            bare(*MAKES)
        assert [each["worker"] for each in bare("worker", "list", "--json").json()] == ["abell"]
        assert bare("record", "check", "--json").json()["findings"] == []
        assert not list(bare.home.glob(".*.new*")), "nothing is left half made"
        for file in bare.home.glob("record.db*"):
            file.unlink()


def test_a_record_that_was_never_finished_is_made_anew_and_one_that_was_is_kept(bare):
    bare.home.mkdir(mode=0o700)
    fresh.create(bare.record, {"procedure": "sandwell", "practice": "no"})
    bare(*MAKES)
    bare("worker", "list")
    before = bare.record.read_bytes()
    assert "There is a record at" in bare(*MAKES, code=5).err
    assert bare.record.read_bytes() == before
    other = bare.home / "other.db"
    other.touch(0o600)
    bare(*MAKES, "--db", str(other))
    bare("worker", "list", "--db", str(other))


def test_what_is_no_record_is_never_taken_away(bare):
    bare.home.mkdir(mode=0o700)
    for name in ("notes.txt", "link.db", "folder.db"):
        path = bare.home / name
        if name == "link.db":
            path.symlink_to(bare.home / "elsewhere.db")
        elif name == "folder.db":
            path.mkdir(mode=0o600)
        else:
            path.write_text("not a record", encoding="utf-8")
            path.chmod(0o600)
        assert "There is a record at" in bare(*MAKES, "--db", str(path), code=5).err
        assert os.path.lexists(path)
    assert (bare.home / "notes.txt").read_text(encoding="utf-8") == "not a record"


def test_the_folders_above_a_record_are_for_their_owner_alone(bare):
    place = bare.home.parent / "deep" / "er" / "record.db"
    before = os.umask(0o022)
    try:
        bare(*MAKES, "--db", str(place))
    finally:
        os.umask(before)
    for folder in (place.parent, place.parent.parent):
        assert oct(folder.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize("name", ["a?b", "a%20b", "a b", "a'b\"c", "a\nb", "a#b?mode=memory", "file:x", "x" * 240])
def test_any_name_that_a_disk_takes_is_a_records(bare, name):
    place = bare.home.parent / "places" / f"{name}.db"
    on = ("--db", str(place))
    bare(*MAKES, *on)
    assert [each.name for each in place.parent.iterdir()] == [place.name]
    bare("backup", *on)
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton", *on)
    (kept,) = (bare.home / "backups").glob("*.db")
    bare("restore", str(kept), "--use", *on)
    assert bare("record", "check", "--json", *on).json()["findings"] == []
    assert [each["worker"] for each in bare("worker", "list", "--json", *on).json()] == ["abell"]


def test_a_name_that_no_disk_takes_is_refused_and_leaves_no_file(bare):
    place = bare.home.parent / "places" / f"{'x' * 250}.db"
    assert "eh failed" not in bare(*MAKES, "--db", str(place), code=5).err
    assert not place.parent.exists() or list(place.parent.iterdir()) == []
