"""Adds and changes agencies, and records that one has ended."""

from __future__ import annotations

from collections.abc import Mapping

from ehcli.acts import changes
from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.record import office


def add(desk: Desk, short: str, *, told: Mapping[str, str]) -> Said:
    """There is an agency from now on, or what is known of it changes."""
    return changes.add(desk, "agency", short, told, office.agencies)


def end(desk: Desk, short: str) -> Said:
    """An agency has ended."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = office.agency(now.writer, short)
        now.row("agency", **(known._asdict() | {"until": on.isoformat()}))
    return Said(now.outcome, f"{known.name} ended on {long(on)}.", ref=known.slug)
