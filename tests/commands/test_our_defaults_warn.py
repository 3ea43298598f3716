"""A rule that eh keeps by itself refuses where the procedure prints it, with its page; where it does not, it warns."""

from __future__ import annotations

import pytest

from tests.offices import Office

OURS = "(our default under sefton)."
FAMILY = (
    *("open-episode", "--team", "bootle", "--child", "Wren Larkin; 2016-03-02; F", "--parent", "Sam Larkin"),
    *("--address", "1 High Street; Bootle; ZZ1 1AA", "--referrer", "Okafor Primary School"),
)
WEEKLY = """
[[form]]
slug = "weekly"
name = "Weekly meeting"
stages = ["listed", "consent-on-file", "reason-without-consent", "discussed", "decided-under-acting-chair"]
meeting = "weekly"
default = "ours"
reading = "Cases are gone through weekly."
"""
PRINTED = '\n[[printed]]\nof = "{}"\ncite = "row 1"\n'
CLOSING = '\n[[closing_rule]]\nid = "all-done"\ntitle = "All is done"\nsays = "All is done first."\ncite = "row 7"\n'


def added(office: Office, text: str) -> None:
    """The pack says this too."""
    pack = office.home / "council" / "data" / "procedures" / "sefton.toml"
    pack.write_text(pack.read_text(encoding="utf-8") + text, encoding="utf-8")
    office("due")  # the worklist is worked out anew


@pytest.fixture
def run(sefton: Office) -> Office:
    sefton(*FAMILY)
    sefton("allocate", "E-1", "--to", "aroy", "--by", "jmay")
    sefton("taf", "schedule", "E-1", "--at", "2025-04-14 10:00", "--venue", "School", "--kind", "review")
    return sefton


NEW = ("open-episode", "--team", "bootle", "--child", "Mo Bell; 2016-05-06; M", "--parent", "Al Bell")
BOOK = ("taf", "schedule", "E-1", "--at", "2025-05-14 10:00", "--venue", "School")
RULES = [
    ("reason-for-visits", ("frequency", "E-1", "--visits", "weekly", "--by", "jmay"), "needs its reason", 2),
    ("no-reply-is-no-consent", ("consent", "E-1", "--from", "P-2", "--method", "no reply"), "is not consent", 4),
    ("no-reply-is-no-consent", (*NEW, "--consent-from", "Al Bell", "--consent-method", "silence"), "is not consent", 4),
    ("way-of-inviting", ("taf", "invite", "M-1", "--invite", "P-2"), "How P-0002 is invited is not said", 4),
    ("way-of-inviting", (*BOOK, "--invite", "P-2"), "How P-0002 is invited is not said", 4),
]


@pytest.mark.parametrize(("of", "line", "says", "code"), RULES)
def test_a_rule_that_the_pack_does_not_print_warns_and_one_that_it_prints_refuses(run, refused, of, line, says, code):
    tried = run(*line, "--dry-run", "--json")
    assert tried.json()["dry_run"] and says in tried.err and OURS in tried.err
    added(run, PRINTED.format(of))
    told = refused(run, *line, code=code, says=says)
    assert "TIME row 1" in told.err and "our default" not in told.err


def test_what_was_warned_of_is_recorded_as_it_was_told(run):
    run("consent", "E-1", "--from", "P-2", "--method", "no reply")
    run("taf", "invite", "M-1", "--invite", "P-2")
    run("frequency", "E-1", "--visits", "weekly", "--by", "jmay")
    facts = {each["kind"]: each for each in run("timeline", "E-1", "--json").json()}
    assert facts["consent-recorded"]["method"] == "no reply"
    assert facts["invited"]["method"] is None
    assert facts["visit-frequency-agreed"]["reason"] is None
    assert "P-0002" in run("taf", "invitations", "M-1").out
    assert run("record", "check").code == 0


def test_an_action_without_somebody_who_does_it_is_kept_and_warned_of(run, refused):
    run("taf", "held", "M-1", "--attended", "P-2", today="2025-04-14")
    plan = ("taf", "plan", "M-1", "--action", "Ring the school")
    told = run(*plan, today="2025-04-14")
    assert "Action 1: Ring the school - not said" in told.out
    assert f"Warning: An action does not say who does it: Ring the school {OURS}" in told.err
    added(run, PRINTED.format("who-does-an-action"))
    assert "TIME row 1" in refused(run, *plan, code=4, says="who does it", today="2025-04-14").err


def test_closing_goes_ahead_over_open_tasks_unless_the_pack_prints_that_it_waits(run, refused):
    run("taf", "held", "M-1", "--attended", "P-2", today="2025-04-14")
    close = ("close", "E-1", "--reason", "Moved away", "--by", "jmay")
    owed = {
        each["task"]
        for duty, each in run.owed(today="2025-04-14").items()
        if duty not in ("next-review", "reassessment")
    }
    told = run(*close, "--dry-run", today="2025-04-14").err
    assert "Warning: E-0001 closed with this outstanding (our default under sefton):" in told
    assert {task for task in owed if task in told} == owed
    assert "Next review of the plan" not in told, "what is not due yet ends with the episode, and nobody is warned"
    added(run, CLOSING)
    assert "TIME row 7" in refused(run, *close, code=4, says="cannot be closed yet", today="2025-04-14").err
    for task in owed:
        run("set-aside", task, "--reason", "Moved away", "--by", "jmay", today="2025-04-14")
    assert "outstanding" not in run(*close, today="2025-04-14").err


def test_a_weekly_meeting_of_which_no_page_speaks_is_minuted_as_far_as_it_is_told(run, refused):
    added(run, WEEKLY)
    run("cog", "schedule", "--team", "bootle", "--at", "2025-04-14 09:30", "--venue", "Hall")
    assert f"Why is the case taken to the meeting? {OURS}" in run("cog", "add", "E-1", "--dry-run").err.replace(
        "?", "? "
    ).replace("  ", " ")
    run("cog", "add", "E-1")
    run("cog", "invite", "--team", "bootle", "--invite", "aroy=in-person")
    told = run(
        "cog", "discussed", "E-1", "--way-forward", "Go on", "--chair", "aroy", "--action", "Ring", today="2025-04-14"
    )
    assert f"may not chair a weekly COG meeting {OURS}" in told.err
    lacking = [
        line for line in told.err.splitlines() if line.startswith("Warning: the minutes of this case do not say")
    ]
    assert len(lacking) == 7, told.err
    assert run("cog", "minutes", "--team", "bootle", "--json", today="2025-04-14").json()[0]["way_forward"] == "Go on"
    added(run, PRINTED.format("weekly-minutes-dissent"))
    again = ("cog", "discussed", "E-1", "--way-forward", "Go on")
    told = refused(run, *again, code=2, says="Still needed: Dissent", today="2025-04-14")
    assert "our default" not in told.err


def test_what_keeps_somebody_safe_stays_refused_under_a_silent_pack(run, refused):
    run("family", "restrict", "P-2", "P-1", "--because", "Court")
    refused(run, "letter", "no-contact", "E-1", "--to", "P-2", code=4, says="")
    refused(run, "close", "E-1", "--reason", "Moved away", "--by", "aroy", code=4, says="may not close")
