"""What is owed in one episode, by when, and what met it: a pure function of facts, procedure and working days."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from ehcli.days.workdays import WorkingDays
from ehcli.episodes.facts import Child, Told
from ehcli.procedures.in_force import Procedures, always
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.story import Story


def obligations(
    told: Iterable[Told],
    procedure: Procedure | Procedures,
    workdays: WorkingDays,
    children: Sequence[Child] = (),
    switched_off: Iterable[str] = (),
    *,
    open_only: bool = False,
    of: Container[str] = (),
) -> Iterator[Obligation]:
    """Everything the procedure has asked for so far in one episode, or with ``open_only`` what is still to be met.

    With ``of`` only what these duties ask for, by their ids.

    The facts may come in any order. Facts later than a trigger meet, end or lengthen nothing that they
    should not: a due date follows from the trigger and from what was agreed up to the trigger's day. A
    duty is owed under the procedure that was in force on the day of its trigger.
    """
    story = Story(told, workdays, open_only)
    off = set(switched_off)
    programme = procedure if isinstance(procedure, Procedures) else always(procedure)
    for since, until, in_force in programme.windows():
        for duty in in_force.duties:
            if of and duty.id not in of:
                continue
            if not story.may_begin(duty.counts_from):
                continue  # nothing that could set it off has happened: so for most duties of most episodes
            if duty.switch in off or not story.asks_for(duty):
                continue
            owed = story.turns if duty.repeat else story.owed
            for trigger in story.triggers(duty):
                if since <= trigger.on < until:
                    for each in owed(duty, trigger, children):
                        if not open_only or each.state == "open":
                            yield each
