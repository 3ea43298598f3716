"""Workers, teams, agencies, groups and choices as they stand now."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ehcli.days.typed_dates import long
from ehcli.errors import NotFound, nearest, together
from ehcli.matching.spelling import folded, meant
from ehcli.procedures.bands import BANDS
from ehcli.record.port import NOW, Port


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


def workers(port: Port) -> list[WorkerNow]:
    """Every worker there ever was, as known now."""
    now = NOW.format(table="worker", key="login")
    fields = ", ".join(WorkerNow._fields)
    return [WorkerNow(*row) for row in port.rows(f"SELECT {fields} FROM worker_stands WHERE {now} ORDER BY login")]


def one_meant(known: Sequence[WorkerNow], text: str) -> WorkerNow | None:
    """The one worker of that login, else of that full name; raises NotFound where two have the name."""
    wanted = text.strip().casefold()
    named = [each.login for each in known if wanted == each.login.casefold()]
    named = named or meant(text, {each.login: each.name for each in known})
    if len(named) > 1:
        raise NotFound(f"There is more than one '{text}'.", f"Say which by login: {', '.join(named)}.")
    return next((each for each in known if each.login in named), None)


def worker(port: Port, text: str, on: str = "") -> WorkerNow:
    """The worker of that login or full name; raises NotFound with the nearest. With ``on``, one who had not left."""
    known = workers(port)
    found = one_meant(known, text)
    if found:
        if on and found.until and found.until < on:
            left = long(date.fromisoformat(found.until))
            raise NotFound(f"{found.login} left on {left}.", "Name a worker who is here: eh worker list")
        return found
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
    known = port.whole("SELECT login FROM worker GROUP BY login ORDER BY min(number)")
    return next((str(row[0]) for row in known if row[0].casefold() == login.casefold()), "")


def roles_here(port: Port) -> set[str]:
    """The roles of everybody who works here now."""
    return {each.role for each in workers(port) if not each.until}


def roles_ever(port: Port) -> set[str]:
    """The roles that anybody has or had here; of one who was added by mistake only if they were named meanwhile."""
    sql = """SELECT DISTINCT w.role FROM worker w LEFT JOIN undone u ON u.entry = w.entry
        WHERE u.entry IS NULL OR EXISTS (SELECT 1 FROM entry e
            WHERE e.id > w.entry AND e.id < u.by_entry AND w.login IN (e.recorded_by, e.decided_by))"""
    return {row[0] for row in port.whole(sql)}


def trained(port: Port, login: str) -> bool:
    """Whether a worker was trained to allocate."""
    return choices(port, "trained").get(login) == "allocate"


def teams(port: Port) -> list[TeamNow]:
    now = NOW.format(table="team", key="slug")
    fields = ", ".join(TeamNow._fields)
    return [TeamNow(*row) for row in port.rows(f"SELECT {fields} FROM team_stands WHERE {now} ORDER BY slug")]


def first_team(port: Port) -> str:
    """The short name of the team that was recorded first."""
    return str(port.rows("SELECT slug FROM team_stands ORDER BY number LIMIT 1")[0][0])


def team(port: Port, text: str) -> TeamNow:
    """The team of that slug, name or alias; raises NotFound with the nearest."""
    known = teams(port)
    for each in known:
        if each.slug == text:
            return each
    wanted = folded(text)
    for each in known:
        if wanted in {folded(spelling) for spelling in (each.slug, each.name, *each.aliases.split("; ")) if spelling}:
            return each
    slugs = [each.slug for each in known]
    hint = nearest(text, slugs) or f"There is {', '.join(slugs)}."
    raise NotFound(f"There is no team '{text}'.", hint)


def several(port: Port, typed: Sequence[str]) -> tuple[str, ...]:
    """The short names of the teams that were typed, each once; raises NotFound with the nearest."""
    return tuple(dict.fromkeys(team(port, each).slug for each in typed if each))


def agencies(port: Port) -> list[AgencyNow]:
    now = NOW.format(table="agency", key="slug")
    fields = ", ".join(AgencyNow._fields)
    return [AgencyNow(*row) for row in port.rows(f"SELECT {fields} FROM agency_stands WHERE {now} ORDER BY slug")]


def agency(port: Port, text: str) -> AgencyNow:
    """The agency of that slug or name; raises NotFound with the nearest."""
    known = agencies(port)
    for each in known:
        if folded(text) in (folded(each.slug), folded(each.name)):
            return each
    slugs = [each.slug for each in known]
    raise NotFound(f"There is no agency '{text}'.", nearest(text, slugs) or "See: eh agency list")


CHOSEN = """SELECT {columns} FROM choice_stands WHERE number IN
    (SELECT max(number) FROM choice_stands WHERE {kinds} GROUP BY kind, name) ORDER BY number"""


def choices(port: Port, kind: str) -> dict[str, str]:
    """The authority's recorded choices of one kind: name to value."""
    return dict(port.rows(CHOSEN.format(columns="name, value", kinds="kind = ?"), kind))


def choices_of_teams(port: Port, what: str) -> dict[str, dict[str, str]]:
    """The recorded choices of one kind that teams make each for itself: team to name to value.

    One that cannot be read is left out: a check names it.
    """
    chosen: dict[str, dict[str, str]] = {}
    sql = CHOSEN.format(columns="kind, name, value", kinds="kind LIKE ?")
    for kind, name, value in port.rows(sql, f"{what}:%"):
        if can_be_read(what, name, value):
            chosen.setdefault(kind.partition(":")[2], {})[name] = value
    return chosen


def can_be_read(what: str, name: str, value: str) -> bool:
    """Whether a team's choice says what such a choice can say: a day, or a band that there is."""
    if what == "band":
        return not value or value in BANDS
    if what not in ("closed", "adopted"):
        return True
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def unreadable_choices(port: Port) -> list[tuple[int, str, str]]:
    """The choices that hold and cannot be read: entry, kind and name of each."""
    sql = CHOSEN.format(columns="entry, kind, name, value", kinds="kind LIKE ?")
    return [
        (entry, kind, name)
        for what in ("band", "closed", "adopted")
        for entry, kind, name, value in port.rows(sql, f"{what}:%")
        if not can_be_read(what, name, value)
    ]


class BandChosen(NamedTuple):
    """A team's choice of a band for a duty, as it holds now: who made it, when and why."""

    duty: str
    band: str
    decided_by: str
    reason: str
    entry: int
    recorded_at: str


def bands_chosen(port: Port, team: str) -> list[BandChosen]:
    """What a team chose for its lists, by duty."""
    chosen = CHOSEN.format(columns="number", kinds="kind = ?")
    sql = f"""SELECT c.name, c.value, c.decided_by, c.reason, c.entry, e.recorded_at FROM choice_stands c
        JOIN entry e ON e.id = c.entry WHERE c.number IN ({chosen}) ORDER BY c.name"""
    return [BandChosen(*row) for row in port.rows(sql, f"band:{team}")]


def switched_off(port: Port) -> set[str]:
    """What the authority has switched off."""
    return {name for name, value in choices(port, "switch").items() if value == "off"}


def group_members(port: Port, on: str) -> list[tuple[str, str]]:
    """Group and login of everybody who is in a group on a day."""
    now = NOW.format(table="group_member", key="slug, login")
    sql = f"SELECT slug, login FROM group_member_stands WHERE {now} AND (until = '' OR until >= ?) ORDER BY slug, login"
    return [(row[0], row[1]) for row in port.rows(sql, on)]


def groups(port: Port) -> list[str]:
    """Every group there ever was."""
    return [row[0] for row in port.rows("SELECT DISTINCT slug FROM group_member_stands ORDER BY slug")]
