"""A hash of what was read or written.

Python's own, which is there at once: the one of hashlib brings OpenSSL with it, and that takes longer to load than
most commands take to hash.
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 12):
    from _sha2 import sha256 as made
else:
    from _sha256 import sha256 as made  # type: ignore[import-not-found]


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, as 64 figures and letters."""
    return str(made(content).hexdigest())
