"""Invitations to Team Around the Family meetings: who is asked, how, what they answer, and the files to send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcli.cli import inviting
from ehcli.cli.meetings import MeetingRef
from ehcli.decisions import meetings
from ehcli.desk import typed_words
from ehcli.desk.at_meetings import told_of
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import VALUES
from ehcli.episodes.references import read
from ehcli.errors import BadInput
from ehcli.letters import fields
from ehcli.meetings import invitations
from ehcli.record import meeting_rows
from ehcli.screen import screen
from ehcli.show import lists, recorded

Out = Annotated[str, typer.Option("--out", metavar="DIR", help="The folder for the files.")]


def invite(
    ctx: typer.Context,
    meeting: MeetingRef,
    invite: Annotated[
        list[str] | None, typer.Option("--invite", metavar="WHO=METHOD", help="P-0003=letter; again for each.")
    ] = None,
    who: Annotated[
        list[str] | None, typer.Option("--who", metavar="WHO", help="A P- reference, login or agency; again for each.")
    ] = None,
    method: Annotated[str, typer.Option(metavar="METHOD", help="How those of --who are invited.")] = "",
    answer: Annotated[str, typer.Option(metavar="ANSWER", help="What they answered: coming or apologies.")] = "",
    as_before: Annotated[
        bool, typer.Option("--as-before", help="Those who were invited to the meeting before, in the same way.")
    ] = False,
    released_by: Annotated[
        str, typer.Option(metavar="LOGIN", help="The second person who looked at it and lets it go.")
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it may go, where a rule stands against it.")] = "",
    out: Out = "",
) -> None:
    """Record who is invited to a TAF and how; write the calendar file and a draft for each invited by e-mail.

    METHOD is letter, phone, in-person, email, secure-email, moveit, ehm, text or video. Nothing is sent: the
    files are for you to open and send, one to each person. An agency that ended is left out and named.

    Examples:
        eh taf invite M-0001 --invite P-0003=letter --invite aroy=email --invite okafor-primary-school=phone
        eh taf invite M-0001 --who P-0003 --method letter
        eh taf invite M-0001 --who P-0003 --answer coming
        eh taf invite M-0002 --as-before
        eh taf invite M-0001 --who P-0003 --method email --released-by jmay
    """

    desk: Desk = ctx.obj
    answer = typed_words.one_of(answer, VALUES["invited", "answer"], "answer") if answer else ""
    pairs = invitations.typed_pairs(invite or [], who or [], method, answer)
    folder = invitations.folder(out) if not desk.settings.dry_run else Path()
    on, _ = desk.days.happened
    with desk.recording(reason) as now:
        stands, known = told_of(now, meeting)
        if as_before:
            pairs = inviting.before(stands.episode, known) | pairs
        if not pairs:
            raise BadInput("Who is invited?", f"Add --invite P-0003=letter. {inviting.offered(stands)}")
        procedure = desk.procedure_of(stands.episode.ref)
        letting = fields.release(now, procedure, released_by, reason, desk.days.today)
        asked, ended = inviting.told(desk, now.writer, stands, known, pairs, letting)
        now.tell(
            meetings.invite(stands.episode, known, asked=asked, on=on, today=desk.days.today, released_by=letting.by)
        )
    done = inviting.done(desk, stands.episode.ref, known.ref, folder, asked, ended, on)
    recorded.recorded(
        desk, Said(now.outcome, f"{known.ref}: invited {inviting.in_words(asked)}.", ref=known.ref, more=done)
    )
    inviting.tell(desk, done)


def list_invitations(
    ctx: typer.Context,
    meeting: MeetingRef,
    out: Out = "",
    text: Annotated[bool, typer.Option("--text", help="Print the words to paste, and nothing else.")] = False,
) -> None:
    """List who is invited to a TAF, how, and what they answered; with --out, write the files again.

    Examples:
        eh taf invitations M-0001
        eh taf invitations M-0001 --text
        eh taf invitations M-0001 --out ~/Invitations
    """

    desk: Desk = ctx.obj
    row = meeting_rows.meeting(desk.record, read(meeting, "M"))
    settled = desk.settled(row.episode)
    known = settled.episode.meeting(row.ref)
    assert known  # the meeting's row is written from these facts
    if text:
        said = invitations.says(desk.record, settled, known)
        if desk.settings.as_json:
            screen.as_json({"meeting": known.ref, "text": said})
        else:
            screen.out(said)
        return
    people = invitations.guests(desk.record, settled, [each.who for each in known.asked])
    rows = [
        {
            "who": each.who,
            "name": person.name,
            "method": each.method,
            "on": each.on.isoformat(),
            "answer": each.answer,
            "email": person.email,
            "until": person.until,
        }
        for each, person in zip(known.asked, people, strict=True)
    ]
    columns = {"who": "Who", "name": "Name", "method": "Invited by", "on": "On", "answer": "Answer", "until": "Ended"}
    if out:
        inviting.tell(desk, inviting.files(desk, row.episode, row.ref, invitations.folder(out)))
    lists.show(desk, rows, columns, none=f"Nobody is invited to {row.ref} yet.")
