"""An empty letter is never printed and never meets a duty; no name is guessed from the parts of another."""

from __future__ import annotations

import json

import docx
import pytest

KIND = "no-contact"
FRONT = '+++\ntitle = "A letter"\nsummary = "A letter"\naudience = "parent"\nversion = "1.0"\ndefault = "ours"\n+++\n'
NOBODY = "it shows neither the name nor the address of who it goes to"


def of_word(office, *paragraphs: str) -> None:
    """A council's own Word template in the place of ours."""
    mine = office.home / "council" / "letter_templates"
    mine.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(str(mine / f"{KIND}.docx"))


def of_text(office, body: str) -> None:
    """A council's own text template in the place of ours."""
    mine = office.home / "council" / "letter_templates"
    mine.mkdir(parents=True, exist_ok=True)
    (mine / f"{KIND}.md").write_text(FRONT + body, encoding="utf-8")


EMPTY = {
    "an empty document": ((), [NOBODY, "there are no words in it"]),
    "mail merge": (("Dear «Title»",), [NOBODY, "«Title» is of Word's mail merge"]),
    "mail merge with a name": (("{{ addressee_name }}", "Dear «Title»"), ["«Title» is of Word's mail merge"]),
    "a name alone": (("{{ addressee_name }}", "{{ addressee_lines }}"), ["there are no words in it"]),
    "words alone": (("We would like to hear from you.",), [NOBODY]),
    "signs alone": (("{{ addressee_name }}", "--- ***"), ["there are no words in it"]),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_word_template_that_makes_no_letter_is_found_and_never_printed(allocated, refused, name) -> None:
    paragraphs, says = EMPTY[name]
    of_word(allocated, *paragraphs)
    never_printed(allocated, refused, says)


@pytest.mark.parametrize("body", ["", "\n\n", "{{ addressee_name }}\n{{ addressee_lines }}\n", "Words for nobody.\n"])
def test_a_text_template_that_makes_no_letter_is_found_and_never_printed(allocated, refused, body) -> None:
    of_text(allocated, body)
    never_printed(allocated, refused, [NOBODY] if "addressee" not in body else ["there are no words in it"])


def never_printed(office, refused, says: list[str]) -> None:
    office("visit", "E-1", "--outcome", "attempted")
    found = office("letters", "check", KIND, "--json", code=1).json()[0]["findings"]
    assert all(any(each in finding for finding in found) for each in says), found
    refused(office, "letter", KIND, "E-1", code=2, says=says[0], hint="eh letters check no-contact")
    refused(office, "letter", KIND, "E-1", "--preview", code=2, says=says[0])
    run = json.loads(office("letters", "run", "--json", code=None).out)
    assert [each["result"] for each in run if each["kind"] == KIND] in (["not printed"], [])
    assert not office.sql("SELECT 1 FROM letter")


def test_a_choice_that_leaves_everything_out_prints_nothing(allocated, refused) -> None:
    of_text(allocated, "{% if team_phone %}\n{{ addressee_name }}, please call.\n{% endif %}\n")
    assert allocated("letters", "check", KIND, code=None).code in (0, 1)
    allocated("team", "add", "tipton", "--phone", "none", "--by", "jmay")
    text = allocated.home / "council" / "letter_templates" / f"{KIND}.md"
    text.write_text(text.read_text().replace('default = "ours"', 'default = "ours"\noptional = ["team_phone"]'))
    refused(allocated, "letter", KIND, "E-1", code=2, says="The letter no-contact would be empty.")


def test_the_name_may_stand_in_a_table_or_a_header_of_a_word_template(allocated) -> None:
    mine = allocated.home / "council" / "letter_templates"
    mine.mkdir(parents=True)
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ addressee_lines }}"
    document.sections[0].header.paragraphs[0].text = "For {{ addressee_name }}"
    document.add_paragraph("We would like to hear from you.")
    document.save(str(mine / f"{KIND}.docx"))
    assert allocated("letters", "check", KIND).code == 0
    allocated("letter", KIND, "E-1")


NAMES = ["Mary Ann Teller", "Miss Kit Voss", "Unborn baby Fernway", "KIT VOSSE", "Jo"]


@pytest.mark.parametrize("name", NAMES)
def test_a_child_is_named_as_recorded(allocated, name) -> None:
    allocated("person", "change", "P-1", "--name", name)
    allocated("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Library")
    said = allocated("letter", "taf-invitation", "E-1", "--preview").out
    assert f"early support for {name} and Kit Larkin." in said.replace("\n", " ")
