"""Procedure packs as they lie in data/: found by name, laid over what they extend, and read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ehcli.errors import NotFound, nearest
from ehcli.machine import folders
from ehcli.packs import parsed
from ehcli.packs.pack import Pack
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.extending import extended
from ehcli.procedures.in_force import Procedures, of_versions
from ehcli.procedures.procedure import Procedure


def procedure_file(name: str) -> Path:
    """The file of the procedure of that name, a council's own before the shipped one; raises NotFound."""
    known = procedure_names()
    if name not in known:  # asked of the names there are, so that a path typed for a name opens nothing
        hint = nearest(name, known) or f"There is {', '.join(known)}."
        raise NotFound(f"There is no procedure '{name}'.", hint)
    return folders.found("data", f"procedures/{name}.toml")


def procedure_names() -> list[str]:
    """The procedures that can be used here."""
    return sorted({path.stem.partition("@")[0] for path in folders.procedures()})


def procedure(name: str) -> Procedure:
    """The newest version of the procedure of that name, checked; raises BadPack naming file, item and key."""
    return programme(name).steps[-1][1]


def programme(name: str) -> Procedures:
    """Every version of the procedure of that name: NAME.toml and NAME@VERSION.toml beside it.

    Raises BadPack naming file, item and key, and EhError where versions overlap or leave a gap.
    """
    files = [procedure_file(name), *folders.versions(name)]
    versions = [load(file) for file in files]
    for version, file in zip(versions, files, strict=True):
        if version.name != name:
            raise BadPack(f"{file.name}: procedure, 'name': must be {name}, as the file is called.", "Mend the pack.")
    return of_versions(versions)


def load(path: Path) -> Procedure:
    """A procedure from its file and those it extends, checked; raises BadPack naming file, item and key."""
    content, fingerprint = whole(path, ())
    return Pack(path.name, content, fingerprint).procedure()


def whole(path: Path, extending: tuple[Path, ...]) -> tuple[dict[str, Any], str]:
    """The content of a pack laid over that of the pack it extends, and the fingerprint of both."""
    own, print_of_own = parsed.content(path)
    head = own.get("procedure")
    other = head.get("extends") if isinstance(head, dict) else None

    def refuse(item: str, key: str, why: str) -> BadPack:
        return refusal(path.name, item, key, why)

    if other is None:
        for key in ("change", "drop"):
            if key in own:
                raise refuse("the pack", key, "is for a pack that extends another: add extends to [procedure].")
        return own, print_of_own
    read_already = (*extending, path.resolve())
    # A council's own 'sandwell' may extend the one that ships: a file is never laid over itself.
    places_to_look = [path.parent, *(folder / "procedures" for folder in folders.folders("data"))]
    files = [folder / f"{other}.toml" for folder in places_to_look if isinstance(other, str)]
    found = [file for file in files if file.is_file()]
    below = next((file for file in found if file.resolve() not in read_already), None)
    if below is None:
        chain = " extends ".join(file.stem for file in read_already)
        why = f"a circle: {chain} extends {other}." if found else f"there is no procedure '{other}'."
        raise refuse("procedure", "extends", why)
    base, print_of_base = whole(below, read_already)
    both = hashlib.sha256(f"{print_of_base}{print_of_own}".encode()).hexdigest()
    return extended(base, own, refuse), both
