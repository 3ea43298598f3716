"""What is said of a pack that cannot be trusted."""

from __future__ import annotations

from ehcli.errors import EhError

MEND = "Mend the pack; nothing of it is used until then."


class BadPack(EhError):
    """A procedure pack that cannot be trusted, named by file, item and key: exit code 2."""

    file = item = key = why = ""


def refusal(file: str, item: str, key: str, why: str) -> BadPack:
    """What is said of a pack that cannot be trusted."""
    bad = BadPack(f"{file}: {item}, '{key}': {why}", MEND)
    bad.file, bad.item, bad.key, bad.why = file, item, key, why
    return bad
