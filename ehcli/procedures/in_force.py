"""Which procedure was in force on a day: versions follow each other, and a team may adopt another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ehcli.errors import EhError
from ehcli.procedures.notes_looked_at import NotesLookedAt, notes_looked_at
from ehcli.procedures.procedure import Procedure


class _Procedures(NamedTuple):
    steps: tuple[tuple[date, Procedure], ...]


class Procedures(_Procedures):
    """Procedures by the day from which each is in force, earliest first.

    What began under one stays under it: a duty is owed under the procedure in force on the day of the
    fact that set it off, unless a later version says that it takes over what is running.
    """

    def in_force(self, on: date) -> Procedure:
        """The procedure in force that day; the first one also covers what happened before it."""
        return next((procedure for since, procedure in reversed(self.steps) if since <= on), self.steps[0][1])

    @property
    def procedures(self) -> list[Procedure]:
        return [procedure for _, procedure in self.steps]

    def as_of(self, today: date) -> Procedures:
        """The programme on a day: a version that takes over what is running has done so from the day it came in."""
        came = [n for n, (since, procedure) in enumerate(self.steps) if procedure.takes_over and since <= today]
        if not came:
            return self
        return Procedures(((self.steps[0][0], self.steps[came[-1]][1]), *self.steps[came[-1] + 1 :]))

    @property
    def looks_at(self) -> dict[str, frozenset[object]]:
        """The kinds of fact that its duties look at; of forms, which ones. None named are all."""
        clauses = [clause for each in self.procedures for duty in each.duties for clause in duty.clauses]
        forms = [dict(clause.wants).get("form", ()) for clause in clauses if clause.fact == "form-recorded"]
        found: dict[str, frozenset[object]] = {clause.fact: frozenset() for clause in clauses}
        if forms and all(forms):
            found["form-recorded"] = frozenset(form for each in forms for form in each)
        return found

    @cached_property
    def notes(self) -> NotesLookedAt:
        """The kinds of note that its duties look at."""
        return notes_looked_at(self.procedures)

    def windows(self) -> list[tuple[date, date, Procedure]]:
        """Each procedure with the first day it covers and the first day it no longer does."""
        starts = [date.min, *(since for since, _ in self.steps[1:]), date.max]
        return [(starts[n], starts[n + 1], procedure) for n, (_, procedure) in enumerate(self.steps)]


def always(procedure: Procedure) -> Procedures:
    """One procedure for every day."""
    return Procedures(((procedure.in_force_from, procedure),))


def of_versions(versions: Sequence[Procedure]) -> Procedures:
    """The versions of one procedure; raises EhError where they overlap or leave a gap."""
    ordered = sorted(versions, key=lambda version: version.in_force_from)
    for earlier, later in pairwise(ordered):
        until = earlier.in_force_until
        if until is None or until.toordinal() + 1 != later.in_force_from.toordinal():
            what = "has no last day" if until is None else f"ends on {until}"
            kind = "a gap" if until and until < later.in_force_from else "an overlap"
            raise EhError(
                f"{earlier.name} {earlier.version} {what}; {later.version} begins on {later.in_force_from}: {kind}.",
                "Set in_force_until of the earlier version to the day before the later one begins.",
            )
    return Procedures(tuple((version.in_force_from, version) for version in ordered))


def adopted(base: Procedures, adoptions: Mapping[str, Procedures]) -> Procedures:
    """The base until a team adopted another: ISO day of adoption to the programme adopted."""
    steps = list(base.steps)
    for day, other in sorted(adoptions.items()):
        since = date.fromisoformat(day)
        steps = [step for step in steps if step[0] < since]
        first = other.in_force(since)
        steps += [(since, first), *(step for step in other.steps if step[0] > since)]
    return Procedures(tuple(steps))
