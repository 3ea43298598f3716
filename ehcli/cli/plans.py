"""The plan and minutes of a TAF: what was said under the procedure's headings, and who does what by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehcli.cli.meetings import MeetingRef, told_of
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.meetings import plan as meetings_plan
from ehcli.meetings.plan import Agreed, Part, Wanted
from ehcli.procedures.procedure import matched
from ehcli.record import meeting_rows, meetings
from ehcli.screen import screen
from ehcli.show import recorded
from ehcli.show.labels import shown

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.episodes.episode import Meeting
    from ehcli.record.deriving import Settled


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
    """Record the plan and minutes of a TAF: texts under the procedure's headings, and actions with who and by when.

    What is recorded again takes the place of what stood there; the old words are kept. At a terminal with
    nothing given, asks heading by heading.

    Examples:
        eh taf plan M-0001 --form > plan.toml
        eh taf plan M-0001 --from plan.toml
        eh taf plan M-0001 --part "Intended outcomes=Kit is at school on time" --action "Ring the school; aroy; +5wd"
        eh taf plan M-0001 --child P-0001 --part "Child's voice=I like it when we all eat together"
    """

    desk: Desk = ctx.obj
    row = meeting_rows.meeting(desk.record, meeting)
    settled = desk.settled(row.episode)
    known = settled.episode.meeting(row.ref)
    assert known  # the meeting's row is written from these facts
    procedure = desk.procedure_of(row.episode)
    if form:
        screen.whole(meetings_plan.form(procedure, settled, known))
        return
    headings = meetings_plan.parts(procedure, known.kind)
    texts = [Wanted(*_with(meetings_plan.pair(each, "--part"), child)) for each in part or []]
    ours = [Wanted(*_with(meetings_plan.pair(each, "--own"), child)) for each in own or []]
    agreed = [meetings_plan.agreed(each) for each in action or []]
    named = {matched(each.heading) for each in ours}
    if from_:
        told, more, free = meetings_plan.from_file(Path(from_).expanduser())
        texts, agreed, named = texts + told, agreed + more, named | free
    if not (texts or ours or agreed) and screen.can_ask(desk.settings.no_input) and not from_:
        texts, agreed = asked(headings, settled)
    if not (texts or ours or agreed):
        listed = "; ".join(each.heading for each in headings) or f"{procedure.name} prints none: the authority's own"
        raise BadInput(
            "There is nothing to record in the plan.", f"Headings: {listed}. A blank form: eh taf plan {row.ref} --form"
        )
    with desk.recording() as now:
        settled, known = told_of(now, row.ref)
        kept = [checked(each, headings, settled, named, procedure.name) for each in texts + ours]
        items = write(desk, now, settled, known, kept, agreed)
    said = f"Plan of {known.ref}: {len(kept)} texts, {len(items)} actions."
    recorded.recorded(desk, Said(now.outcome, said, ref=known.ref, more={"actions": [item for item, _ in items]}))
    if desk.settings.as_json or desk.settings.quiet:
        return
    for item, each in items:
        screen.out(f"Action {item}: {each.action} - {each.who}{f', by {long(_day(each))}' if each.by_when else ''}")
        if each.by_when and each.by_when < desk.days.today.isoformat():
            screen.tell(f"Warning: action {item} was to be done by {long(_day(each))}, which has passed.")
    if not headings:
        screen.tell(f"Note: {procedure.name} prints no headings for a plan; these are the authority's own.")
    if known.reached in ("approved", "sent"):
        screen.tell(
            f"Note: the minutes of {known.ref} are {known.reached} already; what is recorded now is not in that."
        )


def _with(found: tuple[str, str], child: str) -> tuple[str, str, str]:
    return found[0], child, found[1]


def _day(each: Agreed) -> date:
    return date.fromisoformat(each.by_when)


def checked(each: Wanted, headings: list[Part], settled: Settled, own: set[str], procedure: str) -> Wanted:
    """The text under its heading as the procedure spells it, with the child's reference where one is asked for."""
    part = meetings_plan.part(headings, each.heading, own=matched(each.heading) in own, procedure=procedure)
    known = {child.ref: child.name for child in settled.children}
    child = typed_words.children([each.child], known, known, settled.episode.ref)[0] if each.child else ""
    if part.per_child and not child:
        raise BadInput(
            f"'{part.heading}' is asked of each child.",
            f"Say which: --child P-...; it is about {', '.join(f'{ref} {name}' for ref, name in known.items())}.",
        )
    return Wanted(part.heading, child, each.text)


def write(
    desk: Desk, now: Recording, settled: Settled, meeting: Meeting, texts: list[Wanted], agreed: list[Agreed]
) -> list[tuple[int, Agreed]]:
    """Adds the rows of a plan; the actions with their numbers."""
    if not meeting.held_on:
        raise Refused(
            f"{meeting.ref} has not been held, so it has no plan yet.",
            f"First: eh taf held {meeting.ref} --attended NAMES",
        )
    for text in texts:
        now.row("plan-part", meeting=meeting.ref, part=text.heading, child=text.child, text=text.text)
    before = [each.item for each in meetings.actions(now.writer, settled.episode.ref) if each.meeting == meeting.ref]
    first = max(before, default=0) + 1
    names = {child.ref: child.name for child in settled.children}
    items = []
    for item, each in enumerate(agreed, start=first):
        if not each.action or not each.who:
            lacks = "who does it" if each.action else "what is done"
            raise Refused(
                f"An action does not say {lacks}{f': {each.action}' if each.action else ''}.",
                "Type it as --action 'WHAT; WHO; BY WHEN'.",
                "who-does-an-action",
            )
        by_when = desk.days.day(each.by_when, "date of an action").isoformat() if each.by_when else ""
        child = typed_words.children([each.child], names, names, settled.episode.ref)[0] if each.child else ""
        who = meetings_plan.who(now.writer, settled, each.who)
        made = Agreed(each.action, who, by_when, child)
        now.row("plan-action", meeting=meeting.ref, item=item, done_on="", **made._asdict())
        items.append((item, made))
    return items


def asked(headings: list[Part], settled: Settled) -> tuple[list[Wanted], list[Agreed]]:
    """The plan, asked for heading by heading at a terminal."""
    screen.tell("Press Enter to leave a heading out; Ctrl-C stops and records nothing.")
    texts = []
    for part in headings or [Part("")]:
        heading = part.heading or screen.ask("Heading of your authority's own")
        for child in settled.children if part.per_child else [None]:
            text = screen.ask(f"{heading}{f', {child.name}' if child else ''}") if heading else ""
            if text:
                texts.append(Wanted(heading, child.ref if child else "", text))
    agreed = []
    while typed := screen.ask("Action: what; who; by when"):
        agreed.append(meetings_plan.agreed(typed))
    return texts, agreed


def action(
    ctx: typer.Context,
    meeting: MeetingRef,
    item: Annotated[int, typer.Argument(metavar="NUMBER", help="The action's number, from: eh show M-0001")],
    done: Annotated[bool, typer.Option("--done", help="It is done, today or on --on.")] = False,
    not_done: Annotated[bool, typer.Option("--not-done", help="It is not done after all.")] = False,
    who: Annotated[str, typer.Option(metavar="WHO", help="Who does it from now on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="By when, from now on.")] = "",
) -> None:
    """Record that an action of a TAF's plan is done, or that somebody else does it, or by another day.

    Examples:
        eh taf action M-0001 2 --done --on yesterday
        eh taf action M-0001 1 --who aroy --until +10wd
    """

    desk: Desk = ctx.obj
    if done == not_done and not (who or until):
        raise BadInput("What changes?", "Add --done, --not-done, --who WHO or --until DATE")
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it is done.")
    with desk.recording() as now:
        settled, known = told_of(now, meeting)
        of_meeting = [each for each in meetings.actions(now.writer, settled.episode.ref) if each.meeting == known.ref]
        found = next((each for each in of_meeting if each.item == item), None)
        if not found:
            numbers = ", ".join(str(each.item) for each in of_meeting) or "none"
            raise NotFound(f"{known.ref} has no action {item}.", f"Its actions: {numbers}. See: eh show {known.ref}")
        if done and known.held_on and on < known.held_on:
            raise BadInput(f"{known.ref} was held on {long(known.held_on)}, after {long(on)}.", "Check the date.")
        if done and found.done_on:
            raise Refused(
                f"Action {item} was done on {long(date.fromisoformat(found.done_on))}.", f"See: eh show {known.ref}"
            )
        if not_done and not found.done_on:
            raise Refused(f"Action {item} is open already.", f"See: eh show {known.ref}")
        changed = found._replace(
            who=meetings_plan.who(now.writer, settled, who) if who else found.who,
            by_when=desk.days.day(until, "date of an action").isoformat() if until else found.by_when,
            done_on=on.isoformat() if done else "" if not_done else found.done_on,
        )
        now.row("plan-action", **changed._asdict())
    state = (
        f"done on {long(on)}" if done else f"open, {changed.who}{f', by {changed.by_when}' if changed.by_when else ''}"
    )
    recorded.recorded(
        desk, Said(now.outcome, f"Action {item} of {known.ref} ({found.action}): {state}.", ref=known.ref)
    )


def agenda(ctx: typer.Context, meeting: MeetingRef) -> None:
    """Show what a TAF goes through: the procedure's items, and the open actions of the meetings before.

    Examples:
        eh taf agenda M-0002
        eh taf agenda M-0002 --json
    """

    desk: Desk = ctx.obj
    row = meeting_rows.meeting(desk.record, read(meeting, "M"))
    settled = desk.settled(row.episode)
    known = settled.episode.meeting(row.ref)
    assert known  # the meeting's row is written from these facts
    told: dict[str, Any] = meetings_plan.agenda(desk, settled, known)
    if desk.settings.as_json:
        screen.as_json(told)
        return
    screen.out(f"{known.ref}: {known.kind} TAF of {settled.episode.ref}")
    screen.listing(("Item", "Printed in"), [(each["item"], each["printed_in"]) for each in told["items"]])
    if not told["items"]:
        screen.tell(f"{desk.procedure_of(row.episode).name} prints no agenda for it: the authority's own goes here.")
    screen.out("\nOpen actions:")
    columns = {
        "meeting": "Meeting",
        "item": "Action",
        "action": "What",
        "who": "Who",
        "by_when": "By",
        "state": "State",
    }
    cells = [[shown(key, each[key]) for key in columns] for each in told["carried"]]
    screen.listing(list(columns.values()), cells, none="None.")
