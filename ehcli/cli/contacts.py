"""Contacts, visits, notes, forms, Stars and consent: what happened with a family."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import consents, contacts, forms, notes
from ehcli.asking import editor
from ehcli.cli.app import FollowedBy
from ehcli.cli.groups import RestrictTo
from ehcli.desk.desk import Desk
from ehcli.lists import note_types as types_of_note
from ehcli.procedures.consent import EARLY_HELP
from ehcli.screen import screen
from ehcli.show import lists, recorded

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]
Children = Annotated[
    list[str] | None, typer.Option("--child", metavar="P-", help="The child; again for more than one.")
]
Seen = Annotated[list[str] | None, typer.Option("--seen", metavar="P-", help="Who was seen: P- references or names.")]
Outcome = Annotated[str, typer.Option(metavar="OUTCOME", help="made or attempted.")]
WorkerOption = Annotated[str, typer.Option("--worker", metavar="LOGIN", help="Who did it, where not the key worker.")]


def contact(
    ctx: typer.Context,
    episode: Ref,
    how: Annotated[
        str, typer.Option(metavar="HOW", help="phone, text, letter, email, visit, school-visit or video.")
    ] = "",
    outcome: Outcome = "",
    party: Annotated[str, typer.Option(metavar="WHO", help="family, referrer or agency.")] = "family",
    seen: Seen = None,
    worker: WorkerOption = "",
) -> None:
    """An attempt is never taken for a contact made.

    Examples:
        eh contact E-0001 --how phone --outcome attempted --on yesterday
        eh contact E-0001 --how phone --party referrer --outcome made
        eh contact E-0001 --how visit --outcome made --seen P-0001 --on "2026-11-20 15:30"
    """
    told = {"how": how, "outcome": outcome, "party": party, "worker": worker}
    recorded.recorded(ctx.obj, contacts.contact(ctx.obj, episode, **told, seen=seen or ()))


def visit(
    ctx: typer.Context, episode: Ref, outcome: Outcome = "", seen: Seen = None, worker: WorkerOption = ""
) -> None:
    """Examples:
    eh visit E-0001 --outcome made --seen P-0001 --seen P-0002
    eh visit E-0001 --outcome attempted --on "26/07/2016 14:00"
    """
    recorded.recorded(ctx.obj, contacts.visit(ctx.obj, episode, outcome=outcome, seen=seen or (), worker=worker))


def frequency(
    ctx: typer.Context,
    episode: Ref,
    visits: Annotated[str, typer.Option(metavar="HOW-OFTEN", help="weekly or fortnightly.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Need and risk: why.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The day the agreement ends, if one was set.")] = "",
) -> None:
    """Where the procedure lets visits be further apart, it says who agrees to that and from when. What is already
    due stays due: the agreement counts from the next visit made on its day or later.

    Examples:
        eh frequency E-0001 --visits fortnightly --reason "Plan is going well, low risk" --by jmay
        eh frequency E-0001 --visits weekly --reason "New worries" --by jmay
    """
    recorded.recorded(ctx.obj, contacts.agree_frequency(ctx.obj, episode, visits=visits, reason=reason, until=until))


def note(
    ctx: typer.Context,
    episode: Ref,
    dash: Annotated[str, typer.Argument(metavar="[-]", help="- reads the text from standard input.")] = "",
    type: Annotated[str, typer.Option("--type", metavar="TYPE", help="A note type from: eh note-types")] = "",
    child: Children = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="The text; '-' reads standard input.")] = "",
    copy_to: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A worker, an agency or a tray that gets a copy.")
    ] = None,
    significant: Annotated[bool, typer.Option("--significant", help="It tells of a significant change.")] = False,
    restrict_to: RestrictTo = "",
    draft: Annotated[bool, typer.Option("--draft", help="Keep it as a draft: it meets nothing yet.")] = False,
) -> None:
    """At a terminal with no text, opens your editor with the type's headings.

    Examples:
        eh note E-0001 --type "Case Summary" --text "Settled at school; mornings calmer."
        eh note E-0001 --type "Structured session" - < session.txt
        eh note E-0001 --type "Case Summary" --restrict-to ecaf --text "For the group alone."
        eh note E-0001 --type "Case Summary" --significant --text "Moved to live with grandmother."
    """
    desk: Desk = ctx.obj
    named = notes.type_of_note(desk, episode, type=type, restrict_to=restrict_to)
    given = screen.piped() if "-" in (dash, text) else text
    typed = "" if given else editor.edited(desk.settings.no_input, named.headings)
    with editor.kept_aside(typed):
        said = notes.note(
            desk,
            episode,
            type=named.name,
            text=given or typed,
            child=child or (),
            copy_to=copy_to or (),
            significant=significant,
            restrict_to=restrict_to,
            draft=draft,
        )
    recorded.recorded(desk, said)


def note_types(
    ctx: typer.Context,
    team: FollowedBy = "",
) -> None:
    """Examples:
    eh note-types
    eh note-types --json
    """
    columns = {"type": "Type", "kind": "Kind", "headings": "Headings", "printed_in": "Printed in"}
    columns |= lists.beside("aliases", "citations")
    lists.show(ctx.obj, types_of_note.note_types(ctx.obj, team), columns)


def assess(
    ctx: typer.Context,
    episode: Ref,
    form: Annotated[
        str, typer.Option(metavar="FORM", help="A form of the procedure, from: eh procedure show --list form")
    ] = "",
    stage: Annotated[
        str,
        typer.Option(
            metavar="STAGE",
            help="One of the form's stages, as that list names them; completed or the only one if left out.",
        ),
    ] = "",
    child: Children = None,
    about: Annotated[str, typer.Option(metavar="DATE", help="The day it speaks of, such as a meeting to come.")] = "",
) -> None:
    """Examples:
    eh assess E-0001 --form eha --stage finalised
    eh assess E-0001 --form genogram
    eh assess E-0001 --form wishes-and-feelings --child P-0001
    """
    desk: Desk = ctx.obj
    if form and not stage and screen.can_ask(desk.settings.no_input):
        from ehcli.asking import questions

        stage = questions.stage(desk, episode, form)
    recorded.recorded(desk, forms.assess(desk, episode, form=form, stage=stage, child=child or (), about=about))


def star(
    ctx: typer.Context,
    episode: Ref,
    star: Annotated[
        str, typer.Option("--star", metavar="STAR", help="A Star, from: eh procedure show --list star")
    ] = "",
    scores: Annotated[str, typer.Option(metavar="4,5,...", help="The scores, in the order of the Star's areas.")] = "",
    child: Children = None,
    meeting: Annotated[str, typer.Option(metavar="M-", help="The TAF it was done in.")] = "",
) -> None:
    """A Star done outside a TAF counts as well.

    Examples:
        eh star E-0001 --star family-star-plus --scores 4,5,3,6,7,5,4,6,5,5
        eh star E-0001 --star my-star --child P-0001 --on 26/07/2016
    """
    said = forms.star(ctx.obj, episode, star=star, scores=scores, child=child or (), meeting=meeting)
    recorded.recorded(ctx.obj, said)


def consent(
    ctx: typer.Context,
    episode: Ref,
    person: Annotated[str, typer.Option("--from", metavar="P-", help="Who: a P- reference or name.")] = "",
    state: Annotated[str, typer.Option(metavar="STATE", help="given, refused, withdrawn or invalid.")] = "given",
    method: Annotated[str, typer.Option(metavar="HOW", help="signed, verbal, electronic or other.")] = "",
    purpose: Annotated[str, typer.Option(metavar="TEXT", help="What for.")] = EARLY_HELP,
    share_with: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A worker or agency named on the consent statement; again for each."),
    ] = None,
) -> None:
    """No reply is never consent.

    Examples:
        eh consent E-0001 --from P-0003 --state given --method signed
        eh consent E-0001 --from P-0003 --method signed --share-with aroy --share-with okafor-primary
        eh consent E-0001 --from "Sam Larkin" --state withdrawn
    """
    desk: Desk = ctx.obj
    unsaid = person and not method and state.strip().casefold() == "given"
    if unsaid and screen.can_ask(desk.settings.no_input):
        from ehcli.asking import questions

        method = questions.way_of_consent()
    told = {"person": person, "state": state, "method": method, "purpose": purpose}
    recorded.recorded(desk, consents.consent(desk, episode, **told, share_with=share_with or ()))
