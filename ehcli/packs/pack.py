"""One pack on its way from a file to a procedure: every table read, checked, and refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ehcli.episodes.facts import DAYS, KINDS, VALUES
from ehcli.errors import nearest
from ehcli.packs import calendar
from ehcli.packs.refusal import BadPack, refusal
from ehcli.procedures.citation import Citation
from ehcli.procedures.duty import Ages, Clause, Duty, Hold, Notice, Relaxation, Rule, TakesOver
from ehcli.procedures.procedure import ClosingCheck, Named, Procedure, Source, matched
from ehcli.procedures.rights import RIGHTS
from ehcli.procedures.within import UNITS, WEEKDAYS, Within

LISTS = (
    "level",
    "route",
    "role",
    "tray",
    "note_type",
    "form",
    "star",
    "start_reason",
    "end_reason",
    "outcome",
    "episode_type",
    "database_source",
    "minutes_stage",
)
# Tables of a pack that are kept for reading and for coverage, not reckoned with.
KEPT = (
    *("consent_rule", "contact_period", "ladder", "checklist", "agenda", "term", "staff_duty", "locality"),
    *("closing_rule", "taf_record"),
    *("left_out", "change", "drop", "invitation", "plan"),
)
TRAYS = ("worker", "team", "business-support", "front-door")
# What a table of a pack may hold, and of what kind each value is.
# ``object`` is checked where it is read, with words of its own.
HEAD = dict.fromkeys(
    ("format", "procedure", "sources", "on_hold", "running", "duty", "closing_check", *LISTS, *KEPT), object
)
HOLD = dict.fromkeys(("by", "until", "cite", "reading"), object)
RUNNING = {"moves": bool, "cite": list, **dict.fromkeys(("default", "reading"), str)}
PROCEDURE = {
    **dict.fromkeys(("name", "title", "authority", "version", "in_force_default", "extends"), str),
    **dict.fromkeys(("in_force_from", "in_force_until"), date),
}
SOURCE = {
    **dict.fromkeys(("title", "publisher", "version"), str),
    **dict.fromkeys(("dated", "review_by"), date),
    "caveats": list,
}
DUTY = {
    **dict.fromkeys(("id", "title", "which", "responsible", "tray", "strength"), str),
    **dict.fromkeys(("switch", "note", "how", "repeat", "meeting"), str),
    **dict.fromkeys(("counts_from", "age", "relax", "remind", "escalate"), object),
    **dict.fromkeys(("met_by", "rule", "once", "until", "until_all", "hold"), object),
    **dict.fromkeys(("levels", "routes", "episode_types"), list),
    **dict.fromkeys(("per_child", "ends_with_episode", "after_closing", "waits"), bool),
}
RULE = {
    **dict.fromkeys(("within", "counts_from", "cite"), object),
    **dict.fromkeys(("default", "reading", "day", "at"), str),
    "rows": list,
    "before": bool,
}
CHECK = {
    **dict.fromkeys(("id", "title", "strength", "note", "default", "reading"), str),
    **dict.fromkeys(("met_by", "cite"), object),
    **dict.fromkeys(("levels", "episode_types"), list),
    "per_child": bool,
    "within_weeks": int,
}
RELAX = {"by": list, "by_due": bool, **dict.fromkeys(("within", "agreed", "ended", "not_before", "cite"), object)}
WORDS = ("levels", "routes", "episode_types", "by", "rows", "caveats", "aliases")
CITE = {**dict.fromkeys(("source", "section", "place"), str), "rows": list}
IN_WORDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}


class Pack:
    """One pack on its way from a file to a procedure; every complaint names the file, the item and the key."""

    def __init__(self, file: str, content: dict[str, Any], fingerprint: str) -> None:
        self.file = file
        self.content = content
        self.fingerprint = fingerprint
        self.sources: dict[str, Source] = {}
        self.clauses_read: dict[Clause, Clause] = {}

    def refuse(self, item: str, key: str, why: str) -> BadPack:
        return refusal(self.file, item, key, why)

    def shape(self, table: Mapping[str, Any], kinds: Mapping[str, type], item: str, what: str) -> None:
        """Refuses a key that such a table does not have, and a value that is not of the kind it should be."""
        for key, value in table.items():
            if key not in kinds:
                raise self.refuse(item, key, f"is not a key of {what}. {nearest(key, sorted(kinds))}".strip())
            kind = kinds[key]
            fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
            if not fits:
                raise self.refuse(item, key, f"is not {IN_WORDS[kind]}.")
            if kind is list and key in WORDS and not all(isinstance(each, str) for each in value):
                raise self.refuse(item, key, "must be a list of words.")

    def need(self, table: Mapping[str, Any], key: str, kind: type, item: str) -> Any:
        value = table.get(key)
        if not isinstance(value, kind) or value in ("", []):
            raise self.refuse(item, key, f"is missing or is not {IN_WORDS[kind]}.")
        return value

    def tables(self, key: str, item: str, table: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        value = (self.content if table is None else table).get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.refuse(item, key, "must be a list of tables.")
        return value

    def procedure(self) -> Procedure:
        head = self.need(self.content, "procedure", dict, "the pack")
        self.need(self.content, "sources", dict, "the pack")
        self.shape(self.content, HEAD, "the pack", "a pack")
        self.shape(head, PROCEDURE, "procedure", "a procedure")
        if self.content.get("format") != 1:
            raise self.refuse("the pack", "format", "must be 1.")
        for id, table in self.need(self.content, "sources", dict, "the pack").items():
            item = f"source {id}"
            if not isinstance(table, dict):
                raise self.refuse(item, "title", "a source is a table with its title and version.")
            self.shape(table, SOURCE, item, "a source")
            self.sources[id] = Source(
                id,
                self.need(table, "title", str, item),
                str(table.get("publisher", "")),
                self.need(table, "version", str, item),
                table.get("review_by"),
                tuple(table.get("caveats", ())),
            )
        self.title = f"{head.get('name')} {head.get('version')}"
        lists = {kind: tuple(self.named(kind, table) for table in self.tables(kind, "the pack")) for kind in LISTS}
        for kind, entries in lists.items():
            self.unique(kind, [entry.slug for entry in entries])
            spelt = [
                (matched(each), entry.slug) for entry in entries for each in {entry.slug, entry.name, *entry.aliases}
            ]
            for spelling, slug in spelt:
                if any(other != slug and same == spelling for same, other in spelt):
                    raise self.refuse(kind, spelling, "stands twice: it is not clear which is meant.")
        self.slugs = {kind: {entry.slug for entry in entries} for kind, entries in lists.items()}
        self.form_stages = {form.slug: form.stages or ("completed",) for form in lists["form"]}
        for form in lists["form"]:
            for stage in form.dated:
                if stage not in self.form_stages[form.slug]:
                    raise self.refuse(f"form {form.slug}", "dated", f"it has no stage '{stage}'.")
        self.note_types = {entry.name for entry in lists["note_type"]}
        duties = tuple(self.duty(table) for table in self.tables("duty", "the pack"))
        checks = tuple(self.closing_check(table) for table in self.tables("closing_check", "the pack"))
        self.minutes(lists["minutes_stage"], lists["role"], duties)
        self.unique("duty", [duty.id for duty in duties])
        self.unique("closing_check", [check.id for check in checks])
        until, since = head.get("in_force_until"), self.need(head, "in_force_from", date, "procedure")
        if until is not None and until < since:
            raise self.refuse("procedure", "in_force_until", "lies before in_force_from.")
        known = calendar.workdays()
        for key, day in (("in_force_from", since), ("in_force_until", until)):
            if day and not known.first <= day <= known.last:
                years = f"{known.first.year} to {known.last.year}"
                raise self.refuse("procedure", key, f"{day} lies outside the bank holidays that are known ({years}).")
        return Procedure(
            self.need(head, "name", str, "procedure"),
            self.need(head, "title", str, "procedure"),
            self.need(head, "version", str, "procedure"),
            self.need(head, "in_force_from", date, "procedure"),
            head.get("in_force_until"),
            self.sources,
            duties,
            checks,
            lists,
            self.fingerprint,
            {kind: tuple(self.kept(kind, table) for table in self.tables(kind, "the pack")) for kind in KEPT},
            self.on_hold(),
            self.takes_over(),
            str(head.get("authority", "")),
        )

    def on_hold(self) -> Hold | None:
        """What puts a whole case on hold, where the procedure knows such a thing; it needs its citation."""
        if "on_hold" not in self.content:
            return None
        table = self.need(self.content, "on_hold", dict, "the pack")
        if not table.get("cite"):
            raise self.refuse("on_hold", "cite", "is missing.")
        return self.hold(table, "on_hold")

    def takes_over(self) -> TakesOver | None:
        """Whether this version takes over what is running, where the pack says so; it needs its citation."""
        if "running" not in self.content:
            return None
        table = self.need(self.content, "running", dict, "the pack")
        self.shape(table, RUNNING, "running", "what is said of running tasks")
        reading = str(table.get("reading", ""))
        if not table.get("cite") and not (table.get("default") == "ours" and reading):
            raise self.refuse("running", "cite", 'is missing; or say default = "ours" with the reading it follows.')
        cite = self.citations(table, "running")
        return TakesOver(cite, reading) if self.need(table, "moves", bool, "running") else None

    def unique(self, kind: str, ids: list[str]) -> None:
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise self.refuse(f"{kind} {twice[0]}", "id", "stands twice.")

    def named(self, kind: str, table: Mapping[str, Any]) -> Named:
        name = self.need(table, "name", str, f"{kind} {table.get('slug', '?')}")
        more = {key: value for key, value in table.items() if key not in ("slug", "name", "aliases", "cite")}
        for right in more.get("may", ()) if kind == "role" else ():
            if right not in RIGHTS:
                raise self.refuse(f"role {table.get('slug', name)}", "may", f"there is no right '{right}'.")
        slug = str(table.get("slug") or name)
        if kind == "minutes_stage":
            self.minutes_stage(slug, more)
        spellings = {key: table[key] for key in ("aliases", "cite") if key in table}
        self.shape(spellings, {"aliases": list, "cite": list}, f"{kind} {slug}", kind)
        return Named(slug, name, tuple(table.get("aliases", ())), self.citations(table, f"{kind} {slug}"), more)

    def minutes_stage(self, slug: str, more: Mapping[str, Any]) -> None:
        """Refuses a stage that minutes cannot reach, and one asked of a meeting that nobody could chair."""
        for key, told, known in (
            ("slug", [slug], VALUES["minutes-reached", "stage"]),
            ("after", more.get("after", []), VALUES["minutes-reached", "stage"]),
            ("chaired_by", more.get("chaired_by", []), VALUES["taf-held", "chaired_by"]),
        ):
            strange = told if not isinstance(told, list) else [each for each in told if each not in known]
            if strange:
                raise self.refuse(f"minutes_stage {slug}", key, f"must be out of {', '.join(known)}.")

    def minutes(self, stages: Iterable[Named], roles: Iterable[Named], duties: Iterable[Duty]) -> None:
        """Refuses duties on stages that are not on the pack's list, and an approval that nobody may give."""
        listed = {stage.slug for stage in stages}
        for duty in duties if listed else ():
            for clause in duty.clauses:
                asked = dict(clause.wants).get("stage", ()) if clause.fact == "minutes-reached" else ()
                if strange := sorted(str(stage) for stage in asked if stage not in listed):
                    raise self.refuse(
                        f"duty {duty.id}", "stage", f"no minutes_stage '{strange[0]}' on the pack's list."
                    )
        if "approved" in listed and not any("approve-minutes" in role.may for role in roles):
            raise self.refuse("minutes_stage approved", "slug", "no role may approve-minutes, so none could ever be.")

    def kept(self, kind: str, table: Mapping[str, Any]) -> Named:
        """A table that is read and counted, not reckoned with: its citation is checked like any other."""
        item = f"{kind} {table.get('id') or table.get('name') or '?'}"
        if kind in ("change", "drop"):
            item = f"{kind} {table.get('duty')}"
        if kind == "left_out" and not (table.get("rows") and table.get("why")):
            raise self.refuse(item, "why", "what is left out needs its rows and the reason.")
        name = str(table.get("title") or table.get("name") or table.get("says") or table.get("why") or "")
        more = {key: value for key, value in table.items() if key != "cite"}
        aliases = tuple(table.get("aliases", ()))
        slug = str(table.get("id") or table.get("duty") or name)
        return Named(slug, name or slug, aliases, self.citations(table, item), more)

    def duty(self, table: Mapping[str, Any]) -> Duty:
        id = self.need(table, "id", str, "a duty")
        item = f"duty {id}"
        self.shape(table, DUTY, item, "a duty")
        if not re.fullmatch(r"[a-z0-9-]+", id):
            raise self.refuse(item, "id", "must be small letters, figures and hyphens.")
        counts_from = self.clause(self.need(table, "counts_from", dict, item), item, "counts_from")
        which = table.get("which", "first")
        if which not in ("first", "each"):
            raise self.refuse(item, "which", "must be first or each.")
        trigger_fields = set(KINDS[counts_from.fact]._fields)  # type: ignore[attr-defined]
        met_by = self.clauses(table, "met_by", item, trigger_fields)
        rules = tuple(self.rule(rule, item, counts_from) for rule in self.tables("rule", item, table))
        if not met_by or not rules:
            raise self.refuse(item, "met_by" if not met_by else "rule", "is missing.")
        tray = self.need(table, "tray", str, item)
        if tray not in (*TRAYS, *self.slugs["tray"]):
            raise self.refuse(item, "tray", f"no tray '{tray}'. {nearest(tray, list(TRAYS))}".strip())
        duty = Duty(
            id=id,
            title=self.need(table, "title", str, item),
            counts_from=counts_from,
            which=which,
            met_by=met_by,
            rules=rules,
            responsible=self.known("role", table, "responsible", item),
            tray=tray,
            levels=tuple(self.known("level", {"levels": level}, "levels", item) for level in table.get("levels", ())),
            strength=table.get("strength", "must"),
            once=self.clauses(table, "once", item, trigger_fields),
            until=self.clauses(table, "until", item, trigger_fields),
            until_all=self.clauses(table, "until_all", item, trigger_fields),
            per_child=bool(table.get("per_child")),
            age=self.ages(table, item),
            ends_with_episode=bool(table.get("ends_with_episode")),
            switch=str(table.get("switch", "")),
            relax=self.relaxation(self.need(table, "relax", dict, item), item) if "relax" in table else None,
            note=str(table.get("note", "")),
            how=self.how(table, item),
            routes=tuple(self.known("route", {"routes": each}, "routes", item) for each in table.get("routes", ())),
            episode_types=tuple(
                self.known("episode_type", {"episode_types": each}, "episode_types", item)
                for each in table.get("episode_types", ())
            ),
            repeat=str(table.get("repeat", "")),
            after_closing=bool(table.get("after_closing")),
            hold=tuple(self.hold(each, item) for each in self.tables("hold", item, table)),
            remind=Notice(self.length(table["remind"], item, "remind")) if "remind" in table else None,
            escalate=self.escalation(self.need(table, "escalate", dict, item), item) if "escalate" in table else None,
            waits=bool(table.get("waits")),
            meeting=str(table.get("meeting", "")),
            procedure=self.title,
        )
        if duty.per_child and not any({"children", "seen"} & set(KINDS[clause.fact]._fields) for clause in met_by):  # type: ignore[attr-defined]
            raise self.refuse(item, "per_child", "nothing that meets it names a child, so it could never be met.")
        if duty.repeat and any(rule.within.unit in ("day_of_month", "weekday", "open") for rule in rules):
            raise self.refuse(item, "repeat", "a fixed schedule needs a length of time, or month_end.")
        if duty.repeat not in ("", "fixed", "earlier"):
            raise self.refuse(item, "repeat", "must be fixed or earlier; leave it out to count from the event held.")
        if duty.escalate and not duty.escalate.within and len(rules) < 2:
            raise self.refuse(item, "escalate", "without after it is told at the outer limit: that takes two limits.")
        if duty.meeting not in ("", *VALUES["taf-held", "kind"]):
            raise self.refuse(item, "meeting", f"must be one of {', '.join(VALUES['taf-held', 'kind'])}.")
        if duty.meeting and not duty.met_by_meeting(duty.meeting):
            raise self.refuse(item, "meeting", f"no {duty.meeting} TAF that is held meets it.")
        if duty.strength not in ("must", "should", "usually"):
            raise self.refuse(item, "strength", "must be must, should or usually.")
        return duty

    def how(self, table: Mapping[str, Any], item: str) -> str:
        """The command that meets a duty; whether it is one of eh is asked by 'eh procedure check'."""
        how = str(table.get("how", ""))
        try:
            how.format(episode="E-0001")
        except (KeyError, IndexError, ValueError):
            raise self.refuse(item, "how", "only {episode} is filled in; say the rest in capitals.") from None
        return how

    def ages(self, table: Mapping[str, Any], item: str) -> Ages | None:
        age = table.get("age")
        if age is None:
            return None
        years = list(age.values()) if isinstance(age, dict) and set(age) <= {"from", "must_from"} else [None]
        whole = all(isinstance(year, int) and not isinstance(year, bool) for year in years)
        if not whole or "from" not in age or not table.get("per_child"):
            raise self.refuse(item, "age", "needs from, a whole number of years, and a duty that is per_child.")
        return Ages(age["from"], age.get("must_from", age["from"]))

    def known(self, kind: str, table: Mapping[str, Any], key: str, item: str) -> str:
        slug = str(self.need(table, key, str, item))
        if slug not in self.slugs[kind]:
            raise self.refuse(item, key, f"no {kind} '{slug}'. {nearest(slug, sorted(self.slugs[kind]))}".strip())
        return slug

    def rule(self, table: Mapping[str, Any], item: str, counts_from: Clause) -> Rule:
        self.shape(table, RULE, item, "a rule")
        cite = self.citations(table, item)
        default = str(table.get("default", ""))
        if default not in ("", "ours"):
            raise self.refuse(item, "default", "must be ours, or be left out where a source prints the limit.")
        if not cite and default != "ours":
            raise self.refuse(
                item, "cite", 'a limit needs a citation, or default = "ours" with the reading it follows.'
            )
        if default and not table.get("reading"):
            raise self.refuse(item, "reading", "a default of ours must name the reading it follows.")
        own = table.get("counts_from")
        start = self.clause(own, item, "counts_from") if own else counts_from
        day = str(table.get("day", ""))
        if day and (start.fact, day) not in DAYS:
            raise self.refuse(item, "day", f"the fact {start.fact} has no '{day}' that is a day.")
        at = str(table.get("at", ""))
        if at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
            raise self.refuse(item, "at", "must be a time such as 12:00.")
        return Rule(
            self.within(table, item),
            start,
            cite,
            default,
            str(table.get("reading", "")),
            tuple(table.get("rows", ())),
            bool(table.get("before")),
            day,
            at,
        )

    def within(self, table: Mapping[str, Any], item: str) -> Within:
        return self.length(table.get("within"), item, "within")

    def length(self, value: object, item: str, key: str) -> Within:
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in UNITS:
            raise self.refuse(item, key, f"a limit needs exactly one unit out of {', '.join(UNITS)}.")
        unit, count = next(iter(value.items()))
        if unit == "open":
            return Within("open")
        if unit == "weekday":
            if count not in WEEKDAYS:
                raise self.refuse(item, key, f"the weekday must be one of {', '.join(WEEKDAYS)}.")
            return Within("weekday", WEEKDAYS.index(count))
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise self.refuse(item, key, "the count must be a whole number, nought or more.")
        if unit == "day_of_month" and not 1 <= count <= 31:
            raise self.refuse(item, key, "day_of_month must be from 1 to 31; a shorter month's last day is taken.")
        return Within(unit, count)

    def hold(self, table: Mapping[str, Any], item: str) -> Hold:
        self.shape(table, HOLD, item, "a hold")
        return Hold(
            self.clause(self.need(table, "by", dict, item), item, "hold"),
            self.clause(self.need(table, "until", dict, item), item, "hold"),
            self.citations(table, item),
        )

    def escalation(self, table: Mapping[str, Any], item: str) -> Notice:
        self.shape(table, {"after": dict, "to": str}, item, "an escalation")
        after = self.length(table["after"], item, "escalate") if "after" in table else None
        return Notice(after, self.known("role", table, "to", item))

    def relaxation(self, table: Mapping[str, Any], item: str) -> Relaxation:
        if isinstance(table, dict) and "within" in table:
            self.shape(table, RELAX, item, "a longer limit")
        gate, ended = table.get("not_before"), table.get("ended")
        return Relaxation(
            self.within(table, item),
            self.clause(self.need(table, "agreed", dict, item), item, "relax"),
            tuple(self.known("role", {"by": role}, "by", item) for role in self.need(table, "by", list, item)),
            self.clause(gate, item, "relax") if gate else None,
            self.citations(table, item),
            self.clause(ended, item, "relax") if ended else None,
            bool(table.get("by_due")),
        )

    def clauses(self, table: Mapping[str, Any], key: str, item: str, trigger: set[str]) -> tuple[Clause, ...]:
        return tuple(self.clause(each, item, key, trigger) for each in self.tables(key, item, table))

    def clause(self, table: Mapping[str, Any], item: str, key: str, trigger: Iterable[str] = ()) -> Clause:
        kind = table.get("fact")
        if not isinstance(kind, str) or kind not in KINDS:
            raise self.refuse(item, key, f"no fact '{kind}'. {nearest(str(kind), list(KINDS))}".strip())
        fields = set(KINDS[kind]._fields)  # type: ignore[attr-defined]
        shared = table.get("same", [])
        if not isinstance(shared, list) or not all(isinstance(name, str) for name in shared):
            raise self.refuse(item, key, "same must be a list of words.")
        same = tuple(shared)
        wants: list[tuple[str, tuple[object, ...]]] = []
        for name, value in table.items():
            if name in ("fact", "count", "same", "apart"):
                continue
            if name not in fields:
                raise self.refuse(item, key, f"the fact {kind} has no '{name}'.")
            values = tuple(value) if isinstance(value, list) else (value,)
            self.values(kind, name, values, item, key)
            wants.append((name, values))
        if kind == "form-recorded":
            self.stages(dict(wants), item, key)
        often = table.get("count", 1)
        if not isinstance(often, int) or isinstance(often, bool) or often < 1:
            raise self.refuse(item, key, "count must be a whole number, one or more.")
        apart = table.get("apart", False)
        if not isinstance(apart, bool) or (apart and often < 2):
            raise self.refuse(item, key, "apart is true beside a count of two or more, or is left out.")
        for name in same:
            if name not in fields or name not in trigger:
                raise self.refuse(item, key, f"'{name}' is not shared by {kind} and the fact that sets it off.")
        made = Clause(str(kind), tuple(wants), often, same, apart)
        return self.clauses_read.setdefault(made, made)  # one object for one clause: what fits it is looked up once

    def stages(self, wants: Mapping[str, tuple[object, ...]], item: str, key: str) -> None:
        """The stages asked for must be stages of the forms asked for."""
        for slug in wants.get("form", ()):
            known = self.form_stages.get(str(slug), ())
            for stage in wants.get("stage", ()):
                if stage not in known:
                    raise self.refuse(item, key, f"no stage '{stage}' of the form {slug}: it has {', '.join(known)}.")

    def values(self, kind: str, name: str, values: tuple[object, ...], item: str, key: str) -> None:
        """Names of forms, stars, note types and roles must be on the pack's own lists; other words must be eh's."""
        if not all(isinstance(value, (str, bool, int)) for value in values):
            raise self.refuse(item, key, f"{name} must be a word, or a list of words.")
        few = VALUES.get((kind, name))
        if few and (strange := [value for value in values if value not in few]):
            raise self.refuse(item, key, f"no {name} '{strange[0]}'. It is one of {', '.join(few)}.")
        lists = {
            ("form-recorded", "form"): "form",
            ("star-completed", "star"): "star",
            ("allocated", "role"): "role",
        }
        if (kind, name) == ("note-written", "type"):
            unknown = [value for value in values if value not in self.note_types]
        else:
            known = self.slugs.get(lists.get((kind, name), ""), set())
            unknown = [value for value in values if known and value not in known]
        if unknown:
            raise self.refuse(item, key, f"no {name} '{unknown[0]}' on the pack's list.")

    def citations(self, table: Mapping[str, Any], item: str) -> tuple[Citation, ...]:
        cites = []
        for cite in self.tables("cite", item, table):
            self.shape(cite, CITE, item, "a citation")
            source = cite.get("source")
            if source not in self.sources:
                raise self.refuse(item, "cite", f"no source '{source}' in this pack.")
            place = self.need(cite, "place", str, item)
            kept = self.sources[source]
            cites.append(
                Citation(
                    kept.id,
                    kept.title,
                    kept.version,
                    str(cite.get("section", "")),
                    place,
                    tuple(cite.get("rows", ())),
                )
            )
        return tuple(cites)

    def closing_check(self, table: Mapping[str, Any]) -> ClosingCheck:
        id = self.need(table, "id", str, "a closing check")
        item = f"closing check {id}"
        self.shape(table, CHECK, item, "a closing check")
        if not table.get("met_by") or not table.get("cite"):
            missing = "met_by" if not table.get("met_by") else "cite"
            raise self.refuse(item, missing, "is missing.")
        strength = table.get("strength")
        if strength not in ("refuse", "warn"):
            raise self.refuse(item, "strength", "must be refuse or warn.")
        return ClosingCheck(
            id,
            self.need(table, "title", str, item),
            self.clauses(table, "met_by", item, set()),
            strength,
            self.citations(table, item),
            bool(table.get("per_child")),
            int(table.get("within_weeks", 0)),
            tuple(self.known("level", {"levels": level}, "levels", item) for level in table.get("levels", ())),
            tuple(
                self.known("episode_type", {"episode_types": each}, "episode_types", item)
                for each in table.get("episode_types", ())
            ),
        )
