"""A team takes up another procedure: from which day what moves, what is said before, and who follows what."""

from __future__ import annotations

import json

import pytest

from ehcli.procedures.adoptions import Adoption, as_kept, by_day
from tests.offices import Office

DAY_BEFORE, THE_DAY, DAY_AFTER = "2016-07-31", "2016-08-01", "2016-08-02"
WHY = ("--reason", "Agreed at the board", "--by", "jmay")
ADOPT = ("procedure", "adopt", "sandwell-teh", "--team", "tipton", *WHY)
PLANNED = (*ADOPT, "--from", THE_DAY)
# COG's twenty working days fall away under sandwell-teh, and its thirty remain.
SOON, LATER = "2016-08-09", "2016-08-23"
FAMILY = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--level", "targeted")
LISTS = (
    ("due", "--within", "90wd"),
    ("overdue",),
    ("due", "--within", "90wd", "--json"),
    ("overdue", "--json"),
    ("overdue", "--as-of", "2016-07-27", "--json"),
    ("today",),
    ("tray", "--team", "tipton"),
    ("show", "E-0001"),
)


def everything(eh: Office, today: str) -> list[str]:
    """What every list says on a day."""
    return [eh(*each, today=today).out for each in LISTS]


def worklist(eh: Office, today: str = "") -> dict[tuple[str, str], str | None]:
    """What is kept in the worklist, as it is worked out for a day: what is owed, and by when."""
    eh("overdue", today=today)
    return {(episode, key): due for episode, key, due in eh.sql("SELECT episode, key, due FROM worklist")}


def between(
    old: dict[tuple[str, str], str | None], new: dict[tuple[str, str], str | None], today: str
) -> dict[str, int]:
    """What came to be different, counted as a dry run counts it."""

    def late(due: str | None) -> bool:
        return due is not None and due < today

    return {
        "moves": sum(old[key] != new[key] for key in old if key in new),
        "ends": sum(key not in new for key in old),
        "begins": sum(key not in old for key in new),
        "overdue_at_once": sum(late(due) and not late(old.get(key)) for key, due in new.items()),
    }


def taf(eh: Office, today: str) -> tuple[str, str]:
    """When the first TAF is due on a day, and under which procedure, as its list and its working say."""
    due = eh.owed(today=today)["initial-taf"]
    why = eh("why", due["task"], "--json", today=today).json()
    assert why["due"] == due["due"]
    return due["due"], why["procedure"]


# The first day


def test_what_is_running_moves_on_the_first_day_and_not_before(allocated):
    before = everything(allocated, DAY_BEFORE)
    allocated(*PLANNED, "--running")
    assert everything(allocated, DAY_BEFORE) == [
        *before[:-1],
        before[-1].replace("\n\nPeople:", f"\n\nTo come:\n{TO_COME}\n\nPeople:", 1),
    ]
    assert [taf(allocated, day) for day in (DAY_BEFORE, THE_DAY, DAY_AFTER)] == [
        (SOON, "sandwell"),
        (LATER, "sandwell-teh"),
        (LATER, "sandwell-teh"),
    ]
    for day in (DAY_BEFORE, THE_DAY, DAY_AFTER):
        assert "no findings" in allocated("record", "check", today=day).out
    assert everything(allocated, DAY_BEFORE)[:-1] == before[:-1]


TO_COME = "Procedure\tFrom\tWhat is running moves too\nsandwell-teh 1.0\tMon 1 Aug 2016\tyes"


def test_the_night_before_lists_the_old_dates_and_the_night_of_the_day_the_new_ones(allocated):
    allocated(*ADOPT, "--from", "2016-08-08", "--running")
    made = {}
    for day in ("2016-08-07", "2016-08-08"):
        folder = allocated.home / f"lists-{day}"
        allocated("night", "--out", str(folder), today=day, code=None)
        rows = json.loads((folder / "tipton-due.json").read_text(encoding="utf-8"))
        made[day] = {row["duty"]: row["due"] for row in rows}
    assert made["2016-08-07"]["initial-taf"] == SOON
    assert made["2016-08-08"]
    assert "initial-taf" not in made["2016-08-08"]  # due in more than five working days


def test_what_is_running_stays_where_that_was_not_agreed_and_nothing_is_worked_out_on_the_day(allocated):
    allocated(*PLANNED)
    for day in (DAY_BEFORE, THE_DAY, DAY_AFTER):
        done = allocated("overdue", today=day)
        assert "has changed" not in done.err
        assert taf(allocated, day) == (SOON, "sandwell")


def test_on_the_day_only_the_team_that_moves_is_worked_out_again(eh):
    eh("team", "add", "oldbury", "--name", "Oldbury")
    eh("open-episode", "--team", "oldbury", *FAMILY)
    eh(*PLANNED, "--running")
    eh("overdue", today=DAY_BEFORE)
    # Whatever is worked out again is as it was: a mark left in the other team's rows shows that those were not.
    eh.sql("UPDATE worklist SET title = 'Left alone'")
    told = eh("overdue", today=THE_DAY).err
    assert told.splitlines()[0] == "What tipton follows has changed: working the worklist out again ..."
    marked = eh.sql("SELECT DISTINCT team FROM worklist WHERE title = 'Left alone'")
    assert marked == [("oldbury",)]
    assert "has changed" not in eh("overdue", today=THE_DAY).err
    assert "has changed" not in eh("overdue", today=DAY_AFTER).err


def test_what_began_before_anything_that_ran_when_it_was_chosen_moves_too(eh):
    """An episode that is entered between the choice and its first day, and is older than any of the team's."""
    eh(*PLANNED, "--running")
    eh("open-episode", "--team", "tipton", *FAMILY, "--on", "2016-06-01", today="2016-07-20")
    owed = eh.owed("E-0002", today=THE_DAY)
    whys = [eh("why", each["task"], "--json", today=THE_DAY).json() for each in owed.values()]
    assert {why["started_on"] for why in whys} == {"2016-06-01"}
    assert {why["procedure"] for why in whys} == {"sandwell-teh"}
    assert "no findings" in eh("record", "check", today=THE_DAY).out


def test_an_episode_that_was_closed_by_then_keeps_its_procedure(eh):
    eh("open-episode", "--team", "tipton", *FAMILY)
    aside = ("--reason", "Moved away", "--by", "jmay")
    eh("set-aside", *(each["task"] for each in eh.owed("E-0002").values()), *aside)
    checks = ("exit-plan", "closure-agreed", "case-summary-on-file")
    eh("set-aside", "E-0002", *(part for check in checks for part in ("--check", check)), *aside)
    eh("close", "E-0002", "--reason", "Refer to CSC", "--by", "jmay")
    before = eh("show", "E-0002", "--json").json()
    assert before["done"]
    eh("procedure", "adopt", "haringey", "--team", "tipton", "--running", "--from", THE_DAY, *WHY)
    for day in (DAY_BEFORE, THE_DAY, DAY_AFTER):
        after = eh("show", "E-0002", "--json", today=day).json()
        assert after["done"] == before["done"]
        assert (after["procedure"], after["procedures_to_come"]) == ("sandwell 1.0", [])
        assert "no findings" in eh("record", "check", today=day).out
    assert eh("show", "E-0001", "--json", today=THE_DAY).json()["procedure"] == "haringey 1.0"


@pytest.mark.parametrize(
    ("adoptions", "today", "closed_on", "expected"),
    [
        ([Adoption("b", "2027-06-01", running=True)], "2027-05-31", "", {"2027-06-01": "b"}),
        ([Adoption("b", "2027-06-01", running=True)], "2027-06-01", "", {"0001-01-01": "b", "2027-06-01": "b"}),
        ([Adoption("b", "2027-06-01", running=True)], "2027-06-02", "2027-05-31", {"2027-06-01": "b"}),
        (
            [Adoption("b", "2027-06-01", running=True)],
            "2027-06-02",
            "2027-06-01",
            {"0001-01-01": "b", "2027-06-01": "b"},
        ),
        # One that was planned for later and taken up in between gives way on the day.
        (
            [Adoption("b", "2027-06-01", running=True), Adoption("c", "2027-02-01")],
            "2027-03-01",
            "",
            {"2027-02-01": "c", "2027-06-01": "b"},
        ),
        (
            [Adoption("b", "2027-06-01", running=True), Adoption("c", "2027-02-01")],
            "2027-06-01",
            "",
            {"0001-01-01": "b", "2027-06-01": "b"},
        ),
        # One that was chosen afterwards, for a day gone by, does not.
        (
            [Adoption("b", "2027-06-01", running=True), Adoption("c", "2027-02-01", chosen="2027-06-02")],
            "2027-06-02",
            "",
            {"0001-01-01": "b", "2027-02-01": "c", "2027-06-01": "b"},
        ),
        # What was closed when it was chosen was not running, though it was on the first day.
        (
            [Adoption("b", "2027-06-01", running=True, chosen="2027-06-30")],
            "2027-06-30",
            "2027-06-15",
            {"2027-06-01": "b"},
        ),
    ],
)
def test_which_procedure_holds_from_which_day(adoptions, today, closed_on, expected):
    kept = as_kept({each.first: each.kept for each in adoptions})
    assert sorted(kept) == sorted(adoptions)
    assert by_day(kept, today, closed_on) == expected


def test_what_an_older_eh_kept_is_read_as_it_meant_it(allocated):
    """It kept what moves as one more row, from the day on which the first of what was running began."""
    allocated(*ADOPT, "--from", "2016-07-12")
    kept = "INSERT INTO choice (entry, kind, name, value, decided_by, reason)"
    allocated.sql(
        f"{kept} SELECT entry, kind, '2016-07-11', value, decided_by, reason FROM choice WHERE kind LIKE 'ad%'"
    )
    allocated("record", "rebuild")
    assert taf(allocated, "2016-07-12") == (LATER, "sandwell-teh")
    told = [row["new"] for row in allocated("history", "tipton", "--json").json() if row["what"] != "team"]
    assert told == ["sandwell-teh from Tue 12 Jul 2016", "sandwell-teh from Mon 11 Jul 2016"]


# What is said before


@pytest.mark.parametrize("first", ["2016-07-01", "2016-07-12", THE_DAY])
def test_a_dry_run_counts_what_would_move_as_what_if_does(allocated, first):
    would = allocated("procedure", "what-if", "nottinghamshire", "--team", "tipton", "--json").json()
    counted = {name: sum(row["what"] == name for row in would) for name in ("moves", "ends", "begins")} | {
        "overdue_at_once": sum(row["overdue_at_once"] for row in would)
    }
    assert counted["ends"]
    adopt = ("procedure", "adopt", "nottinghamshire", "--team", "tipton", "--from", first, "--running", *WHY)
    before = allocated.dump(), worklist(allocated)
    told = allocated(*adopt, "--dry-run", "--json").json()
    assert told["changes"] == counted
    assert (told["team"], told["procedure"], told["first_day"], told["running"]) == (
        "tipton",
        "nottinghamshire",
        first,
        True,
    )
    assert told["planned"] is (first == THE_DAY)
    said = allocated(*adopt, "--dry-run").out
    numbers = (counted[name] for name in ("moves", "ends", "begins", "overdue_at_once"))
    assert "{} would move, {} would end, {} would begin; {} would be overdue at once.".format(*numbers) in said
    assert ("Seen from Mon 1 Aug 2016, as things stand today:" in said) is (first == THE_DAY)
    assert (allocated.dump(), worklist(allocated)) == before
    allocated(*adopt, "--yes")
    assert between(before[1], worklist(allocated, first if first == THE_DAY else ""), allocated.today) == counted


def test_without_running_a_dry_run_counts_what_began_since_alone(allocated):
    before = worklist(allocated)
    since = (*ADOPT, "--from", "2016-07-12")  # the allocation is of that day, and the opening is not
    told = allocated(*since, "--dry-run", "--json").json()
    assert any(told["changes"].values())
    assert sum(told["changes"].values()) < sum(
        allocated(*since, "--running", "--dry-run", "--json").json()["changes"].values()
    )
    allocated(*since)
    assert between(before, worklist(allocated), "2016-07-12") == told["changes"]
    later = allocated(*PLANNED, "--dry-run")
    assert "Seen from Mon 1 Aug 2016, as things stand today: no date would change." in later.out


def test_a_first_day_that_is_over_is_asked_about(allocated, refused, typed):
    past = (*ADOPT, "--from", "2016-07-01")
    says = "Fri 1 Jul 2016 lies before today, Tue 12 Jul 2016. "
    refused(allocated, *past, code=2, says=says, hint="If that is meant: --yes")
    refused(allocated, *past, "--running", code=2, says="would move, ", hint="If that is meant: --yes")
    before = allocated.dump()
    code, screen = typed(allocated, *past, answers=["no"])
    assert (code, allocated.dump()) == (1, before), screen
    assert "lies before today" in screen
    assert "would move, " in screen
    code, screen = typed(allocated, *past, answers=["yes"])
    assert code == 0, screen
    assert taf(allocated, "2016-07-12") == (LATER, "sandwell-teh")


def test_what_was_done_says_what_it_did(allocated):
    before = worklist(allocated)
    told = allocated(*ADOPT, "--from", "today", "--running").out
    found = between(before, worklist(allocated), "2016-07-12")
    assert f"{found['moves']} moved, {found['ends']} ended, {found['begins']} began;" in told


CHOICES = [
    ("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay"),
    ("procedure", "switch", "covid-19", "off", "--reason", "Ended", "--by", "jmay"),
    (*ADOPT, "--from", "2016-07-11", "--running", "--yes"),
]


@pytest.mark.parametrize("choice", CHOICES, ids=["closed", "switch", "adopt"])
def test_a_choice_and_its_undoing_say_in_a_dry_run_what_they_move_and_then_move_that(allocated, choice):
    before, lists = worklist(allocated), everything(allocated, "2016-08-03")
    would = allocated(*choice, "--dry-run", "--json").json()
    assert any(would["changes"].values())
    assert worklist(allocated) == before
    allocated(*choice)
    after = worklist(allocated)
    assert between(before, after, "2016-07-12") == would["changes"]
    back = allocated("undo", "--yes", "--dry-run", "--json").json()
    assert "would move" in allocated("undo", "--yes", "--dry-run").out
    assert worklist(allocated) == after
    allocated("undo", "--yes")
    assert between(after, worklist(allocated), "2016-07-12") == back["changes"]
    assert worklist(allocated) == before
    assert everything(allocated, "2016-08-03") == lists


def test_undoing_restores_the_lists_byte_for_byte_before_the_day_and_after(allocated):
    before = {day: everything(allocated, day) for day in (DAY_BEFORE, THE_DAY, DAY_AFTER)}
    allocated(*PLANNED, "--running")
    assert everything(allocated, THE_DAY) != before[THE_DAY]
    allocated("undo", "--yes", today=DAY_AFTER)
    assert {day: everything(allocated, day) for day in (DAY_BEFORE, THE_DAY, DAY_AFTER)} == before


# Who follows what


def test_a_team_and_its_episodes_name_what_they_follow_since_when_and_what_is_to_come(allocated):
    assert "Procedure: sandwell 1.0\n" in allocated("team", "show", "tipton").out
    assert "Followed since: Mon 11 Jul 2016\n" in allocated("show", "E-0001").out
    allocated(*PLANNED, "--running")
    to_come = [{"procedure": "sandwell-teh 1.0", "first_day": THE_DAY, "running_moves": True}]
    for day, follows, coming in (
        (DAY_BEFORE, ("sandwell 1.0", None, "2016-07-11"), to_come),
        (THE_DAY, ("sandwell-teh 1.0", THE_DAY, THE_DAY), []),
        (DAY_AFTER, ("sandwell-teh 1.0", THE_DAY, THE_DAY), []),
    ):
        team = allocated("team", "show", "tipton", "--json", today=day).json()
        episode = allocated("show", "E-0001", "--json", today=day).json()
        assert (team["procedure"], team["procedure_since"], episode["procedure_since"]) == follows
        assert episode["procedure"] == team["procedure"]
        assert team["procedures_to_come"] == episode["procedures_to_come"] == coming
        assert team["procedures_before"] == episode["procedures_before"] == []
        assert (TO_COME in allocated("team", "show", "tipton", today=day).out) is bool(coming)
    assert "Followed since: Mon 1 Aug 2016" in allocated("team", "show", "tipton", today=THE_DAY).out


def test_an_episode_whose_running_work_stays_names_both(allocated):
    allocated(*PLANNED)
    episode = allocated("show", "E-0001", "--json", today=THE_DAY).json()
    assert (episode["procedure"], episode["procedure_since"]) == ("sandwell-teh 1.0", THE_DAY)
    assert episode["procedures_before"] == [{"procedure": "sandwell 1.0", "until": DAY_BEFORE}]
    shown = allocated("show", "E-0001", today=THE_DAY).out
    assert "What began earlier follows:\nProcedure\tUntil\nsandwell 1.0\tSun 31 Jul 2016\n" in shown
    allocated("open-episode", "--team", "tipton", *FAMILY, today=DAY_AFTER)
    younger = allocated("show", "E-0002", "--json", today=DAY_AFTER).json()
    assert (younger["procedure"], younger["procedure_since"]) == ("sandwell-teh 1.0", DAY_AFTER)
    assert younger["procedures_before"] == []


def test_the_history_of_a_team_tells_what_it_took_up_and_when_it_was_closed(allocated):
    allocated(*PLANNED, "--running")
    allocated("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay")
    allocated("undo", "--yes")
    allocated(*ADOPT, "--from", "2016-07-01", "--yes")
    told = [row for row in allocated("history", "tipton", "--json").json() if row["what"] != "team"]
    assert [(row["what"], row["new"], row["decided_by"], bool(row["undone_by"])) for row in told] == [
        ("procedure taken up", "sandwell-teh from Mon 1 Aug 2016; what is running that day moves too", "jmay", False),
        ("closed", "on Wed 20 Jul 2016: Flood", "jmay", True),
        ("procedure taken up", "sandwell-teh from Fri 1 Jul 2016; chosen on Tue 12 Jul 2016", "jmay", False),
    ]
    assert {row["reason"] for row in told if row["what"] == "procedure taken up"} == {"Agreed at the board"}
