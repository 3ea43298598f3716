"""The procedures that duties come from, and the choices an authority records about them."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import choices, procedure_change
from ehcli.cli import quoted
from ehcli.cli.app import FollowedBy, Teams
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.lists import choices as chosen
from ehcli.lists import procedures as known
from ehcli.lists import what_if as trying
from ehcli.packs import checking, skeleton
from ehcli.packs.refusal import BadPack
from ehcli.procedures.sheet import duty_on_sheet
from ehcli.screen import screen
from ehcli.show import lists, packs, recorded
from ehcli.show.procedures import card

Name = Annotated[str, typer.Argument(metavar="NAME", help="The procedure, from: eh procedure list")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]


def list_procedures(ctx: typer.Context) -> None:
    """Examples:
    eh procedure list
    """
    lists.show(ctx.obj, known.procedures(ctx.obj), known.OF_PROCEDURES)


def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The procedure, such as sandwell; else that in force for your team.")
    ] = "",
    duty: Annotated[str, typer.Argument(metavar="[DUTY]", help="One duty, as the list without it names them.")] = "",
    routes: Annotated[bool, typer.Option("--routes", help="Its routes instead, as --list route.")] = False,
    kind: Annotated[
        str,
        typer.Option("--list", metavar="KIND", help="One of its lists instead: note-type, role, checklist, term ..."),
    ] = "",
) -> None:
    """Each duty has its limits and pages. The lists are what the procedure names and says beside its duties: levels,
    roles and what each may decide, note types with their headings, forms, reasons, consent rules, checklists, ladders,
    the words it uses.

    Examples:
        eh procedure show
        eh procedure show sandwell
        eh procedure show sandwell initial-taf
        eh procedure show initial-taf
        eh procedure show --routes
        eh procedure show sandwell --list note-type
        eh procedure show nottinghamshire --list term --csv
    """
    desk: Desk = ctx.obj
    procedure, duty = known.meant(desk, name, duty)
    if routes or kind:
        lists.show(desk, known.entries(procedure, "route" if routes else kind), known.OF_ENTRIES)
        return
    if duty and not desk.settings.for_a_script:
        screen.lines(card(duty_on_sheet(procedure.duty(duty), desk.days.workdays)))
    else:
        lists.show(desk, known.duties(procedure, duty), known.OF_A_DUTY if duty else known.OF_DUTIES)
    lists.notes(known.notes(desk, procedure, duty))


def switches(ctx: typer.Context) -> None:
    """Whether it is on, and what it asks for.

    Examples:
        eh procedure switches
        eh procedure switches --json
    """
    desk: Desk = ctx.obj
    none = f"{desk.rules.procedure.name} has nothing that can be switched off."
    lists.show(desk, chosen.switches(desk), chosen.OF_SWITCHES, none=none)


def switch(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="SWITCH", help="What the procedure lets an authority switch: eh procedure switches")
    ],
    state: Annotated[str, typer.Argument(metavar="on|off")],
    reason: Reason = "",
) -> None:
    """The choice, its reason and who made it are kept.

    Examples:
        eh procedure switch covid-19 off --reason "Trust guidance ended" --by jmay
    """
    off = typed_words.one_of(state, ("on", "off"), "state of a switch") == "off"
    recorded.recorded(ctx.obj, choices.switch(ctx.obj, name, off=off, reason=reason))


def reason_list(
    ctx: typer.Context,
    team: FollowedBy = "",
) -> None:
    """Those the procedure prints, and the authority's own.

    Examples:
        eh reason list
    """
    lists.show(ctx.obj, chosen.reasons(ctx.obj, team), chosen.OF_REASONS)


def reason_add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The reason, as it will be typed.")],
    purpose: Annotated[str, typer.Option("--for", metavar="opening|closing")] = "closing",
) -> None:
    """The sources print few, and eh makes none up.

    Examples:
        eh reason add "Outcomes met" --for closing --by jmay
    """
    recorded.recorded(ctx.obj, choices.add_reason(ctx.obj, text, purpose=purpose))


def diff(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="A procedure, from: eh procedure list")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another.")],
) -> None:
    """Duty by duty.

    Examples:
        eh procedure diff sandwell nottinghamshire
        eh procedure diff sandwell-teh sandwell-cog --csv
    """
    headings = {"duty": "Duty", "what": "What", "one": one, "other": other}
    lists.show(ctx.obj, known.differing(one, other), headings, none="They ask for the same.")


def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A procedure pack, or the name of one in use.")],
) -> None:
    """Everything that is wrong with it is named at once, by file, item and key, in the order of the file: a key that
    there is not, a clause that no command could ever meet, a command that cannot be typed so. Exit code 2 then.

    Examples:
        eh procedure check council/data/procedures/ours.toml
        eh procedure check sandwell
        eh procedure check ours.toml --json
    """
    desk: Desk = ctx.obj
    found = checking.checked(file, quoted.wrong, desk.days.today)
    if desk.settings.as_json:
        screen.answer(packs.as_values(found))
    if found.mistakes:
        screen.tell(packs.how_many(found) if desk.settings.as_json else packs.in_words(found))
    elif not desk.settings.as_json:
        screen.out(f"{file} can be used. {packs.in_a_sentence(found.procedure)}")
        lists.notes(found.warnings)
    if found.mistakes:
        raise typer.Exit(BadPack.code)


def new(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A short name for it, such as ours: letters and hyphens.")
    ],
) -> None:
    """A file with remarks in the council's own folder, for whoever writes a procedure down: fill in its blanks, and
    have it checked. A procedure that is there already is left alone.

    Examples:
        eh procedure new ourshire
    """
    desk: Desk = ctx.obj
    short = typed_words.slug(name, "procedure")
    screen.out(f"Written: {skeleton.write(short, desk.days.today)}")
    screen.tell(f"Fill in its blanks, then: eh procedure check {short}")


def cover(
    ctx: typer.Context,
    rows: Annotated[bool, typer.Option("--rows", help="Every row, with what holds it or why it is left out.")] = False,
    state: Annotated[str, typer.Option(metavar="STATE", help="Only rows that are held, left-out or open.")] = "",
) -> None:
    """By source and kind: held, left out with a reason, open.

    Examples:
        eh procedure coverage
        eh procedure coverage --rows --state open
    """
    if rows or state:
        lists.show(ctx.obj, known.requirements(state), known.OF_REQUIREMENTS)
    else:
        lists.show(ctx.obj, known.counts(), known.OF_COUNTS)
    lists.notes(known.usable()[1].values())


def sheet(
    ctx: typer.Context, name: Name, out: Annotated[str, typer.Option(metavar="FILE", help="The Word file.")] = ""
) -> None:
    """Each rule in English with its citation, and worked dates over Good Friday, Christmas, 29 February, a
    one-off holiday and the year's end.

    Examples:
        eh procedure sheet sandwell --out sandwell.docx
    """
    from ehcli.printing import procedure_sheet  # Word

    screen.out(f"Written: {procedure_sheet.write(ctx.obj, name, out)}")


def what_if(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The procedure to try, from: eh procedure list")],
    team: Teams = None,
) -> None:
    """Every live task whose date it would move, end or begin. Nothing is written.

    Examples:
        eh procedure what-if nottinghamshire --team tipton
        eh procedure what-if haringey --csv > haringey.csv
    """
    found = trying.what_if(ctx.obj, name, team or ())
    columns = lists.with_team(ctx.obj, trying.HEADINGS, team or ())
    lists.show(ctx.obj, trying.as_rows(found), columns, none="Nothing would change.")
    screen.tell(f"{trying.in_a_sentence(trying.counted(found))} Nothing was written.")
    screen.tell(trying.as_if_always(name))


def adopt(
    ctx: typer.Context,
    name: Name,
    team: Annotated[str, typer.Option(metavar="SLUG", help="The team that takes it up.")] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day it is in force.")] = "",
    running: Annotated[bool, typer.Option("--running", help="What is running moves to it on that day.")] = False,
    reason: Reason = "",
) -> None:
    """From a day on: one recorded step, by a manager. What begins from that day follows it; what is running keeps its
    dates, unless --running is agreed: then it moves on that day, and not before. A day that is over is asked about.
    With --dry-run it says how many tasks would move, end, begin and be overdue at once.

    Examples:
        eh procedure adopt nottinghamshire --team tipton --from 2027-01-04 --by jmay --dry-run
        eh procedure adopt sandwell-cog --team tipton --from today --running --reason "Agreed at board" --by jmay
    """
    recorded.recorded(ctx.obj, procedure_change.adopt(ctx.obj, name, team, since, running=running, reason=reason))
