"""Every duty of the Sandwell pack with dates that were worked out by hand from a printed calendar.

Allocated Monday 23 March 2026, before Easter (Good Friday 3 April, Easter Monday 6 April, May Day 4 May):
    10 working days Wed 8 April, 20 Wed 22 April, 30 Thu 7 May; 30 days Wed 22 April; 84 days Mon 15 June.
Allocated Wednesday 16 December 2026, before Christmas (off: 25 and 28 December, 1 January):
    10 working days Mon 4 January 2027, 20 Mon 18 January, 30 Mon 1 February; 30 days Fri 15 January;
    84 days Wed 10 March.
Allocated Tuesday 28 April 2026, before both Mondays of May (4 and 25):
    10 working days Wed 13 May, 20 Thu 28 May, 30 Thu 11 June; 30 days Thu 28 May; 84 days Tue 21 July.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from ehcli.episodes.facts import Fact
from ehcli.packs import calendar, reading
from ehcli.procedures.obligations import Child, obligations

from .telling import (
    ADA,
    CHIDI,
    OKAFORS,
    allocated,
    called,
    form,
    in_tray,
    noted,
    opened,
    posted,
    received,
    star,
    taf,
    told,
    visited,
)

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()

EASTER = (opened("23 3 2026"), allocated("23 3 2026"))
CHRISTMAS = (opened("16 12 2026"), allocated("16 12 2026"))
MAY = (opened("28 4 2026"), allocated("28 4 2026"))
SAMPLE = (opened("12 7 2016"), allocated("12 7 2016"))  # the worked example of the COG guidelines
TAF_IN_MAY = (opened("1 5 2026"), taf("21 5 2026", "14:00"))  # Monday 25 May lies in the five days after


class Owed(NamedTuple):
    """What one duty asks for: due, at what time, the outer limit, for which child."""

    due: str = ""
    limit: str = ""
    at: str = ""
    child: str = ""


class Case(NamedTuple):
    """A story, what the duty asks for in it, and the requirements this shows."""

    duty: str
    rows: str
    story: tuple[Fact, ...]
    owed: Sequence[Owed]

    @property
    def name(self) -> str:
        when = self.owed[0].due.replace(" ", "-") if self.owed and self.owed[0].due else "undated"
        return f"{self.duty}-{when}-{self.rows.replace(' ', '+')}"


def one(due: str = "", limit: str = "", at: str = "") -> tuple[Owed, ...]:
    return (Owed(due, limit, at),)


def each_child(due: str) -> tuple[Owed, ...]:
    return (Owed(due, child=ADA), Owed(due, child=CHIDI))


OPEN = one()

CASES = [
    # Referral and allocation. TEH counts hours that pass, COG hours that run on working days.
    Case(
        "front-door-routing",
        "TEH-049 COG-492",
        (opened("20 11 2026"), received("20 11 2026", "09:30")),  # a Friday
        one("21 11 2026", "23 11 2026", at="09:30"),
    ),
    Case(
        "front-door-routing",
        "TEH-049 COG-492",
        (opened("2 4 2026"), received("2 4 2026", "16:00")),  # the day before Good Friday
        one("3 4 2026", "7 4 2026", at="16:00"),
    ),
    Case(
        "front-door-routing",
        "TEH-049",
        (opened("20 11 2026", "universal"), received("20 11 2026")),  # Universal too; no time was noted
        one("21 11 2026", "23 11 2026"),
    ),
    Case(
        "front-door-routing",
        "TEH-049",
        (opened("28 3 2026"), received("27 3 2026", "23:30")),
        one("28 3 2026", "30 3 2026", at="23:30"),
    ),
    Case(
        "team-allocation",
        "TEH-050 COG-493",
        (opened("23 11 2026"), in_tray("23 11 2026", "11:15")),
        one("24 11 2026", at="11:15"),  # a Tuesday: both clocks agree
    ),
    Case(
        "team-allocation",
        "TEH-050 COG-493 TEH-021",
        (opened("1 5 2026"), in_tray("1 5 2026", "15:00")),  # a Friday before May Day
        one("2 5 2026", "5 5 2026", at="15:00"),
    ),
    Case(
        "referral-allocation",
        "COG-489 COG-150",
        (opened("2 4 2026"), received("2 4 2026", "16:00")),
        one("8 4 2026", "8 4 2026", at="16:00"),
    ),
    Case(
        "referral-allocation",
        "COG-489 COG-150",
        (opened("23 12 2026"), received("23 12 2026", "10:00")),  # 24 December is one, 29 December two
        one("29 12 2026", "29 12 2026", at="10:00"),
    ),
    Case("referral-allocation", "COG-150", (opened("24 12 2026"), received("24 12 2026")), one("30 12 2026")),
    Case("allocation-note", "COG-469 COG-470 COG-471 COG-472 COG-473 COG-474 COG-475", EASTER, one("23 3 2026")),
    Case("covid-risk-assessment", "TEH-054", EASTER, one("23 3 2026")),
    # First contact and the first home visit.
    Case("eha-read", "COG-225", EASTER, one("8 4 2026")),
    Case("eha-read", "COG-225", CHRISTMAS, one("4 1 2027")),
    Case("referrer-contacted", "COG-152", EASTER, OPEN),
    Case("initial-home-visit", "COG-476", SAMPLE, one("26 7 2016")),
    Case("initial-home-visit", "TEH-056 COG-153 COG-226", EASTER, one("8 4 2026")),
    Case("initial-home-visit", "TEH-056 COG-491", CHRISTMAS, one("4 1 2027")),
    Case("initial-home-visit", "TEH-056 COG-495", MAY, one("13 5 2026")),
    Case("initial-home-visit", "TEH-056", (opened("31 5 2022"), allocated("31 5 2022")), one("16 6 2022")),  # jubilee
    Case(
        "initial-home-visit", "TEH-056", (opened("28 4 2023"), allocated("28 4 2023")), one("16 5 2023")
    ),  # coronation
    Case(
        "initial-home-visit", "TEH-056", (opened("1 6 2026"), allocated("21 11 2026")), one("4 12 2026")
    ),  # a Saturday
    Case("three-phone-calls", "COG-157 COG-496", (*CHRISTMAS, called("17 12 2026")), one("4 1 2027")),
    Case("two-visits", "COG-156 COG-158 COG-497", (*EASTER, visited("25 3 2026", "attempted")), one("8 4 2026")),
    Case("one-letter", "COG-159 COG-498", (*MAY, called("5 5 2026")), one("13 5 2026")),
    Case(
        "engage-through-referrer",
        "COG-499",
        (
            *EASTER,
            *(called(day) for day in ("24 3 2026", "26 3 2026", "30 3 2026")),
            *(visited(day, "attempted") for day in ("25 3 2026", "31 3 2026")),
            posted("1 4 2026"),
        ),
        OPEN,
    ),
    Case("consent-signed", "COG-228", (*EASTER, visited("3 4 2026")), one("3 4 2026")),
    Case("home-visits", "TEH-057 COG-423", (*EASTER, visited("30 3 2026")), one("6 4 2026")),  # Easter Monday: it stays
    Case(
        "home-visits",
        "COG-161 COG-518",
        (*CHRISTMAS, visited("18 12 2026"), visited("24 12 2026")),
        (Owed("25 12 2026"), Owed("31 12 2026")),
    ),
    # Team Around the Family.
    Case("initial-taf", "COG-477 COG-478", SAMPLE, one("9 8 2016", "23 8 2016")),
    Case("initial-taf", "COG-160 COG-165 COG-488 TEH-052", EASTER, one("22 4 2026", "7 5 2026")),
    Case("initial-taf", "COG-160 TEH-074", CHRISTMAS, one("18 1 2027", "1 2 2027")),
    Case("initial-taf", "COG-160 TEH-052", MAY, one("28 5 2026", "11 6 2026")),
    Case(
        "initial-taf",
        "TEH-052",
        (opened("23 3 2026", "universal-plus"), allocated("23 3 2026", role="lead-professional")),
        one("22 4 2026", "7 5 2026"),
    ),
    Case("review-taf", "TEH-053 TEH-075 COG-186 COG-490", TAF_IN_MAY, one("13 8 2026")),
    Case("review-taf", "COG-187 COG-188", (opened("1 9 2026"), taf("6 10 2026")), one("29 12 2026")),
    Case(
        "review-taf",  # each from the last one held, and no fixed series from the first
        "TEH-053",
        (opened("1 5 2026"), taf("21 5 2026"), taf("30 7 2026", kind="review", meeting="M-0002")),
        (Owed("13 8 2026"), Owed("22 10 2026")),
    ),
    Case("next-taf-date", "TEH-273 COG-195", TAF_IN_MAY, OPEN),
    Case("taf-plan", "COG-184 TEH-272 COG-193 COG-236", TAF_IN_MAY, one("21 5 2026", "22 5 2026")),
    Case("taf-plan-authorised", "COG-388", TAF_IN_MAY, OPEN),
    Case("taf-plan-actions", "COG-503", TAF_IN_MAY, one("13 8 2026")),
    Case("minutes-handed-in", "TEH-272 TEH-274", TAF_IN_MAY, one("22 5 2026", at="14:00")),
    Case("minutes-handed-in", "TEH-274", (opened("1 5 2026"), taf("22 5 2026", "10:00")), one("23 5 2026", at="10:00")),
    Case("minutes-typed", "TEH-275 COG-411 COG-508", TAF_IN_MAY, one("29 5 2026")),
    Case("minutes-typed", "TEH-275", (opened("1 3 2026"), taf("2 4 2026")), one("13 4 2026")),
    Case("minutes-typed", "TEH-275", (opened("1 12 2026"), taf("21 12 2026")), one("30 12 2026")),
    Case("minutes-approved", "COG-394 COG-509", TAF_IN_MAY, one("29 5 2026")),
    Case("minutes-sent", "COG-510 TEH-276 TEH-277 TEH-278 COG-202 COG-203", TAF_IN_MAY, one("29 5 2026")),
    # Assessment and plan. Thirty days are calendar days: they do not move for a weekend.
    Case("eha", "TEH-059", EASTER, one("22 4 2026")),
    Case("eha", "TEH-059", CHRISTMAS, one("15 1 2027")),
    Case("eha", "TEH-059", (opened("5 11 2026"), allocated("5 11 2026")), one("5 12 2026")),  # a Saturday
    Case("eha-before-taf", "COG-513 COG-077 COG-166", EASTER, one("22 4 2026")),
    Case("eha-approved", "COG-395", (*EASTER, form("20 4 2026", "eha", "finalised")), OPEN),
    Case(
        "eha-review",
        "TEH-060 COG-079",
        (opened("23 3 2026"), allocated("25 3 2026")),
        one("23 9 2026", "25 9 2026"),
    ),
    Case(
        "eha-review",  # February has no 31st; the day is a Sunday and stays
        "TEH-060 COG-079",
        (opened("31 8 2026"), allocated("1 9 2026")),
        one("28 2 2027", "1 3 2027"),
    ),
    Case("eha-review", "COG-079", (opened("23 3 2026"),), one("23 9 2026")),
    Case("outcome-focused-plan", "COG-100 COG-233", EASTER, OPEN),
    Case("tf-criteria-initial", "TEH-071 COG-494", EASTER, OPEN),
    Case("tf-criteria-review", "TEH-072 COG-504 COG-507", TAF_IN_MAY, OPEN),
    # Outcomes Star: 30 days on page 25, 30 working days on page 7.
    Case("first-star", "TEH-061 TEH-281 TEH-280", EASTER, one("22 4 2026", "7 5 2026")),
    Case("first-star", "TEH-061 TEH-281", CHRISTMAS, one("15 1 2027", "1 2 2027")),
    Case(
        "first-star",
        "TEH-280 TEH-284",
        (opened("28 4 2026", "universal-plus"), allocated("28 4 2026", role="lead-professional")),
        one("28 5 2026", "11 6 2026"),
    ),
    Case("star-review", "TEH-062 TEH-282 COG-085 COG-298", (*EASTER, star("22 4 2026")), one("15 7 2026")),
    Case("family-star", "COG-163 COG-232 COG-297 COG-512", EASTER, one("22 4 2026")),
    Case("family-star-review", "COG-298 COG-501", TAF_IN_MAY, one("13 8 2026")),
    # The child's voice.
    Case("wishes-and-feelings", "TEH-064 COG-240", EASTER, each_child("15 6 2026")),
    Case(
        "wishes-and-feelings-repeat",
        "TEH-065",
        (*EASTER, form("22 4 2026", "wishes-and-feelings", "completed", ADA, CHIDI)),
        each_child("15 7 2026"),
    ),
    Case("childs-voice-before-review", "COG-500 COG-241", TAF_IN_MAY, each_child("13 8 2026")),
    # Genogram, chronology, case summary: COG before the Initial TAF, TEH within twelve weeks.
    Case("genogram", "TEH-068 TEH-070 COG-087 COG-229 COG-516", EASTER, one("22 4 2026", "15 6 2026")),
    Case("genogram", "TEH-068 COG-516", CHRISTMAS, one("18 1 2027", "10 3 2027")),
    Case("chronology", "TEH-067 TEH-070 COG-230 COG-517", EASTER, one("22 4 2026", "15 6 2026")),
    Case("chronology", "TEH-067 COG-517", MAY, one("28 5 2026", "21 7 2026")),
    Case("case-summary", "TEH-066 TEH-070 COG-231", EASTER, one("15 6 2026")),
    Case("genogram-review", "TEH-070", (*EASTER, form("22 4 2026", "genogram")), one("15 7 2026")),
    Case("chronology-review", "TEH-070", (*EASTER, form("22 4 2026", "chronology")), one("15 7 2026")),
    Case("case-summary-review", "TEH-070", (*EASTER, form("22 4 2026", "case-summary")), one("15 7 2026")),
    Case("genogram-update", "TEH-069", (*EASTER, noted("20 5 2026", significant=True)), OPEN),
    Case("chronology-update", "TEH-069", (*EASTER, noted("20 5 2026", significant=True)), OPEN),
    Case("case-summary-update", "TEH-069", (*EASTER, noted("20 5 2026", significant=True)), OPEN),
    # The rest of COG's list.
    Case("key-agencies-updated", "COG-155 COG-511", EASTER, one("22 4 2026")),
    Case("diversity-statement", "COG-244 COG-515", CHRISTMAS, one("18 1 2027")),
    Case("cse-screening", "COG-514", EASTER, (Owed("22 4 2026", child=ADA),)),
    Case("cse-review", "COG-502", TAF_IN_MAY, (Owed("13 8 2026", child=ADA),)),
]


def asked(story: Sequence[Fact], duty: str, children: Sequence[Child] = OKAFORS) -> list[Owed]:
    """What the duty asks for in the story, earliest first."""
    found = [each for each in obligations(told(*story), SANDWELL, ENGLAND, children) if each.duty.id == duty]
    found.sort(key=lambda each: (each.trigger.on, each.child))
    return [
        Owed(
            f"{each.due.day} {each.due.month} {each.due.year}" if each.due else "",
            f"{each.limit.day} {each.limit.month} {each.limit.year}" if each.limit else "",
            each.due_at,
            each.child,
        )
        for each in found
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_duty_falls_due_on_the_day_worked_out_by_hand(case: Case) -> None:
    assert asked(case.story, case.duty) == list(case.owed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_requirements_a_date_shows_are_those_the_duty_cites(case: Case) -> None:
    duty = SANDWELL.duty(case.duty)
    cited = {row for rule in duty.rules for row in rule.rows} | {row for cite in duty.citations for row in cite.rows}
    assert set(case.rows.split()) <= cited


def test_every_limit_of_the_main_job_has_been_worked_out_by_hand() -> None:
    """The rest of the pack is worked out in tests/packs/worked, which holds a case for every duty."""
    limits = {case.duty: 0 for case in CASES}
    assert len(limits) >= 51
    for case in CASES:
        for owed in case.owed:
            limits[case.duty] = max(limits[case.duty], (owed.due != "") + (owed.limit != ""))
    # Both limits of the routes through the front door are seen; rules with no printed limit give no date.
    for duty in (duty for duty in SANDWELL.duties if duty.id in limits):
        dated = [rule for rule in duty.rules if rule.within.unit != "open"]
        assert limits[duty.id] == len(dated), duty.id


def test_the_worked_example_of_the_source_comes_out_as_printed() -> None:
    """COG lines 1159 and 1160 print 26.07.16 and 09.08.16 for one allocation: 12 July 2016, day nought."""
    assert asked(SAMPLE, "initial-home-visit") == [Owed("26 7 2016")]
    assert asked(SAMPLE, "initial-taf")[0].due == "9 8 2016"


@pytest.mark.parametrize("duty", SANDWELL.duties, ids=lambda duty: duty.id)
def test_a_single_agency_case_at_universal_level_owes_only_its_route(duty) -> None:
    """TEH-readings A1 9: Universal cases are closed (p10) and get no deadlines."""
    whole = [(opened("23 3 2026", "universal"), *case.story[1:]) for case in CASES if case.duty == duty.id]
    for story in whole:
        assert bool(asked(story, duty.id)) == (duty.id == "front-door-routing")


TARGETED_ONLY = sorted(duty.id for duty in SANDWELL.duties if duty.levels == ("targeted", "4"))


def test_universal_plus_owes_the_taf_its_minutes_and_the_star() -> None:
    """TEH-readings A1 2 and 9; what COG and TEH ask of Services Coordination is not asked of it."""
    main_job = {case.duty for case in CASES}
    plus = [
        duty.id
        for duty in SANDWELL.duties
        if duty.id in main_job and ("universal-plus" in duty.levels or not duty.levels)
    ]
    assert sorted(plus) == [
        "first-star",
        "front-door-routing",
        "initial-taf",
        "minutes-approved",
        "minutes-handed-in",
        "minutes-sent",
        "minutes-typed",
        "next-taf-date",
        "referral-allocation",
        "review-taf",
        "star-review",
        "taf-plan",
        "team-allocation",
    ]
    for duty in TARGETED_ONLY:
        for case in (case for case in CASES if case.duty == duty):
            story = (opened("23 3 2026", "universal-plus"), *case.story[1:])
            assert asked(story, duty) == []
