"""Each group of lines is a test of its own, found by its file: what it prints is what was kept, byte for byte."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import stories
from tests.corpus.telling import printed

SHOWN = 120  # lines of a difference


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    if file_path.suffix == ".toml" and file_path.parent == stories.LINES:
        return Lines.from_parent(parent, path=file_path)
    return None


class Lines(pytest.File):
    """A group of lines, told wherever it is to print the same; each place is a scope, so that workers share them."""

    def collect(self) -> Iterator[pytest.Collector]:
        group = stories.group(self.path)
        for place in ("in-a-file", "on-a-server") if group.server == "too" else ("in-a-file",):
            yield Place.from_parent(self, name=place, group=group)


class Place(pytest.Collector):
    def __init__(self, *, group: stories.Group, **told: Any) -> None:
        super().__init__(**told)
        self.group = group

    def collect(self) -> Iterator[pytest.Item]:
        server = self.name == "on-a-server"
        item = Prints.from_parent(self, name="prints_what_was_kept", group=self.group, server=server)
        if server and self.group.name != "sandwell":
            item.add_marker(pytest.mark.long)
        yield item


class Prints(pytest.Item):
    """One group in one place."""

    def __init__(self, *, group: stories.Group, server: bool, **told: Any) -> None:
        super().__init__(**told)
        self.group, self.server = group, server

    def runtest(self) -> None:
        if sys.platform == "win32":
            pytest.skip("the corpus is kept as it is printed on Linux and macOS")
        if self.server or self.group.server == "beside":
            from tests.server import needs_server

            needs_server()
        kept = self.group.printed.read_text(encoding="utf-8") if self.group.printed.exists() else ""
        if said := difference(kept, printed(self.group, server=self.server), self.group.name):
            raise AssertionError(said)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.group.name}: {self.group.says}"


def difference(kept: str, now: str, name: str) -> str:
    """How what is printed now differs from what was kept; empty where it does not, to the byte."""
    if kept == now:
        return ""
    told = list(difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=4))
    more = [f"... and {len(told) - SHOWN} more lines"] if len(told) > SHOWN else []
    hint = f"If that is meant: python -m tests.corpus {name}, and say so in tests/corpus/changed.md."
    return "\n".join([f"{name} prints something else:", *told[:SHOWN], *more, hint])
