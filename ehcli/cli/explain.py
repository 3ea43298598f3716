"""Explaining: the working of a date, an episode's story, and what a reference stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from ehcli.days.typed_dates import long, minute
from ehcli.days.workdays import WorkingDays
from ehcli.desk.desk import Desk
from ehcli.episodes import restricted
from ehcli.episodes.facts import NAMES, Told
from ehcli.episodes.references import TYPED, WHAT, read
from ehcli.errors import BadInput, NotFound
from ehcli.lists import as_of, read_log
from ehcli.meetings import plan
from ehcli.procedures import citation
from ehcli.procedures.obligation import Limit, Obligation, in_order, task_key
from ehcli.procedures.why import Move, workings
from ehcli.procedures.why_not import why_not_owed
from ehcli.record import meetings, office, stories, texts
from ehcli.record import people as record_people
from ehcli.record import tasks as record_tasks
from ehcli.record.deriving import Settled
from ehcli.screen import screen
from ehcli.show import lists, recorded, tasks
from ehcli.show.cautions import cautions


def why(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(metavar="[TASK]", help="The task, such as T-0412.")] = "",
    episode: Annotated[str, typer.Option(metavar="E-", help="Every open task of an episode.")] = "",
) -> None:
    """Show the working of a task's date: what it counts from, the rule and where it is printed, and every day.

    Examples:
        eh why T-0412
        eh why --episode E-0001
        eh why T-0412 --json
    """
    desk: Desk = ctx.obj
    if bool(task) == bool(episode):
        raise BadInput("Name a task or an episode.", "Type: eh why T-..., or eh why --episode E-...")
    if task:
        ref, of_episode, key = record_tasks.task(desk.record, task)
        settled = desk.settled(of_episode)
        wanted = [each for each in settled.obligations if task_key(each.key) == key]
        if not wanted:
            raise NotFound(
                f"{ref} is no longer asked for: what set it off was corrected or taken back, or the procedure changed.",
                f"See: eh timeline {of_episode}",
            )
    else:
        settled = desk.settled(read(episode, "E"))
        wanted = sorted((each for each in settled.obligations if each.is_open), key=in_order)
    hidden = texts.hidden(desk.record, settled.episode.ref, desk.who.reader)
    wanted = [veiled(each, hidden) for each in wanted]
    read_log.note(desk, settled.episode.ref)
    names = {child.ref: child.name for child in settled.children}
    team = desk.heading(settled.episode.ref).team
    moves = as_of.moves(desk, settled, team, hidden)
    told = [
        explained(each, settled.tasks.get(task_key(each.key), ""), moves, desk.days.workdays_of(team))
        for each in wanted
    ]
    if desk.settings.as_json:
        screen.as_json(told[0] if task else told)
        return
    for count, (each, working) in enumerate(zip(wanted, told, strict=True)):
        if count:
            screen.out()
        in_words(desk, each, working, names)


def veiled(each: Obligation, hidden: Mapping[str, str]) -> Obligation:
    """A task without what a hidden note or letter tells of its dates and its end."""
    limits = (
        limit._replace(
            start=restricted.veiled(limit.start, hidden),
            relaxed_by=restricted.veiled(limit.relaxed_by, hidden) if limit.relaxed_by else None,
        )
        for limit in each.limits
    )
    ended_by = restricted.veiled(each.ended_by, hidden) if each.ended_by else None
    return each._replace(limits=tuple(limits), ended_by=ended_by)


def why_not(
    ctx: typer.Context,
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")],
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="A duty from: eh procedure show")],
) -> None:
    """Say why a duty is not owed in an episode, or that it is.

    Examples:
        eh why-not E-0001 review-taf
        eh why-not E-0001 cse-screening --json
    """
    desk: Desk = ctx.obj
    settled = desk.settled(episode)
    heading = desk.heading(episode)
    asked = desk.rules.programme(heading.team).in_force(desk.days.today).duty(duty)
    tasks_owed = [
        f"{settled.tasks.get(task_key(each.key), '')} {each.state}"
        for each in settled.obligations
        if each.duty.id == duty
    ]
    off = office.switched_off(desk.record)
    born = [child.child for child in settled.children]
    because = list(why_not_owed(asked, settled.told, born, off, desk.days.workdays_of(heading.team)))
    if desk.settings.as_json:
        screen.as_json({"episode": settled.episode.ref, "duty": duty, "tasks": tasks_owed, "because": because})
        return
    for each in tasks_owed:
        screen.out(f"It is or was owed: {each}")
    for each in because:
        screen.out(each)


def explained(each: Obligation, task: str, moves: Sequence[Move], workdays: WorkingDays) -> dict[str, Any]:
    """The working as scripts rely on it."""
    made = []
    reminder, escalation = notice_days(each, workdays)
    for one in workings(each, moves, workdays):
        limit = one.limit
        made.append(
            {
                "due": limit.due.isoformat() if limit.due else None,
                "due_at": f"{limit.due}T{limit.due_at}" if limit.due_at else None,
                "rule": str(limit.within),
                "from": fact(limit.start),
                "citations": [cite._asdict() | {"rows": list(cite.rows)} for cite in limit.rule.cite],
                "default": limit.rule.reading if limit.rule.default else "",
                "reading": limit.rule.reading,
                "relaxed_by": fact(limit.relaxed_by) if limit.relaxed_by else None,
                "counted": [day.isoformat() for day in one.counted],
                "skipped": [{"on": skip.on.isoformat(), "why": skip.why} for skip in one.skipped],
                "act_by": one.act_by.isoformat() if one.act_by else None,
                "was": [
                    {
                        "from": old.start.isoformat(),
                        "due": old.due.isoformat() if old.due else None,
                        "until_entry": old.until_entry,
                        "reason": old.reason,
                    }
                    for old in one.earlier
                ],
            }
        )
    return {
        **recorded.owed(each, task),
        "procedure": each.duty.procedure.partition(" ")[0],
        "pack_version": each.duty.procedure.partition(" ")[2],
        "met_by": [str(clause) for clause in each.duty.met_by],
        "ended_by": fact(each.ended_by) if each.ended_by else None,
        "note": each.duty.note,
        "reminder": reminder.isoformat() if reminder else None,
        "escalation": {"after": escalation.isoformat(), "to": each.duty.escalate.to}
        if escalation and each.duty.escalate
        else None,
        "limits": made,
    }


def fact(told: Told) -> dict[str, Any]:
    """A fact with who told it and when."""
    return {
        "kind": NAMES[type(told.fact)],
        "on": told.on.isoformat(),
        "at": told.fact.at or None,
        "entry": told.entry,
        "recorded_at": told.recorded_at,
        "recorded_by": told.recorded_by,
        **{
            key: screen.plain(value)
            for key, value in zip(told.fact._fields[3:], told.fact[3:], strict=True)
            if value not in ("", ())
        },
    }


def in_words(desk: Desk, each: Obligation, working: dict[str, Any], names: dict[str, str]) -> None:
    """The working as an officer reads it."""
    late = each.due is not None and each.is_open and each.due < desk.days.today
    state = {"open": "overdue" if late else "open", "late": "met late", "set-aside": "set aside"}.get(
        each.state, each.state
    )
    screen.out(f"{working['task']}  {recorded.title(each, names)}  {each.episode}  ({state})")
    screen.out(f"Due: {recorded.when(each)}")
    if each.limit and each.is_open and each.limit < desk.days.today:
        screen.out(f"Past the limit of {long(each.limit)}.")
    for limit, one in zip(each_limit(each), working["limits"], strict=True):
        screen.out()
        for line in limit_in_words(desk, limit, one):
            screen.out(line)
    screen.out()
    screen.out(f"Procedure {working['procedure']}, pack version {working['pack_version']}.")
    if each.duty.note:
        screen.out(each.duty.note)
    workdays = desk.days.workdays_of(desk.heading(each.episode).team)
    for line in notices(each, workdays):
        screen.out(line)
    screen.out(f"Met by {' or '.join(working['met_by'])}.")
    if each.ended_by:
        ended = recorded.sentence(each.ended_by, {task_key(each.key): working["task"]})
        screen.out(f"{state.capitalize()} by {ended} (entry {each.ended_by.entry}).")


def notices(each: Obligation, workdays: WorkingDays) -> Iterator[str]:
    """When somebody is reminded before the date, and told after it, where the procedure says so."""
    reminder, escalation = notice_days(each, workdays)
    if reminder:
        yield f"A reminder falls on {long(reminder)}."
    if escalation and each.duty.escalate:
        yield f"Not done by {long(escalation)}, it goes to the {each.duty.escalate.to}."


def notice_days(each: Obligation, workdays: WorkingDays) -> tuple[date | None, date | None]:
    """The day of the reminder, and the last day before somebody is told."""
    remind, escalate = each.duty.remind, each.duty.escalate
    if not each.due or not (remind or escalate):
        return None, None
    before = remind.within.back(each.due, "", workdays)[0] if remind and remind.within else None
    if escalate and escalate.within:
        return before, escalate.within.after(each.due, "", workdays)[0]
    return before, each.limit if escalate else None


def limit_in_words(desk: Desk, limit: Limit, one: dict[str, Any]) -> Iterator[str]:
    """One limit of a task: its date, what it counts from, where it is printed, and the days."""
    due = long(limit.due) if limit.due else "No date"
    start = limit.start
    yield f"{due}{f' {limit.due_at}' if limit.due_at else ''}: {limit.within} from {recorded.sentence(start)}"
    yield f"  Recorded by {start.recorded_by} on {minute(start.recorded_at)} (entry {start.entry})."
    for cite in citation.once(limit.rule.cite):
        yield f"  Printed in {citation.with_rows(cite, str(cite))}"
    if limit.rule.default:
        served = f" [{', '.join(limit.rule.rows)}]" if limit.rule.rows else ""
        yield f"  Our default, printed in no source: {limit.rule.reading}{served}"
    elif limit.rule.reading:
        yield f"  Read as: {limit.rule.reading}"
    if limit.relaxed_by:
        ended = limit.within is limit.rule.within
        yield f"  {'Was lengthened' if ended else 'Lengthened'} by {recorded.sentence(limit.relaxed_by)}"
    if limit.within.counts_working_days and limit.due:
        counted = f" {limit.within.amount} working days counted, the last is {due}."
        yield f"  {long(start.on)} is day nought.{counted if limit.within.unit == 'working_days' else ''}"
    if one["counted"] and limit.within.unit == "working_days":
        days = ", ".join(f"{n} {long(date.fromisoformat(day))}" for n, day in enumerate(one["counted"], start=1))
        yield f"  Counted: {days}"
    for skip in one["skipped"]:
        yield f"  Not counted: {long(desk.days.day(skip['on']))} ({skip['why']})"
    if one["act_by"]:
        yield f"  {due} is not a working day: plan for {long(desk.days.day(one['act_by']))}."
    for old in one["was"]:
        was = long(desk.days.day(old["due"])) if old["due"] else "no date"
        since = long(desk.days.day(old["from"]))
        reason = f": {old['reason']}" if old["reason"] else "."
        yield f"  Was {was}, counted from {since}, until entry {old['until_entry']} moved it{reason}"


def each_limit(each: Obligation) -> list[Limit]:
    return sorted(each.limits, key=lambda limit: limit is not each.first)


def timeline(
    ctx: typer.Context,
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")],
) -> None:
    """Examples:
    eh timeline E-0001
    eh timeline E-0001 --json
    """

    desk: Desk = ctx.obj
    heading = desk.heading(episode)
    notes = dict(texts.note_texts(desk.record, heading.ref, desk.who.reader))
    hidden = texts.hidden(desk.record, heading.ref, desk.who.reader)
    known = record_tasks.task_references(desk.record, heading.ref)
    read_log.note(desk, heading.ref)
    rows = []
    for each in sorted(stories.facts_of(desk.record, heading.ref), key=lambda each: each.order):
        told = restricted.veiled(each, hidden)
        row = fact(told)
        if row.get("note") in notes:
            row["text"] = notes[row["note"]]
        row["what"] = NAMES[type(told.fact)].replace("-", " ")
        row["details"] = recorded.details(told, known)
        rows.append(row)
    columns = {
        "on": "On",
        "at": "At",
        "what": "What",
        "details": "Details",
        "recorded_by": "Recorded by",
        "recorded_at": "Recorded",
    }
    lists.show(desk, rows, columns)


def show(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="E-, F-, P-, T-, M-, L- or N-.")],
) -> None:
    """Show an episode, family, person, task, meeting, letter or note.

    Examples:
        eh show E-0001
        eh show P-0003
        eh show N-0002 --json
    """
    desk: Desk = ctx.obj
    found = TYPED.fullmatch(ref.strip())
    letter = found[1].upper() if found else ""
    shown = {
        "E": an_episode,
        "F": a_family,
        "P": a_person,
        "T": a_task,
        "M": a_meeting,
        "L": a_letter,
        "N": a_note,
    }
    if letter not in shown:
        read(ref, *shown)
    body = shown[letter](desk, read(ref, letter))
    if letter != "T":  # a task names its episode and nobody
        read_log.note(desk, read(ref, letter))
    lists.body(desk, f"{read(ref, letter)}  {WHAT[letter]}", body, {"ref": WHAT[letter]})


def an_episode(desk: Desk, ref: str) -> dict[str, Any]:
    settled = desk.settled(ref)
    heading, episode = desk.heading(ref), settled.episode
    names = {child.ref: child.name for child in settled.children}
    open_now = tasks.items(desk, record_tasks.worklist(desk.record, episode=ref), desk.days.today)
    of_child = {settled.task(each): names.get(each.child, "") for each in settled.given_out if each.child}
    return {
        "episode": ref,
        "family": heading.family,
        "team": heading.team,
        "level": heading.level,
        "route": heading.route,
        "status": "closed" if episode.closed_on else "open",
        "opened_on": episode.opened_on.isoformat() if episode.opened_on else None,
        "closed_on": heading.closed_on or None,
        "end_reason": heading.end_reason or None,
        "worker": episode.worker or None,
        "referrer": episode.referrer,
        "external_number": heading.external_number,
        "warnings": cautions(
            desk, [each.ref for each in record_people.family(desk.record, heading.family)], [heading.family]
        ),
        "procedure": f"{heading.procedure} {heading.pack_version}",
        "people": [
            {
                "person": each.ref,
                "name": each.name,
                "born": each.born,
                "role": "child" if each.ref in names else each.role,
                "phone": each.phone,
            }
            for each in record_people.family(desk.record, heading.family)
        ],
        "held_by": [
            {
                "worker": held.worker,
                "role": held.role,
                "since": held.since.isoformat(),
                "until": held.until.isoformat() if held.until else None,
            }
            for held in episode.holdings
        ],
        "meetings": [
            {
                "meeting": meeting.ref,
                "kind": meeting.kind,
                "status": meeting.status,
                "planned_on": meeting.planned_on.isoformat() if meeting.planned_on else None,
                "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
                "minutes": meeting.reached or None,
            }
            for meeting in episode.meetings
        ],
        "open_actions": open_actions(desk, settled),
        "tasks": [
            {
                "task": item["task"],
                "title": item["title"],
                "child": of_child.get(item["task"], ""),
                "due": item["due"],
                "limit": item["limit"],
                "status": item["status"],
            }
            for item in open_now
        ],
        "done": [
            {
                "task": settled.task(each),
                "title": recorded.title(each, names),
                "due": each.due.isoformat() if each.due else None,
                "state": each.state,
                **day_ended(each),
            }
            for each in sorted(settled.given_out, key=in_order)
            if not each.is_open
        ],
    }


def day_ended(each: Obligation) -> dict[str, str | None]:
    """The day on which a task was done; of one that was not, the day from which it was owed no more."""
    on = each.ended_by.on.isoformat() if each.ended_by else None
    done = each.state in ("met", "late")
    return {"done_on": on if done else None, "ended_on": None if done else on}


def open_actions(desk: Desk, settled: Settled) -> list[dict[str, Any]]:
    """What the meetings of an episode agreed and is not done yet."""
    actions = [each for each in meetings.actions(desk.record, settled.episode.ref) if not each.done_on]
    spelt = plan.names(desk.record, settled, [each.who for each in actions])
    return [plan.shown(each, spelt, desk.days.today) for each in actions]


def a_family(desk: Desk, ref: str) -> dict[str, Any]:
    people = record_people.family(desk.record, ref)
    if not people:
        raise stories.absent(desk.record, ref)
    episodes = {row[2:] for row in record_people.episodes_of(desk.record, [people[0].ref]) if row[1] == ref and row[2]}
    return {
        "family": ref,
        "warnings": cautions(desk, [each.ref for each in people], [ref]),
        "people": [
            {
                "person": each.ref,
                "name": each.name,
                "born": each.born,
                "role": each.role,
                "address": each.address.replace("\n", ", "),
            }
            for each in people
        ],
        "episodes": [
            {"episode": row[0], "team": row[1], "opened_on": row[2], "closed_on": row[3]} for row in sorted(episodes)
        ],
    }


def a_person(desk: Desk, ref: str) -> dict[str, Any]:
    known = record_people.people(desk.record, [ref]).get(ref)
    if not known:
        raise stories.absent(desk.record, ref)
    rows = record_people.episodes_of(desk.record, [ref])
    return {
        "person": ref,
        "name": known.name,
        "warnings": cautions(desk, [ref], sorted({row[1] for row in rows})),
        "born": known.born,
        "sex": known.sex,
        "phone": known.phone,
        "address": known.address.replace("\n", ", "),
        "families": sorted({row[1] for row in rows}),
        "episodes": [
            {"episode": row[2], "team": row[3], "opened_on": row[4], "closed_on": row[5]} for row in rows if row[2]
        ],
    }


def a_task(desk: Desk, ref: str) -> dict[str, Any]:
    _, episode, key = record_tasks.task(desk.record, ref)
    settled = desk.settled(episode)
    for each in settled.obligations:
        if task_key(each.key) == key:
            return recorded.owed(each, ref) | {"citations": [recorded.source(each)], "why": f"eh why {ref}"}
    raise NotFound(f"{ref} is no longer asked for.", f"See: eh timeline {episode}")


def a_meeting(desk: Desk, ref: str) -> dict[str, Any]:
    row = meetings.meeting(desk.record, ref)
    attended = [
        each.fact.attended  # type: ignore[union-attr]
        for each in stories.facts_of(desk.record, row.episode)
        if NAMES[type(each.fact)] == "taf-held" and each.fact.meeting == ref  # type: ignore[union-attr]
    ]
    settled = desk.settled(row.episode)
    known = settled.episode.meeting(ref)
    assert known  # the meeting's row is written from these facts
    actions = [each for each in meetings.actions(desk.record, row.episode) if each.meeting == ref]
    spelt = plan.names(desk.record, settled, [each.who for each in actions])
    return row._asdict() | {
        "attended": list(attended[0]) if attended else [],
        "chair": known.chair,
        "invited": [{"who": each.who, "method": each.method, "answer": each.answer} for each in known.asked],
        "plan": [
            {"heading": each.heading, "child": each.child, "text": each.text}
            for _, each in plan.ordered(
                plan.parts(desk.procedure_of(row.episode), known.kind), meetings.said(desk.record, ref)
            )
        ],
        "actions": [plan.shown(each, spelt, desk.days.today) for each in actions],
    }


def a_letter(desk: Desk, ref: str) -> dict[str, Any]:
    found = texts.letters(desk.record, ref=ref, reader=desk.who.reader)
    if not found:
        raise stories.absent(desk.record, ref)
    return found[0]


def a_note(desk: Desk, ref: str) -> dict[str, Any]:
    found = texts.note(desk.record, ref, desk.who.reader)
    if not found:
        raise stories.absent(desk.record, ref)
    return found
