"""What a server refuses any program with a worker's login: each kind of statement, as each kind of login."""

from __future__ import annotations

import psycopg
import pytest
from test_trips import IN_TURN, WRITE, WRITES

from ehcli.record import roles
from ehcli.record.columns import COLUMNS
from tests.line import line
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


# Writing: what no program may add, change or take away with a worker's login


def entry(login: str, decided_by: str = "", at: str = "2016-07-12T09:00:00+00:00", command: str = "psql") -> str:
    """An entry with the next number, as a program would make one."""
    return f"""WITH n AS (SELECT last + 1 AS id FROM counter WHERE name = 'entry'),
        g AS (SELECT give_out('entry', id) FROM n)
        INSERT INTO entry (id, recorded_at, recorded_by, decided_by, command, reason, signed_in)
        SELECT id, '{at}', '{login}', '{decided_by}', '{command}', '', '{login}' FROM n, g"""


MINE, NEXT = "(SELECT max(id) FROM entry)", "(SELECT last FROM counter WHERE name = 'fact')"


def fact(kind: str, details: str = "{}", withdraws: str = "NULL", episode: str = "E-0001", on: str = MINE) -> str:
    """A fact with the next number, of the newest entry."""
    return f"""WITH n AS (SELECT last + 1 AS id FROM counter WHERE name = 'fact'),
        g AS (SELECT give_out('fact', id) FROM n)
        INSERT INTO fact (id, entry, episode, kind, happened_on, happened_at, details, root, withdraws)
        SELECT id, {on}, '{episode}', '{kind}', '2016-07-12', '', '{details}',
        coalesce((SELECT root FROM fact WHERE id = {withdraws}), id), {withdraws} FROM n, g"""


ALLOCATED = "(SELECT max(id) FROM fact WHERE kind = 'allocated')"
OPENED = "(SELECT max(id) FROM fact WHERE kind = 'episode-opened')"
NOTED = "(SELECT max(id) FROM fact WHERE kind = 'note-written')"
CLOSED = '{"reason": "Refer to CSC", "decided_by": "jmay"}'
HEADING = "SELECT set_heading('E-0001', {}, {}, {}, {}) FROM episode WHERE ref = 'E-0001'"


def row(table: str, values: str, on: str = MINE) -> str:
    """A row of a table with the next number."""
    return f"""WITH n AS (SELECT coalesce((SELECT last FROM counter WHERE name = '{table}'), 0) + 1 AS id),
        g AS (SELECT give_out('{table}', id::int) FROM n)
        INSERT INTO {table} SELECT ({table}_row).* FROM n, g, LATERAL json_populate_record(NULL::{table},
        json_build_object('number', id, 'entry', {on}, {values})) {table}_row"""


WORKER = "'login', '{}', 'name', 'Zed Xu', 'role', '{}', 'team', 'tipton', 'agency', '', 'ehm_user', false, 'until', ''"
REFUSED: dict[str, tuple[str, ...]] = {
    # Decisions, whatever they take the place of, and whoever is named.
    "close, in the place of another fact": (entry("aroy"), fact("episode-closed", CLOSED, ALLOCATED)),
    "close, in the place of a note": (entry("aroy"), fact("episode-closed", CLOSED, NOTED)),
    "close, in the name of one who left": (entry("aroy", "old"), fact("episode-closed", CLOSED)),
    "close, by an officer": (entry("aroy"), fact("episode-closed", "{}")),
    "close, for a reason that a manager decides": (entry("aroy", "aroy"), fact("episode-closed", CLOSED)),
    "close, with another named in the fact": (
        entry("aroy", "jmay"),
        fact("episode-closed", CLOSED.replace("jmay", "bcole")),
    ),
    "allocate, in the place of another's": (entry("aroy"), fact("allocated", '{"worker": "aroy"}', ALLOCATED)),
    "approve minutes": (entry("aroy"), fact("minutes-reached", '{"stage": "approved"}')),
    "release an invitation oneself": (entry("aroy"), fact("invited", '{"released_by": "aroy"}')),
    "become a manager": (entry("aroy"), row("worker", WORKER.format("aroy", "manager"))),
    "make the last manager another": (entry("abell"), row("worker", WORKER.format("jmay", "key-worker"))),
    "end the last manager": (
        entry("abell"),
        row("worker", WORKER.format("jmay", "manager").replace("'until', ''", "'until', '2016-07-12'")),
    ),
    "give a leaver the role back": (entry("abell"), row("worker", WORKER.format("old", "manager"))),
    "join a group": (entry("aroy"), row("group_member", "'slug', 'ecaf', 'login', 'aroy', 'until', ''")),
    "say what the record is": (entry("jmay"), row("choice", "'kind', 'record', 'name', 'practice', 'value', 'yes'")),
    "release a letter oneself": (
        entry("aroy"),
        "INSERT INTO letter (ref, entry, episode, kind, template_version, person, addressee, address, dated, file,"
        f" hash, released_by) VALUES ('L-0002', {MINE}, 'E-0001', 'k', '1', '', '', '', '2016-07-12', '', '', 'aroy')",
    ),
    # Another's entry, and one's own once it is over.
    "add to another's entry": (fact("contacted", on="(SELECT max(id) FROM entry WHERE recorded_by = 'bcole')"),),
    **{
        f"add to a sealed entry: {table}": (row(table, values, on="2"),)
        for table, values in {
            "address": "'person', 'P-0001', 'lines', 'x', 'postcode', '', 'since', '2016-07-12', 'confirmed', true",
            "person_details": "'person', 'P-0001', 'name', 'x'",
            "restriction": "'family', 'F-0001', 'person', 'P-0001', 'other', 'P-0003', 'because', 'x'",
            "relation": "'family', 'F-0001', 'person', 'P-0003', 'child', 'P-0001', 'relation', 'x'",
            "member": "'family', 'F-0001', 'person', 'P-0001', 'role', 'other'",
        }.items()
    },
    "take back another's fact": (entry("aroy"), fact("withdrawn", withdraws=ALLOCATED)),
    "undo another's entry": (entry("aroy"), f"INSERT INTO undone VALUES (3, {MINE})"),
    "undo another's for another": ("INSERT INTO undone VALUES (3, 2)",),
    "undo the record's making": (entry("aroy"), f"INSERT INTO undone VALUES (1, {MINE})"),
    "take another fact's place in another episode": (entry("aroy"), fact("contacted", "{}", NOTED, "E-0009")),
    "leave an entry without its seal": (entry("aroy"), fact("contacted")),
    # Who and when.
    "write as another": (entry("aroy").replace("'aroy', '',", "'jmay', '',", 1),),
    "write as one who left": (entry("old"),),
    "name one who left as who decided": (entry("aroy", "old"),),
    "name a stranger as who decided": (entry("aroy", "nobody"),),
    "record in the days to come": (entry("aroy", at="2099-01-01T00:00:00+00:00"),),
    "record a decision in the days to come as a visit": (
        entry("jmay", at="2099-01-01T00:00:00+00:00", command="visit"),
        fact("episode-closed", "{}"),
    ),
    # What follows from the facts.
    **{
        f"{act} {table}": (statement,)
        for table in ("counter", "about", "worklist", "meeting", "pack_duty", "name_word", "task", "episode", "seal")
        for act, statement in (
            ("update", f"UPDATE {table} SET {next(iter(COLUMNS[table]))} = {next(iter(COLUMNS[table]))}"),
            ("delete", f"DELETE FROM {table}"),
            ("empty", f"TRUNCATE {table} CASCADE"),
        )
    },
    "close in the heading alone": (HEADING.format("team", "worker", "'2016-07-12'", "'x'"),),
    "hand the heading to another": (HEADING.format("team", "'jmay'", "''", "''"),),
    "hand the heading to another team": (HEADING.format("'oldbury'", "worker", "''", "''"),),
    "a counter at its end": ("SELECT give_out('fact', 2147483647)",),
    "a counter back": ("SELECT give_out('fact', last - 1) FROM counter WHERE name = 'fact'",),
    "a counter for nothing": ("SELECT give_out('fact', last + 1) FROM counter WHERE name = 'fact'",),
    "a counter of nothing": ("SELECT give_out('nothing', 1)",),
    "say another schema": ("SELECT set_about('schema', '0001')",),
    "say that the record is replaced": ("SELECT set_about('replaced', 'x')",),
    "use a procedure that nobody took up": ("SELECT set_about('procedures', 'nowhere')",),
    "hide what is owed": ("SELECT set_worklist('E-0001', '[]')",),
    "hide a meeting": ("SELECT set_meetings('E-0001', '[{\"ref\": \"M-0001\"}]')",),
    "hide who is found": ("SELECT forget_words('P-0001')",),
    "empty the worklist": ("SELECT empty_worklist()",),
    "move tasks to another band": ("SELECT set_bands('tipton', 'initial-home-visit', '[]')",),
    "a number that was never given": (
        entry("aroy"),
        "INSERT INTO address (number, entry, person, lines, postcode, since, confirmed)"
        f" VALUES (2147483647, {MINE}, 'P-0001', 'x', '', '2016-07-12', true)",
        "SET CONSTRAINTS ALL IMMEDIATE",
    ),
    "a reading with the last number": (
        "INSERT INTO looked VALUES (2147483647, '2016-07-12', 'aroy', 'show', 'P-0001', 'aroy')",
    ),
    # What the guards rest on.
    "make a function in the schema": (
        "CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    ),
    "make a table in the schema": ("CREATE TABLE public.worker2 (a int)",),
    "switch a guard off": ("ALTER TABLE fact DISABLE TRIGGER ALL",),
    "become a replica": ("SET session_replication_role = replica",),
    "become the owner": ("SET SESSION AUTHORIZATION postgres",),
    "change a function": ("ALTER FUNCTION may_decide() SECURITY INVOKER",),
    "change a view": ("CREATE OR REPLACE VIEW worker_stands AS SELECT * FROM worker",),
    "give oneself a role": (f"GRANT {roles.MANAGER} TO aroy",),
}


def writer_of(statements: tuple[str, ...]) -> str:
    """The login that the statements are tried with: the one that they name."""
    named = statements[0].partition("'psql', '', '")[2].partition("'")[0]
    return named or ("jmay" if "'visit', '', 'jmay'" in statements[0] else "aroy")


@pytest.mark.parametrize("what", REFUSED)
def test_the_server_refuses_it_and_nothing_is_kept(office, what):
    statements = REFUSED[what]
    before = office.sql("SELECT name, last FROM counter ORDER BY name")
    told = asked(office, writer_of(statements), *statements, keep=True)
    assert told.startswith("refused: "), told
    assert "does not exist" not in told
    assert "syntax" not in told
    assert office.sql("SELECT name, last FROM counter ORDER BY name") == before


@pytest.mark.parametrize("login", ["lists", "inspector", "old"])
def test_whoever_only_reads_or_has_left_writes_nothing(office, login):
    for what, statements in REFUSED.items():
        told = asked(office, login, *(each.replace("'aroy'", f"'{login}'") for each in statements), keep=True)
        assert told.startswith("refused: "), what


def test_what_eh_lets_a_worker_do_any_program_may_do_and_the_record_stays_whole(office):
    assert asked(office, "aroy", entry("aroy"), fact("contacted", '{"outcome": "made"}')) == "done"
    assert asked(office, "aroy", entry("aroy", "jmay"), fact("episode-closed", CLOSED)) == "done"
    ahead = entry("aroy", at="2099-01-01T00:00:00+00:00", command="contact")
    assert asked(office, "aroy", ahead, fact("contacted")) == "done", "no clock stands between a worker and a contact"
    for login in ("aroy", "bcole"):
        office("visit", "E-0001", "--outcome", "attempted", env=as_login(office, login))
        office("undo", env=as_login(office, login))
    assert office("record", "check", "--json").json()["findings"] == []


def test_a_shadow_of_a_table_or_function_changes_nothing(office):
    shadows = (
        "CREATE TEMP TABLE worker (number int, entry int, login text, role text, until text)",
        "INSERT INTO worker VALUES (1, 1, 'aroy', 'manager', '')",
        "CREATE TEMP TABLE seal (entry int)",
        "SET search_path = pg_temp, public",
    )
    told = asked(office, "aroy", *shadows, entry("aroy"), fact("episode-closed", "{}"))
    assert "aroy (key-worker) may not close" in told


def test_who_may_only_read_holds_nobody_up_and_who_may_write_is_named(office):
    words = ("visit", "E-0001", "--outcome", "attempted")
    with psycopg.connect(office.url.replace("//postgres@", "//lists@")) as reader:
        reader.execute("SELECT pg_advisory_lock(25960, n) FROM (VALUES (0), ('about'::regclass::oid::int)) t (n)")
        reader.execute("SELECT pg_advisory_lock(25961, 'looked'::regclass::oid::int)")
        reader.execute("LOCK TABLE about IN ACCESS SHARE MODE")
        assert asked(office, "lists", "LOCK TABLE about IN SHARE MODE").startswith("refused: ")
        assert asked(office, "lists", "SELECT take_turn()").startswith("refused: ")
        assert "writing" not in office(*words, env=as_login(office, "aroy")).err
        assert "not be noted" not in office("show", "P-0001", env=as_login(office, "aroy")).err
    with psycopg.connect(office.url.replace("//postgres@", "//bcole@"), application_name="eh jmay") as other:
        other.execute("SELECT take_turn()")
        said = office(*words, env=as_login(office, "aroy"), code=5).err
    assert "busy: bcole is writing" in said


@pytest.mark.parametrize("words", [WRITES[0], WRITES[2], WRITES[3], WRITES[6]], ids=lambda words: words[0])
def test_a_write_by_a_login_waits_no_oftener_than_the_owners(office, words):
    with line(office.server) as heard:
        far = SharedOffice(office.home, office.today, office.database, office.make, server=heard.address)
        heard.forget()
        far(*words, "--dry-run", env=as_login(far, "abell"))
        assert heard.trips <= WRITE
        assert 0 < heard.in_turn <= IN_TURN
