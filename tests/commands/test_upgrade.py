"""A record that an older eh made is brought up to date whole: what was printed before is printed after.

records/NNNN is a practice record of each schema that there was, of eight invented families, made by the eh of that time
(eh demo --families 8 on 20 November 2026); with it the procedure it followed and what 'overdue', 'show', 'timeline' and
'why' printed. Schema 0003 is that of commit ec62dc8, schema 0004 that of commit bcc0cf4,
schema 0005 that of commit 317a787, schema 0006 that of commit 24137f2.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sqlite3
import sys
from pathlib import Path

import pytest

from ehcli.record import SCHEMA, cipher
from tests.offices import killed

RECORDS = Path(__file__).parents[1] / "records"
SCHEMAS = sorted(folder.name for folder in RECORDS.iterdir())
TIMES = int(os.environ.get("EH_KILLS", "4"))
# The first and the last; those between them are asked by .ci/long.
EACH = [
    schema if schema in (SCHEMAS[0], SCHEMAS[-1]) else pytest.param(schema, marks=pytest.mark.long)
    for schema in SCHEMAS
]
# Printed later than then: what a command says beside it is not what was promised.
ALL = os.environ.get("EH_NIGHTLY") == "1"


def whole(name: str, schema: str = SCHEMAS[0]) -> str:
    return gzip.decompress((RECORDS / schema / name).read_bytes()).decode("utf-8")


@pytest.fixture
def old(bare):
    """A record of schema 0001 with the procedure of its time as the council's own."""
    return of_schema(bare, SCHEMAS[0])


def of_schema(bare, schema: str):
    """A record of that schema with the procedure of its time as the council's own."""
    bare.today = "2026-11-20"
    with_its_pack(bare.home, schema)
    bare.home.chmod(0o700)
    connection = sqlite3.connect(bare.record)
    connection.executescript(whole("record.sql.gz", schema))
    connection.close()
    bare.record.chmod(0o600)
    return bare


def with_its_pack(home: Path, schema: str) -> None:
    """Gives the office the procedure of that time as the council's own, with those that it joins."""
    packs = home / "council" / "data" / "procedures"
    packs.mkdir(parents=True)
    for pack in (RECORDS / schema).glob("*.toml.gz"):
        (packs / pack.stem).write_text(whole(pack.name, schema), encoding="utf-8", newline="")


def rows(eh) -> dict[str, list[dict[str, object]]]:
    """Every row of every table but what an upgrade is there to change."""
    names = [row[0] for row in eh.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in set(names) - {"about", "alembic_version", "sqlite_sequence"}:
        columns = [row[1] for row in eh.sql(f"PRAGMA table_info({name})")]
        found[name] = [dict(zip(columns, row, strict=True)) for row in eh.sql(f"SELECT * FROM {name} ORDER BY 1, 2")]
    return found


def holds(now, then) -> bool:
    """Whether what is printed now holds all that was printed then; more may have been added beside it.

    What was absent was an empty text, and is null now. What has another shape now is passed over, by key: that shape
    is held by tests/corpus/test_json.py. Every date is compared.
    """
    if isinstance(then, dict):
        return all(key in now and holds(now[key], value) for key, value in then.items() if key not in reshaped(then))
    if isinstance(then, list):
        return len(now) == len(then) and all(map(holds, now, then))
    return bool(now == then or (then == "" and now is None))


def reshaped(then) -> set[str]:
    """The keys of a value that have another name or shape by now; how a fact's details are worded is for people."""
    keys = {"details"}
    if "state" in then:  # a task that was told in an answer about one episode
        keys |= {"state", "child", "default", "citations", *(["title"] if "duty" not in then else [])}
    if "status" in then:
        keys |= {"child"}
    if "counted" in then:  # one limit of a task
        keys |= {"default", "citations"}
    if "recorded_at" in then:  # a fact
        keys |= {"kind", "children", "task"}
    if isinstance(then.get("held_by"), list):
        keys |= {"held_by"}
    return keys


def test_every_command_on_an_older_record_says_how_to_bring_it_up_to_date(old):
    before = old.dump()[0]
    for words in (("overdue",), ("show", "E-1"), ("visit", "E-1", "--outcome", "made"), ("backup",), ("night",)):
        told = old(*words, code=5)
        assert "is of schema 0001" in told.err
        assert "eh record upgrade" in told.err
        assert told.out == ""
    assert old.dump()[0] == before


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_upgrade_keeps_every_row_and_prints_what_was_printed(bare, schema):
    old = of_schema(bare, schema)
    before = rows(old)
    told = old("record", "upgrade")
    assert f"Upgraded from schema {schema} to {SCHEMA}, and checked." in told.out
    (kept,) = (old.home / "backups").glob("eh-*.db")
    assert f"Backed up to {kept}" in told.out
    after = rows(old)
    entries = len(before["entry"])
    assert after["entry"][entries]["command"] == "record upgrade"
    assert len(after["entry"]) == entries + 1
    for table, lines in before.items():
        if table == "counter":
            continue
        same = after[table][: len(lines)]
        # The entry of the upgrade says what the record is, which an older one told nobody.
        said = [row for row in after[table] if table == "choice" and row["kind"] == "record"]
        assert len(after[table]) == len(lines) + (table in ("entry", "seal")) + len(said), table
        assert [{key: row[key] for key in line} for row, line in zip(same, lines, strict=True)] == lines, table
    assert old("record", "check", "--json").json()["findings"] == []
    printed = json.loads(whole("printed.json.gz", schema))
    for words, then in printed.items():
        if ALL or words.split()[0] == "overdue" or "E-0001" in words:
            assert holds(old(*words.split()).json(), json.loads(then)), words
    assert old("record", "upgrade").out == f"The record is of schema {SCHEMA} already.\n"

    # The backup of the older schema comes back as well, and is brought up to date where it is restored.
    still_open = old("overdue", "--json").json()[0]["episode"]
    old("contact", still_open, "--how", "phone", "--outcome", "attempted")
    assert "It lacks nothing" not in old("restore", kept.name).out
    (restored,) = old.home.glob("record-restored-*.db")
    assert old("record", "check", "--json", "--db", str(restored)).json()["findings"] == []


@pytest.mark.parametrize("schema", EACH)
def test_an_encrypted_record_is_upgraded_with_every_date_as_it_was(bare, schema):
    old = of_schema(bare, schema)
    key = bare.home / "key"
    key.write_text("seven green bottles on the wall", encoding="utf-8")
    key.chmod(0o600)
    into_cipher(old.record, key.read_text(encoding="utf-8"))
    asked = {"env": {"EH_KEY_FILE": str(key)}}
    assert f"Upgraded from schema {schema} to {SCHEMA}, and checked." in old("record", "upgrade", **asked).out
    assert holds(
        old("overdue", "--json", **asked).json(),
        json.loads(json.loads(whole("printed.json.gz", schema))["overdue --json"]),
    )
    assert old("record", "check", "--json", **asked).json()["findings"] == []


def into_cipher(record: Path, passphrase: str) -> None:
    """Encrypts a record as it lies, behind the back of eh."""
    fresh = record.with_name("fresh.db")
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with cipher.copied(record, "", fresh, passphrase):
        pass
    os.replace(fresh, record)


def test_an_older_record_that_is_damaged_is_not_upgraded(old):
    old.sql("DROP TRIGGER fact_no_update")
    old.sql("UPDATE fact SET happened_on = '2001-01-01' WHERE id = 3")
    before = old.dump()[0]
    told = old("record", "upgrade", code=5)
    assert "The chain of entries is broken" in told.err
    assert "was not upgraded" in told.err
    assert old.dump()[0] == before


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_an_upgrade_that_is_killed_leaves_the_old_or_the_new(old):
    pristine = old.record.read_bytes()
    took = old.timed("record", "upgrade")
    upgraded = len(old.sql("SELECT name FROM sqlite_master"))

    def again():
        for name in ("record.db-wal", "record.db-shm"):
            (old.home / name).unlink(missing_ok=True)
        old.record.write_bytes(pristine)
        return old.start("record", "upgrade")

    seen = set()
    for _ in killed(again, took, random.Random(3), TIMES):
        schema = old.sql("SELECT value FROM about WHERE key = 'schema'")[0][0]
        tables = len(old.sql("SELECT name FROM sqlite_master"))
        seen.add(schema)
        assert (schema == SCHEMA) == (tables == upgraded), "half of it was done"
        old("record", "upgrade")
        assert old("record", "check", "--json").json()["findings"] == []
    assert "0001" in seen, "none was killed before it was done: the test proves nothing"

    # What a killed one left is swept away by a later one, when it is an hour old.
    left = old.home / "backups" / ".record.db.1.new"
    left.touch()
    os.utime(left, (0, 0))
    old("backup")
    assert not left.exists()


def test_an_upgrade_is_not_what_undo_takes_back(old):
    old("record", "upgrade")
    assert "record upgrade" not in old("undo", "--reason", "A slip", "--dry-run", code=None).out
