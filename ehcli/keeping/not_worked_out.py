"""Why an episode cannot be worked out from what was told of it: the entry, what it tells, and how to put it right."""

from __future__ import annotations

from datetime import date

from ehcli.days.workdays import CalendarEnds
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import NAMES, Told
from ehcli.errors import EhError, NotFound
from ehcli.record import deriving, journal, people, stories
from ehcli.record.cases import EpisodeHeading


def why(desk: Desk, heading: EpisodeHeading, error: BaseException) -> str:
    """Which entry keeps an episode from being worked out, in a sentence with its family."""
    whose = f"{heading.ref} of {heading.family} cannot be worked out, and its tasks stand as they were"
    told = stories.rows_of(desk.record, heading.ref)
    for row in told:
        if not stories.readable([row]):
            return (
                f"{whose}: entry {row[2]} ({of(desk, row[2])}) tells of a {row[5]} that cannot be read (fact {row[0]})."
            )
    for child in people.children(desk.record, heading.ref):
        if not is_day_or_none(child.born):
            return (
                f"{whose}: {child.ref} was born on no day. Put it right with: eh person change {child.ref} --born DATE"
            )
    if isinstance(error, NotFound):
        return f"{whose}: {error.message}"
    what = error.message.partition(". ")[0].rstrip(".") if isinstance(error, CalendarEnds) else "a value fits nothing"
    facts = stories.readable(told)
    for each in reversed(facts):
        if works_without(desk, heading, facts, each.entry):
            kind, by = NAMES[type(each.fact)], of(desk, each.entry)
            return (
                f"{whose}: entry {each.entry} ({by}) tells of a {kind} on {each.on.isoformat()}: {what}."
                f" Put it right with: eh correct {heading.ref} {kind} --entry {each.entry} --on DATE --reason TEXT"
            )
    return f"{whose}: {what}."


def of(desk: Desk, entry: int) -> str:
    """What an entry was, and whose."""
    made = journal.by_number(desk.record, [entry])[entry]
    return f"{made.command}, by {made.recorded_by}"


def is_day_or_none(text: str) -> bool:
    """Whether a day of birth is a day, or is not known."""
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def works_without(desk: Desk, heading: EpisodeHeading, facts: list[Told], entry: int) -> bool:
    """Whether the episode could be worked out but for one entry."""
    others = [each for each in facts if each.entry != entry]
    try:
        programme, workdays = desk.rules.programme_of(heading), desk.days.workdays_of(heading.team)
        settled = deriving.derive(desk.record, heading, programme, workdays, known=others)
        deriving.rows(settled, heading)
    except (EhError, *deriving.CANNOT_BE_WORKED_OUT):
        return False
    return True
