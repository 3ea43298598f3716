"""Sharing: the record on a database server, there and back, and who may do what in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.acts import founding
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput
from ehcli.keeping import moving
from ehcli.machine import folders
from ehcli.packs import reading
from ehcli.record import roles as database_roles
from ehcli.screen import screen


def move(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="PLACE", help="A new file, or postgresql://user@host/database.")] = "",
    use: Annotated[bool, typer.Option("--use", help="Use the record there from now on: the settings say so.")] = False,
) -> None:
    """Move the record between a file and a database server, verified row for row.

    Copies every row, compares every table, checks the chain of entries and works the worklist out afresh before
    it says done. Nobody can write meanwhile. The record stays where it is, untouched, until you take it away.

    Examples:
        eh record move --to postgresql://abell@db.example/earlyhelp
        eh record move --to postgresql://abell@db.example/earlyhelp --use
        eh record move --db postgresql://abell@db.example/earlyhelp --to /srv/eh/record.db
    """
    desk: Desk = ctx.obj
    if not to:
        raise BadInput("Where to?", "Add --to PATH or --to postgresql://user@host/database")
    target = folders.place(to)
    copied = moving.move(desk, target)
    if use:
        founding.use(target)
    if desk.settings.as_json:
        screen.as_json(
            {
                "from": str(desk.where.place),
                "to": str(target),
                "used": use,
                "tables": [each._asdict() for each in copied],
            }
        )
        return
    count = sum(each.rows for each in copied)
    screen.out(
        f"Moved {count} rows of {len(copied)} tables from {desk.where.place} to {target}: the same, row for row."
    )
    if use:
        screen.out(f"From now on {target} is used: {folders.settings_file()} says so.")
    else:
        screen.out(f"To use it: --db {target}, or EH_DB, or 'record' in {folders.settings_file()} (--use writes it).")
    screen.out(f"What is at {desk.where.place} stays as it is. Nobody must write there any more: keep it as a backup.")


def roles(
    ctx: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Run it on the record's database, as its owner.")] = False,
) -> None:
    """Print the SQL for the database's own roles: officer, manager, reader and auditor.

    Officers and managers add and read, readers see the lists of what is due, auditors see everything; nobody
    changes or deletes what was recorded. A decision is taken only from an entry that names somebody whose role may
    take it, by the procedures in use: run it again when one changes. Give a login its role with:
    GRANT eh_officer TO login

    Examples:
        eh record roles > roles.sql
        eh record roles --apply --db postgresql://owner@db.example/earlyhelp
    """
    desk: Desk = ctx.obj
    desk.anybody = True  # whoever keeps the database need not work here; nothing of a family is read
    procedures = [each for name in desk.rules.names for each in reading.programme(name).procedures]
    if not apply:
        screen.out("\n".join(f"{each};" for each in database_roles.statements(procedures)))
        return
    if isinstance(desk.where.place, Path):
        raise BadInput(
            f"The record is a file: {desk.where.place}.",
            "Roles are for one on a database server: --db postgresql://...",
        )
    database_roles.apply(desk.where.place, procedures)
    screen.out(f"The roles {', '.join(database_roles.ROLES)} are set.")
