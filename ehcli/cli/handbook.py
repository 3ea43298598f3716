"""The handbook, for whoever works with eh."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.cli.commands import COMMANDS, FAMILIES
from ehcli.machine import handbook
from ehcli.screen import screen


def page(ctx: typer.Context, topic: Annotated[str, typer.Argument(metavar="[TOPIC]", help="A page.")] = "") -> None:
    """Without a topic, lists them. Each command explains itself: eh COMMAND --help.

    Examples:
        eh help
        eh help officer
    """
    as_json: bool = ctx.obj.settings.as_json
    if topic:
        found = handbook.page(topic, {*(command.name for command in COMMANDS), *FAMILIES})
        screen.either(as_json, found, found["text"].splitlines())
    else:
        listed = handbook.topics()
        screen.either(as_json, listed, (f"{each['topic']:<10} {each['says']}" for each in listed))
