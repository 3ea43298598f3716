"""The lists of mutants speak of the code as it stands: what they change is there, and each survivor has a reason."""

from __future__ import annotations

import tomllib

import pytest

from tests.mutants import by_hand, reasons
from tests.offices import ROOT

BY_HAND = tomllib.loads(by_hand.LIST.read_text(encoding="utf-8"))["mutant"]


@pytest.mark.parametrize("mutant", BY_HAND, ids=lambda each: each["says"])
def test_a_mutant_made_by_hand_changes_one_place_and_can_be_loaded(mutant: dict[str, str]) -> None:
    source = (ROOT / mutant["file"]).read_text(encoding="utf-8")
    assert source.count(mutant["from"]) == 1
    compile(source.replace(mutant["from"], mutant["to"]), mutant["file"], "exec")


def test_every_survivor_has_its_reason_and_its_line_still_stands() -> None:
    for each, why in reasons.explained().items():
        lines = " ".join((ROOT / each.file).read_text(encoding="utf-8").split())
        assert " ".join(each.was.split()) in lines, each
        assert len(why.split()) > 3, each
