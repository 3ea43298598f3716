"""The procedures that duties come from, and the choices an authority records about them."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli import packs, staff
from ehcli.cli import words
from ehcli.dates import long
from ehcli.desk import Desk
from ehcli.errors import NotFound, Refused, nearest
from ehcli.reasons import LISTS
from ehcli.record import reading
from ehcli.show import lists, screen


def list_procedures(ctx: typer.Context) -> None:
    """List the procedures that can be used.

    Examples:
        eh procedure list
    """

    desk: Desk = ctx.obj
    found = [packs.procedure(name) for name in packs.procedure_names()]
    rows = [
        {
            "name": each.name,
            "title": each.title,
            "version": each.version,
            "duties": len(each.duties),
            "warnings": each.stale(desk.today),
        }
        for each in found
    ]
    lists.show(
        desk,
        rows,
        {"name": "Name", "title": "Title", "version": "Version", "duties": "Duties", "warnings": "Warnings"},
    )


def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The procedure, such as sandwell.")],
    duty: Annotated[str, typer.Argument(metavar="[DUTY]", help="One duty, such as initial-taf.")] = "",
    routes: Annotated[bool, typer.Option("--routes", help="Its routes, levels, roles and trays instead.")] = False,
) -> None:
    """Show a procedure's duties with their limits and pages, or one duty.

    Examples:
        eh procedure show sandwell
        eh procedure show sandwell initial-taf
        eh procedure show sandwell --routes
    """

    desk: Desk = ctx.obj
    procedure = packs.procedure(name)
    if routes:
        named = [
            {
                "list": kind,
                "slug": each.slug,
                "name": each.name,
                "printed_in": "; ".join(cite.short for cite in each.cite),
            }
            for kind in ("level", "route", "role", "tray")
            for each in procedure.lists[kind]
        ]
        lists.show(desk, named, {"list": "List", "slug": "Type", "name": "Name", "printed_in": "Printed in"})
        return
    chosen = [procedure.duty(duty)] if duty else list(procedure.duties)
    rows = [
        {
            "duty": each.id,
            "title": each.title,
            "counts_from": str(rule.counts_from),
            "within": str(rule.within),
            "met_by": " or ".join(str(clause) for clause in each.met_by),
            "responsible": each.responsible,
            "printed_in": "; ".join(str(cite) if duty else cite.short for cite in rule.cite)
            or f"our default: {rule.reading}",
            "rows": [row for cite in rule.cite for row in cite.rows] or list(rule.rows),
        }
        for each in chosen
        for rule in each.rules
    ]
    headings = {
        "duty": "Duty",
        "title": "What",
        "counts_from": "Counts from",
        "within": "Within",
        "printed_in": "Printed in",
    }
    if duty:
        headings |= {"met_by": "Met by", "responsible": "Responsible", "rows": "Requirements"}
    lists.show(desk, rows, headings)
    for warning in procedure.stale(desk.today):
        screen.tell(f"Note: {warning}")


def switch(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="SWITCH", help="What the procedure lets an authority switch: covid-19.")
    ],
    state: Annotated[str, typer.Argument(metavar="on|off")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
) -> None:
    """Record the authority's choice to switch a duty off or on. The choice, its reason and who made it are kept.

    Examples:
        eh procedure switch covid-19 off --reason "Trust guidance ended" --by jmay
    """

    desk: Desk = ctx.obj
    state = words.one_of(state, ("on", "off"), "state of a switch")
    known = sorted({duty.switch for duty in desk.procedure.duties if duty.switch})
    if name not in known:
        raise NotFound(
            f"There is no switch '{name}'.", nearest(name, known) or f"There is {', '.join(known) or 'none'}."
        )
    reason = words.text(reason, "reason (--reason)")
    with desk.recording(reason) as now:
        login, role = now.decider()
        staff.require("switch", role=role, login=login, procedure=desk.procedure)
        now.row("choice", kind="switch", name=name, value=state, decided_by=login, reason=reason)
        for row in now.writer.rows("SELECT ref FROM episode WHERE closed_on = '' ORDER BY ref"):
            now.episode(row[0])
            now.settle_too(row[0])
    on, _ = desk.happened
    screen.out(f"{name} is {state} from {long(on)}, decided by {login}: {reason}")


def reason_list(ctx: typer.Context) -> None:
    """List the reasons for opening and closing: those the procedure prints, and the authority's own.

    Examples:
        eh reason list
    """
    desk: Desk = ctx.obj
    rows = []
    for verb, kind in LISTS.items():
        for named in desk.procedure.lists[kind]:
            rows.append(
                {
                    "for": verb,
                    "reason": named.name,
                    "printed_in": "; ".join(cite.short for cite in named.cite),
                }
            )
        for name in reading.choices(desk.record, kind):
            rows.append({"for": verb, "reason": name, "printed_in": "added by the authority"})
    lists.show(desk, rows, {"for": "For", "reason": "Reason", "printed_in": "Printed in"})


def reason_add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The reason, as it will be typed.")],
    verb: Annotated[str, typer.Option("--for", metavar="opening|closing")] = "closing",
) -> None:
    """Add a reason of the authority's own. The sources print few, and eh makes none up.

    Examples:
        eh reason add "Outcomes met" --for closing --by jmay
    """

    desk: Desk = ctx.obj
    verb = words.one_of(verb, LISTS, "use of a reason")
    text = words.text(text, "reason")
    with desk.recording() as now:
        login, role = now.decider()
        staff.require("switch", role=role, login=login, procedure=desk.procedure)
        known = {name.casefold() for name in reading.choices(now.writer, LISTS[verb])}
        known |= {named.name.casefold() for named in desk.procedure.lists[LISTS[verb]]}
        if text.casefold() in known:
            raise Refused(f"'{text}' is a reason for {verb} already.", "See: eh reason list")
        now.row("choice", kind=LISTS[verb], name=text, value="on", decided_by=login, reason="")
    screen.out(f"'{text}' is a reason for {verb} from now on, decided by {login}.")
