"""Citations, and how they are told together: each page of a document once, where it is named first."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple


class Citation(NamedTuple):
    """Where a rule is printed: document, version, section and page or line, with the requirement rows it serves."""

    source: str
    title: str
    version: str
    section: str
    place: str
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join(filter(None, (f"{self.title} ({self.version})", self.section, self.place)))

    @property
    def short(self) -> str:
        """The citation in a column's width: TEH p7."""
        return f"{self.source.upper()} {self.place}"


def in_short(cites: Iterable[Citation], between: str = "; ") -> str:
    """Citations in a column's width: TEH p10, p11; COG line 299."""
    return between.join(cite.short for cite in once(cites, by_section=False))


@cache
def at_places(cited: tuple[tuple[str, str], ...]) -> str:
    """Documents with their places, as ``in_short``; the rows of a list have few that differ, so each is told once."""
    return in_short(Citation(source, "", "", "", place) for source, place in cited)


class RuleInWords(str):
    """A rule as it is told of under one procedure: with the pages of that one, or as our default there."""


def printed(cites: Iterable[Citation]) -> RuleInWords:
    """Where a rule is printed, in a line's width, with the requirements it serves: TEH p24 (TEH-275)."""
    return RuleInWords(
        "; ".join(
            f"{cite.short} ({', '.join(cite.rows)})" if cite.rows else cite.short
            for cite in once(cites, by_section=False)
        )
    )


def in_brackets(cites: Iterable[Citation]) -> str:
    """Where a rule is printed, as it stands in brackets behind what it asks: TEH p24, TEH-275."""
    return "; ".join(", ".join((cite.short, *cite.rows)) for cite in once(cites, by_section=False))


def joined(rules: Iterable[RuleInWords]) -> RuleInWords:
    """Several rules, each said once."""
    return RuleInWords("; ".join(dict.fromkeys(part for rule in rules for part in rule.split("; ") if part)))


def in_full(cites: Iterable[Citation]) -> str:
    """Citations with their titles, versions and sections."""
    return "; ".join(map(str, once(cites)))


def with_rows(cite: Citation, text: str) -> str:
    """A citation in words, with the requirements that it covers."""
    return f"{text} [{', '.join(cite.rows)}]" if cite.rows else text


def once(cites: Iterable[Citation], *, by_section: bool = True) -> list[Citation]:
    """The citations without a page that one before them names already, in their order; no requirement row is lost.

    A page is named once for each section of a document that it is cited for; ``by_section`` false, where no section is
    told, once for the document.
    """
    found: list[Citation] = []
    named: dict[tuple[str, ...], int] = {}  # a page, and which of those found names it
    for cite in cites:
        of = (cite.source, cite.version, cite.section if by_section else "")
        here = pages(cite.place)
        fresh = [page for page in dict.fromkeys(here) if (*of, page) not in named]
        if fresh:
            named |= {(*of, page): len(found) for page in fresh}
            found.append(cite if fresh == here else cite._replace(place=together(fresh)))
        else:
            before = named[*of, here[0]]
            rows = dict.fromkeys((*found[before].rows, *cite.rows))
            found[before] = found[before]._replace(rows=tuple(rows))
    return found


def pages(place: str) -> list[str]:
    """The pages or lines of a place, one by one: 'p10, p11' or 'lines 330, 1211-1214'; any other place is one."""
    unit, _, numbers = place.partition(" ")
    lines = unit in ("line", "lines")
    found = [f"line {each}" for each in numbers.split(", ")] if lines else place.split(", ")
    if all(is_number(page.removeprefix("line ").removeprefix("p")) for page in found):
        return found
    return [place]


def is_number(text: str) -> bool:
    """Whether it is a number, or a range of them."""
    return text.replace("-", "", 1).isdigit()


def together(pages: list[str]) -> str:
    """Pages or lines as one place."""
    if not pages[0].startswith("line "):
        return ", ".join(pages)
    numbers = ", ".join(page.removeprefix("line ") for page in pages)
    return f"line {numbers}" if numbers.isdigit() else f"lines {numbers}"
