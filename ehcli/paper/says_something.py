"""Whether a template makes a letter at all: it has words, shows whom it goes to, and leaves no mark of another program.

An empty sheet, or one with the marks of Word's own mail merge on it, must not count as a letter that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from ehcli.errors import BadInput
from ehcli.matching.spelling import squeezed
from ehcli.paper import council_template
from ehcli.paper.pages import Letter, words
from ehcli.paper.templates import FILE, OWN, RECORDED

if TYPE_CHECKING:
    from ehcli.paper.templates import Template

TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MERGED = re.compile(r"«([^«»]{1,60})»")
SHOWN = frozenset({"addressee_name", "addressee_lines"})


def wrong(template: Template, used: Collection[str]) -> Iterator[str]:
    """What is wrong with a template that would make no letter; ``used`` are the fields that it shows."""
    path = template.word or template.path
    text = of_word(template) if template.word else template.body
    if template.word and (merged := MERGED.findall(text)):
        named = ", ".join(f"«{each}»" for each in dict.fromkeys(merged))
        yield f"{path}: {named} is of Word's mail merge, and stays empty here. Type a field as {{{{ name }}}}."
    if not squeezed(TAGS.sub("", text)) and not set(used) - RECORDED - OWN:
        yield f"{path}: there are no words in it."
    if template.audience != FILE and not SHOWN & set(used):
        yield f"{path}: it shows neither the name nor the address of who it goes to. Add {{{{ addressee_name }}}}."


def refuse_wrong(template: Template, used: Collection[str]) -> None:
    """Raises BadInput for a template that would make no letter."""
    if found := list(wrong(template, used)):
        raise BadInput("\n".join(found), f"See what else is wrong with it: eh letters check {template.kind}")


def refuse_empty(template: Template, letter: Letter, text: str, to: Iterable[str]) -> None:
    """Raises BadInput for a letter that came out without words, or without whom it goes to: ``to`` are name and lines.

    A choice in the template may leave out what the template shows otherwise.
    """
    said = squeezed(text or " ".join(words(block) for block in letter.blocks))
    known = [part for each in to if (part := squeezed(each))]
    if not said:
        raise BadInput(f"The letter {template.kind} would be empty.", f"Mend the template: {template.path}")
    if template.audience != FILE and known and not any(part in said for part in known):
        raise BadInput(
            f"The letter {template.kind} would show neither the name nor the address of who it goes to.",
            f"Mend the template: {template.word or template.path}",
        )


def of_word(template: Template) -> str:
    """Everything that a council's own Word template says, its headers and footers too."""
    assert template.word
    return council_template.text(template.word.read_bytes())
