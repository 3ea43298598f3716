"""What an officer may record next: each decision returns the facts to record, or refuses and says the next step.

Pure: the day it happened, today and who decided are passed in. Logging a contact or a visit is never
refused for the sake of the workflow; only dates that cannot be are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ehcli import citations
from ehcli.citations import Citation
from ehcli.dates import long
from ehcli.episode import ASIDE, STAGES, Episode, Meeting
from ehcli.errors import BadInput, Refused
from ehcli.facts import (
    VALUES,
    Allocated,
    ConsentRecorded,
    Contacted,
    EpisodeClosed,
    Fact,
    FormRecorded,
    Invited,
    MinutesReached,
    Moved,
    NoteWritten,
    ReferralReceived,
    SetAside,
    StarCompleted,
    TafHeld,
    TafNotHeld,
    TafScheduled,
    Told,
    VisitFrequencyAgreed,
)
from ehcli.obligations import ORDINARY, Obligation, in_order, task_key
from ehcli.procedure import ClosingCheck, Named, Procedure
from ehcli.worklist import is_overdue

HOWS = VALUES["contacted", "how"]
METHODS = VALUES["consent-recorded", "method"]
SILENT = ("no reply", "no-reply", "silence", "not returned", "unanswered")


def happened(episode: Episode, on: date, today: date, what: str) -> None:
    """Raises BadInput for a day in the future or before the episode, Refused for one after it closed.

    Where the procedure follows a family up after closing, what happens then is recorded in the same episode.
    """
    if on > today:
        raise BadInput(
            f"{what} on {long(on)} lies in the future: today is {long(today)}.",
            "Record it when it has happened. A meeting to come is planned with: "
            f"eh taf schedule {episode.ref} --at WHEN --venue TEXT",
        )
    began = episode.received_on or episode.opened_on
    if began and on < began:
        raise BadInput(
            f"{what} on {long(on)} is before {episode.ref} began on {long(began)}.",
            "Check the date, or open the episode it belongs to.",
        )
    if episode.closed_on and on > episode.closed_on and not episode.followed_up:
        raise Refused(
            f"{episode.ref} closed on {long(episode.closed_on)}.",
            _opening_anew(episode),
        )


def _opening_anew(episode: Episode) -> str:
    """What to do where an episode has closed and something more is to be recorded."""
    command = f"eh open-episode --family {episode.family} --team {episode.team} --child P-..."
    return f"Open a new episode for family {episode.family}: {command}"


def _open(episode: Episode, on: date, today: date, what: str) -> None:
    """As ``happened``, and the episode must be open still: a stage of work cannot be added to a closed one."""
    happened(episode, on, today, what)
    if episode.closed_on:
        raise Refused(
            f"{episode.ref} closed on {long(episode.closed_on)}.",
            _opening_anew(episode),
        )


def allocate(episode: Episode, *, worker: str, role: str, team: str, on: date, at: str, today: date) -> list[Fact]:
    """The episode is given to a worker."""
    _open(episode, on, today, "An allocation")
    if episode.holder(role) == worker:
        raise Refused(
            f"{episode.ref} is with {worker} as {role} already.",
            f"See who held it when: eh show {episode.ref}",
        )
    return [Allocated(episode.ref, on, at, worker, role, team)]


def contact(
    episode: Episode,
    *,
    how: str,
    outcome: str,
    party: str,
    worker: str,
    seen: Sequence[str],
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """A contact was made or attempted."""
    happened(episode, on, today, "A contact")
    if outcome == "attempted" and seen:
        raise BadInput("Nobody was seen when a contact was only attempted.", "Leave --seen out, or say --outcome made")
    return [Contacted(episode.ref, on, at, how, outcome, party, worker, tuple(seen))]


def note(
    episode: Episode,
    *,
    ref: str,
    type: str,
    children: Sequence[str],
    significant: bool,
    worker: str,
    on: date,
    today: date,
) -> list[Fact]:
    """A note was written."""
    happened(episode, on, today, "A note")
    return [NoteWritten(episode.ref, on, "", ref, type, tuple(children), significant, worker)]


def form(
    episode: Episode,
    *,
    form: str,
    stage: str,
    children: Sequence[str],
    on: date,
    today: date,
    at: str = "",
    about_on: date | None = None,
) -> list[Fact]:
    """A form reached a stage; it may speak of a day, such as a meeting to come."""
    happened(episode, on, today, "A form")
    return [FormRecorded(episode.ref, on, at, form, stage, tuple(children), about_on.isoformat() if about_on else "")]


def refuse_undated(facts: Iterable[Fact], procedure: Procedure) -> None:
    """Refuses a form at a stage that speaks of a day, such as the day a child will be seen, without that day."""
    dated = {(form.slug, stage): form for form in procedure.lists["form"] for stage in form.dated}
    for fact in facts:
        if isinstance(fact, FormRecorded) and not fact.about_on and (form := dated.get((fact.form, fact.stage))):
            raise BadInput(
                f"{form.name}: '{fact.stage}' speaks of a day, and none is given.",
                f"Say which: eh assess {fact.episode} --form {fact.form} --stage {fact.stage} --about DATE",
                citations.in_full(form.cite),
            )


def star(
    episode: Episode,
    *,
    star: str,
    scores: Sequence[int],
    scale: tuple[int, int],
    children: Sequence[str],
    meeting: str,
    on: date,
    today: date,
) -> list[Fact]:
    """An Outcomes Star was completed."""
    happened(episode, on, today, "A Star")
    low, high = scale
    refuse_off_scale(scores, low, high)
    if meeting and not episode.meeting(meeting):
        raise BadInput(
            f"{meeting} is not a meeting of {episode.ref}.",
            f"See them with: eh taf list --episode {episode.ref}",
        )
    return [StarCompleted(episode.ref, on, "", star, tuple(children), tuple(scores), meeting)]


def refuse_off_scale(scores: Sequence[int], low: int, high: int) -> None:
    """Raises BadInput for a score that a Star does not have."""
    wrong = [score for score in scores if not low <= score <= high]
    if wrong:
        raise BadInput(
            f"A Star's scores run from {low} to {high}; {wrong[0]} is not one.", "Type them as --scores 4,5,7"
        )


def refuse_blank_areas(scores: Sequence[int], star: Named) -> None:
    """Raises BadInput where the procedure wants every area of a Star scored and some are not (HAR-059)."""
    domains = star.more.get("domains")
    if star.more.get("all_areas") and isinstance(domains, list) and len(scores) != len(domains):
        raise BadInput(
            f"{star.name} has {len(domains)} areas and every one is scored; {len(scores)} scores were given.",
            f"Give them in this order: {'; '.join(map(str, domains))}",
            citations.in_full(star.cite),
        )


def refuse_other_areas(scores: Sequence[int], told: Iterable[Told], star: str, children: Sequence[str]) -> None:
    """Raises BadInput where a Star has more or fewer scores than the same Star had before, or a score was left out."""
    for each in sorted(told, key=lambda each: each.order, reverse=True):
        fact = each.fact
        if isinstance(fact, StarCompleted) and (fact.star, fact.children) == (star, tuple(children)) and fact.scores:
            if scores and len(scores) != len(fact.scores):
                raise BadInput(
                    f"This Star has {len(scores)} scores; that of {long(fact.on)} had {len(fact.scores)}.",
                    "Give a score for each of the Star's areas. If the earlier one is wrong, mend it: "
                    f"eh correct {fact.episode} star-completed --was {fact.on} --set scores=4,5,7 --reason TEXT",
                )
            return


def consent(
    episode: Episode,
    *,
    person: str,
    state: str,
    method: str,
    purpose: str,
    on: date,
    today: date,
    shared_with: Sequence[str] = (),
    option: str = "--method",
) -> list[Fact]:
    """A person gave, refused or withdrew consent; silence is never consent (TEH p5, TEH-034).

    ``option`` is what its method is typed after.
    """
    # Consent to the referral may well be older than the episode, so only the future is refused.
    if on > today:
        raise BadInput(f"Consent on {long(on)} lies in the future: today is {long(today)}.", "Check the date.")
    if state == "given" and not method.strip():
        raise BadInput("How was consent given?", f"Add --method {', '.join(METHODS[:-1])} or {METHODS[-1]}")
    if state == "given" and method.casefold() in SILENT:
        raise Refused(
            "No reply is not consent.",
            f"Record consent when the person has said or signed it: {option} signed, or {option} verbal",
            "TEH p5 (TEH-034)",
        )
    return [ConsentRecorded(episode.ref, on, "", person, state, method, purpose, tuple(shared_with))]


def visit_frequency(
    episode: Episode,
    *,
    every: str,
    decided_by: str,
    reason: str,
    until: date | None,
    on: date,
    today: date,
    not_before_taf: Sequence[Citation] = (),
) -> list[Fact]:
    """A manager signed off how often the family is visited; the reason is part of it (TEH-058, COG-424).

    ``not_before_taf`` is where the procedure prints that visits stay weekly until a TAF was held; empty where it does
    not.
    """
    _open(episode, on, today, "An agreement")
    if not reason.strip():
        raise BadInput("An agreement about visits needs its reason.", "Add --reason TEXT", "TEH p7 (TEH-058)")
    held = any(each.held_on and each.held_on <= on for each in episode.tafs_held)
    if every == "fortnightly" and not_before_taf and not held:
        raise Refused(
            "Visits stay weekly until the Initial TAF has been held.",
            "Hold the TAF first, then record the agreement.",
            citations.printed(not_before_taf),
        )
    return [VisitFrequencyAgreed(episode.ref, on, "", every, decided_by, reason, until.isoformat() if until else "")]


def schedule(
    episode: Episode,
    *,
    meeting: str,
    kind: str,
    planned_on: date,
    planned_at: str,
    venue: str,
    on: date,
    today: date,
) -> list[Fact]:
    """A TAF was given a date, a time and a place."""
    _open(episode, on, today, "A booking")
    if planned_on < (episode.opened_on or planned_on):
        raise BadInput(f"{long(planned_on)} is before {episode.ref} was opened.", "Check the date of the meeting.")
    if kind == "initial" and episode.tafs_held:
        raise Refused(
            f"The initial TAF of {episode.ref} was held on {long(episode.tafs_held[0].held_on or planned_on)}.",
            "Schedule a review: --kind review",
        )
    return [TafScheduled(episode.ref, on, "", meeting, kind, planned_on.isoformat(), planned_at, venue)]


def invite(
    episode: Episode,
    meeting: Meeting,
    *,
    asked: Mapping[str, tuple[str, str]],
    on: date,
    today: date,
    released_by: str = "",
) -> list[Fact]:
    """People were asked to a TAF: who, with how and what they answered. How is part of it (TEH-270)."""
    _open(episode, on, today, "An invitation")
    if meeting.not_held:
        raise Refused(
            f"{meeting.ref} does not take place ({meeting.not_held}).",
            f"Give it a new date first: eh taf schedule {meeting.ref} --at WHEN --venue TEXT",
        )
    if meeting.scheduled_on and on < meeting.scheduled_on:
        raise BadInput(
            f"{meeting.ref} was given its date on {long(meeting.scheduled_on)}, after {long(on)}.", "Check the date."
        )
    if meeting.held_on and on > meeting.held_on:
        raise BadInput(f"{meeting.ref} was held on {long(meeting.held_on)}, before {long(on)}.", "Check the date.")
    before = {each.who: each.method for each in meeting.asked}
    unsaid = [who for who, (method, _) in asked.items() if not (method or before.get(who))]
    if unsaid:
        raise Refused(
            f"How {', '.join(unsaid)} {'is' if len(unsaid) == 1 else 'are'} invited is not said.",
            f"Say how: --invite {unsaid[0]}=letter; or phone, in-person, email and others (eh taf invite --help)",
            "TEH p24 (TEH-270)",
        )
    return [
        Invited(episode.ref, on, "", meeting.ref, who, method or before[who], answer, released_by)
        for who, (method, answer) in asked.items()
    ]


def held(
    episode: Episode,
    meeting: Meeting,
    *,
    attended: Sequence[str],
    chair: str,
    chaired_by: str = "own-staff",
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """A TAF took place; ``chaired_by`` is whose meeting it was, of our own staff or of another agency."""
    _open(episode, on, today, "A TAF")
    _not_yet(meeting)
    if not attended:
        raise BadInput(
            "A TAF that was held had somebody there.",
            "Name them: --attended P-0001 --attended 'School nurse'",
        )
    return [TafHeld(episode.ref, on, at, meeting.ref, meeting.kind, tuple(attended), chair, chaired_by)]


def not_held(episode: Episode, meeting: Meeting, *, reason: str, on: date, today: date) -> list[Fact]:
    """A TAF that was planned did not take place: what it was to meet is still owed."""
    _open(episode, on, today, "A cancellation")
    _not_yet(meeting)
    if not reason.strip():
        raise BadInput("A TAF that was not held needs the reason.", "Add --reason TEXT")
    return [TafNotHeld(episode.ref, on, "", meeting.ref, reason)]


def _not_yet(meeting: Meeting) -> None:
    if meeting.held_on:
        raise Refused(
            f"{meeting.ref} was held on {long(meeting.held_on)}.",
            f"See: eh show {meeting.ref}",
        )


def minutes_asked(meeting: Meeting, obligations: Iterable[Obligation], procedure: Procedure) -> list[Named]:
    """The stages that the procedure asks of a meeting's minutes, in order; none once they were set aside.

    Not those of meetings that somebody else chairs, nor one that a manager agreed will not be reached.
    """
    if not meeting.held_on or meeting.set_aside:
        return []
    spared = {
        stage
        for each in obligations
        if each.state == "set-aside" and getattr(each.trigger.fact, "meeting", "") == meeting.ref
        for stage in each.duty.minutes
    }
    return [
        stage
        for stage in procedure.minutes_stages
        if not stage.optional
        and stage.slug not in spared
        and (not stage.chaired_by or meeting.chaired_by in stage.chaired_by)
    ]


def stage_of_minutes(slug: str, meeting: Meeting, procedure: Procedure) -> Named:
    """The stage as this procedure has it; raises Refused where the minutes of its meetings have none such."""
    known = {each.slug: each for each in stages_of_minutes(meeting, procedure)}
    if slug in known:
        return known[slug]
    raise Refused(
        f"Under {procedure.name} minutes are never {slug}: they are {', then '.join(known)}.",
        f"Say how far they are: eh taf minutes {meeting.ref} --stage {next(iter(known))}",
        citations.joined(each.printed for each in known.values()),
    )


def stages_of_minutes(meeting: Meeting, procedure: Procedure) -> tuple[Named, ...]:
    """The stages of minutes that the procedure has; raises Refused, saying where a meeting is recorded, for none."""
    if procedure.minutes_stages:
        return procedure.minutes_stages
    record = next(iter(procedure.kept.get("taf_record", ())), None)
    raise Refused(
        f"Under {procedure.name} a meeting has no separate minutes." + (f" {record.name}" if record else ""),
        f"Closing asks for none. What was agreed is recorded on the form that this prints: "
        f"eh taf plan {meeting.ref} --form",
        record.printed if record else "",
    )


def minutes(
    episode: Episode,
    meeting: Meeting,
    *,
    stage: Named,
    asked: Sequence[Named],
    by: str,
    on: date,
    at: str,
    today: date,
) -> list[Fact]:
    """The minutes reached a stage; refused before those that it waits for of ``asked``, which are asked of them."""
    _open(episode, on, today, "Minutes")
    if not meeting.held_on:
        raise Refused(
            f"{meeting.ref} has not been held, so it has no minutes.",
            f"First: eh taf held {meeting.ref} --attended NAMES",
        )
    if on < meeting.held_on:
        raise BadInput(f"Minutes on {long(on)} are before the meeting on {long(meeting.held_on)}.", "Check the date.")
    if meeting.minutes_on and on < meeting.minutes_on:
        raise BadInput(
            f"The minutes of {meeting.ref} were {meeting.reached} on {long(meeting.minutes_on)}, after {long(on)}.",
            "Check the date.",
        )
    if stage.slug in meeting.minutes:
        raise Refused(f"The minutes of {meeting.ref} are {stage.slug} already.", f"See: eh show {meeting.ref}")
    earlier = STAGES[: STAGES.index(stage.slug)] if stage.after is None else stage.after
    before = {each.slug: each for each in asked if each.slug in earlier}
    if missing := meeting.lacks(list(before)):
        raise Refused(
            f"The minutes of {meeting.ref} are not {missing} yet, so they cannot be {stage.slug}.",
            f"First: eh taf minutes {meeting.ref} --stage {missing}",
            before[missing].printed,
        )
    return [MinutesReached(episode.ref, on, at, meeting.ref, stage.slug, by)]


def done(episode: Episode, obligation: Obligation, task: str, *, on: date, today: date) -> list[Fact]:
    """A task that a form or document meets is done; one that a visit, meeting or letter meets is recorded as that."""
    happened(episode, on, today, "A task")
    if obligation.state in ("met", "late"):
        raise Refused(f"{task} was done already.", f"See: eh why {task}")
    if not obligation.is_open:
        raise Refused(f"{task} is no longer owed ({obligation.state}).", f"See: eh why {task}")
    form = obligation.duty.form
    if not form:
        how = obligation.duty.how.format(episode=episode.ref) or f"eh show {episode.ref}"
        raise Refused(
            f"{task} ({obligation.duty.title}) is met by what happened, not by ticking it off.",
            f"Record that: {how}",
        )
    if on < obligation.trigger.on:
        raise BadInput(
            f"{task} began on {long(obligation.trigger.on)}, so it cannot have been done on {long(on)}.",
            "Check the date.",
        )
    if obligation.duty.waits and obligation.due and on <= obligation.due:
        raise Refused(
            f"{task} ({obligation.duty.title}) is over once {long(obligation.due)} has passed.",
            "Wait for that day; what is recorded before it meets nothing.",
            citations.in_full(obligation.citations),
        )
    children = (obligation.child,) if obligation.child else ()
    return [FormRecorded(episode.ref, on, "", form[0], form[1], children)]


def set_aside(
    episode: Episode,
    obligation: Obligation,
    task: str,
    *,
    reason: str,
    decided_by: str,
    on: date,
    today: date,
) -> list[Fact]:
    """Somebody who may decide it agreed that a task will not be done: kept as not done, with the reason."""
    happened(episode, on, today, "A decision")
    if not obligation.is_open:
        raise Refused(f"{task} is not open ({obligation.state}).", f"See: eh why {task}")
    if not reason.strip():
        raise BadInput("A task is set aside for a reason.", "Add --reason TEXT")
    return [SetAside(episode.ref, on, "", task_key(obligation.key), obligation.duty.id, decided_by, reason)]


def move(episode: Episode, obligation: Obligation, task: str, *, to: str, on: date, today: date) -> list[Fact]:
    """A task was picked up by, or given to, a worker."""
    happened(episode, on, today, "A task")
    if not obligation.is_open:
        raise Refused(f"{task} is not open ({obligation.state}).", f"See: eh why {task}")
    return [Moved(episode.ref, on, "", task_key(obligation.key), to)]


def tasks_of_minutes(meeting: Meeting, obligations: Iterable[Obligation]) -> list[Obligation]:
    """The open tasks of a meeting that only its minutes meet."""
    return [
        each
        for each in obligations
        if each.is_open and each.duty.minutes and getattr(each.trigger.fact, "meeting", "") == meeting.ref
    ]


def set_minutes_aside(
    episode: Episode, meeting: Meeting, procedure: Procedure, *, decided_by: str, reason: str, on: date
) -> list[Fact]:
    """Somebody who may decide it agreed that nothing more comes of a meeting's minutes."""
    stages_of_minutes(meeting, procedure)
    if not meeting.held_on:
        raise Refused(f"{meeting.ref} has not been held, so it has no minutes.", f"See: eh show {meeting.ref}")
    if meeting.set_aside:
        raise Refused(f"The minutes of {meeting.ref} were set aside already.", f"See: eh timeline {episode.ref}")
    return [SetAside(episode.ref, on, "", f"{ASIDE}{meeting.ref}", "", decided_by, reason)]


def outstanding(
    episode: Episode, obligations: Sequence[Obligation], procedure: Procedure, *, on: date
) -> tuple[list[Obligation], list[tuple[Meeting, Named]]]:
    """What stands in the way of closing: open tasks, and meetings with the stage that their minutes lack.

    A review or repeat that falls due on the closing day or later ends with the episode; one that is
    overdue does not (TEH p44, TEH-406), but for what is only usual: an average or an aim warns and holds nothing up
    (HAR-148, HAR-285). What the closing itself meets never stands in its way.
    """
    tasks = [
        each
        for each in obligations
        if each.is_open
        and not (each.duty.ends_with_episode and (each.strength == "usually" or not is_overdue(each.due, on)))
        and not any(clause.fact == "episode-closed" for clause in each.duty.met_by)
    ]
    lacking = []
    for meeting in episode.meetings:
        asked = {stage.slug: stage for stage in minutes_asked(meeting, obligations, procedure)}
        if missing := meeting.lacks(list(asked)):
            lacking.append((meeting, asked[missing]))
    return sorted(tasks, key=in_order), lacking


def lacking(
    episode: Episode, checks: Iterable[ClosingCheck], told: Sequence[Told], children: Sequence[str], on: date
) -> list[ClosingCheck]:
    """The closing checks for such an episode that nothing on file meets and nobody set aside."""
    aside = {each.fact.task for each in told if isinstance(each.fact, SetAside)}
    return [
        check
        for check in checks
        if f"check:{check.id}" not in aside
        and (episode.level in check.levels if check.levels else episode.level != "universal")
        and (not check.episode_types or (episode.type or ORDINARY) in check.episode_types)
        and not _on_file(check, told, children, on)
    ]


def _on_file(check: ClosingCheck, told: Sequence[Told], children: Sequence[str], on: date) -> bool:
    earliest = on.toordinal() - check.within_weeks * 7 if check.within_weeks else 0
    fitting = [
        each.fact
        for each in told
        if each.on.toordinal() >= earliest and any(clause.fits(each.fact) for clause in check.met_by)
    ]
    if not check.per_child:
        return bool(fitting)
    covered = {child for fact in fitting for child in getattr(fact, "children", ())}
    return set(children) <= covered


def close(
    episode: Episode,
    obligations: Sequence[Obligation],
    procedure: Procedure,
    *,
    reason: str,
    decided_by: str,
    tasks: dict[str, str],
    missing: Sequence[ClosingCheck],
    on: date,
    today: date,
) -> list[Fact]:
    """The episode is closed for a reason; refused while tasks or minutes are outstanding, naming them all.

    ``tasks`` gives the T- reference of each obligation by its key; ``missing`` are closing checks that
    the procedure refuses on.
    """
    _open(episode, on, today, "Closing")
    _nothing_after(episode, on)
    stand, meetings = outstanding(episode, obligations, procedure, on=on)
    refs = [tasks[task_key(each.key)] for each in stand]
    said = [f"  {ref}  {each.duty.title}{_by(each)}" for ref, each in zip(refs, stand, strict=True)]
    said += [f"  {meeting.ref}  minutes not {stage.slug}" for meeting, stage in meetings]
    said += [f"  {check.id}  not on file: {check.title} ({citations.in_short(check.cite, ', ')})" for check in missing]
    if said:
        does = [f"eh why {ref}" for ref in refs[:1]]
        does += [f"eh taf minutes {meeting.ref} --stage {stage.slug}" for meeting, stage in meetings[:1]]
        does += [_put_on_file(check, episode) for check in missing[:1]]
        aside = [*("T-..." for _ in refs[:1]), *(meeting.ref for meeting, _ in meetings[:1])]
        if missing:
            aside.append(f"{episode.ref} {' '.join(f'--check {check.id}' for check in missing)}")
        lines = [f"{line} --reason TEXT --by LOGIN" for line in aside]
        raise Refused(
            f"{episode.ref} cannot be closed yet. Outstanding:\n" + "\n".join(said),
            f"Finish each: {'; '.join(does)}. Or have a manager agree that it will not be done: "
            + "; ".join(f"eh set-aside {line}" for line in lines),
            citations.joined([procedure.closing_rule, *(stage.printed for _, stage in meetings)]),
        )
    return [EpisodeClosed(episode.ref, on, "", reason, decided_by)]


def _put_on_file(check: ClosingCheck, episode: Episode) -> str:
    """The command that records what a closing check looks for."""
    clause = check.met_by[0]
    first = {name: values[0] for name, values in clause.wants}
    if clause.fact == "form-recorded":
        stage = f" --stage {first['stage']}" if "stage" in first else ""
        return f"eh assess {episode.ref} --form {first['form']}{stage}"
    if clause.fact == "note-written":
        return f'eh note {episode.ref} --type "{first["type"]}" --text TEXT'
    return f"eh star {episode.ref} --star {first.get('star', 'STAR')} --scores SCORES"


def _nothing_after(episode: Episode, on: date) -> None:
    """Raises BadInput when something is recorded on a later day than the one the episode is to close on."""
    if episode.last_on and on < episode.last_on:
        raise BadInput(
            f"{episode.ref} cannot close on {long(on)}: something is recorded on {long(episode.last_on)}.",
            f"Check the date; see: eh timeline {episode.ref}",
        )


def _by(obligation: Obligation) -> str:
    return f", due {long(obligation.due)}" if obligation.due else ""


def correct(
    episode: Episode,
    old: Told,
    *,
    on: date,
    at: str,
    today: date,
    reason: str,
    changes: Mapping[str, Any] = MappingProxyType({}),
) -> list[Fact]:
    """A fact's day or values were recorded wrongly: the same fact as it was takes its place."""
    if not reason.strip():
        raise BadInput("A correction needs its reason.", "Add --reason TEXT")
    match old.fact:
        case EpisodeClosed():
            happened(episode._replace(closed_on=None), on, today, "Closing")
            _nothing_after(episode, on)
        case ConsentRecorded() | ReferralReceived():
            if on > today:
                raise BadInput(f"{long(on)} lies in the future: today is {long(today)}.", "Check the date.")
            if isinstance(old.fact, ReferralReceived) and episode.opened_on and on > episode.opened_on:
                opened = long(episode.opened_on)
                raise BadInput(f"{episode.ref} was opened on {opened}, before {long(on)}.", "Check the date.")
        case _:
            happened(episode, on, today, "What happened")
    if isinstance(old.fact, TafHeld):
        meeting = episode.meeting(old.fact.meeting)
        if meeting and meeting.minutes_since and on > meeting.minutes_since:
            since = long(meeting.minutes_since)
            raise BadInput(f"The minutes of {meeting.ref} came in on {since}, before {long(on)}.", "Check the date.")
    right: Fact = old.fact._replace(on=on, at=at, **changes)
    if right == old.fact:
        what = f"on {long(on)}" if not changes else "so"
        raise Refused(f"It is recorded {what} already.", f"See: eh timeline {episode.ref}")
    _could_be(episode, right)
    return [right]


def _could_be(episode: Episode, right: Fact) -> None:
    """Raises BadInput for values that cannot stand together."""
    match right:
        case Contacted(outcome="attempted", seen=(_, *_)):
            raise BadInput("Nobody was seen when a contact was only attempted.", "Add --set seen= for nobody")
        case ConsentRecorded(state="given", method=""):
            raise BadInput("How was consent given?", "Add --set method=signed, verbal, electronic or other")
        case TafHeld(attended=()):
            raise BadInput("A TAF that was held had somebody there.", "Name them: --set attended=P-0001,aroy")
        case TafScheduled(planned_on=planned) if episode.opened_on and planned < episode.opened_on.isoformat():
            raise BadInput(f"The meeting would be before {episode.ref} was opened.", "Check the date of the meeting.")
