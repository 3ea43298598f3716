"""Asks whether anything is known against the locked versions: python -m tests.supply.advisories [--must].

pip-audit asks one public source after the other. It calls a package that a source does not answer for skipped, and ends
well when all of them were: here that is never called a look. Where no source can be reached, that is said and the exit
code is 0, or 3 with --must. It is 1 where something is known against a package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tests.supply import lock

SOURCES = ("pypi", "osv")
SECONDS = 10  # that a source may take to answer


class Answer(NamedTuple):
    """What a source said of the packages of the lock, or why it said nothing."""

    packages: tuple[dict[str, Any], ...] = ()
    why: str = ""

    @property
    def looked_at(self) -> tuple[dict[str, Any], ...]:
        """The packages that the source knows, with what it holds against each."""
        return tuple(each for each in self.packages if "skip_reason" not in each)


def asked(source: str) -> Answer:
    """The answer of one source, by way of pip-audit."""
    words = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(lock.LOCK), "-f", "json"]
    words += ["--vulnerability-service", source, "--timeout", str(SECONDS), "--progress-spinner", "off"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return Answer(why="it did not answer in time")
    try:
        return Answer(tuple(json.loads(done.stdout)["dependencies"]))
    except ValueError:
        return Answer(why=(done.stderr.strip().splitlines() or ["it said nothing"])[-1])


def told(answers: Sequence[tuple[str, Answer]], names: Sequence[str], *, must: bool) -> tuple[list[str], int]:
    """What to say of the answers for those packages, and the exit code."""
    looked_at = [each for _, answer in answers for each in answer.looked_at]
    if not looked_at:
        silent = [f"  {source}: {answer.why or 'it knows none of these packages'}" for source, answer in answers]
        return [f"NOT LOOKED: no source of advisories answered for any of {len(names)} packages.", *silent], 3 * must
    seen = {lock.named(each["name"]) for each in looked_at}
    known = sorted({f"  {each['name']} {each['version']}: {fault}" for each in looked_at for fault in faults(each)})
    said = [f"Looked up {len(seen)} of {len(names)} packages: {len(known) or 'nothing'} known against them.", *known]
    left = sorted(set(names) - seen)
    return said + ([f"NOT LOOKED: {', '.join(left)}"] if left else []), 1 if known else 0


def faults(package: dict[str, Any]) -> Iterator[str]:
    """What is known against a package, each with the versions that mend it."""
    for each in package["vulns"]:
        yield f"{each['id']}, mended in {', '.join(each['fix_versions']) or 'no version'}"


def main(words: Sequence[str], ask: Callable[[str], Answer] = asked) -> int:
    names = [each.name for each in lock.pinned(lock.LOCK.read_text(encoding="utf-8"))]
    answers: list[tuple[str, Answer]] = []
    for source in SOURCES:
        answers.append((source, ask(source)))
        if len(answers[-1][1].looked_at) == len(names):
            break
    said, code = told(answers, names, must="--must" in words)
    print("\n".join(said))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
