"""The names a procedure prints: capitals and the kind of dash never matter when one is typed."""

from __future__ import annotations

import pytest

from ehcli.errors import NotFound
from ehcli.packs import calendar, reading
from ehcli.procedures.duty import Clause
from ehcli.procedures.procedure import matched
from ehcli.procedures.within import Within

from .telling import allocated, contacted, d, minutes, taf

SANDWELL = reading.procedure("sandwell")
ENGLAND = calendar.workdays()


@pytest.mark.parametrize(
    ("kind", "typed", "slug"),
    [
        # TEH-readings A3 37: the source prints one name with two kinds of dash and two capitals.
        ("note_type", "CIN Meeting – Rejected", "cin-meeting-rejected"),
        ("note_type", "CIN Meeting - rejected", "cin-meeting-rejected"),
        ("note_type", "cin meeting—REJECTED", "cin-meeting-rejected"),
        ("note_type", "Single Assessment Visit – Accepted", "single-assessment-visit-accepted"),
        ("outcome", "step down accepted - not workflowed", "step-down-accepted-not-workflowed"),
        ("outcome", "Step Down Accepted – not workflowed", "step-down-accepted-not-workflowed"),
        ("outcome", "Step Down Accepted – Awaiting  Handover", "step-down-accepted-awaiting-handover"),
        ("outcome", "Step Down Accepted", "step-down-accepted"),
        ("start_reason", "Step Down from Care Management - CIN", "step-down-cin"),
        # TEH-readings A3 35: one type in three spellings.
        ("note_type", "Targeted Early Helps Key Worker Allocation", "key-worker-allocation"),
        ("note_type", "Targeted Early Help Worker Allocation", "key-worker-allocation"),
        # TEH-readings A3 36: two types that look alike.
        ("note_type", "Lead Professional transfer", "lead-professional-transfer"),
        ("note_type", "Lead Professional Allocation", "lead-professional-allocation"),
        # TEH-readings A3 38.
        ("form", "Weekly COG discussion Request Form", "weekly-cog-referral-form"),
        ("form", "EHA Referral Form", "early-help-assessment-targeted-referral-form"),
        ("level", "Universal+", "universal-plus"),
        ("level", "UNIVERSAL PLUS", "universal-plus"),
        ("level", "universal-plus", "universal-plus"),
        ("level", "Targeted", "targeted"),
        ("level", "4", "4"),
        ("role", "COG manager", "manager"),
        ("role", "tfsw", "key-worker"),
        ("end_reason", "Step Up Universal+ to Targeted Early Helps", "step-up-universal-plus"),
    ],
)
def test_a_name_is_found_in_any_of_its_spellings(kind: str, typed: str, slug: str) -> None:
    assert SANDWELL.named(kind, typed).slug == slug


def test_a_name_that_is_not_printed_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        SANDWELL.named("note_type", "CIN Meetin")
    assert "CIN Meeting" in refused.value.hint
    with pytest.raises(NotFound) as refused:
        SANDWELL.named("level", "zzz")
    assert refused.value.hint == "It has: Universal; Universal Plus; Level 3; Level 4."
    with pytest.raises(NotFound):
        SANDWELL.duty("initial-home-visits")


def test_dashes_case_and_spaces_do_not_tell_two_spellings_apart() -> None:
    assert matched("CIN  Meeting – Rejected") == matched("cin meeting - rejected") == matched("cin-meeting-rejected")
    assert matched("Universal+") != matched("Universal")


@pytest.mark.parametrize(
    ("within", "words"),
    [
        (Within("working_days", 10), "10 working days"),
        (Within("working_days", 1), "1 working day"),
        (Within("days", 30), "30 calendar days"),
        (Within("days", 0), "the same day"),
        (Within("weeks", 12), "12 weeks"),
        (Within("weeks", 1), "1 week"),
        (Within("months", 6), "6 calendar months"),
        (Within("hours", 24), "24 hours"),
        (Within("hours_on_working_days", 48), "48 hours running on working days only"),
        (Within("open"), "no limit printed"),
    ],
)
def test_a_length_says_its_unit(within: Within, words: str) -> None:
    assert str(within) == words


@pytest.mark.parametrize(
    ("within", "start", "at", "due", "clock"),
    [
        (Within("working_days", 10), "23 3 2026", "14:00", "8 4 2026", ""),
        (Within("days", 30), "5 11 2026", "", "5 12 2026", ""),  # a Saturday, and it stays there
        (Within("days", 0), "5 4 2026", "", "5 4 2026", ""),
        (Within("weeks", 12), "6 10 2026", "", "29 12 2026", ""),
        (Within("weeks", 1), "30 3 2026", "", "6 4 2026", ""),  # Easter Monday
        (Within("months", 6), "31 8 2026", "", "28 2 2027", ""),
        (Within("hours", 24), "28 3 2026", "09:30", "29 3 2026", "10:30"),
        (Within("hours_on_working_days", 24), "20 11 2026", "09:30", "23 11 2026", "09:30"),
    ],
)
def test_a_length_is_counted_in_its_own_unit(within: Within, start: str, at: str, due: str, clock: str) -> None:
    assert within.after(d(start), at, ENGLAND) == (d(due), clock)


def test_no_limit_printed_gives_no_date() -> None:
    assert Within("open").after(d("23 3 2026"), "", ENGLAND) == (None, "")


def test_a_clause_asks_for_every_value_and_a_list_for_any_of_them() -> None:
    visit = Clause("contacted", (("how", ("visit",)), ("outcome", ("made",)), ("party", ("family",))))
    assert visit.fits(contacted("1 6 2026", "visit", "made"))
    assert not visit.fits(contacted("1 6 2026", "visit", "attempted"))
    assert not visit.fits(contacted("1 6 2026", "school-visit", "made"))
    assert not visit.fits(contacted("1 6 2026", "visit", "made", "referrer"))
    assert not visit.fits(allocated("1 6 2026"))
    either = Clause("allocated", (("role", ("key-worker", "lead-professional")),))
    assert either.fits(allocated("1 6 2026", role="lead-professional"))
    assert not either.fits(allocated("1 6 2026", role="co-worker"))


def test_a_clause_may_ask_for_the_same_meeting() -> None:
    sent = Clause("minutes-reached", (("stage", ("sent",)),), same=("meeting",))
    assert sent.shares(minutes("3 6 2026", "sent", "M-0001"), taf("1 6 2026", meeting="M-0001"))
    assert not sent.shares(minutes("3 6 2026", "sent", "M-0002"), taf("1 6 2026", meeting="M-0001"))


def test_only_a_duty_that_a_form_meets_may_be_ticked_off() -> None:
    assert SANDWELL.duty("eha").form == ("eha", "finalised")
    assert SANDWELL.duty("taf-plan").form == ("outcome-focused-plan", "updated")
    for id in ("initial-home-visit", "initial-taf", "one-letter", "minutes-sent", "first-star", "three-phone-calls"):
        assert SANDWELL.duty(id).form is None


def test_a_source_past_its_own_review_is_said_to_be_so() -> None:
    assert SANDWELL.stale(d("1 1 2020")) == []
    warned = SANDWELL.stale(d("22 11 2026"))
    assert len(warned) == 2
    assert "31 Dec 2021" in warned[0] and "31 Jul 2020" in warned[1]
    assert len(SANDWELL.stale(d("31 12 2021"))) == 1


def test_who_may_decide_is_the_packs_to_say() -> None:
    assert SANDWELL.roles_that_may("agree-visit-frequency") == ["manager"]
    assert SANDWELL.roles_that_may("close-to-social-care") == ["manager"]
    assert set(SANDWELL.roles_that_may("approve-minutes")) == {"manager", "senior"}
    assert "business-support" not in SANDWELL.roles_that_may("close")
