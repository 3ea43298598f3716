"""Procedures compared, counted, printed, tried and adopted; days gone by; why a duty is not owed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ehcli.packs import reading
from tests import hinted

RUNNING = ("--from", "2016-07-11", "--running", "--reason", "Agreed at the board", "--by", "jmay", "--yes")
DATA = Path(__file__).resolve().parents[2] / "data" / "procedures"
SIX = ["family-work-teams", "haringey", "nottinghamshire", "sandwell", "sandwell-cog", "sandwell-teh"]


def test_six_procedures_ship_and_a_stale_source_is_said(bare):
    rows = bare("procedure", "list", "--json", today="2026-11-20").json()
    assert [row["name"] for row in rows] == SIX
    assert any("December" in each or "Dec 2021" in each for row in rows for each in row["warnings"])


def test_a_difference_between_two_procedures_names_the_duty_and_both_limits(bare):
    rows = bare("procedure", "diff", "sandwell-teh", "sandwell-cog", "--json").json()
    taf = [row for row in rows if row["duty"] == "initial-taf" and row["what"] == "limit"]
    assert [(row["one"], row["other"]) for row in taf] == [("30 working days", "20 working days")]


def test_a_difference_in_what_they_name_is_listed_too(bare):
    rows = bare("procedure", "diff", "sandwell-teh", "sandwell-cog", "--json").json()
    checks = {row["duty"]: row["what"] for row in rows if row["duty"].startswith("closing-check: ")}
    assert checks["closing-check: Exit plan on file (exit-plan)"] == "only in the second"
    assert bare("procedure", "diff", "sandwell", "sandwell", "--json").json() == []


def test_one_duty_is_shown_whole(bare):
    """Who, on which conditions, for whom, where it waits and what may lengthen it: nothing of it is left out."""
    shown = bare("procedure", "show", "sandwell", "cse-screening").out
    assert "It is owed for each child aged 10 or over on the due date; below 11 it should be done" in shown
    assert "Only at these levels: targeted, 4." in shown
    relaxed = bare("procedure", "show", "sandwell-teh", "home-visits", "--json").json()[0]["says"]
    assert any("The manager may agree 2 weeks instead" in sentence for sentence in relaxed)
    assert any("The longer limit is printed in" in sentence for sentence in relaxed)


@pytest.mark.parametrize("name", SIX)
def test_every_list_of_a_procedure_can_be_read_with_its_pages(bare, name):
    """What a pack holds and nobody can look at would not be held."""
    pack = reading.whole(DATA / f"{name}.toml", ()).content
    kinds = {key for key, value in pack.items() if isinstance(value, list) and key not in ("duty", "join")}
    assert len(kinds) > 10
    for kind in kinds:
        rows = bare("procedure", "show", name, "--list", kind, "--json").json()
        of_the_pack = [row for row in rows if row["printed_in"] != f"our default under {name}"]
        assert len(of_the_pack) == len(pack[kind])
        cited = {row for entry in pack[kind] for cite in entry.get("cite", []) for row in cite.get("rows", [])}
        text = " ".join(row["printed_in"] or "" for row in rows)
        assert all(row in text for row in cited)
        words = {str(value) for entry in pack[kind] for value in entry.get("headings", [])}
        assert all(any(word in row["says"] for row in rows) for word in words)


def test_a_list_there_is_not_is_refused_with_those_there_are(bare):
    assert "note-type" in bare("procedure", "show", "sandwell", "--list", "note-tipe", code=3).err
    assert "prints no stars" in bare("procedure", "show", "nottinghamshire", "--list", "star", code=3).err


@pytest.mark.parametrize("kind", ["timescale", "recurrence"])
def test_no_row_with_a_timescale_is_open(bare, kind):
    rows = bare("procedure", "coverage", "--json").json()
    counted = [row for row in rows if row["kind"] == kind]
    assert {row["source"] for row in counted} == {"COG", "FWT", "HAR", "NCC", "TEH"}
    assert [row["open"] for row in counted] == [0] * len(counted)
    total = rows[-1]
    assert total["held"] + total["left out"] + total["open"] == 1650


def test_a_pack_is_checked_by_file_item_and_key(bare, tmp_path):
    pack = tmp_path / "ours.toml"
    pack.write_text("format = 1\n[procedure]\nname = 'ours'\n", encoding="utf-8")
    done = bare("procedure", "check", str(pack), code=2)
    assert "ours.toml: the pack, 'sources'" in done.err


def test_a_sheet_prints_each_rule_with_its_page_and_worked_dates(bare, tmp_path):
    file = tmp_path / "sheet.docx"
    bare("procedure", "sheet", "sandwell", "--out", str(file))
    document = docx.Document(str(file))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Initial TAF held" in text
    assert "p7 [TEH-052, TEH-074]" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    # Ten working days from Friday 27 March 2026, over Good Friday and Easter Monday.
    assert "Tue 14 Apr 2026" in cells
    assert "Signature" in text
    # What the pack holds beside its duties is signed with them.
    assert [text.index(part) for part in ("On file before closing", "Note types", "Roles", "Words of the procedure")]
    assert "Case Summary" in text.partition("Note types")[2]


def test_what_if_lists_what_would_move_and_writes_nothing(allocated):
    before = allocated("due", "--within", "90wd", "--json").out
    done = allocated("procedure", "what-if", "sandwell-teh", "--team", "tipton", "--json")
    moved = {row["duty"]: row for row in done.json() if row["what"] == "moves"}
    # COG's twenty working days fall away, TEH's thirty remain.
    assert (moved["initial-taf"]["due"], moved["initial-taf"]["would_be"]) == ("2016-08-09", "2016-08-23")
    assert "Nothing was written" in done.err
    assert allocated("due", "--within", "90wd", "--json").out == before


def test_a_team_that_adopts_another_procedure_keeps_what_is_running(allocated):
    adopt = ("procedure", "adopt", "sandwell-teh", "--team", "tipton", "--from", "2016-09-01")
    assert allocated(*adopt, code=4).err.startswith("abell (business-support) may not")
    allocated(*adopt, "--by", "jmay")
    owed = {row["duty"]: row for row in allocated("due", "--within", "90wd", "--json").json()}
    assert (owed["initial-taf"]["due"], owed["initial-taf"]["limit"]) == ("2016-08-09", "2016-08-23")


def test_running_duties_move_only_when_that_is_agreed(allocated):
    adopt = ("procedure", "adopt", "sandwell-teh", "--team", "tipton", "--from", "today", "--running", "--by", "jmay")
    assert "needs its reason" in allocated(*adopt, code=2).err
    task = next(
        row["task"] for row in allocated("due", "--within", "90wd", "--json").json() if row["duty"] == "initial-taf"
    )
    allocated(*adopt, "--reason", "Agreed at the board")
    why = allocated("why", task, "--json").json()
    assert (why["due"], why["limit"], why["procedure"]) == ("2016-08-23", None, "sandwell-teh")


def test_what_is_running_moves_with_all_that_set_it_off_whatever_was_taken_up_before(allocated):
    """The referral came the day before the episode was opened, and the team had taken up another procedure since."""
    adopt = ("procedure", "adopt", "--team", "tipton", "--by", "jmay")
    allocated(*adopt, "sandwell-cog", "--from", "2016-07-11", "--yes", today="2016-07-12")
    allocated("visit", "E-0001", "--outcome", "attempted", "--on", "2016-07-13", today="2016-07-13")
    running = ("--from", "2016-07-14", "--running", "--reason", "Agreed at the board")
    allocated(*adopt, "nottinghamshire", *running, today="2016-07-14")
    rows = allocated("due", "--within", "90wd", "--json", today="2016-07-14").json()
    rows += allocated("overdue", "--json", today="2016-07-14").json()
    tasks = [row["task"] for row in rows]
    assert tasks
    whys = [allocated("why", task, "--json", today="2016-07-14").json() for task in tasks]
    assert {why["procedure"] for why in whys} == {"nottinghamshire"}
    assert allocated("record", "check").code == 0


def test_what_if_of_every_team_counts_the_working_days_of_each(allocated):
    """A day that Oldbury is closed moves nothing in Tipton, nor does it make anything look as if it would move."""
    allocated("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay")
    assert allocated("procedure", "what-if", "sandwell", "--json").json() == []
    moved = allocated("procedure", "what-if", "sandwell-teh", "--json").json()
    assert moved == allocated("procedure", "what-if", "sandwell-teh", "--team", "tipton", "--json").json()


def test_a_day_a_team_is_closed_is_no_working_day_and_is_named(allocated):
    task = next(
        row["task"]
        for row in allocated("due", "--within", "90wd", "--json").json()
        if row["duty"] == "initial-home-visit"
    )
    allocated("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay")
    why = allocated("why", task, "--json").json()
    assert why["due"] == "2016-07-27"
    assert {"on": "2016-07-20", "why": "Flood"} in why["limits"][0]["skipped"]


def test_why_not_says_what_has_not_happened(allocated):
    told = allocated("why-not", "E-0001", "review-taf", "--json").json()
    assert told["tasks"] == []
    assert told["because"] == ["What sets it off has not happened: taf held."]
    assert allocated("why-not", "E-0001", "review-tuf", code=3).err.count("review-taf") == 1


def test_what_was_overdue_on_a_day_gone_by_as_known_now_and_as_known_then(allocated):
    allocated("visit", "E-0001", "--outcome", "made", "--on", "2016-07-22", today="2016-08-20")
    late = {row["duty"] for row in allocated("overdue", "--as-of", "2016-07-27", "--json", today="2016-08-20").json()}
    assert "eha-read" in late
    assert "initial-home-visit" not in late
    then = ("overdue", "--as-of", "2016-07-27", "--known-at", "2016-07-27", "--json")
    assert allocated(*then, today="2016-08-20").json() == []  # nothing had been recorded by then


@pytest.fixture
def timed(allocated):
    """The record of a practice, which may be told the time: what is in it was recorded on 12 July 2016 at 10:00."""
    allocated.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")
    allocated.sql("DROP TRIGGER entry_no_update")
    allocated.sql("UPDATE entry SET recorded_at = '2016-07-12T09:00:00+00:00'")
    allocated.today = "2016-08-03"
    return allocated


THEN = ("overdue", "--as-of", "2016-07-27", "--team", "tipton", "--json")
LATER = {"EH_NOW": "2016-08-01T09:00:00+00:00"}


def test_what_was_overdue_as_known_then_leaves_out_what_was_chosen_undone_or_moved_since(timed):
    """A closing day, a switch and another procedure that came later do not change what was known on the day."""
    before = timed(*THEN).json()
    assert {"initial-home-visit", "eha-read"} <= {row["duty"] for row in before}
    timed("team", "closed", "tipton", "--on", "2016-07-20", "--reason", "Flood", "--by", "jmay", env=LATER)
    assert "initial-home-visit" not in {row["duty"] for row in timed(*THEN).json()}
    timed("procedure", "adopt", "nottinghamshire", "--team", "tipton", *RUNNING, env=LATER)
    assert not {"initial-home-visit", "eha-read"} & {row["duty"] for row in timed(*THEN).json()}
    assert timed(*THEN, "--known-at", "2016-07-31").json() == before


def test_an_entry_undone_since_was_known_until_then(timed):
    then = (*THEN, "--known-at", "2016-07-31")
    seen = {"today": "2016-07-20", "env": {"EH_NOW": "2016-07-20T15:00:00+00:00"}}
    timed("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", "--on", "2016-07-20", **seen)
    before = timed(*then).json()
    assert "initial-home-visit" not in {row["duty"] for row in before}
    timed("undo", "--yes", env=LATER)
    assert "initial-home-visit" in {row["duty"] for row in timed(*THEN).json()}
    assert timed(*then).json() == before


def edition(version: str, since: str, *, until: str = "", visit_days: int = 0) -> str:
    """A council's own pack laid over Sandwell's, with its own limit for the first visit where one is given."""
    head = f"""format = 1
[procedure]
name = "ourtown"
title = "Ourtown early help"
version = "{version}"
extends = "sandwell"
in_force_from = {since}
{f"in_force_until = {until}" if until else ""}
[sources.local]
title = "Ourtown instruction"
version = "2016"
"""
    cite = 'cite = [{ source = "local", section = "Visits", place = "p2" }]'
    within = f"rule = [{{ within = {{ working_days = {visit_days} }}, {cite} }}]"
    return head + (f'[[change]]\nduty = "initial-home-visit"\n{within}\n{cite}\n' if visit_days else "")


def test_a_council_lays_its_own_pack_over_one_that_ships_and_a_team_takes_it_up(allocated):
    mine = allocated.home / "council" / "data" / "procedures" / "ourtown.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text(edition("1.0", "2016-01-01", visit_days=3), encoding="utf-8")
    moved = allocated("procedure", "what-if", "ourtown", "--json").json()
    assert [(row["duty"], row["due"], row["would_be"]) for row in moved] == [
        ("initial-home-visit", "2016-07-26", "2016-07-15")
    ]
    allocated("procedure", "adopt", "ourtown", "--team", "tipton", *RUNNING)
    visit = allocated.owed()["initial-home-visit"]
    assert (visit["due"], visit["limits"][0]["citations"][0]["source"]) == ("2016-07-15", "Ourtown instruction")
    assert allocated("record", "check").code == 0


def test_a_case_on_hold_keeps_its_dates_and_nobody_is_chased(bare):
    """NCC-073, as the readings take it: dates stand, the days on hold are shown, no alert is raised meanwhile."""
    bare("init", "--procedure", "nottinghamshire", "--team", "tipton", "--role", "manager")
    family = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--received", "2026-09-01")
    bare("open-episode", "--team", "tipton", *family, "--on", "2026-09-01", today="2026-09-01")
    bare("allocate", "E-0001", "--to", "abell", today="2026-09-01")
    assert bare("overdue", "--exit-code", code=1, today="2026-09-20")
    bare("assess", "E-0001", "--form", "hold", "--stage", "started", today="2026-09-10")
    late = bare("overdue", "--json", "--exit-code", today="2026-09-20")
    visit = next(row for row in late.json() if row["duty"] == "initial-contact")
    assert (visit["due"], visit["on_hold_since"], visit["days_on_hold"]) == ("2026-09-08", "2026-09-10", 10)
    assert "on hold 10 days" in bare("overdue", today="2026-09-20").out
    night = bare("night", "--out", str(bare.home / "lists"), today="2026-09-20")
    assert "tipton: 0 overdue (" in night.out
    bare("assess", "E-0001", "--form", "hold", "--stage", "ended", today="2026-09-21")
    after = bare("overdue", "--json", "--exit-code", today="2026-09-22", code=1).json()
    assert all(row["on_hold_since"] is None for row in after)


def test_the_route_is_asked_for_where_what_is_owed_depends_on_it(bare):
    """HAR-111 and HAR-128: without a route neither the full nor the shorter path would be owed."""
    no_role = bare("init", "--procedure", "nottinghamshire", code=2)
    assert "has no business-support: which is your role?" in no_role.err
    assert "Add --role: key-worker" in no_role.err
    bare("init", "--procedure", "haringey", "--team", "tipton", "--role", "manager")
    family = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--level", "level-2")
    opening = ("open-episode", "--team", "tipton", *family, "--on", "2027-03-24")
    asked = bare(*opening, code=2, today="2027-03-24")
    assert "By which route did the case come?" in asked.err
    assert "--route: spa, at-source, step-down" in asked.err
    bare(*opening, "--route", "spa", today="2027-03-24")
    bare("allocate", "E-0001", "--to", "abell", today="2027-03-24")
    coming = bare("due", "--within", "60d", "--json", today="2027-03-24").json()
    due = {row["duty"]: row["due"] for row in coming}
    # Good Friday 26 March and Easter Monday 29 March are not counted.
    assert (due["initial-visit"], due["conversation-4-change"]) == ("2027-04-02", "2027-04-16")
    assert due["first-checking-in"] == "2027-04-23"


def test_what_will_be_known_is_not_known_yet_and_why_not_names_what_does_not_fit(eh, refused):
    refused(eh, "overdue", "--known-at", "2016-07-12", code=2, says="is not known yet")
    eh("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2010-01-09; F", "--level", "universal")
    said = eh("why-not", "E-0002", "initial-home-visit").out
    assert "this episode's level is universal" in said


TAKES_OVER = """[running]
moves = true
cite = [{ source = "local", section = "Coming into force", place = "p1" }]
"""


@pytest.mark.parametrize(("running", "from_then_on"), [("", "2016-07-26"), (TAKES_OVER, "2016-07-21")])
def test_an_episode_stays_on_the_version_of_its_trigger_unless_the_later_one_takes_over(
    allocated, running, from_then_on
):
    folder = allocated.home / "council" / "data" / "procedures"
    folder.mkdir(parents=True)
    (folder / "ourtown.toml").write_text(edition("1.0", "2016-01-01", until="2016-07-19"), encoding="utf-8")
    second = edition("1.1", "2016-07-20", visit_days=7)
    (folder / "ourtown@1.1.toml").write_text(second + running, encoding="utf-8")
    allocated("procedure", "adopt", "ourtown", "--team", "tipton", *RUNNING)
    assert allocated.owed(today="2016-07-19")["initial-home-visit"]["due"] == "2016-07-26"
    listed = {
        row["duty"]: row["due"] for row in allocated("due", "--within", "9wd", "--json", today="2016-07-20").json()
    }
    assert listed["initial-home-visit"] == from_then_on  # the lists are worked out again on the day it comes in
    then = allocated("overdue", "--as-of", "2016-07-19", "--json", today="2016-08-01").json()
    assert "initial-home-visit" not in {row["duty"] for row in then}
    shown = allocated("procedure", "show", "ourtown", "--list", "running", code=None)
    assert ("Coming into force" in shown.out) is bool(running), shown.err
    assert allocated("record", "check").code == 0


# The procedure in force


def test_without_a_name_the_procedure_in_force_is_shown_and_one_list_is_that_list_alone(eh):
    assert eh("procedure", "show").out == eh("procedure", "show", "sandwell").out
    assert eh("procedure", "show", "initial-taf").out == eh("procedure", "show", "sandwell", "initial-taf").out
    routes = eh("procedure", "show", "--routes", "--json").json()
    assert {row["list"] for row in routes} == {"route"}
    assert [row["slug"] for row in routes] == [
        row["slug"] for row in eh("procedure", "show", "sandwell", "--list", "route", "--json").json()
    ]
    assert {row["list"] for row in eh("procedure", "show", "--list", "level", "--json").json()} == {"level"}


def test_without_a_name_it_is_that_of_the_team_of_who_asks(eh):
    eh("procedure", "adopt", "nottinghamshire", "--team", "tipton", *RUNNING)
    asked = ("procedure", "show", "--list", "role", "--json")
    assert eh(*asked, user="aroy").out == eh("procedure", "show", "nottinghamshire", "--list", "role", "--json").out
    assert eh(*asked).out == eh("procedure", "show", "sandwell", "--list", "role", "--json").out  # abell has no team


def test_without_a_name_and_a_record_it_says_how_to_make_one_and_a_name_needs_none(bare):
    assert "eh init" in bare("procedure", "show", code=5).err
    assert "Did you mean sandwell" in bare("procedure", "show", "sandwel", code=3).err
    assert bare("procedure", "show", "sandwell").out


def test_a_pack_that_names_a_command_there_is_not_is_refused_by_its_check(bare, tmp_path):
    good = hinted.ROOT / "data" / "procedures" / "sandwell-teh.toml"
    pack = tmp_path / "ours.toml"
    text = good.read_text(encoding="utf-8")
    for how, why in (
        ("eh route {episode}", "there is no command 'eh route {episode}'"),
        ("eh taf held M- --kind review", "No such option: --kind"),
        ("eh star --star my-star", "Missing argument 'EPISODE'"),
        ("Ask them, then: eh wibble", "there is no command 'eh wibble'"),
    ):
        pack.write_text(
            text.replace('how = "eh visit {episode} --outcome made"', f'how = "{how}"', 1), encoding="utf-8"
        )
        refused = bare("procedure", "check", str(pack), code=2).err
        assert refused.startswith("ours.toml: duty ")
        assert f"'how': 'eh {how.rpartition('eh ')[2]}' cannot be typed so: {why}" in refused
    pack.write_text(
        text.replace('how = "eh visit {episode} --outcome made"', 'how = "Ring them."', 1), encoding="utf-8"
    )
    assert "can be used" in bare("procedure", "check", str(pack)).out


def test_a_choice_of_stages_is_not_ticked_off_but_said(bare):
    """Whether the family was at the joint meeting is for whoever was there to say: ticking it off would say it."""
    bare.today = "2026-07-13"
    bare("init", "--procedure", "haringey", "--team", "tipton", "--role", "manager")
    family = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--level", "level-3")
    bare("open-episode", "--team", "tipton", *family, "--route", "step-down")
    bare("assess", "E-1", "--form", "step-down", "--stage", "agreed")
    task = bare.task("step-down-joint-meeting")
    refused = bare("done", task, code=4).err
    said = "eh assess E-0001 --form joint-cin-taf --stage STAGE (held-with-family or held-without-family)"
    assert f"Record that: {said}, or the TAF: eh taf held M- --attended NAMES" in refused
    bare("assess", "E-1", "--form", "joint-cin-taf", "--stage", "held-without-family")
    assert "step-down-joint-meeting" not in bare.owed()
