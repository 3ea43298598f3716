"""TOML as it lies on disk. The only home of tomllib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ehcli.errors import NotFound
from ehcli.machine import files, folders
from ehcli.packs.refusal import BadPack, refusal


def read(path: Path) -> dict[str, Any]:
    """A TOML file as plain values; raises BadPack with the line when it is not TOML."""
    return parsed(path, told(path))


def told(path: Path) -> bytes:
    """What a file holds, or every file of a pack that is a folder; raises NotFound when it cannot be read."""
    try:
        if (path / folders.HEAD_OF_PACK).is_file():
            return b"".join(b"%s\n%s" % (each.name.encode(), files.small(each)) for each in folders.files_of_pack(path))
    except OSError as error:
        raise NotFound(
            f"{path} cannot be read: {files.why(error)}.", "Check the name and that you may read it."
        ) from None
    return files.small(path)


def parsed(path: Path, content: bytes) -> dict[str, Any]:
    """The content of a TOML file as plain values; raises BadPack with the line when it is not TOML."""
    import tomllib  # 10 ms with what it loads, wanted only for what was not parsed before

    try:
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(f"{path.name} is not a readable TOML file: {error}.", "Mend that line and try again.") from None
    except RecursionError:
        raise BadPack(f"{path.name} nests too deep to be read.", "Write each thing in a table of its own.") from None


def pack(path: Path, content: bytes) -> dict[str, Any]:
    """A pack as plain values; of a folder the lists of all its files, one after the other.

    Raises BadPack with the line when it is not TOML, and where two of its files say the same thing.
    """
    if not path.is_dir():
        return parsed(path, content)
    whole: dict[str, Any] = {}
    for file in folders.files_of_pack(path):
        for key, value in read(file).items():
            known = whole.get(key)
            if key not in whole:
                whole[key] = value
            elif isinstance(known, list) and isinstance(value, list):
                whole[key] = [*known, *value]
            elif isinstance(known, dict) and isinstance(value, dict) and not known.keys() & value.keys():
                whole[key] = {**known, **value}
            else:
                raise refusal(f"{path.name}/{file.name}", "the pack", key, "is said in another file of the folder too.")
    return whole


def front_matter(path: Path) -> dict[str, Any]:
    """What a letter template says of itself between its two lines of +++; nothing where it has none."""
    import tomllib

    parts = path.read_text(encoding="utf-8-sig").split("+++\n")
    return tomllib.loads(parts[1]) if len(parts) > 2 and not parts[0] else {}
