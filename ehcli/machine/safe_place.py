"""Whether a folder is a safe place for children's records, and for a database that several commands write to.

SQLite's write-ahead log does not work over a network, and a service that synchronises a folder copies a database
while it changes; both lose records without a word. Nobody else may look into the record's file or folder.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import NamedTuple

from ehcli.errors import RecordUnusable

WAY_OUT = (
    "Name a folder on this computer's own disk: --db PATH. "
    "Where several people share one record, keep it on a PostgreSQL server: --db postgresql://user@host/database"
)
NETWORKS = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "9p", "ceph", "glusterfs"),
    *("lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "webdav", "davfs", "davfs2", "vboxsf", "vmhgfs", "prl_fs", "coda"),
}
# A file system in user space is on the network or in a cloud, but for these, which lie on a disk of this computer.
LOCAL_FUSE = {"fuseblk", "fuse.ext2", "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"}
# Folders that a service synchronises, as that service names them.
SYNCED = (
    r"(onedrive|sharepoint|dropbox|nextcloud|owncloud)( - .*| ?\(.*\)|-.*)?"
    r"|google ?drive|my drive|drivefs|icloud ?drive|com~apple~clouddocs|mobile documents|cloudstorage|box sync"
)
IN_EACH = (
    "drive",
    "sharepoint",
    "dropbox",
    "cloud",
    "box sync",
    "mobile documents",
)  # looked for before the pattern is
ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
REMOTE = 4  # what Windows calls a drive that is a place on the network


class Mount(NamedTuple):
    """A file system and the folder it begins at."""

    at: str
    kind: str


class World(NamedTuple):
    """What is asked of the computer; tests put their own in its place."""

    system: str
    environment: Mapping[str, str]
    mounts: Callable[[Path], list[Mount]]
    drive_kind: Callable[[str], int]


def refuse_unsafe(path: Path, world: World | None = None) -> None:
    """Raises RecordUnusable for a place where a record would be lost or read by others, with the way out."""
    world = world or here()
    for place in dict.fromkeys((path, path.resolve())):  # where a link leads counts as well
        if because := unsafe(place, world):
            raise RecordUnusable(f"The record may not be at {path}: {because}.", WAY_OUT)
    if world.system != "win32":
        refuse_open(path)


def elsewhere(folder: Path, world: World | None = None) -> str:
    """Why what is put in a folder leaves this computer; empty when it stays."""
    return unsafe(folder.resolve() / "record.db", world or here())


def unsafe(path: PurePath, world: World) -> str:
    """Why a place is no place for a live database; empty when it is one."""
    if world.system == "win32":
        drive = PureWindowsPath(path).drive.removeprefix("\\\\?\\")
        if drive.startswith(("\\\\", "UNC\\")):
            return "that is a folder on another computer, and a database there loses what two people write"
        if drive and world.drive_kind(f"{drive}\\") == REMOTE:
            return f"drive {drive} is a folder on another computer, and a database there loses what two people write"
    elif kind := network(path, world):
        return f"that is a folder on another computer ({kind}), and a database there loses what two people write"
    return synced(path, world.environment)


def synced(path: PurePath, environment: Mapping[str, str]) -> str:
    """Why a folder is taken for one that a service synchronises; empty when it is not."""
    parents = [str(each).casefold() for each in path.parents]
    told = {environment[name].rstrip("/\\").casefold() for name in ONEDRIVE if environment.get(name)}
    like = [each.name for each in path.parents if any(word in each.name.casefold() for word in IN_EACH)]
    found = [name for name in like if re.fullmatch(SYNCED, name.casefold())]
    if found or told & set(parents):
        name = found[0] if found else "OneDrive"
        return f"the folder '{name}' is copied to other computers while it changes, which breaks a database"
    return ""


def network(path: PurePath, world: World) -> str:
    """The kind of network file system that a path is on; empty when it is on a disk of this computer."""
    around = [str(each) for each in (path, *path.parents)]
    over = [mount for mount in world.mounts(Path(path)) if mount.at in around]
    if not over:
        return ""
    # Of two file systems at the same folder the later one hides the earlier.
    kind = max(enumerate(over), key=lambda each: (len(each[1].at), each[0]))[1].kind
    return kind if kind in NETWORKS or (kind.startswith("fuse.") and kind not in LOCAL_FUSE) else ""


def refuse_open(path: Path) -> None:
    """Raises RecordUnusable where others can read the record's file or look into its folder."""
    for place, wanted in ((path.parent, "700"), (path, "600")):
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except OSError:
            continue  # told by whoever opens it
        if mode & 0o077:
            everybodys = place.is_dir() and (mode & stat.S_ISVTX or len(place.resolve().parts) < 3)  # as /tmp is
            raise RecordUnusable(
                f"Other people on this computer can reach {place} (its mode is {mode:o}).",
                "Choose a folder of your own with --db PATH"
                if everybodys
                else f"Make it yours alone: chmod {wanted} '{place}'",
            )


# What is asked of this computer


def here() -> World:
    mounts = {"linux": linux_mounts, "darwin": mac_mounts}.get(sys.platform, lambda path: [])
    return World(sys.platform, os.environ, mounts, windows_drive)


def linux_mounts(path: Path) -> list[Mount]:
    """Every file system there is, as the kernel tells it."""
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    return read_mountinfo(text)


def read_mountinfo(text: str) -> list[Mount]:
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        if after and len(fields := before.split()) > 4:
            at = fields[4]
            if "\\" in at:
                at = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), at)
            found.append(Mount(at, after.split()[0]))
    return found


def mac_mounts(path: Path) -> list[Mount]:
    """Every file system there is; only asked for where the path is not on the disk that the computer started from."""
    there = path
    while not os.path.ismount(there) and there != there.parent:
        there = there.parent
    if str(there) in ("/", "/System/Volumes/Data"):
        return []
    import subprocess  # 10 ms, wanted only for another disk

    told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False).stdout
    return read_mount(told)


def read_mount(text: str) -> list[Mount]:
    found = (re.fullmatch(r".+? on (.+) \(([\w.]+)[,)].*", line) for line in text.splitlines())
    return [Mount(each[1], each[2]) for each in found if each]


def windows_drive(root: str) -> int:
    """What Windows says a drive is."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))
