"""Tells the stories to the record, entry by entry, each on its own day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from ehcli.acts import choices, new_episode, new_record, workers
from ehcli.days.workdays import london
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import LEAD_PROFESSIONAL
from ehcli.errors import EhError
from ehcli.packs.request_form import Request
from ehcli.practice.case import Case
from ehcli.practice.cast import Cast, Happening, clock, minute
from ehcli.practice.entries import StoryDesk
from ehcli.practice.events import DEEDS
from ehcli.practice.seeded import drawn
from ehcli.practice.stories import Book, Event, refuse
from ehcli.record import projecting
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
        screen.so_far("Told", 0, len(self.cast.happenings))  # founding takes a while
        self.found()
        self.write()

    def found(self) -> None:
        """Founds the record, for the teams of the towns."""
        teams = [town["team"] for town in self.cast.towns]
        # The same record each time, so also of the same name.
        same = str(uuid.uuid5(uuid.NAMESPACE_URL, self.name))
        new_record.found(
            self.desk, procedure_name="sandwell", team_names=teams, name="", role="", practice=True, record=same
        )
        self.desk.put_down()

    def write(self) -> None:
        """Tells of the staff and the choices, then every story, and works the worklist out at the end."""
        desk = self.desk
        with desk.writer() as self.writer:
            desk.begin(self.writer)
            self.staff()
            self.choices()
            for happening in screen.progress(self.cast.happenings, "Told"):
                self.happen(happening)
            for case in screen.progress(self.opened, "Worked out"):
                programme = desk.rules.programme(case.town["team"])
                projecting.settle(self.writer, desk.heading(case.ref), programme, desk.days.workdays)
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
                self.works_here({"role": role, "team": town["team"], **each}, ehm_user=role != LEAD_PROFESSIONAL)

    def works_here(self, told: Mapping[str, str], *, ehm_user: bool) -> None:
        """Somebody works here, whoever made the record says: nobody is here yet who could appoint them."""
        self.desk.sits("worker add", self.desk.who.user)
        with self.desk.recording() as now:
            now.row("worker", **workers.written(now, None, told["login"], told, ehm_user))

    def choices(self) -> None:
        """What the authority chose: a duty switched off, and reasons of its own."""
        choice, told = self.cast.book.switched, self.cast.book
        self.desk.sits("procedure switch", choice["by"])
        choices.switch(self.desk, choice["switch"], off=True, reason=choice["reason"])
        self.desk.sits("reason add", choice["by"])
        for purpose, names in (("opening", told.start_reasons), ("closing", told.end_reasons)):
            for name in names:
                choices.add_reason(self.desk, name, purpose=purpose)

    def happen(self, happening: Happening) -> None:
        """Records what happened; raises BadPack naming the story for what eh refuses."""
        case, event = happening.case, happening.event
        self.told_at = happening.told_at
        self.desk.days.today = happening.told_at.astimezone(london()).date()
        self.desk.days.happened = happening.on, event.at
        try:
            if event.does == "open":
                self.open(case, **event.details)
                return
            stands = self.desk.stands(case.ref)
            case.told, case.episode = stands.told, stands.episode
            DEEDS[event.does](self, case, **event.details)
        except EhError as problem:
            where = f"story '{case.story.name}', {event.does} on {happening.on}"
            raise refuse("stories.toml", where, problem.message) from None

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
        opened = new_episode.open_episode(self.desk, request, invented=True)
        case.ref = opened.ref
        case.people = {each["name"]: each["person"] for each in opened.more["people"]}
        self.opened.append(case)

    @property
    def book(self) -> Book:
        return self.cast.book
