"""Writes case notes, and says who gets a copy and who may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ehcli.acts import who
from ehcli.days.typed_dates import long
from ehcli.decisions import notes
from ehcli.desk import groups, note_copies, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput
from ehcli.procedures.consent import CopyRecipient, blocked
from ehcli.procedures.procedure import PLAIN_NOTE, Named

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def type_of_note(desk: Desk, episode: str, *, type: str, restrict_to: str) -> Named:
    """The type that is meant, asked before anybody types a text; raises what the note would be refused for anyway."""
    procedure = desk.procedure_of(episode)
    if not type and procedure.lists["note_type"]:
        raise BadInput("The type of note is missing.", "Add --type TYPE; see: eh note-types")
    named = procedure.named("note_type", type) if type else PLAIN_NOTE
    groups.restriction(desk, desk.record, restrict_to)
    return named


def note(
    desk: Desk,
    episode: str,
    *,
    type: str,
    text: str,
    child: Sequence[str] = (),
    copy_to: Sequence[str] = (),
    significant: bool = False,
    restrict_to: str = "",
    draft: bool = False,
) -> Said:
    """A note was written; a draft is kept, and meets nothing yet.

    Raises BadInput where a heading of its type is left out, and Refused for a group whose notes one could not read.
    """
    on, _ = desk.days.happened
    with desk.recording() as now:
        procedure = now.procedure(episode)
        named = procedure.named("note_type", type)
        group = groups.restriction(desk, now.writer, restrict_to)
        text = typed_words.text(text, "text of the note")
        if not draft:
            notes.refuse_empty_headings(text, named)
        stands = now.episode(episode)
        about = who.children(stands, child)
        copies, stops = copied(now, episode, named, copy_to, group)
        ref = now.writer.ref("N")
        login, _ = now.decider()
        facts = notes.note(
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
    said = f"{'Draft' if draft else 'Note'} {ref} ({named.name}) on {stands.episode.ref}, {long(on)}."
    told = [f"Not copied: {why}." for why in stops.values()]
    if named == PLAIN_NOTE:
        told.append(f"Note: {procedure.name} lists no types of note, so this one is plain: {procedure.ours}.")
    if stops and not desk.settings.quiet:
        named_on = "".join(f" --share-with {login}" for login in stops)
        of = stands.episode.ref
        told.append(f"Where the family agrees to it: eh consent {of} --from P-... --method signed{named_on}")
    return Said(now.outcome, said, ref=ref, more={"copied_to": copies, "not_copied": stops}, notes=told)


def copied(
    now: Recording, episode: str, type: Named, copy_to: Sequence[str], group: str
) -> tuple[list[str], dict[str, str]]:
    """Who gets a copy of a note, and who gets none with the reason why: as its type is printed, and as typed."""
    on, _ = now.days.happened
    stands, procedure, team = now.episode(episode), now.procedure(episode), now.heading(episode).team
    typed = [
        CopyRecipient(tray, team)
        if (tray := note_copies.tray(procedure, each))
        else note_copies.recipient(now.writer, each)
        for each in copy_to
    ]
    named = list(dict.fromkeys([*note_copies.printed(now.writer, procedure, type, team, on), *typed]))
    stops = {
        each.login: why
        for each in named
        if (
            why := blocked(each, stands.episode, stands.told, team, procedure)
            or groups.outside(now.writer, each.login, group, now.days.today, now.procedure())
        )
    }
    return list(dict.fromkeys(each.login for each in named if each.login not in stops)), stops
