"""The procedures there are: what each asks, its lists, how two differ, and which requirements are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.errors import EhError, NotFound, nearest
from ehcli.packs import coverage, reading
from ehcli.procedures import citation, sheet
from ehcli.procedures.diff import differences
from ehcli.procedures.duty import Duty, Rule
from ehcli.procedures.extending import ABOUT_A_CHANGE
from ehcli.procedures.procedure import Procedure
from ehcli.screen import shapes
from ehcli.show import lists

OF_PROCEDURES = {"name": "Name", "title": "Title", "version": "Version", "duties": "Duties", "warnings": "Warnings"}
OF_DUTIES = {
    "duty": "Duty",
    "title": "What",
    "counts_from": "Counts from",
    "within": "Within",
    "printed_in": "Printed in",
    **lists.beside("met_by", "responsible", "citations", "rows", "says"),
}
OF_A_DUTY = OF_DUTIES | {"rows": "Requirements"}
OF_ENTRIES = {"list": "List", "slug": "Slug", "name": "Name", "says": "Says", "printed_in": "Printed in"}
OF_ENTRIES |= lists.beside("citations", "rows")
OF_REQUIREMENTS = {"row": "Row", "kind": "Kind", "place": "Place", "state": "State", "where": "By what, or why"}
OF_COUNTS = {"source": "Source", "kind": "Kind", "held": "Held", "left out": "Left out", "open": "Open"}
STATES = ("held", "left out", "open")


def procedures(desk: Desk) -> list[dict[str, Any]]:
    """Every procedure there is; of one that cannot be used yet, that it is to be checked."""
    found, unusable = usable()
    rows = [
        {
            "name": each.name,
            "title": each.title,
            "version": each.version,
            "duties": len(each.duties),
            "warnings": each.stale(desk.days.today),
        }
        for each in found
    ]
    blank = {"title": "", "version": "", "duties": 0}
    rows += [{"name": name, **blank, "warnings": [why]} for name, why in unusable.items()]
    return sorted(rows, key=lambda row: str(row["name"]))


def usable() -> tuple[list[Procedure], dict[str, str]]:
    """The procedures that can be used; and by name why others cannot, such as one that is being written."""
    found, unusable = [], {}
    for name in reading.procedure_names():
        try:
            found.append(reading.procedure(name))
        except EhError:
            unusable[name] = f"{name} cannot be used yet: eh procedure check {name}"
    return found, unusable


def meant(desk: Desk, name: str, duty: str) -> tuple[Procedure, str]:
    """The procedure that is named, else the one in force for who asks, and the duty; raises NotFound.

    One word may be a duty of the procedure in force as well.
    """
    if name in reading.procedure_names() or duty:
        return reading.procedure(name), duty
    try:
        here = desk.procedure_for("")
    except EhError:
        if not name:
            raise
        return reading.procedure(name), duty
    if not name or any(each.id == name for each in here.duties):
        return here, name
    return reading.procedure(name), duty


def duties(procedure: Procedure, duty: str = "") -> list[dict[str, Any]]:
    """The duties of a procedure, or one of them, a row for each limit; raises NotFound for no such duty."""
    chosen = [procedure.duty(duty)] if duty else procedure.duties
    return [limit(each, rule, in_full=bool(duty)) for each in chosen for rule in each.rules]


def limit(duty: Duty, rule: Rule, *, in_full: bool) -> dict[str, Any]:
    """One limit of a duty, with the pages it is printed on in full or in short."""
    printed = citation.in_full(rule.cite) if in_full else citation.in_short(rule.cite)
    return {
        "duty": duty.id,
        "title": duty.title,
        "counts_from": str(rule.counts_from),
        "within": str(rule.within),
        "met_by": " or ".join(str(clause) for clause in duty.met_by),
        "responsible": duty.responsible,
        "printed_in": printed or f"our default: {rule.reading}",
        "citations": [shapes.citation(cite) for cite in rule.cite],
        "rows": [row for cite in rule.cite for row in cite.rows] or list(rule.rows),
        "says": list(sheet.sentences(duty)),
    }


def notes(desk: Desk, procedure: Procedure, duty: str) -> Iterator[str]:
    """What to know of a procedure, or of one of its duties: what it changes of another, and documents that are old."""
    for entry in procedure.kept["change"] if duty else ():
        if entry.slug == duty:
            keys = ", ".join(key for key in entry.more if key not in ABOUT_A_CHANGE)
            printed = citation.in_full(entry.cite) or f"its default: {entry.more['reading']}"
            yield f"{procedure.title} changes {keys} of the procedure it extends ({printed})."
    yield from procedure.stale(desk.days.today)


def entries(procedure: Procedure, kind: str) -> list[dict[str, Any]]:
    """The entries of one of a procedure's lists: what each says, and where it is printed.

    Raises NotFound, with the lists there are.
    """
    named = list_named(procedure, kind)
    return [
        {
            "list": named,
            "slug": entry.slug,
            "name": entry.name,
            "says": entry.says,
            "printed_in": "; ".join(entry.printed),
            "citations": [shapes.citation(cite) for cite in entry.cite],
            "rows": list(entry.rows),
        }
        for entry in sheet.lists(procedure)[named]
    ]


def list_named(procedure: Procedure, kind: str) -> str:
    """The name of a list that was typed in any spelling, in the plural too."""
    wanted = kind.strip().casefold().replace("_", "-").replace(" ", "-")
    every = sheet.lists(procedure)
    known = [name for name, listed in every.items() if listed]
    for name in known:
        if wanted in (name, f"{name}s"):
            return name
    if wanted in every:
        raise NotFound(f"The procedure {procedure.name} prints no {wanted.replace('-', ' ')}s.", one_of(known))
    raise NotFound(f"There is no list '{kind}'.", nearest(wanted, known) or one_of(known))


def one_of(known: Iterable[str]) -> str:
    return f"It has: {', '.join(sorted(known))}."


def differing(one: str, other: str) -> list[dict[str, Any]]:
    """What is different between two procedures, duty by duty; raises NotFound."""
    return [each._asdict() for each in differences(reading.procedure(one), reading.procedure(other))]


def requirements(state: str) -> list[dict[str, Any]]:
    """Every requirement row, or those of one state, with what holds it or why it is left out; raises NotFound."""
    named = ("held", "left-out", "open")
    wanted = typed_words.one_of(state, named, "state of a row").replace("-", " ") if state else ""
    return [
        {
            "row": each.requirement.id,
            "kind": each.requirement.kind,
            "place": each.requirement.place,
            "state": each.state,
            "where": each.where,
        }
        for each in standings()
        if wanted in ("", each.state)
    ]


def counts() -> list[dict[str, Any]]:
    """How many requirement rows of each source and kind are held, left out and open; the sum of all comes last."""
    tallies: dict[tuple[str, str], dict[str, int]] = {}
    for each in standings():
        key = (each.requirement.id.partition("-")[0], each.requirement.kind)
        tallies.setdefault(key, dict.fromkeys(STATES, 0))[each.state] += 1
    total = {state: sum(tally[state] for tally in tallies.values()) for state in STATES}
    return [
        *({"source": source, "kind": kind, **tally} for (source, kind), tally in sorted(tallies.items())),
        {"source": "all", "kind": "", **total},
    ]


def standings() -> list[coverage.Standing]:
    """Where every requirement stands with the procedures there are."""
    return coverage.standings(usable()[0])
