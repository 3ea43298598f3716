"""A team puts a duty into another band of its lists: who may, what is never lowered, what moves, and what undo does."""

from __future__ import annotations

import pytest

from ehcli.procedures.bands import standing
from tests.offices import Office

DUTY, WHY = "genogram", "Asked for at the last inspection"
RAISE = ("team", "band", "tipton", DUTY, "plan", "--reason", WHY)
FAMILY = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--level", "targeted")


def band(eh: Office, duty: str = DUTY) -> str:
    """The band of a duty's task, which every form of it must agree on."""
    listed = eh.owed()[duty]
    shown = eh("show", listed["task"], "--json").json()
    why = eh("why", listed["task"], "--json").json()
    assert listed["band"] == shown["band"] == why["band"]
    assert "no findings" in eh("record", "check").out
    return listed["band"]


@pytest.fixture
def two_towns(allocated: Office) -> Office:
    """A second team with a family of its own."""
    allocated("team", "add", "oldbury", "--name", "Oldbury")
    allocated("open-episode", "--team", "oldbury", *FAMILY)
    allocated("allocate", "E-0002", "--to", "bcole", "--by", "jmay")
    return allocated


def bands(eh: Office) -> dict[str, set[str]]:
    """The bands of the duty's open tasks by team."""
    found: dict[str, set[str]] = {}
    for team, each in eh.sql("SELECT team, band FROM worklist WHERE duty = ?", DUTY):
        found.setdefault(team, set()).add(each)
    return found


def test_a_team_raises_a_duty_at_once_for_itself_alone(two_towns):
    eh = two_towns
    assert bands(eh) == {"tipton": {"record"}, "oldbury": {"record"}}
    dates = eh.sql("SELECT task, due, act, waits_for FROM worklist ORDER BY task")
    would = eh(*RAISE, "--dry-run", "--json").json()
    assert bands(eh) == {"tipton": {"record"}, "oldbury": {"record"}}
    done = eh(*RAISE)
    assert done.out.startswith(
        "genogram is raised from record to plan for tipton, decided by abell.\n1 open task moved."
    )
    assert would["tasks_moved"] == 1
    assert bands(eh) == {"tipton": {"plan"}, "oldbury": {"record"}}
    assert eh.sql("SELECT task, due, act, waits_for FROM worklist ORDER BY task") == dates
    assert band(eh) == "plan"
    eh("record", "rebuild")
    assert band(eh) == "plan"


def test_what_begins_later_and_what_changes_hands_stands_where_its_team_has_it(two_towns):
    eh = two_towns
    eh(*RAISE)
    eh("open-episode", "--team", "tipton", *[each.replace("Ada", "Ida") for each in FAMILY], "--new-person")
    eh("allocate", "E-0003", "--to", "aroy", "--by", "jmay")
    assert bands(eh) == {"tipton": {"plan"}, "oldbury": {"record"}}
    assert "no findings" in eh("record", "check").out


def test_why_says_who_raised_it_when_and_why(allocated):
    eh = allocated
    assert "Our default, printed in no source" in eh("why", eh.owed()[DUTY]["task"]).out
    entry = eh(*RAISE, "--json").json()["entry"]
    task = eh.owed()[DUTY]["task"]
    said = eh("why", task).out
    assert "On the lists it stands under 'The child's voice, meeting, assessment'.\n  Raised from 'Records to" in said
    assert f": {WHY}\n  Decided by abell, recorded on " in said
    assert f"(entry {entry})." in said
    placed = eh("why", task, "--json").json()["band_placed"]
    assert (placed["band"], placed["printed"], placed["decided_by"]) == ("plan", "record", "abell")
    assert (placed["reason"], placed["entry"]) == (WHY, entry)
    (row,) = eh("team", "bands", "tipton", "--json").json()
    assert (row["duty"], row["band"], row["printed"], row["decided_by"]) == (DUTY, "plan", "record", "abell")
    assert f"{DUTY} in plan" in eh("history", "tipton").out


def test_of_a_child_not_seen_why_says_for_how_long(allocated):
    task = allocated.owed(today="2016-07-20")["initial-home-visit"]["task"]
    assert "Never seen; the case came on Mon 11 Jul 2016, 9 days ago." in allocated("why", task, today="2016-07-20").out
    allocated("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", "--seen", "P-0002", today="2016-07-18")
    task = allocated.owed(today="2016-07-26")["home-visits"]["task"]
    assert "Last seen on Mon 18 Jul 2016, 8 days ago." in allocated("why", task, today="2016-07-26").out


def test_lowering_takes_a_manager_and_a_reason(allocated, refused):
    lower = ("team", "band", "tipton", "eha", "record")
    said = "abell (business-support) may not make such a choice for the authority"
    refused(allocated, *lower, "--reason", "Kept elsewhere", code=4, says=said)
    refused(allocated, *lower, "--by", "jmay", code=2, says="The reason is empty.")
    allocated(*lower, "--reason", "Kept elsewhere", "--by", "jmay")
    assert band(allocated, "eha") == "record"
    said = allocated("why", allocated.owed()["eha"]["task"]).out
    assert "Lowered from 'The child's voice, meeting, assessment': Kept elsewhere\n  Decided by jmay" in said
    refused(allocated, *lower, "--reason", "Again", "--by", "jmay", code=4, says="eha stands in record already.")


@pytest.mark.parametrize("to", ["plan", "waiting", "record"])
def test_nothing_is_lowered_out_of_harm_or_unseen_by_anybody(allocated, refused, to):
    for duty in ("initial-home-visit", "csc-discussed"):
        asked = ("team", "band", "tipton", duty, to, "--reason", "Too many", "--by", "jmay")
        refused(allocated, *asked, code=4, says=f"{duty} cannot be lowered to {to}: its procedure has it in")
    asked = ("team", "band", "tipton", "csc-discussed", "unseen", "--reason", "Too many", "--by", "jmay")
    refused(allocated, *asked, code=4, says="csc-discussed cannot be lowered to unseen")


def test_what_a_team_raised_a_manager_may_put_back(allocated):
    allocated("team", "band", "tipton", "initial-home-visit", "harm", "--reason", "A child died unseen")
    assert band(allocated, "initial-home-visit") == "harm"
    back = ("team", "band", "tipton", "initial-home-visit", "unseen", "--reason", "Reviewed", "--by", "jmay")
    assert "is lowered from harm to unseen" in allocated(*back).out
    assert band(allocated, "initial-home-visit") == "unseen"


def test_undo_brings_every_list_back_as_it_was(allocated):
    lists = [("overdue", "--json"), ("due", "--within", "90wd", "--json"), ("tray", "worker", "--json")]
    before = [allocated(*each).out for each in lists]
    allocated(*RAISE)
    raised = [allocated(*each).out for each in lists]
    assert raised != before
    allocated("team", "band", "tipton", DUTY, "waiting", "--reason", "Agreed", "--by", "jmay")
    allocated("undo", "--yes")
    assert [allocated(*each).out for each in lists] == raised
    done = allocated("undo", "--yes")
    assert "working the worklist out" not in done.err
    assert [allocated(*each).out for each in lists] == before
    assert "no findings" in allocated("record", "check").out


def test_what_a_procedure_has_in_harm_or_unseen_stands_there_whatever_was_chosen_under_another():
    assert [standing("unseen", "record"), standing("harm", "unseen")] == ["unseen", "harm"]
    assert [standing("unseen", "harm"), standing("record", "plan"), standing("plan", "record")] == [
        *("harm", "plan", "record"),
    ]
    assert standing("record", "") == "record"


def test_a_band_a_team_or_a_duty_there_is_not_is_refused_with_those_there_are(allocated, refused):
    why = ("--reason", WHY)
    refused(allocated, "team", "band", "tipton", DUTY, "unsen", *why, code=2, says="no band 'unsen'", hint="unseen")
    refused(allocated, "team", "band", "tipton", "genogran", "plan", *why, code=3, says="no duty", hint="genogram")
    refused(allocated, "team", "band", "tiptn", DUTY, "plan", *why, code=3, says="no team", hint="tipton")


def test_the_list_of_a_team_with_no_choice_says_so_and_all_shows_every_duty_in_the_order_of_the_lists(allocated):
    assert "tipton has every duty where its procedure" in allocated("team", "bands", "tipton").err
    rows = allocated("team", "bands", "tipton", "--all", "--json").json()
    order = ["harm", "unseen", "plan", "waiting", "record"]
    places = [order.index(row["band"]) for row in rows]
    assert places == sorted(places)
    assert {row["duty"] for row in rows} == {row["duty"] for row in allocated("procedure", "show", "--json").json()}
