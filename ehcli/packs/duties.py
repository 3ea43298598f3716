"""The duties and closing checks of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from ehcli.episodes.facts import DAYS, ON_AN_EPISODE, VALUES
from ehcli.episodes.trays import TRAYS
from ehcli.errors import nearest
from ehcli.packs.clauses import Clauses
from ehcli.packs.reader import or_else
from ehcli.procedures.bands import BANDS
from ehcli.procedures.duty import WARNINGS, Ages, Clause, Condition, Duty, Hold, Notice, Relaxation, Rule
from ehcli.procedures.procedure import ClosingCheck
from ehcli.procedures.within import Within

Made = TypeVar("Made")
# What a table of a pack may hold, and of what kind each value is.
# ``object`` is checked where it is read, with words of its own.
HOLD = dict.fromkeys(("by", "until", "cite", "reading"), object)
DUTY = {
    **dict.fromkeys(("id", "title", "which", "responsible", "tray", "strength", "band"), str),
    **dict.fromkeys(("switch", "note", "how", "repeat", "meeting", "warns"), str),
    **dict.fromkeys(("counts_from", "age", "relax", "remind", "escalate"), object),
    **dict.fromkeys(("met_by", "rule", "once", "until", "until_all", "hold", "when"), object),
    **dict.fromkeys(("levels", "routes", "episode_types", "after"), list),
    **dict.fromkeys(("per_child", "ends_with_episode", "after_closing", "waits"), bool),
}
RULE = {
    **dict.fromkeys(("within", "aim", "counts_from", "cite"), object),
    **dict.fromkeys(("default", "reading", "day", "at"), str),
    "rows": list,
    "before": bool,
}
LONG_DATES = ("month_end", "day_of_month", "weekday")  # a day of the calendar, and no length
CHECK = {
    **dict.fromkeys(("id", "title", "strength", "note", "default", "reading"), str),
    **dict.fromkeys(("met_by", "cite"), object),
    **dict.fromkeys(("levels", "episode_types"), list),
    "per_child": bool,
    "within_weeks": int,
}
RELAX = {"by": list, "by_due": bool, **dict.fromkeys(("within", "agreed", "ended", "not_before", "cite"), object)}
# Keys of a duty that say one thing out of few, with those few and what is said of any other.
FEW = {
    "which": (("first", "each"), "must be first or each."),
    "repeat": (("", "fixed", "earlier"), "must be fixed or earlier; leave it out to count from the event held."),
    "meeting": (("", *VALUES["taf-held", "kind"]), f"must be one of {', '.join(VALUES['taf-held', 'kind'])}."),
    "strength": (("must", "should", "usually"), "must be must, should or usually."),
    "warns": (("", *WARNINGS), f"must be {' or '.join(WARNINGS)}."),
}

# What stands for a limit that cannot be read.
NO_RULE = Rule(Within("days", 1), Clause(""))


class Duties(Clauses):
    """Reads the duties and closing checks of a pack."""

    title: str

    def duty(self, table: Mapping[str, Any]) -> Duty:
        """A duty with all its limits."""
        item = self.called("duty", table, "id")
        self.need(table, "id", str, item)
        id = item.removeprefix("duty ")
        self.shape(table, DUTY, item, "a duty")
        if not re.fullmatch(r"[a-z0-9-]+", id):
            self.wrong(item, "id", "must be small letters, figures and hyphens.")
        counts_from = self.start(table, item)
        trigger = set.intersection(*(self.fields(clause.fact) for clause in (counts_from, *counts_from.others)))
        duty = Duty(
            id=id,
            title=self.need(table, "title", str, item),
            counts_from=counts_from,
            which=table.get("which", "first"),
            met_by=self.clauses(table, "met_by", item, trigger),
            rules=tuple(self.rule(rule, item, counts_from) for rule in self.tables("rule", item, table)),
            responsible=self.known("role", table.get("responsible"), "responsible", item),
            tray=self.tray(table, item),
            levels=self.all_known("level", table, "levels", item),
            strength=table.get("strength", "must"),
            once=self.clauses(table, "once", item, trigger),
            until=self.clauses(table, "until", item, trigger),
            until_all=self.clauses(table, "until_all", item, trigger),
            per_child=bool(table.get("per_child")),
            age=self.ages(table, item),
            ends_with_episode=bool(table.get("ends_with_episode")),
            switch=str(table.get("switch", "")),
            relax=self.where_told(self.relaxation, table, "relax", item),
            note=str(table.get("note", "")),
            how=self.how(table, item),
            routes=self.all_known("route", table, "routes", item),
            episode_types=self.all_known("episode_type", table, "episode_types", item),
            repeat=str(table.get("repeat", "")),
            after_closing=bool(table.get("after_closing")),
            hold=tuple(self.hold(each, item) for each in self.tables("hold", item, table)),
            remind=Notice(self.length(table["remind"], item, "remind")) if "remind" in table else None,
            escalate=self.where_told(self.escalation, table, "escalate", item),
            waits=bool(table.get("waits")),
            meeting=str(table.get("meeting", "")),
            procedure=self.title,
            spares=self.spared,
            ordinary=self.ordinary,
            warns=str(table.get("warns", "")),
            when=tuple(self.condition(each, item) for each in self.tables("when", item, table)),
            band=self.band(table, item),
            after=tuple(table.get("after", ())),
        )
        self.sure(duty, item)
        return duty

    @or_else("")
    def band(self, table: Mapping[str, Any], item: str) -> str:
        """Where a duty stands on the lists; a pack of before may leave it out."""
        band = str(table.get("band", ""))
        if band not in BANDS and (band or self.content.get("format") == 2):
            raise self.refuse(item, "band", f"must be one of {', '.join(BANDS)}.")
        return band

    @or_else(Clause(""))
    def start(self, table: Mapping[str, Any], item: str) -> Clause:
        """What sets a duty off: a clause, or several of which any one does."""
        told = table.get("counts_from")
        if not isinstance(told, list):
            return self.clause(self.need(table, "counts_from", dict, item), item, "counts_from")
        first, *others = self.clauses(table, "counts_from", item, set()) or (None,)
        if first is None:
            raise self.refuse(item, "counts_from", "is missing or is not a table.")
        return self.same_object(first._replace(others=tuple(others)))

    def condition(self, table: Mapping[str, Any], item: str) -> Condition:
        """Something that has happened where a duty is owed, or that has not: { none = clause }."""
        happened = "none" not in table
        if not happened:
            self.shape(table, {"none": dict}, item, "a condition")
        return Condition(self.clause(table if happened else table["none"], item, "when"), happened)

    def where_told(
        self, read: Callable[[Mapping[str, Any], str], Made], table: Mapping[str, Any], key: str, item: str
    ) -> Made | None:
        """A table of a duty as it is read; none where the duty has none."""
        with self.complaints.apart():
            return read(self.need(table, key, dict, item), item) if key in table else None
        return None

    def tray(self, table: Mapping[str, Any], item: str) -> str:
        """The tray that a duty waits in: one of eh's, or of the pack's own."""
        tray = str(self.need(table, "tray", str, item) if "tray" in table else self.tray_of(table.get("responsible")))
        if tray not in (*TRAYS, *self.slugs["tray"]):
            self.wrong(item, "tray", f"no tray '{tray}'. {nearest(tray, list(TRAYS))}".strip())
        return tray

    def tray_of(self, role: object) -> str:
        """The tray of whoever is responsible: the role's, a worker's own where it holds episodes, else the team's."""
        known = next((each for each in self.lists["role"] if each.slug == role), None)
        holds = known.holds if known else role in ON_AN_EPISODE
        return str((known and known.more.get("tray")) or ("worker" if holds else "team"))

    def sure(self, duty: Duty, item: str) -> None:
        """Refuses a duty that could never be met or counted, or that says what nobody can follow."""
        for key, told in (("met_by", duty.met_by), ("rule", duty.rules)):
            if not told:
                self.wrong(item, key, "is missing.")
        for key, (few, why) in FEW.items():
            if getattr(duty, key) not in few:
                self.wrong(item, key, why)
        self.sure_of_what_meets(duty, item)
        if duty.repeat and any(rule.aim for rule in duty.rules):
            self.wrong(item, "aim", "is for a duty that does not repeat on a schedule.")
        if duty.repeat and any(rule.within.unit in ("day_of_month", "weekday", "open") for rule in duty.rules):
            self.wrong(item, "repeat", "a fixed schedule needs a length of time, or month_end.")
        if duty.escalate and not duty.escalate.within and len(duty.rules) < 2:
            self.wrong(item, "escalate", "without after it is told at the outer limit: that takes two limits.")

    def sure_of_what_meets(self, duty: Duty, item: str) -> None:
        """Refuses a duty for each child, for a meeting or with a warning that nothing could meet."""
        if not duty.met_by or not all(clause.fact for clause in duty.met_by):
            return  # that is told of already
        if duty.meeting and not duty.met_by_meeting(duty.meeting):
            self.wrong(item, "meeting", f"no {duty.meeting} TAF that is held meets it.")
        if duty.warns and not duty.form:
            self.wrong(item, "warns", "no form meets it, so nobody could look for one.")
        kinds = [self.fields(clause.fact) for clause in duty.met_by]
        if duty.per_child and not any("children" in fields or "seen" in fields for fields in kinds):
            self.wrong(item, "per_child", "nothing that meets it names a child, so it could never be met.")

    @or_else("")
    def how(self, table: Mapping[str, Any], item: str) -> str:
        """The command that meets a duty; whether it is one of eh is asked by 'eh procedure check'."""
        how = str(table.get("how", ""))
        try:
            how.format(episode="E-0001")
        except (KeyError, IndexError, ValueError):
            raise self.refuse(item, "how", "only {episode} is filled in; say the rest in capitals.") from None
        return how

    @or_else(cast("Ages | None", None))
    def ages(self, table: Mapping[str, Any], item: str) -> Ages | None:
        age = table.get("age")
        if age is None:
            return None
        years = list(age.values()) if isinstance(age, dict) and set(age) <= {"from", "must_from"} else [None]
        whole = all(isinstance(year, int) and not isinstance(year, bool) for year in years)
        if not whole or "from" not in age or not table.get("per_child"):
            raise self.refuse(item, "age", "needs from, a whole number of years, and a duty that is per_child.")
        return Ages(age["from"], age.get("must_from", age["from"]))

    @or_else(NO_RULE)
    def rule(self, table: Mapping[str, Any], item: str, counts_from: Clause) -> Rule:
        """One limit of a duty; it is printed somewhere, or is said to be our own."""
        self.shape(table, RULE, item, "a rule")
        cite = self.citations(table, item)
        default = str(table.get("default", ""))
        if default not in ("", "ours"):
            self.wrong(item, "default", "must be ours, or be left out where a source prints the limit.")
        if not cite and default != "ours":
            self.wrong(item, "cite", 'a limit needs a citation, or default = "ours" with the reading it follows.')
        if default and not table.get("reading"):
            self.wrong(item, "reading", "a default of ours must name the reading it follows.")
        own = table.get("counts_from")
        start = self.clause(own, item, "counts_from") if own else counts_from
        day = str(table.get("day", ""))
        if day and start.fact and (start.fact, day) not in DAYS:
            self.wrong(item, "day", f"the fact {start.fact} has no '{day}' that is a day.")
        if day and any(clause.fact and (clause.fact, day) not in DAYS for clause in start.others):
            self.wrong(item, "day", f"not everything that sets it off has a '{day}'.")
        at = str(table.get("at", ""))
        if at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
            self.wrong(item, "at", "must be a time such as 12:00.")
        reading, rows = str(table.get("reading", "")), tuple(table.get("rows", ()))
        before, within = bool(table.get("before")), self.within(table, item)
        aim = self.length(table["aim"], item, "aim") if "aim" in table else None
        if aim and (before or aim.unit == "open" or within.unit in ("open", *LONG_DATES) or aim.unit in LONG_DATES):
            self.wrong(item, "aim", "is a length of time before another, such as 6 weeks within 8.")
        if aim and aim.unit == within.unit and aim.amount >= within.amount:
            self.wrong(item, "aim", "must be shorter than within.")
        return Rule(within, start, cite, default, reading, rows, before, day, at, aim)

    @or_else(Hold(Clause(""), Clause("")))
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
        return Notice(after, self.known("role", table.get("to"), "to", item))

    def relaxation(self, table: Mapping[str, Any], item: str) -> Relaxation:
        if isinstance(table, dict) and "within" in table:
            self.shape(table, RELAX, item, "a longer limit")
        gate, ended = table.get("not_before"), table.get("ended")
        return Relaxation(
            self.within(table, item),
            self.clause(self.need(table, "agreed", dict, item), item, "relax"),
            tuple(self.known("role", role, "by", item) for role in self.need(table, "by", list, item)),
            self.clause(gate, item, "relax") if gate else None,
            self.citations(table, item),
            self.clause(ended, item, "relax") if ended else None,
            bool(table.get("by_due")),
        )

    def closing_check(self, table: Mapping[str, Any]) -> ClosingCheck:
        """What should be on file before an episode closes."""
        item = self.called("closing check", table, "id")
        self.need(table, "id", str, item)
        id = item.removeprefix("closing check ")
        self.shape(table, CHECK, item, "a closing check")
        for key in ("met_by", "cite"):
            if not table.get(key):
                self.wrong(item, key, "is missing.")
        strength = table.get("strength")
        if strength not in ("refuse", "warn"):
            self.wrong(item, "strength", "must be refuse or warn.")
        return ClosingCheck(
            id,
            self.need(table, "title", str, item),
            self.clauses(table, "met_by", item, set()),
            str(strength),
            self.citations(table, item),
            bool(table.get("per_child")),
            int(table.get("within_weeks", 0) or 0),
            self.all_known("level", table, "levels", item),
            self.all_known("episode_type", table, "episode_types", item),
            self.spared,
            self.ordinary,
        )
