"""What is different between two procedures: duty by duty, and in what they name and say beside their duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ehcli.procedures import sheet
from ehcli.procedures.duty import Duty
from ehcli.procedures.procedure import Procedure


class Difference(NamedTuple):
    """A duty, or an entry of a list, that only one procedure has, or that they have differently."""

    duty: str  # the duty's id; of a list, its name and the entry's
    what: str
    one: str
    other: str


def differences(one: Procedure, other: Procedure) -> Iterator[Difference]:
    """Everything that is not the same in both; duties and entries of the same name are taken for the same."""
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
    listed = sheet.lists(other)
    for kind, entries in sheet.lists(one).items():
        if kind not in READING_ONLY:
            yield from between(kind, entries, listed[kind])


# Of the pack and its reading, not of what is asked for; and what its roles say already.
READING_ONLY = ("left-out", "change", "drop", sheet.HOLDERS)


def between(
    kind: str, mine: tuple[sheet.EntryOnSheet, ...], yours: tuple[sheet.EntryOnSheet, ...]
) -> Iterator[Difference]:
    """The entries of one list that are not the same in both."""
    same = {(entry.name, entry.says) for entry in mine} & {(entry.name, entry.says) for entry in yours}
    theirs = {entry.name: entry.says for entry in yours if (entry.name, entry.says) not in same}
    for entry in mine:
        if (entry.name, entry.says) in same:
            continue
        says = theirs.pop(entry.name, None)
        if says is None:
            yield Difference(f"{kind}: {entry.name}", "only in the first", entry.says, "")
        elif says != entry.says:
            yield Difference(f"{kind}: {entry.name}", "says", entry.says, says)
    for name, says in theirs.items():
        yield Difference(f"{kind}: {name}", "only in the second", "", says)


def parts(one: Duty, other: Duty) -> Iterator[tuple[str, str, str]]:
    """What is compared of two duties, by what it is called; conditions as they stand on the sheet to sign."""
    yield "limit", limits(one), limits(other)
    yield "counts from", f"{one.which} {one.counts_from}", f"{other.which} {other.counts_from}"
    yield "met by", " or ".join(map(str, one.met_by)), " or ".join(map(str, other.met_by))
    yield "levels", ", ".join(one.levels) or "all", ", ".join(other.levels) or "all"
    yield "responsible", one.responsible, other.responsible
    yield "tray", one.tray, other.tray
    yield "strength", one.strength, other.strength
    yield "per child", "yes" if one.per_child else "no", "yes" if other.per_child else "no"
    yield "conditions", " ".join(sheet.conditions(one)), " ".join(sheet.conditions(other))


def limits(duty: Duty) -> str:
    """The duty's limits in words."""
    return "; ".join(f"{rule}{' before' if rule.before else ''}" for rule in duty.rules)
