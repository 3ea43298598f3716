"""Invitations to Team Around the Family meetings: who is asked, how, what they answer, and the files to send."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import invites
from ehcli.cli.meetings import MeetingRef, Out
from ehcli.desk.desk import Desk
from ehcli.meetings import apart, invitation_files, tafs
from ehcli.screen import screen
from ehcli.show import lists, recorded

COLUMNS = {"who": "Who", "name": "Name", "method": "Invited by", "on": "On", "answer": "Answer", "until": "Ended"}
COLUMNS |= lists.beside("email")


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
    """Writes the calendar file and a draft for each invited by e-mail.

    METHOD is letter, phone, in-person, email, secure-email, moveit, ehm, text or video. Nothing is sent: the
    files are for you to open and send, one to each person. An agency that ended is left out and named.

    Examples:
        eh taf invite M-0001 --invite P-0003=letter --invite aroy=email --invite okafor-primary-school=phone
        eh taf invite M-0001 --who P-0003 --method letter
        eh taf invite M-0001 --who P-0003 --answer coming
        eh taf invite M-0002 --as-before
        eh taf invite M-0001 --who P-0003 --method email --released-by jmay
    """
    asking = invites.Asking(invite or (), who or (), method, answer, as_before)
    said = invites.invite(ctx.obj, meeting, asking=asking, released_by=released_by, reason=reason, out=out)
    recorded.recorded(ctx.obj, said)


def guests(
    ctx: typer.Context,
    meeting: MeetingRef,
    out: Out = "",
    text: Annotated[bool, typer.Option("--text", help="Print the words to paste, and nothing else.")] = False,
) -> None:
    """With --out, writes the files again.

    Examples:
        eh taf invitations M-0001
        eh taf invitations M-0001 --text
        eh taf invitations M-0001 --out ~/Invitations
    """
    desk: Desk = ctx.obj
    settled, known = tafs.taf(desk, meeting)
    if text:
        apart.refuse_telling(desk.record, settled, known, desk.days.today)
        words = invitation_files.says(desk.record, settled, known)
        screen.either(desk.settings.as_json, {"meeting": known.ref, "text": words}, [words])
        return
    if out:
        lists.sure_of_fields(desk, COLUMNS)
        made = invitation_files.put(invitation_files.of_desk(desk, settled, known), invitation_files.folder(out))
        recorded.beside(desk, invitation_files.in_words(made))
    lists.show(desk, tafs.invited(desk, settled, known), COLUMNS, none=f"Nobody is invited to {known.ref} yet.")
