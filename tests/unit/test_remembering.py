"""What a transaction read is asked once, and anew as soon as something is written that may change it."""

from __future__ import annotations

from ehcli.record import remembering
from ehcli.record.remembering import Remembered

WORKER = "SELECT name FROM worker_stands WHERE login = ?"
TEAM = "SELECT name FROM team_stands"


def test_nothing_is_asked_twice_until_its_table_is_written_or_something_is_undone() -> None:
    asked: list[str] = []
    read = Remembered()

    def ask(sql: str, *values: object) -> None:
        read.rows(sql, values, lambda: asked.append(sql) or [("x",)])

    for _ in range(2):
        ask(WORKER, "aroy")
        ask(TEAM)
    assert asked == [WORKER, TEAM]
    ask(WORKER, "bcole")
    assert asked == [WORKER, TEAM, WORKER]
    read.changed("INSERT INTO team (slug) VALUES (?)")
    ask(WORKER, "aroy")
    ask(TEAM)
    assert asked == [WORKER, TEAM, WORKER, TEAM]
    read.changed('INSERT INTO "undone" ("entry", "by_entry") VALUES (?, ?)')  # no reading names it: the views do
    ask(WORKER, "aroy")
    ask(TEAM)
    assert asked == [WORKER, TEAM, WORKER, TEAM, WORKER, TEAM]


def test_memory_stays_flat_however_much_is_read() -> None:
    read = Remembered()
    for page in range(200):
        read.rows("SELECT * FROM fact WHERE entry > ?", (page,), lambda: [("x",)] * remembering.MOST)
    assert sum(len(rows) for known in read.known.values() for rows in known.values()) <= 2 * remembering.IN_ALL
    read.rows("SELECT * FROM fact", (), lambda: [("x",)] * (remembering.MOST + 1))
    assert "SELECT * FROM fact" not in read.known
