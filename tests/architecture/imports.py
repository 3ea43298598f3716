"""What imports what, read from the source and not from a running program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ehcli"


class Import(NamedTuple):
    """One module imported by another, and where: 'top', 'inside' a function, or for 'typing' only."""

    by: str
    module: str
    where: str
    line: int


def modules() -> dict[str, Path]:
    """Every module of ours by its name without ehcli; the migrations themselves are generated."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "versions":
            continue
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for name, path in modules().items() for found in _read(name, path))


def _read(name: str, path: Path) -> Iterator[Import]:
    known = modules()

    def walk(node: ast.AST, where: str) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            here = where
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                here = "inside"
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                here = "typing"
            if isinstance(child, ast.Import):
                yield from (Import(name, _named(alias.name, known), here, child.lineno) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert not child.level, f"{path}: say the whole name"
                for alias in child.names:
                    yield Import(name, _named(f"{child.module}.{alias.name}", known), here, child.lineno)
            else:
                yield from walk(child, here)

    return walk(ast.parse(path.read_text(encoding="utf-8")), "top")


def _named(full: str, known: dict[str, Path]) -> str:
    """'ehcli.record.port.Port' is ours: record.reading; anything else goes by its first word."""
    first, _, rest = full.partition(".")
    if first != "ehcli":
        return first
    while rest and rest not in known:
        rest = rest.rpartition(".")[0]
    return f".{rest}"
