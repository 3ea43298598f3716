"""What moves a date and what never does; what meets a task and what does not; one meaning of overdue."""

from __future__ import annotations

import csv
import io
import json


def dues(eh, **asked) -> dict[str, str | None]:
    return {each["duty"]: each["due"] for each in eh("why", "--episode", "E-0001", "--json", **asked).json()}


def tasks(eh, **asked) -> dict[str, tuple[str, str | None]]:
    """Every open task: what it is and when it is due, by its reference."""
    told = eh("why", "--episode", "E-0001", "--json", **asked).json()
    return {each["task"]: (each["duty"], each["due"]) for each in told}


# What meets a task


def test_a_visit_that_was_only_attempted_satisfies_nothing(allocated):
    eh = allocated
    done = eh("visit", "E-0001", "--outcome", "attempted", "--json", today="2016-07-20").json()
    assert done["over"] == []
    assert {each["duty"] for each in done["owed"]} == {"three-phone-calls", "two-visits", "one-letter"}
    assert dues(eh)["initial-home-visit"] == "2016-07-26"
    eh("visit", "E-0001", "--outcome", "attempted", today="2016-07-25")
    late = {each["duty"] for each in eh("overdue", "--json", today="2016-07-27").json()}
    assert "initial-home-visit" in late
    assert "two-visits" not in late
    assert "home-visits" not in tasks(eh)


def test_a_telephone_call_or_a_visit_at_school_is_not_a_home_visit(allocated):
    for how in ("phone", "school-visit", "video"):
        done = allocated("contact", "E-0001", "--how", how, "--outcome", "made", "--json", "--dry-run").json()
        assert done["over"] == [], how


def test_a_visit_made_meets_the_first_visit_and_starts_the_weekly_ones(allocated):
    done = allocated("visit", "E-0001", "--outcome", "made", "--json", today="2016-07-26").json()
    assert [(each["duty"], each["status"]) for each in done["over"]] == [("initial-home-visit", "met")]
    assert {each["duty"]: each["due"] for each in done["owed"]} == {
        "consent-signed": "2016-07-26",
        "home-visits": "2016-08-02",
    }


def test_a_visit_made_a_day_late_is_told_as_late(allocated):
    said = allocated("visit", "E-0001", "--outcome", "made", today="2016-07-27").out
    assert "Done late: " in said
    assert "Initial home visit" in said.split("Done late: ")[1].splitlines()[0]


def test_a_taf_that_was_not_held_satisfies_nothing(allocated):
    eh = allocated
    eh("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", "Town hall")
    before = tasks(eh)
    done = eh("taf", "not-held", "M-0001", "--reason", "Nobody came", "--json", today="2016-08-09").json()
    assert (done["over"], done["owed"], done["moved"]) == ([], [], [])
    assert tasks(eh) == before
    assert "initial-taf" in {each["duty"] for each in eh("overdue", "--json", today="2016-08-10").json()}
    shown = eh("taf", "list", "--episode", "E-0001", "--json").json()
    assert [(each["meeting"], each["status"]) for each in shown] == [("M-0001", "not-held")]


def test_a_booking_alone_does_not_meet_the_duty_to_hold_a_taf(allocated):
    before = dues(allocated)["initial-taf"]
    done = allocated("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", "Town hall", "--json").json()
    assert done["over"] == []
    assert dues(allocated)["initial-taf"] == before == "2016-08-09"


# What a date counts from


def test_reviews_run_84_days_from_the_day_the_taf_was_held_not_from_the_day_planned(allocated):
    eh = allocated
    eh("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", "Town hall")
    done = eh("taf", "held", "M-0001", "--attended", "aroy", "--on", "2016-08-12", "--json", today="2016-08-12").json()
    owed = {each["duty"]: each["due"] for each in done["owed"]}
    assert owed["review-taf"] == "2016-11-04"
    eh("taf", "schedule", "E-0001", "--at", "2016-09-30 10:00", "--venue", "Town hall", today="2016-08-12")
    again = eh("taf", "held", "M-0002", "--attended", "aroy", "--json", today="2016-09-30").json()
    assert {each["duty"]: each["due"] for each in again["owed"]}["review-taf"] == "2016-12-23"
    assert "review-taf" in {each["duty"] for each in again["over"]}


def test_visits_stay_weekly_until_a_manager_signs_fortnightly_off_and_then_from_the_next_visit_on(met):
    eh = met
    ask = ("frequency", "E-0001", "--visits", "fortnightly", "--reason", "Plan is going well")
    eh("visit", "E-0001", "--outcome", "made", today="2016-08-10")
    assert dues(eh)["home-visits"] == "2016-08-17"
    refusal = eh(*ask, code=4, today="2016-08-11")
    assert "abell (business-support) may not agree how often a family is visited: manager may." in refusal.err
    eh(*ask, "--by", "sdean", code=4, today="2016-08-11")
    agreed = eh(*ask, "--by", "jmay", "--json", today="2016-08-11").json()
    assert agreed["moved"] == []
    assert dues(eh)["home-visits"] == "2016-08-17", "what is due already stays due"
    eh("visit", "E-0001", "--outcome", "made", today="2016-08-16")
    assert dues(eh)["home-visits"] == "2016-08-30"
    why = eh("why", eh.task("home-visits")).out
    assert "14 days" in why or "2 weeks" in why
    assert "Lengthened by visit frequency agreed on Thu 11 Aug 2016" in why
    eh("frequency", "E-0001", "--visits", "weekly", "--reason", "New worries", "--by", "jmay", today="2016-08-20")
    eh("visit", "E-0001", "--outcome", "made", today="2016-08-25")
    assert dues(eh)["home-visits"] == "2016-09-01"


def test_fortnightly_visits_are_refused_before_the_initial_taf(allocated, refused):
    ask = ("frequency", "E-0001", "--visits", "fortnightly", "--reason", "Low risk", "--by", "jmay")
    refused(allocated, *ask, code=4, says="Visits stay weekly until the Initial TAF has been held.")


def test_a_later_fact_never_moves_an_earlier_date(allocated):
    eh = allocated
    before = tasks(eh)
    eh("contact", "E-0001", "--how", "phone", "--outcome", "made", today="2016-07-13")
    eh("note", "E-0001", "--type", "Early Help Note", "--text", "Called.", today="2016-07-13")
    eh("allocate", "E-0001", "--to", "bcole", "--by", "jmay", today="2016-07-18")
    eh("taf", "schedule", "E-0001", "--at", "2016-08-20 14:00", "--venue", "Town hall", today="2016-07-19")
    eh("taf", "schedule", "E-0001", "--meeting", "M-1", "--at", "2016-08-22 14:00", "--venue", "x", today="2016-07-19")
    assert tasks(eh, today="2016-07-19") == before


# Correcting


def test_correcting_the_allocation_moves_its_dates_and_why_shows_old_and_new(allocated):
    eh = allocated
    before = tasks(eh)
    visit = eh.task("initial-home-visit")
    ask = ("correct", "E-0001", "allocated", "--on", "14/07/2016", "--reason", "Entered two days early", "--json")
    done = eh(*ask, today="2016-07-15").json()
    moved = {each["duty"]: (each["was"], each["due"]) for each in done["moved"]}
    assert moved["initial-home-visit"] == ("2016-07-26", "2016-07-28")
    assert moved["initial-taf"] == ("2016-08-09", "2016-08-11")
    after = tasks(eh)
    assert set(after) == set(before), "references stay"
    assert {ref: duty for ref, (duty, _) in after.items()} == {ref: duty for ref, (duty, _) in before.items()}

    why = eh("why", visit).out
    assert "Due: Thu 28 Jul 2016" in why
    assert "Was Tue 26 Jul 2016, counted from Tue 12 Jul 2016, until entry 8 moved it: Entered two days early" in why
    told = eh("why", visit, "--json").json()["limits"][0]
    assert told["was"] == [
        {"from": "2016-07-12", "due": "2016-07-26", "until_entry": 8, "reason": "Entered two days early"}
    ]
    assert told["due"] == "2016-07-28"


def test_why_tells_every_way_in_which_a_date_was_moved(allocated):
    """A closing day, its undoing, another procedure, a correction: each date it had, until which entry, and why."""
    eh = allocated
    visit = eh.task("initial-home-visit")
    shown = eh("why", visit).out
    assert "Counted: 1 Wed 13 Jul 2016, 2 Thu 14 Jul 2016," in shown
    assert ", 10 Tue 26 Jul 2016" in shown
    eh("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay")  # entry 8
    eh("undo", "--yes", "--reason", "Another team")  # entry 9
    eh("correct", "E-0001", "allocated", "--on", "14/07/2016", "--reason", "Two days early", today="2016-07-15")  # 10
    running = ("--from", "2016-07-11", "--running", "--reason", "Agreed at the board", "--by", "jmay", "--yes")
    eh("procedure", "adopt", "sandwell-teh", "--team", "tipton", *running, today="2016-07-15")  # 11
    eh("team", "closed", "tipton", "--on", "2016-07-21", "--reason", "Training", "--by", "jmay", today="2016-07-15")
    told = eh("why", visit, "--json").json()["limits"][0]
    assert told["due"] == "2016-07-29"
    assert [(each["due"], each["until_entry"], each["reason"]) for each in told["was"]] == [
        ("2016-07-26", 8, "Flood"),
        ("2016-07-27", 9, "Another team"),
        ("2016-07-26", 10, "Two days early"),
        ("2016-07-28", 12, "Training"),
    ]
    taf = eh("why", eh.task("initial-taf"), "--json").json()
    assert ("2016-08-11", 11, "Agreed at the board") in [
        (each["due"], each["until_entry"], each["reason"]) for limit in taf["limits"] for each in limit["was"]
    ]


def test_corrected_twice_keeps_every_date_it_ever_had(allocated):
    eh = allocated
    visit = eh.task("initial-home-visit")
    for day, why in (("13/07/2016", "Wrong day"), ("12/07/2016", "It was right at first")):
        eh("correct", "E-0001", "allocated", "--on", day, "--reason", why, today="2016-07-15")
    told = eh("why", visit, "--json").json()["limits"][0]
    assert [(each["due"], each["until_entry"]) for each in told["was"]] == [("2016-07-26", 8), ("2016-07-27", 9)]
    assert told["due"] == "2016-07-26"


def test_correcting_the_day_of_a_visit_moves_the_next_one(met):
    eh = met
    assert dues(eh)["home-visits"] == "2016-08-02"
    eh("correct", "E-0001", "contacted", "--on", "25/07/2016", "--reason", "Wrong week")
    assert dues(eh)["home-visits"] == "2016-08-01"


def test_of_two_visits_the_one_to_correct_is_named_by_its_day(met, refused):
    eh = met
    eh("visit", "E-0001", "--outcome", "made", today="2016-08-02")
    ask = ("correct", "E-0001", "contacted", "--on", "01/08/2016", "--reason", "Wrong day")
    refused(eh, *ask, code=4, says="more than one contacted: Tue 26 Jul 2016 (entry 8), Tue 2 Aug", hint="--was DATE")
    eh(*ask, "--was", "02/08/2016")
    assert dues(eh)["home-visits"] == "2016-08-08"


# Who had it


def test_a_case_that_goes_from_a_to_b_and_back_to_a_keeps_three_periods(allocated):
    eh = allocated
    eh("allocate", "E-0001", "--to", "bcole", "--by", "jmay", today="2016-07-18")
    eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay", today="2016-08-01")
    assert eh("show", "E-0001", "--json").json()["holdings"] == [
        {"worker": "aroy", "role": "key-worker", "since": "2016-07-12", "until": "2016-07-18"},
        {"worker": "bcole", "role": "key-worker", "since": "2016-07-18", "until": "2016-08-01"},
        {"worker": "aroy", "role": "key-worker", "since": "2016-08-01", "until": None},
    ]
    assert eh("worker", "show", "aroy", "--json").json()["holds"] == ["E-0001"]
    assert eh("worker", "show", "bcole", "--json").json()["holds"] == []


def test_a_co_worker_stands_beside_the_key_worker(allocated):
    allocated("allocate", "E-0001", "--to", "bcole", "--role", "co-worker", "--by", "jmay", today="2016-07-18")
    shown = allocated("show", "E-0001", "--json").json()
    assert shown["worker"] == "aroy"
    assert [(each["worker"], each["role"], each["until"]) for each in shown["holdings"]] == [
        ("aroy", "key-worker", None),
        ("bcole", "co-worker", None),
    ]


# One meaning of overdue


def test_what_is_due_today_is_not_overdue_anywhere(allocated, tmp_path):
    eh, day = allocated, "2016-07-26"
    task = eh.task("initial-home-visit")
    assert task not in {each["task"] for each in eh("overdue", "--json", today=day).json()}
    due = {each["task"]: each for each in eh("due", "--json", today=day).json()}
    assert due[task]["status"] == "due"
    assert (due[task]["days_late"], due[task]["working_days_late"]) == (0, 0)
    screen = eh("today", "--json", today=day).json()
    assert task in {each["task"] for each in screen["due_today"]}
    assert task not in {each["task"] for each in screen["overdue"]}
    words = eh("today", today=day).out
    assert f"Overdue: {len(screen['overdue'])}\n" in words
    assert f"Due today: {len(screen['due_today'])}\n" in words
    assert "(open)" in eh("why", task, today=day).out.splitlines()[0]
    shown = {each["task"]: each["status"] for each in eh("show", "E-0001", "--json", today=day).json()["tasks"]}
    assert shown[task] == "due"

    eh("night", "--out", str(tmp_path / "night"), code=1, today=day)
    late = json.loads((tmp_path / "night" / "tipton-overdue.json").read_text(encoding="utf-8"))
    soon = json.loads((tmp_path / "night" / "tipton-due.json").read_text(encoding="utf-8"))
    assert task not in {each["task"] for each in late}
    assert task in {each["task"] for each in soon}
    with (tmp_path / "night" / "tipton-overdue.csv").open(encoding="utf-8-sig", newline="") as file:
        assert task not in {row["task"] for row in csv.DictReader(file)}
    teams = json.loads((tmp_path / "night" / "summary.json").read_text(encoding="utf-8"))["teams"]
    counts = next(each for each in teams if each["team"] == "tipton")
    assert counts["overdue"] == len(screen["overdue"]) == len(late)


def test_the_day_after_it_is_overdue_everywhere(allocated, tmp_path):
    eh, day = allocated, "2016-07-27"
    task = eh.task("initial-home-visit")
    row = {each["task"]: each for each in eh("overdue", "--json", today=day).json()}[task]
    assert (row["status"], row["days_late"], row["working_days_late"]) == ("overdue", 1, 1)
    assert task not in {each["task"] for each in eh("due", "--json", today=day).json()}
    assert task in {each["task"] for each in eh("today", "--json", today=day).json()["overdue"]}
    assert "(overdue)" in eh("why", task, today=day).out.splitlines()[0]
    eh("night", "--out", str(tmp_path / "night"), code=1, today=day)
    late = json.loads((tmp_path / "night" / "tipton-overdue.json").read_text(encoding="utf-8"))
    assert task in {each["task"] for each in late}


def test_the_longest_overdue_comes_first_in_every_form_of_the_list(allocated):
    """Eight days late sorts below eighty days late, in numbers and not in letters."""
    eh = allocated
    child = ("--child", "Ada Okafor; 2014-01-09; F", "--parent", "Nia Okafor")
    eh("open-episode", "--team", "tipton", *child, today="2016-09-20")
    eh("allocate", "E-0002", "--to", "bcole", "--by", "jmay", today="2016-09-20")
    day = "2016-09-28"
    rows = eh("overdue", "--json", today=day).json()
    late = [each["days_late"] for each in rows]
    assert late == sorted(late, reverse=True)
    assert (late[0], late[-1]) == (78, 8)
    assert [rows[0]["episode"], rows[-1]["episode"]] == ["E-0001", "E-0002"]
    printed = [row[0] for row in eh("overdue", today=day).rows()[1:]]
    assert printed == [each["task"] for each in rows]
    told = list(csv.DictReader(io.StringIO(eh("overdue", "--csv", today=day).out)))
    assert [row["task"] for row in told] == printed
    assert [int(row["days_late"]) for row in told] == late


def test_the_worker_and_team_filters_show_theirs_and_nobody_elses(allocated):
    eh, day = allocated, "2016-07-27"
    everything = eh("overdue", "--json", today=day).json()
    assert eh("overdue", "--worker", "Ana Roy", "--json", today=day).json() == everything
    assert eh("overdue", "--worker", "bcole", "--json", today=day).json() == []
    assert eh("overdue", "--team", "Tipton COG", "--json", today=day).json() == everything
    assert eh("overdue", "--team", "oldbury", "--json", today=day).json() == []


# References


def test_references_never_renumber_and_the_second_task_of_a_list_is_still_the_second(allocated):
    """Complete item 1, then act on item 2 from the same printed list: the right one changes."""
    eh, day = allocated, "2016-08-10"
    listed = eh("overdue", today=day).rows()[1:]
    forms = [row for row in listed if row[3] in ("Genogram on file", "Diversity Statement on file")]
    first, second = forms[0][0], forms[1][0]
    eh("done", first, today=day)
    left = {row[0]: row[3] for row in eh("overdue", today=day).rows()[1:]}
    assert left == {row[0]: row[3] for row in listed if row[0] != first}
    done = eh("done", second, "--json", today=day).json()
    assert [each["task"] for each in done["over"]] == [second]
    assert [each["title"] for each in done["over"]] == [forms[1][3]]
    assert eh("why", first, "--json").json()["title"] == forms[0][3]


def test_a_task_done_twice_is_refused_and_nothing_is_written(allocated, refused):
    task = allocated.task("diversity-statement")
    allocated("done", task)
    refused(allocated, "done", task, code=4, says=f"{task} was done already.", hint=f"eh why {task}")


def test_a_dry_run_uses_no_reference_up(allocated):
    eh = allocated
    ask = ("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", "Town hall")
    for _ in range(2):
        said = eh(*ask, "--dry-run").out
        assert said.startswith("Would record: Scheduled M-0001: initial TAF of E-0001 on Tue 9 Aug 2016 at 14:00")
    assert eh(*ask, "--quiet").out == "M-0001\n"


def test_a_task_set_aside_stays_on_record_as_not_done_with_the_reason(allocated):
    eh = allocated
    task = eh.task("referrer-contacted")
    eh("set-aside", task, "--reason", "The family referred itself", code=4)
    said = eh("set-aside", task, "--reason", "The family referred itself", "--by", "jmay").out
    assert said.startswith("Set aside on Tue 12 Jul 2016, agreed by jmay: ")
    told = eh("why", task, "--json").json()
    assert told["status"] == "set-aside"
    assert told["ended_by"]["reason"] == "The family referred itself"
    assert told["ended_by"]["decided_by"] == "jmay"
    assert task not in tasks(eh)


def test_a_task_that_was_picked_up_is_with_whoever_took_it(allocated):
    eh = allocated
    task = eh.task("allocation-note")
    waiting = {row[0]: int(row[1]) for row in eh("tray").rows()[1:]}
    eh("pickup", task, user="sdean")
    row = next(each for each in eh("overdue", "--json", today="2016-07-13").json() if each["task"] == task)
    assert row["held_by"] == "sdean"
    left = {row[0]: int(row[1]) for row in eh("tray").rows()[1:]}
    assert left.get("team", 0) == waiting["team"] - 1
    eh("reassign", task, "--to", "Jo May")
    assert task in {each["task"] for each in eh("overdue", "--worker", "jmay", "--json", today="2016-07-13").json()}


def test_a_meeting_is_not_corrected_to_a_day_after_its_minutes(met, refused):
    met("taf", "minutes", "M-1", "--stage", "handed-in", today="2016-08-10")
    ask = ("correct", "E-1", "taf-held", "--on", "2016-08-11", "--reason", "Wrong day")
    refused(met, *ask, code=2, says="Wed 10 Aug 2016", today="2016-08-12")


def test_correcting_only_the_day_keeps_the_time(met):
    assert met.owed()["minutes-handed-in"]["due_at"] == "2016-08-10T14:00"
    met("correct", "E-1", "taf-held", "--on", "2016-08-08", "--reason", "Wrong day")
    assert met.owed()["minutes-handed-in"]["due_at"] == "2016-08-09T14:00"
