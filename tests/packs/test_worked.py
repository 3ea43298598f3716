"""Dates worked out by hand, from the source and the calendar, for every duty of every pack that ships."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehcli.episodes.facts import KINDS, Child, Told
from ehcli.packs import calendar, coverage, reading
from ehcli.procedures.obligations import obligations

HERE = Path(__file__).parent / "worked"
NAMES = sorted(path.stem for path in HERE.glob("*.toml"))
WORKDAYS = calendar.workdays()


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return found


def told(case: dict[str, Any]) -> list[Told]:
    facts = []
    for number, fields in enumerate(case["facts"], start=1):
        kind = KINDS[fields["fact"]]
        rest = {
            name: tuple(value) if isinstance(value, list) else value.isoformat() if isinstance(value, date) else value
            for name, value in fields.items()
            if name not in ("fact", "on")
        }
        facts.append(
            Told(number, number, number, "2026-01-01T00:00:00+00:00", "abell", kind("E-0001", fields["on"], **rest))
        )
    return facts


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}-{case['duty']}-{n}") for name in NAMES for n, case in enumerate(cases(name))],
)
def test_the_date_is_the_one_worked_out_by_hand(name: str, case: dict[str, Any]) -> None:
    procedure = reading.procedure(name)
    children = [Child(child["person"], child.get("born")) for child in case.get("children", [])]
    found = [each for each in obligations(told(case), procedure, WORKDAYS, children) if each.duty.id == case["duty"]]
    if "child" in case:
        found = [each for each in found if each.child == case["child"]]
    assert found, f"nothing is owed: {case['working']}"
    due, clock, _ = (*str(case["due_at"]).split("T"), "") if "due_at" in case else (str(case.get("due", "")), "", "")
    wanted = (due or None, clock, str(case["limit"]) if "limit" in case else None)
    dates = [
        (str(each.due) if each.due else None, each.due_at if clock else "", str(each.limit) if each.limit else None)
        for each in found
    ]
    if "limit" not in case:
        dates = [(first, at, None) for first, at, _ in dates]
    assert wanted in dates, case["working"]


@pytest.mark.parametrize("name", reading.procedure_names())
def test_every_duty_of_every_pack_has_a_date_worked_out_by_hand(name: str) -> None:
    assert {duty.id for duty in reading.procedure(name).duties} - {case["duty"] for case in cases(name)} == set()


@pytest.mark.parametrize("source", list(coverage.SOURCES))
def test_no_timescale_or_recurrence_row_is_open(source: str) -> None:
    standings = coverage.standings([reading.procedure(name) for name in reading.procedure_names()])
    left = [
        each.requirement.id
        for each in standings
        if each.requirement.id.startswith(source)
        and each.requirement.kind in ("timescale", "recurrence")
        and each.state == "open"
    ]
    assert left == []


CORRESPONDENCE = ("letter", "invitation", "notification", "minutes")


def test_no_row_of_a_kind_that_leaves_the_office_is_open() -> None:
    standings = coverage.standings([reading.procedure(name) for name in reading.procedure_names()])
    rows = [each for each in standings if each.requirement.kind in CORRESPONDENCE]
    assert [each.requirement.id for each in rows if each.state == "open"] == []
    assert len(rows) > 90, "a kind was renamed and this looks at nothing"
    assert all(each.where for each in rows), "held or left out, and by what or why"


DATED = ("threshold", "exception", "consent", "supervision", "audit", "check")


@pytest.mark.parametrize("source", list(coverage.SOURCES))
def test_no_row_with_a_date_in_it_is_open(source: str) -> None:
    standings = coverage.standings([reading.procedure(name) for name in reading.procedure_names()])
    left = [
        each.requirement.id
        for each in standings
        if each.requirement.id.startswith(source)
        and each.requirement.kind in DATED
        and any(sign.isdigit() for sign in each.requirement.due)
        and each.state == "open"
    ]
    assert left == []


def test_each_hand_worked_row_is_a_row_of_the_requirements() -> None:
    known = {each.id for each in coverage.requirements()}
    cited = {row for name in NAMES for case in cases(name) for row in case["rows"]}
    assert cited - known == set()
