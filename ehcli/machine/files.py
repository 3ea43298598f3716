"""Writing files whole: a temporary name, flushed, then renamed; and folders for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ehcli.errors import EhError, RecordUnusable


def write(file: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    write_bytes(file, text.encode("utf-8"))


def write_bytes(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with fresh.open("wb") as made:
            made.write(content)
            made.flush()
            os.fsync(made.fileno())
        os.replace(fresh, file)
    except OSError as error:
        raise RecordUnusable(
            f"{file} cannot be written: {error.strerror}.", "Close it if it is open, or name another folder."
        ) from None


def flush(file: Path) -> None:
    """Sees a file that was written onto the disk itself."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def own_folder(folder: Path) -> None:
    """Makes a folder that only its owner can look into; one that stands already is left as it is."""
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    except OSError as error:
        raise RecordUnusable(f"{folder} cannot be made: {error.strerror}.", "Name another folder.") from None


def copy(file: Path, to: Path) -> None:
    """Copies a database's file for its owner alone, with what was not put away into it yet."""
    import shutil

    for source, copied in zip(database(file)[:2], database(to)[:2], strict=True):
        if source.exists():
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
            with source.open("rb") as opened, os.fdopen(os.open(copied, flags, 0o600), "wb") as made:
                shutil.copyfileobj(opened, made, 1 << 20)
                made.flush()
                os.fsync(made.fileno())


@contextmanager
def passing(name: Path, now: str) -> Iterator[Path]:
    """A place for a database that is wanted for a while, taken away afterwards; what a killed one left goes as well."""
    from glob import escape

    an_hour_ago = datetime.fromisoformat(now).timestamp() - 3600
    for left in name.parent.glob(f".{escape(name.name)}.*.new*"):
        if left.stat().st_mtime < an_hour_ago:
            left.unlink(missing_ok=True)
    fresh = name.with_name(f".{name.name}.{os.getpid()}.new")
    try:
        yield fresh
    finally:
        for left in database(fresh):
            left.unlink(missing_ok=True)


def database(file: Path) -> list[Path]:
    """A database's file with those that it keeps beside it."""
    return [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm", "-journal")]


def put(file: Path, content: bytes) -> None:
    """Saves a document whole: half of one is never found, and one that Word holds open is left as it is."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".letter-", suffix=".part")
    except OSError as error:
        raise EhError(
            f"The letter cannot be saved in {file.parent}: {error.strerror}.",
            "Choose a folder you can write to.",
        ) from None
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as made:
            made.write(content)
            made.flush()
            os.fsync(made.fileno())
        os.replace(half, file)
    except PermissionError:
        raise EhError(
            f"{file.name} cannot be replaced, because it is open.", "Close the letter in Word, then try again."
        ) from None
    except OSError as error:
        raise EhError(f"{file.name} cannot be saved: {error.strerror}.") from None
    finally:
        half.unlink(missing_ok=True)


def open_in_word(file: Path) -> bool:
    """Whether Word's mark of an open document lies beside the file: its name with ~$ before it, or in two places."""
    return any(file.with_name(name).exists() for name in (f"~${file.name}", f"~${file.name[2:]}"))
