"""A council that eh never heard of: its own pack with duties and roles alone, and a case run under it to its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.offices import Office

OURS = """format = 2
[procedure]
name = "ours"
title = "Ourshire early help"
authority = "Ourshire"
version = "1.0"
in_force_from = 2016-01-01
[sources.plan]
title = "Ourshire plan"
version = "2016"
[[role]]
slug = "team-leader"
name = "Team leader"
may = ["allocate", "close", "set-aside", "staff", "appoint", "agree-visit-frequency", "audit"]
[[role]]
slug = "family-worker"
name = "Family worker"
[[duty]]
id = "first-visit"
title = "First visit"
counts_from = { fact = "allocated" }
met_by = [{ fact = "contacted", how = "visit", outcome = "made" }]
responsible = "family-worker"
band = "plan"
within = { working_days = 5 }
cite = "p2"
[[duty]]
id = "first-meeting"
title = "First meeting"
counts_from = { fact = "episode-opened" }
met_by = [{ fact = "taf-held" }]
responsible = "family-worker"
band = "plan"
within = { weeks = 6 }
cite = "p3"
[[duty]]
id = "agreement"
title = "Agreement of the family"
counts_from = { fact = "episode-opened" }
met_by = [{ fact = "consent-recorded", state = "given" }]
responsible = "family-worker"
band = "plan"
within = { days = 1 }
cite = "p4"
[[duty]]
id = "school-told"
title = "School told"
counts_from = { fact = "episode-opened" }
met_by = [{ fact = "letter-posted" }]
responsible = "family-worker"
band = "plan"
within = { open = true }
cite = "p5"
"""
# What stands in one council's documents, and would be another authority's under a pack that never heard of it.
ANOTHERS = ("Sandwell", "sandwell", "TEH", "COG", "Tipton", "0121", "Haringey", "HAR-", "NCC", "FWT", "Nottingham")
OPENING = (
    *("open-episode", "--team", "wharf", "--child", "Wren Larkin; 2008-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Ourtown; ZZ1 1AA", "--referrer", "Okafor Primary School"),
)


class Run:
    """The commands of one office; every word that they print is looked through."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.said: list[str] = []

    def __call__(self, *args: str, code: int = 0, **asked: str) -> str:
        told = self.office(*args, code=code, **asked)
        self.said += [f"eh {' '.join(args)}: {line}" for line in (told.out + told.err).splitlines()]
        return told.out + told.err


@pytest.fixture
def run(bare: Office) -> Run:
    folder = bare.home / "council" / "data" / "procedures"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(OURS, encoding="utf-8")
    return Run(bare)


def test_a_case_runs_to_its_end_under_a_pack_of_duties_alone(run: Run, tmp_path: Path) -> None:
    run("procedure", "check", "ours")
    run("init", "--procedure", "ours", "--team", "wharf", "--name", "Ana Bell")
    run("worker", "add", "aroy", "--name", "Ana Roy", "--role", "family-worker", "--team", "wharf")
    assert run("team", "list").splitlines()[1:] == ["wharf\tWharf\t\t\t\t"]
    assert run("agency", "list") == "No agencies.\n"
    assert "ours prints none" in run("open-episode", "--form")
    assert "Agreement of the family\tWed 13 Jul 2016\tPLAN p4" in run(*OPENING)
    assert "First visit\tTue 19 Jul 2016\tPLAN p2" in run("allocate", "E-1", "--to", "aroy")
    assert run("note-types").splitlines()[1] == "Note\t\t\tour default under ours"
    assert "this one is plain: our default under ours" in run("note", "E-1", "--text", "Seen at school.")
    run("contact", "E-1", "--how", "phone", "--outcome", "attempted")
    assert "First visit" in run("visit", "E-1", "--outcome", "made", "--seen", "P-1")
    silent = run("consent", "E-1", "--from", "P-2", "--method", "no reply", "--dry-run")
    assert "Warning: No reply is not consent (our default under ours)." in silent
    assert "Agreement of the family" in run("consent", "E-1", "--from", "P-2", "--method", "signed")
    run("frequency", "E-1", "--visits", "fortnightly", "--reason", "Agreed at the first visit")
    assert "prints no forms" in run("assess", "E-1", "--form", "anything", code=3)
    assert "prints no stars" in run("star", "E-1", "--star", "anything", "--scores", "1", code=3)
    run("taf", "schedule", "E-1", "--at", "2016-07-14 10:00", "--venue", "School")
    run("taf", "invite", "M-1", "--invite", "P-2=phone")
    run("taf", "agenda", "M-1")
    run("taf", "held", "M-1", "--attended", "P-2", "--attended", "aroy", today="2016-07-14")
    run(
        "taf",
        "plan",
        "M-1",
        "--part",
        "What goes well=School",
        "--action",
        "Ring the school; aroy; 2016-07-20",
        today="2016-07-14",
    )
    assert "has no separate minutes" in run("taf", "minutes", "M-1", "--stage", "sent", code=4, today="2016-07-14")
    for line in (
        ("today",),
        ("overdue",),
        ("due",),
        ("tray",),
        ("timeline", "E-1"),
        ("show", "E-1"),
        ("why-not", "E-1", "first-visit"),
    ):
        run(*line, today="2016-07-14")
    run(
        "team",
        "add",
        "wharf",
        "--name",
        "Wharf",
        "--address",
        "2 Quay; Ourtown; ZZ1 1AB",
        "--email",
        "wharf@example.org",
        "--phone",
        "01632 960001",
    )
    for kind in ("no-contact", "initial-contact"):
        run("letter", kind, "E-1", "--to", "P-2", "--preview", today="2016-07-14")
        run("letter", kind, "E-1", "--to", "P-2", today="2016-07-14")
    assert "School told" in run("letters", "posted", "L-1", today="2016-07-14")
    run("night", "--out", str(tmp_path / "lists"), today="2016-07-14")
    assert "Closed E-0001" in run("close", "E-1", "--reason", "Needs met", today="2016-07-15")
    assert "closed" in run("show", "E-1", today="2016-07-15")
    run("undo", today="2016-07-15")
    run("close", "E-1", "--reason", "The family moved", today="2016-07-15")
    again = (*OPENING[:3], "--family", "F-1", "--child", "P-1")
    run(*again, today="2016-07-18")
    aside = json.loads(run("why", "--episode", "E-2", "--json", today="2016-07-18"))
    closed = run("close", "E-2", "--reason", "Needs met", today="2016-07-18")
    assert "Warning: E-0002 closed with this outstanding (our default under ours):" in closed
    assert all(each["task"] in closed for each in aside)
    run("record", "check")
    run("letters", "kinds")
    assert [line for line in run.said if any(word in line for word in ANOTHERS)] == []


def test_a_team_of_any_name_is_ones_own_even_where_another_council_prints_one_so_called(run: Run) -> None:
    run("init", "--procedure", "ours", code=2)
    run("init", "--procedure", "ours", "--team", "tipton")
    assert run("team", "list").splitlines()[1:] == ["tipton\tTipton\t\t\t\t"]


FILLED = {
    'title = ""              # what': 'title = "Theirshire early help"  # what',
    'authority = ""': 'authority = "Theirshire"',
    'title = ""              # Early': 'title = "Theirshire plan"  # Early',
    'version = ""': 'version = "2016"',
    "within = {}": "within = { weeks = 2 }",
    'cite = "" ': 'cite = "p5" ',
}


def test_a_new_pack_is_checked_blank_by_blank_and_with_its_blanks_filled_runs_a_case(run: Run) -> None:
    office = run.office
    told = run("procedure", "new", "Theirs")
    file = office.home / "council" / "data" / "procedures" / "theirs.toml"
    assert f"Written: {file}" in told and "eh procedure check theirs" in told
    assert "There is a procedure 'theirs' already" in run("procedure", "new", "theirs", code=2)
    run("procedure", "new", "sandwell", code=2)
    text = file.read_text(encoding="utf-8")
    blanks = [
        line.split("=")[0].strip()
        for line in text.splitlines()
        if line.partition("#")[0].strip().endswith(('""', "{}"))
    ]
    lacking = [each["key"] for each in run.office("procedure", "check", "theirs", "--json", code=2).json()]
    assert lacking == [key for key in blanks if key != "authority"]
    assert "theirs cannot be used yet" in run("procedure", "list")
    assert "theirs cannot be used yet" in run("procedure", "coverage")
    for blank, filled in FILLED.items():
        assert blank in text
        text = text.replace(blank, filled)
    file.write_text(text, encoding="utf-8")
    assert "theirs can be used" in run("procedure", "check", "theirs")
    run("init", "--procedure", "theirs", "--team", "quay", "--name", "Ana Bell")
    run("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "quay")
    run("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "quay")
    run(*OPENING[:2], "quay", *OPENING[3:])
    run("allocate", "E-1", "--to", "aroy", "--by", "jmay")
    run("visit", "E-1", "--outcome", "made", "--seen", "P-1")
    run("taf", "schedule", "E-1", "--at", "2016-07-12 10:00", "--venue", "School")
    assert "First meeting" in run("taf", "held", "M-1", "--attended", "P-2")
    run("close", "E-1", "--reason", "Needs met", "--by", "jmay")


ROWS = """id\tsection\tpage_or_line\tactor\tkind\trequirement\ttrigger\tdue\tsatisfied_by\tnote
OUR-001\tVisits\t2\tworker\ttime limit\tVisit within five days.\tallocation\t5 days\tvisit\t
OUR-002\tMeetings\t3\tworker\ttime limit\tMeet within six weeks.\topening\t6 weeks\tmeeting\t
OUR-003\tForms\t4\tworker\tnote\tFill in the blue form.\t\t\t\t
"""


def test_coverage_counts_the_requirements_of_a_council_of_its_own(run: Run) -> None:
    own = run.office.home / "council" / "data"
    pack = own / "procedures" / "ours.toml"
    text = pack.read_text(encoding="utf-8").replace('cite = "p2"', 'cite = "p2: OUR-001"')
    pack.write_text(text + '[[left_out]]\nrows = ["OUR-003"]\nwhy = "The form is gone."\n', encoding="utf-8")
    before = run("procedure", "coverage")
    table = own / "requirements" / "ours.tsv"
    table.parent.mkdir()
    table.write_text(ROWS, encoding="utf-8")
    counted = run("procedure", "coverage").splitlines()
    assert {"OUR\tnote\t0\t1\t0", "OUR\ttime limit\t1\t0\t1"} == set(counted) - set(before.splitlines()[:-1]) - {
        counted[-1]
    }
    rows = {line.split("\t")[0]: line.split("\t")[3:] for line in run("procedure", "coverage", "--rows").splitlines()}
    assert rows["OUR-001"] == ["held", "ours: duty first-visit"]
    assert rows["OUR-002"][0] == "open"
    assert rows["OUR-003"] == ["left out", "The form is gone."]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ROWS.replace("page_or_line", "page"), "its first line must name the columns"),
        (ROWS.replace("OUR-002", "second"), "line 3, 'id': 'second' is no number"),
        (ROWS.replace("OUR-002", "OUR-001"), "OUR-001 stands twice"),
        (ROWS.replace("OUR-002", "TEH-052"), "TEH-052 stands twice"),
        ("", "its first line must name the columns"),
    ],
)
def test_a_table_of_requirements_that_cannot_be_counted_is_refused(rows: str, says: str, run: Run) -> None:
    table = run.office.home / "council" / "data" / "requirements" / "ours.tsv"
    table.parent.mkdir()
    table.write_text(rows, encoding="utf-8")
    assert says in run("procedure", "coverage", code=2)
