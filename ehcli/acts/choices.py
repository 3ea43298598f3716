"""What an authority chooses for itself: a duty switched off or on, reasons of its own, and a team's bands."""

from __future__ import annotations

from ehcli.acts import foreseeing
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.reasons import LISTS
from ehcli.desk.said import Said
from ehcli.errors import NotFound, Refused, nearest
from ehcli.procedures.bands import BANDS, OTHERWISE, PLACE, is_lower, standing
from ehcli.record import deriving, office, projecting
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


def place(desk: Desk, team: str, duty: str, band: str, *, reason: str) -> Said:
    """A duty stands in another band of a team's lists, at once; lowering it takes a manager.

    Raises Refused where the role may not choose it, or the procedure has it in harm or unseen and it would be lowered.
    """
    band, reason = typed_words.one_of(band, BANDS, "band"), typed_words.text(reason, "reason", "--reason TEXT")
    with desk.recording(reason) as now:
        slug = office.team(now.writer, team).slug
        known = [each for procedure in now.rules.programme(slug).procedures for each in procedure.duties]
        asked = [each for each in known if each.id == duty] or [now.rules.procedure_of(slug).duty(duty)]
        printed = min((each.band or OTHERWISE for each in asked), key=lambda each: PLACE[each])
        stood = standing(printed, office.choices_of_teams(now.writer, "band").get(slug, {}).get(duty, ""))
        lower = is_lower(band, stood)
        login = now.require("switch" if lower else "staff", now.procedure())
        if band == stood:
            raise Refused(f"{duty} stands in {band} already.", "Nothing needs recording.")
        if standing(printed, band) != band:
            said = f"{duty} cannot be lowered to {band}: its procedure has it in {printed}, for a child's safety."
            raise Refused(said, f"See where every duty stands: eh team bands {slug} --all")
        now.row("choice", kind=f"band:{slug}", name=duty, value=band, decided_by=login, reason=reason)
        moved = projecting.place(now.writer, slug, duty, now.rules.in_use)
    said = f"{duty} {'is lowered' if lower else 'is raised'} from {stood} to {band} for {slug}, decided by {login}."
    lines = [f"{moved} open task{'' if moved == 1 else 's'} {'would move' if now.dry_run else 'moved'}."]
    more = {"team": slug, "duty": duty, "band": band, "band_before": stood, "tasks_moved": moved}
    return Said(Outcome(entry=now.entry, dry_run=now.dry_run), said, slug, more, lines)
