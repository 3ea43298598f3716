"""Consent withdrawn, with the record on a server: tests/commands/test_consent_withdrawn.py, there."""

from __future__ import annotations

from tests.commands.test_consent_withdrawn import (  # noqa: F401
    test_it_counts_from_its_own_day_for_its_own_purpose,
    test_it_stands_on_every_screen_until_it_is_given_again,
    test_nothing_new_goes_outside_and_it_says_by_which_rule,
    test_what_goes_to_the_family_and_to_those_who_protect_is_never_stopped,
    test_withdrawing_says_what_it_stops_and_what_it_does_not,
)
