"""Where the passphrase of an encrypted record comes from: a key file, the computer's own keyring, or whoever asks.

The only home of keyring.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ehcli.errors import BadInput, NotFound, RecordUnusable
from ehcli.machine import files, folders

SERVICE = "eh"
SHORTEST = 12  # our default: no source says how long
PAGE = 4096
PLAIN = b"SQLite format 3\x00"


def is_encrypted(path: Path) -> bool:
    """Whether a record's file is encrypted: whole pages that do not begin as a database does.

    The file is opened for this once in a process and before it is opened as a database: to close it afterwards would
    let go of the locks that the database holds on it.
    """
    try:
        stands = path.stat()
        same = (stands.st_dev, stands.st_ino)
        if same not in _KNOWN and stands.st_size:
            with path.open("rb") as file:
                _KNOWN[same] = stands.st_size % PAGE == 0 and file.read(len(PLAIN)) != PLAIN
    except OSError:
        return False  # told by whoever opens it
    return _KNOWN.get(same, False)


def is_plain(path: Path) -> bool:
    """Whether a file is a database that anybody can read who has it; for one that eh has not open."""
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN)) == PLAIN
    except OSError:
        return False


_KNOWN: dict[tuple[int, int], bool] = {}


def passphrase(path: Path) -> str:
    """The passphrase of a record, from the first place that has it; raises RecordUnusable when none has."""
    if told := key_file():
        return read(told)
    if kept := from_keyring(path):
        return kept
    if sys.stdin is not None and sys.stdin.isatty():
        return asked("Passphrase of the record: ")
    raise RecordUnusable(
        f"The record at {path} is encrypted, or the beginning of its file is damaged.",
        "Say where its passphrase is: EH_KEY_FILE=FILE. Or run this at a terminal, where it is asked for.",
    )


def key_file() -> str:
    """The key file: EH_KEY_FILE, else 'key_file' in the settings."""
    if told := os.environ.get("EH_KEY_FILE", ""):
        return told
    try:
        return str(json.loads(folders.settings_file().read_text(encoding="utf-8")).get("key_file", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def read(file: str) -> str:
    """The passphrase in a key file: its one line. Raises RecordUnusable for a file that others can read."""
    path = Path(file).expanduser()
    try:
        if sys.platform != "win32" and path.stat().st_mode & 0o077:
            raise RecordUnusable(
                f"Other people on this computer can read the key file {file}.",
                f"Make it yours alone: chmod 600 '{path}'",
            )
        text = files.small(path).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, NotFound, UnicodeDecodeError):
        raise RecordUnusable(
            f"The key file {file} cannot be read.", "Put it back, or name another: EH_KEY_FILE=FILE"
        ) from None
    if not text or len(text.splitlines()) > 1:
        what = "has more than one line" if text else "is empty"
        raise RecordUnusable(f"The key file {file} {what}.", "It holds the passphrase on its one line.")
    return text


def composed(text: str) -> str:
    """A passphrase with its letters as most computers type them: an accent is written in two ways."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)


def fresh(file: str = "") -> str:
    """A new passphrase: of a key file, else typed twice; raises BadInput for one that is too short or mistyped."""
    told = file or key_file()
    if told:
        text = composed(read(told))
    elif sys.stdin is not None and sys.stdin.isatty():
        text = composed(asked("New passphrase: "))
        if text != composed(asked("The same again: ")):
            raise BadInput("The two are not the same.", "Nothing was changed; try again.")
    else:
        raise BadInput("There is nobody to ask for a passphrase.", "Put it in a file: EH_KEY_FILE=FILE")
    if len(text) < SHORTEST or not text.isprintable():
        raise BadInput(
            f"A passphrase has {SHORTEST} characters or more, all of which can be typed.",
            "Three or four words that have nothing to do with each other are good.",
        )
    return text


def asked(question: str) -> str:
    """What somebody types without its being shown."""
    import getpass  # wanted only at a terminal

    return getpass.getpass(question)


# The computer's own keyring


def from_keyring(path: Path) -> str:
    """What the keyring keeps for this record; empty where there is no keyring or it has nothing."""
    try:
        import keyring

        return keyring.get_password(SERVICE, str(path.absolute())) or ""
    except Exception:  # a keyring that is locked or has no backend fails in its own ways  # noqa: BLE001
        return ""


def keep(path: Path, text: str) -> None:
    """Puts the passphrase of a record into the keyring; raises RecordUnusable where that cannot be done."""
    try:
        import keyring
    except ImportError:
        raise RecordUnusable(
            "The library keyring is not installed.",
            "Install it beside eh (pipx inject ehcli keyring), or leave it out.",
        ) from None
    try:
        keyring.set_password(SERVICE, str(path.absolute()), text)
    except Exception as error:  # as above  # noqa: BLE001
        raise RecordUnusable(
            f"The computer's keyring did not take the passphrase ({type(error).__name__}).", "Use a key file instead."
        ) from None
