"""What is known against a package is told, and what nobody answered for is never called looked at."""

from __future__ import annotations

import pytest

from tests.supply import lock
from tests.supply.advisories import Answer, main

NAMES = [each.name for each in lock.pinned(lock.LOCK.read_text(encoding="utf-8"))]
CLEAN = Answer(tuple({"name": name, "version": "1", "vulns": []} for name in NAMES))
SKIPPED = Answer(tuple({"name": name, "skip_reason": "not found"} for name in NAMES))
AWAY = Answer(why="no route")
FAULTY = Answer(
    (*CLEAN.packages[1:], {"name": NAMES[0], "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]})
)
SOME = Answer((*CLEAN.packages[1:], *SKIPPED.packages[:1]))


@pytest.mark.parametrize(
    ("answers", "code", "must", "says"),
    [
        ([CLEAN], 0, 0, f"Looked up {len(NAMES)} of {len(NAMES)} packages: nothing known"),
        ([FAULTY], 1, 1, f"  {NAMES[0]} 1: X-1, mended in 2"),
        ([AWAY, FAULTY], 1, 1, "1 known against them"),
        ([AWAY, CLEAN], 0, 0, "nothing known"),
        ([SKIPPED, AWAY], 0, 3, "NOT LOOKED: no source of advisories answered"),
        ([AWAY, SKIPPED], 0, 3, "no route"),
        ([SOME, AWAY], 0, 0, f"NOT LOOKED: {NAMES[0]}"),
        ([SOME, FAULTY], 1, 1, "X-1"),
        ([Answer(FAULTY.packages[1:]), CLEAN], 1, 1, "X-1"),
    ],
)
def test_each_answer_is_told_as_what_it_is(
    answers: list[Answer], code: int, must: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, ended in (([], code), (["--must"], must)):
        left = iter(answers)
        assert main(words, lambda _, left=left: next(left)) == ended
        printed = capsys.readouterr().out
        assert says in printed
        assert ("Looked up" in printed) == any(answer.looked_at for answer in answers)
