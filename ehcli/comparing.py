"""What is different between two procedures, duty by duty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ehcli.procedure import Duty, Procedure


class Difference(NamedTuple):
    """A duty that only one procedure asks for, or that they ask for differently."""

    duty: str
    what: str
    one: str
    other: str


def differences(one: Procedure, other: Procedure) -> Iterator[Difference]:
    """Every duty that is not the same in both; duties of the same name are taken for the same duty."""
    theirs = {duty.id: duty for duty in other.duties}
    for duty in one.duties:
        match = theirs.pop(duty.id, None)
        if match is None:
            yield Difference(duty.id, "only in the first", limits(duty), "")
            continue
        for what, mine, yours in parts(duty, match):
            if mine != yours:
                yield Difference(duty.id, what, mine, yours)
    for duty in theirs.values():
        yield Difference(duty.id, "only in the second", "", limits(duty))


def parts(one: Duty, other: Duty) -> Iterator[tuple[str, str, str]]:
    yield "limit", limits(one), limits(other)
    yield "counts from", f"{one.which} {one.counts_from}", f"{other.which} {other.counts_from}"
    yield "met by", " or ".join(map(str, one.met_by)), " or ".join(map(str, other.met_by))
    yield "levels", ", ".join(one.levels) or "all", ", ".join(other.levels) or "all"
    yield "responsible", one.responsible, other.responsible
    yield "strength", one.strength, other.strength
    yield "escalation", told_to(one), told_to(other)
    yield "per child", "yes" if one.per_child else "no", "yes" if other.per_child else "no"


def told_to(duty: Duty) -> str:
    """Who is told when it is not done, and when."""
    return f"to the {duty.escalate.to} if not done {duty.escalate.by}" if duty.escalate else "nobody"


def limits(duty: Duty) -> str:
    """The duty's limits in words."""
    return "; ".join(f"{rule.within}{' before' if rule.before else ''}" for rule in duty.rules)
