"""What was kept of each line of the corpus: what was typed, by whom, and what it printed."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tests.corpus import stories, tree


class Shown(NamedTuple):
    """One line of the corpus with what was kept of it."""

    group: stories.Group
    scene: stories.Scene
    line: stories.Line
    code: int
    out: str
    err: str

    @property
    def command(self) -> str:
        """The command that was typed, after what may stand before it."""
        words = self.line.words[1:]
        return next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in names()), "")


@cache
def names() -> frozenset[str]:
    return frozenset(tree.commands())


@cache
def shown() -> tuple[Shown, ...]:
    """Every line of every group, with its exit code and what was printed."""
    found = []
    for group in stories.groups():
        blocks = group.printed.read_text(encoding="utf-8").split("\n$ ")[1:]
        lines = [(scene, line) for scene in group.scenes for line in scene.lines]
        assert [block.partition("\n")[0] for block in blocks] == [line.typed for _, line in lines], group.name
        for block, (scene, line) in zip(blocks, lines, strict=True):
            _, code, *rest = block.split("\n")
            out, err = ("".join(f"{each[2:]}\n" for each in rest if each[:1] == mark) for mark in "|!")
            found.append(Shown(group, scene, line, int(code.removeprefix("= ")), out, err))
    return tuple(each for each in found if each.line.words[0] == "eh")


def asked(each: Shown, option: str) -> bool:
    return option in each.line.words


def did(each: Shown) -> bool:
    """Whether the command came to its end: what it found, such as something overdue, is an end as well."""
    return each.code in (0, 1) and not asked(each, "--help")
