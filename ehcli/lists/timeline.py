"""An episode's story, day by day."""

from __future__ import annotations

from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes import restricted
from ehcli.episodes.facts import KINDS, NAMES
from ehcli.lists import read_log
from ehcli.record import people, stories, tasks, texts
from ehcli.show import lists, recorded

HEADINGS = {
    "on": "On",
    "at": "At",
    "what": "What",
    "details": "Details",
    "recorded_by": "Recorded by",
    "recorded_at": "Recorded",
    # What a fact of some kind tells; one of another kind has none of it.
    **lists.beside(
        "kind",
        "entry",
        "text",
        recorded.OF_KIND,
        "check",
        "minutes_of",
        *dict.fromkeys(field for kind in KINDS.values() for field in [*kind.__annotations__][3:]),
    ),
}


def timeline(desk: Desk, episode: str) -> list[dict[str, Any]]:
    """The facts of an episode in the order in which they happened, with the texts of its notes; raises NotFound."""
    heading = desk.heading(episode)
    ref, procedure = heading.ref, desk.rules.procedure_of(heading.team)
    notes = dict(texts.note_texts(desk.record, ref, desk.who.reader))
    hidden = texts.hidden(desk.record, ref, desk.who.reader)
    known = tasks.task_references(desk.record, ref)
    names = {each.ref: each.name for each in people.children(desk.record, ref)}
    rows = []
    for each in sorted(stories.facts_of(desk.record, ref), key=lambda each: each.order):
        told = restricted.veiled(each, hidden)
        row = recorded.fact(told, names, known)
        if "note" in row:
            row["text"] = notes.get(row["note"])
        row["what"] = NAMES[type(told.fact)].replace("-", " ")
        row["details"] = recorded.details(told, procedure, known)
        rows.append(row)
    read_log.note(desk, ref)
    return rows
