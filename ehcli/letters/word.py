"""A letter as a Word document on a letterhead, the same bytes for the same letter.

A letterhead is any .docx that has the styles Normal, Heading 1, Heading 2 and List Bullet. Where its
header or footer says ``«team»`` or ``«reference»``, the letter's own words are put. Type is never smaller
than 12 point, or 16 point in large print. What stands in the body of the letterhead stays, above the letter.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from ehcli import files
from ehcli.errors import BadInput
from ehcli.letters import stars
from ehcli.letters.pages import (
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

STYLES = ("Normal", "Heading 1", "Heading 2", "List Bullet")
TEAM, REFERENCE = "«team»", "«reference»"
STANDARD, LARGE = 12, 16  # points: the smallest type in each print
LARGER = 4 / 3
# Inside a DL window envelope 35 mm of paper shows; nothing but the address may stand there.
WINDOW = Mm(35)
LINE = 1.15  # line spacing, and what a line takes up beside its type size
SIGNING = 3  # lines left free for a signature
FONT = "Arial"
ENGLISH = "en-GB"
VOICE = RGBColor(0x1F, 0x3F, 0x9F)  # the child's voice is blue (COG-240); dark enough to be read in black and white
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
DATED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
UNDATED = datetime(2000, 1, 1)
RIGHT_TO_LEFT = {"R", "AL"}


def write(letter: Letter, letterhead: Path, to: Path, *, large_print: bool = False) -> None:
    """Put a letter on a letterhead and save it as a Word document."""
    files.put(to, made(letter, letterhead, large_print=large_print))


def made(letter: Letter, letterhead: Path, *, large_print: bool = False) -> bytes:
    """A letter on a letterhead as a Word document's bytes: the same for the same letter."""
    document = _opened(letterhead)
    _without_empty_body(document)
    describe(document, letter)
    _resize(document, large_print)
    _fill_edges(document, letter)
    _body(document, letter)
    return _packed(document)


def plain_letterhead(to: Path) -> None:
    """Make the plain house letterhead: room for a logo, the team's name, and numbered pages."""
    document = docx.Document()
    _house_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    # The first header is tall enough for the address to meet the window of a DL envelope.
    section.top_margin, section.bottom_margin = Mm(20), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    logo = section.first_page_header.paragraphs[0]
    logo.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    logo.paragraph_format.line_spacing = Mm(24)
    team = section.first_page_header.add_paragraph()
    team.paragraph_format.space_after = Mm(9)
    team.add_run(TEAM).bold = True
    section.header.paragraphs[0].text = TEAM
    section.header.paragraphs[0].paragraph_format.space_after = Mm(5)
    for footer in (section.first_page_footer, section.footer):
        _footer_line(footer.paragraphs[0], f"Reference {REFERENCE}", "\t")
    describe(document, Letter("", "", "Letterhead", "", "", "", (), ()))
    files.put(to, _packed(document))


def _opened(letterhead: Path) -> Document:
    try:
        document = docx.Document(str(letterhead))
    except (PackageNotFoundError, OSError, zipfile.BadZipFile, KeyError, ValueError):
        raise BadInput(
            f"The letterhead {letterhead} is missing or is not a Word document.",
            "Save it from Word as a .docx file, not as a template or with macros.",
        ) from None
    known = {style.name for style in document.styles}
    if lacking := [name for name in STYLES if name not in known]:
        raise BadInput(
            f"The letterhead {letterhead} has no style {' or '.join(lacking)}.",
            "Start from eh's own letterhead.docx: put your logo and lines in it and save it under a new name.",
        )
    return document


def _without_empty_body(document: Document) -> None:
    """Word keeps at least one empty paragraph in every document; the letter begins at the top."""
    for paragraph in document.paragraphs:
        if not paragraph.text and not paragraph._p.xpath(".//w:drawing | .//w:pict | .//w:sectPr"):
            paragraph._p.getparent().remove(paragraph._p)


def describe(document: Document, letter: Letter) -> None:
    """The document's properties and language; nothing of the person who made the letterhead stays."""
    about = document.core_properties
    about.title, about.subject, about.author = letter.title[:255], letter.reference[:255], letter.team[:255]
    if ref := letter.reference.partition(",")[0]:
        about.identifier = ref[:255]  # by which a copy of the file is known again
    about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.language, about.revision = ENGLISH, 1
    about.created = about.modified = about.last_printed = _day(letter.dated)
    normal = _style(document, "Normal").element.get_or_add_rPr()
    if normal.find(qn("w:lang")) is None:
        normal.append(OxmlElement("w:lang"))
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), ENGLISH)


def _day(dated: str) -> datetime:
    found = DATED.search(dated)
    try:
        return datetime(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) if found else UNDATED
    except ValueError:
        return UNDATED


# Type size and headers


def _edges(document: Document) -> Iterator[tuple[Any, bool]]:
    """Every header and footer that prints, and whether it is a footer."""
    even = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        edges: list[tuple[Any, bool]] = [(section.header, False), (section.footer, True)]
        if section.different_first_page_header_footer:
            edges += [(section.first_page_header, False), (section.first_page_footer, True)]
        if even:
            edges += [(section.even_page_header, False), (section.even_page_footer, True)]
        for edge, is_footer in edges:
            # A linked one repeats the section before; only a first footer is made where there is none.
            if not edge.is_linked_to_previous or (is_footer and not number):
                yield edge, is_footer


def enlarge(document: Document) -> None:
    """Bring every size of a whole document up to large print, those in its body as well."""
    _resize(document, True)
    for size in [*document.element.iter(qn("w:sz")), *document.element.iter(qn("w:szCs"))]:
        _grow(size, LARGE, LARGER)


def _resize(document: Document, large_print: bool) -> None:
    """Bring every size up to what the print asks for, for right-to-left words as well."""
    least, by = (LARGE, LARGER) if large_print else (STANDARD, 1.0)
    styles = document.styles.element
    for size in [*styles.iter(qn("w:sz")), *styles.iter(qn("w:szCs"))]:
        _grow(size, least, by)
    for name in STYLES:
        style = _style(document, name)
        points = style.font.size or (Pt(least) if name == "Normal" else None)
        if points:
            style.font.size = points
            _complex_size(style.font.element.rPr)
    if large_print:
        for edge, _ in _edges(document):
            for size in [*edge._element.iter(qn("w:sz")), *edge._element.iter(qn("w:szCs"))]:
                _grow(size, least, by)


def _grow(size: Any, least: int, by: float) -> None:
    halves = int(size.get(qn("w:val")))  # Word counts type in half points
    size.set(qn("w:val"), str(max(least * 2, round(halves * by))))


def _complex_size(properties: Any) -> None:
    """Arabic, Hebrew and Urdu take their size from a twin setting, which Word does not copy."""
    for twin in properties.findall(qn("w:szCs")):
        properties.remove(twin)
    size = properties.find(qn("w:sz"))
    twin = OxmlElement("w:szCs")
    twin.set(qn("w:val"), size.get(qn("w:val")))
    size.addnext(twin)


def _fill_edges(document: Document, letter: Letter) -> None:
    """Put the team and the reference in headers and footers; a footer without them gets a line of ours."""
    for edge, is_footer in _edges(document):
        paragraphs = list(edge._element.iter(qn("w:p")))
        marked = [_replaced(each, mark, letter) for each in paragraphs for mark in (TEAM, REFERENCE)]
        fields = " ".join(edge._element.xpath(".//w:instrText/text() | .//w:fldSimple/@w:instr"))
        if is_footer and REFERENCE not in marked:
            numbered = "PAGE" not in fields.split()
            _footer_line(edge.add_paragraph(), f"Reference {letter.reference}", "    " if numbered else "")


def _replaced(paragraph: Any, mark: str, letter: Letter) -> str:
    """Put the letter's words where a mark stands, even when Word has cut the mark into pieces."""
    words = letter.team if mark == TEAM else letter.reference
    texts = list(paragraph.iter(qn("w:t")))
    at = "".join(text.text or "" for text in texts).find(mark)
    if at < 0:
        return ""
    start, ends = 0, at + len(mark)
    for text in texts:
        old = text.text or ""
        first, last = max(at - start, 0), min(ends - start, len(old))
        if first < last:
            text.text = old[:first] + (words if start + first == at else "") + old[last:]
            text.set(qn("xml:space"), "preserve")
        start += len(old)
    return mark


def _footer_line(paragraph: WordParagraph, reference: str, gap: str) -> None:
    """The reference and, after a gap, Page X of Y; without a gap, the reference alone."""
    paragraph.add_run(reference)
    if gap:
        for said, field in ((f"{gap}Page ", "PAGE"), (" of ", "NUMPAGES")):
            paragraph.add_run(said)
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            paragraph._p.append(simple)
            shown = paragraph.add_run("1")
            simple.append(shown._r)


# The letter itself


def _style(document: Document, name: str) -> Any:
    return document.styles[name]


def _body(document: Document, letter: Letter) -> None:
    line = _line_height(document)
    # Looked up once: python-docx would read every style again for each paragraph, half of a letter's time.
    part: Any = document.part
    styles = {name: part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH) for name in STYLES}
    addressed = False
    before: Block | None = None
    for block, is_kept in zip(letter.blocks, _kept(letter.blocks), strict=True):
        if isinstance(block, Table):
            _table(document, block)
        elif not isinstance(block, RoomToSign):
            paragraph = _paragraph(document, block, styles)
            paragraph.paragraph_format.keep_with_next = is_kept or None
            if isinstance(before, RoomToSign):
                # Space and not blank lines: a screen reader says "blank" at each of those.
                paragraph.paragraph_format.space_before = Pt(line * SIGNING)
            if isinstance(block, Address) and not addressed:
                paragraph.paragraph_format.space_after = Pt(max(WINDOW.pt - line * len(block.lines), line))
                addressed = True
        before = block


def _kept(blocks: tuple[Block, ...]) -> list[bool]:
    """Which blocks stay on the page of the next, so that no list or signature stands alone."""
    # "Yours sincerely" and the two blocks before it, how to reach the team, stay with the signature.
    signed = [any(isinstance(near, RoomToSign) for near in blocks[at + 1 : at + 4]) for at in range(len(blocks))]
    listed = [isinstance(ahead, Bullet) for ahead in (*blocks[1:], None)]
    return [
        isinstance(block, (Paragraph, Bullet)) and (to_sign or to_list)
        for block, to_sign, to_list in zip(blocks, signed, listed, strict=False)
    ]


def _line_height(document: Document) -> float:
    """How tall a line is, in points."""
    return float(_style(document, "Normal").font.size.pt) * LINE


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
    png = stars.picture(star.now, star.before, (star.low, star.high))
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Mm(110))
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


def _is_rtl(character: str) -> bool | None:
    """Whether a character runs right to left; None for those that run as their neighbours do."""
    direction = unicodedata.bidirectional(character)
    if direction in RIGHT_TO_LEFT:
        return True
    return False if direction == "L" else None


def _reads_right_to_left(text: str) -> bool:
    directions = {unicodedata.bidirectional(character) for character in text}
    return bool(directions & RIGHT_TO_LEFT) and "L" not in directions


def _turn(paragraph: WordParagraph) -> None:
    """Set a paragraph from the right; Word wants this setting in its place among the others."""
    turned = OxmlElement("w:bidi")
    later = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(turned, *later)


# The house letterhead


def _house_styles(document: Document) -> None:
    """12 point Arial, set left, black, with room between lines."""
    for name, size, before, after in (
        ("Normal", 12, 0, 8),
        ("Heading 1", 16, 10, 8),
        ("Heading 2", 13, 10, 4),
        ("List Bullet", 12, 0, 8),  # kept close to one another by the style itself
        ("Header", 12, 0, 0),
        ("Footer", 12, 0, 0),
    ):
        style = _style(document, name)
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _one_font(style.element.get_or_add_rPr())
        _complex_size(style.element.rPr)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing, layout.alignment = LINE, WD_ALIGN_PARAGRAPH.LEFT
        if name.startswith("Heading"):
            style.font.bold = style.font.cs_bold = True
            layout.keep_with_next = True
    tabs = _style(document, "Footer").paragraph_format.tab_stops
    for _ in list(tabs):
        del tabs[0]
    tabs.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)


def _one_font(properties: Any) -> None:
    """Word lets a theme's font win over the one named, so the theme's has to go."""
    fonts = properties.rFonts
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


# Saving


def _packed(document: Document) -> bytes:
    """The document's bytes, with no trace of when or on what machine it was packed."""
    saved = BytesIO()
    document.save(saved)
    return timeless(saved)


def timeless(saved: BytesIO) -> bytes:
    """A saved document with no trace of when or on what machine it was packed."""
    packed = BytesIO()
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w") as out:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            out.writestr(part, parts.read(name))
    return packed.getvalue()


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
    document.add_heading("Signed", 1)
    signed = ["I have read these rules and checked the dates. They are what this service works to."]
    signed += [f"{what}:  ________________________________" for what in ("Name", "Signature", "Date")]
    for text in signed:
        document.add_paragraph(text).paragraph_format.keep_with_next = True
    document.add_paragraph(f"Pack {sheet.mark}")
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    files.put(to, _packed(document))
