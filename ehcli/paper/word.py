"""A letter as a Word document on a letterhead, the same bytes for the same letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from ehcli.machine import files
from ehcli.paper import star_picture
from ehcli.paper.letterhead import STANDARD, Letterhead, packed
from ehcli.paper.pages import (
    Address,
    Block,
    Bullet,
    Heading,
    Letter,
    Paragraph,
    RoomToSign,
    Run,
    Star,
    Table,
    Voice,
    words,
)

# Inside a DL window envelope 35 mm of paper shows; nothing but the address may stand there.
WINDOW = Mm(35)
STAR = Mm(110)  # a Star's width in the smallest print; its numbers and its key grow with the print
SIGNING = 3  # lines left free for a signature
VOICE = RGBColor(0x1F, 0x3F, 0x9F)  # the child's voice is blue (COG-240); dark enough to be read in black and white
RIGHT_TO_LEFT = {"R", "AL"}
FIRST_RIGHT_TO_LEFT = "\u0590"  # no character before it is one


def write(letter: Letter, letterhead: Path, to: Path, *, large_print: bool = False) -> None:
    """Put a letter on a letterhead and save it as a Word document."""
    files.put(to, made(letter, ready(letterhead, large_print=large_print)))


def ready(letterhead: Path, *, large_print: bool = False) -> Letterhead:
    """A letterhead made ready for as many letters as are to be written on it."""
    return Letterhead(letterhead, large_print=large_print)


def made(letter: Letter, letterhead: Letterhead) -> bytes:
    """A letter on a letterhead as a Word document's bytes: the same for the same letter."""
    _body(letterhead.sheet(letter), letter, letterhead)
    return letterhead.packed()


# The letter itself


def _body(document: Document, letter: Letter, letterhead: Letterhead) -> None:
    line, styles = letterhead.line, letterhead.styles
    addressed = False
    before: Block | None = None
    for block, is_kept in zip(letter.blocks, _kept(letter.blocks), strict=True):
        if isinstance(block, Table):
            _table(document, block)
        elif not isinstance(block, RoomToSign):
            paragraph = _paragraph(document, block, styles)
            if is_kept is not None:
                paragraph.paragraph_format.keep_with_next = is_kept
            if isinstance(before, RoomToSign):
                # Space and not blank lines: a screen reader says "blank" at each of those.
                paragraph.paragraph_format.space_before = Pt(line * SIGNING)
            if isinstance(block, Address) and not addressed:
                paragraph.paragraph_format.space_after = Pt(max(WINDOW.pt - line * len(block.lines), line))
                addressed = True
        before = block


def _kept(blocks: tuple[Block, ...]) -> list[bool | None]:
    """Which blocks stay on the page of the next, so that no list, last line or signature stands alone.

    None leaves it to the style: a heading stays with what it heads.
    """
    last = max((at for at, block in enumerate(blocks) if not isinstance(block, RoomToSign)), default=0)
    after = [*blocks[1:], None]
    rooms = [at for at, block in enumerate(blocks[:last]) if isinstance(block, RoomToSign)]
    # "Yours sincerely" and the two blocks before it, how to reach the team, stay with the signature.
    signed = {before for at in rooms if isinstance(after[at], Address) for before in (at - 3, at - 2, at - 1)}
    kept: list[bool | None] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            # Headings over room to write would otherwise hold on to one another, all down the form.
            kept.append(False if isinstance(after[at], RoomToSign) else None)
        else:
            stays = at in signed or last - 2 <= at < last or isinstance(after[at], Bullet)
            kept.append(True if stays and isinstance(block, (Paragraph, Bullet)) else None)
    return kept


def _paragraph(document: Document, block: Block, styles: Mapping[str, str | None]) -> WordParagraph:
    style = "Normal"
    runs: tuple[Run, ...] = (Run(words(block)),)
    match block:
        case Heading(level=level):
            style = f"Heading {level}"
        case Bullet(runs=runs):
            style = "List Bullet"
        case Paragraph(runs=runs) | Voice(runs=runs):
            pass
        case Star():
            return _star(document, block)
    paragraph = document.add_paragraph()
    if styles[style]:
        paragraph._p.style = styles[style]
    if isinstance(block, Voice):
        _set_apart(paragraph)
    if isinstance(block, Address):
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for run in runs:
        for text, is_rtl in _stretches(run.text):
            said = _say(paragraph, text, run.bold, is_rtl)
            if isinstance(block, Voice):
                said.font.color.rgb = VOICE
    if not isinstance(block, Address) and _reads_right_to_left("".join(run.text for run in runs)):
        _turn(paragraph)
    return paragraph


def _say(paragraph: WordParagraph, text: str, bold: bool, is_rtl: bool) -> Any:
    run = paragraph.add_run(text)
    # Unset rather than false, so that a heading's own bold is left alone.
    run.bold = bold or None
    if is_rtl:
        run.font.rtl = True
        run.font.cs_bold = bold or None
    return run


def _set_apart(paragraph: WordParagraph) -> None:
    """A child's words: indented beside a rule, so that they stand apart without the colour as well."""
    paragraph.paragraph_format.left_indent = Mm(8)
    edges, rule = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", str(VOICE))):
        rule.set(qn(f"w:{name}"), value)
    edges.append(rule)
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(edges, *later)


def _star(document: Document, star: Star) -> WordParagraph:
    """The star's picture, with its words for somebody who listens to the letter."""
    paragraph = document.add_paragraph()
    png = star_picture.picture(star.now, star.before, (star.low, star.high))
    normal: Any = document.styles["Normal"]
    width = round(STAR * normal.font.size.pt / STANDARD)
    shape = paragraph.add_run().add_picture(BytesIO(png), width=width)
    about = shape._inline.docPr
    about.set("descr", star.alt)
    about.set("name", "Outcomes Star")
    return paragraph


def _table(document: Document, block: Table) -> None:
    """A table with a heading row that is printed again on every page, and rows that are not cut in two."""
    table = document.add_table(rows=0, cols=len(block.headings))
    if "Table Grid" in {style.name for style in document.styles}:
        table.style = "Table Grid"
    else:
        _ruled(table)
    table.autofit = False
    widths = _widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # LibreOffice goes by the columns, Word by the cells
    for number, row in enumerate((block.headings, *block.rows)):
        made = table.add_row()
        for mark in ("w:cantSplit", *(() if number else ("w:tblHeader",))):
            made._tr.get_or_add_trPr().append(OxmlElement(mark))
        for cell, text, width in zip(made.cells, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            for piece, is_rtl in _stretches(text):
                _say(paragraph, piece, not number, is_rtl)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _widths(block: Table) -> list[Any]:
    """The width of each column: by its longest words, a number's being narrow."""
    columns = [[row[at] for row in (block.headings, *block.rows)] for at in range(len(block.headings))]
    longest = [max(map(len, cells)) for cells in columns]
    words = [max(len(word) for cell in cells for word in (*cell.split(), "")) for cells in columns]
    shares = [max(min(length, 40), word + 4) for length, word in zip(longest, words, strict=True)]
    return [Mm(round(166 * share / sum(shares))) for share in shares]


def _ruled(table: Any) -> None:
    """Thin lines around every cell, for a letterhead without Word's own style for tables."""
    lines = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    table._tbl.tblPr.append(lines)


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where it changes between left-to-right and right-to-left words."""
    if not _may_turn(text):
        if text:
            yield text, False
        return
    start, ends, was_rtl = 0, 0, False
    for at, character in enumerate(text):
        is_rtl = _is_rtl(character)
        if is_rtl is None:
            continue
        if is_rtl != was_rtl:
            # Spaces between two right-to-left words belong to them; those at the edges do not.
            cut = ends if was_rtl else at
            if text[start:cut]:
                yield text[start:cut], was_rtl
            start, was_rtl = cut, is_rtl
        ends = at + 1
    if was_rtl and ends < len(text):
        yield text[start:ends], True
        start, was_rtl = ends, False
    if text[start:]:
        yield text[start:], was_rtl


def _may_turn(text: str) -> bool:
    """Whether any of the text can run right to left: a quick look, since most letters have nothing that does."""
    return max(text, default="") >= FIRST_RIGHT_TO_LEFT


def _is_rtl(character: str) -> bool | None:
    """Whether a character runs right to left; None for those that run as their neighbours do."""
    direction = unicodedata.bidirectional(character)
    if direction in RIGHT_TO_LEFT:
        return True
    return False if direction == "L" else None


def _reads_right_to_left(text: str) -> bool:
    if not _may_turn(text):
        return False
    directions = {unicodedata.bidirectional(character) for character in text}
    return bool(directions & RIGHT_TO_LEFT) and "L" not in directions


def _turn(paragraph: WordParagraph) -> None:
    """Set a paragraph from the right; Word wants this setting in its place among the others."""
    turned = OxmlElement("w:bidi")
    later = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(turned, *later)


def _worked_dates(document: Any, worked: Sequence[tuple[str, str]]) -> None:
    """A table of worked dates to tick, kept on one page with the rule that it belongs to."""
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, ("From", "Due", "Checked"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for start, due in worked:
        row = table.add_row().cells
        row[0].text, row[1].text = start, due
    widths = (Cm(10), Cm(4.5), Cm(2.5))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(table.rows, start=1):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(table.rows)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def write_sheet(sheet: Any, to: Path) -> None:
    """Writes a procedure's sheet: each duty with its rules, citations and worked dates, and room to sign."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.add_heading(sheet.title, 0)
    document.add_paragraph(sheet.subtitle)
    for source in sheet.sources:
        document.add_paragraph(source, style="List Bullet")
    for duty in sheet.duties:
        document.add_heading(duty.title, 2)
        document.add_paragraph(f"{duty.id}. {' '.join(duty.says)}").paragraph_format.keep_with_next = True
        for rule in duty.rules:
            lines = [document.add_paragraph(rule.says, style="List Bullet")]
            lines += [document.add_paragraph(printed, style="List Bullet 2") for printed in rule.printed]
            for line in lines if rule.worked else lines[:-1]:
                line.paragraph_format.keep_with_next = True
            if rule.worked:
                _worked_dates(document, rule.worked)
    for heading, entries in sheet.lists:
        document.add_heading(heading, 1)
        for entry in entries:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(entry.name).bold = True
            line.add_run(f". {entry.says}" if entry.says else "")
            for printed in entry.printed:
                line.paragraph_format.keep_with_next = True
                line = document.add_paragraph(printed, style="List Bullet 2")
    document.add_heading("Signed", 1)
    signed = ["I have read these rules and checked the dates. They are what this service works to."]
    signed += [f"{what}:  ________________________________" for what in ("Name", "Signature", "Date")]
    for text in signed:
        document.add_paragraph(text).paragraph_format.keep_with_next = True
    document.add_paragraph(f"Pack {sheet.mark}")
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001
    files.put(to, packed(document))
