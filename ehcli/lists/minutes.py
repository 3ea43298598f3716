"""The minutes that are owed: of each meeting that was held what comes next, by when, and whom it waits for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Meeting, told_by
from ehcli.episodes.facts import SetAside, Told
from ehcli.lists import read_log
from ehcli.procedures import minutes as stages
from ehcli.procedures import rights, worklist
from ehcli.procedures.obligation import root_of
from ehcli.procedures.procedure import Named, Procedure
from ehcli.record import cases, office, people, stories, tasks
from ehcli.record.cases import EpisodeHeading
from ehcli.screen import shapes
from ehcli.show import lists

Item = dict[str, Any]
HEADINGS = {"meeting": "Meeting", "episode": "Episode", "children": "Children", "held_on": "Held", "next": "Next"}
HEADINGS |= {"due": "By", "working_days_late": "Working days late", "with_whom": "Waits for"}
HEADINGS |= lists.beside("family", "team", "kind", "task", "due_at", "limit", "past_limit", "status", "days_late")
HEADINGS |= lists.beside("worker", "responsible", "tray", "held_by", "how")
TOLD: Mapping[str, tuple[str, ...]] = {"taf-scheduled": (), "taf-held": (), "minutes-reached": (), "set-aside": ()}
HANDED_IN, APPROVED = "handed-in", "approved"


class Owing(NamedTuple):
    """The minutes that are owed, what to say where there are none, and of whom none are asked."""

    rows: list[Item]
    none: str
    notes: list[str]


def owed(desk: Desk, teams: Sequence[str], wanted: Sequence[str], *, mine: bool, by_worker: bool) -> Owing:
    """The minutes that are owed of some teams or of every one: those that can reach one of the stages ``wanted`` next.

    With ``mine``, those that whoever asks may do. That their families were read is noted. Raises NotFound.
    """
    slugs = office.several(desk.record, teams)
    office_of = Office(desk, slugs or tuple(sorted(cases.teams(desk.record))))
    every = office_of.rows()
    found = [row for row in every if not wanted or row["next"] in wanted]
    if mine:
        found = [row for row in found if office_of.may_do(row)]
    found.sort(key=lambda row: (by_worker and (row["with_whom"] or ""), *in_order(row)))
    read_log.note(desk, *(row["family"] for row in found))
    without = office_of.without_minutes({row["team"] for row in every})
    nobody = {team for teams in without.values() for team in teams} == set(office_of.teams)
    return Owing(in_form(desk, found), "" if nobody else none_of(wanted, len(every), mine=mine), said_of(without))


def none_of(wanted: Sequence[str], others: int, *, mine: bool) -> str:
    """What is said where nothing is left of what was asked for, and how much else there is."""
    to = f" to be {' or '.join(each.replace('-', ' ') for each in wanted)}" if wanted else ""
    said = f"No minutes wait{' for you' if mine else ''}{to}" if mine or wanted else "No minutes are owed"
    more = f" ({others} other{'' if others == 1 else 's'} owed: eh minutes)" if others else ""
    return f"{said}{more}."


def in_order(row: Item) -> tuple[str, str, int]:
    """What is due earliest first, a time before none; what has no date last."""
    return (row["due"] or "9999-12-31", row["due_at"] or "24:00", int(row["meeting"][2:]))


def in_form(desk: Desk, found: Sequence[Item]) -> list[Item]:
    """The rows for a script or a file with every child; for a person, with the first and how many more there are."""
    if desk.settings.as_json or desk.settings.as_csv:
        return list(found)
    return [row | {"children": shapes.in_short(row["children"])} for row in found]


def said_of(without: Mapping[str, list[str]]) -> list[str]:
    """That under these procedures meetings have no minutes of their own, with the teams that follow each."""
    return [
        f"Under {name} a meeting has no separate minutes, so none are owed ({', '.join(teams)})."
        for name, teams in without.items()
    ]


class Office:
    """The minutes of some teams, with the procedures that each followed and follows, and what is open of them."""

    def __init__(self, desk: Desk, teams: Sequence[str]) -> None:
        self.desk, self.teams = desk, teams
        self.programmes = {team: desk.rules.programme(team) for team in teams}
        self.duties = {
            duty.id: duty.minutes
            for team in teams
            for each in desk.rules.programme(team).procedures
            for duty in each.duties
            if duty.minutes
        }

    def without_minutes(self, owing: Container[str]) -> dict[str, list[str]]:
        """The teams whose procedure asks for no minutes, by its name; but those ``owing`` some from before it."""
        found: dict[str, list[str]] = {}
        for team, programme in self.programmes.items():
            procedure = programme.in_force(self.desk.days.today)
            if not procedure.minutes_stages and team not in owing:
                found.setdefault(procedure.name, []).append(team)
        return found

    @cached_property
    def user(self) -> office.WorkerNow:
        """Who is at the keyboard."""
        return office.worker(self.desk.record, self.desk.who.user)

    def may_do(self, row: Item) -> bool:
        """Whether whoever asks may take these minutes to the next stage: it is with them, or their role does it."""
        if row["held_by"]:
            return bool(row["held_by"] == self.user.login)
        if row["next"] == APPROVED:
            held = date.fromisoformat(row["held_on"])
            steps = [self.programmes[row["team"]].in_force(day) for day in (self.desk.days.today, held)]
            approving = next((each for each in steps if each.roles_that_may("approve-minutes")), steps[0])
            return "approve-minutes" in rights.may(self.user.role, approving)
        if row["next"] == HANDED_IN:
            return bool(row["worker"] == self.user.login)
        return bool(row["responsible"] == self.user.role or row["with_whom"] == self.user.login)

    def rows(self) -> list[Item]:
        """A row for each stage that the minutes of a meeting can reach next."""
        if not any(each.minutes_stages for programme in self.programmes.values() for each in programme.procedures):
            return []
        port = self.desk.record
        told = stories.open_stories(port, TOLD, self.teams)
        told = {ref: facts for ref, facts in told.items() if any(hasattr(each.fact, "attended") for each in facts)}
        headings = cases.open_headings(port, sorted(told))
        open_tasks = self.open_tasks()
        found = [row for ref, heading in headings.items() for row in self.of_episode(heading, told[ref], open_tasks)]
        children = people.children_of(port, {row["episode"] for row in found})
        for row in found:
            family = children.get(row["episode"], [])
            row["children"] = [shapes.person(each.ref, {each.ref: each.name}) for each in family]
        return found

    def open_tasks(self) -> dict[tuple[str, str], tasks.Owed]:
        """The open task that is due first of each meeting and stage."""
        found: dict[tuple[str, str], tasks.Owed] = {}
        listed = tasks.worklist(self.desk.record, teams=self.teams, duties=self.duties)
        for row in sorted(listed, key=lambda each: (each.due or "9999", each.due_at or "24:00", each.task)):
            for stage in self.duties[row.duty]:
                found.setdefault((row.meeting, stage), row)
        return found

    def of_episode(
        self, heading: EpisodeHeading, told: Sequence[Told], open_tasks: Mapping[tuple[str, str], tasks.Owed]
    ) -> Iterator[Item]:
        """What the minutes of an episode's meetings can reach next."""
        programme = self.programmes[heading.team]
        spared = self.spared(told)
        for meeting in told_by(heading.ref, told).tafs_held:
            # What a meeting owes stays under the procedure that it was held under, whatever the team took up since.
            procedure = programme.in_force(meeting.held_on or self.desk.days.today)
            asked = stages.asked(meeting, spared.get(meeting.ref, ()), procedure)
            owed = [stage for ref, stage in open_tasks if ref == meeting.ref]
            for stage in stages.next_ones(meeting, asked, owed, procedure):
                yield self.row(heading, meeting, stage, procedure, open_tasks.get((meeting.ref, stage.slug)))

    def spared(self, told: Iterable[Told]) -> dict[str, list[str]]:
        """The stages that a manager agreed will not be reached, by meeting."""
        meetings = {str(each.root): getattr(each.fact, "meeting", "") for each in told}
        found: dict[str, list[str]] = {}
        for each in told:
            if isinstance(each.fact, SetAside) and each.fact.duty in self.duties:
                meeting = meetings.get(str(root_of(each.fact.task)), "")
                found.setdefault(meeting, []).extend(self.duties[each.fact.duty])
        return found

    def row(
        self, heading: EpisodeHeading, meeting: Meeting, stage: Named, procedure: Procedure, task: tasks.Owed | None
    ) -> dict[str, Any]:
        """One stage that a meeting's minutes can reach next, as scripts rely on it."""
        desk, due = self.desk, task.due if task else None
        strength = task.strength if task else "must"
        when = worklist.when(due, desk.days.today, desk.days.workdays_of(heading.team), strength)
        responsible, tray = (task.responsible, task.tray) if task else whose(stage.slug, procedure)
        limit = task.limit_on if task else None
        return {
            "meeting": meeting.ref,
            "episode": heading.ref,
            "family": heading.family,
            "children": [],
            "team": heading.team,
            "kind": meeting.kind,
            "held_on": shapes.day(meeting.held_on),
            "next": stage.slug,
            "task": task.task if task else None,
            "due": due,
            "due_at": f"{due}T{task.due_at}" if task and task.due_at else None,
            "limit": limit,
            "past_limit": bool(limit) and worklist.is_overdue(limit, desk.days.today.isoformat()),
            "status": when.status,
            "days_late": when.days_late,
            "working_days_late": when.working_days_late,
            "with_whom": (task.held_by if task else "") or (heading.worker if tray == "worker" else "") or responsible,
            "worker": heading.worker or None,
            "responsible": responsible or None,
            "tray": tray or None,
            "held_by": (task.held_by if task else "") or None,
            "how": f"eh taf minutes {meeting.ref} --stage {stage.slug}",
        }


def whose(stage: str, procedure: Procedure) -> tuple[str, str]:
    """Who does a stage that no task of this meeting asks for, and in which tray it would be."""
    for duty in procedure.duties:
        if stage in duty.minutes:
            return duty.responsible, duty.tray
    return (" or ".join(procedure.roles_that_may("approve-minutes")), "team") if stage == APPROVED else ("", "")
