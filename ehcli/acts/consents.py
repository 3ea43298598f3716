"""Records consent that was given, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ehcli.acts import who
from ehcli.days.typed_dates import long
from ehcli.decisions import consent as decisions_consent
from ehcli.desk import note_copies, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput
from ehcli.procedures.consent import EARLY_HELP
from ehcli.procedures.kept import Kept

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

STATES = ("given", "refused", "withdrawn", "invalid")


def consent(
    desk: Desk,
    episode: str,
    *,
    person: str,
    state: str,
    method: str,
    purpose: str = EARLY_HELP,
    share_with: Sequence[str] = (),
) -> Said:
    """Somebody of the family gave, refused or withdrew consent; no reply is never consent."""
    state = typed_words.one_of(state, STATES, "state of consent")
    if not person:
        raise BadInput("Whose consent?", "Add --from P-... or the person's name")
    if state == "given" and not method:
        raise BadInput("How was consent given?", "Add --method signed, verbal, electronic or other")
    method = way(method)
    if share_with and state != "given":
        raise BadInput("Only consent that was given names who it is shared with.", "Leave --share-with out.")
    on, _ = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(episode)
        shared = note_copies.named(now.writer, share_with)
        ref = who.of_family(now, stands, [person])[0]
        name = who.family(now, stands)[ref]
        told = {"person": ref, "state": state, "method": method, "purpose": purpose}
        rules = Kept(now.procedure(episode))
        now.tell(
            decisions_consent.consent(
                stands.episode, **told, shared_with=shared, on=on, today=desk.days.today, against=rules
            )
        )
        stops, lines = what_stops(now, stands.episode.ref, state)
    said = f"Consent {state} by {ref} {name} on {long(on)}, {stands.episode.ref}."
    return Said(now.outcome, said, more=stops, lines=lines, notes=rules.warnings)


def what_stops(now: Recording, episode: str, state: str) -> tuple[dict[str, Any], list[str]]:
    """What a withdrawal stops and what it does not, for a script and in words; nothing for any other state."""
    if state != "withdrawn":
        return {}, []
    from ehcli.acts import withdrawals  # what waits to go out is read for nothing else

    found = withdrawals.stopped(now, now.so_far(episode))
    return withdrawals.as_values(found), withdrawals.in_words(found)


def way(typed: str) -> str:
    """How consent was given, as eh calls it; silence stays as it was typed, and is refused where it is decided."""
    silent = not typed or typed.casefold() in decisions_consent.SILENT
    return typed if silent else typed_words.one_of(typed, decisions_consent.METHODS, "way of giving consent")
