"""Tells the stories to the record, entry by entry, each on its own day."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ehcli.acts import founding, opening
from ehcli.days.workdays import LONDON
from ehcli.decisions import episodes
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import LEAD_PROFESSIONAL, Child
from ehcli.errors import EhError
from ehcli.packs.request_form import Request
from ehcli.practice.case import Case
from ehcli.practice.cast import Cast, Happening, clock, minute
from ehcli.practice.entries import StoryDesk
from ehcli.practice.events import DEEDS, Deed
from ehcli.practice.seeded import drawn
from ehcli.practice.stories import Book, Event, refuse
from ehcli.procedures import rights
from ehcli.procedures.obligation import Obligation
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import ClosingCheck
from ehcli.record import office, projecting, stories
from ehcli.record import people as record_people
from ehcli.record.deriving import Settled
from ehcli.screen import screen


class Telling:
    """The practice record while it is written."""

    def __init__(self, desk: Desk, path: Path, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.told_at = datetime.combine(cast.began, time(8), tzinfo=UTC)
        stories_desk = StoryDesk()
        stories_desk.command, stories_desk.settings, stories_desk.days.today = desk.command, desk.settings, cast.began
        self.desk = stories_desk.at(path)
        self.desk.days.clock = lambda: self.told_at.isoformat(timespec="seconds")
        self.opened: list[Case] = []
        self.name = f"practice {desk.days.today} {len(cast.cases)} {seed}"

    def tell(self) -> None:
        """Founds the record and tells every story."""
        self.found()
        self.write()

    def found(self) -> None:
        """Founds the record, for the teams of the towns."""
        teams = [town["team"] for town in self.cast.towns]
        founding.found(self.desk, procedure_name="sandwell", team_names=teams, name="", role="", practice=True)
        self.desk.put_down()

    def write(self) -> None:
        """Tells of the staff and the choices, then every story, and works the worklist out at the end."""
        desk = self.desk
        with desk.writer() as self.writer:
            desk.begin(self.writer)
            # The same record each time, so also of the same name.
            self.writer.set_about("record", str(uuid.uuid5(uuid.NAMESPACE_URL, self.name)))
            self.staff()
            self.choices()
            for happening in screen.progress(self.cast.happenings, "Told"):
                self.happen(happening)
            for case in screen.progress(self.opened, "Worked out"):
                programme = desk.rules.programme(case.town["team"])
                projecting.settle(self.writer, case.ref, programme, desk.days.workdays)
            self.writer.keep()
            desk.reads_inside(None)
        desk.put_down()

    def staff(self) -> None:
        """Everybody who works for the teams."""
        roles = self.cast.roles
        for town in self.cast.towns:
            people = [(town[part], roles[part]) for part in ("manager", "senior", "business_support")]
            people += [(each, roles["key_workers"]) for each in town["key_workers"]]
            people.append((town["lead"], roles["lead"]))
            for each, role in people:
                row = {"role": role, "team": town["team"], "ehm_user": role != LEAD_PROFESSIONAL, **each}
                self.record(Deed("worker add", (), self.desk.who.user, rows=[("worker", row)]))

    def choices(self) -> None:
        """What the authority chose: a duty switched off, and reasons of its own."""
        choice, told = self.cast.book.switched, self.cast.book
        by = choice["by"]
        self.require("switch", by)
        row = {
            "kind": "switch",
            "name": choice["switch"],
            "value": "off",
            "decided_by": by,
            "reason": choice["reason"],
        }
        self.record(Deed("procedure switch", (), by, reason=choice["reason"], rows=[("choice", row)]))
        for kind, names in (("start_reason", told.start_reasons), ("end_reason", told.end_reasons)):
            for name in names:
                row = {"kind": kind, "name": name, "value": "on", "decided_by": by, "reason": ""}
                self.record(Deed("reason add", (), by, rows=[("choice", row)]))

    def require(self, right: str, login: str) -> None:
        role = office.worker(self.writer, login).role
        rights.require(right, role=role, login=login, procedure=self.desk.rules.procedure)

    def happen(self, happening: Happening) -> None:
        """Records what happened; raises BadPack naming the story for what eh refuses."""
        case, event = happening.case, happening.event
        self.told_at = happening.told_at
        self.desk.days.today = happening.told_at.astimezone(ZoneInfo(LONDON)).date()
        self.desk.days.happened = happening.on, event.at
        try:
            if event.does == "open":
                self.open(case, **event.details)
                return
            case.told = stories.facts_of(self.writer, case.ref)
            entry = DEEDS[event.does](self, case, **event.details)
            if entry and entry.facts:
                self.record(entry)
        except EhError as problem:
            where = f"story '{case.story.name}', {event.does} on {happening.on}"
            raise refuse("stories.toml", where, problem.message) from None

    def record(self, entry: Deed) -> None:
        """One entry of the journal."""
        self.desk.sits(entry.command, entry.by, entry.decided_by)
        with self.desk.recording(entry.reason) as now:
            for table, values in entry.rows:
                now.row(table, **values)
            now.tell(entry.facts, entry.withdraws)

    def open(self, case: Case, *, days: int) -> None:
        """Opens the episode as eh open-episode does, after looking for who is known already."""
        began = case.began
        minutes = minute(case, Event("open", {}))
        self.desk.days.happened = self.desk.days.today, clock(minutes)
        told = self.cast.book
        parent = case.parents[0].name
        request = Request(
            team=case.town["team"],
            children=tuple(child.typed for child in case.children),
            parents=tuple(parent.typed for parent in case.parents),
            address=case.address,
            phone=case.phone,
            received=f"{began} {clock(minutes - 45)}",
            in_tray=f"{self.desk.days.today} {clock(minutes)}",
            level=case.story.level,
            route="" if case.story.level else told.route,
            start_reason=case.story.start_reason or drawn(told.start_reasons, "reason", case.number),
            referrer=case.referrer[0],
            referrer_agency=case.referrer[1],
            consent_from=parent if case.story.consent != "none" else "",
            consent_on=began.isoformat() if case.story.consent != "none" else "",
            consent_method=case.story.consent if case.story.consent != "none" else "",
        )
        self.desk.sits("open-episode", case.logins["business_support"])
        with self.desk.recording() as now:
            opened = opening.open_episode(self.desk, now, request, new_person=False, links=())
        case.ref = opened.episode
        case.people = {name: ref for ref, name, _ in opened.people}
        self.opened.append(case)

    # What deeds ask of it

    @property
    def book(self) -> Book:
        return self.cast.book

    @property
    def days(self) -> dict[str, Any]:
        """The day it happened and the day it is told, as every decision takes them."""
        return {"on": self.desk.days.happened[0], "today": self.desk.days.today}

    @property
    def at(self) -> str:
        return self.desk.days.happened[1]

    def owed(self, case: Case) -> list[Obligation]:
        """What the episode owes and has owed."""
        children = [Child(case.people[child.name], child.born) for child in case.children]
        switched_off = [self.cast.book.switched["switch"]]
        programme = self.desk.rules.programme(case.town["team"])
        return list(obligations(case.told, programme, self.desk.days.workdays, children, switched_off))

    def lacking(self, case: Case) -> list[ClosingCheck]:
        """What must be on file before the episode closes, and is not."""
        checks = self.desk.rules.programme(case.town["team"]).in_force(self.desk.days.today).closing_checks
        missing = episodes.lacking(case.episode, checks, case.told, case.child_refs, self.desk.days.happened[0])
        return [check for check in missing if check.strength == "refuse"]

    def settled(self, case: Case) -> Settled:
        """The episode as a command finds it; its tasks have no references yet."""
        return Settled(
            case.episode, case.told, lambda: self.owed(case), {}, record_people.children(self.writer, case.ref)
        )
