"""Each guard of a server that is off, changed, missing or foreign is found by its name, and mended by its owner."""

from __future__ import annotations

import pytest

from ehcli.record import roles
from tests.server import SharedOffice, moved


@pytest.fixture(scope="module")
def office(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    """The record on a server of its own: roles are a whole server's."""
    made = moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("standing") / "home", own_server.server)
    assert findings(made) == [], "nobody but whoever owns the tables is let in"
    made.sql("CREATE ROLE other NOLOGIN")
    made.sql("CREATE ROLE aroy LOGIN")
    made.sql("GRANT SELECT ON case_note TO other")
    assert ["other may use the record here" in each for each in findings(made)] == [True]
    made.sql("REVOKE SELECT ON case_note FROM other")
    made("record", "roles", "--apply")
    made.sql(f"CREATE ROLE nightly LOGIN IN ROLE {roles.READER}")
    assert findings(made) == []
    return made


def findings(office: SharedOffice) -> list[str]:
    return office("record", "check", "--json", code=None).json()["findings"]


BENT = {  # what is done, what is said of it, and how it is taken back where the roles do not do it
    "ALTER TABLE fact DISABLE TRIGGER fact_may_close": ("The guard fact_may_close is off.", ""),
    "ALTER TABLE fact DISABLE TRIGGER fact_no_update": ("The guard fact_no_update is off.", ""),
    "DROP TRIGGER letter_entry ON letter": ("The guard letter_entry is missing.", ""),
    "CREATE TRIGGER mine BEFORE INSERT ON fact FOR EACH ROW EXECUTE FUNCTION row_no_update()": (
        "The guard mine is not one of this version.",
        "DROP TRIGGER mine ON fact",
    ),
    "DROP FUNCTION may_undo CASCADE": ("The function may_undo is missing.", ""),
    "ALTER FUNCTION may_see(text, text) SECURITY INVOKER": ("The function may_see is not as", ""),
    "ALTER FUNCTION role_of(text) SET search_path = public": ("The function role_of is not as", ""),
    "CREATE OR REPLACE FUNCTION row_no_delete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'": (
        "The function row_no_delete is not as",
        "",
    ),
    "CREATE FUNCTION lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT 1::text'": (
        "The function lower is not one of this version.",
        "DROP FUNCTION public.lower(varchar)",
    ),
    "CREATE OPERATOR public.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)": (
        "The operator === is not one of this version.",
        "DROP OPERATOR public.=== (int, int)",
    ),
    "CREATE OR REPLACE VIEW worker_stands AS SELECT t.* FROM worker t": ("view worker_stands is not as", ""),
    "CREATE OR REPLACE VIEW case_note_stands AS SELECT t.* FROM case_note t": ("view case_note_stands is not as", ""),
    "CREATE TABLE mine (a int)": ("The table or view mine is not one of this version.", "DROP TABLE mine"),
    "GRANT UPDATE ON counter TO eh_officer": ("eh_officer may UPDATE counter, which no role of the record has.", ""),
    "GRANT SELECT (text) ON case_note TO eh_officer": ("eh_officer may SELECT text of case_note", ""),
    "REVOKE INSERT ON fact FROM eh_officer": ("eh_officer may not INSERT fact, which its role should.", ""),
    "GRANT SELECT ON letter TO PUBLIC": ("PUBLIC may SELECT letter, which no role of the record has.", ""),
    "GRANT EXECUTE ON FUNCTION take_turn() TO PUBLIC": ("The right to call take_turn of PUBLIC", ""),
    "GRANT CREATE ON SCHEMA public TO PUBLIC": ("PUBLIC may make things in the record's schema.", ""),
    "ALTER ROLE eh_reader LOGIN": ("The role eh_reader is missing, signs in", "ALTER ROLE eh_reader NOLOGIN"),
    "GRANT postgres TO eh_officer": ("The role eh_officer is missing, signs in", "REVOKE postgres FROM eh_officer"),
    "ALTER TABLE person ENABLE ROW LEVEL SECURITY": (
        "The table person has a policy or rule that this version does not make.",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
    ),
    "ALTER DATABASE postgres SET session_replication_role = replica": (
        "No guard asks anything of the whole database: its session_replication_role is set to replica.",
        "ALTER DATABASE postgres RESET session_replication_role",
    ),
    "ALTER ROLE aroy SET session_replication_role = replica": (
        "No guard asks anything of the login aroy",
        "ALTER ROLE aroy RESET session_replication_role",
    ),
    "ALTER ROLE aroy SET search_path = aroy, public": (
        "The search_path of the login aroy is set to aroy, public",
        "ALTER ROLE aroy RESET search_path",
    ),
    "GRANT postgres TO aroy": (
        "The login aroy may do what whoever owns the tables may on the server: no guard asks it anything.",
        "REVOKE postgres FROM aroy",
    ),
    "ALTER ROLE aroy SUPERUSER": ("The login aroy may do everything on the server", "ALTER ROLE aroy NOSUPERUSER"),
    "ALTER ROLE nightly CREATEROLE": ("The login nightly may give roles", "ALTER ROLE nightly NOCREATEROLE"),
    "ALTER TABLE fact DROP CONSTRAINT uq_fact_withdraws": (
        "The key uq_fact_withdraws of fact is missing",
        "ALTER TABLE fact ADD CONSTRAINT uq_fact_withdraws UNIQUE (withdraws)",
    ),
    "ALTER TABLE worklist DROP CONSTRAINT pk_worklist": (
        "The key pk_worklist of worklist is missing",
        "ALTER TABLE worklist ADD CONSTRAINT pk_worklist PRIMARY KEY (task)",
    ),
    "ALTER TABLE worklist ALTER COLUMN key DROP NOT NULL": (
        "The column key of worklist may be left empty.",
        "ALTER TABLE worklist ALTER COLUMN key SET NOT NULL",
    ),
    "ALTER TABLE fact ADD CONSTRAINT mine CHECK (episode <> 'E-0009')": (
        "The check mine of fact is not one of this version.",
        "ALTER TABLE fact DROP CONSTRAINT mine",
    ),
    "CREATE SCHEMA aroy; CREATE TABLE aroy.worklist AS SELECT * FROM public.worklist WHERE false": (
        "The schema aroy holds a worklist: whoever signs in as aroy is shown it in the record's place.",
        "DROP SCHEMA aroy CASCADE",
    ),
    "CREATE RULE mine AS ON INSERT TO task DO ALSO NOTHING": (
        "The table task has a policy or rule that this version does not make.",
        "DROP RULE mine ON task",
    ),
    "ALTER TABLE team OWNER TO other": (
        "The table team does not belong to whoever owns the record",
        "ALTER TABLE team OWNER TO postgres",
    ),
}


@pytest.mark.parametrize("done", BENT)
def test_it_is_found_by_its_name_and_mended(office, done):
    says, back = BENT[done]
    office.sql(done)
    assert any(says in each for each in findings(office)), findings(office)
    if back:
        office.sql(back)
    office("record", "roles", "--apply")
    assert findings(office) == []


def test_every_right_that_is_given_is_named_once():
    given = list(roles.given())
    assert len(given) == len(set(given))
