"""Which requirement rows are held: by a procedure, by code, or left out with a reason; the rest is open."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ehcli.machine import folders
from ehcli.packs import toml
from ehcli.packs.refusal import BadPack
from ehcli.procedures.citation import Citation
from ehcli.procedures.procedure import Procedure

SOURCES = {
    "TEH": "Sandwell Targeted Early Help v4.8",
    "COG": "Sandwell Community Operating Group guidelines",
    "HAR": "Haringey operational guidance",
    "FWT": "Early Help Family Work Teams SOP, June 2022",
    "NCC": "Nottinghamshire case management, section 3",
}


NUMBER = re.compile(r"[A-Z]+-\d+")
# The first line of such a table.
COLUMNS = ["id", "section", "page_or_line", "actor", "kind", "requirement", "trigger", "due", "satisfied_by", "note"]


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
    """Every row of the tables that ship, and of a council's own; raises BadPack for a table that cannot be read."""
    own = sorted(folders.councils("data").glob("requirements/*.tsv"))
    tables = [folders.found("data", f"requirements/{source}.tsv") for source in SOURCES]
    rows = [row for path in (*tables, *(path for path in own if path.stem not in SOURCES)) for row in rows_in(path)]
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise BadPack(f"The requirement {row.id} stands twice.", "Give each row of a table of your own its number.")
        seen.add(row.id)
    return rows


def rows_in(path: Path) -> list[Requirement]:
    """The rows of one table of requirements; raises BadPack for other columns, and for a row without its number."""
    with path.open(encoding="utf-8-sig", newline="") as table:
        reader = csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(reader, []) != COLUMNS:
            raise BadPack(f"{path.name}: its first line must name the columns.", f"They are: {', '.join(COLUMNS)}.")
        rows = [Requirement(*(row + [""] * 10)[:10]) for row in reader if row]
    for number, row in enumerate(rows, start=2):
        if not NUMBER.fullmatch(row.id):
            says = f"{path.name}: line {number}, 'id': '{row.id}' is no number of a requirement."
            raise BadPack(says, "It is written in capitals, a hyphen and figures: OUR-001.")
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
