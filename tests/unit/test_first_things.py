"""Lists that put the child first: the order, one line a family, what fits on a screen, and that nobody is lost."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.lists.by_band import banded
from ehcli.lists.first_things import by_band, in_order, ordered, things_to_do, unseen_for
from ehcli.procedures.bands import BANDS, SAFETY
from ehcli.screen.fitting import Section, fitted, shared_out

TODAY = date(2026, 3, 2)


def task(number: int = 1, **told: object) -> dict:
    usual = {
        "task": f"T-{number:04}",
        "episode": f"E-{number:04}",
        "family": f"F-{number:04}",
        "duty": "visit",
        "children": [{"person": "P-0001", "name": "Ada Okafor"}],
        "title": "Visit",
        "team": "tipton",
        "worker": "aroy",
        "responsible": "key-worker",
        "tray": "worker",
        "held_by": None,
        "started_on": "2026-02-02",
        "due": "2026-02-20",
        "status": "overdue",
        "working_days_late": 5,
        "limit": None,
        "past_limit": False,
        "on_hold_since": None,
        "band": "unseen",
        "next": True,
        "act": None,
        "last_seen": None,
        "reached_on": "2026-02-01",
        "default": None,
    }
    return {**usual, **told}


def places(*items: dict) -> list[str]:
    return [each["task"] for each in ordered(items, TODAY)]


def test_bands_come_before_everything_else():
    late = task(1, band="record", working_days_late=90)
    assert places(late, task(2, band="plan"), task(3), task(4, band="harm", status="open", due=None)) == [
        *("T-0004", "T-0003", "T-0002", "T-0001"),
    ]


def test_in_a_band_what_is_past_the_printed_limit_comes_first_then_who_is_longest_unseen():
    inside = task(1, last_seen=None, reached_on="2026-01-01", limit="2026-03-09")
    seen = task(2, last_seen="2026-02-10")
    never = task(3, reached_on="2026-02-05")
    assert places(inside, seen, never) == ["T-0003", "T-0002", "T-0001"]
    assert unseen_for(seen, TODAY) == 20


def test_our_own_limit_is_no_printed_one():
    assert places(task(1, default="our default: reading", reached_on="2026-01-01"), task(2)) == ["T-0002", "T-0001"]


def test_elsewhere_the_longest_late_comes_first_and_then_the_lower_number():
    rows = [task(number, band="plan", working_days_late=late) for number, late in ((3, 2), (1, 2), (2, 7))]
    assert places(*rows) == ["T-0002", "T-0001", "T-0003"]


def test_what_is_on_hold_is_last_in_its_band_and_never_out_of_it():
    assert places(task(1, on_hold_since="2026-02-20", reached_on="2025-12-01"), task(2), task(3, band="plan")) == [
        *("T-0002", "T-0001", "T-0003"),
    ]


def test_a_task_whose_pack_says_no_band_stands_with_the_plan():
    (band,) = by_band([task(band=None)], TODAY)
    assert band.id == "plan"


def test_a_family_stands_once_in_its_first_band_with_what_else_there_is():
    rows = [task(1), task(2, family="F-0001", band="record"), task(3, band="record")]
    unseen, record = by_band(rows, TODAY)
    assert [(each.first["task"], each.acts, each.more) for each in unseen.families] == [("T-0001", 2, 1)]
    assert [each.first["task"] for each in record.families] == ["T-0003"]


def test_one_act_counts_once_and_what_waits_for_a_step_not_at_all():
    rows = [task(1, act="T-0001"), task(2, act="T-0001"), task(3, act="T-0003", next=False)]
    assert things_to_do(rows) == 1


def test_of_a_family_the_task_that_can_be_done_now_is_named():
    rows = [
        task(1, family="F-1", band="waiting", next=False, working_days_late=9),
        task(2, family="F-1", band="waiting"),
    ]
    assert by_band(rows, TODAY)[0].families[0].first["task"] == "T-0002"


# What fits

TASKS = st.builds(
    task,
    st.integers(1, 400),
    family=st.integers(1, 60).map("F-{:04}".format),
    band=st.sampled_from([*BANDS, None]),
    next=st.booleans(),
    act=st.integers(1, 9).map("T-{:04}".format),
    last_seen=st.one_of(st.none(), st.integers(1, 90).map(lambda days: (TODAY - timedelta(days)).isoformat())),
    working_days_late=st.integers(0, 90),
    on_hold_since=st.sampled_from([None, "2026-02-20"]),
    worker=st.sampled_from([None, "aroy"]),
)


@given(st.lists(TASKS, min_size=1, max_size=80), st.integers(12, 60), st.sampled_from([80, 120]))
def test_no_order_merge_or_cut_hides_a_family_whose_child_may_be_in_danger_or_unseen(found, height, width):
    """Every such family is in the band of its most pressing task, and what a screen has no room for is counted."""
    bands = by_band(found, TODAY)
    told = {each.first["family"]: band.id for band in bands for each in band.families}
    for each in found:
        if each["band"] in SAFETY:
            assert told[each["family"]] in SAFETY
    assert len(told) == sum(len(band.families) for band in bands) == len({each["family"] for each in found})
    lines = banded(found, "eh overdue", TODAY, width, height)
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)
    for band in bands:
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{band.title.upper()}: "))
        assert lines[at].startswith(f"{band.title.upper()}: {len(band.families)}")
        its = itertools.takewhile(lambda line: line.startswith("  "), lines[at + 1 :])
        here = [line for line in its if line.startswith("  E-")]
        left = [line for line in lines if line.endswith(f": eh overdue -b {band.id}") and "more" in line]
        hidden = int(left[0].split()[1]) if left else 0
        if not hidden and not lines[at].endswith(f"eh overdue -b {band.id})"):
            assert len(here) == len(band.families)
        elif hidden:
            assert len(here) + hidden == len(band.families)


@given(st.lists(TASKS, min_size=2, max_size=40, unique_by=lambda each: each["task"]))
def test_the_order_is_one_order_whatever_came_first(found):
    assert ordered(found, TODAY) == sorted(ordered(reversed(found), TODAY), key=lambda each: in_order(each, TODAY))


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(0, 100))
def test_room_is_shared_out_whole_and_the_first_get_more(wanted, room):
    given_out = shared_out(wanted, room)
    assert sum(given_out) == min(sum(wanted), room)
    assert all(have <= want for have, want in zip(given_out, wanted, strict=True))


def test_a_heading_without_room_says_what_is_not_shown():
    sections = [Section("A: 3", ["1", "2", "3"], "eh a"), Section("B: 2", ["1", "2"], "eh b")]
    assert fitted(["head"], sections, ["foot"], 4, 40) == [
        "head",
        "A: 3  (3 not shown: eh a)",
        "B: 2  (2 not shown: eh b)",
        "foot",
    ]
    assert fitted(["head"], sections, [], 6, 40, opens=False) == [
        "head",
        "A: 3",
        "1",
        "2",
        "3",
        "B: 2  (2 not shown: eh b)",
    ]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("team", ["tipton", "rowley-regis"])
def test_a_family_in_harm_is_told_with_how_long_nobody_saw_the_child_on_one_line(width: int, team: str) -> None:
    name = [{"person": "P-0001", "name": "Christopher Brathwaite-Okonkwo"}, {"person": "P-0002", "name": "Ada"}]
    told = {"band": "harm", "title": "CSE screening reviewed before the Review TAF", "children": name}
    seen = task(1, last_seen="2026-02-06", **told)
    never = task(2, team=team, status="open", due=None, **told)
    lines = [line for line in banded([seen, never], "eh overdue", TODAY, width, 24) if line.startswith("  E-")]
    assert all(len(line) <= width for line in lines)
    assert " +1 CSE s" in lines[0]
    assert ", not seen for 24 days" in lines[1 if "never" in lines[0] else 0]
    assert ", never seen" in lines[0 if "never" in lines[0] else 1]
    assert (", 5 wd late" in "".join(lines)) == (width == 120)


def test_a_heading_has_the_command_that_opens_it_once_whether_its_rows_are_all_there_or_not() -> None:
    sections = [
        Section("NOT SEEN: 6", ["  E-1"] * 6, "eh overdue -b unseen"),
        Section("LATE: 9", ["  E-2"] * 9, "eh due"),
    ]
    lines = fitted(["Monday"], sections, ["All: 15"], 14, 40)
    assert len(lines) == 14
    assert lines == [
        "Monday",
        "NOT SEEN: 6         eh overdue -b unseen",
        *["  E-1"] * 6,
        "LATE: 9",
        *["  E-2"] * 3,
        "  ... 6 more: eh due",
        "All: 15",
    ]


def test_what_comes_first_has_up_to_half_of_the_room_before_the_rest_is_shared_out() -> None:
    assert shared_out([6, 9, 9], 12) == [6, 3, 3]
    assert shared_out([20, 9, 9], 12) == [8, 2, 2]
    assert shared_out([1, 9, 9], 12) == [1, 6, 5]
    assert shared_out([], 5) == []


def test_what_is_left_of_the_half_of_one_band_of_safety_is_of_the_next() -> None:
    assert shared_out([1, 40, 9, 9], 16, leads=(0, 1)) == [1, 10, 3, 2]
    assert shared_out([9, 9], 8, leads=(0, 1)) == [6, 2]


def test_a_command_that_needs_a_second_line_has_one_and_the_screen_is_no_longer() -> None:
    long = "eh overdue --db '/srv/a path with blanks/of the team.db'"
    sections = [Section(f"{name}: 9", [f"  {name}"] * 9, long) for name in ("ONE", "TWO")]
    lines = fitted(["Monday"], sections, ["All: 18"], 12, 40)
    assert sum(1 + (len(line) > 40) for line in lines) <= 12
    assert [line.split(":")[0] for line in lines if long in line] == ["  ... 4 more", "TWO"]


def test_a_heading_that_is_cut_keeps_its_count_and_its_command() -> None:
    section = Section("AT RISK OF HARM, DUE LATER: 28  first Fri 9 Jan", (), "eh today --only later --db practice")
    (line,) = fitted([], [section], [], 5, 60)
    assert line == "AT RISK OF HARM,…: 28  (eh today --only later --db practice)"
    assert len(line) == 60
