"""docs/code.md draws the code as it is, and the hops it tells can be followed."""

from __future__ import annotations

import ast
import re
from itertools import pairwise

import pytest

from tests.architecture.drawing import PAGE, alone, floors, folders, page
from tests.architecture.imports import modules

HOP = re.compile(r"^\d+\. `ehcli\.([\w.]+):([\w.]+)`$", re.MULTILINE)


def traced() -> list[list[tuple[str, str]]]:
    """Each trace of the page as its hops: module and function."""
    text = PAGE.read_text(encoding="utf-8")
    runs = re.split(r"\n(?!\d+\. )", text)
    return [found for run in runs if (found := [(hop[1], hop[2]) for hop in HOP.finditer(run)])]


def function(module: str, name: str) -> ast.FunctionDef:
    """The function of that name, or the method after a class's name and a dot."""
    tree: ast.AST = ast.parse(modules()[module].read_text(encoding="utf-8"))
    for part in name.split("."):
        named = (each for each in ast.iter_child_nodes(tree) if getattr(each, "name", "") == part)
        tree = next(named)
    assert isinstance(tree, ast.FunctionDef)
    return tree


def names_in(node: ast.AST) -> set[str]:
    """Every name and attribute that a body uses."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def test_the_drawing_is_that_of_the_code() -> None:
    """Made anew by: python -m tests.architecture.drawing"""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_folder_says_what_it_is_for_and_stands_on_a_floor() -> None:
    known = folders()
    assert [name for name, sentence in known.items() if not sentence.endswith(".")] == []
    assert sorted(name for floor in floors() for name in floor) == sorted([*known, *alone()])


@pytest.mark.parametrize("hops", traced(), ids=lambda hops: hops[0][1])
def test_each_hop_of_a_command_calls_the_next(hops: list[tuple[str, str]]) -> None:
    for (module, name), (_, following) in pairwise(hops):
        body = function(module, name)
        assert following.split(".")[-1] in names_in(body), f"{module}:{name} does not call {following}"
    function(*hops[-1])


def test_three_commands_are_traced() -> None:
    assert len(traced()) >= 3
