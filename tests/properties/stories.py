"""Stories that could happen to any family, made up by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from ehcli.episodes.facts import (
    Allocated,
    ArrivedInTray,
    Contacted,
    EpisodeClosed,
    EpisodeOpened,
    Fact,
    FormRecorded,
    LetterPosted,
    MinutesReached,
    NoteWritten,
    ReferralReceived,
    StarCompleted,
    TafHeld,
    Told,
    VisitFrequencyAgreed,
)
from ehcli.packs import reading
from ehcli.procedures.obligations import Child
from ehcli.procedures.procedure import Procedure

E = "E-0001"
SANDWELL = reading.procedure("sandwell")
FIRST = date(2026, 1, 5)
CHILDREN = (
    Child("P-0001", date(2014, 3, 2)),
    Child("P-0002", date(2016, 5, 1)),
    Child("P-0003", None),
)
REFS = [child.person for child in CHILDREN]
STAGES = {
    (str(dict(clause.wants)["form"][0]), stage)
    for duty in SANDWELL.duties
    for clause in (*duty.met_by, duty.counts_from)
    if clause.fact == "form-recorded"
    for stage in dict(clause.wants).get("stage", ("completed",))
}

days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
clocks = st.sampled_from(["", "", "00:00", "09:30", "14:00", "23:59"])
some_children = st.lists(st.sampled_from(REFS), unique=True).map(tuple)
meetings = st.sampled_from(["M-0001", "M-0002", "M-0003"])


@st.composite
def facts(draw: st.DrawFn, when: st.SearchStrategy[date] = days) -> Fact:
    """One thing that happened, on one of those days."""
    on, at = draw(when), draw(clocks)
    match draw(st.integers(0, 12)):
        case 0:
            return ReferralReceived(E, on, at, "Bell Nursery")
        case 1:
            return ArrivedInTray(E, on, at, "tipton", "team")
        case 2:
            return Allocated(E, on, at, draw(st.sampled_from(["aroy", "tsingh"])), draw(roles), "tipton")
        case 3 | 4 | 5:
            return Contacted(E, on, at, draw(hows), draw(outcomes), draw(parties), "aroy")
        case 6:
            return NoteWritten(E, on, "", "N-0001", "Case Summary", (), draw(st.booleans()), "aroy")
        case 7 | 8:
            name, stage = draw(st.sampled_from(sorted(STAGES)))
            return FormRecorded(E, on, "", name, stage, draw(some_children))
        case 9:
            return StarCompleted(
                E, on, "", draw(st.sampled_from(["family-star-plus", "my-star"])), draw(some_children), (1, 10)
            )
        case 10:
            return TafHeld(E, on, at, draw(meetings), draw(st.sampled_from(["initial", "review"])), ("Sam Bell",))
        case 11:
            return MinutesReached(E, on, at, draw(meetings), draw(st.sampled_from(["handed-in", "typed", "sent"])))
        case _:
            if draw(st.booleans()):
                return LetterPosted(E, on, "", "L-0001", "no-contact", "P-0009")
            until = draw(st.sampled_from(["", (on + timedelta(days=40)).isoformat()]))
            return VisitFrequencyAgreed(
                E, on, "", draw(st.sampled_from(["weekly", "fortnightly"])), "jmay", "Low", until
            )


roles = st.sampled_from(["key-worker", "lead-professional", "co-worker"])
hows = st.sampled_from(["phone", "visit", "letter"])
outcomes = st.sampled_from(["made", "attempted"])
parties = st.sampled_from(["family", "family", "referrer"])


def opening(level: str = "targeted") -> EpisodeOpened:
    return EpisodeOpened(E, FIRST, "", "F-0001", "tipton", level, children=tuple(REFS))


def closing(on: date) -> EpisodeClosed:
    return EpisodeClosed(E, on, "", "Refer to CSC", "jmay")


def told(*story: Fact) -> list[Told]:
    return [Told(n, n, n, "2026-01-01T09:00:00+00:00", "sbell", fact) for n, fact in enumerate(story, start=1)]


stories = st.lists(facts(), max_size=25).map(lambda story: [opening(), *story])


def facts_of(procedure: Procedure) -> st.SearchStrategy[Fact]:
    """What could happen to a family under this procedure: facts that its own duties look for, and others like them."""
    looked_for = sorted({clause for duty in procedure.duties for clause in duty.clauses}, key=str)
    refs = {"meeting": meetings, "planned_on": days.map(str), "about_on": days.map(str), "until": days.map(str)}

    @st.composite
    def one(draw: st.DrawFn) -> Fact:
        clause = draw(st.sampled_from(looked_for))
        fields = clause.shape._fields  # type: ignore[attr-defined]
        values: dict[str, object] = {name: draw(st.sampled_from(wanted)) for name, wanted in clause.wants}
        values |= {name: draw(strategy) for name, strategy in refs.items() if name in fields and name not in values}
        if "children" in fields:
            values["children"] = draw(some_children)
        if "seen" in fields:
            values["seen"] = draw(some_children)
        return clause.shape(E, draw(days), draw(clocks), **values)  # type: ignore[no-any-return]

    return one()


def stories_of(procedure: Procedure) -> st.SearchStrategy[list[Fact]]:
    """An episode of any of the procedure's levels, routes and types, with what happened in it."""

    def any_of(kind: str) -> st.SearchStrategy[str]:
        return st.sampled_from(["", *(entry.slug for entry in procedure.lists[kind])])

    opened = st.builds(
        lambda level, route, type: opening(level)._replace(route=route, type=type),
        *map(any_of, ("level", "route", "episode_type")),
    )
    return st.builds(lambda first, rest: [first, *rest], opened, st.lists(facts_of(procedure), max_size=40))
