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
    refused(office, *args, code=4, says=says, hint="jmay as who decided", env=as_login(office, "aroy", "jmay"))
    refused(office, *args, "--user", "jmay", code=4, says=says, env=as_login(office, "aroy"))
    refused(office, *args, code=4, says="as nobody_here.", env=as_login(office, "aroy", "nobody_here"))


def test_what_a_manager_decided_is_recorded_in_both_names(office):
    office("allocate", "E-0001", "--to", "bcole", "--by", "jmay", env=as_login(office, "abell"))
    assert last(office) == ("abell", "jmay", "abell")


def test_a_service_says_whom_it_works_for_and_the_record_keeps_both(office):
    office(*NOTE, env=as_login(office, "night_job", "abell"))
    assert last(office) == ("abell", "", "night_job")
    own = ("audit", "show", "--by", "abell", "--json")
    shown = office(*own, env=as_login(office, "night_job", "abell")).json()[-1]
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


def entry(login: str, decided_by: str = "") -> str:
    return f"{ENTRY}'{login}', '{decided_by}', 'psql', '', '{login}')"


def fact(kind: str, details: str = "{}") -> str:
    columns = "id, entry, episode, kind, happened_on, happened_at, details, root"
    return f"INSERT INTO fact ({columns}) VALUES (9000, 900, 'E-0001', '{kind}', '2016-07-12', '', '{details}', 9000)"


def choice(kind: str) -> str:
    columns = "number, entry, kind, name, value, decided_by, reason"
    return f"INSERT INTO choice ({columns}) VALUES (900, 900, '{kind}', '2016-07-12', 'on', 'jmay', '')"


def worker(login: str, role: str) -> str:
    columns = "number, entry, login, name, role, team, agency, ehm_user, until"
    return f"INSERT INTO worker ({columns}) VALUES (900, 900, '{login}', 'Zed Xu', '{role}', '', '', false, '')"


DECIDED = {
    fact("allocated"): "allocate an episode",
    fact("episode-closed"): "close an episode",
    fact("set-aside"): "agree that a task will not be done",
    fact("visit-frequency-agreed"): "agree how often a family is visited",
    fact("minutes-reached", '{"stage": "approved"}'): "approve minutes",
    **{choice(kind): "make such a choice" for kind in ("switch", "end_reason", "closed:tipton", "adopted:tipton")},
    choice("trained"): "give somebody a role that decides",
    choice("two-homes"): "release a letter",
    worker("zx", "manager"): "give somebody a role that decides",
    worker("aroy", "manager"): "give somebody a role that decides",
    "INSERT INTO group_member (number, entry, slug, login, until) VALUES (900, 900, 'ecaf', 'aroy', '')": "give",
}


@pytest.mark.parametrize(("statement", "what"), DECIDED.items(), ids=[each.split("VALUES")[1] for each in DECIDED])
def test_the_server_itself_refuses_a_decision_by_who_may_not_take_it(office, statement, what):
    said = psql(office, "abell", entry("abell"), statement)
    assert said.startswith(f"abell (business-support) may not {what}")
    assert "aroy (key-worker) may not" in psql(office, "aroy", entry("aroy", "aroy"), statement)
    assert "nobody_here (no role) may not" in psql(office, "aroy", entry("aroy", "nobody_here"), statement)
    assert psql(office, "abell", entry("abell", "jmay"), statement) == "done", "a manager's decision, in both names"
    assert psql(office, "jmay", entry("jmay"), statement) == "done"


def test_the_server_knows_who_keeps_the_office_and_who_records_what_happened(office):
    for statement in (worker("zx", "key-worker"), choice("cog:tipton"), fact("contacted"), fact("form-recorded")):
        assert psql(office, "abell", entry("abell"), statement) == "done"
    said = psql(office, "aroy", entry("aroy"), worker("zx", "key-worker"))
    assert "aroy (key-worker) may not add or end workers" in said
    over = choice("two-homes").replace("'on', 'jmay'", "'', ''")  # anybody keeps people apart
    for statement in (over, fact("contacted"), fact("minutes-reached", '{"stage": "typed"}')):
        assert psql(office, "aroy", entry("aroy"), statement) == "done"
    ended = worker("jmay", "manager").replace("false, ''", "false, '2016-07-31'")  # the role is hers already
    assert "jmay is the last here who may add or appoint workers" in psql(office, "abell", entry("abell"), ended)
    office("worker", "add", "next", "--name", "Nina West", "--role", "manager", "--team", "tipton", "--by", "jmay")
    assert psql(office, "abell", entry("abell"), ended) == "done"
    office("worker", "end", "next", "--on", "2016-07-12")


def test_where_the_last_who_appoints_has_left_the_owner_of_the_tables_names_one_and_nobody_else(office):
    naming = ("worker", "add", "again", "--name", "Gwen Agar", "--role", "manager", "--team", "tipton")
    office.sql("ALTER TABLE worker DISABLE TRIGGER worker_no_update")
    here = office.sql("SELECT number FROM worker WHERE role = 'manager' AND until = ''")
    office.sql("UPDATE worker SET until = '2016-07-11' WHERE role = 'manager' AND until = ''")
    try:
        told = office(*naming, code=4, env=as_login(office, "abell")).err
        assert "abell (business-support) may not give somebody a role that decides" in told
        assert "whoever owns the record's tables may name one, signed in as that owner" in told
        becoming = worker("abell", "manager")
        assert "abell (business-support) may not" in psql(office, "abell", entry("abell"), becoming)
        office(*naming)
        told = office.sql("SELECT recorded_by, signed_in FROM entry ORDER BY id DESC LIMIT 1")
        assert told == [("abell", "postgres")], "the entry is sealed as the owner's"
    finally:
        for (number,) in here:
            office.sql(f"UPDATE worker SET until = '' WHERE number = {number}")
        office.sql("ALTER TABLE worker ENABLE TRIGGER worker_no_update")


def test_nothing_is_slipped_into_an_entry_that_is_sealed_or_undone_for_another(office):
    managers = office.sql("SELECT max(id) FROM entry WHERE decided_by = 'jmay'")[0][0]
    slipped = fact("allocated").replace("9000, 900", f"9000, {managers}")
    assert psql(office, "aroy", slipped) == f"entry {managers} is sealed and takes no more"
    undone = f"INSERT INTO undone (entry, by_entry) VALUES ({managers}, 900)"
    assert psql(office, "aroy", entry("aroy"), undone) == "only who recorded an entry may undo it"


def test_everybody_does_their_own_work_through_their_own_login(office):
    """Nothing that the server checks stands in the way of what eh itself allows."""

    def by(login: str, *args: str) -> str:
        return office(*args, env=as_login(office, login)).out

    child = (
        "--child",
        "Kim Larch; 2009-05-06; F",
        "--parent",
        "Pat Larch",
        "--address",
        "4 Mill Lane; Tipton; DY4 8AA",
        "--received",
        "2016-07-12 09:00",
    )
    ref = by("abell", "open-episode", "--team", "tipton", *child, "--quiet").strip()
    by("abell", "worker", "add", "tnew", "--name", "Tess New", "--role", "key-worker", "--team", "tipton")
    by("abell", "worker", "end", "tnew")
    by("abell", "worker", "add", "tman", "--name", "Tim Ann", "--role", "manager", "--team", "tipton", "--by", "jmay")
    by("abell", "allocate", ref, "--to", "aroy", "--by", "jmay")
    by("jmay", "allocate", ref, "--to", "bcole", "--on", "2016-07-12 11:00")
    by("jmay", "worker", "trained", "sdean")
    by("aroy", "visit", ref, "--outcome", "attempted")
    by("aroy", "undo")
    by("aroy", "visit", ref, "--outcome", "made", "--seen", "Kim Larch")
    by("aroy", "taf", "schedule", ref, "--at", "2016-07-12 15:00", "--venue", "Town hall")
    meeting = office("taf", "list", "--episode", ref, "--json").json()[0]["meeting"]
    by("aroy", "taf", "held", meeting, "--attended", "aroy")
    for stage in ("handed-in", "typed", "approved"):
        by("abell", "taf", "minutes", meeting, "--stage", stage, "--by", "jmay")
    by("abell", "set-aside", office.task("family-star", ref), "--reason", "Not wanted", "--by", "jmay")
    by("jmay", "procedure", "switch", "covid-19", "off", "--reason", "Ended")
    by("jmay", "undo")
    by("abell", "reason", "add", "Outcomes met", "--by", "jmay")
    by("jmay", "group", "add", "ecaf", "--member", "aroy")
    by("BCole", "letter", "no-contact", ref)
    by("abell", "team", "closed", "tipton", "--on", "2016-07-29", "--reason", "Moving", "--by", "jmay")
    by("jmay", "record", "rebuild")
    assert by("jmay", "audit", "verify").startswith("The journal is whole")
    assert by("lists", "overdue", "--user", "abell", "--json") == by("jmay", "overdue", "--json")
    assert office("record", "check", "--json").json()["findings"] == []


def test_the_login_is_sealed_and_a_guard_that_is_off_is_found(office, tmp_path):
    env = as_login(office, "jmay")
    office(*NOTE, env=as_login(office, "aroy"))
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
