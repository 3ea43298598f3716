"""What stands in a journal that eh would have refused: days to come, undoing and lifting without the right."""

from __future__ import annotations

from typing import NamedTuple

from ehcli.episodes.facts import RESTS_ON_NOTHING
from ehcli.record.port import Port


class Fact(NamedTuple):
    """A fact of an episode, with the entry that told it."""

    entry: int
    by: str
    command: str
    episode: str
    family: str
    kind: str
    day: str


class Undone(NamedTuple):
    """An entry that was undone: by which, who recorded either, and who decided on the undoing."""

    entry: int
    command: str
    by: str
    by_entry: int
    undone_by: str
    decided_by: str


class Part(NamedTuple):
    """Two people who are kept apart, or a family that is flagged (``other`` is empty), as one entry told it."""

    entry: int
    family: str
    person: str
    other: str
    since: str
    until: str
    by: str
    undone_in: int
    told_on: str

    @property
    def pair(self) -> frozenset[str]:
        """Whom it is about, whoever was named first."""
        return frozenset((self.person, self.other)) if self.other else frozenset((self.family,))


class Place(NamedTuple):
    """A worker's role or place in a group, as one entry told it."""

    entry: int
    login: str
    role: str
    until: str
    undone_in: int


def days_to_come(port: Port, today: str) -> list[Fact]:
    """The facts that stand and are dated after a day."""
    sql = """SELECT f.entry, e.recorded_by, e.command, f.episode, o.family, f.kind, f.happened_on
        FROM fact_stands f JOIN entry e ON e.id = f.entry JOIN episode o ON o.ref = f.episode
        WHERE f.happened_on > ? AND substr(e.recorded_at, 1, 10) < f.happened_on ORDER BY f.id"""
    return [Fact(*row) for row in port.whole(sql, today)]


def never_opened(port: Port) -> list[tuple[str, str, int, str]]:
    """The open episodes without the fact that they were opened: reference, family, and which entry of whom took it."""
    sql = """SELECT o.ref, o.family, coalesce(max(w.entry), 0) FROM episode_stands o
        LEFT JOIN fact f ON f.episode = o.ref AND f.kind = 'episode-opened'
        LEFT JOIN fact w ON w.withdraws = f.id
        WHERE o.closed_on = '' AND NOT EXISTS (
            SELECT 1 FROM fact_stands s WHERE s.episode = o.ref AND s.kind = 'episode-opened')
        GROUP BY o.ref, o.family ORDER BY o.ref"""
    found = port.whole(sql)
    by = dict(
        port.whole("SELECT id, recorded_by FROM entry WHERE id IN (SELECT entry FROM fact WHERE kind = 'withdrawn')")
    )
    return [(ref, family, entry, by.get(entry, "")) for ref, family, entry in found]


def undone(port: Port) -> list[Undone]:
    """Every entry that was undone."""
    sql = """SELECT u.entry, e.command, e.recorded_by, u.by_entry, b.recorded_by,
        CASE WHEN b.decided_by = '' THEN b.recorded_by ELSE b.decided_by END
        FROM undone u JOIN entry e ON e.id = u.entry JOIN entry b ON b.id = u.by_entry ORDER BY u.entry"""
    return [Undone(*row) for row in port.whole(sql)]


def rested_on(port: Port) -> list[tuple[int, int, str]]:
    """The entries on which a later one rested when they were undone: each with that one, and an episode of both."""
    kinds = ", ".join(f"'{kind}'" for kind in ("withdrawn", *RESTS_ON_NOTHING))
    sql = f"""SELECT u.entry, min(f.entry), min(f.episode) FROM undone u
        JOIN (SELECT entry, episode FROM fact UNION SELECT entry, ref FROM episode) t ON t.entry = u.entry
        JOIN fact f ON f.episode = t.episode AND f.entry > u.entry AND f.entry < u.by_entry AND f.kind NOT IN ({kinds})
        WHERE NOT EXISTS (SELECT 1 FROM undone x WHERE x.by_entry = f.entry)
        AND NOT EXISTS (SELECT 1 FROM undone x WHERE x.entry = f.entry AND x.by_entry < u.by_entry)
        AND NOT EXISTS (SELECT 1 FROM fact w WHERE w.withdraws = f.id AND w.entry < u.by_entry)
        AND NOT EXISTS (SELECT 1 FROM fact s JOIN fact w ON w.withdraws = s.id
            WHERE s.root = f.root AND w.kind = 'withdrawn' AND w.entry < u.by_entry)
        GROUP BY u.entry ORDER BY u.entry"""
    return [(int(entry), int(resting), str(episode)) for entry, resting, episode in port.whole(sql)]


def kept_apart(port: Port) -> list[Part]:
    """Every restriction and flag, what was undone too, in the order in which it was told."""
    by = """CASE WHEN e.decided_by = '' THEN e.recorded_by ELSE e.decided_by END, coalesce(u.by_entry, 0),
        substr(e.recorded_at, 1, 10)"""
    rest = "JOIN entry e ON e.id = r.entry LEFT JOIN undone u ON u.entry = r.entry"
    sql = f"""SELECT r.entry, r.family, r.person, r.other, r.since, r.until, {by}, r.number FROM restriction r {rest}
        UNION ALL SELECT r.entry, r.family, '', '', r.since, r.until, {by}, r.number FROM family_flag r {rest}"""
    return [Part(*row[:-1]) for row in sorted(port.whole(sql), key=lambda row: (row[0], row[-1]))]


def opened(port: Port) -> dict[str, tuple[str, int]]:
    """The family of every episode, and the entry that opened it; of those that were undone too."""
    return {ref: (family, entry) for ref, family, entry in port.whole("SELECT ref, family, entry FROM episode")}


def families(port: Port) -> dict[str, set[str]]:
    """The families that each person ever was in."""
    found: dict[str, set[str]] = {}
    for person, family in port.whole("SELECT person, family FROM member"):
        found.setdefault(person, set()).add(family)
    return found


def roles(port: Port) -> list[Place]:
    """Every role that a worker was ever given, what was undone too, in the order in which it was told."""
    sql = """SELECT w.entry, w.login, w.role, w.until, coalesce(u.by_entry, 0), w.number
        FROM worker w LEFT JOIN undone u ON u.entry = w.entry"""
    return [Place(*row[:-1]) for row in sorted(port.whole(sql), key=lambda row: (row[0], row[-1]))]
