"""The README's quick start is a test: every command is run, and must print what the page says.

After a change that is meant, write the page anew with: python tests/test_readme.py --write
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
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


def test_the_quick_start_prints_what_the_readme_says(tmp_path: Path) -> None:
    page = README.read_text(encoding="utf-8")
    assert told_again(page, tmp_path / "home") == page
    assert page.count("$ eh ") >= 10


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(told_again(README.read_text(encoding="utf-8"), Path(folder) / "home"), encoding="utf-8")
