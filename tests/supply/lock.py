"""Reads requirements.lock, which .ci/tasks lock makes; writes the same versions without hashes to constraints.txt.

A lock with hashes refuses a folder such as '.', for a folder has no hash: the README's commands take the constraints.
Run as a script it writes them: python -m tests.supply.lock
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LOCK, CONSTRAINTS = ROOT / "requirements.lock", ROOT / "constraints.txt"
ITSELF = "ehcli"
ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
    r"    # via(?P<via>(?: [^\n]+|(?:\n    #   [^\n]+)+))$",
    re.MULTILINE,
)


class Pinned(NamedTuple):
    """A package of the lock: its one version, where it is for, its files' hashes, and what asks for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]

    @property
    def pin(self) -> str:
        """The version as a line of constraints."""
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def named(package: str) -> str:
    """A package's name as the lock spells it."""
    return re.sub(r"[-_.]+", "-", package).casefold()


def pinned(text: str) -> tuple[Pinned, ...]:
    """Every package of a lock; raises ValueError where something stands there that is not read."""
    found = tuple(_entry(entry) for entry in ENTRY.finditer(text))
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    if len(lines) != len(found):
        raise ValueError(f"{len(lines)} packages stand in the lock, and {len(found)} can be read.")
    return found


def _entry(entry: re.Match[str]) -> Pinned:
    via = (line.strip(" #") for line in entry["via"].splitlines())
    asked_by = tuple(ITSELF if each.startswith(f"{ITSELF} ") else named(each) for each in via if each)
    hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", entry["hashes"]))
    return Pinned(named(entry["name"]), entry["version"], entry["marker"] or "", hashes, asked_by)


def project() -> dict[str, Any]:
    """What pyproject.toml says of eh."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def asked(*extras: str) -> Iterator[str]:
    """The packages that eh itself asks for, and those of its extras."""
    told = project()
    for line in (*told["dependencies"], *(each for extra in extras for each in told["optional-dependencies"][extra])):
        yield named(re.split(r"[\s\[<>=!~;]", line, maxsplit=1)[0])


def needed(packages: Sequence[Pinned], roots: Iterator[str]) -> set[str]:
    """The packages that those need, directly or by way of others, with themselves."""
    found, more = set[str](), set(roots)
    while more:
        found |= more
        more = {each.name for each in packages if more & set(each.asked_by)} - found
    return found & {each.name for each in packages}


def constraints(text: str) -> str:
    """The lock's versions without its hashes."""
    head = "# The versions of requirements.lock, without the hashes that refuse a folder. Made by: .ci/tasks lock\n"
    return head + "".join(f"{each.pin}\n" for each in pinned(text))


if __name__ == "__main__":
    CONSTRAINTS.write_text(constraints(LOCK.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print("Written: constraints.txt")
