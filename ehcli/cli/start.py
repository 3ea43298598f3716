"""Starting: a record of one's own, or one to practise on."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli import practice
from ehcli.acts import new_record
from ehcli.desk.desk import Desk
from ehcli.keeping import encryption
from ehcli.machine import folders
from ehcli.screen import screen
from ehcli.show import lists


def init(
    ctx: typer.Context,
    procedure: Annotated[
        str, typer.Option(metavar="NAME", help="The procedure the record follows, from: eh procedure list")
    ] = "sandwell",
    team: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLUG",
            help="Your team, by any short name; again for more. Left out, the teams that the procedure prints.",
        ),
    ] = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your name, as colleagues read it.")] = "",
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLE",
            help="Your role, from: eh procedure show NAME --list role. Left out, business support where there is one.",
        ),
    ] = "",
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Encrypt the record: see eh record encrypt --help.")
    ] = False,
    sheet: Annotated[str, typer.Option(metavar="FILE", help="With --encrypt, write a recovery sheet.")] = "",
    keyring: Annotated[
        bool, typer.Option("--keyring", help="With --encrypt, keep the passphrase in the keyring.")
    ] = False,
) -> None:
    """The record is a file in your own data folder, readable by you alone, or tables in a PostgreSQL database
    that a whole team shares. Nothing that stands is touched: where there is a record already, this is refused.

    It begins with the teams and agencies that the procedure's own documents print, with the addresses and telephones
    printed there, and with the teams you name, whatever they are called; the first of those is yours. What is still
    to be filled in before the first case is said, with the command for each.

    Examples:
        eh init
        eh init --team tipton --name "Ana Bell"
        eh init --procedure haringey --team wood-green --name "Ana Bell"
        eh init --procedure sandwell --team tipton --team wednesbury --db /srv/eh/record.db
        eh init --encrypt --sheet ~/Desktop/recovery.txt
        eh init --db postgresql://abell@db.example/earlyhelp
    """
    desk: Desk = ctx.obj
    new = encryption.new_passphrase(desk, sheet=sheet, keyring=keyring) if encrypt else ""
    founded = new_record.found(
        desk, procedure_name=procedure, team_names=team or [], name=name, role=role, passphrase=new
    )
    screen.out(f"Made the record {desk.where.place}")
    screen.lines(encryption.with_sheet(desk, new, sheet))
    screen.lines(new_record.in_words(founded, desk))
    lists.notes(new_record.notes(founded, desk, asked_role=role))
    if desk.days.told:
        screen.out(new_record.of_replay(desk))


def demo(
    ctx: typer.Context,
    families: Annotated[int, typer.Option(min=6, max=2000, metavar="N", help="How many invented families.")] = 72,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number makes other families.")] = 1,
) -> None:
    """It lies in a folder of its own and is made anew each time; your own record is never touched. The same
    day, number of families and seed always give the same record.

    Examples:
        eh demo
        eh demo --families 100 --seed 7
    """
    practice.make(ctx.obj, folders.practice_file(), families=families, seed=seed)
