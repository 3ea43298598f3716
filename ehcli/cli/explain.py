"""Explaining: the working of a date, an episode's story, and what a reference stands for."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.episodes.references import WHAT
from ehcli.lists import shown
from ehcli.lists import timeline as story
from ehcli.lists import why as explaining
from ehcli.screen import screen
from ehcli.show import lists
from ehcli.show import why as working

Episode = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def why(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(metavar="[TASK]", help="The task, such as T-0412.")] = "",
    episode: Annotated[str, typer.Option(metavar="E-", help="Every open task of an episode.")] = "",
) -> None:
    """What it counts from, the rule and where it is printed, and every day that was counted or passed over.

    Examples:
        eh why T-0412
        eh why --episode E-0001
        eh why T-0412 --json
    """
    desk: Desk = ctx.obj
    found = explaining.why(desk, task=task, episode=episode)
    if desk.settings.as_json:
        values = [working.as_values(desk, each, found.settled, found.placed(each)) for _, each in found.tasks]
        screen.answer(values[0] if task else values)
        return
    for count, (ref, each) in enumerate(found.tasks):
        if count:
            screen.out()
        screen.lines(working.in_words(each, ref, found.settled, found.placed(each), desk.days.today))


def why_not(
    ctx: typer.Context,
    episode: Episode,
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="A duty from: eh procedure show")],
) -> None:
    """Or that it is: with its tasks.

    Examples:
        eh why-not E-0001 review-taf
        eh why-not E-0001 cse-screening --json
    """
    desk: Desk = ctx.obj
    found = explaining.why_not(desk, episode, duty)
    said = [*working.owed_in_words(found.owed, found.settled), *found.because]
    screen.either(desk.settings.as_json, working.not_owed_as_values(desk, *found), said)


def timeline(ctx: typer.Context, episode: Episode) -> None:
    """Examples:
    eh timeline E-0001
    eh timeline E-0001 --json
    """
    lists.show(ctx.obj, story.timeline(ctx.obj, episode), story.HEADINGS)


def show(
    ctx: typer.Context, ref: Annotated[str, typer.Argument(metavar="REF", help="E-, F-, P-, T-, M-, L- or N-.")]
) -> None:
    """Examples:
    eh show E-0001
    eh show P-0003
    eh show N-0002 --json
    """
    ref, told = shown.shown(ctx.obj, ref)
    lists.body(ctx.obj, f"{ref}  {WHAT[ref[0]]}", told)
