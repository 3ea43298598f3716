"""Another council's own page as a pack, and a case run under it to its end, each date counted by hand beforehand.

The page is Sefton Council's public table of early help timescales (last updated on 23 January 2023). What the pack
reads into it is marked there as ours.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import Office

# What stands in other authorities' documents, and has no place in what is said under this pack.
ANOTHERS = ("Sandwell", "sandwell", "TEH", "COG", "Tipton", "0121", "Haringey", "HAR-", "NCC", "FWT", "Nottingham")
FAMILY = (
    *("open-episode", "--team", "bootle", "--child", "Wren Larkin; 2016-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Bootle; ZZ1 1AA", "--referrer", "Okafor Primary School"),
    *("--consent-from", "Sam Larkin", "--consent-method", "signed"),
)
ASSESS = ("assess", "E-1", "--form", "Early Help Assessment", "--stage")


class Run:
    """The commands of one office; every word that they print is looked through."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.said: list[str] = []

    def __call__(self, day: str, *args: str, code: int = 0) -> str:
        told = self.office(*args, code=code, today=day)
        self.said += [f"eh {' '.join(args)}: {line}" for line in (told.out + told.err).splitlines()]
        return told.out + told.err

    def due(self, day: str, episode: str = "E-0001") -> dict[str, str]:
        """The open duties of an episode, each with its date, or the minute where it has one."""
        owed = self.office.owed(episode, today=day)
        return {duty: each["due_at"] or each["due"] for duty, each in owed.items()}

    def late(self, day: str) -> set[str]:
        """What is overdue on a day."""
        return {row[3] for row in self.office("overdue", today=day).rows()[1:]}


@pytest.fixture
def run(sefton: Office) -> Run:
    run = Run(sefton)
    assert "sefton can be used" in run("2025-04-11", "procedure", "check", "sefton")
    return run


def test_each_row_of_the_page_is_held_or_left_out_with_its_reason(run: Run) -> None:
    counted = run.office("procedure", "coverage").out.splitlines()
    assert {"SEF\treference\t0\t1\t0", "SEF\ttimescale\t10\t0\t0"} <= set(counted)
    rows = {row[0]: row[3:] for row in run.office("procedure", "coverage", "--rows").rows()}
    assert rows["SEF-001"] == ["held", "sefton: duty ehm-search"]
    assert rows["SEF-008"] == rows["SEF-009"] == ["held", "sefton: duty next-review"]
    assert rows["SEF-011"][0] == "left out"
    shown = run("2025-04-11", "procedure", "show", "sefton", "first-review")
    assert "(Last updated on 23 January 2023), Timescales, text above the table, paragraph 3 [SEF-007]" in shown
    assert "Timescales, table, row 2 [SEF-002]" in run("2025-04-11", "procedure", "show", "sefton", "assessment-steps")


def test_a_case_runs_to_its_end_under_another_councils_page(run: Run, tmp_path: Path) -> None:
    # Received on Friday 11 April 2025. Good Friday is the 18th, Easter Monday the 21st, May Day Monday 5 May.
    run("2025-04-11", *FAMILY, "--received", "2025-04-11 10:00", "--consent-on", "2025-04-11")
    assert run.due("2025-04-11") == {
        "ehm-search": "2025-04-13T10:00",  # 48 hours, on a Sunday
        "assessment-steps": "2025-04-29",  # 14-17, 22-25, 28, 29 April
        "assessment-conclusions": "2025-05-07",  # and 30 April, 1, 2, 6, 7 May
        "familys-own-copy": "2025-05-07",
        "shared-with-family": "2025-05-07",
        "reassessment": "2026-04-11",  # twelve months, on a Saturday
    }
    run("2025-04-14", "allocate", "E-1", "--to", "aroy", "--by", "jmay")

    # The search: a minute before its hour, on it, and after it.
    search = ("assess", "E-1", "--form", "EHM search", "--dry-run", "--on")
    assert "Done: T-0001" in run("2025-04-14", *search, "2025-04-13 09:59")
    assert "Done: T-0001" in run("2025-04-14", *search, "2025-04-13 10:00")
    assert "Done late: T-0001" in run("2025-04-14", *search, "2025-04-13 10:01")
    assert "T-0001 (EHM search)." in run("2025-04-14", "done", "T-1", "--on", "2025-04-11 15:00")

    run("2025-04-14", "contact", "E-1", "--how", "phone", "--outcome", "attempted")
    run("2025-04-16", "visit", "E-1", "--outcome", "made", "--seen", "P-1")
    assert "sefton lists no types of note" in run("2025-04-16", "note", "E-1", "--text", "Seen at home.")
    assert "It prints no stars" in run("2025-04-16", "star", "E-1", "--star", "family", "--scores", "1", code=3)

    # The assessment: the day before each limit, the day itself, the day after.
    steps, ends = "Early Help Assessment, steps 1-5", {"Conclusions, solutions and actions"}
    ends |= {"The family's own copy of the assessment", "Information shared with the family"}
    assert [run.late(f"2025-04-{day}") for day in (28, 29, 30)] == [set(), set(), {steps}]
    assert f"Done: T-0002  {steps}" in run("2025-04-28", *ASSESS, "steps-1-5")
    assert [run.late(f"2025-05-0{day}") for day in (6, 7, 8)] == [set(), set(), ends]
    concluded = run("2025-05-06", *ASSESS, "conclusions")
    assert "Date set to review the plan\tTue 17 Jun 2025\tTIME row 5" in concluded  # six weeks from Tuesday 6 May
    assert "First review of the plan\tTue 17 Jun 2025\tTIME paragraph 3" in concluded
    run("2025-05-07", *ASSESS, "own-copy-given")
    run("2025-05-07", *ASSESS, "shared-with-family")

    # The first review: booked for the day before its limit, for the day itself, for the day after.
    book = ("taf", "schedule", "E-1", "--venue", "Okafor Primary School", "--kind", "review", "--at")
    for day in (16, 17):
        assert "Warning" not in run("2025-05-07", *book, f"2025-06-{day} 14:00", "--dry-run")
    assert "this TAF is due by Tue 17 Jun 2025" in run("2025-05-07", *book, "2025-06-18 14:00", "--dry-run")
    both = {"Date set to review the plan", "First review of the plan"}
    assert [run.late(f"2025-06-{day}") for day in (16, 17, 18)] == [set(), set(), both]
    assert "Date set to review the plan" in run("2025-05-07", *book, "2025-06-05 14:00", "--invite", "P-2=phone")
    run("2025-06-04", "taf", "cancel", "M-1", "--reason", "The family was ill")
    run("2025-06-04", "taf", "schedule", "M-1", "--at", "2025-06-06 14:00", "--venue", "Okafor Primary School")
    assert "sefton prints no agenda" in run("2025-06-04", "taf", "agenda", "M-1")
    held = run("2025-06-06", "taf", "held", "M-1", "--attended", "P-1", "--attended", "P-2", "--attended", "aroy")
    assert "Next review of the plan\tSat 6 Sep 2025\tTIME row 6; TIME paragraph 3" in held  # three months
    run("2025-06-06", "taf", "plan", "M-1", "--part", "What goes well=School", "--action", "Ring; aroy; 2025-06-20")
    run("2025-06-20", "taf", "action", "M-1", "1", "--done")
    assert "has no separate minutes" in run("2025-06-06", "taf", "minutes", "M-1", "--stage", "sent", code=4)

    # A letter, under eh's own wording.
    team = ("--name", "Bootle", "--address", "2 Quay; Bootle; ZZ1 1AB", "--email", "bootle@example.org")
    run("2025-06-09", "team", "add", "bootle", *team, "--phone", "01632 960001")
    run("2025-06-09", "letter", "initial-contact", "E-1", "--to", "P-2")
    assert "L-0001" in run("2025-06-09", "letters", "posted", "L-1")

    # The reviews that follow, with the family alone or in a meeting.
    review = ("assess", "E-1", "--form", "review-with-family")
    assert [run.late(f"2025-09-0{day}") for day in (5, 6, 7)] == [set(), set(), {"Next review of the plan, M-0001"}]
    assert "Next review of the plan\tThu 4 Dec 2025" in run("2025-09-04", *review)
    assert "Next review of the plan\tWed 4 Mar 2026" in run("2025-12-04", *review)
    run("2026-02-20", *book, "2026-03-03 10:00")
    assert "Next review of the plan\tWed 3 Jun 2026" in run("2026-03-03", "taf", "held", "M-2", "--attended", "P-2")
    assert "Next review of the plan\tTue 30 Jun 2026" in run("2026-03-31", *review)  # June has no 31st

    # Twelve months on: what was assessed in April 2025 does not meet it, a second assessment does.
    again = "Early Help Assessment again"
    assert [run.late(f"2026-04-{day}") for day in (10, 11, 12)] == [set(), set(), {again}]
    closed = run("2026-04-13", "close", "E-1", "--reason", "Needs met", "--by", "jmay", "--dry-run")
    assert "closed with this outstanding (our default under sefton):" in closed
    assert f"T-0006  {again}, due Sat 11 Apr 2026" in closed
    assert f"No longer owed: T-0006  {again}" in run("2026-04-13", "assess", "E-1", "--form", "Outcomes", "--dry-run")
    assert "eh assess E-0001 --form early-help-assessment" in run("2026-04-10", "done", "T-6", code=4)
    assert f"Done: T-0006  {again}" in run("2026-04-10", *ASSESS, "steps-1-5")

    for line in (("today",), ("tray",), ("timeline", "E-1"), ("show", "E-1"), ("letters", "list")):
        run("2026-04-13", *line)
    run("2026-04-13", "night", "--out", str(tmp_path / "lists"))
    closed = run("2026-04-14", "close", "E-1", "--reason", "Needs met", "--by", "jmay")
    assert "Closed E-0001 on Tue 14 Apr 2026" in closed and "Ended: " in closed
    run("2026-04-14", "letter", "closure", "E-1", "--to", "P-2")
    assert run.due("2026-04-14") == {}
    assert "0 open episodes; no findings" in run("2026-04-14", "record", "check")
    assert [line for line in run.said if any(word in line for word in ANOTHERS)] == []


def test_the_days_between_christmas_and_new_year_are_counted_as_by_hand(run: Run) -> None:
    # Received on Friday 12 December 2025: no day is counted on 25 and 26 December and on 1 January.
    run("2025-12-12", *FAMILY, "--received", "2025-12-12 15:30", "--consent-on", "2025-12-12")
    due = run.due("2025-12-12")
    assert due["ehm-search"] == "2025-12-14T15:30"
    assert due["assessment-steps"] == "2025-12-30"  # 15-19, 22-24, 29, 30 December
    assert due["assessment-conclusions"] == "2026-01-07"  # and 31 December, 2, 5, 6, 7 January
    assert due["reassessment"] == "2026-12-12"
