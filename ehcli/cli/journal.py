"""The journal: its history, whether it is whole, who read what, and taking back one's last command."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import undo_last
from ehcli.desk.desk import Desk
from ehcli.lists import audit, history
from ehcli.screen import screen
from ehcli.show import lists, recorded

Since = Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")]
Until = Annotated[str, typer.Option("--to", metavar="DATE", help="Up to this day, and with it.")]
ENTRY = {"entry": "Entry", "recorded_at": "Recorded", "recorded_by": "By", "decided_by": "Decided by"}
SIGNED_IN, UNDONE = {"signed_in": "Signed in to the database as"}, {"reason": "Why", "undone_by": "Undone by entry"}


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
    recorded.recorded(ctx.obj, undo_last.undo(ctx.obj, reason=reason))


def told(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="E-, F-, P-, T-, M-, L- or N-, a worker or a team.")],
) -> None:
    """What was corrected, taken back or undone is there too, and who decided.

    Examples:
        eh history E-0001
        eh history P-0003 --json
        eh history aroy
    """
    columns = ENTRY | {"what": "What", "old": "Was", "new": "Is", "later": "Since"} | UNDONE | lists.beside("command")
    lists.show(ctx.obj, history.read_out(ctx.obj, ref), columns, none="Nothing was recorded.")


def verify(
    ctx: typer.Context,
    against: Annotated[
        str, typer.Option(metavar="FILE|HASH", help="Heads kept elsewhere, or one seal; else those of 'eh night'.")
    ] = "",
    since_kept: Annotated[
        bool, typer.Option("--since-kept", help="Read only what was recorded since the newest head kept.")
    ] = False,
) -> None:
    """Every entry is as it was sealed, none is missing, and none slipped in.

    An end that was cut off, or a journal written anew, is only found by a head kept outside the record: eh night
    keeps them, in the settings folder and in its --out folder. Exit code 1 when something is found.

    With --since-kept the entries up to the newest head are not read: a change to one of them is not found. That the
    record still has the seals that were kept, and that all since then is whole, is.

    Examples:
        eh audit verify
        eh audit verify --against /srv/eh/lists/heads.tsv
        eh audit verify --since-kept
    """
    desk: Desk = ctx.obj
    verified = audit.verified(desk, against, since_kept=since_kept)
    screen.either(desk.settings.as_json, verified, verified.findings or audit.in_words(verified))
    if verified.findings:
        screen.tell("See what each entry recorded with eh audit show. A backup holds what was: eh restore")
        raise typer.Exit(1)


def show(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="LOGIN", help="Recorded or decided by this worker.")] = "",
    since: Since = "",
    until: Until = "",
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
) -> None:
    """Each is a command: who recorded it and when, who decided, and why.

    For a role that may audit, such as a manager; anybody may list what they recorded themselves.
    Days are as in the journal, which keeps Coordinated Universal Time. On a database server the login that it let in
    stands beside: the worker's own, or that of a service which recorded in the worker's name.

    Examples:
        eh audit show --from 2026-11-01 --to 2026-11-30
        eh audit show --by aroy --csv > aroy.csv
        eh audit show --episode E-0001
    """
    rows = audit.entries(ctx.obj, by=by, since=since, until=until, episode=episode)
    lists.show(
        ctx.obj, rows, ENTRY | {"command": "Command"} | UNDONE | SIGNED_IN | lists.beside("id"), none="No entries."
    )


def who_saw(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="P-, F- or E-.")],
    since: Since = "",
    until: Until = "",
) -> None:
    """An episode, meeting, letter or note about them counts as their file.

    eh show, person show, family show, timeline, history and why are noted. eh find is not: it lists names, references
    and teams, no more.

    Examples:
        eh audit who-saw P-0001
        eh audit who-saw P-0001 --from 2026-11-01 --csv
    """
    rows = audit.who_saw(ctx.obj, ref, since=since, until=until)
    columns = {"at": "At", "by": "By", "command": "Command", "ref": "Read"} | SIGNED_IN
    lists.show(ctx.obj, rows, columns, none="Nobody is noted as having read it.")
