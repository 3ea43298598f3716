"""Letters: written as Word files, listed, and posted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ehcli.acts import posted_letters
from ehcli.cli.app import FollowedBy, Teams
from ehcli.cli.groups import RestrictTo
from ehcli.desk import groups
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput
from ehcli.lists import letters as lists_letters
from ehcli.printing import check as printing_check
from ehcli.printing import letters as printing_letters
from ehcli.printing import owed
from ehcli.printing.press import Press
from ehcli.screen import screen
from ehcli.show import lists, recorded

Out = Annotated[str, typer.Option(metavar="DIR", help="The folder for the file.")]
Format = Annotated[str, typer.Option("--format", metavar="docx|pdf|txt", help="Word, PDF, or plain text.")]
LargePrint = Annotated[bool, typer.Option("--large-print", help="16 point or more.")]


def letter(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of letter, from: eh letters kinds")],
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")] = "",
    to: Annotated[
        str, typer.Option(metavar="P-", help="Who it goes to: a person, or a worker or agency; else as the kind says.")
    ] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Show it here; write and record nothing.")] = False,
    out: Out = "",
    format: Format = "docx",
    large_print: LargePrint = False,
    meeting: Annotated[str, typer.Option(metavar="M-", help="The meeting it is about.")] = "",
    reply_by: Annotated[str, typer.Option(metavar="DATE", help="The day to reply by.")] = "",
    agency: Annotated[str, typer.Option(metavar="SLUG", help="The agency the family is advised to contact.")] = "",
    field: Annotated[list[str] | None, typer.Option(metavar="NAME=TEXT", help="Fill one field in by hand.")] = None,
    released_by: Annotated[
        str, typer.Option(metavar="LOGIN", help="The second person who looked at it and lets it go.")
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it may go, where a rule stands against it.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Make the file of one that waits to be posted again.")] = False,
    afresh: Annotated[bool, typer.Option("--afresh", help="Print another, though one waits to be posted.")] = False,
    restrict_to: RestrictTo = "",
) -> None:
    """Refused when anything it needs is missing, naming all of it, and when the same
    letter was printed already and has not been posted. The file's name holds references only.

    Examples:
        eh letter taf-invitation E-0001 --preview
        eh letter no-contact E-0001 --reply-by +5wd
        eh letter planned-visit E-0001 --field "visit_date=+3wd" --field "visit_time=2pm"
        eh letter closure E-0001 --restrict-to ecaf
        eh letter closure E-0001 --field "support_after=Okafor Primary School" --out ~/Letters
        eh letter no-contact E-0001 --again
    """
    desk: Desk = ctx.obj
    if kind == "kinds" and not episode:
        return kinds(ctx, "")
    if kind == "verify" and episode:
        return verify(ctx, Path(episode))
    if not episode:
        raise BadInput("The episode is missing.", f"Type: eh letter {kind} E-...")
    given = (to, meeting, reply_by, agency, field or (), released_by, reason, afresh)
    order = printing_letters.Order(kind, episode, *given)
    group = groups.restriction(desk, desk.record, restrict_to)
    press = Press(desk, open_to=group, out=out, format=format, large_print=large_print)
    if again:
        told(desk, *printing_letters.again(desk, press, order, preview=preview))
    elif preview:
        screen.out(printing_letters.preview(desk, press, order))
        screen.tell("A preview: nothing was written.")
    else:
        recorded.recorded(desk, printing_letters.letter(desk, press, order))


def told(desk: Desk, values: dict[str, Any], sentence: str) -> None:
    """The values for a script, or the sentence for a person."""
    said = values["reference"] if desk.settings.quiet and "reference" in values else sentence
    screen.either(desk.settings.as_json, values, [said])


def due(ctx: typer.Context, team: Teams = None) -> None:
    """They are open tasks that a letter meets, and letters that were printed but are not posted yet.

    One that may not go any more is "not to be posted", with the reason: whom it goes to became unsafe to write to,
    died, moved, left, or is kept apart from somebody since it was printed.

    Examples:
        eh letters due --team tipton
        eh letters due --csv
    """
    columns = lists.with_team(ctx.obj, owed.OF_OWING, team or ())
    rows = [each._asdict() for each in owed.owed(ctx.obj, team or ())]
    lists.show(ctx.obj, rows, columns, none="No letters are owed.")


def run(
    ctx: typer.Context, team: Teams = None, out: Out = "", format: Format = "docx", large_print: LargePrint = False
) -> None:
    """Run it again for the rest. Each result is listed, and kept in manifest-DATE.csv beside the letters. One that
    cannot be printed is named with its reason and does not stop the others. So is one that was printed before and may
    not go any more. Exit code 1 when there is such a one.

    Examples:
        eh letters run --team tipton --out ~/Letters
        eh letters run --dry-run
    """
    desk: Desk = ctx.obj
    lists.sure_of_fields(desk, owed.OF_RUN)
    press = Press(desk, out=out, format=format, large_print=large_print)
    results = owed.printed(desk, press, owed.owed(desk, team or ()))
    none = "Nothing to print. What is owed, and what waits to be posted: eh letters due"
    lists.show(desk, [each._asdict() for each in results], owed.OF_RUN, none=none)
    failed, stopped = (sum(each.result == what for each in results) for what in (owed.FAILED, owed.STOPPED))
    if results:
        also = f", {stopped} printed before and {owed.STOPPED}" if stopped else ""
        recorded.beside(desk, [f"{len(results) - failed - stopped} printed, {failed} not printed{also}."])
    if desk.settings.dry_run:
        screen.tell("Nothing was written.")
    if failed or stopped:
        raise typer.Exit(1)


def verify(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A letter's file.")]) -> None:
    """Names the letter that it is. Exit code 1 when the file was altered.

    Examples:
        eh letters verify ~/Letters/L-0001-no-contact.docx
    """
    values, sentence = lists_letters.verified(ctx.obj, file)
    told(ctx.obj, values, sentence)
    if not values["as_printed"]:
        raise typer.Exit(1)


def check(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="One kind of letter; else all.")] = "",
) -> None:
    """Names fields nobody knows and unsafe constructs, and says how easy each is to read. Exit code 1 when something
    is found.

    Examples:
        eh letters check
        eh letters check closure
    """
    reports = printing_check.reports(ctx.obj, kind)
    lists.show(ctx.obj, [each._asdict() for each in reports], printing_check.OF_CHECKED)
    if any(each.findings for each in reports):
        raise typer.Exit(1)


def list_letters(
    ctx: typer.Context,
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
    team: Teams = None,
) -> None:
    """Examples:
    eh letters list --episode E-0001
    eh letters list --team tipton --csv
    """
    rows = lists_letters.letters(ctx.obj, episode=episode, teams=team or ())
    columns = lists_letters.OF_LETTERS if episode else lists.with_team(ctx.obj, lists_letters.OF_LETTERS, team or ())
    lists.show(ctx.obj, rows, columns, none="No letters.")


def posted(
    ctx: typer.Context,
    letters: Annotated[list[str], typer.Argument(metavar="LETTER...", help="The letter, such as L-0001.")],
    taken_back: Annotated[
        bool, typer.Option("--taken-back", help="It was marked by mistake, and waits to be posted again.")
    ] = False,
    released_by: Annotated[
        str, typer.Option(metavar="LOGIN", help="The second person who knows that it went, though it was not to.")
    ] = "",
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, with --taken-back; how it came to go, with --released-by.")
    ] = "",
) -> None:
    """Only then does it meet what it was owed for. To take a mark back is decided by whoever may set a task aside. What
    was recorded before it can then be undone again.

    Refused for a letter that may not go any more. One that had left the office all the same is recorded when somebody
    who may release letters says so, with a reason.

    Examples:
        eh letters posted L-0001 --on today
        eh letters posted L-0001 --taken-back --reason "Still in the tray" --by jmay
        eh letters posted L-0002 --on yesterday --released-by jmay --reason "In the box before she told us"
    """
    if reason and not (taken_back or released_by):
        raise BadInput("A posting needs no reason.", "If it is to be taken back: --taken-back")
    if taken_back and released_by:
        raise BadInput("It cannot be posted and not posted.", "Say one of them: --taken-back, or --released-by LOGIN")
    if taken_back:
        said = posted_letters.taken_back(ctx.obj, letters, reason=reason)
    else:
        said = posted_letters.posted(ctx.obj, letters, released_by=released_by, reason=reason)
    recorded.recorded(ctx.obj, said)


def withdraw(
    ctx: typer.Context,
    letters: Annotated[list[str], typer.Argument(metavar="LETTER...", help="The letter, such as L-0001.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is not to go.")] = "",
) -> None:
    """It was printed and is not to be posted. What it was printed for is owed as before.

    The record keeps it; its file is left where it is, to be thrown away. Anybody may do it, for nothing is sent by it.

    Examples:
        eh letters withdraw L-0001 --reason "She moved"
    """
    recorded.recorded(ctx.obj, posted_letters.withdrawn(ctx.obj, letters, reason=reason))


def kinds(
    ctx: typer.Context,
    team: FollowedBy = "",
) -> None:
    """Under the procedure that is followed, and which of its duties ask for each.

    Examples:
        eh letters kinds
        eh letters kinds --team tipton
    """
    procedure = ctx.obj.procedure_for(team)
    lists.show(ctx.obj, printing_letters.kinds(procedure), printing_letters.OF_KINDS)
    lists.notes([printing_letters.not_asked_for(procedure)])
