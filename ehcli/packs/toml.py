"""TOML as it lies on disk. The only home of tomllib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ehcli.errors import NotFound
from ehcli.packs.refusal import BadPack


def read(path: Path) -> dict[str, Any]:
    """A TOML file as plain values; raises BadPack with the line when it is not TOML."""
    return parsed(path, told(path))


def told(path: Path) -> bytes:
    """What a file holds; raises NotFound when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(
            f"{path} cannot be read: {error.strerror}.", "Check the name and that you may read it."
        ) from None


def parsed(path: Path, content: bytes) -> dict[str, Any]:
    """The content of a TOML file as plain values; raises BadPack with the line when it is not TOML."""
    import tomllib  # 10 ms with what it loads, wanted only for what was not parsed before

    try:
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(f"{path.name} is not a readable TOML file: {error}.", "Mend that line and try again.") from None


def front_matter(path: Path) -> dict[str, Any]:
    """What a letter template says of itself between its two lines of +++; nothing where it has none."""
    import tomllib

    parts = path.read_text(encoding="utf-8-sig").split("+++\n")
    return tomllib.loads(parts[1]) if len(parts) > 2 and not parts[0] else {}
