"""The seal of an entry, and whether the chain of seals is whole."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ehcli.machine.hashes import sha256
from ehcli.record.versioned import KEPT, MARK, every_row, wrote

NO_ENTRY = "0" * 64
HEADING = ("id", "recorded_at", "recorded_by", "decided_by", "command", "reason", "signed_in")
FACT = ("id", "entry", "episode", "kind", "happened_on", "happened_at", "details", "root", "withdraws")
LOOK = ("number", "at", '"by"', "command", "ref", "signed_in")
PAGE = 2000  # entries read at a time: a record of any size is checked in the same memory

Select = Callable[..., list[tuple[Any, ...]]]
Progress = Callable[[Iterable[Any], int], Iterable[Any]]  # passes things on and says how many of them have gone by
Marks = Mapping[str, Sequence[str]]  # of the rows that an entry wrote beside its facts, table by table
# An entry's heading, its facts, the marks of its rows beside them, and its seal where it has one.
Sealed = tuple[dict[str, Any], list[dict[str, Any]], Marks, tuple[str, str, str, str] | None]


class Broken(NamedTuple):
    """An entry that is not as it was sealed, and what is wrong with it."""

    entry: int
    why: str

    def __str__(self) -> str:
        return f"The chain of entries is broken at entry {self.entry}: {self.why}."


class Head(NamedTuple):
    """The newest entry of a record and its seal, as it was noted outside the record on a day."""

    noted_on: str
    entry: int
    hash: str


class Looks(NamedTuple):
    """How many files were looked at by a day, and one hash over who looked at which, as it was noted outside."""

    noted_on: str
    last: int
    hash: str


# What is no text or number any more is damaged: it is told as it is, and fits no seal.
in_one_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=repr).encode


def digest(value: object) -> str:
    return sha256(in_one_line(value).encode())


def mark_of_task(previous: str, ref: str, episode: str, key: str) -> str:
    """The mark of a task: it covers the row, and the mark of the reference that was given out before."""
    return digest([previous, ref, episode, key])


def mark(table: str, row: Mapping[str, Any]) -> str:
    """The mark of one row: the same from SQLite and PostgreSQL, and whatever empty columns are added later."""
    held = {column: row[column] for column in KEPT[table].columns if row.get(column)}
    return digest([table, {column: int(value) if isinstance(value, bool) else value for column, value in held.items()}])


def seal(
    previous: str, heading: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], beside: Marks | None = None
) -> str:
    """SHA-256 over the seal before, the entry's heading, its facts and the marks of the rows beside them."""
    body: list[Any] = [previous, _known(heading), [dict(fact) for fact in facts]]
    return digest(body if beside is None else [*body, {table: sorted(marks) for table, marks in beside.items()}])


def _known(heading: Mapping[str, Any]) -> dict[str, Any]:
    """The heading as it is sealed: entries sealed before the server's login was kept, or without one, still verify."""
    return {column: value for column, value in heading.items() if value or column != "signed_in"}


def parts(heading: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], beside: Marks) -> str:
    """A short mark and a count of each part of an entry: a seal that does not fit can say which part was changed."""
    held: dict[str, Sequence[Any]] = {"heading": [_known(heading)], "fact": [dict(fact) for fact in facts]}
    held |= {table: sorted(beside[table]) for table in sorted(beside)}
    return " ".join(f"{name}:{len(each)}:{digest(each)[:8]}" for name, each in held.items() if each)


def quietly(things: Iterable[Any], _: int) -> Iterable[Any]:
    return things


def first_broken(rows: Select, progress: Progress = quietly, after: Head | None = None) -> Broken | None:
    """The first entry that is not as it was sealed and what is wrong with it; None when the chain is whole.

    ``rows`` answers a SELECT. The entries are read in their order, some thousand at a time, each with all it wrote. An
    end that was cut off is found as well: the counter of entries still knows how many there were. With ``after`` the
    chain is followed from that seal on, and neither the entries up to it nor what they wrote are read.
    """
    number, previous = (after.entry, after.hash) if after else (0, NO_ENTRY)
    total = rows("SELECT count(*) FROM entry WHERE id > ?", number)[0][0]
    for heading, facts, beside, sealed in progress(_entries(rows, number), total):
        number += 1
        id = heading["id"]
        if id != number:
            return Broken(number, "it is missing: it was deleted, or its number was changed")
        why = _unlike(previous, heading, facts, beside, sealed)
        if why:
            return Broken(number, why)
        previous = sealed[1] if sealed else previous
    counted = rows("SELECT last FROM counter WHERE name = 'entry'")
    if counted and counted[0][0] != number:
        return Broken(number + 1, f"the end was cut off: there are {number} entries, {counted[0][0]} were recorded")
    return _stray(rows, after.entry if after else None)


def _stray(rows: Select, after: int | None) -> Broken | None:
    """What says that an entry wrote it which is not there; with ``after`` only of a later one."""
    later = "" if after is None else f" AND x.entry > {after}"
    absent = f"WHERE NOT EXISTS (SELECT 1 FROM entry k WHERE k.id = x.entry){later}"
    for table in ("fact", "seal"):
        stray = rows(f"SELECT min(x.entry) FROM {table} x {absent}")[0][0]
        if stray is not None:
            return Broken(stray, f"there is no such entry, but it has a {table}")
    first = {
        table: rows(f"SELECT min(x.entry) FROM (SELECT {by} AS entry FROM {source}) x {absent}")[0][0]
        for table, by, source in ((table, *wrote(table)) for table in KEPT)
    }
    found = {table: entry for table, entry in first.items() if entry is not None}
    if not found:
        return None
    entry = min(found.values())
    tables = sorted(table for table, its in found.items() if its == entry)
    return Broken(entry, f"there is no such entry, but it has rows of {' and '.join(tables)}")


def _entries(rows: Select, after: int) -> Iterator[Sealed]:
    """Every entry after one: its heading, its facts, the marks of its rows beside them, and its seal."""
    while True:
        found = rows(f"SELECT {', '.join(HEADING)} FROM entry WHERE id > ? ORDER BY id LIMIT {PAGE}", after)
        if found:
            yield from _page(rows, [dict(zip(HEADING, row, strict=True)) for row in found])
        if len(found) < PAGE:
            return
        after = found[-1][0]


def _page(rows: Select, page: Sequence[dict[str, Any]]) -> Iterator[Sealed]:
    between = (page[0]["id"], page[-1]["id"])
    facts: dict[int, list[dict[str, Any]]] = {}
    for row in rows(f"SELECT {', '.join(FACT)} FROM fact WHERE entry BETWEEN ? AND ? ORDER BY id", *between):
        facts.setdefault(row[1], []).append(dict(zip(FACT, row, strict=True)))
    columns = "previous, hash, covers, parts"
    sealed = {
        row[0]: (row[1], row[2], row[3], row[4])
        for row in rows(f"SELECT entry, {columns} FROM seal WHERE entry BETWEEN ? AND ?", *between)
    }
    beside = _beside(rows, between)
    for heading in page:
        id = heading["id"]
        yield heading, facts.get(id, []), beside.get(id, {}), sealed.get(id)


def _beside(rows: Select, between: tuple[int, int]) -> dict[int, dict[str, list[str]]]:
    """The marks of what some entries wrote beside the facts, by entry and table."""
    found: dict[int, dict[str, list[str]]] = {}
    for table, kept in KEPT.items():
        for entry, *values, hidden in rows(
            f"{every_row(table, MARK)} WHERE {wrote(table)[0]} BETWEEN ? AND ?", *between
        ):
            made = hidden or mark(table, dict(zip(kept.columns, values, strict=True)))
            found.setdefault(entry, {}).setdefault(table, []).append(made)
    return found


def _unlike(
    previous: str,
    heading: Mapping[str, Any],
    facts: Sequence[Mapping[str, Any]],
    beside: Marks,
    sealed: tuple[str, str, str, str] | None,
) -> str:
    """How an entry is unlike its seal; empty when it is as it was sealed."""
    if not sealed:
        return "its seal is missing"
    before, hash, covers, told = sealed
    if before != previous:
        return "its seal does not follow the seal of the entry before it: entries were exchanged or written again"
    now = parts(heading, facts, beside) if covers == "rows" else ""
    if seal(previous, heading, facts, beside if covers == "rows" else None) == hash:
        return "" if now == told else "its seal was changed"
    if covers != "rows":
        return "its heading or its facts were changed"
    return _changed(told, now) or "its seal was changed"


def _changed(told: str, now: str) -> str:
    """Which parts of an entry were changed, taken out or slipped in."""

    def held(text: str) -> dict[str, tuple[int, str]]:
        found = (part.split(":") for part in text.split(" ") if part.count(":") == 2)
        return {name: (int(count) if count.isdigit() else 0, short) for name, count, short in found}

    was, found = held(told), held(now)
    said = []
    for name in dict.fromkeys([*was, *found]):
        (before, short), (after, shorter) = was.get(name, (0, "")), found.get(name, (0, ""))
        what = "heading" if name == "heading" else "facts" if name == "fact" else f"rows of {name}"
        if after < before:
            said.append(f"{before - after} of its {what} taken out")
        elif after > before:
            said.append(f"{after - before} {what} slipped in")
        elif short != shorter:
            said.append(f"its {what} changed")
    return "; ".join(said)


def looks(rows: Select, up_to: int = 0) -> tuple[int, str]:
    """How many files were looked at, and one hash over who looked at which: of all, or of those up to a number."""
    count, found = 0, sha256(b"")
    while True:
        last = min(count + PAGE, up_to) if up_to else count + PAGE
        page = rows(
            f"SELECT {', '.join(LOOK)} FROM looked WHERE number > ? AND number <= ? ORDER BY number", count, last
        )
        count += len(page)
        found = digest([found, page]) if page else found
        if len(page) < PAGE:
            return count, found


def unlike_looks(rows: Select, noted: Looks) -> str:
    """What is wrong with who looked at which file, by what was noted outside the record; empty: nothing."""
    if looks(rows, noted.last) == (noted.last, noted.hash):
        return ""
    when = f"when {noted.last} were noted{f' on {noted.noted_on}' if noted.noted_on else ''}"
    return f"Who looked at which file is not as it was {when}. Restore a backup: eh restore"


def unlike_head(rows: Select, head: Head) -> Broken | None:
    """What is wrong with the record by a head that was noted outside it: cut off since, or written again."""
    last = rows("SELECT max(entry) FROM seal")[0][0] or 0
    noted = f"entry {head.entry} was noted{f' on {head.noted_on}' if head.noted_on else ''}"
    if last < head.entry:
        return Broken(last + 1, f"the end was cut off: {noted}, and the record ends at entry {last}")
    found = rows("SELECT hash FROM seal WHERE entry = ?", head.entry)
    if not found or found[0][0] != head.hash:
        return Broken(head.entry, f"the record was written again up to here: {noted} with another seal")
    return None
