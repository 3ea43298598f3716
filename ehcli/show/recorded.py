"""What a command recorded and what follows from it, told to the person or to a script."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import NAMES, Told
from ehcli.procedures.citation import in_short
from ehcli.procedures.obligation import Obligation
from ehcli.record.deriving import Outcome, Settled
from ehcli.screen import screen, shapes
from ehcli.show import owed
from ehcli.show.labels import named, shown

if TYPE_CHECKING:
    from ehcli.procedures.procedure import Procedure

OF_KIND = "of_kind"
NO_TASKS: Mapping[str, str] = MappingProxyType({})


def recorded(desk: Desk, said: Said) -> None:
    """One sentence on what was recorded, then what is newly owed with dates and pages, what moved and what is done."""
    result(desk, said)
    beside(desk, said.asides)
    for note in said.notes:
        screen.tell(note)


def beside(desk: Desk, sentences: Iterable[str]) -> None:
    """Sentences beside a result for a person alone; nothing for a script or for somebody who asked for quiet."""
    if not (desk.settings.quiet or desk.settings.as_json):
        for each in sentences:
            screen.tell(each)


def result(desk: Desk, said: Said) -> None:
    settings, outcome = desk.settings, said.outcome
    ref = said.ref or (outcome.settled.episode.ref if outcome.settled else "")
    if settings.as_json:
        screen.answer(body(desk, said, ref))
        return
    if settings.quiet:
        screen.out(ref)
        return
    screen.out(f"Would record: {said.sentence}" if outcome.dry_run else said.sentence)
    for_each(said)
    screen.lines(said.lines)
    if outcome.dry_run:
        screen.tell("Nothing was written.")


def for_each(said: Said) -> None:
    """What follows in each episode that was told of; where there are several, below its reference."""
    families = outcomes(said)
    for outcome in families:
        if not outcome.settled:
            continue
        ended = {outcome.settled.task(each) for each in outcome.over}
        if len(families) > 1 and not (ended and ended <= set(said.told) and not outcome.moved and not outcome.owed):
            refs = ", ".join(ref for ref, of in said.each.items() if of is outcome)
            something = ended or outcome.moved or outcome.owed
            screen.out(f"{outcome.settled.episode.ref} ({refs}):{'' if something else ' nothing more follows.'}")
        follows(outcome, outcome.settled, said.told)


def outcomes(said: Said) -> list[Outcome]:
    """What was recorded and follows, of each episode once."""
    return list({id(each): each for each in said.each.values()}.values()) or [said.outcome]


def follows(outcome: Outcome, settled: Settled, mentioned: Collection[str] = ()) -> None:
    """The tasks that began, moved or ended with this command, less those that were ``mentioned`` already."""
    names = {child.ref: child.name for child in settled.children}
    for each in (each for each in outcome.over if settled.task(each) not in mentioned):
        words = {
            "met": "Done",
            "late": "Done late",
            "set-aside": "Set aside",
            "ended": "Ended",
            "lapsed": "No longer owed",
        }
        screen.out(f"{words.get(each.state, 'No longer owed')}: {settled.task(each)}  {title(each, names)}")
    for old, new in outcome.moved:
        screen.out(f"Moved: {settled.task(new)}  {title(new, names)}: was {when(old)}, now {when(new)}")
    if outcome.owed:
        screen.out("Now owed:")
        rows = [(settled.task(each), title(each, names), when(each), source(each)) for each in outcome.owed]
        screen.listing(("Task", "What", "Due", "Printed in"), rows)


def title(obligation: Obligation, names: dict[str, str]) -> str:
    child = names.get(obligation.child, obligation.child)
    return f"{obligation.duty.title}{f' - {child}' if child else ''}"


def when(obligation: Obligation) -> str:
    """The due date, with the limit where a later one stands behind it."""
    if not obligation.due:
        return "open, no limit printed"
    at = f" {obligation.due_at}" if obligation.due_at else ""
    limit = f" (limit {long(obligation.limit)})" if obligation.limit else ""
    return f"{long(obligation.due)}{at}{limit}"


def source(obligation: Obligation) -> str:
    """The citations in short, or that the limit is our default."""
    rule = obligation.first.rule
    return "; ".join(
        part
        for part in (f"our default ({rule.reading})" if rule.default else "", in_short(obligation.citations))
        if part
    )


def sentence(told: Told, procedure: Procedure, tasks: Mapping[str, str] = NO_TASKS) -> str:
    """A fact in a few words: visit made on Tue 26 Jul 2016; the rest as for ``details``."""
    said = details(told, procedure, tasks)
    return f"{NAMES[type(told.fact)].replace('-', ' ')} {on_day(told)}{f' ({said})' if said else ''}"


def fact(told: Told, names: Mapping[str, str], tasks: Mapping[str, str]) -> dict[str, Any]:
    """A fact with who told it and when, as scripts rely on it.

    ``names`` are those of children by reference, ``tasks`` as for ``details``.
    """
    said: dict[str, Any] = dict(zip(told.fact._fields[3:], told.fact[3:], strict=True))
    if "kind" in said:  # of which kind the meeting or letter is: ``kind`` says what happened
        said = {OF_KIND if key == "kind" else key: value for key, value in said.items()}
    if "task" in said:
        said |= of_a_task(said["task"], tasks)
    if "children" in said:
        said["children"] = [shapes.person(ref, names) for ref in said["children"]]
    return {
        "kind": NAMES[type(told.fact)],
        "on": shapes.day(told.on),
        "at": told.fact.at,
        "entry": told.entry,
        "recorded_at": told.recorded_at,
        "recorded_by": told.recorded_by,
        **said,
    }


def of_a_task(kept: str, tasks: Mapping[str, str]) -> dict[str, str | None]:
    """Of which task a fact tells, or of which check of closing or whose minutes, where it is none."""
    what, _, rest = kept.partition(":")
    told = {"task": None, "check": None, "minutes_of": None}
    if what in ("check", "minutes"):
        return told | {"check" if what == "check" else "minutes_of": rest}
    return told | {"task": tasks.get(kept)}


def on_day(told: Told) -> str:
    return f"on {long(told.on)}{f' {told.fact.at}' if told.fact.at else ''}"


USUAL = {("chaired_by", "own-staff")}  # what goes without saying


def details(told: Told, procedure: Procedure, tasks: Mapping[str, str] = NO_TASKS) -> str:
    """What a fact says beside its day, in the procedure's words; ``tasks`` gives the T- of a task it names."""
    kind = NAMES[type(told.fact)]
    return "; ".join(
        detail(name, procedure.word(kind, name, value) if isinstance(value, str) else value, tasks)
        for name, value in zip(told.fact._fields[3:], told.fact[3:], strict=True)
        if isinstance(value, (str, tuple)) and value
        if (name, value) not in USUAL
    )


def detail(name: str, value: str | tuple[object, ...], tasks: Mapping[str, str]) -> str:
    """One detail of a fact, in words."""
    if isinstance(value, tuple):
        return f"{named(name)} {', '.join(map(str, value))}"
    if name == "task":  # as the record keeps it: the key of what was owed, or a check of closing that was set aside
        what, _, rest = value.partition(":")
        beside = {"check": f"check {rest}", "minutes": f"the minutes of {rest}"}
        return beside.get(what) or f"task {tasks.get(value, what)}"
    return f"{named(name)} {shown(name, value)}"


def body(desk: Desk, said: Said, ref: str) -> dict[str, Any]:
    """What a writing command prints for a script; of several, each with its own episode."""
    families = outcomes(said)
    outcome = said.each.get(ref, families[0])
    followed = [what_follows(desk, each) for each in families]
    of = [{"reference": each, "episode": episode_of(its)} for each, its in said.each.items()]
    return {
        "reference": ref,
        "episode": episode_of(outcome),
        "entry": None if outcome.dry_run else outcome.entry,
        "dry_run": outcome.dry_run,
        "recorded": said.sentence,
        **{key: [task for one in followed for task in one[key]] for key in ("owed", "moved", "over")},
        **({"each": of} if of else {}),
        **said.more,
    }


def episode_of(outcome: Outcome) -> str | None:
    """The episode that was told of; none where none was."""
    return outcome.settled.episode.ref if outcome.settled else None


def what_follows(desk: Desk, outcome: Outcome) -> dict[str, list[dict[str, Any]]]:
    """The tasks that began, moved or ended with a command, for a script."""
    if not outcome.settled or not (outcome.owed or outcome.moved or outcome.over):
        return {"owed": [], "moved": [], "over": []}
    task = owed.of_episode(desk, outcome.settled)
    return {
        "owed": [task(each) for each in outcome.owed],
        "moved": [{**task(new), "was": shapes.day(old.due)} for old, new in outcome.moved],
        "over": [task(each) for each in outcome.over],
    }
