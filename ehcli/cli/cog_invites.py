"""Who is asked to a weekly Community Operating Group meeting: core members, and others for their own cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ehcli.cli.cog import DayOption, TeamOption
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.references import read
from ehcli.errors import BadInput
from ehcli.meetings import cog, cog_invitations, invitations
from ehcli.record import office
from ehcli.record.deriving import Outcome
from ehcli.screen import screen
from ehcli.show import lists, recorded

Out = Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the files.")]


def invite(
    ctx: typer.Context,
    team: TeamOption = "",
    day: DayOption = "",
    invite: Annotated[
        list[str] | None, typer.Option("--invite", metavar="WHO=METHOD", help="aroy=email; again for each.")
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="E-", help="They come for this case only; again for each.")
    ] = None,
    out: Out = "",
) -> None:
    """Record who is asked to a weekly COG meeting and how; write a calendar file for each, a draft by e-mail.

    Without --case they are core members, asked for the whole meeting; with it they come for those cases, and their
    file holds those slots alone. Nothing is sent. An agency that ended is left out and named.

    Examples:
        eh cog invite --team tipton --invite jmay=email --invite okafor-primary-school=phone
        eh cog invite --team tipton --day 2026-12-01 --invite "Okafor Primary School=secure-email" --case E-0001
    """

    desk: Desk = ctx.obj
    known = office.team(desk.record, typed_words.text(team, "team", "--team SLUG"))
    weekly = cog.meeting(desk.record, known.slug, desk.days.today, desk.days.day(day) if day else None)
    pairs = invitations.typed_pairs(invite or [], [], "", "")
    if not pairs or not all(method for method, _ in pairs.values()):
        raise BadInput("Who is asked, and how?", "Add --invite aroy=email", "weekly-invitation")
    cases = [read(each, "E") for each in case or []]
    cog_invitations.on_agenda(weekly, cog.agenda(desk, desk.record, weekly), cases)
    folder = invitations.folder(out) if not desk.settings.dry_run else Path()
    with desk.recording() as now:
        ways = cog_invitations.checked(now.writer, weekly, pairs)
        asked = [(guest.who, pairs[typed][0]) for typed, guest in ways.coming.items()]
        for who, method in asked:
            value = cog.kept_asking(method, cases)
            now.row("choice", kind=cog.invited(weekly), name=who, value=value, decided_by=now.decider()[0])
    listed = ", ".join(f"{who} ({method})" for who, method in asked)
    which = ", for " + ", ".join(cases) if cases else ""
    said = f"Asked to the weekly COG meeting of {long(weekly.day)}: {listed}{which}."
    made: dict[str, Any] = {"flags": ways.over}
    if not desk.settings.dry_run:
        made |= files(desk, weekly, folder)
    recorded.recorded(
        desk, Said(Outcome(dry_run=desk.settings.dry_run), said, ref=f"{known.slug} {weekly.day}", more=made)
    )
    tell(desk, made)


def files(desk: Desk, weekly: cog.Weekly, folder: Path) -> dict[str, Any]:
    """Writes the files of a meeting; what scripts are told of them."""
    made = cog_invitations.write(desk, weekly, folder)
    return {
        "calendars": {who: str(file) for who, file in made.calendars.items()},
        "drafts": {who: str(file) for who, file in made.drafts.items()},
        "without_email": list(made.without),
    }


def tell(desk: Desk, made: dict[str, Any]) -> None:
    """Says who is left out, and names the files that were written."""
    if desk.settings.quiet or desk.settings.as_json:
        return
    for flag in made.get("flags", ()):
        screen.tell(f"Note: {flag}")
    for who, file in made.get("calendars", {}).items():
        screen.tell(f"Calendar file for {who}: {file}")
    for who, file in made.get("drafts", {}).items():
        screen.tell(f"Draft for {who}, not sent: {file}")
    if made.get("without_email"):
        screen.tell(f"No e-mail address is known for {', '.join(made['without_email'])}.")


def list_invitations(ctx: typer.Context, team: TeamOption = "", day: DayOption = "", out: Out = "") -> None:
    """List who is asked to a weekly COG meeting, how and for which cases; with --out, write the files again.

    Write them again when a slot moved or a case came off the agenda: the new files change or cancel the old ones.

    Examples:
        eh cog invitations --team tipton
        eh cog invitations --team tipton --out ~/Invitations
    """

    desk: Desk = ctx.obj
    known = office.team(desk.record, typed_words.text(team, "team", "--team SLUG"))
    weekly = cog.meeting(desk.record, known.slug, desk.days.today, desk.days.day(day) if day else None)
    rows = [
        {"who": each.who, "method": each.method, "asked_for": list(each.cases) or ["every case"]}
        for each in cog.asked(desk.record, weekly)
    ]
    if out:
        tell(desk, files(desk, weekly, invitations.folder(out)))
    columns = {"who": "Who", "method": "Invited by", "asked_for": "For"}
    lists.show(desk, rows, columns, none="Nobody is asked to it yet.")
