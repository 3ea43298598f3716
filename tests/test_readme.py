"""The stories of the README and of the officers' page are tests: every command is run, and must print what they say.

After a change that is meant, write the pages anew with: python tests/test_readme.py --write
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
PAGES = [README, README.parent / "docs" / "officer.md"]
MOST = 130  # lines of the README, for a first quarter of an hour
sys.path.insert(0, str(README.parent))  # for --write

from tests.offices import Office  # noqa: E402

STORY = re.compile(r"<!-- story: (?P<set>[^>]*) -->\n(?P<body>.*?)<!-- end of story -->", re.DOTALL)
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def told_again(page: str, home: Path) -> str:
    """The page with what its commands print now; paths that depend on the machine are shown as $EH_HOME."""
    story = STORY.search(page)
    assert story is not None
    settings = dict(part.split("=", 1) for part in shlex.split(story["set"]))
    # Both streams go into one pipe: as at a terminal, each line comes when it is said.
    told = {"EH_TODAY": None, "EH_USER": None, "PYTHONUNBUFFERED": "1", **settings}
    env = Office(home, "").environment(**told)

    def run(block: re.Match[str]) -> str:
        lines = []
        for command in (line for line in block[1].splitlines() if line.startswith("$ ")):
            words = shlex.split(command[2:])
            assert words[0] == "eh"
            done = subprocess.run(
                [sys.executable, "-m", "ehcli", *words[1:]],
                env=env,
                cwd=README.parent,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                check=False,
            )
            printed = done.stdout.replace(str(home), "$EH_HOME")
            lines += [command, *(re.sub(r"(?<=on )\w{3} \d+ \w{3} \d{4} \d\d:\d\d\b", "TIME", printed).splitlines())]
        return "```console\n" + "\n".join(lines) + "\n```"

    body = BLOCK.sub(run, story["body"])
    return page[: story.start("body")] + body + page[story.end("body") :]


@pytest.mark.parametrize(
    ("file", "least"), [(PAGES[0], 10), (PAGES[1], 12)], ids=lambda each: getattr(each, "name", "")
)
def test_a_story_prints_what_the_page_says(file: Path, least: int, tmp_path: Path) -> None:
    page = file.read_text(encoding="utf-8")
    assert told_again(page, tmp_path / "home") == page
    assert page.count("$ eh ") >= least


def test_the_readme_is_for_a_first_quarter_of_an_hour() -> None:
    page = README.read_text(encoding="utf-8")
    assert len(page.splitlines()) <= MOST
    assert re.findall("^## (.*)$", page, re.MULTILINE)[:2] == ["Two commands", "Quick start"]


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    for each in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            told = told_again(each.read_text(encoding="utf-8"), Path(folder) / "home")
            each.write_text(told, encoding="utf-8", newline="\n")
