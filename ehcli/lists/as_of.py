"""What was overdue on a day gone by: as we know it now, or as it was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.episodes import restricted
from ehcli.episodes.episode import told_by
from ehcli.errors import BadInput
from ehcli.lists.tasks import Item, scope
from ehcli.procedures import worklist
from ehcli.procedures.notes_looked_at import notes_looked_at
from ehcli.procedures.obligations import obligations
from ehcli.procedures.why import Move
from ehcli.record import cases, deriving, journal, note_facts, office, people, stories
from ehcli.record.port import Port
from ehcli.record.tasks import Owed, children_of, task_references
from ehcli.screen import screen


def overdue_then(desk: Desk, teams: Sequence[str], worker: str, *, as_of: str, known_at: str) -> tuple[list[Item], str]:
    """What was overdue on a day gone by, and that day in words; raises BadInput for what cannot be known yet."""
    day = desk.days.day(as_of) if as_of else desk.days.today
    known = desk.days.day(known_at) if known_at else None
    if known and known > desk.days.today:
        raise BadInput(f"What will be known on {long(known)} is not known yet.", "Name today or a day gone by.")
    found = overdue(desk, day, known, **scope(desk, teams, worker)._asdict())
    return found, f"{long(day)}{f', as known on {long(known)}' if known else ''}"


def overdue(desk: Desk, day: date, known_at: date | None, *, teams: Sequence[str], worker: str) -> list[Item]:
    """What was overdue on the day, longest overdue first.

    ``known_at`` leaves out whatever was recorded after that day (days as in the journal, which keeps
    Coordinated Universal Time): facts, closing days, switches, the taking up of another procedure, and that
    something was corrected or undone. Facts later than ``day`` are left out in any case.
    """
    desk = desk.earlier(day, before=f"{known_at + timedelta(days=1)}" if known_at else "")
    off = office.switched_off(desk.record)
    found: list[Item] = []
    for ref in screen.progress(cases.episodes_begun(desk.record, teams, day.isoformat()), "Episodes"):
        found += in_episode(desk, ref, day, off)
    return sorted(
        (row for row in found if worker in ("", row["worker"], row["held_by"])),
        key=worklist.longest_first,
    )


def in_episode(desk: Desk, ref: str, day: date, off: set[str]) -> list[Item]:
    """The episode's rows that were overdue on the day, from the facts up to then alone."""
    port, heading = desk.record, desk.heading(ref)
    told = [each for each in stories.facts_of(port, ref) if each.on <= day]
    children = people.children(port, ref)
    workdays, programme = desk.days.workdays_of(heading.team), desk.rules.programme_of(heading)
    owed = list(obligations(told, programme, workdays, deriving.of_age(children), off))
    tasks = task_references(port, ref)
    bands = office.choices_of_teams(port, "band")
    settled = deriving.Settled(told_by(ref, told), told, lambda _: owed, tasks, children, programme, bands)
    rules = {
        (duty.procedure, duty.id): [worklist.printed(rule) for rule in duty.rules]
        for procedure in programme.procedures
        for duty in procedure.duties
    }
    return [
        worklist.item(
            row,
            children_of(row.children),
            worklist.cited(rules[(row.procedure, row.duty)], row.rule),
            worklist.when(row.due, day, workdays, row.strength),
            day,
        )
        for row in (Owed(**row) for row in deriving.rows(settled, heading))
        if worklist.is_overdue(row.due, day.isoformat(), row.strength)
    ]


def moves(desk: Desk, settled: deriving.Settled, team: str, hidden: Mapping[str, str]) -> list[Move]:
    """How the dates of an episode moved otherwise than by what happened next, earliest first.

    By a correction, an agreement that lengthens a limit or holds it, a closing day, a switch or another procedure.
    Why, is not told of what is hidden from who reads it: ``hidden`` gives the group of each note and letter.
    """
    ref, port = settled.episode.ref, desk.record
    first, moving = entries_that_move(port, ref, team)
    entries = {entry: why for entry, why in (moved_by_agreement(settled) | moving).items() if entry > first}
    stood = as_it_stood(desk, ref, sorted({number for entry in entries for number in (entry - 1, entry)}))
    found = []
    for entry, reason in sorted(entries.items()):
        before, after = stood[entry - 1], stood[entry]
        # An entry that tells of a note tells of nothing else: one whose note is passed over moved no date.
        spoken_of = sorted(set(before.told) ^ set(after.told), key=lambda each: each.id)
        group = next((group for each in spoken_of if (group := restricted.group_of(each, hidden))), "")
        owed = ({each.key: each for each in told.obligations} for told in (before, after))
        found.append(Move(entry, restricted.instead(group) if group else reason, *owed))
    return found


def entries_that_move(port: Port, ref: str, team: str) -> tuple[int, dict[int, str]]:
    """The entry that began an episode, and those that may have moved a date of it since, each with its reason."""
    return cases.begun_by(port, ref), stories.moving_entries(port, ref, team)


def as_it_stood(desk: Desk, ref: str, numbers: Sequence[int]) -> dict[int, deriving.Settled]:
    """The episode as it stood once each of these entries was made; what was told of it is read once for them all."""
    if not numbers:
        return {}
    then = {number: desk.earlier(desk.days.today, entry=number) for number in numbers}
    headings = {number: there.heading(ref) for number, there in then.items()}
    looked_at = notes_looked_at(
        each for number, there in then.items() for each in there.rules.programme_of(headings[number]).procedures
    )
    story = journal.story_so_far(desk.record, ref)
    changed = {row[1] for row, taken_back in story if taken_back or row[0] != row[1]}
    matter = {row[0] for row in note_facts.that_matter([row for row, _ in story], looked_at, stories.as_told, changed)}
    rows = [(row, taken_back or numbers[-1] + 1) for row, taken_back in story if row[0] in matter]
    found = {}
    for number, there in then.items():
        told = [stories.as_told(row) for row, taken_back in rows if row[2] <= number < taken_back]
        found[number] = there.settled_under(headings[number], known=told)
    return found


def moved_by_agreement(settled: deriving.Settled) -> dict[int, str]:
    """The entries that told of an agreement or a hold which some duty looks for, each with its reason."""
    duties = {each.duty.id: each.duty for each in settled.obligations if each.duty.relax or each.duty.hold}
    clauses = [
        clause
        for duty in duties.values()
        for clause in (
            *((duty.relax.agreed, duty.relax.ended) if duty.relax else ()),
            *(part for hold in duty.hold for part in (hold.by, hold.until)),
        )
        if clause
    ]
    return {
        each.entry: getattr(each.fact, "reason", "")
        for each in settled.told
        if any(clause.fits(each.fact) for clause in clauses)
    }
