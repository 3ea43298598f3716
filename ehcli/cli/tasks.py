"""Tasks: done, set aside, picked up, given to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehcli.days.typed_dates import long
from ehcli.decisions import days, forms
from ehcli.decisions import tasks as decisions_tasks
from ehcli.decisions.meetings import set_minutes_aside, tasks_of_minutes
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import SetAside
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.meetings import tafs
from ehcli.procedures.obligation import Obligation, task_key
from ehcli.procedures.worklist import is_overdue
from ehcli.record import office
from ehcli.record import tasks as record_tasks
from ehcli.show import recorded

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled

Tasks = Annotated[
    list[str], typer.Argument(metavar="TASK...", help="The task, such as T-0412; more than one may be named.")
]


def obligation(now: Recording, typed: str) -> tuple[Settled, Obligation, str]:
    """The episode, the obligation and the reference of a task; raises NotFound."""

    ref, episode, key = record_tasks.task(now.writer, typed)
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
    """For forms and documents. A visit, meeting, letter or note is recorded as what it is, and that meets
    its task; this says which command it takes.

    Examples:
        eh done T-0412
        eh done T-0412 T-0413 --on yesterday
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    with desk.recording() as now:
        names = {}
        for typed in once(tasks):
            stands, each, ref = obligation(now, typed)
            facts = decisions_tasks.done(stands.episode, each, ref, on=on, today=desk.days.today)
            forms.refuse_undated(facts, desk.procedure_of(stands.episode.ref))
            now.tell(facts)
            late = not each.duty.waits and is_overdue(each.due, on)
            names[ref] = f"{in_words(stands, each, ref)}{', late' if late else ''}"
    said = f"Recorded as done on {long(on)}: {', '.join(names.values())}."
    recorded.recorded(desk, Said(now.outcome, said, ref=read(tasks[0]), told=names))


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

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    if not reason.strip():
        raise BadInput("A task is set aside for a reason.", "Add --reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("set-aside", desk.rules.procedure)
        names = (
            checks_aside(desk, now, tasks, check, reason, login)
            if check
            else tasks_aside(desk, now, tasks, reason, login)
        )
    said = f"Set aside on {long(on)}, agreed by {login}: {', '.join(names.values())}."
    recorded.recorded(desk, Said(now.outcome, said, ref=read(tasks[0]), told=names))


def tasks_aside(desk: Desk, now: Recording, tasks: Sequence[str], reason: str, login: str) -> dict[str, str]:
    """Sets tasks aside: each in words, by its reference."""
    on, _ = desk.days.happened
    said: dict[str, str] = {}
    meetings, others = told_apart(tasks)
    for ref in meetings:
        said |= minutes_aside(desk, now, ref, reason, login)
    for typed in others:
        stands, each, ref = obligation(now, typed)
        now.tell(
            decisions_tasks.set_aside(
                stands.episode, each, ref, reason=reason, decided_by=login, on=on, today=desk.days.today
            )
        )
        said[ref] = in_words(stands, each, ref)
    return said


def told_apart(tasks: Sequence[str]) -> tuple[list[str], list[str]]:
    """The meetings among what was typed, and the tasks, each once and by its reference in full."""
    meetings = [typed for typed in tasks if typed.strip()[:1] in ("M", "m")]
    return list(dict.fromkeys(read(typed, "M") for typed in meetings)), once([t for t in tasks if t not in meetings])


def minutes_aside(desk: Desk, now: Recording, ref: str, reason: str, login: str) -> dict[str, str]:
    """Sets aside the minutes of a meeting, with the open tasks that only they would meet."""
    on, _ = desk.days.happened
    stands, meeting = tafs.told_of(now, ref)
    days.happened(stands.episode, on, desk.days.today, "A decision")
    decided: dict[str, Any] = {"reason": reason, "decided_by": login, "on": on}
    now.tell(set_minutes_aside(stands.episode, meeting, desk.procedure_of(stands.episode.ref), **decided))
    said = {ref: f"the minutes of {ref}"}
    for each in tasks_of_minutes(meeting, stands.obligations):
        task = stands.task(each)
        now.tell(decisions_tasks.set_aside(stands.episode, each, task, today=desk.days.today, **decided))
        said[task] = in_words(stands, each, task)
    return said


def in_words(stands: Settled, each: Obligation, ref: str) -> str:
    """A task with what it is, and for which child."""
    return f"{ref} ({recorded.title(each, {child.ref: child.name for child in stands.children})})"


def checks_aside(
    desk: Desk, now: Recording, episodes: Sequence[str], checks: Sequence[str], reason: str, login: str
) -> dict[str, str]:
    """Sets closing checks aside: each in words, by its episode and slug."""
    on, _ = desk.days.happened
    said = {}
    for typed in dict.fromkeys(read(each, "E") for each in episodes):
        stands = now.episode(typed)
        days.happened(stands.episode, on, desk.days.today, "A decision")
        known = {check.id: check for check in desk.procedure_of(stands.episode.ref).closing_checks}
        titles = {check.title.casefold(): check.id for check in known.values()}
        for id in dict.fromkeys(titles.get(each.strip().casefold(), each.strip()) for each in checks):
            if id not in known:
                raise NotFound(
                    f"There is no closing check '{id}'.",
                    nearest(id, list(known)) or f"There is {', '.join(known)}.",
                )
            now.tell([SetAside(stands.episode.ref, on, "", f"check:{id}", id, login, reason)])
            said[f"{stands.episode.ref} {id}"] = f"{known[id].title}, {stands.episode.ref}"
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
    """Examples:
    eh reassign T-0412 --to abell
    """
    give(ctx.obj, tasks, typed_words.text(to, "worker", "--to WORKER"))


def give(desk: Desk, tasks: Sequence[str], to: str) -> None:
    """Gives tasks to a worker; to who is at the keyboard, once the record knows them, where nobody is named."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        worker = office.worker(now.writer, to or desk.who.user, on.isoformat())
        said = []
        for typed in once(tasks):
            stands, each, ref = obligation(now, typed)
            now.tell(decisions_tasks.move(stands.episode, each, ref, to=worker.login, on=on, today=desk.days.today))
            said.append(ref)
    recorded.recorded(
        desk, Said(now.outcome, f"{', '.join(said)} is with {worker.name} ({worker.login}).", ref=read(tasks[0]))
    )
