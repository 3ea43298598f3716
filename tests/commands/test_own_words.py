"""Kinds of meeting and roles on an episode in the words of the procedure, typed and printed; a script has eh's own."""

from __future__ import annotations

import pytest

from tests.offices import Office
from tests.packs.test_check import GOOD

FAMILY = (
    *("open-episode", "--team", "bootle", "--child", "Wren Larkin; 2016-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Bootle; ZZ1 1AA", "--referrer", "Okafor Primary School"),
)
BOOK = ("taf", "schedule", "E-1", "--at", "2025-04-14 10:00", "--venue", "School")
FIRST = """
[[meeting_kind]]
slug = "first"
name = "opening circle"
aliases = ["circle one"]
as = "initial"
in_full = "opening circle of the family's team"
default = "ours"
reading = "An invented word."
"""
LINK = """
[[role]]
slug = "family-link"
name = "Family Link"
aliases = ["FL"]
holds = "lead-professional"
may = []
default = "ours"
reading = "An invented word."

[[duty]]
id = "linked"
title = "The link writes down who is who"
counts_from = { fact = "allocated" }
met_by = [{ fact = "taf-held", kind = "initial" }]
responsible = "family-link"
band = "plan"
within = { days = 3 }
default = "ours"
reading = "An invented duty."
"""


@pytest.fixture
def run(sefton: Office) -> Office:
    pack = sefton.home / "council" / "data" / "procedures" / "sefton.toml"
    pack.write_text(pack.read_text(encoding="utf-8") + FIRST + LINK, encoding="utf-8")
    sefton(*FAMILY)
    return sefton


def test_a_kind_of_meeting_is_typed_and_printed_in_the_packs_words(run):
    assert (
        "Scheduled M-0001: TAF review meeting of E-0001" in run(*BOOK, "--kind", "taf review meeting", "--dry-run").out
    )
    assert "TAF review meeting of E-0001" in run(*BOOK, "--kind", "review", "--dry-run").out
    for typed in ("first", "Opening Circle", "circle one", "initial", "Initial", ""):
        booked = run(*BOOK, *(("--kind", typed) if typed else ()), "--dry-run").out
        assert "M-0001: opening circle of E-0001" in booked, typed
    run(*BOOK, "--kind", "circle one", "--invite", "P-2=phone")

    assert "\tfirst\t" in run("taf", "list", "--episode", "E-1").out
    assert "Kind: first" in run("show", "M-1").out
    assert "\tfirst\t" in run("show", "E-1").out
    assert "kind first" in run("timeline", "E-1").out and "kind initial" not in run("timeline", "E-1").out
    assert "kind first" in run("history", "M-1").out
    assert "\tfirst\t" in run("today", today="2025-04-14").out
    assert "M-0001: opening circle of E-0001" in run("taf", "agenda", "M-1").out
    assert "opening circle of E-0001" in run("taf", "plan", "M-1", "--form").out
    assert "invited to an opening circle of the family's team." in run("taf", "invitations", "M-1", "--text").out
    assert (
        "M-0001: opening circle of E-0001 held"
        in run("taf", "held", "M-1", "--attended", "P-2", today="2025-04-14").out
    )
    again = run(*BOOK, "--kind", "first", code=4, today="2025-04-15")
    assert "The opening circle of E-0001 was held on" in again.err


def test_a_script_has_the_words_of_eh(run):
    run(*BOOK, "--kind", "first")
    assert run("taf", "list", "--episode", "E-1", "--json").json()[0]["kind"] == "initial"
    assert ",initial," in run("taf", "list", "--episode", "E-1", "--csv").out
    assert run("show", "M-1", "--json").json()["kind"] == "initial"
    run("allocate", "E-1", "--to", "aroy", "--role", "FL", "--by", "jmay")
    told = run("show", "E-1", "--json").json()
    assert told["meetings"][0]["kind"] == "initial" and told["holdings"][0]["role"] == "lead-professional"
    facts = {each["kind"]: each for each in run("timeline", "E-1", "--json").json()}
    assert facts["allocated"]["role"] == "lead-professional" and facts["taf-scheduled"]["of_kind"] == "initial"


@pytest.mark.parametrize("typed", ["Family Link", "family-link", "fl", "lead-professional", "Lead Professional"])
def test_a_role_on_an_episode_is_typed_and_printed_in_the_packs_words(run, typed):
    given = ("allocate", "E-1", "--to", "aroy", "--role", typed, "--by", "jmay")
    assert "to Ana Roy (aroy) as Family Link on" in run(*given).out
    assert "aroy\tFamily Link\t" in run("show", "E-1").out
    assert "role Family Link" in run("timeline", "E-1").out
    task = run.owed("E-0001")["linked"]
    assert (task["tray"], task["worker"]) == ("worker", "aroy")
    assert (
        "from allocated on Fri 11 Apr 2025 (worker aroy; role Family Link; team bootle)" in run("why", task["task"]).out
    )
    assert "role Family Link" in run("undo", "--reason", "Wrong worker", "--dry-run", user="").out
    assert "E-0001 is with aroy as Family Link already" in run(*given, code=4).err


def test_a_word_that_there_is_not_is_refused_with_those_there_are(run, refused):
    assert "It is one of first, taf-review, final" in run(*BOOK, "--kind", "zzzz", code=2).err
    told = run("allocate", "E-1", "--to", "aroy", "--role", "zzzz", "--by", "jmay", code=2)
    assert "It is one of key-worker, family-link, co-worker" in told.err


def test_what_the_pack_does_not_say_keeps_our_word_which_is_marked(run):
    assert "final TAF of E-0001" in run(*BOOK, "--kind", "final", "--dry-run").out
    listed = {row[1]: row for row in run("procedure", "show", "sefton", "--list", "meeting-kind").rows()}
    assert listed["final"][-1] == "our default under sefton"
    assert "row 5" in listed["taf-review"][-1]
    listed = {row[1]: row for row in run("procedure", "show", "sefton", "--list", "role-on-an-episode").rows()}
    assert listed["co-worker"][2:] == ["co-worker", "", "our default under sefton"]
    assert listed["family-link"][2] == "Family Link"


PACKS = [
    ("haringey", "subsequent", "subsequent TAF meeting", "Family Support Worker"),
    ("family-work-teams", "first", "first TAF", "Early Help Family Worker"),
    ("nottinghamshire", "review", "review TAC/TAF meeting", "Early Help Case Manager"),
    ("sandwell", "review", "review TAF", "key-worker"),
]


@pytest.mark.parametrize(("pack", "slug", "name", "holder"), PACKS)
def test_each_authority_has_the_words_of_its_own_document(bare, pack, slug, name, holder):
    listed = {row[1]: row[2] for row in bare("procedure", "show", pack, "--list", "meeting-kind").rows()}
    assert listed[slug] == name
    listed = {row[1]: row[2] for row in bare("procedure", "show", pack, "--list", "role-on-an-episode").rows()}
    assert listed["key-worker"] == holder


KIND = '[[meeting_kind]]\nslug = "{}"\nname = "A meeting"\n'
WRONG = [
    (KIND.format("first"), "meeting_kind first, 'as': is missing"),
    (KIND.format("first") + 'as = "second"\n', "meeting_kind first, 'as': must be one of initial, review, final."),
    (KIND.format("final") + 'as = "review"\n', "meeting_kind final, 'as': it goes by eh's word for another kind."),
    (KIND.format("first") + 'as = "initial"\nwhen = "soon"\n', "'when': is not a key of an entry of the list"),
    (
        KIND.format("one") + 'as = "initial"\n' + KIND.format("two").replace("A m", "M") + 'as = "initial"\n',
        "meeting_kind two, 'as': is said of one already.",
    ),
    ('[[role]]\nslug = "fl"\nname = "Link"\nholds = "chair"\n', "role fl, 'holds': must be one of key-worker"),
]


@pytest.mark.parametrize(("more", "says"), WRONG)
def test_a_pack_that_cannot_be_understood_is_refused_by_name(bare, more, says):
    folder = bare.home / "council" / "data" / "procedures"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(GOOD + more, encoding="utf-8")
    told = bare("procedure", "check", "ours", code=2)
    assert says in told.out + told.err
