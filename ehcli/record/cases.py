"""Episodes by their headings: which there are, whose they are, and why one is not there."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ehcli.episodes.references import WHAT
from ehcli.episodes.references import read as read_reference
from ehcli.errors import NotFound, together
from ehcli.record.port import Port, among


class EpisodeHeading(NamedTuple):
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


def heading(port: Port, ref: str) -> EpisodeHeading:
    """The episode's heading; raises BadInput for what is no reference and NotFound for no such episode."""
    ref = read_reference(ref, "E")
    found = headings(port, ref)
    if not found:
        raise absent(port, ref)
    return found[0]


def headings(port: Port, ref: str) -> list[EpisodeHeading]:
    """The heading of that episode; none where there is no such episode."""
    sql = f"SELECT {', '.join(EpisodeHeading._fields)} FROM episode_stands WHERE ref = ?"
    return [EpisodeHeading(*row) for row in port.rows(sql, ref)]


MOST = 400  # episodes that are asked of in one question
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


FIRST = {
    "L": "The kinds there are: eh letters kinds",
    "N": "The types there are: eh note-types",
    "M": "Book one: eh taf schedule E-... --at WHEN --venue TEXT",
}


def near_reference(port: Port, letter: str, what: str) -> str:
    """What to do about a reference that is not there: the last of its kind, or how the first comes about."""
    last: dict[str, int] = dict(port.rows("SELECT name, last FROM counter WHERE name IN (?, 'E')", letter))
    if last.get(letter):
        return f"The last {what} is {letter}-{last[letter]:04}. Look for it with: eh find NAME"
    if last.get("E"):
        return together(f"The record has no {what} yet", FIRST.get(letter, ""))
    return f"The record has no {what} yet. Open the first episode: eh open-episode --team SLUG --child NAME"


def begun_by(port: Port, episode: str) -> int:
    """The entry before which there was no such episode."""
    found = port.rows("SELECT entry FROM episode_stands WHERE ref = ?", episode)
    return int(found[0][0]) if found else 0


def episodes_begun(port: Port, teams: Sequence[str], by: str) -> list[str]:
    """The episodes of some teams, or of every team, that were open at some time up to a day."""
    test, values = among("team", teams)
    where = f" AND {test}" if test else ""
    return [
        row[0]
        for row in port.rows(f"SELECT ref FROM episode_stands WHERE opened_on <= ?{where} ORDER BY ref", by, *values)
    ]


# The episodes that have tasks, with their teams: one that was closed and is followed up counts as open here.
LIVE = """(SELECT ref, team FROM episode_stands WHERE closed_on = ''
    UNION SELECT e.ref, e.team FROM worklist w JOIN episode_stands e ON e.ref = w.episode)"""


def live(port: Port, read: str, teams: Sequence[str], *values: str) -> list[tuple[Any, ...]]:
    """What a SELECT reads of the live episodes ``o``, or of some teams'."""
    test, of = among("o.team", teams)
    return port.rows(f"{read} AND {test}" if test else read, *values, *of)


def owing_nothing(port: Port, teams: Sequence[str] = (), worker: str = "") -> list[tuple[str, str]]:
    """The open episodes, or those of some teams or a worker, that no list shows: nothing is owed of them."""
    asked = [among("team", teams), among("worker", [worker] if worker else [])]
    where = "".join(f" AND {test}" for test, _ in asked if test)
    sql = f"""SELECT ref, family FROM episode_stands o WHERE closed_on = ''{where}
        AND NOT EXISTS (SELECT 1 FROM worklist w WHERE w.episode = o.ref) ORDER BY ref"""
    return [(row[0], row[1]) for row in port.rows(sql, *(value for _, given in asked for value in given))]


def open_teams(port: Port, teams: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Every open episode, or those of some teams, with the team it is with."""
    return [
        (ref, its) for ref, its in sorted(live(port, f"SELECT o.ref, o.team FROM {LIVE} o WHERE o.ref <> ''", teams))
    ]


def followed_up(port: Port, team: str) -> dict[str, str]:
    """The closed episodes of a team that owe something still, each with the day on which it closed."""
    sql = """SELECT DISTINCT o.ref, o.closed_on FROM worklist w JOIN episode_stands o ON o.ref = w.episode
        WHERE w.team = ? AND o.closed_on <> ''"""
    return dict(port.rows(sql, team))


def teams(port: Port) -> set[str]:
    """Every team that has or had an episode."""
    return {row[0] for row in port.rows("SELECT DISTINCT team FROM episode_stands")}


def open_count(port: Port, team: str = "") -> int:
    """How many episodes are open, in all or in one team."""
    where, values = (" AND team = ?", (team,)) if team else ("", ())
    return int(port.rows(f"SELECT count(*) FROM episode_stands WHERE closed_on = ''{where}", *values)[0][0])


def held_by(port: Port, worker: str, *, open_only: bool = False) -> list[str]:
    """The episodes that a worker holds, or those of them that are open."""
    still = " AND closed_on = ''" if open_only else ""
    return [row[0] for row in port.rows(f"SELECT ref FROM episode_stands WHERE worker = ?{still} ORDER BY ref", worker)]


def open_of_family(port: Port, family: str) -> list[str]:
    """The open episodes of a family."""
    rows = port.rows("SELECT ref FROM episode_stands WHERE family = ? AND closed_on = ''", family) if family else []
    return [row[0] for row in rows]


def open_with_children(port: Port, people: Sequence[str]) -> list[str]:
    """The open episodes about any of these children."""
    marks = ", ".join("?" * len(people))
    sql = f"""SELECT DISTINCT c.episode FROM episode_child_stands c JOIN episode_stands e ON e.ref = c.episode
        WHERE c.person IN ({marks}) AND e.closed_on = '' ORDER BY c.episode"""
    return [row[0] for row in port.rows(sql, *people)] if people else []


def open_headings(port: Port, refs: Sequence[str]) -> dict[str, EpisodeHeading]:
    """The headings of those of these episodes that are open, by reference."""
    found = {}
    for start in range(0, len(refs), MOST):
        test, values = among("ref", refs[start : start + MOST])
        sql = f"SELECT {', '.join(EpisodeHeading._fields)} FROM episode_stands WHERE closed_on = '' AND {test}"
        found.update({row[0]: EpisodeHeading(*row) for row in port.rows(sql, *values)})
    return found


def with_form(port: Port, team: str, details: Mapping[str, str]) -> list[str]:
    """The episodes of a team in which a form was ever recorded with these details, in the order of their names."""
    sql = """SELECT DISTINCT f.episode FROM fact f JOIN episode_stands e ON e.ref = f.episode
        WHERE e.team = ? AND f.kind = 'form-recorded' AND f.details LIKE ?"""
    return [row[0] for row in port.rows(sql, team, details_like(details))]


def details_like(details: Mapping[str, str]) -> str:
    """The pattern of a fact's details that hold these values; the details are kept in the order of their names."""
    return "%".join(["", *(f'"{name}": "{value}"' for name, value in sorted(details.items())), ""])


def counted(port: Port) -> tuple[int, int, int]:
    """How many families there are, how many open episodes, and how many closed ones."""
    sql = """SELECT count(DISTINCT family), count(nullif(closed_on <> '', 1)), count(nullif(closed_on, ''))
        FROM episode_stands"""
    families, opened, closed = port.rows(sql)[0]
    return int(families), int(opened), int(closed)


def worth_showing(port: Port, team: str) -> list[str]:
    """An episode of the team that held a meeting lately, else its first; none where it has none."""
    held = "SELECT episode FROM meeting WHERE team = ? AND status = 'held' ORDER BY held_on DESC, ref LIMIT 1"
    found = port.rows(held, team) or port.rows(
        "SELECT ref FROM episode_stands WHERE team = ? ORDER BY ref LIMIT 1", team
    )
    return [row[0] for row in found]


def closed_lately(port: Port, team: str) -> list[str]:
    """An episode that closed lately and had a worker, the team's own first; none where there is none."""
    sql = """SELECT ref FROM episode_stands WHERE closed_on <> '' AND worker <> ''
        ORDER BY team = ? DESC, closed_on DESC, ref LIMIT 1"""
    return [row[0] for row in port.rows(sql, team)]
