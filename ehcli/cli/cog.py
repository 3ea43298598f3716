"""Weekly Community Operating Group meetings: when they are, and who is discussed when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.days.typed_dates import long
from ehcli.decisions import forms
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput
from ehcli.letters.fields import in_full
from ehcli.meetings import cog, invitations
from ehcli.paper.pages import Block, Heading, Letter, Paragraph, Run, Table
from ehcli.printing.press import Press
from ehcli.procedures.procedure import WEEKLY
from ehcli.record import office
from ehcli.record.deriving import Outcome
from ehcli.screen import screen
from ehcli.show import lists, recorded

TeamOption = Annotated[str, typer.Option("--team", metavar="SLUG", help="The team.")]
DayOption = Annotated[str, typer.Option("--day", metavar="DATE", help="The meeting's day; else the next.")]


def schedule(
    ctx: typer.Context,
    team: TeamOption = "",
    at: Annotated[str, typer.Option(metavar="WHEN", help="'2026-12-01 09:30'.")] = "",
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where.")] = "",
    slot: Annotated[int, typer.Option(metavar="MINUTES", help="How long each case has.")] = cog.SLOT,
) -> None:
    """Give a team's weekly COG meeting its day, time and place; again for the same day, to change it.

    Examples:
        eh cog schedule --team tipton --at "2026-12-01 09:30" --venue "Town hall"
        eh cog schedule --team tipton --at "2026-12-08 09:30" --venue "Town hall" --slot 30
    """

    desk: Desk = ctx.obj
    slug = office.team(desk.record, typed_words.text(team, "team", "--team SLUG")).slug
    cog.form_of(desk.rules.programme(slug).in_force(desk.days.today))
    day, clock = desk.days.moment(typed_words.text(at, "date and time", "--at 'DATE TIME'"), "date of the meeting")
    if not clock or not 5 <= slot <= 240:
        raise BadInput("At what time is it, and how long has each case?", "Add --at '2026-12-01 09:30' --slot 20")
    if day < desk.days.today:
        raise BadInput(f"{long(day)} has passed.", "Check the date.")
    with desk.recording() as now:
        value = cog.kept(clock, typed_words.text(venue, "venue", "--venue TEXT"), slot)
        now.row("choice", kind=f"cog:{slug}", name=day.isoformat(), value=value, decided_by=now.decider()[0])
    said = f"Weekly COG meeting of {slug}: {long(day)} at {clock}, {venue}, {slot} minutes for each case."
    recorded.recorded(desk, Said(Outcome(dry_run=desk.settings.dry_run), said, ref=f"{slug} {day}"))
    if why := desk.days.workdays_of(slug).off(day):
        screen.tell(f"Warning: {long(day)} is not a working day ({why}).")


def list_meetings(ctx: typer.Context, team: TeamOption = "") -> None:
    """List a team's weekly COG meetings to come.

    Examples:
        eh cog list --team tipton
    """
    desk: Desk = ctx.obj
    slug = office.team(desk.record, typed_words.text(team, "team", "--team SLUG")).slug
    rows = [
        {"planned_on": each.day.isoformat(), "at": each.at, "venue": each.venue, "cases": len(found)}
        for each in cog.meetings(desk.record, slug, desk.days.today)
        for found in [cog.agenda(desk, desk.record, each)]
    ]
    columns = {"planned_on": "On", "at": "At", "venue": "Venue", "cases": "Cases"}
    lists.show(desk, rows, columns, none="No weekly COG meetings to come.")


def add(
    ctx: typer.Context,
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")],
    day: DayOption = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is taken there.")] = "",
) -> None:
    """Put a case on the agenda of its team's weekly COG meeting: the duties before the meeting begin.

    Examples:
        eh cog add E-0001 --day 2026-12-01 --reason "Little progress" --by jmay
    """

    desk: Desk = ctx.obj
    on, at = desk.days.happened
    wanted = desk.days.day(day) if day else None
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        ref = stands.episode.ref
        weekly = cog.meeting(now.writer, stands.episode.team, desk.days.today, wanted)
        cog.add(desk, now.writer, ref, weekly, reason)
        now.tell(
            forms.form(
                stands.episode,
                form=cog.form(desk, weekly.team),
                stage="listed",
                children=(),
                on=on,
                at=at,
                today=desk.days.today,
                about_on=weekly.day,
            )
        )
    recorded.recorded(desk, Said(now.outcome, f"{ref} is on the agenda of {weekly.team}, {long(weekly.day)}.", ref=ref))
    if desk.settings.as_json or desk.settings.quiet or desk.settings.dry_run:
        return
    mine = next(each for each in cog.agenda(desk, desk.record, weekly) if each.episode == ref)
    if mine.consent == "missing":
        asks = cog.procedure(desk, weekly.team).pages_printed("weekly-consent")
        screen.tell(f"Warning: no consent is on file; it is needed, or the reason is minuted ({asks}).")


def agenda(
    ctx: typer.Context,
    team: TeamOption = "",
    day: DayOption = "",
    only: Annotated[str, typer.Option("--for", metavar="WHO", help="Only the slots of this worker or agency.")] = "",
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Write it as a Word file too.")] = "",
) -> None:
    """Show the cases of a weekly COG meeting, each with its slot: the case list for the members, --csv for a file.

    With --for, somebody who comes for some cases sees those and no other family's.

    Examples:
        eh cog agenda --team tipton
        eh cog agenda --team tipton --day 2026-12-01 --csv
        eh cog agenda --team tipton --for aroy --out ~/Letters
    """

    desk: Desk = ctx.obj
    known = office.team(desk.record, typed_words.text(team, "team", "--team SLUG"))
    weekly = cog.meeting(desk.record, known.slug, desk.days.today, desk.days.day(day) if day else None)
    slots = cog.agenda(desk, desk.record, weekly, only)
    rows = [
        {"at": each.at, "until": each.until, "episode": each.episode, "children": list(each.children)}
        | {"worker": each.worker, "reason": each.reason, "consent": each.consent}
        for each in slots
    ]
    columns = {"at": "From", "till": "To", "episode": "Episode", "children": "Children"}
    columns |= {"worker": "Worker", "reason": "Why", "consent": "Consent"}
    rows = [{("till" if key == "until" else key): value for key, value in row.items()} for row in rows]
    if out:
        screen.tell(f"Agenda: {document(desk, known, weekly, slots, only, out)}")
    lists.show(desk, rows, columns, none="No case is on this agenda.")


def document(desk: Desk, team: office.TeamNow, weekly: cog.Weekly, slots: list[cog.Slot], only: str, out: str) -> Path:
    """Writes the agenda on the house letterhead; for one person, with that person's own slots alone."""
    press = Press(desk, out=out)
    title = "Weekly Community Operating Group meeting"
    when = f"{in_full(weekly.day)} at {weekly.at}, {weekly.venue}"
    cells = tuple((f"{each.at} to {each.until}", each.episode, ", ".join(each.children), each.reason) for each in slots)
    items = [Paragraph((Run(f"{number}. {item}"),)) for number, item in enumerate(printed(desk, team.slug), start=1)]
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Paragraph((Run(when),)),
        Heading(2, "Your cases" if only else "Cases"),
        Table(("Time", "Episode", "Children", "Why"), cells),
        Heading(2, "For each case"),
        *items,
    )
    name = f"COG-{team.slug}-{weekly.day.isoformat()}{f'-{invitations.safe_name(only)}' if only else ''}"
    letter = Letter("cog-agenda", "1.0", title, name, in_full(desk.days.today), team.name, (), blocks)
    file = press.folder / f"{name}.docx"
    press.put(press.made(letter, None, {}, False), file)
    return file


def printed(desk: Desk, team: str) -> list[str]:
    """What the procedure has every case of a weekly meeting go through."""
    for each in desk.rules.programme(team).in_force(desk.days.today).kept.get("agenda", ()):
        listed = each.more.get("items")
        if WEEKLY in (each.meetings or ()) and isinstance(listed, list):
            return [str(item) for item in listed]
    return []
