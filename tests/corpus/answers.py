"""Writes docs/json.md from the answers that the corpus keeps: python -m tests.corpus.answers

Each key with the kinds of value that it was seen with, command by command. What has one shape wherever it stands (a
citation, a person, a task, a fact) is told once, and named where it stands.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.screen.shapes import CITATION, PERSON
from ehcli.show.tasks import TASK
from tests.corpus import tree
from tests.corpus.kept import Shown, asked, did, shown

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "json.md"
WRITTEN = ("reference", "episode", "entry", "dry_run", "recorded", "owed", "moved", "over")
NOTHING = {"null", "list"}  # what is seen of a key where there is nothing to be told
BY_NAME = ("rows", "trays", "drafts", "calendars", "not_copied")  # their keys name tables, trays or people
FACT = ("kind", "on", "at", "entry", "recorded_at", "recorded_by")
# What a command answers with is of several forms, by what was asked; each with the words that ask for it.
FORMS: dict[str, Callable[[Shown, Any], str]] = {
    "show": lambda each, _: f"{typed(each)[0].upper()}-...",
    "tray": lambda _, answer: "TRAY" if "task" in first(answer) else "",
    "restore": lambda _, answer: "" if isinstance(answer, list) else "FILE",
    "procedure show": lambda _, answer: "--list LIST" if "list" in first(answer) else "",
    "procedure coverage": lambda _, answer: "--rows" if "row" in first(answer) else "",
    "taf invitations": lambda each, _: "--text" if asked(each, "--text") else "",
    "letter": lambda each, _: "--again" if asked(each, "--again") else "",
    "why": lambda each, _: "--episode E-..." if asked(each, "--episode") else "TASK",
}
KINDS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"\d\d:\d\d"), "time"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d"), "date and time"),
    (re.compile(r"TIME|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|Z)"), "moment"),
    (re.compile(r"([EFPTMLN])-\d{4,}"), "reference"),
)


class Answer(NamedTuple):
    """What one line of the corpus answered a script with, and of which form of its command that is."""

    line: Shown
    form: str
    value: Any


def typed(each: Shown) -> str:
    """The first word after the command."""
    return each.line.words[1 + len(each.command.split())]


def first(answer: Any) -> dict[str, Any]:
    """The first row of a list, else the answer itself."""
    row = answer[0] if isinstance(answer, list) and answer else answer
    return row if isinstance(row, dict) else {}


@cache
def answers() -> tuple[Answer, ...]:
    """Every answer that the corpus keeps, whole: the fields that somebody picked are no answer of their own."""
    found = []
    for each in shown():
        if did(each) and asked(each, "--json") and not asked(each, "--fields") and each.out.strip():
            value = json.loads(each.out.replace('"size": SIZE', '"size": 0'))
            form = FORMS[each.command](each, value) if value and each.command in FORMS else ""
            found.append(Answer(each, form, value))
    return tuple(found)


def kind(value: Any) -> str:
    """What kind of value this is, in a word; the shape where it has one."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "yes or no"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return next((name for pattern, name in KINDS if pattern.fullmatch(value)), "text")
    if isinstance(value, list):
        within = sorted({kind(each) for each in value})
        return f"list of {' or '.join(within)}" if within else "list"
    return shape(value) or "object"


# What a list is of, under whatever command, where no answer happens to have anything in it.
OF_TASKS = ("owed", "moved", "over", "tasks", "done", "overdue", "due_today", "letters_owed")
ALWAYS = dict.fromkeys(OF_TASKS, "list of task")
ALWAYS |= {"children": "list of person", "citations": "list of citation"}


def of_key(key: str, value: Any) -> str:
    """What kind of value a key has; where its own keys are names, of what kind each is."""
    if key in ALWAYS and isinstance(value, list):
        return ALWAYS[key]
    if key in BY_NAME and isinstance(value, dict):
        return f"object, by name: {' or '.join(sorted({kind(each) for each in value.values()}))}".removesuffix(": ")
    return kind(value)


def shape(value: dict[str, Any]) -> str:
    """The name of the shape that a mapping has; empty where it has none of those told once."""
    keys = tuple(value)
    if keys == CITATION:
        return "citation"
    if keys == PERSON:
        return "person"
    if keys[: len(TASK)] == TASK:
        return "task"
    return "fact" if keys[: len(FACT)] == FACT else ""


def parts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping in a value with the keys that lead to it."""
    if isinstance(value, list):
        for each in value:
            yield from parts(each, path)
    elif isinstance(value, dict):
        yield path, value
        for key, each in value.items():
            if not (key in BY_NAME and isinstance(each, dict)):
                yield from parts(each, f"{path}.{key}".strip("."))


def said_of(kinds: Iterable[str]) -> str:
    """The kinds of a key in words: null comes last, and a list that was never filled says nothing more."""
    found = set(kinds)
    if any(each.startswith("list of ") for each in found):
        found.discard("list")
    if any(each.startswith("object, by name:") for each in found):
        found.discard("object, by name")
    return " or ".join([*sorted(found - {"null"}), *(["null"] if "null" in found else [])])


class Keys:
    """The keys of mappings of one sort, in the order in which they come, with the kinds of their values."""

    def __init__(self) -> None:
        self.kinds: dict[str, set[str]] = {}

    def add(self, value: dict[str, Any], leave_out: Iterable[str] = ()) -> None:
        for key, each in value.items():
            if key not in leave_out:
                self.kinds.setdefault(key, set()).add(of_key(key, each))

    def table(self) -> Iterator[str]:
        yield "| key | value |"
        yield "|---|---|"
        for key, kinds in self.kinds.items():
            yield f"| `{key}` | {said_of(kinds if kinds - NOTHING else kinds | anywhere()[key])} |"


@cache
def anywhere() -> dict[str, set[str]]:
    """The kinds of value that a key has in any answer: what it has where nothing was there to be told."""
    found: dict[str, set[str]] = defaultdict(set)
    for answer in answers():
        for _, part in parts(answer.value):
            for key, value in part.items():
                found[key].add(of_key(key, value))
    return found


def of_shape(name: str) -> Keys:
    """The keys of every mapping of that shape in any answer; of a task and a fact those that all of them have."""
    every = {"citation": CITATION, "person": PERSON, "task": TASK, "fact": FACT}[name]
    found = Keys()
    for answer in answers():
        for _, value in parts(answer.value):
            if tuple(value)[: len(every)] == every:
                found.add({key: value[key] for key in every})
    return found


def facts() -> dict[str, Keys]:
    """What a fact of each kind tells beside what all of them do."""
    found: dict[str, Keys] = defaultdict(Keys)
    for answer in answers():
        for _, value in parts(answer.value):
            if shape(value) == "fact":
                found[value["kind"]].add(value, (*FACT, "what", "details", "text"))
    return dict(sorted(found.items()))


def of_command(name: str) -> Iterator[str]:
    """What one command answers with, form by form."""
    yield f"### `eh {name}`"
    forms: dict[str, list[Any]] = defaultdict(list)
    for answer in answers():
        if answer.line.command == name:
            forms[answer.form].append(answer.value)
    for form, values in sorted(forms.items()):
        yield ""
        said = sort(values)
        yield f"`eh {name} {form}`: {said}" if form else said[0].upper() + said[1:]
        yield from tables(name, values)


def sort(values: list[Any]) -> str:
    """Whether an answer is a list or one thing, and of which shape."""
    rows = [row for value in values for row in (value if isinstance(value, list) else [value])]
    shapes = {shape(row) for row in rows if row}
    of = shapes.pop() if len(shapes) == 1 else ""
    if isinstance(values[0], list):
        return f"a list, each a {of}." if of else "a list, each with:"
    if tuple(values[0])[: len(WRITTEN)] == WRITTEN:
        return "what every command that records answers with."
    return f"a {of}." if of else "one object with:"


def tables(name: str, values: list[Any]) -> Iterator[str]:
    """The keys of an answer, and of each object in it that has no shape of its own; a shape's own are left out."""
    found: dict[str, Keys] = defaultdict(Keys)
    for value in values:
        for path, part in told_here(value):
            of = shape(part)
            told = {"task": TASK, "fact": tuple(part) if path else FACT}.get(of, ())
            told = WRITTEN if tuple(part)[: len(WRITTEN)] == WRITTEN else told
            beside = {key: each for key, each in part.items() if key not in told}
            if of == "fact":
                beside = {key: each for key, each in beside.items() if key in ("what", "details", "text")}
            if of not in ("citation", "person") and beside:
                found[path].add(beside)
    for path, keys in found.items():
        yield ""
        if path:
            yield f"In `{path}`:"
            yield ""
        yield from keys.table()


def told_here(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The mappings of an answer that are told where it is: not those within a shape, nor those with names for keys."""
    if isinstance(value, list):
        for each in value:
            yield from told_here(each)
        return
    for path, part in parts(value):
        within = path.rpartition(".")[2]
        if within not in ("citation", "citations", "children"):
            yield path, part


HEAD = """# JSON

What `--json` answers with, command by command. Scripts may rely on the keys; more may be added.

<!-- made by python -m tests.corpus.answers -->

This page is made from the answers that the tests keep, by `python -m tests.corpus.answers`. A test holds that it is
current, that every command that takes `--json` is on it, and that each shape is the same wherever it stands.

- **Absent is `null`.** No text is ever empty: a text that nobody gave is absent. No key is left out because it has no
  value. A list with nothing in it is an empty list.
- **A date** is ISO 8601: `2026-07-26`. A date and time is `2026-07-26T14:00`, in the clock of England. A moment, at
  which something was recorded, is in Coordinated Universal Time: `2026-07-26T13:00:00+00:00`.
- **A worker** is a login, as text, wherever one stands: `worker`, `held_by`, `recorded_by`, `decided_by`. A row about
  a worker has the login as `worker` too.
- **A team, family, episode, meeting, letter or note** is its short name or its reference, as text, under its own name.
  `person`, `child` and `task` are references as well.
- **A place where a rule is printed** is a citation. `printed_in` says it in short, for people.
- Where the tables say `null` or `list` alone, none of the answers that the tests keep has anything there.
- `--fields A,B` on a list picks the keys, in that order; `--fields ""` lists those there are.
- Where a command fails, standard error has `{"error": {"code", "message", "hint", "rule"}}`; `hint` and `rule` may be
  `null`.

## Shapes
"""
ABOUT = {
    "citation": "Where something is printed. `source` is the title of the document, `document` its short name in the "
    "procedure.",
    "person": "Somebody of a family. Where more is told of them, it stands behind these two keys.",
    "task": "What is owed, or was. `status` is `overdue`, `due` or `open` (no date is printed) while it is owed; then "
    "`met`, `late` (met after it was due), `set-aside`, `ended` (the episode closed first) or `lapsed` (no longer "
    "asked for). `citation` is that of the due date.",
    "fact": "Something that happened in an episode, with who recorded it. What a fact of its kind tells stands behind.",
}
RECORDS = """## What a command that records answers with

`owed` is what is newly owed, `moved` what has another date now (`was` is the old one), `over` what is owed no more.
`entry` is `null` with `--dry-run`.
"""


def page() -> str:
    """The whole page."""
    lines = [HEAD]
    for name, about in ABOUT.items():
        lines += [f"### A {name}", "", about, "", *of_shape(name).table(), ""]
    lines += ["Facts by kind:", "", "| kind | keys behind |", "|---|---|"]
    for name, keys in facts().items():
        told = ", ".join(f"`{key}` {said_of(kinds)}" for key, kinds in keys.kinds.items())
        lines.append(f"| {name} | {told} |")
    written = Keys()
    for answer in answers():
        if tuple(first(answer.value))[: len(WRITTEN)] == WRITTEN:
            written.add({key: answer.value[key] for key in WRITTEN})
    lines += ["", RECORDS, *written.table(), "", "## Commands", ""]
    for name in tree.taking("--json"):
        lines += [*of_command(name), ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"Made: {PAGE.relative_to(ROOT)}")
