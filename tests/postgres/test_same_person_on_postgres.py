"""The same person twice, with the record on a server: tests/commands/test_same_person.py, there."""

from __future__ import annotations

from tests.commands.test_same_person import (  # noqa: F401
    known,
    test_a_new_name_or_date_of_birth_is_asked_about_and_recorded_whatever_is_answered,
    test_a_restriction_and_a_flag_go_along_as_well,
    test_a_telephone_counts_as_a_home_does,
    test_an_address_that_nobody_confirmed_stays_so,
    test_new_people_are_marked_as_those_are_whom_they_may_be,
    test_two_newborns_of_one_day_are_recorded_as_two,
    test_who_is_not_meant_is_not_offered,
    test_who_may_be_meant_is_offered_with_why,
)
