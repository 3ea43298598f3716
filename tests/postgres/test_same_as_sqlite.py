"""A practice record on both databases: every list the same to the last sign, moved there and back row for row."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from unittest import mock

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehcli.cli import main
from tests.offices import Office
from tests.server import SharedOffice, moved

TODAY = "2026-11-20"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory) -> Office:
    office = Office(tmp_path_factory.mktemp("practice") / "home", TODAY)
    office("demo", "--families", "24", "--seed", "5")
    office.home.chmod(0o700)
    (office.home / "practice" / "practice.db").rename(office.record)
    return office


@pytest.fixture(scope="module")
def shared(embedded, databases, tmp_path_factory) -> SharedOffice:
    return moved(embedded, databases, tmp_path_factory.mktemp("shared") / "home")


LISTS = [
    ("overdue", "--json"),
    ("overdue", "--csv"),
    ("due", "--json"),
    ("today", "--team", "tipton"),
    ("tray", "team", "--csv"),
    ("find", "an", "--csv"),
    ("find", "DY4"),
    ("taf", "list", "--csv"),
    ("minutes", "--json"),
    ("minutes", "--mine", "--team", "tipton", "--team", "oldbury"),
    ("overdue", "--team", "tipton", "--team", "oldbury", "--json"),
    ("tray", "--team", "tipton", "--team", "oldbury"),
    ("today", "--team", "tipton", "--team", "oldbury"),
    ("letters", "list", "--json"),
    ("worker", "list", "--json"),
    ("team", "list", "--csv"),
    ("agency", "list", "--csv"),
    ("show", "E-0003", "--json"),
    ("show", "P-0004", "--json"),
    ("timeline", "E-0003"),
    ("why", "--episode", "E-0003", "--json"),
    ("overdue", "--as-of", "2026-10-30", "--known-at", "2026-11-01", "--csv"),
    ("procedure", "what-if", "nottinghamshire", "--team", "tipton", "--csv"),
    ("record", "check"),
]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_every_list_is_the_same_to_the_last_sign(embedded, shared, words):
    one, other = embedded(*words, code=None), shared(*words, code=None)
    assert other.raw == one.raw
    assert (other.code, other.err) == (one.code, one.err)
    assert one.out


def test_the_record_comes_back_as_it_was_and_the_settings_follow(shared, embedded, tmp_path):
    shared = shared.copy(tmp_path / "shared")
    file = tmp_path / "own" / "back.db"
    told = shared("record", "move", "--to", str(file), "--use", "--json").json()
    assert told["used"] is True
    assert json.loads((shared.home / "settings.json").read_text(encoding="utf-8"))["record"] == str(file)
    back = Office(tmp_path / "own", TODAY)
    file.rename(back.record)
    before, after = (
        sorted(line for line in office.dump()[0] if not line.startswith('INSERT INTO "looked"'))
        for office in (embedded, back)
    )
    assert after == before, "row for row what it was, but for who looked at which of them meanwhile"
    assert sum(each["rows"] for each in told["tables"]) > 3000


def test_what_stands_is_never_moved_over(shared, embedded):
    before = shared.dump(), embedded.dump()
    assert "There is a record at" in embedded("record", "move", "--to", shared.url, code=5).err
    assert "There is a record at" in shared("record", "move", "--to", str(embedded.record), code=5).err
    assert "already" in shared("record", "move", "--to", shared.url, code=2).err
    assert (shared.dump(), embedded.dump()) == before


def test_a_record_with_a_broken_chain_is_not_moved_and_leaves_nothing_behind(embedded, databases, tmp_path):
    broken = embedded.copy(tmp_path / "home")
    broken.sql("DROP TRIGGER fact_no_update")
    broken.sql("UPDATE fact SET happened_on = '2026-01-01' WHERE id = 40")
    there = SharedOffice(tmp_path, TODAY, databases("template0"), databases)
    told = broken("record", "move", "--to", there.url, code=5)
    assert "The chain of entries is broken at entry" in told.err
    assert there.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_record_whose_worklist_is_wrong_is_not_moved_and_leaves_nothing_behind(embedded, databases, tmp_path):
    wrong = embedded.copy(tmp_path / "home")
    wrong.sql("DELETE FROM worklist WHERE task = (SELECT min(task) FROM worklist)")
    there = SharedOffice(tmp_path, TODAY, databases("template0"), databases)
    told = wrong("record", "move", "--to", there.url, code=5)
    assert "does not agree with its facts" in told.err
    assert there.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert there.sql("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace") == [(0,)]


def test_a_second_init_leaves_the_shared_record_as_it_is(shared):
    before = shared.dump()
    assert "There is a record at" in shared("init", code=5).err
    assert shared.dump() == before


def test_an_init_that_fails_leaves_nothing_on_the_server(bare):
    bare("init", "--team", "tippton", code=3)
    assert bare.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    told = bare("overdue", code=5).err
    assert f"There is no record at {bare.url}." in told
    assert "eh init --db" in told


def test_the_journal_refuses_to_be_changed_and_a_guard_that_is_off_is_found(allocated):
    for table in ("entry", "fact", "seal"):
        for act in (f"UPDATE {table} SET {'id = id' if table != 'seal' else 'entry = entry'}", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                allocated.sql(act)
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            allocated.sql(f"TRUNCATE {table} CASCADE")
    allocated.sql("ALTER TABLE fact DISABLE TRIGGER fact_no_update")
    allocated.sql("UPDATE fact SET happened_on = '2016-07-13' WHERE kind = 'allocated'")
    told = allocated("record", "check", code=1).out
    assert "The guard fact_no_update is off." in told
    assert "The chain of entries is broken at entry 7" in told


def test_while_somebody_else_writes_reading_goes_on_and_writing_is_refused_after_some_patience(allocated):
    with psycopg.connect(allocated.url) as other:
        other.execute("LOCK TABLE about IN SHARE ROW EXCLUSIVE MODE")
        assert allocated("show", "E-1", "--json").json()["episode"] == "E-0001"
        told = allocated("visit", "E-1", "--outcome", "made", code=5)
    assert told.err.splitlines() == [
        "Somebody else is writing: waiting for their turn to end ...",
        f"The record at {allocated.url} is busy: somebody else is writing.",
        "Nothing was written; try again.",
    ]
    allocated("visit", "E-1", "--outcome", "made")


def test_a_server_that_is_not_there_is_told_in_a_sentence(allocated):
    told = allocated("overdue", code=5, env={"EH_DB": "postgresql://nobody@127.0.0.1:1/eh"}).err
    assert "postgresql://nobody@127.0.0.1:1/eh cannot be used: " in told
    assert len(told.splitlines()) == 2


COMMANDS = st.sampled_from(
    [
        ("visit", "E-0001", "--outcome", "made", "--seen", "P-0001"),
        ("contact", "E-0001", "--how", "phone", "--outcome", "attempted"),
        ("assess", "E-0001", "--form", "eha", "--stage", "finalised"),
        ("star", "E-0001", "--star", "family-star-plus", "--scores", "4,5,6,7,8,1,2,3,9,10"),
        ("taf", "schedule", "E-0001", "--at", "2016-08-08 14:00", "--venue", "Town hall"),
        ("taf", "held", "M-0001", "--attended", "aroy"),
        ("procedure", "switch", "covid-19", "off", "--reason", "Ended", "--by", "jmay"),
        ("correct", "E-0001", "allocated", "--on", "2016-07-11", "--reason", "Wrong day"),
        ("reassign", "T-0006", "--to", "bcole"),
        ("close", "E-0001", "--reason", "Refer to CSC", "--by", "jmay"),
    ]
)


def said(office: Office, *words: str, today: str) -> tuple[int, str, str]:
    """What a command says, given in this process, with every time of recording hidden."""
    out, err = io.StringIO(), io.StringIO()
    told = office.environment(EH_TODAY=today)
    with (
        mock.patch.dict(os.environ, told, clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(list(words))
    return code, *(re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "TIME", text.getvalue()) for text in (out, err))


@given(story=st.lists(st.tuples(st.integers(0, 9), COMMANDS), min_size=2, max_size=6))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_after_any_commands_both_databases_hold_the_same_and_the_worklist_is_what_the_facts_give(
    _allocated, _shared, tmp_path_factory, story
):
    folder = tmp_path_factory.mktemp("story")
    both = _allocated.copy(folder / "one"), _shared("_allocated").copy(folder / "other")
    day = 12
    for days, words in story:
        day = min(day + days, 31)
        one, other = (said(office, *words, today=f"2016-07-{day}") for office in both)
        assert one == other
        assert one[0] in (0, 2, 3, 4)
    for words in (("why", "--episode", "E-0001", "--json"), ("overdue", "--json"), ("timeline", "E-0001", "--csv")):
        one, other = (said(office, *words, today="2016-08-01") for office in both)
        assert one == other
    for office in both:
        assert json.loads(said(office, "record", "check", "--json", today="2016-08-01")[1])["findings"] == []
