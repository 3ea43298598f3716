"""Which requirement rows are held: by a procedure, by code, or left out with a reason; the rest is open."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from ehcli.machine import folders
from ehcli.named_tuple import NamedTuple
from ehcli.packs import toml
from ehcli.procedures.citation import Citation
from ehcli.procedures.procedure import Procedure

SOURCES = {
    "TEH": "Sandwell Targeted Early Help v4.8",
    "COG": "Sandwell Community Operating Group guidelines",
    "HAR": "Haringey operational guidance",
    "FWT": "Early Help Family Work Teams SOP, June 2022",
    "NCC": "Nottinghamshire case management, section 3",
}


class Requirement(NamedTuple):
    """A row of the requirements: what a source asks for."""

    id: str
    section: str
    place: str
    actor: str
    kind: str
    requirement: str
    trigger: str
    due: str
    satisfied_by: str
    note: str


class Standing(NamedTuple):
    """Where a requirement stands: held, left out or open, and by what or why."""

    requirement: Requirement
    state: str
    where: str


def requirements() -> list[Requirement]:
    """Every row of the five tables."""
    rows = []
    for source in SOURCES:
        with folders.found("data", f"requirements/{source}.tsv").open(encoding="utf-8", newline="") as table:
            reader = csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
            next(reader)
            rows += [Requirement(*(row + [""] * 10)[:10]) for row in reader if row]
    return rows


def held_by(procedure: Procedure) -> Iterable[tuple[str, str]]:
    """Each requirement row that a procedure holds, with the item that holds it."""
    for item, rows in held(procedure):
        yield from ((row, f"{procedure.name}: {item}") for row in rows)


def held(procedure: Procedure) -> Iterable[tuple[str, Iterable[str]]]:
    """Each item of a procedure, with the requirement rows that it holds."""
    for duty in procedure.duties:
        for rule in duty.rules:
            yield f"duty {duty.id}", (*rule.rows, *rows_of(rule.cite))
        yield f"duty {duty.id}", rows_of(duty.relax.cite if duty.relax else ())
    yield "on hold", rows_of(procedure.on_hold.cite if procedure.on_hold else ())
    yield "what is running", rows_of(procedure.takes_over.cite if procedure.takes_over else ())
    for check in procedure.closing_checks:
        yield f"closing check {check.id}", rows_of(check.cite)
    for kind, entries in (*procedure.lists.items(), *procedure.kept.items()):
        for entry in entries if kind not in ("left_out", "printed") else ():
            yield f"{kind.replace('_', ' ')} {entry.slug}", rows_of(entry.cite)


def held_where_printed(procedure: Procedure) -> Iterable[tuple[str, str]]:
    """Each row that asks for a rule which eh keeps by itself, with the rule."""
    for entry in procedure.kept.get("printed", ()):
        yield from ((row, f"{procedure.name}: rule {entry.slug}") for row in rows_of(entry.cite))


def rows_of(cites: Iterable[Citation]) -> list[str]:
    """The requirement rows of some citations."""
    return [row for cite in cites for row in cite.rows]


def left_out_by(procedure: Procedure) -> Iterable[tuple[str, str]]:
    """Each row that a procedure leaves out, with the reason."""
    for entry in procedure.kept.get("left_out", ()):
        rows = entry.more.get("rows")
        yield from ((str(row), str(entry.more.get("why"))) for row in (rows if isinstance(rows, list) else ()))


def held_by_letters() -> Iterable[tuple[str, str]]:
    """Each row that a letter template serves, as its front matter says, with the template's name."""
    for folder in folders.folders("letter_templates"):
        for path in sorted(folder.glob("*.md")):
            for cite in toml.front_matter(path).get("cite", []):
                yield from ((row, f"letter {path.stem}") for row in cite["rows"])


def ledger() -> tuple[dict[str, str], dict[str, str]]:
    """Rows held by code and rows left out by decision, from data/requirements/ledger.toml."""
    table = toml.read(folders.found("data", "requirements/ledger.toml"))
    held = {row: each["by"] for each in table.get("held", []) for row in each["rows"]}
    out = {row: each["why"] for each in table.get("left_out", []) for row in each["rows"]}
    return held, out


def standings(procedures: Iterable[Procedure]) -> list[Standing]:
    """Where every requirement stands."""
    by_code, left_out = ledger()
    held: dict[str, str] = {}
    printed: list[tuple[str, str]] = []
    for procedure in procedures:
        printed += held_where_printed(procedure)
        for row, item in held_by(procedure):
            held.setdefault(row, item)
        for row, why in left_out_by(procedure):
            left_out.setdefault(row, why)
    for row, item in (*by_code.items(), *held_by_letters(), *printed):
        held.setdefault(row, item)
    return [
        Standing(
            each,
            "held" if each.id in held else "left out" if each.id in left_out else "open",
            held.get(each.id) or left_out.get(each.id, ""),
        )
        for each in requirements()
    ]
