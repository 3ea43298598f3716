"""Logs contacts and visits, and agrees how often a family is visited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.acts import who
from ehcli.days.typed_dates import long
from ehcli.decisions import contacts
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import ConsentRecorded, FormRecorded, Told
from ehcli.errors import BadInput
from ehcli.procedures.kept import Kept
from ehcli.procedures.procedure import Procedure
from ehcli.record import office

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled

OUTCOMES = ("made", "attempted")
PARTIES = ("family", "referrer", "agency")
EVERY = ("weekly", "fortnightly")


def visit(desk: Desk, episode: str, *, outcome: str, seen: Sequence[str], worker: str = "") -> Said:
    """A visit to the family's home was made or attempted."""
    if not outcome:
        raise BadInput("Was the visit made, or only attempted?", "Add --outcome made or --outcome attempted")
    return contact(desk, episode, how="visit", outcome=outcome, party="family", seen=seen, worker=worker)


def contact(
    desk: Desk, episode: str, *, how: str, outcome: str, party: str, seen: Sequence[str], worker: str = ""
) -> Said:
    """A contact was made or attempted, by the key worker where nobody else is named; never refused for workflow."""
    if not how or not outcome:
        raise BadInput(
            "How, and whether the contact was made, must be said.",
            "Add --how phone --outcome made, or --outcome attempted",
        )
    how = typed_words.one_of(how, contacts.HOWS, "way of getting in touch")
    outcome = typed_words.one_of(outcome, OUTCOMES, "outcome of a contact")
    party = typed_words.one_of(party, PARTIES, "party to a contact")
    kept = desk.days.keep_to_the_clock() if how not in ("visit", "school-visit") else ""
    on, at = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(episode)
        by = office.worker(now.writer, worker).login if worker else stands.episode.worker
        people = who.of_family(now, stands, seen) if party == "family" else list(seen)
        told = {"how": how, "outcome": outcome, "party": party, "worker": by}
        now.tell(contacts.contact(stands.episode, **told, seen=people, on=on, at=at, today=desk.days.today))
        visited = how in ("visit", "school-visit") and outcome == "made"
        notes = unassessed(now, now.procedure(episode), stands.told, on) if visited else []
    what = "Visit" if how == "visit" else f"Contact ({how})"
    with_whom = "" if party == "family" else f" with the {party}"
    said = f"{what}{with_whom} {outcome} on {long(on)} for {stands.episode.ref}."
    if visited and party == "family":
        seen_now = [stands.names[child] for child in people or stands.names if child in stands.names]
        if people or len(seen_now) == 1:
            said += f" Seen: {', '.join(seen_now) or 'no child'}."
        else:
            notes = [*notes, nobody_named(stands.episode.ref, 0 if now.dry_run else now.outcome.entry)]
    return Said(now.outcome, said, notes=[*filter(None, [kept]), *without_consent(stands, now), *notes])


def without_consent(stands: Settled, now: Recording) -> list[str]:
    """That consent is withdrawn, where it is: it stops no contact."""
    if not any(isinstance(each.fact, ConsentRecorded) and each.fact.state == "withdrawn" for each in stands.told):
        return []
    from ehcli.letters import outside  # few contacts are without consent, and every one is to be quick

    return [f"Note: {each}" for each in outside.no_contact_stopped(stands, now.procedure(stands.episode.ref))]


def nobody_named(ref: str, entry: int) -> str:
    """That no child was named as seen, and how to say who was."""
    told = "Note: no child was named as seen, so none of them counts as seen by this visit."
    how = f"eh correct {ref} contacted --entry {entry} --set seen=NAMES --reason TEXT" if entry else "--seen NAME"
    return f"{told} Say who was: {how}"


def unassessed(now: Recording, procedure: Procedure, told: Sequence[Told], on: date) -> list[str]:
    """Says when a visit has no risk assessment of its day, while that rule is switched on (TEH-055)."""
    duty = next((duty for duty in procedure.duties if duty.warns == "visit"), None)
    if not duty or duty.switch in office.switched_off(now.writer):
        return []
    form = duty.form[0] if duty.form else ""
    if form and any(isinstance(each.fact, FormRecorded) and each.fact.form == form and each.on == on for each in told):
        return []
    return [
        f"Note: no {duty.title} is dated on this day ({procedure.in_brackets('warn-of-visit')}). "
        f"If that rule has ended here: eh procedure switch {duty.switch} off --reason TEXT --by MANAGER"
    ]


def agree_frequency(desk: Desk, episode: str, *, visits: str, reason: str, until: str) -> Said:
    """A manager signed off how often the family is visited, from the next visit on.

    Raises Refused where the role may not agree to it, or the procedure keeps visits weekly until a TAF was held.
    """
    visits = typed_words.one_of(visits, EVERY, "frequency of visits", "--visits")
    on, _ = desk.days.happened
    ends = desk.days.day(until) if until else None
    with desk.recording(reason) as now:
        procedure = now.procedure(episode)
        login = now.require("agree-visit-frequency", procedure)
        stands, rules = now.episode(episode), Kept(procedure)
        now.tell(
            contacts.visit_frequency(
                stands.episode,
                every=visits,
                decided_by=login,
                reason=reason,
                until=ends,
                on=on,
                today=desk.days.today,
                not_before_taf=procedure.weekly_until_a_taf,
                against=rules,
            )
        )
    said = f"Visits to {stands.episode.ref} are {visits} from the next visit, agreed by {login} on {long(on)}."
    return Said(now.outcome, said, notes=rules.warnings)
