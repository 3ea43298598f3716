"""The worklist: what is owed, as rows for lists, files and scripts. One meaning of overdue, here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ehcli.days.workdays import WorkingDays
from ehcli.screen import shapes

if TYPE_CHECKING:
    from ehcli.procedures.duty import Rule
    from ehcli.procedures.obligation import Obligation


Day = TypeVar("Day", date, str)  # a day, or its ISO text: both sort alike


def is_overdue(due: Day | None, today: Day, strength: str = "must") -> bool:
    """Overdue from the day after it was due: due today is not overdue, and what is only usual never is."""
    return due is not None and due < today and strength != "usually"


def longest_first(item: dict[str, Any]) -> tuple[str, str, int]:
    """The order of every list: what was due earliest first, a time before none, then by reference."""
    return (item["due"] or "9999-12-31", item["due_at"] or "24:00", int(item["task"][2:]))


class When(NamedTuple):
    """Whether something is overdue, due, or open without a date; and how many days late, in both kinds of day."""

    status: str
    days_late: int = 0
    working_days_late: int = 0


def when(due: str | None, today: date, workdays: WorkingDays, strength: str = "must") -> When:
    """How something with this day stands; it is no day late where it is not overdue, is only usual or has no date."""
    on = date.fromisoformat(due) if due else None
    if on is None or not is_overdue(on, today, strength):
        return When("due" if due else "open")
    return When("overdue", (today - on).days, workdays.between(on, today))


class Cited(NamedTuple):
    """Where the rules of a duty are printed: that of the due date, then every one; and whose default they are."""

    first: dict[str, Any] | None
    every: list[dict[str, Any]]
    default: str | None


def cited(rules: list[dict[str, Any]], due_by: int) -> Cited:
    """The citations of a duty's rules; that which gave the due date comes first."""
    ordered = [rules[due_by], *(rule for n, rule in enumerate(rules) if n != due_by)] if rules else []
    citations = [cite for rule in ordered for cite in rule["cite"]]
    first = citations[0] if ordered and ordered[0]["cite"] else None
    return Cited(first, citations, (ordered[0]["default"] or None) if ordered else None)


def item(
    owed: Any,
    children: list[dict[str, str]],
    cited: Cited,
    when: When,
    today: date,
    aim: str | None = None,
) -> dict[str, Any]:
    """A row of the worklist as scripts rely on it; dates ISO. ``aim`` is the day aimed at, before it is due."""
    return {
        "task": owed.task,
        "episode": owed.episode,
        "family": owed.family,
        "children": children,
        "duty": owed.duty,
        "title": owed.title,
        "team": owed.team,
        "worker": owed.worker or None,
        "responsible": owed.responsible,
        "tray": owed.tray,
        "held_by": owed.held_by or None,
        "started_on": owed.started_on,
        "due": owed.due,
        "due_at": f"{owed.due}T{owed.due_at}" if owed.due_at else None,
        "aim": aim,
        "limit": owed.limit_on,
        "past_limit": is_overdue(date.fromisoformat(owed.limit_on) if owed.limit_on else None, today),
        "days_late": when.days_late,
        "working_days_late": when.working_days_late,
        "on_hold_since": owed.on_hold_since or None,
        "days_on_hold": (today - date.fromisoformat(owed.on_hold_since)).days if owed.on_hold_since else 0,
        "status": when.status,
        "strength": owed.strength,
        "band": owed.band or None,
        "next": not owed.waits_for,
        "waits_for": owed.waits_for or None,
        "meeting": owed.meeting or None,
        "last_seen": owed.seen_on or None,
        "reached_on": owed.reached_on or None,
        "act": owed.act or None,
        "citation": cited.first,
        "citations": cited.every,
        "default": cited.default,
        "how": owed.how or None,
    }


def row(
    obligation: Obligation,
    *,
    task: str,
    key: str,
    procedure: str,
    family: str,
    team: str,
    worker: str,
    held_by: str,
    children: str,
    on_hold_since: date | None = None,
) -> dict[str, Any]:
    """An open obligation as the record keeps it in the worklist."""
    return {
        "task": task,
        "episode": obligation.episode,
        "family": family,
        "team": team,
        "worker": worker,
        "held_by": held_by,
        "responsible": obligation.duty.responsible,
        "tray": obligation.duty.tray,
        "duty": obligation.duty.id,
        "title": obligation.duty.title,
        "child": obligation.child,
        "children": children,
        "started_on": obligation.first.start.on.isoformat(),
        "due": obligation.due.isoformat() if obligation.due else None,
        "due_at": obligation.due_at,
        "limit_on": obligation.limit.isoformat() if obligation.limit else None,
        "strength": obligation.strength,
        "ends_with_episode": obligation.duty.ends_with_episode,
        "procedure": procedure,
        "rule": obligation.duty.rules.index(obligation.first.rule),
        "on_hold_since": on_hold_since.isoformat() if on_hold_since else "",
        "key": key,
    }


def printed(rule: Rule) -> dict[str, Any]:
    """A rule's citations as scripts rely on them, and the reading it follows where it is our default."""
    return {
        "cite": [shapes.citation(cite) for cite in rule.cite],
        "default": f"our default: {rule.reading}" if rule.default else "",
        "within": str(rule),
        **({"aim": rule.aim} if rule.aim else {}),
    }


def aim(rules: list[dict[str, Any]], due_by: int, since: str, workdays: WorkingDays) -> str | None:
    """The day aimed at by the rule that gave the due date, counted from the day the rule counts from; mostly none."""
    if not rules or "aim" not in rules[due_by]:
        return None
    from ehcli.procedures.within import Within

    day, _ = Within(*rules[due_by]["aim"]).after(date.fromisoformat(since), "", workdays)
    return day.isoformat() if day else None
