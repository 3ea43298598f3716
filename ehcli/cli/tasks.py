"""Tasks: done, set aside, picked up, given to somebody else."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import tasks as acts_tasks
from ehcli.asking import several
from ehcli.desk import typed_words
from ehcli.show import recorded

Tasks = Annotated[
    list[str], typer.Argument(metavar="TASK...", help="The task, such as T-0412; more than one may be named.")
]


def done(ctx: typer.Context, tasks: Tasks) -> None:
    """For forms and documents. A visit, meeting, letter or note is recorded as what it is, and that meets
    its task; this says which command it takes. Tasks of several families are named before they are recorded, and
    at a terminal asked about once.

    Examples:
        eh done T-0412
        eh done T-0412 T-0413 --on yesterday
    """
    several.of_families(ctx.obj, tasks, "done")
    recorded.recorded(ctx.obj, acts_tasks.done(ctx.obj, tasks))


def set_aside(
    ctx: typer.Context,
    tasks: Tasks,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it will not be done.")] = "",
    check: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK", help="A closing check, from: eh procedure show --list closing_check"),
    ] = None,
) -> None:
    """They are kept as not done, with the reason.

    With a meeting, nothing more comes of its minutes. With an episode and --check, sets aside something that closing
    would ask for.

    Examples:
        eh set-aside T-0412 T-0415 --reason "Family moved away before it was due" --by jmay
        eh set-aside M-0001 --reason "The notes were lost" --by jmay
        eh set-aside E-0001 --check exit-plan --reason "Family never engaged" --by jmay
    """
    recorded.recorded(ctx.obj, acts_tasks.set_aside(ctx.obj, tasks, reason=reason, checks=check or ()))


def pickup(ctx: typer.Context, tasks: Tasks) -> None:
    """It is yours from now on.

    Examples:
        eh pickup T-0412
        eh pickup T-0412 --user abell
    """
    recorded.recorded(ctx.obj, acts_tasks.pick_up(ctx.obj, tasks))


def reassign(
    ctx: typer.Context,
    tasks: Tasks,
    to: Annotated[str, typer.Option(metavar="WORKER", help="Who does it from now on.")] = "",
) -> None:
    """Examples:
    eh reassign T-0412 --to abell
    """
    recorded.recorded(ctx.obj, acts_tasks.give(ctx.obj, tasks, to=typed_words.text(to, "worker", "--to WORKER")))
