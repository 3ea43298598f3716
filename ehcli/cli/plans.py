"""The plan and minutes of a TAF: what was said under the procedure's headings, and who does what by when."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import plans
from ehcli.cli.meetings import MeetingRef
from ehcli.desk.desk import Desk
from ehcli.meetings import plan as meetings_plan
from ehcli.meetings import tafs
from ehcli.screen import screen
from ehcli.show import meetings as show_meetings
from ehcli.show import recorded


def plan(
    ctx: typer.Context,
    meeting: MeetingRef,
    part: Annotated[
        list[str] | None, typer.Option("--part", metavar="HEADING=TEXT", help="What was said; again for each.")
    ] = None,
    child: Annotated[str, typer.Option(metavar="P-", help="The child that these texts are about.")] = "",
    own: Annotated[
        list[str] | None, typer.Option("--own", metavar="HEADING=TEXT", help="Under a heading of the team's own.")
    ] = None,
    action: Annotated[
        list[str] | None, typer.Option("--action", metavar="'WHAT; WHO; BY'", help="An action; again for each.")
    ] = None,
    from_: Annotated[str, typer.Option("--from", metavar="FILE", help="A filled-in form: TOML or JSON.")] = "",
    form: Annotated[bool, typer.Option("--form", help="Print a blank form with the procedure's headings.")] = False,
) -> None:
    """Texts stand under the procedure's headings; what is recorded again takes the place of what stood there, and
    the old words are kept. At a terminal with nothing given, asks heading by heading.

    Examples:
        eh taf plan M-0001 --form > plan.toml
        eh taf plan M-0001 --from plan.toml
        eh taf plan M-0001 --part "Intended outcomes=Kit is at school on time" --action "Ring the school; aroy; +5wd"
        eh taf plan M-0001 --child P-0001 --part "Child's voice=I like it when we all eat together"
    """
    desk: Desk = ctx.obj
    if form:
        screen.whole(meetings_plan.blank(desk, meeting))
        return
    written = plans.typed(part or (), own or (), action or (), child, from_)
    if not (written.texts or written.actions or from_) and screen.can_ask(desk.settings.no_input):
        from ehcli.asking import questions

        written = plans.Written(*questions.plan(*meetings_plan.asked_of(desk, meeting)))
    recorded.recorded(desk, plans.plan(desk, meeting, written=written))


def action(
    ctx: typer.Context,
    meeting: MeetingRef,
    item: Annotated[int, typer.Argument(metavar="NUMBER", help="The action's number, from: eh show M-0001")],
    done: Annotated[bool, typer.Option("--done", help="It is done, today or on --on.")] = False,
    not_done: Annotated[bool, typer.Option("--not-done", help="It is not done after all.")] = False,
    who: Annotated[str, typer.Option(metavar="WHO", help="Who does it from now on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="By when, from now on.")] = "",
) -> None:
    """It changes when somebody else does it, or by another day.

    Examples:
        eh taf action M-0001 2 --done --on yesterday
        eh taf action M-0001 1 --who aroy --until +10wd
    """
    said = plans.action(ctx.obj, meeting, item, done=done, not_done=not_done, who=who, until=until)
    recorded.recorded(ctx.obj, said)


def agenda(ctx: typer.Context, meeting: MeetingRef) -> None:
    """It has the procedure's items, and the open actions of the meetings before.

    Examples:
        eh taf agenda M-0002
        eh taf agenda M-0002 --json
    """
    desk: Desk = ctx.obj
    settled, known = tafs.taf(desk, meeting)
    told = meetings_plan.agenda(desk, settled, known)
    if desk.settings.as_json:
        screen.answer(told)
        return
    procedure = desk.procedure_of(settled.episode.ref)
    screen.out(f"{known.ref}: {procedure.meeting_kinds[known.kind].name} of {settled.episode.ref}")
    show_meetings.agenda(told, procedure.name)
