"""A letter as PDF, made by LibreOffice where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from ehcli.errors import EhError
from ehcli.machine import files

PATIENCE = 120  # seconds
MADE = re.compile(rb"(/CreationDate ?\(D:)[0-9]{14}")
MARK = re.compile(rb"[0-9A-F]{32}")  # by which PDFs are told apart, from the moment they were made
NAMES = ("soffice", "libreoffice")
PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)


def converted(document: bytes) -> bytes:
    """The PDF of a Word document, the same for the same document; raises EhError where LibreOffice cannot make it."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="eh-pdf-") as name:
        folder = Path(name)
        files.write_bytes(folder / "letter.docx", document)
        told = [program, f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*told, "--convert-to", "pdf", "--outdir", name, str(folder / "letter.docx")],
                capture_output=True,
                timeout=PATIENCE,
                check=True,
                env={**os.environ, "TZ": "UTC"},
            )
            return timeless((folder / "letter.pdf").read_bytes(), document)
        except subprocess.TimeoutExpired:
            raise EhError(
                f"LibreOffice did not make the PDF within {PATIENCE} seconds.", "Try again, or use --format docx"
            ) from None
        except (OSError, subprocess.CalledProcessError):
            raise EhError("LibreOffice could not make the PDF.", "Try again, or use --format docx") from None


def timeless(made: bytes, document: bytes) -> bytes:
    """A PDF with no trace of when it was made: its marks are those of its document, letter for letter as long."""
    mark = sha256(document).hexdigest().upper().encode()
    body, trailer, end = made.rpartition(b"trailer")
    return MADE.sub(rb"\g<1>20000101000000", body) + trailer + MARK.sub(lambda each: mark[: len(each[0])], end)


def _program() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((str(path) for path in PLACES if path.is_file()), None)
    if not found:
        raise EhError(
            "A PDF needs LibreOffice, which is not on this computer.",
            "Have LibreOffice installed, or use --format docx and save it as PDF from Word.",
        )
    return found


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """LibreOffice's own folder for this run: it never meets the one that somebody has open."""
    return tempfile.TemporaryDirectory(prefix="eh-office-")
