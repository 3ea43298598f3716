"""Packs that do not repeat themselves: citations in one line, what goes unsaid, packs joined, a pack in a folder."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcli.errors import EhError
from ehcli.machine import folders
from ehcli.packs import reading, shorthand, toml
from ehcli.packs.refusal import BadPack
from ehcli.procedures.complaints import Complaints
from ehcli.procedures.extending import joined
from ehcli.procedures.procedure import matched

HERE = Path(__file__).parent
SHIPPED = {name: reading.procedure_file(name) for name in reading.procedure_names()}
# As they were before they were written short: 21,240 lines and 831,096 bytes.
MOST_LINES, MOST_BYTES = 12_744, 498_657


def made(item: str, key: str, why: str) -> EhError:
    return BadPack(f"{item}, {key}: {why}", "Mend it.")


refuse = Complaints(made)


def spelled(**content: Any) -> dict[str, Any]:
    return shorthand.spelled_out(
        {"sources": {"plan": {"sections": {"p3": "Visits", "p9": "Closing"}}}, **content}, refuse
    )


# Citations


@pytest.mark.parametrize(
    ("text", "source", "place", "section", "rows"),
    [
        ("p3: PLAN-001", "plan", "p3", "Visits", ["PLAN-001"]),
        ("plan p8, p9: PLAN-001, PLAN-002", "plan", "p8, p9", "Visits", ["PLAN-001", "PLAN-002"]),
        ("p9", "plan", "p9", "Closing", []),
        ("p2", "plan", "p2", "", []),
        ("p12 (Annex (part two)): PLAN-9", "plan", "p12", "Annex (part two)", ["PLAN-9"]),
        ("lines 4, 9-11; explained at 40", "plan", "lines 4, 9-11; explained at 40", "", []),
        ("the last page", "plan", "the last page", "", []),
    ],
)
def test_a_citation_in_one_line_is_the_same_as_one_spelled_out(text, source, place, section, rows) -> None:
    whole = {"source": source, "section": section, "place": place, "rows": rows}
    assert spelled(term=[{"name": "TAF", "cite": text}])["term"] == [{"name": "TAF", "cite": [whole]}]
    assert spelled(term=[{"name": "TAF", "cite": [text, whole]}])["term"] == [{"name": "TAF", "cite": [whole, whole]}]


@given(
    st.integers(1, 400),
    st.lists(st.integers(1, 999), max_size=4),
    st.one_of(st.none(), st.text("abc ()-.", min_size=1, max_size=12)),
)
def test_whatever_a_citation_says_is_read_back(page: int, numbers: list[int], section: str | None) -> None:
    rows = [f"PLAN-{number:03}" for number in numbers]
    text = f"p{page}{f' ({section})' if section else ''}{': ' if rows else ''}{', '.join(rows)}"
    (cite,) = spelled(term=[{"name": "TAF", "cite": text}])["term"][0]["cite"]
    assert (cite["place"], cite["rows"]) == (f"p{page}", rows)
    assert cite["section"] == (section or ("Closing" if page >= 9 else "Visits" if page >= 3 else ""))


def test_a_section_is_looked_up_among_those_that_are_counted_alike() -> None:
    """A web page has rows and paragraphs: row 1 is not in what begins at paragraph 1."""
    sources = {"plan": {"sections": {"paragraph 1": "Text", "row 1": "Table", "row 5": "Notes", "p2": "Annex"}}}
    for place, section in (
        *(("row 1", "Table"), ("rows 4-6", "Table"), ("Row 7", "Notes"), ("paragraph 9", "Text"), ("p1", "")),
        *(("p3", "Annex"), ("line 4", ""), ("the last row", "")),
    ):
        told = shorthand.spelled_out({"sources": sources, "term": [{"name": "TAF", "cite": place}]}, refuse)
        assert told["term"][0]["cite"][0]["section"] == section, place


def test_a_colon_that_was_forgotten_is_not_read_as_a_place() -> None:
    with pytest.raises(BadPack, match="a colon stands before the requirements, ': PLAN-001'"):
        spelled(term=[{"name": "TAF", "cite": "p3 PLAN-001"}])


def test_with_two_sources_a_citation_names_its_own() -> None:
    two = {"sources": {"plan": {}, "guide": {}}, "term": [{"name": "TAF", "cite": "guide p2"}]}
    assert shorthand.spelled_out(two, refuse)["term"][0]["cite"][0]["source"] == "guide"
    with pytest.raises(BadPack, match="term TAF, cite: 'p2' must begin with its source: plan, guide"):
        shorthand.spelled_out({**two, "term": [{"name": "TAF", "cite": "p2"}]}, refuse)


# What goes unsaid


def test_a_pack_in_a_folder_is_read_as_one_with_all_that_goes_unsaid() -> None:
    pack = reading.load(HERE / "good" / "in-a-folder")
    first, visits = pack.duties
    assert (first.which, first.tray, first.strength) == ("first", "worker", "must")
    assert (visits.which, visits.tray, visits.strength) == ("each", "worker", "must")
    assert [str(rule.within) for rule in first.rules] == ["10 working days"]
    assert [str(cite) for cite in visits.citations] == [
        "Plan of Early Help (1), Visits, p2",
        "Plan of Early Help (1), Visits, continued, p4",
        "Plan of Early Help (1), Closing, p5",
    ]
    assert next(cite for cite in visits.citations if cite.place == "p4").rows == ("PLAN-003",)


def test_a_change_of_any_file_of_a_folder_is_another_pack(tmp_path: Path) -> None:
    ours = tmp_path / "in-a-folder"
    shutil.copytree(HERE / "good" / "in-a-folder", ours)
    before = reading.load(ours).fingerprint
    duties = ours / "duties.toml"
    duties.write_text(duties.read_text(encoding="utf-8").replace("working_days = 10", "working_days = 5"), "utf-8")
    after = reading.load(ours)
    assert after.fingerprint != before
    assert str(after.duties[0].rules[0].within) == "5 working days"


def test_two_files_of_a_folder_that_say_the_same_thing_are_refused_by_name(tmp_path: Path) -> None:
    ours = tmp_path / "in-a-folder"
    shutil.copytree(HERE / "good" / "in-a-folder", ours)
    (ours / "more.toml").write_text('[procedure]\nname = "other"\n', "utf-8")
    with pytest.raises(BadPack, match=r"in-a-folder/more.toml.*'procedure': is said in another file"):
        reading.load(ours)


def test_the_role_of_a_pack_says_whose_tray_its_tasks_wait_in() -> None:
    duties = {duty.id: duty for duty in reading.procedure("sandwell-teh").duties}
    assert duties["front-door-routing"].tray == "front-door"
    assert duties["team-allocation"].tray == "team"
    assert {duty.tray for duty in duties.values() if duty.responsible == "business-support"} == {"business-support"}


def test_a_pack_of_before_that_leaves_out_which_still_means_the_first() -> None:
    own = tomllib.loads((HERE / "good" / "smallest.toml").read_text(encoding="utf-8"))
    own["duty"][0].pop("which", None)
    for form, which in ((1, None), (2, "each")):
        (duty,) = shorthand.spelled_out({**own, "format": form}, refuse)["duty"]
        assert duty.get("which") == which


# Packs joined


def test_the_pack_of_two_documents_has_what_each_says_and_both_pages_where_both_speak() -> None:
    both, *each = (
        {duty.id: duty for duty in reading.procedure(name).duties}
        for name in ("sandwell", "sandwell-teh", "sandwell-cog")
    )
    teh, cog = each
    assert both.keys() == teh.keys() | cog.keys() | {"cin-minutes-authorised"}
    for id in teh.keys() & cog.keys():
        of_both, of_each = (
            {cite for duty in duties for rule in duty.rules for cite in rule.cite}
            for duties in ([both[id]], [teh[id], cog[id]])
        )
        assert of_both == of_each, id
        assert {str(rule.within) for rule in both[id].rules} == {
            str(rule.within) for one in (teh, cog) for rule in one[id].rules
        }, id
    for id in teh.keys() ^ cog.keys():
        alone = (teh.get(id) or cog[id])._replace(procedure="")
        assert [rule.within for rule in both[id].rules] == [rule.within for rule in alone.rules]
        assert both[id].met_by == alone.met_by


def test_a_limit_that_counts_from_something_else_in_the_other_document_still_does() -> None:
    review = next(duty for duty in reading.procedure("sandwell").duties if duty.id == "eha-review")
    assert [str(rule.counts_from) for rule in review.rules] == ["episode opened", "allocated: key-worker"]


def test_the_winner_of_a_join_gives_the_words_and_the_other_name_is_read_as_well() -> None:
    bases = {
        "a": {"role": [{"slug": "manager", "name": "Manager", "aliases": ["TM"], "may": ["close"]}]},
        "b": {
            "role": [{"slug": "manager", "name": "Head", "aliases": [], "may": []}, {"slug": "clerk", "name": "Clerk"}]
        },
    }
    own = {"join": [{"of": "role", "names": ["manager"], "wins": "b", "set": {"says": "Decides."}}]}
    assert joined(bases, own, refuse)["role"] == [
        {"slug": "manager", "name": "Head", "aliases": ["TM", "Manager"], "may": [], "says": "Decides."},
        {"slug": "clerk", "name": "Clerk"},
    ]


def test_no_limit_stands_in_two_packs() -> None:
    """A rule is written down once: the pack of two documents is those of both, joined."""
    owner: dict[str, str] = {}
    for name, file in SHIPPED.items():
        own = toml.pack(file, toml.told(file))
        for duty in own.get("duty", []):
            assert owner.setdefault(f"{duty['id']} {duty.get('cite')} {duty.get('rule')}", name) == name
    short = {
        name: sum(len(file.read_text("utf-8").splitlines()) for file in folders.files_of_pack(pack))
        for name, pack in SHIPPED.items()
    }
    assert short["sandwell"] <= 900


def test_the_packs_are_short_and_no_line_is_longer_than_a_screen() -> None:
    texts = [file.read_text("utf-8") for pack in SHIPPED.values() for file in folders.files_of_pack(pack)]
    assert sum(len(text.splitlines()) for text in texts) <= MOST_LINES
    assert sum(len(text.encode()) for text in texts) <= MOST_BYTES
    assert [line for text in texts for line in text.splitlines() if len(line) > 160] == []


@pytest.mark.parametrize("name", tomllib.loads((HERE / "ids.toml").read_text("utf-8")))
def test_every_name_that_a_record_or_a_script_may_hold_is_still_read(name: str) -> None:
    """Ids, slugs, stages and note types of the packs of ec62dc8: as they were, or another spelling of what is there."""
    procedure, known = reading.procedure(name), tomllib.loads((HERE / "ids.toml").read_text("utf-8"))[name]
    have = {
        kind: {matched(word) for each in entries for word in (each.slug, each.name, *each.aliases)}
        for kind, entries in procedure.lists.items()
    }
    have |= {kind: {matched(each.slug) for each in entries} for kind, entries in procedure.kept.items()}
    have["duty"] = {matched(duty.id) for duty in procedure.duties}
    have["closing_check"] = {matched(check.id) for check in procedure.closing_checks}
    have["stage"] = {matched(f"{form.slug} {stage}") for form in procedure.lists["form"] for stage in form.stages}
    assert [(kind, id) for kind, ids in known.items() for id in ids if matched(id) not in have[kind]] == []
