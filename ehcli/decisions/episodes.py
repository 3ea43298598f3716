"""Allocating and closing: what may be recorded, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.decisions.days import _open
from ehcli.decisions.meetings import minutes_asked
from ehcli.episodes.episode import Episode, Meeting
from ehcli.episodes.facts import (
    Allocated,
    EpisodeClosed,
    Fact,
    SetAside,
    Told,
)
from ehcli.errors import BadInput, Refused
from ehcli.procedures import citation, doing
from ehcli.procedures.obligation import Obligation, in_order, task_key
from ehcli.procedures.procedure import ClosingCheck, Named, Procedure
from ehcli.procedures.worklist import is_overdue

Outstanding = tuple[list[Obligation], list[tuple[Meeting, Named]]]


def allocate(
    episode: Episode, *, worker: str, role: str, called: str, team: str, on: date, at: str, today: date
) -> list[Fact]:
    """The episode is given to a worker, in a role that is ``called`` so in the procedure."""
    _open(episode, on, today, "An allocation")
    if episode.holder(role) == worker:
        raise Refused(
            f"{episode.ref} is with {worker} as {called} already.",
            f"See who held it when: eh show {episode.ref}",
        )
    return [Allocated(episode.ref, on, at, worker, role, team)]


def outstanding(episode: Episode, obligations: Sequence[Obligation], procedure: Procedure, *, on: date) -> Outstanding:
    """What is outstanding at closing: open tasks, and meetings with the stage that their minutes lack.

    A review or repeat that falls due on the closing day or later ends with the episode; one that is
    overdue does not (TEH p44, TEH-406), but for what is only usual: an average or an aim warns and holds nothing up
    (HAR-148, HAR-285). What the closing itself meets never stands in its way.
    """
    tasks = [
        each
        for each in obligations
        if each.is_open
        and not (each.duty.ends_with_episode and (each.strength == "usually" or not is_overdue(each.due, on)))
        and not any(clause.fact == "episode-closed" for clause in each.duty.met_by)
    ]
    lacking = []
    for meeting in episode.meetings:
        asked = {stage.slug: stage for stage in minutes_asked(meeting, obligations, procedure)}
        if missing := meeting.lacks(list(asked)):
            lacking.append((meeting, asked[missing]))
    return sorted(tasks, key=in_order), lacking


def lacking(
    episode: Episode, checks: Iterable[ClosingCheck], told: Sequence[Told], children: Sequence[str], on: date
) -> list[ClosingCheck]:
    """The closing checks for such an episode that nothing on file meets and nobody set aside."""
    aside = {each.fact.task for each in told if isinstance(each.fact, SetAside)}
    return [
        check
        for check in checks
        if f"check:{check.id}" not in aside
        and check.at_level(episode.level)
        and check.of_type(episode.type)
        and not _on_file(check, told, children, on)
    ]


def _on_file(check: ClosingCheck, told: Sequence[Told], children: Sequence[str], on: date) -> bool:
    earliest = on.toordinal() - check.within_weeks * 7 if check.within_weeks else 0
    fitting = [
        each.fact
        for each in told
        if each.on.toordinal() >= earliest and any(clause.fits(each.fact) for clause in check.met_by)
    ]
    if not check.per_child:
        return bool(fitting)
    covered = {child for fact in fitting for child in getattr(fact, "children", ())}
    return set(children) <= covered


def close(
    episode: Episode,
    obligations: Sequence[Obligation],
    procedure: Procedure,
    *,
    told: Sequence[Told],
    reason: str,
    decided_by: str,
    tasks: Mapping[str, str],
    missing: Sequence[ClosingCheck],
    on: date,
    today: date,
) -> list[Fact]:
    """The episode is closed for a reason; refused while tasks or minutes are outstanding, naming them all.

    Where the procedure does not print that closing waits for what is owed, tasks do not stand in the way.
    ``tasks`` gives the T- reference of each obligation by its key, once it has one; ``missing`` are closing checks that
    the procedure refuses on, and ``told`` is its whole story.
    """
    _open(episode, on, today, "Closing")
    _nothing_after(episode, told, on)
    stand, meetings = in_the_way(outstanding(episode, obligations, procedure, on=on), procedure)
    if stand or meetings or missing:
        raise _unfinished(episode, procedure, by_reference(stand, tasks), meetings, missing)
    return [EpisodeClosed(episode.ref, on, "", reason, decided_by)]


def in_the_way(left: Outstanding, procedure: Procedure) -> Outstanding:
    """What of that closing waits for: all where the procedure prints so, else days to wait for and printed minutes."""
    if procedure.closing_waits:
        return left
    listed = procedure.lists.get("minutes_stage", ())
    days = [each for each in left[0] if each.duty.waits]
    return days, [(meeting, stage) for meeting, stage in left[1] if stage in listed and stage.cite]


def by_reference(stand: Iterable[Obligation], tasks: Mapping[str, str]) -> dict[str, Obligation]:
    """What is owed by the T- reference of each, or by its key where it has none."""
    return {tasks.get(key := task_key(each.key), key): each for each in stand}


def in_words(tasks: Mapping[str, Obligation], meetings: Iterable[tuple[Meeting, Named]]) -> list[str]:
    """Tasks and minutes that are outstanding, a line each."""
    said = [f"  {ref}  {each.duty.title}{_by(each)}" for ref, each in tasks.items()]
    return said + [f"  {meeting.ref}  minutes not {stage.slug}" for meeting, stage in meetings]


def _unfinished(
    episode: Episode,
    procedure: Procedure,
    tasks: Mapping[str, Obligation],
    meetings: Sequence[tuple[Meeting, Named]],
    missing: Sequence[ClosingCheck],
) -> Refused:
    """That an episode cannot be closed yet: everything outstanding, and how the first of each kind is put right."""
    said = in_words(tasks, meetings)
    said += [f"  {check.id}  not on file: {check.title} ({citation.in_short(check.cite, ', ')})" for check in missing]
    does = [f"eh why {ref}" for ref in list(tasks)[:1]]
    does += [f"eh taf minutes {meeting.ref} --stage {stage.slug}" for meeting, stage in meetings[:1]]
    does += [doing.on_file(check.met_by[0]).format(episode=episode.ref) for check in missing[:1]]
    aside = [*("T-..." for _ in list(tasks)[:1]), *(meeting.ref for meeting, _ in meetings[:1])]
    if missing:
        aside.append(f"{episode.ref} {' '.join(f'--check {check.id}' for check in missing)}")
    lines = [f"{line} --reason TEXT --by LOGIN" for line in aside]
    printed = [procedure.closing_rule]
    if not procedure.closing_waits:
        asked = (*(each.citations for each in tasks.values()), *(each.cite for each in missing))
        printed = [citation.printed(cites) for cites in asked]
    return Refused(
        f"{episode.ref} cannot be closed yet. Outstanding:\n" + "\n".join(said),
        f"Finish each: {'; '.join(does)}. Or have a manager agree that it will not be done: "
        + "; ".join(f"eh set-aside {line}" for line in lines),
        citation.joined([*printed, *(stage.printed for _, stage in meetings)]),
    )


def _nothing_after(episode: Episode, told: Sequence[Told], on: date) -> None:
    """Raises BadInput when something is recorded on a later day than the one the episode is to close on."""
    ended = episode.closed_on or date.max  # what follows up a closing comes after it
    last = max((each.on for each in told if not isinstance(each.fact, EpisodeClosed) and each.on <= ended), default=on)
    if on < last:
        raise BadInput(
            f"{episode.ref} cannot close on {long(on)}: something is recorded on {long(last)}.",
            f"Check the date; see: eh timeline {episode.ref}",
        )


def _by(obligation: Obligation) -> str:
    return f", due {long(obligation.due)}" if obligation.due else ""
