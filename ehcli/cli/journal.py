"""The journal: its history, whether it is whole, who read what, and taking back one's last command."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from ehcli.acts import undoing
from ehcli.desk.desk import Desk
from ehcli.episodes.references import TYPED, read
from ehcli.keeping import kept_seals
from ehcli.lists import history, read_log
from ehcli.record import journal, seals
from ehcli.screen import screen
from ehcli.show import lists, recorded

Since = Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")]
Until = Annotated[str, typer.Option("--to", metavar="DATE", help="Up to this day, and with it.")]


def undo(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, if there is something to say.")] = "",
) -> None:
    """Typed again, it takes back the one before that.

    Refused where later entries rest on it, naming them, and for a letter that was posted: what is wrong there
    is corrected (eh correct). Nothing is deleted: eh history shows what was undone. Undoing cannot be undone;
    give the command again.

    Examples:
        eh undo --dry-run
        eh undo
        eh undo --reason "Logged on the wrong family"
    """
    desk: Desk = ctx.obj
    recorded.recorded(desk, undoing.undo(desk, reason=reason))


def told(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="E-, F-, P-, T-, M-, L- or N-, a worker or a team.")],
) -> None:
    """Tell the history of anything: who recorded what, when and why, who decided, and what it was before.

    What was corrected, taken back or undone is there too.

    Examples:
        eh history E-0001
        eh history P-0003 --json
        eh history aroy
    """
    desk: Desk = ctx.obj
    rows = history.history(desk, ref)
    if TYPED.fullmatch(ref.strip()):
        read_log.note(desk, read(ref))
    columns = {
        "entry": "Entry",
        "recorded_at": "Recorded",
        "recorded_by": "By",
        "decided_by": "Decided by",
        "what": "What",
        "old": "Was",
        "new": "Is",
        "later": "Since",
        "reason": "Why",
        "undone_by": "Undone by entry",
    }
    lists.show(desk, rows, columns, none="Nothing was recorded.")


def verify(
    ctx: typer.Context,
    against: Annotated[
        str, typer.Option(metavar="FILE|HASH", help="Heads kept elsewhere, or one seal; else those of 'eh night'.")
    ] = "",
) -> None:
    """Verify the journal: every entry as it was sealed, none missing, none slipped in, and no end cut off.

    An end that was cut off, or a journal written anew, is only found by a head kept outside the record: eh night
    keeps them, in the settings folder and in its --out folder. Exit code 1 when something is found.

    Examples:
        eh audit verify
        eh audit verify --against /srv/eh/lists/heads.tsv
    """
    desk: Desk = ctx.obj
    port = desk.unsettled
    broken = seals.first_broken(port.whole, lambda things, total: screen.counted(things, total, "Verified"))
    known = kept_seals.heads_to_check(desk, against)
    outside = (seals.unlike_head(port.whole, head) for head in known)
    found = list(dict.fromkeys(str(each) for each in (broken, *outside) if each))
    head = journal.head(port, desk.days.today.isoformat())
    if desk.settings.as_json:
        screen.as_json({"findings": found, "head": head._asdict() if head else None, "heads_checked": len(known)})
    else:
        for finding in found:
            screen.out(finding)
        if not found and head:
            screen.out(f"The journal is whole: {head.entry} entries, head {head.hash}.")
            screen.out(f"Checked against {len(known)} heads kept outside the record." if known else NONE_KEPT)
    if found:
        screen.tell("See what each entry recorded with eh audit show. A backup holds what was: eh restore")
        raise typer.Exit(1)


NONE_KEPT = "No head is kept outside the record yet; 'eh night' keeps one."


def show(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="LOGIN", help="Recorded or decided by this worker.")] = "",
    since: Since = "",
    until: Until = "",
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
) -> None:
    """List the entries of the journal: each command, who recorded it and when, who decided, and why.

    For a role that may audit, such as a manager; anybody may list what they recorded themselves.
    Days are as in the journal, which keeps Coordinated Universal Time. On a database server the login that it let in
    stands beside: the worker's own, or that of a service which recorded in the worker's name.

    Examples:
        eh audit show --from 2026-11-01 --to 2026-11-30
        eh audit show --by aroy --csv > aroy.csv
        eh audit show --episode E-0001
    """
    desk: Desk = ctx.obj
    if not by or by.casefold() != desk.who.user.casefold():  # what somebody recorded is theirs to look through
        desk.who.require("audit")
    start, end = days(desk, since, until)
    ref = read(episode, "E") if episode else ""
    found = journal.entries(desk.record, by=by, since=start, until=end, episode=ref)
    hushed = journal.hushed(desk.record, desk.who.reader)
    told = (journal.without(each, hushed) for each in found)
    rows = [each._asdict() | {"entry": each.id, "undone_by": each.undone_by or None} for each in told]
    columns = {
        "entry": "Entry",
        "recorded_at": "Recorded",
        "recorded_by": "By",
        "decided_by": "Decided by",
        "command": "Command",
        "reason": "Why",
        "undone_by": "Undone by entry",
        "signed_in": "Signed in to the database as",
    }
    lists.show(desk, rows, columns, none="No entries.")


def who_saw(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="P-, F- or E-.")],
    since: Since = "",
    until: Until = "",
) -> None:
    """List who read a person's file, or an episode, meeting, letter or note about them.

    eh show, person show, family show, timeline, history and why are noted. eh find is not: it lists names, references
    and teams, no more.

    Examples:
        eh audit who-saw P-0001
        eh audit who-saw P-0001 --from 2026-11-01 --csv
    """
    desk: Desk = ctx.obj
    desk.who.require("audit")
    rows = [each._asdict() for each in read_log.who_saw(desk, ref, *days(desk, since, until))]
    server = {"signed_in": "Signed in to the database as"}
    columns = {"at": "At", "by": "By", "command": "Command", "ref": "Read", **server}
    lists.show(desk, rows, columns, none="Nobody is noted as having read it.")


def days(desk: Desk, since: str, until: str) -> tuple[str, str]:
    """From the first moment of one day to that of the day after another, as the journal writes moments."""
    return (
        desk.days.day(since).isoformat() if since else "",
        (desk.days.day(until) + timedelta(days=1)).isoformat() if until else "",
    )
