"""Lists: what is overdue, what is due, today on one screen, trays, and finding people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from ehcli.cli.app import Teams
from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput
from ehcli.lists import nothing_owed
from ehcli.lists import tasks as wanted
from ehcli.procedures.bands import OTHERWISE
from ehcli.screen import screen
from ehcli.screen.hints import HINTS
from ehcli.show import lists, tasks

Bands = Annotated[
    list[str] | None,
    typer.Option("--band", "-b", metavar="BAND", help="Only harm, unseen, plan, waiting or record; again for each."),
]
By = Annotated[str, typer.Option("--by", metavar="WHAT", help="By date, family, worker, team or duty.")]
ByTeam = Annotated[
    str, typer.Option("--by", metavar="WHAT", help="By team: a row a team; by date: the list of before.")
]
Worker = Annotated[str, typer.Option("--worker", metavar="NAME", help="One worker's episodes and tasks.")]


def overdue(
    ctx: typer.Context,
    team: Teams = None,
    worker: Worker = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 when something is overdue that is not on hold.")
    ] = False,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="What was overdue on that day.")] = "",
    known_at: Annotated[str, typer.Option(metavar="DATE", help="Going by what was recorded by that day.")] = "",
    band: Bands = None,
    by: By = "",
) -> None:
    """What is due today is not overdue. At a terminal a child's safety comes first, a line a family.

    With -b harm and -b unseen, as at a terminal, it has more: what has no date, what is due in harm within five
    working days, and the cases that nobody holds. Only what is overdue counts for --exit-code.

    Examples:
        eh overdue --team tipton
        eh overdue -b harm -b unseen
        eh overdue --team tipton --by date
        eh overdue --worker aroy --csv > overdue.csv
        eh overdue --team tipton --team oldbury --json
        eh overdue --team tipton --fields task,due,children,worker
        eh overdue --team tipton --as-of 2026-03-03 --known-at 2026-03-03
    """
    desk: Desk = ctx.obj
    if as_of or known_at:
        from ehcli.lists.as_of import overdue_then  # it works episodes out, which no other list needs

        found, day = overdue_then(desk, team or (), worker, as_of=as_of, known_at=known_at)
        if by not in ("", "date"):
            raise BadInput("What was overdue on a day gone by is listed by date.", "Leave out --by")
        show(desk, found, team or (), list, bands=band, by="date", none=f"Nothing{{}} was overdue on {day}.")
    else:
        found = wanted.overdue(desk, team or (), worker)

        def besides() -> list[dict[str, Any]]:
            from ehcli.lists.first_things import presses

            until = wanted.soon_is(desk)
            return [each for each in wanted.safety(desk, team or (), worker) if presses(each, until)]

        none, again = f"Nothing{{}} is overdue on {long(desk.days.today)}.", asked_again("overdue", team, worker)
        show(desk, found, team or (), besides, bands=band, by=by, none=none, again=again)
        nothing_owed.tell(desk, team or (), worker)
    if exit_code and wanted.is_late(each for each in found if not band or (each["band"] or OTHERWISE) in band):
        raise typer.Exit(1)


def due(
    ctx: typer.Context,
    team: Teams = None,
    worker: Worker = "",
    within: Annotated[
        str, typer.Option(metavar="LENGTH", help="How many days ahead: 5wd, 10d, 2w, 4 weeks, or a date.")
    ] = wanted.WITHIN,
    band: Bands = None,
    by: By = "",
) -> None:
    """Today's tasks are among them; what is late already is not. With -b harm and -b unseen, as at a terminal, it has
    what has no date too.

    Examples:
        eh due --team tipton
        eh due --worker aroy --within 10wd
    """
    desk: Desk = ctx.obj
    found, until = wanted.due(desk, team or (), worker, within=within)

    def besides() -> list[dict[str, Any]]:
        return [each for each in wanted.safety(desk, team or (), worker) if each["status"] == "open"]

    ahead = "" if within == wanted.WITHIN else until.isoformat()
    none, again = f"Nothing{{}} falls due by {long(until)}.", asked_again("due", team, worker, ahead)
    show(desk, found, team or (), besides, bands=band, by=by, none=none, again=again)


def asked_again(name: str, teams: Sequence[str] | None, worker: str, within: str = "") -> str:
    """The command that asks for the same list of the same record."""
    told = [*(("--team", each) for each in teams or ()), ("--worker", worker), ("--within", within)]
    return HINTS.command(["eh", name, *(part for option in told if option[1] for part in option)])


def show(
    desk: Desk,
    found: list[dict[str, Any]],
    teams: Sequence[str],
    besides: Callable[[], list[dict[str, Any]]],
    *,
    bands: Sequence[str] | None,
    by: str,
    none: str,
    again: str = "",
) -> None:
    """A list of tasks, with a child's safety first where a person reads it; what else reads it loads none of that."""
    if not (bands or by or screen.on_terminal()):
        tasks.show(desk, found, teams, none=none.format(""))
        return
    from ehcli.lists import by_band

    asked = by_band.Asked(by_band.bands_named(bands or ()), by_band.by_named(by), none, again)
    by_band.show(desk, found, teams, asked, besides)


def today(
    ctx: typer.Context,
    team: Annotated[
        list[str] | None,
        typer.Option(
            "--team", metavar="SLUG", help="One team; again for each. Your own at a terminal, else every one."
        ),
    ] = None,
    worker: Worker = "",
    by: ByTeam = "",
    only: Annotated[
        str, typer.Option("--only", metavar="PART", help="One part of the screen whole, such as mine, waiting or all.")
    ] = "",
) -> None:
    """At a terminal one screen for whoever asks; else what is overdue and due, meetings, letters owed, and trays.

    Examples:
        eh today
        eh today --only mine
        eh today --by team
        eh today --team tipton
        eh today --worker aroy --json
    """
    from ehcli.lists import today as one_day
    from ehcli.show import today as one_screen

    if by not in ("", "date", "team"):
        raise BadInput(f"Today is not told by '{by}'.", "Its screen is told by team; the list of before: --by date")
    if only and by:
        raise BadInput("One part of the screen is not told by anything.", "Leave out --by")
    if only or by == "team" or (screen.on_terminal() and not ctx.obj.settings.as_json and by != "date"):
        from ehcli.lists import today_on_screen

        if only:
            today_on_screen.only(ctx.obj, only, team or (), worker)
        elif by:
            today_on_screen.by_team(ctx.obj, team or (), worker)
        else:
            today_on_screen.show(ctx.obj, team or (), worker)
        nothing_owed.tell(ctx.obj, team or (), worker)
        return
    found = one_day.today(ctx.obj, team or (), worker)._asdict()
    if ctx.obj.settings.as_json:
        screen.answer(found)
    else:
        one_screen.show(ctx.obj, found, team or (), worker)
    nothing_owed.tell(ctx.obj, team or (), worker)


def tray(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[TRAY]", help="A tray, from: eh procedure show --list tray")] = "",
    team: Teams = None,
    worker: Worker = "",
) -> None:
    """With no tray, how many wait in each.

    Examples:
        eh tray --team tipton
        eh tray business-support --team tipton
        eh tray worker --worker aroy
    """
    if not name:
        counts = wanted.trays(ctx.obj, team or (), worker)
        lists.show(ctx.obj, counts, {"tray": "Tray", "waiting": "Waiting"}, none="Every tray is empty.")
        return
    found, slug = wanted.in_tray(ctx.obj, name, team or (), worker)
    tasks.show(ctx.obj, found, team or (), none=f"The {slug} tray is empty.")


def minutes(
    ctx: typer.Context,
    mine: Annotated[bool, typer.Option("--mine", help="Those that you may do next.")] = False,
    to_type: Annotated[bool, typer.Option("--to-type", help="Those to type.")] = False,
    to_approve: Annotated[bool, typer.Option("--to-approve", help="Those to approve.")] = False,
    to_send: Annotated[bool, typer.Option("--to-send", help="Those to send.")] = False,
    chase: Annotated[bool, typer.Option("--chase", help="Those not handed in, by worker.")] = False,
    team: Teams = None,
) -> None:
    """Of each meeting that was held, what its minutes can reach next, by when, and whom that waits for.

    Examples:
        eh minutes --team tipton
        eh minutes --mine
        eh minutes --to-send --team tipton --team oldbury
        eh minutes --chase --csv > chase.csv
        eh minutes --to-type --fields meeting --csv | eh taf minutes - --stage typed --yes
    """
    from ehcli.lists import minutes as owing  # it reads the procedures, which no list of tasks needs

    asked = {"handed-in": chase, "typed": to_type, "approved": to_approve, "sent": to_send}
    stages = [stage for stage, wanted in asked.items() if wanted]
    found = owing.owed(ctx.obj, team or (), stages, mine=mine, by_worker=chase)
    lists.show(ctx.obj, found.rows, lists.with_team(ctx.obj, owing.HEADINGS, team or ()), none=found.none)
    lists.notes(found.notes)


def find(
    ctx: typer.Context,
    search: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Names, parts of names or a postcode.")],
) -> None:
    """Accents and case do not matter.

    Examples:
        eh find larkin
        eh find wren lark
        eh find DY49JB
    """
    from ehcli.lists import finding

    typed = " ".join(search)
    lists.show(ctx.obj, finding.find(ctx.obj, typed), finding.HEADINGS, none=f"Nobody is found by '{typed}'.")
