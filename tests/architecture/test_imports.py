"""What the import contracts in pyproject.toml do not say: homes of libraries, who asks the clock, and where SQL stands.

That imports run downwards, that folders of one floor do not lean on each other and that there is no circle is checked
by ``lint-imports``; that imports stand at the top of a file, but for the lazy homes that pyproject.toml lists, by ruff.
"""

from __future__ import annotations

import ast
import re
import sys

import pytest

from .imports import imports, modules

# Where each library that takes time to load may be imported, at the top or inside a function.
HOMES: dict[str, set[str]] = {
    "typer": {name for name in modules() if name.startswith("cli.")},
    "click": set(),
    "rich": {"screen.table"},
    "sqlmodel": {"record.rows", "record.tables", "record.particulars"},
    "sqlalchemy": {"record.rows", "record.tables", "record.schema", "record.copying"},
    "pydantic": {"record.rows"},
    "alembic": {"record.schema", "record.migrations.env"},
    "sqlite3": {"record.sqlite"},
    "sqlcipher3": {"record.cipher"},
    "keyring": {"machine.keys"},
    "psycopg": {"record.postgres"},
    "jinja2": {"paper.templates", "paper.council_template"},
    "docx": {"paper.letterhead", "paper.word", "paper.council_template"},
    "docxtpl": {"paper.council_template"},
    "icalendar": {"paper.calendar_file"},
    "PIL": {"paper.star_picture"},
    "holidays": {"packs.bank_holidays"},
    "rapidfuzz": {"matching.names"},
    "tomllib": {"packs.toml", "paper.templates"},
}

# Folders that reach for no file, clock, network or chance.
PURE = ("days", "episodes", "matching", "procedures", "decisions", "addressing")
IMPURE = {"os", "pathlib", "sqlite3", "subprocess", "tempfile", "shutil", "socket", "urllib", "time", "random", "io"}
CLOCKS = {"desk.days", "record.writing", "machine.faults"}
SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|ALTER|WITH|PRAGMA|GRANT)\s+[\w*(]")


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_is_imported_only_at_home(library: str) -> None:
    found = {each.by for each in imports() if each.module == library and each.where != "typing"}
    assert sorted(found - HOMES[library]) == []


def test_nothing_else_is_imported_from_outside() -> None:
    """A new dependency gets a home before it is used."""
    outside = {each.module for each in imports() if not each.module.startswith(".")}
    assert sorted(outside - HOMES.keys() - set(sys.stdlib_module_names)) == []


@pytest.mark.parametrize("name", sorted(name for name in modules() if name.split(".")[0] in PURE))
def test_pure_folders_reach_for_no_file_clock_or_network(name: str) -> None:
    assert sorted({found.module for found in imports() if found.by == name and found.module in IMPURE}) == []


def test_one_place_asks_the_clock_for_a_day() -> None:
    """Today is passed in. The time of recording and of a fault are asked for where they are written."""
    asked: dict[str, set[str]] = {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked.setdefault(f"{ast.unparse(node.func)}", set()).add(name)
    assert asked.get("date.today", set()) <= {"desk.days"}
    assert asked.get("datetime.now", set()) <= CLOCKS
    for clock in ("datetime.today", "datetime.utcnow", "time.time", "time.localtime"):
        assert clock not in asked


def test_sql_stands_in_the_record_and_nowhere_else() -> None:
    found = []
    for name, path in modules().items():
        if name.split(".")[0] == "record":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL.match(node.value)
            and re.search(r"\b(FROM|INTO|SET|TABLE|VIEW|ON)\b", node.value)
        ]
    assert found == []


def test_no_folder_or_module_is_called_what_it_does_not_say() -> None:
    """Style, naming 6: no utils, helpers, common, base, manager, service, handler, data modules."""
    vague = {"utils", "util", "helpers", "common", "base", "manager", "service", "handler", "handlers", "data", "misc"}
    assert sorted(set(".".join(modules()).split(".")) & vague) == []


MAKING = {"mkdir", "touch", "write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "symlink_to", "chmod"}
WRITES = re.compile(r"[wax+]")
# Libraries' own functions of these names, and a folder that is closed to others.
NO_FILE = {"files.write_bytes", "os.chmod", "formatter.write_text"}
ASIDE = {"machine.files", "record.migrations.env"}


def test_files_are_written_at_one_home_alone() -> None:
    """There, nothing is written through a planted link, by half, or for others to read."""
    found = []
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if name in ASIDE or not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            last = called.rpartition(".")[2]
            modes = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)] if last == "open" else []
            opens = called == "os.open" or any(isinstance(each, str) and WRITES.fullmatch(each[:1]) for each in modes)
            if (last in MAKING and called not in NO_FILE) or opens:
                found.append(f"{name}: {ast.unparse(node)}")
    assert found == []
