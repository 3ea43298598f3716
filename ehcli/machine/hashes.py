"""A hash of what was read or written.

Python's own, which is there at once: the one of hashlib brings OpenSSL with it, and that takes longer to load than
most commands take to hash.
"""

from __future__ import annotations

import sys
from importlib import import_module

made = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, as 64 figures and letters."""
    return str(made(content).hexdigest())
