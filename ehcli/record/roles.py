"""Roles of the database itself: what officer, manager, reader and auditor may do there, whatever program asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ehcli.machine.server_address import Server
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.rights import BEGUN_BY_ANYBODY, RIGHTS, decides
from ehcli.record import schema as record_schema
from ehcli.record.versioned import STANDS, VIEWS

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


class Decision(NamedTuple):
    """What takes a right of the procedure: which rows of a table, and the rights that allow it."""

    name: str
    table: str
    when: str
    rights: tuple[str, ...]


def when_told(kind: str, more: str = "") -> str:
    """When a fact is told afresh: what corrects one or takes one back is asked for by eh, that can see what it was."""
    return f"NEW.kind = '{kind}' AND NEW.withdraws IS NULL{more}"


CHOICES = (
    "NEW.kind IN ('switch', 'start_reason', 'end_reason') OR NEW.kind LIKE 'closed:%' OR NEW.kind LIKE 'adopted:%'"
)
DECISIONS = (
    Decision("allocate", "fact", when_told("allocated"), ("allocate", "allocate-when-trained")),
    Decision("close", "fact", when_told("episode-closed"), ("close",)),
    Decision("set_aside", "fact", when_told("set-aside"), ("set-aside",)),
    Decision("frequency", "fact", when_told("visit-frequency-agreed"), ("agree-visit-frequency",)),
    Decision(
        "minutes",
        "fact",
        when_told("minutes-reached", " AND (NEW.details::json ->> 'stage') = 'approved'"),
        ("approve-minutes",),
    ),
    Decision("choose", "choice", CHOICES, ("switch",)),
    # Whether one raises or lowers, eh can see and the server cannot.
    Decision("place", "choice", "NEW.kind LIKE 'band:%'", ("staff", "switch")),
    Decision("train", "choice", "NEW.kind = 'trained'", ("appoint",)),
    Decision("group", "group_member", "true", ("appoint",)),
    Decision("staff", "worker", "true", ("staff",)),
    Decision("team", "team", "true", ("staff",)),
    Decision("agency", "agency", "true", ("staff",)),
)
# The rows of a worker in a role that decides: to give somebody another role than before takes a right of its own.
APPOINT = Decision("appoint", "worker", "NEW.role IN ({roles})", ("appoint",))

OWNER = "pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"
NOW = """SELECT DISTINCT ON (login) login, role, until FROM worker
            WHERE entry NOT IN (SELECT entry FROM undone) ORDER BY login, number DESC"""
# The first argument says what is decided, the second whether anybody may begin; the rest are the roles that may.
MAY_DECIDE = f"""DECLARE
        may text[] := TG_ARGV[2:];
        who text;
        as_role text;
    BEGIN
        IF {OWNER} THEN
            RETURN NEW;
        END IF;
        IF EXISTS (SELECT 1 FROM seal WHERE entry = NEW.entry) THEN
            RAISE insufficient_privilege USING MESSAGE = 'entry ' || NEW.entry || ' is sealed and takes no more';
        END IF;
        IF TG_NAME = 'worker_may_appoint' AND EXISTS (
            SELECT 1 FROM ({NOW}) now
            WHERE login = to_jsonb(NEW) ->> 'login' AND role = to_jsonb(NEW) ->> 'role') THEN
            RETURN NEW;
        END IF;
        IF TG_ARGV[1] = 'anybody' AND NOT EXISTS (
            SELECT 1 FROM ({NOW}) now WHERE until = '' AND role = ANY (may)) THEN
            RETURN NEW;
        END IF;
        SELECT coalesce(nullif(decided_by, ''), recorded_by) INTO who FROM entry WHERE id = NEW.entry;
        SELECT role INTO as_role FROM ({NOW}) now WHERE login = who;
        IF as_role = ANY (may) THEN
            RETURN NEW;
        END IF;
        RAISE insufficient_privilege USING
            MESSAGE = coalesce(who, 'nobody') || ' (' || coalesce(as_role, 'no role') || ') may not ' || TG_ARGV[0];
    END"""
MAY_UNDO = f"""BEGIN
        IF {OWNER} OR (SELECT recorded_by FROM entry WHERE id = NEW.entry)
            = (SELECT recorded_by FROM entry WHERE id = NEW.by_entry) THEN
            RETURN NEW;
        END IF;
        RAISE insufficient_privilege USING MESSAGE = 'only who recorded an entry may undo it';
    END"""


def statements(procedures: Sequence[Procedure], schema: str = "public") -> Iterator[str]:
    """The SQL that makes the roles and gives each what it may do; run again, it changes nothing."""
    yield from grants(schema)
    yield from guards(procedures, schema)


def guards(procedures: Sequence[Procedure], schema: str) -> Iterator[str]:
    """The SQL by which the server refuses a decision of anybody whom no procedure in use lets take it.

    Who decided is whom the entry names: the worker who recorded it, or the one that --by names. Whoever owns the
    tables is not asked.
    """
    for name, body in (("may_decide", MAY_DECIDE), ("may_undo", MAY_UNDO)):
        yield (
            f'CREATE OR REPLACE FUNCTION "{schema}".{name}() RETURNS trigger LANGUAGE plpgsql '
            f'SET search_path = "{schema}", pg_temp AS $$ {body} $$'
        )
    deciding = sorted({role.slug for each in procedures for role in each.lists["role"] if decides(role.slug, each)})
    for each in (*DECISIONS, APPOINT):
        may = sorted(
            {role for procedure in procedures for right in each.rights for role in procedure.roles_that_may(right)}
        )
        begin = "anybody" if each.rights[0] in BEGUN_BY_ANYBODY else "nobody"
        told = ", ".join(quoted(word) for word in (RIGHTS[each.rights[0]], begin, *may))
        when = each.when.format(roles=", ".join(map(quoted, deciding)) or "NULL")
        yield from trigger(schema, each.table, f"{each.table}_may_{each.name}", when, f"may_decide({told})")
    yield from trigger(schema, "undone", "undone_may_undo", "true", "may_undo()")


def trigger(schema: str, table: str, name: str, when: str, does: str) -> Iterator[str]:
    """The SQL of a trigger, in the place of the one that was; CREATE OR REPLACE is not known before PostgreSQL 14."""
    yield f'DROP TRIGGER IF EXISTS {name} ON "{schema}"."{table}"'
    yield (
        f'CREATE TRIGGER {name} BEFORE INSERT ON "{schema}"."{table}" FOR EACH ROW '
        f'WHEN ({when}) EXECUTE FUNCTION "{schema}".{does}'
    )


def quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def grants(schema: str) -> Iterator[str]:
    """The SQL that makes the roles and gives each the tables that it may read or add to."""

    def on(names: Iterable[str]) -> str:
        return ", ".join(f'"{schema}"."{name}"' for name in sorted(names))

    known, everyone = {table.name for table in record_schema.every_table()}, ", ".join(ROLES)
    for role in ROLES:
        # Roles are the server's, not a database's: whoever sets them for another record at this moment makes them too.
        there = "duplicate_object OR unique_violation"
        yield f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN {there} THEN NULL; END $$"
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC, {everyone}'
    yield f'GRANT USAGE ON SCHEMA "{schema}" TO {everyone}'
    views = {name for name in VIEWS if name.removesuffix(STANDS) in LISTS}
    yield f"GRANT INSERT ON {on(known)} TO {OFFICER}, {MANAGER}"
    yield f"GRANT SELECT ON {on((known - set(WATCHED)) | set(VIEWS))} TO {OFFICER}, {MANAGER}"
    # To note whose file they read takes the last number; to see who read what is for managers and auditors.
    yield f"GRANT SELECT (number) ON {on(WATCHED)} TO {OFFICER}"
    yield f"GRANT SELECT ON {on(WATCHED)} TO {MANAGER}"
    yield f"GRANT INSERT ON {on(WATCHED)} TO {AUDITOR}"
    for table, may in REWRITTEN.items():
        yield f"GRANT {may} ON {on([table])} TO {OFFICER}, {MANAGER}"
    yield f"GRANT SELECT ON {on({*LISTS, *views})} TO {READER}"
    yield f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO {AUDITOR}'


def apply(server: Server, procedures: Sequence[Procedure]) -> None:
    """Runs it on the record's database, in the schema that the record is in; raises RecordUnusable or Refused."""
    made = record_schema.engine(server)
    try:
        with record_schema.plainly(server), made.begin() as connection:
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
            for statement in statements(procedures, str(schema)):
                connection.exec_driver_sql(statement.replace("%", "%%"))
    finally:
        made.dispose()
