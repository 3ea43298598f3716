"""The procedures that duties come from, and the choices an authority records about them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ehcli.acts import adopting
from ehcli.cli import quoted
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.reasons import LISTS
from ehcli.desk.said import Said
from ehcli.errors import BadInput, EhError, NotFound, Refused, nearest
from ehcli.packs import coverage, refusal
from ehcli.packs import reading as packs_reading
from ehcli.procedures import citation
from ehcli.procedures import sheet as procedures_sheet
from ehcli.procedures.diff import differences
from ehcli.procedures.extending import ABOUT_A_CHANGE
from ehcli.procedures.procedure import Procedure
from ehcli.record import deriving, office
from ehcli.record.deriving import Outcome
from ehcli.screen import screen
from ehcli.show import lists, recorded

OfTeam = Annotated[
    str, typer.Option("--team", metavar="SLUG", help="Of the procedure this team follows; else your own.")
]


def list_procedures(ctx: typer.Context) -> None:
    """Examples:
    eh procedure list
    """

    desk: Desk = ctx.obj
    found = [packs_reading.procedure(name) for name in packs_reading.procedure_names()]
    rows = [
        {
            "name": each.name,
            "title": each.title,
            "version": each.version,
            "duties": len(each.duties),
            "warnings": each.stale(desk.days.today),
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
    """Show a procedure's duties with their limits and pages, one duty whole, or one of its lists.

    The lists are what the procedure names and says beside its duties: levels, roles and what each may decide, note
    types with their headings, forms, reasons, consent rules, checklists, ladders, the words it uses.

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
    procedure, duty = meant(desk, name, duty)
    if routes or kind:
        show_list(desk, procedure, list_named(procedure, "route" if routes else kind))
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
            "printed_in": (citation.in_full(rule.cite) if duty else citation.in_short(rule.cite))
            or f"our default: {rule.reading}",
            "rows": [row for cite in rule.cite for row in cite.rows] or list(rule.rows),
            "says": list(procedures_sheet.sentences(each)),
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
    if duty and not desk.settings.as_json and not desk.settings.as_csv:
        card(procedures_sheet.duty_on_sheet(chosen[0], desk.days.workdays))
    else:
        lists.show(desk, rows, headings | ({"rows": "Requirements"} if duty else {}))
    for entry in procedure.kept["change"] if duty else ():
        if entry.slug == duty:
            keys = ", ".join(key for key in entry.more if key not in ABOUT_A_CHANGE)
            printed = citation.in_full(entry.cite) or f"its default: {entry.more['reading']}"
            screen.tell(f"Note: {procedure.title} changes {keys} of the procedure it extends ({printed}).")
    for warning in procedure.stale(desk.days.today):
        screen.tell(f"Note: {warning}")


def meant(desk: Desk, name: str, duty: str) -> tuple[Procedure, str]:
    """The procedure that is named, else the one in force for who asks, and the duty; raises NotFound.

    One word may be a duty of the procedure in force as well.
    """
    if name in packs_reading.procedure_names() or duty:
        return packs_reading.procedure(name), duty
    try:
        known = office.signed_in(desk.unsettled, desk.who.user)
        here = desk.rules.programme(known.team if known else "").in_force(desk.days.today)
    except EhError:
        if not name:
            raise
        return packs_reading.procedure(name), duty
    if not name or any(each.id == name for each in here.duties):
        return here, name
    return packs_reading.procedure(name), duty


def card(duty: procedures_sheet.DutyOnSheet) -> None:
    """One duty whole, as it stands on the sheet to sign."""
    screen.out(f"{duty.title} ({duty.id})")
    for sentence in duty.says:
        screen.out(f"  {sentence}")
    for rule in duty.rules:
        screen.out(f"\n{rule.says}")
        for printed in rule.printed:
            screen.out(f"  {printed}")


def list_named(procedure: Procedure, kind: str) -> str:
    """One of the lists that a procedure has; raises NotFound with those there are."""
    wanted = kind.strip().casefold().replace("_", "-").replace(" ", "-")
    known = {name: entries for name, entries in procedures_sheet.lists(procedure).items() if entries}
    for name in known:
        if wanted in (name, f"{name}s"):
            return name
    if wanted in procedures_sheet.lists(procedure):
        raise NotFound(f"The procedure {procedure.name} prints no {wanted.replace('-', ' ')}s.", one_of(known))
    raise NotFound(f"There is no list '{kind}'.", nearest(wanted, list(known)) or one_of(known))


def one_of(known: Iterable[str]) -> str:
    return f"It has: {', '.join(sorted(known))}."


def show_list(desk: Desk, procedure: Procedure, kind: str) -> None:
    """The entries of one of a procedure's lists: what each says, and where it is printed."""
    rows = [
        {
            "list": kind,
            "slug": entry.slug,
            "name": entry.name,
            "says": entry.says,
            "printed_in": list(entry.printed),
            "rows": list(entry.rows),
        }
        for entry in procedures_sheet.lists(procedure)[kind]
    ]
    headings = {"list": "List", "slug": "Slug", "name": "Name", "says": "Says", "printed_in": "Printed in"}
    lists.show(desk, rows, headings)


def procedures_here(desk: Desk) -> list[Procedure]:
    """The procedures that the record and its teams follow today."""
    teams = ["", *(team.slug for team in office.teams(desk.record))]
    return list(
        {each.name: each for each in (desk.rules.programme(team).in_force(desk.days.today) for team in teams)}.values()
    )


def switches(ctx: typer.Context) -> None:
    """List what the procedure lets an authority switch off: whether it is on, and what it asks for.

    Examples:
        eh procedure switches
        eh procedure switches --json
    """
    desk: Desk = ctx.obj
    off = office.switched_off(desk.record)
    rows = [
        {
            "switch": name,
            "state": "off" if name in off else "on",
            "procedure": each.name,
            "asks_for": [duty.title for duty in each.duties if duty.switch == name],
            "printed_in": "; ".join(
                dict.fromkeys(cite.short for duty in each.duties if duty.switch == name for cite in duty.citations)
            ),
        }
        for each in procedures_here(desk)
        for name in each.switches
    ]
    headings = {"switch": "Switch", "state": "State", "asks_for": "Asks for", "printed_in": "Printed in"}
    lists.show(desk, rows, headings, none=f"{desk.rules.procedure.name} has nothing that can be switched off.")


def switch(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="SWITCH", help="What the procedure lets an authority switch: eh procedure switches")
    ],
    state: Annotated[str, typer.Argument(metavar="on|off")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
) -> None:
    """Record the authority's choice to switch a duty off or on. The choice, its reason and who made it are kept.

    Examples:
        eh procedure switch covid-19 off --reason "Trust guidance ended" --by jmay
    """

    desk: Desk = ctx.obj
    state = typed_words.one_of(state, ("on", "off"), "state of a switch")
    known = [name for each in procedures_here(desk) for name in each.switches]
    if name not in known:
        raise NotFound(
            f"There is no switch '{name}'.", nearest(name, known) or f"There is {', '.join(known) or 'none'}."
        )
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("switch", desk.rules.procedure)
        now.row("choice", kind="switch", name=name, value=state, decided_by=login, reason=reason)
        for ref in deriving.open_episodes(now.writer):
            now.episode(ref)
            now.settle_too(ref)
    on, _ = desk.days.happened
    said = f"{name} is {state} from {long(on)}, decided by {login}: {reason}."
    recorded.recorded(desk, Said(Outcome(entry=now.entry, dry_run=desk.settings.dry_run), said, ref=name))


def reason_list(ctx: typer.Context, team: OfTeam = "") -> None:
    """List the reasons for opening and closing: those the procedure prints, and the authority's own.

    Examples:
        eh reason list
    """
    desk: Desk = ctx.obj
    procedure = desk.procedure_for(team)
    rows = []
    for verb, kind in LISTS.items():
        for named in procedure.lists[kind]:
            rows.append(
                {
                    "for": verb,
                    "reason": named.name,
                    "printed_in": citation.in_short(named.cite),
                }
            )
        for name in office.choices(desk.record, kind):
            rows.append({"for": verb, "reason": name, "printed_in": "added by the authority"})
    lists.show(desk, rows, {"for": "For", "reason": "Reason", "printed_in": "Printed in"})


def reason_add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The reason, as it will be typed.")],
    verb: Annotated[str, typer.Option("--for", metavar="opening|closing")] = "closing",
) -> None:
    """The sources print few, and eh makes none up.

    Examples:
        eh reason add "Outcomes met" --for closing --by jmay
    """

    desk: Desk = ctx.obj
    verb = typed_words.one_of(verb, LISTS, "use of a reason")
    text = typed_words.text(text, "reason")
    with desk.recording() as now:
        login = now.require("switch", desk.rules.procedure)
        known = {name.casefold() for name in office.choices(now.writer, LISTS[verb])}
        known |= {named.name.casefold() for named in desk.rules.procedure.lists[LISTS[verb]]}
        if text.casefold() in known:
            raise Refused(f"'{text}' is a reason for {verb} already.", "See: eh reason list")
        now.row("choice", kind=LISTS[verb], name=text, value="on", decided_by=login, reason="")
    said = f"'{text}' is a reason for {verb} from now on, decided by {login}."
    recorded.recorded(desk, Said(Outcome(entry=now.entry, dry_run=desk.settings.dry_run), said, ref=text))


def diff(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="A procedure, from: eh procedure list")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another.")],
) -> None:
    """Show what is different between two procedures, duty by duty.

    Examples:
        eh procedure diff sandwell nottinghamshire
        eh procedure diff sandwell-teh sandwell-cog --csv
    """
    desk: Desk = ctx.obj
    found = list(differences(packs_reading.procedure(one), packs_reading.procedure(other)))
    headings = {"duty": "Duty", "what": "What", "one": one, "other": other}
    lists.show(desk, [each._asdict() for each in found], headings, none="They ask for the same.")


def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A procedure pack, or the name of one in use.")],
) -> None:
    """Check a procedure pack: what is wrong with it is named by file, item and key.

    A command that it gives for a duty must be one of eh, with options that it has.

    Examples:
        eh procedure check council/data/procedures/ours.toml
        eh procedure check sandwell
    """
    desk: Desk = ctx.obj
    found = packs_reading.load(
        packs_reading.procedure_file(file) if file in packs_reading.procedure_names() else Path(file)
    )
    for duty in found.duties:
        for command in quoted.commands(duty.how):
            if why := quoted.wrong(command):
                said = f"'eh {' '.join(command)}' cannot be typed so: {why}"
                raise refusal.refusal(Path(file).name, f"duty {duty.id}", "how", said)
    said = f"{found.title} {found.version}: {len(found.duties)} duties, {len(found.closing_checks)} closing checks."
    if desk.settings.as_json:
        screen.as_json(
            {
                "name": found.name,
                "version": found.version,
                "duties": len(found.duties),
                "warnings": found.stale(desk.days.today),
            }
        )
        return
    screen.out(f"{file} can be used. {said}")
    for warning in found.stale(desk.days.today):
        screen.tell(f"Note: {warning}")


def cover(
    ctx: typer.Context,
    rows: Annotated[bool, typer.Option("--rows", help="Every row, with what holds it or why it is left out.")] = False,
    state: Annotated[str, typer.Option(metavar="STATE", help="Only rows that are held, left-out or open.")] = "",
) -> None:
    """Count the requirement rows of each source and kind: held, left out with a reason, open.

    Examples:
        eh procedure coverage
        eh procedure coverage --rows --state open
    """
    desk: Desk = ctx.obj
    found = coverage.standings([packs_reading.procedure(name) for name in packs_reading.procedure_names()])
    if rows or state:
        wanted = (
            typed_words.one_of(state, ("held", "left-out", "open"), "state of a row").replace("-", " ") if state else ""
        )
        told = [
            {
                "row": each.requirement.id,
                "kind": each.requirement.kind,
                "place": each.requirement.place,
                "state": each.state,
                "where": each.where,
            }
            for each in found
            if wanted in ("", each.state)
        ]
        lists.show(
            desk, told, {"row": "Row", "kind": "Kind", "place": "Place", "state": "State", "where": "By what, or why"}
        )
        return
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for each in found:
        key = (each.requirement.id[:3], each.requirement.kind)
        tally = counts.setdefault(key, {"held": 0, "left out": 0, "open": 0})
        tally[each.state] += 1
    table: list[dict[str, object]] = [
        {"source": source, "kind": kind, **tally} for (source, kind), tally in sorted(counts.items())
    ]
    total = {state: sum(tally[state] for tally in counts.values()) for state in ("held", "left out", "open")}
    table.append({"source": "all", "kind": "", **total})
    lists.show(
        desk, table, {"source": "Source", "kind": "Kind", "held": "Held", "left out": "Left out", "open": "Open"}
    )


def sheet(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The procedure, from: eh procedure list")],
    out: Annotated[str, typer.Option(metavar="FILE", help="The Word file.")] = "",
) -> None:
    """Write a procedure as a Word document that a manager can read and sign.

    Each rule in English with its citation, and worked dates over Good Friday, Christmas, 29 February, a
    one-off holiday and the year's end.

    Examples:
        eh procedure sheet sandwell --out sandwell.docx
    """
    desk: Desk = ctx.obj
    procedure = packs_reading.procedure(name)
    named = f"{procedure.name}-{procedure.version}.docx"
    file = Path(out).expanduser() if out else Path(named)
    file = file / named if file.is_dir() else file
    from ehcli.paper import word

    word.write_sheet(procedures_sheet.sheet(procedure, desk.days.workdays), file)
    screen.out(f"Written: {file}")


def what_if(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The procedure to try, from: eh procedure list")],
    team: Annotated[str, typer.Option(metavar="SLUG", help="One team; every team if left out.")] = "",
) -> None:
    """List every live task whose date another procedure would move, end or begin. Nothing is written.

    Examples:
        eh procedure what-if nottinghamshire --team tipton
        eh procedure what-if haringey --csv > haringey.csv
    """
    desk: Desk = ctx.obj
    slug = office.team(desk.record, team).slug if team else ""
    found = adopting.as_rows(list(adopting.what_if(desk, packs_reading.programme(name).as_of(desk.days.today), slug)))
    headings = {
        "task": "Task",
        "episode": "Episode",
        "title": "What",
        "what": "Change",
        "due": "Due now",
        "would_be": "Would be",
        "with_whom": "With",
        "overdue_at_once": "Overdue at once",
    }
    lists.show(desk, found, headings, none="Nothing would change.")
    counts = {what: sum(1 for row in found if row["what"] == what) for what in ("moves", "ends", "begins")}
    late = sum(1 for row in found if row["overdue_at_once"])
    said = f"{counts['moves']} would move, {counts['ends']} would end, {counts['begins']} would begin"
    screen.tell(f"{said}; {late} would be overdue at once. Nothing was written.")


def adopt(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The procedure, from: eh procedure list")],
    team: Annotated[str, typer.Option(metavar="SLUG", help="The team that takes it up.")] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day it is in force.")] = "",
    running: Annotated[bool, typer.Option("--running", help="What is running moves to it too.")] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
) -> None:
    """Have a team take up another procedure from a day on: one recorded step, by a manager.

    What begins from that day follows it; what is running keeps its dates, unless --running is agreed.

    Examples:
        eh procedure adopt nottinghamshire --team tipton --from 2027-01-04 --by jmay
        eh procedure adopt sandwell-cog --team tipton --from today --running --reason "Agreed at board" --by jmay
    """
    desk: Desk = ctx.obj
    if not team or not since:
        raise BadInput("Which team, and from which day?", "Add --team SLUG --from DATE")
    first = desk.days.day(since)
    programme = packs_reading.programme(name)
    if first < programme.steps[0][0]:
        raise BadInput(f"{name} is in force from {long(programme.steps[0][0])}.", "Choose that day or a later one.")
    if running and not reason.strip():
        raise BadInput("Moving what is running needs its reason.", "Add --reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("switch", desk.rules.procedure)
        slug = office.team(now.writer, team).slug
        for day in adopting.days(now.writer, slug, first.isoformat(), running):
            now.row("choice", kind=f"adopted:{slug}", name=day, value=name, decided_by=login, reason=reason)
        now.writer.set_about("procedures", " ".join(dict.fromkeys([*desk.rules.names, name])))
        now.writer.set_about("worklist", "to be worked out again")
    if not desk.settings.dry_run:
        desk.forget()
        _ = desk.record
    moved = " What is running moves too." if running else ""
    said = f"{slug} follows {name} from {long(first)}, decided by {login}.{moved}"
    recorded.recorded(desk, Said(Outcome(entry=now.entry, dry_run=desk.settings.dry_run), said, ref=slug))
