"""Imports run one way: words <- meaning <- edges <- desk <- cli. The map below is the rule and the test.

A module may import what stands on its own floor or on one below. What departs from that today is listed
with its reason; a departure that has been mended must be struck from the list.
"""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from .imports import Import, imports, modules

# A package stands for every module in it that is not named by itself.
FLOORS: dict[str, set[str]] = {
    # Import nothing of ours but one another; the standard library only.
    "words": {"errors", "citations", "facts", "kept", "workdays", "dates", "references", "server", "matching"},
    # Pure functions of words: no clock, no files, no database.
    "meaning": {
        "addressing",
        *("procedure", "programme", "obligations", "episode", "decisions", "staff", "worklist", "working", "seals"),
        *("comparing", "restricted", "statement", "signing", "extending", "rotation"),
    },
    # One heavy library each.
    "edges": {
        *("places", "calendar", "packs", "bank_holidays", "request", "reasons", "files", "record", "letters"),
        *("show", "whereabouts", "keys"),
    },
    # What a command reaches for, and what takes more than one edge to do.
    "desk": {
        *("families", "show.cautions"),
        *("cog", "cog_invitations", "cog_minutes", "invitations", "note_copies", "minuted", "plans"),
        *("desk", "recording", "founding", "opening", "correspondence", "nightly", "practice", "faults"),
        *(
            "admission",
            "adoption",
            "coverage",
            "hindsight",
            "printing",
            "words",
            "show.lists",
            "show.tasks",
            "show.recorded",
        ),
        *("checking", "backups", "restoring", "upgrading", "encryption", "moving"),
        *("heads", "history", "looking", "undoing"),
        *("recipients", "letter_check", "letters_owed"),
    },
    # Thin commands.
    "cli": {"cli", "__main__"},
}
ORDER = list(FLOORS)
NAMED = {name: floor for floor, names in FLOORS.items() for name in names}


def named(module: str) -> str:
    """The name on the map that a module stands under: its own, else its package's; empty when it is not there."""
    while module and module not in NAMED:
        module = module.rpartition(".")[0]
    return module


FLOOR = {module: NAMED[named(module)] for module in modules() if named(module)}

# Imports that go up a floor today, with what would mend each.
DEPARTURES: dict[tuple[str, str], str] = {}

# Edges do not lean on each other: these parts are one edge each, and what may be shared is named.
PARTS = (
    *("places", "calendar", "packs", "bank_holidays", "request", "reasons", "files", "record", "letters", "show"),
    *("whereabouts", "keys"),
)
SHARED = {
    ("calendar", "places"),
    ("keys", "places"),
    ("packs", "places"),
    ("packs", "calendar"),  # a pack in force in a year whose bank holidays nobody knows is refused
    ("bank_holidays", "places"),
    ("bank_holidays", "calendar"),
    ("request", "packs"),  # a request form is TOML as a pack is
    ("reasons", "record"),
    ("letters", "files"),  # a document is saved whole or not at all
}

# Where each library that takes time to load may be imported.
HOMES: dict[str, set[str]] = {
    "typer": {name for name in FLOOR if name.startswith("cli.")},
    "click": set(),
    "rich": {"show.table"},
    "sqlmodel": {"record.rows", "record.tables", "record.particulars", "record.writing"},
    "sqlalchemy": {"record.rows", "record.tables", "record.writing", "record.copying"},
    "pydantic": {"record.writing"},
    "alembic": {"record.writing", "record.migrations.env"},
    "sqlite3": {"record.sqlite"},
    "sqlcipher3": {"record.cipher"},
    "keyring": {"keys"},
    "psycopg": {"record.postgres"},
    "jinja2": {"letters.wording", "letters.whole"},
    "docx": {"letters.letterhead", "letters.word", "letters.whole"},
    "docxtpl": {"letters.whole"},
    "icalendar": {"letters.calendars"},
    "PIL": {"letters.stars"},
    "holidays": {"bank_holidays"},
    "rapidfuzz": {"opening"},
    "tomllib": {"packs", "letters.wording"},
}

# Imports inside functions: the desk's, which fetches on first touch, and these with their reasons.
INSIDE: dict[str, str] = {
    "desk": "what a command reaches for is fetched on first touch",
    "errors": "difflib, wanted only when something is misspelt",
    "record.sqlite": "the cipher, wanted only for an encrypted record",
    "encryption": "the cipher, not wanted for help",
    "keys": "keyring, which not every computer has, and asking at a terminal",
    "whereabouts": "a mac's or Windows' own list of drives, wanted only there",
    "show.screen": "rich, wanted only when a table is drawn, folding, only on a terminal, and csv, only for CSV",
    "record.tables": "the tables beside the journal: each takes milliseconds to make, and a command writes to few",
    "record.writing": "alembic, wanted only when a record is made, and psycopg, only for one on a server",
    "cli.app": "the fault log, wanted only when eh itself fails",
    "cli.contacts": "an editor, wanted only when a note is typed in one",
}

# Who may ask the clock, and who may reach files and the environment: never words or meaning.
IMPURE = {"os", "pathlib", "sqlite3", "subprocess", "tempfile", "shutil", "socket", "urllib", "time", "random", "io"}
CLOCKS = {"desk", "record.writing", "faults"}

OURS = [found for found in imports() if found.module.startswith(".") and found.module != "."]


def up(found: Import) -> bool:
    if found.by not in FLOOR or found.module[1:] not in FLOOR:
        return False  # not on the map: told by the first test
    return ORDER.index(FLOOR[found.module[1:]]) > ORDER.index(FLOOR[found.by])


def test_every_module_stands_on_a_floor() -> None:
    known = set(modules()) - {""}
    assert sorted(known - FLOOR.keys()) == [], "put the new module on the map"
    assert sorted(NAMED.keys() - {named(module) for module in known}) == [], "take the module that is gone off the map"
    assert sum(len(names) for names in FLOORS.values()) == len(NAMED)


def test_imports_run_one_way() -> None:
    going_up = sorted({(found.by, found.module[1:]) for found in OURS if up(found) and found.where != "typing"})
    assert [pair for pair in going_up if pair not in DEPARTURES] == []


@pytest.mark.parametrize("pair", DEPARTURES, ids=lambda pair: " -> ".join(pair))
def test_a_departure_that_was_mended_is_struck_off_the_list(pair: tuple[str, str]) -> None:
    assert pair in {(found.by, found.module[1:]) for found in OURS}


def test_no_module_imports_itself_by_a_detour() -> None:
    graph: dict[str, set[str]] = {}
    for found in OURS:
        if found.where == "top":
            graph.setdefault(found.by, set()).add(found.module[1:])
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        pytest.fail(f"a circle of imports: {' -> '.join(cycle.args[1])}")


def test_the_edges_do_not_lean_on_each_other() -> None:
    def part(name: str) -> str:
        return name.partition(".")[0]

    edges = {module for module, floor in FLOOR.items() if floor == "edges"}
    leaning = {
        (part(found.by), part(found.module[1:]))
        for found in OURS
        if found.by in edges and found.module[1:] in edges and part(found.by) != part(found.module[1:])
    }
    assert {name for name in edges if part(name) not in PARTS} == set()
    assert sorted(leaning - SHARED) == []
    assert sorted(SHARED - leaning) == [], "no longer shared: strike it off"


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_is_imported_only_at_home(library: str) -> None:
    found = {each.by for each in imports() if each.module == library and each.where != "typing"}
    assert sorted(found - HOMES[library]) == []


def test_nothing_else_is_imported_from_outside() -> None:
    """A new dependency gets a home before it is used."""
    outside = {each.module for each in imports() if not each.module.startswith(".")}
    assert sorted(outside - HOMES.keys() - set(sys.stdlib_module_names)) == []


def test_imports_stand_at_the_top_but_for_those_with_a_reason() -> None:
    inside = {found.by for found in imports() if found.where == "inside"}
    assert sorted(inside - INSIDE.keys()) == []
    assert sorted(INSIDE.keys() - inside) == [], "none inside any more: strike it off"


@pytest.mark.parametrize("name", sorted(FLOORS["words"] | FLOORS["meaning"]))
def test_words_and_meaning_reach_for_no_file_clock_or_network(name: str) -> None:
    assert sorted({found.module for found in imports() if found.by == name and found.module in IMPURE}) == []


@pytest.mark.parametrize("name", sorted(FLOORS["words"]))
def test_words_import_nothing_above_them(name: str) -> None:
    allowed = {f".{other}" for other in FLOORS["words"]} | set(sys.stdlib_module_names)
    assert sorted({found.module for found in imports() if found.by == name} - allowed) == []


def test_one_place_asks_the_clock_for_a_day() -> None:
    """Today is passed in. The time of recording and of a fault are asked for where they are written."""
    asked: dict[str, set[str]] = {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked.setdefault(f"{ast.unparse(node.func)}", set()).add(name)
    assert asked.get("date.today", set()) <= {"desk"}
    assert asked.get("datetime.now", set()) <= CLOCKS
    for clock in ("datetime.today", "datetime.utcnow", "time.time", "time.localtime"):
        assert clock not in asked


def test_no_folder_or_module_is_called_what_it_does_not_say() -> None:
    """Style, naming 6: no utils, helpers, common, base, manager, service, handler, data modules."""
    vague = {"utils", "util", "helpers", "common", "base", "manager", "service", "handler", "handlers", "data", "misc"}
    assert sorted(set(".".join(modules()).split(".")) & vague) == []
