"""Letters owed and first meetings, under every procedure that ships: no list or warning knows one pack's ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ehcli.episodes.restricted import EVERYTHING
from ehcli.packs import reading
from ehcli.record import texts
from ehcli.record.sqlite import Record
from tests.offices import Office

BEGAN = "2026-06-01"  # a Monday, without a bank holiday until August
# For each procedure: the level and more of an episode, and what has its letters owed.
WAYS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...], list[str]]] = {
    "sandwell": ((), (("visit", "--outcome", "attempted"),), ["one-letter"]),
    "sandwell-cog": ((), (("visit", "--outcome", "attempted"),), ["one-letter"]),
    "sandwell-teh": (("--level", "universal"), (), ["single-agency-letter", "single-agency-referrer"]),
    "haringey": (("--level", "level-2", "--route", "spa"), (("taf", "held"),), ["closure-letter"]),
    "family-work-teams": (
        ("--type", "support"),
        (("assess", "--form", "engagement-ended", "--stage", "agreed"),),
        ["outcome-letter", "referrer-told-outcome"],
    ),
    "nottinghamshire": (
        (),
        (
            ("assess", "--form", "waiting-list", "--stage", "placed"),
            ("assess", "--form", "non-engagement", "--stage", "started"),
        ),
        [
            *("non-engagement-final-letter", "non-engagement-visit-letter"),
            *("waiting-list-letter", "waiting-list-referrer"),
        ],
    ),
}
# The day by which the first TAF is due where the case was allocated on that Monday, worked out by hand, and its page.
FIRST = {
    "sandwell": ("Mon 29 Jun 2026; the limit is Mon 13 Jul 2026", "COG line 298"),
    "sandwell-cog": ("Mon 29 Jun 2026", "COG line 298"),
    "sandwell-teh": ("Mon 13 Jul 2026", "TEH p7"),
    "haringey": ("Mon 29 Jun 2026", "our default"),
    "family-work-teams": ("Mon 29 Jun 2026", "FWT line 39"),
    "nottinghamshire": ("Mon 20 Jul 2026", "NCC line 135"),
}


def opened(home: Any, pack: str, *more: str) -> Office:
    """A record in that procedure, with E-0001 of the Larkin family allocated to Ana Roy on Monday 1 June 2026."""
    office = Office(home, BEGAN)
    procedure = reading.procedure(pack)
    roles = [role.slug for role in procedure.lists["role"]]
    first = "business-support" if "business-support" in roles else "key-worker"
    office("init", "--procedure", pack, "--team", "tipton", "--role", first, "--name", "Ana Bell")
    office("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton")
    decides = [role.slug for role in procedure.lists["role"] if "allocate" in role.may]
    boss = next((role for role in ("manager", "group-manager") if role in decides), decides[0])
    office("worker", "add", "jmay", "--name", "Jo May", "--role", boss, "--team", "tipton")
    people = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--referrer", "Okafor School")
    ours = dict(zip(more[::2], more[1::2], strict=True))
    levels = [each.slug for each in procedure.lists["level"]]
    if levels and "--level" not in ours and "targeted" not in levels:
        ours["--level"] = levels[0]
    office("open-episode", "--team", "tipton", *people, *(word for pair in ours.items() for word in pair))
    office("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    return office


@pytest.mark.parametrize("pack", [pack for pack in WAYS if pack != "haringey"])
def test_today_counts_the_letters_that_are_listed_as_due(tmp_path, pack) -> None:
    more, acts, owed = WAYS[pack]
    office = opened(tmp_path / "home", pack, *more)
    for verb, *words in acts:
        office(verb, "E-0001", *words)
    agree(office, owed)


def agree(office: Office, owed: list[str], day: str = "") -> None:
    """``today`` counts what ``letters due`` lists, for the team, for the worker, and for nobody in particular."""
    listed = office("letters", "due", "--json", today=day).json()
    for scope in ((), ("--team", "tipton"), ("--worker", "aroy")):
        told = office("today", *scope, "--json", today=day).json()["letters_owed"]
        assert sorted(each["duty"] for each in told) == owed
        assert {each["task"] for each in told} == {each["task"] for each in listed}
        shown = office("today", *scope, today=day).out
        assert f"\nLetters owed: {len(owed)}\n" in shown
        for each in listed:
            assert f"{each['task']}\tE-0001" in shown
    assert office("today", "--worker", "jmay", "--json", today=day).json()["letters_owed"] == []


def test_a_letter_that_is_owed_once_a_case_is_closed_is_counted_too(tmp_path) -> None:
    """HAR-154: the letter of closing, which has no limit and belongs to a closed episode."""
    office = opened(tmp_path / "home", "haringey", *WAYS["haringey"][0])
    office(
        "worker", "add", "hdean", "--name", "Hal Dean", "--role", "service-manager", "--team", "tipton", "--by", "jmay"
    )
    office("reason", "add", "Moved away", "--by", "hdean")
    tasks = [each["task"] for each in office.owed().values()]
    office("set-aside", *tasks, "--reason", "Moved away", "--by", "jmay")
    office("assess", "E-0001", "--form", "closure-review", "--by", "jmay")
    office("close", "E-0001", "--reason", "Moved away", "--by", "jmay")
    agree(office, ["closure-letter"])


def test_a_letter_that_is_not_due_yet_is_counted_and_one_that_waits_for_the_post_is_told_apart(tmp_path) -> None:
    office = opened(tmp_path / "home", "sandwell", "--address", "1 High Street, Tipton, DY4 9JB")
    office("visit", "E-0001", "--outcome", "attempted")
    agree(office, ["one-letter"])
    office("letters", "run")
    assert [row["state"] for row in office("letters", "due", "--json").json()] == ["to post"]
    for scope in ((), ("--team", "tipton"), ("--worker", "aroy")):
        told = office("today", *scope, "--json").json()
        assert ([each["duty"] for each in told["letters_to_post"]], told["letters_owed"]) == (["one-letter"], [])
        assert "\nLetters owed: 0\nPrinted, to post: 1\n" in office("today", *scope).out
    office("letters", "posted", "L-0001")
    assert "to post" not in office("today").out
    assert office("letters", "due", "--json").json() == []
    agree(office, [])


def test_what_was_printed_and_waits_for_the_post_is_told_to_a_script_letter_by_letter(tmp_path) -> None:
    office = opened(tmp_path / "home", "sandwell", "--address", "1 High Street, Tipton, DY4 9JB")
    office("visit", "E-0001", "--outcome", "attempted")
    assert office("today", "--json").json()["letters_printed"] == []
    office("letters", "run")
    office("letter", "initial-contact", "E-0001")
    (asked,) = office("today", "--json").json()["letters_to_post"]
    for scope in ((), ("--team", "tipton"), ("--worker", "aroy")):
        told = office("today", *scope, "--json").json()["letters_printed"]
        assert [(each["letter"], each["task"], each["episode"]) for each in told] == [
            ("L-0001", asked["task"], "E-0001"),
            ("L-0002", None, "E-0001"),
        ]
        assert {each["dated"] for each in told} == {office.today}
        text = office("today", *scope).out
        assert "Printed, to post: 2\nLetter\tEpisode\tKind\tDated\tTask\nL-0001\tE-0001\tno-contact\t" in text
    assert not {"addressee", "address", "file"} & set(told[0])  # to whom and where stands on the letter alone
    assert office("today", "--worker", "jmay", "--json").json()["letters_printed"] == []
    office("letters", "posted", "L-0001", "L-0002")
    assert office("today", "--json").json()["letters_printed"] == []


def test_a_restricted_letter_that_waits_for_the_post_is_told_without_its_kind(tmp_path) -> None:
    office = opened(tmp_path / "home", "sandwell", "--address", "1 High Street, Tipton, DY4 9JB")
    office("group", "add", "ecaf", "--member", "jmay", "--by", "jmay")
    office("letter", "initial-contact", "E-0001", "--restrict-to", "ecaf", user="jmay")
    (hidden,) = office("today", "--json").json()["letters_printed"]
    assert (hidden["letter"], hidden["kind"], hidden["person"], hidden["task"]) == ("L-0001", None, None, None)
    assert (hidden["open_to"], hidden["restricted"]) == ("ecaf", "restricted to ecaf")
    assert "initial-contact" not in office("today").out
    (seen,) = office("today", "--json", user="jmay").json()["letters_printed"]
    assert (seen["kind"], seen["restricted"]) == ("initial-contact", None)


def test_a_record_of_an_older_eh_knows_which_letters_are_owed(tmp_path) -> None:
    office = opened(tmp_path / "home", "sandwell")
    office("visit", "E-0001", "--outcome", "attempted")
    office.sql("DELETE FROM about WHERE key = 'letters'")
    office.sql("UPDATE about SET value = 'of an older eh' WHERE key = 'worklist'")
    agree(office, ["one-letter"])


@pytest.mark.parametrize("pack", FIRST)
def test_a_first_meeting_booked_too_late_is_warned_of(tmp_path, pack) -> None:
    """FWT-057, HAR-124, NCC-165, TEH-052, COG-160: each procedure's own first meeting, by its own date."""
    due, page = FIRST[pack]
    more = () if pack == "sandwell-teh" else WAYS[pack][0]
    office = opened(tmp_path / "home", pack, *more)
    late = office("taf", "schedule", "E-0001", "--at", "2026-07-21 14:00", "--venue", "Library")
    assert f"Warning: this TAF is due by {due} (" in late.err
    assert page in late.err
    assert late.err.count("Warning: this TAF is due by") == 1
    moved = office("taf", "schedule", "M-0001", "--at", "2026-06-29 14:00", "--venue", "Library")
    assert "Warning: this TAF" not in moved.err, "on the last day it is in time"


def test_a_first_meeting_of_a_step_down_has_its_own_date(tmp_path) -> None:
    office = opened(tmp_path / "home", "haringey", "--level", "level-2", "--route", "step-down")
    late = office("taf", "schedule", "E-0001", "--at", "2026-06-23 14:00", "--venue", "Library")
    assert "Warning: this TAF is due by Mon 22 Jun 2026 (" in late.err
    assert (
        "Warning: this TAF" not in office("taf", "schedule", "M-0001", "--at", "2026-06-22 14:00", "--venue", "X").err
    )


@pytest.mark.parametrize(
    ("pack", "due", "kind"),
    [
        ("sandwell", "Mon 24 Aug 2026", "review"),
        ("family-work-teams", "Mon 27 Jul 2026; the limit is Mon 24 Aug 2026", "review"),
        ("haringey", "Mon 27 Jul 2026", "review"),
        ("haringey", "Mon 27 Jul 2026", "final"),
        ("haringey", "Mon 2 Nov 2026; the limit is Mon 30 Nov 2026", "final"),
    ],
)
def test_a_review_or_final_meeting_booked_too_late_is_warned_of(tmp_path, pack, due, kind) -> None:
    office = opened(tmp_path / "home", pack, *WAYS[pack][0])
    office("taf", "schedule", "E-0001", "--at", f"{BEGAN} 10:00", "--venue", "Library")
    office("taf", "held", "M-0001", "--attended", "aroy", today="2026-06-08")
    book = ("taf", "schedule", "E-0001", "--kind", kind, "--venue", "Library", "--at")
    assert f"Warning: this TAF is due by {due}" in office(*book, "2026-12-01 10:00", today="2026-06-08").err


@pytest.mark.parametrize("name", reading.procedure_names())
def test_every_pack_that_ships_names_its_first_meeting(name) -> None:
    kinds = {duty.id: duty.meeting for duty in reading.procedure(name).duties if duty.meeting}
    assert "initial" in kinds.values()
    for duty in reading.procedure(name).duties:
        first = duty.counts_from.fact == "allocated" and any(each.fact == "taf-held" for each in duty.met_by)
        if first and not any(each.fact == "taf-scheduled" for each in duty.met_by):
            assert duty.meeting in ("initial", "final"), duty.id


class Counted:
    """A record that counts how often it is asked."""

    def __init__(self, path: Path) -> None:
        self.record, self.asked = Record(path), 0

    def rows(self, sql: str, *values: str) -> list[Any]:
        self.asked += 1
        return self.record.rows(sql, *values)


def test_a_list_of_letters_asks_the_record_once_and_not_for_each_letter(allocated) -> None:
    counts, posted = [], []
    for number in (1, 2):
        if number == 2:
            family = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell")
            allocated("open-episode", "--team", "tipton", *family, "--address", "9 Far Street; Tipton; DY4 9ZZ")
            allocated("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
        allocated("letter", "initial-contact", f"E-000{number}", "--format", "txt")
        allocated("letters", "posted", f"L-000{number}")
        counted = Counted(allocated.record)
        posted = [each["posted_on"] for each in texts.letters(counted, reader=EVERYTHING)]
        counts.append(counted.asked)
    assert posted == ["2016-07-12", "2016-07-12"]
    assert counts[0] == counts[1]
