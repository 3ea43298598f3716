"""Commands of eh quoted in a text - a hint, a pack's ``how``, a form, a help page - and whether each can be typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS, FAMILIES
from ehcli.desk.desk import Desk
from ehcli.errors import EhError
from ehcli.screen.quoted import commands, spoken_of

__all__ = ["command_of", "commands", "named", "spoken_of", "wrong"]

# What a text leaves open: a reference (E-, M-..., T-0412), a word in capitals, one of several, or what stood in braces.
REFERENCE = re.compile(r"([A-Z])-(?:\.\.\.|)$")
FIELD = re.compile(r"\{[^{}]*\}")


def named(words: Sequence[str]) -> tuple[str, list[str]]:
    """The name of the command and what is typed after it; no name where there is no such command."""
    known = {command.name for command in COMMANDS}
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in known:
            return name, list(words[count:])
    return "", list(words)


def command_of(name: str) -> Any:
    """The command of that name with its options, as it is when it is typed."""
    return load(next(each for each in COMMANDS if each.name == name))


def wrong(words: Sequence[str]) -> str:
    """Why a command cannot be typed so: there is none, or not with such options, or a part is missing; else empty.

    What the text leaves to whoever types it (LOGIN, M-..., made|attempted) fits anything.
    """
    name, rest = named(words)
    if "--help" in words or "-h" in words:
        family = [word for word in words if not word.startswith("-")]
        return "" if name or not family or family[0] in FAMILIES else f"there is no command 'eh {' '.join(words)}'"
    if not name:
        return f"there is no command 'eh {' '.join(words)}'"
    try:
        command_of(name).make_context(name, [filled(word) for word in rest], obj=Desk())
    except EhError as problem:
        return problem.message
    except Exception as problem:
        says = getattr(problem, "format_message", None)
        if not says:
            raise
        return str(says())
    return ""


def filled(word: str) -> str:
    """A word of a command with something in each place that the text leaves open."""
    word = FIELD.sub("1", word).partition("|")[0]
    return "1" if word == "N" else REFERENCE.sub(r"\1-0001", word)
