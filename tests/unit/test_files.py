"""Folders for their owner alone, made while others make them too."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from ehcli.errors import EhError, NoRoom, RecordUnusable
from ehcli.machine import files
from ehcli.record import port


@pytest.mark.skipif(sys.platform == "win32", reason="the modes of files are POSIX's")
def test_a_folder_that_somebody_made_a_moment_before_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two backups at once each find no folder: the second to make it goes on with that of the first."""
    make = os.mkdir

    def made_by_another(path: str, mode: int = 0o777) -> None:
        make(path, 0o750)
        make(path, mode)  # raises FileExistsError, as for whoever comes second

    folder = tmp_path / "backups"
    monkeypatch.setattr(os, "mkdir", made_by_another)
    files.own_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_and_a_full_share_of_it_are_called_so_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def no_room(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "one").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(RecordUnusable, match="the disk is full") as refused:
        files.write_all({tmp_path / "one": b"new", tmp_path / "two": b"new"})
    assert "Make room" in refused.value.hint
    with pytest.raises(EhError, match="the disk is full"):
        files.put(tmp_path / "one", b"new")
    assert files.is_full(tmp_path)
    for said in ("disk I/O error", "database or disk is full"):
        assert isinstance(port.no_room(tmp_path / "record.db", OSError(said)), NoRoom)
    monkeypatch.undo()
    assert not files.is_full(tmp_path)
    assert port.no_room(tmp_path / "record.db", OSError("disk I/O error")) is None
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("one", "old")]


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes or links")
def test_what_is_written_is_for_its_owner_alone_and_follows_no_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("another's", encoding="utf-8")
    (tmp_path / "list").symlink_to(victim)
    files.write(tmp_path / "list", "mine")
    files.put(tmp_path / "letter", b"mine")
    files.own_folder(tmp_path / "a" / "b")
    assert victim.read_text(encoding="utf-8") == "another's"
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("list", "letter")} == {0o600}
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")} == {0o700}
    (tmp_path / "log").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        files.add_line(tmp_path / "log", "mine")


def test_a_file_in_a_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(RecordUnusable, match="cannot be made"):
        files.own_folder(tmp_path / "backups")
