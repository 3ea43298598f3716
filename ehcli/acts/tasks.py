"""Tasks: done, set aside, picked up, given to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ehcli.days.typed_dates import long
from ehcli.decisions import days, forms, meetings
from ehcli.decisions import tasks as decisions_tasks
from ehcli.desk import several
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import Fact, SetAside
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.meetings.tafs import told_of
from ehcli.procedures.obligation import Obligation, task_key
from ehcli.procedures.procedure import ClosingCheck
from ehcli.procedures.worklist import is_overdue
from ehcli.record import office
from ehcli.record import tasks as record_tasks
from ehcli.show.recorded import title

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled


def done(desk: Desk, tasks: Sequence[str]) -> Said:
    """Tasks that a form or document meets are done; one that something else meets is recorded as what it is."""
    on, _ = desk.days.happened
    names = {}
    with desk.recording() as now:
        found = several.each_of(once(tasks), lambda ref: to_be_done(now, ref))
        for ref, (stands, each, facts) in found.items():
            now.tell(facts)
            late = not each.duty.waits and is_overdue(each.due, on, each.strength)
            names[ref] = f"{in_words(stands, each, ref)}{', late' if late else ''}"
    said = f"Recorded as done on {long(on)}: {', '.join(names.values())}."
    of = now.of_each({ref: stands.episode.ref for ref, (stands, _, _) in found.items()})
    return Said(now.outcome, said, ref=read(tasks[0]), told=names, each=of)


def to_be_done(now: Recording, task: str) -> tuple[Settled, Obligation, list[Fact]]:
    """The episode, what it owes, and what meets that today; raises NotFound, and Refused where something else does."""
    stands, each, ref = obligation(now, task)
    return stands, each, as_done(now, stands, each, ref)


def as_done(now: Recording, stands: Settled, each: Obligation, task: str) -> list[Fact]:
    """What meets this task today; ``task`` is what it goes by in a refusal."""
    on, _ = now.days.happened
    facts = decisions_tasks.done(stands.episode, each, task, on=on, today=now.days.today)
    forms.refuse_undated(facts, now.procedure(stands.episode.ref))
    return facts


def set_aside(desk: Desk, named: Sequence[str], *, reason: str, checks: Sequence[str] = ()) -> Said:
    """Somebody who may decide it agreed that tasks, or a meeting's minutes, will not be done; kept with the reason.

    With closing checks, ``named`` are the episodes whose closing asks for them.
    """
    on, _ = desk.days.happened
    if not reason.strip():
        raise BadInput("A task is set aside for a reason.", "Add --reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("set-aside", now.procedure())
        names = checks_aside(now, named, checks) if checks else tasks_aside(now, named)
    said = f"Set aside on {long(on)}, agreed by {login}: {', '.join(said for said, _ in names.values())}."
    of = now.of_each({ref: episode for ref, (_, episode) in names.items()})
    return Said(now.outcome, said, ref=read(named[0]), told=names, each=of)


def tasks_aside(now: Recording, named: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Sets tasks and the minutes of meetings aside: each in words with its episode, by its reference."""
    said: dict[str, tuple[str, str]] = {}
    meetings_named = [typed for typed in named if typed.strip()[:1] in ("M", "m")]
    for ref in dict.fromkeys(read(typed, "M") for typed in meetings_named):
        said |= minutes_aside(now, ref)
    for typed in once([typed for typed in named if typed not in meetings_named]):
        stands, each, ref = obligation(now, typed)
        now.tell(as_set_aside(now, stands, each, ref))
        said[ref] = in_words(stands, each, ref), stands.episode.ref
    return said


def minutes_aside(now: Recording, ref: str) -> dict[str, tuple[str, str]]:
    """Sets aside the minutes of a meeting, with the open tasks that only they would meet."""
    on, _ = now.days.happened
    stands, meeting = told_of(now, ref)
    days.happened(stands.episode, on, now.days.today, "A decision")
    login, _ = now.decider()
    procedure = now.procedure_of_minutes(stands.episode.ref, meeting.held_on)
    facts = meetings.set_minutes_aside(stands.episode, meeting, procedure, reason=now.reason, decided_by=login, on=on)
    now.tell(facts)
    said = {ref: (f"the minutes of {ref}", stands.episode.ref)}
    for each in meetings.tasks_of_minutes(meeting, stands.obligations):
        task = stands.task(each)
        now.tell(as_set_aside(now, stands, each, task))
        said[task] = in_words(stands, each, task), stands.episode.ref
    return said


def as_set_aside(now: Recording, stands: Settled, each: Obligation, task: str) -> list[Fact]:
    """The decision that a task will not be done; ``task`` is what it goes by in a refusal."""
    on, _ = now.days.happened
    login, _ = now.decider()
    return decisions_tasks.set_aside(
        stands.episode, each, task, reason=now.reason, decided_by=login, on=on, today=now.days.today
    )


def checks_aside(now: Recording, episodes: Sequence[str], checks: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Sets closing checks aside: each in words with its episode, by its episode and slug."""
    on, _ = now.days.happened
    said = {}
    for typed in dict.fromkeys(read(each, "E") for each in episodes):
        stands = now.episode(typed)
        days.happened(stands.episode, on, now.days.today, "A decision")
        for check in checks_named(now, stands, checks):
            now.tell(check_aside(now, stands, check))
            said[f"{stands.episode.ref} {check.id}"] = f"{check.title}, {stands.episode.ref}", stands.episode.ref
    return said


def checks_named(now: Recording, stands: Settled, checks: Sequence[str]) -> list[ClosingCheck]:
    """The closing checks that are meant, by slug or title, each once; raises NotFound with the nearest."""
    known = {check.id: check for check in now.procedure(stands.episode.ref).closing_checks}
    titles = {check.title.casefold(): check.id for check in known.values()}
    ids = dict.fromkeys(titles.get(each.strip().casefold(), each.strip()) for each in checks)
    for id in ids:
        if id not in known:
            raise NotFound(
                f"There is no closing check '{id}'.",
                nearest(id, list(known)) or f"There is {', '.join(known)}.",
            )
    return [known[id] for id in ids]


def check_aside(now: Recording, stands: Settled, check: ClosingCheck) -> list[Fact]:
    """The decision that closing will not ask for something."""
    on, _ = now.days.happened
    login, _ = now.decider()
    return [SetAside(stands.episode.ref, on, "", f"check:{check.id}", check.id, login, now.reason)]


def pick_up(desk: Desk, tasks: Sequence[str]) -> Said:
    """Tasks are with who is at the keyboard from now on."""
    return give(desk, tasks, to="")


def give(desk: Desk, tasks: Sequence[str], *, to: str) -> Said:
    """Tasks are with a worker; with who is at the keyboard, once the record knows them, where nobody is named."""
    on, _ = desk.days.happened
    refs, of = once(tasks), {}
    with desk.recording() as now:
        worker = office.worker(now.writer, to or desk.who.user, on.isoformat())
        for typed in refs:
            stands, each, ref = obligation(now, typed)
            now.tell(decisions_tasks.move(stands.episode, each, ref, to=worker.login, on=on, today=desk.days.today))
            of[ref] = stands.episode.ref
    return Said(
        now.outcome, f"{', '.join(refs)} is with {worker.name} ({worker.login}).", ref=refs[0], each=now.of_each(of)
    )


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


def in_words(stands: Settled, each: Obligation, ref: str) -> str:
    """A task with what it is, and for which child."""
    return f"{ref} ({title(each, stands.names)})"
