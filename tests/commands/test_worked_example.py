"""The worked example of the COG guidelines, Appendix G, and the same sum over Christmas."""

from __future__ import annotations

import json
import re


def line_of(out: str, title: str) -> list[str]:
    found = [line.split("\t") for line in out.splitlines() if f"\t{title}\t" in line]
    assert len(found) == 1, out
    return found[0]


def test_allocation_on_tue_12_jul_2016_prints_the_dates_of_the_worked_example(eh):
    said = eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay", today="2016-07-12").out
    assert said.startswith("Allocated E-0001 to Ana Roy (aroy) as key-worker on Tue 12 Jul 2016.\n")
    visit = line_of(said, "Initial home visit")
    assert visit[2] == "Tue 26 Jul 2016"
    assert visit[3] == "TEH p7; COG line 294; COG line 371; COG line 1159; COG lines 1220-1223, 1253"
    taf = line_of(said, "Initial TAF held")
    assert taf[2] == "Tue 9 Aug 2016 (limit Tue 23 Aug 2016)"
    assert taf[3] == "COG line 298; COG line 302; COG line 1160; COG lines 1193-1196; TEH p7"


def test_allocation_on_tue_12_jul_2016_gives_scripts_the_dates_of_the_worked_example(eh):
    done = eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay", "--json", today="2016-07-12").json()
    assert done["reference"] == "E-0001"
    assert done["entry"] == 7
    owed = {each["duty"]: each for each in done["owed"]}
    assert (owed["initial-home-visit"]["started_on"], owed["initial-home-visit"]["due"]) == ("2016-07-12", "2016-07-26")
    assert owed["initial-home-visit"]["limit"] is None
    assert (owed["initial-taf"]["due"], owed["initial-taf"]["limit"]) == ("2016-08-09", "2016-08-23")
    assert owed["initial-taf"]["citations"][0] == {
        "source": "Community Operating Group (COG) Guidelines",
        "document": "cog",
        "version": "undated; revision due July 2020",
        "section": "COG Process - C. Initial Home Visit",
        "place": "line 298",
        "rows": ["COG-160"],
    }
    assert {each["duty"] for each in done["over"]} == {"team-allocation", "referral-allocation"}


def test_the_allocation_may_be_entered_days_later_and_counts_from_the_day_it_happened(eh):
    said = eh("allocate", "E-0001", "--to", "aroy", "--by", "jmay", "--on", "12/07/2016", today="2016-07-20").out
    assert line_of(said, "Initial home visit")[2] == "Tue 26 Jul 2016"


def test_every_way_of_typing_the_day_gives_the_same_dates(eh):
    for typed in ("2016-07-12", "12/07/2016", "12.07.16", "12 Jul 2016", "12 July 2016", "yesterday", "-1wd", "-1d"):
        done = eh(
            "allocate", "e-1", "--to", "aroy", "--by", "jmay", "--dry-run", "--json", "--on", typed, today="2016-07-13"
        ).json()
        due = {each["duty"]: each["due"] for each in done["owed"]}
        assert due["initial-home-visit"] == "2016-07-26", typed


def test_an_allocation_before_christmas_skips_its_bank_holidays(allocated):
    """Allocated again in December 2026: a new episode, so that the days count from there."""
    eh = allocated
    child = ("--child", "Ada Okafor; 2018-01-09; F", "--parent", "Nia Okafor")
    eh("open-episode", "--team", "tipton", *child, today="2026-12-17")
    done = eh("allocate", "E-0002", "--to", "aroy", "--by", "jmay", "--json", today="2026-12-17").json()
    owed = {each["duty"]: each for each in done["owed"]}
    assert owed["initial-home-visit"]["due"] == "2027-01-05"
    assert owed["initial-taf"]["due"] == "2027-01-19"
    assert owed["initial-taf"]["limit"] == "2027-02-02"

    why = eh("why", owed["initial-home-visit"]["task"], today="2026-12-17").out
    assert "Due: Tue 5 Jan 2027" in why
    assert "Tue 5 Jan 2027: 10 working days from allocated on Thu 17 Dec 2026" in why
    skipped = re.findall(r"Not counted: (.*)", why)
    assert skipped == [
        "Sat 19 Dec 2026 (weekend)",
        "Sun 20 Dec 2026 (weekend)",
        "Fri 25 Dec 2026 (Christmas Day)",
        "Sat 26 Dec 2026 (weekend)",
        "Sun 27 Dec 2026 (weekend)",
        "Mon 28 Dec 2026 (Boxing Day (observed))",
        "Fri 1 Jan 2027 (New Year's Day)",
        "Sat 2 Jan 2027 (weekend)",
        "Sun 3 Jan 2027 (weekend)",
    ]
    assert "Thu 17 Dec 2026 is day nought. 10 working days counted, the last is Tue 5 Jan 2027." in why
    assert "Printed in TEH - Business Processes and Procedures (4.8 (footer V4_8.1)), Timescales, p7 [TEH-056]" in why
    assert "Procedure sandwell, pack version 1.0." in why

    told = eh("why", owed["initial-home-visit"]["task"], "--json", today="2026-12-17").json()
    limit = told["limits"][0]
    assert limit["rule"] == "10 working days"
    assert limit["from"]["kind"] == "allocated"
    assert limit["from"]["on"] == "2026-12-17"
    assert limit["from"]["worker"] == "aroy"
    assert [each["on"] for each in limit["skipped"] if each["why"] != "weekend"] == [
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
    ]
    assert limit["counted"] == [
        *("2026-12-18", "2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"),
        *("2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"),
    ]
    assert told["pack_version"] == "1.0"
    assert limit["citations"][0]["place"] == "p7"


def test_why_explains_both_limits_of_the_initial_taf(allocated):
    task = allocated.task("initial-taf")
    told = allocated("why", task, "--json").json()
    assert [(each["rule"], each["due"]) for each in told["limits"]] == [
        ("20 working days", "2016-08-09"),
        ("30 working days", "2016-08-23"),
    ]
    assert [len(each["counted"]) for each in told["limits"]] == [20, 30]
    words = allocated("why", task).out
    assert "Due: Tue 9 Aug 2016 (limit Tue 23 Aug 2016)" in words
    assert "Tue 23 Aug 2016: 30 working days from allocated on Tue 12 Jul 2016" in words
    assert "Met by taf held." in words
    assert "entry 7" in words


def test_every_task_of_an_episode_is_explained_at_once_and_each_says_where_it_is_printed(allocated):
    told = allocated("why", "--episode", "E-0001", "--json").json()
    shown = allocated("show", "E-0001", "--json").json()["tasks"]
    assert {each["task"] for each in told} == {each["task"] for each in shown}
    assert {"initial-home-visit", "initial-taf", "eha", "first-star"} <= {each["duty"] for each in told}
    for each in told:
        printed = [cite for limit in each["limits"] for cite in limit["citations"]]
        ours = [limit["default"] for limit in each["limits"] if limit["default"]]
        assert printed or ours, each["duty"]
        assert each["pack_version"] == "1.0"


def test_a_booking_after_the_due_date_is_warned_about_with_both_dates(allocated):
    at = ("taf", "schedule", "E-0001", "--venue", "Town hall", "--at")
    late = allocated(*at, "2016-08-10 14:00", "--dry-run")
    assert "Warning: this TAF is due by Tue 9 Aug 2016; the limit is Tue 23 Aug 2016" in late.err
    assert "Warning" not in allocated(*at, "2016-08-09 14:00", "--dry-run").err
    holiday = allocated(*at, "2016-08-29 14:00", "--dry-run")
    assert "Warning: Mon 29 Aug 2016 is not a working day (Late Summer Bank Holiday)." in holiday.err


def test_json_of_the_overdue_list_has_every_key_that_scripts_rely_on(allocated):
    rows = allocated("overdue", "--json", today="2016-07-29").json()
    row = next(each for each in rows if each["duty"] == "initial-home-visit")
    promised = {
        *("task", "episode", "family", "children", "duty", "title", "team", "worker", "started_on"),
        *("due", "limit", "days_late", "working_days_late", "status", "citation"),
    }
    assert promised <= set(row)
    assert row["family"] == "F-0001"
    assert row["children"] == [
        {"person": "P-0001", "name": "Wren Larkin"},
        {"person": "P-0002", "name": "Kit Larkin"},
    ]
    assert (row["team"], row["worker"], row["started_on"], row["due"]) == (
        "tipton",
        "aroy",
        "2016-07-12",
        "2016-07-26",
    )
    assert (row["days_late"], row["working_days_late"], row["status"], row["limit"]) == (3, 3, "overdue", None)
    assert {"source", "version", "section", "place"} <= set(row["citation"])
    assert (row["citation"]["section"], row["citation"]["place"]) == ("Timescales", "p7")
    assert json.dumps(rows) == json.dumps(sorted(rows, key=lambda each: (each["due"], each["due_at"] or "24:00")))


def test_a_genogram_waits_until_the_family_was_visited_and_its_date_stays(allocated):
    owed = allocated.owed()
    genogram = owed["genogram"]
    assert (genogram["next"], genogram["waits_for"]) == (False, owed["initial-home-visit"]["task"])
    allocated("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", today="2016-07-14")
    then = allocated.owed(today="2016-07-14")["genogram"]
    assert (then["next"], then["waits_for"], then["due"]) == (True, None, genogram["due"])
