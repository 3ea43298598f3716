"""What is read from the journal itself: entries, and what each wrote, with what was undone or taken back in sight."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from ehcli.episodes.facts import Told
from ehcli.episodes.restricted import Reader, instead
from ehcli.record import identity
from ehcli.record.port import OpenRecord, Port
from ehcli.record.remembering import ask_ahead
from ehcli.record.seals import Head
from ehcli.record.stories import TOLD_COLUMNS, as_told
from ehcli.record.versioned import KEPT, every_row


class Entry(NamedTuple):
    """One command as it was recorded, and the entry that undid it, if one did."""

    id: int
    recorded_at: str
    recorded_by: str
    decided_by: str
    command: str
    reason: str
    signed_in: str
    undone_by: int


class FactLine(NamedTuple):
    """A fact of the journal: which fact it takes the place of, and which fact and entry take its place or it back."""

    told: Told
    withdraws: int
    replaced_by: int
    replaced_in: int
    replaced_as: str


class Look(NamedTuple):
    """Somebody read a file."""

    at: str
    by: str
    command: str
    ref: str
    signed_in: str


ENTRY = """SELECT e.id, e.recorded_at, e.recorded_by, e.decided_by, e.command, e.reason, e.signed_in,
    coalesce(u.by_entry, 0)
    FROM entry e LEFT JOIN undone u ON u.entry = e.id"""
LINE = """SELECT f.id, f.root, f.entry, e.recorded_at, e.recorded_by, f.kind, f.episode, f.happened_on, f.happened_at,
    f.details, coalesce(f.withdraws, 0), coalesce(w.id, 0), coalesce(w.entry, 0), coalesce(w.kind, '')
    FROM fact f JOIN entry e ON e.id = f.entry LEFT JOIN fact w ON w.withdraws = f.id"""


def entries(port: Port, *, by: str = "", since: str = "", until: str = "", episode: str = "") -> list[Entry]:
    """The entries recorded or decided by somebody, from one moment and before another, that speak of an episode."""
    of_episode = " UNION ".join(
        [f"SELECT entry FROM {table} WHERE episode = ?" for table in ("fact", "case_note", "letter")]
    )
    tests = [
        (test, values)
        for test, values, wanted in (
            ("(e.recorded_by = ? OR e.decided_by = ?)", (by, by), by),
            ("e.recorded_at >= ?", (since,), since),
            ("e.recorded_at < ?", (until,), until),
            (f"e.id IN ({of_episode})", (episode,) * 3, episode),
        )
        if wanted
    ]
    where = f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    found = port.whole(f"{ENTRY}{where} ORDER BY e.id", *(value for _, values in tests for value in values))
    return [Entry(*row) for row in found]


def by_number(port: Port, numbers: Iterable[int]) -> dict[int, Entry]:
    """Entries by their numbers."""
    wanted = sorted(set(numbers))
    marks = ", ".join("?" * len(wanted))
    found = port.whole(f"{ENTRY} WHERE e.id IN ({marks})", *wanted) if wanted else []
    return {row[0]: Entry(*row) for row in found}


def last_by(port: Port, login: str) -> Entry | None:
    """The last entry that somebody recorded and that still stands; undoing is not counted, nor is upkeep.

    Nor is the posting of letters that was taken back, and the taking back.
    """
    besides = ("undo", *identity.COMMANDS)
    back = """e.command = 'letters posted' AND NOT EXISTS (
        SELECT 1 FROM fact f JOIN fact_stands s ON s.root = f.root WHERE f.entry = e.id)"""
    found = port.whole(
        f"""{ENTRY} WHERE e.recorded_by = ? AND e.command NOT IN ({", ".join("?" * len(besides))})
        AND u.entry IS NULL AND NOT ({back}) ORDER BY e.id DESC LIMIT 1""",
        login,
        *besides,
    )
    return Entry(*found[0]) if found else None


def lines(port: Port, where: str, *values: object) -> list[FactLine]:
    """Facts of the journal, those that no longer stand too, in the order they were recorded."""
    # Put in order here: a database that is asked to would read the whole journal in that order.
    found = sorted(port.whole(f"{LINE} WHERE {where}", *values))
    return [FactLine(as_told(row[:10]), *row[10:]) for row in found]


def story_so_far(port: Port, episode: str) -> list[tuple[tuple[Any, ...], int]]:
    """The facts of an episode as they are read, those that stand no more too, each with the entry that took it back."""
    sql = f"""SELECT {TOLD_COLUMNS}, coalesce(w.entry, 0) FROM fact f JOIN entry e ON e.id = f.entry
        LEFT JOIN fact w ON w.withdraws = f.id WHERE f.episode = ? AND f.kind <> 'withdrawn' ORDER BY f.id"""
    return [(row[:-1], row[-1]) for row in port.whole(sql, episode)]


def rows(port: Port, table: str, where: str = "", *values: object) -> list[dict[str, Any]]:
    """Rows of a table beside the facts, those of undone entries too, with the entry that wrote each as ``_entry``."""
    kept = KEPT[table]
    found = port.whole(f"{every_row(table)}{f' WHERE {where}' if where else ''}", *values)
    told = [dict(zip(("_entry", *kept.columns), row, strict=True)) for row in found]
    return sorted(told, key=itemgetter(*kept.primary))


def written(port: Port, entry: int, *, later: bool = False) -> dict[str, list[dict[str, Any]]]:
    """The rows that an entry wrote beside its facts, or that every later one did, table by table."""

    def made(port: Port, table: str) -> list[dict[str, Any]]:
        column = f"r.{KEPT[table].entry}" if KEPT[table].entry else "e.entry"
        return rows(port, table, f"{column} {'>' if later else '='} ?", entry)

    ask_ahead(port, lambda asked: [made(asked, table) for table in KEPT])
    return {table: found for table in KEPT if (found := made(port, table))}


def looks(port: Port, refs: Iterable[str], since: str = "", until: str = "") -> list[Look]:
    """Who read any of these files, when, and with which command."""
    wanted = sorted(set(refs))
    marks = ", ".join("?" * len(wanted))
    tests = [(test, value) for test, value in (("at >= ?", since), ("at < ?", until)) if value]
    where = "".join(f" AND {test}" for test, _ in tests)
    sql = f"SELECT at, by, command, ref, signed_in FROM looked WHERE ref IN ({marks}){where} ORDER BY number"
    return [Look(*row) for row in port.whole(sql, *wanted, *(value for _, value in tests))] if wanted else []


def may_see_looks(port: OpenRecord) -> bool:
    """Whether the login that a server let in may see who looked at which file; whoever has the file may."""
    return not port.login or bool(port.rows("SELECT has_table_privilege('looked', 'SELECT')")[0][0])


def numbers_of_looks(port: Port) -> tuple[int, int, int]:
    """How many readings were noted, and the first and the last of their numbers."""
    ((count, first, last),) = port.whole(
        "SELECT count(number), coalesce(min(number), 1), coalesce(max(number), 0) FROM looked"
    )
    return count, first, last


def hushed(port: Port, reader: Reader) -> dict[int, str]:
    """The entries whose reason speaks of a note or letter that this reader may not see, with the group of each."""
    hidden = [
        row
        for table in ("case_note", "letter")
        for row in rows(port, table, "r.open_to <> ''")
        if not reader.sees(row["open_to"])
    ]
    if not hidden:
        return {}
    groups = {row["ref"]: row["open_to"] for row in hidden}
    found = {row["_entry"]: row["open_to"] for row in hidden}
    facts: dict[int, str] = {}
    for line in lines(port, "f.kind IN ('note-written', 'letter-written', 'letter-posted', 'withdrawn')"):
        ref = getattr(line.told.fact, "note", "") or getattr(line.told.fact, "letter", "")
        if group := groups.get(ref) or facts.get(line.withdraws):
            facts[line.told.id] = found[line.told.entry] = group
    undone = port.whole("SELECT entry, by_entry FROM undone")
    return found | {by: found[entry] for entry, by in undone if entry in found}


def without(entry: Entry, hushed: Mapping[int, str]) -> Entry:
    """An entry without its reason, where that speaks of something hidden."""
    return entry._replace(reason=instead(hushed[entry.id])) if entry.reason and entry.id in hushed else entry


def head(port: Port, noted_on: str) -> Head | None:
    """The newest entry and its seal, to be noted outside the record; None before there is one."""
    found = port.whole("SELECT entry, hash FROM seal ORDER BY entry DESC LIMIT 1")
    return Head(noted_on, int(found[0][0]), str(found[0][1])) if found else None


def seal_of_each(port: Port) -> dict[int, str]:
    """The seal of every entry, by its number."""
    return dict(port.whole("SELECT entry, hash FROM seal"))


def entry_sealed(port: Port, hash: str) -> int:
    """The entry that has this seal; 0 where none has."""
    found = port.whole("SELECT entry FROM seal WHERE hash = ?", hash)
    return int(found[0][0]) if found else 0


def first_restored(port: Port) -> int:
    """The first entry that brought a backup back; 0 where none did."""
    return int(port.whole("SELECT min(id) FROM entry WHERE command = 'restore'")[0][0] or 0)


def since(port: Port, entry: int) -> list[tuple[int, str, str]]:
    """The entries from a number on: number, who made it, and the moment."""
    return port.whole("SELECT id, recorded_by, recorded_at FROM entry WHERE id >= ? ORDER BY id", entry)


def moments(port: Port, after: int = 0) -> list[tuple[int, str]]:
    """The time of recording of every entry from one on, in their order: number and time."""
    return [
        (entry, str(at))
        for entry, at in port.whole("SELECT id, recorded_at FROM entry WHERE id >= ? ORDER BY id", after)
    ]


def recorded_at(port: Port, entry: int) -> str:
    """The moment at which an entry was made; empty where there is none."""
    found = port.whole("SELECT recorded_at FROM entry WHERE id = ?", entry)
    return str(found[0][0]) if found else ""


def reason_of(port: Port, entry: int) -> str:
    """The reason that an entry gives."""
    return str(port.whole("SELECT reason FROM entry WHERE id = ?", entry)[0][0])


def undoing(port: Port) -> set[int]:
    """The entries that undid another."""
    return {row[0] for row in port.whole("SELECT by_entry FROM undone")}


def episodes_spoken_of(port: Port, ref: str) -> list[str]:
    """The episodes whose facts speak of a reference, a meeting's own episode first."""
    found = port.whole("SELECT episode FROM meeting WHERE ref = ?", ref)
    found = found or port.whole("SELECT DISTINCT episode FROM fact WHERE details LIKE ?", f'%"{ref}"%')
    return [row[0] for row in found]


def episodes_of_member(port: Port, column: str, ref: str) -> list[str]:
    """The episodes of every family that a person was ever in, or of a family: ``column`` is person or family."""
    sql = f"SELECT DISTINCT e.ref FROM member m JOIN episode e ON e.family = m.family WHERE m.{column} = ?"
    return [row[0] for row in port.whole(sql, ref)]
