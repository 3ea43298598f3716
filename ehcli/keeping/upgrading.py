"""Bringing a record of an older schema up to date: backed up, rehearsed on a copy, then done in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.keeping import backups, checking, mending
from ehcli.machine import files, folders
from ehcli.record import SCHEMA, identity, schema_fits


class Upgraded(NamedTuple):
    """What an upgrade did: from which schema, and where the record that was is kept."""

    before: str
    backup: Path | None
    roles: bool = False  # the database's own roles were set again


def upgrade(desk: Desk) -> Upgraded:
    """Brings the record up to date; raises RecordUnusable, with nothing changed, when a check fails on the way."""
    desk.any_schema = True
    before = desk.about.get("schema", "none")
    if before == SCHEMA:
        return Upgraded(before, None)
    if not schema_fits.is_older(before):
        schema_fits.refuse_schema(desk.where.place, before)
    backup = rehearsed(desk)
    migrate(desk, before)
    return Upgraded(before, backup, roles_again(desk))


def roles_again(desk: Desk) -> bool:
    """Sets a server's own roles and guards again as this version makes them, where they were set before."""
    desk.any_schema = False
    desk.forget()
    if isinstance(desk.where.place, Path):
        return False
    from ehcli.keeping import database_roles
    from ehcli.record import roles

    if set_before := roles.are_set(desk.unsettled):
        database_roles.apply(desk)
    desk.put_down()
    return set_before


def in_words(done: Upgraded) -> Iterator[str]:
    """An upgrade, as whoever keeps the record reads it."""
    if done.before == SCHEMA:
        yield f"The record is of schema {SCHEMA} already."
        return
    if done.backup:
        yield f"Backed up to {done.backup}"
    yield f"Upgraded from schema {done.before} to {SCHEMA}, and checked."
    if done.roles:
        yield "The roles of the database and its guards are set again, as this version makes them."


def rehearsed(desk: Desk) -> Path:
    """Backs the record up, and upgrades and checks a copy of that; the backup."""
    taken = backups.take(desk, folders.backups())
    if taken.manifest is None:
        raise RecordUnusable(
            f"The record was not upgraded, for it is not whole: {taken.findings[0]}",
            f"Nothing was changed. The copy is kept to mend from: {taken.file}. See what there is: eh restore",
        )
    try:
        with files.passing(desk.where.beside) as fresh:
            files.copy(taken.file, fresh)
            there = desk.at(fresh)
            bring_up(there)
            there.any_schema = False
            found = backups.faults(there, {each: taken.manifest.rows[each] for each in ("fact", "person", "episode")})
    except OSError as error:
        raise RecordUnusable(
            f"The record was not upgraded: {desk.where.beside.parent} cannot be written: {files.why(error)}.",
            files.room(error, "Nothing was changed."),
        ) from None
    if found:
        raise RecordUnusable(
            f"The record was not upgraded, for the upgraded copy does not agree: {found[0]}",
            f"Nothing was changed. Please report this sentence; the backup is {taken.file}.",
        )
    return taken.file


def bring_up(desk: Desk) -> str:
    """Upgrades a record that nobody else uses, if it is of an older schema; the schema it was of."""
    desk.any_schema = True
    try:
        before = desk.about.get("schema", "none")
        if schema_fits.is_older(before):
            migrate(desk, before)
        return before
    finally:
        desk.put_down()


def migrate(desk: Desk, before: str) -> None:
    """Runs the migrations, notes them in the journal and checks the chain, all in one transaction."""
    from ehcli.record import schema  # sqlmodel, which looking at a record never needs

    place, key, clock = desk.where.safe_place, desk.where.key, desk.days.clock
    desk.put_down()
    with schema.upgraded(place, clock, key) as writer:
        by = desk.who.user if desk.anybody else desk.who.vouched_for(writer) or desk.who.user
        writer.begin_entry("record upgrade", by, reason=f"Schema {before} to {SCHEMA}")
        told = identity.told(writer)
        if not told:
            identity.tell(writer, identity.as_it_lies(writer))
        writer.end_entry()
        mending.names(writer)
        broken = checking.chain(writer)
        if broken:
            raise RecordUnusable(f"The record was not upgraded: {broken[0]}", "Nothing was changed.")
        writer.keep()
