"""The lock holds every package that eh asks for, each file of it by its hash, and the constraints say the same."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from tests.supply import lock

TEXT = lock.LOCK.read_text(encoding="utf-8")
PACKAGES = lock.pinned(TEXT)
LOCKED = ("postgres", "encrypt", "test", "check", "audit")
BY_HAND = {"upkeep", "mutants"}  # for a developer's own computer; CI has no need of them


def test_the_constraints_are_those_of_the_lock() -> None:
    """Made anew by: python -m tests.supply.lock"""
    assert lock.CONSTRAINTS.read_text(encoding="utf-8") == lock.constraints(TEXT)
    assert "--hash" not in lock.constraints(TEXT)


def test_every_package_has_hashes_and_no_place_is_named() -> None:
    assert len(PACKAGES) > 50
    assert [each.name for each in PACKAGES if not each.hashes] == []
    assert [line for line in TEXT.splitlines() if "://" in line] == []


def test_what_eh_asks_for_is_locked_within_the_range_that_it_names() -> None:
    told = lock.project()
    versions = {each.name: each.version for each in PACKAGES}
    lines = [*told["dependencies"], *(line for extra in LOCKED for line in told["optional-dependencies"][extra])]
    asked = [Requirement(line) for line in lines]
    assert [str(each) for each in asked if versions[lock.named(each.name)] not in each.specifier] == []
    assert set(told["optional-dependencies"]) - {*LOCKED} <= BY_HAND


def test_nothing_is_locked_that_nobody_asks_for() -> None:
    assert lock.needed(PACKAGES, lock.asked(*LOCKED)) == {each.name for each in PACKAGES}


def test_a_lock_that_cannot_be_read_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="can be read"):
        lock.pinned(TEXT.replace("--hash=sha256:", "--hash=md5:", 1))
