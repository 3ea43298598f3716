"""Allocating, correcting and closing an episode."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import allocation, closure
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import KEY_WORKER
from ehcli.errors import BadInput
from ehcli.screen import screen
from ehcli.show import recorded

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def allocate(
    ctx: typer.Context,
    episode: Ref,
    to: Annotated[str, typer.Option(metavar="WORKER", help="The worker's login or name.")] = "",
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLE", help="key-worker, lead-professional or co-worker, or your procedure's name for one."
        ),
    ] = KEY_WORKER,
) -> None:
    """Every deadline that starts is printed with its date and page. Where it went to the wrong worker: 'eh undo', or
    once more was recorded 'eh correct E-0001 allocated --set worker=LOGIN --reason TEXT'.

    Examples:
        eh allocate E-0001 --to aroy --by jmay
        eh allocate E-0001 --to aroy --on 12/07/2016
        eh allocate E-0001 --to "Ana Roy" --role co-worker --dry-run
    """
    desk: Desk = ctx.obj
    to = typed_words.text(to or desk_ask(desk, "To whom (login)", "--to WORKER"), "worker")
    recorded.recorded(desk, allocation.allocate(desk, episode, to=to, role=role))


def desk_ask(desk: Desk, question: str, option: str) -> str:
    """Asks for what is missing at a terminal; raises BadInput where nobody can answer."""
    if not screen.can_ask(desk.settings.no_input):
        raise BadInput(f"{question}: missing.", f"Add {option}")
    return screen.ask(question)


def close(
    ctx: typer.Context,
    episode: Ref,
    reason: Annotated[str, typer.Option(metavar="REASON", help="A reason from: eh reason list")] = "",
) -> None:
    """Refused while tasks or minutes are outstanding or something that must be on file is missing; each is
    named. Reviews and repeats that fall due later end with the episode: nothing open survives it.

    Examples:
        eh close E-0001 --reason "Refer to CSC" --by jmay
        eh close E-0001 --reason "Refer to CSC" --by jmay --dry-run
    """
    desk: Desk = ctx.obj
    reason = typed_words.text(reason or desk_ask(desk, "Reason", "--reason REASON"), "reason")
    recorded.recorded(desk, closure.close(desk, episode, reason=reason))
