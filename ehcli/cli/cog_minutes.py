"""What was said at a weekly Community Operating Group meeting, case by case, and cases that come off its agenda."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.cli.cog import DayOption, TeamOption
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import Withdrawn
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.meetings import cog, cog_minutes
from ehcli.procedures.procedure import WEEKLY
from ehcli.record import meetings, office
from ehcli.screen import screen
from ehcli.show import lists, recorded

CaseRef = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def off(
    ctx: typer.Context,
    episode: CaseRef,
    day: DayOption = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is not discussed.")] = "",
) -> None:
    """Take a case off the agenda of a weekly COG meeting: what was owed before the meeting is owed no longer.

    Examples:
        eh cog off E-0001 --day 2026-12-01 --reason "Agreed with the school by telephone"
    """

    desk: Desk = ctx.obj
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    wanted = desk.days.day(day) if day else None
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        ref = stands.episode.ref
        weekly = cog.meeting(now.writer, stands.episode.team, desk.days.today, wanted)
        known = cog_minutes.listed(stands.told, cog.form(desk, weekly.team), weekly.day)
        if not known:
            raise NotFound(
                f"{ref} is not on the agenda of {long(weekly.day)}.", f"See: eh cog agenda --team {weekly.team}"
            )
        if cog_minutes.listed(stands.told, cog.form(desk, weekly.team), weekly.day, "discussed"):
            raise Refused(f"{ref} was discussed on {long(weekly.day)}.", f"See: eh cog minutes --team {weekly.team}")
        now.tell([Withdrawn(ref, desk.days.today, "", reason)], withdraws=known)
    said = f"{ref} is off the agenda of {weekly.team}, {long(weekly.day)}: {reason}."
    recorded.recorded(desk, Said(now.outcome, said, ref=ref))


def discussed(
    ctx: typer.Context,
    episode: CaseRef,
    day: DayOption = "",
    present: Annotated[
        list[str] | None, typer.Option(metavar="WHO", help="Who was there for this case; again for each.")
    ] = None,
    chair: Annotated[str, typer.Option(metavar="LOGIN", help="Who chaired.")] = "",
    statement_agreed: Annotated[
        bool, typer.Option("--statement-agreed", help="The confidentiality statement was read and agreed.")
    ] = False,
    way_forward: Annotated[str, typer.Option(metavar="TEXT", help="Risks, strengths, the way forward.")] = "",
    thresholds: Annotated[str, typer.Option(metavar="TEXT", help="Whether thresholds are met.")] = "",
    dissent: Annotated[str, typer.Option(metavar="TEXT", help="Who disagrees about what; 'None' is an answer.")] = "",
    without_consent: Annotated[str, typer.Option(metavar="TEXT", help="Why it was discussed without consent.")] = "",
    action: Annotated[
        list[str] | None, typer.Option("--action", metavar="'WHAT; WHO; BY'", help="An action; again for each.")
    ] = None,
    follow_up: Annotated[str, typer.Option(metavar="TEXT", help="How the actions are followed up.")] = "",
) -> None:
    """Record what a weekly COG meeting said about a case: who was there for it, what was agreed, who dissents.

    Refused while something the minutes must say is missing, naming all of it. Anybody may have come: a worker by
    login, others by name. Recorded again, it takes the place of what stood there; the old words are kept.

    Examples:
        eh cog discussed E-0001 --day 2026-12-01 --present aroy --present "School nurse" --chair jmay \\
            --statement-agreed --way-forward "Joint visit with the school" --thresholds "Not met" --dissent None \\
            --action "Ring the housing office; aroy; 2026-12-08" --follow-up "Next meeting"
    """

    desk: Desk = ctx.obj
    wanted = desk.days.day(day) if day else desk.days.today
    if wanted > desk.days.today:
        raise BadInput(f"{long(wanted)} is to come.", "Record it when the meeting was held.")
    there = [name.strip() for each in present or [] for name in each.split(",") if name.strip()]
    agreed = cog_minutes.typed_actions(action or [])
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
        said = {
            cog_minutes.PRESENT: ", ".join(there),
            cog_minutes.CHAIR: chair,
            cog_minutes.STATEMENT: "read and agreed" if statement_agreed else "",
            cog_minutes.WAY: way_forward.strip(),
            cog_minutes.THRESHOLDS: thresholds.strip(),
            cog_minutes.DISSENT: dissent.strip(),
            cog_minutes.WITHOUT: without_consent.strip(),
            cog_minutes.FOLLOWED: follow_up.strip(),
        }
        cog_minutes.complete(said, agreed, cog.consent(stands.told, form, weekly.day.isoformat()), procedure)
        chaired = cog_minutes.chair(now.writer, chair, weekly.day, procedure)
        said[cog_minutes.CHAIR] = chaired.login
        about = cog_minutes.key(ref, weekly.day)
        for heading, text in said.items():
            now.row("plan-part", meeting=about, part=heading, child="", text=text)
        first = max((each.item for each in meetings.agreed(now.writer, about)), default=0) + 1
        for item, each in enumerate(agreed, start=first):
            by_when = desk.days.day(each.by_when, "date of an action").isoformat()
            now.row(
                "plan-action",
                meeting=about,
                item=item,
                action=each.action,
                who=each.who,
                by_when=by_when,
                child="",
                done_on="",
            )
        now.tell(cog_minutes.facts(stands.told, ref, form, weekly.day, said))
    line = f"{ref} was discussed on {long(weekly.day)}: {len(there)} there, {len(agreed)} actions."
    recorded.recorded(desk, Said(now.outcome, line, ref=ref))
    role = procedure.role(chaired.role)
    if role and WEEKLY in role.chairs_instead and not (desk.settings.quiet or desk.settings.as_json):
        screen.tell(
            "Note: with a Senior in the chair an escalation or a step-down is provisional "
            f"({procedure.in_brackets('weekly-chair-instead')}): "
            f"eh assess {ref} --form {form} --stage decided-under-acting-chair --about DAY-OF-RETURN"
        )


def minutes(
    ctx: typer.Context,
    team: TeamOption = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="From this day on; else of the last year.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Until this day; else today.")] = "",
    only: Annotated[str, typer.Option("--for", metavar="WHO", help="Only cases this person was there for.")] = "",
) -> None:
    """List the minutes of a team's weekly COG meetings, case by case: who was there, what was agreed, who dissents.

    Examples:
        eh cog minutes --team tipton --since 2026-12-01
        eh cog minutes --team tipton --since 2026-09-01 --until 2026-12-31 --csv
        eh cog minutes --team tipton --for aroy
    """

    desk: Desk = ctx.obj
    slug = office.team(desk.record, typed_words.text(team, "team", "--team SLUG")).slug
    last = desk.days.day(until) if until else desk.days.today
    first = desk.days.day(since) if since else last.replace(year=last.year - 1, day=min(last.day, 28))
    wanted = only.strip().casefold()
    rows = []
    for each in cog_minutes.of_team(desk.record, slug, cog.form(desk, slug), first, last):
        said = each.said
        there = said.get(cog_minutes.PRESENT, "").split(", ")
        if wanted and wanted not in [name.casefold() for name in there]:
            continue
        rows.append(
            {
                "held_on": each.day.isoformat(),
                "episode": each.episode,
                "chair": said.get(cog_minutes.CHAIR, ""),
                "present": there,
                "statement": said.get(cog_minutes.STATEMENT, ""),
                "way_forward": said.get(cog_minutes.WAY, ""),
                "thresholds": said.get(cog_minutes.THRESHOLDS, ""),
                "dissent": said.get(cog_minutes.DISSENT, ""),
                "without_consent": said.get(cog_minutes.WITHOUT, ""),
                "actions": list(each.actions),
                "follow_up": said.get(cog_minutes.FOLLOWED, ""),
            }
        )
    columns = {"held_on": "On", "episode": "Episode", "chair": "Chair", "present": "There"}
    columns |= {"way_forward": "Way forward", "thresholds": "Thresholds", "dissent": "Dissent"}
    columns |= {"without_consent": "Without consent", "actions": "Actions", "follow_up": "Follow-up"}
    lists.show(desk, rows, columns, none="No case was discussed.")
