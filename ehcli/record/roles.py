"""Roles of the database itself: what officer, manager, reader and auditor may do there, whatever program asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ehcli.record import writing
from ehcli.server import Server

OFFICER, MANAGER, READER, AUDITOR = "eh_officer", "eh_manager", "eh_reader", "eh_auditor"
ROLES = (OFFICER, MANAGER, READER, AUDITOR)

# What may be done beside adding and reading. Everything else is added to and never changed.
REWRITTEN = {
    "about": "DELETE",
    "counter": "UPDATE (last)",
    "episode": "UPDATE (team, worker, closed_on, end_reason)",
    "meeting": "DELETE",
    "pack_duty": "DELETE",
    "worklist": "DELETE",
}
# Who read whose file.
WATCHED = ("looked",)
# The lists of what is due, and what they need: no person's details, no note, no letter, nothing of the journal.
LISTS = (
    *("about", "agency", "choice", "counter", "episode", "meeting", "pack_duty", "task", "team", "worker"),
    *("undone", "worklist"),
)


def statements(schema: str = "public") -> Iterator[str]:
    """The SQL that makes the roles and gives each what it may do; run again, it changes nothing."""

    def on(names: Iterable[str]) -> str:
        return ", ".join(f'"{schema}"."{name}"' for name in sorted(names))

    known, everyone = {table.name for table in writing.every_table()}, ", ".join(ROLES)
    for role in ROLES:
        yield f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC, {everyone}'
    yield f'GRANT USAGE ON SCHEMA "{schema}" TO {everyone}'
    yield f"GRANT INSERT ON {on(known)} TO {OFFICER}, {MANAGER}"
    yield f"GRANT SELECT ON {on(known - set(WATCHED))} TO {OFFICER}, {MANAGER}"
    # To note whose file they read takes the last number; to see who read what is for managers and auditors.
    yield f"GRANT SELECT (number) ON {on(WATCHED)} TO {OFFICER}"
    yield f"GRANT SELECT ON {on(WATCHED)} TO {MANAGER}"
    yield f"GRANT INSERT ON {on(WATCHED)} TO {AUDITOR}"
    for table, may in REWRITTEN.items():
        yield f"GRANT {may} ON {on([table])} TO {OFFICER}, {MANAGER}"
    yield f"GRANT SELECT ON {on(LISTS)} TO {READER}"
    yield f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO {AUDITOR}'


def apply(server: Server) -> None:
    """Runs it on the record's database, in the schema that the record is in; raises RecordUnusable or Refused."""
    made = writing.engine(server)
    try:
        with writing.plainly(server), made.begin() as connection:
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
            for statement in statements(str(schema)):
                connection.exec_driver_sql(statement)
    finally:
        made.dispose()
