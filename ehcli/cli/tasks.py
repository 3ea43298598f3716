"""Tasks: done, set aside, picked up, given to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ehcli import decisions, words
from ehcli.dates import long
from ehcli.desk import Desk
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.facts import SetAside
from ehcli.obligations import Obligation, task_key
from ehcli.record import reading
from ehcli.references import read
from ehcli.show import recorded

if TYPE_CHECKING:
    from ehcli.record.deriving import Settled
    from ehcli.recording import Recording

Tasks = Annotated[
    list[str], typer.Argument(metavar="TASK...", help="The task, such as T-0412; more than one may be named.")
]


def obligation(now: Recording, typed: str) -> tuple[Settled, Obligation, str]:
    """The episode, the obligation and the reference of a task; raises NotFound."""

    ref, episode, key = reading.task(now.writer, typed)
    stands = now.episode(episode)
    for each in stands.obligations:
        if task_key(each.key) == key:
            return stands, each, ref
    raise NotFound(
        f"{ref} is no longer asked for: what set it off was corrected or taken back.",
        f"See: eh timeline {episode}",
    )


def once(tasks: Sequence[str]) -> list[str]:
    """Each task once, by its reference in full."""
    return list(dict.fromkeys(read(typed, "T") for typed in tasks))


def done(ctx: typer.Context, tasks: Tasks) -> None:
    """Record that a task was done.

    For forms and documents. A visit, meeting, letter or note is recorded as what it is, and that meets
    its task; this says which command it takes.

    Examples:
        eh done T-0412
        eh done T-0412 T-0413 --on yesterday
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    with desk.recording() as now:
        names = []
        for typed in once(tasks):
            stands, each, ref = obligation(now, typed)
            facts = decisions.done(stands.episode, each, ref, on=on, today=desk.today)
            decisions.refuse_undated(facts, desk.procedure_of(stands.episode.ref))
            now.tell(facts)
            names.append(f"{ref} ({each.duty.title})")
    recorded.recorded(desk, now.outcome, f"Recorded as done on {long(on)}: {', '.join(names)}.", ref=read(tasks[0]))


def set_aside(
    ctx: typer.Context,
    tasks: Tasks,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it will not be done.")] = "",
    check: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK", help="A closing check of an episode, such as exit-plan."),
    ] = None,
) -> None:
    """Record a manager's decision that tasks will not be done. They are kept as not done, with the reason.

    With an episode and --check, sets aside something that closing would ask for.

    Examples:
        eh set-aside T-0412 T-0415 --reason "Family moved away before it was due" --by jmay
        eh set-aside E-0001 --check exit-plan --reason "Family never engaged" --by jmay
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    if not reason.strip():
        raise BadInput("A task is set aside for a reason.", "Add --reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("set-aside", desk.procedure)
        names = (
            checks_aside(desk, now, tasks, check, reason, login)
            if check
            else tasks_aside(desk, now, tasks, reason, login)
        )
    said = f"Set aside on {long(on)}, agreed by {login}: {', '.join(names)}."
    recorded.recorded(desk, now.outcome, said, ref=read(tasks[0]))


def tasks_aside(desk: Desk, now: Recording, tasks: Sequence[str], reason: str, login: str) -> list[str]:
    on, _ = desk.happened
    said = []
    for typed in once(tasks):
        stands, each, ref = obligation(now, typed)
        now.tell(
            decisions.set_aside(stands.episode, each, ref, reason=reason, decided_by=login, on=on, today=desk.today)
        )
        said.append(f"{ref} ({each.duty.title})")
    return said


def checks_aside(
    desk: Desk, now: Recording, episodes: Sequence[str], checks: Sequence[str], reason: str, login: str
) -> list[str]:
    on, _ = desk.happened
    known = {check.id: check for check in desk.procedure.closing_checks}
    said = []
    for typed in episodes:
        stands = now.episode(typed)
        decisions.happened(stands.episode, on, desk.today, "A decision")
        for id in checks:
            if id not in known:
                raise NotFound(
                    f"There is no closing check '{id}'.",
                    nearest(id, list(known)) or f"There is {', '.join(known)}.",
                )
            now.tell([SetAside(stands.episode.ref, on, "", f"check:{id}", id, login, reason)])
            said.append(f"{known[id].title}, {stands.episode.ref}")
    return said


def pickup(ctx: typer.Context, tasks: Tasks) -> None:
    """Take a task from a tray: it is yours from now on.

    Examples:
        eh pickup T-0412
        eh pickup T-0412 --user abell
    """
    give(ctx.obj, tasks, "")


def reassign(
    ctx: typer.Context,
    tasks: Tasks,
    to: Annotated[str, typer.Option(metavar="WORKER", help="Who does it from now on.")] = "",
) -> None:
    """Give a task to another worker.

    Examples:
        eh reassign T-0412 --to abell
    """
    give(ctx.obj, tasks, words.text(to, "worker (--to)"))


def give(desk: Desk, tasks: Sequence[str], to: str) -> None:
    """Gives tasks to a worker; to who is at the keyboard, once the record knows them, where nobody is named."""
    on, _ = desk.happened
    with desk.recording() as now:
        worker = reading.worker(now.writer, to or desk.user, on.isoformat())
        said = []
        for typed in once(tasks):
            stands, each, ref = obligation(now, typed)
            now.tell(decisions.move(stands.episode, each, ref, to=worker.login, on=on, today=desk.today))
            said.append(ref)
    recorded.recorded(
        desk, now.outcome, f"{', '.join(said)} is with {worker.name} ({worker.login}).", ref=read(tasks[0])
    )
