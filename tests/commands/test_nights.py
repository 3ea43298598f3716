"""A night does what it can, says first what it could not, and its files are whole and for their owner alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from tests.offices import PATIENCE, held_back

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="other permissions")


def mode(path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def backups(eh) -> list:
    return sorted((eh.home / "backups").glob("*.db"))


def contents(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_a_night_writes_is_for_its_owner_alone(allocated, tmp_path):
    before = os.umask(0)
    try:
        allocated("night", "--out", str(tmp_path / "deep" / "lists"), today="2016-07-27", code=1)
    finally:
        os.umask(before)
    assert mode(tmp_path / "deep") == mode(tmp_path / "deep" / "lists") == "0o700"
    assert {mode(file) for file in (tmp_path / "deep" / "lists").iterdir()} == {"0o600"}
    assert mode(allocated.home / "heads.tsv") == "0o600"


def test_a_night_that_cannot_write_its_lists_makes_its_backup_and_says_so_first(allocated, tmp_path):
    out = tmp_path / "lists"
    allocated("night", "--out", str(out), code=None)
    was, made = contents(out), len(backups(allocated))
    out.chmod(0o500)
    process = allocated.start("night", "--out", str(out), today="2016-07-27", preexec_fn=held_back)
    _, err = process.communicate(timeout=PATIENCE)
    out.chmod(0o700)
    first, *more = err.decode().splitlines()
    assert process.returncode == 5
    assert first.startswith("The lists were not written, and those from before stand:")
    assert any(line.startswith("Backed up to") for line in more)
    assert len(backups(allocated)) >= made
    assert contents(out) == was


def test_a_night_that_cannot_back_up_writes_its_lists_and_says_so_first(allocated, tmp_path):
    (allocated.home / "backups").write_text("in the way", encoding="utf-8")
    told = allocated("night", "--out", str(tmp_path / "lists"), today="2016-07-27", code=5)
    assert told.err.splitlines()[0].startswith("No backup was made:")
    assert (tmp_path / "lists" / "tipton-overdue.json").is_file()
    assert "overdue" in told.out


def test_a_list_whose_place_is_taken_leaves_every_list_as_it_was(allocated, tmp_path):
    out = tmp_path / "lists"
    allocated("night", "--out", str(out), code=None)
    (out / "summary.json").unlink()
    (out / "summary.json").mkdir()
    was = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
    told = allocated("night", "--out", str(out), today="2016-07-27", code=5)
    assert "summary.json cannot be written" in told.err
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == was


def test_a_full_folder_mixes_no_lists_and_is_called_a_full_disk(allocated, tmp_path):
    out = tmp_path / "small"
    out.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(out)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(made, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    try:
        (out / "tipton-overdue.csv").write_text("of yesterday", encoding="utf-8")
        (out / "filling").write_bytes(b"x" * 45056)
        was = contents(out)
        told = allocated("night", "--out", str(out), today="2016-07-27", code=5)
        assert "the disk is full" in told.err.splitlines()[0]
        assert "Backed up to" in told.err
        assert contents(out) == was, "nothing of today, and nothing half made"
    finally:
        subprocess.run(["umount", "-l", str(out)], check=True)


def test_a_planted_link_is_replaced_and_never_followed(allocated, tmp_path):
    out = tmp_path / "lists"
    out.mkdir()
    victim = tmp_path / "victim"
    victim.write_text("another's", encoding="utf-8")
    for name in ("summary.json", ".summary.json.new", "tipton-overdue.csv"):
        (out / name).symlink_to(victim)
    allocated("night", "--out", str(out), today="2016-07-27", code=1)
    assert victim.read_text(encoding="utf-8") == "another's"
    assert not (out / "summary.json").is_symlink()
    assert (out / ".summary.json.new").is_symlink(), "it is not ours"


def test_heads_that_were_spoilt_or_taken_away_are_said_and_stop_no_check(allocated, tmp_path):
    eh, heads = allocated, allocated.home / "heads.tsv"
    eh("night", "--out", str(tmp_path / "lists"), code=None)
    good = heads.read_bytes()
    heads.write_bytes(b"\xff\xfe garbled\n" + good)
    told = eh("record", "check", "--json", code=1).json()["findings"]
    assert [each for each in told if f"Line 1 of {heads} is not a head of a journal" in each] == told
    assert eh("record", "check", code=1).out.splitlines()[-1].endswith("1 findings.")
    heads.unlink()
    assert f"No head of this journal is in {heads}" in eh("record", "check", code=1).out
    heads.mkdir()
    assert f"{heads}, where the nightly run keeps its heads, is no file" in eh("record", "check", code=1).out
    heads.rmdir()
    eh("night", "--out", str(tmp_path / "lists"), code=None)
    assert eh("record", "check", "--json").json()["findings"] == []
