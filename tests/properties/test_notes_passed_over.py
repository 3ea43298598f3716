"""An episode is worked out alike from all of its notes and from those that are read when what it owes is asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.episodes.episode import told_by
from ehcli.episodes.facts import Fact, NoteWritten, Told, Withdrawn, columns
from ehcli.packs import calendar, reading
from ehcli.procedures.duty import Clause, Duty
from ehcli.procedures.in_force import Procedures, always
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.story import on_hold_since
from ehcli.procedures.why_not import why_not_owed
from ehcli.record.stories import facts_of as read
from ehcli.record.versioned import standing

from .stories import CHILDREN, FIRST, REFS, E, stories_of

ENGLAND = calendar.workdays()
PACKS = [pytest.param(reading.procedure(name), id=name) for name in reading.procedure_names()]
FEW_DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))  # so that many things share a day


class InMemory:
    """A record of one episode's facts: what a fact withdraws no longer stands."""

    def __init__(self, story: Sequence[tuple[Fact, int]]) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(
            f"""CREATE TABLE entry (id INTEGER PRIMARY KEY, recorded_at TEXT, recorded_by TEXT);
            CREATE TABLE fact (id INTEGER PRIMARY KEY, entry INTEGER, episode TEXT, kind TEXT, happened_on TEXT,
            happened_at TEXT, details TEXT, root INTEGER, withdraws INTEGER);
            CREATE VIEW fact_stands AS {standing("fact")};"""
        )
        roots: dict[int, int] = {}
        for id, (fact, withdraws) in enumerate(story, start=1):
            kind, episode, on, at, details = columns(fact)
            roots[id] = roots[withdraws] if withdraws and not isinstance(fact, Withdrawn) else id
            told = json.dumps(details, ensure_ascii=False, sort_keys=True)
            self.connection.execute("INSERT INTO entry VALUES (?, '2026-01-05T09:00:00+00:00', 'sbell')", (id,))
            row = (id, id, episode, kind, on, at, told, roots[id], withdraws or None)
            self.connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()

    whole = rows


def of_notes(duty: Duty) -> list[Clause]:
    return [clause for clause in duty.clauses if clause.shape is NoteWritten]


def types_in(procedure: Procedure) -> list[str]:
    """Types of note that the procedure looks at, and others."""
    wanted = [dict(clause.wants).get("type", ()) for duty in procedure.duties for clause in of_notes(duty)]
    return [*sorted({str(each) for types in wanted for each in types})[:6], "Visit", 'He said: "no"', ""]


@st.composite
def notes(draw: st.DrawFn, procedure: Procedure) -> NoteWritten:
    on, at = draw(FEW_DAYS), draw(st.sampled_from(["", "", "", "09:30", "14:00"]))
    ref = f"N-{draw(st.integers(1, 20000)):04}"
    children = tuple(draw(st.lists(st.sampled_from(REFS), unique=True)))
    significant, by = draw(st.sampled_from([False, False, True])), draw(st.sampled_from(["aroy", "tsingh", ""]))
    return NoteWritten(E, on, at, ref, draw(st.sampled_from(types_in(procedure))), children, significant, by)


@st.composite
def told_and_corrected(draw: st.DrawFn, procedure: Procedure) -> list[tuple[Fact, int]]:
    """What was told of an episode with many notes, some of it corrected or taken back since."""
    first, *rest = draw(stories_of(procedure))
    near = [fact._replace(on=FIRST + timedelta(days=(fact.on - FIRST).days % 61)) for fact in rest]
    more = draw(st.lists(notes(procedure), max_size=30))
    story: list[tuple[Fact, int]] = [(first, 0), *((fact, 0) for fact in draw(st.permutations([*near, *more])))]
    standing_still = list(range(2, len(story) + 1))
    for _ in range(draw(st.integers(0, 6))):
        if not standing_still:
            break
        id = standing_still.pop(draw(st.integers(0, len(standing_still) - 1)))
        old = story[id - 1][0]
        if draw(st.booleans()):
            story.append((Withdrawn(E, FIRST), id))
        else:
            changes = {"type": draw(st.sampled_from(types_in(procedure)))} if isinstance(old, NoteWritten) else {}
            story.append((old._replace(on=draw(FEW_DAYS), **changes), id))
            standing_still.append(len(story))
    return story


def asked_otherwise(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    """The procedure with a duty that looks at notes in some other way that a pack may ask for."""
    met = Clause("note-written", (("type", (types_in(procedure)[0],)),))
    began = draw(st.sampled_from([Clause("contacted"), Clause("allocated"), Clause("note-written")]))
    plain = procedure.duties[0]._replace(
        id="of-notes", counts_from=began, which="each", met_by=(met,), once=(), until=(), until_all=(), relax=None,
        rules=tuple(rule._replace(counts_from=began, day="", before=False) for rule in procedure.duties[0].rules),
        per_child=False, repeat="", waits=False, switch="", levels=(), routes=(), episode_types=(), hold=(), spares=(),
    )  # fmt: skip
    ways: list[dict[str, Any]] = [
        {},
        {"met_by": (Clause("note-written"),)},
        {"met_by": (met._replace(times=2),)},
        {"met_by": (met._replace(times=2, apart=True),)},
        {"met_by": (Clause("note-written", (("significant", (True,)),)),)},
        {"met_by": (Clause("note-written", (("worker", ("aroy",)),)),)},
        {"met_by": (met._replace(same=("worker",)),)},
        {"waits": True},
        {"per_child": True},
        {"repeat": "fixed"},
        {"repeat": "earlier", "met_by": (Clause("note-written"),)},
        {"once": (met,), "met_by": (Clause("taf-held"),)},
        {"until": (met,), "met_by": (Clause("taf-held"),)},
        {"until_all": (met, Clause("note-written")), "met_by": (Clause("taf-held"),)},
        {"rules": tuple(rule._replace(counts_from=met) for rule in plain.rules), "met_by": (Clause("contacted"),)},
    ]
    return procedure._replace(duties=(*procedure.duties, plain._replace(**draw(st.sampled_from(ways)))))


def worked_out(told: list[Told], programme: Procedures) -> tuple[object, ...]:
    owed = list(obligations(told, programme, ENGLAND, CHILDREN))
    duties = [duty for each in programme.procedures for duty in each.duties if of_notes(duty)]
    why_not = [list(why_not_owed(duty, told, CHILDREN, (), ENGLAND)) for duty in duties]
    return owed, on_hold_since(told, programme), told_by(E, told), why_not


@pytest.mark.parametrize("procedure", PACKS)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_date_is_the_same_whichever_notes_are_passed_over(procedure: Procedure, data) -> None:
    asked = asked_otherwise(data.draw, procedure) if data.draw(st.booleans()) else procedure
    programme = always(asked)
    record = InMemory(data.draw(told_and_corrected(asked)))
    everything, light = read(record, E), read(record, E, programme.notes)
    assert {each.id for each in light} <= {each.id for each in everything}
    assert worked_out(light, programme) == worked_out(everything, programme)


@pytest.mark.parametrize("procedure", PACKS)
def test_of_thousands_of_notes_as_many_are_read_as_of_ten(procedure: Procedure) -> None:
    """Unless each sets something off by itself, as a Case Summary does with its review."""
    counted = [dict(clause.wants).get("type", ()) for clause in always(procedure).notes.every]
    types = [each for each in types_in(procedure) if not any(each in some for some in counted)]

    def read_of(count: int) -> int:
        days = [FIRST + timedelta(days=n % 10) for n in range(count)]
        story = [(NoteWritten(E, on, "", f"N-{n:04}", types[n % len(types)]), 0) for n, on in enumerate(days)]
        return len(read(InMemory(story), E, always(procedure).notes))

    assert read_of(10 * len(types)) == read_of(100 * len(types))
