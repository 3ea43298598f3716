"""What lies about: copies that a killed command left half made, and what can be read beside an encrypted record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from glob import escape
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.machine import files, folders, keys
from ehcli.screen import screen

NO_FAMILY = ("council", "practice")  # folders of eh in which nobody real is named


def tell(desk: Desk) -> None:
    """Takes away what commands that are dead left half made, and names it and each folder with plain copies."""
    tell_swept(desk)
    for folder, like in looked(desk, ()):
        for file in files.half_made(folder, like):
            screen.tell(f"{file} is half made, by a command that runs or was killed. If none runs, delete it.")
    for where, count in typed().items():
        screen.tell(f"Typed and not recorded: {count} text{'s' if count > 1 else ''} in {where}")
    for where, count in copies(desk).items():
        screen.tell(f"Not encrypted: {count} {'copies' if count > 1 else 'copy'} of the record in {where}")


def tell_swept(desk: Desk, *places: Path) -> None:
    """Names each copy that was left half made, and takes it away where its maker is certainly gone.

    Looked for beside the record, in the folders of eh, and beside each of these ``places``.
    """
    for folder, like in looked(desk, places):
        for file in files.sweep(folder, desk.days.now(), like):
            screen.tell(f"{file} was left by a command that was killed: it is taken away.")


def looked(desk: Desk, places: Sequence[Path]) -> Iterable[tuple[Path, str]]:
    """The folders in which something may be left half made, and what it is called there."""
    places = [desk.where.beside, folders.backups() / desk.where.beside.name, *places]
    own = [folders.home(), *(folders.home() / name for name in ("letters", "invitations", "night", "typing"))]
    made = [(folder, ".eh-*.new*") for folder in (*own, *(place.parent for place in places))]
    earlier = [(place.parent, f".{escape(place.stem)}*.new*") for place in places]  # as an earlier eh called them
    return dict.fromkeys([*made, *earlier])


def typed() -> dict[str, int]:
    """How many texts that were typed lie where eh keeps them until they are recorded, by folder."""
    places = (folders.typing(), folders.home() / "unsent")
    found = {str(folder): sum(each.is_file() for each in entries(folder)) for folder in places}
    return {folder: count for folder, count in found.items() if count}


def plain_in_words(desk: Desk) -> Iterator[str]:
    """What lies beside an encrypted record and is not, by folder and count."""
    for folder, count in plain(desk).items():
        yield f"Not encrypted: {count} file{'s' if count > 1 else ''} in {folder}"


def plain(desk: Desk) -> dict[str, int]:
    """How many files in each folder can be read without the passphrase; nothing for a record that is not encrypted.

    Letters, lists, invitations, drafts and whatever else eh keeps; of databases those that are not encrypted.
    """
    place = desk.where.place
    if not isinstance(place, Path) or not encrypted(place):
        return {}
    found = {
        str(folder): sum(each.is_file() for each in folder.rglob("*"))
        for folder in entries(folders.home())
        if folder.is_dir() and folder.name not in NO_FAMILY and folder not in (place.parent, folders.backups())
    }
    return copies(desk) | {folder: count for folder, count in found.items() if count}


def copies(desk: Desk) -> dict[str, int]:
    """How many databases that are not encrypted lie beside an encrypted record and among its backups, by folder."""
    place = desk.where.place
    if not isinstance(place, Path) or not encrypted(place):
        return {}
    own = files.database(place)
    found = {
        str(folder): sum(keys.is_plain(each) for each in entries(folder) if each not in own)
        for folder in (place.parent, folders.backups())
    }
    return {folder: count for folder, count in found.items() if count}


def encrypted(place: Path) -> bool:
    """Whether there is a record in a file, and it is encrypted."""
    return place.is_file() and keys.is_encrypted(place)


def entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
