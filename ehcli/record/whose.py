"""Whose family something in the record is of: what lets a finding name it, whatever became of the entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ehcli.errors import EhError
from ehcli.record import journal
from ehcli.record.port import Port
from ehcli.record.versioned import KEPT, wrote

LACKS = re.compile(r"row (\d+) missing from index (\w+)|wrong # of entries in index (\w+)|\D*\bindex (\w+)")
PEOPLE = ("person", "other", "child")
MOST = 12  # families that one finding names
MEND = "Mend it with: eh record rebuild"


def of_row(port: Port, table: str, row: Mapping[str, Any]) -> set[str]:
    """The episodes and families that a row is of, as a finding names them; nothing where it is of none."""
    if table == "person":
        return of_person(port, row["ref"])
    if table == "episode":
        return {f"{row['ref']} of {row['family']}"}
    if row.get("episode"):
        return of_episode(port, row["episode"])
    if table == "family" or row.get("family"):
        return {str(row.get("family") or row["ref"])}
    if row.get("meeting"):
        episodes = journal.episodes_spoken_of(port, str(row["meeting"]))
        return {each for episode in episodes for each in of_episode(port, episode)}
    return {each for column in PEOPLE if row.get(column) for each in of_person(port, row[column])}


def of_episode(port: Port, ref: object) -> set[str]:
    """An episode with its family."""
    families = port.whole("SELECT family FROM episode WHERE ref = ?", ref)
    return {f"{ref} of {family}" for (family,) in families} or {str(ref)}


def of_person(port: Port, ref: object) -> set[str]:
    """The families that a person was ever put in; the person alone where there is none."""
    families = port.whole("SELECT DISTINCT family FROM member WHERE person = ?", ref)
    return {str(family) for (family,) in families} or {str(ref)}


def of_entry(port: Port, entry: int) -> set[str]:
    """The episodes and families that an entry tells of, by what is left of it."""
    found: set[str] = set()
    for (episode,) in port.whole("SELECT DISTINCT episode FROM fact WHERE entry = ?", entry):
        found |= of_episode(port, episode)
    for table in KEPT:
        for row in journal.rows(port, table, f"{wrote(table)[0]} = ?", entry):
            found |= of_row(port, table, row)
    return found


def in_words(found: Iterable[str], says: str = "") -> str:
    """These families at the end of a sentence; ``says`` comes before them, and nothing is said of none."""
    named = sorted(found)
    more = f" and {len(named) - MOST} more" if len(named) > MOST else ""
    return f"{says}{', '.join(named[:MOST])}{more}" if named else ""


def told_by(port: Port, entry: int) -> str:
    """A further sentence that names the families an entry tells of; empty where nobody can say."""
    try:
        said = in_words(of_entry(port, entry), " It tells of ")
    except (EhError, KeyError, TypeError, ValueError):  # what is damaged names nobody
        return ""
    return f"{said}." if said else ""


def damage(port: Port, said: Sequence[str]) -> Iterator[str]:
    """What a database itself found, an index a sentence: with the families of the rows that it leaves out."""
    rows: dict[str, set[int]] = {}
    for each in said:
        found = LACKS.search(each) if each.startswith("The database reports: ") else None
        if not found:
            yield each
            continue
        name = found[2] or found[3] or found[4]
        rows.setdefault(name, set()).update({int(found[1])} if found[1] else ())
    for name, missing in sorted(rows.items()):
        families = {each for row in sorted(missing) for each in of_rowid(port, name, row)}
        left_out = f" It leaves out {len(missing)} row{'s' if len(missing) > 1 else ''}" if missing else ""
        yield f"The index {name} is not as its table.{left_out}{in_words(families, ' of ')}{'.' * bool(missing)} {MEND}"


def of_rowid(port: Port, index: str, row: int) -> set[str]:
    """The families of a row of a file that an index leaves out, read past every index."""
    try:
        ((table,),) = port.whole("SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND name = ?", index)
        columns = [str(each[1]) for each in port.whole(f'PRAGMA table_info("{table}")')]
        (held,) = port.whole(f'SELECT * FROM "{table}" NOT INDEXED WHERE rowid = ?', row)
        return of_row(port, table, dict(zip(columns, held, strict=True)))
    except (EhError, KeyError, TypeError, ValueError):
        return set()
