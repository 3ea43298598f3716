"""What meets a task of an episode: the command, with each reference and worker that its facts tell of in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import Allocated
from ehcli.procedures import worklist
from ehcli.procedures.obligation import Obligation


class Met(NamedTuple):
    """The meeting that a task is about, and the command that meets it; empty where there is none."""

    meeting: str
    how: str


def met(obligation: Obligation, task: str, meetings: Iterable[Meeting]) -> Met:
    """What meets a task of an episode that has these meetings; ``task`` is what it goes by."""
    doing, fact = worklist.doing(obligation.duty), obligation.trigger.fact
    worker = fact.worker if isinstance(fact, Allocated) else ""
    about = worklist.About(getattr(fact, "meeting", ""), getattr(fact, "letter", ""), worker)
    planned = ((each.ref, each.kind) for each in meetings if each.status == "planned")
    meeting = worklist.meeting_of(doing, about, planned)
    how = worklist.told_how(doing, task, obligation.episode, obligation.child, meeting, about)
    return Met(meeting, how)
