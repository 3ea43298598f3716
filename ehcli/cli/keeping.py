"""Keeping: the nightly lists, and the record itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.keeping import backups, checking, upgrading
from ehcli.machine import folders
from ehcli.nights import run
from ehcli.record import SCHEMA, stories
from ehcli.screen import screen


def night(
    ctx: typer.Context,
    out: Annotated[str, typer.Option(metavar="DIR", help="The folder that the files go to.")] = "",
) -> None:
    """Write the overdue and due lists of every team to files, back the record up, and check it.

    The backup goes to the folder that 'eh record where' names; the checks are those of 'eh record check'.

    Exit code 1 when something is overdue or does not agree, 0 when not, 5 when the record cannot be read.
    Run twice, it writes the same files.

    Examples:
        eh night --out /srv/eh/lists
        0 2 * * 1-5  eh night --out /srv/eh/lists
    """

    desk: Desk = ctx.obj
    raise typer.Exit(run.run(desk, Path(out).expanduser() if out else folders.home() / "night"))


def where(ctx: typer.Context) -> None:
    """Examples:
    eh record where
    """
    desk: Desk = ctx.obj
    place = desk.where.place
    body = {
        "record": str(place.absolute() if isinstance(place, Path) else place),
        "exists": there(desk),
        "settings": str(folders.settings_file()),
        "letters": str(folders.home() / "letters"),
        "backups": str(backups.folder()),
        "practice": str(folders.practice_file()),
        "council": str(folders.home() / "council"),
    }
    if desk.settings.as_json:
        screen.as_json(body)
        return
    for key, value in body.items():
        screen.out(f"{key.capitalize()}: {value if not isinstance(value, bool) else 'yes' if value else 'no'}")


def there(desk: Desk) -> bool:
    """Whether there is a record: a file, or an answer from the server."""
    if isinstance(desk.where.place, Path):
        return desk.where.place.is_file()
    try:
        return bool(desk.about)
    except RecordUnusable:
        return False


def check(ctx: typer.Context) -> None:
    """Check the record: the database itself, its chain of entries, and the worklist against a fresh derivation.

    Exit code 1 when something is found.

    Examples:
        eh record check
    """

    desk: Desk = ctx.obj
    found = checking.findings(desk)
    if not found:
        found = backups.forgotten(desk)
    if desk.settings.as_json:
        screen.as_json({"findings": found, "episodes": stories.open_count(desk.record)})
    else:
        for finding in found:
            screen.out(finding)
        screen.out(f"{stories.open_count(desk.record)} open episodes; {len(found) or 'no'} findings.")
    if found:
        raise typer.Exit(1)


def upgrade(ctx: typer.Context) -> None:
    """Bring a record that an older eh made up to date.

    A backup is made and checked first, and a copy of it is upgraded and checked. Then the record itself is
    upgraded in one step: if anything fails, or the computer stops, it is as it was. A record on a database
    server is brought into a file for that, and upgraded by whoever owns its tables.

    Examples:
        eh record upgrade
    """
    desk: Desk = ctx.obj
    done = upgrading.upgrade(desk)
    if done.before == SCHEMA:
        screen.out(f"The record is of schema {SCHEMA} already.")
        return
    if done.backup:
        screen.out(f"Backed up to {done.backup}")
    screen.out(f"Upgraded from schema {done.before} to {SCHEMA}, and checked.")


def rebuild(ctx: typer.Context) -> None:
    """Work the worklist out again from the facts. References stay as they are.

    Examples:
        eh record rebuild
    """
    desk: Desk = ctx.obj
    count = desk.rebuild()
    screen.out(f"Worked out again for {count} open episodes.")
