"""The handbook: one page for each reader, as it ships with eh."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from ehcli.errors import NotFound, nearest
from ehcli.machine import folders

READERS = ("officer", "manager", "it", "packs", "code")  # who eh is read by, in the order in which most come


def pages() -> dict[str, Path]:
    """Every page by its topic: those for a reader first, then what they refer to."""
    found = {path.stem: path for path in sorted((folders.SHIPPED / "docs").glob("*.md"))}
    found["packs"] = folders.SHIPPED / "data" / "procedures" / "README.md"
    return {topic: found.pop(topic) for topic in READERS} | found


def topics() -> list[dict[str, Any]]:
    """Every topic with the title of its page."""
    return [{"topic": topic, "says": title(file.read_text(encoding="utf-8"))} for topic, file in pages().items()]


def page(topic: str, commands: Collection[str]) -> dict[str, Any]:
    """The page of a topic; raises NotFound, and says where a command of that name explains itself."""
    known = pages()
    if topic.casefold() not in known:
        see = f"See: eh {topic} --help" if topic in commands else nearest(topic, list(known)) or "See: eh help"
        raise NotFound(f"There is no page '{topic}' in the handbook.", see)
    text = known[topic.casefold()].read_text(encoding="utf-8")
    # What is drawn or tried between two marks of a comment is text like the rest; the marks are for tools.
    shown = "\n".join(line for line in text.splitlines() if not line.startswith("<!--")).rstrip()
    return {"topic": topic.casefold(), "says": title(text), "text": shown}


def title(text: str) -> str:
    """The heading of a page."""
    return text.partition("\n")[0].lstrip("# ")
