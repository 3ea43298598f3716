"""Whether a clause can be met: which command records its fact, with which values, and who may give that command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from ehcli.episodes.facts import KINDS, ON_AN_EPISODE, VALUES
from ehcli.errors import nearest
from ehcli.machine import folders
from ehcli.procedures.duty import Clause, Duty
from ehcli.procedures.procedure import Procedure
from ehcli.procedures.rights import RIGHTS

Strange = AbstractSet[tuple[str, str, object]]
Known = Callable[[Procedure], Sequence[object]]


class Recorded(NamedTuple):
    """How a fact comes to be recorded: the command, the right that it takes, and the values that it can write."""

    command: str  # empty where no command records it so that a duty could look for it
    right: str = ""
    values: Mapping[str, Known | None] = MappingProxyType(
        {}
    )  # of the fields that a clause may ask for; none where any word can be typed


def listed(kind: str) -> Known:
    """The slugs of a list of the pack."""
    return lambda procedure: [entry.slug for entry in procedure.lists[kind]]


def fixed(fact: str, field: str) -> Known:
    """The words of eh's own that a field can hold."""
    return lambda _: VALUES[fact, field]


def note_types(procedure: Procedure) -> Sequence[object]:
    """The names of its note types."""
    return [entry.name for entry in procedure.note_types]


def letters(_: Procedure) -> Sequence[object]:
    """The kinds of letter there are a template for."""
    return sorted(
        {path.stem.partition("@")[0] for folder in folders.folders("letter_templates") for path in folder.glob("*.md")}
    )


def stages_of_minutes(procedure: Procedure) -> Sequence[object]:
    """The stages that its minutes go through."""
    return [stage.slug for stage in procedure.minutes_stages]


# Which facts and values which command can record. A field that is not named here is none that a clause can ask for:
# it holds a list, or a reference that no pack can know.
RECORDED_BY: dict[str, Recorded] = {
    "referral-received": Recorded("open-episode", "", {"referrer": None, "agency": None}),
    "episode-opened": Recorded(
        "open-episode",
        "",
        {
            "team": None,
            "level": listed("level"),
            "route": listed("route"),
            "start_reason": None,
            "type": listed("episode_type"),
        },
    ),
    "arrived-in-tray": Recorded("open-episode", "", {"team": None, "tray": lambda _: ["team"]}),
    "allocated": Recorded("allocate", "allocate", {"role": lambda _: ON_AN_EPISODE, "team": None, "worker": None}),
    "contacted": Recorded(
        "contact",
        "",
        {
            "how": fixed("contacted", "how"),
            "outcome": fixed("contacted", "outcome"),
            "party": fixed("contacted", "party"),
            "worker": None,
        },
    ),
    "note-written": Recorded("note", "", {"type": note_types, "significant": lambda _: [True, False], "worker": None}),
    "form-recorded": Recorded("assess", "", {"form": listed("form"), "stage": None}),  # stages: see Clauses.stages
    "star-completed": Recorded("star", "", {"star": listed("star")}),
    "consent-recorded": Recorded(
        "consent",
        "",
        {
            "state": fixed("consent-recorded", "state"),
            "method": fixed("consent-recorded", "method"),
            "purpose": None,
        },
    ),
    "visit-frequency-agreed": Recorded(
        "frequency",
        "agree-visit-frequency",
        {"every": fixed("visit-frequency-agreed", "every"), "decided_by": None, "reason": None},
    ),
    "taf-scheduled": Recorded("taf schedule", "", {"kind": fixed("taf-scheduled", "kind"), "venue": None}),
    "invited": Recorded(
        "taf invite",
        "",
        {"who": None, "method": fixed("invited", "method"), "answer": fixed("invited", "answer")},
    ),
    "taf-held": Recorded(
        "taf held",
        "",
        {"kind": fixed("taf-held", "kind"), "chair": None, "chaired_by": fixed("taf-held", "chaired_by")},
    ),
    "taf-not-held": Recorded("taf not-held", "", {"reason": None}),
    "minutes-reached": Recorded("taf minutes", "", {"stage": stages_of_minutes, "by": None}),
    "letter-written": Recorded("letter", "", {"kind": letters}),
    "letter-posted": Recorded("letters posted", "", {"kind": letters}),
    "set-aside": Recorded("set-aside", "set-aside", {"duty": None, "decided_by": None, "reason": None}),
    "moved": Recorded("reassign", "", {"to": None}),
    "episode-closed": Recorded("close", "close", {"reason": None, "decided_by": None}),
    "withdrawn": Recorded(""),
}
# A value that takes a right of its own.
RIGHT_OF: dict[tuple[str, str, object], str] = {("minutes-reached", "stage", "approved"): "approve-minutes"}
# Rights without which a case cannot be run from its beginning to its end.
NEEDED = ("allocate", "close", "set-aside")


def unmet(procedure: Procedure, told: Strange = frozenset()) -> Iterator[tuple[str, str, str]]:
    """Every clause that nothing can meet: the item, the key it stands under, and why.

    ``told`` are values that were refused already, so that nothing is said twice.
    """
    for duty in procedure.duties:
        for key, clause in clauses(duty):
            yield from ((f"duty {duty.id}", key, why) for why in reasons(clause, procedure, told))
    for check in procedure.closing_checks:
        for clause in check.met_by:
            yield from ((f"closing check {check.id}", "met_by", why) for why in reasons(clause, procedure, told))
    for key, hold in (("by", procedure.on_hold), ("until", procedure.on_hold)):
        if hold:
            yield from (("on_hold", key, why) for why in reasons(getattr(hold, key), procedure, told))


def clauses(duty: Duty) -> Iterator[tuple[str, Clause]]:
    """Every clause of a duty, with the key that it stands under."""
    yield from (("counts_from", clause) for clause in (duty.counts_from, *duty.counts_from.others))
    yield from (("when", condition.clause) for condition in duty.when)
    for key in ("met_by", "once", "until", "until_all"):
        yield from ((key, clause) for clause in getattr(duty, key))
    starts = [rule.counts_from for rule in duty.rules if rule.counts_from != duty.counts_from]
    yield from (("rule", clause) for start in starts for clause in (start, *start.others))
    for hold in duty.hold:
        yield from (("hold", clause) for clause in (hold.by, hold.until))
    if duty.relax:
        told = (duty.relax.agreed, duty.relax.not_before, duty.relax.ended)
        yield from (("relax", clause) for clause in told if clause)


def reasons(clause: Clause, procedure: Procedure, told: Strange = frozenset()) -> Iterator[str]:
    """Why nothing can ever meet a clause; nothing where something can."""
    if not clause.fact:
        return  # what it says could not be read, and that is told of already
    how = RECORDED_BY[clause.fact]
    if not how.command:
        yield f"no command records the fact {clause.fact} so that a clause could look for it."
        return
    if how.right and not anybody_may(how.right, procedure):
        yield f"no role may {RIGHTS[how.right]}, so 'eh {how.command}' can never record {clause.fact}."
    for name, values in clause.wants:
        fresh = [value for value in values if (clause.fact, name, value) not in told]
        yield from unmet_values(clause.fact, name, fresh, procedure)


def unmet_values(fact: str, name: str, values: Sequence[object], procedure: Procedure) -> Iterator[str]:
    """Which values of a field no command records, and why."""
    how = RECORDED_BY[fact]
    if name not in how.values:
        if name in KINDS[fact]._fields:  # type: ignore[attr-defined]
            yield f"a clause cannot ask for '{name}' of {fact}: only for {', '.join(how.values)}."
        return
    known = how.values[name]
    few = None if known is None else list(known(procedure))
    for value in values:
        if few is None and not isinstance(value, str):
            yield f"'eh {how.command}' records {name} in words; {value!r} is none."
        elif few is not None and value not in few:
            there_is = f"It is one of {', '.join(map(str, few))}." if few else f"The pack has no {name}."
            near = nearest(str(value), [str(each) for each in few])
            yield f"'eh {how.command}' never records {fact} with the {name} '{value}'. {near or there_is}"
        right = RIGHT_OF.get((fact, name, value), "")
        if right and not anybody_may(right, procedure):
            yield f"no role may {RIGHTS[right]}, so 'eh {how.command}' can never record it."


def anybody_may(right: str, procedure: Procedure) -> bool:
    """Whether some role may do this, if only once it was trained to."""
    return any(procedure.roles_that_may(each) for each in (right, f"{right}-when-trained"))


def nobody_may(procedure: Procedure) -> Iterator[str]:
    """A warning for every right that a case needs on its way and nobody has."""
    for right in NEEDED:
        if not anybody_may(right, procedure):
            yield f'No role may {RIGHTS[right]}: give one the right in may = ["{right}"].'
    if procedure.switches and not procedure.roles_that_may("switch"):
        yield f'No role may switch {", ".join(procedure.switches)} off: give one the right in may = ["switch"].'
