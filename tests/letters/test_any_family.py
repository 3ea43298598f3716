"""Whatever a family is called and wherever it lives: its letter opens, and shows what was typed.

So does a letter from a council's own Word template. Control characters, and the signs that turn round the order
in which the rest is read, are left out; nothing else is, and nothing that was typed is obeyed.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ehcli.errors import BadInput
from ehcli.paper import council_template, word
from ehcli.paper.letterhead import Letterhead
from ehcli.paper.templates import Template, files, load

HOUSE = Path(__file__).parents[2] / "letter_templates"
# XML 1.0, production 2. Two more stand for values while a letter is put together, and mean nothing to anybody; the
# others are control characters that XML allows, and the signs that turn the order round.
FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ufdd0\ufdd1\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
NASTY = "**Jo** {{ 7*7 }} {%p if x %} & <b>&amp; عمر 12 👩‍👧 {_{ \x1b[31m\x00"

typed = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="*#_-`{}%<>&;[]()\\+|~'\" \n\t\r\v\x00\x07\x0c\x1b\ufdd0\ufdd1\ufffe0129", max_size=40),
    st.text(alphabet="عائشة بنت محمد 12,)(", max_size=40),
    st.text(alphabet="👩‍👧🏽é\u0301ßİı\u202e\u200f\u2028", max_size=20),
    st.sampled_from([NASTY, "{{ letter_ref }}", "{% raw %}", "{_{ x }_} {_% %_}", "x" * 5000, "Ng &#x41; ]]>"]),
)


def shown(text: str) -> str:
    """What was typed, less what is left out; \\v is what Word and Excel put for Shift and Enter."""
    return FORBIDDEN.sub("", re.sub("\r\n|\r|\v", "\n", text))


def lines(*texts: str) -> list[str]:
    """What a letter shows as lines: none of them empty, nothing at their ends."""
    return [line.strip() for text in texts for line in shown(text).split("\n") if line.strip()]


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


@cache
def house(large_print: bool) -> Letterhead:
    return word.ready(HOUSE / "letterhead.docx", large_print=large_print)


def filled(template: Template, name: str, address: list[str]) -> dict[str, object]:
    return dict.fromkeys(template.fields(), "12") | {
        "addressee_name": name,
        "salutation_name": name,
        "addressee_lines": address,
        "team_name": name,
    }


@settings(max_examples=40)
@given(typed, st.lists(typed, max_size=4), st.booleans())
@example(NASTY, [NASTY, "", "\x00"], False)
@example("\x00 \ufffe", ["1 High Street"], False)
def test_a_house_letter_shows_a_name_and_address_as_typed(name: str, address: list[str], large_print: bool) -> None:
    template = load("no-contact", [HOUSE])
    said = filled(template, name, address)
    if not shown(name).strip() or not lines(*address):
        with pytest.raises(BadInput, match="Still needed"):
            template.write(said)
        return
    letter = template.write(said)
    content = word.made(letter, house(large_print))
    assert content == word.made(letter, house(large_print))
    document = opened(content)
    texts = [each.text for each in document.paragraphs]
    assert texts[0].split("\n") == lines(name, *address)
    assert f"Dear {shown(name)}" in texts
    assert any(text.startswith("You can contact 12 or anyone in the ") for text in texts)
    header = "".join(each.text for each in document.sections[0].first_page_header.paragraphs)
    assert header == " ".join(shown(name).split())


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a council's own Word template for a letter."""
    folder = tmp_path_factory.mktemp("council")
    document = docx.Document()
    document.add_paragraph("To: [{{ addressee_name }}]")
    document.add_paragraph("{%p for line in addressee_lines %}")
    document.add_paragraph("[{{ line }}]")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("Sent to {{ addressee_name }} for fish & chips.").runs[0].bold = True
    document.save(str(folder / "no-contact.docx"))
    return folder


@settings(max_examples=40)
@given(typed, st.lists(typed, max_size=4))
@example(NASTY, [NASTY, "", "\x00"])
def test_a_councils_own_word_template_shows_them_as_typed_too(council: Path, name: str, address: list[str]) -> None:
    template = load("no-contact", [council, HOUSE])
    assert template.word
    used = council_template.fields(template.word)
    assert used == {"addressee_name", "addressee_lines"}
    said = filled(template, name, address)
    if not shown(name).strip() or not lines(*address):
        with pytest.raises(BadInput, match="Still needed"):
            template.filled(said, used)
        return
    given = {**said, **template.filled(said, used)}
    content = council_template.written(template, given)
    assert content == council_template.written(template, given)
    texts = [each.text for each in opened(content).paragraphs]
    kept = [shown(line) for line in address if shown(line).strip()]
    assert texts == [
        f"To: [{shown(name)}]",
        *(f"[{line}]" for line in kept),
        f"Sent to {shown(name)} for fish & chips.",
    ]


@pytest.mark.parametrize("name", [name for name, _ in files([HOUSE])])
def test_every_letter_opens_and_obeys_nothing_that_was_typed(name: str) -> None:
    kind, _, procedure = name.partition("@")
    template = load(kind, [HOUSE], procedure)
    said = dict.fromkeys(template.fields(), NASTY) | {"letter_date": "Monday 18 July 2016"}
    document = opened(word.made(template.write(said), house(False)))
    text = "\n".join(each.text for each in document.paragraphs)
    assert shown(NASTY) in text
    assert "49" not in text and "\x1b" not in text
