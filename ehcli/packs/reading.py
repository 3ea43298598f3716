"""Procedure packs as they lie in data/: found by name, laid over what they extend, and read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ehcli.errors import NotFound, nearest
from ehcli.machine import folders
from ehcli.machine.hashes import sha256
from ehcli.packs import kept, toml
from ehcli.packs.refusal import BadPack, refusal
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
    told = toml.told(path)
    known = kept.read(path, told, lambda below: below == chain(path, below))
    if known is None:
        from ehcli.packs.pack import Pack  # what checks a pack: seven modules

        layers = whole(path, ())
        known = Pack(path.name, layers.content, layers.fingerprint).procedure()
        kept.keep(path, told, layers.below, known)
    return known


def chain(path: Path, known: kept.Below) -> kept.Below | None:
    """The packs that these names lead to today, one below the other; none where one is not there any more."""
    found: kept.Below = []
    read_already: tuple[Path, ...] = ()
    for name, _, _ in known:
        read_already = (*read_already, path.resolve())
        file, _ = below(path, name, read_already)
        if file is None:
            return None
        found.append((name, str(file), sha256(toml.told(file))))
        path = file
    return found


class Layers(NamedTuple):
    """A pack laid over those it extends: the whole content, the fingerprint of all, and which they are."""

    content: dict[str, Any]
    fingerprint: str
    below: kept.Below


def whole(path: Path, extending: tuple[Path, ...]) -> Layers:
    """A pack laid over the one that it extends."""
    told = toml.told(path)
    own, print_of_own = toml.parsed(path, told), sha256(told)
    head = own.get("procedure")
    other = head.get("extends") if isinstance(head, dict) else None

    def refuse(item: str, key: str, why: str) -> BadPack:
        return refusal(path.name, item, key, why)

    if other is None:
        for key in ("change", "drop"):
            if key in own:
                raise refuse("the pack", key, "is for a pack that extends another: add extends to [procedure].")
        return Layers(own, print_of_own, [])
    read_already = (*extending, path.resolve())
    found, there_is_one = below(path, other, read_already)
    if found is None:
        circle = " extends ".join(file.stem for file in read_already)
        why = f"a circle: {circle} extends {other}." if there_is_one else f"there is no procedure '{other}'."
        raise refuse("procedure", "extends", why)
    from ehcli.procedures.extending import extended

    base = whole(found, read_already)
    both = sha256(f"{base.fingerprint}{print_of_own}".encode())
    step = (str(other), str(found), sha256(toml.told(found)))
    return Layers(extended(base.content, own, refuse), both, [step, *base.below])


def below(path: Path, name: object, read_already: tuple[Path, ...]) -> tuple[Path | None, bool]:
    """The pack of that name that a pack is laid over, and whether there is any of that name.

    A council's own 'sandwell' may extend the one that ships: a file is never laid over itself.
    """
    places_to_look = [path.parent, *(folder / "procedures" for folder in folders.folders("data"))]
    files = [folder / f"{name}.toml" for folder in places_to_look if isinstance(name, str)]
    found = [file for file in files if file.is_file()]
    return next((file for file in found if file.resolve() not in read_already), None), bool(found)
