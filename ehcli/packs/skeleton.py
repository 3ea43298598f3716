"""A new pack for a council that writes down its own procedure: with remarks, and blanks to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ehcli.errors import BadInput
from ehcli.machine import files, folders
from ehcli.packs import reading


def write(name: str, today: date) -> Path:
    """Writes a pack with blanks into the council's own folder; raises BadInput for a name that is taken."""
    folder = folders.councils("data") / "procedures"
    file = folder / f"{name}.toml"
    if name in reading.procedure_names() or file.exists():
        raise BadInput(
            f"There is a procedure '{name}' already.", f"Name another, or look at it: eh procedure check {name}"
        )
    text = folders.found("data", "new_procedure.toml").read_text(encoding="utf-8")
    text = text.replace("NAME", name).replace("2020-01-01", f"{today.year}-01-01")
    files.own_folder(folder)
    files.write(file, text)
    return file
