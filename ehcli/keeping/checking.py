"""Checks of a record that would notice damage, tampering, or a worklist that is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import NoRoom, RecordUnusable
from ehcli.keeping import derived, kept_seals, told_wrongly
from ehcli.machine import faults
from ehcli.record import cases, identity, journal, schema_fits, seals, whose
from ehcli.record.port import Port
from ehcli.record.writing import CLOCKS_DIFFER
from ehcli.screen import screen

TOLERATED = timedelta(minutes=1)  # so much a clock is put right by itself


def findings(desk: Desk, aside: list[str] | None = None) -> list[str]:
    """What does not agree: the database's own check, its guards, the chain of entries, and all that follows from it.

    What a person must put right, and no copy is worse for, goes ``aside`` where that is kept apart.
    """
    port = desk.record
    try:
        found = [*whose.damage(port, port.damage()), *chain(port), *guards(desk)]
    except NoRoom:
        raise  # that is no fault of the record
    except RecordUnusable as damaged:
        return [damaged.message]
    named: list[str] = []
    found += [*beside_the_facts(desk, named), *readings(desk)]
    if aside is None:
        return [*found, *named]
    aside += named
    return found


def guards(desk: Desk) -> list[str]:
    """The guards of the database itself, in a file or on a server, that are not as this version makes them."""
    if isinstance(desk.where.place, Path):
        from ehcli.record import file_standing, sqlite

        return file_standing.findings(desk.record, file_standing.script(sqlite.in_memory()))
    from ehcli.keeping import database_roles
    from ehcli.record import server_standing

    return server_standing.findings(desk.record, database_roles.in_use(desk))


def readings(desk: Desk) -> list[str]:
    """Where a reading was slipped in or taken away, or could not be noted."""
    count, first, last = journal.numbers_of_looks(desk.record)
    said = [
        f"{each.by} read {each.ref} (eh {each.command}) at {each.at}, and it could not be noted. {derived.MEND}"
        for each in faults.still_unnoted(desk.where.place)
    ]
    if (first, last) != (1, count):
        numbered = f"{count} readings are noted, and their numbers go from {first} to {last}"
        said.append(f"{numbered}: one was slipped in or taken away.")
    return said


def beside_the_facts(desk: Desk, aside: list[str], *, lists: bool = True) -> list[str]:
    """What is not as the facts give it; without the ``lists`` of a copy whose procedure has changed since.

    What cannot be worked out, or stands in the journal though eh would have refused it, goes ``aside``.
    """
    found = list(derived.findings(desk, aside, lists=lists))
    aside += derived.each_by_itself(told_wrongly.findings(desk))
    return found


def clocks(desk: Desk, after: int = 0) -> list[str]:
    """The entries after one whose time is none, is still to come, or by which a clock was set back.

    It hides nothing, and may have moved a day. A practice record may be told any time.
    """
    port = desk.record
    found, told = list[str](), dict[int, datetime]()
    latest = datetime.fromisoformat(desk.days.now()) + CLOCKS_DIFFER
    for entry, at in journal.moments(port, after):
        try:
            told[entry] = datetime.fromisoformat(at)
            told[entry].astimezone()
            _ = told[entry] - latest  # without its zone nobody knows when that was
        except (OverflowError, TypeError, ValueError):
            told.pop(entry, None)
            if entry > after:
                found.append(
                    f"Entry {entry} says that it was recorded at '{at}': that is no time.{whose.told_by(port, entry)}"
                )
    if identity.told(port).get("practice", desk.about.get("practice")) == "yes":
        return found
    for entry, moment in told.items():
        if entry <= after:
            continue
        at, before = moment.isoformat(timespec="seconds"), told.get(entry - 1, moment)
        if moment > latest:
            says = f"Entry {entry} says that it was recorded at {at}, which is still to come: a clock was wrong."
            found.append(f"{says}{whose.told_by(port, entry)}")
        elif before - moment > TOLERATED and before <= latest:
            found.append(
                f"Entry {entry} was recorded at {at}, and the entry before it at "
                f"{before.isoformat(timespec='seconds')}: a clock was wrong."
            )
    return found


def moved(desk: Desk) -> list[str]:
    """Whether the record goes on elsewhere: what is read here is how it was then."""
    place = desk.about.get("moved", "")
    return [schema_fits.moved_to(desk.where.place, place)] if place else []


def open_episodes(desk: Desk) -> int:
    """How many episodes are open."""
    return cases.open_count(desk.record)


def chain(port: Port) -> list[str]:
    """The first entry that is not as it was sealed, and what is wrong with it."""
    try:
        broken = seals.first_broken(port.whole, lambda things, total: screen.counted(things, total, "Verified"))
    except (KeyError, TypeError, ValueError):
        return ["The chain of entries cannot be followed: a value in it is damaged."]
    return [f"{broken}{whose.told_by(port, broken.entry)}"] if broken else []


def heads_kept(desk: Desk) -> list[str]:
    """What the heads that eh night kept outside the record show: an end that was cut off, or a journal written anew."""
    whole = desk.record.whole
    found = [str(each) for head in kept_seals.heads_to_check(desk, "") if (each := seals.unlike_head(whole, head))]
    looked = [said for looks in kept_seals.looks_to_check(desk) if (said := seals.unlike_looks(whole, looks))]
    return list(dict.fromkeys([*kept_seals.spoilt(desk), *found, *looked, *kept_seals.of_another(desk)]))
