"""The plan and minutes of a TAF: recorded under the procedure's headings, ticked off, carried on, written and drawn."""

from __future__ import annotations

import io

import docx
import pytest
from PIL import Image

from ehcli.paper.plain_text import as_text
from ehcli.paper.star_picture import picture
from ehcli.paper.templates import load

ALL = (
    *("--part", "Lead Professional: name and agency=Ana Roy, COG Tipton"),
    *("--part", "Needs: how things are now=Mornings are hard & Kit is late"),
    *("--part", "strengths=The family talks to one another"),
    *("--part", "Intended outcomes=Kit at school on time"),
    *("--part", "Worry statement=That Kit falls behind"),
    *("--part", "Safety statement=None"),
)
ACTIONS = ("--action", "Ring the housing office; Ana Roy; 2016-08-19", "--action", "Breakfast club; P-0003; 2016-08-01")


@pytest.fixture(scope="module")
def planned(_met, tmp_path_factory):
    """M-0001 was held today with its plan recorded, with scores of a Star before it and in it."""
    office = _met.copy(tmp_path_factory.mktemp("planned") / "home")
    star = ("star", "E-0001", "--star", "family-star-plus", "--scores")
    office(*star, "3,4,5", "--on", "2016-07-26")
    office(*star, "5,4,4", "--meeting", "M-0001")
    office("star", "E-0001", "--star", "my-star", "--child", "P-0001", "--scores", "2,3,9")
    office("note", "E-0001", "--type", "Case Summary", "--text", "SECRETWORD of a note")
    told = office("taf", "plan", "M-0001", *ALL, *ACTIONS)
    for child, voice in (("P-0001", "I like it when we all eat together"), ("P-0002", "None")):
        office(
            *("taf", "plan", "M-0001", "--child", child, "--part", f"Child's voice={voice}"),
            *("--part", "Who completes My Star, or wishes and feelings=Ana Roy"),
        )
    return office, told


def test_nothing_is_written_until_all_that_is_missing_is_named_at_once(met, refused):
    refused(met, "letter", "minutes", "E-0001", code=2, says="'Worry statement'", hint="eh taf plan M-0001")
    said = met("letter", "minutes", "E-0001", code=2).err
    for missing in ("'Strengths'", "'Child's voice' of Wren Larkin", "'Child's voice' of Kit Larkin", "the actions"):
        assert missing in said
    ask = ("taf", "plan", "M-0001")
    refused(
        met, *ask, "--part", "Worry statment=x", code=2, says="is not a heading", hint="Did you mean Worry statement"
    )
    refused(met, *ask, "--part", "Child's voice=x", code=2, says="is asked of each child", hint="--child P-")
    refused(met, *ask, "--action", "Ring them", code=4, says="does not say who does it", hint="WHAT; WHO; BY WHEN")
    refused(met, *ask, code=2, says="There is nothing to record", hint="--form")
    refused(
        met, *ask, "--child", "P-0003", "--part", "Strengths=x", code=3, says="is not a child of E-0001", hint="P-0001"
    )


def test_the_form_that_is_printed_is_the_form_that_is_read(met, tmp_path):
    blank = met("taf", "plan", "M-0001", "--form").out
    assert blank.count('heading = "Child\'s voice"') == 2
    filled = blank.replace("text = '''\n'''", "text = '''\nSo it is \"said\" \\ here\n'''")
    filled = filled.replace('action = ""\nwho = ""', 'action = "Ring them"\nwho = "School nurse"')
    (tmp_path / "plan.toml").write_text(filled, encoding="utf-8")
    met("taf", "plan", "M-0001", "--from", str(tmp_path / "plan.toml"))
    shown = met("show", "M-0001", "--json").json()
    assert {each["text"] for each in shown["plan"]} == {'So it is "said" \\ here'}
    assert [(each["item"], each["who"], each["state"]) for each in shown["actions"]] == [(1, "School nurse", "open")]


def test_a_date_that_has_passed_is_warned_of_and_what_is_said_again_takes_its_place(planned, tmp_path):
    office, told = planned
    assert "action 2 was to be done by Mon 1 Aug 2016, which has passed" in told.err
    office = office.copy(tmp_path / "home")
    office("taf", "plan", "M-0001", "--part", "Strengths=Grandmother helps")
    texts = {each["heading"]: each["text"] for each in office("show", "M-0001", "--json").json()["plan"]}
    assert texts["Strengths"] == "Grandmother helps"
    kept = office.sql("SELECT text FROM plan_part WHERE part = 'Strengths' ORDER BY number")
    assert kept == [("The family talks to one another",), ("Grandmother helps",)]


def test_an_action_is_ticked_off_and_what_is_open_is_carried_to_the_next_meeting(planned, refused, tmp_path):
    office = planned[0].copy(tmp_path / "home")
    assert [each["item"] for each in office("show", "E-0001", "--json").json()["open_actions"]] == [1, 2]
    office("taf", "action", "M-0001", "2", "--done")
    refused(office, "taf", "action", "M-0001", "2", "--done", code=4, says="Action 2 was done", hint="eh show M-0001")
    refused(office, "taf", "action", "M-0001", "7", "--done", code=3, says="has no action 7", hint="1, 2")
    office("taf", "schedule", "E-0001", "--at", "2016-10-18 14:00", "--venue", "School")
    agenda = office("taf", "agenda", "M-0002", "--json").json()
    assert [(each["action"], each["who"]) for each in agenda["carried"]] == [("Ring the housing office", "Ana Roy")]
    assert "date of the next review" in [each["item"] for each in agenda["items"]]
    assert "information-sharing" not in str(agenda)
    office("taf", "action", "M-0001", "2", "--not-done", "--until", "2016-09-01")
    actions = office("show", "M-0001", "--json").json()["actions"]
    assert [(each["by_when"], each["state"]) for each in actions] == [("2016-08-19", "open"), ("2016-09-01", "open")]


def test_the_minutes_say_what_was_recorded_and_nothing_of_a_note_or_a_childs_own_star(planned):
    office, _ = planned
    said = " ".join(office("letter", "minutes", "E-0001", "--preview").out.split())
    for told in (
        "Sam Larkin, Ana Roy",
        "Mornings are hard & Kit is late",
        "Child's voice: Wren Larkin",
        "| I like it when we all eat together",
        "Ring the housing office; Who: Ana Roy; By when: Friday 19 August 2016",
        "of the 3 areas, 1 went up, 1 went down and 1 stayed the same",
        "Since Tuesday 26 July 2016",
    ):
        assert told in said, told
    assert "SECRETWORD" not in said
    assert "My Star, or" in said
    assert "My Star of" not in said


def test_the_word_file_holds_the_tables_the_picture_with_its_words_and_the_voice_in_blue(planned, tmp_path):
    office, _ = planned
    told = office.copy(tmp_path / "home")("letter", "minutes", "E-0001", "--out", str(tmp_path), "--json").json()
    assert told["file"].endswith("L-0001-minutes.docx")
    document = docx.Document(told["file"])
    actions, scores = document.tables
    assert [cell.text for cell in actions.rows[0].cells] == ["", "Action", "Who", "By when"]
    assert [cell.text for cell in scores.rows[1].cells] == ["1", "Point 1", "3", "5", "up 2"]
    assert [cell.text for cell in scores.rows[2].cells][-1] == "the same"
    assert document.element.xpath("//w:tblHeader"), "the heading row is printed on every page"
    shape = document.inline_shapes[0]._inline
    assert shape.docPr.get("descr").startswith("Family Star Plus on Tuesday 9 August 2016: 1 Point 1, 5")
    voice = next(each for each in document.paragraphs if each.text.startswith("I like it"))
    assert str(voice.runs[0].font.color.rgb) == "1F3F9F"
    assert voice._p.xpath("./w:pPr/w:pBdr/w:left")


def test_a_star_is_the_same_picture_every_time_and_has_no_colour():
    png = picture((5, 4, 7), (3, 4, 8), (1, 10))
    assert png == picture((5, 4, 7), (3, 4, 8), (1, 10))
    assert png != picture((5, 4, 6), (3, 4, 8), (1, 10))
    assert Image.open(io.BytesIO(png)).mode == "L"


def test_a_procedure_that_prints_no_headings_takes_the_authoritys_own(bare):
    days = {"today": "2026-07-13"}
    bare("init", "--procedure", "nottinghamshire", "--team", "tipton", "--role", "manager", **days)
    bare("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2020-03-02; F", "--parent", "Sam Okafor", **days)
    bare("taf", "schedule", "E-0001", "--at", "2026-07-13 14:00", "--venue", "School", **days)
    bare("taf", "held", "M-0001", "--attended", "P-0002", **days)
    assert "prints no headings" in bare("taf", "plan", "M-0001", "--form", **days).out
    told = bare("taf", "plan", "M-0001", "--part", "Our plan=Walk to school", "--action", "Walk; P-0002", **days)
    assert "these are the authority's own" in told.err
    assert bare("show", "M-0001", "--json", **days).json()["plan"][0]["heading"] == "Our plan"


@pytest.mark.parametrize("kind", ["minutes", "minutes-young-person", "minutes-professional"])
def test_a_minutes_template_asks_only_for_what_it_names(kind):
    from pathlib import Path

    template = load(kind, [Path(__file__).parents[2] / "letter_templates"])
    given = dict.fromkeys(template.fields(), "words")
    assert "words" in as_text(template.write(given))
