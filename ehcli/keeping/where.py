"""Where everything lies that eh keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.errors import EhError, RecordUnusable
from ehcli.keeping import left
from ehcli.machine import folders


def where(desk: Desk) -> dict[str, Any]:
    """The record and whether there is one, the settings, the letters, the backups, and the council's own files.

    Whether the record is encrypted is the server's own affair for one on a server; of one that is, what lies beside
    it and can be read is told by folder and count.
    """
    place = desk.where.place
    return {
        "record": str(place.absolute() if isinstance(place, Path) else place),
        "exists": there(desk),
        "settings": str(folders.settings_file()),
        "letters": str(folders.home() / "letters"),
        "backups": str(folders.backups()),
        "practice": str(folders.practice_file()),
        "council": str(folders.home() / "council"),
        "encrypted": left.encrypted(place) if isinstance(place, Path) else None,
        "kind": kind(desk),
        "typed": [{"folder": folder, "files": count} for folder, count in left.typed().items()],
        "plain": [{"folder": folder, "files": count} for folder, count in left.plain(desk).items()],
    }


def kind(desk: Desk) -> str | None:
    """Practice or replay, of a record that may be told of any day; nothing of one that cannot be read as it lies."""
    if isinstance(desk.where.place, Path) and (not desk.where.place.is_file() or left.encrypted(desk.where.place)):
        return None
    try:
        return desk.days.kind or None
    except EhError:
        return None


def there(desk: Desk) -> bool:
    """Whether there is a record: a file, or an answer from the server."""
    if isinstance(desk.where.place, Path):
        return desk.where.place.is_file()
    try:
        return bool(desk.about)
    except RecordUnusable:
        return False
