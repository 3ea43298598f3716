"""Roles of the database itself: what officer, manager, reader and auditor may do there, whatever program asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ehcli.machine.server_address import Server
from ehcli.procedures.procedure import Procedure
from ehcli.record.columns import COLUMNS
from ehcli.record.port import Port
from ehcli.record.server_guards import SCRIPT, SHOWN, guards, quoted
from ehcli.record.versioned import STANDS, VEILED, VIEWS

OFFICER, MANAGER, READER, AUDITOR = "eh_officer", "eh_manager", "eh_reader", "eh_auditor"
ROLES = (OFFICER, MANAGER, READER, AUDITOR)

# What follows from the rest: changed only by the functions that whoever owns the tables made, which look at the facts.
REWRITTEN = ("about", "counter", "meeting", "pack_duty", "worklist")
# The functions by which eh changes it, and waits for its turn.
FUNCTIONS = {
    "empty_worklist": "",
    "forget_words": "text",
    "give_out": "text, integer",
    "set_about": "text, text",
    "set_bands": "text, text, text",
    "set_citations": "text",
    "set_heading": "text, text, text, text, text",
    "set_meetings": "text, text",
    "set_worklist": "text, text",
    "take_turn": "",
}
# Who read whose file.
WATCHED = ("looked",)
# The lists of what is due, and what they need: no person's details, no note, no letter, nothing of the journal.
LISTS = (
    *("about", "agency", "choice", "counter", "episode", "meeting", "pack_duty", "task", "team", "worker"),
    *("undone", "worklist"),
)


def statements(procedures: Sequence[Procedure], schema: str = "public") -> Iterator[str]:
    """The SQL that makes the roles and gives each what it may do; run again, it changes nothing."""
    yield from the_roles()
    yield from guards(procedures, schema)
    yield owned(schema)
    yield from grants(schema)


def calls() -> Iterator[tuple[str, str]]:
    """Which role may call which function."""
    yield from ((name, role) for name in FUNCTIONS for role in (OFFICER, MANAGER))
    yield from ((name, role) for name in ("may_see", "mark_of") for role in ROLES)


def the_roles() -> Iterator[str]:
    """The SQL that makes the roles, each where it is not there."""
    for role in ROLES:
        # Roles are the server's, not a database's: whoever sets them for another record at this moment makes them too.
        there = "duplicate_object OR unique_violation"
        yield f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN {there} THEN NULL; END $$"


def owned(schema: str) -> str:
    """The SQL that gives the functions to whoever owns the tables, whoever made them, and takes them from others."""
    names = ", ".join(map(quoted, sorted(set(re.findall(r"FUNCTION @\.(\w+)\(", SCRIPT.read_text(encoding="utf-8"))))))
    return f"""DO $$ DECLARE each regprocedure; whose regrole;
        BEGIN
            SELECT relowner::regrole INTO whose FROM pg_class WHERE oid = '"{schema}".entry'::regclass;
            FOR each IN SELECT oid FROM pg_proc
                WHERE pronamespace = '"{schema}"'::regnamespace AND proname IN ({names}) LOOP
                EXECUTE format('ALTER FUNCTION %s OWNER TO %s', each, whose);
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, {", ".join(ROLES)}', each);
            END LOOP;
            EXECUTE format('ALTER VIEW "{schema}".case_note{VEILED} OWNER TO %s', whose);
            EXECUTE format('ALTER VIEW "{schema}".letter{VEILED} OWNER TO %s', whose);
        END $$"""


class Given(NamedTuple):
    """What a role may do with a table or view; with ``columns`` only those of it."""

    role: str
    may: str
    on: str
    columns: tuple[str, ...] = ()


def given() -> Iterator[Given]:
    """What each role may read or add to: nothing is changed or deleted but by the functions."""
    views = {name for name in VIEWS if name.removesuffix(STANDS) in LISTS}
    veiled = {table + VEILED for table in SHOWN}
    for role in (OFFICER, MANAGER):
        yield from (Given(role, "INSERT", each) for each in sorted(COLUMNS.keys() - set(REWRITTEN)))
        whole = COLUMNS.keys() - set(WATCHED) - SHOWN.keys() | VIEWS.keys() | veiled
        yield from (Given(role, "SELECT", each) for each in sorted(whole))
        yield from (Given(role, "SELECT", table, shown) for table, shown in SHOWN.items())
    for each in WATCHED:
        # To note whose file they read takes the last number; to see who read what is for managers and auditors.
        yield Given(OFFICER, "SELECT", each, ("number",))
        yield Given(MANAGER, "SELECT", each)
        yield Given(AUDITOR, "INSERT", each)
    yield from (Given(READER, "SELECT", each) for each in sorted({*LISTS, *views}))
    yield from (Given(AUDITOR, "SELECT", each) for each in sorted({*COLUMNS, *VIEWS, *veiled, "alembic_version"}))


def grants(schema: str) -> Iterator[str]:
    """The SQL that gives each role what it may do, and nobody else anything."""
    everyone = ", ".join(ROLES)
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC, {everyone}'
    # Whatever somebody else put into the schema is found by no name that eh or a guard uses.
    yield f'REVOKE CREATE ON SCHEMA "{schema}" FROM PUBLIC, {everyone}'
    yield f'GRANT USAGE ON SCHEMA "{schema}" TO {everyone}'
    together: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for each in given():
        together.setdefault((each.role, each.may, each.columns), []).append(f'"{schema}"."{each.on}"')
    for (role, may, columns), names in together.items():
        yield f"GRANT {may}{f' ({chr(44).join(columns)})' if columns else ''} ON {', '.join(names)} TO {role}"
    for name, takes in sorted(FUNCTIONS.items()):
        yield f'GRANT EXECUTE ON FUNCTION "{schema}".{name}({takes}) TO {OFFICER}, {MANAGER}'
    yield f'GRANT EXECUTE ON FUNCTION "{schema}".may_see(text, text), "{schema}".mark_of(text, jsonb) TO {everyone}'


def apply(server: Server, procedures: Sequence[Procedure]) -> None:
    """Runs it on the record's database, in the schema that the record is in; raises RecordUnusable or Refused."""
    from ehcli.record import schema as record_schema  # sqlalchemy, which looking at the roles never needs

    made = record_schema.engine(server)
    try:
        with record_schema.plainly(server), made.begin() as connection:
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
            for statement in statements(procedures, str(schema)):
                connection.exec_driver_sql(statement.replace("%", "%%"))
    finally:
        made.dispose()


def are_set(port: Port) -> bool:
    """Whether the roles were ever set on the database of this record, by this version or an older one."""
    return bool(port.whole("SELECT to_regprocedure('may_decide()') IS NOT NULL")[0][0])
