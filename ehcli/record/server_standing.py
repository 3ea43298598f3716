"""Whether the guards of a record on a server are those that this version makes: each that is not, by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ehcli.procedures.procedure import Procedure
from ehcli.record import roles, server_guards, server_settings
from ehcli.record.columns import COLUMNS
from ehcli.record.port import Port
from ehcli.record.versioned import STANDS, VEILED, VIEWS

MEND = "Mend it, as whoever owns the tables, with: eh record roles --apply"
DROP = "Whoever owns the tables looks what it is, and drops it."
HERE = "to_regnamespace(current_schema())"
TRIGGERS = f"""SELECT t.tgname, pg_get_triggerdef(t.oid), t.tgenabled <> 'D' FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = {HERE}"""
FUNCTIONS = f"""SELECT p.proname, p.prosrc, p.prosecdef, coalesce(array_to_string(p.proconfig, '; '), ''),
    p.proowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('entry')) FROM pg_proc p
    WHERE p.pronamespace = {HERE}
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""
RELATIONS = f"""SELECT c.relname, c.relkind::text, CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) ELSE '' END,
    c.relowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('entry')),
    c.relrowsecurity OR EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
    OR EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN')
    FROM pg_class c WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"""
RIGHTS = f"""SELECT coalesce(r.rolname, 'PUBLIC'), a.privilege_type, c.relname, '' FROM pg_class c
    CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.grantee <> c.relowner
    UNION ALL SELECT coalesce(r.rolname, 'PUBLIC'), a.privilege_type, c.relname, t.attname FROM pg_class c
    JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN LATERAL aclexplode(t.attacl) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.grantee <> c.relowner"""
CALLS = f"""SELECT p.proname, coalesce(r.rolname, 'PUBLIC') FROM pg_proc p
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE p.pronamespace = {HERE} AND a.grantee <> p.proowner"""
MAKES = f"""SELECT coalesce(r.rolname, 'PUBLIC') FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE n.oid = {HERE} AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
    AND a.grantee <> (SELECT relowner FROM pg_class WHERE oid = to_regclass('entry'))"""
ATTRIBUTES = f"""SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
    OR rolcanlogin OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_roles r
    WHERE rolname IN ({", ".join(map(server_guards.quoted, roles.ROLES))})"""
OPERATORS = f"SELECT oprname FROM pg_operator WHERE oprnamespace = {HERE}"
SAID = {"v": "view", "m": "view"}


def findings(port: Port, procedures: Sequence[Procedure]) -> list[str]:
    """Whatever is not as this version makes it, in sentences."""
    rights = {(str(who), str(may), str(on), str(column)) for who, may, on, column in port.whole(RIGHTS)}
    functions = {str(name): tuple(row) for name, *row in port.whole(FUNCTIONS)}
    applied = "take_turn" in functions
    if rights and not applied:
        others = ", ".join(sorted({who for who, *_ in rights}))
        unset = f"{others} may use the record here, and the server's own guards were never set. {MEND}"
        return [unset, *server_settings.findings(port)]
    ((schema,),) = port.whole("SELECT current_schema()")
    procedures = procedures if applied else ()
    return [
        *of_triggers(port, procedures, applied=applied),
        *of_functions(port, functions, str(schema), applied=applied),
        *of_relations(port, procedures, str(schema), applied=applied),
        *(of_rights(rights, port) if applied else ()),
        *server_settings.findings(port),
    ]


def plain(sql: object) -> str:
    """A definition without what servers of different versions write differently: casts, brackets, names of schemas."""
    return re.sub(
        r"::(character varying|\w+)(\[\])?|\"[^\"]*\"\.|\b[a-z_]\w*\.(?=[a-z_*])|[()\s;]", "", str(sql).lower()
    )


def compared(kind: str, found: Mapping[str, object], wanted: Mapping[str, object]) -> Iterator[str]:
    """The guards of one kind that are missing, foreign, or not as they are made."""
    for name in sorted(found.keys() | wanted.keys()):
        if name not in found:
            yield f"The {kind} {name} is missing. {MEND}"
        elif name not in wanted:
            yield f"The {kind} {name} is not one of this version. {DROP}"
        elif found[name] != wanted[name]:
            yield f"The {kind} {name} is not as this version makes it. {MEND}"


def of_triggers(port: Port, procedures: Sequence[Procedure], *, applied: bool) -> Iterator[str]:
    """The triggers."""
    made = [*server_guards.refusing(), *(server_guards.triggers(procedures) if applied else server_guards.signed())]
    statements = [each for each in server_guards.made(made, "") if each.startswith("CREATE")]
    wanted = {each.name: plain(statement) for each, statement in zip(made, statements, strict=True)}
    standing = port.whole(TRIGGERS)
    yield from (f"The guard {name} is off." for name, _, on in standing if name in wanted and not on)
    found = {str(name): plain(definition) for name, definition, _ in standing}
    yield from compared("guard", found, wanted)


def of_functions(port: Port, found: Mapping[str, tuple[object, ...]], schema: str, *, applied: bool) -> Iterator[str]:
    """The functions: what each does, as whom, and where it looks for things; and who may call it."""
    wanted: dict[str, tuple[object, ...]] = {}
    wanted |= {name: (body, False, "", True) for name, body in server_guards.appended().items()}
    if applied:
        wanted |= {name: (*made, True) for name, made in server_guards.bodies(schema).items()}
    elif "signed_in" in found:
        wanted["signed_in"] = found["signed_in"]  # it asks nobody but whoever owns the tables, and nobody else is here
    yield from compared("function", found, wanted)
    yield from compared("operator", {str(name): 1 for (name,) in port.whole(OPERATORS)}, {})
    called = {f"{name} of {who}": 1 for name, who in port.whole(CALLS) if name in server_guards.bodies(schema)}
    if applied:
        yield from compared("right to call", called, {f"{name} of {who}": 1 for name, who in roles.calls()})


def of_relations(port: Port, procedures: Sequence[Procedure], schema: str, *, applied: bool) -> Iterator[str]:
    """The tables and views: what each view shows, whose they are, and whether something stands in their way."""
    made = {name: with_columns(name, text) for name, text in VIEWS.items()}
    if applied:
        views = [each.partition(" AS ") for each in server_guards.views(procedures, schema)]
        named = {plain(head.rpartition(" VIEW ")[2]): text for head, _, text in views}
        made |= {name: text for name, text in named.items() if "CASE" in text or VEILED in text}
    found: dict[str, object] = {}
    for name, kind, text, owned, hindered in port.whole(RELATIONS):
        found[str(name)] = plain(text) if kind == "v" else ""
        what = SAID.get(str(kind), "table")
        if not owned:
            yield f"The {what} {name} does not belong to whoever owns the record: they take it back."
        if hindered:
            yield f"The {what} {name} has a policy or rule that this version does not make. {DROP}"
    tables = dict.fromkeys((*COLUMNS, "alembic_version"), "")
    yield from compared("table or view", found, tables | {name: plain(text) for name, text in made.items()})


def with_columns(view: str, text: str) -> str:
    """The SELECT of a view with every column by its name, as a server keeps it."""
    columns = ", ".join(COLUMNS[view.removesuffix(STANDS)])
    return re.sub(r"\b[ft]\.\*", columns, re.sub(r"(\w)\.entry NOT IN", r"NOT \1.entry IN", text), count=1)


def of_rights(found: set[tuple[str, str, str, str]], port: Port) -> Iterator[str]:
    """Who may do what with a table, who may make things in the schema, and what the roles are."""
    wanted = {(each.role, each.may, each.on, column) for each in roles.given() for column in (each.columns or ("",))}
    for who, may, on, column in sorted(found ^ wanted):
        what = f"{may} {column + ' of ' if column else ''}{on}"
        if (who, may, on, column) in found:
            yield f"{who} may {what}, which no role of the record has. {MEND}"
        else:
            yield f"{who} may not {what}, which its role should. {MEND}"
    for (who,) in port.whole(MAKES):
        yield f"{who} may make things in the record's schema. {MEND}"
    attributes = dict(port.whole(ATTRIBUTES))
    for role in roles.ROLES:
        if attributes.get(role, True):
            yield f"The role {role} is missing, signs in, or may more than it should: ask whoever keeps the server."
