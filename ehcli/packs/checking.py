"""A pack looked at as a whole: everything that is wrong with it, in the order of its file, and what to think about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ehcli.errors import EhError
from ehcli.machine import folders
from ehcli.packs import coverage, meetable, reading
from ehcli.packs.pack import Pack
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.in_force import of_versions
from ehcli.procedures.procedure import Procedure
from ehcli.screen.quoted import commands


class Checked(NamedTuple):
    """A pack that was looked at: what it holds, where it can be read, and everything that is wrong with it."""

    procedure: Procedure
    mistakes: list[BadPack]
    warnings: list[str]


def checked(typed: str, wrong: Callable[[Sequence[str]], str], today: date) -> Checked:
    """A pack, by its name or file, with all its mistakes; ``wrong`` says why a command cannot be typed so.

    Raises NotFound where there is none, and BadPack where it is not TOML or extends what is not there.
    """
    name = typed.partition("@")[0]
    known = name in reading.procedure_names()
    if not known:
        return looked_at(Path(typed), "", wrong, today)
    if typed != name and (version := folders.pack(typed)):
        return looked_at(version, name, wrong, today)
    first, *later = [
        looked_at(path, name, wrong, today) for path in (reading.procedure_file(name), *folders.versions(name))
    ]
    mistakes = [*first.mistakes, *(each for one in later for each in one.mistakes)]
    if not mistakes:
        try:
            of_versions([each.procedure for each in (first, *later)])
        except EhError as problem:
            mistakes.append(refusal(name, "procedure", "in_force_from", problem.message))
    warnings = [*first.warnings, *(each for one in later for each in one.warnings if each not in first.warnings)]
    return Checked(first.procedure, mistakes, warnings)


def looked_at(path: Path, name: str, wrong: Callable[[Sequence[str]], str], today: date) -> Checked:
    """One version of a pack with all its mistakes; ``name`` is what it must be called, where that is known."""
    gathered: list[EhError] = []
    layers = reading.whole(path, (), gathered)
    pack = Pack(path.name, layers.content, layers.fingerprint, gathered)
    found = pack.procedure()
    mistakes = [each for each in gathered if isinstance(each, BadPack)]
    if name and found.name != name and not any(each.key == "name" for each in mistakes):
        mistakes.append(refusal(path.name, "procedure", "name", f"must be {name}, as the file is called."))
    for item, key, why in (*meetable.unmet(found, pack.strange), *untypable(found, wrong)):
        mistakes.append(refusal(path.name, item, key, why))
    place = Places(path)
    mistakes.sort(key=lambda each: place.of(each.item, each.key))
    return Checked(found, mistakes, [*meetable.nobody_may(found), *unknown_rows(found), *found.stale(today)])


def unknown_rows(procedure: Procedure) -> Iterator[str]:
    """The requirements that a pack names and no table has."""
    known = {row.id for row in coverage.requirements()}
    named = [*(row for row, _ in coverage.held_by(procedure)), *(row for row, _ in coverage.left_out_by(procedure))]
    if strange := sorted(set(named) - known):
        yield f"In no table of requirements: {', '.join(strange[:10])}{' ...' if strange[10:] else ''}."


def untypable(procedure: Procedure, wrong: Callable[[Sequence[str]], str]) -> Iterator[tuple[str, str, str]]:
    """Each command that a pack gives for a duty and that cannot be typed so."""
    for duty in procedure.duties:
        for command in commands(duty.how):
            if why := wrong(command):
                yield f"duty {duty.id}", "how", f"'eh {' '.join(command)}' cannot be typed so: {why}"


class Places:
    """The lines of a pack's files, to tell mistakes in the order in which they stand there."""

    NAMED = re.compile(r"""\s*(?:id|slug|name|duty|of|why)\s*=\s*["'](.*)["']""")

    def __init__(self, path: Path) -> None:
        self.items: dict[str, int] = {}  # each item, and the line on which it begins
        self.keys: dict[tuple[int, str], int] = {}  # each key of it: the first line on which it stands
        lines = [line for file in folders.files_of_pack(path) for line in file.read_text(encoding="utf-8").splitlines()]
        self.end = len(lines)
        begun, kind, count = -1, "", dict[str, int]()
        for at, line in enumerate(lines):
            if header := re.match(r"\s*(\[\[?)\s*([\w.\"'-]+)", line):
                whole = header[2].replace('"', "")
                if "." not in whole or header[1] == "[":
                    outer = whole.split(".")[0]
                    inner = outer in ("duty", "change", "join", "closing_check") and "." in whole
                    if not inner:
                        begun, kind = at, outer.replace("closing_check", "closing check")
                        count[kind] = count.get(kind, 0) + 1
                        self.items.setdefault(f"{kind} number {count[kind]}", at)
                        self.items.setdefault(whole.replace("sources.", "source "), at)
            elif named := self.NAMED.match(line):
                self.items.setdefault(f"{kind} {named[1]}", begun)
            if key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
                self.keys.setdefault((begun, key[1]), at)

    def of(self, item: str, key: str) -> int:
        """The line of a key, else that of its item; behind all others what stands in none of these files."""
        begun = self.items.get(item, -1 if item == "the pack" else self.end)
        return self.keys.get((begun, key), begun)
