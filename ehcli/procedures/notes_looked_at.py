"""Which notes of an episode a procedure looks at: whatever else is written on file moves no date and meets nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ehcli.episodes.facts import NoteWritten
from ehcli.procedures.duty import Clause, Duty
from ehcli.procedures.procedure import Procedure

SORTED_BY = ("significant", "type", "worker")  # what many notes have alike


class NotesLookedAt(NamedTuple):
    """The kinds of note that a duty looks for, told apart by how many of them can matter.

    Of ``first`` it is the earliest on or after something else that happened; of ``every`` it may be any.
    """

    every: tuple[Clause, ...] = ()
    first: tuple[Clause, ...] = ()


def notes_looked_at(procedures: Iterable[Procedure]) -> NotesLookedAt:
    """The kinds of note that any of these procedures looks at."""
    every: set[Clause] = set()
    first: set[Clause] = set()
    for each in procedures:
        if each.on_hold:
            every |= {by_sort(clause) for clause in (each.on_hold.by, each.on_hold.until) if is_of_notes(clause)}
        for duty in each.duties:
            for clause in filter(is_of_notes, duty.clauses):
                earliest = clause in in_plain_sight(duty)
                (first if earliest else every).add(by_sort(clause))
            if duty.relax and is_of_notes(duty.relax.agreed):
                every.add(Clause("note-written"))  # a later note of any type may take the place of the agreement
    return NotesLookedAt(tuple(sorted(every, key=str)), tuple(sorted(first - every, key=str)))


def is_of_notes(clause: Clause) -> bool:
    return clause.shape is NoteWritten


def by_sort(clause: Clause) -> Clause:
    """The clause as far as it asks for a sort of note, whichever note and child it is about."""
    return Clause(clause.fact, tuple((name, values) for name, values in clause.wants if name in SORTED_BY))


def in_plain_sight(duty: Duty) -> Iterator[Clause]:
    """The clauses that the earliest such note after what set the duty off answers, and no later one could instead.

    That is so where one note is asked for, whoever wrote it and whomever it names, and what sets the duty off is no
    note itself: of two facts of one kind and day the order in which they were told decides.
    """
    if (
        duty.repeat
        or duty.per_child
        or duty.waits
        or any(map(is_of_notes, (duty.counts_from, *duty.counts_from.others)))
    ):
        return
    elsewhere: set[Clause | None] = {each.clause for each in duty.when}
    elsewhere |= {part for hold in duty.hold for part in (hold.by, hold.until)}
    if duty.relax:
        elsewhere |= {duty.relax.agreed, duty.relax.not_before, duty.relax.ended}
    starts = (rule.counts_from for rule in duty.rules)
    for clause in (*duty.met_by, *duty.once, *duty.until, *duty.until_all, *starts):
        typed = all(name == "type" for name, _ in clause.wants)
        if typed and clause.times == 1 and not clause.same and clause not in elsewhere:
            yield clause
