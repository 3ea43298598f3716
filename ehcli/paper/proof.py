"""What a letter's file says of itself, read without Word: its reference, by which a copy is known again."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

IDENTIFIER = re.compile(rb"<dc:identifier>\s*(L-[0-9]+)\s*</dc:identifier>")
NAMED = re.compile(r"(L-[0-9]+)-")


def claimed(content: bytes, name: str) -> str:
    """The reference that a Word file carries inside, else the one its name begins with; empty without either."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            found = IDENTIFIER.search(parts.read("docProps/core.xml"))
    except (zipfile.BadZipFile, KeyError, RuntimeError, ValueError):
        found = None
    if found:
        return found[1].decode()
    begun = NAMED.match(name)
    return begun[1] if begun else ""
