"""What a server refuses any program with a worker's login: each kind of statement, as each kind of login."""

from __future__ import annotations

import psycopg
import pytest

from ehcli.record import roles
from ehcli.record.columns import COLUMNS
from tests.server import SharedOffice, moved

LOGINS = {
    "abell": roles.OFFICER,
    "aroy": roles.OFFICER,
    "bcole": roles.OFFICER,
    "jmay": roles.MANAGER,
    "old": roles.OFFICER,
    "inspector": roles.AUDITOR,
    "lists": roles.READER,
}
SECRET = "Told in confidence"


@pytest.fixture(scope="module")
def office(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    """The record on a server where everybody has a login, with a note and a letter that only one of them may read."""
    made = moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("guards") / "home", own_server.server)
    made("worker", "add", "old", "--name", "Olive Doyle", "--role", "manager", "--team", "tipton", "--by", "jmay")
    made("group", "add", "ecaf", "--member", "bcole", "--by", "jmay")
    made("note", "E-0001", "--type", "Early Help Note", "--text", SECRET, "--restrict-to", "ecaf", user="bcole")
    made("letter", "no-contact", "E-0001", "--restrict-to", "ecaf", user="bcole")
    made("worker", "end", "old", "--on", "2016-07-12")
    made("record", "roles", "--apply")
    for login, role in LOGINS.items():
        made.sql(f'CREATE ROLE "{login}" LOGIN IN ROLE {role}')
    return made


def as_login(office: SharedOffice, login: str) -> dict[str, str | None]:
    return {"EH_DB": office.url.replace("//postgres@", f"//{login}@"), "EH_USER": None}


def asked(office: SharedOffice, login: str, *statements: str, keep: bool = False) -> str:
    """What the server answers to the last of these statements: its rows, or its refusal."""
    with psycopg.connect(office.url.replace("//postgres@", f"//{login}@")) as connection:
        try:
            for statement in statements:
                found = connection.execute(statement)
            rows = str(found.fetchall()) if found.description else "done"
            if keep:
                connection.commit()
            return rows
        except psycopg.Error as refused:
            return f"refused: {str(refused).splitlines()[0]}"
        finally:
            connection.rollback()


def columns(table: str) -> list[str]:
    return [*COLUMNS[table], "t::text", "to_jsonb(t)::text", "row_to_json(t)::text"]


READING = [
    f"SELECT {column} FROM {table}{kind} t"
    for table in ("case_note", "letter")
    for kind in ("", "_stands", "_veiled")
    for column in columns(table)
]
TOLD = (SECRET, "Dear ", "Early Help Note", "no-contact", "L-0001-")  # what nobody outside the group may read of it


@pytest.mark.parametrize("login", ["abell", "lists", "old"])
def test_what_is_restricted_is_read_by_no_program_outside_its_group(office, login):
    for statement in READING:
        for trick in ("SELECT 1", "SET row_security = off", "SET search_path = pg_temp, public"):
            told = asked(office, login, trick, f"{statement} WHERE open_to <> ''")
            assert not any(secret in told for secret in TOLD), (statement, told)
    mine = "CREATE TEMP TABLE group_member (number int, entry int, slug text, login text, until text)"
    into = f"INSERT INTO group_member VALUES (99, 1, 'ecaf', '{login}', '')"
    path = "SET search_path = pg_temp, public"
    assert SECRET not in asked(office, login, mine, into, path, "SELECT text FROM public.case_note_stands")


def test_it_is_read_by_the_group_and_by_whoever_checks_the_record(office):
    for login in ("bcole", "inspector"):
        assert SECRET in asked(office, login, "SELECT text FROM case_note_stands")
        assert "Dear" in asked(office, login, "SELECT words FROM letter_stands")
    assert SECRET in asked(office, "inspector", "SELECT text FROM case_note")


SHOWN = [
    *(("timeline", "E-0001"), ("history", "N-0001"), ("letters", "list"), ("audit", "verify"), ("show", "N-0001")),
    *(("record", "check", "--json"), ("show", "L-0001"), ("overdue", "--known-at", "2030-01-01"), ("audit", "show")),
    *(("audit", "who-saw", "E-0001"), ("find", "N-0001"), ("letters", "due"), ("record", "rebuild")),
    *(("letters", "posted", "L-0001", "--dry-run"), ("undo", "--dry-run"), ("letter", "closure", "E-1", "--preview")),
]


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_eh_shows_the_same_by_a_login_as_it_does_to_that_worker_in_a_file(office, words):
    for login in ("aroy", "bcole"):
        there = office(*words, env=as_login(office, login), code=None)
        same = office(*words, env={"EH_USER": login}, code=None)
        assert (there.out, there.err.replace(f"{login}@", "postgres@")) == (same.out, same.err)
        assert login == "bcole" or SECRET not in there.out + there.err


def test_a_copy_that_would_lack_something_restricted_is_not_made(office, tmp_path):
    office.home.chmod(0o700)
    said = office("backup", "--to", str(tmp_path / "b"), env=as_login(office, "jmay"), code=4).err
    assert "restricted to a group that you are not in" in said
    office.sql(f"GRANT {roles.AUDITOR} TO jmay")
    office("backup", "--to", str(tmp_path / "b"), env=as_login(office, "jmay"))
    office.sql(f"REVOKE {roles.AUDITOR} FROM jmay")
