"""One pack on its way from a file to a procedure: every table read, checked, and refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ehcli.errors import EhError, nearest
from ehcli.packs import calendar
from ehcli.packs.duties import Duties
from ehcli.packs.keys import AGREED, BANDS, HEAD, PROCEDURE, RUNNING, SOURCE
from ehcli.packs.reader import or_else
from ehcli.packs.to_be_read import ToBeRead
from ehcli.procedures.duty import Clause, Duty, Hold, TakesOver
from ehcli.procedures.procedure import Named, Procedure, Source

NOTHING: tuple[Named, ...] = ()


class Pack(Duties, ToBeRead):
    """One pack on its way from a file to a procedure; every complaint names the file, the item and the key."""

    def __init__(
        self, file: str, content: dict[str, Any], fingerprint: str, gathered: list[EhError] | None = None
    ) -> None:
        super().__init__(file, content, gathered)
        self.fingerprint = fingerprint
        self.clauses_read: dict[Clause, Clause] = {}
        self.strange: set[tuple[str, str, object]] = set()

    def procedure(self) -> Procedure:
        """The procedure that the pack holds; raises BadPack for the first thing in it that cannot be used."""
        head = self.need(self.content, "procedure", dict, "the pack")
        sources = self.need(self.content, "sources", dict, "the pack")
        self.shape(self.content, HEAD, "the pack", "a pack")
        self.shape(head, PROCEDURE, "procedure", "a procedure")
        if self.content.get("format") not in (1, 2):
            self.wrong("the pack", "format", "must be 2; a pack of before may say 1.")
        self.read_sources(sources)
        self.title = f"{head.get('name')} {head.get('version')}"
        self.read_lists()
        duties = tuple(self.duty(table) for table in self.tables("duty", "the pack"))
        checks = tuple(self.closing_check(table) for table in self.tables("closing_check", "the pack"))
        self.minutes(duties)
        self.unique("duty", [duty.id for duty in duties])
        self.steps(duties)
        self.unique("closing_check", [check.id for check in checks])
        since, until = self.in_force(head)
        return Procedure(
            self.need(head, "name", str, "procedure"),
            self.need(head, "title", str, "procedure"),
            self.need(head, "version", str, "procedure"),
            since,
            until,
            self.sources,
            duties,
            checks,
            self.lists,
            self.fingerprint,
            {**self.kept(), "bands": self.bands()},
            self.on_hold(),
            self.takes_over(),
            str(head.get("authority", "")),
        )

    def steps(self, duties: Iterable[Duty]) -> None:
        """Refuses a step after one that the pack does not ask for."""
        ids = [duty.id for duty in duties]
        for duty in duties:
            for step in duty.after:
                if step not in ids or step == duty.id:
                    self.wrong(f"duty {duty.id}", "after", f"no other duty '{step}'. {nearest(step, ids)}".strip())

    def read_sources(self, tables: Mapping[str, Any]) -> None:
        """Reads the documents that the pack is read from, which every citation names."""
        for id, table in tables.items():
            item = f"source {id}"
            if not isinstance(table, dict):
                self.wrong(item, "title", "a source is a table with its title and version.")
                continue
            self.shape(table, SOURCE, item, "a source")
            self.sources[id] = Source(
                id,
                self.need(table, "title", str, item),
                str(table.get("publisher", "")),
                self.need(table, "version", str, item),
                table.get("review_by"),
                tuple(table.get("caveats", ())),
            )

    def in_force(self, head: Mapping[str, Any]) -> tuple[date, date | None]:
        """From when until when the procedure applies, within the bank holidays that are known."""
        until, since = head.get("in_force_until"), self.need(head, "in_force_from", date, "procedure")
        if ("procedure", "in_force_from") in self.unread:
            return since, None
        if until is not None and until < since:
            self.wrong("procedure", "in_force_until", "lies before in_force_from.")
        known = calendar.workdays()
        for key, day in (("in_force_from", since), ("in_force_until", until)):
            if day and not known.first <= day <= known.last:
                years = f"{known.first.year} to {known.last.year}"
                self.wrong("procedure", key, f"{day} lies outside the bank holidays that are known ({years}).")
        return since, until

    @or_else(NOTHING)
    def bands(self) -> tuple[Named, ...]:
        """Whose the order of the lists is: printed somewhere, or our default until a service agrees it."""
        if "bands" not in self.content:
            return ()
        table = self.need(self.content, "bands", dict, "the pack")
        self.shape(table, BANDS, "bands", "what is said of bands")
        if not table.get("cite") and not (table.get("default") == "ours" and table.get("reading")):
            raise self.refuse("bands", "cite", 'is missing; or say default = "ours" with the reading it follows.')
        agreed = table.get("agreed")
        if agreed is not None:
            self.shape(agreed, AGREED, "bands", "an agreement")
            self.known("role", agreed.get("by"), "by", "bands")
            self.need(agreed, "on", date, "bands")
        return (
            Named("bands", str(table.get("reading", "")), (), self.citations(table, "bands"), {**table, "cite": []}),
        )

    def on_hold(self) -> Hold | None:
        """What puts a whole case on hold, where the procedure knows such a thing; it needs its citation."""
        if "on_hold" not in self.content:
            return None
        table = self.need(self.content, "on_hold", dict, "the pack")
        if not table.get("cite"):
            self.wrong("on_hold", "cite", "is missing.")
        return self.hold(table, "on_hold")

    def takes_over(self) -> TakesOver | None:
        """Whether this version takes over what is running, where the pack says so; it needs its citation."""
        if "running" not in self.content:
            return None
        table = self.need(self.content, "running", dict, "the pack")
        self.shape(table, RUNNING, "running", "what is said of running tasks")
        reading = str(table.get("reading", ""))
        if not table.get("cite") and not (table.get("default") == "ours" and reading):
            self.wrong("running", "cite", 'is missing; or say default = "ours" with the reading it follows.')
        cite = self.citations(table, "running")
        return TakesOver(cite, reading) if self.need(table, "moves", bool, "running") else None

    def minutes(self, duties: Iterable[Duty]) -> None:
        """Refuses duties on stages that are not on the pack's list, and an approval that nobody may give."""
        listed = self.slugs["minutes_stage"]
        for duty in duties if listed else ():
            for clause in duty.clauses:
                asked = dict(clause.wants).get("stage", ()) if clause.fact == "minutes-reached" else ()
                if strange := sorted(str(stage) for stage in asked if stage not in listed):
                    self.wrong(f"duty {duty.id}", "stage", f"no minutes_stage '{strange[0]}' on the pack's list.")
        if "approved" in listed and not any("approve-minutes" in role.may for role in self.lists["role"]):
            self.wrong("minutes_stage approved", "slug", "no role may approve-minutes, so none could ever be.")
