"""Procedure packs: the good ones load, and each bad one is refused by file, item and key.

A file in bad/ begins with ``# refuses:`` and the words, separated by semicolons, that its message must
hold. A second line ``# not yet:`` names a known fault: strike it out when the fault is mended.
"""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.errors import EhError, NotFound
from ehcli.packs import clauses, duties, names, pack, reader, reading, to_be_read
from ehcli.packs.names import LISTS
from ehcli.packs.pack import Pack
from ehcli.packs.refusal import BadPack
from ehcli.procedures.duty import Clause
from ehcli.procedures.procedure import Procedure, matched

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.toml"))
BAD = sorted((HERE / "bad").glob("*.toml"))
SHIPPED = reading.procedure_names()


def expected(path: Path) -> tuple[list[str], str]:
    """The words a bad pack's message must hold, and the fault that is known of it, if one is."""
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# refuses: "), f"{path.name} does not say what it refuses"
    known = second.removeprefix("# not yet: ") if second.startswith("# not yet: ") else ""
    return first.removeprefix("# refuses: ").split("; "), known


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.xfail(reason=known, strict=True) if (known := expected(path)[1]) else ())
        for path in BAD
    ],
    ids=lambda path: path.stem,
)
def test_a_bad_pack_is_refused_by_file_item_and_key(path: Path) -> None:
    words, _ = expected(path)
    with pytest.raises(BadPack) as refused:
        reading.load(path)
    for word in words:
        assert word in refused.value.message
    assert path.name in refused.value.message
    assert refused.value.hint
    assert refused.value.code == 2


def test_there_are_bad_packs_for_every_kind_of_complaint() -> None:
    """Every way the loader has of refusing is seen at least once: it is called no oftener than there are bad packs."""
    source = "".join(
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (reader, names, clauses, duties, pack, reading, to_be_read)
    )
    said = " ".join(" ".join(expected(path)[0]) for path in BAD)
    for words in ("is missing", "must be a list of tables", "stands twice", "is not a key of", "is not shared"):
        assert words in source and words in said
    assert sum(source.count(f"self.{way}(") for way in ("refuse", "wrong", "unreadable")) <= len(BAD)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_pack_loads(path: Path) -> None:
    assert reading.load(path).duties


def test_a_pack_that_extends_another_changes_drops_and_adds_and_leaves_the_rest() -> None:
    sandwell, ours = reading.procedure("sandwell"), reading.load(HERE / "good" / "extending.toml")
    theirs, mine = ({duty.id: duty for duty in each.duties} for each in (sandwell, ours))
    assert mine.keys() ^ theirs.keys() == {"cse-screening", "welcome-call"}
    visit = mine["initial-home-visit"]
    assert (str(visit.rules[0].within), visit.responsible) == ("5 working days", "manager")
    assert [str(cite) for cite in visit.citations] == ["Ourtown local instruction (2026), Visits, p2"]
    assert visit.met_by == theirs["initial-home-visit"].met_by
    assert all(
        mine[id]._replace(procedure="") == theirs[id]._replace(procedure="")
        for id in theirs.keys() & mine.keys() - {"initial-home-visit"}
    )
    assert {each.slug for each in ours.lists["note_type"]} - {each.slug for each in sandwell.lists["note_type"]} == {
        "ourtown-visit"
    }
    assert ours.fingerprint != sandwell.fingerprint


def test_a_rule_that_eh_keeps_is_told_with_the_page_that_prints_it_here_or_as_our_default() -> None:
    sandwell, cog, haringey = (reading.procedure(name) for name in ("sandwell", "sandwell-cog", "haringey"))
    assert sandwell.printed("allocate") == "TEH p4 (TEH-016); COG lines 275, 790 (COG-132, COG-393)"
    assert cog.printed("allocate") == "COG lines 275, 790 (COG-132, COG-393)"
    assert haringey.printed("allocate") == "our default under haringey"
    assert (sandwell.printed("set-aside"), haringey.printed("set-aside")) == ("", "")
    assert sandwell.in_brackets("copy-to-those-named") == "TEH p11, TEH-116"
    assert (cog.in_brackets("copy-to-those-named"), cog.rows_printed("weekly-minutes-chair")) == (
        "our default under sandwell-cog",
        "COG-028",
    )


def test_a_council_says_where_its_own_documents_print_a_rule_and_keeps_the_other_pages() -> None:
    ours = reading.load(HERE / "good" / "extending.toml")
    assert (ours.printed("allocate"), ours.printed("set-aside")) == ("LOCAL p3", "LOCAL p4")
    assert ours.printed("close") == reading.procedure("sandwell").printed("close")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pack_that_ships_loads_in_every_version(name: str) -> None:
    procedure = reading.procedure(name)
    assert procedure.name == name
    assert procedure.duties


def test_a_pack_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        reading.procedure("sandwel")
    assert "sandwell" in refused.value.hint


def test_the_smallest_pack_is_read_as_it_is_written() -> None:
    smallest = reading.load(HERE / "good" / "smallest.toml")
    (duty,) = smallest.duties
    assert (duty.id, duty.which, duty.strength, duty.levels) == ("first-visit", "first", "must", ())
    assert str(duty.counts_from) == "allocated: key-worker"
    assert str(duty.met_by[0]) == "contacted: visit, made, family"
    assert str(duty.rules[0].within) == "10 working days"
    (cite,) = duty.citations
    assert (cite.short, str(cite)) == ("PLAN p1", "Plan of Early Help (1), Visits, p1")
    assert len(smallest.fingerprint) == 64


# What the shipped packs promise beyond what the loader checks


def raw(name: str) -> dict[str, Any]:
    """What a pack says, spelled out, with what it has from those that it extends."""
    return reading.whole(reading.procedure_file(name), ()).content


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("kind", LISTS)
def test_no_two_entries_of_a_list_go_by_one_spelling(name: str, kind: str) -> None:
    owner: dict[str, str] = {}
    for named in reading.procedure(name).lists[kind]:
        for spelling in {matched(spelling) for spelling in (named.slug, named.name, *named.aliases)}:
            assert owner.setdefault(spelling, named.slug) == named.slug, f"{kind}: '{spelling}'"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_stage_a_clause_asks_for_is_a_stage_of_its_form(name: str) -> None:
    """A stage that the form does not have is never recorded, and the duty never met."""
    procedure = reading.procedure(name)
    stages = {form.slug: set(form.stages) for form in procedure.lists["form"]}
    duties = [
        (duty.id, (*duty.met_by, *duty.once, *duty.until, *duty.until_all, duty.counts_from))
        for duty in procedure.duties
    ]
    checks = [(check.id, check.met_by) for check in procedure.closing_checks]
    wrong = [
        f"{id}: {form} has no stage {stage}"
        for id, clauses in (*duties, *checks)
        for clause in clauses
        if clause.fact == "form-recorded"
        for form in dict(clause.wants).get("form", ())
        for stage in dict(clause.wants).get("stage", ())
        if stage not in stages[str(form)]
    ]
    assert wrong == []


WORDS = {
    ("contacted", "how"): {"phone", "text", "letter", "email", "visit", "school-visit", "video"},
    ("contacted", "outcome"): {"made", "attempted"},
    ("contacted", "party"): {"family", "referrer", "agency"},
    ("consent-recorded", "state"): {"given", "refused", "withdrawn", "invalid"},
    ("consent-recorded", "method"): {"signed", "verbal", "electronic", "other"},
    ("visit-frequency-agreed", "every"): {"weekly", "fortnightly"},
    ("minutes-reached", "stage"): {"handed-in", "typed", "approved", "sent"},
}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_value_a_clause_asks_for_is_one_that_a_fact_can_have(name: str) -> None:
    """The README's table of facts and values: a misspelt value would never be met, and nobody would be told."""
    procedure = reading.procedure(name)
    wrong = [
        f"{duty.id}: {clause.fact} {field} {value}"
        for duty in procedure.duties
        for clause in (*duty.met_by, *duty.once, *duty.until, *duty.until_all, duty.counts_from)
        for field, values in clause.wants
        for value in values
        if (clause.fact, field) in WORDS and value not in WORDS[clause.fact, field]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_tray_a_duty_lies_in_is_on_the_list(name: str) -> None:
    procedure = reading.procedure(name)
    trays = {tray.slug for tray in procedure.lists["tray"]}
    assert {duty.tray for duty in procedure.duties} <= trays


@pytest.mark.parametrize("name", SHIPPED)
def test_every_duty_can_be_met_by_a_command(name: str) -> None:
    """'eh done' records a form; anything else says which command meets it."""
    for duty in reading.procedure(name).duties:
        assert duty.form or duty.how.startswith("eh "), f"{duty.id} says no command that meets it"


def both(one: Clause, other: Clause) -> bool:
    """Whether one and the same fact could fit both clauses."""
    wants, others = dict(one.wants), dict(other.wants)
    shared = wants.keys() & others.keys()
    return one.fact == other.fact and all(set(wants[name]) & set(others[name]) for name in shared)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_review_that_repeats_ends_with_its_episode(name: str) -> None:
    """A repeat that sets itself off again would otherwise stand in the way of every closing."""
    for duty in reading.procedure(name).duties:
        if duty.which == "each" and any(both(clause, duty.counts_from) for clause in duty.met_by):
            assert duty.ends_with_episode or duty.after_closing, duty.id


@pytest.mark.parametrize("name", SHIPPED)
def test_every_role_that_decides_and_writes_is_on_the_list(name: str) -> None:
    procedure = reading.procedure(name)
    roles = {role.slug for role in procedure.lists["role"]}
    for kind in ("note_type", "start_reason", "end_reason"):
        for named in procedure.lists[kind]:
            for key in ("written_by", "decided_by"):
                assert set(named.more.get(key, ())) <= roles, f"{kind} {named.slug}"  # type: ignore[arg-type, call-overload]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_route_leads_to_a_level_of_the_pack(name: str) -> None:
    procedure = reading.procedure(name)
    levels = {level.slug for level in procedure.lists["level"]}
    for route in procedure.lists["route"]:
        assert route.more.get("level", "") in {*levels, ""}, route.slug


# Anything at all in a pack is a pack or a sentence, never a fault of eh

SMALLEST = tomllib.loads((HERE / "good" / "smallest.toml").read_text(encoding="utf-8"))
plain = st.recursive(
    st.booleans() | st.integers(-3, 40) | st.text(max_size=6) | st.dates() | st.floats(0, 2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a pack, as the keys that lead to it."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, part in steps for found in ((*path, key), *places(part, (*path, key)))]


@given(st.sampled_from(places(SMALLEST)), plain)
@settings(max_examples=250, deadline=None)
def test_a_wrong_value_anywhere_is_a_sentence_and_never_a_fault(place: tuple[Any, ...], value: Any) -> None:
    content = copy.deepcopy(SMALLEST)
    here: Any = content
    for key in place[:-1]:
        here = here[key]
    here[place[-1]] = value
    try:
        assert isinstance(Pack("changed.toml", content, "").procedure(), Procedure)
    except EhError as refused:
        assert "changed.toml" in refused.message


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_due_on_the_day_it_starts_was_looked_at(name: str) -> None:
    """Each is in the table of decisions, with what was decided of it."""
    page = (Path(__file__).parents[2] / "docs" / "decisions.md").read_text(encoding="utf-8")
    at_once = {
        duty.id
        for duty in reading.procedure(name).duties
        for rule in duty.rules
        if (rule.within.unit, rule.within.amount) == ("days", 0)
    }
    assert {each for each in at_once if f"`{each}`" not in page} == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_step_waits_for_a_duty_that_there_is(name: str) -> None:
    duties = reading.procedure(name).duties
    known = {each.id for each in duties}
    assert {step for each in duties for step in each.after if step not in known} == set()
