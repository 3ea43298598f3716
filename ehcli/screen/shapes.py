"""The one shape of what stands in many answers for scripts: a citation, a person, a day, and what is absent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

CITATION = ("source", "document", "version", "section", "place", "rows")
PERSON = ("person", "name")


class Cited(Protocol):
    """Where something is printed, as a procedure says it."""

    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def rows(self) -> tuple[str, ...]: ...


def citation(cite: Cited) -> dict[str, Any]:
    """Where something is printed: the title of the document, its short name, and the place in it."""
    return {
        "source": cite.title,
        "document": cite.source,
        "version": cite.version or None,
        "section": cite.section or None,
        "place": cite.place or None,
        "rows": list(cite.rows),
    }


def is_citation(value: object) -> bool:
    return isinstance(value, dict) and tuple(value) == CITATION


def person(ref: str, names: Mapping[str, str]) -> dict[str, str | None]:
    """Somebody by reference and name."""
    return {"person": ref, "name": names.get(ref) or None}


def in_short(people: Sequence[Mapping[str, str]]) -> str:
    """The first of some people, and how many more there are."""
    names = [each["name"] or each["person"] for each in people]
    return f"{names[0]} +{len(names) - 1}" if len(names) > 1 else "".join(names)


def day(on: date | None) -> str | None:
    """A day in ISO form; nothing where there is none."""
    return on.isoformat() if on else None
