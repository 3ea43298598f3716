"""The same person twice: who may be meant is offered with why, and what keeps them safe goes along whatever is chosen.

The same is asked of a server in tests/postgres/test_same_person_on_postgres.py.
"""

from __future__ import annotations

import sys

import pytest

from tests.offices import Office, Result

OPEN = ("open-episode", "--team", "tipton")
HOME = ("--address", "12 Fennel Row; Tipton; DY4 9JB")
CALDERS = ("--child", "Kid Calder; 02/03/2010; F", "--parent", "Catherine Calder; 01/02/1985", *HOME)
KID, CATHERINE = "P-0004", "P-0005"  # after the Larkins
ALIKE, ELSE = "may be in the record already", "If it is the same person"


@pytest.fixture
def known(allocated) -> Office:
    """The Calders are in the record, and it is not safe to write to Catherine."""
    allocated(*OPEN, *CALDERS, "--phone", "07700 900456")
    allocated("person", "change", CATHERINE, "--unsafe", "Somebody else opens the post")
    allocated("person", "show", CATHERINE)  # whatever was read is noted before a refusal is looked at
    return allocated


def offered(result: Result) -> dict[str, str]:
    """Who is offered, with why."""
    lines = [line.split() for line in result.err.splitlines() if line.startswith("  P-")]
    return {words[0]: " ".join(words[1:]) for words in lines}


# At the opening of an episode


@pytest.mark.parametrize(
    ("child", "parent", "why"),
    [
        ("Kid Calder", "Catherine Calder", "the same name, a date of birth is lacking, the same address"),
        ("Kid Calder-Voss; 12/03/2010", "Catherine Calder-Voss; 01/02/1985", "part of the surname"),
        ("Calder Kid; 03/02/2010", "Katie Calder", "a short name or another spelling of it"),
        ("Kid Calder; 2010-03-02", "Kathryn Calder; 02/01/1985", "day and month of birth turned round"),
        ("Kidd Calder; 2010-03-02", "Kate Voss; 1985-02-01", "the same given name, born on the same day"),
        ("Kid Voss; 2010-03-12", "Cathy Voss", "the same given name, a date of birth is lacking, the same address"),
    ],
)
def test_who_may_be_meant_is_offered_with_why(known, refused, child, parent, why):
    told = refused(known, *OPEN, "--child", child, "--parent", parent, *HOME, code=4, says=ALIKE, hint="--link P-...")
    assert sorted(offered(told)) == [KID, CATHERINE]
    assert why in told.err
    assert "Mind: not safe to write to" in offered(told)[CATHERINE]
    assert "Somebody else opens the post" not in told.err


def test_a_telephone_counts_as_a_home_does(known, refused):
    about = ("--child", "Ada Bell", "--parent", "Cath Voss", "--phone", "+44 7700 900 456")
    told = refused(known, *OPEN, *about, code=4, says=ALIKE)
    assert offered(told) == {
        CATHERINE: "Catherine Calder, born 1985-02-01 - the same given name, a date of birth is lacking, "
        "the same telephone. Mind: not safe to write to"
    }
    known(*OPEN, *about[:4], "--phone", "07700 900457")


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        ("Bo Calder; 02/03/2012; M", "Rosa Calder; 03/04/1983"),  # of the same surname
        ("Kid Calder; 19/11/2014", "Catherine Calder; 27/10/1961"),  # born on other days, and living elsewhere
        ("Ada Bell; 02/03/2010", "Tess Bell; 01/02/1985"),  # born on the same day
        ("Kid Bell", "Catherine Bell"),  # of the same given name
    ],
)
def test_who_is_not_meant_is_not_offered(known, child, parent):
    assert known(*OPEN, "--child", child, "--parent", parent).code == 0


def test_brothers_twins_and_a_father_and_son_of_one_name_are_opened_without_a_question(known):
    twins = ("--child", "Ella Hart; 2014-05-06; F", "--child", "Emma Hart; 2014-05-06; F")
    father = ("--parent", "Thomas Hart; 1980-03-02; M", "--sibling", "Thomas Hart; 2012-07-19; M")
    known(*OPEN, *twins, *father, "--address", "3 Sorrel Close; Tipton; DY4 7QQ")
    added = ("person", "add", "Ben Hart; 2016-06-09; M", "--family", "F-0003", "--role", "sibling", "--lives-with")
    assert known(*added, "P-0006").code == 0


def test_a_name_that_somebody_had_finds_them_too(known, refused):
    known("person", "change", CATHERINE, "--name", "Catherine Voss")
    told = refused(known, *OPEN, "--child", "Ada Bell", "--parent", "Catherine Calder", code=4, says=ALIKE)
    assert list(offered(told)) == [CATHERINE]


# What keeps them safe


def test_new_people_are_marked_as_those_are_whom_they_may_be(known):
    told = known(*OPEN, "--child", "Kid Calder", "--parent", "Katie Calder", *HOME, "--new-person")
    assert f"Warning: P-0007 is marked as not safe to write to, as {CATHERINE} is." in told.err
    shown = known("person", "show", "P-0007").out
    assert f"not safe (from {CATHERINE}, who may be the same person: Somebody else opens the post)" in shown
    known("allocate", "E-0003", "--to", "aroy", "--by", "jmay")
    told = known("letter", "no-contact", "E-0003", code=4)
    assert "It is not safe to write to P-0007." in told.err
    assert known("record", "check").code == 0
    known("undo", "--yes")
    known("undo", "--yes")
    assert known("find", "katie").out.strip() in ("", "Nobody is found.") or "P-0007" not in known("find", "katie").out


def test_a_restriction_and_a_flag_go_along_as_well(known):
    known("person", "add", "Peter Voss; 05/06/1980", "--family", "F-0002", "--role", "parent", "--lives-with", KID)
    known("family", "restrict", CATHERINE, "P-0006", "--because", "Court order", "--until", "2017-01-31")
    known("family", "flag", "F-0002", "--because", "Somebody asks about them")
    told = known(*OPEN, "--child", "Ada Bell", "--parent", "Kate Calder", "--parent", "Pete Voss", "--new-person")
    for said in (
        f"P-0008 is marked as not safe to write to, as {CATHERINE} is.",
        f"P-0008 and P-0009 are kept apart, as {CATHERINE} and P-0006 are.",
        f"P-0006 and P-0008 are kept apart, as {CATHERINE} and P-0006 are.",
        f"{CATHERINE} and P-0009 are kept apart, as {CATHERINE} and P-0006 are.",
        "Letters to F-0003 need a second person, as those to F-0002 do.",
    ):
        assert f"Warning: {said}" in told.err
    shown = known("family", "show", "F-0003").out
    assert "Do not write to P-0008 and P-0009 together, nor tell one of the other until Tue 31 Jan 2017" in shown
    assert "Letters need a second person: F-0003 (from F-0002, of which somebody here may be" in shown
    assert known("record", "check").code == 0


def test_an_address_that_nobody_confirmed_stays_so(known):
    known("person", "change", CATHERINE, "--unconfirmed")
    told = known(*OPEN, "--child", "Ada Bell", "--parent", "Katie Calder", *HOME, "--new-person")
    assert f"The address of P-0007 counts as not confirmed, as that of {CATHERINE} is." in told.err
    assert known("person", "show", "P-0007", "--json").json()["address_confirmed"] is False


def test_whoever_is_linked_keeps_their_marks_and_the_flag_of_their_family(known):
    known("family", "flag", "F-0002", "--because", "Somebody asks about them")
    told = known("person", "add", CATHERINE, "--family", "F-0001", "--role", "other")
    assert "Letters to F-0001 need a second person, as those to F-0002 do." in told.err
    known("close", "E-0002", "--reason", "Moved out of area", "--by", "jmay", code=None)
    assert "not safe" in known("family", "show", "F-0001").out


def test_a_link_names_one_of_those_who_are_offered(known, refused):
    ask = (*OPEN, "--child", "Ada Bell; 2014-01-09", "--parent", "Katie Calder")
    refused(known, *ask, "--link", KID, code=4, says=f"Nobody in this request is like {KID}", hint=f"--parent {KID}")
    refused(known, *ask, "--link", CATHERINE, code=4, says="E-0002 is open for this family already")


# Adding and changing


def test_somebody_added_may_be_one_of_the_record_though_only_the_family_speaks_for_it(known, refused):
    ask = ("person", "add", "Katie Voss", "--family", "F-0002", "--role", "other")
    told = refused(known, *ask, code=4, says="Katie Voss may be in the record already", hint="eh person add P-...")
    assert "others of the same family" in offered(told)[CATHERINE]
    told = known(*ask, "--new-person")
    assert f"Warning: P-0006 is marked as not safe to write to, as {CATHERINE} is." in told.err
    assert known("person", "add", "Katie Voss; 1971-06-05", "--family", "F-0001", "--role", "other", code=4).code == 4


def test_a_new_name_or_date_of_birth_is_asked_about_and_recorded_whatever_is_answered(known, refused):
    known("person", "add", "Tess Bell", "--family", "F-0001", "--role", "parent")
    known("family", "flag", "F-0002", "--because", "Somebody asks about them")
    ask = ("person", "change", "P-0006", "--name", "Catherine Calder")
    told = refused(known, *ask, code=4, says="this person may be one who is in the record already", hint="--new-person")
    assert list(offered(told)) == [CATHERINE]
    refused(known, *ask, "--link", KID, code=4, says=f"Nothing makes this person like {KID}.")
    told = known(*ask, "--new-person", "--dry-run")
    assert f"P-0006 is marked as not safe to write to, as {CATHERINE} is." in told.err
    assert "Letters to F-0001 need a second person, as those to F-0002 do." in told.err
    told = known(*ask, "--link", CATHERINE)
    assert f"P-0006 and {CATHERINE} are one person in two records" in told.err
    assert "Do not write to P-0006" in known("person", "show", "P-0006").out
    # Whoever was like them already is not asked about again.
    assert known("person", "change", "P-0006", "--name", "Catherine Calders").code == 0
    assert known("person", "change", "P-0006", "--phone", "07700 900458").code == 0


def test_a_date_of_birth_that_is_put_right_asks_too(known):
    known(*OPEN, "--child", "Kid Calder; 19/11/2014", "--parent", "Rosa Bell")
    told = known("person", "change", "P-0006", "--born", "12/03/2010", code=4)
    assert "the same name, the date of birth one figure off" in offered(told)[KID]
    known("person", "change", "P-0006", "--born", "12/03/2010", "--new-person")


def test_those_marked_where_they_are_linked_are_marked_on_both_sides(known):
    known("person", "add", "Tess Bell", "--family", "F-0001", "--role", "other")
    known("person", "change", "P-0006", "--unsafe", "Told by the school")
    known("person", "change", CATHERINE, "--safe-again", "--by", "jmay")
    told = known("person", "change", "P-0006", "--name", "Catherine Calder", "--link", CATHERINE)
    assert f"{CATHERINE} is marked as not safe to write to, as P-0006 is." in told.err


# Two who have no names yet


def test_two_newborns_of_one_day_are_recorded_as_two(known, refused):
    twice = ("--child", "Baby Quillan; 2016-07-01; F") * 2
    refused(known, *OPEN, *twice, code=2, says="Baby Quillan is in this request twice", hint="--new-person")
    told = known(*OPEN, *twice, "--new-person", "--json").json()
    assert [each["person"] for each in told["people"]] == ["P-0006", "P-0007"]
    known("person", "change", "P-0006", "--name", "Wren Quillan")
    known("person", "change", "P-0007", "--name", "Orla Quillan")
    named = ("--child", "Ada Bell; 2014-01-09; F") * 2
    refused(known, *OPEN, *named, "--new-person", code=2, says="twice", hint="Name each person once")


# At a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_it_is_asked_at_the_moment_of_the_name(known, typed):
    answers = (
        "tipton",
        *("Kid Calder", "P-9", KID, ""),  # one that is none of them: asked again
        *("Katie Calder", "new", ""),
        *("12 Fennel Row; Tipton; DY4 9JB", "", "", "Okafor Primary School", "", ""),
    )
    code, shown = typed(known, "open-episode", answers=answers, NO_COLOR="1")
    assert shown.index("Kid Calder may be in the record already:") < shown.index("Parent or carer")
    assert "'P-9' is none of them." in shown
    assert code == 4, shown  # the family has an open episode
    assert "E-0002 is open for this family already." in shown
    kept = next((known.home / "unsent").glob("request-*.json"))
    assert f"Your answers are kept: eh open-episode --from {kept}" in " ".join(shown.split())
    assert kept.stat().st_mode & 0o077 == 0
    assert KID in kept.read_text(encoding="utf-8")
    assert known(*OPEN[:1], "--from", str(kept), "--new-person", code=4).code == 4
    assert kept.is_file()
    kept.write_text(kept.read_text(encoding="utf-8").replace(KID, "Ada Bell"), encoding="utf-8")
    told = known("open-episode", "--from", str(kept), "--new-person")
    assert "Opened E-0003" in told.out
    assert f"marked as not safe to write to, as {CATHERINE} is" in told.err
    assert not kept.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_two_newborns_are_told_apart_at_a_terminal_too(known, typed):
    answers = ("tipton", "Baby Quillan; 01/07/2016; F", "Baby Quillan; 01/07/2016; F", "yes", *[""] * 8)
    code, shown = typed(known, "open-episode", answers=answers, NO_COLOR="1")
    assert code == 0, shown
    assert "Are they two? (yes or no)" in shown
    assert len(known("show", "E-0003", "--json").json()["people"]) == 2
