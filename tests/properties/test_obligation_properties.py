"""What holds of obligations in every story."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ehcli.episodes.episode import told_by
from ehcli.episodes.facts import KINDS, NAMES, Allocated, Fact, FormRecorded, Told, columns, fact_from
from ehcli.packs import calendar
from ehcli.procedures.duty import Clause, Hold, Rule
from ehcli.procedures.obligation import Obligation, task_key
from ehcli.procedures.obligations import obligations
from ehcli.procedures.within import Within

from .stories import CHILDREN, FIRST, SANDWELL, E, closing, days, facts, opening, stories, told

ENGLAND = calendar.workdays()


def owed(story: list[Told]) -> list[Obligation]:
    return list(obligations(story, SANDWELL, ENGLAND, CHILDREN))


@given(stories, st.lists(facts(), max_size=8), days)
@settings(max_examples=120, deadline=None)
def test_later_facts_never_move_a_due_date(story: list[Fact], more: list[Fact], now: date) -> None:
    """A limit may be added when a rule's own start happens later (the six months from allocation); none is moved."""
    before = [fact for fact in story if fact.on <= now]
    later = [fact._replace(on=max(fact.on, now + timedelta(days=1))) for fact in more]
    if more and len(more) % 3 == 0:
        later.append(closing(max(fact.on for fact in later)))
    then = {each.key: each for each in owed(told(*before))}
    for each in owed(told(*before, *later)):
        if each.key in then:
            was = then[each.key]
            assert (each.due, each.due_at) == (was.due, was.due_at)
            assert each.limit == was.limit or (was.limit is None and len(each.limits) > len(was.limits))
            assert each.strength == was.strength
    if not later or not any(NAMES[type(fact)] == "episode-closed" for fact in later):
        assert then.keys() <= {each.key for each in owed(told(*before, *later))}


@given(stories)
@settings(max_examples=120, deadline=None)
def test_what_is_due_is_due_no_later_than_its_limit(story: list[Fact]) -> None:
    for each in owed(told(*story)):
        assert each.limit is None or (each.due is not None and each.due <= each.limit)
        assert each.due is None or each.due >= each.first.start.on
        assert each.citations or each.first.rule.default == "ours"


@given(stories)
@settings(max_examples=120, deadline=None)
def test_keys_are_never_shared(story: list[Fact]) -> None:
    keys = [task_key(each.key) for each in owed(told(*story))]
    assert len(keys) == len(set(keys))


@given(stories, st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_telling_does_not_matter(story: list[Fact], random) -> None:
    """The same facts in any order give the same obligations and the same episode: what counts is when it happened."""
    straight = told(*story)
    mixed = straight.copy()
    random.shuffle(mixed)
    assert owed(straight) == owed(mixed)
    assert told_by(E, straight) == told_by(E, mixed)


@given(st.lists(facts(), max_size=14, unique_by=lambda fact: fact.on), st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_recording_does_not_matter_for_facts_of_different_days(story: list[Fact], random) -> None:
    """Recorded late or in a heap on Friday: the dates and what became of them are the same."""

    def outcome(facts: list[Fact]) -> list[tuple]:
        return sorted(
            (
                each.duty.id,
                each.child,
                each.trigger.on,
                str(each.due),
                each.due_at,
                str(each.limit),
                each.state,
                str(each.ended_by and each.ended_by.on),
            )
            for each in owed(told(*facts))
        )

    dated = [fact._replace(on=fact.on + timedelta(days=1)) if fact.on == FIRST else fact for fact in story]
    straight = [opening(), *sorted({fact.on: fact for fact in dated}.values(), key=lambda fact: fact.on)]
    mixed = straight.copy()
    random.shuffle(mixed)
    assert outcome(straight) == outcome(mixed)
    assert told_by(E, told(*straight)) == told_by(E, told(*mixed))


@given(stories)
@settings(max_examples=60, deadline=None)
def test_the_same_story_always_gives_the_same_obligations(story: list[Fact]) -> None:
    assert owed(told(*story)) == owed(told(*story))


@given(stories, days)
@settings(max_examples=60, deadline=None)
def test_nothing_stays_open_once_an_episode_has_closed(story: list[Fact], on: date) -> None:
    for each in owed(told(*story, closing(on))):
        assert not each.is_open
        assert each.ended_by is not None
        assert each.trigger.on <= on


@given(stories, st.data())
@settings(max_examples=60, deadline=None)
def test_a_correction_of_the_day_keeps_the_key(story: list[Fact], data) -> None:
    """The root of a corrected fact is the first one's: what it set off keeps its reference."""
    straight = told(*story)
    place = data.draw(st.integers(0, len(straight) - 1))
    old = straight[place]
    moved = old._replace(id=99, entry=99, fact=old.fact._replace(on=old.on + timedelta(days=1)))
    after = [*straight[:place], *straight[place + 1 :], moved]
    mine = {each.key for each in owed(straight) if each.trigger.root == old.root and each.duty.which == "each"}
    kept = {each.key for each in owed(after)}
    once = {duty.id for duty in SANDWELL.duties if duty.once}
    assert {key for key in mine if key[0] not in once and not SANDWELL.duty(key[0]).age} <= kept


HELD = Hold(
    Clause("form-recorded", (("form", ("hold",)), ("stage", ("started",)))),
    Clause("form-recorded", (("form", ("hold",)), ("stage", ("ended",)))),
)
lengths = st.builds(
    Within,
    st.sampled_from(["working_days", "days", "weeks", "months", "hours", "hours_on_working_days"]),
    st.integers(1, 40),
)


@given(lengths, st.lists(st.tuples(st.integers(-30, 200), st.booleans()), max_size=8), st.integers(-30, 200))
def test_holding_and_resuming_never_shortens_a_date(
    within: Within, held: list[tuple[int, bool]], one_more: int
) -> None:
    """Nor does it lengthen a date by more than the days that lay between the first hold and the last resuming."""
    began = Clause("allocated")
    asked = SANDWELL.duty("initial-home-visit")._replace(
        counts_from=began, rules=(Rule(within, began),), hold=(HELD,), levels=(), once=(), relax=None
    )
    start = FIRST + timedelta(days=60)
    story = [opening(), Allocated(E, start, "09:30", "aroy", "key-worker", "tipton")]
    holds = [
        FormRecorded(E, start + timedelta(days=day), "", "hold", "started" if stops else "ended") for day, stops in held
    ]

    def due(*holds: Fact) -> date:
        procedure = SANDWELL._replace(duties=(asked,))
        found = list(obligations(told(*story, *holds), procedure, ENGLAND, CHILDREN))
        assert len(found) == 1 and found[0].due
        return found[0].due

    usual, with_holds = due(), due(*holds)
    assert with_holds >= usual
    # An open hold adds nothing until it is resumed; resuming it then adds, and never takes away.
    assert due(*holds, FormRecorded(E, start + timedelta(days=one_more), "", "hold", "ended")) >= usual
    if stops := [each.on for each in holds if each.stage == "started"]:
        whole = max([each.on for each in holds if each.stage == "ended"], default=start) - min(stops)
        slack = 12 if within.counts_working_days else 0  # bank holidays that the longer stretch runs into
        assert (with_holds - usual).days <= max(whole.days, 0) * (2 if slack else 1) + slack
    else:
        assert with_holds == usual


texts = st.text(max_size=40)
FACTS = [shape for name, shape in KINDS.items() if name != "withdrawn"]


@st.composite
def any_facts(draw: st.DrawFn) -> Fact:
    """Any fact with any texts at all: accents, emoji, control characters, right-to-left names, quotes."""
    shape = draw(st.sampled_from(FACTS))
    values: dict[str, object] = {"episode": E, "on": draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))}
    for name in shape._fields[2:]:
        default = shape._field_defaults[name]
        if isinstance(default, bool):
            values[name] = draw(st.booleans())
        elif isinstance(default, tuple):
            element = st.integers(-5, 12) if name == "scores" else texts
            values[name] = tuple(draw(st.lists(element, max_size=4)))
        elif default:
            values[name] = draw(texts.filter(bool))  # see the next test
        else:
            values[name] = draw(texts)
    return shape(**values)


@given(any_facts())
@settings(max_examples=300, deadline=None)
def test_a_fact_survives_the_record(fact: Fact) -> None:
    import json

    kind, episode, on, at, details = columns(fact)
    kept = json.loads(json.dumps(details, ensure_ascii=False, sort_keys=True))
    assert fact_from(kind, episode, on, at, kept) == fact


@given(st.sampled_from(FACTS))
def test_a_fact_with_nothing_in_it_survives_the_record(shape: type) -> None:
    blank = {
        name: type(default)()
        for name, default in shape._field_defaults.items()  # type: ignore[attr-defined]
    }
    fact = shape(episode=E, on=FIRST, **blank)
    assert fact_from(*columns(fact)) == fact


def test_a_detail_that_this_eh_does_not_know_is_left_out() -> None:
    """A record may have been written by a newer eh of the same schema."""
    fact = opening()
    kind, episode, on, at, details = columns(fact)
    assert fact_from(kind, episode, on, at, details | {"moon": "full"}) == fact
