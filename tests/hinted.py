"""The hints of eh, read from its source: every text that tells somebody to type a command or an option."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ehcli.cli import quoted
from ehcli.screen import quoted as in_text

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ehcli"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
LEFT_OUT = re.compile(r"\b(?:Leave|Leave out|without) (--[a-z-]+)")
# Words that come after 'eh' where a sentence is about eh, and no command.
SAID_OF_EH = {"again", "failed", "itself", "reads", "that", "this", "up", "with"}
LISTED = re.compile(r":|, one of\b")  # what it may be follows: --route: spa, at-source
# Options that the source looks for, and those of LibreOffice: nobody is told to type them.
NO_HINTS = {"--help", "--json", "--convert-to", "--headless", "--norestore", "--outdir"}
# What declares an option or an argument: its help page says it, no refusal does.
DECLARES = {"Option", "Argument", "Command", "CommandInfo"}


class Text(NamedTuple):
    """A text in the source: its module, its line, and itself with {} for whatever is put in."""

    module: str
    line: int
    says: str
    declares: bool

    @property
    def options(self) -> list[str]:
        """The options that it tells somebody to add to the command that was typed."""
        return OPTION.findall(outside(self.says))


def shape(says: str) -> re.Pattern[str]:
    """What a text of the source looks like once it is printed; a field at its end goes on to the end of the line."""
    parts = [re.escape(part) for part in re.sub(r"^(\{\}\s*)+", "", says.strip()).split("{}")]
    whole = "(?:.*?)".join(parts[:-1] + ([parts[-1]] if parts[-1] else []))
    return re.compile(whole + ("" if parts[-1] else ".*"), re.DOTALL if parts[-1] else 0)


def outside(text: str) -> str:
    """A text without the commands in it."""
    text = in_text.SPOKEN_OF.sub("", text)
    for start in reversed(list(in_text.BEGINS.finditer(text))):
        words = next(quoted.commands(text[start.start() :]), [])
        rest = text[start.end() :]
        for word in words:
            rest = rest.partition(word)[2]
        text = text[: start.start()] + rest
    return text


@cache
def texts() -> tuple[Text, ...]:
    """Every text in the source of eh but for docstrings."""
    return tuple(
        text
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "versions"
        for text in _read(".".join(path.relative_to(PACKAGE).with_suffix("").parts), path)
    )


def _read(module: str, path: Path) -> Iterator[Text]:
    def walk(node: ast.AST, declares: bool) -> Iterator[Text]:
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        for child in ast.iter_child_nodes(node):
            if child is first and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue  # a docstring
            if isinstance(child, ast.JoinedStr):
                said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in child.values)
                yield Text(module, child.lineno, said, declares)
            elif isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield Text(module, child.lineno, child.value, declares)
            here = declares or (
                isinstance(child, ast.Call) and getattr(child.func, "attr", getattr(child.func, "id", "")) in DECLARES
            )
            if not isinstance(child, ast.JoinedStr):
                yield from walk(child, here)
            else:
                for part in child.values:  # a text may hold others: f"{x or 'See: eh agency list'}"
                    if isinstance(part, ast.FormattedValue):
                        yield from walk(part, here)

    return walk(ast.parse(path.read_text(encoding="utf-8")), False)


@cache
def hints() -> tuple[Text, ...]:
    """The texts of the source that give a command to be typed, or an option to be added."""
    return tuple(
        text
        for text in texts()
        if not text.declares and text.says not in NO_HINTS and (list(commands(text.says)) or text.options)
    )


def commands(says: str) -> Iterator[list[str]]:
    """The commands that a text of the source gives; a sentence that is about eh gives none."""
    yield from (words for words in quoted.commands(says) if set(words) - {"{}"} and words[0] not in SAID_OF_EH)


# Following a hint


class Followed(NamedTuple):
    """A command line that somebody types who does what a hint says."""

    words: list[str]
    instead: bool  # of the command that was refused: that one again, with more options


def followed(typed: list[str], says: str, put: dict[str, str]) -> Iterator[Followed]:
    """What somebody types who does as they are told: each command, and the refused one with each option added.

    ``put`` says what goes where the text leaves something open: {"LOGIN": "jmay", "T-": "T-0012"}.
    """
    for words in quoted.commands(says):
        yield Followed([filled(word, put) for word in words], False)
    for options in additions(typed, outside(says)):
        yield Followed([*typed, *(filled(word, put) for word in options)], True)
    for found in LEFT_OUT.finditer(outside(says)):
        yield Followed(without(typed, found[1]), True)


def filled(word: str, put: dict[str, str]) -> str:
    """A word of a hint as somebody types it who knows what is meant."""
    head, sign, tail = word.rpartition("=")
    for part, before in ((word, ""), (tail, f"{head}{sign}")):
        for open_, value in put.items():
            if part == open_ or (open_.endswith("-") and re.fullmatch(rf"{open_}(\.\.\.)?", part)):
                return f"{before}{value}"
    return word


def additions(typed: list[str], says: str) -> Iterator[list[str]]:
    """The options that a text says to add, each with its value; those that stand side by side go together."""
    takes = valued(typed)
    together: list[str] = []
    end = -1
    for found in OPTION.finditer(says):
        between = says[end : found.start()] if end >= 0 else ""
        if together and between.strip() not in ("", "and"):
            yield together
            together = []
        if re.search(r"\b(Leave|Leave out|without|Check) $", says[: found.start()]):
            end = found.end()
            continue  # 'Leave --on out' is no option to add
        end = found.end()
        if found[0] not in takes:
            together.append(found[0])
        elif listed := LISTED.match(says, end):
            word, end = first_of(says, listed.end())
            together += [found[0], word]
        elif value := in_text.WORD.match(says, end):
            word = in_text.ENDS.sub("", value[2])
            end = value.end() - len(value[2]) + len(word)
            if listed := LISTED.match(says, end):
                word, end = first_of(says, listed.end())
            together += [found[0], word.strip("'\"")] if word else []
    if together:
        yield together


def without(typed: list[str], option: str) -> list[str]:
    """The command without an option and its value."""
    at = typed.index(option)
    return [*typed[:at], *typed[at + (2 if option in valued(typed) else 1) :]]


def first_of(says: str, at: int) -> tuple[str, int]:
    """The first of a list that ends with the sentence, and where the list ends."""
    stop = re.compile(r"\.(?=\s|$)|$|\n").search(says, at)
    assert stop
    return says[at : stop.start()].split(",")[0].strip(), stop.start()


def valued(typed: list[str]) -> set[str]:
    """The options of the command that was typed which take a value."""
    name, _ = quoted.named(typed)
    if not name:
        return set()
    params = quoted.command_of(name).params
    return {opt for param in params if not getattr(param, "is_flag", True) for opt in param.opts}


def known(typed: list[str]) -> set[str]:
    """The options of the command that was typed."""
    name, _ = quoted.named(typed)
    return {opt for param in quoted.command_of(name).params for opt in param.opts} | {"--help"} if name else set()


# What every refusal of every test is held to


@cache
def wrong(words: tuple[str, ...]) -> str:
    return quoted.wrong(words)


# Two sentences without a stop between them: what comes next begins like a sentence of a hint.
GLUED = re.compile(
    r"[\w')] (?=(?:See|Add|Or|Say|Type|Name|Record|Give|Put|Nothing|If|When|Did|It is one of|Your text)\b)"
)


def unsound(typed: list[str], refused: str) -> list[str]:
    """What is wrong with a refusal as it stands on standard error: a command or option that cannot be typed, or a
    sentence that runs into the next.
    """
    says = refused
    if refused.startswith('{"error"'):
        body = json.loads(refused)["error"]
        says = f"{body['message']}\n{body['hint']}"
    if any("eh " in word for word in typed) or refused.startswith("Usage: "):
        return []  # what was typed is told again, or the help page of a family of commands
    found = [f"eh {' '.join(words)}: {why}" for words in commands(says) if (why := wrong(tuple(words)))]
    if known(typed) and "No such option" not in says:
        there = known(typed) | {word.partition("=")[0] for word in typed}
        found += [f"no option of eh {typed[0]}: {each}" for each in OPTION.findall(outside(says)) if each not in there]
    found += [f"no stop: {says[max(0, at.start() - 20) : at.end() + 20]}" for at in GLUED.finditer(says)]
    return found
