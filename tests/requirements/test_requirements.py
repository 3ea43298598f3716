"""The requirement tables are the checklist: what the packs cite exists, and nothing timed is forgotten.

The tables, one row a requirement, are those that eh ships: data/requirements, and nowhere else.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ehcli.packs import reading

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
TABLES = DATA / "requirements"
ROW = re.compile(r"^(TEH|COG|FWT|HAR|NCC)-\d{3}$")
TIMED = {"timescale", "recurrence"}


@cache
def table(source: str) -> dict[str, dict[str, str]]:
    """A source's requirements by their number."""
    with (TABLES / f"{source}.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


ROWS = {id: row for path in sorted(TABLES.glob("*.tsv")) for id, row in table(path.stem).items()}


def test_the_tables_stand_in_one_place() -> None:
    assert sorted(path.stem for path in TABLES.glob("*.tsv")) == ["COG", "FWT", "HAR", "NCC", "TEH"]
    elsewhere = [ROOT / folder for folder in ("docs", "ehcli", "letter_templates", "tests")]
    others = ROOT / "tests" / "packs" / "other"  # of a council that ships no table
    copies = [path for folder in elsewhere for path in folder.rglob("*.tsv") if not path.is_relative_to(others)]
    assert copies == []


@cache
def read(path: Path) -> dict[str, Any]:
    """What a file says; of a pack, spelled out and with what it has from those that it extends."""
    if path.parent.name == "procedures":
        return reading.whole(path, ()).content
    return tomllib.loads(path.read_text(encoding="utf-8"))


FILES = sorted(DATA.rglob("*.toml"))
PACKS = sorted((DATA / "procedures").glob("*.toml"))


def cites(value: Any, trail: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every citation in a file, with where it stands."""
    if isinstance(value, dict):
        name = str(value.get("id") or value.get("slug") or value.get("name") or "")
        here = f"{trail} {name}".strip()
        if "source" in value and "place" in value:
            yield trail, value
        for part in value.values():
            yield from cites(part, here)
    elif isinstance(value, list):
        for part in value:
            yield from cites(part, trail)


def rows(value: Any) -> Iterator[str]:
    """Every requirement number that is named under a key 'rows'."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "rows" and isinstance(part, list):
                yield from part
            else:
                yield from rows(part)
    elif isinstance(value, list):
        for part in value:
            yield from rows(part)


def held(pack: dict[str, Any]) -> dict[str, str]:
    """The requirements a pack holds by a rule, a longer limit or a closing check, and by which."""
    found: dict[str, str] = {}
    for duty in pack.get("duty", []):
        for part in (*duty.get("rule", []), duty.get("relax", {})):
            found |= dict.fromkeys(rows(part), f"duty {duty['id']}")
    for check in pack.get("closing_check", []):
        found |= dict.fromkeys(rows(check), f"closing check {check['id']}")
    return found


def left_out(pack: dict[str, Any]) -> dict[str, str]:
    """The requirements a pack leaves out, with the reason."""
    return {row: entry["why"] for entry in pack.get("left_out", []) for row in entry["rows"]}


def test_the_tables_are_whole() -> None:
    counts = {"COG": 519, "TEH": 435}
    for source, count in counts.items():
        assert list(table(source)) == [f"{source}-{number:03}" for number in range(1, count + 1)]
    assert all(ROW.match(id) for id in ROWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_requirement_that_is_cited_exists(path: Path) -> None:
    assert [row for row in rows(read(path)) if row not in ROWS] == []


def numbers(text: str) -> set[int]:
    """The pages or lines of a place: 'lines 741, 743-749' is each of them."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_citation_gives_the_page_or_line_of_the_requirements_it_names(path: Path) -> None:
    wrong = [
        f"{trail}: {row} stands at {ROWS[row]['page_or_line']}, not {cite['place']}"
        for trail, cite in cites(read(path))
        for row in cite.get("rows", [])
        if row in ROWS and not numbers(ROWS[row]["page_or_line"]) & numbers(cite["place"])
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_citation_names_only_requirements_of_its_own_source(path: Path) -> None:
    wrong = [
        f"{trail}: {row} under {cite['source']}"
        for trail, cite in cites(read(path))
        for row in cite.get("rows", [])
        if ROW.match(row) and cite["source"] in ("teh", "cog") and not row.startswith(cite["source"].upper())
    ]
    assert wrong == []


SANDWELL = read(DATA / "procedures" / "sandwell.toml")
TEH_PAGES = {"p7", "p24", "p25"}


def timed_teh() -> list[str]:
    return [id for id, row in table("TEH").items() if row["page_or_line"] in TEH_PAGES and row["kind"] in TIMED]


def timed_cog() -> list[str]:
    return [
        id
        for id, row in table("COG").items()
        if row["kind"] in TIMED and (row["section"].startswith(("Practice Standards", "Appendix D")))
    ]


@pytest.mark.parametrize("row", [*timed_teh(), *timed_cog()])
def test_every_timed_requirement_is_held_or_left_out_with_a_reason(row: str) -> None:
    assert row in held(SANDWELL) or left_out(SANDWELL).get(row, "").strip(), ROWS[row]["requirement"]


def test_there_is_something_to_hold() -> None:
    """Were a page or section renamed in the tables, the test above would pass on nothing."""
    assert len(timed_teh()) >= 22
    assert len(timed_cog()) >= 10


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_nothing_is_both_held_and_left_out(path: Path) -> None:
    assert sorted(held(read(path)).keys() & left_out(read(path)).keys()) == []


def test_every_row_of_the_fifteen_practice_standards_is_accounted_for() -> None:
    standards = [id for id, row in table("COG").items() if row["section"] == "Practice Standards"]
    assert [row for row in standards if row not in held(SANDWELL) and row not in left_out(SANDWELL)] == []
    assert len(standards) >= 15


# What a requirement's table says, and the units a rule may hold it in. COG's hours run on working days
# (COG-readings 1); a week is seven days.
FIGURES = (
    (r"(\d+) working days? after", {"working_days": 1}),
    (r"(\d+) calendar days after", {"days": 1}),
    (r"(\d+) hours after", {"hours": 1, "hours_on_working_days": 1}),
    (r"(\d+) weeks? after", {"weeks": 1}),
    (r"every (\d+) days", {"days": 1, "weeks": 7}),
    (r"(\d+) months after", {"months": 1}),
)


def figures(row: str) -> list[dict[str, int]]:
    """The lengths that would hold this requirement; none where its table gives no figure."""
    for shape, units in FIGURES:
        if found := re.search(shape, ROWS[row]["due"]):
            return [{unit: int(found[1]) // size} for unit, size in units.items()]
    return []


FIGURED = [row for row in (*timed_teh(), *timed_cog()) if figures(row) and row in held(SANDWELL)]


@pytest.mark.parametrize("row", FIGURED)
def test_the_figure_of_a_requirement_is_the_figure_of_a_rule_that_holds_it(row: str) -> None:
    """'10 working days after allocation' in the table is { working_days = 10 } in the pack."""
    rules = [rule["within"] for duty in SANDWELL["duty"] for rule in duty["rule"] if row in set(rows(rule))]
    assert any(figure in rules for figure in figures(row)), f"'{ROWS[row]['due']}' against {rules}"


def test_most_timed_requirements_give_a_figure() -> None:
    assert len(FIGURED) >= 25
