"""Who may do what: strangers and leavers see nothing; deciding takes a role, and both names are kept."""

from __future__ import annotations

import json

import pytest

from ehcli.packs import reading

ADD = ("worker", "add", "--team", "tipton", "--name", "Zed Xu")


@pytest.mark.parametrize(
    "args",
    [
        ("overdue",),
        ("show", "E-0001"),
        ("find", "larkin"),
        ("record", "check"),
        ("visit", "E-0001", "--outcome", "made"),
        ("worker", "add", "stranger", "--name", "Zed Xu", "--role", "manager"),
        ("night",),
        ("record", "rebuild"),
    ],
    ids=lambda args: " ".join(args[:2]),
)
def test_a_stranger_sees_and_records_nothing_and_is_told_who_adds_workers(eh, refused, args) -> None:
    refused(
        eh,
        *args,
        user="stranger",
        code=4,
        says="stranger is not a worker in this record, so nothing is shown or recorded.",
        hint="Ask Ana Bell (abell), Jo May (jmay) to add you with: eh worker add stranger --name NAME --role ROLE",
    )


def test_what_needs_no_record_is_for_everybody(eh) -> None:
    for args in (("--version",), ("--help",), ("procedure", "show", "sandwell", "initial-taf"), ("record", "where")):
        eh(*args, user="stranger")


def test_a_login_is_the_same_in_capitals_and_is_kept_as_it_was_added(allocated) -> None:
    made = allocated("visit", "E-1", "--outcome", "made", "--json", user="ABELL").json()
    assert allocated.sql("SELECT recorded_by FROM entry WHERE id = ?", made["entry"]) == [("abell",)]
    allocated(*ADD, "BCole", "--role", "key-worker")
    assert allocated.sql("SELECT DISTINCT login FROM worker WHERE lower(login) = 'bcole'") == [("bcole",)]


def test_a_leaver_comes_in_until_the_last_day_and_keeps_the_history(allocated, refused) -> None:
    allocated("visit", "E-1", "--outcome", "made", user="bcole")
    allocated("worker", "end", "bcole", "--on", "2016-07-13")
    allocated("show", "E-1", user="bcole", today="2016-07-13")
    said = "bcole left on Wed 13 Jul 2016, so nothing is shown or recorded."
    refused(allocated, "show", "E-1", user="bcole", today="2016-07-14", code=4, says=said, hint="to add you with")
    assert "bcole" in allocated("timeline", "E-1", today="2016-07-14").out


DECIDED = [
    (("allocate", "E-1", "--to", "bcole"), "allocate an episode", "COG-132"),
    (("set-aside", "T-8", "--reason", "x"), "agree that a task will not be done", ""),
    (("procedure", "switch", "covid-19", "off", "--reason", "x"), "make such a choice", ""),
    (("reason", "add", "Outcomes met"), "make such a choice", ""),
    (("worker", "trained", "sdean"), "give somebody a role that decides", "COG-393"),
    (("worker", "add", "zx", "--name", "Zed Xu", "--role", "manager"), "give somebody a role that decides", ""),
    (("worker", "add", "abell", "--name", "Ana Bell", "--role", "senior"), "give somebody a role that decides", ""),
]


@pytest.mark.parametrize(("args", "what", "rule"), DECIDED, ids=lambda each: " ".join(each[:2]) if each else "")
def test_what_takes_a_decision_names_who_may_and_both_names_are_kept(allocated, refused, args, what, rule) -> None:
    refused(allocated, *args, code=4, says=what, hint="--by LOGIN")
    assert rule in allocated(*args, code=4).err
    entry = json.loads(allocated(*args, "--by", "JMAY", "--json").out)["entry"]
    if entry:
        assert allocated.sql("SELECT recorded_by, decided_by FROM entry WHERE id = ?", entry) == [("abell", "jmay")]
    assert allocated.sql("SELECT recorded_by, decided_by FROM entry ORDER BY id DESC LIMIT 1") == [("abell", "jmay")]


def test_a_key_worker_records_what_happened_but_adds_nobody(allocated, refused) -> None:
    for args in (("visit", "E-1", "--outcome", "made"), ("contact", "E-1", "--how", "phone", "--outcome", "attempted")):
        allocated(*args, user="bcole")
    for args in (("worker", "add", "zx", "--name", "Zed Xu", "--role", "key-worker"), ("worker", "end", "bcole")):
        refused(allocated, *args, user="aroy", code=4, says="aroy (key-worker) may not add or end workers")
    refused(allocated, "team", "add", "x", "--name", "X", user="aroy", code=4, says="may not add or end")
    refused(allocated, "agency", "add", "x", "--name", "X", user="aroy", code=4, says="may not add or end")


def test_a_key_worker_neither_copies_the_record_nor_brings_one_back(allocated, tmp_path) -> None:
    allocated("backup", "--to", str(tmp_path))
    file = str(next(tmp_path.glob("*.db")))
    before, said = allocated.dump()[0], "aroy (key-worker) may not copy, move or bring back the record"
    assert said in allocated("backup", "--to", str(tmp_path), user="aroy", code=4).err
    assert said in allocated("restore", file, "--use", "--yes", user="aroy", code=4).err
    assert allocated.dump()[0] == before


def test_a_senior_allocates_alone_once_trained(allocated, refused) -> None:
    to_bea = ("allocate", "E-1", "--to", "bcole", "--on", "2016-07-12 10:00")
    refused(allocated, *to_bea, user="sdean", code=4, says="or sdean once trained (eh worker trained sdean")
    allocated("worker", "trained", "sdean", "--by", "jmay")
    allocated(*to_bea, "--dry-run", user="sdean")
    allocated(*to_bea, "--dry-run", "--by", "sdean")
    allocated("worker", "trained", "sdean", "--withdrawn", "--by", "jmay")
    refused(allocated, *to_bea, user="sdean", code=4, says="once trained")


def test_whoever_made_the_record_may_add_the_first_manager_and_no_second(bare, refused) -> None:
    bare("init", "--name", "Ana Bell")
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager")
    refused(bare, *ADD, "zx", "--role", "manager", code=4, says="abell (business-support) may not give somebody")
    bare(*ADD, "zx", "--role", "manager", user="jmay")


def test_only_a_manager_closes_to_social_care(allocated, refused) -> None:
    close = ("close", "E-1", "--reason", "Refer to CSC")
    refused(allocated, *close, user="sdean", code=4, says="sdean (senior) may not close an episode to social care")
    refused(allocated, *close, user="aroy", code=4, says="Transfer to LCS from Targeted EH Process, p44")


def test_a_practice_record_says_how_to_be_somebody_in_it(bare, refused) -> None:
    bare("demo", "--families", "6")
    told = bare("overdue", "--db", "practice", user="stranger", code=4).err
    assert "This is a practice record: make your own with: eh demo" in told


PACKS = ("sandwell", "sandwell-teh", "sandwell-cog", "haringey", "family-work-teams", "nottinghamshire")
ALONE = "is the last here who may"


@pytest.mark.parametrize("pack", PACKS)
def test_nobody_becomes_a_manager_once_the_last_one_is_gone(bare, refused, pack) -> None:
    """Under every pack: whoever may add workers can neither end the last who appoints, nor give anybody that role."""
    eh = bare
    eh("init", "--procedure", pack, "--name", "Ana Bell", "--team", "north")
    roles = {each.slug: set(each.may) for each in reading.programme(pack).procedures[-1].lists["role"]}
    deciding = next(slug for slug, may in roles.items() if {"appoint", "staff"} <= may)
    plain = next(slug for slug, may in roles.items() if not may)
    eh("worker", "add", "jmay", "--name", "Jo May", "--role", deciding, "--team", "north", code=None)
    if eh.sql("SELECT role FROM worker WHERE number = (SELECT min(number) FROM worker)") == [(deciding,)]:
        eh("worker", "add", "abell", "--role", plain, user="jmay")
    for ending in (("worker", "end", "jmay"), ("worker", "add", "jmay", "--role", plain)):
        for user in ("abell", "jmay"):
            told = eh(*ending, user=user, code=4).err
            assert ALONE in told or "may not add or end workers" in told
            assert user != "jmay" or ALONE in told
    eh(
        "worker",
        "add",
        "next",
        "--name",
        "Nina West",
        "--role",
        deciding,
        "--team",
        "north",
        "--by",
        "jmay",
        user="jmay",
    )
    eh("worker", "end", "jmay", user="next")
    assert ALONE in eh("worker", "end", "next", user="next", code=4).err


# What gives somebody a right, in every phrase: none is open to business support once a manager ever worked here.
GIVING = [
    ("worker", "add", "abell", "--role", "manager"),
    ("worker", "add", "abell", "--role", "senior"),
    ("worker", "add", "ABELL", "--role", "manager", "--team", "tipton"),
    ("worker", "add", "zx", "--name", "Zed Xu", "--role", "manager"),
    ("worker", "add", "old", "--team", "tipton"),
    ("worker", "add", "old", "--role", "manager"),
    ("worker", "trained", "sdean"),
    ("group", "add", "ecaf", "--member", "abell"),
    ("group", "end", "ecaf"),
    ("audit", "who-saw", "E-1"),
]


def test_a_right_is_given_by_nobody_who_lacks_it_when_the_last_who_had_it_has_left(allocated, refused) -> None:
    eh = allocated
    eh("worker", "add", "old", "--name", "Olive Doyle", "--role", "manager", "--team", "tipton", "--by", "jmay")
    eh("group", "add", "ecaf", "--member", "bcole", "--by", "jmay")
    eh("worker", "end", "old")
    later = {"today": "2016-07-20"}
    for words in GIVING:
        refused(eh, *words, code=4, says="(business-support) may not", **later)
    # As an earlier eh let it happen: the last has left, and nobody has the right now.
    eh.sql("DROP TRIGGER worker_no_update")
    eh.sql("UPDATE worker SET until = '2016-07-12' WHERE role = 'manager'")
    for words in GIVING:
        told = eh(*words, code=4, **later).err
        assert "(business-support) may not" in told
        assert "Nobody who may works here any more." in told


def test_a_manager_who_was_added_by_mistake_and_did_nothing_is_no_manager_who_ever_was(bare) -> None:
    eh = bare
    eh("init", "--name", "Ana Bell")
    eh("worker", "add", "jmai", "--name", "Jo May", "--role", "manager")
    eh("undo", "--reason", "Misspelt")
    eh("worker", "add", "jmay", "--name", "Jo May", "--role", "manager")
    assert "jmay" in eh("worker", "list").out
