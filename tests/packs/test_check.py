"""eh procedure check: all mistakes at once in the order of the file, no unknown key, no clause that cannot be met."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.cli import quoted
from ehcli.cli.commands import COMMANDS
from ehcli.episodes.facts import KINDS, VALUES
from ehcli.packs import keys, meetable, reading
from ehcli.procedures.duty import Clause
from ehcli.procedures.rights import RIGHTS
from tests.offices import ROOT, Office

HEAD = """format = 2
[procedure]
name = "ours"
title = "Ourshire early help"
version = "1"
in_force_from = 2016-01-01
[sources.plan]
title = "Ourshire plan"
version = "2016"
[[role]]
slug = "manager"
name = "Manager"
may = ["allocate", "close", "set-aside", "approve-minutes", "agree-visit-frequency"]
[[form]]
slug = "assessment"
name = "Assessment"
stages = ["started", "completed"]
"""
DUTY = """[[duty]]
id = "visit"
title = "First visit"
counts_from = { fact = "episode-opened" }
met_by = [%s]
responsible = "manager"
band = "plan"
within = { days = 5 }
cite = "p1"
"""
MET = '{ fact = "contacted", outcome = "made" }'
GOOD = HEAD + DUTY % MET
WRONG = """format = 2
colour = "red"
[procedure]
name = "ours"
titel = "Ourshire early help"
version = "1"
in_force_from = 2016-01-01
[sources.plan]
title = "Ourshire plan"
version = 2016
[[role]]
slug = "manager"
name = "Manager"
may = ["alocate", "close"]
[[form]]
slug = "assessment"
nmae = "Assessment"
stages = "completed"
[[duty]]
title = "First visit"
counts_from = { fact = "allocated", role = "lead-practitioner" }
met_by = [{ fact = "contacted", how = "fax", outcom = "made" }, { fact = "visited" }]
responsible = "manger"
band = "plan"
strength = "maybe"
within = { fortnights = 1 }
how = "eh visitt {episode}"
[[duty]]
id = "second"
title = "Second"
counts_from = "allocated"
met_by = [{ fact = "minutes-reached", stage = "sent" }]
responsible = "manager"
band = "plan"
levels = "targeted"
within = { days = 1 }
cite = "p4"
[[ladder]]
titel = "Whom to ask"
[[closing_check]]
id = "summary"
title = "Summary"
met_by = [{ fact = "form-recorded", form = "assessment", stage = "done" }]
strenth = "warn"
cite = "p5"
"""
# Each mistake of it, in the order of its lines: item, key, and words of the reason.
MISTAKES = [
    ("the pack", "colour", "is not a key of a pack"),
    ("procedure", "title", "is missing"),
    ("procedure", "titel", "Did you mean title?"),
    ("source plan", "version", "is not a text"),
    ("role manager", "may", "Did you mean allocate"),
    ("form assessment", "name", "is missing"),
    ("form assessment", "nmae", "Did you mean name?"),
    ("form assessment", "stages", "is not a list"),
    ("duty number 1", "id", "is missing"),
    ("duty number 1", "cite", "a limit needs a citation"),
    ("duty number 1", "counts_from", "no role 'lead-practitioner'"),
    ("duty number 1", "counts_from", "no role may allocate"),
    ("duty number 1", "met_by", "no how 'fax'"),
    ("duty number 1", "met_by", "Did you mean outcome?"),
    ("duty number 1", "met_by", "no fact 'visited'"),
    ("duty number 1", "responsible", "Did you mean manager?"),
    ("duty number 1", "strength", "must, should or usually"),
    ("duty number 1", "within", "exactly one unit"),
    ("duty number 1", "how", "there is no command 'eh visitt {episode}'"),
    ("duty second", "counts_from", "is missing or is not a table"),
    ("duty second", "met_by", "'eh taf minutes' never records minutes-reached with the stage 'sent'"),
    ("duty second", "levels", "is not a list"),
    ("ladder number 1", "title", "is missing"),
    ("ladder number 1", "titel", "Did you mean title"),
    ("closing check summary", "strength", "must be refuse or warn"),
    ("closing check summary", "met_by", "no stage 'done'"),
    ("closing check summary", "strenth", "Did you mean strength?"),
]


def pack(office: Office, text: str) -> str:
    """The text as a file beside the office; its name."""
    office.home.mkdir(exist_ok=True)
    (office.home.parent / "ours.toml").write_text(text, encoding="utf-8")
    return "ours.toml"


def mistakes(office: Office, text: str) -> list[tuple[str, str, str]]:
    """Every mistake that the check names in a pack."""
    told = office("procedure", "check", pack(office, text), "--json", code=None)
    return [(each["item"], each["key"], each["why"]) for each in told.json()] if told.code else []


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file(bare: Office) -> None:
    found = mistakes(bare, WRONG)
    for (item, key, words), (its_item, its_key, why) in zip(MISTAKES, found, strict=False):
        assert (item, key) == (its_item, its_key) and words in why, f"{item}, {key}, {words}: {found}"
    assert len(found) == len(MISTAKES), found


def test_the_mistakes_are_said_in_words_and_counted_and_nothing_else_is_printed(bare: Office) -> None:
    told = bare("procedure", "check", pack(bare, WRONG), code=2)
    assert told.out == ""
    lines = told.err.splitlines()
    assert lines[0] == "ours.toml: the pack, 'colour': is not a key of a pack."
    assert lines[-2:] == [f"{len(lines) - 2} mistakes.", "Mend the pack; nothing of it is used until then."]


def test_a_pack_without_a_mistake_is_good_and_says_what_nobody_may(bare: Office) -> None:
    told = bare("procedure", "check", pack(bare, GOOD))
    assert told.out == "ours.toml can be used. Ourshire early help 1: 1 duties, 0 closing checks.\n"
    assert told.err == ""
    told = bare("procedure", "check", pack(bare, GOOD.replace('"allocate", ', "")), "--json")
    assert told.json()["warnings"] == ['No role may allocate an episode: give one the right in may = ["allocate"].']


def test_a_join_a_change_and_a_drop_that_are_wrong_are_all_named(bare: Office) -> None:
    extends = HEAD.replace('version = "1"', 'version = "1"\nextends = "sandwell"')
    wrong = (
        '[[drop]]\nduty = "nothing-such"\nwhy = "x"\ncite = "plan p1"\n[[drop]]\nof = "route"\nname = "nowhere"\n'
        'why = "x"\n[[change]]\nduty = "initial-taf"\n[[change]]\nduty = "initial-tap"\nresponsible = "manager"\n'
        'cite = "plan p1"\n[[place]]\nafter = "initial-taf"\nduties = ["nobody"]\n[[change]]\nduty = "initial-taf"\n'
        'responsibel = "manager"\ncite = "plan p2"\n'
    )
    found = [(item, key) for item, key, _ in mistakes(bare, extends + wrong)]
    for each in (
        ("drop nothing-such", "duty"),
        ("drop nowhere", "name"),
        ("change initial-taf", "cite"),
        ("change initial-tap", "duty"),
        ("place", "duties"),
        ("duty initial-taf", "responsibel"),
    ):
        assert each in found


# No unknown key anywhere

LISTS = [*keys.LISTS, *keys.KEPT, *keys.OF_THE_PACK]
CALLED = {
    **dict.fromkeys(keys.LISTS, 'slug = "one"\nname = "One"'),
    **dict.fromkeys(keys.KEPT, 'id = "one"\ntitle = "One"'),
    "printed": 'of = "allocate"\ncite = "p1"',
    "left_out": 'rows = ["OUR-1"]\nwhy = "Not ours."',
    "minutes_stage": 'slug = "typed"\nname = "Typed"',
    "meeting_kind": 'slug = "one"\nname = "One"\nas = "initial"',
}


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind not in ("drop", "join", "place")])
def test_a_misspelt_key_in_a_list_is_refused_and_the_right_one_is_not(kind: str, bare: Office) -> None:
    entry = f"[[{kind}]]\n{CALLED[kind]}\n"
    assert mistakes(bare, GOOD + entry) == []
    ((item, key, why),) = mistakes(bare, GOOD + entry + "zcite = 1\n")
    assert ((item.split()[0], key) == (kind, "zcite") and "Did you mean cite" in why) or kind == "left_out"


NESTED = {
    "clause": GOOD.replace('outcome = "made"', 'outcme = "made"'),
    "citation": GOOD.replace('cite = "p1"', 'cite = [{ source = "plan", place = "p1", pages = "p2" }]'),
    "source": GOOD.replace('version = "2016"', 'version = "2016"\nedition = "2"'),
    "part of a plan": GOOD + '[[plan]]\ntitle = "P"\nparts = [{ heading = "One", rwos = [] }]\n',
    "escalation": GOOD + 'escalate = { affter = { days = 1 }, to = "manager" }\n',
    "hold": GOOD + f"hold = [{{ by = {MET}, until = {MET}, form = 1 }}]\n",
    "longer limit": GOOD + f'relax = {{ within = {{ days = 9 }}, agreed = {MET}, by = ["manager"], cites = 1 }}\n',
    "rule": GOOD + '[[duty.rule]]\nwithin = { days = 1 }\ncite = "p2"\ncounts = "x"\n',
    "running": GOOD + '[running]\nmoves = true\ncite = "p1"\nmove = true\n',
    "on hold": GOOD + f'[on_hold]\nby = {MET}\nuntil = {MET}\ncite = "p1"\nuntill = 1\n',
    "length": GOOD.replace("days = 5", "dayz = 5"),
    "length of a ladder": GOOD + '[[ladder]]\ntitle = "L"\nwithin = { dayz = 5 }\n',
    "clause of a period": GOOD + '[[contact_period]]\ntitle = "C"\nfrom = { fact = "contacted", hwo = "visit" }\n',
}


@pytest.mark.parametrize("where", NESTED)
def test_a_misspelt_key_in_a_table_within_a_table_is_refused(where: str, bare: Office) -> None:
    assert len([why for _, _, why in mistakes(bare, NESTED[where]) if "two limits" not in why]) == 1


README = (ROOT / "data" / "procedures" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [*keys.LISTS, *keys.KEPT])
def test_the_page_about_packs_tells_of_every_key_of_a_list_and_of_no_other(kind: str) -> None:
    (row,) = re.findall(rf"^\| `\[\[{kind}\]\]` \| ([^|]*)\|([^|]*)\|$", README, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row[0])) == set({**keys.LISTS, **keys.KEPT}[kind])


def test_the_page_about_packs_tells_of_every_other_key() -> None:
    code = " ".join(re.findall(r"`([^`]+)`|```toml(.*?)```", README, re.DOTALL)[0]) + README
    told = set(re.findall(r"(?:`|\[|\b)(\w+)(?:`|\]| = |\.KEY)", code))
    tables = (keys.LISTED, keys.KEPT_TO_BE_READ, keys.PART, keys.RUNNING, keys.SOURCE, keys.CITE, keys.HEAD)
    wanted = {key for table in (*tables, *keys.OF_THE_PACK.values()) for key in table}
    wanted |= {"name", "title", "authority", "version", "extends", "in_force_from", "in_force_until"}
    assert wanted - told - {"place", "section"} <= {"procedure", "on_hold", "running"}


def test_every_right_stands_on_the_page_about_packs() -> None:
    assert [right for right in RIGHTS if f"`{right}`" not in README] == []


# Every clause can be met

NEVER = {
    '{ fact = "allocated", role = "manager" }': "'eh allocate' never records allocated with the role 'manager'",
    '{ fact = "contacted", how = "fax" }': "no how 'fax'",
    '{ fact = "contacted", seen = "P-0001" }': "a clause cannot ask for 'seen' of contacted",
    '{ fact = "note-written", type = "Case Summary" }': "no type 'Case Summary'",
    '{ fact = "note-written", significant = "yes" }': "with the significant 'yes'",
    '{ fact = "form-recorded", form = "assessment", stage = "sent" }': "no stage 'sent' of the form assessment",
    '{ fact = "form-recorded", form = "genogram" }': "no form 'genogram'",
    '{ fact = "star-completed", star = "my-star" }': "The pack has no star",
    '{ fact = "minutes-reached", stage = "approved" }': "The pack has no stage",
    '{ fact = "letter-posted", kind = "greeting" }': "'eh letters posted' never records letter-posted",
    '{ fact = "episode-opened", level = "targeted" }': "The pack has no level",
    '{ fact = "arrived-in-tray", tray = "worker" }': "with the tray 'worker'",
    '{ fact = "taf-held", kind = "middle" }': "no kind 'middle'",
    '{ fact = "withdrawn" }': "no command records the fact withdrawn",
}


@pytest.mark.parametrize("clause", NEVER)
def test_a_clause_that_nothing_can_meet_is_named(clause: str, bare: Office) -> None:
    ((item, key, why),) = mistakes(bare, HEAD + DUTY % clause)
    assert (item, key) == ("duty visit", "met_by") and NEVER[clause] in why


@pytest.mark.parametrize(
    ("clause", "right"),
    [
        ('{ fact = "allocated" }', "allocate"),
        ('{ fact = "episode-closed" }', "close"),
        ('{ fact = "set-aside" }', "set-aside"),
        ('{ fact = "visit-frequency-agreed" }', "agree-visit-frequency"),
    ],
)
def test_a_clause_whose_command_nobody_may_give_is_named(clause: str, right: str, bare: Office) -> None:
    text = HEAD + DUTY % clause
    assert mistakes(bare, text) == []
    ((_, _, why),) = mistakes(bare, text.replace(f'"{right}"', '"audit"', 1))
    assert f"no role may {RIGHTS[right]}" in why


@pytest.mark.parametrize("name", [*reading.procedure_names(), *sorted(map(str, Path(__file__).parent.glob("good/*")))])
def test_every_clause_of_the_packs_that_ship_can_be_met(name: str, bare: Office) -> None:
    bare.home.mkdir()
    bare("procedure", "check", name)


def test_the_table_of_what_is_recorded_knows_every_fact_and_names_commands_and_fields_that_there_are() -> None:
    assert set(meetable.RECORDED_BY) == set(KINDS)
    names = {command.name for command in COMMANDS}
    for fact, how in meetable.RECORDED_BY.items():
        assert not how.command or (how.command in names and quoted.command_of(how.command))
        assert set(how.values) <= set(KINDS[fact]._fields)  # type: ignore[attr-defined]
        assert how.right in ("", *RIGHTS)


def test_each_command_of_the_table_really_records_its_fact(allocated: Office) -> None:
    """One command line for each kind of fact, typed in a case; the record then holds them all."""
    for line in LINES:
        allocated(*line, "--by", "jmay") if line[0] in ("allocate", "set-aside", "frequency") else allocated(*line)
    allocated("taf", "held", "M-1", "--attended", "P-3", "--on", "2016-07-12")
    allocated("taf", "minutes", "M-1", "--stage", "handed-in")
    allocated("letter", "no-contact", "E-1", *TEAM)
    allocated("letters", "posted", "L-1")
    allocated("reassign", allocated.task("initial-home-visit"), "--to", "bcole")
    allocated("set-aside", allocated.task("genogram"), "--reason", "x", "--by", "jmay")
    recorded = {kind for (kind,) in allocated.sql("SELECT DISTINCT kind FROM fact")}
    expected = {fact for fact, how in meetable.RECORDED_BY.items() if how.command} - {"episode-closed"}
    assert recorded >= expected, expected - recorded


LINES: list[tuple[str, ...]] = [
    ("contact", "E-1", "--how", "phone", "--outcome", "made"),
    ("note", "E-1", "--type", "Case Summary", "--text", "Settled."),
    ("assess", "E-1", "--form", "eha"),
    ("star", "E-1", "--star", "family-star", "--scores", "4,5,6"),
    ("consent", "E-1", "--from", "P-3", "--method", "signed"),
    ("frequency", "E-1", "--visits", "weekly", "--reason", "x"),
    ("taf", "schedule", "E-1", "--at", "2016-07-12 10:00", "--venue", "School"),
    ("taf", "invite", "M-1", "--invite", "P-3=phone"),
    ("taf", "schedule", "E-1", "--at", "2016-07-20 10:00", "--venue", "School", "--kind", "review"),
    ("taf", "not-held", "M-2", "--reason", "x"),
]
TEAM: tuple[str, ...] = ()
FIXED = sorted(key for key in VALUES if key[1] in meetable.RECORDED_BY[key[0]].values)


@settings(max_examples=30)
@given(st.sampled_from(FIXED), st.text(min_size=1, max_size=12))
def test_a_word_is_met_just_where_the_fact_can_hold_it(field: tuple[str, str], word: str) -> None:
    fact, name = field
    sandwell = reading.procedure("sandwell")
    for value in (word, *VALUES[field]):
        why = list(meetable.reasons(Clause(fact, ((name, (value,)),)), sandwell))
        assert (why == []) == (value in VALUES[field]), why


# Versions, and the requirements that a pack names

LATER = GOOD.replace('version = "1"', 'version = "1.1"').replace("2016-01-01", "2017-01-01")


def versions(office: Office, first: str, later: str) -> None:
    folder = office.home / "council" / "data" / "procedures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ours.toml").write_text(first, "utf-8")
    (folder / "ours@1.1.toml").write_text(later, "utf-8")


@pytest.mark.parametrize(
    ("until", "later", "says"),
    [
        ("", LATER, "1 has no last day; 1.1 begins on 2017-01-01: an overlap"),
        ("2017-03-01", LATER, "an overlap"),
        ("2016-11-30", LATER, "a gap"),
        ("2016-12-31", LATER.replace('band = "plan"', 'band = "plans"'), "ours@1.1.toml: duty visit, 'band'"),
        ("2016-12-31", LATER.replace('name = "ours"', 'name = "hours"'), "must be ours, as the file is called"),
    ],
)
def test_a_later_version_that_would_stop_the_office_is_named_before_its_day(bare, until, later, says) -> None:
    first = GOOD.replace(
        "in_force_from = 2016-01-01", f"in_force_from = 2016-01-01\n{f'in_force_until = {until}' * bool(until)}"
    )
    versions(bare, first, later)
    assert says in bare("procedure", "check", "ours", code=2).err


def test_versions_that_follow_each_other_are_good_and_each_is_checked_by_its_own_name(bare) -> None:
    first = GOOD.replace("in_force_from = 2016-01-01", "in_force_from = 2016-01-01\nin_force_until = 2016-12-31")
    versions(bare, first, LATER)
    assert "ours can be used" in bare("procedure", "check", "ours").out
    assert "early help 1.1" in bare("procedure", "check", "ours@1.1").out
    versions(bare, first, LATER.replace('band = "plan"', 'band = "plans"'))
    assert "'band'" in bare("procedure", "check", "ours@1.1", code=2).err


def test_a_requirement_that_stands_in_no_table_is_told(bare) -> None:
    versions(bare, GOOD.replace('cite = "p1"', 'cite = "p1: OUR-001, ZZZ-999"'), "")
    (bare.home / "council" / "data" / "procedures" / "ours@1.1.toml").unlink()
    assert "In no table of requirements: OUR-001, ZZZ-999." in bare("procedure", "check", "ours").err
