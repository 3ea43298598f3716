"""Adds and changes teams, records the days on which one is closed, and that one has ended."""

from __future__ import annotations

from collections.abc import Mapping

from ehcli.acts import changes, foreseeing
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, Refused
from ehcli.record import cases, office


def add(desk: Desk, short: str, *, told: Mapping[str, str]) -> Said:
    """There is a team from now on, or what is known of it changes."""
    said = changes.add(desk, "team", short, told, office.teams)
    waits = desk.rules.procedure_of(said.ref).not_yet(desk.days.today)
    return said._replace(notes=[*said.notes, *(f"Note: {each}" for each in waits)])


def end(desk: Desk, short: str) -> Said:
    """A team has ended; raises Refused while it has open episodes."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = office.team(now.writer, short)
        count = cases.open_count(now.writer, known.slug)
        if count:
            raise Refused(f"{known.name} has {count} open episodes.", f"See: eh tray --team {known.slug}")
        now.row("team", **(known._asdict() | {"until": on.isoformat()}))
    return Said(now.outcome, f"{known.name} ended on {long(on)}.", ref=known.slug)


def closed(desk: Desk, short: str, *, reason: str) -> Said:
    """A team is closed on a day, which is no working day for its cases; dates that are running move with it."""
    if not desk.settings.on:
        raise BadInput("Which day is it closed?", "Add --on DATE")
    on, _ = desk.days.happened
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    if why := desk.days.workdays.off(on):
        raise Refused(f"{long(on)} is no working day already ({why}).", "Nothing needs recording.")
    with desk.recording(reason) as now:
        login = now.require("switch", now.procedure())
        known = office.team(now.writer, short)
        kind = f"closed:{known.slug}"
        now.row("choice", kind=kind, name=on.isoformat(), value=reason, decided_by=login, reason=reason)
        now.writer.work_out_again()
        changes = foreseeing.tried(now, [known.slug])
    desk.forget()
    if not desk.settings.dry_run:
        _ = desk.record  # the worklist, worked out with the day
    said = f"{known.slug} is closed on {long(on)}, decided by {login}: {reason}."
    return foreseeing.told(Said(now.outcome, said, ref=known.slug), changes)
