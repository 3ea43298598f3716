"""What is read from the record, as plain values, through one port: ``rows(sql, *values)``."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from ehcli import restricted
from ehcli.dates import long
from ehcli.errors import NotFound, RecordUnusable, nearest, together
from ehcli.facts import Child, LetterPosted, Told, fact_from
from ehcli.kept import known_by
from ehcli.matching import postcodes
from ehcli.matching.spelling import folded, meant, to_find
from ehcli.record import standing
from ehcli.references import WHAT
from ehcli.references import read as read_reference
from ehcli.restricted import OUTSIDE, Reader

NOW = "number IN (SELECT max(number) FROM {table} GROUP BY {key})"


class Port(Protocol):
    """Anything that answers a SELECT: ``rows`` with what was undone out of sight, ``whole`` with everything."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]: ...

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]: ...


class Opened(Port, Protocol):
    """A record that was opened for reading: ``head`` was its last entry then.

    ``login`` is the login that a database server let in, empty for a record in a file.
    """

    head: int
    login: str

    def note_look(self, at: str, by: str, command: str, ref: str) -> None:
        """Adds one row to ``looked``: who read which file. Its number is one more than the last.

        It may be the only thing that a reader writes, in a transaction of its own that is kept at once and waits for
        other writers no longer than a second. Raises RecordUnusable when it cannot be written.
        """

    def damage(self) -> list[str]: ...

    def close(self) -> None: ...


ABOUT_IT = """SELECT a.value, coalesce((SELECT last FROM counter WHERE name = 'entry'), 0)
FROM about a WHERE a.key = 'schema'"""


def opening(port: Port, where: object) -> int:
    """The last entry of a record that was just opened; raises RecordUnusable for one of another schema."""
    rows = port.rows(ABOUT_IT)
    schema, head = rows[0] if rows else ("none", 0)
    standing.refuse_schema(where, schema)
    return int(head)


class Heading(NamedTuple):
    """An episode's heading."""

    ref: str
    family: str
    team: str
    opened_on: str
    procedure: str
    pack_version: str
    level: str
    route: str
    external_number: str
    worker: str
    closed_on: str
    end_reason: str


class Individual(NamedTuple):
    """A person in a family, as known now."""

    ref: str
    name: str
    born: str
    sex: str
    phone: str
    safe_to_write: bool
    role: str = ""
    address: str = ""
    postcode: str = ""

    @property
    def child(self) -> Child:
        return Child(self.ref, date.fromisoformat(self.born) if self.born else None)


class WorkerNow(NamedTuple):
    """A worker as known now."""

    login: str
    name: str
    role: str
    team: str
    agency: str
    ehm_user: bool
    until: str
    email: str = ""


class AgencyNow(NamedTuple):
    """An agency as known now."""

    slug: str
    name: str
    kind: str
    until: str
    address: str = ""
    email: str = ""
    phone: str = ""


class TeamNow(NamedTuple):
    """A team as known now."""

    slug: str
    name: str
    aliases: str
    address: str
    email: str
    phone: str
    until: str


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
    key: str


class MeetingRow(NamedTuple):
    """A meeting as its facts tell it."""

    ref: str
    episode: str
    team: str
    kind: str
    planned_on: str
    planned_at: str
    venue: str
    status: str
    held_on: str
    minutes: str


def said(error: BaseException | None) -> str:
    """What a database said, without the value that it could not read: that may be a name."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return "a text in it is damaged" if "decode" in text else text


def count(port: Port, table: str) -> int:
    """How many rows a table has."""
    return int(port.whole(f'SELECT count(*) FROM "{table}"')[0][0])


def about(port: Port) -> dict[str, str]:
    return dict(port.rows("SELECT key, value FROM about"))


def heading(port: Port, ref: str) -> Heading:
    """The episode's heading; raises BadInput for what is no reference and NotFound for no such episode."""
    ref = read_reference(ref, "E")
    found = port.rows(f"SELECT {', '.join(Heading._fields)} FROM episode WHERE ref = ?", ref)
    if not found:
        raise absent(port, ref)
    return Heading(*found[0])


MADE_IN = {"E": "episode", "F": "family", "P": "person", "L": "letter", "N": "case_note"}


def absent(port: Port, ref: str) -> NotFound:
    """Why nothing of that reference is there: what made it was undone, or it never was."""
    made = MADE_IN.get(ref[0], "fact")
    where, value = ("r.ref = ?", ref) if ref[0] in MADE_IN else ("r.details LIKE ?", f'%"{ref}"%')
    undone = port.whole(
        f"""SELECT e.id, e.recorded_by, e.recorded_at, e.reason FROM {made} r JOIN undone u ON u.entry = r.entry
        JOIN entry e ON e.id = u.by_entry WHERE {where}""",
        value,
    )
    if undone:
        entry, by, at, reason = undone[0]
        why = f": {reason}" if reason else "."
        return NotFound(f"{ref} was undone by {by} at {at} (entry {entry}){why}", f"See: eh history {ref}")
    return NotFound(f"There is no {WHAT[ref[0]]} {ref}.", near_reference(port, ref[0], WHAT[ref[0]]))


def near_reference(port: Port, letter: str, what: str) -> str:
    last = port.rows("SELECT last FROM counter WHERE name = ?", letter)
    return (
        f"The last {what} is {letter}-{last[0][0]:04}. Look for it with: eh find NAME"
        if last and last[0][0]
        else f"The record has no {what} yet."
    )


TOLD_COLUMNS = """f.id, f.root, f.entry, e.recorded_at, e.recorded_by, f.kind, f.episode, f.happened_on,
    f.happened_at, f.details"""
TOLD = f"""
SELECT {TOLD_COLUMNS}
FROM fact f JOIN entry e ON e.id = f.entry
WHERE f.episode = ?
"""
STANDING = " AND f.kind <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM fact w WHERE w.withdraws = f.id)"


def told(port: Port, episode: str) -> list[Told]:
    """The facts of one episode that stand, in the order they were recorded."""
    return [as_told(row) for row in port.rows(f"{TOLD}{STANDING} ORDER BY f.id", episode)]


class Then:
    """A port that answers as the record would have earlier: nothing recorded, corrected or undone since shows."""

    def __init__(self, port: Port, *, before: str = "", entry: int = 0) -> None:
        """As it stood before a moment, ISO text of eh's own making, or once an entry was made."""
        self.port = port
        self.test = f"k.recorded_at < '{before}'" if before else f"k.id <= {entry}"

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.port.whole(known_by(sql, self.test), *values)

    whole = rows


def moving_entries(port: Port, episode: str, team: str) -> dict[int, str]:
    """The entries that may have moved a date of an episode otherwise than by what happened next, each with its reason.

    They corrected or undid something of it, or chose a procedure, a switch or a closing day for its team.
    """
    sql = """SELECT e.id, e.reason FROM entry e WHERE e.id IN
        (SELECT w.entry FROM fact w WHERE w.episode = ? AND w.withdraws IS NOT NULL)
        OR e.id IN (SELECT c.entry FROM choice c WHERE c.kind IN ('switch', ?, ?))
        OR e.id IN (SELECT u.by_entry FROM undone u JOIN choice c ON c.entry = u.entry
            WHERE c.kind IN ('switch', ?, ?))"""
    kinds = (f"adopted:{team}", f"closed:{team}")
    return dict(port.whole(sql, episode, *kinds, *kinds))


def episodes_begun(port: Port, team: str, by: str) -> list[str]:
    """The episodes of a team, or of every team, that were open at some time up to a day."""
    where, values = (" AND team = ?", [team]) if team else ("", [])
    return [
        row[0] for row in port.rows(f"SELECT ref FROM episode WHERE opened_on <= ?{where} ORDER BY ref", by, *values)
    ]


def running_since(port: Port, team: str) -> str:
    """The day of the earliest fact of a team's open episodes; empty where it has none."""
    sql = f"""SELECT min(f.happened_on) FROM episode o CROSS JOIN fact f
        WHERE o.closed_on = '' AND o.team = ? AND f.episode = o.ref{STANDING}"""
    return port.rows(sql, team)[0][0] or ""


# The episodes that have tasks, with their teams: one that was closed and is followed up counts as open here.
LIVE = """(SELECT ref, team FROM episode WHERE closed_on = ''
    UNION SELECT e.ref, e.team FROM worklist w JOIN episode e ON e.ref = w.episode)"""


def live(port: Port, read: str, team: str, *values: str) -> list[tuple[Any, ...]]:
    """What a SELECT reads of the live episodes ``o``, or of a team's."""
    where, of = (" AND o.team = ?", [team]) if team else ("", [])
    return port.rows(f"{read}{where}", *values, *of)


def open_teams(port: Port, team: str = "") -> list[tuple[str, str]]:
    """Every open episode, or those of one team, with the team it is with."""
    return [
        (ref, its) for ref, its in sorted(live(port, f"SELECT o.ref, o.team FROM {LIVE} o WHERE o.ref <> ''", team))
    ]


def open_stories(port: Port, kinds: Mapping[str, Container[object]], team: str = "") -> dict[str, list[Told]]:
    """The facts of these kinds that stand, of every open episode or of a team's; those of one episode in any order.

    With each kind stand the forms that are asked for, where not all. Who recorded them and when is left out: nothing
    is owed by it.
    """
    wanted = sorted(kinds)
    # A cross join keeps to its order: the open episodes first, so that closed history is not read at all.
    sql = f"""SELECT f.id, f.root, f.entry, '', '', f.kind, f.episode, f.happened_on, f.happened_at, f.details
        FROM {LIVE} o CROSS JOIN fact f WHERE f.episode = o.ref
        AND f.kind IN ({", ".join("?" * len(wanted))}){STANDING}"""
    stories: dict[str, list[Told]] = {}
    for row in live(port, sql, team, *wanted):
        forms = kinds[row[5]]
        if not forms or asked_for(row[9], forms):
            stories.setdefault(row[6], []).append(as_told(row))
    return stories


def asked_for(details: str, forms: Container[object]) -> bool:
    """Whether a form is one of these; what cannot be read is, so that it is found to be damaged."""
    try:
        return details_of(details).get("form") in forms
    except (AttributeError, ValueError):
        return True


def open_children(port: Port, team: str = "") -> dict[str, list[Child]]:
    """The children of every open episode, or of a team's."""
    sql = f"""SELECT c.episode, c.person, p.born FROM {LIVE} o CROSS JOIN episode_child c CROSS JOIN person_details p
        WHERE c.episode = o.ref AND p.person = c.person
        AND p.number = (SELECT max(number) FROM person_details WHERE person = c.person)"""
    found: dict[str, list[Child]] = {}
    for episode, person, born in sorted(live(port, sql, team)):
        found.setdefault(episode, []).append(Child(person, date.fromisoformat(born) if born else None))
    return found


@lru_cache(maxsize=4096)
def details_of(text: str) -> dict[str, object]:
    """A fact's details as they were kept; many facts have the same, and nobody changes them."""
    found: dict[str, object] = json.loads(text)
    return found


@lru_cache(maxsize=2048)
def clock(at: str) -> str:
    """The same time of day; raises ValueError for one that there is not."""
    if at:
        time.fromisoformat(at)
    return at


def as_told(row: Sequence[Any]) -> Told:
    """A row of TOLD as the fact it tells; raises RecordUnusable for one that is damaged."""
    id, root, entry, recorded_at, recorded_by, kind, episode, on, at, details = row
    try:
        fact = fact_from(kind, episode, on, clock(at), details_of(details))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise RecordUnusable(
            f"Entry {entry} of the record is damaged: its fact {id} cannot be read.",
            "Nothing was changed. See what else is wrong with: eh record check; then restore a backup.",
        ) from None
    return Told(id, root, entry, recorded_at, recorded_by, fact)


PEOPLE = """
SELECT p.person, p.name, p.born, p.sex, p.phone, p.safe_to_write, {role},
    coalesce(a.lines, ''), coalesce(a.postcode, '')
FROM person_details p
LEFT JOIN address a ON a.person = p.person AND a.number = (SELECT max(number) FROM address WHERE person = p.person)
{join}
WHERE p.number = (SELECT max(number) FROM person_details WHERE person = p.person) AND {where}
"""
# Somebody's place in a family as known now, and when they were first given one.
PLACE_NOW = "m.number = (SELECT max(number) FROM member WHERE family = m.family AND person = m.person)"
CAME = "(SELECT min(number) FROM member WHERE family = m.family AND person = m.person)"


def people(port: Port, refs: Iterable[str]) -> dict[str, Individual]:
    """These people as known now, by reference."""
    wanted = sorted(set(refs))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    sql = PEOPLE.format(role="''", join="", where=f"p.person IN ({marks})")
    return {row[0]: Individual(*row) for row in port.rows(sql, *wanted)}


def family(port: Port, ref: str) -> list[Individual]:
    """Everybody in a family, with their place in it."""
    sql = PEOPLE.format(
        role="m.role", join="JOIN member m ON m.person = p.person", where=f"m.family = ? AND {PLACE_NOW}"
    )
    return [Individual(*row) for row in port.rows(f"{sql} ORDER BY {CAME}", ref)]


def children(port: Port, episode: str) -> list[Individual]:
    """The children the episode is about."""
    sql = PEOPLE.format(role="'child'", join="JOIN episode_child c ON c.person = p.person", where="c.episode = ?")
    return [Individual(*row) for row in port.rows(f"{sql} ORDER BY p.person", episode)]


def workers(port: Port) -> list[WorkerNow]:
    """Every worker there ever was, as known now."""
    now = NOW.format(table="worker", key="login")
    fields = ", ".join(WorkerNow._fields)
    return [WorkerNow(*row) for row in port.rows(f"SELECT {fields} FROM worker WHERE {now} ORDER BY login")]


def worker(port: Port, text: str, on: str = "") -> WorkerNow:
    """The worker of that login or full name; raises NotFound with the nearest. With ``on``, one who had not left."""
    known = workers(port)
    wanted = text.strip().casefold()
    named = [each.login for each in known if wanted == each.login.casefold()]
    named = named or meant(text, {each.login: each.name for each in known})
    if len(named) > 1:
        raise NotFound(f"There is more than one '{text}'.", f"Say which by login: {', '.join(named)}.")
    for each in (each for each in known if each.login in named):
        if on and each.until and each.until < on:
            left = long(date.fromisoformat(each.until))
            raise NotFound(f"{each.login} left on {left}.", "Name a worker who is here: eh worker list")
        return each
    logins = [each.login for each in known if not each.until]
    hint = nearest(text, [*logins, *(each.name for each in known)]) or "See who there is: eh worker list"
    adding = "Add one with: eh worker add LOGIN --name NAME --role ROLE"
    raise NotFound(f"There is no worker '{text}'.", together(hint, adding))


def signed_in(port: Port, login: str) -> WorkerNow | None:
    """The worker of that login, whoever typed it in capitals; none for a stranger."""
    return next((each for each in workers(port) if each.login.casefold() == login.casefold()), None)


def login_of(port: Port, login: str) -> str:
    """The login as it was added, whoever typed it in capitals; empty where there never was such a worker.

    A worker whose adding was undone counts as well: that login is still one person's.
    """
    found = port.whole("SELECT login FROM worker WHERE lower(login) = lower(?) ORDER BY number LIMIT 1", login)
    return str(found[0][0]) if found else ""


def roles_here(port: Port) -> set[str]:
    """The roles of everybody who works here now."""
    return {each.role for each in workers(port) if not each.until}


def trained(port: Port, login: str) -> bool:
    """Whether a worker was trained to allocate."""
    return choices(port, "trained").get(login) == "allocate"


def teams(port: Port) -> list[TeamNow]:
    now = NOW.format(table="team", key="slug")
    fields = ", ".join(TeamNow._fields)
    return [TeamNow(*row) for row in port.rows(f"SELECT {fields} FROM team WHERE {now} ORDER BY slug")]


def team(port: Port, text: str) -> TeamNow:
    """The team of that slug, name or alias; raises NotFound with the nearest."""
    known = teams(port)
    wanted = folded(text)
    for each in known:
        if wanted in {folded(spelling) for spelling in (each.slug, each.name, *each.aliases.split("; ")) if spelling}:
            return each
    slugs = [each.slug for each in known]
    hint = nearest(text, slugs) or f"There is {', '.join(slugs)}."
    raise NotFound(f"There is no team '{text}'.", hint)


def agencies(port: Port) -> list[AgencyNow]:
    now = NOW.format(table="agency", key="slug")
    fields = ", ".join(AgencyNow._fields)
    return [AgencyNow(*row) for row in port.rows(f"SELECT {fields} FROM agency WHERE {now} ORDER BY slug")]


def choices(port: Port, kind: str) -> dict[str, str]:
    """The authority's recorded choices of one kind: name to value."""
    now = NOW.format(table="choice", key="kind, name")
    return dict(port.rows(f"SELECT name, value FROM choice WHERE kind = ? AND {now} ORDER BY number", kind))


def switched_off(port: Port) -> set[str]:
    """What the authority has switched off."""
    return {name for name, value in choices(port, "switch").items() if value == "off"}


def worklist(
    port: Port,
    *,
    team: str = "",
    worker: str = "",
    episode: str = "",
    before: str = "",
    since: str = "",
    until: str = "",
    tray: str = "",
    undated: bool = False,
    duties: Iterable[str] | None = None,
) -> list[Owed]:
    """Rows of the worklist: due before a day, or from one day until another, of some duties; one indexed SELECT."""
    tests: list[str] = []
    values: list[str] = []
    for column, value in (("team", team), ("episode", episode), ("tray", tray)):
        if value:
            tests.append(f"{column} = ?")
            values.append(value)
    if worker:
        tests.append("(worker = ? OR held_by = ?)")
        values += [worker, worker]
    for test, value in (("due < ?", before), ("due >= ?", since), ("due <= ?", until)):
        if value:
            tests.append(test)
            values.append(value)
    if undated:
        tests.append("due IS NULL")
    if duties is not None:
        wanted = sorted(set(duties))
        tests.append(f"duty IN ({', '.join('?' * len(wanted))})" if wanted else "1 = 0")
        values += wanted
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return [Owed(*row) for row in port.rows(f"SELECT {', '.join(Owed._fields)} FROM worklist{where}", *values)]


def live_tasks(port: Port, team: str = "") -> list[Live]:
    """Every row of the worklist, or a team's, as far as a comparison asks."""
    where, values = (" WHERE team = ?", [team]) if team else ("", [])
    return [Live(*row) for row in port.rows(f"SELECT {', '.join(Live._fields)} FROM worklist{where}", *values)]


def children_of(row: Owed) -> list[dict[str, str]]:
    """The children a row of the worklist is about."""
    found: list[dict[str, str]] = json.loads(row.children)
    return found


def tray_counts(port: Port, team: str = "", worker: str = "") -> list[tuple[str, int]]:
    """How many tasks that nobody holds wait in each tray: of every episode, or of a team's or a worker's."""
    asked = {column: value for column, value in (("team", team), ("worker", worker)) if value}
    where = "".join(f" AND {column} = ?" for column in asked)
    values = list(asked.values())
    sql = f"SELECT tray, count(*) FROM worklist WHERE held_by = ''{where} GROUP BY tray ORDER BY tray"
    return [(row[0], int(row[1])) for row in port.rows(sql, *values)]


def duty_rules(port: Port) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """For each duty of a procedure in use: its rules with their citations, or whose default they are."""
    return {(row[0], row[1]): json.loads(row[2]) for row in port.rows("SELECT procedure, duty, rules FROM pack_duty")}


def letters_to_come(
    port: Port, about: Mapping[str, str], *, team: str = "", worker: str = ""
) -> list[tuple[Owed, str]]:
    """The open tasks that a posted letter meets, under whichever procedure, each with the kind of letter."""
    lines = (line.split("\t") for line in about.get("letters", "").split("\n") if line)
    kinds = {(procedure, duty): kind for procedure, duty, kind in lines}
    found = worklist(port, team=team, worker=worker, duties={duty for _, duty in kinds})
    return [(row, kind) for row in found if (kind := kinds.get((row.procedure, row.duty)))]


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


def meeting(port: Port, text: str) -> MeetingRow:
    """The meeting of that reference; raises NotFound."""
    ref = read_reference(text, "M")
    found = port.rows(f"SELECT {', '.join(MeetingRow._fields)} FROM meeting WHERE ref = ?", ref)
    if not found:
        raise absent(port, ref)
    return MeetingRow(*found[0])


def meetings(port: Port, *, team: str = "", episode: str = "", since: str = "", until: str = "") -> list[MeetingRow]:
    tests = [
        (f"{column} {sign} ?", value)
        for column, sign, value in (
            ("team", "=", team),
            ("episode", "=", episode),
            ("planned_on", ">=", since),
            ("planned_on", "<=", until),
        )
        if value
    ]
    where = f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    sql = f"SELECT {', '.join(MeetingRow._fields)} FROM meeting{where} ORDER BY planned_on, planned_at, ref"
    return [MeetingRow(*row) for row in port.rows(sql, *(value for _, value in tests))]


def find(port: Port, words: str) -> list[str]:
    """References of the people whose name or postcode has every one of these words, or words that begin so."""

    def beginning(word: str) -> set[str]:
        rows = port.rows("SELECT person FROM name_word WHERE word >= ? AND word < ?", word, word + "\U0010ffff")
        return {row[0] for row in rows}

    found: set[str] = set()
    for typed in filter(None, to_find(words)):
        found |= set.intersection(*(beginning(word) for word in typed))
        if postcodes.code(words) or (len(typed) == 2 and any(sign.isdigit() for sign in words)):
            found |= beginning("".join(typed))  # a postcode or half of one, typed with its space
    return sorted(found)


def episodes_of(port: Port, persons: Iterable[str]) -> list[tuple[str, str, str, str, str, str]]:
    """Person, family, episode, team, opened and closed, for every episode these people are or were part of."""
    wanted = sorted(set(persons))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT m.person, m.family, coalesce(e.ref, ''), coalesce(e.team, ''), coalesce(e.opened_on, ''),
        coalesce(e.closed_on, '') FROM member m LEFT JOIN episode e ON e.family = m.family
        WHERE m.person IN ({marks}) AND {PLACE_NOW}
        ORDER BY m.person, coalesce(e.opened_on, '') DESC, coalesce(e.ref, ''), m.number"""
    return port.rows(sql, *wanted) if wanted else []


def group_members(port: Port, on: str) -> list[tuple[str, str]]:
    """Group and login of everybody who is in a group on a day."""
    now = NOW.format(table="group_member", key="slug, login")
    sql = f"SELECT slug, login FROM group_member WHERE {now} AND (until = '' OR until >= ?) ORDER BY slug, login"
    return [(row[0], row[1]) for row in port.rows(sql, on)]


def groups(port: Port) -> list[str]:
    """Every group there ever was."""
    return [row[0] for row in port.rows("SELECT DISTINCT slug FROM group_member ORDER BY slug")]


def hidden(port: Port, episode: str, reader: Reader) -> dict[str, str]:
    """The notes and letters of an episode that this reader may not see, with the group of each."""
    sql = """SELECT ref, open_to FROM case_note WHERE episode = ? AND open_to <> ''
        UNION ALL SELECT ref, open_to FROM letter WHERE episode = ? AND open_to <> ''"""
    return {row[0]: row[1] for row in port.whole(sql, episode, episode) if not reader.sees(row[1])}


NOTE = ("note", "episode", "type", "happened_on", "worker", "copied_to", "draft", "text", "open_to")


def note(port: Port, ref: str, reader: Reader = OUTSIDE) -> dict[str, Any] | None:
    """A case note with its text, as this reader may see it."""
    sql = """SELECT ref, episode, type, happened_on, worker, copied_to, draft, text, open_to
        FROM case_note WHERE ref = ?"""
    found = port.rows(sql, ref)
    if not found:
        return None
    return restricted.row(dict(zip(NOTE, found[0], strict=True)) | {"draft": bool(found[0][6])}, reader)


def note_texts(port: Port, episode: str, reader: Reader = OUTSIDE) -> list[tuple[str, str]]:
    """The texts of an episode's notes that this reader may see, by reference."""
    rows = port.rows("SELECT ref, text, open_to FROM case_note WHERE episode = ?", episode)
    return [(row[0], row[1]) for row in rows if reader.sees(row[2])]


def newest_note(port: Port, episode: str, type: str) -> str:
    """The text of the newest finished note of a type that is open to all who hold the case; empty without one."""
    sql = """SELECT text FROM case_note WHERE episode = ? AND type = ? AND NOT draft AND open_to = ''
        ORDER BY happened_on DESC, ref DESC LIMIT 1"""
    found = port.rows(sql, episode, type)
    return str(found[0][0]) if found else ""


def formats(port: Port, person: str) -> list[str]:
    """The formats a person asked for, such as easy-read or interpreter."""
    sql = f"SELECT formats FROM person_details WHERE person = ? AND {NOW.format(table='person_details', key='person')}"
    found = port.rows(sql, person)
    return str(found[0][0]).split("\n") if found and found[0][0] else []


LETTER = (
    "letter",
    "episode",
    "kind",
    "template_version",
    "person",
    "addressee",
    "address",
    "dated",
    "file",
    "hash",
    "enclosures",
    "template_hash",
    "options",
    "open_to",
    "released_by",
    "posted_on",
)


def letters(
    port: Port, *, ref: str = "", episode: str = "", team: str = "", reader: Reader = OUTSIDE
) -> list[dict[str, Any]]:
    """Letters as they were printed, with the day each was posted, as this reader may see them."""
    tests = [
        (f"{column} = ?", value)
        for column, value in (("l.ref", ref), ("l.episode", episode), ("e.team", team))
        if value
    ]
    where = f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    sql = f"""SELECT l.ref, l.episode, l.kind, l.template_version, l.person, l.addressee, l.address, l.dated,
        l.file, l.hash, l.enclosures, l.template_hash, l.options, l.open_to, l.released_by
        FROM letter l JOIN episode e ON e.ref = l.episode{where} ORDER BY l.dated, l.ref"""
    rows = port.rows(sql, *(value for _, value in tests))
    posted: dict[str, str] = {}
    for episode_ref in sorted({row[1] for row in rows}):
        for each in told(port, episode_ref):
            if isinstance(each.fact, LetterPosted):
                posted[each.fact.letter] = each.on.isoformat()
    found = (dict(zip(LETTER, (*row, posted.get(row[0], "")), strict=True)) for row in rows)
    return [restricted.row(each, reader) for each in found]


def letter_words(port: Port, ref: str) -> str:
    """What a letter says, as the record keeps it."""
    found = port.rows("SELECT words FROM letter WHERE ref = ?", ref)
    return str(found[0][0]) if found else ""


def letter_of_hash(port: Port, hash: str) -> str:
    """The letter whose file had this hash when it was printed; empty when there is none."""
    found = port.rows("SELECT ref FROM letter WHERE hash = ? ORDER BY ref", hash)
    return str(found[0][0]) if found else ""
