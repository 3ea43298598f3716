"""A procedure in English with worked dates, for a manager to read, tick and sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehcli.dates import long
from ehcli.procedure import Duty, Procedure, Rule
from ehcli.workdays import CalendarEnds, WorkingDays

# Starts whose working shows every kind of day that is passed over.
STARTS = (
    (date(2026, 3, 27), "over Good Friday and Easter Monday"),
    (date(2026, 12, 17), "over Christmas and the year's end"),
    (date(2028, 2, 22), "over 29 February"),
    (date(2022, 9, 9), "over the one-off holiday of 19 September 2022"),
)


class RuleOnSheet(NamedTuple):
    """A rule as a manager reads it."""

    says: str
    printed: tuple[str, ...]
    worked: tuple[tuple[str, str], ...]


class DutyOnSheet(NamedTuple):
    """A duty as a manager reads it."""

    title: str
    id: str
    says: tuple[str, ...]
    rules: tuple[RuleOnSheet, ...]


class Sheet(NamedTuple):
    """The whole procedure, with the mark by which a signed copy is known."""

    title: str
    subtitle: str
    sources: tuple[str, ...]
    duties: tuple[DutyOnSheet, ...]
    mark: str


def sheet(procedure: Procedure, workdays: WorkingDays) -> Sheet:
    """The procedure as a sheet to sign."""
    sources = [
        f"{source.title}, version {source.version}."
        + (f" Due for review by {long(source.review_by)}." if source.review_by else "")
        for source in procedure.sources.values()
    ]
    return Sheet(
        procedure.title,
        f"{procedure.name}, pack version {procedure.version}, in force from {long(procedure.in_force_from)}",
        tuple(sources),
        tuple(duty_on_sheet(duty, workdays) for duty in procedure.duties),
        procedure.fingerprint[:16],
    )


def duty_on_sheet(duty: Duty, workdays: WorkingDays) -> DutyOnSheet:
    return DutyOnSheet(
        duty.title, duty.id, tuple(sentences(duty)), tuple(on_sheet(rule, workdays) for rule in duty.rules)
    )


def sentences(duty: Duty) -> Iterator[str]:
    """The duty in English: what sets it off, what meets it, for whom."""
    start = "After every" if duty.which == "each" else "After the first"
    yield f"{start} '{duty.counts_from}', the {duty.responsible.replace('-', ' ')} {duty.strength} see to it."
    yield f"It is met by {' or '.join(map(str, duty.met_by))}."
    if duty.per_child:
        ages = f" aged {duty.age.since} or over on the due date" if duty.age else ""
        yield f"It is owed for each child{ages}."
    if duty.levels:
        yield f"Only at these levels: {', '.join(duty.levels)}."
    if duty.once:
        yield f"Only once this has happened: {'; '.join(map(str, duty.once))}."
    if duty.until:
        yield f"No longer asked for once this has happened: {'; '.join(map(str, duty.until))}."
    if duty.repeat:
        yield (
            "It falls due again on a fixed schedule."
            if duty.repeat == "fixed"
            else "It repeats, the earlier of schedule and event."
        )
    if duty.relax:
        printed = "; ".join(map(str, duty.relax.cite))
        when = "by the day it is due" if duty.relax.by_due else "by the day the clock starts"
        yield f"The {' or '.join(duty.relax.by)} may agree {duty.relax.within} instead, {when} ({printed})."
        if duty.relax.ended:
            yield f"After '{duty.relax.ended}' the printed length counts again from that day."
    if duty.remind:
        yield f"A reminder falls {duty.remind.within} before its date."
    if duty.escalate:
        yield f"Not done {duty.escalate.by}, it goes to the {duty.escalate.to.replace('-', ' ')}."
    if duty.note:
        yield duty.note


def on_sheet(rule: Rule, workdays: WorkingDays) -> RuleOnSheet:
    says = f"{rule.within}{' before' if rule.before else ' from'} {rule.day.replace('_', ' ') or rule.counts_from}"
    printed = tuple(f"{cite} [{', '.join(cite.rows)}]" for cite in rule.cite)
    if rule.default:
        printed = (f"Our default, printed in no source: {rule.reading}", *printed)
    return RuleOnSheet(says, printed, tuple(worked(rule, workdays)))


def worked(rule: Rule, workdays: WorkingDays) -> Iterator[tuple[str, str]]:
    """Worked dates: from a day, over what; to the day it is due."""
    for start, over in STARTS:
        at = "11:00" if rule.within.unit in ("hours", "hours_on_working_days") else ""
        try:
            work = rule.within.back if rule.before else rule.within.after
            due, clock = work(start, at, workdays)
        except CalendarEnds:
            continue
        if due:
            begun, ended = f"{long(start)} {at}".strip(), f"{long(due)} {rule.at or clock}".strip()
            yield f"{begun} ({over})", ended
