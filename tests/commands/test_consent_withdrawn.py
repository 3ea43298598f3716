"""Consent withdrawn is seen at once, and what is new goes to nobody outside the family: one rule for all that leaves.

The same is asked of a server in tests/postgres/test_consent_withdrawn_on_postgres.py.
"""

from __future__ import annotations

import pytest

from tests.offices import Office

HV = "tipton-hv"
STANDS = "Consent was withdrawn"
PACKS = ["sandwell", "sandwell-teh", "sandwell-cog", "haringey", "family-work-teams", "nottinghamshire"]
RULES = {
    "sandwell": "TEH p5, TEH-037, TEH-038; COG line 943, COG-440",
    "sandwell-teh": "TEH p5, TEH-037, TEH-038",
    "sandwell-cog": "COG line 943, COG-440",
    "haringey": "HAR line 595, HAR-219",
}


def with_health_visitor(eh: Office, *, named: bool = True) -> Office:
    """A meeting to come, to which an agency and the police are asked, and which a statement names or not."""
    eh(
        "agency",
        "add",
        HV,
        "--name",
        "Tipton Health Visiting",
        "--kind",
        "health",
        "--address",
        "1 Owen Street; Tipton",
    )
    eh("agency", "add", "constabulary", "--name", "Canalside Police", "--kind", "police")
    if named:
        eh("consent", "E-0001", "--from", "P-0003", "--method", "signed", "--share-with", HV)
    at = ("--at", "2016-08-09 14:00", "--venue", "Library")
    eh("taf", "schedule", "E-0001", *at, "--invite", f"{HV}=letter", "--invite", "constabulary=phone")
    eh("letter", "taf-invitation-professional", "E-0001", "--to", HV, "--meeting", "M-0001")
    return eh


def withdraw(eh: Office, *more: str, **asked: object):
    return eh("consent", "E-0001", "--from", "Sam Larkin", "--state", "withdrawn", *more, **asked)


def test_withdrawing_says_what_it_stops_and_what_it_does_not(allocated):
    eh = with_health_visitor(allocated)
    told = withdraw(eh, "--dry-run").out
    assert f"Not to be posted: L-0001 (taf-invitation-professional) to {HV}" in told
    assert f"Asked to M-0001 on Tue 9 Aug 2016: {HV}" in told
    assert "constabulary" not in told
    assert "no letter or minutes to a professional, no copy of a note, no invitation of a professional" in told
    assert "It does not stop: letters and minutes to the family itself; contacts, visits and notes; a referral" in told
    assert RULES["sandwell"] in told
    assert STANDS not in eh("show", "E-0001").out
    told = withdraw(eh, "--json").json()
    assert told["withdrawn"] == [{"person": "P-0003", "since": "2016-07-12", "purpose": "early help"}]
    assert told["stops"]["letters"] == [{"letter": "L-0001", "kind": "taf-invitation-professional", "to": HV}]
    assert told["stops"]["invitations"] == [{"meeting": "M-0001", "planned_on": "2016-08-09", "who": HV}]


def test_it_stands_on_every_screen_until_it_is_given_again(allocated):
    eh = allocated
    withdraw(eh, "--on", "2016-07-11")
    said = f"{STANDS} in E-0001 by P-0003 on Mon 11 Jul 2016, for early help: nothing new goes outside the family"
    for words in (("show", "E-0001"), ("show", "F-0001"), ("family", "show", "F-0001"), ("person", "show", "P-0003")):
        assert eh(*words).out.splitlines()[1].startswith(said), words
    assert "Consent withdrawn: E-0001, by P-0003 on Mon 11 Jul 2016, for early help" in eh("today").out
    row = {"episode": "E-0001", "team": "tipton", "person": "P-0003", "since": "2016-07-11", "purpose": "early help"}
    for whose in ((), ("--team", "tipton"), ("--worker", "aroy")):
        assert eh("today", "--json", *whose).json()["consent_withdrawn"] == [row]
    for whose in (("--team", "oldbury"), ("--worker", "bcole")):
        assert eh("today", "--json", *whose).json()["consent_withdrawn"] == []
    assert eh("today", "--only", "consent-withdrawn", "--json").json() == [row]
    told = eh("consent", "E-0001", "--from", "P-0003", "--method", "verbal")
    assert told.code == 0
    for words in (("show", "E-0001"), ("family", "show", "F-0001"), ("today",)):
        assert "withdrawn" not in eh(*words).out
    assert eh("today", "--json").json()["consent_withdrawn"] == []


def test_nothing_new_goes_outside_and_it_says_by_which_rule(allocated, refused):
    eh = with_health_visitor(allocated)
    eh("worker", "add", "hvisit", "--name", "Hal Visit", "--role", "key-worker", "--team", "oldbury", "--by", "jmay")
    withdraw(eh)
    letter = ("letter", "taf-invitation-professional", "E-0001", "--meeting", "M-0001", "--afresh")
    for to in (HV, "hvisit"):
        told = refused(eh, *letter, "--to", to, code=4, says=f"{STANDS} by P-0003")
        assert RULES["sandwell"] in told.err
        assert f"--share-with {to}" in told.err
    refused(eh, "taf", "invite", "M-0001", "--invite", f"{HV}=email", code=4, says=STANDS)
    again = ("taf", "schedule", "E-0001", "--at", "2016-08-30 14:00", "--venue", "Hall", "--kind", "review")
    refused(eh, *again, "--invite", f"{HV}=phone", code=4, says=STANDS)
    told = eh("note", "E-0001", "--type", "Case Summary", "--text", "As before", "--copy-to", HV)
    assert f"Not copied: {HV} - {STANDS} by P-0003" in told.err
    assert RULES["sandwell"] in told.err
    assert eh("taf", "invite", "M-0001", "--who", HV, "--answer", "apologies").code == 0  # what they said to us


def test_the_meeting_that_moves_is_not_told_of_outside_and_one_that_is_off_is(allocated):
    eh = with_health_visitor(allocated)
    eh("agency", "add", HV, "--name", "Tipton Health Visiting", "--email", "hv@example.org")
    eh("taf", "invite", "M-0001", "--invite", f"{HV}=email")
    withdraw(eh)
    told = eh("taf", "schedule", "M-0001", "--at", "2016-08-10 14:00", "--json").json()
    assert not any(HV in each for each in told["drafts"])
    told = eh("taf", "cancel", "M-0001", "--reason", "Consent was withdrawn", "--json").json()
    assert any(HV in each for each in told["drafts"])


def test_what_goes_to_the_family_and_to_those_who_protect_is_never_stopped(allocated):
    eh = with_health_visitor(allocated)
    eh("person", "add", "Ron Larkin; 1981-01-01", "--family", "F-0001", "--role", "parent")
    eh("family", "restrict", "P-0003", "P-0004", "--because", "Court order")
    eh("person", "change", "P-0004", "--unsafe", "Somebody else opens the post")
    withdraw(eh)
    letter = ("letter", "taf-invitation-professional", "E-0001", "--meeting", "M-0001")
    for to in ("mash", "childrens-social-care", "constabulary"):
        told = eh(*letter, "--to", to, "--afresh")
        assert f"It goes to {to} all the same: nothing stops what protects a child." in told.err
        assert "Do not show P-0003 where P-0004 is, nor P-0004 where P-0003 is" in told.err
        assert "Show nothing of it to P-0004 in writing" in told.err
        assert "Court order" not in told.err
    assert eh("taf", "invite", "M-0001", "--invite", "mash=phone").code == 0
    told = eh("note", "E-0001", "--type", "Case Summary", "--text", "As before", "--copy-to", "mash", "--json").json()
    assert told["copied_to"] == ["mash"]
    told = eh("letter", "no-contact", "E-0001", "--to", "P-0003")
    assert "It goes to the family itself, which is not stopped." in told.err
    for words in (("contact", "E-0001", "--how", "phone"), ("visit", "E-0001")):
        told = eh(*words, "--outcome", "attempted")
        assert f"Note: {STANDS} by P-0003" in told.err
        assert "No contact is stopped by it." in told.err


def test_whoever_another_statement_names_still_has_it(allocated):
    eh = with_health_visitor(allocated)
    eh("person", "add", "Ron Larkin; 1981-01-01", "--family", "F-0001", "--role", "parent")
    eh("consent", "E-0001", "--from", "P-0004", "--method", "signed", "--share-with", HV)
    told = withdraw(eh).out
    assert f"Still named on a statement that stands: {HV}." in told
    assert "Not to be posted" not in told
    letter = ("letter", "taf-invitation-professional", "E-0001", "--meeting", "M-0001", "--afresh")
    assert f"{HV} is named on a statement that stands." in eh(*letter, "--to", HV).err
    eh("consent", "E-0001", "--from", "P-0004", "--state", "withdrawn")
    assert STANDS in eh(*letter, "--to", HV, code=4).err


def test_it_counts_from_its_own_day_for_its_own_purpose(allocated):
    eh = with_health_visitor(allocated)
    # Told late: it was withdrawn on the day before it was given again, and so it stands.
    told = withdraw(eh, "--on", "2016-07-11").out
    assert "It was given again since" in told
    assert STANDS not in eh("show", "E-0001").out
    withdraw(eh, "--purpose", "Photographs", today="2016-07-13")
    shown = eh("show", "E-0001", today="2016-07-13").out
    assert f"{STANDS} in E-0001 by P-0003 on Wed 13 Jul 2016, for Photographs" in shown
    withdraw(eh, today="2016-07-14")
    eh("consent", "E-0001", "--from", "P-0003", "--method", "signed", "--share-with", HV, today="2016-07-15")
    shown = eh("show", "E-0001", today="2016-07-15").out
    assert "for Photographs" in shown
    assert "for early help" not in shown
    letter = ("letter", "taf-invitation-professional", "E-0001", "--meeting", "M-0001", "--afresh", "--to", HV)
    assert eh(*letter, today="2016-07-15").code == 0


@pytest.mark.parametrize("pack", PACKS)
def test_under_every_procedure_with_its_own_page_or_as_our_default(bare, pack):
    eh = bare
    eh.today = "2024-07-12"  # all six are in force
    eh("init", "--procedure", pack, "--team", "tipton", "--name", "Ana Bell")
    eh("agency", "add", HV, "--name", "Tipton Health Visiting", "--kind", "health")
    route = eh("procedure", "show", pack, "--list", "route", "--json").json()
    level = eh("procedure", "show", pack, "--list", "level", "--json").json()
    more = [part for name, rows in (("--route", route), ("--level", level)) if rows for part in (name, rows[0]["slug"])]
    family = ("--child", "Wren Larkin; 2005-03-02; F", "--parent", "Sam Larkin", "--consent-from", "Sam Larkin")
    eh("open-episode", "--team", "tipton", *family, "--consent-method", "signed", *more)
    told = eh("consent", "E-0001", "--from", "Sam Larkin", "--state", "withdrawn")
    rule = RULES.get(pack, "our default")
    assert rule in told.out
    assert f"{STANDS} in E-0001" in eh("show", "E-0001").out
    eh("taf", "schedule", "E-0001", "--at", "2024-08-09 14:00", "--venue", "Library")
    assert rule in eh("taf", "invite", "M-0001", "--invite", f"{HV}=phone", code=4).err
    assert rule in eh("letter", "minutes-professional", "E-0001", "--to", HV, code=4).err
    assert eh("contact", "E-0001", "--how", "phone", "--outcome", "attempted").code == 0
