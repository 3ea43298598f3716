"""Lists: what is overdue, what is due, today on one screen, trays, and finding people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.episodes.facts import TRAYS
from ehcli.errors import BadInput
from ehcli.record import meeting_rows, office, stories
from ehcli.record import people as record_people
from ehcli.record.tasks import letters_to_come, tray_counts, worklist
from ehcli.screen import screen
from ehcli.show import lists, tasks

Team = Annotated[str, typer.Option("--team", metavar="SLUG", help="One team; every team if left out.")]
Worker = Annotated[str, typer.Option("--worker", metavar="NAME", help="One worker's episodes and tasks.")]


def scope(desk: Desk, team: str, worker: str) -> Any:
    """The team and worker that were named, as the record knows them; raises NotFound with the nearest."""
    return {
        "team": office.team(desk.record, team).slug if team else "",
        "worker": office.worker(desk.record, worker).login if worker else "",
    }


def overdue(
    ctx: typer.Context,
    team: Team = "",
    worker: Worker = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 when something is overdue that is not on hold.")
    ] = False,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="What was overdue on that day.")] = "",
    known_at: Annotated[str, typer.Option(metavar="DATE", help="Going by what was recorded by that day.")] = "",
) -> None:
    """What is due today is not overdue.

    Examples:
        eh overdue --team tipton
        eh overdue --worker aroy --csv > overdue.csv
        eh overdue --team tipton --json
        eh overdue --team tipton --as-of 2026-03-03 --known-at 2026-03-03
    """
    desk: Desk = ctx.obj
    if as_of or known_at:
        day = desk.days.day(as_of) if as_of else desk.days.today
        known = desk.days.day(known_at) if known_at else None
        if known and known > desk.days.today:
            raise BadInput(f"What will be known on {long(known)} is not known yet.", "Name today or a day gone by.")
        from ehcli.lists.as_of import overdue as overdue_then

        found = overdue_then(desk, day, known, **scope(desk, team, worker))
        tasks.show(
            desk, found, none=f"Nothing was overdue on {long(day)}{f', as known on {long(known)}' if known else ''}."
        )
        if exit_code and any(not item["on_hold_since"] for item in found):
            raise typer.Exit(1)
        return
    owed = worklist(desk.record, **scope(desk, team, worker), before=desk.days.today.isoformat())
    tasks.show(desk, tasks.items(desk, owed, desk.days.today), none=f"Nothing is overdue on {long(desk.days.today)}.")
    if exit_code and any(not each.on_hold_since for each in owed):
        raise typer.Exit(1)


def due(
    ctx: typer.Context,
    team: Team = "",
    worker: Worker = "",
    within: Annotated[
        str, typer.Option(metavar="LENGTH", help="How far ahead: 5wd, 10d, 2w, 4 weeks, or a date.")
    ] = "5wd",
) -> None:
    """List what falls due from today on.

    Examples:
        eh due --team tipton
        eh due --worker aroy --within 10wd
    """
    desk: Desk = ctx.obj
    until = desk.days.ahead(within)
    if until < desk.days.today:
        raise BadInput(f"{long(until)} has passed.", "For what is late already: eh overdue")
    owed = worklist(
        desk.record, **scope(desk, team, worker), since=desk.days.today.isoformat(), until=until.isoformat()
    )
    tasks.show(desk, tasks.items(desk, owed, desk.days.today), none=f"Nothing falls due by {long(until)}.")


def today(ctx: typer.Context, team: Team = "", worker: Worker = "") -> None:
    """Show today on one screen: overdue, due today, meetings, and what waits in trays.

    Examples:
        eh today --team tipton
        eh today --worker aroy --json
    """
    desk: Desk = ctx.obj
    here = scope(desk, team, worker)
    now = desk.days.today.isoformat()
    late = tasks.items(desk, worklist(desk.record, **here, before=now), desk.days.today)
    due_now = tasks.items(desk, worklist(desk.record, **here, since=now, until=now), desk.days.today)
    to_come = letters_to_come(desk.record, desk.about, **here)
    letters = tasks.items(desk, [row for row, _ in to_come], desk.days.today)
    meetings = meeting_rows.meetings(desk.record, team=here["team"], since=now, until=now)
    if worker:
        held = set(stories.held_by(desk.record, here["worker"]))
        meetings = [row for row in meetings if row.episode in held]
    waiting = tray_counts(desk.record, **here)
    if desk.settings.as_json:
        screen.as_json(
            {
                "today": now,
                "overdue": late,
                "due_today": due_now,
                "meetings": [row._asdict() for row in meetings],
                "letters_owed": letters,
                "trays": dict(waiting),
            }
        )
        return
    screen.out(f"{long(desk.days.today)}{f', {team}' if team else ''}{f', {worker}' if worker else ''}")
    for heading, found in ((f"Overdue: {len(late)}", late), (f"Due today: {len(due_now)}", due_now)):
        screen.out(f"\n{heading}")
        tasks.listing(found, none="")
    screen.out(f"\nMeetings today: {len(meetings)}")
    screen.listing(
        ("Meeting", "At", "Kind", "Episode", "Venue"),
        [(m.ref, m.planned_at, m.kind, m.episode, m.venue) for m in meetings],
    )
    screen.out(f"\nLetters owed: {len(letters)}")
    screen.listing(("Task", "Episode", "Due"), [(item["task"], item["episode"], tasks.due(item)) for item in letters])
    screen.out("\nTrays: " + (", ".join(f"{tray} {count}" for tray, count in waiting) or "empty"))


def tray(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[TRAY]", help="A tray, from: eh procedure show --list tray")] = "",
    team: Team = "",
    worker: Worker = "",
) -> None:
    """List the tasks waiting in a tray; with no tray, how many wait in each.

    Examples:
        eh tray --team tipton
        eh tray business-support --team tipton
        eh tray worker --worker aroy
    """

    desk: Desk = ctx.obj
    here = scope(desk, team, worker)
    counts = tray_counts(desk.record, **here)
    if not name:
        rows = [{"tray": each, "waiting": count} for each, count in counts]
        lists.show(desk, rows, {"tray": "Tray", "waiting": "Waiting"}, none="Every tray is empty.")
        return
    known = dict.fromkeys([*TRAYS, *(each for each, _ in counts)])
    slug = typed_words.one_of(name, known, "tray")
    tasks.show(
        desk,
        tasks.items(desk, worklist(desk.record, **here, tray=slug), desk.days.today),
        none=f"The {slug} tray is empty.",
    )


def find(
    ctx: typer.Context,
    search: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Names, parts of names or a postcode.")],
) -> None:
    """Find people and their episodes by name or postcode; accents and case do not matter.

    Examples:
        eh find larkin
        eh find wren lark
        eh find DY49JB
    """

    desk: Desk = ctx.obj
    refs = record_people.find(desk.record, " ".join(search))
    people = record_people.people(desk.record, refs)
    by_person: dict[str, list[tuple[str, str, str, str, str, str]]] = {}
    for row in record_people.episodes_of(desk.record, refs):
        by_person.setdefault(row[0], []).append(row)
    rows = [
        {
            "person": ref,
            "name": people[ref].name,
            "born": people[ref].born,
            "family": row[1],
            "episode": row[2],
            "team": row[3],
            "opened_on": row[4],
            "closed_on": row[5],
        }
        for ref in refs
        for row in by_person.get(ref, [(ref, "", "", "", "", "")])
    ]
    headings = {
        "person": "Person",
        "name": "Name",
        "born": "Born",
        "family": "Family",
        "episode": "Episode",
        "team": "Team",
        "opened_on": "Opened",
        "closed_on": "Closed",
    }
    lists.show(desk, rows, headings, none=f"Nobody is found by '{' '.join(search)}'.")
