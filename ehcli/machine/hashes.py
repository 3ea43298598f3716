"""A hash of what was read or written."""

from __future__ import annotations

import hashlib


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, as 64 figures and letters."""
    return hashlib.sha256(content).hexdigest()
