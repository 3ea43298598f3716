"""Writes docs/commands.md from the commands themselves: python -m tests.manual.commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ehcli.cli import app, quoted
from ehcli.cli.commands import COMMANDS, FAMILIES, GROUPS
from ehcli.desk.desk import Desk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
HEAD = """# Every command, its options and examples

Made from the commands themselves by `python -m tests.manual.commands`. `eh COMMAND --help` says the same.
"""
COMMON = {
    "plain": ("Every command takes", (app.common,)),
    "data": ("A command that prints data also takes", (app.printing,)),
    "list": ("A list also takes", (app.listing,)),
    "write": ("A command that records also takes", (app.writing,)),
}
KINDS = {"plain": "", "data": "Prints data.", "list": "A list.", "write": "Records."}


def page() -> str:
    """The page as the commands have it."""
    return "\n".join([HEAD, *common(), *(line for group in GROUPS for line in grouped(group))]).rstrip() + "\n"


def common() -> Iterator[str]:
    """The options that many commands have, said once."""
    yield "## Options of many commands\n"
    for begins, shapes in COMMON.values():
        yield f"{begins}:\n"
        yield from table([param for shape in shapes for param in app.options(shape)])


def grouped(group: str) -> Iterator[str]:
    """The commands of a group, each with what is its own."""
    yield f"## {group}\n"
    said: set[str] = set()
    for command in (each for each in COMMANDS if each.group == group):
        family = command.name.partition(" ")[0]
        if family in FAMILIES and family not in said:
            said.add(family)
            yield f"*eh {family}*: {FAMILIES[family]}\n"
        made = quoted.command_of(command.name)
        shared = {param.name for _, shapes in COMMON.values() for shape in shapes for param in app.options(shape)}
        own = [param for param in made.params if param.name not in shared or not is_common(param)]
        yield f"### eh {command.name}\n"
        yield " ".join([" ".join(str(made.help).split()), KINDS[command.takes]]).strip() + "\n"
        yield f"```sh\n{examples(made)}\n```\n"
        yield from table(own)


def is_common(param: Any) -> bool:
    """Whether an option is one of the common ones and not a command's own of the same name."""
    return param.callback is app.settle_option


def examples(made: Any) -> str:
    """The examples of a command's help."""
    return "\n".join(line.strip() for line in str(made.epilog).strip().splitlines())


def table(params: list[Any]) -> Iterator[str]:
    """Options and arguments, one a line, as the help words them."""
    ctx = app.group().make_context("eh", ["--nothing"], resilient_parsing=True, obj=Desk())
    rows = [row for param in params if (row := param.get_help_record(ctx))]
    if rows:
        yield "".join(f"- `{name}`{': ' if says else ''}{' '.join(says.split())}\n" for name, says in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print("Written: docs/commands.md")
