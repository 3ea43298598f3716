"""A letter marked as posted by mistake waits to be posted again, and a wrong allocation has a way out."""

from __future__ import annotations

import pytest

BACK = ("letters", "posted", "L-1", "--taken-back", "--reason", "Still in the tray")


@pytest.fixture
def posted(allocated):
    allocated("letter", "initial-contact", "E-1")
    allocated("letters", "posted", "L-1")
    return allocated


def waiting(eh) -> list:
    found = eh("letters", "list", "--episode", "E-1", "--json").json()
    return [each["letter"] for each in found if not each["posted_on"]]


def test_a_manager_takes_a_mark_back_and_the_letter_waits_again(posted, refused):
    eh = posted
    refused(eh, *BACK, code=4, says="may not agree that a task will not be done", hint="--by LOGIN")
    refused(eh, *BACK[:4], "--by", "jmay", code=2, says="reason", hint="--reason TEXT")
    refused(eh, "letters", "posted", "L-9", *BACK[3:], "--by", "jmay", code=3, says="There is no letter L-0009")
    refused(eh, "letters", "posted", "L-1", "--reason", "x", code=2, says="needs no reason", hint="--taken-back")
    before = waiting(eh)
    assert "Not posted after all, says jmay: L-0001." in eh(*BACK, "--by", "jmay").out
    assert waiting(eh) == [*before, "L-0001"]
    refused(eh, "letter", "initial-contact", "E-1", code=4, says="has not been posted", hint="--again")
    refused(eh, *BACK, "--by", "jmay", code=4, says="L-0001 is not marked as posted", hint="eh letters list")
    (entry,) = eh.sql("SELECT decided_by, reason FROM entry ORDER BY id DESC LIMIT 1")
    assert entry == ("jmay", "Still in the tray")
    eh("letters", "posted", "L-1")
    assert waiting(eh) == before
    assert eh("record", "check", "--json").json()["findings"] == []


@pytest.mark.parametrize("who", ["abell", "jmay"])
def test_what_was_before_can_then_be_undone(posted, refused, who):
    eh = posted
    refused(eh, "undo", code=4, says="was posted on", hint="--taken-back")
    eh(*BACK, *(("--by", "jmay") if who == "abell" else ()), user=who)
    assert "letter" in eh("undo").out
    assert eh("letters", "list", "--episode", "E-1", "--json").json() == []
    assert "allocate" in eh("undo", "--dry-run").out, "and so it goes on"
    assert eh("record", "check", "--json").json()["findings"] == []


def test_of_several_that_were_posted_together_one_is_taken_back(posted, refused):
    eh = posted
    eh("letter", "no-contact", "E-1")
    eh("letter", "planned-visit", "E-1", "--field", "visit_date=+3wd", "--field", "visit_time=2pm")
    eh("letters", "posted", "L-2", "L-3")
    eh("letters", "posted", "L-2", *BACK[3:], "--by", "jmay")
    refused(eh, "undo", code=4, says="was posted on", hint="L-0003")
    assert waiting(eh) == ["L-0002"]


def test_a_letter_is_not_posted_before_the_day_it_is_dated(posted, refused):
    words = ("correct", "E-1", "letter-posted", "--reason", "x", "--on")
    refused(posted, *words, "2016-07-11", code=2, says="L-0001 is dated Tue 12 Jul 2016", hint="Check the date")


def test_the_way_out_of_an_allocation_to_the_wrong_worker_is_named(allocated, refused):
    eh = allocated
    eh("letter", "initial-contact", "E-1", user="bcole")
    told = refused(eh, "undo", code=4, says="later entries rest on it")
    assert "eh correct E-0001 allocated --set worker=LOGIN --reason TEXT" in told.err
    assert "allocated --set worker=LOGIN" in " ".join(eh("allocate", "--help").out.split())
    wrong = ("correct", "E-1", "allocated", "--set", "worker=bcole", "--reason", "Typed wrongly")
    refused(eh, *wrong, code=4, says="may not allocate an episode", hint="--by LOGIN")
    refused(eh, *wrong[:4], "worker=nobody", *wrong[5:], "--by", "jmay", code=3, says="nobody")
    eh("correct", "E-1", "allocated", "--set", "worker=bcole", "--reason", "Typed wrongly", "--by", "jmay")
    assert eh("show", "E-1", "--json").json()["worker"] == "bcole"
