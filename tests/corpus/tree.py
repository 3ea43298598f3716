"""Every command that eh has, as its own command line finds them, and the form in which each can print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehcli.cli import app
from ehcli.desk.desk import Desk


def tree() -> Iterator[tuple[str, Any]]:
    """Each name with its command or family of commands, in the order of the help."""
    top = app.group()
    yield from below(top, top.make_context("eh", ["--nothing"], resilient_parsing=True, obj=Desk()), "")


def below(group: Any, ctx: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        yield f"{prefix}{name}", command
        if hasattr(command, "list_commands"):
            yield from below(command, ctx, f"{prefix}{name} ")


def commands(*, families: bool = False) -> list[str]:
    """The names of all commands; with ``families`` those of the families too."""
    return [name for name, each in tree() if families or not hasattr(each, "list_commands")]


def taking(option: str) -> list[str]:
    """The commands that take an option, such as --csv."""
    return [
        name
        for name, each in tree()
        if not hasattr(each, "list_commands") and any(option in param.opts for param in each.params)
    ]
