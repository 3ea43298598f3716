"""What bends a record on a server though no guard is touched: settings, logins that no guard asks, keys, schemas."""

from __future__ import annotations

from collections.abc import Iterator

from ehcli.record.columns import COLUMNS
from ehcli.record.port import Port
from ehcli.record.roles import ROLES
from ehcli.record.server_guards import quoted
from ehcli.record.versioned import VIEWS

HERE = "to_regnamespace(current_schema())"
KEEPER = "Whoever keeps the server takes that away."
# What is set for a database or a login holds before anybody asks for anything.
SET = """SELECT coalesce(r.rolname, ''), split_part(s, '=', 1), substr(s, position('=' IN s) + 1)
    FROM pg_db_role_setting x
    CROSS JOIN LATERAL unnest(x.setconfig) s LEFT JOIN pg_roles r ON r.oid = x.setrole
    WHERE x.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY 1, 2"""
NOW = "SELECT current_setting('session_replication_role'), current_schema()"
ABOVE = f"""SELECT r.rolname, r.rolsuper, r.rolcreaterole FROM pg_roles r
    CROSS JOIN (SELECT relowner AS whose FROM pg_class WHERE oid = to_regclass('entry')) o
    WHERE r.rolcanlogin AND r.oid <> o.whose
    AND (r.rolsuper OR r.rolcreaterole OR pg_has_role(r.oid, o.whose, 'MEMBER'))
    AND (EXISTS (SELECT 1 FROM worker w WHERE lower(w.login) = lower(r.rolname)) OR EXISTS (
        SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
        WHERE m.member = r.oid AND g.rolname IN ({", ".join(map(quoted, ROLES))}))) ORDER BY 1"""
KEYS = f"""SELECT c.relname, k.conname, k.contype::text, array_to_string(ARRAY(SELECT a.attname::text
    FROM unnest(k.conkey) WITH ORDINALITY u (number, place) JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attnum = u.number ORDER BY u.place), ', ')
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = {HERE} AND k.contype IN ('p', 'u', 'f', 'c')"""
FILLED = f"""SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = {HERE} AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped"""
IN_THE_WAY = f"""SELECT n.nspname, min(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_roles r ON r.rolname = n.nspname WHERE n.oid <> {HERE} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND c.relname IN ({{names}}) GROUP BY n.nspname ORDER BY 1"""
AGAIN = "Whoever owns the tables makes it again, or restores a backup: eh restore"
KIND = {"p": "key", "u": "key", "f": "key", "c": "check"}
OF_ALEMBIC = "alembic_version"


def findings(port: Port) -> Iterator[str]:
    """Whatever of the server would have a record bent, in sentences."""
    yield from settings(port)
    yield from above_the_guards(port)
    yield from keys(port)
    names = sorted(COLUMNS.keys() | VIEWS.keys())
    for schema, table in port.whole(IN_THE_WAY.format(names=", ".join(map(quoted, names)))):
        shown = f"whoever signs in as {schema} is shown it in the record's place"
        yield f"The schema {schema} holds a {table}: {shown}. {KEEPER}"


def settings(port: Port) -> Iterator[str]:
    """Settings by which no guard asks anybody, or somebody is shown other tables than the record's."""
    ((now, schema),) = port.whole(NOW)
    if now != "origin":
        yield f"No guard asks anybody: session_replication_role is {now}. {KEEPER}"
    for login, name, value in port.whole(SET):
        whose = f"the login {login}" if login else "the whole database"
        if name == "session_replication_role" and value != "origin":
            yield f"No guard asks anything of {whose}: its session_replication_role is set to {value}. {KEEPER}"
        first = value.partition(",")[0].strip().strip('"')
        if name == "search_path" and first not in ("$user", schema):
            yield f"The search_path of {whose} is set to {value}: it is shown other tables than the record's. {KEEPER}"


def above_the_guards(port: Port) -> Iterator[str]:
    """The logins of workers and services that may do what whoever owns the tables may: no guard asks them."""
    for login, everything, gives in port.whole(ABOVE):
        how = (
            "may do everything"
            if everything
            else "may give roles"
            if gives
            else "may do what whoever owns the tables may"
        )
        yield f"The login {login} {how} on the server: no guard asks it anything. {KEEPER}"


def keys(port: Port) -> Iterator[str]:
    """Keys and checks that are missing, foreign or of other columns, and columns that may be left empty."""
    from ehcli.record import schema  # sqlalchemy, which no everyday command loads

    wanted = schema.keys_made()
    found = {(str(t), str(name), str(kind)): str(of) for t, name, kind, of in port.whole(KEYS) if t != OF_ALEMBIC}
    for key in sorted(wanted.keys() | found.keys()):
        table, name, kind = key
        what = f"The {KIND[kind]} {name} of {table}"
        if key not in found:
            yield f"{what} is missing: a row may stand there twice. {AGAIN}"
        elif key not in wanted:
            yield f"{what} is not one of this version. Whoever owns the tables looks what it is, and drops it."
        elif found[key] != wanted[key]:
            yield f"{what} is not as this version makes it. {AGAIN}"
    must = {(table, name) for table, of in COLUMNS.items() for name, column in of.items() if not column.may_be_none}
    filled = {(str(table), str(name)) for table, name in port.whole(FILLED)}
    for table, name in sorted(must - filled):
        yield f"The column {name} of {table} may be left empty. Whoever owns the tables sets it NOT NULL again."
