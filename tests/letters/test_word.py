"""The Word document: what it says, how it is set, and that the same letter is always the same file."""

from __future__ import annotations

import re
import sys
import unicodedata
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ehcli.errors import BadInput, EhError
from ehcli.paper import letterhead, word
from ehcli.paper.markup import clean
from ehcli.paper.pages import Address, Block, Bullet, Heading, Letter, Paragraph, RoomToSign, Run, Star, Table, words

HOUSE = Path(__file__).parents[2] / "letter_templates" / "letterhead.docx"
AISHA = "عائشة بنت محمد"
BLOCKS: tuple[Block, ...] = (
    Address(("Ms Ngozi Okafor", "1 High Street", "Tipton", "DY4 9JB")),
    Paragraph((Run("Tuesday 8 December 2026\nOur reference: L-0007"),)),
    Heading(1, "You are invited"),
    Paragraph((Run("Jones & Sons <b> {{ x }} **"), Run("bold", bold=True), Run(" \t👩‍👧 end"))),
    Heading(2, "What to do next"),
    Paragraph((Run("You can:"),)),
    Bullet((Run("come"),)),
    Bullet((Run(f"ask {AISHA} (12) to ring"),)),
    Paragraph((Run("Yours sincerely"),)),
    RoomToSign(),
    Address(("Asha Roy", "Family support worker")),
    Paragraph((Run("Another language?"),)),
)


def letter(*blocks: Block) -> Letter:
    dated = "Tuesday 8 December 2026"
    return Letter(
        "ring-us",
        "1.0",
        "You are invited",
        "L-0007, E-0001",
        dated,
        "Bell & Singh Team",
        (),
        blocks or BLOCKS,
    )


def opened(tmp_path: Path, told: Letter, letterhead: Path = HOUSE, large_print: bool = False) -> Document:
    to = tmp_path / "L-0007.docx"
    word.write(told, letterhead, to, large_print=large_print)
    return docx.Document(str(to))


def style(document: Document, name: str) -> Any:
    return document.styles[name]


def edge_text(edge: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"), qn("w:tab"))) for p in edge._element)


# What it says


def test_the_letter_reads_back_word_for_word_in_real_styles(tmp_path: Path) -> None:
    document = opened(tmp_path, letter())
    assert [(p.style.name if p.style else "", p.text) for p in document.paragraphs] == [
        ("Normal", "Ms Ngozi Okafor\n1 High Street\nTipton\nDY4 9JB"),
        ("Normal", "Tuesday 8 December 2026\nOur reference: L-0007"),
        ("Heading 1", "You are invited"),
        ("Normal", "Jones & Sons <b> {{ x }} **bold \t👩‍👧 end"),
        ("Heading 2", "What to do next"),
        ("Normal", "You can:"),
        ("List Bullet", "come"),
        ("List Bullet", f"ask {AISHA} (12) to ring"),
        ("Normal", "Yours sincerely"),
        ("Normal", "Asha Roy\nFamily support worker"),
        ("Normal", "Another language?"),
    ]
    assert [run.text for p in document.paragraphs for run in p.runs if run.bold] == ["bold"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(st.text(min_size=1))
@example("عمر 12 شارع, and Sam")
@example("(عمر)")
@example("x" * 5000)
def test_any_text_reads_back_unchanged(tmp_path: Path, text: str) -> None:
    kept = clean(text)
    document = opened(tmp_path, letter(Paragraph((Run(f"[{kept}]"),)), Heading(1, f"[{kept}]")))
    assert [p.text for p in document.paragraphs] == [f"[{kept}]"] * 2


def test_right_to_left_words_are_marked_and_nothing_else_is(tmp_path: Path) -> None:
    document = opened(tmp_path, letter(*BLOCKS, Paragraph((Run(f"{AISHA} 12."),))))
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.rtl]
    assert marked == [AISHA, AISHA]
    turned = [p.text for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:bidi")) is not None]
    assert turned == [f"{AISHA} 12."]


def test_the_document_says_what_it_is_and_in_which_language(tmp_path: Path) -> None:
    document = opened(tmp_path, letter())
    about = document.core_properties
    assert (about.title, about.subject, about.author) == (
        "You are invited",
        "L-0007, E-0001",
        "Bell & Singh Team",
    )
    assert about.created == about.modified
    assert about.created is not None and about.created.replace(tzinfo=None) == datetime(2026, 12, 8)  # noqa: DTZ001
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_every_page_has_team_reference_and_page_number(tmp_path: Path) -> None:
    section = opened(tmp_path, letter()).sections[0]
    assert section.different_first_page_header_footer
    for header in (section.first_page_header, section.header):
        assert edge_text(header).strip() == "Bell & Singh Team"
    for footer in (section.first_page_footer, section.footer):
        assert edge_text(footer) == "Reference L-0007, E-0001Page 1 of 1"
        assert footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


# How it is set


@pytest.mark.parametrize(("large_print", "least"), [(False, 12), (True, 16)])
def test_no_type_is_smaller_than_promised(tmp_path: Path, large_print: bool, least: int) -> None:
    document = opened(tmp_path, letter(), large_print=large_print)
    section = document.sections[0]
    edges = [section.header, section.footer, section.first_page_header, section.first_page_footer]
    sizes = [
        int(size.get(qn("w:val"))) / 2
        for root in (document.styles.element, document.element, *(edge._element for edge in edges))
        for tag in ("w:sz", "w:szCs")
        for size in root.iter(qn(tag))
    ]
    assert min(sizes) >= least
    assert style(document, "Normal").font.size == Pt(least)
    # Right-to-left words are as large as the others.
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "Header", "Footer"):
        properties = style(document, name).element.rPr
        assert properties.find(qn("w:sz")).get(qn("w:val")) == properties.find(qn("w:szCs")).get(qn("w:val"))


@pytest.mark.parametrize("large_print", [False, True])
def test_headings_stand_out_and_nothing_is_italic_or_justified(tmp_path: Path, large_print: bool) -> None:
    document = opened(tmp_path, letter(), large_print=large_print)
    sizes = [style(document, name).font.size.pt for name in ("Heading 1", "Heading 2", "Normal")]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 3
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "Header", "Footer"):
        assert style(document, name).font.name == "Arial"
        assert style(document, name).font.italic is False
        assert style(document, name).paragraph_format.alignment == 0
        fonts = style(document, name).element.rPr.rFonts
        assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_only_the_address_shows_in_the_window_of_an_envelope(tmp_path: Path) -> None:
    short = opened(tmp_path, letter(Address(("Ms Okafor", "Tipton")), *BLOCKS[1:])).paragraphs[0].paragraph_format
    full = opened(tmp_path, letter(Address(("line",) * 9), *BLOCKS[1:])).paragraphs[0].paragraph_format
    assert short.space_after is not None and full.space_after is not None
    assert short.space_after.pt + 2 * 12 * 1.15 == pytest.approx(word.WINDOW.pt, abs=0.1)
    assert full.space_after.pt == pytest.approx(12 * 1.15, abs=0.1)


def test_there_is_room_to_sign_and_neither_list_nor_signature_stands_alone(tmp_path: Path) -> None:
    paragraphs = {p.text.split("\n")[0]: p.paragraph_format for p in opened(tmp_path, letter()).paragraphs}
    room = paragraphs["Asha Roy"].space_before
    assert room is not None and room.pt > 36
    kept = [text for text, layout in paragraphs.items() if layout.keep_with_next]
    assert kept == ["You can:", "come", f"ask {AISHA} (12) to ring", "Yours sincerely"]
    assert "" not in paragraphs


def test_a_form_keeps_its_last_lines_together_and_its_rooms_to_write_apart(tmp_path: Path) -> None:
    said = [Paragraph((Run(text),)) for text in ("one", "two", "three", "four")]
    form = letter(Heading(2, "Worries"), RoomToSign(), said[0], RoomToSign(), *said[1:], RoomToSign())
    kept = {each.text: each.paragraph_format.keep_with_next for each in opened(tmp_path, form).paragraphs}
    assert kept == {"Worries": False, "one": None, "two": True, "three": True, "four": None}


def test_a_star_grows_with_the_print(tmp_path: Path) -> None:
    star = letter(Star("A star", (4, 5, 6), (), 1, 10))
    small, large = (opened(tmp_path, star, large_print=large).inline_shapes[0] for large in (False, True))
    assert large.width == pytest.approx(small.width * 16 / 12, rel=0.001)


# The same letter, the same file


def test_the_same_letter_is_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.docx", tmp_path / "two.docx"
    word.write(letter(), HOUSE, one)
    word.write(letter(), HOUSE, two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    word.write(letter(), HOUSE, two, large_print=True)
    assert one.read_bytes() != two.read_bytes()


@pytest.mark.parametrize("large_print", [False, True])
def test_nothing_of_one_letter_comes_into_the_next_on_the_same_letterhead(council: Path, large_print: bool) -> None:
    star = Star("A star", (1, 2, 3, 4, 5), (), 1, 10)
    letters = [
        letter(),
        letter(star, Table(("What", "Who"), (("Ring", AISHA),))),
        letter()._replace(reference="", team="", dated="", title="Other"),
        letter(Paragraph((Run("short"),)))._replace(reference="L-0008, E-0002"),
        letter(),
    ]
    for head in (HOUSE, council):
        kept = word.ready(head, large_print=large_print)
        alone = [word.made(each, word.ready(head, large_print=large_print)) for each in letters]
        assert [word.made(each, kept) for each in letters] == alone
        assert alone[0] == alone[-1]


def test_a_quick_look_never_misses_a_character_that_runs_right_to_left() -> None:
    turned = (each for each in map(chr, range(sys.maxunicode + 1)) if unicodedata.bidirectional(each) in ("R", "AL"))
    assert next(turned) >= word.FIRST_RIGHT_TO_LEFT


def test_a_date_that_cannot_be_read_is_no_reason_to_fail(tmp_path: Path) -> None:
    for dated in ("soon", "31 February 2026"):
        about = opened(tmp_path, letter()._replace(dated=dated)).core_properties
        assert about.created is not None and about.created.year == 2000


# A council's own letterhead


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A letterhead as a council might save it: small type, a mark cut in pieces, lines of its own."""
    head = docx.Document()
    style(head, "Normal").font.size = Pt(10)
    header = head.sections[0].header.paragraphs[0]
    for piece in ("From «te", "am", "» with thanks"):
        header.add_run(piece).font.size = Pt(8)
    head.sections[0].footer.paragraphs[0].text = "Mercia Council"
    head.core_properties.author = "A. Person"
    head.add_paragraph()
    head.add_paragraph("Invented House, Mercia")
    path = tmp_path / "council.docx"
    head.save(str(path))
    return path


def test_a_council_letterhead_keeps_its_own_lines_and_gains_what_is_missing(tmp_path: Path, council: Path) -> None:
    document = opened(tmp_path, letter(), council)
    section = document.sections[0]
    assert edge_text(section.header) == "From Bell & Singh Team with thanks"
    assert edge_text(section.footer) == "Mercia Council\nReference L-0007, E-0001    Page 1 of 1"
    assert document.paragraphs[0].text == "Invented House, Mercia"
    assert document.paragraphs[1].text.startswith("Ms Ngozi Okafor")
    assert style(document, "Normal").font.size == Pt(12)
    assert document.core_properties.author == "Bell & Singh Team"


def test_large_print_reaches_the_council_header(tmp_path: Path, council: Path) -> None:
    document = opened(tmp_path, letter(), council, large_print=True)
    assert {run.font.size for run in document.sections[0].header.paragraphs[0].runs} == {Pt(16)}


def test_a_letterhead_without_a_style_is_refused(tmp_path: Path, council: Path) -> None:
    head = docx.Document(str(council))
    style(head, "List Bullet").delete()
    head.save(str(council))
    with pytest.raises(BadInput, match="has no style List Bullet"):
        word.write(letter(), council, tmp_path / "out.docx")


@pytest.mark.parametrize("content", [None, b"", b"PK not a zip", b"{\\rtf1}"])
def test_a_letterhead_that_is_not_word_is_refused(tmp_path: Path, content: bytes | None) -> None:
    head = tmp_path / "head.docx"
    if content is not None:
        head.write_bytes(content)
    with pytest.raises(BadInput, match="is missing or is not a Word document"):
        word.write(letter(), head, tmp_path / "out.docx")


def test_a_zip_that_is_not_word_is_refused(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("hello.txt", "hello")
    (tmp_path / "head.docx").write_bytes(packed.getvalue())
    with pytest.raises(BadInput, match="is not a Word document"):
        word.write(letter(), tmp_path / "head.docx", tmp_path / "out.docx")


def test_the_committed_letterhead_is_the_plain_one_and_names_no_council(tmp_path: Path) -> None:
    made = tmp_path / "letterhead.docx"
    letterhead.plain(made)
    with zipfile.ZipFile(made) as new, zipfile.ZipFile(HOUSE) as committed:
        assert new.namelist() == committed.namelist()
        for name in new.namelist():
            assert new.read(name) == committed.read(name), name
        everything = b" ".join(committed.read(name) for name in committed.namelist()).decode("utf-8", "ignore")
    assert not re.search("sandwell|tipton|haringey|nottingham|council", everything.casefold())


# Saving


def test_an_open_letter_asks_to_be_closed_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("os.replace", locked)
    with pytest.raises(EhError) as refused:
        word.write(letter(), HOUSE, tmp_path / "L-0007.docx")
    assert refused.value.hint == "Close the letter in Word, then try again."
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EhError, match="cannot be saved in"):
        word.write(letter(), HOUSE, tmp_path / "nowhere" / "L-0007.docx")


def test_a_letter_written_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    to = tmp_path / "L-0007.docx"
    to.write_bytes(b"old")
    document = opened(tmp_path, letter())
    assert len(document.paragraphs) == len([block for block in BLOCKS if words(block)])
    assert list(tmp_path.iterdir()) == [to]
