"""Undoing one's last command restores what every list printed before it, and nothing is deleted."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .office import Office, prepared
from .test_record_properties import REAL, commands, steps

others = st.sampled_from(
    [
        ("open-episode", "--team", "tipton", "--child", "Mo Singh; 2016-02-29", "--parent", "Tara Singh"),
        ("worker", "add", "bcole", "--name", "Bea Cole", "--role", "senior", "--team", "tipton"),
        ("worker", "add", "aroy", "--name", "Ana Roy-Bell", "--role", "senior", "--team", "tipton"),
        ("agency", "add", "bell-nursery", "--name", "Bell Nursery", "--kind", "nursery"),
        ("team", "add", "tipton", "--name", "Tipton and Princes End"),
        ("team", "closed", "tipton", "--on", "2026-04-20", "--reason", "Training"),
        ("procedure", "switch", "covid-19", "off", "--reason", "Ended"),
        ("letter", "no-contact", "E-0001", "--format", "txt"),
        ("consent", "E-0001", "--from", "P-0003", "--state", "withdrawn"),
    ]
)
LISTS = [
    ("overdue", "--json"),
    ("due", "--within", "90d", "--json"),
    ("today", "--json"),
    ("tray", "--json"),
    ("find", "okafor", "--json"),
    ("find", "singh", "--json"),
    ("taf", "list", "--episode", "E-0001", "--json"),
    ("letters", "list", "--json"),
    ("worker", "list", "--all", "--json"),
    ("team", "list", "--all", "--json"),
    ("agency", "list", "--all", "--json"),
    ("show", "E-0001", "--json"),
    ("show", "E-0002", "--json"),
]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory):
    template = prepared(tmp_path_factory.mktemp("undo") / "home")
    folder, number = tmp_path_factory.mktemp("copies"), count()

    def copy() -> Office:
        made: Path = folder / str(next(number))
        return template.copy(made)

    return copy


def lists(eh: Office) -> dict[tuple[str, ...], str]:
    said = {args: eh(*args) for args in LISTS}
    assert all(each.code == 0 for each in said.values()), said
    return {args: each.out for args, each in said.items()}


@given(story=steps, last=st.one_of(commands, others))
@settings(REAL, max_examples=14)
def test_undoing_restores_what_every_list_printed(fresh, story, last) -> None:
    eh = fresh()
    today = date(2026, 3, 23)
    for days, args in story[:6]:
        today += timedelta(days=days)
        eh.today = today.isoformat()
        eh(*args)
    before = lists(eh)
    facts = eh.sql("SELECT * FROM fact ORDER BY id")
    counters = dict(eh.sql("SELECT name, last FROM counter"))
    if eh(*last).code == 0:
        undone = eh("undo")
        assert undone.code == 0, (last, undone)
        assert undone.out.startswith("Undid entry"), undone
        assert lists(eh) == before, last
        assert eh.sql("SELECT * FROM fact ORDER BY id")[: len(facts)] == facts, "nothing is deleted"
        now = dict(eh.sql("SELECT name, last FROM counter"))
        assert all(now[name] >= last_given for name, last_given in counters.items()), "no reference is given twice"
    whole = eh("audit", "verify")
    assert whole.code == 0, whole
    checked = eh("record", "check")
    assert checked.code == 0, checked
    shutil.rmtree(eh.home)


@given(story=steps)
@settings(REAL, max_examples=4)
def test_undoing_step_by_step_comes_back_to_the_beginning(fresh, story) -> None:
    """One officer's commands, each taken back, the last one first."""
    eh = fresh()
    before = lists(eh)
    done = sum(eh(*args, user="aroy").code == 0 for _, args in story[:7])
    for _ in range(done):
        undone = eh("undo", user="aroy")
        assert undone.code == 0, undone
    assert lists(eh) == before
    assert eh("undo", user="aroy").code == 3, "nothing of hers is left"
    assert eh("audit", "verify").code == 0
    shutil.rmtree(eh.home)
