"""An episode is worked out alike from all of its notes and from those that are read when what it owes is asked."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.episodes.episode import told_by
from ehcli.episodes.facts import Contacted, Fact, NoteWritten, TafHeld, Told, Withdrawn, columns
from ehcli.packs import calendar, reading
from ehcli.procedures.duty import Clause, Duty, Hold, Relaxation, Rule
from ehcli.procedures.in_force import Procedures, always
from ehcli.procedures.obligations import obligations
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.story import on_hold_since
from ehcli.procedures.why_not import why_not_owed
from ehcli.procedures.within import Within
from ehcli.record.journal import story_so_far
from ehcli.record.note_facts import that_matter
from ehcli.record.stories import as_told
from ehcli.record.stories import facts_of as read
from ehcli.record.versioned import standing

from .stories import CHILDREN, FIRST, REFS, SANDWELL, E, opening, stories_of

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


LETTER = Clause("contacted", (("how", ("letter",)),))
FIRST_NOTE = Clause("note-written", (("type", ("Visit",)),))
OTHER_NOTE = Clause("note-written", (("type", ("Call",)),))
ANY_NOTE = Clause("note-written")
SIGNIFICANT = Clause("note-written", (("significant", (True,)),))
PLAIN = Duty(
    "of-notes", "A note", LETTER, "each", (FIRST_NOTE,), (Rule(Within("days", 2), LETTER),), "key-worker", "worker"
)
IN_THREE_STEPS = (Rule(Within("days", 2), LETTER), Rule(Within("days", 1), FIRST_NOTE))
HELD = Hold(FIRST_NOTE, OTHER_NOTE)
# What a pack may ask of notes, each way by itself.
WAYS: dict[str, Duty] = {
    "one note": PLAIN,
    "any note": PLAIN._replace(met_by=(ANY_NOTE,)),
    "either of two": PLAIN._replace(met_by=(FIRST_NOTE, OTHER_NOTE)),
    "two notes": PLAIN._replace(met_by=(FIRST_NOTE._replace(times=2),)),
    "two apart": PLAIN._replace(met_by=(FIRST_NOTE._replace(times=2, apart=True),)),
    "a significant one": PLAIN._replace(met_by=(SIGNIFICANT,)),
    "one worker's": PLAIN._replace(met_by=(Clause("note-written", (("worker", ("aroy",)),)),)),
    "the same worker's": PLAIN._replace(met_by=(FIRST_NOTE._replace(same=("worker",)),)),
    "after its date": PLAIN._replace(waits=True),
    "of each child": PLAIN._replace(per_child=True),
    "again and again": PLAIN._replace(repeat="fixed", rules=(Rule(Within("days", 3), LETTER),)),
    "again from the last": PLAIN._replace(repeat="earlier", met_by=(ANY_NOTE,)),
    "once there is one": PLAIN._replace(once=(FIRST_NOTE,), met_by=(OTHER_NOTE,)),
    "until there is one": PLAIN._replace(until=(FIRST_NOTE,), met_by=(Clause("taf-held"),)),
    "until there are both": PLAIN._replace(until_all=(FIRST_NOTE, OTHER_NOTE), met_by=(Clause("taf-held"),)),
    "counted from one": PLAIN._replace(rules=IN_THREE_STEPS, met_by=(OTHER_NOTE,)),
    "set off by one": PLAIN._replace(counts_from=FIRST_NOTE, rules=(Rule(Within("days", 2), FIRST_NOTE),)),
    "set off by one, met by another": PLAIN._replace(
        counts_from=FIRST_NOTE, rules=(Rule(Within("days", 2), FIRST_NOTE),), met_by=(OTHER_NOTE,)
    ),
    "set off by a significant one": PLAIN._replace(
        counts_from=SIGNIFICANT, rules=(Rule(Within("days", 2), SIGNIFICANT),), met_by=(FIRST_NOTE,)
    ),
    "held by one": PLAIN._replace(hold=(HELD,), met_by=(FIRST_NOTE, Clause("taf-held"))),
    "lengthened by one": PLAIN._replace(
        relax=Relaxation(Within("days", 5), FIRST_NOTE, (), None, (), None, by_due=True), met_by=(Clause("taf-held"),)
    ),
    "lengthened by one until another": PLAIN._replace(
        relax=Relaxation(Within("days", 5), FIRST_NOTE, (), SIGNIFICANT, (), OTHER_NOTE), met_by=(Clause("taf-held"),)
    ),
}


@st.composite
def a_few_days(draw: st.DrawFn) -> list[tuple[Fact, int]]:
    """What was told of eight days: letters and meetings, and notes of few types."""
    some_day = st.integers(0, 7).map(lambda n: FIRST + timedelta(days=n))

    @st.composite
    def one(draw: st.DrawFn) -> Fact:
        on, at = draw(some_day), draw(st.sampled_from(["", "", "", "", "09:30", "14:00"]))
        by = draw(st.sampled_from(["aroy", "tsingh"]))
        match draw(st.integers(0, 9)):
            case 0 | 1:
                return Contacted(E, on, at, "letter", "made", "family", by)
            case 2:
                return TafHeld(E, on, at, "M-0001", "initial", ("aroy",))
            case _:
                ref = f"N-{draw(st.integers(1, 20000)):04}"
                children = tuple(draw(st.lists(st.sampled_from(REFS[:2]), unique=True)))
                sort = draw(st.sampled_from(["Visit", "Visit", "Call", "Talk"]))
                return NoteWritten(E, on, at, ref, sort, children, draw(st.sampled_from([False, False, True])), by)

    story: list[tuple[Fact, int]] = [(opening(), 0), *((fact, 0) for fact in draw(st.lists(one(), max_size=16)))]
    for id in draw(st.lists(st.integers(2, max(2, len(story))), max_size=4, unique=True)):
        if id <= len(story):
            old, to = story[id - 1][0], draw(some_day)
            story.append((old._replace(on=to) if draw(st.booleans()) else Withdrawn(E, to), id))
    return story


def worked_out(told: list[Told], programme: Procedures) -> tuple[object, ...]:
    owed = list(obligations(told, programme, ENGLAND, CHILDREN))
    duties = [duty for each in programme.procedures for duty in each.duties if of_notes(duty)]
    why_not = [list(why_not_owed(duty, told, CHILDREN, (), ENGLAND)) for duty in duties]
    return owed, on_hold_since(told, programme), told_by(E, told), why_not


TRIES = 50 if os.environ.get("EH_NIGHTLY") == "1" else 15


@pytest.mark.parametrize("procedure", PACKS)
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_every_date_is_the_same_whichever_notes_are_passed_over(procedure: Procedure, data) -> None:
    programme, record = always(procedure), InMemory(data.draw(told_and_corrected(procedure)))
    everything, light = read(record, E), read(record, E, programme.notes)
    assert {each.id for each in light} <= {each.id for each in everything}
    assert worked_out(light, programme) == worked_out(everything, programme)


@pytest.mark.parametrize("duty", WAYS.values(), ids=WAYS)
@given(a_few_days())
@settings(max_examples=3 * TRIES, deadline=None)
def test_every_date_is_the_same_whatever_a_duty_asks_of_notes(duty: Duty, story: list[tuple[Fact, int]]) -> None:
    programme, record = always(SANDWELL._replace(duties=(duty,))), InMemory(story)
    assert worked_out(read(record, E, programme.notes), programme) == worked_out(read(record, E), programme)


@pytest.mark.parametrize("duty", WAYS.values(), ids=WAYS)
@given(a_few_days())
@settings(max_examples=TRIES, deadline=None)
def test_what_is_kept_of_the_whole_journal_serves_every_earlier_moment(
    duty: Duty, story: list[tuple[Fact, int]]
) -> None:
    """As eh why asks it: the notes that matter are chosen once, for the case as it stood after each entry."""
    programme, record = always(SANDWELL._replace(duties=(duty,))), InMemory(story)
    journal = story_so_far(record, E)
    changed = {row[1] for row, taken_back in journal if taken_back or row[0] != row[1]}
    kept = {row[0] for row in that_matter([row for row, _ in journal], programme.notes, as_told, changed)}
    for entry in range(1, len(story) + 1):
        stood = [as_told(row) for row, back in journal if row[2] <= entry and not 0 < back <= entry]
        assert worked_out([each for each in stood if each.id in kept], programme) == worked_out(stood, programme)


@given(a_few_days())
@settings(max_examples=150, deadline=None)
def test_a_case_is_on_hold_alike_where_notes_put_it_there(story: list[tuple[Fact, int]]) -> None:
    programme, record = always(SANDWELL._replace(duties=(PLAIN,), on_hold=HELD)), InMemory(story)
    assert worked_out(read(record, E, programme.notes), programme) == worked_out(read(record, E), programme)


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
