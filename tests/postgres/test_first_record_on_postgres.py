"""A record begun on a server: any team, its own office and no other; as in tests/commands/test_first_record.py."""

from __future__ import annotations

import pytest

DAY = {"today": "2026-11-23"}


@pytest.mark.parametrize(
    ("pack", "agency", "phone", "level"),
    [
        ("sandwell", "childrens-centre-tipton", "522 5150", "targeted"),
        ("haringey", "mash", "", ""),
        ("nottinghamshire", "camhs", "", "level-3"),
    ],
)
def test_a_council_begins_a_record_on_a_server_with_its_own_team(
    bare, pack: str, agency: str, phone: str, level: str
) -> None:
    told = bare("init", "--procedure", pack, "--team", "wood-green", "--name", "Ana Bell", **DAY)
    assert "Before the first case:" in told.out
    assert [each["slug"] for each in bare("team", "list", "--json", **DAY).json()] == ["wood-green"]
    assert bare("worker", "show", "abell", "--json", **DAY).json()["team"] == "wood-green"
    kept = {each["slug"]: each["phone"] for each in bare("agency", "list", "--json", **DAY).json()}
    assert (kept[agency] or "") == phone
    assert f'level = "{level}"' in bare("open-episode", "--form", **DAY).out
    assert "no findings" in bare("record", "check", **DAY).out
