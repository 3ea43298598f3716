"""The changelog has the form of keepachangelog, and the package has the number of its newest version."""

from __future__ import annotations

import re

import ehcli
from tests.supply.lock import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CLASSES = ["Added", "Changed", "Fixed", "Removed", "Security"]
VERSION = re.compile(r"^\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d\d-\d\d$")


def test_what_is_not_given_out_yet_stands_first_and_then_each_version_with_its_day() -> None:
    first, *versions = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    assert first == "[Unreleased]"
    found = [VERSION.match(each) for each in versions]
    assert versions and all(found), versions
    numbers = [tuple(map(int, each.groups())) for each in found if each]
    assert numbers == sorted(numbers, reverse=True)
    assert ehcli.__version__ == ".".join(map(str, numbers[0]))


def test_each_line_stands_in_a_class_of_changes() -> None:
    assert re.findall(r"^#{3,} (?!(?:Added|Changed|Fixed|Removed|Security)$).*", TEXT, re.MULTILINE) == []
    for version in re.split(r"^## .*$", TEXT, flags=re.MULTILINE)[1:]:
        before, *classes = re.split(r"^### ", version, flags=re.MULTILINE)
        assert before.strip() == "", "a line stands in no class"
        names = [each.split("\n")[0] for each in classes]
        assert names == [each for each in CLASSES if each in names]
        for each in classes:
            lines = each.split("\n\n", 1)[1].rstrip().splitlines()
            assert lines and all(line.startswith(("- ", "  ")) for line in lines), each[:200]
