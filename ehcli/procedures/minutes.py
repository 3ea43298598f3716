"""How far the minutes of a meeting are to come: the stages that a procedure asks of them, and which comes next."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from ehcli.episodes.episode import STAGES, Meeting
from ehcli.procedures.procedure import Named, Procedure


def asked(meeting: Meeting, spared: Container[str], procedure: Procedure) -> list[Named]:
    """The stages that the procedure asks of a meeting's minutes, in order; none once they were set aside.

    Not those of meetings that somebody else chairs, nor those ``spared``: a manager agreed that they are not reached.
    """
    if not meeting.held_on or meeting.set_aside:
        return []
    return [
        stage
        for stage in procedure.minutes_stages
        if not stage.optional
        and stage.slug not in spared
        and (not stage.chaired_by or meeting.chaired_by in stage.chaired_by)
    ]


def waits_for(stage: Named, meeting: Meeting, asked: Iterable[Named]) -> Named | None:
    """The stage of those asked for that must come before this one and is not reached yet; none where it can be."""
    earlier: Sequence[str] = STAGES[: STAGES.index(stage.slug)] if stage.after is None else stage.after
    before = {each.slug: each for each in asked if each.slug in earlier}
    return before.get(meeting.lacks(list(before)))


def next_ones(meeting: Meeting, asked: Sequence[Named], owed: Container[str], procedure: Procedure) -> list[Named]:
    """The stages that a meeting's minutes can reach next: of those asked for, and those that an open task is for."""
    wanted = {each.slug for each in asked}
    return [
        stage
        for stage in procedure.minutes_stages
        if stage.slug not in meeting.minutes
        and (stage.slug in wanted or stage.slug in owed)
        and not waits_for(stage, meeting, asked)
    ]
