"""Checks every letter template before anything is printed: its fields, its safety, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, NotFound
from ehcli.letters.recipients import FAMILY
from ehcli.machine import folders as machine_folders
from ehcli.paper import readability

if TYPE_CHECKING:
    from ehcli.paper.templates import Template

OF_CHECKED = {"kind": "Kind", "file": "File", "ease": "Reading ease"}
OF_CHECKED |= {"longest": "Longest sentence", "jargon": "Jargon", "findings": "Findings"}
LONGEST = 25  # words in a sentence
EASE = 60  # Flesch reading ease of a letter to a family; our default, plain English
STAND_IN = ["Sam Bell"]  # what stands in a field while a template is read


class Report(NamedTuple):
    """What was found in one template."""

    kind: str
    file: str
    ease: int | None
    longest: int | None
    jargon: tuple[str, ...]
    findings: tuple[str, ...]


def reports(desk: Desk, kind: str = "") -> list[Report]:
    """A report for each template that ships and each of the council's own, or for those of one kind."""
    from ehcli.paper import templates

    folders = list(machine_folders.folders("letter_templates"))
    found = [
        report(desk, name, path, folders)
        for name, path in templates.files(folders)
        if not kind or name.partition("@")[0] == kind.strip().casefold()
    ]
    if not found:
        templates.load(kind, folders)  # says what kinds there are
        raise NotFound(f"There is no letter '{kind}'.", "See: eh letters kinds")
    return found


def report(desk: Desk, name: str, path: Path, folders: Sequence[Path]) -> Report:
    """What is found in one template."""
    from ehcli.paper import council_template, says_something, templates

    kind, _, procedure = name.partition("@")
    try:
        template = templates.load(kind, folders, procedure)
        used = frozenset(council_template.fields(template.word)) if template.word else template.fields()
        unknown = [
            f"{path}: nobody knows the field '{field}'. Put it into words under [fields], or mend its name."
            for field in sorted(used - template.wanted.keys())
        ]
        unknown += says_something.wrong(template, used)
        if template.word:
            return Report(kind, str(template.word), None, None, (), tuple(unknown))
        read = readability.reading(template.write(dict.fromkeys(used, STAND_IN)), templates.office_words(folders))
    except BadInput as problem:
        return Report(kind, str(path), None, None, (), (problem.message,))
    return Report(kind, str(path), read.ease, read.longest, read.jargon, (*unknown, *hard(template, read)))


def hard(template: Template, read: readability.Reading) -> list[str]:
    """What makes a letter hard to read; a paper for the file keeps the office's own words."""
    found: list[str] = []
    if template.audience == "file":
        return found
    if read.longest > LONGEST:
        found.append(f"A sentence has {read.longest} words, more than {LONGEST}: {read.sentence}")
    if template.audience in FAMILY:
        if read.ease < EASE:
            found.append(f"The reading ease is {read.ease}, below {EASE}: use shorter words and sentences.")
        if read.jargon:
            found.append(f"Words that families do not use: {', '.join(read.jargon)}.")
    return found
