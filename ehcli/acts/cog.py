"""Plans a weekly COG meeting, puts cases on its agenda and takes them off, and records what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.decisions import forms
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import Withdrawn
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.meetings import cog, cog_invitations, cog_minutes, invitation_files, invitations
from ehcli.meetings.plan import UNSAID, Agreed
from ehcli.procedures.kept import Kept
from ehcli.procedures.procedure import WEEKLY
from ehcli.record import minuted, office

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


class Minutes(NamedTuple):
    """What a weekly meeting said about a case, as it was typed."""

    present: Sequence[str] = ()
    chair: str = ""
    statement_agreed: bool = False
    way_forward: str = ""
    thresholds: str = ""
    dissent: str = ""
    without_consent: str = ""
    action: Sequence[str] = ()
    follow_up: str = ""


def schedule(desk: Desk, team: str, *, at: str, venue: str, slot: int) -> Said:
    """A team's weekly meeting has its time and place on that day; told again, it changes.

    Raises Refused where the team's procedure has no such meeting.
    """
    team = typed_words.text(team, "team", "--team SLUG")
    with desk.recording() as now:
        slug = office.team(now.writer, team).slug
        cog.form_of(desk.rules.procedure_of(slug))
        day, clock = desk.days.moment(typed_words.text(at, "date and time", "--at 'DATE TIME'"), "date of the meeting")
        if not clock or not 5 <= slot <= 240:
            raise BadInput("At what time is it, and how long has each case?", "Add --at '2026-12-01 09:30' --slot 20")
        if day < desk.days.today:
            raise BadInput(f"{long(day)} has passed.", "Check the date.")
        value = cog.kept(clock, typed_words.text(venue, "venue", "--venue TEXT"), slot)
        now.row("choice", kind=f"cog:{slug}", name=day.isoformat(), value=value, decided_by=now.decider()[0])
        why = desk.days.workdays_of(slug).off(day)
    said = f"Weekly COG meeting of {slug}: {long(day)} at {clock}, {venue}, {slot} minutes for each case."
    notes = [f"Warning: {long(day)} is not a working day ({why})."] if why else []
    return Said(now.outcome, said, ref=f"{slug} {day}", notes=notes)


def add(desk: Desk, episode: str, *, day: str, reason: str) -> Said:
    """A case is on the agenda of its team's meeting: what is owed before the meeting begins to run.

    Raises BadInput without a reason, and Refused where it stands there already.
    """
    on, at = desk.days.happened
    wanted = desk.days.day(day) if day else None
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        ref = stands.episode.ref
        weekly = cog.meeting(now.writer, stands.episode.team, desk.days.today, wanted)
        form, procedure = cog.form(desk, weekly.team), cog.procedure(desk, weekly.team)
        rules = Kept(procedure)
        cog.add(stands.told, form, weekly, reason, rules)
        now.tell(
            forms.form(
                stands.episode,
                form=form,
                stage="listed",
                children=(),
                on=on,
                at=at,
                today=desk.days.today,
                about_on=weekly.day,
            )
        )
    asides = []
    if cog.consent(stands.told, form, weekly.day.isoformat()) == "missing" and not now.dry_run:
        asks = procedure.pages_printed("weekly-consent")
        asides = [f"Warning: no consent is on file; it is needed, or the reason is minuted ({asks})."]
    return Said(
        now.outcome,
        f"{ref} is on the agenda of {weekly.team}, {long(weekly.day)}.",
        ref=ref,
        asides=asides,
        notes=rules.warnings,
    )


def off(desk: Desk, episode: str, *, day: str, reason: str) -> Said:
    """A case comes off the agenda: what was owed before the meeting is owed no longer.

    Raises NotFound where it is not on it, and Refused where it was discussed.
    """
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    wanted = desk.days.day(day) if day else None
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        ref = stands.episode.ref
        weekly = cog.meeting(now.writer, stands.episode.team, desk.days.today, wanted)
        form = cog.form(desk, weekly.team)
        known = cog_minutes.listed(stands.told, form, weekly.day)
        if not known:
            raise NotFound(
                f"{ref} is not on the agenda of {long(weekly.day)}.", f"See: eh cog agenda --team {weekly.team}"
            )
        if cog_minutes.listed(stands.told, form, weekly.day, "discussed"):
            raise Refused(f"{ref} was discussed on {long(weekly.day)}.", f"See: eh cog minutes --team {weekly.team}")
        now.tell([Withdrawn(ref, desk.days.today, "", reason)], withdraws=known)
    said = f"{ref} is off the agenda of {weekly.team}, {long(weekly.day)}: {reason}."
    return Said(now.outcome, said, ref=ref)


def discussed(desk: Desk, episode: str, *, day: str, minutes: Minutes) -> Said:
    """A weekly meeting spoke of a case: who was there for it, what was agreed, who dissents.

    Raises BadInput that names everything the minutes must say and do not.
    """
    wanted = desk.days.day(day) if day else desk.days.today
    if wanted > desk.days.today:
        raise BadInput(f"{long(wanted)} is to come.", "Record it when the meeting was held.")
    there = [name.strip() for each in minutes.present for name in each.split(",") if name.strip()]
    agreed = cog_minutes.typed_actions(minutes.action)
    with desk.recording() as now:
        stands = now.episode(episode)
        ref = stands.episode.ref
        weekly = cog.meeting(now.writer, stands.episode.team, wanted, wanted)
        form, procedure = cog.form(desk, weekly.team), cog.procedure(desk, weekly.team)
        if not cog_minutes.listed(stands.told, form, weekly.day):
            raise NotFound(
                f"{ref} was not on the agenda of {long(weekly.day)}.",
                f"Put it there first: eh cog add {ref} --day {weekly.day} --reason TEXT",
            )
        said, rules = headed(minutes, there), Kept(procedure)
        consent = cog.consent(stands.told, form, weekly.day.isoformat())
        rules.warnings += cog_minutes.complete(said, agreed, consent, procedure)
        role = None
        if minutes.chair:
            chaired = cog_minutes.chair(now.writer, minutes.chair, weekly.day, procedure, rules)
            said[cog_minutes.CHAIR], role = chaired.login, procedure.role(chaired.role)
        write(desk, now, cog_minutes.key(ref, weekly.day), said, agreed)
        now.tell(cog_minutes.facts(stands.told, ref, form, weekly.day, said))
    line = f"{ref} was discussed on {long(weekly.day)}: {len(there)} there, {len(agreed)} actions."
    asides = []
    if role and WEEKLY in role.chairs_instead:
        asides = [
            "Note: with a Senior in the chair an escalation or a step-down is provisional "
            f"({procedure.in_brackets('weekly-chair-instead')}): "
            f"eh assess {ref} --form {form} --stage decided-under-acting-chair --about DAY-OF-RETURN"
        ]
    return Said(now.outcome, line, ref=ref, asides=asides, notes=rules.warnings)


def headed(minutes: Minutes, there: Sequence[str]) -> dict[str, str]:
    """What was typed, under the headings of the minutes."""
    return {
        cog_minutes.PRESENT: ", ".join(there),
        cog_minutes.CHAIR: minutes.chair,
        cog_minutes.STATEMENT: "read and agreed" if minutes.statement_agreed else "",
        cog_minutes.WAY: minutes.way_forward.strip(),
        cog_minutes.THRESHOLDS: minutes.thresholds.strip(),
        cog_minutes.DISSENT: minutes.dissent.strip(),
        cog_minutes.WITHOUT: minutes.without_consent.strip(),
        cog_minutes.FOLLOWED: minutes.follow_up.strip(),
    }


def write(desk: Desk, now: Recording, about: str, said: Mapping[str, str], agreed: Sequence[Agreed]) -> None:
    """Adds the rows of a case's minutes, and its actions below those that stand there."""
    for heading, text in said.items():
        now.row("plan-part", meeting=about, part=heading, child="", text=text)
    first = max((each.item for each in minuted.agreed(now.writer, about)), default=0) + 1
    for item, each in enumerate(agreed, start=first):
        by_when = desk.days.day(each.by_when, "date of an action").isoformat() if each.by_when else ""
        made = each._replace(who=each.who or UNSAID, by_when=by_when, child="")
        now.row("plan-action", meeting=about, item=item, done_on="", **made._asdict())


def invite(desk: Desk, team: str, *, day: str, asking: Sequence[str], cases: Sequence[str] = (), out: str = "") -> Said:
    """People are asked to a weekly meeting, for all of it or for these cases, and a file is written for each.

    Raises Refused where nobody is left who can be asked, and BadInput for a case that is not on the agenda.
    """
    team = typed_words.text(team, "team", "--team SLUG")
    wanted: date | None = desk.days.day(day) if day else None
    pairs = invitations.typed_pairs(asking, [], "", "")
    with desk.recording() as now:
        known = office.team(now.writer, team)
        weekly = cog.meeting(now.writer, known.slug, desk.days.today, wanted)
        rules = Kept(now.rules.procedure_of(known.slug))
        if not pairs:
            raise BadInput("Who is asked?", "Add --invite aroy=email")
        if not all(method for method, _ in pairs.values()):
            rules(BadInput("Who is asked, and how?", "Add --invite aroy=email", "weekly-invitation"))
        refs, form = [read(each, "E") for each in cases], cog.form(desk, weekly.team)
        cog_invitations.on_agenda(weekly, cog.agenda(now.writer, weekly, form, now.episode), refs)
        folder = invitation_files.folder(out) if not now.dry_run else Path()
        ways = cog_invitations.checked(now.writer, weekly, pairs)
        asked = [(guest.who, pairs[typed][0]) for typed, guest in ways.coming.items()]
        for who, method in asked:
            value = cog.kept_asking(method, refs)
            now.row("choice", kind=cog.invited(weekly), name=who, value=value, decided_by=now.decider()[0])
        record = now.rules.about().get("record", "eh")
        ready = None if now.dry_run else cog_invitations.ready(now.writer, record, weekly, form, now.episode)
    listed = ", ".join(f"{who} ({method})" for who, method in asked)
    which = ", for " + ", ".join(refs) if refs else ""
    said = f"Asked to the weekly COG meeting of {long(weekly.day)}: {listed}{which}."
    made: dict[str, Any] = {"flags": ways.over} | (cog_invitations.put(ready, folder) if ready else {})
    return Said(
        now.outcome,
        said,
        ref=f"{known.slug} {weekly.day}",
        more=made,
        asides=cog_invitations.in_words(made),
        notes=rules.warnings,
    )
