"""What is said of a pack that cannot be trusted."""

from __future__ import annotations

from ehcli.errors import EhError


class BadPack(EhError):
    """A procedure pack that cannot be trusted, named by file, item and key: exit code 2."""


def refusal(file: str, item: str, key: str, why: str) -> BadPack:
    """What is said of a pack that cannot be trusted."""
    return BadPack(f"{file}: {item}, '{key}': {why}", "Mend the pack; nothing of it is used until then.")
