"""Where a record may lie: told from what the computer says of a place, which tests say in its stead."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ehcli.errors import RecordUnusable
from ehcli.machine import safe_place
from ehcli.machine.safe_place import Mount, World

LINUX = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:30 / /home rw,relatime shared:2 - ext4 /dev/vdb rw
31 30 0:31 / /home/abell/net rw shared:3 - nfs4 files:/export rw,vers=4.2
32 30 0:32 / /home/abell/net/own rw - ext4 /dev/vdc rw
33 22 0:33 / /mnt/a\\040share rw - cifs //files/eh rw
34 22 0:34 / /mnt/ssh rw - fuse.sshfs jmay@files: rw
35 22 0:35 / /mnt/disk rw - fuseblk /dev/sdb1 rw
36 22 0:36 / /mnt/over rw - ext4 /dev/vdd rw
37 22 0:37 / /mnt/over rw - 9p share rw
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//abell@files/eh on /Volumes/Early Help (smbfs, nodev, nosuid, mounted by abell)
"""


def world(system: str = "linux", mounts: str = LINUX, remote: str = "", **environment: str) -> World:
    read = safe_place.read_mount if system == "darwin" else safe_place.read_mountinfo
    return World(system, environment, lambda path: read(mounts), lambda root: 4 if root == remote else 3)


@pytest.mark.parametrize(
    "path",
    [
        *("/home/abell/eh/record.db", "/home/abell/net/own/record.db", "/mnt/disk/record.db", "/home/abell/nets/r.db"),
        *("/home/abell/box/record.db", "/home/abell/Onedriver/r.db", "/home/abell/dropbox.db", "/srv/my drives/r.db"),
    ],
)
def test_a_folder_on_the_computers_own_disk_is_a_place_for_a_record(path: str) -> None:
    assert safe_place.unsafe(PurePosixPath(path), world()) == ""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/abell/net/record.db", "nfs4"),
        ("/home/abell/net/deep/down/record.db", "nfs4"),
        ("/mnt/a share/record.db", "cifs"),
        ("/mnt/ssh/record.db", "fuse.sshfs"),
        ("/mnt/over/record.db", "9p"),
    ],
)
def test_a_folder_on_another_computer_is_none(path: str, kind: str) -> None:
    assert f"on another computer ({kind})" in safe_place.unsafe(PurePosixPath(path), world())


@pytest.mark.parametrize(
    "path",
    [
        *("/home/abell/OneDrive/eh/r.db", "/home/abell/OneDrive - Anytown Council/r.db", "/home/abell/Dropbox/r.db"),
        *("/home/abell/Dropbox (Team)/r.db", "/home/abell/Google Drive/r.db", "/home/abell/Nextcloud/x/r.db"),
        *("/Users/abell/Library/Mobile Documents/com~apple~CloudDocs/r.db", "/Users/a/iCloud Drive/r.db"),
        *("/Users/abell/Library/CloudStorage/OneDrive-Anytown/r.db", "/home/abell/SharePoint/r.db"),
    ],
)
def test_a_synchronised_folder_is_none(path: str) -> None:
    assert "is copied to other computers while it changes" in safe_place.unsafe(PurePosixPath(path), world())


def test_windows_is_asked_what_a_drive_is() -> None:
    def said(path: str, **more: str) -> str:
        return safe_place.unsafe(PureWindowsPath(path), world("win32", remote="H:\\", **more))

    assert said("C:\\Users\\abell\\AppData\\Local\\eh\\record.db") == ""
    assert said("\\\\?\\C:\\Users\\abell\\AppData\\Local\\eh\\record.db") == ""
    assert "on another computer" in said("\\\\files\\eh\\record.db")
    assert "on another computer" in said("\\\\?\\UNC\\files\\eh\\record.db")
    assert "drive H: is a folder on another computer" in said("H:\\eh\\record.db")
    assert "is copied" in said("C:\\Users\\abell\\OneDrive - Anytown\\Documents\\record.db")
    assert "is copied" in said("D:\\Work\\eh\\record.db", OneDriveCommercial="D:\\Work\\")


def test_a_mac_is_asked_for_its_volumes() -> None:
    told = world("darwin", MAC)
    assert "(smbfs)" in safe_place.unsafe(PurePosixPath("/Volumes/Early Help/r.db"), told)
    assert safe_place.unsafe(PurePosixPath("/Users/abell/r.db"), told) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="other links")
def test_a_link_counts_by_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir(mode=0o700)
    (tmp_path / "own").mkdir(mode=0o700)
    (tmp_path / "own" / "record.db").symlink_to(tmp_path / "OneDrive" / "record.db")
    with pytest.raises(RecordUnusable, match="is copied") as refused:
        safe_place.refuse_unsafe(tmp_path / "own" / "record.db", world())
    assert "--db PATH" in refused.value.hint
    assert "postgresql://" in refused.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions")
@pytest.mark.parametrize(("folder", "file"), [(0o755, 0o600), (0o750, 0o600), (0o700, 0o644), (0o700, 0o660)])
def test_what_others_can_read_is_refused_with_what_mends_it(tmp_path: Path, folder: int, file: int) -> None:
    home, record = tmp_path / "home", tmp_path / "home" / "record.db"
    home.mkdir()
    record.touch()
    record.chmod(file)
    home.chmod(folder)
    with pytest.raises(RecordUnusable) as refused:
        safe_place.refuse_unsafe(record, world())
    wrong = f"chmod 700 '{home}'" if folder != 0o700 else f"chmod 600 '{record}'"
    assert refused.value.hint.endswith(wrong)
    home.chmod(0o700)
    record.chmod(0o600)
    safe_place.refuse_unsafe(record, world())


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions")
def test_nobody_is_told_to_close_a_folder_that_is_everybodys(tmp_path: Path) -> None:
    """A folder in which anybody may make files, as /tmp is, or one at the top of the disk: another is named."""
    tmp_path.chmod(0o1777)
    for folder in (tmp_path, Path("/usr")):
        with pytest.raises(RecordUnusable) as refused:
            safe_place.refuse_open(folder / "record.db")
        assert "chmod" not in refused.value.hint
        assert "--db PATH" in refused.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="Linux")
def test_this_computer_can_be_asked(tmp_path: Path) -> None:
    assert Mount("/proc", "proc") in safe_place.linux_mounts(tmp_path)
