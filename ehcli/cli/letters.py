"""Letters: written as Word files, listed, and posted."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehcli.cli.groups import RestrictTo
from ehcli.days.typed_dates import long
from ehcli.desk import groups, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import LetterPosted
from ehcli.episodes.references import read
from ehcli.episodes.restricted import EVERYTHING
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.letters import fields, recipients
from ehcli.machine import folders
from ehcli.paper import proof
from ehcli.paper.plain_text import as_text
from ehcli.printing import check as printing_check
from ehcli.printing import owed
from ehcli.printing.press import FORMATS, LARGE, Press, Printed, unposted
from ehcli.record import office, stories, texts
from ehcli.screen import screen
from ehcli.show import lists, recorded

if TYPE_CHECKING:
    from ehcli.paper.templates import Template

Out = Annotated[str, typer.Option(metavar="DIR", help="The folder for the file.")]
Format = Annotated[str, typer.Option("--format", metavar="docx|pdf|txt", help="Word, PDF, or plain text.")]
LargePrint = Annotated[bool, typer.Option("--large-print", help="16 point or more.")]
TeamOption = Annotated[str, typer.Option("--team", metavar="SLUG", help="One team.")]


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
    """Write a letter as a Word file on the house letterhead.

    Refused when anything it needs is missing, naming all of it, and when the same letter was printed
    already and has not been posted. The file's name holds references only.

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
        return kinds(ctx)
    if kind == "verify" and episode:
        return verify(ctx, Path(episode))
    if not episode:
        raise BadInput("The episode is missing.", f"Type: eh letter {kind} E-...")
    format = typed_words.one_of(format, FORMATS, "format of a letter")
    dated, _ = desk.days.happened
    if dated > desk.days.today:
        raise BadInput(
            f"A letter cannot be dated {long(dated)}: that is to come.", "Leave --on out, or check the date."
        )
    desk.settings = desk.settings._replace(dry_run=desk.settings.dry_run or preview)
    group = groups.restriction(desk, desk.record, restrict_to)
    press = Press(desk, open_to=group, out=out, format=format, large_print=large_print)
    if again:
        return made_again(desk, press, kind, episode, to)
    template = press.template(kind, desk.procedure_of(episode).name)
    from ehcli.paper import templates

    fixed = templates.fixed(template)
    more = fields.by_hand(field or [], press.fields(template), fixed, desk.days.day)
    if reply_by:
        more["reply_by"] = desk.days.day(reply_by, "day to reply by")
    with press, desk.recording(reason) as now:
        stands = now.episode(episode)
        if agency:
            more |= recipients.advised(now.writer, agency)
        procedure = desk.procedure_of(episode)
        letting = fields.release(now, procedure, released_by, reason, desk.days.today)
        recipient, notes = recipients.recipient(
            now.writer, stands, procedure, template.audience, to=to, on=desk.days.today, release=letting
        )
        printed = press.letter(
            now,
            stands,
            kind,
            recipient,
            dated,
            meeting=read(meeting, "M") if meeting else "",
            more=more,
            afresh=afresh or preview,
        )
    if preview:
        screen.out(as_text(printed.letter))
        screen.tell("A preview: nothing was written.")
        return
    said = (
        f"Letter {printed.ref} ({printed.kind}) for {stands.episode.ref}: {printed.file}"
        if printed.file
        else f"Letter ({printed.kind})."
    )
    file = str(printed.file or Path())
    more_told = {"file": file, "kind": printed.kind, "formats": list(printed.formats)}
    recorded.recorded(desk, Said(now.outcome, said, ref=printed.ref, more=more_told))
    if not desk.settings.quiet and not desk.settings.as_json:
        for note in notes:
            screen.tell(f"Note: {note}")
        remarks(template, procedure.name, printed)


def remarks(template: Template, procedure: str, printed: Printed) -> None:
    """What an officer should know of a letter that was printed."""
    if asked := [each for each in printed.formats if each != LARGE]:
        screen.tell(f"{printed.ref}: this person asked for {', '.join(asked)}. That has not been done: see the cover.")
    if template.procedures and procedure not in template.procedures:
        screen.tell(f"Note: {procedure} prints no such letter; it belongs to {', '.join(template.procedures)}.")
    if template.ours:
        screen.tell("Note: the wording is eh's own; no source prints it. A council's own goes in its letter_templates.")


def made_again(desk: Desk, press: Press, kind: str, episode: str, to: str) -> None:
    """Makes the file of a letter that waits to be posted once more."""
    settled = desk.settled(episode)
    found = [ref for ref, person in unposted(settled.told, kind).items() if not to or person == to]
    if not found:
        raise NotFound(
            f"No {kind} of {settled.episode.ref} waits to be posted.",
            f"See: eh letters list --episode {settled.episode.ref}",
        )
    row = texts.letters(desk.record, ref=found[-1], reader=desk.who.reader)[0]
    if not desk.who.reader.sees(row["open_to"]):
        raise Refused(
            f"{found[-1]} is restricted to {row['open_to']}.", f"Ask one of them: eh group show {row['open_to']}"
        )
    file = press.again(row) if not desk.settings.dry_run else Path(row["file"])
    said = f"The same letter {row['letter']} again: {file}. It was printed on {long(date.fromisoformat(row['dated']))}."
    if desk.settings.as_json:
        screen.as_json({"reference": row["letter"], "file": str(file), "kind": kind, "again": True})
    else:
        screen.out(row["letter"] if desk.settings.quiet else said)


def due(ctx: typer.Context, team: TeamOption = "") -> None:
    """List the letters that are owed: open tasks that a letter meets, and those printed but not yet posted.

    Examples:
        eh letters due --team tipton
        eh letters due --csv
    """
    desk: Desk = ctx.obj
    rows = [each._asdict() for each in owed.owed(desk, team)]
    columns = {
        "task": "Task",
        "episode": "Episode",
        "kind": "Letter",
        "title": "What for",
        "due": "Due",
        "state": "Stands",
        "letter": "Printed as",
    }
    lists.show(desk, rows, columns, none="No letters are owed.")


def run(
    ctx: typer.Context, team: TeamOption = "", out: Out = "", format: Format = "docx", large_print: LargePrint = False
) -> None:
    """Print every letter that is owed and not printed yet; run it again for the rest.

    Each result is listed, and kept in manifest-DATE.csv beside the letters. One that cannot be printed is
    named with its reason and does not stop the others. Exit code 1 when some could not be printed.

    Examples:
        eh letters run --team tipton --out ~/Letters
        eh letters run --dry-run
    """
    desk: Desk = ctx.obj
    format = typed_words.one_of(format, FORMATS, "format of a letter")
    press = Press(desk, out=out, format=format, large_print=large_print)
    results = owed.printed(desk, press, owed.owed(desk, team))
    columns = {
        "episode": "Episode",
        "kind": "Letter",
        "letter": "Printed as",
        "person": "To",
        "result": "Result",
        "reason": "Why",
        "formats": "Asked for",
        "file": "File",
    }
    lists.show(
        desk,
        [each._asdict() for each in results],
        columns,
        none="Nothing to print. What is owed, and what waits to be posted: eh letters due",
    )
    failed = sum(each.result == owed.FAILED for each in results)
    if results and not (desk.settings.as_json or desk.settings.quiet):
        screen.tell(f"{len(results) - failed} printed, {failed} not printed.")
    if desk.settings.dry_run:
        screen.tell("Nothing was written.")
    if failed:
        raise typer.Exit(1)


def verify(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A letter's file.")]) -> None:
    """Say which record made a letter's file, or that the file was altered. Exit code 1 when it was.

    Examples:
        eh letters verify ~/Letters/L-0001-no-contact.docx
    """
    desk: Desk = ctx.obj
    try:
        content = file.expanduser().read_bytes()
    except OSError as error:
        raise NotFound(f"{file} cannot be opened: {error.strerror}.", "Name the letter's file.") from None
    ref = texts.letter_of_hash(desk.record, sha256(content).hexdigest())
    claimed = ref or proof.claimed(content, file.name)
    row = next(iter(texts.letters(desk.record, ref=claimed, reader=desk.who.reader)), None) if claimed else None
    whole = {"file": str(file), "letter": row["letter"] if row else None, "as_printed": bool(ref)}
    if row and ref:
        said = f"{file.name} is {ref} ({row['kind']}) of {row['episode']}, as it was printed on "
        said += f"{long(date.fromisoformat(row['dated']))}."
    elif row:
        said = f"{file.name} says it is {row['letter']}, but it is not the file that was printed: it was altered."
    else:
        said = f"No letter of this record was printed as {file.name}."
    if desk.settings.as_json:
        screen.as_json(whole)
    else:
        screen.out(said)
    if not ref:
        raise typer.Exit(1)


def check(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="One kind of letter; else all.")] = "",
) -> None:
    """Check the letter templates: fields nobody knows, unsafe constructs, and how easy each is to read.

    Exit code 1 when something is found.

    Examples:
        eh letters check
        eh letters check closure
    """
    desk: Desk = ctx.obj
    reports = printing_check.reports(desk, kind)
    columns = {
        "kind": "Kind",
        "file": "File",
        "ease": "Reading ease",
        "longest": "Longest sentence",
        "jargon": "Jargon",
        "findings": "Findings",
    }
    lists.show(desk, [each._asdict() for each in reports], columns)
    if any(each.findings for each in reports):
        raise typer.Exit(1)


def list_letters(
    ctx: typer.Context,
    episode: Annotated[str, typer.Option(metavar="E-", help="One episode.")] = "",
    team: Annotated[str, typer.Option(metavar="SLUG", help="One team.")] = "",
) -> None:
    """List the letters of an episode or team, and which were posted.

    Examples:
        eh letters list --episode E-0001
        eh letters list --team tipton --csv
    """

    desk: Desk = ctx.obj
    slug = office.team(desk.record, team).slug if team else ""
    ref = read(episode, "E") if episode else ""
    columns = {
        "letter": "Letter",
        "episode": "Episode",
        "kind": "Kind",
        "person": "To",
        "dated": "Dated",
        "posted_on": "Posted",
        "open_to": "Restricted to",
        "file": "File",
    }
    lists.show(
        desk, texts.letters(desk.record, episode=ref, team=slug, reader=desk.who.reader), columns, none="No letters."
    )


def posted(
    ctx: typer.Context,
    letters: Annotated[list[str], typer.Argument(metavar="LETTER...", help="The letter, such as L-0001.")],
) -> None:
    """Record that a letter was posted: only then does it meet what it was owed for.

    Examples:
        eh letters posted L-0001 --on today
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has been posted.")
    with desk.recording() as now:
        refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
        for ref in refs:
            found = texts.letters(now.writer, ref=ref, reader=EVERYTHING)
            if not found:
                raise NotFound(f"There is no letter {ref}.", stories.near_reference(now.writer, "L", "letter"))
            kept = found[0]
            if kept["posted_on"]:
                raise Refused(
                    f"{ref} was posted on {long(date.fromisoformat(kept['posted_on']))}.",
                    f"See: eh letters list --episode {kept['episode']}",
                )
            if on.isoformat() < kept["dated"]:
                raise BadInput(
                    f"{ref} is dated {long(date.fromisoformat(kept['dated']))}, so it was not posted on {long(on)}.",
                    "Check the date.",
                )
            stands = now.episode(kept["episode"])
            now.tell([LetterPosted(stands.episode.ref, on, "", ref, kept["kind"], kept["person"])])
    recorded.recorded(desk, Said(now.outcome, f"Posted on {long(on)}: {', '.join(refs)}.", ref=read(letters[0], "L")))


def kinds(ctx: typer.Context) -> None:
    """Examples:
    eh letters kinds
    """

    from ehcli.paper import templates

    desk: Desk = ctx.obj
    rows = [
        {
            "kind": each.kind,
            "summary": each.summary,
            "audience": each.audience,
            "version": each.version,
            "procedures": list(each.procedures),
            "satisfies": list(each.satisfies),
            "printed_in": "eh's own wording" if each.ours else "as printed",
            "rows": [row for cite in each.cite for row in cite.rows],
        }
        for each in templates.kinds(list(folders.folders("letter_templates")))
    ]
    headings = {
        "kind": "Kind",
        "summary": "What for",
        "audience": "For",
        "procedures": "Procedures",
        "version": "Version",
        "printed_in": "Wording",
        "rows": "Serves",
    }
    lists.show(desk, rows, headings)
