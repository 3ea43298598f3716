"""Entries made by a program of somebody's own: SQL of their choice, and a seal that fits. On a file or a server."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from ehcli.record.seals import FACT, mark, parts, seal
from ehcli.record.versioned import KEPT, wrote


class Forger:
    """Somebody at the database itself, with a login of a server or the file in their hands."""

    def __init__(self, connection: Any, *, login: str = "", owner: bool = False) -> None:
        self.connection, self.login, self.sign = connection, login, "%s" if login else "?"
        self.guarded = bool(login) and not owner

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        found = self.connection.execute(sql, values) if values else self.connection.execute(sql)
        return found.fetchall() if found.description else []

    def give(self, kind: str, number: int) -> None:
        if self.guarded:
            self.ask("SELECT give_out(%s, %s)", kind, number)
        else:
            self.ask(f"UPDATE counter SET last = {self.sign} WHERE name = {self.sign}", number, kind)

    def enter(self, by: str, decided_by: str, command: str, statements: Sequence[str]) -> int:
        """Makes one entry of these statements: {e} is its number, {f} that of its first fact."""
        if self.guarded:
            self.ask("SELECT take_turn()")
        ((last,),) = self.ask("SELECT max(id) FROM entry")
        ((facts,),) = self.ask("SELECT last FROM counter WHERE name = 'fact'")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        head = {"id": last + 1, "recorded_at": at, "recorded_by": by, "decided_by": decided_by, "command": command}
        head |= {"reason": "", "signed_in": self.login}
        signs = ", ".join([self.sign] * len(head))
        self.ask(f"INSERT INTO entry ({', '.join(head)}) VALUES ({signs})", *head.values())
        self.give("entry", last + 1)
        for statement in statements:
            self.ask(statement.replace("{e}", str(last + 1)).replace("{f}", str(facts + 1)))
        self.end(head, facts)
        return int(last) + 1

    def end(self, head: dict[str, Any], facts: int) -> None:
        """Gives the facts their numbers, and the entry a seal that fits."""
        entry = head["id"]
        rows = self.ask(f"SELECT {', '.join(FACT)} FROM fact WHERE entry = {entry} ORDER BY id")
        told = [dict(zip(FACT, row, strict=True)) for row in rows]
        for number in range(facts + 1, max([facts, *(each["id"] for each in told)]) + 1):
            self.give("fact", number)
        beside = {}
        for table, kept in KEPT.items():
            by, source = wrote(table)
            columns = ", ".join(f'r."{name}"' for name in kept.columns)
            if self.guarded and table in ("case_note", "letter"):
                source = source.replace(table, f"{table}_veiled", 1)
            found = self.ask(f"SELECT {columns} FROM {source} WHERE {by} = {entry}")
            if found:
                beside[table] = [mark(table, dict(zip(kept.columns, row, strict=True))) for row in found]
        ((previous,),) = self.ask(f"SELECT hash FROM seal WHERE entry = {entry - 1}")
        row = (entry, previous, seal(previous, head, told, beside), "rows", parts(head, told, beside))
        signs = ", ".join([self.sign] * len(row))
        self.ask(f"INSERT INTO seal (entry, previous, hash, covers, parts) VALUES ({signs})", *row)


def fact(kind: str, day: str, details: dict[str, object] | str = "", *, episode: str = "E-0001", more: str = "") -> str:
    """The SQL of a fact of the entry that is being made; ``more`` is the number of the fact whose place it takes."""
    told = details if isinstance(details, str) and details else json.dumps(details or {})
    root, withdraws = (f"(SELECT root FROM fact WHERE id = {more})", more) if more else ("{f}", "NULL")
    return f"INSERT INTO fact VALUES ({{f}}, {{e}}, '{episode}', '{kind}', '{day}', '', '{told}', {root}, {withdraws})"


def on_server(url: str, login: str, *statements: str, by: str = "", decided_by: str = "", command: str = "psql") -> str:
    """What the server answers to an entry of these statements: nothing where it took it."""
    with psycopg.connect(url.replace("//postgres@", f"//{login}@")) as connection:
        try:
            Forger(connection, login=login).enter(by or login, decided_by, command, statements)
            connection.commit()
        except psycopg.Error as refused:
            connection.rollback()
            return str(refused).splitlines()[0]
    return ""


def in_file(path: object, *statements: str, by: str, decided_by: str = "", command: str = "edit") -> int:
    """The number of an entry of these statements, in a record in a file."""
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        made = Forger(connection).enter(by, decided_by, command, statements)
        connection.execute("COMMIT")
        return made
    finally:
        connection.close()
