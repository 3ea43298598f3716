"""Keeping: the nightly lists, and the record itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.keeping import backups, checking, left, lost, mending, upgrading
from ehcli.keeping import where as lying
from ehcli.machine import folders
from ehcli.nights import run
from ehcli.screen import screen
from ehcli.show.labels import flat


def night(
    ctx: typer.Context, out: Annotated[str, typer.Option(metavar="DIR", help="The folder that the files go to.")] = ""
) -> None:
    """The backup goes to the folder that 'eh record where' names; the checks are those of 'eh record check'. The lists
    are written all together, or those from before stay. They and the folder are for you alone.

    Exit code 1 when something is overdue or does not agree, 0 when not. 5 when the record cannot be read, no backup
    was made or the lists could not be written: the first line says which, and the rest is done all the same. Run
    twice, it writes the same files.

    Examples:
        eh night --out /srv/eh/lists
        0 2 * * 1-5  eh night --out /srv/eh/lists
    """
    raise typer.Exit(run.run(ctx.obj, Path(out).expanduser() if out else folders.home() / "night"))


def where(ctx: typer.Context) -> None:
    """Says too whether the record is encrypted, and then how many files in which folders beside it are not.

    Examples:
        eh record where
    """
    desk: Desk = ctx.obj
    found = lying.where(desk)
    said = (
        f"{key.capitalize()}: {flat(value)}"
        for key, value in found.items()
        if key not in ("plain", "typed") and value is not None
    )
    typed = (f"Typed and not recorded: {each['files']} in {each['folder']}" for each in found["typed"])
    screen.either(desk.settings.as_json, found, [*said, *typed, *left.plain_in_words(desk)])


def check(ctx: typer.Context) -> None:
    """The database itself, its guards, its chain of entries, the seals that were kept of it elsewhere, and whatever
    is worked out against the facts. Exit code 1 when something is found.

    Examples:
        eh record check
    """
    desk: Desk = ctx.obj
    found = [*checking.findings(desk), *checking.heads_kept(desk), *lost.remarks(desk)] or backups.forgotten(desk)
    found = [*checking.moved(desk), *found]
    left.tell(desk)
    count = checking.open_episodes(desk)
    said = [*found, f"{count} open episodes; {len(found) or 'no'} findings."]
    screen.either(desk.settings.as_json, {"findings": found, "episodes": count}, said)
    if found:
        raise typer.Exit(1)


def upgrade(ctx: typer.Context) -> None:
    """A backup is made and checked first, and a copy of it is upgraded and checked. Then the record itself is
    upgraded in one step: if anything fails, or the computer stops, it is as it was. A record on a database
    server is brought into a file for that, and upgraded by whoever owns its tables.

    Examples:
        eh record upgrade
    """
    screen.lines(upgrading.in_words(upgrading.upgrade(ctx.obj)))


def rebuild(ctx: typer.Context) -> None:
    """From the facts, whatever was changed beside them: headings, meetings, lists, names to find by, numbers given out,
    and the guards of a record in a file. References stay as they are.

    Examples:
        eh record rebuild
    """
    mending.mend(ctx.obj)
    screen.out(f"Worked out again for {ctx.obj.rebuild()} open episodes.")
