"""A day's tray worked through in few commands, with the record on a server: tests/commands/test_minutes.py, there."""

from __future__ import annotations

import pytest

from tests.commands.test_minutes import _practice, full_tray, owed, worked_through  # noqa: F401  (a fixture)
from tests.server import moved


@pytest.mark.long
def test_twenty_tasks_of_the_tray_are_worked_through_on_a_server(_practice, databases, tmp_path) -> None:  # noqa: F811
    office = moved(_practice.copy(tmp_path / "home"), databases, tmp_path / "shared")
    full_tray(office)
    waiting = {each["meeting"] for each in owed(office, "--to-type")}
    assert worked_through(office) <= 6
    assert len(waiting - {each["meeting"] for each in owed(office, "--to-type")}) == 12
    assert "no findings" in office("record", "check").out


def test_a_look_at_the_minutes_of_many_families_is_noted_once_for_each(_practice, databases, tmp_path) -> None:  # noqa: F811
    office = moved(_practice.copy(tmp_path / "home"), databases, tmp_path / "shared")
    families = {each["family"] for each in owed(office, "--chase")}
    assert len(families) > 1
    noted = office.sql("SELECT ref FROM looked WHERE command = 'minutes' ORDER BY ref")
    assert [row[0] for row in noted] == sorted(families)
