"""A record of schema 0001 on a server is brought up to date whole: backed up first, and as it was if that fails."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ehcli.machine.server_address import Server
from ehcli.record import SCHEMA, copying, roles
from ehcli.record.sqlite import Record
from tests.offices import killed
from tests.server import SERVER, SharedOffice
from tests.writers import many

sys.path.insert(0, str(Path(__file__).parents[1] / "commands"))

from test_upgrade import ALL, EACH, SCHEMAS, holds, whole, with_its_pack


@pytest.fixture(scope="module")
def of_old(databases, tmp_path_factory) -> SharedOffice:
    """The record of schema 0001 on the server."""
    return on_server(databases, tmp_path_factory, SCHEMAS[0])


def on_server(databases, tmp_path_factory, schema: str) -> SharedOffice:
    """The record of that schema, with the schema of that time on the server and its rows copied there."""
    home = tmp_path_factory.mktemp("old") / "home"
    home.mkdir(mode=0o700)
    file = home / "old.db"
    with sqlite3.connect(file) as made:
        made.executescript(whole("record.sql.gz", schema))
    office = SharedOffice(home, "2026-11-20", databases("template0"), databases)
    old = Record(file, any_schema=True)
    copying.copy(old, Server(office.url), lambda *_: None, schema=schema)
    old.close()
    return office


@pytest.fixture
def old(of_old, tmp_path) -> SharedOffice:
    office = of_old.copy(tmp_path / "home")
    with_its_pack(office.home, SCHEMAS[0])
    return office


def rows(eh: SharedOffice) -> dict[str, list[dict[str, object]]]:
    """Every row of every table but what an upgrade is there to change."""
    names = {row[0] for row in eh.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    found = {}
    for name in names - {"about", "alembic_version", "counter"}:
        lines = eh.sql(f"SELECT to_jsonb(t) FROM {name} t")
        found[name] = sorted((row[0] for row in lines), key=lambda row: json.dumps(row, sort_keys=True))
    return found


def test_every_command_says_how_to_bring_it_up_to_date_and_one_that_is_newer_is_refused(old, refused):
    for words in (("overdue",), ("show", "E-1"), ("visit", "E-1", "--outcome", "made"), ("backup",), ("night",)):
        refused(old, *words, code=5, says="is of schema 0001", hint="eh record upgrade")
    old.sql("UPDATE about SET value = '9999' WHERE key = 'schema'")
    for words in (("overdue",), ("visit", "E-1", "--outcome", "made"), ("record", "upgrade"), ("backup",)):
        refused(old, *words, code=5, says="is of schema 9999", hint="Install the eh that wrote it, or a newer one.")


@pytest.mark.parametrize("schema", EACH)
def test_an_upgrade_keeps_every_row_and_prints_what_was_printed(databases, tmp_path_factory, schema):
    old = on_server(databases, tmp_path_factory, schema)
    with_its_pack(old.home, schema)
    before = rows(old)
    told = old("record", "upgrade")
    assert f"Upgraded from schema {schema} to {SCHEMA}, and checked." in told.out
    (kept,) = (old.home / "backups").glob("eh-*.db")
    assert f"Backed up to {kept}" in told.out
    after = rows(old)
    for table, lines in before.items():
        found = [{key: row[key] for key in lines[0]} for row in after[table]] if lines else []
        assert all(line in found for line in lines), table
        # The entry of the upgrade says what the record is, which an older one told nobody.
        said = [row for row in after[table] if table == "choice" and row["kind"] == "record"]
        assert len(after[table]) == len(lines) + (table in ("entry", "seal")) + len(said), table
    assert old.sql("SELECT command, reason FROM entry ORDER BY id DESC LIMIT 1") == [
        ("record upgrade", f"Schema {schema} to {SCHEMA}")
    ]
    assert old("record", "check", "--json").json()["findings"] == []
    for words, then in json.loads(whole("printed.json.gz", schema)).items():
        if ALL or words.split()[0] == "overdue" or "E-0001" in words:
            assert holds(old(*words.split()).json(), json.loads(then)), words
    assert old("record", "upgrade").out == f"The record is of schema {SCHEMA} already.\n"

    # What was backed up before is every row as it was then, and comes back.
    with sqlite3.connect(kept) as backup:
        assert backup.execute("SELECT value FROM about WHERE key = 'schema'").fetchone() == (schema,)
        for table, lines in before.items():
            assert backup.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(lines),), table
    backup.close()
    told = old("restore", kept.name).out
    (restored,) = old.home.glob("record-restored-*.db")
    assert "Restored to" in told
    assert old("record", "check", "--json", "--db", str(restored)).json()["findings"] == []


def test_an_upgrade_that_fails_half_way_leaves_the_record_as_it_was(old):
    old.sql("CREATE TABLE undone (mine integer)")  # the second migration falls over it, after it added columns
    before = old.dump()[0]
    assert "Nothing was written" in old("record", "upgrade", code=5).err
    assert old.dump()[0] == before
    assert old.sql("SELECT value FROM about WHERE key = 'schema'") == [("0001",)]
    old.sql("DROP TABLE undone")
    old("record", "upgrade")
    assert old("record", "check", "--json").json()["findings"] == []


def test_a_record_that_is_damaged_is_not_upgraded(old):
    old.sql("ALTER TABLE fact DISABLE TRIGGER ALL")
    old.sql("UPDATE fact SET happened_on = '2001-01-01' WHERE id = 3")
    before = old.dump()[0]
    told = old("record", "upgrade", code=5)
    assert "was not upgraded" in told.err
    assert "The chain of entries is broken" in told.err
    assert old.dump()[0] == before


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.long
def test_an_upgrade_that_is_killed_leaves_the_old_or_the_new(of_old, old, tmp_path):
    trial = of_old.copy(tmp_path / "trial")
    took = trial.timed("record", "upgrade", env={"EH_HOME": str(old.home)})
    upgraded, seen = len(rows(trial)), []

    def again():
        old.database = of_old.copy(tmp_path / f"home{len(seen)}").database
        return old.start("record", "upgrade")

    def kill(process):
        """The client by turns with its server process; the first one is a client."""
        if len(seen) % 2 == 0:
            process.kill()
            return
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            server.execute(ended, (old.database,))

    for _ in killed(again, took, random.Random(4), many("EH_KILLS", 4), kill):
        old.left()
        schema = old.sql("SELECT value FROM about WHERE key = 'schema'")[0][0]
        seen.append(schema)
        assert (schema == SCHEMA) == (len(rows(old)) == upgraded), "half of it was done"
        old("record", "upgrade")
        assert old("record", "check", "--json").json()["findings"] == []
    assert "0001" in seen, "none was killed before it was done: the test proves nothing"
    print(f"{len(seen)} upgrades killed; afterwards of schema {seen}; none half done")


def test_whoever_may_read_a_table_may_read_its_view_once_it_is_upgraded(databases, tmp_path_factory):
    old = on_server(databases, tmp_path_factory, "0003")
    with_its_pack(old.home, "0003")
    role = f"ehtest_reads_{old.database.rpartition('_')[2]}_{uuid4().hex[:8]}"
    old.sql(f"CREATE ROLE {role} NOLOGIN")
    try:
        old.sql(f"GRANT SELECT ON worker, undone TO {role}")
        old("record", "upgrade")
        asked = "SELECT has_table_privilege(?, ?, 'SELECT')"
        assert old.sql(asked, role, "worker_stands") == [(True,)]
        assert old.sql(asked, role, "case_note_stands") == [(False,)]
    finally:
        old.sql(f"DROP OWNED BY {role}")
        old.sql(f"DROP ROLE {role}")


def test_roles_that_were_set_by_an_older_version_are_set_again_by_an_upgrade(databases, tmp_path_factory):
    old = on_server(databases, tmp_path_factory, "0006")
    with_its_pack(old.home, "0006")
    for role in roles.ROLES:
        old.sql(f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    old.sql(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {roles.OFFICER}")
    old.sql(f"GRANT UPDATE (last) ON counter TO {roles.OFFICER}")
    old.sql("CREATE FUNCTION may_decide() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    old.sql("CREATE TRIGGER fact_may_close BEFORE INSERT ON fact FOR EACH ROW EXECUTE FUNCTION may_decide()")
    assert "The roles of the database and its guards are set again" in old("record", "upgrade").out
    assert old("record", "check", "--json").json()["findings"] == []
    assert old.sql("SELECT has_any_column_privilege(?, 'counter', 'UPDATE')", roles.OFFICER) == [(False,)]
