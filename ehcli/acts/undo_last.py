"""Takes back somebody's last command whole: what it told is withdrawn, and what it wrote is out of sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.acts import foreseeing
from ehcli.acts.two_homes import refuse_undoing
from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import NOTHING, Said
from ehcli.episodes.facts import NAMES, RESTS_ON_NOTHING, Allocated, LetterPosted, Withdrawn
from ehcli.episodes.restricted import OUTSIDE, veiled
from ehcli.errors import NotFound, Refused
from ehcli.procedures import rights
from ehcli.procedures.procedure import Procedure
from ehcli.record import cases, journal, office, projecting, texts, two_homes
from ehcli.record.deriving import ask_for
from ehcli.record.port import Port
from ehcli.record.remembering import Far, ask_ahead
from ehcli.record.versioned import KEPT
from ehcli.show.recorded import sentence

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

MOVING = ("adopted:", "closed:", "switch")  # the choices that move dates

Rows = dict[str, list[dict[str, Any]]]


class Undoing(NamedTuple):
    """An entry that is to be taken back, with all it told and wrote."""

    entry: journal.Entry
    lines: list[journal.FactLine]
    rows: Rows

    @property
    def opened(self) -> list[str]:
        """The episodes that it opened."""
        return [row["ref"] for row in self.rows.get("episode", [])]


def undo(desk: Desk, *, reason: str) -> Said:
    """Somebody's last command is taken back, whole; raises Refused where later entries rest on it."""
    if isinstance(desk.record, Far):  # as much as can be is asked before others wait for this turn
        rehearse(desk, last(desk.record, desk.who.user))
    with desk.recording(reason) as now:
        undone = last(now.writer, desk.who.user)
        hidden: dict[str, str] = {}
        procedures = {line.told.fact.episode: now.procedure(line.told.fact.episode) for line in undone.lines}
        for episode in sorted(procedures):
            hidden |= texts.hidden(now.writer, episode, desk.who.reader)
        take_back(desk, now, undone)
        choices = [row["kind"] for row in undone.rows.get("choice", [])]
        moving = [kind for kind in choices if kind.startswith(MOVING)]
        of_teams = [kind.partition(":")[2] for kind in moving if ":" in kind]
        changes = foreseeing.tried(now, of_teams) if moving else None
    of = {ref: ref for line in undone.lines if (ref := line.told.fact.episode) not in undone.opened}
    if choices:
        desk.forget()
        if not desk.settings.dry_run:
            _ = desk.record  # the worklist, worked out without the choice
    files = [row["file"] for row in undone.rows.get("letter", []) if row["ref"] not in hidden]
    said = Said(
        now.outcome,
        in_words(undone, hidden, procedures),
        more={"undone": undone.entry.id},
        each=now.of_each(of) if len(of) > 1 else NOTHING,
        notes=[f"The file is left where it is, to be thrown away: {file}" for file in files],
    )
    return foreseeing.told(said, changes)


def last(port: Port, login: str) -> Undoing:
    """Somebody's last command that still stands; raises NotFound when there is none, Refused for a record's making."""
    entry = journal.last_by(port, login)
    if not entry:
        raise NotFound(f"{login} has recorded nothing that can be undone.", f"See: eh audit show --by {login}")
    if entry.id == 1:
        raise Refused("Your last command made the record itself.", "It cannot be undone.")
    ask_ahead(port, lambda asked: told_since(asked, entry.id))
    return Undoing(entry, journal.lines(port, "f.entry = ?", entry.id), journal.written(port, entry.id))


def told_since(port: Port, entry: int) -> None:
    """What an entry and all later ones told and wrote."""
    journal.lines(port, "f.entry = ?", entry)
    journal.lines(port, "f.entry > ?", entry)
    journal.written(port, entry)
    journal.written(port, entry, later=True)
    journal.undoing(port)
    office.groups(port)


def rehearse(desk: Desk, undoing: Undoing) -> None:
    """Reads what taking the entry back will read; raises Refused where later entries rest on it."""
    port = desk.record
    refuse_rested_on(port, undoing)
    for ref in sorted({line.told.fact.episode for line in undoing.lines}):
        ask_for(port, ref, lambda: desk.rules.programme(""))
        texts.hidden(port, ref, OUTSIDE)
    for line in undoing.lines:
        standing(port, line)


def take_back(desk: Desk, now: Recording, undoing: Undoing) -> None:
    """Withdraws what the entry told and puts what it wrote out of sight; raises Refused when it cannot be undone."""
    refuse_posted(now.writer, undoing)
    refuse_rested_on(now.writer, undoing)
    refuse_undoing(undoing.rows)
    if any(keeps_safe(now.writer, table, row) for table, row in rows_of(undoing, "restriction", "family_flag")):
        now.require("release-letters", now.procedure())  # as ending it by its own command does
    for table, row in rows_of(undoing, "worker", "group_member"):
        if before := let_in_again(now.writer, table, row):
            role = str(before.get("role", ""))
            decides = table == "group_member" or rights.decides(
                role, now.rules.procedure_of(str(before.get("team", "")))
            )
            now.require("appoint" if decides else "staff", now.procedure())
    opened = undoing.opened
    touched = people(undoing.rows)
    for ref in [*(line.told.fact.episode for line in undoing.lines), *cases.open_with_children(now.writer, touched)]:
        if ref not in opened:
            now.episode(ref)
            now.settle_too(ref)
    for line in reversed(undoing.lines):
        stands = standing(now.writer, line)
        old = journal.lines(now.writer, "f.id = ?", line.withdraws)[0] if line.withdraws else None
        # A correction that is taken back leaves the fact before it: told again, in its place and under its root.
        fact = old.told.fact if old else Withdrawn(line.told.fact.episode, desk.days.today, "", now.reason)
        now.writer.tell(fact, stands.told._replace(root=old.told.root) if old else stands.told)
    now.undone(undoing.entry.id)
    for ref in opened:
        now.empty(ref)
    for ref in touched:
        now.found_anew(ref)
    for kind, name in [(row["kind"], row["name"]) for row in undoing.rows.get("choice", [])]:
        what, _, team = kind.partition(":")
        if what == "band":
            projecting.place(now.writer, team, name, now.rules.in_use)
        elif kind != two_homes.KIND:  # no task depends on where people live
            now.writer.work_out_again()


def rows_of(undoing: Undoing, *tables: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """The rows of the entry in these tables, each with its table's name."""
    return ((table, row) for table in tables for row in undoing.rows.get(table, []))


def stood_before(port: Port, table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """What stood of the same thing before a row was told."""
    column = KEPT[table].key[0]
    same = [
        each
        for each in journal.rows(port, table, f"r.{column} = ?", row[column])
        if key(table, each) == key(table, row) and each["number"] < row["number"]
    ]
    undone = {each.id for each in journal.by_number(port, [each["_entry"] for each in same]).values() if each.undone_by}
    return next((each for each in reversed(same) if each["_entry"] not in undone), None)


def keeps_safe(port: Port, table: str, row: dict[str, Any]) -> bool:
    """Whether a restriction or flag keeps more than what stood before it did: without it somebody is less safe."""
    before = stood_before(port, table, row)
    if before is None:
        return True
    return bool(
        before["since"] > row["since"] or (before["until"] and (not row["until"] or before["until"] < row["until"]))
    )


def let_in_again(port: Port, table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """The role or group that somebody has again once the row that ended it is out of sight."""
    before = stood_before(port, table, row)
    return before if before and (row["until"] or before.get("role") != row.get("role")) else None


def standing(port: Port, line: journal.FactLine) -> journal.FactLine:
    """The fact that now stands for one that was told: itself, or itself told again by an undo."""
    root = line.told.id if NAMES[type(line.told.fact)] == "withdrawn" else line.told.root
    found = journal.lines(port, "f.root = ? AND w.id IS NULL", root)
    return found[-1] if found else line


def refuse_posted(port: Port, undoing: Undoing) -> None:
    """Raises Refused for a letter that left the office: that is a fact of the world."""
    for line in undoing.lines:
        stands = journal.lines(port, "f.root = ? AND w.id IS NULL", line.told.root)
        if stands and isinstance(line.told.fact, LetterPosted):
            ref, episode = line.told.fact.letter, line.told.fact.episode
            raise Refused(
                f"{ref} was posted on {long(line.told.on)}: what has left the office cannot be undone.",
                f"If the day is wrong: eh correct {episode} letter-posted --on DATE --reason TEXT. "
                f"If it is still here: eh letters posted {ref} --taken-back --reason TEXT --by LOGIN",
            )


def refuse_rested_on(port: Port, undoing: Undoing) -> None:
    """Raises Refused when later entries rest on it, naming each and who recorded it."""
    numbers = set(resting(port, undoing))
    found = [each for each in journal.by_number(port, numbers).values() if not each.undone_by]
    if not found:
        return
    named = [f"  entry {each.id}  {each.command}, by {each.recorded_by} at {each.recorded_at}" for each in found]
    episode = next((line.told.fact.episode for line in undoing.lines), "E-0001")
    given = any(isinstance(line.told.fact, Allocated) for line in undoing.lines)
    right = "allocated --set worker=LOGIN --reason TEXT" if given else "--help"
    raise Refused(
        f"Entry {undoing.entry.id} ({undoing.entry.command}) cannot be undone: later entries rest on it:\n"
        + "\n".join(named),
        f"Whoever recorded those may undo them first, the last one first; or put right what was wrong: "
        f"eh correct {episode} {right}",
    )


def resting(port: Port, undoing: Undoing) -> Iterable[int]:
    """The later entries that speak of what the entry made, change what it changed, or moved its episode on."""
    entry, made = undoing.entry.id, things_made(port, undoing)
    episodes = {line.told.fact.episode for line in undoing.lines} | set(undoing.opened)
    undos = journal.undoing(port)
    own = {line.told.id for line in undoing.lines}

    def rests(line: journal.FactLine) -> bool:
        fact = line.told.fact
        moved_on = fact.episode in episodes and NAMES[type(fact)] not in RESTS_ON_NOTHING
        return moved_on or line.withdraws in own or mentioned(fact[:1] + fact[3:], made)

    later_lines = journal.lines(port, "f.entry > ?", entry)
    roots = {line.told.id: line.told.root for line in later_lines}
    taken = {roots.get(line.withdraws or 0) for line in later_lines if isinstance(line.told.fact, Withdrawn)} - {None}
    later_lines = [  # what was told and taken back since leaves nothing that rests on it
        line for line in later_lines if line.told.root not in taken and roots.get(line.withdraws or 0) not in taken
    ]
    yield from (line.told.entry for line in later_lines if line.told.entry not in undos and rests(line))
    for table, later in journal.written(port, entry, later=True).items():
        keys = {key(table, row) for row in undoing.rows.get(table, [])}
        for row in later:
            if table != "undone" and (key(table, row) in keys or mentioned(row.values(), made)):
                yield row["_entry"]


def things_made(port: Port, undoing: Undoing) -> set[str]:
    """The references, logins and short names that the entry gave out, and the meetings and letters it speaks of."""
    made = {row[kept.makes] for table, kept in KEPT.items() if kept.makes for row in first(port, table, undoing)}
    for line in undoing.lines:
        named = line.told.fact._asdict()
        made |= {named[field] for field in ("meeting", "letter", "note") if named.get(field)}
    return made


def first(port: Port, table: str, undoing: Undoing) -> list[dict[str, Any]]:
    """The rows of an entry that are the first of their key."""
    column = KEPT[table].makes
    return [
        row
        for row in undoing.rows.get(table, [])
        if not any(
            before["_entry"] < undoing.entry.id for before in journal.rows(port, table, f"r.{column} = ?", row[column])
        )
    ]


def mentioned(values: Iterable[object], made: set[str]) -> bool:
    """Whether any of these values is, or lists, something that was made."""
    for value in values:
        parts = value if isinstance(value, tuple) else value.split("\n") if isinstance(value, str) else ()
        if any(part in made for part in parts):
            return True
    return False


def key(table: str, row: dict[str, Any]) -> tuple[object, ...]:
    return tuple(row[column] for column in KEPT[table].key)


def people(rows: Rows) -> list[str]:
    """The people whose details, address or place in a family the entry told."""
    told = [row["person"] for table in ("person_details", "address", "member") for row in rows.get(table, [])]
    return list(dict.fromkeys(told))


def in_words(undoing: Undoing, hidden: Mapping[str, str], procedures: Mapping[str, Procedure]) -> str:
    """What the entry had recorded, in a sentence; of a hidden note or letter only that it was there."""
    told = [
        f"{sentence(veiled(line.told, hidden), procedures[episode])} in {episode}"
        for line in undoing.lines
        if (episode := line.told.fact.episode)
    ]
    beside = [
        f"{table.replace('_', ' ')} {' '.join(str(part) for part in key(table, row))}"
        for table, made in undoing.rows.items()
        if table not in ("episode", "episode_child", "undone")
        for row in made
    ]
    said = "; ".join([*told, *dict.fromkeys(beside)])
    return f"Undid entry {undoing.entry.id}, {undoing.entry.command}: {said or 'it had recorded nothing'}."
