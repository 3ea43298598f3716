"""The one home of writing files: whole or not at all, for their owner alone, and never through a planted link."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from zlib import crc32

from ehcli.errors import BadInput, EhError, NoRoom, NotFound, RecordUnusable

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
LARGEST = 1 << 20  # bytes of a form, a plan or a key that somebody names; ours: no source says how long one is
DOCUMENT = 50 << 20  # the same of a Word document, with its pictures
LONGEST_NAME, LONGEST_PATH = 255, 511  # bytes of a file's name on most disks, and of a path that SQLite opens
NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# What is half made: the computer and the process that make it; an earlier eh told no computer.
LEFT = re.compile(r"\..+?\.(?:([0-9a-f]{8})\.)?(\d+)\.new(-wal|-shm|-journal)?")


def why(error: OSError) -> str:
    """What the computer said of a file, as the end of a sentence: a full disk is called one."""
    return "the disk is full" if error.errno in FULL else str(error.strerror or error)


def room(error: OSError, else_: str) -> str:
    """The hint after such a sentence."""
    return "Make room on that disk, then try again." if error.errno in FULL else else_


def no_room(folder: Path) -> NoRoom:
    """The sentence for a full disk."""
    return NoRoom(f"The disk that {folder} lies on is full.", "Nothing was written. Make room on it, then try again.")


def is_full(folder: Path) -> bool:
    """Whether there is no room in a folder: some libraries only say that writing failed. It is tried."""
    tried = half_of(folder / "room")
    try:
        fill(tried, bytes(1 << 16))
    except OSError as error:
        return error.errno in FULL
    finally:
        take_away(tried)
    return False


# Documents: written beside their place under a random name, then renamed


def write(file: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    write_bytes(file, text.encode("utf-8"))


def write_bytes(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    write_all({file: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes files that belong together: every one is ready before the first takes its place, or all stay as they were.

    A link in the place of one is replaced, and what it leads to is left alone.
    """
    ready: dict[Path, Path] = {}
    at = Path()
    try:
        for at, content in contents.items():
            if at.is_dir():
                raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
            ready[at] = half_of(at)
            fill(ready[at], content)
        for at, half in ready.items():
            os.replace(half, at)
    except OSError as error:
        raise RecordUnusable(
            f"{at} cannot be written: {why(error)}.",
            room(error, "Close it if it is open, or name another folder."),
        ) from None
    finally:
        for half in ready.values():
            take_away(half)


def put(file: Path, content: bytes) -> None:
    """Saves a document whole: half of one is never found, and one that Word holds open is left as it is."""
    half = half_of(file)
    try:
        try:
            fill(half, content)
        except OSError as error:
            raise EhError(
                f"The letter cannot be saved in {file.parent}: {why(error)}.",
                room(error, "Choose a folder you can write to."),
            ) from None
        os.replace(half, file)
    except PermissionError:
        raise EhError(
            f"{file.name} cannot be replaced, because it is open.", "Close the letter in Word, then try again."
        ) from None
    except OSError as error:
        raise EhError(f"{file.name} cannot be saved: {why(error)}.") from None
    finally:
        take_away(half)


def half_of(file: Path) -> Path:
    """A name beside a file that nobody can foresee, and that names nobody."""
    return file.with_name(f".eh-{os.urandom(8).hex()}.{computer()}.{os.getpid()}.new")


def computer() -> str:
    """A mark of this computer, or container: processes are numbered in each anew."""
    return f"{crc32(os.uname().nodename.encode() if hasattr(os, 'uname') else b''):08x}"


def take_away(half: Path) -> None:
    """Takes away what was not finished; that it cannot be is told by whoever could not make it."""
    with suppress(OSError):
        half.unlink(missing_ok=True)


def fill(file: Path, content: bytes) -> None:
    """Makes a new file with this in it, and sees it onto the disk itself; raises OSError."""
    with os.fdopen(os.open(file, NEW, 0o600), "wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())


def empty(file: Path) -> None:
    """Makes a new empty file for its owner alone; raises FileExistsError where anything stands, a link too."""
    os.close(os.open(file, NEW, 0o600))


def add_line(file: Path, text: str) -> None:
    """Adds a line to a log of our own; raises OSError where it is a link or cannot be written."""
    own_folder(file.parent)
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(file, flags, 0o600), "a", encoding="utf-8") as log:
        log.write(f"{text}\n")


@contextmanager
def passing_text(text: str, folder: Path) -> Iterator[Path]:
    """A text in a file of its own for another program to change, taken away afterwards with what that put beside it.

    The folder is for its owner alone, and the file is named like whatever is half made: a later command finds it where
    this one is killed.
    """
    own_folder(folder)
    file = half_of(folder / "text")
    try:
        fill(file, text.encode())
        yield file
    finally:
        for each in beside(file):
            take_away(each)


def beside(file: Path) -> list[Path]:
    """A file that an editor had open, and its own copies of it: .name.swp, name~, #name#."""
    with suppress(OSError):
        return [each for each in file.parent.iterdir() if file.name.strip(".") in each.name]
    return []


def own_folder(folder: Path) -> None:
    """Makes a folder, and those above it, that only its owner can look into; one that stands is left as it is."""
    try:
        for each in reversed((folder, *folder.parents)):
            if not each.is_dir():
                with suppress(FileExistsError):  # somebody made it a moment before
                    os.mkdir(each, 0o700)
        if not folder.is_dir():
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as error:
        raise RecordUnusable(f"{folder} cannot be made: {why(error)}.", room(error, "Name another folder.")) from None


def out_folder(folder: Path) -> None:
    """Makes the folder that --out names, for its owner alone; raises EhError that says to name another."""
    try:
        own_folder(folder)
    except RecordUnusable as refused:
        raise EhError(refused.message, "Name another folder: --out DIR") from None


def open_in_word(file: Path) -> bool:
    """Whether Word's mark of an open document lies beside the file: its name with ~$ before it, or in two places."""
    return any(file.with_name(name).exists() for name in (f"~${file.name}", f"~${file.name[2:]}"))


# What somebody names for reading


def small(file: Path, most: int = LARGEST) -> bytes:
    """What a file holds that somebody made by hand; raises NotFound, and BadInput for what can be no such file.

    A device, a pipe or a folder is never read, and nothing waits for whoever would write to it.
    """
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as opened:
            known = os.fstat(handle)
            if not stat.S_ISREG(known.st_mode):
                raise unread(file, f"it is {kind_of(known.st_mode)}")
            content = opened.read(most + 1)
    except OSError as error:
        raise unread(file, "it is a folder" if isinstance(error, IsADirectoryError) else why(error)) from None
    except ValueError:  # a name that no file can have
        raise unread(file, "no file has such a name") from None
    if len(content) > most:
        raise BadInput(f"{file} is too long: more than {most >> 20} MB.", "Name the file that is meant.")
    return content


def unread(file: Path, because: str) -> NotFound:
    return NotFound(f"{file} cannot be read: {because}.", "Check the name, and that you may read it.")


def kind_of(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device"


# Databases


def flush(file: Path) -> None:
    """Sees a file that was written onto the disk itself."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def copy(file: Path, to: Path) -> None:
    """Copies a database's file for its owner alone, with what was not put away into it yet."""
    import shutil

    for source, copied in zip(database(file)[:2], database(to)[:2], strict=True):
        if source.exists():
            with source.open("rb") as opened, os.fdopen(os.open(copied, NEW, 0o600), "wb") as made:
                shutil.copyfileobj(opened, made, 1 << 20)
                made.flush()
                os.fsync(made.fileno())


def settle(fresh: Path, to: Path) -> None:
    """Gives a database that is whole its name; raises OSError, FileExistsError where something has that name."""
    longest = max(map(os.fsencode, database(to.absolute())), key=len)  # what the database keeps beside it later
    if len(longest) > LONGEST_PATH or len(os.path.basename(longest)) > LONGEST_NAME:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(to))
    flush(fresh)
    try:
        os.link(fresh, to)
    except FileExistsError:
        raise
    except OSError:  # not every disk can give a file two names
        if os.path.lexists(to):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to)) from None
        os.rename(fresh, to)


@contextmanager
def passing(name: Path) -> Iterator[Path]:
    """A place for a database that is wanted for a while, taken away afterwards."""
    fresh = half_of(name)
    try:
        yield fresh
    finally:
        for left in database(fresh):
            left.unlink(missing_ok=True)


def sweep(folder: Path, now: str, like: str) -> list[Path]:
    """Takes away what commands that were killed left half made in a folder; what was taken away."""
    gone = [left for left in half_made(folder, like) if is_dead(left, now)]
    for left in gone:
        for each in beside(left):
            take_away(each)
    return gone


def half_made(folder: Path, like: str) -> list[Path]:
    """What lies half made in a folder, by commands that run or were killed."""
    try:
        return sorted(left for left in folder.glob(like) if LEFT.fullmatch(left.name) and not left.is_dir())
    except OSError:
        return []


def is_dead(left: Path, now: str) -> bool:
    """Whether whoever made a half-made file is certainly gone: no such process, or it is an hour old."""
    found = LEFT.fullmatch(left.name)
    number = int(found[2]) if found and found[1] in (None, computer()) else 0
    if sys.platform != "win32" and 0 < number < 1 << 31:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    try:
        return left.stat().st_mtime < datetime.fromisoformat(now).timestamp() - 3600
    except OSError:
        return False


def database(file: Path) -> list[Path]:
    """A database's file with those that it keeps beside it."""
    return [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
