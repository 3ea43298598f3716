"""What no program with an officer's own login may record on a server: each entry is whole and its seal fits."""

from __future__ import annotations

import psycopg
import pytest

from ehcli.record import roles
from tests.forged import Forger, fact, on_server
from tests.server import SharedOffice, moved

LOGINS = {"abell": roles.OFFICER, "aroy": roles.OFFICER, "bcole": roles.OFFICER, "jmay": roles.MANAGER}
LOGINS |= {"old": roles.OFFICER, "inspector": roles.AUDITOR}
TODAY = "2016-07-12"
SECRET = "Told in confidence"


@pytest.fixture(scope="module")
def office(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    """Two families on a server where everybody has a login: one is kept apart and flagged, and somebody has left."""
    made = moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("bent") / "home", own_server.server)
    made("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell")
    made("family", "restrict", "P-0003", "P-0001", "--because", "Court order")
    made("family", "flag", "F-0001", "--because", "Ask first")
    made("group", "add", "ecaf", "--member", "jmay", "--by", "jmay")
    made("note", "E-0001", "--type", "Early Help Note", "--text", SECRET, "--restrict-to", "ecaf", user="jmay")
    made("worker", "add", "old", "--name", "Olive Doyle", "--role", "manager", "--team", "tipton", "--by", "jmay")
    made("worker", "end", "old", "--on", TODAY, "--by", "jmay")
    made("record", "roles", "--apply")
    for login, role in LOGINS.items():
        made.sql(f'CREATE ROLE "{login}" LOGIN IN ROLE {role}')
    return made


def as_login(office: SharedOffice, login: str) -> dict[str, str | None]:
    return {"EH_DB": office.url.replace("//postgres@", f"//{login}@"), "EH_USER": None}


def entry_of(office: SharedOffice, command: str) -> int:
    ((found,),) = office.sql("SELECT max(id) FROM entry WHERE command = ?", command)
    return int(found)


def number_of(office: SharedOffice, kind: str) -> str:
    ((found,),) = office.sql("SELECT max(id) FROM fact WHERE kind = ? AND episode = 'E-0001'", kind)
    return str(found)


MADE = '{"how": "visit", "outcome": "made"}'
UNREADABLE = {
    "a day after the calendar": fact("contacted", "2031-05-05", MADE),
    "a day before it": fact("contacted", "0001-01-01", MADE),
    "no day": fact("contacted", "garbage", MADE),
    "a day that there is not": fact("contacted", "2016-02-30", MADE),
    "no time of day": fact("contacted", TODAY, MADE).replace(f"'{TODAY}', ''", f"'{TODAY}', '99:99'"),
    "details that are no JSON": fact("contacted", TODAY, "["),
    "details that are a list": fact("contacted", TODAY, "[1]"),
    "details of another kind": fact("contacted", TODAY, '{"seen": 3}'),
    "details with a number for a name": fact("contacted", TODAY, '{"seen": [3]}'),
    "a word that there is not": fact("contacted", TODAY, '{"how": "telepathy"}'),
    "a kind that there is not": fact("unheard-of", TODAY),
    "a meeting that there is not": fact("taf-scheduled", TODAY, '{"meeting": "M-9999", "planned_on": "2016-08-09"}'),
    "a meeting on no day": fact("taf-scheduled", TODAY, '{"meeting": "M-0001", "planned_on": "soon"}'),
    "a meeting of no name": fact("taf-held", TODAY, "{}"),
    "minutes of a meeting that there is not": fact("minutes-reached", TODAY, '{"meeting": "M-9", "stage": "typed"}'),
    "an agreement until no day": fact("visit-frequency-agreed", TODAY, '{"until": "9999-99-99"}'),
    "a form about no day": fact("form-recorded", TODAY, '{"form": "genogram", "about_on": "x"}'),
    "a letter that there is not": fact("letter-posted", TODAY, '{"letter": "L-9999"}'),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_fact_that_nobody_could_read_is_refused(office, what):
    said = on_server(office.url, "abell", UNREADABLE[what], command="contact")
    assert said
    assert "syntax" not in said
    assert "does not exist" not in said


@pytest.mark.parametrize("kind", ["episode-opened", "allocated", "referral-received", "arrived-in-tray"])
def test_no_day_is_put_right_to_a_day_to_come(office, kind):
    """A family that was told of in the days to come would sleep until then."""
    number = number_of(office, kind)
    ((details,),) = office.sql("SELECT details FROM fact WHERE id = ?", int(number))
    office.sql("UPDATE about SET value = 'no' WHERE key = 'replay'")  # as a record of real families has it
    try:
        said = on_server(office.url, "bcole", fact(kind, "2029-01-01", details, more=number), command="correct")
    finally:
        office.sql("UPDATE about SET value = 'yes' WHERE key = 'replay'")
    assert "is to come" in said


def test_what_happened_is_told_of_today_by_any_program(office):
    said = on_server(office.url, "abell", fact("contacted", TODAY, MADE), "SELECT set_worklist('E-0001', '[]')")
    assert said == ""
    assert office("record", "rebuild").code == 0


CHOICES = {
    "closed on no day": "('closed:tipton', 'zzz', 'x')",
    "a procedure from no day": "('adopted:tipton', 'zzz', 'sandwell')",
    "a procedure that cannot be read": "('adopted:tipton', '2016-07-01', 'no pe; 5')",
    "a band that there is not": "('band:tipton', 'initial-home-visit', 'zzz')",
}


@pytest.mark.parametrize("what", CHOICES)
def test_a_choice_that_nobody_could_read_is_refused(office, what):
    kind, name, value = CHOICES[what].strip("()").split(", ")
    give = "SELECT give_out('choice', (SELECT last + 1 FROM counter WHERE name = 'choice'))"
    values = f"(SELECT last FROM counter WHERE name = 'choice'), {{e}}, {kind}, {name}, {value}, '', ''"
    said = on_server(office.url, "abell", give, f"INSERT INTO choice VALUES ({values})", decided_by="jmay")
    assert "no day" in said or "cannot be read" in said


def test_a_day_of_birth_that_is_none_is_refused(office):
    give = "SELECT give_out('person_details', (SELECT last + 1 FROM counter WHERE name = 'person_details'))"
    row = """INSERT INTO person_details SELECT (SELECT last FROM counter WHERE name = 'person_details'), {e}, person,
        name, 'zzz', sex, phone, safe_to_write, unsafe_because, email, formats, died_on FROM person_details LIMIT 1"""
    said = on_server(office.url, "abell", give, row)
    assert "no day" in said, said


# What keeps somebody safe


RESTRICTION = "INSERT INTO restriction VALUES (2, {{e}}, '{}', '{}', '{}', 'x', '2016-07-01', '2016-07-02')"
FLAG = "INSERT INTO family_flag VALUES (2, {e}, 'F-0001', 'x', '2016-07-01', '2016-07-02')"
GIVE = "SELECT give_out('{}', 2)"


@pytest.mark.parametrize(
    ("family", "person", "other"),
    [("F-0002", "P-0001", "P-0003"), ("F-0002", "P-0003", "P-0001"), ("F-0001", "P-0001", "P-0003")],
)
def test_no_restriction_is_lifted_under_any_family_whoever_is_named_first(office, family, person, other):
    told = RESTRICTION.format(family, person, other)
    said = on_server(office.url, "bcole", GIVE.format("restriction"), told, command="family restrict")
    assert "may not release a letter" in said or "is the family neither of" in said


def test_no_restriction_is_recorded_in_a_family_that_is_not_theirs(office):
    told = RESTRICTION.format("F-0002", "P-0001", "P-0002").replace("2016-07-02", "")
    assert "is the family neither of" in on_server(office.url, "bcole", GIVE.format("restriction"), told)


def test_no_flag_is_lifted(office):
    said = on_server(office.url, "bcole", GIVE.format("family_flag"), FLAG, command="family flag")
    assert "may not release a letter" in said


# Undoing


def undone(entry: int) -> str:
    return f"INSERT INTO undone VALUES ({entry}, {{e}})"


@pytest.mark.parametrize("command", ["family restrict", "family flag", "worker end", "open-episode"])
def test_nothing_is_undone_that_keeps_somebody_safe_or_out_or_that_others_rest_on(office, command):
    for decided_by in ("", "bcole"):
        entry = entry_of(office, command)
        if command == "open-episode":
            ((entry,),) = office.sql("SELECT entry FROM episode WHERE ref = 'E-0001'")
        said = on_server(office.url, "abell", undone(entry), decided_by=decided_by, command="undo")
        assert "is not the last that" in said or "rests on" in said or "may not" in said


def test_the_last_of_ones_own_is_not_undone_where_it_keeps_somebody_safe(office):
    """Nothing was recorded since, and nothing rests on it: it takes the right that ending it takes."""
    office("family", "flag", "F-0002", "--because", "Ask first", env=as_login(office, "bcole"))
    entry = entry_of(office, "family flag")
    assert "may not release a letter" in on_server(office.url, "bcole", undone(entry), command="undo")
    said = office("undo", env=as_login(office, "bcole"), code=4).err
    assert "bcole (key-worker) may not release a letter" in said
    office("undo", "--by", "jmay", env=as_login(office, "bcole"))
    assert office("record", "check", "--json").json()["findings"] == []


def test_a_role_that_ended_is_not_given_back_by_undoing(office):
    office("worker", "end", "inspector2", code=3)
    office("worker", "add", "ela", "--name", "Ela Ray", "--role", "manager", "--team", "tipton", "--by", "jmay")
    office("worker", "end", "ela", "--on", TODAY, "--by", "jmay", env=as_login(office, "bcole"))
    entry = entry_of(office, "worker end")
    assert "may not give somebody a role" in on_server(office.url, "bcole", undone(entry), command="undo")
    assert "may not" in office("undo", env=as_login(office, "bcole"), code=4).err


def test_nothing_is_taken_back_but_by_undoing_its_entry_whole(office):
    """One fact after the other, all of them one's own, would leave a family that nobody looks at."""
    facts = """INSERT INTO fact SELECT {f} + row_number() OVER (ORDER BY f.id) - 1, {e}, f.episode, 'withdrawn',
        '2016-07-12', '', '{}', f.root, f.id FROM fact f JOIN entry e ON e.id = f.entry
        WHERE f.episode = 'E-0001' AND e.recorded_by = 'abell' AND NOT EXISTS (
        SELECT 1 FROM fact w WHERE w.withdraws = f.id)"""
    said = on_server(office.url, "abell", facts, command="correct")
    assert "by undoing its entry whole" in said
    visit = ("visit", "E-0001", "--outcome", "attempted")
    office(*visit, env=as_login(office, "aroy"))
    office("undo", env=as_login(office, "aroy"))
    right = ("correct", "E-0001", "allocated", "--set", "worker=bcole", "--reason", "Slip", "--by", "jmay")
    office(*right, env=as_login(office, "bcole"))
    office("undo", env=as_login(office, "bcole"))


# Rights that somebody gives themselves in the same transaction


SEE = "SELECT text FROM case_note_stands WHERE open_to <> ''"


@pytest.mark.parametrize("within", ["", "SAVEPOINT a"])
def test_nobody_reads_by_a_membership_that_was_never_kept(office, within):
    join = """INSERT INTO group_member SELECT (SELECT last FROM counter WHERE name = 'group_member'), max(id), 'ecaf',
        'bcole', '' FROM entry"""
    make = """INSERT INTO entry SELECT max(id) + 1, '2016-07-12T09:00:00+00:00', 'bcole', 'jmay', 'group add', '',
        'bcole' FROM entry"""
    give = "SELECT give_out('group_member', last + 1) FROM counter WHERE name = 'group_member'"
    with psycopg.connect(office.url.replace("//postgres@", "//bcole@")) as connection:
        connection.execute(make)
        if within:
            connection.execute(within)
        connection.execute(give)
        connection.execute(join)
        assert SECRET not in str(connection.execute(SEE).fetchall())
        assert SECRET not in str(connection.execute("SELECT text FROM case_note_veiled").fetchall())
        connection.rollback()
    with psycopg.connect(office.url.replace("//postgres@", "//jmay@")) as member:
        member.execute("SELECT take_turn()")
        assert SECRET in str(member.execute(SEE).fetchall())


def test_nobody_decides_by_a_role_that_was_never_kept(office):
    """Two entries of one transaction: a role that a manager is said to give, and a decision by whoever got it."""
    row = """INSERT INTO worker SELECT (SELECT last FROM counter WHERE name = 'worker'), {e}, 'bcole', 'Cy Cole',
        'manager', 'tipton', '', false, '', '' """
    give = "SELECT give_out('worker', last + 1) FROM counter WHERE name = 'worker'"
    closed = fact("episode-closed", TODAY, '{"reason": "Refer to CSC"}', episode="E-0002")
    with psycopg.connect(office.url.replace("//postgres@", "//bcole@")) as connection:
        forger = Forger(connection, login="bcole")
        forger.enter("bcole", "jmay", "worker add", [give, row])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not close"):
            forger.enter("bcole", "", "close", [closed])
        connection.rollback()


# Who holds others up


@pytest.mark.parametrize("table", ["task", "name_word"])
def test_whoever_keeps_an_open_insert_has_the_turn_and_is_named(office, table):
    row = {"task": "('T-0108', 'E-0001', 'x::1', '')", "name_word": "('zed', 'P-0003')"}[table]
    with psycopg.connect(office.url.replace("//postgres@", "//bcole@")) as other:
        other.execute(f"INSERT INTO {table} VALUES {row}")
        said = office("visit", "E-0001", "--outcome", "attempted", env=as_login(office, "aroy"), code=5).err
        other.rollback()
    assert "busy: bcole is writing" in said


def test_whoever_keeps_a_reading_open_is_named_and_the_reading_is_found_wanting(office):
    with psycopg.connect(office.url.replace("//postgres@", "//inspector@")) as other:
        other.execute(
            """INSERT INTO looked
            SELECT coalesce(max(number), 0) + 1, '2016-07-12', 'jmay', 'show', 'P-0003', 'inspector' FROM looked"""
        )
        shown = office("show", "E-0001", env=as_login(office, "aroy"))
        other.rollback()
    assert "E-0001" in shown.out
    assert "could not be noted" in shown.err
    assert "inspector is writing" in shown.err
    told = office("record", "check", code=1).out
    assert "aroy read" in told
    office("record", "rebuild", env=as_login(office, "aroy"), code=None)
