"""Today on one screen: what is overdue, what is due, meetings, letters owed, and what waits in trays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.lists.tasks import Item, Scope, is_reached, items, scope, to_come
from ehcli.record import cases, in_tray
from ehcli.record import meetings as record_meetings
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead
from ehcli.record.tasks import Owed, duty_rules, letters_to_come, tray_counts, unposted, waits_for_the_post, worklist

PRINTED = ("letter", "episode", "team", "kind", "person", "dated", "open_to", "restricted")
RECENTLY = timedelta(days=90)  # since a case was closed


class Today(NamedTuple):
    """What a team or worker has before them today."""

    today: str
    overdue: list[Item]
    due_today: list[Item]
    meetings: list[dict[str, Any]]
    letters_owed: list[Item]
    letters_to_post: list[Item]
    letters_stopped: list[dict[str, Any]]  # printed, and not to be posted any more
    letters_printed: list[dict[str, Any]]
    trays: dict[str, int]
    consent_withdrawn: list[dict[str, Any]]
    kind: str | None  # practice or replay, of a record that may be told of any day


def today(desk: Desk, teams: Sequence[str], worker: str) -> Today:
    """What a team or worker, or everybody, has before them today; raises NotFound with the nearest."""
    whose, now = scope(desk, teams, worker), desk.days.today.isoformat()
    ask_ahead(desk.record, lambda asked: of_a_day(asked, whose, now))
    here = whose._asdict()
    letters = letters_to_come(desk.record, desk.about, **here)
    meetings = record_meetings.meetings(desk.record, teams=here["teams"], since=now, until=now)
    if worker:
        held = set(cases.held_by(desk.record, here["worker"]))
        meetings = [row for row in meetings if row.episode in held]
    late, owed = worklist(desk.record, **here, before=now), {row.task for row, _ in letters}
    ready = printed(desk.record, letters)
    held_back = stopped(desk, here["teams"], here["worker"])
    off = {each["letter"] for each in held_back}
    to_post = printed(desk.record, letters, off) if off else ready
    rows = (*late, *to_come(desk, whose, now), *(row for row, _ in letters))
    listed = items(desk, {row.task: row for row in rows}.values())
    return Today(
        now,
        [each for each in listed if each["status"] == "overdue"],
        [each for each in listed if is_reached(each, now)],
        [record_meetings.as_listed(row) for row in meetings],
        [each for each in listed if each["task"] in owed - ready],
        [each for each in listed if each["task"] in to_post],
        held_back,
        [
            each
            for each in waiting_for_the_post(desk, whose, {(row.episode, kind): row.task for row, kind in letters})
            if each["letter"] not in off
        ],
        dict(tray_counts(desk.record, **here)),
        without_consent(desk, whose),
        desk.days.kind or None,
    )


def printed(port: Port, letters: Sequence[tuple[Owed, str]], but: Collection[str] = ()) -> set[str]:
    """The tasks of these whose letter was printed and waits to be posted, ``but`` for some letters."""
    unposted_now = unposted(port, (row.episode for row, _ in letters), but)
    return {row.task for row, kind in letters if (row.episode, kind) in unposted_now}


def stopped(desk: Desk, teams: Sequence[str], worker: str = "") -> list[dict[str, Any]]:
    """The printed letters of some teams, or of whoever holds the episode, that may not be posted any more."""
    since = (desk.days.today - RECENTLY).isoformat()
    if not waits_for_the_post(desk.record, since, teams):
        return []
    letters = in_tray.of_teams(desk.record, teams, since)
    if worker and letters:
        held = set(cases.held_by(desk.record, worker))
        letters = [each for each in letters if each.episode in held]
    if not letters:
        return []
    from ehcli.letters import still

    found = still.stopped(desk.record, desk.days, desk.rules, letters)
    return [each.told(desk.who.reader) for each in found.values()]


def waiting_for_the_post(desk: Desk, of: Scope, tasks: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """The letters that were printed and not posted, each with the task that it would meet, as whoever asks may see.

    To whom and where a letter goes stands on it alone. Of cases that were closed long ago they are listed by
    ``eh letters due``: what is read every day grows with the open cases, and not with the years.
    """
    since = (desk.days.today - RECENTLY).isoformat()
    if not waits_for_the_post(desk.record, since, of.teams):
        return []
    from ehcli.record import texts

    found = texts.letters(desk.record, teams=of.teams, reader=desk.who.reader, unposted=True, closed_since=since)
    if of.worker:
        held = set(cases.held_by(desk.record, of.worker))
        found = [each for each in found if each["episode"] in held]
    return [
        {key: each[key] for key in PRINTED} | {"task": tasks.get((each["episode"], each["kind"]), "")} for each in found
    ]


def without_consent(desk: Desk, here: Scope) -> list[dict[str, Any]]:
    """The cases in which consent is withdrawn: a row for each who withdrew it."""
    if not cases.with_a_withdrawal(desk.record, here.teams):
        return []
    from ehcli.lists import withdrawn  # reads what was told of consent: most days there is none

    return withdrawn.rows(withdrawn.of_teams(desk, here.teams, here.worker))


def of_a_day(port: Port, here: Scope, now: str) -> None:
    """What is read of every day, whatever is in it."""
    cases.with_a_withdrawal(port, here.teams)
    worklist(port, teams=here.teams, worker=here.worker, before=now)
    worklist(port, teams=here.teams, worker=here.worker, since=now, until=now)
    duty_rules(port)
    cases.owing_nothing(port, here.teams, here.worker)  # said beside the day
    tray_counts(port, teams=here.teams, worker=here.worker)
    waits_for_the_post(port, (date.fromisoformat(now) - RECENTLY).isoformat(), here.teams)
