"""The worklist and the tasks in it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from ehcli.episodes.references import read as read_reference
from ehcli.errors import NotFound
from ehcli.record.cases import near_reference
from ehcli.record.port import Port, among

MOST = 400  # episodes that are asked of in one question

PAGE = 5000  # tasks read at a time, where all are


class Owed(NamedTuple):
    """A row of the worklist."""

    task: str
    episode: str
    family: str
    team: str
    worker: str
    held_by: str
    responsible: str
    tray: str
    duty: str
    title: str
    child: str
    children: str
    started_on: str
    due: str | None
    due_at: str
    limit_on: str | None
    strength: str
    ends_with_episode: bool
    procedure: str
    rule: int
    on_hold_since: str
    key: str
    band: str
    seen_on: str
    reached_on: str
    act: str
    waits_for: str
    meeting: str
    how: str


class Live(NamedTuple):
    """What a comparison asks of a row of the worklist."""

    task: str
    episode: str
    worker: str
    held_by: str
    tray: str
    duty: str
    title: str
    child: str
    due: str | None
    strength: str
    key: str


def worklist(
    port: Port,
    *,
    teams: Sequence[str] = (),
    worker: str = "",
    episode: str = "",
    before: str = "",
    since: str = "",
    until: str = "",
    tray: str = "",
    bands: Sequence[str] = (),
    duties: Iterable[str] | None = None,
) -> list[Owed]:
    """Rows of the worklist: overdue before a day, or due from one day until another, of some duties; an indexed SELECT.

    What is only usual is never overdue, however long ago the day was that is aimed at.
    """
    tests: list[str] = []
    values: list[str] = []
    for column, wanted in (("team", teams), ("episode", [episode]), ("tray", [tray]), ("band", bands)):
        test, given = among(column, [each for each in wanted if each])
        tests += filter(None, [test])
        values += given
    if worker:
        tests.append("(worker = ? OR held_by = ?)")
        values += [worker, worker]
    for test, value in (("due < ?", before), ("due >= ?", since), ("due <= ?", until)):
        if value:
            tests.append(test)
            values.append(value)
    if before:
        tests.append("strength <> 'usually'")
    if duties is not None:
        test, given = among("duty", sorted(set(duties)))
        tests.append(test or "1 = 0")
        values += given
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return [Owed(*row) for row in port.rows(f"SELECT {', '.join(Owed._fields)} FROM worklist{where}", *values)]


def aimed_at(about: Mapping[str, str]) -> list[str]:
    """The duties that have a day aimed at, from which their tasks are on the lists, under whichever procedure."""
    return about.get("aims", "").split()


def live_tasks(port: Port, teams: Sequence[str] = ()) -> list[Live]:
    """Every row of the worklist, or some teams', as far as a comparison asks."""
    test, values = among("team", teams)
    where = f" WHERE {test}" if test else ""
    return [Live(*row) for row in port.rows(f"SELECT {', '.join(Live._fields)} FROM worklist{where}", *values)]


@lru_cache(maxsize=10_000)
def children_of(children: str) -> list[dict[str, str]]:
    """The children that a row of the worklist is about. Tasks of one episode share them: nobody changes them."""
    found: list[dict[str, str]] = json.loads(children)
    return found


def tray_counts(port: Port, teams: Sequence[str] = (), worker: str = "") -> list[tuple[str, int]]:
    """How many tasks that nobody holds wait in each tray: of every episode, or of some teams' or a worker's."""
    asked = [among("team", teams), among("worker", [worker] if worker else [])]
    where = "".join(f" AND {test}" for test, _ in asked if test)
    values = [value for _, given in asked for value in given]
    sql = f"SELECT tray, count(*) FROM worklist WHERE held_by = ''{where} GROUP BY tray ORDER BY tray"
    return [(row[0], int(row[1])) for row in port.rows(sql, *values)]


def duty_rules(port: Port) -> dict[tuple[str, str], str]:
    """For each duty of a procedure in use: its rules with their citations, or whose default they are, as JSON."""
    return {(row[0], row[1]): row[2] for row in port.rows("SELECT procedure, duty, rules FROM pack_duty")}


def letters_to_come(
    port: Port, about: Mapping[str, str], *, teams: Sequence[str] = (), worker: str = ""
) -> list[tuple[Owed, str]]:
    """The open tasks that a posted letter meets, under whichever procedure, each with the kind of letter."""
    lines = (line.split("\t") for line in about.get("letters", "").split("\n") if line)
    kinds = {(procedure, duty): kind for procedure, duty, kind in lines}
    found = worklist(port, teams=teams, worker=worker, duties={duty for _, duty in kinds})
    return [(row, kind) for row in found if (kind := kinds.get((row.procedure, row.duty)))]


# Letters that wait for the post: of several of a kind to the same person the newest.
UNPOSTED = """NOT EXISTS (SELECT 1 FROM fact_stands p WHERE p.episode = l.episode AND p.kind = 'letter-posted'
    AND p.details LIKE '%"' || l.ref || '"%')
    AND NOT EXISTS (SELECT 1 FROM letter_stands n WHERE n.episode = l.episode AND n.kind = l.kind
    AND n.person = l.person AND (n.dated > l.dated OR (n.dated = l.dated AND n.entry > l.entry)))"""


CLOSED_SINCE = "(e.closed_on = '' OR e.closed_on >= ?)"


def waits_for_the_post(port: Port, closed_since: str, teams: Sequence[str] = ()) -> bool:
    """Whether any letter of some teams, or of any, was printed and not posted, in a case open or closed since a day."""
    test, values = among("e.team", teams)
    where = " AND ".join(filter(None, (test, CLOSED_SINCE, UNPOSTED)))
    sql = f"SELECT 1 FROM letter_stands l JOIN episode_stands e ON e.ref = l.episode WHERE {where} LIMIT 1"
    return bool(port.rows(sql, *values, closed_since))


def unposted(port: Port, episodes: Iterable[str]) -> set[tuple[str, str]]:
    """The letters of these episodes that were printed and wait to be posted: episode and kind."""
    of, told = sorted(set(episodes)), []
    for start in range(0, len(of), MOST):
        some = of[start : start + MOST]
        sql = f"""SELECT episode, kind, details FROM fact_stands
            WHERE kind IN ('letter-written', 'letter-posted') AND episode IN ({", ".join("?" * len(some))})"""
        for episode, kind, text in port.rows(sql, *some):
            with suppress(KeyError, TypeError, ValueError):  # one that cannot be read is named by a check
                details = json.loads(text)
                told.append((episode, kind, {"letter": details["letter"], "kind": details.get("kind", "")}))
    posted = {details["letter"] for _, kind, details in told if kind == "letter-posted"}
    return {
        (episode, details["kind"])
        for episode, kind, details in told
        if kind == "letter-written" and details["letter"] not in posted
    }


def task(port: Port, text: str) -> tuple[str, str, str]:
    """The task of that reference, its episode and its obligation's key; raises NotFound."""
    ref = read_reference(text, "T")
    found = port.rows("SELECT ref, episode, key FROM task WHERE ref = ?", ref)
    if not found:
        raise NotFound(f"There is no task {ref}.", near_reference(port, "T", "task"))
    return found[0]


def task_references(port: Port, episode: str) -> dict[str, str]:
    """The T- reference of every obligation the episode ever had: key to reference."""
    return dict(port.rows("SELECT key, ref FROM task WHERE episode = ?", episode))


def next_due(port: Port, team: str) -> list[str]:
    """The task of a team that falls due first; none where nothing has a date."""
    sql = "SELECT task FROM worklist WHERE team = ? AND due IS NOT NULL ORDER BY due, task LIMIT 1"
    return [row[0] for row in port.rows(sql, team)]


def unmarked(port: Port) -> Iterator[tuple[str, str, str]]:
    """The tasks that were given out before each had a mark, in the order of their references."""
    return (row[:3] for row in every_task(port, "mark = ''"))


def marked(port: Port) -> Iterator[tuple[str, str, str, str]]:
    """Every other task with its mark, in the same order."""
    return every_task(port, "mark <> ''")


def every_task(port: Port, which: str) -> Iterator[tuple[Any, ...]]:
    """Tasks in the order in which they were given out, some thousand read at a time."""
    lengths = port.whole("SELECT DISTINCT length(ref) FROM task ORDER BY 1")
    for (length,) in lengths:
        after = ""
        while True:
            page = port.whole(
                f"""SELECT ref, episode, key, mark FROM task WHERE {which} AND length(ref) = ? AND ref > ?
                ORDER BY ref LIMIT {PAGE}""",
                length,
                after,
            )
            yield from page
            if len(page) < PAGE:
                break
            after = page[-1][0]
