"""Procedure packs as they lie in data/: found by name, laid over what they extend, and read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.errors import EhError, NotFound, nearest
from ehcli.machine import folders
from ehcli.machine.hashes import sha256
from ehcli.packs import kept, shorthand, toml
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.complaints import Complaints
from ehcli.procedures.in_force import Procedures, of_versions
from ehcli.procedures.procedure import Procedure


def procedure_file(name: str) -> Path:
    """The pack of the procedure of that name, a council's own before the shipped one; raises NotFound."""
    known = procedure_names()
    # asked of the names there are, so that a path typed for a name opens nothing
    found = folders.pack(name) if name in known else None
    if found is None:
        hint = nearest(name, known) or f"There is {', '.join(known)}."
        raise NotFound(f"There is no procedure '{name}'.", hint)
    return found


def procedure_names() -> list[str]:
    """The procedures that can be used here."""
    return sorted({folders.name_of_pack(path).partition("@")[0] for path in folders.procedures()})


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
    """A procedure from its pack and those it extends, checked; raises BadPack naming file, item and key."""
    told = toml.told(path)
    known = kept.read(path, told, still_there)
    if known is None:
        from ehcli.packs.pack import Pack  # what checks a pack: seven modules

        layers = whole(path, ())
        known = Pack(path.name, layers.content, layers.fingerprint).procedure()
        kept.keep(path, told, layers.below, known)
    return known


def still_there(known: kept.Below) -> bool:
    """Whether each pack that another extends is still found under its name today, and holds what it held."""
    above = {file: of for of, _, file, _ in known}

    def extending(of: str) -> tuple[Path, ...]:
        return (*(extending(above[of]) if of in above else ()), Path(of).resolve())

    return all(
        str(below(Path(of), name, extending(of))[0]) == file and sha256(toml.told(Path(file))) == hash
        for of, name, file, hash in known
    )


class Layers(NamedTuple):
    """A pack laid over those it extends: the whole content, the fingerprint of all, and which they are."""

    content: dict[str, Any]
    fingerprint: str
    below: kept.Below


def whole(path: Path, extending: tuple[Path, ...], gathered: list[EhError] | None = None) -> Layers:
    """A pack laid over the one that it extends, or over several joined; what is wrong is raised, or gathered."""
    refuse = Complaints(partial(refusal, path.name), gathered)
    told = toml.told(path)
    own, print_of_own = toml.pack(path, told), sha256(told)
    head = own.get("procedure")
    others = head.get("extends") if isinstance(head, dict) else None
    if others is None:
        for key in ("change", "drop", "join", "place"):
            if key in own:
                refuse.take(refuse("the pack", key, "is for a pack that extends another: add extends to [procedure]."))
        return Layers(shorthand.spelled_out(own, refuse), print_of_own, [])
    names = others if isinstance(others, list) else [others]
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise refuse("procedure", "extends", "must be the name of a pack, or a list of such names, each once.")
    steps, bases = [], {}
    for name in names:
        found, base = base_of(path, name, extending, refuse)
        steps += [(str(path), name, str(found), sha256(toml.told(found))), *base.below]
        bases[name] = base
    print_of_all = "".join(base.fingerprint for base in bases.values())
    both = sha256(f"{print_of_all}{print_of_own}".encode())
    from ehcli.procedures.extending import extended, joined

    sources = {key: each for base in bases.values() for key, each in base.content.get("sources", {}).items()}
    own = shorthand.spelled_out(own, refuse, sources)
    joint = joined({name: base.content for name, base in bases.items()}, own, refuse)
    return Layers(extended(joint, own, refuse), both, steps)


def base_of(path: Path, name: str, extending: tuple[Path, ...], refuse: Complaints) -> tuple[Path, Layers]:
    """A pack that another extends, with all below it; raises what is made of one that is not there, or of a circle."""
    read_already = (*extending, path.resolve())
    found, there_is_one = below(path, name, read_already)
    if found is None:
        circle = " extends ".join(map(folders.name_of_pack, read_already))
        why = f"a circle: {circle} extends {name}." if there_is_one else f"there is no procedure '{name}'."
        raise refuse("procedure", "extends", why)
    return found, whole(found, read_already, refuse.gathered)


def below(path: Path, name: str, read_already: tuple[Path, ...]) -> tuple[Path | None, bool]:
    """The pack of that name that a pack is laid over, and whether there is any of that name.

    A council's own 'sandwell' may extend the one that ships: a pack is never laid over itself.
    """
    places = [path.parent, *(folder / "procedures" for folder in folders.folders("data"))]
    found = [each for place in places if (each := folders.pack(name, [place]))]
    return next((each for each in found if each.resolve() not in read_already), None), bool(found)
