"""A council's own pack with dates that are aimed at: on the lists from the aim, overdue only after the end."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.offices import Office

PACK = Path(__file__).parents[1] / "packs" / "good" / "aims.toml"
CHILD = (
    "--child",
    "Wren Larkin; 2017-03-02; F",
    "--parent",
    "Sam Larkin",
    "--address",
    "1 High Street; Tipton; DY4 9JB",
)
ROLES = """
[[role]]
slug = "manager"
name = "Manager"
may = ["allocate", "close", "staff", "keep", "appoint", "audit", "set-aside"]
begins_records = true
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Wren Larkin's case under the council's own pack: opened and allocated on Monday 2 February 2026."""
    home = tmp_path_factory.mktemp("aims") / "home"
    office = Office(home, "2026-02-02")
    folder = home / "council" / "data" / "procedures"
    folder.mkdir(parents=True)
    (folder / "aims.toml").write_text(PACK.read_text("utf-8") + ROLES, "utf-8")
    office("init", "--procedure", "aims", "--team", "hill", "--name", "Ana Bell")
    office("worker", "add", "aroy", "--name", "Asha Roy", "--role", "key-worker", "--team", "hill")
    office("open-episode", "--team", "hill", "--level", "targeted", *CHILD)
    office("allocate", "E-0001", "--to", "aroy")
    return office


def listed(office: Office, command: str, today: str, *more: str) -> dict[str, dict]:
    found = office(command, *more, "--json", today=today, code=None).json()
    return {each["duty"]: each for each in (found if command != "today" else found["overdue"] + found["due_today"])}


@pytest.mark.parametrize(
    ("today", "due", "overdue"),
    [
        ("2026-03-13", False, False),  # the Friday before
        ("2026-03-16", True, False),  # six weeks
        ("2026-03-29", True, False),
        ("2026-03-30", True, False),  # eight weeks
        ("2026-03-31", False, True),
    ],
)
def test_what_is_aimed_at_is_on_the_lists_from_then_on_and_overdue_after_its_end(made, today, due, overdue) -> None:
    assert ("assessment" in listed(made, "due", today, "--within", "0d")) is due
    assert ("assessment" in listed(made, "overdue", today)) is overdue
    assert ("assessment" in listed(made, "today", today)) is (due or overdue)
    assert made("overdue", "--exit-code", today=today, code=None).code == overdue
    shown = made("due", "--within", "0d", today=today).out
    assert ("aimed at Mon 16 Mar 2026" in shown) is due


def test_the_aim_is_a_field_of_the_task_and_explained(made) -> None:
    row = listed(made, "due", "2026-03-20")["assessment"]
    assert (row["aim"], row["due"], row["status"], row["days_late"]) == ("2026-03-16", "2026-03-30", "due", 0)
    why = made("why", row["task"], today="2026-03-20").out
    assert "Aimed at Mon 16 Mar 2026: 6 weeks. Late only after Mon 30 Mar 2026." in why
    assert "A reminder falls on Mon 16 Mar 2026." in why
    told = made("why", row["task"], "--json", today="2026-03-20").json()
    assert (told["aim"], told["limits"][0]["aim"], told["reminder"]) == ("2026-03-16", "2026-03-16", "2026-03-16")


def test_what_is_only_usual_is_never_overdue_and_stays_on_the_list(made) -> None:
    for today in ("2026-08-02", "2026-08-03", "2027-01-04"):
        assert "length" not in listed(made, "overdue", today)
        row = listed(made, "due", today, "--within", "0d")["length"]
        assert (row["due"], row["status"], row["working_days_late"]) == ("2026-08-02", "due", 0)
    shown = made("show", row["task"], "--json", today="2027-01-04").json()
    assert "overdue" not in json.dumps(shown)
    assert "length" not in {
        each["duty"] for each in made("overdue", "--as-of", "2026-12-01", "--json", today="2027-01-04").json()
    }


def test_the_nightly_lists_say_the_same(made, tmp_path) -> None:
    out = tmp_path / "night"
    made("night", "--out", str(out), today="2026-03-20", code=None)
    with (out / "hill-due.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "assessment" in {row["duty"] for row in csv.DictReader(file)}
    with (out / "hill-overdue.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "assessment" not in {row["duty"] for row in csv.DictReader(file)}
    shutil.rmtree(out)


def test_what_is_owed_of_some_families_only_is_owed_once_that_is_recorded(made, tmp_path) -> None:
    office = made.copy(tmp_path / "copy")
    assert "coordination" not in office.owed()
    assert (
        "It is owed only where this is so: form recorded: agencies, several."
        in office("why-not", "E-0001", "coordination").out
    )
    said = office("assess", "E-0001", "--form", "agencies", "--stage", "several").out
    assert "A lead agency named" in said
    assert office.owed()["coordination"]["due"] == "2026-02-09"
    office("undo", "--reason", "Mistaken")
    assert "coordination" not in office.owed()
