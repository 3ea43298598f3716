"""Writes a letter, shows what it would say, and makes the file of one that waits to be posted once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.letters import fields, recipients, still
from ehcli.letters.unposted import unposted
from ehcli.machine import folders
from ehcli.paper.plain_text import as_text
from ehcli.printing.press import LARGE, Press, Printed
from ehcli.record import texts
from ehcli.record.deriving import Outcome
from ehcli.show import lists

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.paper.templates import Template
    from ehcli.procedures.procedure import Procedure

OF_KINDS = {"kind": "Kind", "summary": "What for", "audience": "For", "asked_for_by": "Asked for by"}
OF_KINDS |= {"version": "Version", "printed_in": "Wording", "rows": "Serves"} | lists.beside("procedures", "satisfies")


class Order(NamedTuple):
    """A letter as somebody asks for it."""

    kind: str
    episode: str
    to: str = ""
    meeting: str = ""
    reply_by: str = ""
    agency: str = ""
    field: Sequence[str] = ()
    released_by: str = ""
    reason: str = ""
    afresh: bool = False


class Written(NamedTuple):
    """A letter that was written, and what an officer should know of it."""

    outcome: Outcome
    episode: str
    printed: Printed
    remarks: Sequence[str]


def letter(desk: Desk, press: Press, order: Order) -> Said:
    """The letter is printed, and recorded as written; it meets nothing before it is posted.

    Raises BadInput that names everything it lacks, and Refused where whoever it goes to may not be written to.
    """
    outcome, episode, printed, remarks = written(desk, press, order)
    file = str(printed.file or Path())
    said = f"Letter {printed.ref} ({printed.kind}) for {episode}: {file}"
    if not printed.file:
        said = f"Letter ({printed.kind})."
    more = {"file": file, "kind": printed.kind, "formats": list(printed.formats)}
    return Said(outcome, said, ref=printed.ref, more=more, asides=remarks)


def preview(desk: Desk, press: Press, order: Order) -> str:
    """What the letter would say; nothing is written."""
    desk.settings = desk.settings._replace(dry_run=True)
    return as_text(written(desk, press, order._replace(afresh=True)).printed.letter)


def written(desk: Desk, press: Press, order: Order) -> Written:
    """Prints the letter and records it; nothing of either on a dry run."""
    dated, _ = desk.days.happened
    if dated > desk.days.today:
        raise BadInput(
            f"A letter cannot be dated {long(dated)}: that is to come.", "Leave --on out, or check the date."
        )
    with press, desk.recording(order.reason) as now:
        stands = now.episode(order.episode)
        procedure = press.procedure(now, stands)
        letting = fields.release(now, procedure, order.released_by, order.reason, desk.days.today)
        template = press.template(order.kind, procedure.name)
        more = by_hand(desk, now, press, order, procedure.name)
        recipient, notes = recipients.recipient(
            now.writer, stands, procedure, template.audience, to=order.to, on=desk.days.today, release=letting
        )
        meeting = read(order.meeting, "M") if order.meeting else ""
        printed = press.letter(
            now, stands, order.kind, recipient, dated, meeting=meeting, more=more, afresh=order.afresh
        )
    remarks = [*(f"Note: {note}" for note in notes), *of_print(press, printed, procedure.name)]
    return Written(now.outcome, stands.episode.ref, printed, remarks)


def by_hand(desk: Desk, now: Recording, press: Press, order: Order, procedure: str) -> dict[str, object]:
    """What was given for this letter alone: fields, the day to reply by, and the agency that it advises."""
    from ehcli.paper import templates

    template = press.template(order.kind, procedure)
    more = fields.by_hand(order.field, press.fields(template), templates.fixed(template), desk.days.day)
    if order.reply_by:
        more["reply_by"] = desk.days.day(order.reply_by, "day to reply by")
    return more | (recipients.advised(now.writer, order.agency) if order.agency else {})


def of_print(press: Press, printed: Printed, procedure: str) -> list[str]:
    """What an officer should know of a letter that was printed."""
    template, found = press.template(printed.kind, procedure), []
    if asked := [each for each in printed.formats if each != LARGE]:
        found.append(f"{printed.ref}: this person asked for {', '.join(asked)}. That has not been done: see the cover.")
    if template.procedures and procedure not in template.procedures:
        found.append(f"Note: {procedure} prints no such letter; it belongs to {', '.join(template.procedures)}.")
    if template.ours:
        found.append(
            "Note: the wording is eh's own; no source prints it. A council's own goes in its letter_templates."
        )
    return found


def again(desk: Desk, press: Press, order: Order, *, preview: bool = False) -> tuple[dict[str, Any], str]:
    """Makes the file of a letter that waits to be posted once more: as a script and as a person is told of it.

    Raises NotFound where none waits, and Refused for somebody outside the group that it is restricted to.
    """
    settled = desk.settled(order.episode)
    found = [ref for ref, to in unposted(settled.told, order.kind).items() if not order.to or to == order.to]
    if not found:
        raise NotFound(
            f"No {order.kind} of {settled.episode.ref} waits to be posted.",
            f"See: eh letters list --episode {settled.episode.ref}",
        )
    row = texts.letters(desk.record, ref=found[-1], reader=desk.who.reader)[0]
    if not desk.who.reader.sees(row["open_to"]):
        raise Refused(
            f"{found[-1]} is restricted to {row['open_to']}.", f"Ask one of them: eh group show {row['open_to']}"
        )
    if stopped := still.stopped(desk.record, desk.days, desk.rules, [row["letter"]]):
        (found_now,) = stopped.values()
        raise Refused(f"{found_now.called} is not to be posted. {found_now.why}", "\n".join(found_now.todo))
    file = press.again(row) if not (desk.settings.dry_run or preview) else Path(row["file"])
    said = f"The same letter {row['letter']} again: {file}. It was printed on {long(date.fromisoformat(row['dated']))}."
    return {"reference": row["letter"], "file": str(file), "kind": order.kind, "again": True}, said


def kinds(procedure: Procedure) -> list[dict[str, Any]]:
    """The kinds of letter there are under a procedure, what each is for, and which of its duties ask for it."""
    from ehcli.paper import templates

    cited = {row.partition("-")[0] for duty in procedure.duties for cite in duty.citations for row in cite.rows}
    rows = []
    for each in templates.kinds(list(folders.folders("letter_templates")), procedure.name):
        here = [row for cite in each.cite for row in cite.rows if row.partition("-")[0] in cited]
        rows.append(
            {
                "kind": each.kind,
                "summary": each.summary,
                "audience": each.audience,
                "asked_for_by": asking(procedure, each),
                "version": each.version,
                "procedures": list(each.procedures),
                "satisfies": list(each.satisfies),
                "printed_in": "as printed" if here and not each.ours else "eh's own wording",
                "rows": here,
            }
        )
    return rows


def asking(procedure: Procedure, template: Template) -> list[str]:
    """The duties of a procedure that a kind of letter, or what it is written for, meets."""
    return [duty.id for duty in procedure.duties if template.kind in duty.letters or duty.id in template.satisfies]


def not_asked_for(procedure: Procedure) -> str:
    """What it means that nothing asks for a kind of letter."""
    return (
        f"No duty of {procedure.name} asks for a kind with nothing under '{OF_KINDS['asked_for_by']}'. "
        f"With nothing under '{OF_KINDS['rows']}' either, its documents do not speak of such a letter."
    )
