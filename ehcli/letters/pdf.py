"""A letter as PDF, made by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from ehcli.errors import EhError

PATIENCE = 120  # seconds
NAMES = ("soffice", "libreoffice")
PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)


def converted(document: bytes) -> bytes:
    """The PDF of a Word document; raises EhError where LibreOffice is not there or does not manage it."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="eh-pdf-") as name:
        folder = Path(name)
        (folder / "letter.docx").write_bytes(document)
        told = [program, f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*told, "--convert-to", "pdf", "--outdir", name, str(folder / "letter.docx")],
                capture_output=True,
                timeout=PATIENCE,
                check=True,
            )
            return (folder / "letter.pdf").read_bytes()
        except subprocess.TimeoutExpired:
            raise EhError(
                f"LibreOffice did not make the PDF within {PATIENCE} seconds.", "Try again, or use --format docx"
            ) from None
        except (OSError, subprocess.CalledProcessError):
            raise EhError("LibreOffice could not make the PDF.", "Try again, or use --format docx") from None


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
