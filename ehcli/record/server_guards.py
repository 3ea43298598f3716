"""The guards of a record on a server: functions, triggers and views, by which it refuses what bends a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ehcli.episodes.facts import DAYS, KINDS, RESTS_ON_NOTHING, VALUES
from ehcli.packs import calendar
from ehcli.procedures.bands import BANDS
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.rights import BEGUN_BY_ANYBODY, RIGHTS, decides
from ehcli.record.columns import COLUMNS
from ehcli.record.file_standing import BETWEEN
from ehcli.record.identity import COMMANDS, REFERENCES
from ehcli.record.versioned import KEPT, STANDS, VEILED, VIEWS
from ehcli.record.writing import WHATEVER_THE_CLOCK_SAYS

# What of a restricted note or letter is shown outside its group: all else is kept from every program.
SHOWN = {"case_note": ("ref", "entry", "episode", "happened_on", "open_to")}
SHOWN["letter"] = ("ref", "entry", "episode", "dated", "open_to")
INSTEAD = {str: "('restricted to ' || t.open_to)::varchar", bool: "false"}


class Decision(NamedTuple):
    """What takes a right of the procedure: which rows of a table, and the rights that allow it.

    ``more`` is what else the server looks at: ``second`` is whoever released a letter, and not who decided.
    """

    name: str
    table: str
    when: str
    rights: tuple[str, ...]
    more: tuple[str, ...] = ()


def when_told(kind: str, more: str = "") -> str:
    """When a fact of a kind is told, afresh or in the place of another."""
    return f"NEW.kind::text = '{kind}'{more}"


CHOICES = (
    "NEW.kind::text = ANY (ARRAY['switch', 'start_reason', 'end_reason'])"
    " OR NEW.kind::text ~~ 'closed:%' OR NEW.kind::text ~~ 'adopted:%'"
)
DECISIONS = (
    Decision("allocate", "fact", when_told("allocated"), ("allocate",)),
    Decision("close", "fact", when_told("episode-closed"), ("close",)),
    Decision("set_aside", "fact", when_told("set-aside"), ("set-aside",)),
    Decision("frequency", "fact", when_told("visit-frequency-agreed"), ("agree-visit-frequency",)),
    Decision(
        "minutes",
        "fact",
        when_told("minutes-reached", " AND (NEW.details::json ->> 'stage') = 'approved'"),
        ("approve-minutes",),
    ),
    Decision(
        "release",
        "fact",
        when_told("invited", " AND coalesce(NEW.details::json ->> 'released_by', '') <> ''"),
        ("release-letters",),
        ("second",),
    ),
    Decision("release", "letter", "NEW.released_by::text <> ''", ("release-letters",), ("second",)),
    Decision(
        "let_go",
        "fact",
        when_told("letter-posted", " AND coalesce(NEW.details::json ->> 'released_by', '') <> ''"),
        ("release-letters",),
        ("second",),
    ),
    Decision("safe", "person_details", "NEW.safe_to_write", ("release-letters",)),
    Decision("lift", "restriction", "", ("release-letters",)),
    Decision("lift", "family_flag", "", ("release-letters",)),
    Decision("choose", "choice", CHOICES, ("switch",)),
    # Whether one raises or lowers, eh can see and the server cannot.
    Decision("place", "choice", "NEW.kind::text ~~ 'band:%'", ("staff", "switch")),
    # Whoever ends it keeps people apart again: that takes no right.
    Decision("tell_homes", "choice", "NEW.kind::text = 'two-homes' AND NEW.value::text <> ''", ("release-letters",)),
    Decision("train", "choice", "NEW.kind::text = 'trained'", ("appoint",)),
    Decision("record", "choice", "NEW.kind::text = 'record'", ()),
    Decision("group", "group_member", "", ("appoint",)),
    Decision("staff", "worker", "", ("staff",)),
    Decision("team", "team", "", ("staff",)),
    Decision("agency", "agency", "", ("staff",)),
)
# The rows of a worker in a role that decides: to give somebody another role than before takes a right of its own.
APPOINT = Decision("appoint", "worker", "NEW.role::text = ANY (ARRAY[{roles}])", ("appoint",))
# What is recorded whatever a clock says: nothing stands between a worker and a contact, a visit or a referral.
AT_ANY_TIME = ("contacted", "note-written", "referral-received", "episode-opened", "arrived-in-tray")
A_DAY = r"\d{4}-\d{2}-\d{2}"  # the pattern of the columns that hold a day
SIGNED = {"entry": "recorded_by", "looked": "by"}  # who did it, by the row's own word
LOGGING = tuple(sorted(WHATEVER_THE_CLOCK_SAYS))
SCRIPT = Path(__file__).with_name("server_guards.sql")


# What is only added to, and the tables of it whose guards have functions of their own.
APPENDED = ("entry", "fact", "looked", "seal", "task", *KEPT)
OWN = ("entry", "fact", "seal")


def appended() -> dict[str, str]:
    """The functions by which every record refuses a change of what was recorded: what each does, by its name."""
    says = "RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP);"
    old, new = (", ".join(f"{row}.{column}" for column in KEPT["episode"].columns) for row in ("OLD", "NEW"))
    found = {
        "row_no_update": f" BEGIN {says} END ",
        "row_no_delete": f" BEGIN {says} END ",
        "heading_no_update": f" BEGIN IF ({old}) IS DISTINCT FROM ({new}) THEN {says} END IF; RETURN NEW; END ",
    }
    for table in APPENDED:
        for act in ("update", "delete", "truncate") if table in OWN else ("truncate",):
            found[f"{table}_no_{act}"] = f" BEGIN RAISE EXCEPTION '{table} is append-only: {act} is refused'; END "
    return found


def refusing() -> Iterator[Trigger]:
    """The triggers that call them."""
    for table in APPENDED:
        for act in ("update", "delete", "truncate"):
            own = f"{table}_no_{act}"
            shared = "heading_no_update" if own == "episode_no_update" else f"row_no_{act}"
            calls = own if act == "truncate" or table in OWN else shared
            at = f"BEFORE {act.upper()}"
            yield Trigger(table, own, does(calls), at=at, each="STATEMENT" if act == "truncate" else "ROW")


def guards(procedures: Sequence[Procedure], schema: str) -> Iterator[str]:
    """The SQL by which the server refuses what no procedure in use lets somebody decide, and what bends a record.

    Who decided is whom the entry names: the worker who recorded it, or the one that --by names. Whoever owns the
    tables is not asked.
    """
    for name, body in appended().items():
        head = f'CREATE OR REPLACE FUNCTION "{schema}".{name}() RETURNS trigger LANGUAGE plpgsql'
        yield f"{head} AS $${body}$$"
    yield from functions(schema)
    yield from views(procedures, schema)
    yield from made([*refusing(), *triggers(procedures)], schema)


def functions(schema: str) -> Iterator[str]:
    """The SQL of the functions: each is the tables' owner's, and looks for everything where it was made."""
    script = SCRIPT.read_text(encoding="utf-8").replace("@.", f'"{schema}".')
    yield from (each.rstrip(";\n") for each in script.split(BETWEEN))


def bodies(schema: str) -> dict[str, tuple[object, ...]]:
    """What each function does, whether as whoever owns it, and with which settings: as a server keeps it."""
    found: dict[str, tuple[object, ...]] = {}
    for each in functions(schema):
        head, body, _ = each.split("$$")
        settings = re.findall(r"SET (\w+|\"\w+\") = (.+?)(?= SET | AS ?$)", " ".join(head.split()))
        told = "; ".join(f"{name.strip(chr(34))}={value.replace(chr(39), '')}" for name, value in settings)
        name = head.partition("(")[0].rpartition(".")[2]
        found[name] = (body, "SECURITY DEFINER" in head, told)
    return found


class Trigger(NamedTuple):
    """A guard of a table: its name, when it asks, and which function with which words."""

    table: str
    name: str
    does: str
    when: str = ""
    at: str = "BEFORE INSERT"
    each: str = "ROW"

    @property
    def late(self) -> bool:
        """Whether it asks at the end of the transaction, once everything is written."""
        return self.at.startswith("AFTER")


def signed(*logging: str) -> Iterator[Trigger]:
    """The guards by which nobody writes in the name of another."""
    for table, column in SIGNED.items():
        yield Trigger(table, f"{table}_signed_in", does("signed_in", column, *logging))


def triggers(procedures: Sequence[Procedure]) -> Iterator[Trigger]:
    """The guards of each table, beside those by which nothing that was recorded is changed."""
    yield from signed(*LOGGING)
    for table in sorted({"fact", "seal", *KEPT}):
        yield Trigger(table, f"{table}_entry", does("may_write", *(AT_ANY_TIME if table == "fact" else ())))
    yield from (deciding(each, procedures) for each in (*DECISIONS, APPOINT))
    naming = json.dumps([who_may(right, procedures) for right in ("appoint", "staff")])
    yield Trigger("worker", "worker_may_leave", does("may_leave", naming))
    yield Trigger("undone", "undone_may_undo", does("may_undo", undoing(procedures)))
    yield Trigger("fact", "fact_may_tell", does("may_tell", telling()))
    yield Trigger("fact", "fact_taken_back", does("taken_back"), "NEW.kind::text = 'withdrawn'", at="AFTER INSERT")
    for table in sorted({*KEPT} - {"episode_child"}):
        if days := sorted(name for name, column in COLUMNS[table].items() if column.pattern.strip("()?") == A_DAY):
            yield Trigger(table, f"{table}_fits", does("row_fits", *days))
    yield Trigger("choice", "choice_fits", does("choice_fits", json.dumps(list(BANDS))))
    yield Trigger("restriction", "restriction_of_family", does("of_family"))
    for table in ("name_word", "task"):
        yield Trigger(table, f"{table}_in_turn", does("in_turn"), each="STATEMENT")
    releasing = json.dumps(sorted({*who_may("release-letters", procedures), *who_may("set-aside", procedures)}))
    yield Trigger("fact", "fact_take_back", does("may_take_back", releasing), "NEW.withdraws IS NOT NULL")
    numbered = {name for name, kept in KEPT.items() if "number" in kept.columns}
    kinds = json.dumps(REFERENCES), json.dumps(sorted(numbered))
    for act in ("insert", "update"):
        yield Trigger("counter", f"counter_used_{act}", does("number_used", *kinds), at=f"AFTER {act.upper()}")
    numbers = {"entry": ("entry", "id"), "fact": ("fact", "id"), **{name: (name, "number") for name in numbered}}
    numbers |= {table: (letter, "ref") for letter, table in REFERENCES.items()}
    for table, (counter, column) in sorted(numbers.items()):
        yield Trigger(table, f"{table}_given", does("number_given", counter, column), at="AFTER INSERT")
    yield Trigger("entry", "entry_sealed", does("entry_sealed"), at="AFTER INSERT")
    yield Trigger("looked", "looked_given", does("look_given"), at="AFTER INSERT")


def undoing(procedures: Sequence[Procedure]) -> str:
    """What the server asks before an entry is undone: the keys of each table, and who may end or give back what."""
    tables = {name: {"key": kept.key, "makes": kept.makes} for name, kept in KEPT.items() if kept.entry == "entry"}
    may = {"release": who_may("release-letters", procedures), "deciding": deciding_roles(procedures)}
    may |= {right: who_may(right, procedures) for right in ("appoint", "staff")}
    return json.dumps(
        {"tables": tables, "alone": RESTS_ON_NOTHING, "besides": ["undo", "letters posted", *COMMANDS], **may},
        sort_keys=True,
    )


def telling() -> str:
    """What the server asks of a fact: what the details of each kind are, and the years that the calendar knows."""
    known = calendar.workdays()
    kinds = {
        kind: {name: as_told(kind, name, usual) for name, usual in shape._field_defaults.items() if name != "at"}  # type: ignore[attr-defined]
        for kind, shape in KINDS.items()
    }
    needs = {
        kind: [name for name in ("meeting", "letter", "note") if name in told]
        for kind, told in kinds.items()
        if kind.startswith(("taf-", "letter-", "note-"))  # what is said of a meeting elsewhere stops nobody
    }
    needs["taf-scheduled"].append("planned_on")
    return json.dumps(
        {
            "kinds": kinds,
            "needs": {kind: names for kind, names in needs.items() if names},
            "first": known.first.isoformat(),
            "last": known.last.isoformat(),
            "whenever": AT_ANY_TIME,
        },
        sort_keys=True,
    )


def as_told(kind: str, name: str, usual: object) -> str | list[str]:
    """What a field of a fact may hold: some words, a day, names, numbers, yes or no, a reference, or text."""
    if words := VALUES.get((kind, name)):
        return ["", *words]
    if (kind, name) in DAYS:
        return "day"
    if isinstance(usual, bool):
        return "yes"
    if isinstance(usual, tuple):
        return "numbers" if name == "scores" else "names"
    return {"meeting": "M", "letter": "L", "note": "N"}.get(name, "text")


def deciding(each: Decision, procedures: Sequence[Procedure]) -> Trigger:
    """The guard of what takes a right: it is told in one text what the procedures say of it."""
    right = each.rights[0] if each.rights else ""
    may = sorted({role for right in each.rights for role in who_may(right, procedures)})
    asked: dict[str, object] = {"what": RIGHTS.get(right, "say what the record is"), "may": may}
    asked |= dict.fromkeys(each.more, True)
    if right in BEGUN_BY_ANYBODY:
        asked["begin"] = True
    if right == "allocate":
        asked["trained"] = who_may("allocate-when-trained", procedures)
    if right == "close":
        asked["reasons"] = closing_reasons(procedures)
    when = each.when.format(roles=", ".join(map(quoted, deciding_roles(procedures))) or "NULL")
    does_it = does("may_decide", json.dumps(asked, sort_keys=True))
    return Trigger(each.table, f"{each.table}_may_{each.name}", does_it, when)


def deciding_roles(procedures: Sequence[Procedure]) -> list[str]:
    """The roles that decide anything under any procedure in use."""
    return sorted({role.slug for own in procedures for role in own.lists["role"] if decides(role.slug, own)})


def who_may(right: str, procedures: Sequence[Procedure]) -> list[str]:
    """The roles that have a right under any procedure in use."""
    return sorted({role for procedure in procedures for role in procedure.roles_that_may(right)})


def closing_reasons(procedures: Sequence[Procedure]) -> dict[str, list[str]]:
    """The reasons that only some may close for, with the roles that may under any procedure in use."""
    found: dict[str, set[str]] = {}
    for procedure in procedures:
        for named in procedure.lists["end_reason"]:
            may = set(named.decided_by)
            if may and named.more.get("to_social_care"):
                may |= set(procedure.roles_that_may("close-to-social-care"))
            found.setdefault(named.name, set()).update(may or procedure.roles_that_may("close"))
    return {reason: sorted(may) for reason, may in found.items()}


def views(procedures: Sequence[Procedure], schema: str) -> Iterator[str]:
    """The SQL of the views that show notes and letters: of what is restricted, to others only that it is there."""
    everything = quoted(json.dumps(who_may("see-restricted", procedures)))
    for name, text in VIEWS.items():
        if name.removesuffix(STANDS) not in SHOWN:
            yield f'CREATE OR REPLACE VIEW "{schema}".{name} AS {text}'
    for table, shown in SHOWN.items():
        seen = ", ".join(
            f"t.{name}"
            if name in shown
            else f"CASE WHEN s.seen THEN t.{name} ELSE {INSTEAD[column.kind]} END AS {name}"
            for name, column in COLUMNS[table].items()
        )
        yield (
            f'CREATE OR REPLACE VIEW "{schema}".{table}{VEILED} AS SELECT {seen},'
            f" CASE WHEN s.seen THEN '' ELSE \"{schema}\".mark_of('{table}', to_jsonb(t.*)) END AS mark"
            f" FROM \"{schema}\".{table} t CROSS JOIN LATERAL (SELECT t.open_to::text = ''"
            f' OR "{schema}".may_see(t.open_to::text, {everything}) AS seen OFFSET 0) s'
        )
        columns = ", ".join(f"t.{name}" for name in COLUMNS[table])
        yield (
            f'CREATE OR REPLACE VIEW "{schema}".{table}{STANDS} AS SELECT {columns} FROM "{schema}".{table}{VEILED} t'
            f' WHERE NOT t.entry IN (SELECT u.entry FROM "{schema}".undone u)'
        )


def does(function: str, *words: str) -> str:
    return f"{function}({', '.join(map(quoted, words))})"


def made(triggers: Iterable[Trigger], schema: str) -> Iterator[str]:
    """The SQL of triggers, each in the place of the one that was."""
    for each in triggers:  # CREATE OR REPLACE is not known before PostgreSQL 14
        yield f'DROP TRIGGER IF EXISTS {each.name} ON "{schema}".{each.table}'
        when = f" WHEN ({each.when})" if each.when else ""
        kind, late = ("CONSTRAINT TRIGGER", " DEFERRABLE INITIALLY DEFERRED") if each.late else ("TRIGGER", "")
        yield (
            f'CREATE {kind} {each.name} {each.at} ON "{schema}".{each.table}{late} FOR EACH {each.each}'
            f'{when} EXECUTE FUNCTION "{schema}".{each.does}'
        )


def quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
