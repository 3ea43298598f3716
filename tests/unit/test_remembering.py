"""What a transaction read is asked once, and anew as soon as something is written that may change it."""

from __future__ import annotations

from ehcli.record import remembering
from ehcli.record.remembering import Remembered, ask_ahead

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


FACTS, TASKS = "SELECT id FROM fact_stands WHERE episode = ?", "SELECT ref FROM task WHERE episode = ?"


class Distant:
    """A server that notes each trip to it."""

    def __init__(self, long: int = 1) -> None:
        self.read, self.trips, self.long = Remembered(), list[list[str]](), long

    def rows(self, sql, *values):
        return self.read.rows(sql, values, lambda: self.trip([(sql, values)])[0])

    def trip(self, asked):
        self.trips.append([sql for sql, _ in asked])
        return [[(sql, *values)] for sql, values in asked]

    def ask_ahead(self, reading):
        fresh = self.read.unknown(reading)
        self.trips.append([sql for sql, _ in fresh])
        for sql, values in fresh:
            self.read.remember(sql, values, [(sql, *values)] * self.long)


def test_what_a_reading_will_ask_is_asked_in_one_trip_and_never_again() -> None:
    server = Distant()
    server.rows(TASKS, "E-0001")

    ask_ahead(
        server, lambda asked: (asked.rows(FACTS, "E-0001"), asked.whole(TASKS, "E-0001"), asked.rows(FACTS, "E-2"))
    )

    assert server.trips == [[TASKS], [FACTS, FACTS]]
    assert server.rows(FACTS, "E-0001") == [(FACTS, "E-0001")]
    assert server.rows(FACTS, "E-2") == [(FACTS, "E-2")]
    assert len(server.trips) == 2


def test_what_was_asked_ahead_is_not_asked_again_however_long_the_answer_is() -> None:
    server = Distant(long=remembering.MOST + 1)

    ask_ahead(server, lambda asked: asked.rows(FACTS, "E-0001"))

    assert len(server.rows(FACTS, "E-0001")) == remembering.MOST + 1
    assert server.trips == [[FACTS]]


def test_a_file_is_near_and_is_asked_nothing_ahead() -> None:
    def never(_):
        raise AssertionError("a file was asked ahead")

    ask_ahead(object(), never)


def test_what_a_rebuild_writes_is_asked_again_once_the_turn_is_taken() -> None:
    read = Remembered()
    for sql in (FACTS, TASKS, "SELECT last FROM counter", "SELECT 1 FROM worklist", "SELECT value FROM about"):
        read.rows(sql, (), lambda: [(1,)])

    lasting = read.from_entries()

    assert list(lasting.known) == [FACTS]
    assert len(read.known) == 5
