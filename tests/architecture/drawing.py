"""Draws the folders of eh, what each is for and which folders it imports, into docs/code.md.

Run as a script it writes the drawing anew: python -m tests.architecture.drawing
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.imports import PACKAGE, ROOT, imports, modules

PAGE = ROOT / "docs" / "code.md"
BEGINS, ENDS = "<!-- drawn by python -m tests.architecture.drawing -->", "<!-- drawn up to here -->"


def folder(module: str) -> str:
    """The folder that a module stands in: its first name."""
    return module.split(".")[0]


def folders() -> dict[str, str]:
    """Every folder with the sentence that says what it is for."""
    found = {}
    for path in sorted(PACKAGE.glob("*/__init__.py")):
        sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.parent.name] = sentence.split("\n\n")[0].replace("\n", " ")
    return found


def alone() -> dict[str, str]:
    """The modules that stand on a floor in no folder, each with the sentence that it begins with."""
    found = {}
    for path in sorted(PACKAGE.glob("[!_]*.py")):
        sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem] = sentence.split("\n\n")[0].replace("\n", " ")
    return found


def floors() -> list[list[str]]:
    """The floors from the top down, as the import contract in pyproject.toml has them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(each for each in told["tool"]["importlinter"]["contracts"] if each["id"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def arrows() -> dict[str, list[str]]:
    """The folders that each folder imports, in functions and for types too."""
    found: dict[str, set[str]] = {}
    for each in imports():
        if each.module.startswith(".") and each.module != ".":
            here, there = folder(each.by), folder(each.module[1:])
            if here and here != there:
                found.setdefault(here, set()).add(there)
    return {here: sorted(there) for here, there in found.items()}


def lines_of(name: str) -> int:
    """How many lines of Python a folder has."""
    return sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for module, path in modules().items()
        if folder(module) == name and path.parent.name != "versions"
    )


def drawing() -> Iterator[str]:
    """The table of folders, a floor after the other."""
    known, leads_to = folders() | alone(), arrows()
    yield "| floor | folder | what it is for | lines | imports |"
    yield "|---|---|---|---|---|"
    for number, floor in zip(range(len(floors()), 0, -1), floors(), strict=True):
        for name in sorted(floor):
            there = ", ".join(leads_to.get(name, ())) or "nothing of ours"
            yield f"| {number} | `{name}` | {known[name]} | {lines_of(name)} | {there} |"


def page() -> str:
    """docs/code.md with the drawing in its place."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGINS)
    after = rest.split(ENDS)[1]
    return f"{before}{BEGINS}\n" + "\n".join(drawing()) + f"\n{ENDS}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Drawn: {Path(PAGE).relative_to(ROOT)}")
