"""A letterhead made ready once for many letters: opened, checked, brought to size and packed.

A letterhead is any .docx that has the styles Normal, Heading 1, Heading 2 and List Bullet. Where its
header or footer says ``«team»`` or ``«reference»``, the letter's own words are put. Type is never smaller
than 12 point, or 16 point in large print. What stands in the body of the letterhead stays, above the letter.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from ehcli.errors import BadInput
from ehcli.machine import files
from ehcli.paper.pages import Letter

STYLES = ("Normal", "Heading 1", "Heading 2", "List Bullet")
TEAM, REFERENCE = "«team»", "«reference»"
STANDARD, LARGE = 12, 16  # points: the smallest type in each print
LARGER = 4 / 3
LINE = 1.15  # line spacing, and what a line takes up beside its type size
FONT = "Arial"
ENGLISH = "en-GB"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
DATED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001
BLANK = Letter("", "", "Letterhead", "", "", "", (), ())


class Letterhead:
    """A letterhead in one print. ``sheet`` gives the paper of one letter, ``packed`` the file when it is laid out.

    One letter is laid out at a time: the next sheet takes the place of the one before.
    """

    def __init__(self, path: Path, *, large_print: bool = False) -> None:
        self.path, self.large_print = path, large_print
        self._make_ready()

    def _make_ready(self) -> None:
        document = _opened(self.path)
        _without_empty_body(document)
        _in_english(document)
        resize(document, self.large_print)
        part: Any = document.part
        styles: Any = document.styles
        # Looked up once: python-docx would read every style again for each paragraph, half of a letter's time.
        self.styles = {name: part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH) for name in STYLES}
        self.line = float(styles["Normal"].font.size.pt) * LINE  # how tall a line is, in points
        self._edges = [edge.part for edge in _marked_edges(document)]
        about(document, BLANK)  # a letterhead without any properties has them from here on
        core = part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
        self._part, self._related = part, len(part.rels)
        saved = BytesIO()
        document.save(saved)
        self._contents = _contents(saved)
        # What differs from letter to letter; everything else is written as it was packed here.
        self._blank = [(each, deepcopy(each.element)) for each in (part, core, *self._edges)]

    def sheet(self, letter: Letter) -> Document:
        """The paper of a letter: its properties, its team and its reference, and nothing in its body yet."""
        for part, blank in self._blank:
            part._element = deepcopy(blank)
        document: Document = self._part.document
        about(document, letter)
        for edge in self._edges:
            for paragraph in edge.element.iter(qn("w:p")):
                for mark, said in ((TEAM, letter.team), (REFERENCE, letter.reference)):
                    _replace(paragraph, mark, said)
        return document

    def packed(self) -> bytes:
        """The laid out letter as a Word document's bytes."""
        if len(self._part.rels) > self._related:  # a picture is a file of its own, which the next letter must not have
            content = packed(self._part.document)
            self._make_ready()
            return content
        own = {part.partname.membername: part.blob for part, _ in self._blank}
        return _zipped((name, own.get(name, content)) for name, content in self._contents)


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
    about(document, letter)
    _in_english(document)


def about(document: Document, letter: Letter) -> None:
    """The document's properties: what the letter is, and nothing of the person who made the letterhead."""
    told = document.core_properties
    told.title, told.subject, told.author = letter.title[:255], letter.reference[:255], letter.team[:255]
    if ref := letter.reference.partition(",")[0]:
        told.identifier = ref[:255]  # by which a copy of the file is known again
    told.last_modified_by = told.comments = told.keywords = told.category = ""
    told.language, told.revision = ENGLISH, 1
    told.created = told.modified = told.last_printed = _day(letter.dated)


def _in_english(document: Document) -> None:
    styles: Any = document.styles
    normal = styles["Normal"].element.get_or_add_rPr()
    if normal.find(qn("w:lang")) is None:
        normal.append(OxmlElement("w:lang"))
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), ENGLISH)


def _day(dated: str) -> datetime:
    found = DATED.search(dated)
    try:
        return datetime(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) if found else UNDATED  # noqa: DTZ001
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
    resize(document, True)
    for size in [*document.element.iter(qn("w:sz")), *document.element.iter(qn("w:szCs"))]:
        _grow(size, LARGE, LARGER)


def resize(document: Document, large_print: bool) -> None:
    """Bring every size up to what the print asks for, for right-to-left words as well."""
    least, by = (LARGE, LARGER) if large_print else (STANDARD, 1.0)
    styles = document.styles.element
    for size in [*styles.iter(qn("w:sz")), *styles.iter(qn("w:szCs"))]:
        _grow(size, least, by)
    for name in STYLES:
        style: Any = document.styles[name]
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


def _marked_edges(document: Document) -> list[Any]:
    """Every edge; a footer that does not say where the reference goes gets a line of ours."""
    edges = list(_edges(document))
    for edge, is_footer in edges:
        marked = any(REFERENCE in _text(each) for each in edge._element.iter(qn("w:p")))
        if is_footer and not marked:
            fields = " ".join(edge._element.xpath(".//w:instrText/text() | .//w:fldSimple/@w:instr"))
            numbered = "PAGE" not in fields.split()
            _footer_line(edge.add_paragraph(), f"Reference {REFERENCE}", "    " if numbered else "")
    return [edge for edge, _ in edges]


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _replace(paragraph: Any, mark: str, said: str) -> None:
    """Puts the letter's words where a mark stands, even when Word has cut the mark into pieces."""
    at = _text(paragraph).find(mark)
    if at < 0:
        return
    start, ends = 0, at + len(mark)
    for text in paragraph.iter(qn("w:t")):
        old = text.text or ""
        first, last = max(at - start, 0), min(ends - start, len(old))
        if first < last:
            text.text = old[:first] + (said if start + first == at else "") + old[last:]
            text.set(qn("xml:space"), "preserve")
        start += len(old)


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
        style: Any = document.styles[name]
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
    footer: Any = document.styles["Footer"]
    tabs = footer.paragraph_format.tab_stops
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


def plain(to: Path) -> None:
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
    describe(document, BLANK)
    files.put(to, packed(document))


# Saving


def packed(document: Document) -> bytes:
    """The document's bytes, with no trace of when or on what machine it was packed."""
    saved = BytesIO()
    document.save(saved)
    return timeless(saved)


def timeless(saved: BytesIO) -> bytes:
    """A saved document with no trace of when or on what machine it was packed."""
    return _zipped(_contents(saved))


def _contents(saved: BytesIO) -> list[tuple[str, bytes]]:
    """The files that a saved document is made of."""
    with zipfile.ZipFile(saved) as parts:
        return [(name, parts.read(name)) for name in parts.namelist()]


def _zipped(contents: Iterable[tuple[str, bytes]]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, content in contents:
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            out.writestr(part, content)
    return made.getvalue()
