"""A procedure as a Word document, for a manager to read, tick and sign."""

from __future__ import annotations

from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.packs import reading
from ehcli.paper import word
from ehcli.procedures.sheet import sheet


def write(desk: Desk, name: str, out: str) -> Path:
    """Writes the sheet of a procedure to a file, or into a folder under the procedure's own name; raises NotFound."""
    procedure = reading.procedure(name)
    named = f"{procedure.name}-{procedure.version}.docx"
    file = Path(out).expanduser() if out else Path(named)
    file = file / named if file.is_dir() else file
    word.write_sheet(sheet(procedure, desk.days.workdays), file)
    return file
