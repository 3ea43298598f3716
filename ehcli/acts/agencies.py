"""Adds and changes agencies, and records that one has ended."""

from __future__ import annotations

from collections.abc import Mapping

from ehcli.acts.changes import an_address, changed, remarked
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.record import office


def add(desk: Desk, short: str, *, told: Mapping[str, str]) -> Said:
    """There is an agency from now on, or what is known of it changes."""
    short = typed_words.slug(short, "agency")
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = next((each for each in office.agencies(now.writer) if each.slug == short), None)
        agency = changed(known, "agency", {**told, "address": an_address(told["address"])}) | {"slug": short}
        now.row("agency", **agency)
    return Said(now.outcome, f"Agency {short}: {agency['name']}.", ref=short, notes=remarked(told["address"]))


def end(desk: Desk, short: str) -> Said:
    """An agency has ended."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = office.agency(now.writer, short)
        now.row("agency", **(known._asdict() | {"until": on.isoformat()}))
    return Said(now.outcome, f"{known.name} ended on {long(on)}.", ref=known.slug)
