"""Lists of tasks: what is overdue, what falls due, and what waits in a tray."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.episodes.trays import TRAYS
from ehcli.errors import BadInput
from ehcli.procedures import worklist
from ehcli.procedures.bands import SAFETY
from ehcli.record import office, tasks

Item = dict[str, Any]
WITHIN = "5wd"


class Scope(NamedTuple):
    """Whose tasks are asked for: some teams', a worker's or everybody's."""

    teams: tuple[str, ...]
    worker: str


def scope(desk: Desk, teams: Sequence[str], worker: str) -> Scope:
    """The teams and worker that were named, as the record knows them; raises NotFound with the nearest."""
    return Scope(
        office.several(desk.record, teams),
        office.worker(desk.record, worker).login if worker else "",
    )


def items(desk: Desk, owed: Iterable[tasks.Owed]) -> list[Item]:
    """Rows of the worklist with their citations and days late, longest overdue first."""
    rules, today = tasks.duty_rules(desk.record), desk.days.today

    @cache
    def told(procedure: str, duty: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(rules.get((procedure, duty), "[]"))
        return found

    @cache
    def cited(procedure: str, duty: str, rule: int) -> worklist.Cited:
        return worklist.cited(told(procedure, duty), rule)

    @cache
    def when(due: str | None, team: str, strength: str) -> worklist.When:
        return worklist.when(due, today, desk.days.workdays_of(team), strength)

    aimed = set(tasks.aimed_at(desk.about))

    def aim(each: tasks.Owed) -> str | None:
        if each.duty not in aimed:
            return None
        return worklist.aim(
            told(each.procedure, each.duty), each.rule, each.started_on, desk.days.workdays_of(each.team)
        )

    made = [
        worklist.item(
            each,
            tasks.children_of(each.children),
            cited(each.procedure, each.duty, each.rule),
            when(each.due, each.team, each.strength),
            today,
            aim(each),
        )
        for each in owed
    ]
    return sorted(made, key=worklist.longest_first)


def soon(desk: Desk, of: Scope, until: str) -> list[Item]:
    """What falls due from today until a day, and what is aimed at by then and still to be done."""
    return [each for each in items(desk, to_come(desk, of, until)) if is_reached(each, until)]


def to_come(desk: Desk, of: Scope, until: str) -> list[tasks.Owed]:
    """The rows that fall due from today until a day, and those that may be aimed at by then."""
    found = tasks.worklist(desk.record, **of._asdict(), since=desk.days.today.isoformat(), until=until)
    if duties := tasks.aimed_at(desk.about):
        found += tasks.worklist(desk.record, **of._asdict(), duties=duties)
    return list({row.task: row for row in found}.values())


def is_reached(item: Item, until: str) -> bool:
    """Whether a task is not late and falls due, or is aimed at, by that day."""
    return bool(item["status"] == "due" and (item["aim"] or item["due"]) <= until)


def overdue(desk: Desk, teams: Sequence[str], worker: str) -> list[Item]:
    """What should have been done by now."""
    of = scope(desk, teams, worker)
    return items(desk, tasks.worklist(desk.record, **of._asdict(), before=desk.days.today.isoformat()))


def due(desk: Desk, teams: Sequence[str], worker: str, *, within: str) -> tuple[list[Item], date]:
    """What falls due from today on, and until which day; raises BadInput for a day gone by."""
    until, today = desk.days.ahead(within), desk.days.today
    if until < today:
        raise BadInput(f"{long(until)} has passed.", "For what is late already: eh overdue")
    of = scope(desk, teams, worker)
    return soon(desk, of, until.isoformat()), until


def soon_is(desk: Desk) -> str:
    """The day until which what is to come stands on the lists, where no other is named."""
    return desk.days.ahead(WITHIN).isoformat()


def safety(desk: Desk, teams: Sequence[str], worker: str) -> list[Item]:
    """Everything that is open in the bands of a child's safety, whatever its date."""
    return items(desk, tasks.worklist(desk.record, **scope(desk, teams, worker)._asdict(), bands=SAFETY))


def trays(desk: Desk, teams: Sequence[str], worker: str) -> list[Item]:
    """How many tasks wait in each tray."""
    of = scope(desk, teams, worker)
    return [{"tray": each, "waiting": count} for each, count in tasks.tray_counts(desk.record, **of._asdict())]


def in_tray(desk: Desk, name: str, teams: Sequence[str], worker: str) -> tuple[list[Item], str]:
    """The tasks in a tray, and what the tray is called; raises NotFound with the nearest."""
    of = scope(desk, teams, worker)
    counts = tasks.tray_counts(desk.record, **of._asdict())
    known = dict.fromkeys([*TRAYS, *(each for each, _ in counts)])
    slug = typed_words.one_of(name, known, "tray")
    return items(desk, tasks.worklist(desk.record, **of._asdict(), tray=slug)), slug


def is_late(found: Iterable[Item]) -> bool:
    """Whether any of these is late and not on hold."""
    return any(each["status"] == "overdue" and not each["on_hold_since"] for each in found)
