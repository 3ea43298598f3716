"""Case notes, and what must stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from ehcli.decisions.days import happened
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import Fact, NoteWritten
from ehcli.errors import BadInput
from ehcli.procedures.procedure import Named


def note(
    episode: Episode,
    *,
    ref: str,
    type: str,
    children: Sequence[str],
    significant: bool,
    worker: str,
    on: date,
    today: date,
) -> list[Fact]:
    """A note was written."""
    happened(episode, on, today, "A note")
    return [NoteWritten(episode.ref, on, "", ref, type, tuple(children), significant, worker)]


def refuse_empty_headings(text: str, type: Named) -> None:
    """Raises BadInput for a note that leaves a heading of its type out or empty; 'None' is an answer (COG-454)."""
    lines = [line.strip() for line in text.splitlines()]
    missing = [heading for heading in type.headings if not said_under(heading, type.headings, lines)]
    if missing:
        raise BadInput(
            f"A note of type {type.name} has {len(type.headings)} headings; these are missing or empty: "
            f"{'; '.join(missing)}.",
            "Write each heading on its own line with its text below it; 'None' is an answer. Or keep it with --draft",
        )


def said_under(heading: str, headings: Sequence[str], lines: Sequence[str]) -> str:
    """What stands beside a heading and below it, up to the next one."""
    wanted, others = bare(heading), {bare(each) for each in headings}
    at = next((n for n, line in enumerate(lines) if f"{bare(line)}:".startswith(f"{wanted}:")), None)
    if at is None:
        return ""
    beside = lines[at][len(heading.rstrip(":")) :].lstrip(": ")
    below = takewhile(lambda line: bare(line).split(":")[0] not in others, lines[at + 1 :])
    return " ".join([beside, *below]).strip()


def bare(line: str) -> str:
    """A line as headings are compared: in small letters, without the colon it ends in."""
    return line.casefold().rstrip(":")
