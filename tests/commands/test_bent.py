"""Every table, column and guard of a record in a file is bent behind the back of eh: none of it goes unnoticed.

Each edit is refused by the record, or found by 'eh record check' (and by a night's kept seal), or it is harmless: after
'eh record rebuild' everything is as in a record that nobody touched. The edits are made from the schema itself, once
with the guards as they stand, and once by somebody who takes a guard away and puts it back. EH_EDITS=1 makes all of
them and prints what became of each; else some of each table.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ehcli.desk.desk import Desk
from ehcli.episodes.facts import KINDS
from ehcli.errors import EhError
from ehcli.keeping import backups, checking, mending
from tests.forged import fact, in_file
from tests.proofs import found as proved

ALL = bool(os.environ.get("EH_EDITS"))
SAME = "same"  # what is worked out again is as it was
# What follows from the facts, and is the same after a rebuild. The number of a counter is among it.
WORKED_OUT = ("worklist", "meeting", "episode", "name_word", "pack_duty", "counter", "task")
ABOUT = "SELECT key, value FROM about ORDER BY key"


class Edit(NamedTuple):
    """What somebody does to the file: statements, and how they are told of."""

    name: str
    statements: tuple[str, ...]


@pytest.fixture
def full(met, tmp_path):
    """A record with a row in every table, and a seal of it that a night kept."""
    eh = met
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school.")
    eh("note", "E-1", "--type", "Early Help Note", "--text", "A slip.")
    eh("undo", "--reason", "A slip")
    eh("taf", "plan", "M-1", "--part", "Intended outcomes=Kit is at school", "--action", "Ring; P-0003; +5wd")
    eh("letter", "no-contact", "E-1", "--reply-by", "+5wd", "--format", "txt")
    eh("family", "relation", "P-0003", "P-0001", "--relation", "mother", "--responsibility", "yes")
    eh("family", "restrict", "P-0003", "P-0002", "--because", "Court order")
    eh("family", "flag", "F-0001", "--because", "Ask first")
    eh("group", "add", "ecaf", "--member", "jmay", "--by", "jmay")
    eh("procedure", "switch", "covid-19", "off", "--reason", "Over", "--by", "jmay")
    eh("show", "E-1")
    eh("night", "--out", str(tmp_path / "lists"), code=None)
    eh.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return eh


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def bent(value: object) -> object:
    """Another value of the same kind."""
    if isinstance(value, int):
        return value + 1
    text = str(value or "")
    if len(text) == 10 and text[4] == text[7] == "-":
        return "2015-01-01"
    if text[1:2] == "-" and text[2:].isdecimal():
        return f"{text[:2]}{int(text[2:]) + 1:04}"
    return f"{text}x"


def quoted(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def edits(connection: sqlite3.Connection) -> Iterator[Edit]:
    """Every edit of every table, each with the guards as they are and with those of its table off for a moment."""
    guards = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    for table, columns in tables(connection).items():
        rows = connection.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid').fetchall()
        assert rows, f"{table} is empty: nothing is proved of it"
        rowid, *first = rows[len(rows) // 2]
        where = f"WHERE rowid = {rowid}"
        named = ", ".join(f'"{column}"' for column in columns)
        again = ", ".join(quoted(bent(value)) if n == 0 else quoted(value) for n, value in enumerate(first))
        instead = ", ".join(
            quoted(bent(value)) if n == len(first) - 1 else quoted(value) for n, value in enumerate(first)
        )
        plain = [
            *(
                Edit(f"{table}.{column} changed", (f'UPDATE "{table}" SET "{column}" = {quoted(bent(value))} {where}',))
                for column, value in zip(columns, first, strict=True)
            ),
            Edit(f"{table}: a row deleted", (f'DELETE FROM "{table}" {where}',)),
            Edit(f"{table}: every row deleted", (f'DELETE FROM "{table}"',)),
            Edit(f"{table}: the last row deleted", (f'DELETE FROM "{table}" WHERE rowid = {rows[-1][0]}',)),
            Edit(f"{table}: a row slipped in", (f'INSERT INTO "{table}" ({named}) VALUES ({again})',)),
            Edit(f"{table}: a row replaced", (f'INSERT OR REPLACE INTO "{table}" ({named}) VALUES ({instead})',)),
        ]
        yield from plain
        if its := [name for name in guards if name.startswith(f"{table}_no_")]:
            for name, statements in plain:
                off = tuple(f"DROP TRIGGER {guard}" for guard in its)
                yield Edit(f"{name}, guards off and on again", (*off, *statements, *(guards[guard] for guard in its)))
    for kind, name, sql in connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view', 'index') AND sql IS NOT NULL"
    ).fetchall():
        yield Edit(f"{kind} {name} dropped", (f"DROP {kind} {name}",))
        if kind == "trigger":
            changed = f"CREATE TRIGGER {name} {sql.split(name, 1)[1].split('BEGIN')[0]} BEGIN SELECT 1; END"
            yield Edit(f"{kind} {name} changed", (f"DROP {kind} {name}", changed))
        if kind == "view":
            yield Edit(f"{kind} {name} changed", (f"DROP {kind} {name}", f"{sql} LIMIT 0"))
    yield Edit("a trigger of somebody's", ("CREATE TRIGGER x AFTER INSERT ON fact BEGIN DELETE FROM worklist; END",))
    yield Edit("a view of somebody's", ("CREATE VIEW x AS SELECT 1",))
    yield Edit("a table of somebody's", ("CREATE TABLE x (a)",))


def some(every: list[Edit]) -> list[Edit]:
    """All of them, or some of each table: the same in every run."""
    return every if ALL else every[::23]


class Bench:
    """Copies of one record to bend, and a desk at each."""

    def __init__(self, office, folder: Path) -> None:
        self.office, self.file = office, folder / "bent.db"
        self.clean = self.worked_out(self.fresh())

    def fresh(self) -> Path:
        for ending in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.office.record, self.file)
        self.file.chmod(0o600)
        return self.file

    def desk(self) -> Desk:
        desk = Desk()
        desk.settings = desk.settings._replace(db=str(self.file))
        return desk

    def worked_out(self, path: Path) -> dict[str, list[tuple[object, ...]]]:
        connection = sqlite3.connect(path)
        try:
            held = {t: sorted(connection.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in WORKED_OUT}
            return held | {"about": connection.execute(ABOUT).fetchall()}
        finally:
            connection.close()

    def outcome(self, edit: Edit) -> str:
        """What becomes of an edit, in words; empty where nobody notices and something is different."""
        connection = sqlite3.connect(self.fresh())
        connection.isolation_level = None
        try:
            for statement in edit.statements:
                connection.execute(statement)
        except sqlite3.Error as refused:
            return f"refused: {refused}"
        finally:
            connection.close()
        desk = self.desk()
        try:
            found = [*checking.findings(desk), *checking.heads_kept(desk), *checking.clocks(desk)]
            if found:
                return f"found: {found[0]}"
            mending.mend(desk)
            desk.rebuild()
        except EhError as refused:
            return f"refused by eh: {refused.message}"
        finally:
            desk.put_down()
        return "harmless: the same after a rebuild" if self.worked_out(self.file) == self.clean else ""


@pytest.fixture
def bench(full, tmp_path, monkeypatch):
    for name, value in (("EH_HOME", str(full.home)), ("EH_TODAY", full.today), ("EH_USER", "abell")):
        monkeypatch.setenv(name, value)
    return Bench(full, tmp_path)


def test_no_edit_of_the_file_goes_unnoticed(bench):
    connection = sqlite3.connect(bench.fresh())
    every = list(edits(connection))
    connection.close()
    tried = some(every)
    told = {edit.name: bench.outcome(edit) for edit in tried}
    if ALL:
        print(*(f"{name}: {outcome or 'NOBODY NOTICES'}" for name, outcome in told.items()), sep="\n")
    unseen = [name for name, outcome in told.items() if not outcome]
    ways = {way: sum(each.startswith(way) for each in told.values()) for way in ("refused", "found", "harmless")}
    more = ", ".join(f"{count} {way}" for way, count in ways.items())
    proved("edits of the file", tries=len(tried), of=f"of {len(every)} edits", faults=len(unseen), more=more)
    assert unseen == []


def told(kind: str, shape: type) -> Iterator[tuple[str, str]]:
    """Facts of a kind that eh never tells, each by a name: by day, by the whole of its details, by each of them."""
    usual = {name: value for name, value in shape._field_defaults.items() if name != "at"}
    days = ("0001-01-01", "2029-01-01", "2031-05-05", "9999-12-31", "2016-02-30", "soon", "")
    yield from ((f"{kind} on '{day}'", fact(kind, day)) for day in days)
    yield from ((f"{kind}: {text}", fact(kind, "2016-08-09", text)) for text in ("[", "[1]", "null", '"x"', "{}"))
    for name, value in usual.items():
        for other in (None, 3, ["x"], [3], {"x": 1}, "x", "E-9999", "9999-12-31"):
            if type(other) is not type(value):
                yield f"{kind}.{name} = {other}", fact(kind, "2016-08-09", {name: other})


def test_no_fact_of_somebodys_own_stops_the_record(bench, tmp_path):
    """The seal fits, and nobody can make anything of it: it is named with its entry, and everything else goes on."""
    every = [each for kind, shape in KINDS.items() for each in told(kind, shape)]
    every += [("a kind of nothing", fact("unheard-of", "2016-08-09"))]
    tried = every if ALL else every[::29]
    stopped: list[str] = []
    named = 0
    for name, statement in tried:
        entry = in_file(bench.fresh(), statement, by="abell")
        desk = bench.desk()
        try:
            aside: list[str] = []
            checking.findings(desk, aside)
            mending.mend(desk)
            assert desk.rebuild() == 1
            again: list[str] = []
            found = checking.findings(desk, again)
            named += bool(again)
            stopped += [f"{name}: {each}" for each in [*found, *(a for a in again if f"ntry {entry} " not in a)]]
            if backups.take(desk, tmp_path / "kept").manifest is None:
                stopped.append(f"{name}: no backup")
        except Exception as failed:  # noqa: BLE001  (whatever it is, it is what this looks for)
            stopped.append(f"{name}: {type(failed).__name__} {failed}")
        finally:
            desk.put_down()
    proved(
        "facts that nobody can read",
        tries=len(tried),
        of=f"of {len(every)} facts",
        faults=len(stopped),
        more=f"{named} named",
    )
    assert not stopped, "\n".join(stopped)


def test_a_family_that_was_hidden_is_named_and_comes_back(full, tmp_path):
    eh = full
    shown = eh("overdue", "--json", today="2016-12-01").json()
    assert shown
    eh.sql("UPDATE episode SET closed_on = '2016-07-20', end_reason = 'Moved' WHERE ref = 'E-0001'")
    eh.sql("DELETE FROM worklist WHERE episode = 'E-0001'")
    assert eh("overdue", "--json", today="2016-12-01").json() == []
    told = eh("record", "check", code=1).out
    assert "The heading of E-0001 of F-0001 does not agree with its facts (closed_on, end_reason)." in told
    night = eh("night", "--out", str(tmp_path / "night"), code=5)
    assert "E-0001 of F-0001" in night.err and "Backed up" not in night.err
    assert "E-0001 of F-0001" in eh("backup", code=5).err
    eh("record", "rebuild")
    assert eh("overdue", "--json", today="2016-12-01").json() == shown
    assert eh("record", "check", "--json").json()["findings"] == []


def test_kept_seals_tell_of_readings_that_were_taken_away(full):
    full.sql("DROP TRIGGER looked_no_delete")
    full.sql("DELETE FROM looked")
    assert "Who looked at which file is not as it was when" in full("record", "check", code=1).out


def test_a_clock_that_was_set_back_is_found_and_keeps_no_backup_from_being_made(full):
    eh = full
    eh.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")  # only there a clock may be told
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Later.", env={"EH_NOW": "2016-08-09T10:00:00+00:00"})
    eh.sql("UPDATE about SET value = 'no' WHERE key = 'practice'")
    told = eh("record", "check", code=1).out
    assert "was recorded at 2016-08-09T10:00:00+00:00, and the entry before it at 20" in told
    assert "a clock was wrong" in told
    eh("backup")


def test_seals_of_another_record_in_the_same_place_are_told_of(full):
    full.record.unlink()
    full("init", "--name", "Ana Bell")
    assert "are of another record than this." in full("record", "check", code=1).out
