"""A procedure in English with worked dates, for a manager to read, tick and sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ehcli.days.typed_dates import long
from ehcli.days.workdays import CalendarEnds, WorkingDays
from ehcli.procedures import citation
from ehcli.procedures.citation import Citation
from ehcli.procedures.duty import Duty, Relaxation, Rule, TakesOver
from ehcli.procedures.procedure import ClosingCheck, Named, Procedure
from ehcli.procedures.within import UNITS, Within

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


class EntryOnSheet(NamedTuple):
    """A closing check, or an entry of one of the procedure's lists, as a manager reads it."""

    slug: str
    name: str
    says: str
    printed: tuple[str, ...]
    rows: tuple[str, ...]
    cite: tuple[Citation, ...] = ()


class Sheet(NamedTuple):
    """The whole procedure, with the mark by which a signed copy is known."""

    title: str
    subtitle: str
    sources: tuple[str, ...]
    duties: tuple[DutyOnSheet, ...]
    lists: tuple[tuple[str, tuple[EntryOnSheet, ...]], ...]  # the heading of each, with what stands in it
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
        tuple((heading(kind), entries) for kind, entries in lists(procedure).items() if entries and kind != HOLDERS),
        procedure.fingerprint[:16],
    )


HOLDERS = "role-on-an-episode"  # on a sheet each role says what it holds
HEADINGS = {
    "closing-check": "On file before closing",
    "term": "Words of the procedure",
    "left-out": "Read and left out",
    "on-hold": "A case on hold",
    "running": "What is running",
    "printed": "Where rules that are always kept are printed",
}


def heading(kind: str) -> str:
    """What a list of the procedure is called."""
    return HEADINGS.get(kind, f"{kind.replace('-', ' ').capitalize()}s")


def lists(procedure: Procedure) -> dict[str, tuple[EntryOnSheet, ...]]:
    """Everything a procedure holds beside its duties, list by list: its closing checks, names, checklists and words."""
    hold = procedure.on_hold
    says = f"From '{hold.by}' until '{hold.until}'." if hold else ""
    held = EntryOnSheet("on-hold", "On hold", says, printed(hold.cite), rows_of(hold.cite), hold.cite) if hold else None
    return {
        "closing-check": tuple(check_on_sheet(check) for check in procedure.closing_checks),
        "on-hold": (held,) if held else (),
        "running": (running_on_sheet(procedure.takes_over),) if procedure.takes_over else (),
        **{
            kind.replace("_", "-"): tuple(entry_on_sheet(entry) for entry in entries)
            for kind, entries in (*procedure.lists.items(), *procedure.kept.items())
        },
        "meeting-kind": words(procedure, procedure.meeting_kinds.values()),
        HOLDERS: words(procedure, procedure.roles_on_an_episode.values()),
    }


def running_on_sheet(taken: TakesOver) -> EntryOnSheet:
    says = "What began under an earlier version follows this one from the day it comes into force."
    where = printed(taken.cite) or (f"Our default, printed in no source: {taken.reading}",)
    return EntryOnSheet("running", "What is running moves", says, where, rows_of(taken.cite), taken.cite)


def words(procedure: Procedure, entries: Iterable[Named]) -> tuple[EntryOnSheet, ...]:
    """Words of the procedure, and eh's own where it has none, which are marked as that."""
    told = [(entry, entry_on_sheet(entry)) for entry in entries]
    return tuple(
        said._replace(says="", printed=(procedure.ours,)) if entry.is_ours and not entry.more.get("reading") else said
        for entry, said in told
    )


def check_on_sheet(check: ClosingCheck) -> EntryOnSheet:
    does = "Closing waits for it" if check.strength == "refuse" else "Closing goes ahead, and says that it is missing"
    says = [f"{does}. It is met by {' or '.join(map(str, check.met_by))}."]
    if check.within_weeks:
        says.append(f"It must be no older than {check.within_weeks} weeks.")
    if check.per_child:
        says.append("Asked for each child.")
    says += applies(check.levels, (), check.episode_types)
    return EntryOnSheet(
        check.id, f"{check.title} ({check.id})", " ".join(says), printed(check.cite), rows_of(check.cite), check.cite
    )


# What stands in an entry beside what it says: who it is, and where it is printed.
OF_AN_ENTRY = ("id", "slug", "title", "name", "aliases", "cite", "rows")
IN_ITSELF = ("means", "says", "why")


def entry_on_sheet(entry: Named) -> EntryOnSheet:
    """An entry of a list: its name, what the procedure says of it, and where."""
    told = [str(entry.more[key]) for key in IN_ITSELF if entry.more.get(key) not in (None, entry.name)]
    told += [
        f"{key.replace('_', ' ').capitalize()}: {in_words(value)}"
        for key, value in entry.more.items()
        if key not in (*OF_AN_ENTRY, *IN_ITSELF) and value not in ([], "", None)
    ]
    if entry.aliases:
        told.append(f"Also written: {'; '.join(entry.aliases)}")
    left_out = entry.more.get("rows")
    rows = tuple(map(str, left_out)) if isinstance(left_out, list) else rows_of(entry.cite)
    where = (f"[{', '.join(rows)}]",) if left_out else printed(entry.cite)
    return EntryOnSheet(entry.slug, entry.name, ". ".join(part.rstrip(".") for part in told), where, rows, entry.cite)


def in_words(value: object) -> str:
    """A value of an entry as a person reads it: a list, a length of time, or what happened."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(in_words(part) for part in value)
    if not isinstance(value, Mapping):
        return str(value)
    if "heading" in value:
        return str(value["heading"])
    if "fact" in value:
        wants = [in_words(part) for key, part in value.items() if key != "fact"]
        return f"{str(value['fact']).replace('-', ' ')}{': ' if wants else ''}{', '.join(wants)}"
    unit, amount = next(iter(value.items()), ("", 0))
    if unit in UNITS and isinstance(amount, int):
        return str(Within(unit, amount))
    return "; ".join(f"{str(key).replace('_', ' ')} {in_words(part)}" for key, part in value.items() if key != "cite")


def rows_of(cites: tuple[Citation, ...]) -> tuple[str, ...]:
    return tuple(row for cite in cites for row in cite.rows)


def printed(cites: tuple[Citation, ...]) -> tuple[str, ...]:
    """Each citation with the requirements that it covers."""
    return tuple(citation.with_rows(cite, str(cite)) for cite in citation.once(cites))


def duty_on_sheet(duty: Duty, workdays: WorkingDays) -> DutyOnSheet:
    return DutyOnSheet(
        duty.title, duty.id, tuple(sentences(duty)), tuple(on_sheet(rule, workdays) for rule in duty.rules)
    )


STRENGTHS = {"must": "must see", "should": "should see", "usually": "usually sees"}


def sentences(duty: Duty) -> Iterator[str]:
    """The duty in English: what sets it off, what meets it, for whom."""
    start = "After every" if duty.which == "each" else "After the first"
    yield f"{start} '{duty.counts_from}', the {duty.responsible.replace('-', ' ')} {STRENGTHS[duty.strength]} to it."
    yield f"It is met by {' or '.join(map(str, duty.met_by))}."
    if duty.per_child:
        yield f"It is owed for each child{ages(duty)}."
    yield from applies(duty.levels, (), ())
    yield from conditions(duty)
    if duty.relax and duty.relax.cite:
        yield f"The longer limit is printed in {citation.in_full(duty.relax.cite)}."
    yield f"It waits in the tray '{duty.tray}'."
    if duty.note:
        yield duty.note


def relaxed(relax: Relaxation) -> Iterator[str]:
    """Who may agree to another length, and for how long it holds."""
    when = "by the day it is due" if relax.by_due else "by the day the clock starts"
    yield f"The {' or '.join(relax.by)} may agree {relax.within} instead, {when}."
    if relax.not_before:
        yield f"Not before this has happened: {relax.not_before}."
    if relax.ended:
        yield f"After '{relax.ended}' the printed length counts again from that day."


def conditions(duty: Duty) -> Iterator[str]:
    """When else a duty is owed, moves, stands still or ends."""
    yield from applies((), duty.routes, duty.episode_types)
    yield from dependent(duty)
    if duty.repeat:
        yield (
            "It falls due again on a fixed schedule."
            if duty.repeat == "fixed"
            else "It repeats, the earlier of schedule and event."
        )
    if duty.meeting:
        yield f"It asks for the {duty.meeting} TAF: whoever books one for a later day is told."
    if duty.waits:
        yield "The date is waited for: what meets it counts only once that day has passed."
    if duty.relax:
        yield from relaxed(duty.relax)
    for hold in duty.hold:
        yield f"The clock stands still from '{hold.by}' until '{hold.until}'."
    if duty.remind:
        yield f"A reminder falls {duty.remind.within} before its date."
    if duty.escalate:
        yield f"Not done {duty.escalate.by}, it goes to the {duty.escalate.to.replace('-', ' ')}."
    if duty.after_closing:
        yield "It is owed although the episode has closed."
    elif duty.ends_with_episode:
        yield "One that is not yet due ends when the episode closes."
    if duty.switch:
        yield f"An authority may switch it off: {duty.switch}."


def dependent(duty: Duty) -> Iterator[str]:
    """What else must be so, or must have happened, for a duty to be owed."""
    if duty.when:
        yield f"Only where this is so, as far as it is recorded: {'; '.join(map(str, duty.when))}."
    if duty.strength == "usually":
        yield "It is an aim: it is never overdue."
    if duty.once:
        yield f"Only once this has happened: {'; '.join(map(str, duty.once))}."
    yield from ends(duty)


def ends(duty: Duty) -> Iterator[str]:
    """What ends a duty although nothing met it."""
    if duty.until:
        yield f"No longer asked for once this has happened: {'; '.join(map(str, duty.until))}."
    if duty.until_all:
        yield f"No longer asked for once all of these have happened: {'; '.join(map(str, duty.until_all))}."


def ages(duty: Duty) -> str:
    """For children of what age a duty is owed."""
    if not duty.age:
        return ""
    softer = (
        f"; below {duty.age.must_since} it should be done, from then on it must"
        if duty.age.must_since > duty.age.since
        else ""
    )
    return f" aged {duty.age.since} or over on the due date{softer}"


def applies(levels: tuple[str, ...], routes: tuple[str, ...], types: tuple[str, ...]) -> Iterator[str]:
    """For which levels, routes and types of episode only."""
    for what, values in (("at these levels", levels), ("on these routes", routes), ("for these episodes", types)):
        if values:
            yield f"Only {what}: {', '.join(values)}."


def on_sheet(rule: Rule, workdays: WorkingDays) -> RuleOnSheet:
    says = f"{rule}{' before' if rule.before else ' from'} {rule.day.replace('_', ' ') or rule.counts_from}"
    where = printed(rule.cite)
    if rule.default:
        where = (f"Our default, printed in no source: {rule.reading}", *where)
    return RuleOnSheet(says, where, tuple(worked(rule, workdays)))


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
