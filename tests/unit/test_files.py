"""Folders for their owner alone, made while others make them too."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from ehcli.errors import RecordUnusable
from ehcli.machine import files


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


def test_a_file_in_a_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(RecordUnusable, match="cannot be made"):
        files.own_folder(tmp_path / "backups")
