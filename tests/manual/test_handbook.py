"""eh help prints the pages of the handbook; what they name is there, and every command stands on its page."""

from __future__ import annotations

import re

import pytest

from ehcli.cli.commands import COMMANDS
from ehcli.machine import handbook
from tests.hinted import ROOT
from tests.manual import commands

TOPICS = list(handbook.pages())
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *handbook.pages().values()]


def test_the_page_of_commands_is_that_of_the_commands() -> None:
    """Made anew by: python -m tests.manual.commands"""
    text = commands.PAGE.read_text(encoding="utf-8")
    assert text == commands.page()
    assert re.findall("^### eh (.*)$", text, re.MULTILINE) == [command.name for command in COMMANDS]


def test_help_lists_the_pages_those_for_a_reader_first(bare) -> None:
    told = bare("help").out.splitlines()
    assert [line.split()[0] for line in told] == TOPICS
    assert TOPICS[:5] == ["officer", "manager", "it", "packs", "code"]
    assert {"commands", "decisions", "security", "figures"} <= set(TOPICS)
    assert bare("help", "--json").json() == [
        {"topic": topic, "says": file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")}
        for topic, file in handbook.pages().items()
    ]
    assert not bare.home.exists()


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_printed_whole_but_for_the_marks_of_tools(bare, topic: str) -> None:
    told = bare("help", topic)
    page = handbook.pages()[topic].read_text(encoding="utf-8")
    shown = "".join(line for line in page.splitlines(keepends=True) if not line.startswith("<!--"))
    assert told.out == shown.rstrip("\n") + "\n"
    assert "<!--" not in told.out
    assert bare("help", topic.upper(), "--json").json()["text"].splitlines() == told.out.splitlines()
    assert told.err == ""


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("offcer", "Did you mean officer?"),
        ("visit", "See: eh visit --help"),
        ("taf", "See: eh taf --help"),
        ("taf schedule", "See: eh taf schedule --help"),
        ("zzzz", "See: eh help"),
        ("../README", "See: eh help"),
    ],
)
def test_a_page_that_is_not_there_is_said_with_what_comes_near(bare, typed: str, hint: str) -> None:
    told = bare("help", typed, code=3)
    assert told.out == ""
    assert told.err.startswith(f"There is no page '{typed}' in the handbook.\n")
    assert hint in told.err
    assert bare("help", typed, "--json", code=3).error()["code"] == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_what_a_page_names_is_there(page) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [page.parent / each for each in re.findall(r"\]\(([^)#:]+)\)", text)]
    named = [ROOT / each for each in re.findall(r"`((?:tests|ehcli|\.ci)/[\w./]+)`", text)]
    assert [str(each) for each in (*linked, *named) if not each.exists()] == []
    assert [topic for topic in re.findall(r"`eh help ([a-z]+)`", text) if topic not in TOPICS] == []


def test_every_task_that_a_page_names_is_one() -> None:
    known = set(re.findall(r"^task_(\w+)\(\)", (ROOT / ".ci" / "tasks").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        task
        for page in (*PAGES, ROOT / ".pre-commit-config.yaml", ROOT / ".ci" / "run", ROOT / ".ci" / "long")
        for run in re.findall(r"\.ci/tasks ([a-z]+(?: [a-z]+)*)", page.read_text(encoding="utf-8"))
        for task in run.split()
    }
    assert {"format", "wheel", "sbom", "unit", "lock"} <= named
    assert named - known == set()
