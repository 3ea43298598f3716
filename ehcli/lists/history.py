"""The history of anything with a reference: who recorded what, when, why, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes import restricted
from ehcli.episodes.facts import NAMES, Told
from ehcli.episodes.references import TYPED, WHAT, read
from ehcli.errors import NotFound
from ehcli.lists import read_log
from ehcli.matching.spelling import folded
from ehcli.paper import pages
from ehcli.procedures import adoptions
from ehcli.procedures.obligation import task_key
from ehcli.procedures.procedure import Procedure
from ehcli.record import cases, journal, texts, two_homes
from ehcli.record.port import Port
from ehcli.record.tasks import task, task_references
from ehcli.record.versioned import KEPT
from ehcli.show.labels import named, shown
from ehcli.show.recorded import details, on_day

# For each kind of reference: the table whose row it is, and the columns of other tables that name it.
HOME = {"E": "episode", "F": "family", "P": "person", "L": "letter", "N": "case_note"}
NAMED_IN = {"E": ("episode",), "F": ("family",), "P": ("person", "child", "other"), "M": ("meeting",)}
NOT_TOLD = {"number", "entry", "by_entry", "hash", "template_hash"}  # marks for eh itself


def read_out(desk: Desk, typed: str) -> list[dict[str, Any]]:
    """The history of a reference, a worker or a team, noted as read where it is of a family; raises NotFound."""
    found = history(desk, typed)
    if TYPED.fullmatch(typed.strip()):
        read_log.note(desk, read(typed))
    return found


def history(desk: Desk, typed: str) -> list[dict[str, Any]]:
    """Everything that was recorded about a reference, a worker or a team, in order; raises NotFound."""
    port = desk.record
    if not TYPED.fullmatch(typed.strip()):
        found = list(of_name(port, typed))
    else:
        ref = read(typed, *"EFPTMLN")
        found = [*of_facts(desk, ref, roots(desk, ref)), *of_rows(port, ref, desk.who.reader)]
        found += of_two_homes(port, ref) if ref[0] == "P" else []
        if not found:
            what = WHAT[ref[0]]
            raise NotFound(f"There is no {what} {ref}.", cases.near_reference(port, ref[0], what))
    entries = journal.by_number(port, [row["entry"] for row in found])
    hushed = journal.hushed(port, desk.who.reader)
    found.sort(key=lambda row: row["entry"])
    return [row | heading(journal.without(entries[row["entry"]], hushed)) for row in found]


def heading(entry: journal.Entry) -> dict[str, Any]:
    """Who recorded an entry, when, why, and whether it was undone."""
    return {
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "decided_by": entry.decided_by,
        "command": entry.command,
        "reason": entry.reason,
        "undone_by": entry.undone_by or None,
    }


def roots(desk: Desk, ref: str) -> set[int]:
    """For a task, the facts that set it off and ended it, each by the first fact of its corrections."""
    if ref[0] != "T":
        return set()
    _, episode, key = task(desk.record, ref)
    owed = [each for each in desk.settled(episode).obligations if task_key(each.key) == key]
    return {int(key.split(":")[2])} | {each.ended_by.root for each in owed if each.ended_by}


def of_facts(desk: Desk, ref: str, roots: set[int]) -> Iterator[dict[str, Any]]:
    """The facts that speak of a reference, with what each took the place of and what became of it."""
    port = desk.record
    for episode in sorted(episodes(port, ref)):
        hidden = texts.hidden(port, episode, desk.who.reader)
        found = journal.lines(port, "f.episode = ?", episode)
        teams = [team for line in found if (team := getattr(line.told.fact, "team", ""))]  # of an undone one too
        procedure = desk.rules.procedure_of(teams[-1] if teams else "")
        lines = [line._replace(told=restricted.veiled(line.told, hidden)) for line in found]
        by_id = {line.told.id: line for line in lines}
        tasks = task_references(port, episode)
        named = {ref, task(port, ref)[2]} if ref[0] == "T" else {ref}
        wanted = {
            line.told.id for line in lines if ref == episode or line.told.root in roots or names_one(line.told, named)
        }
        wanted |= {line.told.id for line in lines if line.withdraws in wanted}
        for line in lines:
            if line.told.id in wanted:
                yield of_fact(line, by_id.get(line.withdraws), procedure, tasks)


def of_fact(
    line: journal.FactLine, old: journal.FactLine | None, procedure: Procedure, tasks: Mapping[str, str]
) -> dict[str, Any]:
    """One fact as a line of a history."""
    kind = NAMES[type(line.told.fact)]
    taken_back = kind == "withdrawn"
    what = NAMES[type(old.told.fact)] if taken_back and old else kind
    became = "taken back" if line.replaced_as == "withdrawn" else "corrected"
    return {
        "entry": line.told.entry,
        "what": f"{what.replace('-', ' ')}{' taken back' if taken_back else ' corrected' if old else ''}",
        "old": in_full(old.told, procedure, tasks) if old else "",
        "new": "" if taken_back else in_full(line.told, procedure, tasks),
        "later": f"{became} by entry {line.replaced_in}" if line.replaced_by else "",
    }


def in_full(told: Told, procedure: Procedure, tasks: Mapping[str, str]) -> str:
    return f"{on_day(told)}: {details(told, procedure, tasks)}".removesuffix(": ")


def names_one(told: Told, named: set[str]) -> bool:
    """Whether a fact has one of these in its details."""
    return any(value in named or (isinstance(value, tuple) and named & set(value)) for value in told.fact[3:])


def episodes(port: Port, ref: str) -> set[str]:
    """The episodes whose facts may speak of a reference."""
    if ref[0] == "E":
        return {ref}
    if ref[0] == "T":
        return {task(port, ref)[1]}
    if ref[0] in "LN":
        return {row["episode"] for row in journal.rows(port, HOME[ref[0]], "r.ref = ?", ref)}
    if ref[0] == "M":
        return set(journal.episodes_spoken_of(port, ref))
    return set(journal.episodes_of_member(port, "person" if ref[0] == "P" else "family", ref))


def of_rows(port: Port, ref: str, reader: restricted.Reader) -> Iterator[dict[str, Any]]:
    """What was told of a reference beside the facts, each row with what it changed."""
    for table, kept in KEPT.items():
        columns = [column for column in NAMED_IN.get(ref[0], ()) if column in kept.columns]
        columns += ["ref"] if HOME.get(ref[0]) == table else []
        if columns:
            where = " OR ".join(f"r.{column} = ?" for column in columns)
            rows = [restricted.row(row, reader) for row in journal.rows(port, table, where, *[ref] * len(columns))]
            # Whom a restricted letter goes to is not told either: it is in the history of its episode alone.
            yield from changes(table, [row for row in rows if ref in [row[column] for column in columns]])


def of_two_homes(port: Port, ref: str) -> Iterator[dict[str, Any]]:
    """That somebody and another live in two homes, though their addresses look like one: decided, or over."""
    before: dict[str, str] = {}
    for row in journal.rows(port, "choice", "r.kind = ?", two_homes.KIND):
        refs = row["name"]
        if ref in refs.split():
            new = f"{refs.replace(' ', ' and ')}: {'decided' if row['value'] else 'over'}"
            yield {"entry": row["_entry"], "what": "two homes", "old": before.get(refs, ""), "new": new, "later": ""}
            before[refs] = new


def of_name(port: Port, typed: str) -> Iterator[dict[str, Any]]:
    """What was told of a worker, by login or name, or of a team; raises NotFound."""
    wanted = folded(typed)
    for table, key in (("worker", "login"), ("team", "slug"), ("agency", "slug")):
        found = journal.rows(port, table)
        names = {row[key] for row in found if wanted in (folded(row[key]), folded(row["name"]))}
        if names:
            yield from changes(table, [row for row in found if row[key] in names])
            if table == "worker":
                groups = journal.rows(port, "group_member")
                yield from changes("group_member", [row for row in groups if row["login"] in names])
            if table == "team":
                yield from chosen(port, names)
            return
    raise NotFound(f"There is no worker, team or agency '{typed}'.", "Name it as in: eh worker list, eh team list")


def chosen(port: Port, teams: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What was chosen for teams: the procedures they took up, the days on which they were closed, and their bands."""
    kinds = [f"{what}:{team}" for what in CHOSEN for team in sorted(teams)]
    before: dict[tuple[str, str], str] = {}
    for row in journal.rows(port, "choice", f"r.kind IN ({', '.join('?' * len(kinds))})", *kinds):
        what, said = CHOSEN[row["kind"].partition(":")[0]]
        new, key = said(row["name"], row["value"]), (row["kind"], row["name"])
        yield {"entry": row["_entry"], "what": what, "old": before.get(key, ""), "new": new, "later": ""}
        before[key] = new


def taken_up(first: str, kept: str) -> str:
    """What a team took up from a day on."""
    found = adoptions.read(first, kept)
    moves = "; what is running that day moves too" if found.running else ""
    late = f"; chosen on {shown('on', found.chosen)}" if found.chosen else ""
    return f"{found.name} from {shown('on', first)}{moves}{late}"


def closed_day(day: str, why: str) -> str:
    return f"on {shown('on', day)}: {why}"


def placed(duty: str, band: str) -> str:
    return f"{duty} in {band}"


CHOSEN = {"adopted": ("procedure taken up", taken_up), "closed": ("closed", closed_day), "band": ("band", placed)}


def changes(table: str, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows as lines of a history: the first of a thing whole, a later one by what it changed."""
    before: dict[tuple[Any, ...], dict[str, Any]] = {}
    kept = KEPT[table]
    for row in rows:
        key = tuple(row[column] for column in kept.key)
        old = before.get(key, {})
        changed = [
            column
            for column in kept.columns
            if column not in NOT_TOLD and (row[column] != old[column] if old else row[column] not in ("", None))
        ]
        before[key] = row
        yield {
            "entry": row["_entry"],
            "what": table.replace("_", " "),
            "old": in_words(old, changed) if old else "",
            "new": in_words(row, changed),
            "later": "",
        }


def in_words(row: dict[str, Any], columns: Iterable[str]) -> str:
    """What a row says: each detail by its name, in one line."""
    said = ((column, of_letter(row[column]) if column == "words" else row[column]) for column in columns)
    return "; ".join(f"{named(column)} {' '.join(shown(column, value).split())}" for column, value in said)


def of_letter(words: str) -> str:
    """What a letter says; one that was damaged as it stands."""
    try:
        return pages.in_words(words)
    except (KeyError, TypeError, ValueError):
        return words
