"""Letters: written as Word files, listed, and posted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ehcli import correspondence, places, words
from ehcli.dates import long
from ehcli.desk import Desk
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.facts import LetterPosted
from ehcli.letters.text import as_text
from ehcli.printing import Press
from ehcli.record import reading
from ehcli.references import read
from ehcli.show import lists, recorded, screen


def letter(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of letter, from: eh letters kinds")],
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")],
    to: Annotated[str, typer.Option(metavar="P-", help="Who it goes to; else who gave consent, else a parent.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Show it here; write and record nothing.")] = False,
    out: Annotated[str, typer.Option(metavar="DIR", help="The folder for the file.")] = "",
    format: Annotated[str, typer.Option("--format", metavar="docx|txt", help="Word, or plain text.")] = "docx",
    large_print: Annotated[bool, typer.Option("--large-print", help="16 point or more.")] = False,
    meeting: Annotated[str, typer.Option(metavar="M-", help="The meeting it is about.")] = "",
    reply_by: Annotated[str, typer.Option(metavar="DATE", help="The day to reply by.")] = "",
    field: Annotated[list[str] | None, typer.Option(metavar="NAME=TEXT", help="Fill one field in by hand.")] = None,
    released_by: Annotated[
        str, typer.Option(metavar="LOGIN", help="The second person who looked at it and lets it go.")
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it may go, where a rule stands against it.")] = "",
) -> None:
    """Write a letter as a Word file on the house letterhead.

    Refused when anything it needs is missing, naming all of it. The file's name holds references only.

    Examples:
        eh letter taf-invitation E-0001 --preview
        eh letter no-contact E-0001 --reply-by +5wd
        eh letter closure E-0001 --field "support_after=Okafor Primary School" --out ~/Letters
    """

    desk: Desk = ctx.obj
    format = words.one_of(format, ("docx", "txt"), "format of a letter")
    dated, _ = desk.happened
    if dated > desk.today:
        raise BadInput(
            f"A letter cannot be dated {long(dated)}: that is to come.", "Leave --on out, or check the date."
        )
    desk.settings = desk.settings._replace(dry_run=desk.settings.dry_run or preview)
    press = Press(desk, out=out, format=format, large_print=large_print)
    template = press.template(kind)
    more: dict[str, object] = dict(correspondence.by_hand(field or [], template.fields()))
    if reply_by:
        more["reply_by"] = correspondence.in_full(desk.day(reply_by, "day to reply by"))
    with press, desk.recording(reason) as now:
        stands = now.episode(episode)
        procedure = desk.procedure_of(episode)
        letting = correspondence.release(now, procedure, released_by, reason, desk.today)
        outside = template.audience == "professional"
        asked = correspondence.addressed(
            now.writer, stands, procedure, audience=template.audience, on=desk.today, to="" if outside else to
        )
        if outside:
            recipient = correspondence.professional(now.writer, asked, letting, to)
        else:
            recipient = asked.recipient(release=letting)
        printed = press.letter(
            now, stands, kind, recipient, dated, meeting=read(meeting, "M") if meeting else "", more=more
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
    recorded.recorded(desk, now.outcome, said, ref=printed.ref, more={"file": file, "kind": printed.kind})
    if desk.settings.quiet or desk.settings.as_json:
        return
    for note in asked.notes(recipient.ref):
        screen.tell(f"Note: {note}")
    if template.ours:
        screen.tell("Note: the wording is eh's own; no source prints it. A council's own goes in its letter_templates.")


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
    slug = reading.team(desk.record, team).slug if team else ""
    ref = read(episode, "E") if episode else ""
    columns = {
        "letter": "Letter",
        "episode": "Episode",
        "kind": "Kind",
        "person": "To",
        "dated": "Dated",
        "posted_on": "Posted",
        "file": "File",
    }
    lists.show(desk, reading.letters(desk.record, episode=ref, team=slug), columns, none="No letters.")


def posted(
    ctx: typer.Context,
    letters: Annotated[list[str], typer.Argument(metavar="LETTER...", help="The letter, such as L-0001.")],
) -> None:
    """Record that a letter was posted: only then does it meet what it was owed for.

    Examples:
        eh letters posted L-0001 --on today
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    if on > desk.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has been posted.")
    with desk.recording() as now:
        refs = list(dict.fromkeys(read(typed, "L") for typed in letters))
        for ref in refs:
            found = reading.letters(now.writer, ref=ref)
            if not found:
                raise NotFound(f"There is no letter {ref}.", reading.near_reference(now.writer, "L", "letter"))
            kept = found[0]
            if kept["posted_on"]:
                raise Refused(
                    f"{ref} was posted on {long(date.fromisoformat(kept['posted_on']))}.", "See: eh letters list"
                )
            if on.isoformat() < kept["dated"]:
                raise BadInput(
                    f"{ref} is dated {long(date.fromisoformat(kept['dated']))}, so it was not posted on {long(on)}.",
                    "Check the date.",
                )
            stands = now.episode(kept["episode"])
            now.tell([LetterPosted(stands.episode.ref, on, "", ref, kept["kind"], kept["person"])])
    recorded.recorded(desk, now.outcome, f"Posted on {long(on)}: {', '.join(refs)}.", ref=read(letters[0], "L"))


def kinds(ctx: typer.Context) -> None:
    """List the kinds of letter there are.

    Examples:
        eh letters kinds
    """

    desk: Desk = ctx.obj
    rows = [
        {
            "kind": each.kind,
            "summary": each.summary,
            "audience": each.audience,
            "version": each.version,
            "printed_in": "eh's own wording" if each.ours else "",
            "rows": [row for cite in each.cite for row in cite.rows],
        }
        for each in desk.wording.kinds(list(places.folders("letter_templates")))
    ]
    headings = {
        "kind": "Kind",
        "summary": "What for",
        "version": "Version",
        "printed_in": "Wording",
        "rows": "Serves",
    }
    lists.show(desk, rows, headings)
