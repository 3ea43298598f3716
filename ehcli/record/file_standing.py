"""Whether the guards of a record in a file - triggers, views, indexes, tables - are those that this version makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ehcli.record import SCHEMA
from ehcli.record.port import Port

SCRIPT = Path(__file__).with_name("schema.sql")
MEND = "Mend it with: eh record rebuild"
BETWEEN = ";\n\n"  # one statement of the script and the next
Guards = dict[tuple[str, str], str]  # by kind and name, the statement that made each
# All there is but what the database itself keeps: a name that begins like its own may be anybody's.
STANDING = """SELECT type, name, sql FROM sqlite_master
    WHERE NOT (type = 'index' AND sql IS NULL) AND NOT (type = 'table' AND name = 'sqlite_sequence')"""


def script(made: Any) -> Guards:
    """What a new record has, made on a connection to an empty database, which is closed."""
    try:
        for statement in SCRIPT.read_text(encoding="utf-8").split(BETWEEN):
            made.execute(statement)
        return by_name(made.execute(STANDING).fetchall())
    finally:
        made.close()


def by_name(rows: list[tuple[str, str, str]]) -> Guards:
    return {(kind, name): str(sql) for kind, name, sql in rows}


def unlike(port: Port, made: Guards) -> Iterator[tuple[str, str, str]]:
    """Whatever is not as this version makes it: its kind, its name, and what is wrong with it."""
    yield from compared(by_name(port.whole(STANDING)), made)


def compared(standing: Guards, made: Guards) -> Iterator[tuple[str, str, str]]:
    """The same of what stands, by kind and name."""
    for kind, name in sorted(standing.keys() | made.keys()):
        if (kind, name) not in standing:
            yield kind, name, "is missing"
        elif (kind, name) not in made:
            yield kind, name, "is not one of this version"
        elif standing[kind, name].split() != made[kind, name].split():
            yield kind, name, "is not as this version makes it"


def findings(port: Port, made: Guards) -> list[str]:
    """The same in sentences."""
    said = {"trigger": "The guard", "view": "The view", "index": "The index", "table": "The table"}
    version = port.whole("SELECT version_num FROM alembic_version")
    other = version != [(SCHEMA,)]
    return [
        *([f"The record says that its tables are of another version than {SCHEMA}. {MEND}"] if other else []),
        *(
            f"{said.get(kind, kind)} {name} {wrong}. {what_to_do(kind, name, made)}"
            for kind, name, wrong in unlike(port, made)
        ),
    ]


def what_to_do(kind: str, name: str, made: Guards) -> str:
    """What mends it: a rebuild makes everything of this version anew, and takes away no table of another."""
    if kind == "table" and (kind, name) not in made and not name.startswith("sqlite_stat"):
        return "Nothing is read from it: whoever made it takes it away."
    return MEND
