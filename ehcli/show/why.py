"""The working of a task's dates: as an officer reads it, and as scripts rely on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long, minute
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import Told
from ehcli.procedures import citation, doing, sheet, worklist
from ehcli.procedures.bands import BANDS, OTHERWISE, SAFETY, is_lower
from ehcli.procedures.duty import Rule
from ehcli.procedures.obligation import Limit, Obligation, task_key
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.why import Earlier, Explained, Working
from ehcli.record.deriving import Settled
from ehcli.record.office import BandChosen
from ehcli.screen import shapes
from ehcli.show import owed as show_owed
from ehcli.show import recorded

STATES = {"late": "met late", "set-aside": "set aside"}


# As an officer reads it


def in_words(each: Explained, task: str, settled: Settled, chosen: BandChosen | None, today: date) -> Iterator[str]:
    """The working of one task, a line each."""
    owed, names, procedure = each.obligation, settled.names, settled.programme.in_force(today)
    state = state_in_words(owed, today)
    yield f"{task}  {recorded.title(owed, names)}  {owed.episode}  ({state})"
    yield f"Due: {recorded.when(owed)}"
    if owed.limit and owed.is_open and owed.limit < today:
        yield f"Past the limit of {long(owed.limit)}."
    for working in each.workings:
        yield ""
        yield from limit_in_words(working, procedure)
    yield ""
    name, _, version = owed.duty.procedure.partition(" ")
    yield f"Procedure {name}, pack version {version}."
    yield from placed(owed, settled, chosen, today)
    if owed.duty.note:
        yield owed.duty.note
    yield from notices(each)
    yield f"Met by {' or '.join(str(clause) for clause in owed.duty.met_by)}."
    yield from sheet.ends(owed.duty)
    if owed.is_open and (how := doing.met(owed, task, settled.episode.meetings).how):
        yield f"Record it with: {how}"
    if owed.ended_by:
        ended = recorded.sentence(owed.ended_by, procedure, {task_key(owed.key): task})
        yield f"{state.capitalize()} by {ended} (entry {owed.ended_by.entry})."


def placed(owed: Obligation, settled: Settled, chosen: BandChosen | None, today: date) -> Iterator[str]:
    """Why a task stands where it does on the lists: who placed it, for how long nobody saw the child, what is first."""
    band = chosen.band if chosen else owed.duty.band
    if band:
        yield f"On the lists it stands under '{BANDS[band]}'."
    if chosen:
        printed = owed.duty.band or OTHERWISE
        yield f"  {'Lowered' if is_lower(band, printed) else 'Raised'} from '{BANDS[printed]}': {chosen.reason}"
        yield f"  Decided by {chosen.decided_by}, recorded on {minute(chosen.recorded_at)} (entry {chosen.entry})."
    elif band:
        yield from ours(owed, settled)
    if band in SAFETY and owed.is_open:
        yield f"  {seen(settled, owed.child, today)}"
    if owed.duty.after:
        yield f"It comes after: {', '.join(owed.duty.after)}."


def ours(owed: Obligation, settled: Settled) -> Iterator[str]:
    """Where the order of the lists is printed, or whose default it is."""
    procedure = next(each for each in settled.programme.procedures if owed.duty in each.duties)
    for said in procedure.kept.get("bands", ()):
        yield from (f"  Printed in {citation.with_rows(cite, str(cite))}" for cite in citation.once(said.cite))
        if said.more.get("default"):
            yield f"  Our default, printed in no source: {said.name}"


def seen(settled: Settled, child: str, today: date) -> str:
    """When a child was last seen, or of several the one longest unseen; else since when nobody saw it."""
    on, reached = settled.seen_on(child), settled.episode.received_on or settled.episode.opened_on
    if on:
        return f"Last seen on {ago(date.fromisoformat(on), today)}."
    return f"Never seen; the case came on {ago(reached, today)}." if reached else "Never seen."


def ago(day: date, today: date) -> str:
    """A day, and how many days ago it was."""
    count = (today - day).days
    return f"{long(day)}, {count} day{'' if count == 1 else 's'} ago" if count else long(day)


def state_in_words(owed: Obligation, today: date) -> str:
    """Where a task stands: open, overdue, met, met late, set aside, ended or lapsed."""
    if owed.is_open:
        return "overdue" if worklist.is_overdue(owed.due, today, owed.strength) else "open"
    return STATES.get(owed.state, owed.state)


def notices(each: Explained) -> Iterator[str]:
    """When somebody is reminded before the date, and told after it, where the procedure says so."""
    escalate = each.obligation.duty.escalate
    if each.reminder:
        yield f"A reminder falls on {long(each.reminder)}."
    if each.escalation and escalate:
        yield f"Not done by {long(each.escalation)}, it goes to the {escalate.to}."


def limit_in_words(working: Working, procedure: Procedure) -> Iterator[str]:
    """One limit of a task: its date, what it counts from, where it is printed, and the days."""
    limit, start = working.limit, working.limit.start
    due, at = due_in_words(limit), f" {limit.due_at}" if limit.due_at else ""
    yield f"{due}{at}: {limit.within} from {recorded.sentence(start, procedure)}"
    if limit.aim and limit.rule.aim:
        yield f"  Aimed at {long(limit.aim)}: {limit.rule.aim}. Late only after {due}."
    yield f"  Recorded by {start.recorded_by} on {minute(start.recorded_at)} (entry {start.entry})."
    yield from printed(limit.rule)
    if limit.relaxed_by:
        lengthened = "Was lengthened" if limit.within is limit.rule.within else "Lengthened"
        yield f"  {lengthened} by {recorded.sentence(limit.relaxed_by, procedure)}"
    yield from days_in_words(working)
    yield from (before_in_words(each) for each in working.earlier)


def due_in_words(limit: Limit) -> str:
    return long(limit.due) if limit.due else "No date"


def printed(rule: Rule) -> Iterator[str]:
    """Where the rule of a limit is printed, or whose default it is, and how it is read."""
    for cite in citation.once(rule.cite):
        yield f"  Printed in {citation.with_rows(cite, str(cite))}"
    if rule.default:
        served = f" [{', '.join(rule.rows)}]" if rule.rows else ""
        yield f"  Our default, printed in no source: {rule.reading}{served}"
    elif rule.reading:
        yield f"  Read as: {rule.reading}"


def days_in_words(working: Working) -> Iterator[str]:
    """Each day that was counted and each that was passed over."""
    limit, due = working.limit, due_in_words(working.limit)
    in_working_days = limit.within.unit == "working_days"
    if limit.within.counts_working_days and limit.due:
        counted = f" {limit.within.amount} working days counted, the last is {due}."
        yield f"  {long(limit.start.on)} is day nought.{counted if in_working_days else ''}"
    if working.counted and in_working_days:
        yield f"  Counted: {', '.join(f'{n} {long(day)}' for n, day in enumerate(working.counted, start=1))}"
    for skip in working.skipped:
        yield f"  Not counted: {long(skip.on)} ({skip.why})"
    if working.act_by:
        yield f"  {due} is not a working day: plan for {long(working.act_by)}."


def before_in_words(old: Earlier) -> str:
    """A date that was given before, and what moved it."""
    was = long(old.due) if old.due else "no date"
    reason = f": {old.reason}" if old.reason else "."
    return f"  Was {was}, counted from {long(old.start)}, until entry {old.until_entry} moved it{reason}"


def owed_in_words(owed: Iterable[Obligation], settled: Settled) -> Iterator[str]:
    """The tasks of a duty that is or was owed after all, a line each."""
    for each in owed:
        yield f"It is or was owed: {settled.tasks.get(task_key(each.key), '')} {each.state}"


# As scripts rely on it


def not_owed_as_values(
    desk: Desk, duty: str, owed: Iterable[Obligation], because: Sequence[str], settled: Settled
) -> dict[str, Any]:
    """Whether a duty is or was owed, and why it is not, as values."""
    task = show_owed.of_episode(desk, settled)
    return {"episode": settled.episode.ref, "duty": duty, "tasks": [task(each) for each in owed], "because": because}


def as_values(desk: Desk, each: Explained, settled: Settled, chosen: BandChosen | None) -> dict[str, Any]:
    """The working of one task as values."""
    owed, escalate = each.obligation, each.obligation.duty.escalate
    procedure, _, version = owed.duty.procedure.partition(" ")

    def fact(told: Told) -> dict[str, Any]:
        return recorded.fact(told, settled.names, settled.tasks)

    return {
        **show_owed.of_episode(desk, settled)(owed),
        "procedure": procedure,
        "pack_version": version,
        "met_by": [str(clause) for clause in owed.duty.met_by],
        "until": [str(clause) for clause in owed.duty.until],
        "until_all": [str(clause) for clause in owed.duty.until_all],
        "ended_by": fact(owed.ended_by) if owed.ended_by else None,
        "note": owed.duty.note,
        "reminder": shapes.day(each.reminder),
        "escalation": {"after": shapes.day(each.escalation), "to": escalate.to}
        if each.escalation and escalate
        else None,
        "band_placed": chosen._asdict() | {"printed": owed.duty.band or None} if chosen else None,
        "limits": [limit_as_values(working, fact) for working in each.workings],
    }


def limit_as_values(working: Working, fact: Callable[[Told], dict[str, Any]]) -> dict[str, Any]:
    limit, rule = working.limit, working.limit.rule
    printed = worklist.printed(rule)
    return {
        "due": shapes.day(limit.due),
        "due_at": f"{limit.due}T{limit.due_at}" if limit.due_at else None,
        "aim": shapes.day(limit.aim),
        "rule": str(limit.within),
        "from": fact(limit.start),
        "citations": printed["cite"],
        "default": printed["default"],
        "reading": rule.reading,
        "relaxed_by": fact(limit.relaxed_by) if limit.relaxed_by else None,
        "counted": [shapes.day(day) for day in working.counted],
        "skipped": [{"on": shapes.day(skip.on), "why": skip.why} for skip in working.skipped],
        "act_by": shapes.day(working.act_by),
        "was": [before_as_values(old) for old in working.earlier],
    }


def before_as_values(old: Earlier) -> Mapping[str, Any]:
    return {
        "from": shapes.day(old.start),
        "due": shapes.day(old.due),
        "until_entry": old.until_entry,
        "reason": old.reason,
    }
