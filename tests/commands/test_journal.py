"""Undoing, the history of a reference, who read a file, and verifying the journal, as officers type it."""

from __future__ import annotations

import sqlite3

import pytest

JOURNAL = (("fact", "entry"), ("seal", "entry"), ("entry", "id"))


def unguarded(eh, *statements):
    """Changes the file as somebody could who takes the guards away first."""
    for (name,) in eh.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        eh.sql(f"DROP TRIGGER {name}")
    for statement in statements:
        eh.sql(statement)


def test_undo_takes_back_the_last_command_in_words_and_says_what_is_owed_again(allocated):
    eh = allocated
    before = eh("overdue", "--json", today="2016-08-01").out
    eh("visit", "E-1", "--outcome", "made", "--seen", "P-0001", "--on", "26/07/2016", today="2016-08-01")
    tried = eh("undo", "--dry-run", today="2016-08-01")
    assert tried.out.startswith("Would record: Undid entry 8, visit: contacted on Tue 26 Jul 2016 (how visit")
    assert tried.err == "Nothing was written.\n"
    told = eh("undo", "--reason", "Wrong family", today="2016-08-01")
    assert told.out.startswith("Undid entry 8, visit: contacted on Tue 26 Jul 2016 (how visit; outcome made")
    assert "Initial home visit" in told.out
    assert eh("overdue", "--json", today="2016-08-01").out == before
    line = eh("history", "E-1", "--json").json()[-1]
    assert (line["what"], line["reason"], line["command"]) == ("contacted taken back", "Wrong family", "undo")
    made = next(each for each in eh("history", "E-1", "--json").json() if each["entry"] == 8)
    assert (made["later"], made["undone_by"]) == ("taken back by entry 9", 9)
    assert [each["undone_by"] for each in eh("audit", "show", "--json", user="jmay").json()][-2:] == [9, None]


def test_an_episode_opened_by_mistake_is_out_of_sight_and_its_history_tells_of_it(eh, refused):
    eh("undo", "--reason", "Opened twice")
    for words in (("find", "larkin"), ("overdue",), ("taf", "list"), ("due", "--within", "90d")):
        assert eh(*words, "--json").json() == []
    says = "E-0001 was undone by abell at "
    refused(eh, "show", "E-1", code=3, says=says, hint="eh history E-0001", as_json=True)
    for ref in ("P-0001", "F-1"):
        refused(eh, "show", ref, code=3, says=f"{ref.replace('F-1', 'F-0001')} was undone", hint="eh history")
    assert {each["undone_by"] for each in eh("history", "E-1", "--json").json() if each["entry"] == 6} == {7}
    again = eh("open-episode", "--team", "tipton", "--child", "Wren Larkin; 2005-03-02", "--parent", "Sam Larkin")
    assert again.out.startswith("Opened E-0002 for family F-0002."), "no reference is used again"
    assert eh("audit", "verify").out.startswith("The journal is whole: 8 entries")
    assert eh("record", "rebuild").out == "Worked out again for 1 open episodes.\n"


def test_what_later_entries_rest_on_cannot_be_undone_and_each_is_named(allocated, refused):
    eh = allocated
    eh("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Town hall")
    eh("visit", "E-1", "--outcome", "attempted", user="aroy")
    assert "Undid entry 8, taf schedule" in eh("undo", "--dry-run").out, "a visit rests on no meeting"
    eh("assess", "E-1", "--form", "eha", "--stage", "completed", user="bcole")
    told = refused(eh, "undo", code=4, says="Entry 8 (taf schedule) cannot be undone: later entries rest on it:")
    assert "  entry 10  assess, by bcole at " in told.err
    assert "entry 9" not in told.err
    eh("undo", user="bcole")
    assert eh("undo").out.startswith("Undid entry 8, taf schedule: taf scheduled on Tue 12 Jul 2016 (meeting M-0001")
    refused(eh, "show", "M-1", code=3, says="M-0001 was undone by abell", hint="eh history M-0001")


def test_a_printed_letter_can_be_undone_and_a_posted_one_cannot(allocated, refused):
    eh = allocated
    eh("letter", "no-contact", "E-1", "--format", "txt")
    told = eh("undo")
    assert told.out.startswith("Undid entry 8, letter: letter written on Tue 12 Jul 2016 (letter L-0001")
    assert "L-0001-no-contact.txt" in told.err
    assert eh("letters", "list", "--json").json() == []
    assert "L-0002" in eh("letter", "no-contact", "E-1", "--format", "txt").out
    eh("letters", "posted", "L-2")
    refused(
        eh,
        "undo",
        code=4,
        says="L-0002 was posted on Tue 12 Jul 2016: what has left the office cannot be undone.",
        hint="eh correct E-0001 letter-posted",
    )


def test_nothing_to_undo_and_the_making_of_the_record_are_told_apart(bare, refused):
    bare("init", "--team", "tipton")
    refused(bare, "undo", code=4, says="made the record itself")
    bare("worker", "add", "bcole", "--name", "Bea Cole", "--role", "key-worker")
    refused(bare, "undo", code=3, says="bcole has recorded nothing", hint="eh audit show --by bcole", user="bcole")


def test_a_changed_worker_is_as_before_and_a_new_one_is_gone(eh):
    before = eh("worker", "list", "--all").out
    eh("worker", "add", "aroy", "--name", "Ana Roy-Bell", "--role", "manager", "--team", "tipton", "--by", "jmay")
    changed = eh("history", "aroy", "--json").json()
    assert (changed[1]["old"], changed[1]["new"]) == (
        "name Ana Roy; role key-worker",
        "name Ana Roy-Bell; role manager",
    )
    eh("undo")
    eh("worker", "add", "tsingh", "--name", "Tara Singh", "--role", "senior", "--team", "tipton", "--by", "jmay")
    eh("undo")
    assert eh("worker", "list", "--all").out == before
    assert eh("history", "tsingh", "--json").json()[0]["undone_by"] == 10


def test_every_kind_of_reference_has_a_history(met):
    eh = met
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Calmer at school")
    eh("letter", "no-contact", "E-1", "--format", "txt")
    wanted = {
        "P-0001": {"person", "person details", "address", "member", "contacted"},
        "F-0001": {"family", "member", "episode", "episode opened"},
        "M-0001": {"taf scheduled", "taf held"},
        "L-0001": {"letter", "letter written"},
        "N-0001": {"case note", "note written"},
        "tipton": {"team"},
        "jmay": {"worker"},
    }
    for ref, kinds in wanted.items():
        told = eh("history", ref, "--json").json()
        assert kinds <= {each["what"] for each in told}, ref
        assert all(each["recorded_by"] and each["recorded_at"] for each in told)
    assert told[0]["recorded_at"] not in eh("history", "jmay").out, "people read a moment in words"
    visit = next(each for each in eh("show", "E-1", "--json").json()["done"] if each["title"] == "Initial home visit")
    assert [each["what"] for each in eh("history", visit["task"], "--json").json()] == ["allocated", "contacted"]
    assert "There is no person P-0099." in eh("history", "P-99", code=3).err
    assert "There is no worker, team or agency 'nobody'." in eh("history", "nobody", code=3).err


def test_who_read_the_file_is_noted_and_listed(met):
    eh = met
    for words in (("show", "P-1"), ("why", "--episode", "E-1"), ("find", "larkin"), ("show", "M-1"), ("overdue",)):
        eh(*words, user="bcole")
    eh("why-not", "E-1", "review-taf", user="jmay")
    eh("timeline", "E-1", user="jmay")
    eh("person", "show", "P-1", user="jmay")
    eh("family", "show", "F-1", user="jmay")
    told = eh("audit", "who-saw", "P-1", "--json", user="jmay").json()
    assert [(each["by"], each["command"], each["ref"]) for each in told] == [
        ("bcole", "show", "P-0001"),
        ("bcole", "why", "E-0001"),
        ("bcole", "show", "M-0001"),
        ("jmay", "why-not", "E-0001"),
        ("jmay", "timeline", "E-0001"),
        ("jmay", "person show", "P-0001"),
        ("jmay", "family show", "F-0001"),
    ]
    before = eh("audit", "who-saw", "P-1", "--to", "2016-08-09", "--json", user="jmay")
    assert before.json() == [], "the real clock, not the day"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        eh.sql("DELETE FROM looked")


def test_who_read_what_is_for_those_who_may_audit_and_what_one_recorded_is_ones_own(met, refused):
    eh = met
    says, hint = "may not see who did and who read what", "Ask one of them to do it."
    for words in (("audit", "who-saw", "P-1"), ("audit", "show"), ("audit", "show", "--by", "jmay")):
        refused(eh, *words, code=4, says=says, hint=hint)
    own = eh("audit", "show", "--by", "abell", "--json").json()
    assert {each["recorded_by"] for each in own} == {"abell"}
    assert len(eh("audit", "show", "--json", user="jmay").json()) >= len(own)


def test_a_look_that_cannot_be_noted_keeps_nobody_from_the_file(allocated):
    other = sqlite3.connect(allocated.record, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = allocated("show", "P-1")
    other.execute("ROLLBACK")
    other.close()
    assert "Wren Larkin" in told.out
    assert told.err.startswith("Note: that you read P-0001 could not be noted (The record at ")
    log = (allocated.home / "eh.log").read_text(encoding="utf-8")
    assert "look-not-noted show P-0001 abell" in log
    assert "Larkin" not in log
    assert "abell read P-0001 (eh show) at " in allocated("record", "check", code=1).out
    allocated("record", "rebuild")
    assert allocated("record", "check", "--json").json()["findings"] == []
    seen = allocated("audit", "who-saw", "P-1", "--json", user="jmay").json()
    assert [(each["by"], each["command"]) for each in seen][:1] == [("abell", "show")]


def test_a_planted_number_switches_no_noting_off_and_is_found(allocated):
    for number in (2147483647, 2**63 - 1):
        allocated.sql("INSERT INTO looked VALUES (?, '2016-07-12', 'abell', 'show', 'P-0009', '')", number)
        before = allocated.sql("SELECT count(*) FROM looked")[0][0]
        assert "not be noted" not in allocated("show", "P-1").err
        assert allocated.sql("SELECT count(*) FROM looked")[0][0] == before + 1
        told = allocated("record", "check", code=1).out
        assert f"go from 1 to {number}: one was slipped in or taken away." in told


def test_the_night_keeps_the_head_outside_and_a_cut_end_or_a_journal_written_anew_is_found(allocated, tmp_path):
    eh = allocated
    for _ in range(2):
        assert "Head of the journal: entry 7, " in eh("night", "--out", str(tmp_path / "n"), code=None).err
    heads = tmp_path / "n" / "heads.tsv"
    assert len(heads.read_text(encoding="utf-8").splitlines()) == 1, "the same head is noted once"
    hash = eh.sql("SELECT hash FROM seal WHERE entry = 7")[0][0]
    assert "Checked against 1 heads" in eh("audit", "verify").out
    assert eh("audit", "verify", "--against", hash, "--json").json()["findings"] == []
    unguarded(
        eh,
        *(f"DELETE FROM {table} WHERE {key} = 7" for table, key in JOURNAL),
        "UPDATE counter SET last = 6 WHERE name = 'entry'",
    )
    cut = "entry 7 was noted on 2016-07-12, and the record ends at entry 6"
    assert cut in eh("audit", "verify", code=1).out
    assert "the record ends at entry 6" in eh("audit", "verify", "--against", hash, code=1).out
    assert cut in eh("night", "--out", str(tmp_path / "m"), code=5).err
    eh("allocate", "E-1", "--to", "bcole", "--by", "jmay")
    assert "was written again up to here: entry 7" in eh("audit", "verify", "--against", str(heads), code=1).out
    assert (
        "is not a head of a journal" in eh("audit", "verify", "--against", str(eh.home / "settings.json"), code=2).err
    )


def test_verify_names_the_entry_and_the_part_that_was_tampered_with(allocated):
    unguarded(allocated, "UPDATE person_details SET name = 'Wren Larkyn' WHERE person = 'P-0001'")
    told = allocated("audit", "verify", code=1)
    assert told.out == "The chain of entries is broken at entry 6: its rows of person_details changed.\n"
    assert "Lark" not in told.out + told.err


def test_a_value_is_corrected_with_a_reason_and_both_are_kept(met, refused):
    eh = met
    why = ("--reason", "Nobody was in")
    attempted = ("correct", "E-1", "contacted", "--set", "outcome=attempted")
    refused(eh, *attempted, *why, code=2, says="Nobody was seen when a contact was only attempted.", hint="--set seen=")
    refused(eh, *attempted, "--set", "seen=", code=2, says="A correction needs its reason.", hint="--reason")
    refused(eh, *attempted[:4], "worker=bcole", *why, code=2, says="'worker' of contacted cannot be corrected.")
    told = eh(*attempted, "--set", "seen=", *why)
    assert told.out.startswith(
        "Corrected E-0001, contacted on Tue 26 Jul 2016: outcome made was wrong, attempted is right; "
        "seen P-0001 was wrong, nothing is right."
    )
    line = eh("history", "E-1", "--json").json()[-1]
    assert (line["what"], line["reason"]) == ("contacted corrected", "Nobody was in")
    assert ("outcome made" in line["old"], "outcome attempted" in line["new"]) == (True, True)
    eh("correct", "E-1", "taf-held", "--set", "attended=P-0003, P-0001, School nurse", "--reason", "Left out")
    assert eh("show", "M-1", "--json").json()["attended"] == ["P-0003", "P-0001", "School nurse"]
    moved = ("--set", "venue=Library", "--set", "planned=2016-08-09 15:00", "--reason", "Misheard")
    eh("correct", "E-1", "taf-scheduled", *moved)
    shown = eh("show", "M-1", "--json").json()
    assert (shown["venue"], shown["planned_at"], shown["status"]) == ("Library", "15:00", "held")
    eh("correct", "E-1", "consent-recorded", "--set", "state=withdrawn", "--reason", "Read wrongly")
    eh("assess", "E-1", "--form", "eha", "--stage", "completed")
    eh("correct", "E-1", "form-recorded", "--set", "stage=finalised", "--reason", "Wrong stage")
    assert "stage finalised" in eh("history", "E-1", "--json").json()[-1]["new"]
    eh("undo")
    assert [each["stage"] for each in eh("timeline", "E-1", "--json").json() if "stage" in each] == ["completed"]
    assert eh("audit", "verify").code == 0


def test_one_of_two_on_a_day_is_named_by_its_time_or_entry(allocated, refused):
    eh = allocated
    for at in ("09:00", "11:00"):
        eh("visit", "E-1", "--outcome", "made", "--on", f"2016-07-12 {at}")
    wrong = ("correct", "E-1", "contacted", "--set", "how=school-visit", "--reason", "At school")
    refused(eh, *wrong, code=4, says="09:00 (entry 8), Tue 12 Jul 2016 11:00 (entry 9)", hint="--entry N")
    assert "how visit was wrong, school-visit is right" in eh(*wrong, "--was", "2016-07-12 09:00", "--dry-run").out
    assert "how visit was wrong, school-visit is right" in eh(*wrong, "--entry", "9").out


def test_verifying_goes_on_from_the_newest_head_and_says_what_it_did_not_read(allocated, refused, tmp_path):
    eh = allocated
    since_kept = ("audit", "verify", "--since-kept")
    refused(eh, *since_kept, code=3, says="No head is kept outside the record yet.", hint="eh night")
    assert eh("audit", "verify", "--json").json()["since"] is None
    eh("night", "--out", str(tmp_path / "n"), code=None)
    eh("visit", "E-1", "--outcome", "attempted")
    eh("note", "E-1", "--type", "Early Help Note", "--text", "Calmer at school")
    hashes = [row[0] for row in eh.sql("SELECT hash FROM seal ORDER BY entry")]
    told = eh(*since_kept).out
    assert told == (
        f"Whole since entry 7, kept on 2016-07-12: 2 entries, head {hashes[-1]}.\n"
        "Not read: entries 1 to 7. For a change to one of them: eh audit verify\n"
        "Checked against 1 heads kept outside the record.\n"
    )
    assert eh(*since_kept, "--json").json()["since"] == {"noted_on": "2016-07-12", "entry": 7, "hash": hashes[6]}
    assert "Whole since entry 8: 1 entries" in eh(*since_kept, "--against", hashes[7]).out

    # What came before is not read, as it says; what came since is.
    unguarded(eh, "UPDATE person_details SET name = 'Renn Larkin' WHERE name = 'Wren Larkin'")
    assert eh(*since_kept).out == told
    assert "entry 6: its rows of person_details changed" in eh("audit", "verify", code=1).out
    unguarded(eh, "UPDATE case_note SET text = 'Worse at school'")
    assert "entry 9: its rows of case_note changed" in eh(*since_kept, code=1).out
    unguarded(eh, "INSERT INTO family (ref, entry) VALUES ('F-0009', 12)", "DELETE FROM case_note")
    assert "1 of its rows of case_note taken out" in eh(*since_kept, code=1).out
    unguarded(eh, *(f"DELETE FROM {table} WHERE {key} = 9" for table, key in JOURNAL))
    assert "the end was cut off: there are 8 entries, 9 were recorded" in eh(*since_kept, code=1).out
    unguarded(eh, "UPDATE counter SET last = 8 WHERE name = 'entry'")
    assert "at entry 12: there is no such entry, but it has rows of family" in eh(*since_kept, code=1).out
    unguarded(eh, f"UPDATE seal SET hash = '{'f' * 64}' WHERE entry = 7")
    assert "was written again up to here: entry 7" in eh(*since_kept, code=1).out


def test_what_is_no_file_of_heads_is_refused_in_a_sentence(eh, refused, tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    refused(eh, "audit", "verify", "--against", "x" * 5000, code=3, says="cannot be read", hint="'eh night' kept")
    refused(eh, "audit", "verify", "--against", str(tmp_path), code=3, says="cannot be read")
    refused(eh, "audit", "verify", "--against", str(tmp_path / "picture"), code=2, says="is not a file of heads")


def test_a_note_that_nothing_follows_from_is_corrected_taken_back_and_holds_a_closing_to_its_day(allocated):
    eh = allocated
    for day in ("2016-07-13", "2016-07-14"):
        eh("note", "E-1", "--type", "Early Help Note", "--text", "Seen at school", "--on", day, today="2016-07-15")
    on = ("--reason", "Refer to CSC", "--by", "jmay", "--on", "2016-07-12")
    told = eh("close", "E-1", *on, today="2016-07-15", code=2)
    assert told.err.startswith("E-0001 cannot close on Tue 12 Jul 2016: something is recorded on Thu 14 Jul 2016.")
    which = ("note-written", "--was", "2016-07-14", "--reason", "Wrong day")
    eh("correct", "E-1", *which, "--on", "2016-07-15", today="2016-07-15")
    assert "recorded on Fri 15 Jul 2016." in eh("close", "E-1", *on, today="2016-07-15", code=2).err
    eh("undo", "--reason", "It was right", today="2016-07-15")
    assert "recorded on Thu 14 Jul 2016." in eh("close", "E-1", *on, today="2016-07-15", code=2).err
    eh("undo", "--reason", "Another family", today="2016-07-15")
    assert "recorded on Wed 13 Jul 2016." in eh("close", "E-1", *on, today="2016-07-15", code=2).err


def test_a_note_that_was_corrected_meets_what_it_is_now_of_the_type_for(bare):
    """Of many notes of a type and day the next one meets it when the first is taken back."""
    eh = bare
    eh("init", "--procedure", "haringey", "--role", "manager", "--team", "tipton")
    eh("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "level-3", "--route", "spa")
    eh("contact", "E-1", "--how", "letter", "--outcome", "made")

    def met_by() -> str:
        (each,) = [each for each in eh("show", "E-1", "--json").json()["done"] if "letter or a video" in each["title"]]
        return str(each["status"])

    def is_owed() -> bool:
        return "other-contact-note" in eh.owed()

    assert is_owed()
    for number in range(3):
        eh("note", "E-1", "--type", "EH Case Closure", "--text", f"Sent, {number}")
        assert not is_owed() and met_by() == "met"
    for left in (True, True, False):
        eh("undo", "--reason", "Mistaken")
        assert is_owed() is not left
