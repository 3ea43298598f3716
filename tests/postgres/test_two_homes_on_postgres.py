"""Two homes decided with the record on a server: the same from a file is in tests/commands/test_one_home.py."""

from __future__ import annotations

from tests.commands.test_one_home import decided_and_asked_again, where


def test_that_two_addresses_are_two_homes_is_decided_and_asked_again_once_one_is_changed(allocated):
    decided_and_asked_again(where(allocated, "12 Fennel Rd; Tipton", "12 Fennel Road; Tipton; DY4 9JB"))
