"""Records the plan and minutes of a TAF, and what becomes of its actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehcli.acts.who import children
from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.episode import Meeting
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.meetings import plan as meetings_plan
from ehcli.meetings import tafs
from ehcli.meetings.plan import Agreed, Part, Wanted
from ehcli.procedures.kept import Against, Kept
from ehcli.procedures.procedure import Procedure, matched
from ehcli.record import minuted
from ehcli.record.deriving import Settled

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


class Written(NamedTuple):
    """What is to be recorded in a plan: its texts, its actions, and which of its headings are the team's own."""

    texts: Sequence[Wanted] = ()
    actions: Sequence[Agreed] = ()
    own: frozenset[str] = frozenset()


def typed(part: Sequence[str], own: Sequence[str], action: Sequence[str], child: str, file: str) -> Written:
    """The plan as it was typed, with what a filled-in form adds; raises BadInput for what cannot be read."""
    texts = [Wanted(heading, child, text) for heading, text in (meetings_plan.pair(each, "--part") for each in part)]
    ours = [Wanted(heading, child, text) for heading, text in (meetings_plan.pair(each, "--own") for each in own)]
    actions = [meetings_plan.agreed(each) for each in action]
    named = {matched(each.heading) for each in ours}
    if file:
        told, more, free = meetings_plan.from_file(Path(file).expanduser())
        texts, actions, named = texts + told, actions + more, named | free
    return Written(texts + ours, actions, frozenset(named))


def plan(desk: Desk, meeting: str, *, written: Written) -> Said:
    """What a meeting said under the procedure's headings, and who does what by when.

    Raises Refused where the meeting was not held, and BadInput for a heading that the procedure does not print.
    """
    with desk.recording() as now:
        settled, known = tafs.told_of(now, meeting)
        procedure = now.procedure(settled.episode.ref)
        headings = meetings_plan.parts(procedure, known.kind)
        if not (written.texts or written.actions):
            raise nothing(headings, procedure, known)
        texts = [checked(each, headings, settled, written.own, procedure.name) for each in written.texts]
        items = write(desk, now, settled, known, texts, written.actions, rules := Kept(procedure))
    said = f"Plan of {known.ref}: {len(texts)} texts, {len(items)} actions."
    asides = [
        f"Warning: action {item} was to be done by {long(_day(each))}, which has passed."
        for item, each in items
        if each.by_when and each.by_when < desk.days.today.isoformat()
    ]
    if not headings:
        asides.append(f"Note: {procedure.name} prints no headings for a plan; these are the authority's own.")
    if known.reached in ("approved", "sent"):
        asides.append(
            f"Note: the minutes of {known.ref} are {known.reached} already; what is recorded now is not in that."
        )
    return Said(
        now.outcome,
        said,
        ref=known.ref,
        more={"actions": [item for item, _ in items]},
        lines=[f"Action {item}: {each.action} - {each.who}{by(each)}" for item, each in items],
        asides=asides,
        notes=rules.warnings,
    )


def nothing(headings: Sequence[Part], procedure: Procedure, meeting: Meeting) -> BadInput:
    """That nothing was typed, with the headings that something can stand under."""
    listed = "; ".join(each.heading for each in headings) or f"{procedure.name} prints none: the authority's own"
    return BadInput(
        "There is nothing to record in the plan.", f"Headings: {listed}. A blank form: eh taf plan {meeting.ref} --form"
    )


def _day(each: Agreed) -> date:
    return date.fromisoformat(each.by_when)


def by(each: Agreed) -> str:
    """By when an action was agreed, in words; nothing where it was not."""
    return f", by {long(_day(each))}" if each.by_when else ""


def checked(each: Wanted, headings: Sequence[Part], settled: Settled, own: frozenset[str], procedure: str) -> Wanted:
    """The text under its heading as the procedure spells it, with the child's reference where one is asked for."""
    part = meetings_plan.part(headings, each.heading, own=matched(each.heading) in own, procedure=procedure)
    child = a_child(settled, each.child)
    if part.per_child and not child:
        about = ", ".join(f"{ref} {name}" for ref, name in settled.names.items())
        raise BadInput(f"'{part.heading}' is asked of each child.", f"Say which: --child P-...; it is about {about}.")
    return Wanted(part.heading, child, each.text)


def write(
    desk: Desk,
    now: Recording,
    settled: Settled,
    meeting: Meeting,
    texts: Sequence[Wanted],
    agreed: Sequence[Agreed],
    against: Against,
) -> list[tuple[int, Agreed]]:
    """Adds the rows of a plan; the actions with their numbers."""
    if not meeting.held_on:
        raise Refused(
            f"{meeting.ref} has not been held, so it has no plan yet.",
            f"First: eh taf held {meeting.ref} --attended NAMES",
        )
    for text in texts:
        now.row("plan-part", meeting=meeting.ref, part=text.heading, child=text.child, text=text.text)
    first = max((each.item for each in minuted.agreed(now.writer, meeting.ref)), default=0) + 1
    items = []
    for item, each in enumerate(agreed, start=first):
        made = complete(desk, now, settled, each, against)
        now.row("plan-action", meeting=meeting.ref, item=item, done_on="", **made._asdict())
        items.append((item, made))
    return items


def complete(desk: Desk, now: Recording, settled: Settled, typed: Agreed, against: Against) -> Agreed:
    """An action with its day and references as the record keeps them; raises Refused where it lacks what is done."""
    hint, rule = "Type it as --action 'WHAT; WHO; BY WHEN'.", "who-does-an-action"
    if not typed.action:
        raise Refused("An action does not say what is done.", hint, rule)
    if not typed.who:
        against(Refused(f"An action does not say who does it: {typed.action}.", hint, rule))
    by_when = desk.days.day(typed.by_when, "date of an action").isoformat() if typed.by_when else ""
    who = meetings_plan.who(now.writer, settled, typed.who) if typed.who else meetings_plan.UNSAID
    return Agreed(typed.action, who, by_when, a_child(settled, typed.child))


def a_child(settled: Settled, typed: str) -> str:
    """The child that is meant, by reference; empty where none is, and NotFound for anybody else."""
    return children(settled, [typed])[0] if typed else ""


def action(
    desk: Desk, meeting: str, item: int, *, done: bool = False, not_done: bool = False, who: str = "", until: str = ""
) -> Said:
    """An action of a plan is done or not done after all, or changes hands or its day.

    Raises NotFound for a number that the plan does not have, and Refused where it stands so already.
    """
    if done == not_done and not (who or until):
        raise BadInput("What changes?", "Add --done, --not-done, --who WHO or --until DATE")
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it is done.")
    with desk.recording() as now:
        settled, known = tafs.told_of(now, meeting)
        found = of_number(minuted.agreed(now.writer, known.ref), known, item)
        refuse_same(found, known, on, done=done, not_done=not_done)
        changed = found._replace(
            who=meetings_plan.who(now.writer, settled, who) if who else found.who,
            by_when=desk.days.day(until, "date of an action").isoformat() if until else found.by_when,
            done_on=on.isoformat() if done else "" if not_done else found.done_on,
        )
        now.row("plan-action", **changed._asdict())
    by_when = f", by {changed.by_when}" if changed.by_when else ""
    state = f"done on {long(on)}" if done else f"open, {changed.who}{by_when}"
    return Said(now.outcome, f"Action {item} of {known.ref} ({found.action}): {state}.", ref=known.ref)


def of_number(actions: Sequence[minuted.Action], meeting: Meeting, item: int) -> minuted.Action:
    """The action of that number; raises NotFound with the numbers there are."""
    found = next((each for each in actions if each.item == item), None)
    if not found:
        numbers = ", ".join(str(each.item) for each in actions) or "none"
        raise NotFound(f"{meeting.ref} has no action {item}.", f"Its actions: {numbers}. See: eh show {meeting.ref}")
    return found


def refuse_same(found: minuted.Action, meeting: Meeting, on: date, *, done: bool, not_done: bool) -> None:
    """Raises for an action that stands so already, or that was done before its meeting."""
    if done and meeting.held_on and on < meeting.held_on:
        raise BadInput(f"{meeting.ref} was held on {long(meeting.held_on)}, after {long(on)}.", "Check the date.")
    if done and found.done_on:
        was = long(date.fromisoformat(found.done_on))
        raise Refused(f"Action {found.item} was done on {was}.", f"See: eh show {meeting.ref}")
    if not_done and not found.done_on:
        raise Refused(f"Action {found.item} is open already.", f"See: eh show {meeting.ref}")
