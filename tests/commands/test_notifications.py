"""Who is told: copies of notes, contacts with other agencies, minutes that come in, and who was at a meeting."""

from __future__ import annotations

import pytest

from ehcli.packs import reading


@pytest.mark.parametrize(
    ("type", "row", "to"),
    [
        ("CIN Meeting - Rejected", "TEH-170", ["jmay", "triage-group"]),
        ("CIN Meeting - Accepted", "TEH-178", ["jmay", "triage-group"]),
        ("Single Assessment Visit - Rejected", "TEH-229", ["jmay", "triage-group"]),
        ("Single Assessment visit - Accepted", "TEH-235", ["jmay", "triage-group"]),
        ("General note", "TEH-220", ["team", "triage-group"]),
    ],
)
def test_a_note_goes_where_the_procedure_sends_every_note_of_its_type(allocated, type, row, to):
    """TEH-170, TEH-178, TEH-220, TEH-229, TEH-235: to the Targeted EH Manager, or the tray, and the Triage Group."""
    told = allocated("note", "E-0001", "--type", type, "--text", "It was decided.", "--json").json()
    assert told["copied_to"] == to
    assert allocated("show", told["reference"], "--json").json()["copied_to"] == "; ".join(to)
    named = reading.procedure("sandwell").named("note_type", type)
    assert row in {each for cite in named.cite for each in cite.rows}


def test_everywhere_a_note_goes_is_a_role_or_a_tray_of_its_procedure():
    for name in reading.procedure_names():
        lists = reading.procedure(name).lists
        known = {each.slug for kind in ("role", "tray") for each in lists.get(kind, ())}
        for note in lists.get("note_type", ()):
            assert set(note.more.get("goes_to", ())) <= known, note.slug


def test_a_note_tells_the_worker_or_the_manager_by_a_copy(allocated):
    """TEH-164 and TEH-401: the worker; TEH-338 and TEH-340: the manager; COG-140: the Lead Professional."""
    note = ("note", "E-0001", "--type", "Early Help Note", "--text", "The form has been done.")
    told = allocated(*note, "--copy-to", "aroy", "--copy-to", "jmay", "--copy-to", "Triage Group", "--json").json()
    assert told["copied_to"] == ["aroy", "jmay", "triage-group"]
    assert allocated("show", told["reference"], "--json").json()["copied_to"] == "aroy; jmay; triage-group"


def test_another_agency_is_told_and_the_managers_name_is_kept(allocated):
    """COG-139: the COG Manager tells the professional of a statutory service that is involved."""
    told = ("--how", "phone", "--outcome", "made", "--party", "agency")
    allocated("contact", "E-0001", *told, "--by", "jmay", "--on", "2016-07-12")
    kept = next(row for row in allocated("history", "E-0001", "--json").json() if row["command"] == "contact")
    assert kept["decided_by"] == "jmay"


def test_the_representatives_minutes_come_in_and_become_those_of_the_first_taf(met):
    """TEH-166, TEH-172 and TEH-230: received; TEH-173, TEH-231: typed and attached; TEH-204, TEH-209: finalised."""
    for stage in ("received", "typed", "attached"):
        met("assess", "E-0001", "--form", "representative-minutes", "--stage", stage)
    story = met("timeline", "E-0001").out
    assert all(f"representative-minutes: {stage}" in story or stage in story for stage in ("received", "attached"))
    for stage in ("handed-in", "typed"):
        met("taf", "minutes", "M-0001", "--stage", stage)
    met("taf", "minutes", "M-0001", "--stage", "approved", "--by", "jmay")
    assert met("show", "M-0001", "--json").json()["minutes"] == "approved"


def test_who_was_at_a_taf_and_who_chaired_it_are_kept(allocated):
    """TEH-271 and TEH-333: the worker attends; COG-406: and chairs if necessary."""
    allocated("taf", "schedule", "E-0001", "--at", "2016-07-13 14:00", "--venue", "Town hall")
    there = ("--attended", "P-0003", "--attended", "aroy", "--chair", "aroy")
    allocated("taf", "held", "M-0001", *there, "--on", "2016-07-13 14:00", today="2016-07-14")
    kept = allocated("show", "M-0001", "--json", today="2016-07-14").json()
    assert kept["chair"] == "aroy"
    assert "aroy" in kept["attended"]
