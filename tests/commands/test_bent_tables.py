"""Tables, indexes, views and settings of a file are bent: each is found with the family it hid, and rebuilt whole."""

from __future__ import annotations

import sqlite3

import pytest

from tests.offices import key_file

WORDS = "ladder o'clock walnut"


@pytest.fixture
def two(met):
    """Two families with open episodes; the second is the one that somebody hides."""
    eh = met
    eh(
        *("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell"),
        *("--address", "9 Far Street; Tipton; DY4 9ZZ", "--new-person", "--no-input"),
    )
    eh("allocate", "E-2", "--to", "aroy", "--by", "jmay")
    eh.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return eh


def lists(eh, env=None) -> list[str]:
    asked = (("overdue",), ("due",), ("today", "--team", "tipton"), ("find", "bell"), ("show", "E-2"), ("taf", "list"))
    return [eh(*words, "--json", today="2016-12-01", code=None, env=env).out for words in asked]


def bend(eh, *statements: str, connect=None) -> None:
    connection = connect() if connect else sqlite3.connect(eh.record)
    connection.isolation_level = None
    for statement in statements:
        connection.execute(statement)
    connection.close()


def made(eh, name: str) -> str:
    return eh.sql("SELECT sql FROM sqlite_master WHERE name = ?", name)[0][0]


LYING = {
    "ix_fact_episode_happened_on": ("fact", "(episode, happened_on)", "episode <> 'E-0002'"),
    "ix_worklist_team_due": ("worklist", "(team, due)", "episode <> 'E-0002'"),
    "ix_worklist_episode": ("worklist", "(episode)", "episode <> 'E-0002'"),
    "ix_member_family": ("member", "(family)", "family <> 'F-0002'"),
    "ix_episode_family": ("episode", "(family)", "family <> 'F-0002'"),
}


def leaving_out(eh, index: str) -> list[str]:
    """An index that leaves a family out, and says that it does not."""
    table, columns, test = LYING[index]
    text = made(eh, index).replace("'", "''")
    return [
        f"DROP INDEX {index}",
        f"CREATE INDEX {index} ON {table} {columns} WHERE {test}",
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = '{text}' WHERE name = '{index}'",
    ]


def named(eh) -> list[str]:
    """The indexes of the tables above, as this record calls them."""
    there = {name for (name,) in eh.sql("SELECT name FROM sqlite_master WHERE type = 'index'")}
    return [index for index in LYING if index in there]


def test_an_index_that_leaves_a_family_out_is_found_with_the_family_and_filled_again(two):
    eh = two
    before = lists(eh)
    assert len(named(eh)) >= 3
    for index in named(eh):
        bend(eh, *leaving_out(eh, index))
        told = eh("record", "check", code=1).out
        assert f"The index {index} is not as its table. It leaves out" in told
        assert "F-0002" in told
        assert "F-0001" not in told.partition(index)[2].partition("\n")[0]
        assert index in eh("backup", code=5).err
        eh("record", "rebuild")
        assert eh("record", "check", "--json").json()["findings"] == []
        assert lists(eh) == before


def test_the_same_in_an_encrypted_record(two, tmp_path):
    sqlcipher = pytest.importorskip("sqlcipher3")
    eh, env = two, {"EH_KEY_FILE": str(key_file(tmp_path / "key", WORDS))}
    before, text = lists(eh), leaving_out(eh, "ix_fact_episode_happened_on")
    eh("record", "encrypt", env=env)

    def unlocked():
        from ehcli.record import cipher

        assert sqlcipher
        return cipher.connect(eh.record, WORDS)

    bend(eh, *text, connect=unlocked)
    assert "E-0002 of F-0002" in eh("record", "check", code=1, env=env).out
    eh("record", "rebuild", env=env)
    assert eh("record", "check", "--json", env=env).json()["findings"] == []
    assert lists(eh, env) == before


def table(eh, name: str, change) -> list[str]:
    """A table made anew with a change of its statement, and the rows that fit."""
    text = change(made(eh, name))
    return [
        "PRAGMA foreign_keys = OFF",
        f"CREATE TABLE aside AS SELECT * FROM {name}",
        f"DROP TABLE {name}",
        text,
        f"INSERT OR IGNORE INTO {name} SELECT * FROM aside",
        "DROP TABLE aside",
    ]


def taking_no(eh, name: str, episode: str) -> list[str]:
    """A table that takes no row of an episode."""
    return table(eh, name, lambda sql: f"{sql.rstrip()[:-1]}, CHECK (episode <> '{episode}'))")


NOCASE = ("episode VARCHAR NOT NULL", "episode VARCHAR COLLATE NOCASE NOT NULL")
BENT = {
    "a worklist that takes no row of one": lambda eh: taking_no(eh, "worklist", "E-0002"),
    "meetings that take no row of one": lambda eh: taking_no(eh, "meeting", "E-0002"),
    "a worklist without its row numbers": lambda eh: table(eh, "worklist", lambda sql: f"{sql} WITHOUT ROWID"),
    "an episode that compares in another order": lambda eh: table(eh, "fact", lambda sql: sql.replace(*NOCASE)),
    "facts that take no more of one": lambda eh: taking_no(eh, "fact", "E-9999"),
    "a generated column": lambda eh: ["ALTER TABLE member ADD COLUMN x TEXT AS (family || '') VIRTUAL"],
    "a column more": lambda eh: ["ALTER TABLE address ADD COLUMN x TEXT DEFAULT ''"],
    "a view in the place of a list": lambda eh: [
        "ALTER TABLE worklist RENAME TO kept",
        "CREATE VIEW worklist AS SELECT * FROM kept WHERE episode <> 'E-0002'",
    ],
    "no list at all": lambda eh: ["DROP TABLE worklist"],
    "a trigger that nobody lists": lambda eh: [
        "CREATE TRIGGER sqliteish AFTER INSERT ON worklist WHEN NEW.episode = 'E-0002'"
        " BEGIN DELETE FROM worklist WHERE task = NEW.task; END"
    ],
    "a view that leaves one out": lambda eh: [
        "DROP VIEW episode_stands",
        "CREATE VIEW episode_stands AS SELECT * FROM episode WHERE ref <> 'E-0002'",
    ],
    "an index by what is worked out": lambda eh: ["CREATE INDEX x ON worklist (lower(episode)) WHERE due <> ''"],
    "statistics of another program": lambda eh: ["ANALYZE"],
    "another version": lambda eh: ["UPDATE alembic_version SET version_num = '0001'"],
}  # fmt: skip


@pytest.mark.parametrize("what", BENT)
def test_a_bent_table_view_or_guard_is_found_and_a_rebuild_mends_it(two, what):
    eh = two
    before = lists(eh)
    bend(eh, *BENT[what](eh))
    told = eh("record", "check", code=None)
    assert told.code in (1, 5), told.out
    eh("record", "rebuild")
    left = eh("record", "check", "--json", code=None).json()["findings"]
    assert [each for each in left if "whoever made it takes it away" not in each] == []
    assert lists(eh) == before
    eh("visit", "E-2", "--outcome", "made", today="2016-12-01")


def test_a_table_that_only_the_journal_could_tell_of_is_not_made_up(two):
    eh = two
    bend(eh, "PRAGMA foreign_keys = OFF", "DROP TABLE case_note")
    before = eh.dump()
    told = eh("record", "rebuild", code=5).err
    assert "The table case_note is gone" in told
    assert "Restore a backup" in told
    assert eh.dump() == before


@pytest.mark.parametrize("setting", ["user_version = 7", "application_id = 7", "auto_vacuum = 2"])
def test_what_a_file_keeps_of_settings_changes_no_list(two, setting):
    eh = two
    before = lists(eh)
    bend(eh, f"PRAGMA {setting}")
    assert lists(eh) == before
    assert eh("record", "check", "--json").json()["findings"] == []
