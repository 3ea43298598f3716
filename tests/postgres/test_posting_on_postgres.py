"""The guards of letters and meetings with the record on a server: tests/commands/test_before_posting.py, there."""

from __future__ import annotations

from tests.commands.test_before_posting import (  # noqa: F401
    printed,
    test_a_day_before_the_change_does_not_go_past_the_guard_but_what_went_can_be_recorded,
    test_a_letter_is_taken_back_and_what_it_was_for_is_owed_again,
    test_a_letter_that_nothing_was_said_of_goes_as_before,
    test_a_restriction_stops_a_letter_to_its_last_day,
    test_taking_back_is_undone_by_who_did_it,
    test_what_was_recorded_since_stops_the_letter_wherever_it_is_looked_at,
    test_what_was_released_stands_until_something_is_said_of_the_family,
)
from tests.commands.test_kept_apart import (  # noqa: F401
    apart,
    test_a_change_names_the_invitations_and_the_meetings_to_come,
    test_a_letter_tells_nobody_of_the_other_s_meeting,
    test_a_manager_lets_both_come_with_a_reason,
    test_a_meeting_is_planned_with_both_only_when_that_is_released,
    test_a_release_holds_for_the_restriction_that_stood_then,
    test_an_invitation_in_the_tray_stops_when_the_other_is_kept_apart_from_then_on,
    test_minutes_for_one_are_without_the_other,
    test_nobody_is_asked_to_the_home_of_whom_they_are_kept_from,
)
from tests.commands.test_what_keeps_safe_ends import (  # noqa: F401
    test_a_letter_still_stops_after_a_refused_shortening,
    test_safe_again_is_a_decision,
    test_what_is_over_may_be_said_anew_for_any_time,
)
