"""A record that was moved says where it went in its old place, and takes nothing more there, on either database."""

from __future__ import annotations

import pytest

from tests.server import SharedOffice


def refuses(old, place: str, *on: str) -> None:
    """Reading says where the record went in one line; writing is refused; the check finds it."""
    said = f"was moved to {place}."
    before = old.dump()[0]
    for words in (("overdue",), ("show", "E-1"), ("find", "larkin")):
        told = old(*words, *on)
        assert told.err.count(said) == 1, told.err
        assert told.err.splitlines()[0].startswith("Note: The record at")
    for words in (("visit", "E-1", "--outcome", "made"), ("allocate", "E-1", "--to", "bcole", "--by", "jmay")):
        told = old(*words, *on, code=5).err
        assert said in told
        assert f"--db {place}" in told
    assert said in old("record", "check", *on, code=1).out
    assert said in old("night", "--out", str(old.home / "lists"), *on, code=1).err
    told = [row for row in old.dump()[0] if not row.startswith(('INSERT INTO "looked"', "looked"))]
    assert told == [row for row in before if not row.startswith(('INSERT INTO "looked"', "looked"))]


def test_a_record_moved_to_a_server_and_back_is_written_in_one_place_alone(_allocated, databases, tmp_path):
    office = _allocated.copy(tmp_path / "home")
    there = SharedOffice(tmp_path / "there", office.today, databases("template0"), databases)
    there.home.mkdir(mode=0o700)
    office("record", "move", "--to", there.url)
    refuses(office, there.url)
    assert "moved" not in there("visit", "E-1", "--outcome", "made").err

    back = tmp_path / "back" / "record.db"
    there("record", "move", "--to", str(back))
    refuses(there, str(back))
    on = {"env": {"EH_DB": str(back)}}
    assert "moved" not in office("visit", "E-1", "--outcome", "made", **on).err
    assert office("record", "check", "--json", **on).json()["findings"] == []


def test_an_old_place_is_used_again_when_a_backup_of_it_is_brought_back(_allocated, databases, tmp_path):
    office = _allocated.copy(tmp_path / "home")
    there = SharedOffice(tmp_path / "there", office.today, databases("template0"), databases)
    office("record", "move", "--to", there.url)
    office("backup")
    (kept,) = (office.home / "backups").glob("*.db")
    office("restore", kept.name, "--use")
    assert "moved" not in office("visit", "E-1", "--outcome", "made").err
    assert office("record", "check", "--json").json()["findings"] == []


@pytest.mark.parametrize("on_server", [True, False])
def test_a_move_that_fails_leaves_the_record_as_it_was(_allocated, databases, tmp_path, on_server):
    office = _allocated.copy(tmp_path / "home")
    office.sql("DELETE FROM worklist")
    there = SharedOffice(tmp_path / "there", office.today, databases("template0"), databases)
    to = there.url if on_server else str(tmp_path / "other.db")
    assert office("record", "move", "--to", to, code=None).code in (2, 5)
    office("visit", "E-1", "--outcome", "made")


def test_the_old_place_takes_nothing_though_somebody_takes_its_mark_away(_allocated, databases, tmp_path):
    office = _allocated.copy(tmp_path / "home")
    there = SharedOffice(tmp_path / "there", office.today, databases("template0"), databases)
    office("record", "move", "--to", there.url)
    for statement in ("DELETE FROM about WHERE key = 'moved'", "INSERT INTO about VALUES ('moved', '/nowhere.db')"):
        office.sql(statement)
        assert f"was moved to {there.url}." in office("overdue").err
        assert f"was moved to {there.url}." in office("visit", "E-1", "--outcome", "made", code=5).err
        assert "The journal says that the record was moved to" in office("record", "check", code=1).out
        office("record", "rebuild", code=5)
