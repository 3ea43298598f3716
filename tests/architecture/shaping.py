"""Writes ehcli/record/columns.py from the classes of tables.py, and schema.sql from what the migrations make.

Run as a script: python -m tests.architecture.shaping
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ehcli.record import fresh, schema, tables

PAGE = Path(__file__).parents[2] / "ehcli" / "record" / "columns.py"
HEAD = '''"""The columns of every table, as everyday writing needs them: made from tables.py, never typed.

Made anew by: python -m tests.architecture.shaping
"""

from typing import Any, NamedTuple

REQUIRED: Any = object()  # no value goes without saying


class Column(NamedTuple):
    """What a column holds: its kind, what goes without saying, and what a value must be like."""

    kind: type
    default: Any = REQUIRED
    may_be_none: bool = False
    pattern: str = ""  # of the whole text
    least: int | None = None
    shortest: int = 0  # characters
    longest: int = 0  # characters; 0 for any


COLUMNS: dict[str, dict[str, Column]] = {
'''
KINDS = {"string": "str", "integer": "int", "boolean": "bool"}


def shapes() -> dict[str, Any]:
    """SQLModel's class of each table, by the table's name."""
    tables.whole()
    return {str(shape.__table__.name): shape for shape in tables.Row.__subclasses__()}


def column(told: dict[str, Any], required: bool) -> str:
    """A column as the page has it."""
    told = {**told, **next((each for each in told.get("anyOf", ()) if each["type"] != "null"), {})}
    said = [KINDS[told["type"]]]
    said += [] if required else [f"default={told.get('default')!r}"]
    said += ["may_be_none=True"] if "anyOf" in told else []
    if "pattern" in told:
        said.append(f'pattern=r"{told["pattern"].removeprefix("^").removesuffix("$")}"')
    for key, name in (("minimum", "least"), ("minLength", "shortest"), ("maxLength", "longest")):
        said += [f"{name}={told[key]}"] if key in told else []
    return f"Column({', '.join(said)})"


def page() -> str:
    """The file as the classes have it."""
    lines = [HEAD]
    for name, shape in sorted(shapes().items()):
        shape.model_rebuild()
        schema = shape.model_json_schema()
        lines.append(f'    "{name}": {{\n')
        for each, told in schema["properties"].items():
            lines.append(f'        "{each}": {column(told, each in schema.get("required", ()))},\n')
        lines.append("    },\n")
    return "".join([*lines, "}\n"]).replace("'", '"')


def migrated() -> str:
    """The script that makes what every migration, one after the other, makes of an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        with schema.schema_made(path):
            pass
        record = sqlite3.connect(path)
        made = [*statements(record), *filled(record)]
        record.close()
    return fresh.BETWEEN.join(made) + "\n"


def statements(record: sqlite3.Connection) -> Iterator[str]:
    """What made each table, index, trigger and view, in the order in which they were made."""
    for (sql,) in record.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
        yield str(sql)


def filled(record: sqlite3.Connection) -> Iterator[str]:
    """What puts in the rows that the migrations left."""
    for line in record.iterdump():
        if line.startswith("INSERT INTO"):
            yield line.removesuffix(";")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print("Written: ehcli/record/columns.py")
    fresh.SCRIPT.write_text(migrated(), encoding="utf-8", newline="\n")
    print("Written: ehcli/record/schema.sql")
