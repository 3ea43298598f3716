"""The mutants that are made by hand: mistakes that no operator makes, each of which has to be noticed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.mutants.trying import Trial

LIST = Path(__file__).with_name("by_hand.toml")


def survivors(root: Path, trial: Trial) -> list[str]:
    """What those say that survive; SystemExit where one cannot be made any more."""
    found = []
    for each in tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]:
        source = (root / each["file"]).read_text(encoding="utf-8")
        if source.count(each["from"]) != 1:
            raise SystemExit(f"{LIST.name}: {each['from']!r} does not stand once in {each['file']}.")
        line = source[: source.index(each["from"])].count("\n") + 1
        mutant = source.replace(each["from"], each["to"])
        if trial.survives(each["file"], line, source, mutant)[0]:
            found.append(f"{each['file']}: {each['says']}")
    return found
