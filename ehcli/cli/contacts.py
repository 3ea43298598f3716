"""Contacts, visits, notes, forms, Stars and consent: what happened with a family."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from ehcli.cli import groups, questions
from ehcli.days.typed_dates import long
from ehcli.decisions import consent as decisions_consent
from ehcli.decisions import contacts, forms
from ehcli.desk import note_copies, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import FormRecorded, Told
from ehcli.episodes.references import read
from ehcli.errors import BadInput, EhError, together
from ehcli.machine import files, folders
from ehcli.procedures import citation, rights
from ehcli.procedures.consent import EARLY_HELP, CopyRecipient, blocked, wanting
from ehcli.procedures.procedure import Procedure
from ehcli.record import office, people, stories
from ehcli.screen import screen
from ehcli.show import lists, recorded

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]
Children = Annotated[
    list[str] | None, typer.Option("--child", metavar="P-", help="The child; again for more than one.")
]
Seen = Annotated[list[str] | None, typer.Option("--seen", metavar="P-", help="Who was seen: P- references or names.")]
Outcome = Annotated[str, typer.Option(metavar="OUTCOME", help="made or attempted.")]
WorkerOption = Annotated[str, typer.Option("--worker", metavar="LOGIN", help="Who did it, where not the key worker.")]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help="A note of it.")]


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
    desk: Desk = ctx.obj
    if not how or not outcome:
        raise BadInput(
            "How, and whether the contact was made, must be said.",
            "Add --how phone --outcome made, or --outcome attempted",
        )
    log(desk, episode, how=how, outcome=outcome, party=party, seen=seen or [], worker=worker)


def visit(
    ctx: typer.Context,
    episode: Ref,
    outcome: Outcome = "",
    seen: Seen = None,
    worker: WorkerOption = "",
) -> None:
    """Log a visit to the family's home, made or attempted.

    Examples:
        eh visit E-0001 --outcome made --seen P-0001 --seen P-0002
        eh visit E-0001 --outcome attempted --on "26/07/2016 14:00"
    """
    desk: Desk = ctx.obj
    if not outcome:
        raise BadInput("Was the visit made, or only attempted?", "Add --outcome made or --outcome attempted")
    log(desk, episode, how="visit", outcome=outcome, party="family", seen=seen or [], worker=worker)


def log(desk: Desk, ref: str, *, how: str, outcome: str, party: str, seen: list[str], worker: str) -> None:
    """Records a contact and says what it meets and what it starts."""

    how = typed_words.one_of(how, contacts.HOWS, "way of getting in touch")
    outcome = typed_words.one_of(outcome, ("made", "attempted"), "outcome of a contact")
    party = typed_words.one_of(party, ("family", "referrer", "agency"), "party to a contact")
    on, at = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(ref)
        by = office.worker(now.writer, worker).login if worker else stands.episode.worker
        known = {person.ref: person.name for person in people.family(now.writer, stands.episode.family)}
        refs = (
            typed_words.children(seen, known, known, f"family {stands.episode.family}")
            if party == "family"
            else list(seen)
        )
        now.tell(
            contacts.contact(
                stands.episode,
                how=how,
                outcome=outcome,
                party=party,
                worker=by,
                seen=refs,
                on=on,
                at=at,
                today=desk.days.today,
            )
        )
    what = "Visit" if how == "visit" else f"Contact ({how})"
    with_whom = "" if party == "family" else f" with the {party}"
    recorded.recorded(desk, Said(now.outcome, f"{what}{with_whom} {outcome} on {long(on)} for {stands.episode.ref}."))
    if how in ("visit", "school-visit") and outcome == "made":
        warn_of_risk_assessment(desk, desk.procedure_of(stands.episode.ref), stands.told, on.isoformat())


def warn_of_risk_assessment(desk: Desk, procedure: Procedure, told: list[Told], on: str) -> None:
    """Says when a visit has no risk assessment on or before its day, while that rule is switched on (TEH-055)."""

    duty = next((duty for duty in procedure.duties if duty.warns == "visit"), None)
    if not duty or office.choices(desk.record, "switch").get(duty.switch) == "off":
        return
    form = duty.form
    on_file = [
        each
        for each in told
        if isinstance(each.fact, FormRecorded) and form and each.fact.form == form[0] and each.on.isoformat() == on
    ]
    if not on_file:
        screen.tell(
            f"Note: no {duty.title} is dated on this day ({procedure.in_brackets('warn-of-visit')}). "
            f"If that rule has ended here: eh procedure switch {duty.switch} off --reason TEXT --by MANAGER"
        )


def frequency(
    ctx: typer.Context,
    episode: Ref,
    visits: Annotated[str, typer.Option(metavar="HOW-OFTEN", help="weekly or fortnightly.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Need and risk: why.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The day the agreement ends, if one was set.")] = "",
) -> None:
    """Record a manager's sign-off of how often the family is visited.

    Where the procedure lets visits be further apart, it says who agrees to that and from when. What is already
    due stays due: the agreement counts from the next visit made on its day or later.

    Examples:
        eh frequency E-0001 --visits fortnightly --reason "Plan is going well, low risk" --by jmay
        eh frequency E-0001 --visits weekly --reason "New worries" --by jmay
    """

    desk: Desk = ctx.obj
    visits = typed_words.one_of(visits, ("weekly", "fortnightly"), "frequency of visits", "--visits")
    on, _ = desk.days.happened
    ends = desk.days.day(until) if until else None
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        login = now.require("agree-visit-frequency", desk.procedure_of(episode))
        now.tell(
            contacts.visit_frequency(
                stands.episode,
                every=visits,
                decided_by=login,
                reason=reason,
                until=ends,
                on=on,
                today=desk.days.today,
                not_before_taf=desk.procedure_of(episode).weekly_until_a_taf,
            )
        )
    said = f"Visits to {stands.episode.ref} are {visits} from the next visit, agreed by {login} on {long(on)}."
    recorded.recorded(desk, Said(now.outcome, said))


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
    restrict_to: groups.RestrictTo = "",
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
    if not type:
        raise BadInput("The type of note is missing.", "Add --type TYPE; see: eh note-types")
    procedure = desk.procedure_of(episode)
    named = procedure.named("note_type", type)
    on, _ = desk.days.happened
    group = groups.restriction(desk, restrict_to)
    if "-" in (dash, text):
        text = sys.stdin.read()
    typed = "" if text else edited(desk, named.name, named.headings)
    text = text or typed
    with kept_aside(typed):
        text = typed_words.text(text, "text of the note")
        if not draft:
            empty_headings(text, named.name, named.headings)
    with kept_aside(typed), desk.recording() as now:
        stands = now.episode(episode)
        team = stories.heading(now.writer, stands.episode.ref).team
        names = {each.ref: each.name for each in stands.children}
        about = typed_words.children(child or [], names, names, stands.episode.ref)
        typed_to = [
            CopyRecipient(tray, team)
            if (tray := note_copies.tray(procedure, each))
            else note_copies.recipient(now.writer, each)
            for each in copy_to or []
        ]
        named_to = list(dict.fromkeys([*note_copies.printed(now.writer, procedure, named, team, on), *typed_to]))
        stops = {
            each.login: why
            for each in named_to
            if (
                why := blocked(each, stands.episode, stands.told, team, procedure)
                or groups.outside(desk, each.login, group)
            )
        }
        copies = list(dict.fromkeys(each.login for each in named_to if each.login not in stops))
        ref = now.writer.ref("N")
        login, _ = now.decider()
        facts = contacts.note(
            stands.episode,
            ref=ref,
            type=named.name,
            children=about,
            significant=significant,
            worker=login,
            on=on,
            today=desk.days.today,
        )
        now.row(
            "note",
            ref=ref,
            episode=stands.episode.ref,
            type=named.name,
            happened_on=on.isoformat(),
            text=text,
            worker=login,
            copied_to="; ".join(copies),
            draft=draft,
            open_to=group,
        )
        if not draft:
            now.tell(facts)
    kept = "Draft" if draft else "Note"
    said = f"{kept} {ref} ({named.name}) on {stands.episode.ref}, {long(on)}."
    recorded.recorded(desk, Said(now.outcome, said, ref=ref, more={"copied_to": copies, "not_copied": stops}))
    for why in stops.values():
        screen.tell(f"Not copied: {why}.")
    if stops and not desk.settings.quiet:
        names_on = "".join(f" --share-with {login}" for login in stops)
        ref = stands.episode.ref
        screen.tell(f"Where the family agrees to it: eh consent {ref} --from P-... --method signed{names_on}")


def empty_headings(text: str, type: str, headings: tuple[str, ...]) -> None:
    """A note whose type has headings must fill each one; 'None' is an answer (COG-454)."""
    if not headings:
        return
    lines = [line.strip() for line in text.splitlines()]
    folded = [line.casefold().rstrip(":") for line in lines]
    missing = []
    for heading in headings:
        wanted = heading.casefold().rstrip(":")
        at = next((n for n, line in enumerate(folded) if line == wanted or line.startswith(f"{wanted}:")), None)
        if at is None:
            missing.append(heading)
            continue
        inline = lines[at][len(heading.rstrip(":")) :].lstrip(": ").strip()
        ends = [
            n
            for n, line in enumerate(folded)
            if n > at and any(line.split(":")[0] == h.casefold().rstrip(":") for h in headings)
        ]
        body = " ".join(lines[at + 1 : ends[0] if ends else None]).strip()
        if not inline and not body:
            missing.append(heading)
    if missing:
        raise BadInput(
            f"A note of type {type} has {len(headings)} headings; these are missing or empty: {'; '.join(missing)}.",
            "Write each heading on its own line with its text below it; 'None' is an answer. Or keep it with --draft",
        )


@contextmanager
def kept_aside(typed: str) -> Iterator[None]:
    """A refusal does not throw away what was typed in an editor: the text goes to a file, and the hint says where."""
    try:
        yield
    except EhError as refused:
        if typed.strip():
            kept = folders.home() / "unsent" / f"note-{os.getpid()}.txt"
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write(kept, typed)
            kept.chmod(0o600)
            refused.hint = together(
                refused.hint, f"Your text is in {kept}: give it with - < FILE, then delete the file."
            )
        raise


def edited(desk: Desk, type: str, headings: tuple[str, ...]) -> str:
    """The text from the person's editor, begun with the type's headings; BadInput where there is no terminal."""
    if not screen.can_ask(desk.settings.no_input):
        raise BadInput("The text of the note is missing.", "Add --text TEXT, or '-' and the text on standard input")
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "nano")
    handle, name = tempfile.mkstemp(prefix="eh-note-", suffix=".txt")
    file = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as blank:
            blank.write("\n\n\n".join(headings) + "\n" if headings else "")
        try:
            subprocess.run([*shlex.split(editor), name], check=True)
        except (OSError, subprocess.CalledProcessError):
            raise BadInput(f"The editor '{editor}' could not be used.", "Set EDITOR, or give --text TEXT") from None
        return file.read_text(encoding="utf-8")
    finally:
        file.unlink(missing_ok=True)


def note_types(
    ctx: typer.Context,
    team: Annotated[
        str, typer.Option("--team", metavar="SLUG", help="Of the procedure this team follows; else your own.")
    ] = "",
) -> None:
    """Examples:
    eh note-types
    eh note-types --json
    """

    desk: Desk = ctx.obj
    rows = [
        {
            "type": named.name,
            "family": str(named.more.get("family", "")),
            "headings": list(named.headings),
            "aliases": list(named.aliases),
            "printed_in": citation.in_short(named.cite),
        }
        for named in desk.procedure_for(team).lists["note_type"]
    ]
    lists.show(desk, rows, {"type": "Type", "family": "Kind", "headings": "Headings", "printed_in": "Printed in"})


def assess(
    ctx: typer.Context,
    episode: Ref,
    form: Annotated[
        str, typer.Option(metavar="FORM", help="A form of the procedure, from: eh procedure show --list form")
    ] = "",
    stage: Annotated[
        str, typer.Option(metavar="STAGE", help="One of the form's stages, as that list names them.")
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
    if not form:
        raise BadInput(
            "Which form?",
            f"Add --form FORM: {', '.join(named.slug for named in desk.procedure_of(episode).lists['form'])}",
        )
    named = desk.procedure_of(episode).named("form", form)
    stages = named.stages or ("completed",)
    # With no stage said, the form is taken as done: completed where it has that stage, else its last.
    stage = typed_words.one_of(stage, stages, f"stage of {named.name}") if stage else done_stage(stages)
    on, at = desk.days.happened
    about_on = desk.days.day(about) if about else None
    with desk.recording() as now:
        stands = now.episode(episode)
        names = {each.ref: each.name for each in stands.children}
        who = typed_words.children(child or [], names, names, stands.episode.ref)
        if named.more.get("per_child") and not who:
            if len(names) != 1:
                raise BadInput(f"{named.name} is for one child at a time.", f"Add --child: {', '.join(names)}")
            who = list(names)
        facts = forms.form(
            stands.episode,
            form=named.slug,
            stage=stage,
            children=who,
            on=on,
            today=desk.days.today,
            at=at,
            about_on=about_on,
        )
        forms.refuse_undated(facts, desk.procedure_of(episode))
        login, role = now.decider()
        for fact in facts:
            rights.require_agreement(fact, role=role, login=login, procedure=desk.procedure_of(episode))
        now.tell(facts)
    said = f"{named.name}: {stage} on {long(on)} for {', '.join([stands.episode.ref, *who])}."
    recorded.recorded(desk, Said(now.outcome, said))
    for each in wanting(desk.procedure_of(episode), stands.told, named.slug):
        screen.tell(f"Warning: {each}")


def done_stage(stages: Sequence[str]) -> str:
    return "completed" if "completed" in stages else stages[-1]


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

    desk: Desk = ctx.obj
    if not star:
        known = desk.procedure_of(episode)
        printed = ", ".join(named.slug for named in known.lists["star"])
        raise BadInput("Which Star?", f"Add --star STAR: {printed}" if printed else f"{known.name} prints no Star.")
    named = desk.procedure_of(episode).named("star", star)
    try:
        numbers = [int(part) for part in scores.replace(";", ",").split(",") if part.strip()]
    except ValueError:
        raise BadInput(f"'{scores}' is not a list of scores.", "Type them as --scores 4,5,7") from None
    scale = named.more.get("scale")
    low, high = (scale[0], scale[1]) if isinstance(scale, list) else (1, 10)
    forms.refuse_blank_areas(numbers, named)
    on, _ = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(episode)
        names = {each.ref: each.name for each in stands.children}
        about = typed_words.children(child or [], names, names, stands.episode.ref)
        forms.refuse_other_areas(numbers, stands.told, named.slug, about)
        now.tell(
            forms.star(
                stands.episode,
                star=named.slug,
                scores=numbers,
                scale=(int(low), int(high)),
                children=about,
                meeting=read(meeting, "M") if meeting else "",
                on=on,
                today=desk.days.today,
            )
        )
    recorded.recorded(desk, Said(now.outcome, f"{named.name} completed on {long(on)} for {stands.episode.ref}."))


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
    state = typed_words.one_of(state, ("given", "refused", "withdrawn", "invalid"), "state of consent")
    if not person:
        raise BadInput("Whose consent?", "Add --from P-... or the person's name")
    if state == "given" and not method and screen.can_ask(desk.settings.no_input):
        method = questions.way_of_consent()
    if state == "given" and not method:
        raise BadInput("How was consent given?", "Add --method signed, verbal, electronic or other")
    if method and method.casefold() not in decisions_consent.SILENT:
        method = typed_words.one_of(method, decisions_consent.METHODS, "way of giving consent")
    if share_with and state != "given":
        raise BadInput("Only consent that was given names who it is shared with.", "Leave --share-with out.")
    on, _ = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(episode)
        shared = note_copies.named(now.writer, share_with or ())
        known = {each.ref: each.name for each in people.family(now.writer, stands.episode.family)}
        ref = typed_words.children([person], known, known, f"family {stands.episode.family}")[0]
        now.tell(
            decisions_consent.consent(
                stands.episode,
                person=ref,
                state=state,
                method=method,
                purpose=purpose,
                shared_with=shared,
                on=on,
                today=desk.days.today,
            )
        )
    recorded.recorded(
        desk, Said(now.outcome, f"Consent {state} by {ref} {known[ref]} on {long(on)}, {stands.episode.ref}.")
    )
