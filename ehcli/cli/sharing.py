"""Sharing: the record on a database server, there and back, and who may do what in the database."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.desk.desk import Desk
from ehcli.keeping import database_roles, moving
from ehcli.screen import screen


def move(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="PLACE", help="A new file, or postgresql://user@host/database.")] = "",
    use: Annotated[bool, typer.Option("--use", help="Use the record there from now on: the settings say so.")] = False,
) -> None:
    """Copies every row, compares every table, checks the chain of entries and works the worklist out afresh before
    it says done. Nobody can write meanwhile. What was moved stays where it was until you take it away. It says where
    the record went to whoever reads it there, and takes nothing more.

    Examples:
        eh record move --to postgresql://abell@db.example/earlyhelp
        eh record move --to postgresql://abell@db.example/earlyhelp --use
        eh record move --db postgresql://abell@db.example/earlyhelp --to /srv/eh/record.db
    """
    desk: Desk = ctx.obj
    moved = moving.asked(desk, to, used=use)
    screen.either(desk.settings.as_json, moving.as_values(moved), moving.in_words(moved))


def roles(
    ctx: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Run it on the record's database, as its owner.")] = False,
) -> None:
    """Officers and managers add and read, readers see the lists of what is due, auditors see everything; nobody
    changes or deletes what was recorded. A decision is taken only from an entry that names somebody whose role may
    take it, by the procedures in use: run it again when one changes. Lists and numbers change as the facts say, and
    what is restricted is shown to its group. Give a login its role with: GRANT eh_officer TO login

    Examples:
        eh record roles > roles.sql
        eh record roles --apply --db postgresql://owner@db.example/earlyhelp
    """
    if apply:
        screen.out(f"The roles {', '.join(database_roles.apply(ctx.obj))} are set.")
    else:
        screen.lines(database_roles.statements(ctx.obj))
