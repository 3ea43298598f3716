"""Workers, teams and agencies: added whole, and changed by saying only what changes."""

from __future__ import annotations

import pytest


def shown(office, kind, slug):
    return office(kind, "show", slug, "--json").json()


def test_a_worker_is_changed_by_what_is_said_and_the_rest_stays(eh):
    eh("worker", "add", "aroy", "--ehm-user", "--agency", "Barnardos")
    before = shown(eh, "worker", "aroy")
    assert (before["name"], before["role"], before["team"]) == ("Ana Roy", "key-worker", "tipton")
    said = eh("worker", "add", "AROY", "--email", "aroy@example.gov.uk").out
    assert said == "Ana Roy (aroy) is a key-worker in tipton.\n"
    assert shown(eh, "worker", "aroy") == before | {"email": "aroy@example.gov.uk"}
    eh("worker", "add", "aroy", "--email", "none", "--agency", "none", "--no-ehm-user", "--team", "oldbury")
    changed = {"email": None, "agency": None, "ehm_user": False, "team": "oldbury"}
    assert shown(eh, "worker", "aroy") == before | changed


def test_what_a_worker_was_before_a_change_is_kept(eh):
    eh("worker", "add", "aroy", "--name", "Ana Royce")
    told = eh("history", "aroy").out
    assert "Ana Royce" in told
    assert "Ana Roy" in told.replace("Ana Royce", "")


def test_a_role_that_decides_is_given_by_those_who_may_and_kept_without_asking(eh, refused):
    refused(eh, "worker", "add", "aroy", "--role", "manager", code=4, says="may not give somebody a role that decides")
    eh("worker", "add", "jmay", "--email", "jmay@example.gov.uk")  # a manager already
    assert shown(eh, "worker", "jmay")["role"] == "manager"


def test_an_agency_and_a_team_are_changed_by_what_is_said(eh):
    eh(
        "agency",
        "add",
        "okafor",
        "--name",
        "Okafor Primary School",
        "--kind",
        "school",
        "--address",
        "High Street; Tipton",
    )
    eh("agency", "add", "okafor", "--phone", "0121 496 0123")
    agency = shown(eh, "agency", "okafor")
    assert (agency["name"], agency["kind"], agency["phone"]) == ("Okafor Primary School", "school", "0121 496 0123")
    assert agency["address"] == "High Street\nTipton"
    eh("agency", "add", "okafor", "--address", "none")
    assert shown(eh, "agency", "okafor") == agency | {"address": None}
    before = shown(eh, "team", "tipton")
    eh("team", "add", "tipton", "--phone", "0121 496 0456")
    assert shown(eh, "team", "tipton") == before | {"phone": "0121 496 0456"}  # its other names too


def test_who_left_or_ended_is_there_again_once_added(eh):
    eh("agency", "add", "okafor", "--name", "Okafor Primary School")
    eh("agency", "end", "okafor")
    eh("agency", "add", "okafor")
    assert shown(eh, "agency", "okafor")["until"] is None
    eh("worker", "end", "bcole")
    eh("worker", "add", "bcole", "--role", "senior", "--by", "jmay")
    assert (shown(eh, "worker", "bcole")["until"], shown(eh, "worker", "bcole")["role"]) == (None, "senior")


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [
        (("worker", "add", "aroy"), "Nothing new is said of aroy.", "eh worker add --help"),
        (("team", "add", "tipton"), "Nothing new is said of tipton.", "eh team add --help"),
        (("agency", "add", "police"), "Nothing new is said of police.", "eh agency add --help"),
        (("worker", "add", "newby", "--role", "key-worker"), "The name is empty.", "Add --name TEXT"),
        (("worker", "add", "newby", "--name", "Nora New"), "The role is missing.", "Add --role ROLE: manager"),
        (("worker", "add", "aroy", "--name", "none"), "The name is empty.", "Add --name TEXT"),
        (("agency", "add", "police", "--email", "a b@c"), "is not one email address", "'none' empties it"),
        (("team", "add", "tipton", "--address", " ; "), "The address is empty.", "Type it as"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_and_nothing_changes(eh, refused, words, says, hint):
    refused(eh, *words, code=2, says=says, hint=hint)
