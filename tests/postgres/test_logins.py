"""Who signs in to the database is who reads and records: a worker's own login speaks for that worker alone."""

from __future__ import annotations

import psycopg
import pytest

from ehcli.record import roles
from tests.server import SharedOffice, moved

LOGINS = {
    "abell": roles.OFFICER,
    "aroy": roles.OFFICER,
    "BCole": roles.OFFICER,
    "jmay": roles.MANAGER,
    "night_job": roles.MANAGER,
    "inspector": roles.AUDITOR,
    "lists": roles.READER,
}


@pytest.fixture(scope="module")
def office(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    """The record on a server where everybody has a login of their own, and two services have one each."""
    made = moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("logins") / "home", own_server.server)
    made("record", "roles", "--apply")
    for login, role in LOGINS.items():
        made.sql(f'CREATE ROLE "{login}" LOGIN IN ROLE {role}')
    return made


def as_login(office: SharedOffice, login: str, user: str | None = None) -> dict[str, str | None]:
    """Signed in to the database with a login, and EH_USER set to somebody or to nobody."""
    return {"EH_DB": office.url.replace("//postgres@", f"//{login}@"), "EH_USER": user}


def last(office: SharedOffice) -> tuple[str, str, str]:
    return office.sql("SELECT recorded_by, decided_by, signed_in FROM entry ORDER BY id DESC LIMIT 1")[0]


def psql(office: SharedOffice, login: str, *statements: str) -> str:
    """What the server answers to statements that no program of ours made; they are taken back."""
    with psycopg.connect(office.url.replace("//postgres@", f"//{login}@")) as connection:
        try:
            for statement in statements:
                connection.execute(statement)
        except psycopg.Error as refused:
            return str(refused).splitlines()[0]
        finally:
            connection.rollback()
    return "done"


NOTE = ("note", "E-0001", "--type", "Early Help Note", "--text", "Seen")


def test_a_worker_who_signs_in_is_that_worker_without_saying_so(office):
    office(*NOTE, env=as_login(office, "aroy"))
    assert last(office) == ("aroy", "", "aroy")
    office(*NOTE, env=as_login(office, "aroy", "AROY"))
    assert last(office) == ("aroy", "", "aroy")
    office(*NOTE, env=as_login(office, "BCole"))
    assert last(office) == ("bcole", "", "BCole")
    task = office.task("initial-home-visit", env=as_login(office, "aroy"))
    assert "is with Ana Roy (aroy)" in office("pickup", task, env=as_login(office, "aroy")).out


@pytest.mark.parametrize("args", [NOTE, ("overdue",), ("show", "E-0001"), ("record", "rebuild"), ("undo",)], ids=str)
def test_a_worker_is_nobody_else_whatever_eh_user_or_user_says(office, refused, args):
    says = "You are signed in to the database as aroy, so nothing is shown or recorded as jmay."
    refused(office, *args, code=4, says=says, hint="--by jmay", env=as_login(office, "aroy", "jmay"))
    refused(office, *args, "--user", "jmay", code=4, says=says, env=as_login(office, "aroy"))
    refused(office, *args, code=4, says="as nobody_here.", env=as_login(office, "aroy", "nobody_here"))


def test_what_a_manager_decided_is_recorded_in_both_names(office):
    office("allocate", "E-0001", "--to", "bcole", "--by", "jmay", env=as_login(office, "abell"))
    assert last(office) == ("abell", "jmay", "abell")


def test_a_service_says_whom_it_works_for_and_the_record_keeps_both(office):
    office(*NOTE, env=as_login(office, "night_job", "abell"))
    assert last(office) == ("abell", "", "night_job")
    shown = office("audit", "show", "--json", env=as_login(office, "night_job", "abell")).json()[-1]
    assert (shown["recorded_by"], shown["signed_in"]) == ("abell", "night_job")
    said = office(*NOTE, code=4, env=as_login(office, "night_job", "nobody_here")).err
    assert "nobody_here is not a worker in this record" in said
    office("show", "P-0001", env=as_login(office, "inspector", "jmay"))
    seen = office("audit", "who-saw", "P-0001", "--json", env=as_login(office, "inspector", "jmay")).json()[-1]
    assert (seen["by"], seen["signed_in"]) == ("jmay", "inspector")


def test_a_leaver_who_can_still_sign_in_is_refused_in_any_name(office):
    office("worker", "add", "gone", "--name", "Gill One", "--role", "key-worker", "--team", "tipton")
    office.sql(f"CREATE ROLE gone LOGIN IN ROLE {roles.OFFICER}")
    office(*NOTE, env=as_login(office, "gone"))
    office("worker", "end", "gone", "--on", "2016-07-12")
    later = {"today": "2016-07-13", "code": 4}
    assert "gone left on Tue 12 Jul 2016" in office("overdue", env=as_login(office, "gone"), **later).err
    assert "signed in to the database as gone" in office(*NOTE, env=as_login(office, "gone", "abell"), **later).err


def test_a_worker_whose_adding_was_undone_is_a_stranger_and_nobody_else(office):
    office("worker", "add", "wrong", "--name", "Wren Ong", "--role", "key-worker", "--team", "tipton")
    office.sql(f"CREATE ROLE wrong LOGIN IN ROLE {roles.OFFICER}")
    office("undo")
    assert "wrong is not a worker" in office("overdue", code=4, env=as_login(office, "wrong")).err
    assert "as wrong, so nothing" in office("overdue", code=4, env=as_login(office, "wrong", "abell")).err


ENTRY = "INSERT INTO entry (id, recorded_at, recorded_by, decided_by, command, reason, signed_in) VALUES (900, '', "
LOOKED = "INSERT INTO looked (number, at, by, command, ref, signed_in) VALUES (900, '', "
OTHERWISE = (
    f"{ENTRY}'jmay', '', 'note', '', 'aroy')",  # another's name
    f"{ENTRY}'aroy', '', 'note', '', 'jmay')",  # another's login
    f"{ENTRY}'aroy', '', 'note', '', '')",  # as if from a file
    f"{LOOKED}'jmay', 'show', 'P-0001', 'aroy')",
    f"{LOOKED}'aroy', 'show', 'P-0001', 'jmay')",
)


@pytest.mark.parametrize("statement", OTHERWISE, ids=range(len(OTHERWISE)))
def test_the_server_itself_refuses_one_worker_in_the_name_of_another(office, statement):
    assert any(why in psql(office, "aroy", statement) for why in ("in the name of another", "another login"))
    # Not by a table of the same name that comes first either, nor by taking another role.
    mine = "CREATE TEMP TABLE worker (login text)"
    assert any(why in psql(office, "aroy", mine, statement) for why in ("in the name of another", "another login"))
    assert "another" in psql(office, "aroy", f"SET ROLE {roles.OFFICER}", statement)


def test_the_server_takes_what_is_in_ones_own_name(office):
    assert psql(office, "aroy", f"{ENTRY}'aroy', 'jmay', 'note', '', 'aroy')") == "done"
    assert psql(office, "BCole", f"{ENTRY}'bcole', '', 'note', '', 'BCole')") == "done"
    assert psql(office, "night_job", f"{ENTRY}'abell', '', 'note', '', 'night_job')") == "done"
    assert psql(office, "aroy", f"{LOOKED}'aroy', 'show', 'P-0001', 'aroy')") == "done"


def test_the_login_is_sealed_and_a_guard_that_is_off_is_found(office, tmp_path):
    env = as_login(office, "jmay")
    assert office("audit", "verify", env=env).code == 0
    owner = as_login(office, "postgres", "abell")
    office.sql("ALTER TABLE entry DISABLE TRIGGER entry_no_update")
    change = "UPDATE entry SET signed_in = ? WHERE id = (SELECT max(id) FROM entry WHERE recorded_by = 'aroy')"
    office.sql(change, "jmay")
    assert "its heading changed" in office("audit", "verify", code=1, env=env).out
    office.sql(change, "aroy")
    office.sql("ALTER TABLE entry ENABLE TRIGGER entry_no_update")
    office.sql("ALTER TABLE entry DISABLE TRIGGER entry_signed_in")
    assert "The guard entry_signed_in is off." in office("record", "check", code=1, env=owner).out
    office.sql("ALTER TABLE entry ENABLE TRIGGER entry_signed_in")
    there = office.home / "back.db"
    office.home.chmod(0o700)
    office("record", "move", "--to", str(there), env=owner)  # row for row: the logins come along, and still verify
    assert office("audit", "verify", "--db", str(there), env={"EH_DB": None}).code == 0
