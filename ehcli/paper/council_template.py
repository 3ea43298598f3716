"""A council's own Word template for one kind of letter, filled in safely.

The only home of docxtpl, which by itself lets a template run commands, leaves a missing field blank and
loses text where a value holds ``&`` or a control character. So: values are cleaned and escaped, the engine is the
sandbox of ``wording``, only what a text template may do is allowed, and every gap is named first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError

from ehcli.errors import BadInput
from ehcli.machine import files
from ehcli.paper import letterhead
from ehcli.paper.pages import Block, Paragraph, Run
from ehcli.paper.templates import OWN, parsed, sandbox

if TYPE_CHECKING:
    from ehcli.paper.templates import Template

# The parts of a document that are read, and in them the words, and the codes of Word's own fields.
PART = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
SAYS = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|<w:instrText(?:\s[^>]*)?>([^<]*)</w:instrText>")
MERGE = re.compile(r"\bMERGEFIELD\s+\"?([^\s\"]+)")
HINT = "Type each field in Word as {{ name }}; choose with {%p if name %} and repeat with {%p for item in list %}."


def fields(path: Path) -> frozenset[str]:
    """The fields that a Word template uses; raises BadInput for one that could not be written safely."""
    return _fields(path, _read(path))


def written(template: Template, given: Mapping[str, object], *, large_print: bool = False) -> bytes:
    """The letter as a Word document's bytes: the same for the same letter."""
    assert template.word
    content = _read(template.word)
    _fields(template.word, content)  # refuses what is not safe before anything of it runs
    opened = _opened(template.word, content)
    try:
        opened.render({**given, **template.own()}, sandbox(finalize=_shown))
    except Exception as error:  # docxtpl and the engine below it raise what they like for a template's slip  # noqa: BLE001
        raise BadInput(f"{template.word}: the letter cannot be written. {error}", HINT) from None
    letterhead.describe(opened.docx, template.headed(given, ()))
    if large_print:
        letterhead.enlarge(opened.docx)
    saved = BytesIO()
    opened.save(saved)
    return letterhead.timeless(saved)


@lru_cache(maxsize=32)  # by what the file holds, so that one changed meanwhile is read again
def _fields(path: Path, content: bytes) -> frozenset[str]:
    opened = _opened(path, content)
    used: set[str] = set()
    for xml in _parts(opened):
        try:
            names, wrong = parsed(sandbox(), opened.patch_xml(xml))
        except TemplateSyntaxError as error:
            raise BadInput(f"{path}: {error.message}", HINT) from None
        if wrong:
            raise BadInput(f"{path}: {wrong.why}", HINT)
        used |= names
    return frozenset(used - OWN)


def words(content: bytes) -> tuple[Block, ...]:
    """What a finished document says, paragraph by paragraph, for a look before it is made."""
    return tuple(Paragraph((Run(each.text),)) for each in docx.Document(BytesIO(content)).paragraphs if each.text)


def text(content: bytes) -> str:
    """Everything that a document says, in tables, headers and footers too, with the names of Word's merge fields."""
    with zipfile.ZipFile(BytesIO(content)) as whole:
        parts = [each for each in whole.namelist() if PART.fullmatch(each)]
        found = [SAYS.findall(whole.read(each).decode("utf-8", errors="replace")) for each in parts]
    marked = (f"«{merged[1]}»" if (merged := MERGE.search(code)) else words for each in found for words, code in each)
    return unescape("".join(marked))


def _shown(value: object) -> str:
    """A value as Word prints it, safe in XML: a list is lines, and what docxtpl would read as its marks is as typed."""
    text = "\n".join(str(item) for item in value) if isinstance(value, (list, tuple)) else str(value)
    return escape(text).replace("_", "&#95;")  # docxtpl turns {_{ into {{


def _read(path: Path) -> bytes:
    return files.small(path, files.DOCUMENT)


def _opened(path: Path, content: bytes) -> Any:
    try:
        opened = DocxTemplate(BytesIO(content))
        opened.init_docx()
    except (PackageNotFoundError, OSError, zipfile.BadZipFile, KeyError, ValueError):
        raise BadInput(
            f"The template {path} is not a Word document.", "Save it from Word as a .docx file, without macros."
        ) from None
    return opened


def _parts(opened: Any) -> Iterator[str]:
    """The body, headers and footers, and whatever else of a document holds fields."""
    yield opened.get_xml()
    for kind in (opened.HEADER_URI, opened.FOOTER_URI):
        found: Iterable[tuple[str, Any]] = opened.get_headers_footers(kind)
        for _, part in found:
            yield opened.get_part_xml(part)
