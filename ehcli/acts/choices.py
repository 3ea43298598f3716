"""What an authority chooses for itself: a duty switched off or on, and reasons of its own."""

from __future__ import annotations

from ehcli.acts import foreseeing
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.reasons import LISTS
from ehcli.desk.said import Said
from ehcli.errors import NotFound, Refused, nearest
from ehcli.record import deriving, office
from ehcli.record.deriving import Outcome


def switch(desk: Desk, name: str, *, off: bool, reason: str) -> Said:
    """What a procedure lets an authority switch is off, or on again, from that day on.

    Raises Refused where the role may not choose it, and NotFound where no procedure that is followed has the switch.
    """
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    state = "off" if off else "on"
    with desk.recording(reason) as now:
        login = now.require("switch", now.procedure())
        followed = now.rules.followed(team.slug for team in office.teams(now.writer))
        known = [each for procedure in followed for each in procedure.switches]
        if name not in known:
            hint = nearest(name, known) or f"There is {', '.join(known) or 'none'}."
            raise NotFound(f"There is no switch '{name}'.", hint)
        now.row("choice", kind="switch", name=name, value=state, decided_by=login, reason=reason)
        for ref in deriving.open_episodes(now.writer):
            now.episode(ref)
            now.settle_too(ref)
        changes = foreseeing.tried(now)
    on, _ = desk.days.happened
    said = f"{name} is {state} from {long(on)}, decided by {login}: {reason}."
    outcome = Outcome(entry=now.entry, dry_run=desk.settings.dry_run)
    return foreseeing.told(Said(outcome, said, ref=name), changes)


def add_reason(desk: Desk, text: str, *, purpose: str) -> Said:
    """A reason of the authority's own for opening or closing: ``purpose`` says which.

    Raises Refused where the role may not choose it, or there is such a reason already.
    """
    purpose = typed_words.one_of(purpose, LISTS, "use of a reason")
    text = typed_words.text(text, "reason")
    with desk.recording() as now:
        procedure, kind = now.procedure(), LISTS[purpose]
        login = now.require("switch", procedure)
        known = {*office.choices(now.writer, kind), *(named.name for named in procedure.lists[kind])}
        if text.casefold() in {each.casefold() for each in known}:
            raise Refused(f"'{text}' is a reason for {purpose} already.", "See: eh reason list")
        now.row("choice", kind=kind, name=text, value="on", decided_by=login, reason="")
    said = f"'{text}' is a reason for {purpose} from now on, decided by {login}."
    return Said(Outcome(entry=now.entry, dry_run=desk.settings.dry_run), said, ref=text)
