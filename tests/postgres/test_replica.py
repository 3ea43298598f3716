"""A copy for reading, kept by the server itself: lists come from it; what would have to be written is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server import Cluster, SharedOffice, moved, patiently

LISTS = [
    ("overdue", "--json"),
    ("due", "--within", "30wd", "--json"),
    ("today", "--team", "tipton"),
    ("tray", "team", "--csv"),
    ("find", "larkin"),
    ("taf", "list", "--json"),
    ("letters", "list"),
    ("worker", "list"),
    ("overdue", "--as-of", "2016-07-13", "--known-at", "2016-07-13", "--csv"),
    ("audit", "show", "--by", "abell", "--json"),
    ("audit", "verify"),
    ("record", "check"),
]
FILES = [
    *(("show", "E-0001"), ("show", "P-0001"), ("timeline", "E-0001"), ("history", "E-0001"), ("why", "T-0006")),
    *(("person show", "P-0001"), ("family show", "F-0001")),
]
WRITING = [
    ("visit", "E-0001", "--outcome", "made"),
    ("record", "rebuild"),
    ("worker", "add", "x", "--name", "Zed Xu", "--role", "manager", "--by", "jmay"),
]


@pytest.fixture(scope="module")
def main(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    return moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("main") / "home", own_server.server)


@contextmanager
def standby(main: SharedOffice, own_server: Cluster, home: Path) -> Iterator[SharedOffice]:
    """A hot standby that follows the main server."""
    home.mkdir(mode=0o700)
    copy = Cluster(own_server)
    try:
        yield SharedOffice(home, main.today, "postgres", main.make, server=copy.server)
    finally:
        copy.throw_away()


@pytest.fixture(scope="module")
def replica(main, own_server, tmp_path_factory):
    with standby(main, own_server, tmp_path_factory.mktemp("replica") / "home") as copy:
        yield copy


@pytest.fixture(scope="module")
def fenced(main, tmp_path_factory):
    """The main server as a login sees it that reads alone."""
    main.sql("CREATE ROLE lists LOGIN SUPERUSER")
    main.sql("ALTER ROLE lists SET default_transaction_read_only = on")
    home = tmp_path_factory.mktemp("fenced") / "home"
    home.mkdir(mode=0o700)
    return SharedOffice(home, main.today, "postgres", main.make, server=main.server.replace("postgres@", "lists@"))


def followed(main: SharedOffice, replica: SharedOffice) -> None:
    """Waits until the standby has all that was written so far."""
    (now,) = main.sql("SELECT pg_current_wal_lsn()::text")[0]
    for _ in patiently():
        if replica.sql("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", now)[0][0]:
            return


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_lists_come_from_a_copy_as_they_do_from_the_main_server(main, replica, fenced, words):
    main("note", "E-0001", "--type", "Early Help Note", "--text", "Something new")
    followed(main, replica)
    told = main(*words, today="2016-07-27")
    for copy in (replica, fenced):
        assert copy(*words, today="2016-07-27").out == told.out


@pytest.mark.parametrize("words", FILES, ids=" ".join)
def test_no_file_is_shown_where_it_could_not_be_noted_who_read_it(main, replica, refused, words):
    followed(main, replica)
    words = (*words[0].split(), words[1])
    ref = words[-1].replace("T-0006", "E-0001")
    says = f"is a copy of the record for reading, where nobody could note that you read {ref}."
    refused(replica, *words, code=5, says=says, hint="Read it on the main server.")


def test_a_login_that_reads_alone_has_its_looks_noted_on_the_main_server(main, fenced):
    fenced("show", "P-0001")
    assert main("audit", "who-saw", "P-0001", "--json", user="jmay").json()[-1]["signed_in"] == "lists"


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_what_would_be_written_is_refused(main, replica, fenced, refused, words):
    followed(main, replica)
    for copy in (replica, fenced):
        refused(copy, *words, code=5, says="is a copy of the record for reading", hint="Use the main server.")


def test_a_copy_is_backed_up_and_the_night_writes_its_lists(main, replica, tmp_path):
    followed(main, replica)
    assert replica("backup", "--json").json()["entry"] == main.sql("SELECT max(id) FROM entry")[0][0]
    for office, folder in ((main, "main"), (replica, "copy")):
        # In a home of its own: what a night keeps there would be seen by whichever test comes next.
        home: dict[str, str | None] = {"EH_HOME": str(tmp_path / f"{folder}-home")}
        office("night", "--out", str(tmp_path / folder), env=home)
    for file in (tmp_path / "main").glob("tipton-*"):
        assert (tmp_path / "copy" / file.name).read_bytes() == file.read_bytes()


def test_a_list_after_the_procedure_changed_is_worked_out_on_the_main_server(main, replica):
    main.sql("UPDATE about SET value = 'of another' WHERE key = 'worklist'")
    followed(main, replica)
    assert "first there: eh record rebuild" in replica("overdue", code=5).err
    main("record", "rebuild")
    followed(main, replica)
    replica("overdue")


def test_a_standby_that_was_made_the_main_server_goes_on(main, own_server, tmp_path):
    """What a council does when the main server is lost."""
    with standby(main, own_server, tmp_path / "home") as replica:
        main("note", "E-0001", "--type", "Early Help Note", "--text", "The last before")
        followed(main, replica)
        replica.sql("SELECT pg_promote()")
        before = main.sql("SELECT max(id) FROM entry")[0][0]
        made = replica("note", "E-0001", "--type", "Early Help Note", "--text", "The first after", "--json").json()
        assert made["entry"] == before + 1
        replica("show", "E-0001")
        assert replica("record", "check", "--json").json()["findings"] == []
