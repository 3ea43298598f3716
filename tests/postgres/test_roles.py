"""The database's own roles: what officer, manager, reader and auditor may do, whatever program asks."""

from __future__ import annotations

import psycopg
import pytest

from ehcli.record import roles, tables
from tests.offices import PATIENCE
from tests.server import SharedOffice, moved, patiently


@pytest.fixture(scope="module")
def office(_shared, tmp_path_factory) -> SharedOffice:
    made = _shared("_allocated").copy(tmp_path_factory.mktemp("roles") / "home")
    assert (
        made("record", "roles", "--apply").out == "The roles eh_officer, eh_manager, eh_reader, eh_auditor are set.\n"
    )
    made("record", "roles", "--apply")  # and again: nothing changes
    return made


def as_role(office: SharedOffice, role: str) -> dict[str, str | None]:
    """Whoever signs in as that role."""
    return {"EH_DB": f"{office.url}?options=-c%20role%3D{role}"}


def refused(office: SharedOffice, role: str, statement: str) -> bool:
    """Whether the database refuses that role that statement, by right and not for another reason."""
    with psycopg.connect(office.url) as connection:
        connection.execute(f"SET ROLE {role}")
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
    return False


APPENDED = sorted(set(tables.whole().tables) - set(roles.REWRITTEN))


@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_may_change_or_delete_what_was_recorded(office, role):
    for table in APPENDED:
        column = next(iter(tables.whole().tables[table].columns.keys()))
        assert refused(office, role, f'UPDATE "{table}" SET "{column}" = "{column}"'), table
        assert refused(office, role, f'DELETE FROM "{table}"'), table
        assert refused(office, role, f'TRUNCATE "{table}" CASCADE'), table
    assert refused(office, role, "ALTER TABLE fact DISABLE TRIGGER ALL")


def test_an_officer_and_a_manager_do_the_whole_job(office):
    for role in (roles.OFFICER, roles.MANAGER):
        env = as_role(office, role)
        office("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", env=env)
        office("note", "E-0001", "--type", "Early Help Note", "--text", role, env=env)
        office("overdue", "--json", env=env)
        office("record", "rebuild", env=env)
        assert office("record", "check", "--json", env=env).json()["findings"] == []
    assert refused(office, roles.OFFICER, "SELECT * FROM looked")
    assert not refused(office, roles.MANAGER, "SELECT * FROM looked")


def test_a_reader_sees_the_lists_and_nothing_else(office):
    env = as_role(office, roles.READER)
    assert office("overdue", "--json", env=env).out == office("overdue", "--json").out
    assert office("due", "--json", env=env).out == office("due", "--json").out
    office("tray", "team", env=env)
    office("taf", "list", env=env)
    told = office("timeline", "E-0001", code=4, env=env)
    assert told.out == ""
    assert "Your role on the database may not do this" in told.err
    assert "eh record roles" in told.err
    told = office("visit", "E-0001", "--outcome", "made", code=4, env=env)
    assert "Your role on the database may not do this" in told.err
    for table in ("entry", "fact", "seal", "person_details", "case_note", "letter", "address", "looked"):
        assert refused(office, roles.READER, f"SELECT * FROM {table}")
    for table in tables.whole().tables:
        assert refused(office, roles.READER, f'INSERT INTO "{table}" DEFAULT VALUES')


def test_an_auditor_sees_everything_and_writes_nothing_but_that_a_file_was_read(office):
    env = as_role(office, roles.AUDITOR)
    looks = len(office.sql("SELECT number FROM looked"))
    assert "not be noted" not in office("show", "P-0001", env=env).err
    assert len(office.sql("SELECT number FROM looked")) == looks + 1
    assert office("timeline", "E-0001", env=env).out == office("timeline", "E-0001").out
    assert office("record", "check", "--json", env=env).json()["findings"] == []
    for table in tables.whole().tables:
        assert not refused(office, roles.AUDITOR, f'SELECT * FROM "{table}"')
        may = office.sql("SELECT has_table_privilege(?, ?, 'INSERT')", roles.AUDITOR, f'"{table}"')[0][0]
        assert may == (table == "looked"), table


def test_the_sql_is_printed_for_whoever_keeps_the_database(office):
    told = office("record", "roles").out
    assert "CREATE ROLE eh_auditor NOLOGIN" in told
    assert 'GRANT EXECUTE ON FUNCTION "public".give_out(text, integer)' in told
    assert told.endswith(";\n")
    with psycopg.connect(office.url) as connection:  # all of it can be run as it was printed
        connection.execute(told)


def test_two_records_on_one_server_may_have_their_roles_set_at_once(own_server, _allocated, tmp_path):
    """Whoever comes second waits for the first, finds the role made, and goes on."""
    office = moved(_allocated, lambda _: "postgres", tmp_path / "home", own_server.server)
    waits = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'eh%' AND wait_event_type = 'Lock'"
    with psycopg.connect(office.url) as first:
        first.execute(f"CREATE ROLE {roles.OFFICER} NOLOGIN")
        second = office.start("record", "roles", "--apply")
        for _ in patiently():
            if office.sql(waits) == [(1,)]:
                break
        first.commit()
        out, err = second.communicate(timeout=PATIENCE)
    assert (second.returncode, err) == (0, b""), err
    assert out.decode() == f"The roles {', '.join(roles.ROLES)} are set.\n"
